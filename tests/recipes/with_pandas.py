"""pandas reads a report. The parts between the marks are shown in docs/handing-over.md, and run by run.py."""

# part: csv
import pandas

report = pandas.read_csv("report.csv")
# end

# part: exact
import json

import pandas
import pyarrow

TYPES = {
    "DECIMAL": pandas.ArrowDtype(pyarrow.decimal128(38, 24)),
    "DATETIME": pandas.ArrowDtype(pyarrow.timestamp("us", "UTC")),
    "STRING": pandas.ArrowDtype(pyarrow.string()),
    "JSON": pandas.ArrowDtype(pyarrow.string()),
}
columns = json.load(open("metadata.json"))["Schema"]["ColumnDefinition"]
types = {each["ColumnName"]: TYPES[each["DataType"]] for each in columns}

report = pandas.read_csv("report.csv", dtype="string[pyarrow]", keep_default_na=False, na_values=[""]).astype(types)
# end

# part: parquet
import pandas

report = pandas.read_parquet("report.parquet", dtype_backend="pyarrow")
# end

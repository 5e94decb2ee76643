"""Polars reads a report. The parts between the marks are shown in docs/handing-over.md, and run by run.py."""

# part: csv
import polars

report = polars.read_csv("report.csv")
# end

# part: exact
import json

import polars

TYPES = {
    "DECIMAL": polars.Decimal(38, 24),
    "DATETIME": polars.Datetime("us", "UTC"),
    "STRING": polars.String,
    "JSON": polars.String,
}
columns = json.load(open("metadata.json"))["Schema"]["ColumnDefinition"]
types = {each["ColumnName"]: TYPES[each["DataType"]] for each in columns}

report = polars.read_csv("report.csv", schema_overrides=types)
# end

# part: parquet
import polars

report = polars.read_parquet("report.parquet")
# end

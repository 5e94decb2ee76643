"""DuckDB reads a report. The parts between the marks are shown in docs/handing-over.md, and run by run.py."""

# part: csv
import duckdb

report = duckdb.read_csv("report.csv")
# end

# part: exact
import json

import duckdb

TYPES = {"DECIMAL": "DECIMAL(38, 24)", "DATETIME": "TIMESTAMPTZ", "STRING": "VARCHAR", "JSON": "VARCHAR"}
columns = json.load(open("metadata.json"))["Schema"]["ColumnDefinition"]
types = {each["ColumnName"]: TYPES[each["DataType"]] for each in columns}

report = duckdb.read_csv("report.csv", dtype=types)
# end

# part: parquet
import duckdb

report = duckdb.read_parquet("report.parquet")
# end

"""DuckDB, pandas and Polars read every golden report, as docs/handing-over.md shows it.

`run.py FOLDER` takes the reports that reports.mjs made. The parts of the scripts run on every report; the types must be
those of the document's tables, the sums those of the summary, the cells those of the CSV.
"""

import contextlib
import csv
import datetime
import decimal
import gzip
import json
import pathlib
import re
import sys
import tempfile

import duckdb
import pandas
import polars
import pyarrow

HERE = pathlib.Path(__file__).parent
DOCUMENT = (HERE / "../../docs/handing-over.md").read_text()
DECIMAL = pyarrow.decimal128(38, 24)


class Report:
    """A report as it is, read with as little as Python has."""

    def __init__(self, folder):
        with open(folder / "report.csv", newline="") as file:
            self.header, *self.rows = csv.reader(file)
        definitions = json.loads((folder / "metadata.json").read_text())["Schema"]["ColumnDefinition"]
        # JSON is text to all of them.
        self.data_types = {each["ColumnName"]: each["DataType"].replace("JSON", "STRING") for each in definitions}
        totals = json.loads((folder / "summary.json").read_text())["totals"]
        self.totals = {each["currency"]: decimal.Decimal(each["BilledCost"]) for each in totals}
        self.has_parquet = (folder / "report.parquet").exists()

    def has(self, *names):
        return bool(self.rows) and set(names) <= set(self.header)

    def holds(self, name):
        """What the column holds, in the words of the document's first table."""
        cells = [row[self.header.index(name)] for row in self.rows]
        filled = [cell for cell in cells if cell != ""]
        if not cells:
            return "any, in a report without rows"
        if not filled:
            return "any, without a value"
        if self.data_types[name] != "STRING":
            return self.data_types[name]
        if set(filled) <= {"true", "false"}:
            return f"STRING, {'all `true` or `false`' if len(filled) == len(cells) else '`true`, `false` or nothing'}"
        for pattern, words in {r"0\d+": "all digits with a 0 in front", r"\d+": "all digits", r"-?\d+(\.\d+)?": "all numbers"}.items():
            if all(re.fullmatch(pattern, cell) for cell in filled):
                return f"STRING, {words}"
        return "STRING"


class DuckDB:
    script = "with_duckdb.py"
    types = staticmethod(lambda table: dict(zip(table.columns, map(str, table.types))))
    # `fetchall` of date-times would need the package pytz.
    rows = staticmethod(lambda table: list(zip(*(column.to_pylist() for column in table.to_arrow_table().columns))))
    totals = staticmethod(lambda table: dict(table.aggregate("BillingCurrency, sum(BilledCost)", "BillingCurrency").fetchall()))


class Pandas:
    script = "with_pandas.py"
    types = staticmethod(lambda table: {name: str(dtype) for name, dtype in table.dtypes.items()})
    rows = staticmethod(lambda table: list(zip(*([None if pandas.isna(cell) else cell for cell in table[name]] for name in table.columns))))
    totals = staticmethod(lambda table: table.groupby("BillingCurrency")["BilledCost"].sum().to_dict())


class Polars:
    script = "with_polars.py"
    types = staticmethod(lambda table: {name: str(dtype) for name, dtype in table.schema.items()})
    rows = staticmethod(lambda table: table.rows())
    totals = staticmethod(lambda table: dict(table.group_by("BillingCurrency").agg(polars.col("BilledCost").sum()).rows()))


TOOLS = {"DuckDB": DuckDB, "pandas": Pandas, "Polars": Polars}


def parts_of(script):
    """The parts between the marks, by their names."""
    return dict(re.findall(r"^(?:#|--) part: (\w+)\n(.*?)^(?:#|--) end$", (HERE / script).read_text(), re.M | re.S))


def table_under(heading):
    """`{ what a column holds: { tool: type } }`, of the table under a heading of the document."""
    section = DOCUMENT.split(f"\n### {heading}\n")[1].split("\n#")[0]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return {row[0]: dict(zip(header, (cell.strip("`") for cell in row))) for row in rows}


WITHOUT_OPTIONS = table_under("Without options")
WITH_EVERY_DIGIT = table_under("With every digit")


def run_part(code):
    """The table that a part of a script leaves."""
    names = {}
    with contextlib.redirect_stdout(None):
        exec(code, names)
    return names["report"]


def text_of(cell):
    """A value as the CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, decimal.Decimal):
        whole, _, fraction = f"{cell:f}".partition(".")
        return f"{whole}.{fraction.rstrip('0') or '0'}"
    if isinstance(cell, datetime.datetime):
        return cell.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return cell


def check_types(report, tool, types, of_column):
    assert list(types) == report.header, types
    for name in report.header:
        assert types[name] == of_column(name)[tool], (name, types[name], of_column(name)[tool])


def check_without_options(report, tool):
    table = run_part(parts_of(TOOLS[tool].script)["csv"])
    check_types(report, tool, TOOLS[tool].types(table), lambda name: WITHOUT_OPTIONS[report.holds(name)])
    assert len(TOOLS[tool].rows(table)) == len(report.rows)
    if not report.has("BilledCost", "BillingCurrency"):
        return
    for currency, total in TOOLS[tool].totals(table).items():
        # Sums of floats are near, and no more is said of them.
        exact = report.totals[currency]
        assert abs(decimal.Decimal(total) - exact) <= max(abs(exact), 1) / 10**9, (currency, total, exact)


def check_with_every_digit(report, tool, part):
    table = run_part(parts_of(TOOLS[tool].script)[part])
    check_types(report, tool, TOOLS[tool].types(table), lambda name: WITH_EVERY_DIGIT[report.data_types[name]])
    rows = [[text_of(cell) for cell in row] for row in TOOLS[tool].rows(table)]
    assert rows == report.rows, [pair for pair in zip(rows, report.rows) if pair[0] != pair[1]][:1]
    if report.has("BilledCost", "BillingCurrency"):
        assert TOOLS[tool].totals(table) == report.totals, TOOLS[tool].totals(table)


def check_refusal(tool, part):
    """Amounts wider than 38 digits are refused, not rounded: what each says is its own."""
    try:
        table = run_part(parts_of(TOOLS[tool].script)[part])
        TOOLS[tool].rows(table)
    except (duckdb.Error, pyarrow.ArrowInvalid, polars.exceptions.ComputeError):
        return
    raise AssertionError("read all the same")


def check_sql(report):
    parts = parts_of("with_duckdb.sql")
    if report.has("BilledCost", "BillingCurrency"):
        assert all(isinstance(total, float) for _, total in duckdb.sql(parts["csv"]).fetchall())
        for part in ("exact", "parquet"):
            assert dict(duckdb.sql(parts[part]).fetchall()) == report.totals, part
    if report.has("BilledCost", "Tags"):
        assert sum(total for _, total in duckdb.sql(parts["tags"]).fetchall()) == sum(report.totals.values())
    if report.has("ChargeDescription", "SkuId", "ServiceName", "BillingAccountId", "PricingQuantity", "BilledCost", "Tags"):
        check_cloudzero(report, parts["cloudzero"])


def check_cloudzero(report, conversion):
    duckdb.sql(conversion)
    with gzip.open("cbf.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(file))
    for ours, columns in {"BilledCost": "cost/cost", "ChargePeriodStart": "time/usage_start", "PricingQuantity": "usage/amount"}.items():
        assert [row[columns] for row in rows] == [row[report.header.index(ours)] for row in report.rows], columns
    tags = [json.loads(row[report.header.index("Tags")] or "{}") for row in report.rows]
    assert [row["resource/tag:fal_key"] for row in rows] == [each.get("fal/key", "") for each in tags]


def check(report):
    for tool in TOOLS:
        check_without_options(report, tool)
        if report.has_parquet:
            check_with_every_digit(report, tool, "exact")
            check_with_every_digit(report, tool, "parquet")
        else:
            check_refusal(tool, "exact")
    if report.has_parquet:
        check_sql(report)


def check_what_the_document_warns_of():
    """What goes wrong without a word, so that the document may say that it does."""
    amount, fine = "9007199254740.993123456789", "0.0000000000000000000000015"
    start = "2026-10-01T00:00:00Z"
    rows = [f"{amount},{fine},{name},{start}" for name in ("NA", "None", "null")]
    pathlib.Path("report.csv").write_text("\n".join(["BilledCost,Fine,SubAccountName,ChargePeriodStart", *rows, ""]))
    of_floats = pandas.read_csv("report.csv", engine="pyarrow", dtype={"BilledCost": pandas.ArrowDtype(DECIMAL)})["BilledCost"]
    assert of_floats.dtype == pandas.ArrowDtype(DECIMAL) and of_floats[0] != decimal.Decimal(amount)
    assert pandas.isna(pandas.read_csv("report.csv")["SubAccountName"]).all()
    assert str(pandas.read_csv("report.csv", parse_dates=["ChargePeriodStart"])["ChargePeriodStart"].dtype) == "datetime64[us, UTC]"
    assert polars.read_csv("report.csv", try_parse_dates=True).schema["ChargePeriodStart"] == polars.Datetime("us", "UTC")
    rounded = decimal.Decimal("2E-24")
    assert duckdb.read_csv("report.csv", dtype={"Fine": "DECIMAL(38, 24)"}).project("Fine").fetchall()[0][0] == rounded
    assert polars.read_csv("report.csv", schema_overrides={"Fine": polars.Decimal(38, 24)})["Fine"][0] == rounded
    amounts = ["9007199254740993007.0", "0.999382885604938"]
    assert pandas.Series(map(decimal.Decimal, amounts)).sum() != decimal.Decimal("9007199254740993007.999382885604938")


folders = sorted(pathlib.Path(sys.argv[1]).resolve().iterdir())
assert len(folders) > 150, "the golden reports are not found"
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    check_what_the_document_warns_of()

# What pandas adds up without Arrow is Python's decimals, and rows are made text by them.
decimal.getcontext().prec = 80
duckdb.sql("SET TimeZone = 'UTC'")
held = set()
for folder in folders:
    report = Report(folder)
    held |= {report.holds(name) for name in report.header}
    try:
        with contextlib.chdir(folder):
            check(report)
    except Exception as error:
        raise SystemExit(f"{folder.name}: {error!r}") from error
assert held == set(WITHOUT_OPTIONS), held ^ set(WITHOUT_OPTIONS)
print(", ".join(f"{each.__name__} {each.__version__}" for each in (duckdb, pandas, polars, pyarrow)), f"read {len(folders)} reports")

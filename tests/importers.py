"""DuckDB and pandas read every golden report with no options: rows, columns, types and sums."""

import csv
import decimal
import json
import pathlib

import duckdb
import pandas

CASES = pathlib.Path(__file__).parent / "cases"
DECIMALS = ["BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "ListUnitPrice", "PricingQuantity"]
DATE_TIMES = ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"]


def check(case):
    path = case / "expected.csv"
    summary = json.loads((case / "expected-summary.json").read_text())
    total = sum(decimal.Decimal(each["BilledCost"]) for each in summary["totals"])

    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    filled = {name for row in rows for name, cell in zip(header, row) if cell != ""}
    assert len(rows) == summary["rows"], len(rows)

    table = duckdb.read_csv(str(path))
    types = dict(zip(table.columns, map(str, table.types)))
    assert table.shape == (len(rows), len(header)), table.shape
    frame = pandas.read_csv(path)
    assert frame.shape == (len(rows), len(header)), frame.shape
    if summary["rows"] == 0:
        return
    # What an importer types as integer, it would type as decimal next month.
    for name in filled.intersection(DECIMALS):
        assert types[name] == "DOUBLE", (name, types[name])
        assert frame[name].dtype == "float64", (name, frame[name].dtype)
    for name in filled.intersection(DATE_TIMES):
        assert types[name].startswith("TIMESTAMP"), (name, types[name])
    # Their sums are floats; ours are not, and are compared exactly elsewhere.
    if "BilledCost" not in header:
        return
    for float_sum in (table.sum("BilledCost").fetchall()[0][0], frame["BilledCost"].sum()):
        assert abs(float_sum - float(total)) <= 1e-9 * max(abs(float(total)), 1), (float_sum, total)


cases = sorted(path.parent for path in CASES.glob("*/expected.csv"))
assert len(cases) > 40, "the golden reports are not found"
for case in cases:
    try:
        check(case)
    except Exception as error:
        raise SystemExit(f"{case.name}: {error!r}")
print(f"DuckDB {duckdb.__version__} and pandas {pandas.__version__} read {len(cases)} reports")

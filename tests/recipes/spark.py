"""Apache Spark makes the report that one machine makes, byte for byte.

Reply files are spread over partitions, each partition runs the packed command on its share, and Spark adds the parts
up. What stands between the markers is what docs/past-one-machine.md shows.
"""

import os
import pathlib
import sys
import tempfile

# --- the recipe
import csv
import subprocess

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import DecimalType, StringType, StructField, StructType

# What is added up. All other columns are the key: rows that agree on them are one row.
ADDED = [
    "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity", "ConsumedQuantity",
    "PricingCurrencyEffectiveCost", "x_CostDiscount", "x_CostSubtotal",
]
# The order of the rows: these, then all others of the key. Prices are ordered as numbers.
FIRST = [
    "ChargePeriodStart", "ChargePeriodEnd", "SkuId", "SkuPriceId", "x_Unit", "ListUnitPrice", "ContractedUnitPrice",
    "x_PercentDiscount", "BillingCurrency", "SubAccountId", "x_ApiKeyId", "x_AuthMethod", "x_LoginUsername", "Tags",
    "x_PriceDerived", "x_Product", "x_App", "x_Environment", "x_MachineType", "x_IsSurge", "ServiceName",
]
PRICES = ["ListUnitPrice", "ContractedUnitPrice", "x_PercentDiscount"]


def spread(spark: SparkSession, command: list[str], shares: list[list[str]]) -> DataFrame:
    """The rows of each share of the files, made where Spark runs the partition. Amounts stay text."""

    def rows_of(partition):
        for files in partition:
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
            with subprocess.Popen([*command, *files], **pipes) as report:
                rows = csv.reader(report.stdout)
                next(rows, None)
                yield from ([cell or None for cell in row] for row in rows)
                said = report.stderr.read()
            if report.returncode != 0:
                raise RuntimeError(said)

    # A reply without usage makes a report of the header alone.
    header = subprocess.check_output(command, input='{"time_series": []}', encoding="utf-8").rstrip("\n").split(",")
    schema = StructType([StructField(name, StringType()) for name in header])
    shares = [files for files in shares if files]
    return spark.createDataFrame(spark.sparkContext.parallelize(shares, len(shares)).mapPartitions(rows_of), schema)


def once(events: DataFrame) -> DataFrame:
    """Billing events at grain line_item: a request that several shares tell of counts once."""
    return events.dropDuplicates(["x_RequestId"]).withColumn("x_RequestId", f.lit(None).cast(StringType()))


def merged(parts: DataFrame) -> DataFrame:
    """One report of all parts: as text in the form of fal-focus, sorted as it sorts."""
    parts = parts.cache()
    scales = scales_of(parts, ADDED + PRICES)
    number = lambda name: f.col(name).cast(DecimalType(38, scales[name]))
    key = [name for name in parts.columns if name not in ADDED]
    # A sum of which one amount is unknown is unknown.
    total = lambda name: f.when(f.count(name) == f.count("*"), f.sum(number(name))).alias(name)
    rows = parts.groupBy(*key).agg(*[total(name) for name in ADDED])
    order = [number(name) if name in PRICES else f.col(name) for name in FIRST + [n for n in key if n not in FIRST]]
    return rows.orderBy(*order).select([plain(name) if name in ADDED else f.col(name) for name in parts.columns])


def scales_of(parts: DataFrame, names: list[str]) -> dict[str, int]:
    """As many decimals as the longest amount of each column has: nothing is rounded, or it is an error."""
    longest = lambda name, digits: f.coalesce(f.max(f.length(f.regexp_extract(name, digits, 1))), f.lit(0))
    measures = [longest(name, digits) for name in names for digits in (r"^-?(\d+)", r"\.(\d+)$")]
    rows, *lengths = parts.agg(f.count("*"), *measures).first()
    scales = {}
    for name, whole, decimals in zip(names, lengths[::2], lengths[1::2]):
        if whole + decimals + len(str(rows)) > 38:
            raise OverflowError(f"sums of {name} may need more than the 38 digits of Spark's decimals")
        scales[name] = decimals
    return scales


def plain(name: str):
    """The form that fal-focus writes: 4.0, 0.00000017."""
    without_zeros = f.regexp_replace(f.col(name).cast("string"), r"(\.\d*?)0+$", "$1")
    return f.when(f.col(name).isNotNull(), f.regexp_replace(without_zeros, r"^(-?\d+)\.?$", "$1.0")).alias(name)


def write(report: DataFrame, path: str) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(report.columns)
        out.writerows(report.toLocalIterator())
# --- the end of the recipe


ROOT = pathlib.Path(__file__).parent.parent.parent
YEAR = ["--source", "estimate", "--start", "2026-01-01", "--end", "2028-01-01", "--range-limit", "none"]
MARCH = ["--source", "estimate", "--start", "2025-03-17", "--end", "2025-03-20", "--now", "2025-03-20T12:00:00Z"]


def main(folder: pathlib.Path) -> None:
    fal_focus = packed_command(folder)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.driver.host": "127.0.0.1", "spark.ui.showConsoleProgress": "false"}
    builder = SparkSession.builder.master("local[2]").config(map=settings)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    usage = pages(folder, "usage", 5)
    events = pages(folder, "billing events", 4)
    account = ["--billing-account-id", "fal:acme-renders", "--timeframe", "day"]
    golden = sorted(map(str, (ROOT / "tests/cases/several-pages").glob("page-*.json")))
    ways = [
        ("usage by month", [*fal_focus, *YEAR, *account[:2], "--timeframe", "month"], usage, "timeframe"),
        ("usage by day, line items", [*fal_focus, *YEAR, *account], usage, "line_item"),
        ("events by day, repeated ids", [*fal_focus, *YEAR, *account], events, "line_item"),
        ("the golden case", [*fal_focus, *MARCH, *account, "--input-timeframe", "day"], golden, "timeframe"),
    ]
    for name, command, files, grain in ways:
        expected = subprocess.check_output([*command, *files], stderr=subprocess.DEVNULL)
        shares = [files[start::3] for start in range(3)]
        parts = spread(spark, [*command, "--grain", grain], shares)
        path = folder / "report.csv"
        write(merged(once(parts) if files is events else parts), str(path))
        if path.read_bytes() != expected:
            raise SystemExit(f"{name}: Spark's report is another one: {path}")
        print(f"{name}: {expected.count(10) - 1} rows of {len(files)} files in 3 partitions, the same bytes")
    golden_case = (ROOT / "tests/cases/several-pages/expected.csv").read_bytes()
    assert expected == golden_case, "one machine's report is the golden one"
    refuses_to_round(spark)
    spark.stop()


def packed_command(folder: pathlib.Path) -> list[str]:
    """The command of the package as npm packs and installs it."""
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder)], cwd=ROOT, **quiet)
    [tarball] = folder.glob("*.tgz")
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", str(tarball)], cwd=folder, **quiet)
    return ["node", str(folder / "node_modules/fal-focus/pkg/cli.js")]


def pages(folder: pathlib.Path, name: str, megabytes: int) -> list[str]:
    """An account's pages of a megabyte, each a file."""
    made = subprocess.check_output(["node", str(ROOT / "bench/write-pages.mjs"), name, str(megabytes)], encoding="utf-8")
    files = [folder / f"{name.replace(' ', '-')}-{number}.json" for number, _ in enumerate(made.splitlines())]
    for file, page in zip(files, made.splitlines()):
        file.write_text(page)
    return list(map(str, files))


def refuses_to_round(spark: SparkSession) -> None:
    columns = [*ADDED, *FIRST]
    long = ["0." + "3" * 37 + "1"] * len(ADDED)
    try:
        merged(spark.createDataFrame([[*long, *[None] * len(FIRST)]], ", ".join(f"{name} string" for name in columns)))
    except OverflowError as error:
        print(f"38 digits are not enough: {error}")
    else:
        raise SystemExit("an amount that is too long for Spark was taken")


with tempfile.TemporaryDirectory() as name:
    main(pathlib.Path(name))

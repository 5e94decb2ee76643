"""The FinOps Foundation's own validator reads our FOCUS 1.2 reports: a second opinion.

It fails where the report is right in exactly one way (FOCUS 1.2, InvoiceId-C-004 and -005: the model has lost both
conditions, so that "must be null" and "must not be null" are asked of every row). Anything else that fails, or no
longer fails, fails this step; so does a run in which hardly any rule was executed.
"""

import os
import pathlib
import resource
import subprocess
import sys
import sysconfig
import tempfile
import xml.etree.ElementTree as ElementTree

CASES = pathlib.Path(__file__).parent.parent / "cases"

# Reports, and the one rule each fails: its InvoiceId is null on all rows, or on none.
REPORTS = {
    "sample-account": "InvoiceId-C-005-C",
    "invoice-everything": "InvoiceId-C-004-C",
    "documented-organization-usage": "InvoiceId-C-005-C",
    "documented-serverless-usage": "InvoiceId-C-005-C",
}

# What describes fal: usage that is measured, priced, discounted, by teams and with tags.
APPLICABILITY = ",".join(
    f"{each}_SUPPORTED"
    for each in (
        "ACCOUNT_NAMING",
        "NEGOTIATED_PRICING",
        "PUBLIC_PRICE_LIST",
        "USAGE_MEASUREMENT",
        "UNIT_PRICING",
        "SUB_ACCOUNT",
        "TAGGING",
    )
)

PACKAGES = pathlib.Path(sysconfig.get_paths()["purelib"])
PROGRAM = pathlib.Path(sys.executable).parent / "focus-validator"


def mend_for_older_python():
    """The validator wants Python 3.12 for one f-string, with quotes inside of quotes."""
    path = PACKAGES / "focus_validator/config_objects/focus_to_duckdb_converter.py"
    nested = """f"'{k.replace('\\"', '\\"\\"')}'" for k in ignore_keys"""
    plain = """"'" + k.replace('"', '""') + "'" for k in ignore_keys"""
    path.write_text(path.read_text().replace(nested, plain))
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(path)], check=True)


def failures_of(report, folder):
    """The ids of the rules that fail, and how many were executed."""
    result = folder / "result.xml"
    result.unlink(missing_ok=True)
    logging = folder / "logging.yaml"
    logging.write_text("version: 1\nroot: {level: ERROR}\n")
    command = [PROGRAM, "--block-download", "--validate-version", "1.2", "--data-file", report.resolve()]
    command += ["--output-type", "unittest", "--output-destination", result]
    command += ["--applicability-criteria", APPLICABILITY]
    environment = {**os.environ, "PYTHONUTF8": "1", "LOGGING_CONFIG": str(logging)}
    # It looks for its list of currencies from the folder it is installed in; and its exit code says nothing.
    subprocess.run(command, cwd=PACKAGES, env=environment, check=True, stdout=subprocess.DEVNULL)
    root = ElementTree.parse(result).getroot()
    failed = {
        case.get("name").split(" :: ")[0]
        for case in root.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    }
    return failed, int(root.get("tests")) - int(root.get("skipped"))


def measure(report):
    """One report, whatever comes out: how many rules were executed, and the memory that took."""
    with tempfile.TemporaryDirectory() as folder:
        failed, executed = failures_of(report, pathlib.Path(folder))
    if executed < 100:
        raise SystemExit("the validator did not really run")
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{executed} rules executed, failing: {', '.join(sorted(failed))}; peak RSS {kilobytes / 1024:.1f} MiB")


def main():
    if sys.version_info < (3, 12):
        mend_for_older_python()
    if len(sys.argv) > 1:
        measure(pathlib.Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, expected in REPORTS.items():
            failed, executed = failures_of(CASES / name / "expected.csv", pathlib.Path(folder))
            print(f"{name}: {executed} rules executed, failing: {', '.join(sorted(failed))}")
            if executed < 100:
                raise SystemExit(f"{name}: the validator did not really run")
            if failed != {expected}:
                raise SystemExit(f"{name}: expected {expected} alone to fail")


main()

//! The check of a FOCUS CSV, natively: the golden reports keep every rule, wherever their bytes are
//! cut, no bytes whatever make it panic or say different things, and rows say together what each of
//! them says alone.
//!
//! The cases are the same on every run; PROPTEST_RNG_SEED and PROPTEST_CASES choose others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod fixed_seed;

use std::fs;
use std::path::Path;

use fal_focus::check::{Check, CheckOptions, Conformance, Outcome};
use fal_focus::error::{Error, ErrorCode};
use fal_focus::focus::version::FocusVersion;
use proptest::prelude::*;
use proptest::sample::Index;

use fixed_seed::cases;

fn check(csv: &[u8], chunk: usize, version: Option<FocusVersion>) -> Result<Conformance, Error> {
    let options = CheckOptions { focus_version: version, ..CheckOptions::default() };
    let mut check = Check::new(options);
    for piece in csv.chunks(chunk) {
        check.push(piece)?;
    }
    check.finish()
}

fn sample() -> Vec<u8> {
    fs::read(root().join("tests/cases/version-1.2-invoice/expected.csv")).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reports of replies with all columns: those of other files say what these said.
#[test]
fn golden_reports_break_no_must_in_pieces_of_any_size() {
    let mut checked = 0;
    for folder in fs::read_dir(root().join("tests/cases")).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(csv) = fs::read(folder.join("expected.csv")) else { continue };
        if name.contains("csv") || name.starts_with("columns-") {
            continue;
        }
        let whole = check(&csv, usize::MAX, None).unwrap();
        assert_eq!(whole.rules.failed_must, 0, "{name}: {:?}", whole.findings);
        for chunk in [1, 7] {
            assert_eq!(check(&csv, chunk, None).unwrap(), whole, "{name}, chunks of {chunk}");
        }
        checked += 1;
    }
    assert!(checked > 100, "the case folders are not found");
}

#[test]
fn a_check_that_was_given_nothing_says_so() {
    let error = Check::new(CheckOptions::default()).finish().unwrap_err();
    assert_eq!((error.code(), error.field_name()), (ErrorCode::InvalidCsv, Some("[line 1]")));
}

/// A report with some of its bytes exchanged, left out or put in.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop_oneof![
        Just(b",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"NULL".to_vec()),
        Just(b"1e9999999999".to_vec()),
        Just(b"-.e".to_vec()),
        Just("é€😀".as_bytes().to_vec()),
        Just(b"{\"\"a\"\":[[{}]]}".to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..20, bytes), 1..6).prop_map(
        |changes| {
            let mut csv = sample();
            for (at, length, bytes) in changes {
                let at = at.index(csv.len());
                let end = (at + length).min(csv.len());
                csv.splice(at..end, bytes);
            }
            csv
        },
    )
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn damaged_reports_are_judged_the_same_wherever_they_are_cut(
        csv in damaged(),
        chunk in 1_usize..50,
        version in prop::sample::select(&FocusVersion::ALL[..]),
    ) {
        let whole = check(&csv, usize::MAX, Some(version));
        prop_assert_eq!(&check(&csv, chunk, Some(version)), &whole);
        match whole {
            Ok(conformance) => {
                let rules = conformance.rules;
                prop_assert_eq!(rules.checked, rules.passed + rules.failed);
                prop_assert_eq!(conformance.findings.len(), rules.failed as usize);
                for finding in conformance.findings {
                    prop_assert!(finding.count >= finding.rows.len() as u64);
                }
            }
            Err(error) => prop_assert!(error.hint_text().is_some()),
        }
    }

    #[test]
    fn any_bytes_are_no_csv_or_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut csv = b"BilledCost,Tags,ChargePeriodStart,PricingUnit,ContractApplied\n".to_vec();
        csv.extend(bytes);
        let _judged = check(&csv, usize::MAX, Some(FocusVersion::V1_4));
    }
}

/// A row of a file: the cells of its header are not among them.
type Row = Vec<String>;

/// Header and rows of a sample that has many columns and kinds of charges.
fn full_sample() -> (Row, Vec<Row>) {
    let file = root().join("tests/check/samples/focus-1.2-full.csv");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(file).unwrap();
    let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (rows.next().unwrap(), rows.collect())
}

fn written(header: &Row, rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// Rows of the sample in any order, over and over, with cells exchanged among each other and for
/// others that rules have something to say about.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    const OTHERS: [&str; 24] = [
        "",
        "NULL",
        "N/A",
        "0",
        "0.5",
        "-2.0",
        "1,000",
        "1e80",
        "00.10",
        "7.25E-2",
        "12 %",
        "soon",
        "2026-09-01",
        "2026-09-01T00:00:00Z",
        "Usage",
        "Credit",
        "Tax",
        "Purchase",
        "Correction",
        "Committed",
        "{}",
        "{\"a\":1,\"a\":2}",
        "a \"b\",\nc",
        "é😀",
    ];
    let order = prop::collection::vec(any::<Index>(), 1..40);
    let changes =
        prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), 0..4), 0..40);
    (order, changes).prop_map(|(order, changes)| {
        let (_, sample) = full_sample();
        let mut rows: Vec<Row> = order.iter().map(|row| row.get(&sample).clone()).collect();
        for (row, column, other, kind) in changes {
            let row = row.index(rows.len());
            let column = column.index(rows[row].len());
            rows[row][column] = match kind {
                0 => other.get(&rows[row]).clone(),
                1 => rows[other.index(rows.len())][column].clone(),
                _ => (*other.get(&OTHERS)).to_owned(),
            };
        }
        rows
    })
}

/// Rules that compare rows; their findings are no sum.
fn compares_rows(rule: &str, whole: &Conformance) -> bool {
    let finding = whole.findings.iter().find(|finding| finding.rule == rule);
    finding.is_some_and(|finding| matches!(finding.kind, "single" | "one_parent_in"))
}

proptest! {
    #![proptest_config(cases(100))]

    /// Row by row there is no row before, and no cell that is known: the plain way.
    #[test]
    fn rows_say_together_what_each_says_alone(
        rows in rows(),
        chunk in prop_oneof![1_usize..200, Just(usize::MAX)],
        version in prop::sample::select(&FocusVersion::ALL[..]),
    ) {
        let (header, _) = full_sample();
        let whole = check(&written(&header, &rows), chunk, Some(version)).unwrap();
        let alone: Vec<Conformance> = rows
            .iter()
            .map(|row| check(&written(&header, std::slice::from_ref(row)), usize::MAX, Some(version)).unwrap())
            .collect();
        for (place, outcome) in whole.outcomes.iter().enumerate() {
            if compares_rows(&outcome.rule, &whole) {
                continue;
            }
            let each = || alone.iter().map(|one| &one.outcomes[place]);
            let expected = [Outcome::Failed, Outcome::Passed, Outcome::NotApplicable];
            let expected = expected.into_iter().find(|it| each().any(|one| one.outcome == *it));
            prop_assert_eq!(Some(outcome.outcome), expected, "{}", outcome.rule);
            prop_assert_eq!(outcome.is_partial, each().any(|one| one.is_partial), "{}", outcome.rule);
        }
        for finding in whole.findings.iter().filter(|it| !it.rows.is_empty() && !compares_rows(&it.rule, &whole)) {
            let found: Vec<_> = (1..)
                .zip(&alone)
                .flat_map(|(number, one)| {
                    let same = one.findings.iter().filter(|other| other.rule == finding.rule);
                    same.map(move |other| (number, &other.rows[0].values))
                })
                .collect();
            prop_assert_eq!(finding.count, found.len() as u64, "{}", finding.rule);
            let listed: Vec<_> = finding.rows.iter().map(|row| (row.row, &row.values)).collect();
            prop_assert_eq!(&listed, &found[..found.len().min(10)], "{}", finding.rule);
        }
    }
}

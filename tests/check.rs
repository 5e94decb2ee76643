//! The check of a FOCUS CSV, natively: the golden reports keep every rule, wherever their bytes are
//! cut, and no bytes whatever make it panic or say different things.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use fal_focus::check::{Check, CheckOptions, Conformance};
use fal_focus::error::{Error, ErrorCode};
use fal_focus::focus::version::FocusVersion;
use proptest::prelude::*;

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
    #![proptest_config(ProptestConfig::with_cases(300))]

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

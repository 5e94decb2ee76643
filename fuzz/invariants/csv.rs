//! Bytes of CSV to the check, and as FOCUS input: wherever they are cut, what is said is the same;
//! counts agree; a report is its own report.
//!
//! The input: four bytes choose options, then the CSV.

use fal_focus::check::{Applicability, Check, CheckOptions, Conformance, Nulls, Outcome};
use fal_focus::error::{Error, ErrorCode};
use fal_focus::focus::version::FocusVersion;
use fal_focus::options::{Grain, OnInvalid, ReportOptions};
use fal_focus::request::{RangeLimit, ReportRequest};
use fal_focus::timeframe::Timeframe;
use time::UtcDateTime;

use super::dice::pieces;
use super::made::{Order, Reading, Table, check_error, check_report};

/// So many bytes choose.
pub const CHOICES: usize = 4;

/// Start, end, timeframe and zone.
const WINDOWS: [(&str, &str, &str, &str); 6] = [
    ("2024-01-01", "2028-01-01", "day", "UTC"),
    ("2024-01-01", "2028-01-01", "month", "UTC"),
    ("2025-03-17", "2025-03-21", "hour", "America/New_York"),
    ("2025-02-01", "2025-04-02", "week", "Asia/Kolkata"),
    ("2026-10-01", "2026-11-01", "day", "Europe/Berlin"),
    ("2025-02-03", "2025-02-05T12:00:00Z", "day", "Australia/Lord_Howe"),
];

/// Holds all that must be so of an input.
pub fn check(input: &[u8]) {
    let Some((choices, csv)) = input.split_first_chunk::<CHOICES>() else { return };
    check_check(choices, csv);
    check_report_of(choices, csv);
}

fn check_check(choices: &[u8; CHOICES], csv: &[u8]) {
    let options = || CheckOptions {
        focus_version: version(choices[1]),
        applicability: applicability(choices[1] >> 3),
        nulls: if choices[1] & 128 > 0 { Nulls::Empty } else { Nulls::EmptyOrWord },
        ..CheckOptions::default()
    };
    let judge = |pieces: Vec<&[u8]>| -> Result<Conformance, Error> {
        let mut check = Check::new(options());
        for piece in pieces {
            check.push(piece)?;
        }
        check.finish()
    };
    let whole = judge(vec![csv]);
    assert_eq!(judge(pieces(csv, choices[3])), whole, "in pieces");
    match whole {
        Ok(conformance) => check_counts(&conformance, csv),
        Err(error) => {
            check_error(&error);
            let known = [ErrorCode::InvalidCsv, ErrorCode::UnknownVersion];
            assert!(known.contains(&error.code()), "{error}");
        }
    }
}

fn check_counts(conformance: &Conformance, csv: &[u8]) {
    let rules = conformance.rules;
    let count = |outcome: Outcome| {
        conformance.outcomes.iter().filter(|rule| rule.outcome == outcome).count() as u32
    };
    assert_eq!(rules.checked, rules.passed + rules.failed);
    assert_eq!(rules.failed, rules.failed_must + rules.failed_should);
    assert_eq!(rules.passed, count(Outcome::Passed));
    assert_eq!(rules.failed, count(Outcome::Failed));
    assert_eq!(rules.not_applicable, count(Outcome::NotApplicable));
    assert_eq!(conformance.findings.len(), rules.failed as usize);
    let in_part = conformance.outcomes.iter().filter(|rule| rule.is_partial).count();
    assert_eq!(in_part, rules.in_part as usize);
    for finding in &conformance.findings {
        assert!(finding.count >= finding.rows.len() as u64 && finding.count > 0, "{finding:?}");
        let rows: Vec<u64> = finding.rows.iter().map(|row| row.row).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{finding:?}");
        assert!(rows.iter().all(|row| (1..=conformance.rows).contains(row)), "{finding:?}");
        let failed = conformance.outcomes.iter().find(|rule| rule.rule == finding.rule);
        assert_eq!(failed.map(|rule| rule.outcome), Some(Outcome::Failed), "{finding:?}");
    }
    // Blank lines aside, which the `csv` crate does not see, and stray carriage returns, which it
    // takes for ends of lines.
    if let Some(table) = Some(csv).filter(|csv| !csv.contains(&b'\r')).and_then(|csv| {
        std::str::from_utf8(csv)
            .ok()
            .filter(|text| !text.starts_with('\n') && !text.contains("\n\n"))
    }) {
        assert_eq!(Table::read(table).rows.len() as u64, conformance.rows);
    }
}

fn check_report_of(choices: &[u8; CHOICES], csv: &[u8]) {
    let order = order(choices, csv);
    let made = order.make(Reading::Whole);
    assert_eq!(order.make(Reading::Cut(choices[3])), made, "in pieces");
    match &made {
        Err(error) => check_error(error),
        Ok((report, written)) => {
            check_report(report, written, &order.options);
            let mut options = options();
            options.grain = order.options.grain;
            options.spreadsheet_safe = order.options.spreadsheet_safe;
            options.input_spreadsheet_safe = order.options.spreadsheet_safe;
            let files = vec![("again.csv", written.as_bytes())];
            let again = Order { request: order.request.clone(), options, files };
            match again.make(Reading::Whole) {
                Ok((_, again)) => assert_eq!(&again, written, "rewritten"),
                Err(error) => panic!("not read back: {error}\n{written}"),
            }
        }
    }
}

fn order<'f>(choices: &[u8; CHOICES], csv: &'f [u8]) -> Order<'f> {
    let mut options = options();
    let is_set = |bit: u8| choices[0] & (1 << bit) > 0;
    options.grain = if is_set(0) { Grain::LineItem } else { Grain::Timeframe };
    options.on_invalid = if is_set(1) { OnInvalid::Skip } else { OnInvalid::Error };
    options.spreadsheet_safe = is_set(2);
    options.input_spreadsheet_safe = is_set(3);
    options.focus_version = is_set(4).then(|| version(choices[1])).flatten();
    options.input_timeframe = Timeframe::ALL.get(usize::from(choices[0] >> 5)).copied();
    let (start, end, timeframe, zone) = WINDOWS[usize::from(choices[2]) % WINDOWS.len()];
    let request = ReportRequest {
        source: Some("estimate".into()),
        start: Some(start.into()),
        end: Some(end.into()),
        timeframe: Some(timeframe.into()),
        timezone: Some(zone.into()),
        bound_to_timeframe: Some((choices[2] < 128).into()),
        ..ReportRequest::default()
    };
    Order { request, options, files: vec![("0.csv", csv)] }
}

fn options() -> ReportOptions {
    ReportOptions { range_limit: RangeLimit::None, ..ReportOptions::at(UtcDateTime::UNIX_EPOCH) }
}

fn version(choice: u8) -> Option<FocusVersion> {
    FocusVersion::ALL.get(usize::from(choice & 7)).copied()
}

fn applicability(choice: u8) -> Applicability {
    let names = match choice & 3 {
        0 => vec!["ALL".to_owned()],
        1 => Vec::new(),
        _ => return Applicability::default(),
    };
    Applicability::named(&names).expect("names of criteria")
}

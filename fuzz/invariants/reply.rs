//! Bytes of replies to a CSV: the quick reading is the general one, wherever the bytes are cut, and so
//! are parts put together; what was written is what was summed up, keeps FOCUS's rules, and comes
//! back when it is read again.
//!
//! The input: six bytes choose request and options, then files with [`BETWEEN`] between them.

use fal_focus::check::Checker;
use fal_focus::focus::choice::ColumnChoice;
use fal_focus::focus::version::FocusVersion;
use fal_focus::invoice::InvoiceDocument;
use fal_focus::options::{Grain, OnInvalid, ReportOptions};
use fal_focus::request::{RangeLimit, ReportRequest};
use fal_focus::timeframe::Timeframe;
use fal_focus::usage::ReplyKind;
use time::UtcDateTime;

use super::made::{Made, NAMES, Order, Reading, check_error, check_report};

/// A byte that is in no UTF-8.
pub const BETWEEN: u8 = 0xFF;

/// So many bytes choose.
pub const CHOICES: usize = 6;

/// Start, end, timeframe and zone; of an invoice the charge month.
const WINDOWS: [(&str, &str, &str, &str); 11] = [
    ("2025-03-17", "2025-03-21", "day", "UTC"),
    ("2010-01-01", "2027-01-01", "month", "UTC"),
    ("2025-02-27", "2025-04-02", "day", "UTC"),
    ("2025-02-01", "2025-05-01", "month", "Asia/Kolkata"),
    ("2025-03-08", "2025-03-11", "hour", "America/New_York"),
    ("2025-03-02T12:30:00Z", "2025-04-01", "week", "Europe/Berlin"),
    ("2026-10-01", "2026-11-01", "day", "Europe/Berlin"),
    ("2025-03-18T09:00:00Z", "2025-03-18T13:00:30Z", "minute", "Australia/Lord_Howe"),
    ("2025-02", "", "day", "UTC"),
    ("2025-02", "", "month", "America/New_York"),
    // Of an invoice document, which is the first file.
    ("", "", "month", "UTC"),
];

const COLUMNS: [&[&str]; 4] = [
    &["BilledCost", "BillingCurrency"],
    &["SubAccountId", "BilledCost", "ChargePeriodEnd", "Tags", "x_AuthMethod", "x_RequestId"],
    &["x_RequestId"],
    &["ListCost", "ListUnitPrice", "PricingQuantity", "SkuPriceId", "NoSuchColumn"],
];

/// Holds all that must be so of an input.
pub fn check(input: &[u8]) {
    let Some((choices, files)) = input.split_first_chunk::<CHOICES>() else { return };
    let Some(order) = order(choices, files) else { return };
    let quick = order.make(Reading::Whole);
    assert_same(&quick, &order.make(Reading::Plain), "without the shortcuts");
    assert_same(&quick, &order.make(Reading::Cut(choices[5])), "in pieces");
    if order.has_companions_first() {
        assert_same(&quick, &order.make(Reading::Parts), "in parts");
    }
    match &quick {
        Err(error) => check_error(error),
        Ok((report, csv)) => {
            check_report(report, csv, &order.options);
            if order.options.columns == ColumnChoice::default() {
                check_conformance(&order, &quick);
                // A summary without a time series is of the whole window: no charge period of it.
                let is_summary = report.summary.warnings.iter().any(|w| w.code == "summary_only");
                if order.request.source == Some("estimate".into()) && !is_summary {
                    check_read_back(&order, csv);
                }
            }
        }
    }
}

fn assert_same(one: &Made, other: &Made, what: &str) {
    match (one, other) {
        (Ok((report, csv)), Ok((other_report, other_csv))) => {
            assert_eq!(csv, other_csv, "another CSV {what}");
            assert_eq!(report, other_report, "another summary {what}");
        }
        _ => assert_eq!(one.as_ref().err(), other.as_ref().err(), "another outcome {what}"),
    }
}

/// Our own reports fail no MUST, whatever the input.
fn check_conformance(order: &Order<'_>, report: &Made) {
    // A FOCUS CSV may lack columns, and say what it likes.
    let is_json = |file: &[u8]| {
        let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
        text.is_empty() || text.starts_with(b"{") || text.starts_with(b"[")
    };
    if order.options.check.is_none() || !order.files.iter().all(|(_, file)| is_json(file)) {
        return;
    }
    let summary = report.as_ref().ok().map(|(report, _)| &report.summary);
    let conformance = summary.and_then(|summary| summary.conformance.as_ref());
    let conformance = conformance.expect("a report that is checked says so");
    assert_eq!(conformance.rules.failed_must, 0, "{:?}", conformance.findings);
    assert_eq!(Some(conformance.rows), summary.map(|summary| summary.rows));
}

/// A report of an estimate is its own report.
fn check_read_back(order: &Order<'_>, csv: &str) {
    let mut options = options();
    options.grain = Grain::LineItem;
    options.input_spreadsheet_safe = order.options.spreadsheet_safe;
    options.spreadsheet_safe = order.options.spreadsheet_safe;
    let files = vec![("report.csv", csv.as_bytes())];
    let again = Order { request: order.request.clone(), options, files };
    match again.make(Reading::Whole) {
        Ok((_, read_back)) => assert_eq!(csv, read_back, "read back"),
        Err(error) => panic!("not read back: {error}\n{csv}"),
    }
}

fn options() -> ReportOptions {
    // 2026-11-26, in the middle of the day.
    let now = UtcDateTime::from_unix_timestamp(1_795_694_400).expect("a moment");
    ReportOptions { range_limit: RangeLimit::None, ..ReportOptions::at(now) }
}

/// `None` where the first file is to be an invoice document, and is none.
fn order<'f>(choices: &[u8; CHOICES], files: &'f [u8]) -> Option<Order<'f>> {
    let window = usize::from(choices[3]) % WINDOWS.len();
    let mut files: Vec<&[u8]> = files.split(|byte| *byte == BETWEEN).take(NAMES.len()).collect();
    let mut options = options();
    choose(&mut options, choices);
    if window == WINDOWS.len() - 1 {
        let document = std::str::from_utf8(files.remove(0)).ok()?;
        options.invoice = match InvoiceDocument::read(document) {
            Ok(document) => Some(document),
            Err(error) => {
                check_error(&error);
                return None;
            }
        };
        options.rounding_row =
            choices[4] & 64 > 0 && options.invoice.as_ref().is_some_and(|i| i.total.is_some());
    }
    let files = NAMES.into_iter().zip(files).collect();
    Some(Order { request: request(WINDOWS[window], choices[3]), options, files })
}

fn request((start, end, timeframe, zone): (&str, &str, &str, &str), choice: u8) -> ReportRequest {
    let given = |text: &str| (!text.is_empty()).then(|| text.into());
    let is_estimate = !end.is_empty();
    ReportRequest {
        source: given(if is_estimate { "estimate" } else { "invoice" }),
        start: given(start).filter(|_| is_estimate),
        charge_month: given(start).filter(|_| !is_estimate),
        end: given(end),
        timeframe: given(timeframe),
        timezone: given(zone),
        bound_to_timeframe: (choice >= 128 && is_estimate).then(|| false.into()),
        ..ReportRequest::default()
    }
}

fn choose(options: &mut ReportOptions, choices: &[u8; CHOICES]) {
    let is_set = |bit: u8| choices[0] & (1 << bit) > 0;
    let some = |choice: u8, places: u8| usize::from(choice >> places & 7);
    options.grain = if is_set(0) { Grain::LineItem } else { Grain::Timeframe };
    options.on_invalid = if is_set(1) { OnInvalid::Skip } else { OnInvalid::Error };
    options.spreadsheet_safe = is_set(2);
    options.assume_unique = is_set(3);
    options.attribution_tags = !is_set(4);
    options.check = is_set(5).then_some(Checker::Own);
    options.columns.custom = !is_set(6);
    options.columns.personal = !is_set(7);
    options.focus_version = FocusVersion::ALL.get(some(choices[1], 0)).copied();
    options.input_kind = ReplyKind::ALL.get(some(choices[1], 3)).copied();
    let names = COLUMNS.get(some(choices[2], 0)).map(|names| names.iter().map(|n| n.to_string()));
    options.columns.names = names.map(Iterator::collect);
    let accounts = ["fal:acme", "0012345", "=acme", "a, \"b\"", "\u{fc}\n"];
    options.billing_account_id = accounts.get(some(choices[2], 3)).map(|id| id.to_string());
    options.input_timeframe = Timeframe::ALL.get(some(choices[4], 0)).copied();
    options.max_groups = if choices[4] & 128 > 0 { 3 } else { options.max_groups };
}

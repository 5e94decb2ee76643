//! The engine natively, where only Rust can reach it: an output that fails, and one call for all.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io;

use fal_focus::check::Checker;
use fal_focus::error::ErrorCode;
use fal_focus::options::{Grain, ReportOptions};
use fal_focus::report::{ReportWriter, write_report};
use fal_focus::request::{RangeLimit, ReportRequest, ReportWindow};
use fal_focus::timezone::native;
use time::UtcDateTime;

const REPLY: &[u8] = br#"{"time_series": [{"bucket": "2025-01-15T00:00:00Z", "results": [
    {"endpoint_id": "fal-ai/flux/dev", "quantity": 4, "unit_price": 0.1, "cost": 0.4,
     "currency": "USD"}]}]}"#;

/// A disk that is full at once.
struct FullDisk;

impl io::Write for FullDisk {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn options() -> ReportOptions {
    ReportOptions { range_limit: RangeLimit::None, ..ReportOptions::at(UtcDateTime::UNIX_EPOCH) }
}

fn window() -> ReportWindow {
    let request = ReportRequest {
        source: Some("estimate".into()),
        start: Some("2025-01-15".into()),
        end: Some("2025-01-16".into()),
        timeframe: Some("day".into()),
        ..ReportRequest::default()
    };
    let mut options = ReportOptions::at(UtcDateTime::UNIX_EPOCH);
    options.range_limit = RangeLimit::None;
    request.resolve(&options, &native::find).unwrap()
}

#[test]
fn an_output_that_fails_is_an_io_error_of_no_input_and_ends_the_writer() {
    let mut writer = ReportWriter::new(window(), options(), FullDisk).unwrap();
    writer.write(REPLY, Some("page.json")).unwrap();
    let error = writer.finish().unwrap_err();
    assert_eq!(error.code(), ErrorCode::IoError);
    assert_eq!((error.file_name(), error.field_name()), (None, None));
    assert_eq!(writer.finish().unwrap_err().code(), ErrorCode::WriterFinished);
}

#[test]
fn one_call_is_the_writer_in_one_call() {
    let (mut at_once, mut in_steps) = (Vec::new(), Vec::new());
    let report = write_report(window(), options(), [(Some("page.json"), REPLY)], &mut at_once);
    let mut writer = ReportWriter::new(window(), options(), &mut in_steps).unwrap();
    writer.write(REPLY, Some("page.json")).unwrap();
    assert_eq!(report, writer.finish());
    drop(writer);
    assert_eq!(at_once, in_steps);
}

#[test]
fn warnings_name_the_first_place_and_the_option_concerned() {
    let options = ReportOptions { grain: Grain::LineItem, ..options() };
    let report = write_report(window(), options, [(Some("page.json"), REPLY)], io::sink());
    let warnings = report.unwrap().summary.warnings;
    let place = |code: &str| {
        let warning = warnings.iter().find(|warning| warning.code == code).unwrap();
        (warning.file.as_deref(), warning.field.as_deref())
    };
    let line_item = "time_series[0].results[0]";
    assert_eq!(place("missing_unit"), (Some("page.json"), Some(line_item)));
    assert_eq!(place("default_billing_account"), (None, Some("billingAccountId")));
}

#[test]
fn a_check_needs_a_column_of_focus() {
    let of = |name: &str| {
        let mut options = ReportOptions { check: Some(Checker::Own), ..options() };
        options.columns.names = Some(vec![name.to_owned()]);
        write_report(window(), options, [(Some("page.json"), REPLY)], io::sink())
    };
    let error = of("x_RequestId").unwrap_err();
    assert_eq!((error.code(), error.field_name()), (ErrorCode::InvalidOption, Some("check")));
    assert!(of("BilledCost").is_ok());
}

#[test]
fn codes_are_in_snake_case_and_each_is_another() {
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    for (at, code) in codes.iter().enumerate() {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code}");
        assert!(!codes[..at].contains(code), "{code}");
    }
}

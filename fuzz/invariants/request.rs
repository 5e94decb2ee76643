//! Request strings to a resolution: periods tile the window, what was resolved resolves to itself,
//! and an error names the parameter.
//!
//! The input: `name=text` or `name:=JSON` a line; with `@` in front it is an option.

use std::collections::BTreeMap;

use fal_focus::error::Error;
use fal_focus::options::ReportOptions;
use fal_focus::request::{RangeLimit, ReportRequest, ReportWindow};
use fal_focus::settings::{Setting, Settings};
use fal_focus::timeframe::Timeframe;
use fal_focus::timezone::native;
use serde_json::Value;
use time::{Duration, UtcDateTime};

use super::made::check_error;

/// More periods are counted, and not walked.
const WALKED: u64 = 1100;

/// Still more are not even counted, which would take long.
const COUNTED: f64 = 20_000.0;

/// Holds all that must be so of an input.
pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (request, options) = settings(text);
    let resolved = resolve(&request, &options);
    match &resolved {
        Err(error) => {
            check_error(error);
            check_names(error, &request, &options);
        }
        Ok((window, options)) => check_window(window, options),
    }
    // Once more it is the same.
    match (resolved, resolve(&request, &options)) {
        (Ok((one, _)), Ok((other, _))) => assert_eq!(one.period, other.period),
        (one, other) => assert_eq!(one.err(), other.err()),
    }
}

fn settings(text: &str) -> (Settings, Settings) {
    let mut request = Vec::new();
    let mut options = Vec::new();
    for line in text.lines().take(20) {
        let Some((name, value)) = line.split_once('=') else { continue };
        let (name, value) = match name.strip_suffix(':') {
            Some(name) => (name, serde_json::from_str(value).unwrap_or(Setting::Other)),
            None => (name, value.into()),
        };
        match name.strip_prefix('@') {
            Some(name) => options.push((name.to_owned(), value)),
            None => request.push((name.to_owned(), value)),
        }
    }
    (Settings::new(request), Settings::new(options))
}

fn resolve(request: &Settings, options: &Settings) -> Result<(ReportWindow, ReportOptions), Error> {
    // 2026-11-26, in the middle of the day.
    let clock = UtcDateTime::from_unix_timestamp(1_795_694_400).expect("a moment");
    let request = ReportRequest::from_settings(request)?;
    let options = ReportOptions::from_settings(options, clock)?;
    Ok((request.resolve(&options, &native::find)?, options))
}

/// An error is about something that was given, or about what is missing.
fn check_names(error: &Error, request: &Settings, options: &Settings) {
    let field = error.field_name().unwrap_or_default();
    let mut given = request.as_slice().iter().chain(options.as_slice());
    // The document has members of its own.
    let is_about = |name: &str| field == name || field.starts_with(&format!("{name}."));
    let is_given = given.any(|(name, _)| is_about(name));
    let is_default = matches!(field, "source" | "start" | "end" | "billing_month" | "roundingRow");
    assert!(is_given || is_default, "nobody gave it: {error}");
    assert!(error.file_name().is_none(), "there is no file: {error}");
}

fn check_window(window: &ReportWindow, options: &ReportOptions) {
    let period = window.period;
    assert!(period.start < period.end, "{period:?}");
    if let Some(requested) = window.requested {
        assert!(requested.start < requested.end, "{requested:?}");
        assert!(period.start <= requested.start && requested.end <= period.end);
        let is_as_asked = window.bound_to_timeframe == Some(false);
        assert!(!is_as_asked || requested == period, "{requested:?} {period:?}");
    }
    let walked = check_tiles(window);
    let unit = match window.timeframe {
        Timeframe::Minute => Duration::MINUTE,
        Timeframe::Hour => Duration::HOUR,
        _ => Duration::DAY,
    };
    if (period.end - period.start) / unit < COUNTED {
        let resolved = serde_json::to_value(window.resolved()).expect("data");
        if let Some(walked) = walked {
            assert_eq!(resolved["buckets"], walked);
        }
        check_again(&resolved, options);
    }
}

/// Periods follow each other from the start to the end; how many, where there are not too many.
fn check_tiles(window: &ReportWindow) -> Option<u64> {
    let (mut at, end) = (window.period.start, window.period.end);
    let mut count = 0;
    while at < end && count <= WALKED {
        let period = window.charge_period(at).flatten().expect("a period in the window");
        assert_eq!(period.start, at, "periods overlap, or leave a gap");
        assert!(period.end > at && period.end <= end, "{period:?}");
        let last = period.end - Duration::SECOND;
        assert_eq!(window.charge_period(last), Some(Some(period)), "another period at its end");
        at = period.end;
        count += 1;
    }
    if window.bound_to_timeframe == Some(true) {
        assert_eq!(window.charge_period(end).flatten(), None, "a period behind the last");
    }
    (at == end).then_some(count)
}

/// The answer, asked for once more, is the answer.
fn check_again(resolved: &Value, options: &ReportOptions) {
    let text = |name: &str| resolved[name].as_str().map(Setting::from);
    let is_estimate = resolved["source"] == "estimate";
    let request = ReportRequest {
        source: text("source"),
        billing_month: text("billing_month"),
        start: text("start").filter(|_| is_estimate),
        end: text("end").filter(|_| is_estimate),
        timezone: text("timezone"),
        timeframe: text("timeframe"),
        bound_to_timeframe: resolved["bound_to_timeframe"].as_bool().map(Setting::Bool),
        ..ReportRequest::default()
    };
    assert_same(resolved, &request, options);
    if let Some(month) = text("charge_month") {
        let by_charge_month =
            ReportRequest { charge_month: Some(month), billing_month: None, ..request };
        assert_same(resolved, &by_charge_month, options);
    } else {
        assert_same(resolved, &asked_by(resolved), options);
    }
}

/// The query asks fal for this window; alone, it is a request.
fn asked_by(resolved: &Value) -> ReportRequest {
    let query = resolved["usage_query"].as_str().expect("a query");
    let parameters: BTreeMap<&str, String> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name, value.replace("%2B", "+")))
        .collect();
    assert!(query.bytes().all(|byte| byte.is_ascii_graphic()), "{query}");
    let text = |name: &str| parameters.get(name).map(|value| value.as_str().into());
    ReportRequest {
        source: Some("estimate".into()),
        start: text("start"),
        end: text("end"),
        timezone: text("timezone"),
        timeframe: text("timeframe"),
        bound_to_timeframe: text("bound_to_timeframe"),
        ..ReportRequest::default()
    }
}

fn assert_same(resolved: &Value, request: &ReportRequest, options: &ReportOptions) {
    // The window may reach a little further back than what was asked for.
    let mut options = options.clone();
    options.range_limit = RangeLimit::None;
    let again = request.resolve(&options, &native::find);
    let again = again.unwrap_or_else(|error| panic!("{error}: {resolved}"));
    let mut again = serde_json::to_value(again.resolved()).expect("data");
    for name in ["requested_start", "requested_end"] {
        again[name] = resolved[name].clone();
    }
    assert_eq!(&again, resolved);
}

//! The acceptance table of the request (`tests/acceptance.json`), natively: jiff's zones.
//!
//! `tests/acceptance.test.mjs` reads the same table with the zones of the JavaScript host.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use fal_focus::error::Error;
use fal_focus::options::ReportOptions;
use fal_focus::request::ReportRequest;
use fal_focus::settings::Settings;
use fal_focus::timezone::native;
use serde_json::{Map, Value, json};
use time::UtcDateTime;

#[test]
fn every_row_of_the_acceptance_table_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/acceptance.json");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(rows.len() > 100, "the table is not found");
    let failed: Vec<String> = rows.iter().filter_map(complaint).collect();
    assert!(failed.is_empty(), "{} of {} rows:\n{}", failed.len(), rows.len(), failed.join("\n"));
}

/// What is wrong with the answer to a row.
fn complaint(row: &Value) -> Option<String> {
    let complaint = match (resolve(row), &row["expected"], &row["error"]) {
        (Ok(answer), Value::Object(expected), Value::Null) => different_members(&answer, expected),
        (Err(error), Value::Null, expected @ Value::Object(_)) => different_error(&error, expected),
        (Ok(_), _, expected) => Some(format!("no error, expected {expected}")),
        (Err(error), ..) => Some(format!("unexpected error: {error}")),
    };
    complaint.map(|complaint| format!("{} ({}): {complaint}", row["case"], row["about"]))
}

fn resolve(row: &Value) -> Result<Value, Error> {
    let settings = |name: &str| -> Settings { serde_json::from_value(row[name].clone()).unwrap() };
    let request = ReportRequest::from_settings(&settings("request"))?;
    let options = ReportOptions::from_settings(&settings("options"), UtcDateTime::UNIX_EPOCH)?;
    let window = request.resolve(&options, &native::find)?;
    Ok(serde_json::to_value(window.resolved()).unwrap())
}

/// A row names the members it is about; null is a value too, and not the same as absent.
fn different_members(answer: &Value, expected: &Map<String, Value>) -> Option<String> {
    let (name, value) = expected.iter().find(|(name, value)| answer.get(name) != Some(value))?;
    Some(format!("{name} is {:?}, expected {value}", answer.get(name)))
}

fn different_error(error: &Error, expected: &Value) -> Option<String> {
    let actual = json!({"code": error.code().as_str(), "field": error.field_name()});
    if actual != *expected {
        return Some(format!("{error}, expected {expected}"));
    }
    error.hint_text().is_none().then(|| format!("{error} does not tell what to do"))
}

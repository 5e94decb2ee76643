//! Requests, replies and reports: JavaScript values to the core's types and back.

use js_sys::{Array, Date, JSON, JsString, Object, Reflect};
use time::UtcDateTime;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::codec::{byte_view, encode};
use super::report_check::{Kept, checker};
use super::settings::{is_parsed_json, named_values, not_options, settings, whole_text};
use super::sink::{Sink, Thrown};
use super::timezone;
use crate::error::{Error, ErrorCode, Result};
use crate::json::quoted;
use crate::options::ReportOptions;
use crate::report::{FinishedReport, ReportWriter};
use crate::request::{ReportRequest, ReportWindow};
use crate::settings::Setting;

/// Reads request and options and works out the window.
pub(super) fn report_window(
    request: &JsValue,
    options: &JsValue,
) -> Result<(ReportWindow, ReportOptions)> {
    let request = ReportRequest::from_settings(&settings(
        request,
        Error::new(ErrorCode::InvalidParameter, "the request is not an object of parameters")
            .hint("Parameters are texts, such as { source: \"estimate\", start: \"2025-01-01\" }."),
    )?)?;
    let options = settings(
        options,
        not_options(
            "Options are texts, numbers or truth values, such as { grain: \"line_item\" }.",
        ),
    )?;
    let options = ReportOptions::from_settings(&options, clock())?;
    let window = request.resolve(&options, &timezone::find)?;
    Ok((window, options))
}

/// Starts the report that request and options ask for. What its sink and its check throw goes to
/// `thrown`, what the check says to `conformance`.
pub(super) fn decode_report(
    request: &JsValue,
    options: &JsValue,
    out: Sink,
    thrown: &Thrown,
    conformance: &Kept,
) -> Result<ReportWriter<Sink>> {
    let (window, mut options) = report_window(request, options)?;
    options.check = options.check.map(|_| checker(thrown.clone(), conformance.clone()));
    ReportWriter::new(window, options, out)
}

/// The host's clock, for `now` where it is not given.
fn clock() -> UtcDateTime {
    UtcDateTime::from_unix_timestamp((Date::now() / 1000.0) as i64)
        .unwrap_or(UtcDateTime::UNIX_EPOCH)
}

/// The name in `{ file }`.
pub(super) fn decode_file(about: &JsValue) -> Result<Option<String>> {
    let wrong = || {
        Error::new(ErrorCode::InvalidOption, "only { file: name } may stand behind the reply")
            .field("file")
            .hint("Name the file with a text, such as { file: \"page-1.json\" }.")
    };
    match settings(about, wrong())?.as_slice() {
        [] => Ok(None),
        [(name, Setting::Text(file))] if name == "file" => Ok(Some(file.clone())),
        _ => Err(wrong()),
    }
}

/// One reply: text, bytes, or an object that was parsed already, as exact as that left it.
pub(super) fn decode_reply(reply: &JsValue) -> Result<Vec<u8>> {
    if let Some(text) = whole_text(reply, ErrorCode::InvalidJson)? {
        return Ok(text.into_bytes());
    }
    if let Some(bytes) = byte_view(reply) {
        return Ok(bytes.to_vec());
    }
    if !is_parsed_json(reply) {
        return Err(not_a_reply());
    }
    let text = JSON::stringify(reply).map_err(|thrown| {
        let reason = String::from(Object::from(thrown).to_string());
        Error::new(ErrorCode::InvalidUsage, format!("the object is no JSON: {reason}"))
            .hint("Give the reply's text, or what JSON.parse made of it.")
    })?;
    // What has no JSON has no text either.
    text.as_string().map(String::into_bytes).ok_or_else(not_a_reply)
}

/// Enough of a reply to recognise it; nothing of what is none.
pub(super) fn decode_beginning(reply: &JsValue) -> Vec<u8> {
    const ENOUGH: u32 = 1 << 16;
    if let Some(text) = reply.dyn_ref::<JsString>() {
        return String::from(text.slice(0, ENOUGH)).into_bytes();
    }
    if let Some(bytes) = byte_view(reply) {
        return bytes.subarray(0, ENOUGH).to_vec();
    }
    match named_values(reply) {
        Some(entries) => keys_alone(&entries),
        None => decode_reply(reply).unwrap_or_default(),
    }
}

/// An object of the same keys: they are what it is recognised by.
fn keys_alone(entries: &Array) -> Vec<u8> {
    let keys = entries.iter().filter_map(|entry| Array::from(&entry).get(0).as_string());
    let members: Vec<String> = keys.map(|key| format!("{}:0", quoted(&key))).collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

fn not_a_reply() -> Error {
    Error::new(ErrorCode::InvalidUsage, "a reply is not text, bytes or a parsed object").hint(
        "Of a Response or a Blob pass `await response.text()`, or pipe its stream through \
         focusReportStream.",
    )
}

/// A finished report as `{ csv?, summary, metadata }`; what a check said stands last in the summary.
pub(super) fn encode_report(
    report: &FinishedReport,
    conformance: Option<JsValue>,
    csv: Option<&Blob>,
) -> std::result::Result<JsValue, JsValue> {
    let object = Object::new();
    if let Some(csv) = csv {
        Reflect::set(&object, &"csv".into(), csv)?;
    }
    let summary = encode(&report.summary)?;
    if let Some(conformance) = conformance {
        Reflect::set(&summary, &"conformance".into(), &conformance)?;
    }
    Reflect::set(&object, &"summary".into(), &summary)?;
    Reflect::set(&object, &"metadata".into(), &encode(&report.metadata)?)?;
    Ok(object.into())
}

//! JavaScript values to the core's types and back.

use js_sys::{Array, Date, JSON, JsString, Object, Reflect, Uint8Array};
use serde::Serialize;
use time::UtcDateTime;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::error::{internal, to_js};
use super::sink::Sink;
use super::timezone;
use crate::check::CheckOptions;
use crate::error::{Error, ErrorCode, Result};
use crate::json::quoted;
use crate::options::ReportOptions;
use crate::report::{FinishedReport, ReportWriter};
use crate::request::{ReportRequest, ReportWindow};
use crate::settings::{Setting, Settings};

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// The entries of a plain object; nothing of what is none, such as a Map.
    #[wasm_bindgen(js_name = namedValues)]
    fn named_values(value: &JsValue) -> Option<Array>;

    /// The bytes of a view or a buffer, of any realm; nothing of what has none.
    #[wasm_bindgen(js_name = byteView)]
    fn byte_view(value: &JsValue) -> Option<Uint8Array>;

    /// Whether JSON.parse could have made this.
    #[wasm_bindgen(js_name = isParsedJson)]
    fn is_parsed_json(value: &JsValue) -> bool;
}

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

/// Reads the options of a check.
pub(super) fn check_options(options: &JsValue) -> Result<CheckOptions> {
    let hint = "Options are texts, such as { focusVersion: \"1.2\" }.";
    CheckOptions::from_settings(&settings(options, not_options(hint))?)
}

fn not_options(hint: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, "the options are not an object of options").hint(hint)
}

/// Starts the report that request and options ask for.
pub(super) fn decode_report(
    request: &JsValue,
    options: &JsValue,
    out: Sink,
) -> Result<ReportWriter<Sink>> {
    let (window, options) = report_window(request, options)?;
    ReportWriter::new(window, options, out)
}

fn settings(value: &JsValue, otherwise: Error) -> Result<Settings> {
    if value.is_undefined() || value.is_null() {
        return Ok(Settings::default());
    }
    let entries = named_values(value).ok_or(otherwise)?;
    Ok(Settings::new(entries.iter().filter_map(|entry| {
        let entry = Array::from(&entry);
        Some((entry.get(0).as_string()?, setting(entry.get(1))))
    })))
}

/// A text, a truth value, a number; of an object its JSON, for it may be a document.
fn setting(value: JsValue) -> Setting {
    if value.is_undefined() || value.is_null() {
        return Setting::Null;
    }
    if let Some(text) = value.as_string() {
        return Setting::Text(text);
    }
    if let Some(truth) = value.as_bool() {
        return Setting::Bool(truth);
    }
    if let Some(number) = value.as_f64() {
        return Setting::Number(number);
    }
    if Array::is_array(&value) {
        return Setting::list(Array::from(&value).iter().map(setting));
    }
    let is_object = named_values(&value).is_some() && is_parsed_json(&value);
    let json = JSON::stringify(&value).ok().filter(|_| is_object);
    json.and_then(|text| text.as_string()).map_or(Setting::Other, Setting::Json)
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
    if let Some(text) = reply.as_string() {
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

/// Bytes cut anywhere.
pub(super) fn decode_bytes(bytes: &JsValue) -> Result<Vec<u8>> {
    byte_view(bytes).map(|view| view.to_vec()).ok_or_else(|| {
        Error::new(ErrorCode::InvalidUsage, "a chunk is not bytes").hint(
            "Push a Uint8Array or an ArrayBuffer; texts go through new TextEncoder().encode().",
        )
    })
}

fn not_a_reply() -> Error {
    Error::new(ErrorCode::InvalidUsage, "a reply is not text, bytes or a parsed object").hint(
        "Of a Response or a Blob pass `await response.text()`, or pipe its stream through \
         focusReportStream.",
    )
}

/// Data of the core as plain JavaScript objects.
pub(super) fn encode(value: &impl Serialize) -> std::result::Result<JsValue, JsValue> {
    // One way over the boundary for all of it, where a value at a time would be thousands.
    let text = serde_json::to_string(value).map_err(|_| to_js(internal("data without JSON")))?;
    JSON::parse(&text)
}

/// A finished report as `{ csv?, summary, metadata }`.
pub(super) fn encode_report(
    report: &FinishedReport,
    csv: Option<&Blob>,
) -> std::result::Result<JsValue, JsValue> {
    let object = Object::new();
    if let Some(csv) = csv {
        Reflect::set(&object, &"csv".into(), csv)?;
    }
    Reflect::set(&object, &"summary".into(), &encode(&report.summary)?)?;
    Reflect::set(&object, &"metadata".into(), &encode(&report.metadata)?)?;
    Ok(object.into())
}

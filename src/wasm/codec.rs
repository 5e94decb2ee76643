//! JavaScript values to the core's types and back.

use js_sys::{Array, JSON, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::{internal, to_js};
#[cfg(feature = "check")]
use crate::check::CheckOptions;
use crate::error::{Error, ErrorCode, Result};
use crate::settings::{Setting, Settings};

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// The entries of a plain object; nothing of what is none, such as a Map.
    #[wasm_bindgen(js_name = namedValues)]
    pub(super) fn named_values(value: &JsValue) -> Option<Array>;

    /// The bytes of a view or a buffer, of any realm; nothing of what has none.
    #[wasm_bindgen(js_name = byteView)]
    pub(super) fn byte_view(value: &JsValue) -> Option<Uint8Array>;

    /// Whether JSON.parse could have made this.
    #[wasm_bindgen(js_name = isParsedJson)]
    pub(super) fn is_parsed_json(value: &JsValue) -> bool;
}

/// Reads the options of a check.
#[cfg(feature = "check")]
pub(super) fn check_options(options: &JsValue) -> Result<CheckOptions> {
    let hint = "Options are texts, such as { focusVersion: \"1.2\" }.";
    CheckOptions::from_settings(&settings(options, not_options(hint))?)
}

pub(super) fn not_options(hint: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, "the options are not an object of options").hint(hint)
}

pub(super) fn settings(value: &JsValue, otherwise: Error) -> Result<Settings> {
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

/// Copies bytes in by parts, so that the module's memory need not hold all of them.
pub(super) fn each_part(
    bytes: &Uint8Array,
    window: &mut Vec<u8>,
    each: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    const PART: usize = 1 << 18;
    let length = bytes.length() as usize;
    // No bytes are a part, too: they begin a file.
    for start in (0..length.max(1)).step_by(PART) {
        let part = bytes.subarray(start as u32, (start + PART).min(length) as u32);
        window.resize(part.length() as usize, 0);
        part.copy_to(window);
        each(window)?;
    }
    Ok(())
}

/// Bytes cut anywhere.
pub(super) fn bytes_of(bytes: &JsValue) -> Result<Uint8Array> {
    byte_view(bytes).ok_or_else(|| {
        Error::new(ErrorCode::InvalidUsage, "a chunk is not bytes").hint(
            "Push a Uint8Array or an ArrayBuffer; texts go through new TextEncoder().encode().",
        )
    })
}

/// Data of the core as plain JavaScript objects.
pub(super) fn encode(value: &impl Serialize) -> std::result::Result<JsValue, JsValue> {
    // One way over the boundary for all of it, where a value at a time would be thousands.
    let text = serde_json::to_string(value).map_err(|_| to_js(internal("data without JSON")))?;
    JSON::parse(&text)
}

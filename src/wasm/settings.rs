//! Options of JavaScript as the core's settings.

use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode, Result};
use crate::settings::{Setting, Settings};

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// The entries of a plain object; nothing of what is none, such as a Map.
    #[wasm_bindgen(js_name = namedValues)]
    pub(super) fn named_values(value: &JsValue) -> Option<Array>;

    /// Whether a text has no half of a surrogate pair, which UTF-8 cannot say.
    #[wasm_bindgen(js_name = isWellFormed)]
    fn is_well_formed(text: &JsValue) -> bool;

    /// Whether JSON.parse could have made this.
    #[wasm_bindgen(js_name = isParsedJson)]
    pub(super) fn is_parsed_json(value: &JsValue) -> bool;
}

pub(super) fn not_options(hint: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, "the options are not an object of options").hint(hint)
}

pub(super) fn settings(value: &JsValue, otherwise: Error) -> Result<Settings> {
    if value.is_undefined() || value.is_null() {
        return Ok(Settings::default());
    }
    let code = otherwise.code();
    let entries = named_values(value).ok_or(otherwise)?;
    let mut settings = Vec::new();
    for entry in entries.iter() {
        let entry = Array::from(&entry);
        let (Some(name), value) = (entry.get(0).as_string(), entry.get(1)) else { continue };
        if value.is_string() {
            whole_text(&value, code).map_err(|error| error.field(&*name))?;
        }
        settings.push((name, setting(value)));
    }
    Ok(Settings::new(settings))
}

/// The text of a string, where it has one: half a surrogate pair would become another character
/// without a word.
pub(super) fn whole_text(value: &JsValue, code: ErrorCode) -> Result<Option<String>> {
    if !value.is_string() || is_well_formed(value) {
        return Ok(value.as_string());
    }
    let message = "the text has half of a surrogate pair, which is no character";
    Err(Error::new(code, message)
        .hint("Give the bytes as they came, or a text of whole characters."))
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

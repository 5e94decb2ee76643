//! A CSV in, a conformance out.

use wasm_bindgen::prelude::*;

use super::codec::{bytes_of, each_part, encode};
use super::error::{check_finished, to_js};
use super::settings::{not_options, settings};
use crate::check::{Check, CheckOptions, Nulls};
use crate::error::Error;
use crate::focus::version::FocusVersion;

/// Checks a FOCUS CSV as it comes in.
#[wasm_bindgen(js_name = FocusCheck)]
pub struct JsCheck {
    check: Option<Check>,
    /// Where the bytes that come in are copied to.
    window: Vec<u8>,
}

impl JsCheck {
    fn of(check: Check) -> Self {
        Self { check: Some(check), window: Vec::new() }
    }
}

#[wasm_bindgen(js_class = FocusCheck)]
impl JsCheck {
    /// Starts a check.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        Ok(Self::of(Check::new(check_options(&options).map_err(to_js)?)))
    }

    /// Starts the check of a report that is being written.
    #[wasm_bindgen(js_name = ofReport)]
    pub fn of_report(focus_version: &str, has_null_words: bool) -> Self {
        let mut versions = FocusVersion::ALL.into_iter();
        let version = versions.find(|version| version.as_str() == focus_version);
        let nulls = if has_null_words { Nulls::EmptyOrWord } else { Nulls::Empty };
        Self::of(Check::new(CheckOptions::of_report(version.unwrap_or_default(), nulls)))
    }

    /// Takes the next bytes, cut anywhere, and says how many rows there were so far.
    pub fn push(&mut self, bytes: JsValue) -> Result<f64, JsValue> {
        let bytes = bytes_of(&bytes).map_err(to_js)?;
        let Self { check, window } = self;
        let check = check.as_mut().ok_or_else(|| to_js(check_finished()))?;
        each_part(&bytes, window, &mut |part| check.push(part)).map_err(to_js)?;
        Ok(check.rows() as f64)
    }

    /// Ends the check.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        let check = self.check.take().ok_or_else(|| to_js(check_finished()))?;
        encode(&check.finish().map_err(to_js)?)
    }
}

fn check_options(options: &JsValue) -> Result<CheckOptions, Error> {
    let hint = "Options are texts, such as { focusVersion: \"1.2\" }.";
    CheckOptions::from_settings(&settings(options, not_options(hint))?)
}

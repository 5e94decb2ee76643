//! The boundary: every export decodes, calls the core and encodes. No rule lives here.

mod codec;
mod error;
mod sink;
mod timezone;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::check::Check;
use crate::report::ReportWriter;
use crate::usage::{FileKind, recognise};
use codec::{
    bytes_of, check_options, decode_beginning, decode_file, decode_reply, decode_report, each_part,
    encode, encode_report, report_window,
};
use error::{check_finished, to_js};
use sink::{BlobParts, CallbackSink, Sink, Thrown};

/// The resolved request as data; sends nothing.
#[wasm_bindgen(js_name = resolveRequest)]
pub fn resolve_request(request: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let (window, _) = report_window(&request, &options).map_err(to_js)?;
    encode(&window.resolved())
}

/// The whole report in one call; the CSV is a Blob.
#[wasm_bindgen(js_name = focusReport)]
pub fn focus_report(
    request: JsValue,
    replies: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let parts = BlobParts::default();
    let mut writer = decode_report(&request, &options, Box::new(parts.clone())).map_err(to_js)?;
    if Array::is_array(&replies) {
        for (index, reply) in companions_first(&replies) {
            let file = format!("replies[{index}]");
            let bytes = decode_reply(&reply).map_err(|error| to_js(error.file(&file)))?;
            writer.write(&bytes, Some(&file)).map_err(to_js)?;
        }
    } else {
        let bytes = decode_reply(&replies).map_err(to_js)?;
        writer.write(&bytes, None).map_err(to_js)?;
    }
    let report = writer.finish().map_err(to_js)?;
    encode_report(&report, Some(&parts.into_blob()?))
}

/// Companions go before the line items they name.
fn companions_first(replies: &JsValue) -> impl Iterator<Item = (usize, JsValue)> {
    let is_companion =
        |(_, reply): &(usize, JsValue)| recognise(&decode_beginning(reply)) == FileKind::Companion;
    let replies = Array::from(replies);
    let (companions, others): (Vec<_>, Vec<_>) = replies.iter().enumerate().partition(is_companion);
    companions.into_iter().chain(others)
}

/// What a file is, by its beginning.
#[wasm_bindgen(js_name = recogniseInput)]
pub fn recognise_input(beginning: JsValue) -> String {
    recognise(&decode_beginning(&beginning)).as_str().to_owned()
}

/// The primitive under both the one call and the stream.
#[wasm_bindgen(js_name = FocusReportWriter)]
pub struct JsReportWriter {
    writer: ReportWriter<Sink>,
    thrown: Thrown,
    /// Where the bytes that come in are copied to.
    window: Vec<u8>,
}

#[wasm_bindgen(js_class = FocusReportWriter)]
impl JsReportWriter {
    /// Starts a report whose CSV goes to `sink`, chunk by chunk.
    #[wasm_bindgen(constructor)]
    pub fn new(
        request: JsValue,
        options: JsValue,
        sink: Function,
        has_transient_chunks: bool,
    ) -> Result<Self, JsValue> {
        let thrown = Thrown::default();
        let out = CallbackSink::new(sink, has_transient_chunks, thrown.clone());
        let writer = decode_report(&request, &options, Box::new(out)).map_err(to_js)?;
        Ok(Self { writer, thrown, window: Vec::new() })
    }

    /// Takes one whole reply.
    pub fn write(&mut self, reply: JsValue, about: JsValue) -> Result<(), JsValue> {
        let file = decode_file(&about).map_err(to_js)?;
        let bytes = decode_reply(&reply).map_err(|error| to_js(error.maybe_file(&file)))?;
        let outcome = self.writer.write(&bytes, file.as_deref());
        self.thrown.or_error(outcome)
    }

    /// Takes the next bytes of a file, cut anywhere.
    pub fn push(&mut self, bytes: JsValue, about: JsValue) -> Result<(), JsValue> {
        let file = decode_file(&about).map_err(to_js)?;
        let bytes = bytes_of(&bytes).map_err(|error| to_js(error.maybe_file(&file)))?;
        let Self { writer, thrown, window } = self;
        let outcome = each_part(&bytes, window, |part| writer.push(part, file.as_deref()));
        thrown.or_error(outcome)
    }

    /// Ends the file.
    #[wasm_bindgen(js_name = endFile)]
    pub fn end_file(&mut self) -> Result<(), JsValue> {
        let outcome = self.writer.end_file();
        self.thrown.or_error(outcome)
    }

    /// Ends the report.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        let outcome = self.writer.finish();
        let report = self.thrown.or_error(outcome)?;
        encode_report(&report, None)
    }
}

/// Checks a FOCUS CSV as it comes in.
#[wasm_bindgen(js_name = FocusCheck)]
pub struct JsCheck {
    check: Option<Check>,
    /// Where the bytes that come in are copied to.
    window: Vec<u8>,
}

#[wasm_bindgen(js_class = FocusCheck)]
impl JsCheck {
    /// Starts a check.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        let check = Check::new(check_options(&options).map_err(to_js)?);
        Ok(Self { check: Some(check), window: Vec::new() })
    }

    /// Takes the next bytes, cut anywhere, and says how many rows there were so far.
    pub fn push(&mut self, bytes: JsValue) -> Result<f64, JsValue> {
        let bytes = bytes_of(&bytes).map_err(to_js)?;
        let Self { check, window } = self;
        let check = check.as_mut().ok_or_else(|| to_js(check_finished()))?;
        each_part(&bytes, window, |part| check.push(part)).map_err(to_js)?;
        Ok(check.rows() as f64)
    }

    /// Ends the check.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        let check = self.check.take().ok_or_else(|| to_js(check_finished()))?;
        encode(&check.finish().map_err(to_js)?)
    }
}

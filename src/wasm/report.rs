//! Requests and replies in, reports out.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::codec::{bytes_of, each_part, encode};
use super::error::to_js;
use super::report_check::Kept;
use super::report_codec::{
    decode_beginning, decode_file, decode_reply, decode_report, encode_report, report_window,
};
use super::sink::{BlobParts, CallbackSink, Sink, Thrown};
use crate::report::{FinishedReport, ReportWriter};
use crate::usage::{FileKind, recognise};

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
    let out = Sink::Blob(parts.clone());
    let mut report = JsReportWriter::start(&request, &options, out, Thrown::default())?;
    if Array::is_array(&replies) {
        for (index, reply) in companions_first(&replies) {
            let file = format!("replies[{index}]");
            let bytes = decode_reply(&reply).map_err(|error| to_js(error.file(&file)))?;
            report.take(&bytes, Some(&file))?;
        }
    } else {
        let bytes = decode_reply(&replies).map_err(to_js)?;
        report.take(&bytes, None)?;
    }
    let finished = report.end()?;
    encode_report(&finished, report.conformance.take(), Some(&parts.into_blob()?))
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
    conformance: Kept,
    /// Where the bytes that come in are copied to.
    window: Vec<u8>,
}

impl JsReportWriter {
    fn start(
        request: &JsValue,
        options: &JsValue,
        out: Sink,
        thrown: Thrown,
    ) -> Result<Self, JsValue> {
        let conformance = Kept::default();
        let writer = decode_report(request, options, out, &thrown, &conformance).map_err(to_js)?;
        Ok(Self { writer, thrown, conformance, window: Vec::new() })
    }

    fn take(&mut self, reply: &[u8], file: Option<&str>) -> Result<(), JsValue> {
        let outcome = self.writer.write(reply, file);
        self.thrown.or_error(outcome)
    }

    fn end(&mut self) -> Result<FinishedReport, JsValue> {
        let outcome = self.writer.finish();
        self.thrown.or_error(outcome)
    }
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
        Self::start(&request, &options, Sink::Callback(out), thrown)
    }

    /// Takes one whole reply.
    pub fn write(&mut self, reply: JsValue, about: JsValue) -> Result<(), JsValue> {
        let file = decode_file(&about).map_err(to_js)?;
        let bytes = decode_reply(&reply).map_err(|error| to_js(error.maybe_file(&file)))?;
        self.take(&bytes, file.as_deref())
    }

    /// Takes the next bytes of a file, cut anywhere.
    pub fn push(&mut self, bytes: JsValue, about: JsValue) -> Result<(), JsValue> {
        let file = decode_file(&about).map_err(to_js)?;
        let bytes = bytes_of(&bytes).map_err(|error| to_js(error.maybe_file(&file)))?;
        let Self { writer, thrown, window, .. } = self;
        let outcome = each_part(&bytes, window, &mut |part| writer.push(part, file.as_deref()));
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
        let finished = self.end()?;
        encode_report(&finished, self.conformance.take(), None)
    }
}

/// A report that several threads make: each of some files.
#[cfg(feature = "parts")]
#[wasm_bindgen(js_class = FocusReportWriter)]
impl JsReportWriter {
    /// Takes out what the files since the last part have told.
    #[wasm_bindgen(js_name = takePart)]
    pub fn take_part(&mut self) -> Result<Vec<u8>, JsValue> {
        let outcome = self.writer.take_part();
        self.thrown.or_error(outcome)
    }

    /// Takes in what the files of another writer have told, and says whether that is so.
    #[wasm_bindgen(js_name = addPart)]
    pub fn add_part(&mut self, part: &[u8]) -> Result<bool, JsValue> {
        let outcome = self.writer.add_part(part);
        self.thrown.or_error(outcome)
    }

    /// Takes the rows of those files.
    #[wasm_bindgen(js_name = addRows)]
    pub fn add_rows(&mut self, csv: &[u8]) -> Result<(), JsValue> {
        let outcome = self.writer.add_rows(csv);
        self.thrown.or_error(outcome)
    }
}

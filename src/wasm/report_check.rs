//! The check of a report: another module, which JavaScript loads where it is wanted.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::error::internal;
use super::sink::Thrown;
use crate::check::{Checker, Conformance, Nulls, ReportCheck};
use crate::error::{Error, Result};

#[wasm_bindgen(raw_module = "./check-module.js")]
extern "C" {
    type OtherModule;

    /// Throws where the module is not loaded.
    #[wasm_bindgen(catch, js_name = startReportCheck)]
    fn start_report_check(
        focus_version: &str,
        has_null_words: bool,
    ) -> std::result::Result<OtherModule, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn push(this: &OtherModule, csv: &[u8]) -> std::result::Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn finish(this: &OtherModule) -> std::result::Result<JsValue, JsValue>;
}

/// What the check says: it stays a JavaScript value.
#[derive(Clone, Default)]
pub(super) struct Kept(Rc<RefCell<Option<JsValue>>>);

impl Kept {
    pub(super) fn take(&self) -> Option<JsValue> {
        self.0.take()
    }
}

/// Checks a report in the other module. What that throws comes out of the call that caused it.
pub(super) fn checker(thrown: Thrown, conformance: Kept) -> Checker {
    Checker::Other(Rc::new(move |version, nulls| {
        let has_null_words = nulls == Nulls::EmptyOrWord;
        let started = start_report_check(version.as_str(), has_null_words);
        let check = started.map_err(|error| stopped(&thrown, error))?;
        let (thrown, conformance) = (thrown.clone(), conformance.clone());
        Ok(Box::new(CheckElsewhere { check, thrown, conformance }))
    }))
}

struct CheckElsewhere {
    check: OtherModule,
    thrown: Thrown,
    conformance: Kept,
}

impl ReportCheck for CheckElsewhere {
    fn push(&mut self, csv: &[u8]) -> Result<()> {
        // The other module copies it out of this one's memory.
        self.check.push(csv).map_err(|error| stopped(&self.thrown, error))
    }

    fn finish(self: Box<Self>) -> Result<Option<Conformance>> {
        let conformance = self.check.finish().map_err(|error| stopped(&self.thrown, error))?;
        self.conformance.0.replace(Some(conformance));
        Ok(None)
    }
}

fn stopped(thrown: &Thrown, error: JsValue) -> Error {
    thrown.keep(error);
    internal("the check has stopped")
}

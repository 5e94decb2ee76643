//! The core's error as a `FalFocusError`.

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    #[wasm_bindgen(js_name = falFocusError)]
    fn fal_focus_error(
        code: &str,
        message: &str,
        field: Option<&str>,
        file: Option<&str>,
        hint: Option<&str>,
    ) -> JsValue;
}

/// The error that JavaScript throws.
pub(super) fn to_js(error: Error) -> JsValue {
    fal_focus_error(
        error.code().as_str(),
        error.message(),
        error.field_name(),
        error.file_name(),
        error.hint_text(),
    )
}

/// A defect of this program.
pub(super) fn internal(what: &str) -> Error {
    Error::new(ErrorCode::InternalError, format!("this should not happen: {what}"))
        .hint("Please report it with the request and the options.")
}

/// A call after the last.
#[cfg(feature = "check")]
pub(super) fn check_finished() -> Error {
    Error::new(ErrorCode::WriterFinished, "the check has finished").hint("Make a new one.")
}

/// The same of figures.
#[cfg(feature = "figures")]
pub(super) fn figures_finished() -> Error {
    Error::new(ErrorCode::WriterFinished, "the figures have finished").hint("Make new ones.")
}

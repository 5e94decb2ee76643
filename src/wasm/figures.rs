//! A CSV in, its figures out.

use wasm_bindgen::prelude::*;

use super::codec::{bytes_of, each_part, encode};
use super::error::{figures_finished, to_js};
use crate::check::Nulls;
use crate::figures::Figures;

/// Adds up a FOCUS CSV as it comes in.
#[wasm_bindgen(js_name = FocusFigures)]
pub struct JsFigures {
    figures: Option<Figures>,
    /// Where the bytes that come in are copied to.
    window: Vec<u8>,
}

#[wasm_bindgen(js_class = FocusFigures)]
impl JsFigures {
    /// Starts, of a file in which the word NULL is a null or a text like others.
    #[wasm_bindgen(constructor)]
    pub fn new(has_null_words: bool) -> Self {
        let nulls = if has_null_words { Nulls::EmptyOrWord } else { Nulls::Empty };
        Self { figures: Some(Figures::new(nulls)), window: Vec::new() }
    }

    /// Takes the next bytes, cut anywhere, and says how many rows there were so far.
    pub fn push(&mut self, bytes: JsValue) -> Result<f64, JsValue> {
        let bytes = bytes_of(&bytes).map_err(to_js)?;
        let Self { figures, window } = self;
        let figures = figures.as_mut().ok_or_else(|| to_js(figures_finished()))?;
        each_part(&bytes, window, &mut |part| figures.push(part)).map_err(to_js)?;
        Ok(figures.rows() as f64)
    }

    /// Ends them.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        let figures = self.figures.take().ok_or_else(|| to_js(figures_finished()))?;
        encode(&figures.finish().map_err(to_js)?)
    }
}

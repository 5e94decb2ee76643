//! Where the CSV goes in JavaScript: to a callback, or into a Blob.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

use super::error::to_js;
use crate::error::Result;

/// One type for both, so that the engine is in the module once; and no `dyn`, which keeps all that
/// `Write` can do.
pub(super) enum Sink {
    Callback(CallbackSink),
    Blob(BlobParts),
}

impl io::Write for Sink {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Callback(callback) => callback.hand_on(chunk)?,
            Sink::Blob(parts) => parts.add(chunk),
        }
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the callback, or the check, threw: it comes out of the call that caused it, unchanged.
#[derive(Clone, Default)]
pub(super) struct Thrown(Rc<RefCell<Option<JsValue>>>);

impl Thrown {
    pub(super) fn keep(&self, thrown: JsValue) {
        self.0.replace(Some(thrown));
    }

    /// The outcome of a call, with the callback's own error in place of the core's.
    pub(super) fn or_error<T>(&self, outcome: Result<T>) -> std::result::Result<T, JsValue> {
        outcome.map_err(|error| self.0.take().unwrap_or_else(|| to_js(error)))
    }
}

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// Calls the function with the bytes: a copy of them, or the module's memory itself.
    #[wasm_bindgen(js_name = handOn, catch)]
    fn hand_on(
        callback: &Function,
        chunk: &[u8],
        is_transient: bool,
    ) -> std::result::Result<(), JsValue>;
}

/// Hands each chunk to a JavaScript function, as a Uint8Array of its own or for the call alone.
pub(super) struct CallbackSink {
    callback: Function,
    is_transient: bool,
    thrown: Thrown,
}

impl CallbackSink {
    pub(super) fn new(callback: Function, is_transient: bool, thrown: Thrown) -> Self {
        Self { callback, is_transient, thrown }
    }

    fn hand_on(&self, chunk: &[u8]) -> io::Result<()> {
        hand_on(&self.callback, chunk, self.is_transient).map_err(|thrown| {
            self.thrown.keep(thrown);
            // Nobody reads what this error says: the other one comes out.
            io::ErrorKind::Other.into()
        })
    }
}

/// Gathers chunks for a Blob, outside wasm memory.
#[derive(Clone, Default)]
pub(super) struct BlobParts(Array);

impl BlobParts {
    fn add(&self, chunk: &[u8]) {
        self.0.push(&Uint8Array::from(chunk));
    }

    /// The Blob of all chunks.
    pub(super) fn into_blob(self) -> std::result::Result<Blob, JsValue> {
        let properties = BlobPropertyBag::new();
        properties.set_type("text/csv;charset=utf-8");
        Blob::new_with_u8_array_sequence_and_options(&self.0, &properties)
    }
}

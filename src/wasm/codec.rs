//! Bytes in, data out.

use js_sys::{JSON, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::{internal, to_js};
use crate::error::{Error, ErrorCode, Result};

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// The bytes of a view or a buffer, of any realm; nothing of what has none.
    #[wasm_bindgen(js_name = byteView)]
    pub(super) fn byte_view(value: &JsValue) -> Option<Uint8Array>;
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
        let end = start.saturating_add(PART).min(length);
        let part = bytes.subarray(start as u32, end as u32);
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

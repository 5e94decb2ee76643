//! fal's usage replies: from bytes to line items, in fal's names.

mod digest;
mod figures;
mod frame;
mod json;
mod line_item;
mod members;
mod reply;

pub use digest::Digest;
pub use figures::{Disagreement, disagreements};
pub(crate) use json::quoted;
pub(crate) use line_item::kept;
pub use line_item::{AuthMethod, LineItem};
pub(crate) use members::range_hint;

use crate::datetime::DateTimeText;
use crate::error::Result;

use frame::FrameReader;
use reply::ReplyReader;

/// What a file of replies tells, in its order.
#[derive(Debug)]
pub enum Usage {
    /// A bucket begins; the line items that follow are its own.
    Bucket(DateTimeText),
    /// A line item.
    LineItem(Box<LineItem>),
    /// A reply ends, and says whether another page follows it.
    ReplyEnd {
        /// fal's `has_more`; `None` where the reply does not say.
        has_more: Option<bool>,
        /// What the reply is known by; `None` where it has no line item to count twice.
        digest: Option<Digest>,
    },
}

/// Receives what a file tells.
pub type UsageReceiver<'r> = dyn FnMut(Usage) -> Result<()> + 'r;

/// Reads one file of replies, chunk by chunk.
#[derive(Debug, Default)]
pub struct UsageReader {
    frames: FrameReader,
    reply: ReplyReader,
    file: Option<String>,
}

impl UsageReader {
    /// A reader for the file of that name.
    pub fn new(file: Option<&str>) -> Self {
        Self { file: file.map(str::to_owned), ..Self::default() }
    }

    /// The name of the file.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_usage`, `api_error_reply`, `amount_out_of_range`, with the file
    /// and the JSON path; and whatever `receive` returns.
    pub fn push(&mut self, bytes: &[u8], receive: &mut UsageReceiver<'_>) -> Result<()> {
        let Self { frames, reply, file } = self;
        frames
            .push(bytes, &mut |frame, location| reply.read(frame, location, receive))
            .map_err(|error| error.maybe_file(file))
    }

    /// The file has ended: an error where it stops in the middle, or is empty.
    pub fn finish(&self) -> Result<()> {
        self.frames.finish().map_err(|error| error.maybe_file(&self.file))
    }
}

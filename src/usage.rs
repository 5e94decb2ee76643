//! fal's replies: from bytes to line items, in fal's names.

mod companion;
mod figures;
mod frame;
mod kind;
mod line_item;
mod machine_line;
mod manifest;
mod recognise;
mod reply;
mod tags;

pub use companion::Companion;
pub(crate) use figures::kept;
pub use figures::{Disagreement, Disagreements, Figures};
pub use kind::{Family, KindSet, Product, ReplyKind};
pub use line_item::{AuthMethod, LineItem, When};
pub use manifest::{FileHash, Manifest};
pub use recognise::{FileKind, recognise};
pub(crate) use recognise::{is_undecided, looks_like_csv};
pub use tags::RequestTags;

use std::fmt::Display;

use time::UtcOffset;

use crate::datetime::DateTimeText;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::json::About;

use frame::FrameReader;
use reply::ReplyReader;

/// What is said of a field that is not as fal sends it.
const REPLIES: About = About {
    code: ErrorCode::InvalidUsage,
    hint: "Give the reply as the API sent it, unchanged; the README lists the endpoints.",
};

/// What a file of replies tells, in its order.
#[derive(Debug)]
pub enum Usage {
    /// A bucket begins; the line items that follow are its own.
    Bucket {
        /// When it starts.
        label: DateTimeText,
        /// The offset it was written with.
        offset: Option<UtcOffset>,
        /// Whether it has no line item.
        is_empty: bool,
        /// What it is known by.
        digest: Digest,
    },
    /// A line item.
    LineItem(Box<LineItem>),
    /// What stands where a line item should, and is none.
    Invalid(Error),
    /// Something that names things.
    Companion(Companion),
    /// A reply with line items ends.
    ReplyEnd(ReplyEnd),
}

/// The end of a reply with line items, or with room for them.
#[derive(Debug, Clone, Copy)]
pub struct ReplyEnd {
    /// The list it has.
    pub list: List,
    /// The kinds of its line items.
    pub kinds: KindSet,
    /// fal's `has_more`; `None` where the reply does not say.
    pub has_more: Option<bool>,
    /// What the reply is known by; `None` where it has no line item to count twice.
    pub digest: Option<Digest>,
}

/// The lists in which line items stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `time_series`, or a `summary` alone.
    TimeSeries,
    /// `billing_events`.
    BillingEvents,
}

/// Receives what a file tells, each with its JSON path.
pub type UsageReceiver<'r> = dyn FnMut(Usage, &dyn Display) -> Result<()> + 'r;

/// Reads one file of replies, chunk by chunk.
#[derive(Debug, Default)]
pub struct UsageReader {
    frames: FrameReader,
    reply: ReplyReader,
}

impl UsageReader {
    /// Takes the next bytes, cut anywhere.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_usage`, `api_error_reply`, `amount_out_of_range`, with the JSON
    /// path; and whatever `receive` returns.
    pub fn push(&mut self, bytes: &[u8], receive: &mut UsageReceiver<'_>) -> Result<()> {
        let Self { frames, reply } = self;
        frames.push(bytes, &mut |frame, location| reply.read(frame, location, receive))
    }

    /// The file has ended: an error where it stops in the middle, or is empty.
    pub fn finish(&self) -> Result<()> {
        self.frames.finish()
    }
}

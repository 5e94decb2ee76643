//! fal's replies: from bytes to line items, in fal's names.

mod again;
mod at_once;
mod companion;
mod figures;
mod frame;
mod kind;
mod line_item;
mod machine_line;
mod manifest;
mod patterns;
mod quick;
mod recognise;
mod reply;
mod tags;

pub use again::Again;
pub(crate) use at_once::{AtOnce, ShortPrices};
pub use companion::Companion;
pub(crate) use figures::kept;
pub use figures::{Disagreement, Disagreements, Figure, Figures};
pub use kind::{Family, KindSet, Product, ReplyKind};
pub use line_item::{AuthMethod, LineItem, When};
pub use manifest::{FileHash, Manifest};
pub use patterns::Likeness;
pub use recognise::{FileKind, recognise};
pub(crate) use recognise::{is_undecided, looks_like_csv};
pub use tags::RequestTags;

use std::fmt::Display;

use time::UtcOffset;

use crate::datetime::DateTimeText;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::json::About;
use crate::limits::Limits;

use frame::{Frame, FrameReader, FrameReceiver, Location, Taken};
use reply::ReplyReader;

/// The members whose texts every billing event has of its own.
const REQUEST_ID: &str = "request_id";
const TIMESTAMP: &str = "timestamp";

/// What is said of a field that is not as fal sends it.
const REPLIES: About = About {
    code: ErrorCode::InvalidUsage,
    hint: "Give the reply as the API sent it, unchanged; the README lists the endpoints.",
};

/// What a file of replies tells, in its order.
#[derive(Debug)]
pub enum Usage<'a> {
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
    /// A line item, and what others will be like that are like it.
    LineItem(Box<LineItem>, Option<Likeness>),
    /// A line item that is like the last ones that came with its likeness, but for the amounts.
    Again(&'a Again<'a>),
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
pub type UsageReceiver<'r> = dyn FnMut(Usage<'_>, &dyn Display) -> Result<()> + 'r;

/// Reads files of replies, chunk by chunk.
#[derive(Debug, Default)]
pub struct UsageReader {
    frames: FrameReader,
    reply: ReplyReader,
    limits: Limits,
}

impl UsageReader {
    /// A reader that takes no shortcut where a line item is like an earlier one: what the other is
    /// proven against.
    pub fn plain() -> Self {
        Self { reply: ReplyReader::plain(), ..Self::default() }
    }

    /// The same with other limits than the default ones.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        Self { frames: FrameReader::new(limits), reply: self.reply.limited(limits), limits }
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_usage`, `api_error_reply`, `amount_out_of_range`, with the JSON
    /// path; and whatever `receive` returns.
    pub fn push(&mut self, bytes: &[u8], receive: &mut UsageReceiver<'_>) -> Result<()> {
        let Self { frames, reply, .. } = self;
        frames.push(bytes, &mut ReplyFrames { reply, receive })
    }

    /// The file has ended: an error where it stops in the middle, or is empty. Then the next may come.
    pub fn end_file(&mut self) -> Result<()> {
        self.frames.finish()?;
        self.frames = FrameReader::new(self.limits);
        Ok(())
    }
}

/// Takes the frames of replies.
struct ReplyFrames<'a, 'r> {
    reply: &'a mut ReplyReader,
    receive: &'a mut UsageReceiver<'r>,
}

impl FrameReceiver for ReplyFrames<'_, '_> {
    fn frame(&mut self, frame: Frame<'_>, location: &Location) -> Result<()> {
        self.reply.read(frame, location, self.receive)
    }

    fn elements(&mut self, bytes: &[u8], location: &Location) -> Result<Taken> {
        self.reply.elements(bytes, location, self.receive)
    }
}

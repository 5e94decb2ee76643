//! Bytes cut anywhere, to the parts of replies: members, and the elements of their lists.
//!
//! A file holds one reply, an array of replies, or replies one after the other (NDJSON). Only one
//! part is in memory at a time, so that the size of a file does not matter.

use std::borrow::Cow;
use std::fmt;

use crate::counting::Counting;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scan, Value};
use crate::limits::{Limits, too_many_bytes};
use crate::words::{holds, line_feeds};

/// One part of a reply; its place names the member.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// A reply begins.
    ReplyStart,
    /// A member that is not a list.
    Member { value: Value<'a> },
    /// A member that is a list begins; its elements follow.
    ListStart,
    /// One element of the list.
    Element { value: Value<'a> },
    /// The reply ends.
    ReplyEnd,
}

/// Where in the file the reader is, as a JSON path: `[2].time_series[3]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Location {
    /// The number of the reply, once there is more than one or they stand in an array.
    reply: Option<usize>,
    key: Option<String>,
    element: Option<usize>,
}

impl Location {
    /// The key of the member.
    pub(super) fn key(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }

    /// The place of a member of the reply.
    pub(super) fn member(&self, key: &str) -> Self {
        Self { reply: self.reply, key: Some(key.to_owned()), element: None }
    }

    /// The place of an element so many behind this one.
    pub(super) fn later(&self, by: usize) -> Self {
        Self { element: self.element.map(|element| element.saturating_add(by)), ..self.clone() }
    }

    fn count_elements(&mut self, count: usize) {
        if let Some(element) = &mut self.element {
            element.count_more(count);
        }
    }

    /// Puts the path before the one an error knows already: members of this reply.
    pub(super) fn relocate(&self, error: Error) -> Error {
        match error.field_name() {
            Some(member) => {
                let path = self.member(member).to_string();
                error.field(path)
            }
            None => self.locate(error),
        }
    }

    /// Puts the path on an error.
    pub(super) fn locate(&self, error: Error) -> Error {
        match self.to_string() {
            nowhere if nowhere.is_empty() => error,
            path => error.field(path),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reply) = self.reply {
            write!(f, "[{reply}]")?;
        }
        if let Some(key) = &self.key {
            let dot = if self.reply.is_some() { "." } else { "" };
            write!(f, "{dot}{key}")?;
        }
        match self.element {
            Some(element) => write!(f, "[{element}]"),
            None => Ok(()),
        }
    }
}

/// Reads one file, chunk by chunk.
#[derive(Debug, Default)]
pub(super) struct FrameReader {
    /// Bytes that are not yet part of a finished frame.
    buffer: Vec<u8>,
    /// How much of the buffer is done with.
    done: usize,
    /// How far the reader has looked into the unfinished value behind `done`.
    scan: Scan,
    /// Whether the value is wanted as a frame.
    is_declined: bool,
    place: Place,
    /// Whether replies stand in an array.
    in_array: bool,
    replies: usize,
    location: Location,
    /// Lines before the buffer, and bytes of the last of them.
    lines: usize,
    columns: usize,
    limits: Limits,
}

/// What may come next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// The first byte of the file.
    #[default]
    Start,
    /// A reply, or the end of the array or file.
    BeforeReply { comma_seen: bool },
    /// After a reply of an array: a comma or the end.
    AfterReply,
    /// A member, or the end of the reply.
    BeforeMember { comma_seen: bool },
    /// After a key: a colon.
    AfterKey,
    /// After the colon: a value.
    BeforeValue,
    /// After a member: a comma or the end.
    AfterMember,
    /// An element of a list, or its end.
    BeforeElement { comma_seen: bool },
    /// After an element: a comma or the end.
    AfterElement,
    /// After the array of replies: nothing more.
    End,
}

/// What a file may be.
const INPUT: &str = "A file holds the JSON of fal's replies, or a FOCUS report: a CSV whose header \
                     names BilledCost and ChargePeriodStart.";

/// Why the reader stops: it needs more bytes, or the text is wrong.
enum Stop {
    NeedsMore,
    TooLong,
    Wrong { what: &'static str, hint: &'static str },
}

type Step<T> = std::result::Result<T, Stop>;

/// Receives the frames with their places.
pub(super) trait FrameReceiver {
    /// Takes a frame.
    fn frame(&mut self, frame: Frame<'_>, location: &Location) -> Result<()>;

    /// May take elements of a list straight from the bytes that start with one, which nobody has
    /// checked and which end anywhere.
    fn elements(&mut self, _bytes: &[u8], _location: &Location) -> Result<Taken> {
        Ok(Taken::Nothing)
    }
}

/// What of the bytes was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// The element is wanted as a frame.
    Nothing,
    /// It is not yet all there.
    NeedsMore,
    /// So many elements, the last of which ends there.
    Elements { count: usize, length: usize },
}

impl FrameReader {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Takes the next bytes of the file and hands every finished frame to `each`.
    pub(super) fn push(&mut self, bytes: &[u8], each: &mut dyn FrameReceiver) -> Result<()> {
        // Frames borrow from the buffer while the reader moves on.
        let mut buffer = std::mem::take(&mut self.buffer);
        // Bytes are read where they are, where none wait for them.
        let outcome = if buffer.is_empty() {
            let outcome = self.frames(bytes, each);
            buffer.extend_from_slice(self.pass_done(bytes));
            outcome
        } else {
            buffer.extend_from_slice(bytes);
            let outcome = self.frames(&buffer, each);
            let rest = self.pass_done(&buffer).len();
            let done = buffer.len().saturating_sub(rest);
            buffer.drain(..done);
            outcome
        };
        self.buffer = buffer;
        outcome
    }

    /// The file has ended: an error where it stops in the middle.
    pub(super) fn finish(&self) -> Result<()> {
        match self.place {
            Place::End => Ok(()),
            Place::BeforeReply { .. } if !self.in_array => Ok(()),
            Place::Start => {
                Err(Error::new(ErrorCode::InvalidJson, "the file is empty").hint(INPUT))
            }
            _ => {
                let end = self.position_behind(&self.buffer);
                let message = format!("the JSON stops in the middle, at {end}");
                Err(self
                    .located(Error::new(ErrorCode::InvalidJson, message))
                    .hint("The file was cut off: download or save the reply again."))
            }
        }
    }

    fn frames(&mut self, buffer: &[u8], each: &mut dyn FrameReceiver) -> Result<()> {
        loop {
            match self.step(buffer, each) {
                Ok(outcome) => outcome?,
                Err(Stop::NeedsMore) => return Ok(()),
                Err(Stop::TooLong) => return Err(self.located(too_many_bytes(self.limits))),
                Err(Stop::Wrong { what, hint }) => {
                    let message = format!("{what}, at {}", self.position(buffer));
                    let error = Error::new(ErrorCode::InvalidJson, message);
                    return Err(self.located(error).hint(hint));
                }
            }
        }
    }

    /// Reads one thing. The outer error stops the reader, the inner one is the receiver's.
    fn step(&mut self, buffer: &[u8], each: &mut dyn FrameReceiver) -> Step<Result<()>> {
        if self.place == Place::Start {
            self.skip_byte_order_mark(buffer)?;
        }
        let byte = self.skip_space(buffer)?;
        match self.place {
            Place::Start => self.file_start(byte)?,
            Place::BeforeReply { .. } if byte == b'{' => {
                self.number_reply();
                self.pass(Place::BeforeMember { comma_seen: false });
                return Ok(each.frame(Frame::ReplyStart, &self.location));
            }
            Place::BeforeReply { comma_seen: false } if byte == b']' && self.in_array => {
                self.pass(Place::End);
            }
            Place::BeforeReply { .. } => return Err(wrong("a reply starts with {")),
            Place::AfterReply if byte == b',' => {
                self.pass(Place::BeforeReply { comma_seen: true });
            }
            Place::AfterReply if byte == b']' => {
                self.location.reply = None;
                self.pass(Place::End);
            }
            Place::BeforeMember { .. } if byte == b'"' => self.key(buffer)?,
            Place::BeforeMember { comma_seen: false } | Place::AfterMember if byte == b'}' => {
                return Ok(self.reply_end(each));
            }
            Place::BeforeMember { .. } => return Err(wrong("a key in quotes belongs here")),
            Place::AfterKey if byte == b':' => self.pass(Place::BeforeValue),
            Place::AfterKey => return Err(wrong("a colon belongs behind the key")),
            Place::BeforeValue => return self.value(byte, buffer, each),
            Place::AfterMember if byte == b',' => {
                self.location.key = None;
                self.pass(Place::BeforeMember { comma_seen: true });
            }
            Place::BeforeElement { comma_seen: false } | Place::AfterElement if byte == b']' => {
                self.location.element = None;
                self.pass(Place::AfterMember);
            }
            Place::AfterElement if byte == b',' => {
                self.pass(Place::BeforeElement { comma_seen: true });
            }
            Place::BeforeElement { .. } => return self.element(buffer, each),
            Place::AfterReply | Place::AfterMember | Place::AfterElement => {
                return Err(wrong("a comma or the end belongs here"));
            }
            Place::End => return Err(wrong("there is text after the array of replies")),
        }
        Ok(Ok(()))
    }

    /// What files begin with that are no JSON is told by name.
    fn file_start(&mut self, byte: u8) -> Step<()> {
        let (what, hint) = match byte {
            b'{' => {
                self.place = Place::BeforeReply { comma_seen: false };
                return Ok(());
            }
            b'[' => {
                self.in_array = true;
                self.pass(Place::BeforeReply { comma_seen: false });
                return Ok(());
            }
            b'<' => (
                "this is a web page (HTML), not JSON",
                "The request was answered by a page, a challenge perhaps: fetch the usage again.",
            ),
            0xFE | 0xFF => ("this is UTF-16, not UTF-8", "Save the file again as UTF-8."),
            0x1F => ("this is a compressed file", "Decompress it first (gunzip)."),
            _ => ("this is not JSON", INPUT),
        };
        Err(Stop::Wrong { what, hint })
    }

    fn key(&mut self, buffer: &[u8]) -> Step<()> {
        let key = self.scan_value(buffer)?;
        self.location.key = key.as_text().map(Cow::into_owned);
        self.pass_bytes(key.as_json().len(), Place::AfterKey);
        Ok(())
    }

    /// A member's value; a list only opens, its elements come one by one.
    fn value(&mut self, byte: u8, buffer: &[u8], each: &mut dyn FrameReceiver) -> Step<Result<()>> {
        if byte == b'[' {
            self.location.element = Some(0);
            self.pass(Place::BeforeElement { comma_seen: false });
            return Ok(each.frame(Frame::ListStart, &self.location));
        }
        let value = self.scan_value(buffer)?;
        let outcome = each.frame(Frame::Member { value }, &self.location);
        self.pass_bytes(value.as_json().len(), Place::AfterMember);
        Ok(outcome)
    }

    fn element(&mut self, buffer: &[u8], each: &mut dyn FrameReceiver) -> Step<Result<()>> {
        if !self.is_declined {
            let rest = buffer.get(self.done..).unwrap_or_default();
            match each.elements(rest, &self.location) {
                Ok(Taken::Nothing) => self.is_declined = true,
                Ok(Taken::NeedsMore) if rest.len() > self.limits.value_bytes => {
                    return Err(Stop::TooLong);
                }
                Ok(Taken::NeedsMore) => return Err(Stop::NeedsMore),
                // A bucket that was all there is held to the same; events taken at once are short.
                Ok(Taken::Elements { count: 1, length }) if length > self.limits.value_bytes => {
                    return Err(Stop::TooLong);
                }
                Ok(Taken::Elements { count, length }) => {
                    self.pass_bytes(length, Place::AfterElement);
                    self.location.count_elements(count);
                    return Ok(Ok(()));
                }
                Err(error) => return Ok(Err(error)),
            }
        }
        let value = self.scan_value(buffer)?;
        let outcome = each.frame(Frame::Element { value }, &self.location);
        self.pass_bytes(value.as_json().len(), Place::AfterElement);
        self.location.count_elements(1);
        Ok(outcome)
    }

    fn reply_end(&mut self, each: &mut dyn FrameReceiver) -> Result<()> {
        self.location.key = None;
        self.pass(if self.in_array {
            Place::AfterReply
        } else {
            Place::BeforeReply { comma_seen: false }
        });
        each.frame(Frame::ReplyEnd, &self.location)
    }

    fn number_reply(&mut self) {
        if self.in_array || self.replies > 0 {
            self.location.reply = Some(self.replies);
        }
        self.replies.count_one();
    }

    /// The value that starts at `done`, once all of it is there.
    fn scan_value<'b>(&mut self, buffer: &'b [u8]) -> Step<Value<'b>> {
        let rest = buffer.get(self.done..).unwrap_or_default();
        let length = self.scan.advance(rest);
        if length > self.limits.value_bytes {
            return Err(Stop::TooLong);
        }
        if !self.scan.is_complete() {
            return Err(Stop::NeedsMore);
        }
        Value::check(rest.get(..length).unwrap_or_default()).map_err(|malformed| {
            self.done.count_more(malformed.at);
            wrong(malformed.what)
        })
    }

    fn skip_byte_order_mark(&mut self, buffer: &[u8]) -> Step<()> {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        // Only the file's very first bytes are a mark.
        if (self.lines, self.columns, self.done) != (0, 0, 0) {
            return Ok(());
        }
        if buffer.starts_with(MARK) {
            self.done = MARK.len();
        } else if MARK.starts_with(buffer) {
            return Err(Stop::NeedsMore);
        }
        Ok(())
    }

    /// The next byte that is not space.
    fn skip_space(&mut self, buffer: &[u8]) -> Step<u8> {
        let rest = buffer.get(self.done..).unwrap_or_default();
        let space = rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.done.count_more(space);
        rest.get(space).copied().ok_or(Stop::NeedsMore)
    }

    fn pass(&mut self, next: Place) {
        self.pass_bytes(1, next);
    }

    fn pass_bytes(&mut self, count: usize, next: Place) {
        self.done.count_more(count);
        self.scan = Scan::default();
        self.is_declined = false;
        self.place = next;
    }

    /// Forgets what is done with, but not how many lines it had; and says what is left.
    fn pass_done<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let done = std::mem::take(&mut self.done).min(bytes.len());
        let (passed, rest) = bytes.split_at_checked(done).unwrap_or_default();
        (self.lines, self.columns) = self.count_lines(passed);
        rest
    }

    /// Lines and columns behind the bytes. Replies mostly are one line: blocks without an end of one
    /// are passed over in words.
    fn count_lines(&self, bytes: &[u8]) -> (usize, usize) {
        const BLOCK: usize = 512;
        let (mut lines, mut columns) = (self.lines, self.columns);
        for block in bytes.chunks(BLOCK) {
            columns.count_more(block.len());
            if holds(block, b'\n') {
                lines.count_more(line_feeds(block) as usize);
                let last_line = block.iter().rev().take_while(|byte| **byte != b'\n').count();
                columns = if last_line < block.len() { last_line } else { columns };
            }
        }
        (lines, columns)
    }

    fn position(&self, buffer: &[u8]) -> String {
        self.position_behind(buffer.get(..self.done).unwrap_or_default())
    }

    fn position_behind(&self, passed: &[u8]) -> String {
        let (lines, columns) = self.count_lines(passed);
        format!("line {} column {}", lines.saturating_add(1), columns.saturating_add(1))
    }

    fn located(&self, error: Error) -> Error {
        self.location.locate(error)
    }
}

fn wrong(what: &'static str) -> Stop {
    Stop::Wrong {
        what,
        hint: "The text is not valid JSON: save the reply again, as the API sent it.",
    }
}

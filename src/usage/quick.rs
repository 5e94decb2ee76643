//! Line items that are like those before them, straight from the bytes of a list. What is not as
//! expected is left to the general reading, of which nothing here can be told apart.

use std::fmt::{self, Display};

use super::frame::Location;
use super::kind::ReplyKind;
use super::line_item::{LineItem, When, read_event, read_usage};
use super::patterns::{Form, Found, Gaps, PatternId, Patterns};
use super::reply::{Moment, ResultPath};
use super::{Figure, Figures, List, Usage};
use crate::datetime::{self, DateTimeText};
use crate::decimal::{ShortNumber, ShortText};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Scan, Value};

/// A longer item is left to the general reading, which does not start again with every chunk.
const LONG_ITEM: usize = 1 << 16;

/// A longer item has no pattern.
const LONG_PATTERN: usize = 1 << 12;

/// So many items of a bucket are kept as a whole; one with more has little that comes again.
const MANY_READ: usize = 4096;

/// The longest text of a key or a bucket's label.
const LONG_LABEL: usize = 64;

/// How deep the items of a bucket stand in it.
const DEPTH_IN_BUCKET: usize = 2;

/// Why the quick reading stops.
pub(super) enum Stop {
    /// The bytes end.
    NeedsMore,
    /// Something is not as expected.
    Strange,
}

type Step<T> = std::result::Result<T, Stop>;

/// A line item that is like an earlier one in all but these.
#[derive(Debug, Clone, Copy)]
pub struct Again<'a> {
    /// The pattern that it shares with the earlier one.
    pub pattern: PatternId,
    /// When it was charged.
    pub when: When,
    /// The request of a billing event.
    pub request_id: Option<&'a str>,
    form: &'a Form,
    source: &'a [u8],
    numbers: &'a [ShortNumber],
    item: &'a [u8],
}

impl Again<'_> {
    /// The kind of reply it stands in.
    pub fn kind(&self) -> ReplyKind {
        self.form.kind
    }

    /// Its figures, where `base` has those of the earlier one.
    pub fn figures(&self, base: &Figures) -> Figures {
        let mut figures = *base;
        for (figure, number) in self.form.figures.iter().zip(self.numbers) {
            figures.set(*figure, number.value());
        }
        figures
    }

    pub(super) fn form(&self) -> &Form {
        self.form
    }

    /// One of its figures.
    #[inline(always)]
    pub(super) fn number(&self, figure: Figure) -> Option<&ShortNumber> {
        self.numbers.get(self.form.place(figure)?)
    }

    /// The text that a CSV has of a number of its own.
    #[inline(always)]
    pub(crate) fn text(&self, number: &ShortNumber) -> Option<ShortText> {
        number.text(self.source)
    }

    /// Reads all of it.
    pub(crate) fn read(&self, path: &dyn Display) -> Result<LineItem> {
        // It was compared with what was checked.
        let json = Value::checked(std::str::from_utf8(self.item).unwrap_or_default());
        match self.when {
            When::At(_) => read_event(json, path),
            when => read_usage(json, path, when),
        }
    }
}

/// The quick reading of one file's lists.
#[derive(Debug, Default)]
pub(super) struct Quick {
    /// Nothing is read here, and nothing learned.
    is_off: bool,
    patterns: Patterns,
    gaps: Gaps,
    bucket: OpenBucket,
    clock: Clock,
}

/// A bucket whose bytes are coming in.
#[derive(Debug, Default)]
struct OpenBucket {
    /// How far it was read.
    at: usize,
    stage: Stage,
    label: Option<Moment>,
    items: Vec<Item>,
    /// How many of them are kept as a whole.
    read: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Head,
    BeforeItem {
        comma_seen: bool,
    },
    AfterItem,
    Tail,
}

/// An item of a bucket, kept until all of the bucket is there.
#[derive(Debug)]
enum Item {
    Again { found: Found, start: usize, numbers: usize },
    Read(Box<LineItem>, Option<PatternId>),
    Invalid(Error, ReplyKind),
}

/// A bucket that has been read.
pub(super) struct Bucket<'a> {
    pub(super) label: Moment,
    pub(super) text: &'a [u8],
    quick: &'a mut Quick,
}

impl Quick {
    /// Leaves everything to the general reading.
    pub(super) fn off() -> Self {
        Self { is_off: true, ..Self::default() }
    }

    /// Reads the bucket that starts with `text`, or what of it is there.
    pub(super) fn bucket<'a>(&'a mut self, text: &'a [u8], path: &dyn Display) -> Step<Bucket<'a>> {
        let end = self.whole_bucket(text, path);
        match end {
            Err(Stop::NeedsMore) => {}
            Err(Stop::Strange) => self.bucket = OpenBucket::default(),
            Ok(_) => self.bucket.stage = Stage::Head,
        }
        let text = text.get(..end?).ok_or(Stop::Strange)?;
        let label = self.bucket.label.take().ok_or(Stop::Strange)?;
        Ok(Bucket { label, text, quick: self })
    }

    fn whole_bucket(&mut self, text: &[u8], path: &dyn Display) -> Step<usize> {
        if self.is_off {
            return Err(Stop::Strange);
        }
        if self.bucket.stage == Stage::Head {
            self.gaps.numbers.clear();
            self.bucket = OpenBucket::begin(text)?;
        }
        loop {
            let mut cursor = Cursor { text, at: self.bucket.at };
            let next = match self.bucket.stage {
                Stage::Head => return Err(Stop::Strange),
                Stage::Tail => return self.bucket.end(cursor),
                Stage::BeforeItem { comma_seen } => match cursor.peek()? {
                    b']' if !comma_seen => cursor.pass(Stage::Tail),
                    b'{' => {
                        let (item, end) = self.item(text, cursor.at, path)?;
                        self.bucket.items.push(item);
                        cursor.at = end;
                        Stage::AfterItem
                    }
                    _ => return Err(Stop::Strange),
                },
                Stage::AfterItem => match cursor.peek()? {
                    b',' => cursor.pass(Stage::BeforeItem { comma_seen: true }),
                    b']' => cursor.pass(Stage::Tail),
                    _ => return Err(Stop::Strange),
                },
            };
            (self.bucket.at, self.bucket.stage) = (cursor.at, next);
        }
    }

    fn item(&mut self, text: &[u8], start: usize, path: &dyn Display) -> Step<(Item, usize)> {
        let numbers = self.gaps.numbers.len();
        if let Some(found) = self.patterns.find(text, start, List::TimeSeries, &mut self.gaps) {
            return Ok((Item::Again { found, start, numbers }, found.end));
        }
        self.bucket.read += 1;
        if self.bucket.read > MANY_READ {
            return Err(Stop::Strange);
        }
        let rest = text.get(start..).unwrap_or_default();
        let mut scan = Scan::default();
        let length = scan.advance(rest);
        if !scan.is_complete() {
            return Err(if rest.len() > LONG_ITEM { Stop::Strange } else { Stop::NeedsMore });
        }
        let json = rest.get(..length).unwrap_or_default();
        let json = Value::check_inside(json, DEPTH_IN_BUCKET).map_err(|_| Stop::Strange)?;
        let path = ResultPath { bucket: path, index: self.bucket.items.len() };
        let item = match read_usage(json, &path, When::InBucket) {
            Ok(item) => {
                let pattern = self.learn(json, List::TimeSeries, &item);
                Item::Read(Box::new(item), pattern)
            }
            Err(error) => {
                let kind = ReplyKind::told_by(List::TimeSeries, |name| json.member(name));
                Item::Invalid(error, kind)
            }
        };
        Ok((item, start + length))
    }

    /// The billing event that starts there.
    pub(super) fn event<'a>(
        &'a mut self,
        text: &'a [u8],
        start: usize,
    ) -> Option<(Again<'a>, usize)> {
        self.gaps.numbers.clear();
        self.gaps.texts.clear();
        let found = self.patterns.find(text, start, List::BillingEvents, &mut self.gaps)?;
        let form = self.patterns.form(found.form)?;
        let own_text = |place: usize| {
            let (start, length) = *self.gaps.texts.get(place)?;
            std::str::from_utf8(text.get(start..start + length)?).ok()
        };
        let label = self.clock.read(own_text(1 - form.request_id)?)?;
        let again = Again {
            pattern: found.pattern,
            when: When::At(label),
            request_id: Some(own_text(form.request_id)?).filter(|id| !id.is_empty()),
            form,
            source: text,
            numbers: &self.gaps.numbers,
            item: text.get(start..found.end)?,
        };
        again.request_id.is_some().then_some((again, found.end))
    }

    /// The pattern of an item for those that come, where its row's key depends on none of its amounts.
    pub(super) fn learn(
        &mut self,
        json: Value<'_>,
        list: List,
        item: &LineItem,
    ) -> Option<PatternId> {
        let figures = &item.figures;
        // A summary tells of the whole window, which its text does not say.
        let may_have_one =
            !self.is_off && item.when != When::WholeWindow && json.as_json().len() <= LONG_PATTERN;
        figures.used().zip(figures.unit_price).filter(|_| may_have_one)?;
        self.patterns.learn(json, list, item.kind)
    }
}

impl OpenBucket {
    /// `{"bucket": label, "results": [`, or the same without the label.
    fn begin(text: &[u8]) -> Step<Self> {
        let mut cursor = Cursor { text, at: 0 };
        cursor.expect(b'{')?;
        let mut key = cursor.plain_text()?;
        let label = if key == b"bucket" {
            cursor.expect(b':')?;
            let label = cursor.label()?;
            cursor.expect(b',')?;
            key = cursor.plain_text()?;
            Some(label)
        } else {
            None
        };
        if key != b"results" {
            return Err(Stop::Strange);
        }
        cursor.expect(b':')?;
        cursor.expect(b'[')?;
        let stage = Stage::BeforeItem { comma_seen: false };
        Ok(Self { at: cursor.at, stage, label, items: Vec::new(), read: 0 })
    }

    /// `}`, or the label before it where it was not in front; and where the bucket ends.
    fn end(&mut self, mut cursor: Cursor<'_>) -> Step<usize> {
        if self.label.is_none() {
            cursor.expect(b',')?;
            if cursor.plain_text()? != b"bucket" {
                return Err(Stop::Strange);
            }
            cursor.expect(b':')?;
            let label = cursor.label()?;
            cursor.expect(b'}')?;
            self.label = Some(label);
        } else {
            cursor.expect(b'}')?;
        }
        Ok(cursor.at)
    }
}

impl Bucket<'_> {
    /// Whether it has no item.
    pub(super) fn is_empty(&self) -> bool {
        self.quick.bucket.items.is_empty()
    }

    /// Hands on its items, in their order.
    pub(super) fn each(
        self,
        receive: &mut dyn FnMut(Usage<'_>, ReplyKind, usize) -> Result<()>,
    ) -> Result<()> {
        let Quick { patterns, gaps, bucket, .. } = self.quick;
        for (index, item) in bucket.items.drain(..).enumerate() {
            match item {
                Item::Again { found, start, numbers } => {
                    let numbers = gaps.numbers.get(numbers..);
                    let item = self.text.get(start..found.end);
                    let ((form, numbers), item) =
                        patterns.form(found.form).zip(numbers).zip(item).ok_or_else(lost)?;
                    let again = Again {
                        pattern: found.pattern,
                        when: When::InBucket,
                        request_id: None,
                        form,
                        source: self.text,
                        numbers,
                        item,
                    };
                    receive(Usage::Again(again), form.kind, index)?;
                }
                Item::Read(item, pattern) => {
                    let kind = item.kind;
                    receive(Usage::LineItem(item, pattern), kind, index)?;
                }
                Item::Invalid(error, kind) => {
                    receive(Usage::Invalid(error), kind, index)?;
                }
            }
        }
        Ok(())
    }
}

/// What was found is not there any more.
fn lost() -> Error {
    Error::new(ErrorCode::InternalError, "a line item was lost on its way")
}

/// A place in a text that is read byte by byte.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not space.
    #[inline(always)]
    fn peek(&mut self) -> Step<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(byte) => return Ok(*byte),
                None => return Err(Stop::NeedsMore),
            }
        }
    }

    #[inline(always)]
    fn pass(&mut self, stage: Stage) -> Stage {
        self.at += 1;
        stage
    }

    fn expect(&mut self, byte: u8) -> Step<()> {
        if self.peek()? != byte {
            return Err(Stop::Strange);
        }
        self.at += 1;
        Ok(())
    }

    /// A short text of plain ASCII.
    fn plain_text(&mut self) -> Step<&'a [u8]> {
        self.expect(b'"')?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let near = rest.get(..LONG_LABEL).unwrap_or(rest);
        let Some(length) = near.iter().position(|byte| *byte == b'"') else {
            return Err(if near.len() < LONG_LABEL { Stop::NeedsMore } else { Stop::Strange });
        };
        let inside = near.get(..length).unwrap_or_default();
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
        if !inside.iter().all(is_plain) {
            return Err(Stop::Strange);
        }
        self.at += length + 1;
        Ok(inside)
    }

    fn label(&mut self) -> Step<Moment> {
        let text = std::str::from_utf8(self.plain_text()?).map_err(|_| Stop::Strange)?;
        let (label, offset) = datetime::parse_with_offset(text).ok_or(Stop::Strange)?;
        Ok(Moment { label, offset })
    }
}

/// Reads the times of events, which are mostly of the same minute as those before.
#[derive(Debug, Default)]
struct Clock {
    /// The last text, and what it says.
    last: Option<(String, DateTimeText)>,
}

impl Clock {
    fn read(&mut self, text: &str) -> Option<DateTimeText> {
        if let Some(read) = self.in_same_minute(text) {
            return Some(read);
        }
        let read = datetime::parse(text)?;
        self.last = Some((text.to_owned(), read));
        Some(read)
    }

    /// `YYYY-MM-DDTHH:MM:` as before, the seconds, and what stood behind them.
    fn in_same_minute(&self, text: &str) -> Option<DateTimeText> {
        let (last, DateTimeText::Instant(instant)) = self.last.as_ref()? else { return None };
        let (minute, seconds) = text.as_bytes().split_at_checked(17)?;
        let (last_minute, last_seconds) = last.as_bytes().split_at_checked(17)?;
        let ([tens, ones, offset @ ..], [_, _, last_offset @ ..]) = (seconds, last_seconds) else {
            return None;
        };
        if minute != last_minute || offset != last_offset || last_minute.last() != Some(&b':') {
            return None;
        }
        let digits = (*tens as char).to_digit(10)? * 10 + (*ones as char).to_digit(10)?;
        let second = u8::try_from(digits).ok()?;
        instant.replace_second(second).ok().map(DateTimeText::Instant)
    }
}

/// The path of an element so many behind another.
pub(super) struct LaterElement<'a> {
    pub(super) first: &'a Location,
    pub(super) by: usize,
}

impl Display for LaterElement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.later(self.by).fmt(f)
    }
}

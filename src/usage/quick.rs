//! Line items that are like those before them, straight from the bytes of a list. What is not as
//! expected is left to the general reading, of which nothing here can be told apart.

mod clock;
mod cursor;

use std::fmt::{self, Display};

use super::again::Again;
use super::frame::Location;
use super::kind::ReplyKind;
use super::line_item::{LineItem, When, read_usage};
use super::patterns::{Found, Gaps, Likeness, Patterns};
use super::reply::{Moment, ResultPath};
use super::{List, Usage};
use crate::counting::Counting;
use crate::error::{Error, Result};
use crate::json::{Scan, Value};
use crate::limits::LEAST_TEXT;

use clock::Clock;
pub(super) use cursor::Stop;
use cursor::{Cursor, Step};

/// A longer item is left to the general reading, which does not start again with every chunk.
const LONG_ITEM: usize = 1 << 16;

/// Of a longer item no pattern is learned.
const LONG_PATTERN: usize = 1 << 12;

/// So many items of a bucket are kept as a whole; one with more has little that comes again.
const MANY_READ: usize = 4096;

/// How deep the items of a bucket stand in it.
const DEPTH_IN_BUCKET: usize = 2;

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
    Read(Box<LineItem>, Option<Likeness>),
    Invalid(Box<Error>, ReplyKind),
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
                    b']' if !comma_seen => pass(&mut cursor, Stage::Tail),
                    b'{' => {
                        let (item, end) = self.item(text, cursor.at, path)?;
                        self.bucket.items.push(item);
                        cursor.at = end;
                        Stage::AfterItem
                    }
                    _ => return Err(Stop::Strange),
                },
                Stage::AfterItem => match cursor.peek()? {
                    b',' => pass(&mut cursor, Stage::BeforeItem { comma_seen: true }),
                    b']' => pass(&mut cursor, Stage::Tail),
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
        self.bucket.read.count_one();
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
                let likeness = self.learn(json, List::TimeSeries, &item);
                Item::Read(Box::new(item), likeness)
            }
            Err(error) => {
                let kind = ReplyKind::told_by(List::TimeSeries, |name| json.member(name));
                Item::Invalid(Box::new(error), kind)
            }
        };
        Ok((item, start.saturating_add(length)))
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
            text.get(start..)?.get(..length)
        };
        let label = self.clock.read(own_text(form.request_id ^ 1)?)?;
        let again = Again {
            likeness: found.likeness,
            when: When::At(label),
            request_id: std::str::from_utf8(own_text(form.request_id)?)
                .ok()
                .filter(|id| !id.is_empty()),
            form,
            source: text,
            numbers: &self.gaps.numbers,
            item: text.get(start..found.end)?,
        };
        again.request_id.is_some().then_some((again, found.end))
    }

    /// Learns what an item is like, for those that come, where its row's key depends on none of its
    /// amounts.
    pub(super) fn learn(
        &mut self,
        json: Value<'_>,
        list: List,
        item: &LineItem,
    ) -> Option<Likeness> {
        let figures = &item.figures;
        // A summary tells of the whole window, which its text does not say; and what some limit might
        // refuse is not learned.
        let may_have_one = !self.is_off
            && item.when != When::WholeWindow
            && json.as_json().len() <= LONG_PATTERN
            && item.member_longer_than(LEAST_TEXT as usize).is_none();
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
                    let form =
                        patterns.form(found.form).ok_or_else(|| Error::lost("a line item"))?;
                    let numbers =
                        gaps.numbers.get(numbers..).and_then(|all| all.get(..form.figures.len()));
                    let item = self.text.get(start..found.end);
                    let (numbers, item) =
                        numbers.zip(item).ok_or_else(|| Error::lost("a line item"))?;
                    let again = Again {
                        likeness: found.likeness,
                        when: When::InBucket,
                        request_id: None,
                        form,
                        source: self.text,
                        numbers,
                        item,
                    };
                    receive(Usage::Again(&again), form.kind, index)?;
                }
                Item::Read(item, likeness) => {
                    let kind = item.kind;
                    receive(Usage::LineItem(item, likeness), kind, index)?;
                }
                Item::Invalid(error, kind) => {
                    receive(Usage::Invalid(*error), kind, index)?;
                }
            }
        }
        Ok(())
    }
}

/// Behind one byte.
fn pass(cursor: &mut Cursor<'_>, stage: Stage) -> Stage {
    cursor.at.count_one();
    stage
}

/// Where the next item starts, behind a comma, where both are there.
pub(super) fn next_item(text: &[u8], end: usize) -> Option<usize> {
    let mut cursor = Cursor { text, at: end };
    cursor.expect(b',').ok()?;
    cursor.peek().ok()?;
    Some(cursor.at)
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

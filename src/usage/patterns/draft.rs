//! An item taken apart: the stretches of its text, and what stands between them.

use std::ops::Range;

use super::stretch::{own_text, with_end};
use super::{Gap, LIKE_NONE, LONG_VALUE};
use crate::decimal::ShortNumber;
use crate::json::Value;
use crate::usage::figures::Figure;
use crate::usage::{List, REQUEST_ID, TIMESTAMP};

/// The members that say who asked, and nothing else; tags are a billing event's own.
const ASKED: [&str; 3] = ["username", "auth_method", "auth_method_structured"];
const TAGS: &str = "tags";

/// The members that go into the tags of usage, and into what was sold.
const TAGGING: [&str; 2] = ["product", "app"];

/// The parts of an item, in the order of its text.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) text: &'a str,
    pub(super) list: List,
    pub(super) parts: Vec<Part>,
    /// Whether who asked, in words of FOCUS, depends on more than the values that say so.
    pub(super) asked_by_sold: bool,
    /// What the amounts in the gaps are.
    pub(super) figures: Vec<Figure>,
    /// What the texts of its own are.
    pub(super) texts: Vec<&'static str>,
    /// The values that are part of the stretches, by their members.
    values: Vec<(String, Range<usize>)>,
}

/// A stretch of text, and the gap behind it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) run: Range<usize>,
    pub(super) gap: Gap,
    pub(super) value: Range<usize>,
    /// The member whose value says who asked.
    pub(super) asked: Option<String>,
    /// The last amount before that has the same text, by its place.
    pub(super) like: u8,
}

impl Part {
    /// Its text and its value, with another gap between them.
    pub(super) fn with_gap(&self, gap: Gap) -> Self {
        let (run, value) = (self.run.clone(), self.value.clone());
        Self { run, gap, value, asked: None, like: LIKE_NONE }
    }
}

/// An item that is being taken apart.
struct Drafting<'a, 't> {
    telling: &'t [String],
    draft: Draft<'a>,
    /// Where the next stretch starts.
    start: usize,
    /// Whether it is in a member that says who asked.
    is_asked: bool,
}

impl<'a> Draft<'a> {
    /// Takes an item apart; `None` of one that has no pattern.
    pub(super) fn of(item: Value<'a>, list: List, telling: &[String]) -> Option<Self> {
        let text = item.as_json();
        let draft = Self {
            text,
            list,
            parts: Vec::new(),
            asked_by_sold: false,
            figures: Vec::new(),
            texts: Vec::new(),
            values: Vec::new(),
        };
        let mut drafting = Drafting { telling, draft, start: 0, is_asked: false };
        for (key, value) in item.members()? {
            drafting.member(&key, value)?;
        }
        let end = text.len();
        drafting.gap(Gap::End, end..end);
        let mut draft = drafting.draft;
        draft.asked_by_sold |=
            list == List::TimeSeries && TAGGING.iter().any(|name| item.member(name).is_some());
        let texts = match list {
            List::TimeSeries => 0,
            List::BillingEvents => 2,
        };
        draft.end_head()?;
        (draft.texts.len() == texts).then_some(draft)
    }

    /// Ends the head at the last amount, or text of its own, that something comes before in which items
    /// may differ.
    fn end_head(&mut self) -> Option<()> {
        let Self { parts, values, .. } = self;
        let (mut last, mut differs) = (None, true);
        for part in parts {
            let is_value_of = |(_, value): &(String, Range<usize>)| part.run.contains(&value.start);
            differs |= matches!(part.gap, Gap::Value(_)) || values.iter().any(is_value_of);
            let is_own = matches!(part.gap, Gap::Amount { .. } | Gap::OwnText { .. });
            if is_own && std::mem::take(&mut differs) {
                last = Some(part);
            }
        }
        last?.gap.end_head();
        Some(())
    }

    /// What stands at that place of the text.
    pub(super) fn at(&self, place: Range<usize>) -> &'a [u8] {
        self.text.as_bytes().get(place).unwrap_or_default()
    }

    /// The member with a value at that place of the text.
    pub(super) fn value_at(&self, place: usize) -> Option<String> {
        let is_there =
            |(_, value): &&(String, Range<usize>)| value.start <= place && place <= value.end;
        self.values.iter().find(is_there).map(|(member, _)| member.clone())
    }
}

impl Drafting<'_, '_> {
    fn member(&mut self, key: &str, value: Value<'_>) -> Option<()> {
        let place = self.place(value);
        if let Some(figure) = Figure::named(key, self.draft.list) {
            // One that is not there makes another form of item, not a value of which there are many.
            return if value.is_null() { Some(()) } else { self.amount(figure, value, place) };
        }
        let own = [REQUEST_ID, TIMESTAMP].into_iter().find(|name| *name == key);
        match own.filter(|_| self.draft.list == List::BillingEvents) {
            Some(name) => {
                let inside = value.as_json().strip_prefix('"')?.strip_suffix('"')?;
                let length = own_text(&with_end(inside.as_bytes(), b'"'))?;
                self.draft.texts.push(name);
                self.gap(Gap::OwnText { ends_head: false }, inside_quotes(&place));
                (length == inside.len() && is_short(inside)).then_some(())
            }
            None => {
                let is_tags = self.draft.list == List::BillingEvents && key == TAGS;
                // An empty name is none: then the item may be of another kind.
                self.is_asked = is_tags || (ASKED.contains(&key) && value.is_something());
                // A nested tag is its JSON, with all that stands between its values.
                self.draft.asked_by_sold |= is_tags && has_nested(value);
                self.value(key.to_owned(), value)?;
                self.is_asked = false;
                Some(())
            }
        }
    }

    /// An amount that is short; an item with another one has no pattern.
    fn amount(&mut self, figure: Figure, value: Value<'_>, place: Range<usize>) -> Option<()> {
        let text = value.as_json();
        let number = ShortNumber::read(&with_end(text.as_bytes(), b','), 0)?;
        self.draft.figures.push(figure);
        let like = self.amount_like(text);
        self.gap(Gap::Amount { ends_head: false }, place);
        if let Some(part) = self.draft.parts.last_mut() {
            part.like = like;
        }
        (number.length() == text.len()).then_some(())
    }

    /// A value, or the values in it.
    fn value(&mut self, member: String, value: Value<'_>) -> Option<()> {
        if let Some(members) = value.members() {
            for (key, value) in members {
                self.value(format!("{member}.{key}"), value)?;
            }
            return Some(());
        }
        if let Some(elements) = value.elements() {
            for element in elements {
                self.value(format!("{member}[]"), element)?;
            }
            return Some(());
        }
        let mut place = self.place(value);
        if value.as_json().starts_with('"') {
            place = inside_quotes(&place);
        }
        if !self.is_asked && !self.telling.contains(&member) {
            self.draft.values.push((member, place));
            return Some(());
        }
        let stop = *self.draft.text.as_bytes().get(place.end)?;
        let asked = self.is_asked.then_some(member);
        // Up to the first such byte: a value with one in it, or one escaped, has no end to go by.
        let value = self.draft.text.get(place.clone())?;
        let has_end = !value.bytes().any(|byte| byte == stop || byte == b'\\');
        let is_told = is_short(value) && has_end;
        let gap = if asked.is_some() { Gap::Asked(stop) } else { Gap::Value(stop) };
        self.gap(gap, place);
        if let Some(part) = self.draft.parts.last_mut() {
            part.asked = asked;
        }
        is_told.then_some(())
    }

    fn gap(&mut self, gap: Gap, value: Range<usize>) {
        let run = self.start..value.start;
        self.start = value.end;
        self.draft.parts.push(Part { run, gap, value, asked: None, like: LIKE_NONE });
    }

    /// The last amount before with that text, which is mostly no chance: a total that nothing was taken off.
    fn amount_like(&self, text: &str) -> u8 {
        let amounts = self.draft.parts.iter().filter(|part| matches!(part.gap, Gap::Amount { .. }));
        let places = (0..LIKE_NONE).zip(amounts);
        let is_like = |part: &Part| self.draft.text.get(part.value.clone()) == Some(text);
        let like = places.filter(|(_, part)| is_like(part)).last();
        like.map_or(LIKE_NONE, |(place, _)| place)
    }

    /// Where the value stands in the text that it is a part of.
    fn place(&self, value: Value<'_>) -> Range<usize> {
        let (text, value) =
            (self.draft.text.as_bytes().as_ptr_range(), value.as_json().as_bytes().as_ptr_range());
        let place = |at: *const u8| (at as usize).wrapping_sub(text.start as usize);
        place(value.start)..place(value.end)
    }
}

/// Whether it is found where it stands: by whole words, with what ends it.
fn is_short(value: &str) -> bool {
    value.len() < LONG_VALUE - 8
}

/// A text without its quotes.
fn inside_quotes(text: &Range<usize>) -> Range<usize> {
    text.start.saturating_add(1)..text.end.saturating_sub(1)
}

/// Whether there are objects or lists in it.
fn has_nested(value: Value<'_>) -> bool {
    let is_in_object = value.members().is_some_and(|mut all| all.any(|(_, it)| it.is_nested()));
    is_in_object || value.elements().is_some_and(|mut all| all.any(Value::is_nested))
}

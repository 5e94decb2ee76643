//! A line item of which only the amounts were read.

use std::fmt::Display;

use super::kind::ReplyKind;
use super::line_item::{LineItem, When, read_event, read_usage};
use super::patterns::{Form, Pattern};
use super::{Figure, Figures};
use crate::decimal::{ShortNumber, ShortText};
use crate::error::Result;
use crate::json::Value;

/// A line item that is like an earlier one in all but these.
#[derive(Debug, Clone, Copy)]
pub struct Again<'a> {
    /// The pattern that it shares with the earlier one.
    pub pattern: Pattern,
    /// Whether no item with that pattern came before: what it shares it does with several.
    pub is_new: bool,
    /// When it was charged.
    pub when: When,
    /// The request of a billing event.
    pub request_id: Option<&'a str>,
    pub(super) form: &'a Form,
    /// What the numbers were read from.
    pub(super) source: &'a [u8],
    pub(super) numbers: &'a [ShortNumber],
    /// Its JSON.
    pub(super) item: &'a [u8],
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

//! A line item of which only the amounts were read.

use std::fmt::Display;

use super::Figure;
use super::kind::ReplyKind;
use super::line_item::{LineItem, When, read_event, read_usage};
use super::patterns::{Form, Likeness};
use crate::decimal::{CopiedText, ShortNumber, ShortText};
use crate::error::Result;
use crate::json::Value;

/// A line item that sold what an earlier one sold, to one who asked for something before.
#[derive(Debug, Clone, Copy)]
pub struct Again<'a> {
    /// What it shares with earlier ones.
    pub likeness: Likeness,
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

    /// One of its figures.
    #[inline(always)]
    pub(super) fn number(&self, figure: Figure) -> Option<&ShortNumber> {
        self.form.number(figure, self.numbers)
    }

    /// The text that a CSV has of a number of its own.
    #[inline(always)]
    pub(crate) fn text<'t>(
        &'t self,
        number: &ShortNumber,
        room: &'t mut ShortText,
    ) -> Option<CopiedText<'t>> {
        number.text(self.source, room)
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

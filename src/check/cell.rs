//! A cell of a row, read once as the type of its column.

use std::borrow::Cow;

use time::UtcDateTime;

use super::text_form::{self, Form};
use crate::decimal::Decimal;
use crate::focus::column::DataType;
use crate::focus::csv_cell::{are_same, unquoted};

/// A cell that takes more bytes gives way to the next, unless a row that is kept has it.
const LONG: usize = 1024;

/// A cell of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What stands in it; of a null nothing.
    pub text: String,
    /// As it stands in the file, where that is not the text.
    raw: Vec<u8>,
    /// What it says.
    pub reading: Reading,
    /// What the text is known by where it is compared with others.
    pub hash: u64,
    /// What comes out for it by itself, for all that rules ask of its column.
    pub answers: u64,
    /// How many of the rows that are kept say this.
    pub rows: usize,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Null,
    /// Text, whatever it is about.
    Text,
    /// Bytes that are no text.
    NotUnicode,
    /// A number.
    Number(Form<Option<Decimal>>),
    /// A date-time.
    DateTime(Form<UtcDateTime>),
}

/// How a file writes null, beside the cell in which nothing stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Nulls {
    /// In no other way: somebody in our own reports may be called NULL.
    Empty,
    /// As the word NULL, which is FOCUS's own (NullHandling) and means null to the official validator.
    #[default]
    EmptyOrWord,
}

/// The cell of a column that is not there.
pub static NULL: Cell = Cell::null();

impl Cell {
    /// A cell that says nothing.
    pub const fn null() -> Self {
        Self {
            text: String::new(),
            raw: Vec::new(),
            reading: Reading::Null,
            hash: 0,
            answers: 0,
            rows: 0,
        }
    }

    /// Reads a cell as it stands in the file, in place of another.
    pub fn read(&mut self, raw: &[u8], data_type: DataType, nulls: Nulls) {
        let bytes = unquoted(raw);
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&bytes),
        };
        let is_null = text.is_empty() || text == "NULL" && nulls == Nulls::EmptyOrWord;
        self.reading = match data_type {
            _ if is_null => Reading::Null,
            _ if matches!(text, Cow::Owned(_)) => Reading::NotUnicode,
            DataType::Decimal => Reading::Number(text_form::number(&text)),
            DataType::DateTime => Reading::DateTime(text_form::date_time(&text)),
            DataType::String | DataType::Json => Reading::Text,
        };
        self.keep(if is_null { "" } else { &text }, raw);
    }

    fn keep(&mut self, text: &str, raw: &[u8]) {
        self.text.clear();
        self.text.push_str(text);
        self.raw.clear();
        if text.as_bytes() != raw {
            self.raw.extend_from_slice(raw);
        }
    }

    /// Whether it takes much memory.
    pub fn is_long(&self) -> bool {
        self.text.capacity().saturating_add(self.raw.capacity()) > LONG
    }

    /// As it stands in the file.
    pub fn raw(&self) -> &[u8] {
        if self.raw.is_empty() { self.text.as_bytes() } else { &self.raw }
    }

    /// Whether it stands like that in the file.
    pub fn is(&self, raw: &[u8]) -> bool {
        are_same(self.raw(), raw)
    }

    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        self.reading == Reading::Null
    }

    /// The number, where it is one that can be reckoned with.
    pub fn number(&self) -> Option<&Decimal> {
        match &self.reading {
            Reading::Number(Form::Sound(value) | Form::Odd(value)) => value.as_ref(),
            _ => None,
        }
    }

    /// Whether it is a number of more digits than are reckoned with.
    pub fn is_too_long(&self) -> bool {
        matches!(self.reading, Reading::Number(Form::Sound(None)))
    }

    /// Whether it is below zero, where it is a number; of one that is too long the text tells.
    pub fn is_negative(&self) -> Option<bool> {
        match self.number() {
            Some(number) => Some(number.is_negative()),
            None => self.is_zero().map(|is_zero| !is_zero && self.text.starts_with('-')),
        }
    }

    /// Whether it is zero, where it is a number.
    pub fn is_zero(&self) -> Option<bool> {
        let mantissa = || self.text.split(['e', 'E']).next().unwrap_or_default();
        match self.number() {
            Some(number) => Some(number.is_zero()),
            None => self.is_too_long().then(|| !mantissa().contains(|c| ('1'..='9').contains(&c))),
        }
    }

    /// The instant, where it is one.
    pub fn instant(&self) -> Option<UtcDateTime> {
        match self.reading {
            Reading::DateTime(Form::Sound(instant) | Form::Odd(instant)) => Some(instant),
            _ => None,
        }
    }

    /// Whether two cells say the same: numbers by their value, all others by their text.
    pub fn says_as(&self, other: &Cell) -> bool {
        match self.number().zip(other.number()) {
            Some((a, b)) => a == b,
            None => self.text == other.text,
        }
    }
}

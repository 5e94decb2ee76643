//! The cells of a row, each read once as the type of its column.

use time::UtcDateTime;

use super::text_form::{self, Form};
use crate::decimal::Decimal;
use crate::focus::column::{COLUMNS, DataType};
use crate::focus::column_id::ColumnId;

/// A cell of a row.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'r> {
    /// As it stands in the file; of a null nothing.
    pub text: &'r str,
    /// What it says.
    pub reading: Reading,
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

/// Where the columns of FOCUS stand in a file.
#[derive(Debug)]
pub struct Places(Vec<Option<usize>>);

impl Places {
    /// In a file with that header.
    pub fn of(header: &[String]) -> Self {
        let place = |name: &str| header.iter().position(|given| given == name);
        Self(COLUMNS.iter().map(|column| place(column.name)).collect())
    }

    /// Where a column stands, if it does.
    pub fn of_column(&self, column: ColumnId) -> Option<usize> {
        self.0.get(column.place()).copied().flatten()
    }

    /// Whether the file has the column.
    pub fn has(&self, column: ColumnId) -> bool {
        self.of_column(column).is_some()
    }
}

/// The cells of the row before: most columns say the same in one row after the other, and what was
/// read and judged once need not be again.
#[derive(Debug)]
pub struct Before {
    columns: Vec<Last>,
    nulls: Nulls,
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

/// What a column said last.
#[derive(Debug, Clone)]
struct Last {
    text: String,
    reading: Reading,
    /// Whether the row being read says something else.
    is_changed: bool,
}

impl Before {
    /// The row before the first is empty.
    pub fn of(columns: usize, nulls: Nulls) -> Self {
        let nothing = Last { text: String::new(), reading: Reading::Null, is_changed: true };
        Self { columns: vec![nothing; columns], nulls }
    }

    /// Whether one of the columns says something else than in the row before.
    pub fn is_changed(&self, places: &[usize]) -> bool {
        places.iter().any(|place| self.columns.get(*place).is_none_or(|last| last.is_changed))
    }
}

impl Last {
    /// Reads the column's cell of the next row.
    fn read(&mut self, text: &str, is_text: bool, data_type: DataType, nulls: Nulls) -> Reading {
        let was_text = self.reading != Reading::NotUnicode;
        self.is_changed = self.text != text || was_text != is_text;
        if self.is_changed {
            self.text.clear();
            self.text.push_str(text);
            self.reading = match data_type {
                _ if text.is_empty() => Reading::Null,
                _ if text == "NULL" && nulls == Nulls::EmptyOrWord => Reading::Null,
                _ if !is_text => Reading::NotUnicode,
                DataType::Decimal => Reading::Number(text_form::number(text)),
                DataType::DateTime => Reading::DateTime(text_form::date_time(text)),
                DataType::String | DataType::Json => Reading::Text,
            };
        }
        self.reading
    }
}

/// A row of the file.
#[derive(Debug)]
pub struct Row<'r> {
    cells: Vec<Cell<'r>>,
    places: &'r Places,
}

impl<'r> Row<'r> {
    /// Reads the cells; those of `not_unicode`, in order, are no text.
    pub fn read(
        texts: &[&'r str],
        not_unicode: &[usize],
        types: &[DataType],
        places: &'r Places,
        before: &mut Before,
    ) -> Self {
        let columns = texts.iter().zip(types).zip(&mut before.columns).enumerate();
        let cells = columns.map(|(place, ((text, data_type), last))| {
            let is_text = not_unicode.binary_search(&place).is_err();
            let reading = last.read(text, is_text, *data_type, before.nulls);
            Cell { text: if reading == Reading::Null { "" } else { text }, reading }
        });
        Self { cells: cells.collect(), places }
    }

    /// The cell of a column; a column that is not there is null.
    pub fn cell(&self, column: ColumnId) -> Cell<'r> {
        let place = self.places.of_column(column);
        let cell = place.and_then(|place| self.cells.get(place).copied());
        cell.unwrap_or(Cell { text: "", reading: Reading::Null })
    }

    /// Whether the column is in the file.
    pub fn has(&self, column: ColumnId) -> bool {
        self.places.has(column)
    }
}

impl Cell<'_> {
    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        self.reading == Reading::Null
    }

    /// The number, where it is one that can be reckoned with.
    pub fn number(&self) -> Option<Decimal> {
        match self.reading {
            Reading::Number(Form::Sound(value) | Form::Odd(value)) => value,
            _ => None,
        }
    }

    /// Whether it is a number of more digits than are reckoned with.
    pub fn is_too_long(&self) -> bool {
        self.reading == Reading::Number(Form::Sound(None))
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
        let mantissa = self.text.split(['e', 'E']).next().unwrap_or_default();
        match self.number() {
            Some(number) => Some(number.is_zero()),
            None => self.is_too_long().then(|| !mantissa.contains(|c| ('1'..='9').contains(&c))),
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
    pub fn says_as(&self, other: &Cell<'_>) -> bool {
        match self.number().zip(other.number()) {
            Some((a, b)) => a == b,
            None => self.text == other.text,
        }
    }
}

//! The columns of a FOCUS CSV that is read back: what type each has, by its name.

use super::column::{Cell, Column, DataType};
use crate::datetime::{self, DateTimeText};
use crate::decimal::Decimal;
use crate::error::{Error, ErrorCode, Result};

/// Something is wrong with a FOCUS CSV.
pub fn invalid_csv(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidCsv, message)
}

/// A column of the file, by its name.
pub struct InputColumn {
    /// The name in the header.
    pub name: String,
    /// What FOCUS, or we, know of it.
    known: Option<&'static Column>,
}

impl InputColumn {
    /// The column of that name.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), known: Column::named(name) }
    }

    /// Its type; text where nobody knows the column.
    pub fn data_type(&self) -> DataType {
        self.known.map_or(DataType::String, |column| column.data_type)
    }

    /// Whether rows that are added up add it.
    pub fn is_additive(&self) -> bool {
        self.known.is_some_and(|column| column.is_additive)
    }

    /// Whether the type is FOCUS's or ours, and not a guess.
    pub fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// Reads a cell; `unescape` takes the `'` away that keeps spreadsheets from running a text.
    pub fn read(&self, text: &str, unescape: bool) -> Result<Cell<'static>> {
        if text.is_empty() {
            return Ok(Cell::Null);
        }
        let wrong = |what: &str, hint: &str| {
            invalid_csv(format!("{} is not {what}: {}", self.name, shortened(text))).hint(hint)
        };
        Ok(match self.data_type() {
            DataType::Decimal => Cell::Decimal(Decimal::from_json_number(text).map_err(|_| {
                wrong("an exact decimal", "Decimals are written like 0.025, or 25E-3.")
            })?),
            DataType::DateTime => {
                let instant = match datetime::parse(text) {
                    Some(DateTimeText::Instant(instant)) => Some(instant),
                    // FOCUS's date-times are in UTC.
                    Some(DateTimeText::Local(local)) => Some(local.as_utc()),
                    None => None,
                };
                Cell::DateTime(instant.ok_or_else(|| {
                    wrong("a date-time", "Date-times are written like 2025-01-31T00:00:00Z.")
                })?)
            }
            // What is no object is a text like any other.
            DataType::Json => Cell::Json(unescaped(text, unescape).to_owned().into()),
            DataType::String => Cell::Text(unescaped(text, unescape).to_owned().into()),
        })
    }
}

/// Text, or the name of a column, without the `'` that keeps spreadsheets from running it.
pub fn unescaped(text: &str, unescape: bool) -> &str {
    if unescape { text.strip_prefix('\'').unwrap_or(text) } else { text }
}

/// A text of a column that FOCUS does not know may be a number, which is no formula.
pub fn number_or_text(text: &str) -> Cell<'_> {
    match Decimal::from_json_number(text) {
        Ok(_) => Cell::Json(text.into()),
        Err(_) => Cell::Text(text.into()),
    }
}

fn shortened(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.take(120).collect()
}

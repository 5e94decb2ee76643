//! Whether the quotes of a CSV stand where they mean one thing, around a cell or doubled inside it, and
//! where its records end.
//!
//! Readers take a quote anywhere, and two that are open swallow the rows between them.

use super::csv_cell::plain_length;
use super::header::other_separators;
use super::input_column::invalid_csv;
use crate::counting::Counting;
use crate::error::{Error, Result};
use crate::words::line_feeds;

/// Follows the quotes through bytes cut anywhere.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    place: Place,
    /// How many line feeds were read.
    lines: u64,
    /// The line on which the record began, and the last quoted cell in it.
    began: u64,
    opened: u64,
}

/// Where in the file the next byte stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// At the start of a record, where empty lines are passed over.
    #[default]
    RecordStart,
    /// At the start of another cell.
    CellStart,
    /// In a cell without quotes.
    Unquoted,
    /// In a cell that a quote has opened.
    Quoted,
    /// Behind a quote in such a cell, which ends it or is doubled.
    BehindQuote,
}

/// What of the bytes was read.
pub(super) struct Read {
    pub(super) bytes: usize,
    /// Whether a record ends there.
    pub(super) ends_record: bool,
}

impl Read {
    fn up_to(rest: &[u8], bytes: &[u8], ends_record: bool) -> Self {
        Self { bytes: bytes.len().saturating_sub(rest.len()), ends_record }
    }
}

impl Quotes {
    /// Whether the next byte begins a record, or is an empty line before it.
    pub(super) fn is_between_records(&self) -> bool {
        self.place == Place::RecordStart
    }

    /// The line of the next byte.
    pub(super) fn line(&self) -> u64 {
        self.lines.saturating_add(1)
    }

    /// The line on which the record began that is being read, or was read last.
    pub(super) fn began(&self) -> u64 {
        self.began
    }

    /// Passes over so many line feeds that stand in whole records.
    pub(super) fn skip_lines(&mut self, lines: u64) {
        self.lines.count_more(lines);
    }

    /// Passes over the empty lines between records, and returns what stands behind them.
    pub(super) fn skip_empty_lines<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let is_empty = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        let length = bytes.iter().take_while(is_empty).count();
        let (empty, rest) = bytes.split_at_checked(length).unwrap_or_default();
        self.lines.count_more(line_feeds(empty));
        rest
    }

    /// Reads up to the end of the record.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Read> {
        let mut rest = bytes;
        while let [byte, behind @ ..] = rest {
            let before = self.place;
            self.place = before.behind(*byte).ok_or_else(|| self.misplaced(*byte))?;
            if before == Place::RecordStart {
                self.began = self.line();
            }
            if self.place == Place::Quoted && !before.is_quoted() {
                self.opened = self.line();
            }
            self.lines.count_more(u64::from(*byte == b'\n'));
            rest = behind;
            match self.place {
                Place::RecordStart => return Ok(Read::up_to(rest, bytes, true)),
                Place::Unquoted => rest = rest.get(plain_length(rest, 0)..).unwrap_or_default(),
                _ => {}
            }
        }
        Ok(Read::up_to(rest, bytes, false))
    }

    /// The file ends here.
    pub(super) fn end(&self) -> Result<()> {
        match self.place {
            Place::Quoted => Err(open(self.opened)),
            _ => Ok(()),
        }
    }

    /// The error of a quote that the byte behind it shows to be wrong, or of one that is that byte.
    fn misplaced(&self, byte: u8) -> Error {
        let line = self.line();
        if line == 1 && matches!(byte, b';' | b'\t') {
            return other_separators();
        }
        let message = match self.place {
            Place::BehindQuote => format!(
                "on line {line} a quote closes the cell that was opened on line {}, and the cell goes on",
                self.opened
            ),
            _ => format!("on line {line} a quote stands inside a cell that has none around it"),
        };
        invalid_csv(message).field(format!("[line {line}]")).hint(
            "Double every quote inside a cell, and quote the cell: \"5\"\" disk\"; or the quote that \
             opened the cell was never closed.",
        )
    }
}

impl Place {
    fn is_quoted(self) -> bool {
        matches!(self, Place::Quoted | Place::BehindQuote)
    }

    /// The place behind a byte; none where it is a quote that does not belong there, or stands behind
    /// one.
    fn behind(self, byte: u8) -> Option<Place> {
        match (self, byte) {
            (Place::Quoted, b'"') => Some(Place::BehindQuote),
            (Place::Quoted, _) | (Place::BehindQuote, b'"') => Some(Place::Quoted),
            (_, b',') => Some(Place::CellStart),
            (_, b'\n' | b'\r') => Some(Place::RecordStart),
            (Place::BehindQuote, _) | (Place::Unquoted, b'"') => None,
            (_, b'"') => Some(Place::Quoted),
            _ => Some(Place::Unquoted),
        }
    }
}

fn open(line: u64) -> Error {
    invalid_csv(format!("a quote is opened on line {line}, and never closed"))
        .field(format!("[line {line}]"))
        .hint("Double every quote inside a cell, and quote the cell; or the file was cut off.")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of the error, in pieces of any size.
    fn line_of_error(text: &str) -> Option<String> {
        let of_pieces = |size: usize| {
            let mut quotes = Quotes::default();
            for mut piece in text.as_bytes().chunks(size) {
                while !piece.is_empty() {
                    let read = quotes.read(piece)?;
                    piece = piece.get(read.bytes..).unwrap_or_default();
                }
            }
            quotes.end()
        };
        let found =
            |size| of_pieces(size).err().and_then(|error| error.field_name().map(str::to_owned));
        let whole = found(usize::MAX);
        for size in [1, 2, 3] {
            assert_eq!(found(size), whole, "{text:?} in pieces of {size}");
        }
        whole
    }

    #[test]
    fn quotes_stand_around_cells_or_doubled_inside_them() {
        for text in ["", "a,b\n", "\"a\",\"b\"\r\n", "\"x\ny\",\"q\"\"q\"\n", "\"\"", "\"a\""] {
            assert_eq!(line_of_error(text), None, "{text:?}");
        }
        for (text, line) in [
            ("a,b\n1,5\" disk\n", 2),
            ("a,b\n1,\"x\n2,\"y\n3,z\n", 3),
            ("a,b\n1,\"x\" ,\n", 2),
            ("a,b\n1, \"x\"\n", 2),
            ("a,b\n\n\n1,\"x\n2,y\n", 4),
            ("a,\"b", 1),
        ] {
            assert_eq!(line_of_error(text), Some(format!("[line {line}]")), "{text:?}");
        }
    }
}

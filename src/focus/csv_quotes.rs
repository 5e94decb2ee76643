//! Whether the quotes of a CSV stand where they mean one thing: around a cell, or doubled inside it.
//!
//! Readers take a quote anywhere, and two that are open swallow the rows between them.

use super::header::other_separators;
use super::input_column::invalid_csv;
use crate::error::{Error, Result};

/// Follows the quotes through bytes cut anywhere.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    place: Place,
    /// The line on which the last quoted cell was opened.
    opened: u64,
}

/// Where in the file the next byte stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// At its start, where a byte order mark may stand.
    #[default]
    FileStart,
    /// At the start of a cell.
    CellStart,
    /// In a cell without quotes.
    Unquoted,
    /// In a cell that a quote has opened.
    Quoted,
    /// Behind a quote in such a cell, which ends it or is doubled.
    BehindQuote,
}

impl Quotes {
    /// Takes the next bytes, of which the first stands on that line.
    pub(super) fn read(&mut self, bytes: &[u8], mut line: u64) -> Result<()> {
        if matches!(self.place, Place::CellStart | Place::Unquoted) && !bytes.contains(&b'"') {
            self.skip(bytes);
            return Ok(());
        }
        for byte in bytes {
            self.place = self.behind(*byte).ok_or_else(|| self.misplaced(*byte, line))?;
            if self.place == Place::Quoted && self.opened == 0 {
                self.opened = line;
            } else if self.place == Place::CellStart {
                self.opened = 0;
            }
            line += u64::from(*byte == b'\n');
        }
        Ok(())
    }

    /// The file ends here.
    pub(super) fn end(&self) -> Result<()> {
        match self.place {
            Place::Quoted => Err(open(self.opened)),
            _ => Ok(()),
        }
    }

    /// The error of a quote that the byte behind it shows to be wrong, or of one that is that byte.
    fn misplaced(&self, byte: u8, line: u64) -> Error {
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

    /// Bytes without a quote, outside a quoted cell.
    fn skip(&mut self, bytes: &[u8]) {
        self.place = match bytes.last() {
            None => self.place,
            Some(b',' | b'\n' | b'\r') => Place::CellStart,
            Some(_) => Place::Unquoted,
        };
    }

    /// The place behind a byte; none where it is a quote that does not belong there.
    fn behind(&self, byte: u8) -> Option<Place> {
        match (self.place, byte) {
            (Place::Quoted, b'"') => Some(Place::BehindQuote),
            (Place::Quoted, _) | (Place::BehindQuote, b'"') => Some(Place::Quoted),
            (_, b',' | b'\n' | b'\r') => Some(Place::CellStart),
            (Place::BehindQuote, _) | (Place::Unquoted, b'"') => None,
            (Place::FileStart | Place::CellStart, b'"') => Some(Place::Quoted),
            (Place::FileStart, 0xEF | 0xBB | 0xBF) => Some(Place::FileStart),
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
            let (mut quotes, mut line) = (Quotes::default(), 1);
            for piece in text.as_bytes().chunks(size) {
                quotes.read(piece, line)?;
                line += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
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
        for text in
            ["", "a,b\n", "\u{FEFF}\"a\",\"b\"\r\n", "\"x\ny\",\"q\"\"q\"\n", "\"\"", "\"a\""]
        {
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

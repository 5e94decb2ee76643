//! The CSV, byte for byte: RFC 4180 quoting, LF, header always, null as nothing.

use std::io;

use super::column::Cell;
use crate::datetime;

/// How much is gathered before it is handed on.
const CHUNK: usize = 1 << 20;

/// Writes rows of cells in chunks of about 1 MB.
#[derive(Debug)]
pub struct CsvWriter<W: io::Write> {
    out: W,
    buffer: Vec<u8>,
    spreadsheet_safe: bool,
    escaped_cells: u64,
}

impl<W: io::Write> CsvWriter<W> {
    /// A writer that wants its header first, and hands nothing on yet.
    pub fn new(out: W, spreadsheet_safe: bool) -> Self {
        Self { out, buffer: Vec::new(), spreadsheet_safe, escaped_cells: 0 }
    }

    /// Writes the names of the columns.
    pub fn write_header<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for (index, name) in names.enumerate() {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.write_cell(&Cell::Text(name.into()));
        }
        self.buffer.push(b'\n');
    }

    /// Writes one row.
    pub fn write_row<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) -> io::Result<()> {
        let start = self.buffer.len();
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                self.buffer.push(b',');
            }
            self.write_cell(&cell);
        }
        // A blank line is no row to most readers.
        if self.buffer.len() == start {
            self.buffer.extend_from_slice(b"\"\"");
        }
        self.buffer.push(b'\n');
        if self.buffer.len() >= CHUNK {
            self.hand_on()?;
        }
        Ok(())
    }

    /// Hands on what is left.
    pub fn finish(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }

    /// Where it all goes.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// How many cells got a leading `'`.
    pub fn escaped_cells(&self) -> u64 {
        self.escaped_cells
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn write_cell(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Null => {}
            Cell::Text(text) if self.spreadsheet_safe && is_formula_like(text) => {
                self.escaped_cells += 1;
                self.write_text(&format!("'{text}"));
            }
            Cell::Text(text) => self.write_text(text),
            Cell::Json(text) => self.write_text(text),
            Cell::Decimal(value) => self.buffer.extend_from_slice(value.to_string().as_bytes()),
            Cell::DateTime(value) => {
                self.buffer.extend_from_slice(datetime::format(*value).as_bytes())
            }
        }
    }

    fn write_text(&mut self, text: &str) {
        if !text.contains([',', '"', '\n', '\r']) {
            self.buffer.extend_from_slice(text.as_bytes());
            return;
        }
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        self.buffer.push(b'"');
    }
}

/// Whether a spreadsheet would run the text, or has to be told that its `'` is not ours.
fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''])
}

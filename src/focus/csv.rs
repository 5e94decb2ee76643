//! The CSV, byte for byte: RFC 4180 quoting, LF, header always, null as nothing.

use std::io;

use super::column::{Cell, ValueOf};
use super::spreadsheet;
use super::template::{Gaps, RowTemplate, WhoTexts};
use crate::counting::Counting;
use crate::datetime;

/// How much is gathered before it is handed on.
const CHUNK: usize = 1 << 20;

/// Writes rows of cells in chunks of about 1 MB.
#[derive(Debug)]
pub struct CsvWriter<W: io::Write> {
    out: W,
    /// What is gathered, and room behind it.
    buffer: Vec<u8>,
    filled: usize,
    /// The row that is being made.
    row: Vec<u8>,
    cells: CellWriter,
}

/// Writes cells as they stand in a CSV.
#[derive(Debug, Clone, Copy)]
struct CellWriter {
    spreadsheet_safe: bool,
    escaped_cells: u64,
}

impl<W: io::Write> CsvWriter<W> {
    /// A writer that wants its header first, and hands nothing on yet.
    pub fn new(out: W, spreadsheet_safe: bool) -> Self {
        let cells = CellWriter { spreadsheet_safe, escaped_cells: 0 };
        Self { out, buffer: Vec::new(), filled: 0, row: Vec::new(), cells }
    }

    /// Writes the names of the columns.
    pub fn write_header<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        self.gather_row(names.map(|name| Cell::Text(name.into())));
    }

    /// Writes one row.
    pub fn write_row<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) -> io::Result<()> {
        self.gather_row(cells);
        self.hand_on_full()
    }

    fn gather_row<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) {
        self.row.clear();
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                self.row.push(b',');
            }
            self.cells.write(&cell, &mut self.row);
        }
        make_room(&mut self.buffer, self.filled, self.row.len());
        put(&mut self.buffer, &mut self.filled, &self.row);
        self.end_row(self.row.is_empty());
    }

    /// Ends a row.
    #[inline(always)]
    fn end_row(&mut self, is_empty: bool) {
        if is_empty {
            put(&mut self.buffer, &mut self.filled, EMPTY_CELL);
        }
        put(&mut self.buffer, &mut self.filled, b"\n");
    }

    /// The texts of the rows that have these cells in common.
    pub(crate) fn template<'c>(
        &mut self,
        cells: impl Iterator<Item = (ValueOf, Cell<'c>)>,
    ) -> (RowTemplate, WhoTexts) {
        let (mut template, mut whos) = (RowTemplate::default(), WhoTexts::default());
        let mut sold_cells = CellWriter { escaped_cells: 0, ..self.cells };
        let mut who_cells = sold_cells;
        let (text, mut who) = (&mut self.row, None::<Vec<u8>>);
        text.clear();
        for (index, (value, cell)) in cells.enumerate() {
            if let (ValueOf::Who(_), Some(who)) = (value, &mut who) {
                who.push(b',');
                who_cells.write(&cell, who);
                continue;
            }
            if let Some(who) = who.take() {
                whos.add(&who);
            }
            if index > 0 {
                text.push(b',');
            }
            match value {
                ValueOf::Sold(_) => sold_cells.write(&cell, text),
                differs => {
                    template.add(text, differs);
                    text.clear();
                }
            }
            if let ValueOf::Who(_) = value {
                let mut first = Vec::new();
                who_cells.write(&cell, &mut first);
                who = Some(first);
            }
        }
        if let Some(who) = who {
            whos.add(&who);
        }
        template.end(text);
        template.escaped_cells = sold_cells.escaped_cells;
        whos.escaped_cells = who_cells.escaped_cells;
        (template, whos)
    }

    /// Writes the row of a template.
    #[inline(always)]
    pub(crate) fn write_template(
        &mut self,
        template: &RowTemplate,
        gaps: &Gaps<'_>,
        request: Option<&str>,
    ) -> io::Result<()> {
        let request = match request.filter(|_| template.has_request) {
            Some(id) if self.cells.stays(id) => id.as_bytes(),
            Some(id) => {
                self.row.clear();
                self.cells.write_safely(id, spreadsheet::escaped, &mut self.row);
                &self.row
            }
            None => &[],
        };
        self.cells.escaped_cells.count_more(template.escaped_cells);
        self.cells.escaped_cells.count_more(gaps.who.escaped_cells);
        make_room(&mut self.buffer, self.filled, template.room(gaps.who, request.len()));
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let length = template.write(gaps, request, room).ok_or(io::ErrorKind::OutOfMemory)?;
        self.filled.count_more(length);
        self.end_row(length == 0);
        self.hand_on_full()
    }

    /// Hands on what is there, and counts escaped cells anew.
    #[cfg(feature = "parts")]
    pub(crate) fn take_part(&mut self) -> io::Result<u64> {
        self.hand_on()?;
        Ok(std::mem::take(&mut self.cells.escaped_cells))
    }

    /// Rows that another writer has written stand behind those that are here.
    #[cfg(feature = "parts")]
    pub(crate) fn add_part(&mut self, rows: &[u8]) -> io::Result<()> {
        self.hand_on()?;
        self.out.write_all(rows)
    }

    /// As many cells have a leading `'` in such rows.
    #[cfg(feature = "parts")]
    pub(crate) fn add_escaped_cells(&mut self, count: u64) {
        self.cells.escaped_cells.count_more(count);
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
        self.cells.escaped_cells
    }

    #[inline(always)]
    fn hand_on_full(&mut self) -> io::Result<()> {
        if self.filled >= CHUNK { self.hand_on() } else { Ok(()) }
    }

    #[inline(never)]
    fn hand_on(&mut self) -> io::Result<()> {
        let filled = std::mem::take(&mut self.filled);
        self.out.write_all(self.buffer.get(..filled).unwrap_or_default())
    }
}

/// What a row consists of that has but one cell, and that one empty: a blank line is no row to most
/// readers.
const EMPTY_CELL: &[u8] = b"\"\"";

/// The room that the end of a row takes at most.
const ROOM_OF_END: usize = EMPTY_CELL.len() + 1;

/// Room for a row and its end. A report may be short: the buffer grows with it.
#[inline(always)]
fn make_room(buffer: &mut Vec<u8>, filled: usize, length: usize) {
    let needed = filled.saturating_add(length).saturating_add(ROOM_OF_END);
    if needed > buffer.len() {
        buffer.resize(needed.max(buffer.len().saturating_mul(2)), 0);
    }
}

/// Puts bytes behind what is filled; there is room for them.
#[inline(always)]
fn put(buffer: &mut [u8], filled: &mut usize, bytes: &[u8]) {
    let room = buffer.get_mut(*filled..).and_then(|room| room.get_mut(..bytes.len()));
    if let Some(room) = room {
        room.copy_from_slice(bytes);
    }
    filled.count_more(bytes.len());
}

impl CellWriter {
    /// Whether a text stands in the CSV as it is.
    fn stays(&self, text: &str) -> bool {
        !self.spreadsheet_safe && !wants_quotes(text.as_bytes())
    }

    fn write(&mut self, cell: &Cell<'_>, out: &mut Vec<u8>) {
        match cell {
            Cell::Null => {}
            Cell::Text(text) => self.write_safely(text, spreadsheet::escaped, out),
            Cell::Json(text) => self.write_safely(text, spreadsheet::escaped_json, out),
            Cell::Decimal(value) => value.write_to(out),
            Cell::DateTime(value) => out.extend_from_slice(datetime::format(*value).as_bytes()),
        }
    }

    fn write_safely(&mut self, text: &str, escaped: fn(&str) -> Option<String>, out: &mut Vec<u8>) {
        let safe = if self.spreadsheet_safe { escaped(text) } else { None };
        self.escaped_cells.count_more(safe.is_some().into());
        write_text(safe.as_deref().unwrap_or(text), out);
    }
}

/// All bytes are looked at, many at once: mostly none does.
fn wants_quotes(text: &[u8]) -> bool {
    let wants = |byte: u8| byte == b',' || byte == b'"' || byte == b'\n' || byte == b'\r';
    text.iter().fold(false, |wanted, byte| wanted | wants(*byte))
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    if !wants_quotes(text.as_bytes()) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.reserve(text.len().saturating_add(2));
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(byte);
        }
        out.push(byte);
    }
    out.push(b'"');
}

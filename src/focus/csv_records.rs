//! The records of a CSV, from chunks cut anywhere.

use std::borrow::Cow;

use super::csv_cell::{cell_length, unquoted};
use super::csv_quotes::Quotes;
use super::input_column::invalid_csv;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::limits::Limits;

/// Reads records, header and rows alike.
#[derive(Debug)]
pub struct CsvRecords {
    /// A record is no longer than that: behind an open quote the rest of the file would be one.
    longest: usize,
    quotes: Quotes,
    /// Whether the first bytes were read, before which a mark may stand.
    has_begun: bool,
    /// A record whose end has not come yet.
    begun: Vec<u8>,
    /// The texts of the cells of a record, one behind the other, and where each ends.
    fields: Vec<u8>,
    ends: Vec<usize>,
    digest: Digest,
}

/// What UTF-8 may begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn too_long(line: u64, longest: usize) -> Error {
    let message = format!("the row that begins on line {line} is longer than {longest} bytes");
    invalid_csv(message).field(format!("[line {line}]")).hint(
        "Shorten its cells, or raise maxRowBytes (--max-row-bytes); or its end is missing, and the \
         rest of the file was taken for it.",
    )
}

/// Receives the cells of one record.
type RecordReceiver<'r> = dyn FnMut(Record<'_>) -> Result<()> + 'r;

/// One record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'r> {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    /// As it stands in the file, with the end of its line.
    pub(crate) raw: &'r [u8],
    bytes: &'r [u8],
    ends: &'r [usize],
    cells: std::result::Result<&'r [&'r str], NotUtf8>,
}

impl<'r> Record<'r> {
    /// Its cells, or which of them is the first that is no text.
    pub fn cells(&self) -> std::result::Result<&'r [&'r str], NotUtf8> {
        self.cells
    }

    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// Its cells, with a mark for every byte that is no text.
    pub fn lossy_cells(&self) -> Vec<Cow<'r, str>> {
        fields_of(self.bytes, self.ends).map(String::from_utf8_lossy).collect()
    }
}

/// A cell is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUtf8 {
    /// Which one.
    pub cell: usize,
}

impl Default for CsvRecords {
    fn default() -> Self {
        Self::new(Limits::default().row_bytes)
    }
}

impl CsvRecords {
    /// Reads records of at most so many bytes.
    pub(crate) fn new(longest: usize) -> Self {
        Self {
            longest,
            quotes: Quotes::default(),
            has_begun: false,
            begun: Vec::new(),
            fields: Vec::new(),
            ends: Vec::new(),
            digest: Digest::default(),
        }
    }

    /// Takes the next bytes, cut anywhere.
    pub fn push(&mut self, bytes: &[u8], each: &mut RecordReceiver<'_>) -> Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = self.step(rest, each)?;
        }
        Ok(())
    }

    /// Reads no further than to the end of a record, and returns what stands behind.
    pub(crate) fn step<'b>(
        &mut self,
        bytes: &'b [u8],
        each: &mut RecordReceiver<'_>,
    ) -> Result<&'b [u8]> {
        if !std::mem::replace(&mut self.has_begun, true)
            && let Some(rest) = bytes.strip_prefix(BYTE_ORDER_MARK)
        {
            return Ok(rest);
        }
        let rest = match self.is_between_records() {
            true => self.quotes.skip_empty_lines(bytes),
            false => bytes,
        };
        let room = self.longest.saturating_sub(self.begun.len());
        let read = self.quotes.read(rest.get(..room).unwrap_or(rest))?;
        let (piece, rest) = rest.split_at_checked(read.bytes).unwrap_or_default();
        if read.ends_record && self.begun.is_empty() {
            self.record(piece, each)?;
            return Ok(rest);
        }
        self.begun.extend_from_slice(piece);
        if read.ends_record {
            self.end_record(each)?;
        } else if self.begun.len() >= self.longest {
            self.quotes.end()?;
            return Err(too_long(self.quotes.began(), self.longest));
        }
        Ok(rest)
    }

    /// The file has ended: hands on a last record that no line feed ended.
    pub fn finish(&mut self, each: &mut RecordReceiver<'_>) -> Result<()> {
        self.quotes.end()?;
        if self.begun.is_empty() {
            return Ok(());
        }
        self.begun.push(b'\n');
        self.end_record(each)
    }

    /// Whether the next byte begins a record, or is an empty line before it.
    pub(crate) fn is_between_records(&self) -> bool {
        self.quotes.is_between_records()
    }

    /// The line of the next byte, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.quotes.line()
    }

    /// Passes over whole records that were read elsewhere, and have so many line feeds.
    pub(crate) fn skip_lines(&mut self, lines: u64) {
        self.quotes.skip_lines(lines);
    }

    /// What the records so far are known by.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    fn end_record(&mut self, each: &mut RecordReceiver<'_>) -> Result<()> {
        let mut record = std::mem::take(&mut self.begun);
        let outcome = self.record(&record, each);
        record.clear();
        self.begun = record;
        outcome
    }

    fn record(&mut self, raw: &[u8], each: &mut RecordReceiver<'_>) -> Result<()> {
        self.split(raw);
        let Self { fields: bytes, ends, quotes, digest, .. } = self;
        let line = quotes.began();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let cell = ends.partition_point(|end| *end <= error.valid_up_to());
                return each(Record { line, raw, bytes, ends, cells: Err(NotUtf8 { cell }) });
            }
        };
        digest.add_parts(text, ends);
        let mut start = 0;
        let cells: Vec<&str> = ends
            .iter()
            .map(|end| text.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default())
            .collect();
        each(Record { line, raw, bytes, ends, cells: Ok(&cells) })
    }

    /// Takes the cells out of a record, of which the quotes are known to be right.
    fn split(&mut self, raw: &[u8]) {
        self.fields.clear();
        self.ends.clear();
        let mut rest = raw;
        while let Some(length) = cell_length(rest, 0)
            && let Some((cell, end)) = rest.split_at_checked(length)
        {
            self.fields.extend_from_slice(&unquoted(cell));
            self.ends.push(self.fields.len());
            rest = end.get(1..).unwrap_or_default();
        }
    }
}

fn fields_of<'r>(bytes: &'r [u8], ends: &'r [usize]) -> impl Iterator<Item = &'r [u8]> {
    let mut start = 0;
    ends.iter()
        .map(move |end| bytes.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(bytes: &[u8], chunk: usize) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut records = CsvRecords::default();
        let mut each = |record: Record<'_>| {
            let cells = record.cells().unwrap_or_default();
            found.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
            Ok(())
        };
        for piece in bytes.chunks(chunk) {
            assert_eq!(records.push(piece, &mut each), Ok(()));
        }
        assert_eq!(records.finish(&mut each), Ok(()));
        found
    }

    /// The `csv` crate reads the same, wherever the bytes are cut.
    #[test]
    fn records_are_those_of_the_csv_crate() {
        let wide = vec!["x".repeat(5000); 100].join(",");
        let texts = [
            "BilledCost,BillingCurrency\n0.1,USD\n",
            "a,b\n1,2\n",
            "a,b\r\n\"x\ny\",\"q\"\"q\"\r\n\r\n,\r\n3",
            "a\n\"\"\n",
            "",
            wide.as_str(),
        ];
        for text in texts {
            let mut oracle = csv::ReaderBuilder::new();
            let mut oracle = oracle.has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = oracle
                .records()
                .map(|record| {
                    record.map_or(Vec::new(), |record| record.iter().map(str::to_owned).collect())
                })
                .collect();
            for chunk in [1, 2, 7, usize::MAX] {
                assert_eq!(records(text.as_bytes(), chunk), expected, "chunks of {chunk}");
            }
        }
    }

    #[test]
    fn records_know_the_line_they_begin_on() {
        let text = b"a,b\r\n\"x\ny\",1\r\n\r\n2,3\n4,\xFF";
        for chunk in [1, 2, 3, 7, usize::MAX] {
            let mut lines = Vec::new();
            let mut records = CsvRecords::default();
            let mut each = |record: Record<'_>| {
                lines.push((record.line, record.lossy_cells().join("|")));
                Ok(())
            };
            for piece in text.chunks(chunk) {
                assert_eq!(records.push(piece, &mut each), Ok(()));
            }
            assert_eq!(records.finish(&mut each), Ok(()));
            let expected = [(1, "a|b"), (2, "x\ny|1"), (5, "2|3"), (6, "4|\u{FFFD}")];
            assert_eq!(lines, expected.map(|(line, text)| (line, text.to_owned())), "{chunk}");
        }
    }
}

//! The records of a CSV, from chunks cut anywhere.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader};

use super::csv_quotes::Quotes;
use super::input_column::invalid_csv;
use crate::digest::Digest;
use crate::error::{Error, Result};

/// Reads records, header and rows alike.
#[derive(Debug)]
pub struct CsvRecords {
    reader: Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// How much of the two is filled by the record being read.
    filled: usize,
    ended: usize,
    digest: Digest,
    quotes: Quotes,
    /// How many line feeds were read.
    lines: u64,
}

impl Default for CsvRecords {
    fn default() -> Self {
        // The reader's own default has not built its tables.
        Self {
            reader: Reader::new(),
            fields: Vec::new(),
            ends: Vec::new(),
            filled: 0,
            ended: 0,
            digest: Digest::default(),
            quotes: Quotes::default(),
            lines: 0,
        }
    }
}

/// A record is no longer than that: behind an open quote the rest of the file would be one.
const LONGEST_RECORD: usize = 16 << 20;

fn too_long(line: u64) -> Error {
    let message = format!("the row that begins on line {line} is longer than 16 MiB");
    invalid_csv(message).field(format!("[line {line}]")).hint(
        "Shorten its cells; or its end is missing, and the rest of the file was taken for it.",
    )
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Receives the cells of one record.
type RecordReceiver<'r> = dyn FnMut(Record<'_>) -> Result<()> + 'r;

/// One record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'r> {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    bytes: &'r [u8],
    ends: &'r [usize],
    cells: std::result::Result<&'r [&'r str], NotUtf8>,
}

impl<'r> Record<'r> {
    /// Its cells, or which of them is the first that is no text.
    pub fn cells(&self) -> std::result::Result<&'r [&'r str], NotUtf8> {
        self.cells
    }

    /// Its cells, with a mark for every byte that is no text.
    pub fn lossy_cells(&self) -> Vec<Cow<'r, str>> {
        let mut start = 0;
        let cells = self.ends.iter().map(|end| {
            let bytes = self.bytes.get(std::mem::replace(&mut start, *end)..*end);
            String::from_utf8_lossy(bytes.unwrap_or_default())
        });
        cells.collect()
    }
}

/// A cell is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotUtf8 {
    /// Which one.
    pub cell: usize,
}

impl CsvRecords {
    /// Takes the next bytes, cut anywhere.
    pub fn push(&mut self, bytes: &[u8], each: &mut RecordReceiver<'_>) -> Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = rest.get(self.step(rest, each)?..).unwrap_or_default();
        }
        Ok(())
    }

    /// The file has ended: hands on a last record that no line feed ended.
    pub fn finish(&mut self, each: &mut RecordReceiver<'_>) -> Result<()> {
        self.quotes.end()?;
        // The first call ends the record, the second finds none.
        self.step(&[], each)?;
        self.step(&[], each).map(drop)
    }

    /// Reads on, and returns how many bytes were read.
    fn step(&mut self, bytes: &[u8], each: &mut RecordReceiver<'_>) -> Result<usize> {
        let fields = self.fields.get_mut(self.filled..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
        let (result, read, filled, ended) = self.reader.read_record(bytes, fields, ends);
        let consumed = bytes.get(..read).unwrap_or_default();
        self.quotes.read(consumed, self.lines + 1)?;
        self.lines += line_feeds(consumed);
        self.filled += filled;
        self.ended += ended;
        match result {
            ReadRecordResult::OutputFull if self.fields.len() >= LONGEST_RECORD => {
                self.quotes.end()?;
                let fields = self.fields.get(..self.filled).unwrap_or_default();
                return Err(too_long((self.lines + 1).saturating_sub(line_feeds(fields))));
            }
            ReadRecordResult::OutputFull => {
                self.fields.resize((self.fields.len() * 2).max(4096), 0)
            }
            ReadRecordResult::OutputEndsFull => self.ends.resize((self.ends.len() * 2).max(64), 0),
            ReadRecordResult::Record => {
                // A line feed that ends the record is on its last line.
                let ended = u64::from(consumed.last() == Some(&b'\n'));
                let fields = self.fields.get(..self.filled).unwrap_or_default();
                let line = (self.lines + 1).saturating_sub(ended + line_feeds(fields));
                self.record(line, each)?;
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        // An output that was full has to be read again, also at the end of the file.
        match result {
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull if bytes.is_empty() => {
                self.step(bytes, each)
            }
            _ => Ok(read),
        }
    }

    /// What the records so far are known by.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    fn record(&mut self, line: u64, each: &mut RecordReceiver<'_>) -> Result<()> {
        let bytes = self.fields.get(..self.filled).unwrap_or_default();
        let ends = self.ends.get(..self.ended).unwrap_or_default();
        (self.filled, self.ended) = (0, 0);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let cell = ends.partition_point(|end| *end <= error.valid_up_to());
                return each(Record { line, bytes, ends, cells: Err(NotUtf8 { cell }) });
            }
        };
        self.digest.add_parts(text, ends);
        let mut start = 0;
        let cells: Vec<&str> = ends
            .iter()
            .map(|end| text.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default())
            .collect();
        each(Record { line, bytes, ends, cells: Ok(&cells) })
    }
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

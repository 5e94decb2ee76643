//! The row that is read: what it says that a row like it did not say.

use std::cell::OnceCell;

use super::cell::Cell;
use super::number::Number;
use super::relation::Related;
use crate::focus::csv_cell::cell_length;

/// A row, told by the known row that it is compared with.
#[derive(Debug, Default)]
pub struct Row {
    /// How many rows were begun, it included.
    pub number: u64,
    /// The known row.
    pub like: usize,
    /// What its columns say, each with the number of the row that said so last. In columns of which
    /// that is not this row it says what the known row says.
    pub texts: Vec<(u64, usize)>,
    pub numbers: Vec<(u64, Number)>,
    pub relations: Vec<Related>,
    /// The columns that may say something else than the known row.
    pub changed: Vec<usize>,
    /// Whether no text was found yet that tells it from the known row.
    pub is_like: bool,
    /// By which key a row like it was looked for and is not known, and how many texts tell it from
    /// the known row from there on.
    pub unknown: Option<u64>,
    pub texts_behind: usize,
    /// How many line feeds stand in its cells, as far as these were looked at; and whether that is all.
    pub line_feeds: u64,
    pub are_line_feeds_counted: bool,
    /// The row as it stands in the file, where each cell of it ends, and all that its numbers say:
    /// for rules that look at it.
    shown: u64,
    bytes: Vec<u8>,
    ends: OnceCell<Vec<usize>>,
    cells: Vec<OnceCell<Cell>>,
}

impl Row {
    pub fn new(texts: usize, numbers: usize, relations: usize) -> Self {
        Self {
            texts: vec![(0, 0); texts],
            numbers: vec![(0, Number::default()); numbers],
            relations: vec![Related::NONE; relations],
            cells: vec![OnceCell::new(); numbers],
            ..Self::default()
        }
    }

    /// Begins the next, which is compared with a known row.
    pub fn begin(&mut self, like: usize) {
        self.number += 1;
        self.like = like;
        self.changed.clear();
        self.is_like = true;
        self.unknown = None;
        self.texts_behind = 0;
        self.line_feeds = 0;
        self.are_line_feeds_counted = true;
    }

    /// Lets rules look at it.
    pub fn show(&mut self, bytes: &[u8]) {
        if std::mem::replace(&mut self.shown, self.number) == self.number {
            return;
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.ends.take();
        self.cells.iter_mut().for_each(|cell| _ = cell.take());
    }

    /// As it stands in the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where each cell ends.
    pub fn ends(&self) -> &[usize] {
        self.ends.get_or_init(|| {
            let (mut ends, mut start) = (Vec::new(), 0);
            while let Some(length) = self.bytes.get(start..).and_then(|rest| cell_length(rest, 0)) {
                ends.push(start + length);
                start += length + 1;
            }
            ends
        })
    }

    /// The cell of a column of numbers, which is read by another.
    pub fn cell(
        &self,
        column: usize,
        slot: usize,
        read: impl FnOnce(&[u8]) -> Cell,
    ) -> Option<&Cell> {
        let raw = || {
            let start = column.checked_sub(1).and_then(|before| self.ends().get(before));
            let start = start.map_or(0, |end| end + 1);
            self.bytes.get(start..*self.ends().get(column)?)
        };
        Some(self.cells.get(slot)?.get_or_init(|| read(raw().unwrap_or_default())))
    }
}

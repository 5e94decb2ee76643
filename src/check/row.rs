//! The row that is read: what it says that a row like it did not say.

use std::cell::OnceCell;

use super::cell::Cell;
use super::number::Number;
use super::relation::Related;
use crate::counting::Counting;
use crate::focus::csv_cell::cell_length;

/// After so many rows it is found out again which columns are alike.
const FORGET: u64 = 1024;

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
    /// The columns that say something else than the known row, as far as that may move a rule, and
    /// whether another answer comes out for them.
    pub changed: Vec<(usize, bool)>,
    /// Up to which column a row was like a known one, from each on, when last it was compared.
    pub alike: Vec<usize>,
    /// Whether no text was found yet that tells it from the known row.
    pub is_like: bool,
    /// By which key a row like it was looked for and is not known, and how many texts tell it from
    /// the known row from there on.
    pub unknown: Option<u64>,
    pub texts_behind: usize,
    /// How many line feeds stand in its cells, as far as these were looked at; and whether that is all.
    pub line_feeds: u64,
    pub are_line_feeds_counted: bool,
    /// The row as it stands in the file, where each cell of it begins, and all that its numbers say:
    /// for rules that look at it.
    shown: u64,
    bytes: Vec<u8>,
    starts: OnceCell<Vec<usize>>,
    cells: Vec<OnceCell<Cell>>,
}

impl Row {
    pub fn new(columns: usize, texts: usize, numbers: usize, relations: usize) -> Self {
        Self {
            alike: vec![0; columns.saturating_add(1)],
            texts: vec![(0, 0); texts],
            numbers: vec![(0, Number::NULL); numbers],
            relations: vec![Related::NONE; relations],
            cells: vec![OnceCell::new(); numbers],
            ..Self::default()
        }
    }

    /// Begins the next, which is compared with a known row.
    pub fn begin(&mut self, like: usize) {
        self.number.count_one();
        if self.number.is_multiple_of(FORGET) {
            self.alike.fill(0);
        }
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
        self.starts.take();
        self.cells.iter_mut().for_each(|cell| _ = cell.take());
    }

    /// As it stands in the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where each cell begins, and the next row would.
    pub fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let (mut starts, mut rest) = (vec![0], self.bytes.as_slice());
            while let Some(length) = cell_length(rest, 0)
                && let Some((_end, behind)) = rest.get(length..).and_then(<[u8]>::split_first)
            {
                starts.push(self.bytes.len().saturating_sub(behind.len()));
                rest = behind;
            }
            starts
        })
    }

    /// The cell of a column of numbers, which is read by another.
    pub fn cell(
        &self,
        column: usize,
        slot: usize,
        read: impl FnOnce(&[u8]) -> Cell,
    ) -> Option<&Cell> {
        let raw = || match self.starts().get(column..)? {
            [start, behind, ..] => Some(self.bytes.get(*start..*behind)?.split_last()?.1),
            _ => None,
        };
        Some(self.cells.get(slot)?.get_or_init(|| read(raw().unwrap_or_default())))
    }
}

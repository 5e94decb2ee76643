//! Rows that are known again when others like them come: what is told of one is told of the other,
//! but for the cells in which they differ.

use super::number::Number;
use super::relation::Related;
use super::rule_set::RuleSet;
use crate::digest::GOLDEN;

/// So many are kept at most, and none of them longer than that. Tests are to see what is forgotten.
const MOST: usize = if cfg!(test) { 6 } else { 512 };
const LONGEST: usize = 4096;

/// Each is found at one of two places out of so many.
const PLACES: usize = 2 * MOST;

/// So many rows may be kept at once, and later one of so many.
const AT_ONCE: u64 = if cfg!(test) { 4 } else { 256 };
const LATER: u64 = if cfg!(test) { 4 } else { 32 };

/// The row in which nothing stands.
const EMPTY: usize = 0;

/// A row, and what came out for it.
#[derive(Debug, Clone, Default)]
pub struct KnownRow {
    /// As it stands in the file, with so much behind it that all of it is compared word by word.
    pub bytes: Vec<u8>,
    /// Where each cell begins, and the next row would.
    pub starts: Vec<usize>,
    /// The place of each text among the known cells of its column.
    pub texts: Vec<usize>,
    pub numbers: Vec<Number>,
    pub relations: Vec<Related>,
    /// Whether another text in a column may move a rule that is about the row.
    pub is_moved: Vec<bool>,
    /// The rules that are about it, and those by which a row like it is judged in any case.
    pub concerned: RuleSet,
    pub due: RuleSet,
    /// Whether line feeds stand inside its cells.
    pub has_line_feeds: bool,
}

/// The rows that are kept.
#[derive(Debug, Default)]
pub struct KnownRows {
    rows: Vec<KnownRow>,
    found_by: Vec<[(u64, usize); 2]>,
    /// The number of the row with which it began.
    since: u64,
}

/// By what a row is found: a text that another row does not say at a place of it.
pub fn key(row: usize, column: usize, text: usize) -> u64 {
    (row as u64) << 32 | (column as u64) << 16 | text as u64
}

impl KnownRow {
    pub fn text(&self, slot: usize) -> usize {
        self.texts.get(slot).copied().unwrap_or_default()
    }

    pub fn number(&self, slot: usize) -> &Number {
        self.numbers.get(slot).unwrap_or(&Number::NULL)
    }
}

impl KnownRows {
    /// The first is empty, and every rule is due for rows that are compared with it.
    pub fn new(
        columns: usize,
        texts: usize,
        numbers: usize,
        relations: usize,
        due: RuleSet,
    ) -> Self {
        let mut bytes = vec![b','; columns.saturating_sub(1)];
        bytes.extend(b"\n");
        let empty = KnownRow {
            starts: (0..=columns).collect(),
            texts: vec![0; texts],
            numbers: vec![Number::NULL; numbers],
            relations: vec![Related::NONE; relations],
            is_moved: vec![false; columns],
            bytes,
            due,
            ..KnownRow::default()
        };
        Self { rows: vec![empty], found_by: vec![[(0, EMPTY); 2]; PLACES], since: 0 }
    }

    pub fn at(&self, place: usize) -> Option<&KnownRow> {
        self.rows.get(place)
    }

    /// The row that all others are compared with first: the first that came, if any did.
    pub fn first(&self) -> usize {
        usize::from(self.rows.len() > 1)
    }

    /// The row in which nothing stands.
    pub fn empty(&self) -> usize {
        EMPTY
    }

    /// The row that is found by a key.
    #[inline(always)]
    pub fn find(&self, key: u64) -> Option<usize> {
        let mut near = self.found_by.get(place_of(key))?.iter();
        near.find(|(other, row)| *other == key && *row != EMPTY).map(|(_, row)| *row)
    }

    /// Whether a row is to be kept: not too many are, where hardly any comes again.
    pub fn has_room(&self, row: &[u8], rows: u64) -> bool {
        let later = rows.saturating_sub(self.since) / LATER;
        row.len() <= LONGEST && (self.rows.len() as u64) < AT_ONCE.saturating_add(later)
    }

    /// Whether another has no room beside those that there are.
    pub fn are_full(&self) -> bool {
        self.rows.len() > MOST
    }

    /// Begins again with the empty one, and gives back all others.
    pub fn forget(&mut self, rows: u64) -> impl Iterator<Item = KnownRow> {
        self.since = rows;
        self.found_by.fill([(0, EMPTY); 2]);
        self.rows.drain(1..)
    }

    /// Keeps a row; the first needs no key.
    pub fn keep(&mut self, row: KnownRow, key: Option<u64>) {
        let key = key.filter(|_| self.first() != EMPTY);
        let near = key.and_then(|key| Some((self.found_by.get_mut(place_of(key))?, key)));
        if let Some(([first, second], key)) = near {
            *second = std::mem::replace(first, (key, self.rows.len()));
        }
        self.rows.push(row);
    }
}

fn place_of(key: u64) -> usize {
    (key.wrapping_mul(GOLDEN) >> 32) as usize % PLACES
}

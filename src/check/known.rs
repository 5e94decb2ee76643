//! Cells that are known again when they come again: most columns say few things.

use super::cell::{Cell, NULL, Nulls};
use super::judge::judge_cell;
use super::judgement::Judgement;
use super::requirement::Requirement;
use crate::counting::Counting;
use crate::digest::short_hash;
use crate::focus::column::DataType;
use crate::focus::csv_cell::{cell_length, ends_cell, hash};

/// So many of a column are known at most: more than [known rows](super::known_row) have. Tests are to
/// see what is forgotten.
const MOST: usize = if cfg!(test) { 10 } else { 1024 };

/// A cell is found at one of so many places, which its hash gives it.
const NEAR: usize = 4;

/// The cell of which nothing is written; it is always known.
pub const NOTHING: usize = 0;

/// What rules ask of the cells of a column by themselves.
#[derive(Debug, Default)]
pub struct Questions(Vec<Requirement>);

/// The cells of a column.
#[derive(Debug)]
pub struct KnownCells {
    data_type: DataType,
    nulls: Nulls,
    questions: Questions,
    /// Whether texts are compared with each other by their hashes.
    is_hashed: bool,
    /// Each with its hash.
    cells: Vec<(u32, Cell)>,
    /// Hashes, and the places of cells that have them.
    found_by: Vec<(u32, usize)>,
    /// The place of the last that was found, and of the last that gave way to another.
    latest: usize,
    hand: usize,
}

/// Where a cell is among those that are known.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub place: usize,
    /// Whether it was not known before.
    pub is_new: bool,
}

impl Questions {
    /// Something is asked of each cell; whether it is null is asked of all.
    pub fn add(&mut self, asks: Requirement) {
        let is_answered = matches!(asks, Requirement::Given | Requirement::Null);
        if !is_answered && !self.0.contains(&asks) {
            self.0.push(asks);
        }
    }

    pub fn are_all(&self, are: fn(Requirement) -> bool) -> bool {
        self.0.iter().all(|asks| are(*asks))
    }

    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What comes out for a cell by itself, question by question; of a null nothing is asked.
    pub fn answers(&self, cell: &Cell) -> u64 {
        if cell.is_null() {
            return 0;
        }
        self.0.iter().fold(1, |answers, asks| {
            answers << 2
                | match judge_cell(*asks, cell) {
                    Judgement::Unconcerned => 0,
                    Judgement::Kept => 1,
                    Judgement::Broken => 2,
                }
        })
    }

    /// What came out where this was asked.
    pub fn answer(&self, answers: u64, asks: Requirement) -> Judgement {
        // The last question has the lowest bits.
        let place = self.0.iter().rev().position(|asked| *asked == asks);
        match place.map(|place| answers >> (place << 1) & 3) {
            Some(1) => Judgement::Kept,
            Some(2) => Judgement::Broken,
            _ => Judgement::Unconcerned,
        }
    }
}

/// Which of the homes, whose number is a power of two, cells with a hash have.
fn home_of(mark: u32, homes: usize) -> usize {
    mark as usize & homes.saturating_sub(1)
}

impl KnownCells {
    pub fn new(data_type: DataType, nulls: Nulls) -> Self {
        Self {
            data_type,
            nulls,
            questions: Questions::default(),
            is_hashed: false,
            cells: vec![(0, Cell::null())],
            found_by: vec![(0, NOTHING); NEAR],
            latest: NOTHING,
            hand: NOTHING,
        }
    }

    /// Something is asked of each cell.
    pub fn ask(&mut self, asks: Requirement) {
        self.questions.add(asks);
    }

    #[cfg(test)]
    pub(super) fn questions(&self) -> usize {
        self.questions.count()
    }

    /// Cells are compared with others.
    pub fn compare(&mut self) {
        self.is_hashed = matches!(self.data_type, DataType::String | DataType::Json);
    }

    /// The cell at a place.
    pub fn at(&self, place: usize) -> &Cell {
        self.cells.get(place).map_or(&NULL, |(_, cell)| cell)
    }

    /// Whether something else comes out for the cells at two places by themselves.
    pub fn are_other_answers(&self, one: usize, other: usize) -> bool {
        self.at(one).answers != self.at(other).answers
    }

    /// What comes out for the cell at a place where something is asked of it by itself.
    pub fn answer(&self, place: usize, asks: Requirement) -> Judgement {
        self.questions.answer(self.at(place).answers, asks)
    }

    /// A row that is kept has the cell at a place, which gives way to no other until it has not.
    pub fn hold(&mut self, place: usize) {
        if let Some((_, cell)) = self.cells.get_mut(place) {
            cell.rows.count_one();
        }
    }

    /// A row that had the cell is no longer kept.
    pub fn release(&mut self, place: usize) {
        if let Some((_, cell)) = self.cells.get_mut(place) {
            cell.rows = cell.rows.saturating_sub(1);
        }
    }

    /// Reads the cell that stands at the beginning, and says how long it is; `None` where it is none.
    /// The first bytes, so many, are known not to end it.
    #[inline(always)]
    pub fn read(&mut self, bytes: &[u8], known: usize) -> Option<(Found, usize)> {
        let latest = self.at(self.latest);
        let length = latest.raw().len();
        if bytes.get(length).is_some_and(|end| ends_cell(*end)) && latest.is(bytes.get(..length)?) {
            return Some((Found { place: self.latest, is_new: false }, length));
        }
        let length = cell_length(bytes, known)?;
        Some((self.find(bytes.get(..length)?), length))
    }

    /// Finds a cell as it stands in the file, or learns it.
    #[inline(never)]
    fn find(&mut self, raw: &[u8]) -> Found {
        let mark = hash(raw);
        let is_it = |(other, place): &&(u32, usize)| *other == mark && self.at(*place).is(raw);
        let known = self.near(mark).and_then(|near| near.iter().find(is_it));
        let found = match known {
            Some((_, place)) => Found { place: *place, is_new: false },
            None => Found { place: self.learn(raw, mark), is_new: true },
        };
        self.latest = found.place;
        found
    }

    /// The places at which a cell with such a hash is found.
    fn near(&self, mark: u32) -> Option<&[(u32, usize); NEAR]> {
        let (homes, _) = self.found_by.as_chunks();
        homes.get(home_of(mark, homes.len()))
    }

    #[inline(never)]
    fn learn(&mut self, raw: &[u8], mark: u32) -> usize {
        let place = self.room();
        let Some((found_by, cell)) = self.cells.get_mut(place) else { return NOTHING };
        *found_by = mark;
        // Memory is for what may come again.
        if cell.is_long() {
            *cell = Cell::null();
        }
        cell.read(raw, self.data_type, self.nulls);
        if self.is_hashed {
            cell.hash = short_hash(&cell.text);
        }
        cell.answers = self.questions.answers(cell);
        let room = self.found_by.len();
        if self.cells.len() > room / 2 {
            self.found_by = vec![(0, NOTHING); room.saturating_mul(2)];
            for place in 1..self.cells.len() {
                self.mark(place);
            }
        } else {
            self.mark(place);
        }
        place
    }

    /// The place of a new cell.
    fn room(&mut self) -> usize {
        let is_free = |place: &usize| self.at(*place).rows == 0 && *place != NOTHING;
        if is_free(&self.latest) && self.at(self.latest).is_long() {
            return self.latest;
        }
        if self.cells.len() < MOST {
            let place = self.cells.len();
            self.cells.push((0, Cell::null()));
            return place;
        }
        let places = (self.hand..MOST).skip(1).chain(0..=self.hand);
        self.hand = places.into_iter().find(is_free).unwrap_or(NOTHING);
        self.hand
    }

    /// Lets the cell at a place be found, if need be in place of another.
    fn mark(&mut self, place: usize) {
        let mark = self.cells.get(place).map_or(0, |(mark, _)| *mark);
        let (homes, _) = self.found_by.as_chunks_mut::<NEAR>();
        let home = home_of(mark, homes.len());
        let Some(near) = homes.get_mut(home) else { return };
        let free = near.iter().position(|(_, place)| *place == NOTHING);
        if let Some(entry) = near.get_mut(free.unwrap_or(place % NEAR)) {
            *entry = (mark, place);
        }
    }
}

//! Cells that are known again when they come again: most columns say few things, and several columns
//! of a row have the same amount.

use super::cell::{Cell, NULL, Nulls};
use super::judge::judge_cell;
use super::judgement::Judgement;
use super::requirement::Requirement;
use crate::digest::short_hash;
use crate::focus::column::DataType;
use crate::focus::csv_cell::hash;

/// So many are known at most.
const MOST: usize = 1024;

/// A cell stands at one of so many places, which its hash gives it.
const NEAR: usize = 4;

/// The cells of columns of which the same is asked.
#[derive(Debug)]
pub struct KnownCells {
    data_type: DataType,
    nulls: Nulls,
    /// What rules ask of the cells by themselves.
    questions: Vec<Requirement>,
    /// What comes out for every number above zero in FOCUS's form, where it is the same for all.
    usual: Option<u64>,
    /// Whether texts are compared with each other by their hashes.
    is_hashed: bool,
    /// More of them than columns have cells, and by what each is found.
    cells: Vec<Cell>,
    marks: Vec<u32>,
    /// How many were read since there is room for so many.
    learned: usize,
}

impl KnownCells {
    pub fn new(data_type: DataType, nulls: Nulls) -> Self {
        Self {
            data_type,
            nulls,
            questions: Vec::new(),
            usual: None,
            is_hashed: false,
            cells: Vec::new(),
            marks: Vec::new(),
            learned: 0,
        }
    }

    fn make_room(&mut self, room: usize) {
        self.cells.resize_with(room, Cell::null);
        self.marks.resize(room, 0);
        self.learned = 0;
    }

    /// Another column has its cells here; in the row before the first it was empty.
    pub fn add_column(&mut self) {
        if self.cells.is_empty() {
            self.make_room(NEAR);
        }
        if let Some(cell) = self.cells.first_mut() {
            cell.columns += 1;
            let room = (2 * cell.columns).next_power_of_two().max(NEAR);
            self.make_room(room);
        }
    }

    /// Something is asked of each cell; whether it is null is asked of all.
    pub fn ask(&mut self, asks: Requirement) {
        let is_answered = matches!(asks, Requirement::Given | Requirement::Null);
        if is_answered || self.questions.contains(&asks) {
            return;
        }
        self.questions.push(asks);
        let mut one = Cell::null();
        one.read(b"1.0", self.data_type, self.nulls);
        let is_of_numbers = self.questions.iter().all(|asks| asks.is_of_numbers());
        self.usual = is_of_numbers.then(|| answers(&self.questions, &one));
    }

    #[cfg(test)]
    pub(super) fn questions(&self) -> usize {
        self.questions.len()
    }

    /// Cells are compared with others.
    pub fn compare(&mut self) {
        self.is_hashed = matches!(self.data_type, DataType::String | DataType::Json);
    }

    /// The cell at a place.
    pub fn at(&self, place: usize) -> &Cell {
        self.cells.get(place).unwrap_or(&NULL)
    }

    /// What comes out for the cell at a place where something is asked of it by itself.
    pub fn answer(&self, place: usize, asks: Requirement) -> Judgement {
        // The last question has the lowest bits.
        let place_of_answer = self.questions.iter().rev().position(|asked| *asked == asks);
        match place_of_answer.map(|answer| self.at(place).answers >> (2 * answer) & 3) {
            Some(1) => Judgement::Kept,
            Some(2) => Judgement::Broken,
            _ => Judgement::Unconcerned,
        }
    }

    /// Goes from the place of one cell to that of another as it stands in the file, and says whether
    /// other answers come out.
    pub fn go_on(&mut self, place: &mut usize, raw: &[u8]) -> bool {
        let mut answers = 0;
        if let Some(cell) = self.cells.get_mut(*place) {
            answers = cell.answers;
            cell.columns -= 1;
            cell.forget_long();
        }
        let mark = hash(raw);
        let home = mark as usize & (self.cells.len() - NEAR);
        let marks = self.marks.get(home..home + NEAR).unwrap_or_default();
        let marked = marks.iter().position(|other| *other == mark).map(|near| home + near);
        let known = marked.filter(|place| self.cells.get(*place).is_some_and(|cell| cell.is(raw)));
        *place = known.unwrap_or_else(|| self.learn(home + self.learned % NEAR, raw, mark));
        let Some(cell) = self.cells.get_mut(*place) else { return false };
        cell.columns += 1;
        cell.answers != answers
    }

    /// Reads a cell at the next place from one on whose cell no column has in the row.
    fn learn(&mut self, start: usize, raw: &[u8], mark: u32) -> usize {
        let room = self.cells.len() - 1;
        let is_free = |place: &usize| self.cells.get(*place).is_some_and(|cell| cell.columns == 0);
        let place = (start..=start + room).map(|place| place & room).find(is_free);
        let place = place.unwrap_or_default();
        let Some(cell) = self.cells.get_mut(place) else { return place };
        cell.read(raw, self.data_type, self.nulls);
        if let Some(found_by) = self.marks.get_mut(place) {
            *found_by = mark;
        }
        if self.is_hashed {
            cell.hash = short_hash(&cell.text);
        }
        cell.answers = match self.usual {
            Some(usual) if cell.is_usual_number() => usual,
            _ => answers(&self.questions, cell),
        };
        self.learned += 1;
        if self.learned > 2 * self.cells.len() && self.cells.len() < MOST {
            self.make_room(2 * self.cells.len());
        }
        place
    }
}

/// What comes out for a cell by itself, question by question; of a null nothing is asked.
fn answers(questions: &[Requirement], cell: &Cell) -> u64 {
    if cell.is_null() {
        return 0;
    }
    questions.iter().fold(1, |answers, asks| {
        answers << 2
            | match judge_cell(*asks, cell) {
                Judgement::Unconcerned => 0,
                Judgement::Kept => 1,
                Judgement::Broken => 2,
            }
    })
}

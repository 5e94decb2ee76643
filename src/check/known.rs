//! Cells that are known again when they come again: most columns say few things, and several columns
//! of a row have the same amount.

use super::cell::{Cell, NULL, Nulls};
use super::judge::judge_cell;
use super::judgement::Judgement;
use super::requirement::Requirement;
use crate::digest::short_hash;
use crate::focus::column::DataType;
use crate::focus::csv_cell::hash;

/// So many are known at most, beside those of the row.
const MOST: usize = 512;

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
    /// Each at the place that its hash gives it, or behind; more of them than columns have cells.
    cells: Vec<Cell>,
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
            cells: vec![Cell::null(); 2],
            learned: 0,
        }
    }

    /// Another column has its cells here; in the row before the first it was empty.
    pub fn add_column(&mut self) {
        if let Some(cell) = self.cells.first_mut() {
            cell.columns += 1;
            let room = (2 * cell.columns).next_power_of_two();
            self.cells.resize(self.cells.len().max(room), Cell::null());
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

    /// Cells are compared with others.
    pub fn compare(&mut self) {
        self.is_hashed = matches!(self.data_type, DataType::String | DataType::Json);
    }

    /// The cell at a place.
    pub fn at(&self, place: usize) -> &Cell {
        self.cells.get(place).unwrap_or(&NULL)
    }

    /// The place of a cell as it stands in the file, for a column that was at another one.
    pub fn find(&mut self, raw: &[u8], before: usize) -> usize {
        if let Some(cell) = self.cells.get_mut(before) {
            cell.columns -= 1;
            cell.forget_long();
        }
        let room = self.cells.len() - 1;
        let mut place = hash(raw) as usize & room;
        while let Some(cell) = self.cells.get_mut(place) {
            let is_known = cell.is(raw);
            if is_known || cell.columns == 0 {
                cell.columns += 1;
                if !is_known {
                    self.learn(place, raw);
                }
                break;
            }
            place = (place + 1) & room;
        }
        place
    }

    fn learn(&mut self, place: usize, raw: &[u8]) {
        let Some(cell) = self.cells.get_mut(place) else { return };
        cell.read(raw, self.data_type, self.nulls);
        if self.is_hashed {
            cell.hash = short_hash(&cell.text);
        }
        cell.answers = match self.usual {
            Some(usual) if cell.is_usual_number() => usual,
            _ => answers(&self.questions, cell),
        };
        self.learned += 1;
        if self.learned > 2 * self.cells.len() && self.cells.len() < MOST {
            self.cells.resize(2 * self.cells.len(), Cell::null());
            self.learned = 0;
        }
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

//! The columns of a file: what each says in the row being read, and which rules that may move.

use super::cell::{Cell, NULL, Nulls};
use super::judge::judge_cell;
use super::judgement::Judgement;
use super::requirement::Requirement;
use super::rule_set::RuleSet;
use crate::digest::short_hash;
use crate::focus::column::{COLUMNS, DataType};
use crate::focus::column_id::ColumnId;
use crate::focus::csv_cell::{hash, line_feeds};

/// So many cells of a column are known again when they come again: most columns say few things.
const KNOWN: usize = 512;

/// Longer ones are not.
const LONG: usize = 512;

/// A column of the file.
#[derive(Debug)]
pub struct Column {
    data_type: DataType,
    nulls: Nulls,
    /// What rules ask of its cells by themselves.
    questions: Vec<Requirement>,
    /// The rules that its cells move by the answers, and by all that they say.
    by_answers: RuleSet,
    by_text: RuleSet,
    /// Cells that were read, each at the place that its hash gives it, and which of them is the row's.
    known: Vec<Cell>,
    at: usize,
    /// How many were read since there is room for so many.
    learned: usize,
    /// How many line feeds stand in the row's.
    pub line_feeds: u64,
}

/// What moves a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Look {
    /// What a requirement says of a cell by itself.
    Answer(Requirement),
    /// All that the cell says.
    Text,
}

impl Column {
    /// The row before the first is empty.
    pub fn new(data_type: DataType, nulls: Nulls) -> Self {
        Self {
            data_type,
            nulls,
            questions: Vec::new(),
            by_answers: RuleSet::default(),
            by_text: RuleSet::default(),
            known: vec![Cell::null()],
            at: 0,
            learned: 0,
            line_feeds: 0,
        }
    }

    /// A rule looks at the column.
    pub fn is_looked_at(&mut self, rule: usize, look: Look) {
        match look {
            Look::Text => self.by_text.insert(rule),
            Look::Answer(asks) => {
                self.by_answers.insert(rule);
                if !self.questions.contains(&asks) {
                    self.questions.push(asks);
                }
            }
        }
    }

    /// What it says in the row.
    pub fn cell(&self) -> &Cell {
        self.known.get(self.at).unwrap_or(&NULL)
    }

    /// Reads its cell of the next row, and adds the rules that it may move.
    pub fn read(&mut self, raw: &[u8], due: &mut RuleSet) {
        self.line_feeds = if raw.starts_with(b"\"") { line_feeds(raw) } else { 0 };
        if self.by_answers.is_empty() && self.by_text.is_empty() {
            return;
        }
        let before = self.cell().answers;
        self.at = self.place_of(raw);
        if !self.cell().is(raw) {
            self.learn(raw);
        }
        due.add(&self.by_text);
        if self.cell().answers != before {
            due.add(&self.by_answers);
        }
    }

    fn place_of(&self, raw: &[u8]) -> usize {
        match self.known.len() {
            1 => 0,
            _ if raw.len() > LONG => 0,
            room => hash(raw) as usize % room,
        }
    }

    fn learn(&mut self, raw: &[u8]) {
        let Some(cell) = self.known.get_mut(self.at) else { return };
        cell.read(raw, self.data_type, self.nulls);
        let is_number = self.data_type == DataType::Decimal;
        if !is_number && !self.by_text.is_empty() {
            cell.hash = short_hash(&cell.text);
        }
        cell.answers = answers(&self.questions, cell);
        self.learned += 1;
        // Numbers are sooner read than found.
        if !is_number && self.known.len() < KNOWN && self.learned > 2 * self.known.len() {
            self.known.resize(2 * self.known.len(), Cell::null());
            self.learned = 0;
        }
    }
}

/// What comes out for a cell by itself, question by question; of null nothing is asked.
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

/// Where the columns of FOCUS stand in a file.
#[derive(Debug)]
pub struct Places(Vec<Option<usize>>);

impl Places {
    /// In a file with that header.
    pub fn of(header: &[String]) -> Self {
        let place = |name: &str| header.iter().position(|given| given == name);
        Self(COLUMNS.iter().map(|column| place(column.name)).collect())
    }

    /// Where a column stands, if it does.
    pub fn of_column(&self, column: ColumnId) -> Option<usize> {
        self.0.get(column.place()).copied().flatten()
    }

    /// Whether the file has the column.
    pub fn has(&self, column: ColumnId) -> bool {
        self.of_column(column).is_some()
    }
}

/// A row of the file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    pub columns: &'r [Column],
    pub places: &'r Places,
}

impl<'r> Row<'r> {
    /// The cell of a column; a column that is not there is null.
    pub fn cell(&self, column: ColumnId) -> &'r Cell {
        let place = self.places.of_column(column);
        place.and_then(|place| self.columns.get(place)).map_or(&NULL, Column::cell)
    }

    /// Whether the column is in the file.
    pub fn has(&self, column: ColumnId) -> bool {
        self.places.has(column)
    }
}

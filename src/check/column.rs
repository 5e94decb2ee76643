//! The columns of a file: what each says in the row being read, and which rules that may move.

use super::cell::{Cell, NULL, Nulls};
use super::judgement::Judgement;
use super::known::KnownCells;
use super::product::{Product, ProductOutcome};
use super::requirement::{PRICING_QUANTITY, Requirement};
use super::rule_set::RuleSet;
use crate::focus::column::{self as focus, COLUMNS, DataType};
use crate::focus::column_id::ColumnId;
use crate::words::line_feeds;

/// The columns of a file.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<Column>,
    known: Vec<KnownCells>,
    places: Places,
    products: Vec<Product>,
    /// Whether the row has other amounts than the one before.
    has_other_amounts: bool,
    /// How many line feeds stand inside the cells of the row.
    pub line_feeds: u64,
}

/// A column of the file.
#[derive(Debug)]
struct Column {
    /// Which of the known cells are those of this column, and which of them is the row's.
    known: usize,
    at: usize,
    /// Whether a rule looks at it.
    is_looked_at: bool,
    /// The rules that its cells move by the answers, and by all that they say.
    by_answers: RuleSet,
    by_text: RuleSet,
    /// How many line feeds stand in the row's cell.
    line_feeds: u64,
}

/// What moves a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Look {
    /// What a requirement says of a cell by itself.
    Answer(Requirement),
    /// All that the cell says.
    Text,
    /// Whether costs are their prices × the quantity.
    Products(&'static [(ColumnId, ColumnId)]),
}

/// The known cells that all columns of numbers have in common, and all of times.
const NUMBERS: usize = 0;
const TIMES: usize = 1;

impl Columns {
    /// The row before the first is empty.
    pub fn new(header: &[String], nulls: Nulls) -> Self {
        let of_type = |data_type| KnownCells::new(data_type, nulls);
        let mut known = vec![of_type(DataType::Decimal), of_type(DataType::DateTime)];
        let mut columns = Vec::with_capacity(header.len());
        for name in header {
            let place = match focus::Column::named(name).map(|column| column.data_type) {
                // No rule looks at columns that nobody knows.
                None | Some(DataType::Decimal) => NUMBERS,
                Some(DataType::DateTime) => TIMES,
                Some(data_type) => {
                    known.push(of_type(data_type));
                    known.len() - 1
                }
            };
            columns.push(Column {
                known: place,
                at: 0,
                is_looked_at: false,
                by_answers: RuleSet::default(),
                by_text: RuleSet::default(),
                line_feeds: 0,
            });
        }
        Self {
            columns,
            known,
            places: Places::of(header),
            products: Vec::new(),
            has_other_amounts: false,
            line_feeds: 0,
        }
    }

    /// A rule looks at a column.
    pub fn add_look(&mut self, rule: usize, column: ColumnId, look: Look) {
        let place = self.places.of_column(column);
        let Some(column) = place.and_then(|place| self.columns.get_mut(place)) else { return };
        let Some(known) = self.known.get_mut(column.known) else { return };
        if !std::mem::replace(&mut column.is_looked_at, true) {
            known.add_column();
        }
        match look {
            Look::Text => {
                column.by_text.insert(rule);
                known.compare();
            }
            Look::Answer(asks) => {
                column.by_answers.insert(rule);
                known.ask(asks);
            }
            Look::Products(products) => {
                products.iter().for_each(|(cost, price)| self.add_product(rule, *cost, *price));
            }
        }
    }

    fn add_product(&mut self, rule: usize, cost: ColumnId, price: ColumnId) {
        let is_it = |product: &&mut Product| product.cost == cost && product.price == price;
        if let Some(product) = self.products.iter_mut().find(is_it) {
            return product.rules.insert(rule);
        }
        let mut rules = RuleSet::default();
        rules.insert(rule);
        self.products.push(Product { cost, price, outcome: ProductOutcome::NONE, rules });
    }

    /// Reads a cell of the next row, and adds the rules that it may move: of those that look at its
    /// text the ones that are concerned.
    pub fn read(&mut self, place: usize, raw: &[u8], concerned: &RuleSet, due: &mut RuleSet) {
        let Some(column) = self.columns.get_mut(place) else { return };
        if raw.starts_with(b"\"") || column.line_feeds > 0 {
            self.line_feeds -= column.line_feeds;
            column.line_feeds = line_feeds(raw);
            self.line_feeds += column.line_feeds;
        }
        if !column.is_looked_at {
            return;
        }
        let Some(known) = self.known.get_mut(column.known) else { return };
        if known.go_on(&mut column.at, raw) {
            due.add(&column.by_answers);
        }
        self.has_other_amounts |= column.known == NUMBERS;
        due.add_common(&column.by_text, concerned);
    }

    /// All cells of the row were read: adds the rules for which other products come out.
    pub fn multiply(&mut self, due: &mut RuleSet) {
        if !std::mem::take(&mut self.has_other_amounts) {
            return;
        }
        let mut products = std::mem::take(&mut self.products);
        let quantity = self.cell(PRICING_QUANTITY);
        for product in &mut products {
            let (price, cost) = (self.cell(product.price), self.cell(product.cost));
            let outcome = ProductOutcome::of(price, quantity, cost);
            if outcome != product.outcome {
                product.outcome = outcome;
                due.add(&product.rules);
            }
        }
        self.products = products;
    }

    /// Whether the row's cost is its price × the quantity.
    pub fn product(&self, cost: ColumnId, price: ColumnId) -> ProductOutcome {
        let is_it = |product: &&Product| product.cost == cost && product.price == price;
        self.products.iter().find(is_it).map_or(ProductOutcome::NONE, |product| product.outcome)
    }

    /// The row's cell of a column; a column that is not there is null.
    pub fn cell(&self, column: ColumnId) -> &Cell {
        let column = self.places.of_column(column).and_then(|place| self.columns.get(place));
        let cell = column.and_then(|column| Some(self.known.get(column.known)?.at(column.at)));
        cell.unwrap_or(&NULL)
    }

    /// What comes out for the row's cell of a column by itself.
    pub fn answer(&self, column: ColumnId, asks: Requirement) -> Judgement {
        let column = self.places.of_column(column).and_then(|place| self.columns.get(place));
        let answer =
            column.and_then(|column| Some(self.known.get(column.known)?.answer(column.at, asks)));
        answer.unwrap_or(Judgement::Unconcerned)
    }

    /// Whether the column is in the file.
    pub fn has(&self, column: ColumnId) -> bool {
        self.places.has(column)
    }
}

#[cfg(test)]
impl Columns {
    pub(super) fn most_questions(&self) -> usize {
        self.known.iter().map(KnownCells::questions).max().unwrap_or_default()
    }
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

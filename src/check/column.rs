//! The columns of a file: what each says in the row being read, and which rules that may move.

use super::cell::{Cell, NULL, Nulls};
use super::judgement::Judgement;
use super::known::KnownCells;
use super::known_row::KnownRows;
use super::number::{Number, Numbers};
use super::relation::{AskedRelation, Related, Relation};
use super::requirement::{PRICING_QUANTITY, Requirement};
use super::row::Row;
use super::rule_set::RuleSet;
use crate::counting::Counting;
use crate::decimal::Short;
use crate::focus::column::{COLUMNS, DataType};
use crate::focus::column_id::ColumnId;

/// The columns of a file.
#[derive(Debug)]
pub struct Columns {
    nulls: Nulls,
    places: Places,
    relations: Vec<AskedRelation>,
    pub(super) columns: Vec<Column>,
    pub(super) texts: Vec<KnownCells>,
    pub(super) numbers: Numbers,
    pub(super) known: KnownRows,
    pub(super) row: Row,
}

/// A column of the file.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) kind: Kind,
    /// Whether its texts tell what the rest of a row says.
    pub(super) tells_rows: bool,
    /// The rules that its cells move by the answers, and by all that they say.
    pub(super) by_answers: RuleSet,
    pub(super) by_text: RuleSet,
}

impl Column {
    const IGNORED: Self = Self {
        kind: Kind::Ignored(1),
        tells_rows: false,
        by_answers: RuleSet::EMPTY,
        by_text: RuleSet::EMPTY,
    };
}

/// What is read of the cells of a column, and the place of the column among others of its kind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// No rule looks at them, nor at those of the columns behind: there are so many with it.
    Ignored(usize),
    Text(usize),
    Number(usize),
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
    /// Whether one is later than the other.
    Order { end: ColumnId, start: ColumnId },
}

impl Columns {
    /// Those of a file of so many, at which the rules look; all of these are due for the first row.
    pub fn new(
        places: Places,
        width: usize,
        nulls: Nulls,
        looks: &[(usize, ColumnId, Look)],
        due: &RuleSet,
    ) -> Self {
        let mut columns = Self {
            nulls,
            places,
            relations: Vec::new(),
            columns: vec![Column::IGNORED; width],
            texts: Vec::new(),
            numbers: Numbers::new(nulls),
            known: KnownRows::default(),
            row: Row::default(),
        };
        let mut numbers = 0;
        for (rule, column, look) in looks {
            columns.add_look(*rule, *column, *look, &mut numbers);
        }
        let (texts, relations) = (columns.texts.len(), columns.relations.len());
        columns.known = KnownRows::new(width, texts, numbers, relations, due.clone());
        columns.row = Row::new(width, texts, numbers, relations);
        columns.place_relations();
        columns.count_ignored();
        columns
    }

    /// A rule looks at a column.
    fn add_look(&mut self, rule: usize, id: ColumnId, look: Look, numbers: &mut usize) {
        let place = self.places.of_column(id);
        let Some(column) = place.and_then(|place| self.columns.get_mut(place)) else { return };
        let data_type = id.get().data_type;
        if matches!(column.kind, Kind::Ignored(_)) {
            (column.kind, column.tells_rows) = match data_type {
                DataType::Decimal => (Kind::Number(*numbers), false),
                _ => (Kind::Text(self.texts.len()), data_type != DataType::DateTime),
            };
            match data_type {
                DataType::Decimal => numbers.count_one(),
                _ => self.texts.push(KnownCells::new(data_type, self.nulls)),
            }
        }
        match (look, column.kind) {
            (Look::Products(products), _) => {
                for (cost, price) in products {
                    self.relate(rule, Relation::Product { cost: *cost, price: *price });
                }
            }
            (Look::Order { end, start }, _) => self.relate(rule, Relation::Order { end, start }),
            (Look::Text, kind) => {
                column.by_text.insert(rule);
                if let Kind::Text(slot) = kind {
                    self.texts.get_mut(slot).into_iter().for_each(KnownCells::compare);
                }
            }
            (Look::Answer(asks), kind) => {
                column.by_answers.insert(rule);
                match kind {
                    Kind::Text(slot) => {
                        self.texts.get_mut(slot).into_iter().for_each(|known| known.ask(asks));
                    }
                    _ => self.numbers.ask(asks),
                }
            }
        }
    }

    fn relate(&mut self, rule: usize, relation: Relation) {
        if let Some(asked) = self.relations.iter_mut().find(|asked| asked.relation == relation) {
            return asked.rules.insert(rule);
        }
        let mut rules = RuleSet::default();
        rules.insert(rule);
        self.relations.push(AskedRelation { relation, columns: [None; 3], rules });
    }

    fn place_relations(&mut self) {
        let mut relations = std::mem::take(&mut self.relations);
        for asked in &mut relations {
            asked.columns = asked.relation.columns().map(|column| match self.find(column?)?.1 {
                Kind::Text(slot) | Kind::Number(slot) => Some(slot),
                Kind::Ignored(_) => None,
            });
        }
        self.relations = relations;
    }

    fn count_ignored(&mut self) {
        let mut behind = 0;
        for column in self.columns.iter_mut().rev() {
            match &mut column.kind {
                Kind::Ignored(columns) => columns.count_more(behind),
                _ => behind = 0,
            }
            if let Kind::Ignored(columns) = column.kind {
                behind = columns;
            }
        }
    }

    /// All cells of the row were read: adds the rules for which columns are something else to each
    /// other.
    pub(super) fn relate_columns(&mut self, bytes: &[u8], due: &mut RuleSet) {
        for place in 0..self.relations.len() {
            let Some(asked) = self.relations.get(place) else { continue };
            let related = match asked.relation {
                Relation::Order { .. } if !self.says_other_text(asked.columns) => {
                    let known = self.known.at(self.row.like);
                    *known.and_then(|known| known.relations.get(place)).unwrap_or(&Related::NONE)
                }
                Relation::Order { .. } => {
                    let [end, start, _] = asked.columns;
                    Related::by_order(self.text_cell(end), self.text_cell(start))
                }
                Relation::Product { cost, price } => {
                    let number =
                        |slot| Option::map_or(slot, &Number::NULL, |slot| self.number(slot));
                    let [of_cost, of_price, quantity] = asked.columns.map(number);
                    let short = Related::by_short_product(of_price, quantity, of_cost);
                    short.unwrap_or_else(|| self.multiply(price, cost, bytes))
                }
            };
            let known = self.known.at(self.row.like);
            if known.and_then(|known| known.relations.get(place)) != Some(&related) {
                self.relations.get(place).into_iter().for_each(|asked| due.add(&asked.rules));
            }
            self.row.relations.get_mut(place).into_iter().for_each(|other| *other = related);
        }
    }

    /// Whether one of these texts may be another than the known row's.
    fn says_other_text(&self, columns: [Option<usize>; 3]) -> bool {
        let mut texts = columns.into_iter().flatten().filter_map(|slot| self.row.texts.get(slot));
        texts.any(|(row, _)| *row == self.row.number)
    }

    #[inline(never)]
    fn multiply(&mut self, price: ColumnId, cost: ColumnId, bytes: &[u8]) -> Related {
        self.row.show(bytes);
        Related::by_product(self.cell(price), self.cell(PRICING_QUANTITY), self.cell(cost))
    }

    fn text_cell(&self, slot: Option<usize>) -> &Cell {
        let cell = slot.and_then(|slot| Some(self.texts.get(slot)?.at(self.text(slot))));
        cell.unwrap_or(&NULL)
    }

    /// Lets rules look at the row, and tells which are about the known row.
    pub fn show(&mut self, bytes: &[u8], concerned: &mut RuleSet) {
        self.row.show(bytes);
        if let Some(known) = self.known.at(self.row.like) {
            concerned.clone_from(&known.concerned);
        }
    }

    /// Whether columns of the row are something to each other.
    pub fn related(&self, relation: Relation) -> Related {
        let place = self.relations.iter().position(|asked| asked.relation == relation);
        let related = place.and_then(|place| self.row.relations.get(place));
        related.copied().unwrap_or(Related::NONE)
    }

    /// The place of the row's text among those that are known of a column.
    pub(super) fn text(&self, slot: usize) -> usize {
        match self.row.texts.get(slot) {
            Some((row, place)) if *row == self.row.number => *place,
            _ => self.known.at(self.row.like).map_or(0, |known| known.text(slot)),
        }
    }

    /// The row's number in a column.
    pub(super) fn number(&self, slot: usize) -> &Number {
        match self.row.numbers.get(slot) {
            Some((row, number)) if *row == self.row.number => number,
            _ => self.known.at(self.row.like).map_or(&Number::NULL, |row| row.number(slot)),
        }
    }

    fn find(&self, column: ColumnId) -> Option<(usize, Kind)> {
        let place = self.places.of_column(column)?;
        Some((place, self.columns.get(place)?.kind))
    }

    /// The row's cell of a column; a column that is not there is null.
    pub fn cell(&self, column: ColumnId) -> &Cell {
        let cell = match self.find(column) {
            Some((_, Kind::Text(slot))) => Some(self.text_cell(Some(slot))),
            Some((place, Kind::Number(slot))) => {
                self.row.cell(place, slot, |raw| self.numbers.cell(raw))
            }
            _ => None,
        };
        cell.unwrap_or(&NULL)
    }

    /// The row's number in a column, where it is a short one.
    pub fn value(&self, column: ColumnId) -> Option<Short> {
        match self.find(column)? {
            (_, Kind::Number(slot)) => self.number(slot).value,
            _ => None,
        }
    }

    /// What comes out for the row's cell of a column by itself.
    pub fn answer(&self, column: ColumnId, asks: Requirement) -> Judgement {
        let answer = match self.find(column) {
            Some((_, Kind::Text(slot))) => {
                self.texts.get(slot).map(|known| known.answer(self.text(slot), asks))
            }
            Some((_, Kind::Number(slot))) => Some(self.numbers.answer(*self.number(slot), asks)),
            _ => None,
        };
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
        let texts = self.texts.iter().map(KnownCells::questions);
        texts.chain([self.numbers.questions()]).max().unwrap_or_default()
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

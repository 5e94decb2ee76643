//! Which rows a rule is about.

use super::cell::Cell;
use super::column::{Columns, Look};
use super::requirement::Requirement;
use crate::focus::column_id::ColumnId;

/// Which rows a rule is about.
#[derive(Debug, Clone, Copy)]
pub enum Condition {
    /// All.
    Always,
    /// The column has one of the values.
    Is(ColumnId, &'static [&'static str]),
    /// The column has none of the values; null is none of them, and so is a column that is not there.
    IsNot(ColumnId, &'static [&'static str]),
    /// The column has a value, and none of these.
    IsOther(ColumnId, &'static [&'static str]),
    /// The column is null, and in the file.
    Null(ColumnId),
    /// The column is null, or not in the file.
    NotGiven(ColumnId),
    /// The column is not null.
    Given(ColumnId),
    /// Both columns have the same value.
    Same(ColumnId, ColumnId),
    /// Both columns have values, and not the same.
    Differs(ColumnId, ColumnId),
    /// All of these.
    All(&'static [Condition]),
    /// One of these.
    Any(&'static [Condition]),
}

impl Condition {
    /// Whether a row is one of those.
    pub fn holds(&self, row: &Columns) -> bool {
        match self {
            Condition::Always => true,
            Condition::Is(column, values) => values.contains(&row.cell(*column).text.as_str()),
            Condition::IsNot(column, values) => !values.contains(&row.cell(*column).text.as_str()),
            Condition::IsOther(column, values) => {
                let cell = row.cell(*column);
                !cell.is_null() && !values.contains(&cell.text.as_str())
            }
            Condition::Null(column) => row.has(*column) && row.cell(*column).is_null(),
            Condition::NotGiven(column) => row.cell(*column).is_null(),
            Condition::Given(column) => !row.cell(*column).is_null(),
            Condition::Same(a, b) => both(row, *a, *b).is_some_and(|(a, b)| a.says_as(b)),
            Condition::Differs(a, b) => both(row, *a, *b).is_some_and(|(a, b)| !a.says_as(b)),
            Condition::All(conditions) => conditions.iter().all(|each| each.holds(row)),
            Condition::Any(conditions) => conditions.iter().any(|each| each.holds(row)),
        }
    }

    /// Whether it compares what columns say.
    pub fn looks_at_texts(&self) -> bool {
        match self {
            Condition::Same(..) | Condition::Differs(..) => true,
            Condition::All(conditions) | Condition::Any(conditions) => {
                conditions.iter().any(Condition::looks_at_texts)
            }
            _ => false,
        }
    }

    /// The columns it looks at, and at what of them.
    pub fn looks(&self, into: &mut Vec<(ColumnId, Look)>) {
        match self {
            Condition::Always => {}
            Condition::Is(column, values)
            | Condition::IsNot(column, values)
            | Condition::IsOther(column, values) => {
                into.push((*column, Look::Answer(Requirement::OneOf(values))));
            }
            Condition::Null(column) | Condition::NotGiven(column) | Condition::Given(column) => {
                into.push((*column, Look::Answer(Requirement::Given)));
            }
            Condition::Same(a, b) | Condition::Differs(a, b) => {
                into.extend([(*a, Look::Text), (*b, Look::Text)]);
            }
            Condition::All(conditions) | Condition::Any(conditions) => {
                conditions.iter().for_each(|each| each.looks(into));
            }
        }
    }
}

/// Both cells, where neither is null.
pub(super) fn both(row: &Columns, a: ColumnId, b: ColumnId) -> Option<(&Cell, &Cell)> {
    let (a, b) = (row.cell(a), row.cell(b));
    (!a.is_null() && !b.is_null()).then_some((a, b))
}

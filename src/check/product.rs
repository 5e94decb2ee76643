//! Costs that are a price × the quantity: one product a row for all rules that ask for it.

use super::cell::Cell;
use super::judgement::{Judgement, kept};
use super::rule_set::RuleSet;
use crate::focus::column_id::ColumnId;

/// A cost, its price, and what came out for the row.
#[derive(Debug)]
pub struct Product {
    pub cost: ColumnId,
    pub price: ColumnId,
    pub outcome: ProductOutcome,
    /// The rules that ask for it.
    pub rules: RuleSet,
}

/// Whether a cost is its price × the quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductOutcome {
    pub judgement: Judgement,
    /// Whether the numbers have more digits than are reckoned with.
    pub is_partial: bool,
}

impl ProductOutcome {
    /// Of numbers that are not there nothing is asked.
    pub const NONE: Self = Self { judgement: Judgement::Unconcerned, is_partial: false };

    /// Compares, as far as all three are numbers.
    pub fn of(price: &Cell, quantity: &Cell, cost: &Cell) -> Self {
        let is_partial = [price, quantity, cost].into_iter().any(Cell::is_too_long);
        let (Some(price), Some(quantity), Some(cost)) =
            (price.number(), quantity.number(), cost.number())
        else {
            return Self { is_partial, ..Self::NONE };
        };
        match price.checked_mul(*quantity) {
            Some(product) => Self { judgement: kept(product == *cost), is_partial },
            None => Self { is_partial: true, ..Self::NONE },
        }
    }
}

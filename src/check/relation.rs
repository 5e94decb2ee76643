//! What columns of a row are to each other: it is found out once for all rules that ask for it.

use super::cell::Cell;
use super::judgement::{Judgement, kept};
use super::number::Number;
use super::requirement::PRICING_QUANTITY;
use super::rule_set::RuleSet;
use crate::focus::column_id::ColumnId;

/// Something that columns are to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Relation {
    /// The cost is the price × the quantity.
    Product { cost: ColumnId, price: ColumnId },
    /// The end is later than the start.
    Order { end: ColumnId, start: ColumnId },
}

/// A relation, where its columns stand among those of their kind, and the rules that ask for it.
#[derive(Debug)]
pub struct AskedRelation {
    pub relation: Relation,
    pub columns: [Option<usize>; 3],
    pub rules: RuleSet,
}

/// Whether columns are that to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related {
    pub judgement: Judgement,
    /// Whether numbers have more digits than are reckoned with.
    pub is_partial: bool,
}

impl Relation {
    /// The columns, at most three.
    pub fn columns(self) -> [Option<ColumnId>; 3] {
        match self {
            Relation::Product { cost, price } => [Some(cost), Some(price), Some(PRICING_QUANTITY)],
            Relation::Order { end, start } => [Some(end), Some(start), None],
        }
    }
}

impl Related {
    /// Of cells that are not there nothing is asked.
    pub const NONE: Self = Self { judgement: Judgement::Unconcerned, is_partial: false };

    /// Multiplies numbers, where one word is enough to do so.
    #[inline(always)]
    pub fn by_short_product(price: &Number, quantity: &Number, cost: &Number) -> Option<Self> {
        if let (Some(price), Some(quantity), Some(cost)) = (price.value, quantity.value, cost.value)
        {
            let judgement = kept(cost.is_product(price, quantity)?);
            return Some(Self { judgement, is_partial: false });
        }
        let is_long = |number: &Number| number.value.is_none() && !number.is_null();
        let are_short = ![price, quantity, cost].into_iter().any(is_long);
        are_short.then_some(Self::NONE)
    }

    /// Multiplies, as far as all three are numbers.
    pub fn by_product(price: &Cell, quantity: &Cell, cost: &Cell) -> Self {
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

    /// Compares instants, as far as both are.
    pub fn by_order(end: &Cell, start: &Cell) -> Self {
        let both = end.instant().zip(start.instant());
        both.map_or(Self::NONE, |(end, start)| Self {
            judgement: kept(start < end),
            is_partial: false,
        })
    }
}

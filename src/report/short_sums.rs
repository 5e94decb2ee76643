//! Sums of the amounts of a row: nearly all are short, and then they take little room.

use super::placed::AmountRooms;
use crate::decimal::{Decimal, Short, ShortText};
use crate::error::Result;
use crate::focus::row::{RowKey, RowSums};
use crate::groups::Sums;
use crate::usage::AtOnce;

/// What is added up of a row.
#[derive(Debug)]
pub(super) enum AddedSums {
    Short(ShortSums),
    Wide(Box<RowSums>),
}

/// Sums of which each is short.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShortSums {
    quantity: Short,
    billed: Short,
    subtotal: Option<Short>,
    discount: Option<Short>,
}

/// The amounts of a row.
pub(super) struct ShortRow {
    pub(super) billed: Short,
    /// At the list price, and at the contracted price.
    pub(super) costs: (Short, Short),
    pub(super) texts: AmountRooms,
}

/// The list price of a key and the contracted one, where both are short.
pub(super) fn short_prices(key: &RowKey) -> Option<(Short, Short)> {
    Short::of(key.list_unit_price).zip(Short::of(key.contracted_unit_price))
}

impl AddedSums {
    pub(super) fn of(sums: &RowSums) -> Self {
        match ShortSums::of(sums) {
            Some(short) => Self::Short(short),
            None => Self::Wide(Box::new(*sums)),
        }
    }

    /// Adds the figures of another line item.
    pub(super) fn add(&mut self, other: &AddedSums) -> Result<()> {
        if let (Self::Short(sums), Self::Short(other)) = (&mut *self, other)
            && let Some(sum) = sums.plus(other)
        {
            *sums = sum;
            return Ok(());
        }
        let mut sums = self.wide();
        sums.add(&other.wide())?;
        *self = Self::of(&sums);
        Ok(())
    }

    /// The row at a list price and a contracted one, where all of its amounts and their texts are short.
    pub(super) fn row(&self, prices: (Short, Short)) -> Option<ShortRow> {
        match self {
            Self::Short(sums) => sums.row(prices),
            Self::Wide(_) => None,
        }
    }

    /// Whether each is so far from the range of decimals that sums of any number of such ones stay in it.
    #[cfg(feature = "parts")]
    pub(super) fn are_roomy(&self) -> bool {
        self.wide().amounts().all(Decimal::is_roomy)
    }

    pub(super) fn wide(&self) -> RowSums {
        match self {
            Self::Short(sums) => sums.wide(),
            Self::Wide(sums) => **sums,
        }
    }
}

impl ShortSums {
    /// Those of figures that are known at once.
    pub(super) fn at_once(figures: &AtOnce<'_>) -> Self {
        Self {
            quantity: figures.quantity.short(),
            billed: figures.billed,
            subtotal: figures.subtotal.map(|subtotal| subtotal.short()),
            discount: figures.discount.map(|discount| discount.short()),
        }
    }

    fn of(sums: &RowSums) -> Option<Self> {
        let some = |amount: Option<Decimal>| match amount {
            Some(amount) => Short::of(amount).map(Some),
            None => Some(None),
        };
        Some(Self {
            quantity: Short::of(sums.pricing_quantity)?,
            billed: Short::of(sums.billed_cost)?,
            subtotal: some(sums.cost_subtotal)?,
            discount: some(sums.cost_discount)?,
        })
    }

    /// Where none is negative.
    fn plus(&self, other: &Self) -> Option<Self> {
        let both = |a: Option<Short>, b: Option<Short>| match a.zip(b) {
            Some((a, b)) => a.plus(b).map(Some),
            None => Some(None),
        };
        Some(Self {
            quantity: self.quantity.plus(other.quantity)?,
            billed: self.billed.plus(other.billed)?,
            subtotal: both(self.subtotal, other.subtotal)?,
            discount: both(self.discount, other.discount)?,
        })
    }

    fn wide(&self) -> RowSums {
        RowSums {
            pricing_quantity: self.quantity.value(),
            billed_cost: self.billed.value(),
            cost_subtotal: self.subtotal.map(Short::value),
            cost_discount: self.discount.map(Short::value),
        }
    }

    fn row(&self, (list_price, contracted_price): (Short, Short)) -> Option<ShortRow> {
        let list = self.quantity.times(list_price)?;
        let contracted = match contracted_price == list_price {
            true => list,
            false => self.quantity.times(contracted_price)?,
        };
        // Null is nothing.
        let some = |amount: Option<Short>| match amount {
            Some(amount) => ShortText::of(amount),
            None => Some(ShortText::default()),
        };
        let (billed, subtotal) = (ShortText::of(self.billed)?, some(self.subtotal)?);
        let cost = |cost: Short| match cost {
            cost if cost == self.billed => Some(billed),
            cost if self.subtotal == Some(cost) => Some(subtotal),
            cost => ShortText::of(cost),
        };
        // As `Amount` has them.
        let texts = [
            billed,
            cost(list)?,
            cost(contracted)?,
            ShortText::of(self.quantity)?,
            subtotal,
            some(self.discount)?,
        ];
        Some(ShortRow { billed: self.billed, costs: (list, contracted), texts })
    }
}

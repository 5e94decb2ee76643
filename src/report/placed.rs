//! A line item in its charge period, with what it costs.

use std::rc::Rc;

use super::alike::{Alike, content};
use crate::decimal::{Decimal, ShortText};
use crate::error::Result;
use crate::focus::row::{Amount, Costs, FocusRow, RowKey, RowSums};
use crate::timeframe::Period;
use crate::usage::{Again, AtOnce, Disagreements};

/// A line item that has its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) alike: Rc<Alike>,
    pub(super) charge_period: Period,
    pub(super) sums: RowSums,
    pub(super) costs: Costs,
    pub(super) disagreements: Disagreements,
}

/// A row of usage, but for what is the same in all of its key.
pub(super) struct UsageRow<'a> {
    pub(super) key: &'a Rc<RowKey>,
    pub(super) charge_period: Period,
    pub(super) request_id: Option<&'a str>,
    pub(super) sums: RowSums,
    pub(super) costs: Costs,
}

impl Placed {
    pub(super) fn new(
        alike: Rc<Alike>,
        charge_period: Period,
        (sums, costs): (RowSums, Costs),
        disagreements: Disagreements,
    ) -> Self {
        Self { alike, charge_period, sums, costs, disagreements }
    }

    /// A trace of what it is and costs.
    pub(super) fn content(&self) -> u32 {
        let RowSums { billed_cost, pricing_quantity, .. } = self.sums;
        content(self.alike.trace(), self.charge_period, billed_cost, pricing_quantity)
    }

    /// Its row, where it has one of its own.
    pub(super) fn row<'a>(&'a self, request_id: Option<&'a str>) -> UsageRow<'a> {
        let Self { alike, charge_period, sums, costs, .. } = self;
        UsageRow {
            key: &alike.key,
            charge_period: *charge_period,
            request_id,
            sums: *sums,
            costs: *costs,
        }
    }
}

impl<'a> UsageRow<'a> {
    /// All of it.
    pub(super) fn finished(&self) -> Result<FocusRow<'a>> {
        FocusRow::usage(self.key, self.charge_period, self.request_id, self.sums)
    }
}

/// The texts of a row's amounts, in the order of [`Amount`].
pub(super) type AmountTexts = [ShortText; Amount::COUNT];

/// What stands in a row; `None` where a text is too long for a template.
pub(super) fn texts(sums: &RowSums, costs: &Costs) -> Option<AmountTexts> {
    // Null is nothing.
    let some = |amount: Option<Decimal>| match amount {
        Some(amount) => ShortText::of(amount),
        None => Some(ShortText::default()),
    };
    // As `Amount` has them.
    Some([
        ShortText::of(sums.billed_cost)?,
        ShortText::of(costs.list)?,
        ShortText::of(costs.contracted)?,
        ShortText::of(sums.pricing_quantity)?,
        some(sums.cost_subtotal)?,
        some(sums.cost_discount)?,
    ])
}

/// What is added up of figures that are known at once.
pub(super) fn sums_at_once(figures: &AtOnce<'_>) -> RowSums {
    RowSums {
        pricing_quantity: figures.quantity.value(),
        billed_cost: figures.total.value(),
        cost_subtotal: Some(figures.subtotal.value()),
        cost_discount: Some(figures.discount.value()),
    }
}

/// Puts in the texts of a row whose figures are known at once: their own, as far as they agree.
pub(super) fn put_texts_at_once(
    texts: &mut AmountTexts,
    figures: &AtOnce<'_>,
    again: &Again<'_>,
) -> Option<()> {
    let AtOnce { total, subtotal, list_cost, contracted_cost, .. } = *figures;
    // As `Amount` has them.
    let [billed, list, contracted, quantity, before_discount, discount] = texts;
    *billed = again.text(total)?;
    *before_discount = again.text(subtotal)?;
    *quantity = again.text(figures.quantity)?;
    *discount = again.text(figures.discount)?;
    for (text, cost) in [(list, list_cost), (contracted, contracted_cost)] {
        if cost == total.short() {
            *text = *billed;
        } else if cost == subtotal.short() {
            *text = *before_discount;
        } else {
            *text = ShortText::of(cost.value())?;
        }
    }
    Some(())
}

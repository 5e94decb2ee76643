//! A line item in its charge period, with what it costs.

use std::rc::Rc;

use super::known::{both_traces, content, trace};
use super::remarks::Remarks;
use crate::decimal::{CopiedText, Decimal, Short, ShortNumber, ShortText};
use crate::error::Result;
use crate::focus::row::{Amount, Costs, FocusRow, RowKey, RowSums};
use crate::timeframe::Period;
use crate::usage::{Again, AtOnce, Disagreements, Figures};

/// A line item that has its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) key: Rc<RowKey>,
    pub(super) figures: Figures,
    pub(super) remarks: Remarks,
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
    /// What it is known by: of what was sold, and of who asked.
    pub(super) fn traces(&self) -> (u64, u64) {
        (trace(&self.key.sku_id), trace(&self.key.sub_account_id))
    }

    /// A trace of what it is and costs.
    pub(super) fn content(&self) -> u32 {
        let RowSums { billed_cost, pricing_quantity, .. } = self.sums;
        content(both_traces(self.traces()), self.charge_period, billed_cost, pricing_quantity)
    }

    /// Its row, where it has one of its own.
    pub(super) fn row<'a>(&'a self, request_id: Option<&'a str>) -> UsageRow<'a> {
        let Self { key, charge_period, sums, costs, .. } = self;
        UsageRow { key, charge_period: *charge_period, request_id, sums: *sums, costs: *costs }
    }
}

impl<'a> UsageRow<'a> {
    /// All of it.
    pub(super) fn finished(&self) -> Result<FocusRow<'a>> {
        FocusRow::usage(self.key, self.charge_period, self.request_id, self.sums)
    }
}

/// Room for the texts of a row's amounts, in the order of [`Amount`].
pub(super) type AmountRooms = [ShortText; Amount::COUNT];

/// The texts of a row's amounts, in the order of [`Amount`].
pub(super) type AmountTexts<'a> = [CopiedText<'a>; Amount::COUNT];

/// What stands in a row; `None` where a text is too long for a template.
pub(super) fn texts(sums: &RowSums, costs: &Costs) -> Option<AmountRooms> {
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

/// The texts of figures that are known at once: their own, as far as they agree. None is too long.
#[inline(always)]
pub(super) fn texts_at_once<'a>(
    figures: &AtOnce<'_>,
    again: &'a Again<'_>,
    rooms: &'a mut AmountRooms,
) -> Option<AmountTexts<'a>> {
    let AtOnce { billed, list_cost, contracted_cost, .. } = *figures;
    let [for_billed, for_list, for_contracted, for_quantity, for_subtotal, for_discount] = rooms;
    let billed_text = match figures.billed_number {
        Some(number) => again.text(number, for_billed)?,
        None => for_billed.put(billed)?,
    };
    let subtotal = own_text(figures.subtotal, again, for_subtotal)?;
    let before_discount = figures.subtotal.map_or(billed, |subtotal| subtotal.short());
    let known = ((billed, billed_text), (before_discount, subtotal));
    // As `Amount` has them.
    Some([
        billed_text,
        cost_text(list_cost, known, for_list)?,
        cost_text(contracted_cost, known, for_contracted)?,
        again.text(figures.quantity, for_quantity)?,
        subtotal,
        own_text(figures.discount, again, for_discount)?,
    ])
}

/// The text of a figure; null is nothing.
#[inline(always)]
fn own_text<'a>(
    number: Option<&ShortNumber>,
    again: &'a Again<'_>,
    room: &'a mut ShortText,
) -> Option<CopiedText<'a>> {
    match number {
        Some(number) => again.text(number, room),
        None => Some(CopiedText::EMPTY),
    }
}

/// The text of a cost, which is that of a figure where they are the same.
#[inline(always)]
fn cost_text<'a>(
    cost: Short,
    (one, other): ((Short, CopiedText<'a>), (Short, CopiedText<'a>)),
    room: &'a mut ShortText,
) -> Option<CopiedText<'a>> {
    if cost == one.0 {
        Some(one.1)
    } else if cost == other.0 {
        Some(other.1)
    } else {
        room.put(cost)
    }
}

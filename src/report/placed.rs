//! A line item in its charge period, with what it costs.

use std::rc::Rc;

use super::known::{both_traces, content};
use super::remarks::Remarks;
use super::short_sums::AddedSums;
use crate::decimal::{CopiedText, Short, ShortNumber, ShortText};
use crate::digest::WordHasher;
use crate::error::Result;
use crate::focus::row::{Amount, FocusRow, RowKey, RowSums};
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
    pub(super) disagreements: Disagreements,
}

/// A row of usage, but for what is the same in all of its key.
pub(super) struct UsageRow<'a> {
    pub(super) key: &'a Rc<RowKey>,
    pub(super) charge_period: Period,
    pub(super) request_id: Option<&'a str>,
    pub(super) sums: &'a AddedSums,
}

impl Placed {
    /// What it is known by: of what was sold, and of who asked.
    pub(super) fn traces(&self) -> (u64, u64) {
        (WordHasher::of(&self.key.sku_id), WordHasher::of(&self.key.sub_account_id))
    }

    /// A trace of what it is and costs.
    pub(super) fn content(&self) -> u32 {
        let RowSums { billed_cost, pricing_quantity, .. } = self.sums;
        content(both_traces(self.traces()), self.charge_period, billed_cost, pricing_quantity)
    }
}

impl<'a> UsageRow<'a> {
    /// All of it.
    pub(super) fn finished(&self) -> Result<FocusRow<'a>> {
        FocusRow::usage(self.key, self.charge_period, self.request_id, self.sums.wide())
    }
}

/// Room for the texts of a row's amounts, in the order of [`Amount`].
pub(super) type AmountRooms = [ShortText; Amount::COUNT];

/// The texts of a row's amounts, in the order of [`Amount`].
pub(super) type AmountTexts<'a> = [CopiedText<'a>; Amount::COUNT];

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

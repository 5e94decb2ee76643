//! Whether fal's own figures of a line item agree. None of these identities is an error: what is
//! billed is billed, and a disagreement is counted.

use super::{LineItem, kept};
use crate::decimal::Decimal;

/// An identity between a line item's figures that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// `cost_subtotal` is not quantity × unit_price.
    Subtotal,
    /// `cost_discount` is not `percent_discount` percent of `cost_subtotal`.
    Discount,
    /// `cost_total` is not `cost_subtotal` minus `cost_discount`.
    Total,
    /// `cost` is not `cost_total`.
    Cost,
    /// In a reply with `cost` alone: it is not quantity × discounted price.
    Price,
}

/// The identities that do not hold, of those whose figures are there.
pub fn disagreements(item: &LineItem) -> impl Iterator<Item = Disagreement> {
    [
        (Disagreement::Subtotal, subtotal_agrees(item)),
        (Disagreement::Discount, discount_agrees(item)),
        (Disagreement::Total, total_agrees(item)),
        (Disagreement::Cost, cost_agrees(item)),
        (Disagreement::Price, price_agrees(item)),
    ]
    .into_iter()
    .filter(|(_, agrees)| *agrees == Some(false))
    .map(|(kind, _)| kind)
}

fn subtotal_agrees(item: &LineItem) -> Option<bool> {
    let product = item.quantity?.checked_mul(item.unit_price?)?;
    Some(item.cost_subtotal? == product)
}

fn discount_agrees(item: &LineItem) -> Option<bool> {
    // Compared at a hundred times the size, which needs no division.
    let expected = item.cost_subtotal?.checked_mul(percent(item))?;
    Some(item.cost_discount?.checked_mul(Decimal::hundred())? == expected)
}

fn total_agrees(item: &LineItem) -> Option<bool> {
    let expected = item.cost_subtotal?.checked_sub(item.cost_discount?)?;
    Some(item.cost_total? == expected)
}

fn cost_agrees(item: &LineItem) -> Option<bool> {
    Some(item.cost? == item.cost_total?)
}

fn price_agrees(item: &LineItem) -> Option<bool> {
    if item.cost_total.is_some() || item.cost_subtotal.is_some() {
        return None;
    }
    let product = item.quantity?.checked_mul(item.unit_price?)?;
    Some(item.cost? == product.checked_mul(kept(percent(item))?)?)
}

fn percent(item: &LineItem) -> Decimal {
    item.percent_discount.unwrap_or(Decimal::ZERO)
}

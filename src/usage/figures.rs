//! Which of a line item's figures is billed, and whether fal's own figures agree. No identity
//! between them is an error: what is billed is billed, and a disagreement is counted.

use super::LineItem;
use crate::decimal::Decimal;
use crate::error::Result;
use crate::json::Members;

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
    /// `cost_estimate_nano_usd` is another amount than the cost in USD.
    Nano,
    /// `quantity` is not `output_units`.
    Quantity,
}

/// An unknown amount is no 0.
pub(super) fn require_cost(item: &LineItem, members: &Members<'_>) -> Result<()> {
    let total = item.cost_total.or(item.cost).or(item.nano);
    if total.is_some() || (item.cost_subtotal.is_some() && item.cost_discount.is_some()) {
        return Ok(());
    }
    let missing = members.wrong("cost_total", "the line item has no cost");
    Err(missing.hint("An unknown amount is no 0: fetch the usage with its costs."))
}

impl LineItem {
    /// The figure that is billed: `cost_total`, else `cost`, else subtotal minus discount; of a
    /// billing event the nano-USD figure where it is more exact, or disagrees.
    ///
    /// `None` beyond the range of exact decimals.
    pub fn billed(&self) -> Option<Decimal> {
        let Some(nano) = self.nano else { return self.billed_as_total() };
        match self.billed_as_total() {
            Some(total) if nano_agrees(nano, total)? && nano.scale() <= total.scale() => {
                Some(total)
            }
            _ => Some(nano),
        }
    }

    fn billed_as_total(&self) -> Option<Decimal> {
        match self.cost_total.or(self.cost) {
            Some(total) => Some(total),
            None => self.cost_subtotal?.checked_sub(self.cost_discount?),
        }
    }

    /// The figure before discounts: `cost_subtotal`, else total plus discount, else the total
    /// without its percentage.
    ///
    /// `None` where none of them is an exact decimal in range.
    pub fn undiscounted(&self) -> Option<Decimal> {
        match (self.cost_subtotal, self.cost_total, self.cost_discount) {
            (Some(subtotal), _, _) => Some(subtotal),
            (None, Some(total), Some(discount)) => total.checked_add(discount),
            _ => {
                let percent = self.percent_discount.unwrap_or(Decimal::ZERO);
                self.billed()?.checked_div_exact(kept(percent)?)
            }
        }
    }
}

/// What a percentage leaves of an amount: of 20 percent, 0.8.
pub(crate) fn kept(percent: Decimal) -> Option<Decimal> {
    Decimal::hundred().checked_sub(percent)?.checked_mul(Decimal::HUNDREDTH)
}

/// Both say the same where they round to the same nano dollar.
fn nano_agrees(nano: Decimal, total: Decimal) -> Option<bool> {
    nano.rounds_to(total, 9)
}

/// The identities that do not hold, of those whose figures are there.
pub fn disagreements(item: &LineItem) -> impl Iterator<Item = Disagreement> + use<> {
    [
        (Disagreement::Subtotal, subtotal_agrees(item)),
        (Disagreement::Discount, discount_agrees(item)),
        (Disagreement::Total, total_agrees(item)),
        (Disagreement::Cost, cost_agrees(item)),
        (Disagreement::Price, price_agrees(item)),
        (
            Disagreement::Nano,
            item.nano.zip(item.billed_as_total()).and_then(|(n, t)| nano_agrees(n, t)),
        ),
        (Disagreement::Quantity, quantity_agrees(item)),
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

fn quantity_agrees(item: &LineItem) -> Option<bool> {
    Some(item.quantity? == item.output_units?)
}

fn percent(item: &LineItem) -> Decimal {
    item.percent_discount.unwrap_or(Decimal::ZERO)
}

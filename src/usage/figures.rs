//! Which of a line item's figures is billed, and whether fal's own figures agree. No identity
//! between them is an error: what is billed is billed, and a disagreement is counted.

use super::List;
use crate::decimal::Decimal;
use crate::error::Result;
use crate::json::Members;

/// The figures of a line item, as fal sent them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many units.
    pub quantity: Option<Decimal>,
    /// The same of a billing event, in older replies.
    pub output_units: Option<Decimal>,
    /// Price of one unit, before percentage discounts.
    pub unit_price: Option<Decimal>,
    /// 20 is a discount of 20 %; 0 to 100.
    pub percent_discount: Option<Decimal>,
    /// Cost before discounts.
    pub cost_subtotal: Option<Decimal>,
    /// The discount as an amount.
    pub cost_discount: Option<Decimal>,
    /// Cost after discounts.
    pub cost_total: Option<Decimal>,
    /// The same in replies before July 2026, deprecated since.
    pub cost: Option<Decimal>,
    /// `cost_estimate_nano_usd` in USD.
    pub nano: Option<Decimal>,
}

/// A figure that differs from one line item to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// `quantity`
    Quantity,
    /// `output_units`
    OutputUnits,
    /// `cost_subtotal`
    CostSubtotal,
    /// `cost_discount`
    CostDiscount,
    /// `cost_total`
    CostTotal,
    /// `cost`
    Cost,
    /// `cost_estimate_nano_usd`
    Nano,
}

impl Figure {
    /// Every figure.
    const ALL: [Figure; 7] = [
        Figure::Quantity,
        Figure::OutputUnits,
        Figure::CostSubtotal,
        Figure::CostDiscount,
        Figure::CostTotal,
        Figure::Cost,
        Figure::Nano,
    ];

    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Its bit in a set.
    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The figure of a member's name.
    pub(super) fn named(name: &str, list: List) -> Option<Self> {
        Some(match (name, list) {
            ("quantity", _) => Figure::Quantity,
            ("cost_subtotal", _) => Figure::CostSubtotal,
            ("cost_discount", _) => Figure::CostDiscount,
            ("cost_total", _) => Figure::CostTotal,
            ("cost", _) => Figure::Cost,
            ("output_units", List::BillingEvents) => Figure::OutputUnits,
            (NANO_USD, List::BillingEvents) => Figure::Nano,
            _ => return None,
        })
    }
}

/// The member of a billing event with its cost in nano-USD.
pub(super) const NANO_USD: &str = "cost_estimate_nano_usd";

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

impl Disagreement {
    /// Every identity.
    pub const ALL: [Disagreement; 7] = [
        Disagreement::Subtotal,
        Disagreement::Discount,
        Disagreement::Total,
        Disagreement::Cost,
        Disagreement::Price,
        Disagreement::Nano,
        Disagreement::Quantity,
    ];
}

/// An unknown amount is no 0.
pub(super) fn require_cost(figures: &Figures, members: &Members<'_>) -> Result<()> {
    let total = figures.cost_total.or(figures.cost).or(figures.nano);
    if total.is_some() || (figures.cost_subtotal.is_some() && figures.cost_discount.is_some()) {
        return Ok(());
    }
    let missing = members.wrong("cost_total", "the line item has no cost");
    Err(missing.hint("An unknown amount is no 0: fetch the usage with its costs."))
}

impl Figures {
    /// How much was used: `quantity`, else `output_units`.
    pub fn used(&self) -> Option<Decimal> {
        self.quantity.or(self.output_units)
    }

    fn get(&self, figure: Figure) -> Option<Decimal> {
        match figure {
            Figure::Quantity => self.quantity,
            Figure::OutputUnits => self.output_units,
            Figure::CostSubtotal => self.cost_subtotal,
            Figure::CostDiscount => self.cost_discount,
            Figure::CostTotal => self.cost_total,
            Figure::Cost => self.cost,
            Figure::Nano => self.nano,
        }
    }

    /// Which of them are there, a bit for each.
    pub(super) fn there(&self) -> u8 {
        let there = Figure::ALL.into_iter().filter(|figure| self.get(*figure).is_some());
        there.fold(0, |set, figure| set | figure.bit())
    }

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
            _ => self.billed()?.checked_div_exact(kept(self.percent())?),
        }
    }
}

impl Disagreements {
    /// Those that are so.
    #[inline(always)]
    pub(super) fn of(kinds: impl IntoIterator<Item = (Disagreement, bool)>) -> Self {
        let disagree = kinds.into_iter().filter(|(_, disagrees)| *disagrees);
        Self(disagree.fold(0, |set, (kind, _)| set | 1 << kind as u8))
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Disagreements(u8);

impl Disagreements {
    /// Whether all figures agree.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Disagreement> {
        Disagreement::ALL.into_iter().filter(move |kind| self.0 & (1 << *kind as u8) != 0)
    }
}

impl Figures {
    /// The identities that do not hold, of those whose figures are there.
    pub fn disagreements(&self) -> Disagreements {
        let kinds = Disagreement::ALL.into_iter();
        Disagreements::of(kinds.map(|kind| (kind, self.agree(kind) == Some(false))))
    }

    fn agree(&self, kind: Disagreement) -> Option<bool> {
        let (given, expected) = self.sides(kind)?;
        match kind {
            Disagreement::Nano => nano_agrees(given, expected),
            _ => Some(given == expected),
        }
    }

    /// The two sides of an identity.
    fn sides(&self, kind: Disagreement) -> Option<(Decimal, Decimal)> {
        Some(match kind {
            Disagreement::Subtotal => (self.cost_subtotal?, self.product()?),
            // Compared at a hundred times the size, which needs no division.
            Disagreement::Discount => (
                self.cost_discount?.checked_mul(Decimal::hundred())?,
                self.cost_subtotal?.checked_mul(self.percent())?,
            ),
            Disagreement::Total => {
                (self.cost_total?, self.cost_subtotal?.checked_sub(self.cost_discount?)?)
            }
            Disagreement::Cost => (self.cost?, self.cost_total?),
            Disagreement::Price if self.cost_total.is_some() || self.cost_subtotal.is_some() => {
                return None;
            }
            Disagreement::Price => {
                (self.cost?, self.product()?.checked_mul(kept(self.percent())?)?)
            }
            Disagreement::Nano => (self.nano?, self.billed_as_total()?),
            Disagreement::Quantity => (self.quantity?, self.output_units?),
        })
    }

    /// What it costs before discounts, by its quantity and price.
    fn product(&self) -> Option<Decimal> {
        self.used()?.checked_mul(self.unit_price?)
    }

    fn percent(&self) -> Decimal {
        self.percent_discount.unwrap_or(Decimal::ZERO)
    }
}

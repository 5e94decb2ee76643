//! The figures of nearly all line items: short, none negative, each where it is expected. They are
//! judged with numbers of one word, and come to the same as [`Figures`] do.

use super::again::Again;
use super::figures::{Disagreement, Disagreements, Figure, Figures};
use crate::decimal::{Decimal, Short, ShortNumber};

/// What is the same in all line items that are alike: their prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShortPrices {
    pub(crate) list: Short,
    pub(crate) contracted: Short,
    /// `percent_discount`; 0 where there is none.
    pub(crate) percent: Short,
    /// The figures that they all have, a bit for each.
    figures: u8,
}

impl ShortPrices {
    /// Where all of them are short, of line items with such figures.
    pub(crate) fn of(figures: &Figures, list: Decimal, contracted: Decimal) -> Option<Self> {
        // Of a negative price the quantity takes the sign.
        figures.unit_price.filter(|price| !price.is_negative())?;
        Some(Self {
            list: Short::of(list)?,
            contracted: Short::of(contracted)?,
            percent: Short::of(figures.percent_discount.unwrap_or(Decimal::ZERO))?,
            figures: figures.there(),
        })
    }
}

/// The figures of a line item that is billed at its `cost_total`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtOnce<'a> {
    pub(crate) quantity: &'a ShortNumber,
    pub(crate) subtotal: &'a ShortNumber,
    pub(crate) discount: &'a ShortNumber,
    pub(crate) total: &'a ShortNumber,
    /// What the quantity costs at the list price.
    pub(crate) list_cost: Short,
    /// The same at the contracted price.
    pub(crate) contracted_cost: Short,
    pub(crate) disagreements: Disagreements,
}

impl Again<'_> {
    /// Its figures, where they are as expected.
    pub(crate) fn at_once(&self, prices: &ShortPrices) -> Option<AtOnce<'_>> {
        if self.form.set != prices.figures {
            return None;
        }
        let quantity = self.number(Figure::Quantity);
        let output_units = self.number(Figure::OutputUnits);
        let differ = quantity.zip(output_units).is_some_and(|(a, b)| a.short() != b.short());
        let quantity = quantity.or(output_units)?;
        let subtotal = self.number(Figure::CostSubtotal)?;
        let discount = self.number(Figure::CostDiscount)?;
        let total = self.number(Figure::CostTotal)?;
        let (q, s, d, t) = (quantity.short(), subtotal.short(), discount.short(), total.short());
        if q.is_negative() || s.is_negative() || d.is_negative() || t.is_negative() {
            return None;
        }
        // What is more exact than the total, or disagrees, is billed instead.
        if let Some(nano) = self.number(Figure::Nano)
            && nano.short().shifted_down(9) != t
        {
            return None;
        }
        let list_cost = q.times(prices.list)?;
        let is_whole_price = prices.contracted == prices.list;
        let contracted_cost = if is_whole_price { list_cost } else { q.times(prices.contracted)? };
        let discount_differs = match prices.percent.is_zero() {
            true => !d.is_zero(),
            false => d.times(Short::HUNDRED)? != s.times(prices.percent)?,
        };
        let total_differs = if d.is_zero() { t != s } else { s.minus(d)? != t };
        let cost = self.number(Figure::Cost);
        let disagreements = Disagreements::of([
            (Disagreement::Subtotal, s != list_cost),
            (Disagreement::Discount, discount_differs),
            (Disagreement::Total, total_differs),
            (Disagreement::Cost, cost.is_some_and(|cost| cost.short() != t)),
            (Disagreement::Quantity, differ),
        ]);
        Some(AtOnce {
            quantity,
            subtotal,
            discount,
            total,
            list_cost,
            contracted_cost,
            disagreements,
        })
    }
}

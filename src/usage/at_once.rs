//! The figures of nearly all line items: short, none negative, each where it is expected. They are
//! judged with numbers of one word, and come to the same as [`Figures`] do.

use super::again::Again;
use super::figures::{Disagreement, Disagreements, Figure, Figures};
use crate::decimal::{Decimal, Short, ShortNumber, ShortText};

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

/// The figures of a line item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtOnce<'a> {
    pub(crate) quantity: &'a ShortNumber,
    pub(crate) billed: Short,
    /// Where it is one of the figures.
    pub(crate) billed_number: Option<&'a ShortNumber>,
    pub(crate) subtotal: Option<&'a ShortNumber>,
    pub(crate) discount: Option<&'a ShortNumber>,
    /// What the quantity costs at the list price.
    pub(crate) list_cost: Short,
    /// The same at the contracted price.
    pub(crate) contracted_cost: Short,
    pub(crate) disagreements: Disagreements,
}

impl Again<'_> {
    /// Its figures, where they are as expected.
    #[inline(always)]
    pub(crate) fn at_once(&self, prices: &ShortPrices) -> Option<AtOnce<'_>> {
        if self.form.set != prices.figures || self.numbers.iter().any(|number| number.is_odd()) {
            return None;
        }
        let quantity = self.number(Figure::Quantity);
        let output_units = self.number(Figure::OutputUnits);
        let differ = quantity.zip(output_units).is_some_and(|(a, b)| a.short() != b.short());
        let quantity = quantity.or(output_units)?;
        let subtotal = self.number(Figure::CostSubtotal);
        let discount = self.number(Figure::CostDiscount);
        let total = self.number(Figure::CostTotal);
        let cost = self.number(Figure::Cost);
        let nano = self.number(Figure::Nano).map(|nano| nano.short().shifted_down(9));
        let (billed, billed_number, nano_differs) = match (total.or(cost), nano) {
            (Some(number), None) => (number.short(), Some(number), false),
            // What is more exact than the total, or disagrees, is billed instead.
            (Some(number), Some(nano)) => match nano.rounds_to(number.short(), 9)? {
                true if nano.scale() <= number.short().scale() => {
                    (number.short(), Some(number), false)
                }
                agrees => (nano, None, !agrees),
            },
            (None, Some(nano)) if subtotal.is_none() || discount.is_none() => (nano, None, false),
            (None, _) => return None,
        };
        // To see that a product is one takes less than to make it.
        let told = subtotal.map(|subtotal| subtotal.short());
        let list_cost = match told {
            Some(told) if told.is_product(quantity.short(), prices.list) == Some(true) => told,
            _ => quantity.short().times(prices.list)?,
        };
        let is_whole_price = prices.contracted == prices.list;
        let contracted_cost = match is_whole_price {
            true => list_cost,
            false => quantity.short().times(prices.contracted)?,
        };
        let scale = billed.scale().max(list_cost.scale()).max(contracted_cost.scale());
        if scale > ShortText::MAX_SCALE {
            return None;
        }
        let (s, d) = (subtotal.map(|it| it.short()), discount.map(|it| it.short()));
        let discount_differs = match (s, d) {
            (Some(_), Some(d)) if prices.percent.is_zero() => !d.is_zero(),
            (Some(s), Some(d)) => d.times(Short::HUNDRED)? != s.times(prices.percent)?,
            _ => false,
        };
        let total_differs = match (s, d, total.map(|total| total.short())) {
            (Some(s), Some(d), Some(t)) if d.is_zero() => t != s,
            (Some(s), Some(d), Some(t)) => s.minus(d)? != t,
            _ => false,
        };
        let cost_alone = cost.filter(|_| subtotal.is_none() && total.is_none());
        let disagreements = Disagreements::of([
            (Disagreement::Subtotal, s.is_some_and(|s| s != list_cost)),
            (Disagreement::Discount, discount_differs),
            (Disagreement::Total, total_differs),
            (Disagreement::Cost, cost.zip(total).is_some_and(|(a, b)| a.short() != b.short())),
            (Disagreement::Price, cost_alone.is_some_and(|it| it.short() != contracted_cost)),
            (Disagreement::Nano, nano_differs),
            (Disagreement::Quantity, differ),
        ]);
        Some(AtOnce {
            quantity,
            billed,
            billed_number,
            subtotal,
            discount,
            list_cost,
            contracted_cost,
            disagreements,
        })
    }
}

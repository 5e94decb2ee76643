//! What is known of line items that are like earlier ones, by the numbers of what they are like.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::kept::KeyNumbers;
use super::overlap::Teller;
use super::placed::Placed;
use super::remarks::Remarks;
use crate::decimal::Decimal;
use crate::digest::WordHasher;
use crate::timeframe::Period;
use crate::usage::{Likeness, ShortPrices};

/// What the line items of the file that is being read have shown.
#[derive(Debug, Default)]
pub(super) struct Known {
    sold: Vec<Option<Sold>>,
    asked: Vec<Option<Asked>>,
    /// Of the last that was learned: mostly that of all.
    currency: Option<Rc<str>>,
}

/// What follows from what was sold, whoever asked for it.
#[derive(Debug, Clone)]
pub(super) struct Sold {
    pub(super) teller: Teller,
    /// Nothing until a line item has counted.
    pub(super) facts: Option<SoldFacts>,
}

/// What is needed of nearly all line items.
#[derive(Debug, Clone)]
pub(super) struct SoldFacts {
    pub(super) prices: ShortPrices,
    pub(super) remarks: Remarks,
    pub(super) currency: Rc<str>,
    number: u32,
    trace: u64,
}

/// What follows from who asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    number: u32,
    trace: u64,
}

impl Known {
    /// What is known of line items with that likeness, where something is.
    #[inline(always)]
    pub(super) fn get(&self, like: Likeness) -> Option<(&Sold, Option<Asked>)> {
        let sold = self.sold.get(like.sold as usize)?.as_ref()?;
        Some((sold, self.asked.get(like.asked as usize).copied().flatten()))
    }

    /// A line item has come; what its numbers stood for before is forgotten.
    pub(super) fn begin(&mut self, like: Likeness, teller: Teller) {
        put(&mut self.sold, like.sold, Some(Sold { teller, facts: None }));
        put(&mut self.asked, like.asked, None);
    }

    /// It has counted, and its key has those numbers.
    pub(super) fn learn(
        &mut self,
        like: Likeness,
        teller: Teller,
        placed: &Placed,
        key: KeyNumbers,
    ) {
        let (trace, asked_trace) = placed.traces();
        let currency = self.currency(&placed.key.billing_currency);
        let facts = SoldFacts::of(placed, currency, key.sold, trace);
        let asked = facts.is_some().then_some(Asked { number: key.asked, trace: asked_trace });
        put(&mut self.sold, like.sold, Some(Sold { teller, facts }));
        put(&mut self.asked, like.asked, asked);
    }

    /// One text for all who share it.
    fn currency(&mut self, currency: &str) -> Rc<str> {
        let known = self.currency.take().filter(|known| **known == *currency);
        self.currency.insert(known.unwrap_or_else(|| currency.into())).clone()
    }

    /// The numbers of keys are given anew.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl SoldFacts {
    fn of(placed: &Placed, currency: Rc<str>, number: u32, trace: u64) -> Option<Self> {
        let Placed { key, figures, remarks, .. } = placed;
        let prices = ShortPrices::of(figures, key.list_unit_price, key.contracted_unit_price)?;
        Some(Self { prices, remarks: *remarks, currency, number, trace })
    }

    /// The numbers of a line item's key.
    #[inline(always)]
    pub(super) fn key(&self, asked: Asked) -> KeyNumbers {
        KeyNumbers { sold: self.number, asked: asked.number }
    }

    /// What a line item is known by.
    #[inline(always)]
    pub(super) fn trace(&self, asked: Asked) -> u64 {
        both_traces((self.trace, asked.trace))
    }
}

/// What both parts of a key are known by.
pub(super) fn both_traces((sold, asked): (u64, u64)) -> u64 {
    sold.rotate_left(17) ^ asked
}

/// A trace of what a request is and costs, to tell one that costs something else from one that just
/// comes again. Where its charge period starts says where that ends.
#[inline(always)]
pub(super) fn content(trace: u64, period: Period, billed: Decimal, quantity: Decimal) -> u32 {
    let mut content = WordHasher::default();
    content.write_u64(trace);
    content.write_u64(period.start.unix_timestamp() as u64);
    (billed, quantity).hash(&mut content);
    content.finish() as u32
}

/// Puts a thing in its place, also behind the last.
fn put<T: Clone>(things: &mut Vec<Option<T>>, place: u32, thing: Option<T>) {
    let place = place as usize;
    if things.len() <= place {
        things.resize(place.saturating_add(1), None);
    }
    if let Some(place) = things.get_mut(place) {
        *place = thing;
    }
}

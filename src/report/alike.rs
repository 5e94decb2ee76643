//! What line items that are alike have in common, worked out once.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::overlap::Teller;
use crate::decimal::Decimal;
use crate::digest::WordHasher;
use crate::focus::row::RowKey;
use crate::summary::WarningCode;
use crate::timeframe::Period;
use crate::usage::{Figures, LineItem, Pattern, Product, ShortPrices, When};

/// What line items have in common that differ in amounts alone.
#[derive(Debug)]
pub(super) struct Alike {
    pub(super) key: Rc<RowKey>,
    /// Those of the first of them.
    pub(super) figures: Figures,
    pub(super) remarks: Remarks,
    /// Of what was sold, and of who asked.
    traces: (u64, u64),
}

/// What of all of them is worth a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remarks {
    pub(super) is_summary: bool,
    pub(super) is_of_unknown_product: bool,
    pub(super) unit_missing: bool,
    pub(super) price_derived: bool,
}

impl Alike {
    pub(super) fn new(key: RowKey, figures: Figures, remarks: Remarks) -> Self {
        let remarks = Remarks { price_derived: key.price_derived, ..remarks };
        let traces = (trace(&key.sku_id), trace(&key.sub_account_id));
        Self { key: Rc::new(key), figures, remarks, traces }
    }

    /// What all of them are known by.
    pub(super) fn trace(&self) -> u64 {
        both(self.traces)
    }
}

fn trace(of: &impl Hash) -> u64 {
    let mut hasher = WordHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

/// One trace of two.
fn both((sold, asked): (u64, u64)) -> u64 {
    sold.rotate_left(17) ^ asked
}

impl Alike {
    /// What is needed of nearly all of them, where their figures may be judged at once.
    pub(super) fn facts(&self, teller: Teller) -> Option<Facts> {
        let Self { key, figures, remarks, .. } = self;
        let prices = ShortPrices::of(figures, key.list_unit_price, key.contracted_unit_price)?;
        let currency = key.billing_currency.clone();
        Some(Facts { teller, prices, remarks: *remarks, currency })
    }
}

/// A trace of what a request is and costs, to tell one that costs something else from one that just
/// comes again.
pub(super) fn content(trace: u64, period: Period, billed: Decimal, quantity: Decimal) -> u32 {
    let mut content = WordHasher::default();
    content.write_u64(trace);
    content.write_u64(period.start.unix_timestamp() as u64);
    content.write_u64(period.end.unix_timestamp() as u64);
    (billed, quantity).hash(&mut content);
    content.finish() as u32
}

impl Remarks {
    /// What is worth one before the line item is mapped.
    pub(super) fn of(item: &LineItem) -> Self {
        Self {
            is_summary: item.when == When::WholeWindow,
            is_of_unknown_product: matches!(item.product, Product::Other(_)),
            unit_missing: false,
            price_derived: false,
        }
    }

    pub(super) fn are_none(self) -> bool {
        let Self { is_summary, is_of_unknown_product, unit_missing, price_derived } = self;
        !(is_summary || is_of_unknown_product || unit_missing || price_derived)
    }

    pub(super) fn codes(self) -> impl Iterator<Item = WarningCode> {
        let remarks = [
            (self.is_summary, WarningCode::SummaryOnly),
            (self.is_of_unknown_product, WarningCode::UnknownProduct),
            (self.unit_missing, WarningCode::MissingUnit),
            (self.price_derived, WarningCode::PriceDerived),
        ];
        remarks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, code)| code)
    }
}

/// A pattern of line items.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) teller: Teller,
    /// Nothing until one of them has counted.
    pub(super) alike: Option<Rc<Alike>>,
}

/// What is needed of nearly all line items of a pattern, close together: places in tables that are
/// much shorter than this one.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtHand {
    /// In [`Facts`].
    pub(super) facts: u32,
    /// Of the key where rows are added up.
    pub(super) key: u32,
    /// Of the texts of its row where each is written.
    pub(super) texts: RowTexts,
    /// What they are known by.
    pub(super) trace: u64,
}

/// The places of a row's texts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RowTexts {
    pub(super) row: u32,
    pub(super) who: u32,
}

/// The patterns of the file that is being read.
#[derive(Debug, Default)]
pub(super) struct KnownPatterns {
    known: Vec<Option<Known>>,
    at_hand: Vec<Option<AtHand>>,
    /// What was at hand of a line item that sold the same, and of one that was asked for by the same.
    by_sold: Vec<Option<OfOne>>,
    by_asked: Vec<Option<OfOne>>,
}

/// A line item of several that have something in common.
#[derive(Debug, Clone)]
struct OfOne {
    key: Rc<RowKey>,
    at_hand: AtHand,
    trace: u64,
}

impl KnownPatterns {
    pub(super) fn get(&self, pattern: Pattern) -> Option<&Known> {
        self.known.get(pattern.place())?.as_ref()
    }

    pub(super) fn at_hand(&self, pattern: Pattern) -> Option<AtHand> {
        *self.at_hand.get(pattern.place())?
    }

    /// Puts a pattern in, in place of another of its number.
    pub(super) fn put(&mut self, pattern: Pattern, known: Known) {
        put(&mut self.known, pattern.place(), Some(known));
        put(&mut self.at_hand, pattern.place(), None);
        put(&mut self.by_sold, pattern.sold(), None);
        put(&mut self.by_asked, pattern.asked(), None);
    }

    /// What is at hand of a line item that was kept.
    pub(super) fn put_at_hand(&mut self, pattern: Pattern, alike: &Alike, at_hand: AtHand) {
        let of_one = |trace| Some(OfOne { key: alike.key.clone(), at_hand, trace });
        let (sold, asked) = alike.traces;
        put(&mut self.at_hand, pattern.place(), Some(at_hand));
        put(&mut self.by_sold, pattern.sold(), of_one(sold));
        put(&mut self.by_asked, pattern.asked(), of_one(asked));
    }

    /// Puts a pattern in of which no line item is known: what was sold in one, who asked in another.
    /// `number` gives their key its number, where it needs one.
    pub(super) fn put_together(
        &mut self,
        pattern: Pattern,
        number: impl FnOnce(&dyn Fn() -> RowKey) -> u32,
    ) {
        let sold = self.by_sold.get(pattern.sold()).and_then(Option::as_ref);
        let asked = self.by_asked.get(pattern.asked()).and_then(Option::as_ref);
        let at_hand = sold.zip(asked).map(|(sold, asked)| AtHand {
            facts: sold.at_hand.facts,
            key: number(&|| RowKey::put_together(&sold.key, &asked.key)),
            texts: RowTexts { row: sold.at_hand.texts.row, who: asked.at_hand.texts.who },
            trace: both((sold.trace, asked.trace)),
        });
        put(&mut self.known, pattern.place(), None);
        put(&mut self.at_hand, pattern.place(), at_hand);
    }

    /// Nothing is at hand any more.
    pub(super) fn clear_at_hand(&mut self) {
        self.at_hand.fill(None);
        self.by_sold.fill(None);
        self.by_asked.fill(None);
    }
}

/// Puts a thing in its place, also behind the last.
fn put<T: Clone>(things: &mut Vec<Option<T>>, place: usize, thing: Option<T>) {
    if things.len() <= place {
        things.resize(place + 1, None);
    }
    if let Some(place) = things.get_mut(place) {
        *place = thing;
    }
}

/// What follows for line items from what was sold, whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) teller: Teller,
    pub(super) prices: ShortPrices,
    pub(super) remarks: Remarks,
    pub(super) currency: String,
}

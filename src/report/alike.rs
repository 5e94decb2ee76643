//! What line items that are alike have in common, worked out once.

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::overlap::Teller;
use crate::decimal::Decimal;
use crate::digest::WordHasher;
use crate::focus::row::RowKey;
use crate::focus::template::RowTemplate;
use crate::summary::WarningCode;
use crate::timeframe::Period;
use crate::usage::{Figures, LineItem, PatternId, Product, ShortPrices, When};

/// What line items have in common that differ in amounts alone.
#[derive(Debug)]
pub(super) struct Alike {
    pub(super) key: Rc<RowKey>,
    /// The key's number where rows are added up.
    pub(super) key_number: OnceCell<u32>,
    /// The row of the key, once there is a second.
    pub(super) template: OnceCell<RowTemplate>,
    /// Those of the first of them.
    pub(super) figures: Figures,
    /// Where their figures may be judged at once.
    pub(super) prices: Option<ShortPrices>,
    pub(super) remarks: Remarks,
}

/// What of all of them is worth a warning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Remarks {
    pub(super) is_summary: bool,
    pub(super) is_of_unknown_product: bool,
    pub(super) unit_missing: bool,
    pub(super) price_derived: bool,
}

impl Alike {
    pub(super) fn new(key: RowKey, figures: Figures, remarks: Remarks) -> Self {
        let remarks = Remarks { price_derived: key.price_derived, ..remarks };
        let (key_number, template) = (OnceCell::new(), OnceCell::new());
        let prices = ShortPrices::of(&figures, key.list_unit_price, key.contracted_unit_price);
        Self { key: Rc::new(key), key_number, template, figures, prices, remarks }
    }
}

impl Alike {
    /// A trace of what it is and costs, to tell a request that costs something else from one that
    /// just comes again.
    pub(super) fn content(&self, period: Period, billed: Decimal, quantity: Decimal) -> u32 {
        let mut content = WordHasher::default();
        (&self.key.sku_id, &self.key.sub_account_id).hash(&mut content);
        content.write_u64(period.start.unix_timestamp() as u64);
        content.write_u64(period.end.unix_timestamp() as u64);
        (billed, quantity).hash(&mut content);
        content.finish() as u32
    }
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
#[derive(Debug)]
pub(super) struct Known {
    pub(super) teller: Teller,
    /// Nothing until one of them has counted.
    pub(super) alike: Option<Rc<Alike>>,
}

/// The patterns of the file that is being read.
#[derive(Debug, Default)]
pub(super) struct KnownPatterns(Vec<Option<Known>>);

impl KnownPatterns {
    pub(super) fn get(&self, pattern: PatternId) -> Option<&Known> {
        self.0.get(pattern.place())?.as_ref()
    }

    pub(super) fn put(&mut self, pattern: PatternId, known: Known) {
        if self.0.len() <= pattern.place() {
            self.0.resize_with(pattern.place() + 1, || None);
        }
        if let Some(place) = self.0.get_mut(pattern.place()) {
            *place = Some(known);
        }
    }
}

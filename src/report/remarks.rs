//! What of all line items that are alike is worth a warning.

use crate::summary::WarningCode;
use crate::usage::{LineItem, Product, When};

/// What of all of them is worth a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remarks {
    is_summary: bool,
    is_of_unknown_product: bool,
    pub(super) unit_missing: bool,
    pub(super) price_derived: bool,
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

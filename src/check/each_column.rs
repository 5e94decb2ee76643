//! What a rule asks of each column of a kind, and which these are.

use super::cell::Cell;
use super::judgement::{Judgement, kept};
use super::{json_form, text_form};
use crate::focus::column_id::{ColumnId, column};

/// What a rule asks of each column of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EachRequirement {
    /// Columns that must not be null are not blank.
    NotBlank,
    /// No word stands for a value that is not there.
    NoPlaceholder,
    /// JSON objects nest no more than three levels below the first.
    NotDeep,
}

/// The columns of text that must not be null in any version that has them.
const NEVER_NULL_TEXTS: &[ColumnId] = &[
    column("BillingAccountId"),
    column("BillingCurrency"),
    column("ChargeCategory"),
    column("ChargeFrequency"),
    column("InvoiceIssuerName"),
    column("ProviderName"),
    column("PublisherName"),
    column("ServiceCategory"),
    column("ServiceName"),
    column("ServiceProviderName"),
    column("ServiceSubcategory"),
];

/// The columns whose words are the provider's: elsewhere somebody may be called "None".
const PROVIDER_S_WORDS: &[ColumnId] = &[
    column("AvailabilityZone"),
    column("BillingAccountType"),
    column("CommitmentDiscountType"),
    column("CommitmentDiscountUnit"),
    column("ConsumedUnit"),
    column("HostProviderName"),
    column("InvoiceIssuerName"),
    column("PricingCurrency"),
    column("PricingUnit"),
    column("ProviderName"),
    column("PublisherName"),
    column("RegionId"),
    column("RegionName"),
    column("ResourceType"),
    column("ServiceName"),
    column("ServiceProviderName"),
    column("SkuMeter"),
    column("SubAccountType"),
];

/// The columns of objects that may nest.
const OBJECTS: &[ColumnId] = &[
    column("AllocatedMethodDetails"),
    column("CommitmentProgramEligibilityDetails"),
    column("ContractApplied"),
];

/// The deepest nesting that is no matter of style: three levels below the object itself.
const DEEPEST: usize = 4;

impl EachRequirement {
    /// The columns it is about.
    pub fn columns(self) -> &'static [ColumnId] {
        match self {
            EachRequirement::NotBlank => NEVER_NULL_TEXTS,
            EachRequirement::NoPlaceholder => PROVIDER_S_WORDS,
            EachRequirement::NotDeep => OBJECTS,
        }
    }

    /// Judges the cell of one of them.
    pub fn judge(self, cell: &Cell) -> Judgement {
        if cell.is_null() {
            return Judgement::Unconcerned;
        }
        kept(match self {
            EachRequirement::NotBlank => !cell.text.trim().is_empty(),
            EachRequirement::NoPlaceholder => !text_form::is_placeholder(&cell.text),
            EachRequirement::NotDeep => json_form::object(&cell.text)
                .is_none_or(|object| json_form::depth(object) <= DEEPEST),
        })
    }

    /// A name for its kind.
    pub(super) const fn name(self) -> &'static str {
        match self {
            EachRequirement::NotBlank => "not_blank",
            EachRequirement::NoPlaceholder => "no_placeholder",
            EachRequirement::NotDeep => "not_deep",
        }
    }
}

//! What a provider offers: rules about anything else do not apply.

use crate::error::{Error, ErrorCode, Result};

/// Writes the enum and its names in FOCUS's requirements models from one list.
macro_rules! criteria {
    ($($variant:ident = $name:literal,)*) => {
        /// What a provider may offer, as FOCUS's requirements models name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Criterion { $(#[doc = $name] $variant,)* }

        impl Criterion {
            /// All of them, sorted by name.
            pub const ALL: &'static [Criterion] = &[$(Criterion::$variant,)*];

            /// The name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Criterion::$variant => $name,)* }
            }
        }
    };
}

criteria! {
    AccountNaming = "ACCOUNT_NAMING_SUPPORTED",
    AvailabilityZone = "AVAILABILITY_ZONE_SUPPORTED",
    ProvisionedResources = "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
    CapacityReservation = "CAPACITY_RESERVATION_SUPPORTED",
    CommitmentDiscount = "COMMITMENT_DISCOUNT_SUPPORTED",
    CommitmentPrograms = "COMMITMENT_PROGRAMS_SUPPORTED",
    ContractCommitments = "CONTRACT_COMMITMENTS_SUPPORTED",
    SplitCostAllocation = "DATA_GENERATOR_SPLIT_COST_ALLOCATION_SUPPORTED",
    PayableInvoices = "INVOICE_ISSUER_PAYABLE_INVOICES_SUPPORTED",
    BillingAccountTypes = "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED",
    PricingCategories = "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
    SubAccountTypes = "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED",
    NegotiatedPricing = "NEGOTIATED_PRICING_SUPPORTED",
    CurrencyDifferences = "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED",
    PublicPriceList = "PUBLIC_PRICE_LIST_SUPPORTED",
    Region = "REGION_SUPPORTED",
    ResourceTypes = "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
    SubAccount = "SUB_ACCOUNT_SUPPORTED",
    Tagging = "TAGGING_SUPPORTED",
    UnitPricing = "UNIT_PRICING_SUPPORTED",
    UsageMeasurement = "USAGE_MEASUREMENT_SUPPORTED",
    VirtualCurrency = "VIRTUAL_CURRENCY_SUPPORTED",
}

/// What the provider of a file offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability(Vec<Criterion>);

impl Default for Applicability {
    /// What fal offers: usage that is measured, priced publicly and by negotiation, at fixed and at
    /// surge prices, by teams, with tags, on invoices.
    fn default() -> Self {
        Self(vec![
            Criterion::AccountNaming,
            Criterion::PayableInvoices,
            Criterion::PricingCategories,
            Criterion::NegotiatedPricing,
            Criterion::PublicPriceList,
            Criterion::SubAccount,
            Criterion::Tagging,
            Criterion::UnitPricing,
            Criterion::UsageMeasurement,
        ])
    }
}

impl Applicability {
    /// The criteria of these names; `ALL` is all of them, nothing is none.
    pub fn named(names: &[String]) -> Result<Self> {
        let is_known = |name: &&String| {
            name.is_empty() || *name == "ALL" || Criterion::ALL.iter().any(|c| c.as_str() == *name)
        };
        if let Some(name) = names.iter().find(|name| !is_known(name)) {
            return Err(unknown(name));
        }
        let is_named = |criterion: &&Criterion| {
            names.iter().any(|name| name == "ALL" || name == criterion.as_str())
        };
        Ok(Self(Criterion::ALL.iter().filter(is_named).copied().collect()))
    }

    /// Whether the provider offers all of that.
    pub fn has(&self, criteria: &[Criterion]) -> bool {
        criteria.iter().all(|criterion| self.0.contains(criterion))
    }

    /// The names, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|criterion| criterion.as_str()).collect()
    }
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = Criterion::ALL.iter().map(|criterion| criterion.as_str()).collect();
    Error::new(ErrorCode::InvalidOption, format!("there is no applicability criterion \"{name}\""))
        .field("applicability")
        .hint(format!("They are ALL, or any of {}.", names.join(", ")))
}

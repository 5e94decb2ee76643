//! Which columns must be in the file.

use super::Rule;
use crate::check::applicability::Criterion::{
    AvailabilityZone, BillingAccountTypes, CapacityReservation, CommitmentDiscount,
    CommitmentPrograms, ContractCommitments, CurrencyDifferences, NegotiatedPricing,
    PayableInvoices, PricingCategories, ProvisionedResources, PublicPriceList, Region,
    ResourceTypes, SplitCostAllocation, SubAccount, SubAccountTypes, Tagging, UnitPricing,
    UsageMeasurement, VirtualCurrency,
};
use crate::check::rule::Keyword::Recommended;
use crate::focus::version::FocusVersion::{V1_3, V1_4};

pub(super) const PRESENCE: &[Rule] = &[
    Rule::present("CostAndUsage-D-003-C", "AvailabilityZone")
        .strength(Recommended)
        .if_supported(&[AvailabilityZone]),
    Rule::present("CostAndUsage-D-004-C", "ListUnitPrice").if_supported(&[PublicPriceList]),
    Rule::present("CostAndUsage-D-005-M", "BillingAccountName"),
    Rule::present("CostAndUsage-D-006-M", "BilledCost"),
    Rule::present("CostAndUsage-D-007-C", "BillingAccountType")
        .if_supported(&[BillingAccountTypes]),
    Rule::present("CostAndUsage-D-008-M", "ChargeCategory"),
    Rule::present("CostAndUsage-D-009-M", "BillingPeriodStart"),
    Rule::present("CostAndUsage-D-010-M", "BillingPeriodEnd"),
    Rule::present("CostAndUsage-D-011-C", "ConsumedQuantity").if_supported(&[UsageMeasurement]),
    Rule::present("CostAndUsage-D-012-C", "CommitmentDiscountName")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-013-C", "CommitmentDiscountId")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-014-C", "CommitmentDiscountType")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-015-C", "CommitmentDiscountUnit")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-016-C", "CommitmentDiscountCategory")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-017-C", "CommitmentDiscountStatus")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-018-C", "CommitmentDiscountQuantity")
        .if_supported(&[CommitmentDiscount]),
    Rule::present("CostAndUsage-D-019-C", "SubAccountId").if_supported(&[SubAccount]),
    Rule::present("CostAndUsage-D-020-C", "CapacityReservationStatus")
        .if_supported(&[CapacityReservation]),
    Rule::present("CostAndUsage-D-021-M", "PublisherName"),
    Rule::present("CostAndUsage-D-022-C", "PricingCategory").if_supported(&[PricingCategories]),
    Rule::present("CostAndUsage-D-023-M", "InvoiceIssuerName"),
    Rule::present("CostAndUsage-D-024-M", "BillingAccountId"),
    Rule::present("CostAndUsage-D-025-M", "ChargeDescription"),
    Rule::present("CostAndUsage-D-026-M", "ChargeClass"),
    Rule::present("CostAndUsage-D-027-O", "ChargeFrequency").strength(Recommended),
    Rule::present("CostAndUsage-D-028-M", "ChargePeriodEnd"),
    Rule::present("CostAndUsage-D-029-C", "SubAccountName").if_supported(&[SubAccount]),
    Rule::present("CostAndUsage-D-030-M", "ContractedCost"),
    Rule::present("CostAndUsage-D-031-M", "EffectiveCost"),
    Rule::present("CostAndUsage-D-032-M", "ListCost"),
    Rule::present("CostAndUsage-D-033-C", "InvoiceId").if_supported(&[PayableInvoices]).since(V1_4),
    Rule::present("CostAndUsage-D-033-O", "InvoiceId").strength(Recommended).until(V1_3),
    Rule::present("CostAndUsage-D-034-C", "ContractedUnitPrice").if_supported(&[NegotiatedPricing]),
    Rule::present("CostAndUsage-D-035-M", "BillingCurrency"),
    Rule::present("CostAndUsage-D-036-M", "PricingQuantity"),
    Rule::present("CostAndUsage-D-037-M", "ChargePeriodStart"),
    Rule::present("CostAndUsage-D-038-M", "ProviderName"),
    Rule::present("CostAndUsage-D-039-C", "ResourceType")
        .if_supported(&[ProvisionedResources, ResourceTypes]),
    Rule::present("CostAndUsage-D-040-M", "ServiceCategory"),
    Rule::present("CostAndUsage-D-041-M", "ServiceName"),
    Rule::present("CostAndUsage-D-042-O", "ServiceSubcategory").strength(Recommended),
    Rule::present("CostAndUsage-D-043-C", "ResourceId").if_supported(&[ProvisionedResources]),
    Rule::present("CostAndUsage-D-044-C", "ResourceName").if_supported(&[ProvisionedResources]),
    Rule::present("CostAndUsage-D-045-C", "PricingCurrency").if_supported(&[CurrencyDifferences]),
    Rule::present("CostAndUsage-D-047-C", "PricingCurrencyContractedUnitPrice")
        .if_supported(&[PublicPriceList, VirtualCurrency]),
    Rule::present("CostAndUsage-D-048-C", "PricingCurrencyContractedUnitPrice")
        .strength(Recommended)
        .if_supported(&[PublicPriceList, CurrencyDifferences]),
    Rule::present("CostAndUsage-D-051-C", "PricingCurrencyEffectiveCost")
        .if_supported(&[PublicPriceList, VirtualCurrency]),
    Rule::present("CostAndUsage-D-052-C", "PricingCurrencyEffectiveCost")
        .strength(Recommended)
        .if_supported(&[PublicPriceList, CurrencyDifferences]),
    Rule::present("CostAndUsage-D-055-C", "PricingCurrencyListUnitPrice")
        .if_supported(&[PublicPriceList, VirtualCurrency]),
    Rule::present("CostAndUsage-D-056-C", "PricingCurrencyListUnitPrice")
        .strength(Recommended)
        .if_supported(&[PublicPriceList, CurrencyDifferences]),
    Rule::present("CostAndUsage-D-058-C", "SkuPriceId")
        .if_supported(&[PublicPriceList, UnitPricing]),
    Rule::present("CostAndUsage-D-059-C", "SkuMeter").if_supported(&[PublicPriceList, UnitPricing]),
    Rule::present("CostAndUsage-D-060-C", "SkuId").if_supported(&[PublicPriceList, UnitPricing]),
    Rule::present("CostAndUsage-D-061-C", "SkuPriceDetails")
        .if_supported(&[PublicPriceList, UnitPricing]),
    Rule::present("CostAndUsage-D-062-C", "RegionName").if_supported(&[Region]),
    Rule::present("CostAndUsage-D-063-C", "RegionId").if_supported(&[Region]),
    Rule::present("CostAndUsage-D-064-C", "Tags").if_supported(&[Tagging]),
    Rule::present("CostAndUsage-D-065-C", "CapacityReservationId")
        .if_supported(&[CapacityReservation]),
    Rule::present("CostAndUsage-D-066-C", "ConsumedUnit").if_supported(&[UsageMeasurement]),
    Rule::present("CostAndUsage-D-067-C", "SubAccountType").if_supported(&[SubAccountTypes]),
    Rule::present("CostAndUsage-D-068-M", "PricingUnit"),
    Rule::present("CostAndUsage-D-069-C", "AllocatedMethodDetails")
        .strength(Recommended)
        .if_supported(&[SplitCostAllocation]),
    Rule::present("CostAndUsage-D-070-C", "AllocatedMethodId").if_supported(&[SplitCostAllocation]),
    Rule::present("CostAndUsage-D-071-C", "AllocatedResourceId")
        .if_supported(&[SplitCostAllocation]),
    Rule::present("CostAndUsage-D-072-C", "AllocatedResourceName")
        .if_supported(&[SplitCostAllocation]),
    Rule::present("CostAndUsage-D-073-C", "AllocatedTags").if_supported(&[SplitCostAllocation]),
    Rule::present("CostAndUsage-D-074-C", "ContractApplied").if_supported(&[ContractCommitments]),
    Rule::present("CostAndUsage-D-075-M", "HostProviderName"),
    Rule::present("CostAndUsage-D-076-M", "ServiceProviderName"),
    Rule::present("CostAndUsage-D-097-C", "CommitmentProgramEligibilityDetails")
        .if_supported(&[CommitmentPrograms]),
    Rule::present("CostAndUsage-D-098-C", "InvoiceDetailId").if_supported(&[PayableInvoices]),
];

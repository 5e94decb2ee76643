//! What the cells of a column are, and in which form they are written.
//!
//! That a value is text (`TypeString`) is no rule here: every cell of a CSV is.

use super::Rule;
use crate::check::applicability::Criterion::VirtualCurrency;
use crate::check::requirement::Requirement::{
    CurrencyFormat, DateTime, DateTimeFormat, Decimal, JsonObject, JsonObjectFormat,
    KeyValueFormat, NationalCurrency, NumericFormat, Unicode, UnitFormat,
};
use crate::check::rule::Keyword::Should;
use crate::focus::version::FocusVersion::{V1_2, V1_3, V1_4};

pub(super) const TYPES: &[Rule] = &[
    // Numbers.
    Rule::must("BilledCost-C-001-M", Decimal),
    Rule::must("CommitmentDiscountQuantity-C-001-M", Decimal),
    Rule::must("ConsumedQuantity-C-001-M", Decimal),
    Rule::must("ContractedCost-C-001-M", Decimal),
    Rule::must("ContractedUnitPrice-C-002-M", Decimal),
    Rule::must("EffectiveCost-C-001-M", Decimal),
    Rule::must("ListCost-C-001-M", Decimal),
    Rule::must("ListUnitPrice-C-001-M", Decimal),
    Rule::must("PricingCurrencyContractedUnitPrice-C-001-M", Decimal),
    Rule::must("PricingCurrencyEffectiveCost-C-001-M", Decimal),
    Rule::must("PricingCurrencyListUnitPrice-C-001-M", Decimal),
    Rule::must("PricingQuantity-C-001-M", Decimal),
    Rule::must("BilledCost-C-002-M", NumericFormat),
    Rule::must("CommitmentDiscountQuantity-C-002-M", NumericFormat),
    Rule::must("ConsumedQuantity-C-002-M", NumericFormat),
    Rule::must("ContractedCost-C-002-M", NumericFormat),
    Rule::must("ContractedUnitPrice-C-003-M", NumericFormat),
    Rule::must("EffectiveCost-C-002-M", NumericFormat),
    Rule::must("ListCost-C-002-M", NumericFormat),
    Rule::must("ListUnitPrice-C-002-M", NumericFormat),
    Rule::must("PricingCurrencyContractedUnitPrice-C-002-M", NumericFormat),
    Rule::must("PricingCurrencyEffectiveCost-C-002-M", NumericFormat),
    Rule::must("PricingCurrencyListUnitPrice-C-002-M", NumericFormat),
    Rule::must("PricingQuantity-C-002-M", NumericFormat),
    // The same as the type, said once more.
    Rule::must("BilledCost-C-004-M", Decimal).since(V1_2).until(V1_3),
    Rule::must("CommitmentDiscountQuantity-C-009-M", Decimal)
        .since(V1_2)
        .until(V1_3)
        .later("CommitmentDiscountQuantity-C-009-C"),
    Rule::must("ConsumedQuantity-C-008-C", Decimal).since(V1_2).until(V1_3),
    Rule::must("ContractedCost-C-004-M", Decimal).since(V1_2).until(V1_3),
    Rule::must("EffectiveCost-C-004-M", Decimal).since(V1_2).until(V1_3),
    Rule::must("ListCost-C-004-M", Decimal).since(V1_2).until(V1_3),
    Rule::must("PricingCurrencyEffectiveCost-C-004-M", Decimal).since(V1_2).until(V1_3),
    Rule::must("PricingQuantity-C-008-M", Decimal).since(V1_2).until(V1_2),
    Rule::must("PricingQuantity-C-012-C", Decimal).since(V1_3).until(V1_3),
    // Times.
    Rule::must("BillingPeriodEnd-C-001-M", DateTime),
    Rule::must("BillingPeriodStart-C-001-M", DateTime),
    Rule::must("ChargePeriodEnd-C-001-M", DateTime),
    Rule::must("ChargePeriodStart-C-001-M", DateTime),
    Rule::must("BillingPeriodEnd-C-002-M", DateTimeFormat),
    Rule::must("BillingPeriodStart-C-002-M", DateTimeFormat),
    Rule::must("ChargePeriodEnd-C-002-M", DateTimeFormat),
    Rule::must("ChargePeriodStart-C-002-M", DateTimeFormat),
    // Text.
    Rule::must("AllocatedMethodDetails-C-002-M", Unicode),
    Rule::must("AllocatedMethodId-C-002-M", Unicode),
    Rule::must("AllocatedResourceId-C-002-M", Unicode),
    Rule::must("AllocatedResourceName-C-002-M", Unicode),
    Rule::must("AllocatedTags-C-016-M", Unicode),
    Rule::must("AvailabilityZone-C-002-M", Unicode),
    Rule::must("BillingAccountId-C-003-M", Unicode),
    Rule::must("BillingAccountName-C-002-M", Unicode),
    Rule::must("BillingAccountType-C-002-M", Unicode),
    Rule::must("BillingCurrency-C-002-M", Unicode),
    Rule::must("CapacityReservationId-C-002-M", Unicode),
    Rule::must("ChargeDescription-C-002-M", Unicode),
    Rule::must("CommitmentDiscountId-C-002-M", Unicode),
    Rule::must("CommitmentDiscountName-C-002-M", Unicode),
    Rule::must("CommitmentDiscountType-C-002-M", Unicode),
    Rule::must("CommitmentDiscountUnit-C-002-M", Unicode),
    Rule::must("CommitmentProgramEligibilityDetails-C-002-M", Unicode),
    Rule::must("ConsumedUnit-C-002-M", Unicode),
    Rule::must("HostProviderName-C-002-M", Unicode),
    Rule::must("InvoiceDetailId-C-002-M", Unicode),
    Rule::must("InvoiceId-C-002-M", Unicode),
    Rule::must("InvoiceIssuerName-C-002-M", Unicode),
    Rule::must("PricingCurrency-C-002-M", Unicode),
    Rule::must("PricingUnit-C-002-M", Unicode),
    Rule::must("ProviderName-C-002-M", Unicode),
    Rule::must("PublisherName-C-002-M", Unicode),
    Rule::must("RegionId-C-002-M", Unicode),
    Rule::must("RegionName-C-002-M", Unicode),
    Rule::must("ResourceId-C-002-M", Unicode),
    Rule::must("ResourceName-C-002-M", Unicode),
    Rule::must("ResourceType-C-002-M", Unicode),
    Rule::must("ServiceName-C-002-M", Unicode),
    Rule::must("ServiceProviderName-C-002-M", Unicode),
    Rule::must("SkuId-C-002-M", Unicode),
    Rule::must("SkuMeter-C-002-M", Unicode),
    Rule::must("SkuPriceDetails-C-025-M", Unicode).since(V1_4),
    Rule::must("SkuPriceId-C-002-M", Unicode),
    Rule::must("SubAccountId-C-002-M", Unicode),
    Rule::must("SubAccountName-C-002-M", Unicode),
    Rule::must("SubAccountType-C-002-M", Unicode),
    Rule::must("Tags-C-019-M", Unicode).since(V1_4),
    // Currencies and units.
    Rule::must("BillingCurrency-C-003-M", CurrencyFormat),
    Rule::must("BillingCurrency-C-006-M", NationalCurrency),
    // Virtual currencies have names of their own.
    Rule::must("PricingCurrency-C-003-M", CurrencyFormat).unless_supported(VirtualCurrency),
    Rule::must("CommitmentDiscountUnit-C-003-M", UnitFormat)
        .strength(Should)
        .later("CommitmentDiscountUnit-C-003-O"),
    Rule::must("ConsumedUnit-C-003-O", UnitFormat).strength(Should),
    Rule::must("PricingUnit-C-003-O", UnitFormat).strength(Should),
    // Objects.
    Rule::must("AllocatedMethodDetails-C-001-M", JsonObject),
    Rule::must("AllocatedTags-C-015-M", JsonObject),
    Rule::must("CommitmentProgramEligibilityDetails-C-001-M", JsonObject),
    Rule::must("SkuPriceDetails-C-024-M", JsonObject).since(V1_4),
    Rule::must("Tags-C-018-M", JsonObject).since(V1_4),
    Rule::must("ContractApplied-C-004-M", JsonObject),
    Rule::must("AllocatedTags-C-001-M", KeyValueFormat),
    Rule::must("SkuPriceDetails-C-001-M", KeyValueFormat),
    Rule::must("Tags-C-001-M", KeyValueFormat),
    Rule::must("AllocatedMethodDetails-C-003-M", JsonObjectFormat),
    Rule::must("CommitmentProgramEligibilityDetails-C-003-M", JsonObjectFormat),
    Rule::must("ContractApplied-C-001-M", JsonObjectFormat),
    Rule::must("ContractApplied-C-005-M", Unicode),
];

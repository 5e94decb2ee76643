//! Which cells must be null, and which must not.

use super::{
    CHARGE_CATEGORY, CHARGE_PRICED, COMMITMENT_DISCOUNT_ID, COMMITMENT_DISCOUNT_STATUS, ON_TAX,
    RESOURCE_ID, Rule, SKU_PRICE_ID, SUB_ACCOUNT_ID, UNCORRECTED,
};
use crate::check::applicability::Criterion::AccountNaming;
use crate::check::condition::Condition::{self, All, Any, Given, Is, IsNot, IsOther, Null};
use crate::check::rule::Keyword::ShouldNot;
use crate::focus::column_id::column;
use crate::focus::version::FocusVersion::{V1_0, V1_1, V1_2, V1_3};

pub(super) const NULLS: &[Rule] = &[
    // Never null.
    Rule::given("BilledCost-C-003-M"),
    Rule::given("BillingAccountId-C-001-M"),
    Rule::given("BillingAccountName-C-003-C").if_supported(&[AccountNaming]),
    Rule::given("BillingCurrency-C-004-M"),
    Rule::given("BillingPeriodEnd-C-003-M"),
    Rule::given("BillingPeriodStart-C-003-M"),
    Rule::given("ChargeCategory-C-002-M"),
    Rule::given("ChargeDescription-C-003-O").strength(ShouldNot),
    Rule::given("ChargeFrequency-C-002-M"),
    Rule::given("ChargePeriodEnd-C-003-M"),
    Rule::given("ChargePeriodStart-C-003-M"),
    Rule::given("ContractedCost-C-003-M"),
    Rule::given("EffectiveCost-C-003-M"),
    Rule::given("InvoiceIssuerName-C-003-M"),
    Rule::given("ListCost-C-003-M"),
    Rule::given("PricingCurrency-C-004-M"),
    Rule::given("PricingCurrencyEffectiveCost-C-003-M"),
    Rule::given("ProviderName-C-003-M"),
    Rule::given("PublisherName-C-003-M"),
    Rule::given("ServiceCategory-C-002-M"),
    Rule::given("ServiceName-C-003-M"),
    Rule::given("ServiceProviderName-C-003-M"),
    Rule::given("ServiceSubcategory-C-002-M"),
    // Taxes have no price; usage and purchases have one.
    Rule::null("ContractedUnitPrice-C-005-C", ON_TAX),
    Rule::given("ContractedUnitPrice-C-006-C").when(CHARGE_PRICED),
    Rule::null("ListUnitPrice-C-004-C", ON_TAX),
    Rule::given("ListUnitPrice-C-005-C").when(CHARGE_PRICED),
    Rule::null("PricingCategory-C-003-C", ON_TAX),
    Rule::given("PricingCategory-C-004-C").when(CHARGE_PRICED),
    Rule::null("PricingCurrencyContractedUnitPrice-C-004-C", ON_TAX),
    Rule::given("PricingCurrencyContractedUnitPrice-C-005-C").when(CHARGE_PRICED),
    Rule::null("PricingCurrencyListUnitPrice-C-004-C", ON_TAX),
    Rule::given("PricingCurrencyListUnitPrice-C-005-C").when(CHARGE_PRICED),
    Rule::null("PricingQuantity-C-004-C", ON_TAX),
    Rule::given("PricingQuantity-C-005-C").when(CHARGE_PRICED),
    Rule::null("SkuId-C-004-C", ON_TAX),
    Rule::given("SkuId-C-005-C").when(CHARGE_PRICED),
    Rule::null("SkuPriceId-C-004-C", ON_TAX),
    Rule::given("SkuPriceId-C-005-C").when(CHARGE_PRICED),
    // From 1.3 on a price is that of a SkuPriceId, or there is none.
    Rule::null("CommitmentDiscountQuantity-C-016-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::null("ConsumedQuantity-C-009-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::null("ContractedUnitPrice-C-014-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::given("ContractedUnitPrice-C-015-C").when(Given(SKU_PRICE_ID)).since(V1_3),
    Rule::null("ListUnitPrice-C-012-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::given("ListUnitPrice-C-013-C").when(Given(SKU_PRICE_ID)).since(V1_3),
    Rule::null("PricingCategory-C-012-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::null("PricingCurrencyContractedUnitPrice-C-011-C", Null(SKU_PRICE_ID)).since(V1_3),
    // The model asks it where the SkuPriceId is null, against its own text.
    Rule::given("PricingCurrencyContractedUnitPrice-C-012-C").when(Given(SKU_PRICE_ID)).since(V1_3),
    Rule::null("PricingCurrencyListUnitPrice-C-011-C", Null(SKU_PRICE_ID)).since(V1_3),
    Rule::given("PricingCurrencyListUnitPrice-C-012-C").when(Given(SKU_PRICE_ID)).since(V1_3),
    Rule::null("PricingQuantity-C-011-C", Null(SKU_PRICE_ID)).since(V1_3),
    // Quantities and their units. 1.0 has no exception for what of a commitment is not used.
    Rule::null("ConsumedQuantity", NOT_USAGE).until(V1_0),
    Rule::given("ConsumedQuantity").until(V1_0).when(USAGE),
    Rule::null("ConsumedQuantity-C-004-C", NOT_CONSUMED).since(V1_1),
    // The model asks it of corrections, against its own text.
    Rule::given("ConsumedQuantity-C-006-C").since(V1_1).when(CONSUMED),
    Rule::null("ConsumedUnit", NOT_USAGE).until(V1_0),
    Rule::given("ConsumedUnit").until(V1_0).when(USAGE),
    Rule::null("ConsumedUnit", NOT_CONSUMED).since(V1_1).until(V1_1),
    Rule::given("ConsumedUnit").since(V1_1).until(V1_1).when(CONSUMED),
    Rule::null("ConsumedUnit-C-005-C", Null(column("ConsumedQuantity"))).since(V1_2),
    Rule::given("ConsumedUnit-C-006-C").since(V1_2).when(Given(column("ConsumedQuantity"))),
    Rule::null("PricingUnit", ON_TAX).until(V1_1),
    Rule::given("PricingUnit").until(V1_1).when(CHARGE_PRICED),
    Rule::null("PricingUnit-C-005-C", Null(column("PricingQuantity"))).since(V1_2),
    Rule::given("PricingUnit-C-006-C").since(V1_2).when(Given(column("PricingQuantity"))),
    Rule::null("SkuMeter-C-004-C", Null(column("SkuId"))),
    Rule::given("SkuMeter-C-005-C").when(Given(column("SkuId"))).strength(ShouldNot),
    Rule::null("SkuPriceDetails-C-004-C", Null(SKU_PRICE_ID)),
    // Names and types go with their ids.
    Rule::null("BillingAccountType-C-004-C", Null(column("BillingAccountId"))),
    Rule::given("BillingAccountType-C-005-C").when(Given(column("BillingAccountId"))),
    Rule::null("RegionName-C-004-C", Null(column("RegionId"))).since(V1_2),
    Rule::given("RegionName-C-005-C").when(Given(column("RegionId"))).since(V1_2),
    Rule::null("ResourceName-C-004-C", Null(RESOURCE_ID)).since(V1_2),
    Rule::null("ResourceType-C-004-C", Null(RESOURCE_ID)),
    Rule::given("ResourceType-C-005-C").when(Given(RESOURCE_ID)),
    Rule::null("SubAccountName-C-004-C", Null(SUB_ACCOUNT_ID)),
    Rule::given("SubAccountName-C-005-C").when(Given(SUB_ACCOUNT_ID)).since(V1_2),
    Rule::null("SubAccountType-C-004-C", Null(SUB_ACCOUNT_ID)),
    Rule::given("SubAccountType-C-005-C").when(Given(SUB_ACCOUNT_ID)),
    // Commitments and reservations.
    Rule::null("CommitmentDiscountCategory-C-003-C", Null(COMMITMENT_DISCOUNT_ID)),
    Rule::given("CommitmentDiscountCategory-C-004-C").when(Given(COMMITMENT_DISCOUNT_ID)),
    Rule::null("CommitmentDiscountName-C-004-C", Null(COMMITMENT_DISCOUNT_ID)),
    Rule::given("CommitmentDiscountQuantity-C-005-C").when(All(&[
        Is(CHARGE_CATEGORY, &["Usage", "Purchase"]),
        Given(COMMITMENT_DISCOUNT_ID),
        UNCORRECTED,
    ])),
    Rule::null(
        "CommitmentDiscountQuantity-C-007-C",
        Any(&[IsOther(CHARGE_CATEGORY, &["Usage", "Purchase"]), Null(COMMITMENT_DISCOUNT_ID)]),
    ),
    Rule::null("CommitmentDiscountStatus-C-003-C", Null(COMMITMENT_DISCOUNT_ID)),
    // The model of 1.2 asks it where the id is null, against its own text; that of 1.4 does not.
    Rule::given("CommitmentDiscountStatus-C-004-C")
        .when(All(&[Given(COMMITMENT_DISCOUNT_ID), Is(CHARGE_CATEGORY, &["Usage"])])),
    Rule::null("CommitmentDiscountType-C-004-C", Null(COMMITMENT_DISCOUNT_ID)),
    Rule::given("CommitmentDiscountType-C-005-C").when(Given(COMMITMENT_DISCOUNT_ID)),
    Rule::null("CommitmentDiscountUnit", Null(COMMITMENT_DISCOUNT_ID)).until(V1_1),
    Rule::given("CommitmentDiscountUnit")
        .until(V1_1)
        .when(All(&[Given(COMMITMENT_DISCOUNT_ID), UNCORRECTED])),
    Rule::null("CommitmentDiscountUnit-C-005-C", Null(column("CommitmentDiscountQuantity")))
        .since(V1_2),
    Rule::given("CommitmentDiscountUnit-C-006-C")
        .since(V1_2)
        .when(Given(column("CommitmentDiscountQuantity"))),
    Rule::given("CapacityReservationId-C-005-C")
        .when(Is(column("CapacityReservationStatus"), &["Unused"])),
    Rule::null("CapacityReservationStatus-C-003-C", Null(column("CapacityReservationId"))),
    Rule::given("CapacityReservationStatus-C-004-C")
        .when(All(&[Given(column("CapacityReservationId")), Is(CHARGE_CATEGORY, &["Usage"])])),
    // Split cost allocation: the method tells whether a charge is part of one.
    Rule::null("AllocatedMethodDetails-C-005-C", Null(column("AllocatedMethodId"))),
    Rule::null("AllocatedResourceId-C-004-C", Null(column("AllocatedMethodId"))),
    Rule::null("AllocatedResourceName-C-004-C", Null(column("AllocatedResourceId"))),
    Rule::given("AllocatedResourceName-C-005-C").when(Given(column("AllocatedResourceId"))),
    Rule::null("AllocatedTags-C-003-C", Null(column("AllocatedMethodId"))),
];

const NOT_USAGE: Condition = IsOther(CHARGE_CATEGORY, &["Usage"]);
const USAGE: Condition = All(&[Is(CHARGE_CATEGORY, &["Usage"]), UNCORRECTED]);
/// Usage of a commitment's remainder consumes nothing.
const NOT_CONSUMED: Condition = Any(&[NOT_USAGE, Is(COMMITMENT_DISCOUNT_STATUS, &["Unused"])]);
const CONSUMED: Condition = All(&[USAGE, IsNot(COMMITMENT_DISCOUNT_STATUS, &["Unused"])]);

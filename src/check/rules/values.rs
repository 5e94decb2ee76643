//! Which values a column may have, on its own or beside others.

use super::{
    CHARGE_CATEGORY, COMMITMENT_DISCOUNT_ID, COMMITMENT_DISCOUNT_STATUS, COMMITMENT_PURCHASE,
    RESOURCE_ID, Rule,
};
use crate::check::applicability::Criterion::CommitmentDiscount;
use crate::check::condition::Condition::{self, All, Any, Given, Is, NotGiven};
use crate::check::requirement::Requirement::{
    self, After, AtLeastZero, Exactly, NotOneOf, OfItsCategory, OneOf, SameAs, ServiceCategory,
    ServiceSubcategory, Single,
};
use crate::check::rule::Keyword::{MustNot, Should};
use crate::focus::column_id::{ColumnId, column};
use crate::focus::version::FocusVersion::{V1_0, V1_1, V1_2, V1_3};

const USED_OR_UNUSED: &[&str] = &["Used", "Unused"];

pub(super) const VALUES: &[Rule] = &[
    // Allowed values, on every row.
    Rule::must("CapacityReservationStatus-C-006-M", OneOf(USED_OR_UNUSED)),
    Rule::must(
        "ChargeCategory-C-003-M",
        OneOf(&["Usage", "Purchase", "Tax", "Credit", "Adjustment"]),
    ),
    Rule::must("ChargeClass-C-005-C", OneOf(&["Correction"])),
    Rule::must("ChargeFrequency-C-003-M", OneOf(&["One-Time", "Recurring", "Usage-Based"])),
    Rule::must("ChargeFrequency-C-004-C", NotOneOf(&["Usage-Based"]))
        .strength(MustNot)
        .when(Is(CHARGE_CATEGORY, &["Purchase"])),
    Rule::must("CommitmentDiscountCategory-C-005-M", OneOf(&["Spend", "Usage"])),
    // The model of 1.2 has other values, against its own text; that of 1.4 has these.
    Rule::must("CommitmentDiscountStatus-C-005-M", OneOf(USED_OR_UNUSED)),
    Rule::must("PricingCategory-C-007-M", OneOf(&["Standard", "Committed", "Dynamic", "Other"])),
    Rule::must("ServiceCategory-C-003-M", ServiceCategory),
    Rule::must("ServiceSubcategory-C-003-M", ServiceSubcategory),
    Rule::must("ServiceSubcategory-C-004-M", OfItsCategory),
    // One value beside each value of another column.
    Rule::must(
        "ServiceName-C-005-C",
        Single { per: SERVICE_NAME, value: column("ServiceCategory") },
    )
    .since(V1_2),
    Rule::must("ServiceName-C-008-C", Single { per: SERVICE_NAME, value: SERVICE_SUBCATEGORY })
        .strength(Should)
        .since(V1_2),
    Rule::must("ServiceSubcategory", Single { per: SERVICE_NAME, value: SERVICE_SUBCATEGORY })
        .strength(Should)
        .until(V1_1),
    // Before 1.2 commitments that are flexible between SKUs were an exception.
    Rule::must("SkuPriceId", ONE_SKU).until(V1_1).when(NotGiven(COMMITMENT_DISCOUNT_ID)),
    Rule::must("SkuPriceId-C-008-M", ONE_SKU).since(V1_2),
    Rule::must(
        "CommitmentDiscountUnit-C-008-M",
        Single { per: COMMITMENT_DISCOUNT_ID, value: column("CommitmentDiscountUnit") },
    ),
    // Not below zero.
    Rule::must("ContractedUnitPrice-C-009-C", AtLeastZero).later("ContractedUnitPrice-C-009-M"),
    Rule::must("ListUnitPrice-C-008-M", AtLeastZero),
    Rule::must("PricingCurrencyContractedUnitPrice-C-008-C", AtLeastZero),
    Rule::must("PricingCurrencyListUnitPrice-C-008-M", AtLeastZero),
    // Ends are exclusive: a period has a length.
    Rule::must("BillingPeriodEnd-C-004-M", After(column("BillingPeriodStart"))),
    Rule::must("ChargePeriodEnd-C-004-M", After(column("ChargePeriodStart"))),
    // Commitments.
    Rule::must("PricingCategory", Exactly("Committed"))
        .until(V1_0)
        .when(Given(COMMITMENT_DISCOUNT_ID)),
    Rule::must("PricingCategory", Exactly("Committed"))
        .since(V1_1)
        .until(V1_1)
        .when(All(&[Given(COMMITMENT_DISCOUNT_ID), ON_USAGE])),
    Rule::must("PricingCategory-C-009-C", Exactly("Committed")).since(V1_2).when(All(&[
        Given(COMMITMENT_DISCOUNT_ID),
        ON_USAGE,
        Is(COMMITMENT_DISCOUNT_STATUS, &["Used"]),
    ])),
    Rule::of_all("DiscountHandling-A-006-C", Requirement::Given)
        .about("CommitmentDiscountId")
        .until(V1_3)
        .if_supported(&[CommitmentDiscount])
        .when(Is(column("PricingCategory"), &["Committed"])),
    Rule::of_all("DiscountHandling", SameAs(RESOURCE_ID))
        .about("CommitmentDiscountId")
        .until(V1_1)
        .if_supported(&[CommitmentDiscount])
        .when(Any(&[COMMITMENT_PURCHASE, UNUSED])),
    Rule::of_all("DiscountHandling-A-012-C", SameAs(RESOURCE_ID))
        .about("CommitmentDiscountId")
        .since(V1_2)
        .until(V1_3)
        .if_supported(&[CommitmentDiscount])
        .when(COMMITMENT_PURCHASE),
    Rule::of_all("DiscountHandling-A-018-C", Exactly("Usage"))
        .about("ChargeCategory")
        .until(V1_3)
        .if_supported(&[CommitmentDiscount])
        .when(UNUSED),
    Rule::of_all("DiscountHandling-A-019-C", SameAs(RESOURCE_ID))
        .about("CommitmentDiscountId")
        .since(V1_2)
        .until(V1_3)
        .if_supported(&[CommitmentDiscount])
        .when(UNUSED),
    Rule::must("CommitmentDiscountId-C-009-C", SameAs(RESOURCE_ID))
        .since(V1_3)
        .when(COMMITMENT_PURCHASE),
    Rule::must("CommitmentDiscountId-C-010-C", SameAs(RESOURCE_ID))
        .since(V1_3)
        .when(All(&[ON_USAGE, UNUSED])),
];

const ON_USAGE: Condition = Is(CHARGE_CATEGORY, &["Usage"]);
const UNUSED: Condition = Is(COMMITMENT_DISCOUNT_STATUS, &["Unused"]);
const ONE_SKU: Requirement = Single { per: column("SkuPriceId"), value: column("SkuId") };
const SERVICE_NAME: ColumnId = column("ServiceName");
const SERVICE_SUBCATEGORY: ColumnId = column("ServiceSubcategory");

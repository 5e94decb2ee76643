//! How costs, prices and quantities hang together, in exact decimals.

use super::{
    CHARGE_CATEGORY, COMMITMENT_PURCHASE, CONTRACTED_UNIT_PRICE, EFFECTIVE_COST, LIST_UNIT_PRICE,
    Rule, UNCORRECTED,
};
use crate::check::condition::Condition::{self, All, Differs, Is, NotGiven, Same};
use crate::check::requirement::Requirement::{Products, SameAs, Zero};
use crate::focus::column_id::{ColumnId, column};
use crate::focus::version::FocusVersion::{V1_2, V1_3, V1_4};

const BILLED_COST: ColumnId = column("BilledCost");

pub(super) const COSTS: &[Rule] = &[
    // A cost is its unit price × PricingQuantity; until 1.2 corrections may differ.
    Rule::must("ContractedCost-C-009-C", Products(&[CONTRACTED])).until(V1_2).when(UNCORRECTED),
    Rule::must("ContractedCost-C-011-C", Products(&[CONTRACTED])).since(V1_3),
    Rule::must("ListCost-C-009-C", Products(&[LIST])).until(V1_2).when(UNCORRECTED),
    Rule::must("ListCost-C-011-C", Products(&[LIST])).since(V1_3),
    // The same, said of the factors.
    Rule::must("ContractedUnitPrice-C-011-C", Products(&[CONTRACTED]))
        .since(V1_2)
        .until(V1_2)
        .when(UNCORRECTED),
    Rule::must("ContractedUnitPrice-C-013-C", Products(&[CONTRACTED])).since(V1_3).until(V1_3),
    Rule::must("ListUnitPrice-C-010-C", Products(&[LIST]))
        .since(V1_2)
        .until(V1_2)
        .when(UNCORRECTED),
    Rule::must("ListUnitPrice-C-014-C", Products(&[LIST])).since(V1_3).until(V1_3),
    Rule::must("PricingQuantity-C-009-C", Products(&[LIST, CONTRACTED]))
        .since(V1_2)
        .until(V1_2)
        .when(UNCORRECTED),
    Rule::must("PricingQuantity-C-013-C", Products(&[LIST, CONTRACTED])).since(V1_3),
    // A credit rests on no other charge.
    Rule::must("ContractedCost-C-008-C", SameAs(BILLED_COST))
        .when(All(&[NotGiven(CONTRACTED_UNIT_PRICE), ON_CREDIT]))
        .later("ContractedCost-C-008-M"),
    Rule::must("ListCost-C-008-C", SameAs(BILLED_COST))
        .when(All(&[NotGiven(LIST_UNIT_PRICE), ON_CREDIT]))
        .later("ListCost-C-008-M"),
    Rule::must("EffectiveCost-C-010-C", SameAs(BILLED_COST))
        .until(V1_3)
        .when(ON_CREDIT)
        .later("EffectiveCost-C-010-M"),
    Rule::must("EffectiveCost-C-017-C", SameAs(BILLED_COST))
        .since(V1_4)
        .when(Is(CHARGE_CATEGORY, &["Tax", "Credit"])),
    // The model asks it of every purchase; the text of those that cover later charges, and the
    // commitment's id tells which do.
    Rule::must("EffectiveCost-C-005-C", Zero).until(V1_3).when(COMMITMENT_PURCHASE),
    Rule::must("EffectiveCost-C-020-C", Zero).since(V1_4).when(COMMITMENT_PURCHASE),
    // Who provides and who issues the invoice tell whether a third party is paid.
    Rule::must("BilledCost-C-005-C", Zero)
        .since(V1_2)
        .until(V1_2)
        .when(Differs(column("ProviderName"), column("InvoiceIssuerName"))),
    Rule::must("PricingCurrencyEffectiveCost-C-007-M", SameAs(EFFECTIVE_COST))
        .since(V1_3)
        .when(Same(column("PricingCurrency"), column("BillingCurrency"))),
];

const ON_CREDIT: Condition = Is(CHARGE_CATEGORY, &["Credit"]);

/// A cost, and its unit price.
const LIST: (ColumnId, ColumnId) = (column("ListCost"), LIST_UNIT_PRICE);
const CONTRACTED: (ColumnId, ColumnId) = (column("ContractedCost"), CONTRACTED_UNIT_PRICE);

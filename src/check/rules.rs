//! The rules that a machine can decide from a file alone, as a table.
//!
//! Ids are those of FOCUS's requirements models 1.2.0.1 and 1.4; 1.3 has those of 1.4 that were
//! there before it. Before 1.2 there are no ids, and the rules are the specification's prose.

mod costs;
mod names;
mod nulls;
mod objects;
mod presence;
mod types;
mod values;

use super::condition::Condition::{self, All, Given, Is, IsNot};
use super::rule::Rule;
use crate::focus::column_id::{ColumnId, column};

const CHARGE_CATEGORY: ColumnId = column("ChargeCategory");
const COMMITMENT_DISCOUNT_ID: ColumnId = column("CommitmentDiscountId");
const COMMITMENT_DISCOUNT_STATUS: ColumnId = column("CommitmentDiscountStatus");
const CONTRACTED_UNIT_PRICE: ColumnId = column("ContractedUnitPrice");
const LIST_UNIT_PRICE: ColumnId = column("ListUnitPrice");
const RESOURCE_ID: ColumnId = column("ResourceId");
const SKU_PRICE_ID: ColumnId = column("SkuPriceId");
const SUB_ACCOUNT_ID: ColumnId = column("SubAccountId");
const TAGS: ColumnId = column("Tags");
const EFFECTIVE_COST: ColumnId = column("EffectiveCost");

const ON_TAX: Condition = Is(CHARGE_CATEGORY, &["Tax"]);
/// Most rows say nothing in ChargeClass, and are no corrections.
const UNCORRECTED: Condition = IsNot(column("ChargeClass"), &["Correction"]);
/// Charges that have a price.
const CHARGE_PRICED: Condition = All(&[Is(CHARGE_CATEGORY, &["Usage", "Purchase"]), UNCORRECTED]);

/// The purchase of a commitment: its id tells that it covers later charges.
const COMMITMENT_PURCHASE: Condition =
    All(&[Is(CHARGE_CATEGORY, &["Purchase"]), Given(COMMITMENT_DISCOUNT_ID)]);

/// Every rule of every version.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let families = [
        presence::PRESENCE,
        types::TYPES,
        nulls::NULLS,
        values::VALUES,
        costs::COSTS,
        objects::OBJECTS,
        names::NAMES,
    ];
    families.into_iter().flatten()
}

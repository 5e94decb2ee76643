//! What stands in columns that hold JSON objects.

use super::{Rule, TAGS};
use crate::check::condition::Condition::Given;
use crate::check::each_column::EachRequirement::NotDeep;
use crate::check::object_shape::{
    ALLOCATED_METHOD_DETAILS, COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS, CONTRACT_APPLIED,
    CONTRACT_APPLIED_1_3,
};
use crate::check::requirement::Requirement::{
    self, Each, KeysPascalCase, KeysPascalCaseIn, KeysPrefixed, KeysSpelled, ListedIn, NoMemberOf,
    OneParentIn, Shape, UnitIn, ValuesTyped,
};
use crate::check::rule::Keyword::{MustNot, Should, ShouldNot};
use crate::focus::column_id::column;
use crate::focus::version::FocusVersion::{V1_2, V1_3, V1_4};

pub(super) const OBJECTS: &[Rule] = &[
    Rule::must("SkuPriceDetails-C-002-O", KeysPascalCase).strength(Should),
    Rule::must("SkuPriceDetails-C-017-C", KeysPrefixed).since(V1_2),
    Rule::must("SkuPriceDetails-C-020-M", KeysSpelled).since(V1_2),
    Rule::must("SkuPriceDetails-C-021-M", ValuesTyped).since(V1_2),
    Rule::must("AllocatedTags-C-006-M", NoMemberOf(TAGS)).strength(MustNot),
    // The lists of contracts, allocations and programs.
    Rule::of_all("AllocatedMethodDetailsObject-O-025-M", Shape(&ALLOCATED_METHOD_DETAILS))
        .about("AllocatedMethodDetails"),
    Rule::of_all("AllocatedMethodDetailsObject-O-023-M", Shape(&ALLOCATED_METHOD_DETAILS))
        .about("AllocatedMethodDetails")
        .until(V1_3),
    Rule::of_all(
        "AllocatedMethodDetailsObject-O-018-O",
        UnitIn(&ALLOCATED_METHOD_DETAILS, "UsageUnit"),
    )
    .about("AllocatedMethodDetails")
    .strength(Should)
    .until(V1_3),
    Rule::of_all(
        "AllocatedMethodDetailsObject-O-028-O",
        UnitIn(&ALLOCATED_METHOD_DETAILS, "UsageUnit"),
    )
    .about("AllocatedMethodDetails")
    .strength(Should)
    .since(V1_4),
    Rule::of_all("ContractAppliedObject-O-067-M", Shape(&CONTRACT_APPLIED_1_3))
        .about("ContractApplied")
        .until(V1_3),
    Rule::of_all("ContractAppliedObject-O-006-O", KeysPascalCaseIn(&CONTRACT_APPLIED_1_3))
        .about("ContractApplied")
        .strength(Should)
        .until(V1_3),
    Rule::of_all("ContractAppliedObject-O-038-M", ONE_CONTRACT)
        .about("ContractApplied")
        .until(V1_3),
    Rule::of_all("ContractAppliedObject-O-063-O", APPLIED_UNIT)
        .about("ContractApplied")
        .strength(Should)
        .until(V1_3),
    Rule::of_all("ContractAppliedObject-O-067-M", Shape(&CONTRACT_APPLIED))
        .about("ContractApplied")
        .since(V1_4),
    Rule::of_all("ContractAppliedObject-O-072-M", ONE_CONTRACT)
        .about("ContractApplied")
        .since(V1_4),
    Rule::of_all("ContractAppliedObject-O-078-O", APPLIED_UNIT)
        .about("ContractApplied")
        .strength(Should)
        .since(V1_4),
    Rule::of_all(
        "CommitmentProgramEligibilityDetailsObject-O-001-M",
        Shape(&COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS),
    )
    .about("CommitmentProgramEligibilityDetails"),
    Rule::of_all(
        "CommitmentProgramEligibilityDetailsObject-O-003-C",
        ListedIn(
            column("CommitmentDiscountType"),
            &COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS,
            "ProgramType",
        ),
    )
    .about("CommitmentProgramEligibilityDetails")
    .when(Given(column("CommitmentDiscountType"))),
    Rule::of_all("JsonObjectFormat-A-011-O", Each(NotDeep)).strength(ShouldNot).since(V1_3),
];

const ONE_CONTRACT: Requirement =
    OneParentIn(&CONTRACT_APPLIED, "ContractCommitmentId", "ContractId");
const APPLIED_UNIT: Requirement = UnitIn(&CONTRACT_APPLIED, "ContractCommitmentAppliedUnit");

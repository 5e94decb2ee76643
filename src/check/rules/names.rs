//! The names and the order of the columns, and words that stand for nothing.

use super::Rule;
use crate::check::each_column::EachRequirement::{NoPlaceholder, NotBlank};
use crate::check::requirement::HeaderRequirement::{
    CustomAlphanumeric, CustomNamedLikeFocus, CustomPascalCase, CustomPrefixed, CustomShort,
    FocusFirst, Sorted,
};
use crate::check::requirement::Requirement::{Each, Header};
use crate::check::rule::Keyword::{MustNot, Should, ShouldNot};
use crate::focus::version::FocusVersion::{V1_2, V1_3, V1_4};

pub(super) const NAMES: &[Rule] = &[
    Rule::of_all("ColumnHandling-A-010-M", Header(CustomPrefixed)).until(V1_3),
    Rule::of_all("ColumnHandling-A-011-O", Header(CustomNamedLikeFocus))
        .strength(Should)
        .until(V1_3),
    Rule::of_all("ColumnHandling-A-005-O", Header(CustomShort)).strength(ShouldNot).until(V1_3),
    Rule::of_all("ColumnHandling-A-012-O", Header(FocusFirst)).strength(Should).until(V1_3),
    Rule::of_all("ColumnHandling-A-013-O", Header(FocusFirst))
        .strength(Should)
        .since(V1_2)
        .until(V1_3),
    Rule::of_all("CustomColumnHandling-A-002-M", Header(CustomPrefixed)).since(V1_4),
    Rule::of_all("CustomColumnHandling-A-003-O", Header(CustomPascalCase))
        .strength(Should)
        .since(V1_4),
    Rule::of_all("CustomColumnHandling-A-004-O", Header(CustomAlphanumeric))
        .strength(Should)
        .since(V1_4),
    Rule::of_all("CustomColumnHandling-A-005-O", Header(CustomAlphanumeric))
        .strength(ShouldNot)
        .since(V1_4),
    Rule::of_all("CustomColumnHandling-A-008-O", Header(CustomShort))
        .strength(ShouldNot)
        .since(V1_4),
    Rule::of_all("DatasetCompleteness-A-009-O", Header(Sorted)).strength(Should).since(V1_4),
    Rule::of_all("StringHandling-A-007-M", Each(NotBlank))
        .strength(ShouldNot)
        .until(V1_3)
        .later("StringHandling-A-007-O"),
    Rule::of_all("StringHandling-A-015-O", Each(NotBlank)).strength(ShouldNot).since(V1_4),
    Rule::of_all("NullHandling-A-002-M", Each(NoPlaceholder))
        .strength(MustNot)
        .later("NullHandling-A-002-C"),
];

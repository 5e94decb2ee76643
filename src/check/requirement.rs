//! What a rule asks: of a cell, of a row, of the header.

use super::column::Look;
use super::each_column::EachRequirement;
use super::object_shape::ObjectShape;
use crate::focus::column_id::{ColumnId, column};

pub(super) const PRICING_QUANTITY: ColumnId = column("PricingQuantity");
pub(super) const SERVICE_CATEGORY: ColumnId = column("ServiceCategory");

/// What a rule asks. Of a null it asks nothing, unless the null is what it is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Requirement {
    /// The column is in the file.
    Present,
    /// It is not null.
    Given,
    /// It is null.
    Null,
    /// It is text in UTF-8.
    Unicode,
    /// It is a number.
    Decimal,
    /// It is a number in the form of NumericFormat.
    NumericFormat,
    /// It is a date-time.
    DateTime,
    /// It is a date-time in the form of DateTimeFormat.
    DateTimeFormat,
    /// It is three capital letters.
    CurrencyFormat,
    /// It is a currency of ISO 4217.
    NationalCurrency,
    /// It is a unit in the form of UnitFormat.
    UnitFormat,
    /// It is a JSON object of any kind.
    JsonObject,
    /// It is a flat JSON object whose keys are its own.
    KeyValueFormat,
    /// It is a JSON object, in the form of JsonObjectFormat.
    JsonObjectFormat,
    /// It has one of the values.
    OneOf(&'static [&'static str]),
    /// It has this value.
    Exactly(&'static str),
    /// It has another value.
    NotOneOf(&'static [&'static str]),
    /// It is one of FOCUS's service categories.
    ServiceCategory,
    /// It is one of FOCUS's service subcategories.
    ServiceSubcategory,
    /// It is a subcategory of the row's ServiceCategory.
    OfItsCategory,
    /// It is 0 or more.
    AtLeastZero,
    /// It is 0.
    Zero,
    /// It equals another column.
    SameAs(ColumnId),
    /// Each cost is its unit price × PricingQuantity, where neither is null.
    Products(&'static [(ColumnId, ColumnId)]),
    /// It is later than another.
    After(ColumnId),
    /// In all rows that have the same value in one column, another has one value.
    Single {
        /// The one.
        per: ColumnId,
        /// The other.
        value: ColumnId,
    },
    /// The keys of the object are in Pascal case.
    KeysPascalCase,
    /// So are those of its elements.
    KeysPascalCaseIn(&'static ObjectShape),
    /// The keys of the object are FOCUS's or begin with `x_`.
    KeysPrefixed,
    /// The keys of the object that are FOCUS's are spelled as FOCUS does.
    KeysSpelled,
    /// The values of FOCUS's keys have FOCUS's types.
    ValuesTyped,
    /// The object has none of the members of another.
    NoMemberOf(ColumnId),
    /// The object has this shape.
    Shape(&'static ObjectShape),
    /// A value of a list in the object is a unit in the form of UnitFormat.
    UnitIn(&'static ObjectShape, &'static str),
    /// A value of a list in the object names the parent that it has everywhere.
    OneParentIn(&'static ObjectShape, &'static str, &'static str),
    /// A value of a list in the object is that of another column.
    ListedIn(ColumnId, &'static ObjectShape, &'static str),
    /// Something about the names and the order of the columns.
    Header(HeaderRequirement),
    /// Something about each column of a kind.
    Each(EachRequirement),
}

/// What a rule asks of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderRequirement {
    /// Columns that are not FOCUS's begin with `x_`.
    CustomPrefixed,
    /// Behind `x_` they go on in Pascal case.
    CustomPascalCase,
    /// Behind `x_` they have letters and digits alone.
    CustomAlphanumeric,
    /// They have both.
    CustomNamedLikeFocus,
    /// They have at most 50 characters.
    CustomShort,
    /// FOCUS's columns come first.
    FocusFirst,
    /// FOCUS's columns are sorted, then the others are.
    Sorted,
}

impl Requirement {
    /// The columns beside the rule's own that it looks at.
    pub fn columns(&self) -> Vec<ColumnId> {
        match self {
            Requirement::OfItsCategory => vec![SERVICE_CATEGORY],
            Requirement::SameAs(other)
            | Requirement::After(other)
            | Requirement::NoMemberOf(other)
            | Requirement::ListedIn(other, ..) => vec![*other],
            Requirement::Single { per, value } => vec![*per, *value],
            Requirement::Products(products) => {
                let factors = products.iter().flat_map(|(cost, price)| [*price, *cost]);
                factors.chain([PRICING_QUANTITY]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What it looks at of the columns, where one of them is its own: one cell by itself has one answer.
    pub fn look(self, column: Option<ColumnId>) -> Look {
        match (self, column) {
            (Requirement::After(start), Some(end)) => Look::Order { end, start },
            (Requirement::OneParentIn(..), _) => Look::Text,
            (Requirement::Products(products), _) => Look::Products(products),
            _ if !self.columns().is_empty() => Look::Text,
            _ => Look::Answer(self),
        }
    }
}

impl Requirement {
    /// Whether it is one for all numbers above zero that are written as FOCUS does.
    pub fn is_of_numbers(self) -> bool {
        matches!(
            self,
            Requirement::Decimal
                | Requirement::NumericFormat
                | Requirement::AtLeastZero
                | Requirement::Zero
        )
    }

    /// A name for its kind.
    pub const fn name(self) -> &'static str {
        match self {
            Requirement::Present => "present",
            Requirement::Given => "given",
            Requirement::Null => "null",
            Requirement::Unicode => "unicode",
            Requirement::Decimal => "decimal",
            Requirement::NumericFormat => "numeric_format",
            Requirement::DateTime => "date_time",
            Requirement::DateTimeFormat => "date_time_format",
            Requirement::CurrencyFormat => "currency_format",
            Requirement::NationalCurrency => "national_currency",
            Requirement::UnitFormat => "unit_format",
            Requirement::JsonObject => "json_object",
            Requirement::KeyValueFormat => "key_value_format",
            Requirement::JsonObjectFormat => "json_object_format",
            Requirement::OneOf(_) => "one_of",
            Requirement::Exactly(_) => "exactly",
            Requirement::NotOneOf(_) => "not_one_of",
            Requirement::ServiceCategory => "service_category",
            Requirement::ServiceSubcategory => "service_subcategory",
            Requirement::OfItsCategory => "of_its_category",
            Requirement::AtLeastZero => "at_least_zero",
            Requirement::Zero => "zero",
            Requirement::SameAs(_) => "same_as",
            Requirement::Products(_) => "products",
            Requirement::After(_) => "after",
            Requirement::Single { .. } => "single",
            Requirement::KeysPascalCase | Requirement::KeysPascalCaseIn(_) => "keys_pascal_case",
            Requirement::KeysPrefixed => "keys_prefixed",
            Requirement::KeysSpelled => "keys_spelled",
            Requirement::ValuesTyped => "values_typed",
            Requirement::NoMemberOf(_) => "no_member_of",
            Requirement::Shape(_) => "shape",
            Requirement::UnitIn(..) => "unit_in",
            Requirement::OneParentIn(..) => "one_parent_in",
            Requirement::ListedIn(..) => "listed_in",
            Requirement::Header(header) => header.name(),
            Requirement::Each(each) => each.name(),
        }
    }
}

impl HeaderRequirement {
    const fn name(self) -> &'static str {
        match self {
            HeaderRequirement::CustomPrefixed => "custom_prefixed",
            HeaderRequirement::CustomPascalCase => "custom_pascal_case",
            HeaderRequirement::CustomAlphanumeric => "custom_alphanumeric",
            HeaderRequirement::CustomNamedLikeFocus => "custom_named_like_focus",
            HeaderRequirement::CustomShort => "custom_short",
            HeaderRequirement::FocusFirst => "focus_first",
            HeaderRequirement::Sorted => "sorted",
        }
    }
}

//! The shapes of FOCUS's JSON objects: a list of things whose members have names and types.

use crate::decimal::Decimal;
use crate::json::Value;

/// An object of one list, beside members that begin with `x_`.
#[derive(Debug)]
pub struct ObjectShape {
    /// The name of the list.
    pub list: &'static str,
    /// FOCUS's members of its elements.
    pub members: &'static [(&'static str, Kind)],
    /// Those that every element must have.
    pub required: &'static [&'static str],
    /// Members of which an element has either the one kind or the other.
    pub agrees: fn(Value<'_>) -> bool,
}

/// The types of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A text, or null.
    TextOrNull,
    /// A number, or null.
    NumberOrNull,
    /// A number from 0 to 1.
    Ratio,
}

/// AllocatedMethodDetails.
pub static ALLOCATED_METHOD_DETAILS: ObjectShape = ObjectShape {
    list: "Elements",
    members: &[
        ("AllocatedRatio", Kind::Ratio),
        ("UsageUnit", Kind::TextOrNull),
        ("UsageQuantity", Kind::NumberOrNull),
    ],
    required: &["AllocatedRatio"],
    // A quantity has a unit.
    agrees: |element| !has(element, "UsageQuantity") || has(element, "UsageUnit"),
};

/// CommitmentProgramEligibilityDetails.
pub static COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS: ObjectShape = ObjectShape {
    list: "CommitmentPrograms",
    members: &[("ProgramType", Kind::Text)],
    required: &["ProgramType"],
    agrees: |_| true,
};

/// ContractApplied.
pub static CONTRACT_APPLIED: ObjectShape = ObjectShape {
    list: "Elements",
    members: &[
        ("ContractId", Kind::Text),
        ("ContractCommitmentId", Kind::Text),
        ("ContractCommitmentAppliedCost", Kind::NumberOrNull),
        ("ContractCommitmentAppliedQuantity", Kind::NumberOrNull),
        ("ContractCommitmentAppliedUnit", Kind::TextOrNull),
    ],
    required: &["ContractId", "ContractCommitmentId"],
    // A commitment of spend has a cost, one of usage a quantity and its unit.
    agrees: |element| {
        let has = |name| has(element, name);
        let (quantity, unit) =
            (has("ContractCommitmentAppliedQuantity"), has("ContractCommitmentAppliedUnit"));
        has("ContractCommitmentAppliedCost") != (quantity || unit) && quantity == unit
    },
};

impl ObjectShape {
    /// Whether an object has the shape.
    pub fn fits(&self, object: Value<'_>) -> bool {
        let Some(mut members) = object.members() else { return false };
        let others_are_custom = members.all(|(key, _)| key == self.list || is_custom(&key));
        let list: Vec<Value<'_>> = self.elements(object).collect();
        others_are_custom
            && !list.is_empty()
            && list.into_iter().all(|each| self.fits_element(each))
    }

    /// The elements of the list.
    pub fn elements<'v>(&self, object: Value<'v>) -> impl Iterator<Item = Value<'v>> {
        object.member(self.list).and_then(Value::elements).into_iter().flatten()
    }

    fn fits_element(&self, element: Value<'_>) -> bool {
        let Some(mut members) = element.members() else { return false };
        let are_known =
            members.all(|(key, value)| match self.members.iter().find(|(name, _)| *name == key) {
                Some((_, kind)) => kind.fits(value),
                None => is_custom(&key),
            });
        let has_required = self.required.iter().all(|name| element.member(name).is_some());
        are_known && has_required && (self.agrees)(element)
    }
}

impl Kind {
    fn fits(self, value: Value<'_>) -> bool {
        let number = || Decimal::from_json_number(value.as_json()).ok();
        match self {
            Kind::Text => value.as_text().is_some(),
            Kind::TextOrNull => value.is_null() || value.as_text().is_some(),
            Kind::NumberOrNull => value.is_null() || number().is_some(),
            Kind::Ratio => {
                number().is_some_and(|ratio| !ratio.is_negative() && ratio <= Decimal::ONE)
            }
        }
    }
}

/// Whether a member is there and not null.
fn has(element: Value<'_>, name: &str) -> bool {
    element.member(name).is_some_and(|value| !value.is_null())
}

/// `x_` and a name in Pascal case.
pub fn is_custom(key: &str) -> bool {
    key.strip_prefix("x_").is_some_and(is_pascal_case)
}

/// A capital letter, then letters and digits.
pub fn is_pascal_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

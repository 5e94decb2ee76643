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
    /// Whether the members of an element go together.
    pub agrees: fn(Value<'_>) -> bool,
    /// What others may be in it.
    pub others: Others,
}

/// Members that are not FOCUS's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They begin with `x_` and go on in Pascal case.
    Custom,
    /// Those of an element begin with `x_`, and hold neither lists nor objects; beside the list there
    /// may be any.
    Flat,
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
    others: Others::Custom,
};

/// CommitmentProgramEligibilityDetails.
pub static COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS: ObjectShape = ObjectShape {
    list: "CommitmentPrograms",
    members: &[("ProgramType", Kind::Text)],
    required: &["ProgramType"],
    agrees: |_| true,
    others: Others::Custom,
};

const CONTRACT_MEMBERS: &[(&str, Kind)] = &[
    ("ContractId", Kind::Text),
    ("ContractCommitmentId", Kind::Text),
    ("ContractCommitmentAppliedCost", Kind::NumberOrNull),
    ("ContractCommitmentAppliedQuantity", Kind::NumberOrNull),
    ("ContractCommitmentAppliedUnit", Kind::TextOrNull),
];

/// ContractApplied in 1.3, which has no schema of it: its rules say the same one by one.
pub static CONTRACT_APPLIED_1_3: ObjectShape = ObjectShape {
    list: "Elements",
    members: CONTRACT_MEMBERS,
    required: &[
        "ContractId",
        "ContractCommitmentId",
        "ContractCommitmentAppliedCost",
        "ContractCommitmentAppliedQuantity",
        "ContractCommitmentAppliedUnit",
    ],
    // A cost or a quantity is applied, or both; a quantity has a unit.
    agrees: |element| {
        let has = |name| has(element, name);
        let quantity = has("ContractCommitmentAppliedQuantity");
        (has("ContractCommitmentAppliedCost") || quantity)
            && quantity == has("ContractCommitmentAppliedUnit")
    },
    others: Others::Flat,
};

/// ContractApplied from 1.4 on.
pub static CONTRACT_APPLIED: ObjectShape = ObjectShape {
    list: "Elements",
    members: CONTRACT_MEMBERS,
    required: &["ContractId", "ContractCommitmentId"],
    // A commitment of spend has a cost, one of usage a quantity and its unit.
    agrees: |element| {
        let has = |name| has(element, name);
        let (quantity, unit) =
            (has("ContractCommitmentAppliedQuantity"), has("ContractCommitmentAppliedUnit"));
        has("ContractCommitmentAppliedCost") != (quantity || unit) && quantity == unit
    },
    others: Others::Custom,
};

/// There is one of each.
impl PartialEq for ObjectShape {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl ObjectShape {
    /// Whether an object has the shape.
    pub fn fits(&self, object: Value<'_>) -> bool {
        let Some(mut members) = object.members() else { return false };
        let are_known = members
            .all(|(key, _)| key == self.list || self.others == Others::Flat || is_custom(&key));
        let list = self.elements(object);
        are_known && !list.is_empty() && list.into_iter().all(|each| self.fits_element(each))
    }

    /// The elements of the list.
    #[inline(never)]
    pub fn elements<'v>(&self, object: Value<'v>) -> Vec<Value<'v>> {
        let list = object.member(self.list).and_then(Value::elements);
        list.map(Iterator::collect).unwrap_or_default()
    }

    fn fits_element(&self, element: Value<'_>) -> bool {
        let Some(mut members) = element.members() else { return false };
        let are_known =
            members.all(|(key, value)| match self.members.iter().find(|(name, _)| *name == key) {
                Some((_, kind)) => kind.fits(value),
                None => self.others.fits(&key, value),
            });
        let has_required = self.required.iter().all(|name| element.member(name).is_some());
        are_known && has_required && (self.agrees)(element)
    }
}

impl Others {
    fn fits(self, key: &str, value: Value<'_>) -> bool {
        match self {
            Others::Custom => is_custom(key),
            Others::Flat => key.starts_with("x_") && !value.is_nested(),
        }
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

//! The forms of JSON in FOCUS's columns.

use std::borrow::Cow;

use super::object_shape::is_pascal_case;
use crate::digest::short_hash;
use crate::json::Value;
use crate::pairs::Pairs;

/// The object that a text is, if it is one.
#[inline(never)]
pub fn object(text: &str) -> Option<Value<'_>> {
    let value = Value::check(text.trim().as_bytes()).ok()?;
    value.members().is_some().then_some(value)
}

/// Each key once, and no value that holds others (KeyValueFormat).
pub fn is_key_value(object: Value<'_>) -> bool {
    has_own_keys(object)
        && object.members().into_iter().flatten().all(|(_, value)| !value.is_nested())
}

/// Each key once, and lists of one type whose elements are neither null nor repeated
/// (JsonObjectFormat).
pub fn is_sound(value: Value<'_>) -> bool {
    if let Some(members) = value.members() {
        return has_own_keys(value) && members.into_iter().all(|(_, value)| is_sound(value));
    }
    let Some(elements) = value.elements() else { return true };
    let elements: Vec<Value<'_>> = elements.collect();
    let kind = elements.first().map(|first| kind_of(*first));
    let are_sound = elements
        .iter()
        .all(|element| !element.is_null() && Some(kind_of(*element)) == kind && is_sound(*element));
    are_sound && are_different(elements.iter().map(|element| Cow::Borrowed(element.as_json())))
}

/// How many levels of objects and lists stand in each other.
pub fn depth(value: Value<'_>) -> usize {
    if !value.is_nested() {
        return 0;
    }
    let mut deepest = 0;
    for (_, member) in value.members().into_iter().flatten() {
        deepest = deepest.max(depth(member));
    }
    for element in value.elements().into_iter().flatten() {
        deepest = deepest.max(depth(element));
    }
    deepest.saturating_add(1)
}

fn has_own_keys(object: Value<'_>) -> bool {
    are_different(object.members().into_iter().flatten().map(|(key, _)| key))
}

fn are_different<'t>(mut texts: impl Iterator<Item = Cow<'t, str>>) -> bool {
    let mut seen = Pairs::default();
    texts.all(|text| seen.insert_new(short_hash(&text)))
}

/// The type of a value, by its first character.
fn kind_of(value: Value<'_>) -> char {
    match value.as_json().chars().next() {
        Some('t' | 'f') => 't',
        Some('-' | '0'..='9') => NUMBER,
        Some(first) => first,
        None => ' ',
    }
}

/// FOCUS's own keys of SkuPriceDetails, with the first character of their values in JSON.
const FOCUS_KEYS: &[(&str, char)] = &[
    ("CoreCount", NUMBER),
    ("DiskMaxIops", NUMBER),
    ("DiskSpace", NUMBER),
    ("DiskType", TEXT),
    ("GpuCount", NUMBER),
    ("InstanceSeries", TEXT),
    ("InstanceType", TEXT),
    ("MemorySize", NUMBER),
    ("NetworkMaxIops", NUMBER),
    ("NetworkMaxThroughput", NUMBER),
    ("OperatingSystem", TEXT),
    ("Redundancy", TEXT),
    ("StorageClass", TEXT),
];
const NUMBER: char = '0';
const TEXT: char = '"';

/// Whether all keys are in Pascal case, behind `x_` where they have it.
pub fn has_pascal_case_keys(object: Value<'_>) -> bool {
    keys(object).all(|key| is_pascal_case(key.strip_prefix("x_").unwrap_or(&key)))
}

/// Whether all keys begin with `x_` or are FOCUS's, however they are spelled.
pub fn has_prefixed_keys(object: Value<'_>) -> bool {
    keys(object).all(|key| key.starts_with("x_") || focus_key(&key).is_some())
}

/// Whether FOCUS's keys are spelled as FOCUS does.
pub fn has_well_spelled_keys(object: Value<'_>) -> bool {
    keys(object).all(|key| focus_key(&key).is_none_or(|(name, _)| *name == key))
}

/// Whether the values of FOCUS's keys have their types.
pub fn has_typed_values(object: Value<'_>) -> bool {
    let mut members = object.members().into_iter().flatten();
    members.all(|(key, value)| focus_key(&key).is_none_or(|(_, kind)| kind_of(value) == *kind))
}

fn keys(object: Value<'_>) -> impl Iterator<Item = Cow<'_, str>> {
    object.members().into_iter().flatten().map(|(key, _)| key)
}

/// FOCUS's key of that name, whatever its case.
fn focus_key(key: &str) -> Option<&'static (&'static str, char)> {
    FOCUS_KEYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))
}

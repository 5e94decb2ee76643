//! Whether a row keeps a rule.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::cell::{Cell, Reading, Row};
use super::condition::both;
use super::json_form;
use super::requirement::{EachRequirement, Requirement};
use super::rule::Rule;
use super::rules::services::SERVICES;
use super::rules::{PRICING_QUANTITY, SERVICE_CATEGORY};
use super::text_form::{self, Form};
use crate::decimal::Decimal;
use crate::focus::column::ColumnId;
use crate::focus::currency;
use crate::json::Value;

/// What a row is to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The rule does not ask anything of it.
    Unconcerned,
    /// It keeps the rule.
    Kept,
    /// It breaks the rule.
    Broken,
}

use Judgement::{Broken, Kept, Unconcerned};

/// The deepest nesting that is no matter of style: three levels below the object itself.
const DEEPEST: usize = 4;

/// So many values are remembered by a rule that compares rows.
const REMEMBERED: usize = 1 << 20;

/// What a rule remembers of the rows before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Hashes of values, and of what went with them.
    pairs: HashMap<u64, u64>,
    /// Whether there were more than can be remembered.
    pub is_full: bool,
    /// The last object, and what was said of it.
    last: Option<(String, Judgement)>,
}

/// Judges a cell of a rule about each column of a kind.
pub fn judge_each(asks: EachRequirement, cell: &Cell<'_>) -> Judgement {
    if cell.is_null() {
        return Unconcerned;
    }
    kept(match asks {
        EachRequirement::NotBlank => !cell.text.trim().is_empty(),
        EachRequirement::NoPlaceholder => !text_form::is_placeholder(cell.text),
        EachRequirement::NotDeep => {
            json_form::object(cell.text).is_none_or(|object| json_form::depth(object) <= DEEPEST)
        }
    })
}

fn kept(is_kept: bool) -> Judgement {
    if is_kept { Kept } else { Broken }
}

/// Judges a row.
pub fn judge(rule: &Rule, row: &Row<'_>, memory: &mut Memory) -> Judgement {
    if !rule.when.holds(row) {
        return Unconcerned;
    }
    if let Requirement::Each(each) = rule.asks {
        let judgements = each.columns().iter().map(|column| judge_each(each, &row.cell(*column)));
        return judgements.fold(Unconcerned, Judgement::worse);
    }
    let Some(column) = rule.column else { return Unconcerned };
    let cell = row.cell(column);
    match rule.asks {
        Requirement::Given => kept(!cell.is_null()),
        Requirement::Null => kept(cell.is_null()),
        Requirement::Products(products) => judge_products(products, row),
        Requirement::Single { per, value } => match both(row, per, value) {
            Some((per, value)) => kept(memory.is_single(per.text, value.text)),
            None => Unconcerned,
        },
        _ if cell.is_null() => Unconcerned,
        Requirement::SameAs(other) => judge_same(cell, row.cell(other)),
        Requirement::After(start) => match cell.instant().zip(row.cell(start).instant()) {
            Some((end, start)) => kept(start < end),
            None => Unconcerned,
        },
        Requirement::OfItsCategory => judge_category(cell, row.cell(SERVICE_CATEGORY)),
        Requirement::NoMemberOf(other) => judge_no_member(cell, row.cell(other)),
        Requirement::ListedIn(other, shape, name) => match json_form::object(cell.text) {
            Some(object) => {
                let other = row.cell(other).text;
                let is_it = |value: Value<'_>| value.as_text().as_deref() == Some(other);
                let mut values = shape.elements(object).filter_map(|each| each.member(name));
                kept(values.any(is_it))
            }
            None => Unconcerned,
        },
        Requirement::OneParentIn(shape, child, parent) => match json_form::object(cell.text) {
            Some(object) => {
                let mut pairs = shape.elements(object).filter_map(|each| {
                    Some((each.member(child)?.as_text()?, each.member(parent)?.as_text()?))
                });
                kept(pairs.all(|(child, parent)| memory.is_single(&child, &parent)))
            }
            None => Unconcerned,
        },
        asks => memory.judge_cell(asks, &cell),
    }
}

impl Judgement {
    fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Broken, _) | (_, Broken) => Broken,
            (Kept, _) | (_, Kept) => Kept,
            _ => Unconcerned,
        }
    }
}

impl Memory {
    /// Whether this is what went with the value before, if anything did.
    fn is_single(&mut self, per: &str, value: &str) -> bool {
        let (per, value) = (hash(per), hash(value));
        if let Some(before) = self.pairs.get(&per) {
            return *before == value;
        }
        self.is_full = self.pairs.len() >= REMEMBERED;
        if !self.is_full {
            self.pairs.insert(per, value);
        }
        true
    }

    /// Judges a cell by itself; the same object often comes again at once.
    fn judge_cell(&mut self, asks: Requirement, cell: &Cell<'_>) -> Judgement {
        if cell.reading != Reading::Text || !cell.text.starts_with('{') {
            return judge_cell(asks, cell);
        }
        if let Some((text, judgement)) = &self.last
            && text == cell.text
        {
            return *judgement;
        }
        let judgement = judge_cell(asks, cell);
        self.last = Some((cell.text.to_owned(), judgement));
        judgement
    }
}

/// Judges a cell that is not null by itself.
fn judge_cell(asks: Requirement, cell: &Cell<'_>) -> Judgement {
    let text = cell.text;
    let judge_object = |judge: fn(Value<'_>) -> bool| match json_form::object(text) {
        Some(object) => kept(judge(object)),
        None => Unconcerned,
    };
    match asks {
        Requirement::Unicode => kept(cell.reading != Reading::NotUnicode),
        Requirement::Decimal => match cell.reading {
            Reading::Number(form) => kept(form != Form::Not),
            _ => Unconcerned,
        },
        Requirement::NumericFormat => match cell.reading {
            Reading::Number(Form::Not) => Unconcerned,
            Reading::Number(form) => kept(matches!(form, Form::Sound(_))),
            _ => Unconcerned,
        },
        Requirement::DateTime => match cell.reading {
            Reading::DateTime(form) => kept(form != Form::Not),
            _ => Unconcerned,
        },
        Requirement::DateTimeFormat => match cell.reading {
            Reading::DateTime(Form::Not) => Unconcerned,
            Reading::DateTime(form) => kept(matches!(form, Form::Sound(_))),
            _ => Unconcerned,
        },
        Requirement::CurrencyFormat => kept(currency::is_iso(text)),
        Requirement::NationalCurrency if !currency::is_iso(text) => Unconcerned,
        Requirement::NationalCurrency => kept(currency::is_national(text)),
        Requirement::UnitFormat => kept(text_form::is_unit(text)),
        Requirement::JsonObject => kept(json_form::object(text).is_some()),
        Requirement::KeyValueFormat => {
            kept(json_form::object(text).is_some_and(json_form::is_key_value))
        }
        Requirement::JsonObjectFormat => {
            kept(json_form::object(text).is_some_and(json_form::is_sound))
        }
        Requirement::OneOf(values) => kept(values.contains(&text)),
        Requirement::Exactly(value) => kept(text == value),
        Requirement::NotOneOf(values) => kept(!values.contains(&text)),
        Requirement::ServiceCategory => kept(SERVICES.iter().any(|(name, _)| *name == text)),
        Requirement::ServiceSubcategory => {
            kept(SERVICES.iter().any(|(_, names)| names.contains(&text)))
        }
        Requirement::AtLeastZero => match cell.number() {
            Some(number) => kept(!number.is_negative()),
            None => Unconcerned,
        },
        Requirement::Zero => match cell.number() {
            Some(number) => kept(number.is_zero()),
            None => Unconcerned,
        },
        Requirement::KeysPascalCase => judge_object(json_form::has_pascal_case_keys),
        Requirement::KeysPrefixed => judge_object(json_form::has_prefixed_keys),
        Requirement::KeysSpelled => judge_object(json_form::has_well_spelled_keys),
        Requirement::ValuesTyped => judge_object(json_form::has_typed_values),
        Requirement::Shape(shape) => match json_form::object(text) {
            Some(object) => kept(shape.fits(object)),
            None => Unconcerned,
        },
        Requirement::UnitIn(shape, name) => match json_form::object(text) {
            Some(object) => {
                let mut units =
                    shape.elements(object).filter_map(|each| each.member(name)?.as_text());
                kept(units.all(|unit| text_form::is_unit(&unit)))
            }
            None => Unconcerned,
        },
        // The header tells, or the row as a whole does.
        _ => Unconcerned,
    }
}

/// Each cost is its price × the quantity, as far as all three are numbers.
fn judge_products(products: &[(ColumnId, ColumnId)], row: &Row<'_>) -> Judgement {
    let Some(quantity) = row.cell(PRICING_QUANTITY).number() else { return Unconcerned };
    let judgements = products.iter().map(|(cost, price)| {
        match row.cell(*price).number().zip(row.cell(*cost).number()) {
            Some((price, cost)) => judge_product(price, quantity, cost),
            None => Unconcerned,
        }
    });
    judgements.fold(Unconcerned, Judgement::worse)
}

/// Numbers and texts that cannot be read are other rules' to find.
fn judge_same(cell: Cell<'_>, other: Cell<'_>) -> Judgement {
    match (cell.reading, cell.number().zip(other.number())) {
        (Reading::Number(_), None) | (Reading::NotUnicode, _) => Unconcerned,
        _ if other.reading == Reading::NotUnicode => Unconcerned,
        _ => kept(cell.says_as(&other)),
    }
}

fn judge_product(price: Decimal, quantity: Decimal, cost: Decimal) -> Judgement {
    match price.checked_mul(quantity) {
        Some(product) => kept(product == cost),
        // More digits than are reckoned with.
        None => Unconcerned,
    }
}

fn judge_category(subcategory: Cell<'_>, category: Cell<'_>) -> Judgement {
    let is_known = SERVICES.iter().any(|(_, names)| names.contains(&subcategory.text));
    match SERVICES.iter().find(|(name, _)| *name == category.text) {
        Some((_, names)) if is_known => kept(names.contains(&subcategory.text)),
        // What is no category, or no subcategory, is another rule's.
        _ => Unconcerned,
    }
}

fn judge_no_member(cell: Cell<'_>, other: Cell<'_>) -> Judgement {
    let Some((own, other)) = json_form::object(cell.text).zip(json_form::object(other.text)) else {
        return Unconcerned;
    };
    let mut keys = own.members().into_iter().flatten().map(|(key, _)| key);
    kept(keys.all(|key| other.member(&key).is_none()))
}

/// What a text is known by.
#[inline(never)]
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

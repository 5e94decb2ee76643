//! Whether a row keeps a rule.

use std::borrow::Cow;

use super::cell::{Cell, Reading};
use super::column::Columns;
use super::condition::both;
use super::json_form;
use super::judgement::Judgement::{self, Unconcerned};
use super::judgement::kept;
use super::relation::Relation;
use super::requirement::{Requirement, SERVICE_CATEGORY};
use super::rule::Rule;
use super::text_form::{self, Form};
use crate::digest::short_hash;
use crate::focus::column_id::ColumnId;
use crate::focus::currency;
use crate::focus::service_category::SERVICES;
use crate::json::Value;
use crate::pairs::Pairs;

/// So many values are remembered by a rule that compares rows.
const REMEMBERED: usize = 1 << 20;

/// What a rule remembers of the rows before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Hashes of values, and of what went with them.
    pairs: Pairs,
    /// Whether something could not be compared: there were more values than can be remembered, or
    /// numbers of more digits than are reckoned with.
    pub is_partial: bool,
}

/// Judges a row that the rule is about.
pub fn judge(rule: &Rule, row: &Columns, memory: &mut Memory) -> Judgement {
    if let Requirement::Each(each) = rule.asks {
        let judgements = each.columns().iter().map(|column| row.answer(*column, rule.asks));
        return judgements.fold(Unconcerned, Judgement::worse);
    }
    let Some(column) = rule.column else { return Unconcerned };
    if let Requirement::SameAs(other) = rule.asks
        && let Some((one, other)) = row.value(column).zip(row.value(other))
    {
        return kept(one == other);
    }
    let cell = row.cell(column);
    match rule.asks {
        Requirement::Given => kept(!cell.is_null()),
        Requirement::Null => kept(cell.is_null()),
        Requirement::Products(products) => memory.judge_products(products, row),
        Requirement::Single { per, value } => match both(row, per, value) {
            Some((per, value)) => kept(memory.is_single(per.hash, value.hash)),
            None => Unconcerned,
        },
        _ if cell.is_null() => Unconcerned,
        Requirement::SameAs(other) => memory.judge_same(cell, row.cell(other)),
        Requirement::After(start) => row.related(Relation::Order { end: column, start }).judgement,
        Requirement::OfItsCategory => judge_category(cell, row.cell(SERVICE_CATEGORY)),
        Requirement::NoMemberOf(other) => judge_no_member(cell, row.cell(other)),
        Requirement::ListedIn(other, shape, name) => judge_object(cell, |object| {
            let other = row.cell(other).text.as_str();
            let mut values =
                shape.elements(object).into_iter().filter_map(|each| each.member(name));
            values.any(|value| value.as_text().as_deref() == Some(other))
        }),
        Requirement::OneParentIn(shape, child, parent) => judge_object(cell, |object| {
            let mut pairs = shape.elements(object).into_iter().filter_map(|each| {
                Some((each.member(child)?.as_text()?, each.member(parent)?.as_text()?))
            });
            pairs.all(|(child, parent)| memory.is_single(short_hash(&child), short_hash(&parent)))
        }),
        asks => row.answer(column, asks),
    }
}

impl Memory {
    /// Whether this is what went with the value before, if anything did.
    fn is_single(&mut self, per: u64, value: u64) -> bool {
        if let Some(before) = self.pairs.get(per) {
            return before == value;
        }
        if self.pairs.len() < REMEMBERED {
            self.pairs.insert(per, value);
        } else {
            self.is_partial = true;
        }
        true
    }

    /// Each cost is its price × the quantity, as far as all three are numbers.
    fn judge_products(&mut self, products: &[(ColumnId, ColumnId)], row: &Columns) -> Judgement {
        let judgements = products.iter().map(|(cost, price)| {
            let related = row.related(Relation::Product { cost: *cost, price: *price });
            self.is_partial |= related.is_partial;
            related.judgement
        });
        judgements.fold(Unconcerned, Judgement::worse)
    }

    /// Numbers and texts that cannot be read are other rules' to find.
    fn judge_same(&mut self, cell: &Cell, other: &Cell) -> Judgement {
        self.is_partial |= cell.is_too_long() || other.is_too_long();
        match (cell.reading, cell.number().zip(other.number())) {
            (Reading::Number(_), None) | (Reading::NotUnicode, _) => Unconcerned,
            _ if other.reading == Reading::NotUnicode => Unconcerned,
            _ => kept(cell.says_as(other)),
        }
    }
}

/// Judges a cell that is not null by itself.
pub fn judge_cell(asks: Requirement, cell: &Cell) -> Judgement {
    let text = cell.text.as_str();
    match asks {
        Requirement::Each(each) => each.judge(cell),
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
        Requirement::AtLeastZero => cell.is_negative().map_or(Unconcerned, |it_is| kept(!it_is)),
        Requirement::Zero => cell.is_zero().map_or(Unconcerned, kept),
        Requirement::KeysPascalCase => judge_object(cell, json_form::has_pascal_case_keys),
        Requirement::KeysPascalCaseIn(shape) => judge_object(cell, |object| {
            shape.elements(object).into_iter().all(json_form::has_pascal_case_keys)
        }),
        Requirement::KeysPrefixed => judge_object(cell, json_form::has_prefixed_keys),
        Requirement::KeysSpelled => judge_object(cell, json_form::has_well_spelled_keys),
        Requirement::ValuesTyped => judge_object(cell, json_form::has_typed_values),
        Requirement::Shape(shape) => judge_object(cell, |object| shape.fits(object)),
        Requirement::UnitIn(shape, name) => judge_object(cell, |object| {
            let mut units =
                shape.elements(object).into_iter().filter_map(|each| each.member(name)?.as_text());
            units.all(|unit| text_form::is_unit(&unit))
        }),
        // The header tells, or the row as a whole does.
        _ => Unconcerned,
    }
}

/// What is no object is other rules' to find.
fn judge_object<'t>(cell: &'t Cell, keeps: impl FnOnce(Value<'t>) -> bool) -> Judgement {
    json_form::object(&cell.text).map_or(Unconcerned, |object| kept(keeps(object)))
}

fn judge_category(subcategory: &Cell, category: &Cell) -> Judgement {
    let (subcategory, category) = (subcategory.text.as_str(), category.text.as_str());
    let is_known = SERVICES.iter().any(|(_, names)| names.contains(&subcategory));
    match SERVICES.iter().find(|(name, _)| *name == category) {
        Some((_, names)) if is_known => kept(names.contains(&subcategory)),
        // What is no category, or no subcategory, is another rule's.
        _ => Unconcerned,
    }
}

/// A tag is a key with its value: those of a share may have other values under the same keys.
fn judge_no_member(cell: &Cell, other: &Cell) -> Judgement {
    let Some((own, other)) = json_form::object(&cell.text).zip(json_form::object(&other.text))
    else {
        return Unconcerned;
    };
    let mut others = Pairs::default();
    tags(other).for_each(|tag| _ = others.insert_new(tag));
    kept(tags(own).all(|tag| others.get(tag).is_none()))
}

fn tags(object: Value<'_>) -> impl Iterator<Item = u64> {
    let hash = |(key, value): (Cow<'_, str>, Value<'_>)| match value.as_text() {
        Some(text) => short_hash(&format!("{key}\0\"{text}")),
        None => short_hash(&format!("{key}\0{}", value.as_json())),
    };
    object.members().into_iter().flatten().map(hash)
}

//! The values of a dimension, and what each of them costs.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::LONGEST_TEXT;
use super::amounts::{Amounts, PeriodPlace};
use super::columns::{Cells, Dimension};
use super::told::{DimensionFigures, Together, ValueFigures};
use crate::decimal::{Decimal, Fixed};
use crate::digest::WordHasher;
use crate::pairs::Pairs;

/// Values of a dimension that are added up each for itself; rows of those that come after them are added
/// up together.
pub const MOST_VALUES: usize = 5_000;

/// So many of the others are counted.
pub const MOST_COUNTED: usize = 1 << 16;

/// So many values are told, the dearest; all further ones together.
pub const TOLD_VALUES: usize = 20;

/// The values of a dimension in one currency.
#[derive(Debug, Default)]
pub(super) struct Values {
    values: Vec<Value>,
    places: HashMap<Box<[u8]>, usize, BuildHasherDefault<WordHasher>>,
    /// Rows whose cell is null.
    none: Amounts,
    others: Amounts,
    /// The hashes of the other values.
    other_values: Pairs,
    /// The cell of the row before, and what was found for it.
    last: Option<(Vec<u8>, Place)>,
}

#[derive(Debug)]
struct Value {
    text: Box<[u8]>,
    name: Option<Box<[u8]>>,
    amounts: Amounts,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    None,
    Value(usize),
    Other,
}

impl Values {
    /// Adds a row, and says whether that made one amount more.
    pub(super) fn add(
        &mut self,
        cells: Cells<'_>,
        dimension: &Dimension,
        period: PeriodPlace,
        cost: Fixed,
    ) -> bool {
        let raw = cells.value(dimension);
        let place = match &self.last {
            Some((last, place)) if last == raw => *place,
            _ => {
                let place = self.find(cells, dimension, raw);
                let (last, last_place) = self.last.get_or_insert((Vec::new(), place));
                raw.clone_into(last);
                *last_place = place;
                place
            }
        };
        self.amounts_at(place).add(period, cost)
    }

    fn amounts_at(&mut self, place: Place) -> &mut Amounts {
        match place {
            Place::None => &mut self.none,
            Place::Other => &mut self.others,
            Place::Value(place) => match self.values.get_mut(place) {
                Some(value) => &mut value.amounts,
                None => &mut self.others,
            },
        }
    }

    fn find(&mut self, cells: Cells<'_>, dimension: &Dimension, raw: &[u8]) -> Place {
        let Some(text) = cells.text(raw) else { return Place::None };
        let name = || cells.name(dimension).filter(|name| name.len() <= LONGEST_TEXT);
        if let Some(place) = self.places.get(&*text) {
            if let Some(value) = self.values.get_mut(*place).filter(|value| value.name.is_none()) {
                value.name = name().map(|name| (*name).into());
            }
            return Place::Value(*place);
        }
        if self.values.len() >= MOST_VALUES || text.len() > LONGEST_TEXT {
            if self.other_values.len() < MOST_COUNTED {
                self.other_values.insert_new(WordHasher::of(&*text));
            }
            return Place::Other;
        }
        let place = self.values.len();
        self.places.insert((*text).into(), place);
        let name = name().map(|name| (*name).into());
        self.values.push(Value { text: (*text).into(), name, amounts: Amounts::default() });
        Place::Value(place)
    }

    pub(super) fn each_amounts(&mut self) -> impl Iterator<Item = &mut Amounts> {
        let values = self.values.iter_mut().map(|value| &mut value.amounts);
        values.chain([&mut self.none, &mut self.others])
    }

    /// What there is to tell, with periods in the order of their places; nothing where no row has a value.
    pub(super) fn finish(
        self,
        column: &'static str,
        periods: &[PeriodPlace],
    ) -> Option<DimensionFigures> {
        let Self { values, none, mut others, other_values, .. } = self;
        if values.is_empty() && others.rows == 0 {
            return None;
        }
        let mut further: Vec<(Decimal, Value)> =
            values.into_iter().map(|value| (value.amounts.total(), value)).collect();
        // The few that are told are picked: code that sorts is several times as large.
        let values: Vec<Value> =
            (0..TOLD_VALUES).map_while(|_| take_dearest(&mut further)).collect();
        further.iter().for_each(|(_, value)| others.add_all(&value.amounts));
        let other_values = further.len().saturating_add(other_values.len()) as u64;
        Some(DimensionFigures {
            column,
            values: values.iter().map(|value| value.tell(periods)).collect(),
            others: Together::of(&others, Some(other_values), periods),
            none: Together::of(&none, None, periods),
        })
    }
}

/// Of those that cost the same the first by its text.
fn take_dearest(values: &mut Vec<(Decimal, Value)>) -> Option<Value> {
    let (place, _) =
        values.iter().enumerate().max_by(|(_, (cost, one)), (_, (other_cost, other))| {
            cost.cmp(other_cost).then_with(|| other.text.cmp(&one.text))
        })?;
    Some(values.swap_remove(place).1)
}

impl Value {
    fn tell(&self, periods: &[PeriodPlace]) -> ValueFigures {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        ValueFigures {
            value: text(&self.text),
            name: self.name.as_deref().map(text),
            rows: self.amounts.rows,
            billed_cost: self.amounts.total(),
            by_period: self.amounts.in_order(periods),
        }
    }
}

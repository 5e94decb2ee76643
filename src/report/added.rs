//! The grain `timeframe`: line items of a charge period that agree in their key become one row,
//! whatever order they came in.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::kept::{KeyNumbers, Kept, PartOfKey};
use crate::digest::scattered;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::row::{RowKey, RowSums};
use crate::groups::{Sums, too_many};
use crate::pairs::Pairs;
use crate::timeframe::Period;

/// Rows in the making.
#[derive(Debug)]
pub(super) struct AddedRows {
    solds: Kept<()>,
    askeds: Kept<()>,
    /// Keys by the numbers they got, and those numbers by the two of their parts.
    keys: Vec<Rc<RowKey>>,
    numbers: Pairs,
    /// Charge periods by the numbers they got.
    periods: BTreeMap<Period, u32>,
    /// The charge period of the last line item: the next one is mostly in it too.
    last_period: Option<(Period, u32)>,
    /// Rows by the numbers of period and key.
    places: Pairs,
    rows: Vec<(u64, RowSums)>,
    limit: usize,
}

/// Rows sorted by charge period and then by key, and both in that order.
pub(super) struct Sorted {
    pub(super) periods: Vec<Period>,
    pub(super) keys: Vec<Rc<RowKey>>,
    pub(super) rows: Vec<AddedRow>,
}

/// A row that is added up, with the places of its charge period and its key.
pub(super) struct AddedRow {
    pub(super) period: usize,
    pub(super) key: usize,
    pub(super) sums: RowSums,
}

impl AddedRows {
    /// No row yet, and at most `limit` of them.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            solds: Kept::by(PartOfKey::Sold),
            askeds: Kept::by(PartOfKey::Asked),
            keys: Vec::new(),
            numbers: Pairs::default(),
            periods: BTreeMap::new(),
            last_period: None,
            places: Pairs::default(),
            rows: Vec::new(),
            limit,
        }
    }

    /// The numbers of a key's parts.
    pub(super) fn numbers(&mut self, key: &Rc<RowKey>) -> KeyNumbers {
        let sold = self.solds.number(key).unwrap_or_else(|| self.solds.add(key, ()));
        let asked = self.askeds.number(key).unwrap_or_else(|| self.askeds.add(key, ()));
        KeyNumbers { sold, asked }
    }

    /// Adds a line item to its row.
    pub(super) fn add(&mut self, key: KeyNumbers, period: Period, sums: &RowSums) -> Result<()> {
        let key = self.key(key).ok_or_else(lost)?;
        let number = two(self.period(period), key);
        let place = self.places.get(scattered(number));
        let place = place.and_then(|place| self.rows.get_mut(place as usize));
        if let Some((_, row)) = place {
            return row.add(sums);
        }
        if self.rows.len() == self.limit {
            return Err(too_many(self.limit));
        }
        self.places.insert(scattered(number), self.rows.len() as u64);
        self.rows.push((number, *sums));
        Ok(())
    }

    /// The number of a key, put together of its parts where it is new.
    fn key(&mut self, parts: KeyNumbers) -> Option<u32> {
        let both = scattered(two(parts.sold, parts.asked));
        if let Some(number) = self.numbers.get(both) {
            return Some(number as u32);
        }
        let (sold, asked) = self.solds.key(parts.sold).zip(self.askeds.key(parts.asked))?;
        let number = self.keys.len() as u32;
        self.keys.push(Rc::new(RowKey::put_together(sold, asked)));
        self.numbers.insert(both, number.into());
        Some(number)
    }

    fn period(&mut self, period: Period) -> u32 {
        if let Some((_, number)) = self.last_period.filter(|(last, _)| *last == period) {
            return number;
        }
        let next = self.periods.len() as u32;
        let number = *self.periods.entry(period).or_insert(next);
        self.last_period = Some((period, number));
        number
    }

    /// Takes the rows out.
    pub(super) fn take(&mut self) -> Sorted {
        let mut taken = std::mem::replace(self, Self::new(self.limit));
        let periods = Ranks::of(taken.periods.into_iter().collect());
        let mut keys: Vec<(Rc<RowKey>, u32)> = taken.keys.into_iter().zip(0..).collect();
        keys.sort_unstable();
        let keys = Ranks::of(keys);
        for (number, _) in &mut taken.rows {
            *number = two(periods.rank(*number >> 32), keys.rank(*number & u64::from(u32::MAX)));
        }
        taken.rows.sort_unstable_by_key(|(number, _)| *number);
        let rows = taken.rows.into_iter().map(|(number, sums)| AddedRow {
            period: (number >> 32) as usize,
            key: number as u32 as usize,
            sums,
        });
        Sorted { periods: periods.sorted, keys: keys.sorted, rows: rows.collect() }
    }
}

/// Two numbers as one.
fn two(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn lost() -> Error {
    Error::new(ErrorCode::InternalError, "a key was lost on its way")
}

/// Things in their order, and the place that each has in it by its number.
struct Ranks<T> {
    sorted: Vec<T>,
    by_number: Vec<u32>,
}

impl<T> Ranks<T> {
    fn of(sorted: Vec<(T, u32)>) -> Self {
        let mut by_number = vec![0; sorted.len()];
        for (rank, (_, number)) in (0..).zip(&sorted) {
            if let Some(place) = by_number.get_mut(*number as usize) {
                *place = rank;
            }
        }
        Self { sorted: sorted.into_iter().map(|(thing, _)| thing).collect(), by_number }
    }

    fn rank(&self, number: u64) -> u32 {
        self.by_number.get(number as usize).copied().unwrap_or_default()
    }
}

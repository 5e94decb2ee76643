//! The grain `timeframe`: line items of a charge period that agree in their key become one row,
//! whatever order they came in.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::digest::scattered;
use crate::error::Result;
use crate::focus::row::{RowKey, RowSums};
use crate::groups::{Sums, too_many};
use crate::pairs::Pairs;
use crate::timeframe::Period;

/// Rows in the making.
#[derive(Debug)]
pub(super) struct AddedRows {
    /// Keys and charge periods by the numbers they got.
    keys: BTreeMap<Rc<RowKey>, u32>,
    periods: BTreeMap<Period, u32>,
    /// The charge period of the last line item: the next one is mostly in it too.
    last_period: Option<(Period, u32)>,
    /// Rows by both numbers.
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
            keys: BTreeMap::new(),
            periods: BTreeMap::new(),
            last_period: None,
            places: Pairs::default(),
            rows: Vec::new(),
            limit,
        }
    }

    /// The number of a key.
    pub(super) fn key(&mut self, key: &Rc<RowKey>) -> u32 {
        let next = self.keys.len() as u32;
        *self.keys.entry(key.clone()).or_insert(next)
    }

    /// Adds a line item to its row.
    pub(super) fn add(&mut self, key: u32, period: Period, sums: &RowSums) -> Result<()> {
        let number = u64::from(self.period(period)) << 32 | u64::from(key);
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
        let periods = Ranks::of(std::mem::take(&mut self.periods));
        let keys = Ranks::of(std::mem::take(&mut self.keys));
        self.places = Pairs::default();
        let mut rows = std::mem::take(&mut self.rows);
        for (number, _) in &mut rows {
            *number = periods.rank(*number >> 32) << 32 | keys.rank(*number & u64::from(u32::MAX));
        }
        rows.sort_unstable_by_key(|(number, _)| *number);
        let rows = rows.into_iter().map(|(number, sums)| AddedRow {
            period: (number >> 32) as usize,
            key: number as u32 as usize,
            sums,
        });
        Sorted { periods: periods.sorted, keys: keys.sorted, rows: rows.collect() }
    }
}

/// Things in their order, and the place that each has in it by its number.
struct Ranks<T> {
    sorted: Vec<T>,
    by_number: Vec<u32>,
}

impl<T> Ranks<T> {
    fn of(numbers: BTreeMap<T, u32>) -> Self {
        let mut by_number = vec![0; numbers.len()];
        for (rank, number) in (0..).zip(numbers.values()) {
            if let Some(place) = by_number.get_mut(*number as usize) {
                *place = rank;
            }
        }
        Self { sorted: numbers.into_keys().collect(), by_number }
    }

    fn rank(&self, number: u64) -> u64 {
        self.by_number.get(number as usize).copied().unwrap_or_default().into()
    }
}

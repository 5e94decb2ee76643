//! The grain `timeframe`: line items of a charge period that agree in their key become one row,
//! whatever order they came in.

#[cfg(feature = "parts")]
pub(super) mod part;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::kept::{Kept, KeyNumbers, PartOfKey};
use super::short_sums::AddedSums;
use crate::digest::scattered;
use crate::error::{Error, Result};
use crate::focus::row::RowKey;
use crate::groups::too_many;
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
    /// The parts of keys, by the keys' numbers; and whether an amount was long.
    #[cfg(feature = "parts")]
    for_part: part::ForPart,
    /// Charge periods by the numbers they got.
    periods: BTreeMap<Period, u32>,
    current: Current,
    /// The last row of each key, with the number of its charge period.
    last_rows: Vec<(u32, u32)>,
    /// Rows by the numbers of period and key: so many of them, the others where they are asked for.
    places: Pairs,
    placed: usize,
    /// The numbers of the rows, and what is added up.
    rows: Vec<u64>,
    sums: Vec<AddedSums>,
    limit: usize,
}

/// The charge period of the last line item: the next one is mostly in it too.
#[derive(Debug, Default)]
struct Current {
    period: Option<Period>,
    number: u32,
    /// Whether all of its rows came one after the other, and are the last of their keys.
    is_fresh: bool,
}

/// All rows that were added up.
#[derive(Debug)]
pub(super) struct TakenRows {
    periods: Vec<Period>,
    /// In the order in which their rows stand.
    pub(super) keys: Vec<Rc<RowKey>>,
    /// The places of period and key as one number, and of the sums: those are large to sort.
    order: Vec<(u64, u32)>,
    sums: Vec<AddedSums>,
}

/// A row that is added up, with the place of its key.
pub(super) struct AddedRow<'a> {
    pub(super) period: Period,
    pub(super) key: usize,
    pub(super) sums: &'a AddedSums,
}

impl AddedRows {
    /// No row yet, and at most `limit` of them.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            solds: Kept::by(PartOfKey::Sold),
            askeds: Kept::by(PartOfKey::Asked),
            keys: Vec::new(),
            numbers: Pairs::default(),
            #[cfg(feature = "parts")]
            for_part: part::ForPart::default(),
            periods: BTreeMap::new(),
            current: Current::default(),
            last_rows: Vec::new(),
            places: Pairs::default(),
            placed: 0,
            rows: Vec::new(),
            sums: Vec::new(),
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
    pub(super) fn add(&mut self, key: KeyNumbers, period: Period, sums: AddedSums) -> Result<()> {
        #[cfg(feature = "parts")]
        self.for_part.note(&sums);
        let key = self.key(key).ok_or_else(lost_key)?;
        self.turn_to(period);
        if let Some(place) = self.place(key)
            && let Some(row) = self.sums.get_mut(place as usize)
        {
            return row.add(&sums);
        }
        if self.rows.len() == self.limit {
            return Err(too_many(self.limit));
        }
        if let Some(last) = self.last_rows.get_mut(key as usize) {
            *last = (self.current.number, self.rows.len() as u32);
        }
        self.rows.push(two(self.current.number, key));
        self.sums.push(sums);
        Ok(())
    }

    /// The place of the row with that key in the current charge period.
    fn place(&mut self, key: u32) -> Option<u32> {
        let last = self.last_rows.get_mut(key as usize)?;
        let (period, place) = *last;
        if period == self.current.number {
            return Some(place);
        }
        if self.current.is_fresh {
            return None;
        }
        // Only who comes back to a charge period asks for rows that are not the last of their keys.
        for (number, place) in self.rows.iter().zip(0..).skip(self.placed) {
            self.places.insert(scattered(*number), place);
        }
        self.placed = self.rows.len();
        let place = self.places.get(scattered(two(self.current.number, key)))? as u32;
        *last = (self.current.number, place);
        Some(place)
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
        #[cfg(feature = "parts")]
        self.for_part.keys.push((parts.sold, parts.asked));
        self.last_rows.push((NONE, 0));
        self.numbers.insert(both, number.into());
        Some(number)
    }

    fn turn_to(&mut self, period: Period) {
        if self.current.period == Some(period) {
            return;
        }
        let next = self.periods.len() as u32;
        let number = *self.periods.entry(period).or_insert(next);
        self.current = Current { period: Some(period), number, is_fresh: number == next };
    }

    /// Takes the rows out.
    pub(super) fn take(&mut self) -> TakenRows {
        let taken = std::mem::replace(self, Self::new(self.limit));
        let periods = Ranks::of(taken.periods.into_iter().collect());
        let mut keys: Vec<(Rc<RowKey>, u32)> = taken.keys.into_iter().zip(0..).collect();
        keys.sort_unstable();
        let keys = Ranks::of(keys);
        let sorted_number =
            |number: u64| two(periods.rank(number >> 32), keys.rank(number & u64::from(u32::MAX)));
        let numbers = taken.rows.iter().map(|number| sorted_number(*number));
        let mut order: Vec<(u64, u32)> = numbers.zip(0..).collect();
        order.sort_unstable();
        TakenRows { periods: periods.sorted, keys: keys.sorted, order, sums: taken.sums }
    }
}

impl TakenRows {
    /// Each row, in the order of charge periods and then of keys.
    pub(super) fn each(&self) -> impl Iterator<Item = Option<AddedRow<'_>>> {
        self.order.iter().map(|(number, place)| {
            let period = *self.periods.get((number >> 32) as usize)?;
            let sums = self.sums.get(*place as usize)?;
            Some(AddedRow { period, key: *number as u32 as usize, sums })
        })
    }
}

fn lost_key() -> Error {
    Error::lost("a key")
}

/// The number of no charge period.
const NONE: u32 = u32::MAX;

/// Two numbers as one.
fn two(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
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

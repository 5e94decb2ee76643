//! The grain `timeframe`: line items of a charge period that agree in their key become one row,
//! whatever order they came in.

#[cfg(feature = "parts")]
pub(super) mod part;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::kept::{Kept, KeyNumbers, PartOfKey};
use super::short_sums::AddedSums;
use crate::digest::scattered;
use crate::error::Result;
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
    keys: Vec<KeyNumbers>,
    numbers: Pairs,
    /// Whether sums might come near the range of decimals.
    #[cfg(feature = "parts")]
    has_long: bool,
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
    keys: Vec<KeyNumbers>,
    /// A key with each part, by the numbers of the parts.
    pub(super) solds: Vec<Rc<RowKey>>,
    pub(super) askeds: Vec<Rc<RowKey>>,
    /// The places of period, key and sums as one number each: sums are large to sort.
    order: Vec<u128>,
    sums: Vec<AddedSums>,
}

/// A row that is added up, with the numbers of its key.
pub(super) struct AddedRow<'a> {
    pub(super) period: Period,
    pub(super) key: KeyNumbers,
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
            has_long: false,
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
        {
            self.has_long |= !sums.are_roomy();
        }
        let key = self.key(key);
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

    /// The number of a key.
    fn key(&mut self, parts: KeyNumbers) -> u32 {
        let both = scattered(two(parts.sold, parts.asked));
        if let Some(number) = self.numbers.get(both) {
            return number as u32;
        }
        let number = self.keys.len() as u32;
        self.keys.push(parts);
        self.last_rows.push((NONE, 0));
        self.numbers.insert(both, number.into());
        number
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
        let (solds, askeds): (Vec<_>, Vec<_>) =
            (taken.solds.keys().cloned().collect(), taken.askeds.keys().cloned().collect());
        let keys = sorted_keys(&taken.keys, &solds, &askeds);
        let sorted_number =
            |number: u64| two(periods.rank(number >> 32), keys.rank(number & u64::from(u32::MAX)));
        let numbers = taken.rows.iter().map(|number| u128::from(sorted_number(*number)));
        let mut order: Vec<u128> =
            numbers.zip(0u32..).map(|(both, sums)| both << 32 | u128::from(sums)).collect();
        order.sort_unstable();
        let (periods, keys) = (periods.sorted, keys.sorted);
        TakenRows { periods, keys, solds, askeds, order, sums: taken.sums }
    }
}

/// Keys in the order of their rows. There are few that were sold, or that asked: what they are is
/// compared only among themselves.
fn sorted_keys(
    keys: &[KeyNumbers],
    solds: &[Rc<RowKey>],
    askeds: &[Rc<RowKey>],
) -> Ranks<KeyNumbers> {
    let before = ranks_by(solds, &RowKey::cmp_before_who);
    let who = ranks_by(askeds, &RowKey::cmp_who);
    let behind = ranks_by(solds, &RowKey::cmp_behind_who);
    let rank = |ranks: &[u32], number: u32| ranks.get(number as usize).copied().unwrap_or_default();
    let place = |KeyNumbers { sold, asked }: &KeyNumbers| {
        let first = two(rank(&before, *sold), rank(&who, *asked));
        u128::from(first) << 64 | u128::from(rank(&behind, *sold)) << 32
    };
    let mut sorted: Vec<u128> = keys
        .iter()
        .map(place)
        .zip(0u32..)
        .map(|(place, number)| place | u128::from(number))
        .collect();
    sorted.sort_unstable();
    let numbers = sorted.into_iter().map(|place| place as u32);
    Ranks::of(numbers.filter_map(|number| Some((*keys.get(number as usize)?, number))).collect())
}

/// The place of each in that order: one place for all that are the same in it.
fn ranks_by(keys: &[Rc<RowKey>], order: &dyn Fn(&RowKey, &RowKey) -> Ordering) -> Vec<u32> {
    let mut sorted: Vec<(&RowKey, usize)> = keys.iter().map(|key| &**key).zip(0..).collect();
    sorted.sort_unstable_by(|(one, _), (other, _)| order(one, other));
    let mut ranks = vec![0; keys.len()];
    let same = sorted.chunk_by(|(one, _), (other, _)| order(one, other).is_eq());
    for (rank, same) in (0..).zip(same) {
        for (_, number) in same {
            if let Some(place) = ranks.get_mut(*number) {
                *place = rank;
            }
        }
    }
    ranks
}

impl TakenRows {
    /// Each row, in the order of charge periods and then of keys.
    pub(super) fn each(&self) -> impl Iterator<Item = Option<AddedRow<'_>>> {
        self.order.iter().map(|places| {
            let period = *self.periods.get((places >> 64) as usize)?;
            let key = *self.keys.get((places >> 32) as u32 as usize)?;
            let sums = self.sums.get(*places as u32 as usize)?;
            Some(AddedRow { period, key, sums })
        })
    }

    /// A key, put together of its parts.
    pub(super) fn key(&self, KeyNumbers { sold, asked }: KeyNumbers) -> Option<Rc<RowKey>> {
        let (sold, asked) = self.solds.get(sold as usize).zip(self.askeds.get(asked as usize))?;
        Some(Rc::new(RowKey::put_together(sold, asked)))
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decimal::Decimal;
    use crate::fixed_seed::cases;
    use crate::focus::service::Service;

    /// A key of which each field is told by a number, in their order: keys differ in any of them.
    fn key(told: &[u8; 21]) -> Rc<RowKey> {
        let mut fields = told.iter().copied();
        let mut next = || fields.next().unwrap_or_default();
        let text = |number: u8| number.to_string();
        let some = |number: u8| (number > 0).then(|| number.to_string());
        let amount = |number: u8| if number > 0 { Decimal::hundred() } else { Decimal::ZERO };
        Rc::new(RowKey {
            sku_id: text(next()),
            sku_price_id: text(next()),
            fal_unit: some(next()),
            list_unit_price: amount(next()),
            contracted_unit_price: amount(next()),
            percent_discount: Some(amount(next())),
            billing_currency: text(next()),
            sub_account_id: some(next()),
            api_key_id: some(next()),
            auth_method: some(next()),
            login_username: some(next()),
            tags: some(next()),
            price_derived: next() > 0,
            product_name: some(next()),
            app: some(next()),
            environment: some(next()),
            machine_type: some(next()),
            is_surge: Some(next() > 0),
            service: if next() > 0 { Service::Compute } else { Service::ModelApis },
            pricing_unit: text(next()),
            sku_meter: text(next()),
        })
    }

    proptest! {
        #![proptest_config(cases(256))]

        /// Each key differs from one of two in a field or two.
        #[test]
        fn keys_are_sorted_by_their_parts_as_they_are_by_all(
            changes in prop::collection::vec((0u8..2, 0usize..21, 0usize..21), 1..60),
        ) {
            let told = changes.into_iter().map(|(common, one, other)| {
                let mut told = [common; 21];
                for place in [one, other] {
                    if let Some(field) = told.get_mut(place) {
                        *field ^= 1;
                    }
                }
                told
            });
            let mut expected: Vec<_> = told.map(|told| key(&told)).collect();
            let mut rows = AddedRows::new(1000);
            for key in &expected {
                let numbers = rows.numbers(key);
                rows.key(numbers);
            }
            let taken = rows.take();
            let sorted: Vec<_> = taken.keys.iter().filter_map(|key| taken.key(*key)).collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(sorted, expected);
        }
    }
}

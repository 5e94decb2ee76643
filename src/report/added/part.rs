//! The rows of some of the files, on their way to those of all.

use std::rc::Rc;

use super::AddedRows;
use crate::error::{Error, Result};
use crate::focus::row::{RowKey, RowSums};
use crate::report::kept::KeyNumbers;
use crate::report::short_sums::AddedSums;
use crate::timeframe::Period;
use crate::wire::wire_fields;

/// Rows, with the parts of their keys each once.
#[derive(Debug)]
pub(in crate::report) struct PartRows {
    solds: Vec<Rc<RowKey>>,
    askeds: Vec<Rc<RowKey>>,
    keys: Vec<(u32, u32)>,
    periods: Vec<Period>,
    rows: Vec<u64>,
    sums: Vec<RowSums>,
    has_long: bool,
}

wire_fields!(PartRows { solds, askeds, keys, periods, rows, sums, has_long });

impl AddedRows {
    /// Takes the rows out.
    pub(in crate::report) fn take_part(&mut self) -> PartRows {
        let taken = std::mem::replace(self, Self::new(self.limit));
        let mut periods: Vec<(u32, Period)> =
            taken.periods.into_iter().map(|(period, number)| (number, period)).collect();
        periods.sort_unstable_by_key(|(number, _)| *number);
        PartRows {
            solds: taken.solds.keys().cloned().collect(),
            askeds: taken.askeds.keys().cloned().collect(),
            keys: taken.keys.iter().map(|key| (key.sold, key.asked)).collect(),
            periods: periods.into_iter().map(|(_, period)| period).collect(),
            rows: taken.rows,
            sums: taken.sums.iter().map(AddedSums::wide).collect(),
            has_long: taken.has_long,
        }
    }

    /// Whether there is room, and no sum can lead out of the range of decimals.
    pub(in crate::report) fn accept(&self, part: &PartRows) -> bool {
        let has_room = self.rows.len().saturating_add(part.rows.len()) <= self.limit;
        has_room && !self.has_long && !part.has_long
    }

    pub(in crate::report) fn add_part(&mut self, part: PartRows) -> Result<()> {
        let numbers = |kept: &mut super::Kept<()>, keys: &[Rc<RowKey>]| -> Vec<u32> {
            let number = |key: &Rc<RowKey>| kept.number(key).unwrap_or_else(|| kept.add(key, ()));
            keys.iter().map(number).collect()
        };
        let solds = numbers(&mut self.solds, &part.solds);
        let askeds = numbers(&mut self.askeds, &part.askeds);
        let key_of = |number: u64| {
            let (sold, asked) = *part.keys.get(number as u32 as usize)?;
            let (sold, asked) = (*solds.get(sold as usize)?, *askeds.get(asked as usize)?);
            Some(KeyNumbers { sold, asked })
        };
        for (number, sums) in part.rows.iter().zip(&part.sums) {
            let period = part.periods.get((number >> 32) as usize);
            let (key, period) = key_of(*number).zip(period).ok_or_else(|| Error::lost("a key"))?;
            self.add(key, *period, AddedSums::of(sums))?;
        }
        Ok(())
    }
}

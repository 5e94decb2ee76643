//! What some rows cost, by period.

use crate::counting::Counting;
use crate::decimal::{Decimal, Fixed};

/// Where a period stands among those of its currency.
pub(super) type PeriodPlace = usize;

/// Rows that were added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Amounts {
    pub(super) rows: u64,
    /// Sorted by the period.
    by_period: Vec<(PeriodPlace, Fixed)>,
}

impl Amounts {
    /// Adds a row, and says whether it is the first of its period.
    pub(super) fn add(&mut self, period: PeriodPlace, cost: Fixed) -> bool {
        self.rows.count_one();
        self.add_to(period, cost)
    }

    /// Adds all rows of others.
    pub(super) fn add_all(&mut self, others: &Self) {
        self.rows.count_more(others.rows);
        for (period, cost) in &others.by_period {
            self.add_to(*period, *cost);
        }
    }

    fn add_to(&mut self, period: PeriodPlace, cost: Fixed) -> bool {
        // Rows mostly come in the order of time.
        if let Some((last, amount)) = self.by_period.last_mut()
            && *last == period
        {
            *amount = amount.plus(cost);
            return false;
        }
        match self.by_period.binary_search_by_key(&period, |(period, _)| *period) {
            Ok(place) => {
                if let Some((_, amount)) = self.by_period.get_mut(place) {
                    *amount = amount.plus(cost);
                }
                false
            }
            Err(place) => {
                self.by_period.insert(place, (period, cost));
                true
            }
        }
    }

    /// Puts each period's amount where that period went.
    pub(super) fn move_periods(&mut self, places: &[PeriodPlace]) {
        for (period, cost) in std::mem::take(&mut self.by_period) {
            self.add_to(places.get(period).copied().unwrap_or(period), cost);
        }
    }

    /// How many periods have rows.
    pub(super) fn periods(&self) -> usize {
        self.by_period.len()
    }

    /// What they cost together.
    pub(super) fn total(&self) -> Decimal {
        let amounts = self.by_period.iter().map(|(_, amount)| *amount);
        value(amounts.fold(Fixed::default(), Fixed::plus))
    }

    /// What each period costs, in the order of those places.
    pub(super) fn in_order(&self, places: &[PeriodPlace]) -> Vec<Decimal> {
        let amount = |place: &PeriodPlace| {
            let found = self.by_period.binary_search_by_key(place, |(period, _)| *period).ok()?;
            self.by_period.get(found).map(|(_, amount)| value(*amount))
        };
        places.iter().map(|place| amount(place).unwrap_or_default()).collect()
    }
}

/// A file would need 10^10 rows for a sum beyond the range of decimals.
fn value(amount: Fixed) -> Decimal {
    amount.value().unwrap_or_default()
}

//! What some rows cost, by period.

use crate::decimal::Decimal;

/// Where a period stands among those of its currency.
pub(super) type PeriodPlace = usize;

/// Rows that were added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Amounts {
    pub(super) rows: u64,
    pub(super) total: Decimal,
    /// Sorted by the period.
    by_period: Vec<(PeriodPlace, Decimal)>,
}

impl Amounts {
    /// Adds a row, and says whether it is the first of its period.
    pub(super) fn add(&mut self, period: PeriodPlace, cost: Decimal) -> bool {
        self.rows += 1;
        self.total = sum(self.total, cost);
        self.add_to(period, cost)
    }

    /// Adds all rows of others.
    pub(super) fn add_all(&mut self, others: &Self) {
        self.rows += others.rows;
        self.total = sum(self.total, others.total);
        for (period, cost) in &others.by_period {
            self.add_to(*period, *cost);
        }
    }

    fn add_to(&mut self, period: PeriodPlace, cost: Decimal) -> bool {
        // Rows mostly come in the order of time.
        let place = match self.by_period.last() {
            Some((last, _)) if *last == period => Ok(self.by_period.len() - 1),
            _ => self.by_period.binary_search_by_key(&period, |(period, _)| *period),
        };
        match place {
            Ok(place) => {
                if let Some((_, amount)) = self.by_period.get_mut(place) {
                    *amount = sum(*amount, cost);
                }
            }
            Err(place) => self.by_period.insert(place, (period, cost)),
        }
        place.is_err()
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

    /// What each period costs, in the order of those places.
    pub(super) fn in_order(&self, places: &[PeriodPlace]) -> Vec<Decimal> {
        let amount = |place: &PeriodPlace| {
            let found = self.by_period.binary_search_by_key(place, |(period, _)| *period).ok()?;
            self.by_period.get(found).map(|(_, amount)| *amount)
        };
        places.iter().map(|place| amount(place).unwrap_or_default()).collect()
    }
}

/// The exact sum: costs are so short (see `columns`) that no sum of them leaves the range of decimals.
fn sum(a: Decimal, b: Decimal) -> Decimal {
    a.checked_add(b).unwrap_or(a)
}

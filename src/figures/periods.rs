//! The charge periods of a currency: as the file has them, or longer ones where these are too many.

use std::collections::BTreeMap;

use super::amounts::PeriodPlace;
use crate::timeframe::{Period, Timeframe};
use crate::timezone::Utc;
use time::Duration;

/// Periods of a currency. Where there would be more, they become hours, days, weeks, months (UTC).
pub const MOST_PERIODS: usize = 400;

/// The periods so far, and where each stands.
#[derive(Debug, Default)]
pub(super) struct Periods {
    places: BTreeMap<Period, PeriodPlace>,
    /// How long they were made.
    coarsened: Option<Timeframe>,
    /// The cells of the row before, and where its period stands.
    last: (Vec<u8>, Vec<u8>, PeriodPlace),
}

impl Periods {
    /// The place of the row before, where this one has the same cells.
    pub(super) fn same(&self, (start, end): (&[u8], &[u8])) -> Option<PeriodPlace> {
        let (last_start, last_end, place) = &self.last;
        (start == last_start && end == last_end && !start.is_empty()).then_some(*place)
    }

    pub(super) fn remember(&mut self, (start, end): (&[u8], &[u8]), place: PeriodPlace) {
        let (last_start, last_end, last_place) = &mut self.last;
        start.clone_into(last_start);
        end.clone_into(last_end);
        *last_place = place;
    }

    /// The place of a period; `None` where it would be one too many.
    pub(super) fn place(&mut self, period: Period) -> Option<PeriodPlace> {
        let period = self.coarsened.map_or(period, |unit| lengthened(period, unit));
        if let Some(place) = self.places.get(&period) {
            return Some(*place);
        }
        let place = self.places.len();
        if place >= MOST_PERIODS {
            return None;
        }
        self.places.insert(period, place);
        Some(place)
    }

    /// What they would be made next.
    fn next_unit(&self) -> Option<Timeframe> {
        let longer = |unit: &Timeframe| Some(*unit) > self.coarsened.max(Some(Timeframe::Minute));
        Timeframe::ALL.into_iter().find(longer)
    }

    pub(super) fn can_be_longer(&self) -> bool {
        self.next_unit().is_some()
    }

    /// Makes them longer, and says where each of them went.
    pub(super) fn lengthen(&mut self) -> Vec<PeriodPlace> {
        let before = std::mem::take(self);
        self.coarsened = before.next_unit();
        let mut went = vec![0; before.places.len()];
        for (period, was) in before.places {
            // Longer ones are never more: each has a place.
            if let (Some(to), Some(place)) = (went.get_mut(was), self.place(period)) {
                *to = place;
            }
        }
        went
    }

    pub(super) fn coarsened(&self) -> Option<&'static str> {
        self.coarsened.map(Timeframe::as_str)
    }

    /// Their places in the order of time, and what stands there.
    pub(super) fn in_order(&self) -> (Vec<PeriodPlace>, Vec<Period>) {
        self.places.iter().map(|(period, place)| (*place, *period)).unzip()
    }
}

/// The unit in which a period starts; of a period that is longer than the unit itself: a month's credit
/// is not one of its first hour.
fn lengthened(period: Period, unit: Timeframe) -> Period {
    // Where clocks go back, days and all that is longer have an hour more.
    let longest = match unit {
        Timeframe::Minute => Duration::MINUTE,
        Timeframe::Hour => Duration::HOUR,
        Timeframe::Day => Duration::hours(25),
        Timeframe::Week => Duration::hours(7 * 24 + 1),
        Timeframe::Month => Duration::hours(31 * 24 + 1),
    };
    match unit.period_at(period.start, &Utc) {
        Some(whole) if period.start.saturating_add(longest) >= period.end => whole,
        _ => period,
    }
}

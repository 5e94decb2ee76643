//! Weeks of usage that start on another day than Monday.

use time::{UtcDateTime, Weekday};

use super::Bucket;
use crate::counting::Counting;
use crate::datetime::local_at;
use crate::place::KeptPlace;
use crate::request::ReportWindow;
use crate::summary::{WarningCode, Warnings};
use crate::timeframe::Timeframe;

/// No day ever began later than this hour.
const LATEST_MIDNIGHT: u8 = 3;

/// So many different starts on one weekday look like weeks.
const ENOUGH: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Weeks {
    /// Whether the replies are said to be by week, or by something else.
    said: Option<bool>,
    /// The first different starts: two days a week apart may be chance.
    starts: Vec<UtcDateTime>,
    /// The weekday of the first, if it is a midnight.
    weekday: Option<Weekday>,
    /// Whether there are others, and whether all are first days of months.
    is_mixed: bool,
    is_monthly: bool,
    off_monday: u64,
    first_off: Option<KeptPlace>,
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(Weeks {
    said,
    starts,
    weekday,
    is_mixed,
    is_monthly,
    off_monday,
    first_off,
});

impl Weeks {
    /// The option `inputTimeframe` or a manifest tells; the first to tell is heard.
    pub(super) fn input_is(&mut self, timeframe: Timeframe) {
        self.said.get_or_insert(timeframe == Timeframe::Week);
    }

    pub(super) fn observe(&mut self, bucket: &Bucket<'_>, window: &ReportWindow) {
        if self.said == Some(false) || (self.said.is_none() && self.is_mixed) {
            return;
        }
        let Some(local) = local_at(bucket.start, bucket.zone_offset) else { return };
        let is_midnight = local.hour() <= LATEST_MIDNIGHT
            && Timeframe::Day.starts_at(bucket.start, window.boundary_zone());
        let weekday = is_midnight.then(|| local.weekday());
        let is_first = self.starts.is_empty();
        if self.starts.len() < ENOUGH && !self.starts.contains(&bucket.start) {
            self.starts.push(bucket.start);
        }
        if is_first {
            self.weekday = weekday;
        }
        self.is_mixed |= weekday.is_none() || weekday != self.weekday;
        self.is_monthly = (is_first || self.is_monthly) && local.day() == 1;
        if weekday != Some(Weekday::Monday) {
            self.off_monday.count_one();
            self.first_off.get_or_insert_with(|| bucket.place.kept());
        }
    }

    /// Takes out what was observed.
    #[cfg(feature = "parts")]
    pub(super) fn take_part(&mut self) -> Self {
        let fresh = Self { said: self.said, ..Self::default() };
        std::mem::replace(self, fresh)
    }

    /// What was observed behind it.
    #[cfg(feature = "parts")]
    pub(super) fn add_part(&mut self, part: Self) {
        if part.starts.is_empty() {
            return;
        }
        let is_first = self.starts.is_empty();
        if is_first {
            self.weekday = part.weekday;
        }
        self.is_mixed |= part.is_mixed || part.weekday != self.weekday;
        self.is_monthly = (is_first || self.is_monthly) && part.is_monthly;
        for start in part.starts {
            if self.starts.len() < ENOUGH && !self.starts.contains(&start) {
                self.starts.push(start);
            }
        }
        self.off_monday.count_more(part.off_monday);
        self.first_off = self.first_off.take().or(part.first_off);
    }

    pub(super) fn finish(&self, warnings: &mut Warnings) {
        let look_weekly = self.starts.len() == ENOUGH && !self.is_mixed && !self.is_monthly;
        let Some(place) = self.first_off.as_ref().filter(|_| self.said.unwrap_or(look_weekly))
        else {
            return;
        };
        warnings.count_many(WarningCode::WeekStartDiffers, place.as_place(), self.off_monday);
    }
}

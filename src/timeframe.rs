//! Timeframes and the periods they cut time into: calendar units in a zone, never fixed seconds.

use time::{Date, Duration, UtcDateTime};

use crate::counting::Counting;
use crate::datetime::add_months;
use crate::timezone::{TimeZone, first_instant_at, local_time, offset_change_between};

/// fal's `timeframe`: how long a charge period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timeframe {
    /// One local clock minute.
    Minute,
    /// One local clock hour on one side of an offset change.
    Hour,
    /// One local day, 23, 24, 25 or 23.5 hours long.
    Day,
    /// Seven local days from Monday.
    Week,
    /// One local calendar month.
    Month,
}

/// A stretch of time: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first instant of the period.
    pub start: UtcDateTime,
    /// The first instant after the period.
    pub end: UtcDateTime,
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(Period { start, end });

#[cfg(feature = "parts")]
crate::wire::wire_place!(Timeframe, Timeframe::ALL);

impl Period {
    /// Whether the two share any time.
    pub fn overlaps(self, other: Period) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `instant` lies in it.
    #[inline(always)]
    pub fn contains(self, instant: UtcDateTime) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Whether less time than that lies between its ends.
    pub fn is_shorter_than(self, length: Duration) -> bool {
        self.start.checked_add(length).is_none_or(|end| self.end < end)
    }

    /// Whether it reaches from one UTC month into another.
    pub fn crosses_month(self) -> bool {
        let last_second = self.end.checked_sub(Duration::SECOND).unwrap_or(self.start);
        let month = |instant: UtcDateTime| (instant.year(), instant.month());
        month(self.start) != month(last_second)
    }

    /// The part of the period that lies in `bounds`; the two must overlap.
    #[must_use]
    pub fn clipped_to(self, bounds: Period) -> Period {
        Period { start: self.start.max(bounds.start), end: self.end.min(bounds.end) }
    }
}

impl Timeframe {
    /// Every timeframe, from fine to coarse.
    pub const ALL: [Timeframe; 5] =
        [Timeframe::Minute, Timeframe::Hour, Timeframe::Day, Timeframe::Week, Timeframe::Month];

    /// fal's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Timeframe::Minute => "minute",
            Timeframe::Hour => "hour",
            Timeframe::Day => "day",
            Timeframe::Week => "week",
            Timeframe::Month => "month",
        }
    }

    /// The word with its article.
    pub(crate) const fn with_article(self) -> &'static str {
        match self {
            Timeframe::Minute => "a minute",
            Timeframe::Hour => "an hour",
            Timeframe::Day => "a day",
            Timeframe::Week => "a week",
            Timeframe::Month => "a month",
        }
    }

    /// The timeframe of fal's word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timeframe| timeframe.as_str() == name)
    }

    /// fal's choice where none is given, by the elapsed time of the requested range.
    pub fn detect(requested: Period) -> Self {
        match requested {
            short if short.is_shorter_than(Duration::hours(2)) => Timeframe::Minute,
            short if short.is_shorter_than(Duration::days(2)) => Timeframe::Hour,
            short if short.is_shorter_than(Duration::days(64)) => Timeframe::Day,
            long if long.is_shorter_than(Duration::days(183)) => Timeframe::Week,
            _ => Timeframe::Month,
        }
    }

    /// The period that holds `instant`: the one function that knows boundaries.
    ///
    /// `None` where the period would leave the calendar (years 0001 to 9999).
    pub fn period_at(self, instant: UtcDateTime, zone: &dyn TimeZone) -> Option<Period> {
        match self {
            Timeframe::Minute => clock_period(instant, Duration::MINUTE, zone),
            Timeframe::Hour => clock_period(instant, Duration::HOUR, zone),
            Timeframe::Day | Timeframe::Week | Timeframe::Month => {
                self.calendar_period(instant, zone)
            }
        }
    }

    /// Whether a period starts at `instant`.
    pub fn starts_at(self, instant: UtcDateTime, zone: &dyn TimeZone) -> bool {
        self.period_at(instant, zone).is_some_and(|period| period.start == instant)
    }

    /// How many periods overlap `range`.
    pub fn count_in(self, range: Period, zone: &dyn TimeZone) -> Option<u64> {
        let mut at = self.period_at(range.start, zone)?.end;
        let mut count = 1u64;
        while at < range.end {
            if let Some(stride) = self.stride_from(at, range.end, zone) {
                count.count_more(stride.periods);
                at = stride.end;
            } else {
                at = self.period_at(at, zone)?.end;
                count.count_one();
            }
        }
        Some(count)
    }

    /// Many periods at once, from a boundary to one with the same offset: whole days are regular
    /// then whatever clocks did in between, and hours where they did nothing.
    fn stride_from(self, at: UtcDateTime, end: UtcDateTime, zone: &dyn TimeZone) -> Option<Stride> {
        let (days, periods) = match self {
            Timeframe::Minute => (32, 32 * 24 * 60),
            Timeframe::Hour => (32, 32 * 24),
            Timeframe::Day => (32, 32),
            Timeframe::Week => (52 * 7, 52),
            Timeframe::Month => return None,
        };
        let next = at.checked_add(Duration::days(days))?;
        let offset = zone.offset_at(at);
        // Where clocks changed and changed back within eight days (Brazil, 2000), they did so by
        // whole hours, which leaves the count as it is.
        let steady = (8..=days).step_by(8).all(|day| {
            at.checked_add(Duration::days(day)).is_some_and(|then| zone.offset_at(then) == offset)
        });
        // A boundary that an offset change has made is off the clock's hour, or day.
        let regular = next <= end
            && zone.offset_at(next) == offset
            && (steady || self >= Timeframe::Day)
            && self.starts_at(next, zone);
        regular.then_some(Stride { periods, end: next })
    }

    fn calendar_period(self, instant: UtcDateTime, zone: &dyn TimeZone) -> Option<Period> {
        let starts_at = |first_day: Date| first_instant_at(first_day.midnight(), zone);
        let mut first_day = self.first_day(local_time(instant, zone)?.date())?;
        let mut start = starts_at(first_day)?;
        // Never after the instant: it is the first at which clocks show the date. Where they show
        // it again after the next date has begun, the next date's period goes on.
        loop {
            first_day = self.next_first_day(first_day)?;
            let end = starts_at(first_day)?;
            if end > instant {
                return Some(Period { start, end });
            }
            start = end;
        }
    }

    fn first_day(self, date: Date) -> Option<Date> {
        match self {
            Timeframe::Week => {
                let since_monday = i64::from(date.weekday().number_days_from_monday());
                date.checked_sub(Duration::days(since_monday))
            }
            Timeframe::Month => add_months(date, 0),
            _ => Some(date),
        }
    }

    fn next_first_day(self, first_day: Date) -> Option<Date> {
        match self {
            Timeframe::Week => first_day.checked_add(Duration::WEEK),
            Timeframe::Month => add_months(first_day, 1),
            _ => first_day.next_day(),
        }
    }
}

struct Stride {
    periods: u64,
    end: UtcDateTime,
}

/// A clock minute or hour, cut where the offset changes: the hour that repeats in autumn is two.
fn clock_period(instant: UtcDateTime, length: Duration, zone: &dyn TimeZone) -> Option<Period> {
    let offset = i64::from(zone.offset_at(instant).whole_seconds());
    let into_period =
        instant.unix_timestamp().checked_add(offset)?.rem_euclid(length.whole_seconds());
    let start = instant.checked_sub(Duration::seconds(into_period))?;
    let end = start.checked_add(length)?;
    Some(Period {
        start: offset_change_between(start, instant, zone).unwrap_or(start),
        end: offset_change_between(instant, end, zone).unwrap_or(end),
    })
}

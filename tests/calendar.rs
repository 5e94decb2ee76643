//! Periods tile time, in every zone of the IANA data: no instant is in two of them or in none.
//!
//! What a zone's clocks show comes from a list of its offset changes, taken from jiff directly, so
//! that the search for changes in `src/timezone.rs` is checked against it. Invented zones show what
//! no zone has done since 2000, and one may do tomorrow.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::collections::BTreeSet;
use std::fmt;

use fal_focus::datetime;
use fal_focus::options::ReportOptions;
use fal_focus::request::{RangeLimit, ReportRequest};
use fal_focus::timeframe::{Period, Timeframe};
use fal_focus::timezone::{TimeZone, native};
use jiff::Timestamp;
use jiff::civil::{self, Weekday};
use time::{UtcDateTime, UtcOffset};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// 2000-01-01 and 2038-01-01.
const YEARS: (i64, i64) = (946_684_800, 2_145_916_800);
/// 2031-01-01: changes are looked at up to here; later ones only repeat a rule.
const LAST_CHANGE: i64 = 1_924_992_000;

/// Zones in which something happens that a simpler calendar gets wrong.
const ODD_ZONES: [&str; 16] = [
    "UTC",
    "Africa/Cairo",        // no midnight in spring, after a rule changed
    "Africa/Casablanca",   // back for Ramadan, which moves through the year
    "America/Asuncion",    // no midnight in spring
    "America/Caracas",     // half an hour, twice for good
    "America/Havana",      // midnight twice in autumn
    "America/New_York",    //
    "America/St_Johns",    // at 00:01 until 2011
    "Antarctica/Casey",    // three hours, at odd times of the year
    "Antarctica/Troll",    // two hours
    "Asia/Kathmandu",      // +05:45
    "Asia/Pyongyang",      // half an hour for three years
    "Australia/Lord_Howe", // half an hour
    "Europe/Dublin",       // winter is the exception, in the data
    "Pacific/Apia",        // skipped a day
    "Pacific/Chatham",     // +12:45, at 02:45
];

#[test]
fn periods_tile_time_in_a_sample_of_zones() {
    let mut dice = Dice(1);
    let every_20th = zone_names().into_iter().step_by(20);
    for name in ODD_ZONES.map(str::to_owned).into_iter().chain(every_20th) {
        let zone = Zone::load(&name);
        for timeframe in Timeframe::ALL {
            Case::random(&zone, timeframe, &mut dice).check(&mut dice);
            let changes = zone.changes_to_check();
            if !changes.is_empty() {
                for _ in 0..3 {
                    let change = changes[dice.below(changes.len() as i64) as usize];
                    Case::around(change, &zone, timeframe, &mut dice).check(&mut dice);
                    Case::whole_days_after(change, &zone, timeframe, &mut dice).check(&mut dice);
                }
            }
        }
    }
}

/// The days that make the calendar odd, whatever the dice say.
#[test]
fn periods_tile_time_around_the_oddest_changes() {
    let mut dice = Dice(2);
    for name in ODD_ZONES {
        let zone = Zone::load(name);
        for timeframe in [Timeframe::Hour, Timeframe::Day] {
            for &change in zone.changes_to_check() {
                let (start, end) = (change - dice.below(DAY), change + 1 + dice.below(DAY));
                Case { zone: &zone, timeframe, start, end }.check(&mut dice);
                if dice.below(4) == 0 {
                    Case::whole_days_after(change, &zone, timeframe, &mut dice).check(&mut dice);
                }
            }
        }
    }
}

#[test]
fn periods_tile_time_in_invented_zones() {
    let mut dice = Dice(4);
    for _ in 0..60 {
        let zone = Zone::invent(&mut dice);
        for timeframe in Timeframe::ALL {
            let changes = zone.changes_to_check();
            let change = changes[dice.below(changes.len() as i64) as usize];
            Case::around(change, &zone, timeframe, &mut dice).check(&mut dice);
            Case::whole_days_after(change, &zone, timeframe, &mut dice).check(&mut dice);
        }
    }
}

/// Counting takes many days at a step: with a change inside the step, before it and at its end.
#[test]
fn counting_in_steps_is_counting_one_by_one() {
    let mut dice = Dice(5);
    let mut zones: Vec<Zone> = ODD_ZONES.iter().map(|name| Zone::load(name)).collect();
    zones.extend((0..16).map(|_| Zone::invent(&mut dice)));
    for (number, zone) in zones.iter().enumerate() {
        for (nth, change) in zone.changes_to_check().iter().rev().step_by(8).enumerate() {
            Case::longer_than_a_step(*change, zone, Timeframe::Hour, &mut dice).check_count();
            // Forty times as many, so only a few.
            if nth == 0 && number % 4 == 2 {
                Case::longer_than_a_step(*change, zone, Timeframe::Minute, &mut dice).check_count();
            }
        }
    }
}

#[test]
#[ignore = "slow: cargo test --release -- --ignored"]
fn periods_tile_time_in_every_zone_around_every_change() {
    let mut dice = Dice(3);
    let mut known = BTreeSet::new();
    for name in zone_names() {
        let zone = Zone::load(&name);
        // Many names are of one and the same zone.
        if !known.insert(zone.clocks.clone()) {
            continue;
        }
        for timeframe in Timeframe::ALL {
            for _ in 0..10 {
                Case::random(&zone, timeframe, &mut dice).check(&mut dice);
            }
            for &change in zone.changes_to_check() {
                Case::around(change, &zone, timeframe, &mut dice).check(&mut dice);
                Case::whole_days_after(change, &zone, timeframe, &mut dice).check(&mut dice);
            }
        }
        for (nth, &change) in zone.changes_to_check().iter().enumerate() {
            Case::longer_than_a_step(change, &zone, Timeframe::Hour, &mut dice).check_count();
            if nth % 10 == 0 {
                Case::longer_than_a_step(change, &zone, Timeframe::Minute, &mut dice).check_count();
            }
        }
    }
}

fn zone_names() -> Vec<String> {
    let names: Vec<String> =
        jiff::tz::db().available().map(|name| name.to_string()).filter(is_a_zone).collect();
    assert!(names.len() > 400, "only {} zones are known", names.len());
    names
}

/// A placeholder in the data, which the product refuses on purpose.
fn is_a_zone(name: &String) -> bool {
    name != "Factory" && name != "Etc/Unknown"
}

/// When and to what the offset of a zone changes: all there is to know about its clocks.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Clocks {
    /// In seconds, before the first change.
    first_offset: i32,
    changes: Vec<i64>,
    offsets: Vec<i32>,
}

impl Clocks {
    fn of_jiff(zone: &jiff::tz::TimeZone) -> Self {
        // A little beyond the years of the ranges.
        let (first, last) = (YEARS.0 - 9 * 366 * DAY, YEARS.1 + 9 * 366 * DAY);
        let first_offset = zone.to_offset(timestamp(first)).seconds();
        let mut clocks = Self { first_offset, ..Self::default() };
        for change in zone.following(timestamp(first)) {
            let (second, offset) = (change.timestamp().as_second(), change.offset().seconds());
            if second >= last {
                break;
            }
            clocks.change(second, offset);
        }
        clocks
    }

    /// Some transitions only change the name of the time.
    fn change(&mut self, second: i64, offset: i32) {
        if offset != self.offsets.last().copied().unwrap_or(self.first_offset) {
            self.changes.push(second);
            self.offsets.push(offset);
        }
    }

    fn offset(&self, second: i64) -> i32 {
        match self.changes.partition_point(|change| *change <= second) {
            0 => self.first_offset,
            passed => self.offsets[passed - 1],
        }
    }
}

impl TimeZone for Clocks {
    fn offset_at(&self, instant: UtcDateTime) -> UtcOffset {
        UtcOffset::from_whole_seconds(self.offset(instant.unix_timestamp())).unwrap()
    }
}

/// A zone twice: as the product sees it, and as its list of changes tells it.
struct Zone {
    name: String,
    product: Box<dyn TimeZone>,
    clocks: Clocks,
    invented: bool,
}

impl Zone {
    fn load(name: &str) -> Self {
        let clocks = Clocks::of_jiff(&jiff::tz::db().get(name).unwrap());
        let product = native::find(name).unwrap_or_else(|| panic!("{name} is not found"));
        Self { name: name.to_owned(), product, clocks, invented: false }
    }

    /// Quarter hours, by which a zone moves up to three hours, half of the time around midnight;
    /// and often back again within weeks, as for a fast.
    fn invent(dice: &mut Dice) -> Self {
        let quarter = 900;
        let mut offset = quarter * (dice.below(80) as i32 - 40);
        let mut before = offset;
        let mut clocks = Clocks { first_offset: offset, ..Clocks::default() };
        let mut day = YEARS.0 / DAY;
        while day * DAY < YEARS.1 {
            let is_return = dice.below(3) == 0;
            day += if is_return { 9 + dice.below(20) } else { 20 + dice.below(300) };
            let minute = match dice.below(2) {
                0 => dice.below(180) - 90,
                _ => dice.below(24 * 60),
            };
            // The time of the change is one of the clock before it.
            let second = day * DAY + minute * 60 - i64::from(offset);
            let moved = (offset + quarter * (dice.below(25) as i32 - 12)).clamp(-43_200, 43_200);
            (before, offset) = (offset, if is_return { before } else { moved });
            clocks.change(second, offset);
        }
        let product = Box::new(clocks.clone());
        Self { name: "Invented/Zone".to_owned(), product, clocks, invented: true }
    }

    /// As a request finds it.
    fn find(&self, name: &str) -> Option<Box<dyn TimeZone>> {
        if self.invented { Some(Box::new(self.clocks.clone())) } else { native::find(name) }
    }

    fn changes_to_check(&self) -> &[i64] {
        self.changes_between(YEARS.0, LAST_CHANGE)
    }

    /// The changes after `from` and before `to`.
    fn changes_between(&self, from: i64, to: i64) -> &[i64] {
        let changes = &self.clocks.changes;
        let first = changes.partition_point(|change| *change <= from);
        let last = changes.partition_point(|change| *change < to);
        changes.get(first..last).unwrap_or_default()
    }

    fn is_change(&self, second: i64) -> bool {
        self.clocks.changes.binary_search(&second).is_ok()
    }

    fn local(&self, second: i64) -> civil::DateTime {
        let shown = second + i64::from(self.clocks.offset(second));
        jiff::tz::Offset::UTC.to_datetime(timestamp(shown))
    }
}

/// One requested range.
struct Case<'z> {
    zone: &'z Zone,
    timeframe: Timeframe,
    start: i64,
    end: i64,
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zone, timeframe) = (&self.zone.name, self.timeframe.as_str());
        write!(f, "{zone}, {timeframe}, {} to {}", text(self.start), text(self.end))
    }
}

impl<'z> Case<'z> {
    fn random(zone: &'z Zone, timeframe: Timeframe, dice: &mut Dice) -> Self {
        let start = YEARS.0 + dice.below(YEARS.1 - YEARS.0);
        Self { zone, timeframe, start, end: start + 1 + dice.below(longest(timeframe)) }
    }

    fn around(change: i64, zone: &'z Zone, timeframe: Timeframe, dice: &mut Dice) -> Self {
        let reach = longest(timeframe) / 2;
        let (start, end) = (change - dice.below(reach), change + 1 + dice.below(reach));
        Self { zone, timeframe, start, end }
    }

    /// Ends a number of whole days after a change, which is no boundary where the clock was moved
    /// by a part of the unit: counting in strides of days must not lose the rest.
    fn whole_days_after(
        change: i64,
        zone: &'z Zone,
        timeframe: Timeframe,
        dice: &mut Dice,
    ) -> Self {
        let days = match timeframe {
            Timeframe::Minute | Timeframe::Hour => 1,
            Timeframe::Day => 32,
            Timeframe::Week | Timeframe::Month => 52 * 7,
        };
        let (start, end) = (change - dice.below(DAY), change + days * DAY);
        Self { zone, timeframe, start, end }
    }

    fn longer_than_a_step(
        change: i64,
        zone: &'z Zone,
        timeframe: Timeframe,
        dice: &mut Dice,
    ) -> Self {
        let (start, end) = (change - dice.below(35 * DAY), change + (1 + dice.below(34)) * DAY);
        Self { zone, timeframe, start, end }
    }

    fn check_count(&self) {
        let (mut at, mut count) = (self.start, 0);
        while at < self.end {
            at = self.period_at(at).1;
            count += 1;
        }
        let range = Period { start: instant(self.start), end: instant(self.end) };
        let counted = self.timeframe.count_in(range, &*self.zone.product);
        assert_eq!(counted, Some(count), "{self}: count_in");
    }

    fn check(&self, dice: &mut Dice) {
        let window = self.window();
        let (start, end) = (window.start.unix_timestamp(), window.end.unix_timestamp());
        assert!(start <= self.start && self.end <= end, "{self}: {window:?} is too small");

        let mut at = start;
        let mut count = 0;
        while at < end {
            let period = self.period_at(at);
            assert_eq!(period.0, at, "{self}: periods overlap, or leave a gap");
            assert!(period.1 > at, "{self}: no time passes at {}", text(at));
            assert!(
                period.0 < self.end && self.start < period.1,
                "{self}: the window is too large"
            );
            for instant in self.instants_in(period, dice) {
                let same = self.period_at(instant);
                assert_eq!(same, period, "{self}: another period at {}", text(instant));
            }
            self.check_shape(period);
            at = period.1;
            count += 1;
        }
        assert_eq!(at, end, "{self}: the window ends inside a period");

        let zone = &*self.zone.product;
        assert_eq!(self.timeframe.count_in(window, zone), Some(count), "{self}: count_in");
        let requested = Period { start: instant(self.start), end: instant(self.end) };
        assert_eq!(self.timeframe.count_in(requested, zone), Some(count), "{self}: unaligned");
    }

    /// The window that the whole request gives.
    fn window(&self) -> Period {
        let request = ReportRequest {
            source: Some("estimate".into()),
            start: Some(text(self.start).into()),
            end: Some(text(self.end).into()),
            timezone: Some(self.zone.name.clone().into()),
            timeframe: Some(self.timeframe.as_str().into()),
            ..ReportRequest::default()
        };
        let mut options = ReportOptions::at(UtcDateTime::UNIX_EPOCH);
        options.range_limit = RangeLimit::None;
        let find = |name: &str| self.zone.find(name);
        let window = request.resolve(&options, &find);
        window.unwrap_or_else(|error| panic!("{self}: {error}")).period
    }

    fn period_at(&self, second: i64) -> (i64, i64) {
        let period = self.timeframe.period_at(instant(second), &*self.zone.product);
        let period = period.unwrap_or_else(|| panic!("{self}: no period at {}", text(second)));
        (period.start.unix_timestamp(), period.end.unix_timestamp())
    }

    /// Instants all over a period, and both sides of every change within.
    fn instants_in(&self, (start, end): (i64, i64), dice: &mut Dice) -> Vec<i64> {
        let mut instants = vec![(start + 1).min(end - 1), start + dice.below(end - start), end - 1];
        for change in self.zone.changes_between(start, end) {
            instants.extend([change - 1, *change]);
        }
        instants
    }

    fn check_shape(&self, (start, end): (i64, i64)) {
        let ends = [start, end];
        match self.timeframe {
            Timeframe::Minute => self.check_clock_period(start, end, 60),
            Timeframe::Hour => self.check_clock_period(start, end, HOUR),
            Timeframe::Day | Timeframe::Week | Timeframe::Month => {
                let [first, next] = ends.map(|boundary| self.first_day_at(boundary));
                let expected = match self.timeframe {
                    Timeframe::Day => first.tomorrow().unwrap(),
                    Timeframe::Week => first.saturating_add(jiff::Span::new().days(7)),
                    _ => first.last_of_month().tomorrow().unwrap(),
                };
                // Samoa's 30 December 2011 was no day.
                let skipped = next == expected.tomorrow().unwrap() && self.zone.is_change(end);
                assert!(next == expected || skipped, "{self}: {first} is followed by {next}");
            }
        }
    }

    /// A clock unit lies on one side of a change, and ends at the next full unit or at the change.
    fn check_clock_period(&self, start: i64, end: i64, unit: i64) {
        let span = format!("{self}: {} to {}", text(start), text(end));
        assert!(end - start <= unit, "{span} is too long");
        assert!(self.zone.changes_between(start, end).is_empty(), "{span} spans a change");
        for boundary in [start, end] {
            let local = self.zone.local(boundary);
            let into_unit = (i64::from(local.minute()) * 60 + i64::from(local.second())) % unit;
            assert!(into_unit == 0 || self.zone.is_change(boundary), "{span} is off the clock");
        }
    }

    /// The local date at a boundary of calendar units: it is the first of its unit, and no clock
    /// has shown it before.
    fn first_day_at(&self, boundary: i64) -> civil::Date {
        let date = self.zone.local(boundary).date();
        match self.timeframe {
            Timeframe::Week => assert_eq!(date.weekday(), Weekday::Monday, "{self}: {date}"),
            Timeframe::Month => assert_eq!(date.day(), 1, "{self}: {date}"),
            _ => {}
        }
        // Between changes clocks only go forward, so that the ends of these stretches are enough.
        let earlier = self.zone.changes_between(boundary - 3 * DAY, boundary);
        for stretch_end in earlier.iter().chain([&boundary]) {
            let shown = self.zone.local(stretch_end - 1);
            assert!(shown.date() < date, "{self}: clocks showed {shown} before {}", text(boundary));
        }
        date
    }
}

/// How long a range may be, so that walking it is quick.
fn longest(timeframe: Timeframe) -> i64 {
    match timeframe {
        Timeframe::Minute => 3 * HOUR,
        Timeframe::Hour => 4 * DAY,
        Timeframe::Day => 60 * DAY,
        Timeframe::Week => 400 * DAY,
        Timeframe::Month => 5 * 366 * DAY,
    }
}

/// SplitMix64: the same ranges on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as i64
    }
}

fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn instant(second: i64) -> UtcDateTime {
    UtcDateTime::from_unix_timestamp(second).unwrap()
}

fn text(second: i64) -> String {
    datetime::format(instant(second))
}

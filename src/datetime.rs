//! Text to `time`'s types and back: ISO 8601 in, the one form FOCUS accepts out.

use time::{Date, Month, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

/// What a date or date-time text says, before a time zone is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTimeText {
    /// With `Z` or an offset: an instant.
    Instant(UtcDateTime),
    /// A date, or a date-time without an offset: a local time, read in the request's zone.
    Local(PrimitiveDateTime),
}

/// Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with `Z`, `±HH:MM` or nothing behind.
///
/// The fraction is dropped. `None` for everything else: other forms, days that do not exist, leap
/// seconds, years beyond 9999.
pub fn parse(text: &str) -> Option<DateTimeText> {
    parse_with_offset(text).map(|(read, _)| read)
}

/// The same, with the offset that stands behind it.
pub fn parse_with_offset(text: &str) -> Option<(DateTimeText, Option<UtcOffset>)> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = parse_date(date)?;
    if rest.is_empty() {
        return Some((DateTimeText::Local(date.midnight()), None));
    }
    let clock_and_offset = rest.strip_prefix(['T', 't'])?;
    let (clock, offset) = split_offset(clock_and_offset)?;
    let local = PrimitiveDateTime::new(date, parse_clock(clock)?);
    let read = match offset {
        Some(offset) => DateTimeText::Instant(at_offset(local, offset)?),
        None => DateTimeText::Local(local),
    };
    Some((read, offset))
}

/// Reads `YYYY-MM`; years 0001 to 9999.
pub fn parse_month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    let year = digits(year, 4).filter(|year| *year > 0)?;
    first_of_month(i32::try_from(year).ok()?, parse_month_number(month)?)
}

/// `YYYY-MM-DDTHH:MM:SSZ` (FOCUS DateTimeFormat).
pub fn format(instant: UtcDateTime) -> String {
    let (hour, minute, second) = instant.as_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", format_date(instant.date()))
}

/// `YYYY-MM-DD`.
pub fn format_date(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

/// `YYYY-MM`.
pub fn format_month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), u8::from(date.month()))
}

/// `+05:30`; with seconds where an offset of earlier centuries has some.
pub fn format_offset(offset: UtcOffset) -> String {
    let (hours, minutes, seconds) = offset.as_hms();
    let sign = if offset.is_negative() { '-' } else { '+' };
    let text = format!("{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs());
    match seconds {
        0 => text,
        some => format!("{text}:{:02}", some.unsigned_abs()),
    }
}

/// The first day of the month `months` later than `date`'s.
pub fn add_months(date: Date, months: i32) -> Option<Date> {
    let since_january = i32::from(u8::from(date.month())).checked_sub(1)?.checked_add(months)?;
    let year = date.year().checked_add(since_january.div_euclid(12))?;
    let month = Month::January.nth_next(u8::try_from(since_january.rem_euclid(12)).ok()?);
    first_of_month(year, month)
}

/// The instant at which a clock `offset` ahead of UTC shows `local`.
pub fn at_offset(local: PrimitiveDateTime, offset: UtcOffset) -> Option<UtcDateTime> {
    let shown = local.as_utc().unix_timestamp();
    on_the_calendar(shown.checked_sub(offset.whole_seconds().into())?)
}

/// What a clock `offset` ahead of UTC shows at `instant`.
pub fn local_at(instant: UtcDateTime, offset: UtcOffset) -> Option<PrimitiveDateTime> {
    let shown = instant.unix_timestamp().checked_add(offset.whole_seconds().into())?;
    let shown = on_the_calendar(shown)?;
    Some(PrimitiveDateTime::new(shown.date(), shown.time()))
}

/// Years 0001 to 9999, which four digits can write.
fn on_the_calendar(epoch_seconds: i64) -> Option<UtcDateTime> {
    let instant = UtcDateTime::from_unix_timestamp(epoch_seconds).ok()?;
    (1..=9999).contains(&instant.year()).then_some(instant)
}

fn first_of_month(year: i32, month: Month) -> Option<Date> {
    let date = Date::from_calendar_date(year, month, 1).ok()?;
    (1..=9999).contains(&year).then_some(date)
}

fn parse_month_number(text: &str) -> Option<Month> {
    Month::try_from(two_digits(text)?).ok()
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
    let month = parse_month_number(parts.next()?)?;
    let day = two_digits(parts.next()?)?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, day).ok()
}

fn parse_clock(text: &str) -> Option<Time> {
    let (text, fraction) = match text.split_once('.') {
        Some((text, fraction)) => (text, Some(fraction)),
        None => (text, None),
    };
    let mut parts = text.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = parts.next();
    let fraction_is_sound = match fraction {
        Some(fraction) => second.is_some() && is_digits(fraction),
        None => true,
    };
    if parts.next().is_some() || !fraction_is_sound {
        return None;
    }
    Time::from_hms(hour, minute, second.map_or(Some(0), two_digits)?).ok()
}

/// Splits `10:00:00+05:30` into the clock and the offset; the outer `None` is a malformed offset.
fn split_offset(text: &str) -> Option<(&str, Option<UtcOffset>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(UtcOffset::UTC)));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at_checked(at)?;
    let (sign, offset) = offset.split_at_checked(1)?;
    let (hours, minutes) = offset.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let signed = |number: u8| match sign {
        "-" => 0i8.checked_sub_unsigned(number),
        _ => i8::try_from(number).ok(),
    };
    Some((clock, Some(UtcOffset::from_hms(signed(hours)?, signed(minutes)?, 0).ok()?)))
}

fn two_digits(text: &str) -> Option<u8> {
    u8::try_from(digits(text, 2)?).ok()
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && is_digits(text)).then(|| text.parse().ok())?
}

/// Whether it is one digit or more, and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

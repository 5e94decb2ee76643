//! The time-zone port: one trait, implemented by the host's zone data, and what is computed on it.

#[cfg(not(target_arch = "wasm32"))]
pub mod native;

use time::{Duration, PrimitiveDateTime, UtcDateTime, UtcOffset};

use crate::datetime::{at_offset, local_at};

/// A time zone: the only question the report has for the host's zone data.
pub trait TimeZone {
    /// How far local clocks are ahead of UTC at `instant`.
    fn offset_at(&self, instant: UtcDateTime) -> UtcOffset;
}

/// Looks a zone up by its IANA name in the host's data; `None` where there is no such zone.
pub type FindTimeZone<'a> = &'a dyn Fn(&str) -> Option<Box<dyn TimeZone>>;

/// UTC, which needs no zone data.
#[derive(Debug, Clone, Copy)]
pub struct Utc;

impl TimeZone for Utc {
    fn offset_at(&self, _: UtcDateTime) -> UtcOffset {
        UtcOffset::UTC
    }
}

/// Finds the zone of a request; `UTC` is always there.
pub fn find(name: &str, host: FindTimeZone<'_>) -> Option<Box<dyn TimeZone>> {
    if name == "UTC" {
        return Some(Box::new(Utc));
    }
    is_zone_name(name).then(|| host(name))?
}

/// Whether a text has the form of an IANA name. Hosts also know offsets (`+05:30`) and
/// placeholders, which are no zones to report in.
fn is_zone_name(name: &str) -> bool {
    let of_the_form = name.split('/').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    });
    let refused = NO_ZONES.iter().any(|other| name.eq_ignore_ascii_case(other));
    of_the_form && !refused && !name.to_ascii_lowercase().starts_with("systemv/")
}

/// What some hosts' data names beside the IANA zones: placeholders, and abbreviations of which
/// nobody can know what is meant (BST is Dhaka's there, not London's).
#[rustfmt::skip]
const NO_ZONES: [&str; 32] = [
    "Factory", "Etc/Unknown", "localtime", "posixrules", "leapseconds",
    "US/Pacific-New", "Canada/East-Saskatchewan",
    "ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT", "CST", "CTT", "EAT", "ECT",
    "IET", "IST", "JST", "MIT", "NET", "NST", "PLT", "PNT", "PRT", "PST", "SST", "VST",
];

/// The instant of a local time, as Temporal's "compatible": in an overlap the earlier one, in a
/// gap the one that is as far behind the gap's start as the local time is.
pub fn instant_of(local: PrimitiveDateTime, zone: &dyn TimeZone) -> Option<UtcDateTime> {
    let change = OffsetChange::around(local, zone)?;
    let before = at_offset(local, change.offset_before)?;
    let after = at_offset(local, change.offset_after)?;
    let Some(at) = change.at else {
        return Some(before);
    };
    Some(if before < at || after < at { before } else { after })
}

/// The first instant at which local clocks show `local` or later: the boundary of a local day,
/// also of one that has no midnight, or two.
pub fn first_instant_at(local: PrimitiveDateTime, zone: &dyn TimeZone) -> Option<UtcDateTime> {
    let change = OffsetChange::around(local, zone)?;
    let before = at_offset(local, change.offset_before)?;
    let Some(at) = change.at else {
        return Some(before);
    };
    if before < at {
        return Some(before);
    }
    Some(at.max(at_offset(local, change.offset_after)?))
}

/// The first instant after `from` and not after `to` at which the offset differs from the one at
/// `from`, where it differs at `to`.
pub fn offset_change_between(
    from: UtcDateTime,
    to: UtcDateTime,
    zone: &dyn TimeZone,
) -> Option<UtcDateTime> {
    let offset = zone.offset_at(from);
    if zone.offset_at(to) == offset {
        return None;
    }
    first_instant_off(offset, from, to, zone)
}

/// Halves the way from an instant with `offset` to one with another until they are a second apart.
fn first_instant_off(
    offset: UtcOffset,
    from: UtcDateTime,
    to: UtcDateTime,
    zone: &dyn TimeZone,
) -> Option<UtcDateTime> {
    let (mut same, mut changed) = (from.unix_timestamp(), to.unix_timestamp());
    while changed.saturating_sub(same) > 1 {
        let middle = UtcDateTime::from_unix_timestamp(same.midpoint(changed)).ok()?;
        if zone.offset_at(middle) == offset {
            same = middle.unix_timestamp();
        } else {
            changed = middle.unix_timestamp();
        }
    }
    UtcDateTime::from_unix_timestamp(changed).ok()
}

/// The offsets on both sides of a local time, and the change between them.
struct OffsetChange {
    offset_before: UtcOffset,
    offset_after: UtcOffset,
    at: Option<UtcDateTime>,
}

impl OffsetChange {
    /// No zone was ever further than 16 hours from UTC, so the local time lies between the two
    /// instants looked at; and none since 2000 changed its offset twice within so short a time.
    fn around(local: PrimitiveDateTime, zone: &dyn TimeZone) -> Option<Self> {
        let as_utc = at_offset(local, UtcOffset::UTC)?;
        let from = as_utc.checked_sub(Duration::hours(16))?;
        let to = as_utc.checked_add(Duration::hours(16))?;
        let (offset_before, offset_after) = (zone.offset_at(from), zone.offset_at(to));
        let at = if offset_before == offset_after {
            None
        } else {
            Some(first_instant_off(offset_before, from, to, zone)?)
        };
        Some(Self { offset_before, offset_after, at })
    }
}

/// What local clocks show at `instant`.
pub fn local_time(instant: UtcDateTime, zone: &dyn TimeZone) -> Option<PrimitiveDateTime> {
    local_at(instant, zone.offset_at(instant))
}

//! Zones natively: jiff's, with its bundled copy of the IANA data.

use jiff::Timestamp;
use time::{UtcDateTime, UtcOffset};

use super::TimeZone;

/// Looks a zone up in jiff's zone data.
pub fn find(name: &str) -> Option<Box<dyn TimeZone>> {
    let zone = jiff::tz::db().get(name).ok()?;
    Some(Box::new(JiffZone(zone)))
}

struct JiffZone(jiff::tz::TimeZone);

impl TimeZone for JiffZone {
    fn offset_at(&self, instant: UtcDateTime) -> UtcOffset {
        // jiff's years end a little before 9999 does; its last rule holds to the end.
        let timestamp = Timestamp::from_second(instant.unix_timestamp())
            .unwrap_or(if instant.year() > 0 { Timestamp::MAX } else { Timestamp::MIN });
        let seconds = self.0.to_offset(timestamp).seconds();
        UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
    }
}

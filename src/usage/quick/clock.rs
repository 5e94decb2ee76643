//! The times of billing events.

use crate::datetime::{self, DateTimeText};

/// Reads the times of events, which are mostly of the same minute as those before.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// The last text, and what it says.
    last: Option<(Vec<u8>, DateTimeText)>,
}

impl Clock {
    pub(super) fn read(&mut self, text: &[u8]) -> Option<DateTimeText> {
        if let Some(read) = self.in_same_minute(text) {
            return Some(read);
        }
        let read = datetime::parse(std::str::from_utf8(text).ok()?)?;
        self.last = Some((text.to_owned(), read));
        Some(read)
    }

    /// `YYYY-MM-DDTHH:MM:` as before, the seconds, and what stood behind them.
    fn in_same_minute(&self, text: &[u8]) -> Option<DateTimeText> {
        let (last, DateTimeText::Instant(instant)) = self.last.as_ref()? else { return None };
        let (minute, seconds) = text.split_at_checked(17)?;
        let (last_minute, last_seconds) = last.split_at_checked(17)?;
        let ([tens, ones, offset @ ..], [_, _, last_offset @ ..]) = (seconds, last_seconds) else {
            return None;
        };
        if minute != last_minute || offset != last_offset || last_minute.last() != Some(&b':') {
            return None;
        }
        let digit = |byte: u8| (byte as char).to_digit(10);
        let digits = digit(*tens)?.saturating_mul(10).saturating_add(digit(*ones)?);
        let second = u8::try_from(digits).ok()?;
        instant.replace_second(second).ok().map(DateTimeText::Instant)
    }
}

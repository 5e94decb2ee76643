//! A way through bytes that end anywhere, which stops where they are not as expected.

use crate::counting::Counting;
use crate::datetime;
use crate::usage::reply::Moment;

/// The longest text of a key or a bucket's label.
const LONG_LABEL: usize = 64;

/// Why the quick reading stops.
pub(in crate::usage) enum Stop {
    /// The bytes end.
    NeedsMore,
    /// Something is not as expected.
    Strange,
}

pub(super) type Step<T> = std::result::Result<T, Stop>;

/// A place in a text that is read byte by byte.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not space.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> Step<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at.count_one(),
                Some(byte) => return Ok(*byte),
                None => return Err(Stop::NeedsMore),
            }
        }
    }

    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Step<()> {
        if self.peek()? != byte {
            return Err(Stop::Strange);
        }
        self.at.count_one();
        Ok(())
    }

    /// A short text of plain ASCII.
    pub(super) fn plain_text(&mut self) -> Step<&'a [u8]> {
        self.expect(b'"')?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let near = rest.get(..LONG_LABEL).unwrap_or(rest);
        let Some(length) = near.iter().position(|byte| *byte == b'"') else {
            return Err(if near.len() < LONG_LABEL { Stop::NeedsMore } else { Stop::Strange });
        };
        let inside = near.get(..length).unwrap_or_default();
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
        if !inside.iter().all(is_plain) {
            return Err(Stop::Strange);
        }
        self.at = self.at.saturating_add(length).saturating_add(1);
        Ok(inside)
    }

    pub(super) fn label(&mut self) -> Step<Moment> {
        let text = std::str::from_utf8(self.plain_text()?).map_err(|_| Stop::Strange)?;
        let (label, offset) = datetime::parse_with_offset(text).ok_or(Stop::Strange)?;
        Ok(Moment { label, offset })
    }
}

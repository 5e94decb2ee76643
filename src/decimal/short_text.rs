//! Texts of decimals that are copied in one go.

use super::Short;
use crate::counting::Counting;

/// A text of a few bytes, and room behind it, so that it is copied in whole blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortText {
    bytes: [u8; ShortText::ROOM],
    length: u8,
}

impl Default for ShortText {
    fn default() -> Self {
        Self { bytes: [0; Self::ROOM], length: 0 }
    }
}

impl ShortText {
    /// The longest of them.
    pub(crate) const ROOM: usize = 32;

    /// With no more decimals there is room for all digits of a short number.
    pub(crate) const MAX_SCALE: u32 = 28;

    /// The text of a short decimal, where it is short enough.
    pub(crate) fn of(short: Short) -> Option<Self> {
        let Short { coefficient: mut rest, scale, negative } = short;
        let scale = scale as usize;
        // Written from the last digit on; behind it there is room to copy all in one go.
        let mut bytes = [0; 2 * Self::ROOM];
        let mut first = Self::ROOM;
        let mut push = |byte: u8| -> Option<()> {
            first = first.checked_sub(1)?;
            *bytes.get_mut(first)? = byte;
            Some(())
        };
        if scale == 0 {
            push(b'0')?;
            push(b'.')?;
        }
        let mut digits = 0usize;
        while rest > 0 || digits <= scale {
            push(b'0' | (rest % 10) as u8)?;
            rest /= 10;
            digits.count_one();
            if digits == scale {
                push(b'.')?;
            }
        }
        if negative {
            push(b'-')?;
        }
        let bytes = *bytes.get(first..)?.first_chunk()?;
        Some(Self { bytes, length: Self::ROOM.saturating_sub(first) as u8 })
    }

    /// The text of a short decimal in its place, to be copied.
    #[inline(always)]
    pub(crate) fn put(&mut self, short: Short) -> Option<CopiedText<'_>> {
        self.set(short).then(|| self.copied())
    }

    /// Apart from what is asked of it nearly always, which then needs no memory.
    #[inline(never)]
    fn set(&mut self, short: Short) -> bool {
        let text = Self::of(short);
        *self = text.unwrap_or_default();
        text.is_some()
    }

    /// The text, to be copied.
    #[inline(always)]
    pub(crate) fn copied(&self) -> CopiedText<'_> {
        CopiedText { bytes: &self.bytes, length: self.length.into(), more: 0 }
    }
}

/// A text of a few bytes where it stands, with what stands behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CopiedText<'a> {
    bytes: &'a [u8; ShortText::ROOM],
    length: u32,
    /// A whole number wants a decimal: so much of it.
    more: u32,
}

/// The decimal of a whole number.
const DECIMAL: &[u8; 2] = b".0";

impl<'a> CopiedText<'a> {
    pub(crate) const EMPTY: Self = Self { bytes: &[0; ShortText::ROOM], length: 0, more: 0 };

    #[inline(always)]
    pub(super) fn new(bytes: &'a [u8; ShortText::ROOM], length: usize, is_whole: bool) -> Self {
        let more = if is_whole { DECIMAL.len() as u32 } else { 0 };
        Self { bytes, length: length as u32, more }
    }

    /// Copies the text to the room's start, and says how long it is. All of the bytes are copied:
    /// that takes less than to see how many.
    #[inline(always)]
    pub(crate) fn copy_to(self, room: &mut [u8]) -> Option<usize> {
        *room.first_chunk_mut()? = *self.bytes;
        let length = self.length as usize;
        *room.get_mut(length..)?.first_chunk_mut()? = *DECIMAL;
        Some(length.saturating_add(self.more as usize))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixed_seed::cases;

    /// As a decimal writes itself.
    fn holds_as_written(short: Short) -> bool {
        let expected = short.value().to_string();
        let text = ShortText::of(short);
        let written = text.as_ref().and_then(|text| text.bytes.get(..usize::from(text.length)));
        match written {
            Some(written) => written == expected.as_bytes(),
            None => expected.len() > ShortText::ROOM,
        }
    }

    #[test]
    fn edges_are_written_as_decimals_are() {
        for digits in 0..20 {
            let power = 10u64.pow(digits);
            for coefficient in [power - 1, power, power + 1, u64::MAX - power] {
                for scale in 0..=ShortText::MAX_SCALE {
                    for negative in [false, true] {
                        let short = Short::new(negative, coefficient, scale);
                        assert!(holds_as_written(short), "{short:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(cases(1024))]

        #[test]
        fn short_decimals_are_written_as_decimals_are(
            coefficient in any::<u64>(),
            bits in 0u32..64,
            scale in 0u32..40,
            negative in any::<bool>(),
        ) {
            prop_assert!(holds_as_written(Short::new(negative, coefficient >> bits, scale)));
        }
    }
}

//! Short numbers as JSON has them.

use super::magnitude::{limb_pow10, tenth};
use super::short::MAX_SHORT;
use super::{Decimal, Short, ShortText};
use crate::words::{HIGH, ONES, first_byte, first_bytes};

/// A short number, read from JSON in one pass, which knows where its text stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ShortNumber {
    coefficient: u64,
    start: u32,
    length: u8,
    scale: u8,
    negative: bool,
    spelling: Spelling,
}

/// What of the JSON text is the CSV's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Spelling {
    /// All of it.
    #[default]
    Same,
    /// It wants a decimal point.
    Whole,
    /// Other digits, of the same value.
    Other,
}

impl ShortNumber {
    /// Reads the number that starts there; `None` of what is none, or is not short.
    #[inline(always)]
    pub(crate) fn read(text: &[u8], start: usize) -> Option<Self> {
        Self::read_plain(text, start).or_else(|| Self::read_any(text, start))
    }

    /// Nearly all numbers: a few digits, a point, up to sixteen digits, of which the last is no 0;
    /// or few digits alone.
    #[inline(always)]
    fn read_plain(text: &[u8], start: usize) -> Option<Self> {
        let number = text.get(start..)?;
        let whole = Few::read(number)?;
        let is_zero = whole.first == 0;
        if whole.count == 0 || whole.count == 8 || (is_zero && whole.count > 1) {
            return None;
        }
        let mut read = Self {
            coefficient: whole.value,
            start: u32::try_from(start).ok()?,
            length: whole.count as u8,
            scale: 0,
            negative: false,
            spelling: Spelling::Whole,
        };
        let mut next = whole.next;
        if next == b'.' {
            let part = Few::read(number.get(whole.count + 1..)?)?;
            let (mut decimals, mut last) = (part.count, part.last);
            next = part.next;
            read.coefficient = read.coefficient * limb_pow10(part.count as u32)? + part.value;
            if part.count == 8 {
                let more = Few::read(number.get(whole.count + 9..)?)?;
                decimals += more.count;
                if more.count == 0 || more.count == 8 || whole.count + decimals > MAX_SHORT {
                    return None;
                }
                (last, next) = (more.last, more.next);
                read.coefficient = read.coefficient * limb_pow10(more.count as u32)? + more.value;
            }
            if decimals == 0 || last == 0 {
                return None;
            }
            (read.scale, read.spelling) = (decimals as u8, Spelling::Same);
            read.length += 1 + decimals as u8;
        }
        (next | 0x20 != b'e').then_some(read)
    }

    #[inline(never)]
    fn read_any(text: &[u8], start: usize) -> Option<Self> {
        let number = text.get(start..)?;
        let negative = number.first() == Some(&b'-');
        let unsigned = number.get(usize::from(negative)..)?;
        let digits = Digits::read(unsigned)?;
        let decimals = digits.count - digits.whole;
        let has_leading_zero = digits.whole > 1 && unsigned.first() == Some(&b'0');
        if has_leading_zero || digits.whole == 0 || (digits.has_point && decimals == 0) {
            return None;
        }
        let length = usize::from(negative) + digits.count + usize::from(digits.has_point);
        let mut read = Self {
            coefficient: digits.value,
            start: u32::try_from(start).ok()?,
            length: length as u8,
            scale: decimals as u8,
            negative,
            spelling: if decimals == 0 { Spelling::Whole } else { Spelling::Same },
        };
        if let b'e' | b'E' = number.get(length)? {
            let exponent = Exponent::read(number.get(length + 1..)?)?;
            read.length += 1 + exponent.length;
            read.scale += exponent.negative;
            read.spelling = Spelling::Other;
        }
        let ends_in_zero = decimals > 0 && tenth(read.coefficient).is_some();
        if ends_in_zero || read.spelling == Spelling::Other || (negative && read.coefficient == 0) {
            read.bring_to_lowest_terms();
        }
        Some(read)
    }

    fn bring_to_lowest_terms(&mut self) {
        let Short { coefficient, scale, negative } =
            Short::new(self.negative, self.coefficient, self.scale.into());
        (self.coefficient, self.scale, self.negative) = (coefficient, scale as u8, negative);
        self.spelling = Spelling::Other;
    }

    /// How long its text is.
    #[inline(always)]
    pub(crate) fn length(self) -> usize {
        self.length.into()
    }

    /// Its value.
    pub(crate) fn value(self) -> Decimal {
        self.short().value()
    }

    /// Its value, short as it is.
    #[inline(always)]
    pub(crate) fn short(self) -> Short {
        let Self { coefficient, scale, negative, .. } = self;
        Short { coefficient, scale: scale.into(), negative }
    }

    /// Its text in a CSV; `source` is what it was read from.
    pub(crate) fn text(self, source: &[u8]) -> Option<ShortText> {
        let start = self.start as usize;
        let mut text = match self.spelling {
            Spelling::Other => return ShortText::of(self.value()),
            Spelling::Same | Spelling::Whole => {
                ShortText::copy(source.get(start..)?, usize::from(self.length))?
            }
        };
        if self.spelling == Spelling::Whole {
            text.push(b'.')?;
            text.push(b'0')?;
        }
        Some(text)
    }
}

/// Up to eight digits.
struct Few {
    value: u64,
    count: usize,
    /// The first of them and the last, as numbers; of none no number.
    first: u8,
    last: u8,
    /// What stands behind them, where they are fewer than eight.
    next: u8,
}

impl Few {
    #[inline(always)]
    fn read(text: &[u8]) -> Option<Self> {
        let word = u64::from_le_bytes(*text.first_chunk()?);
        let digits = word ^ (ONES * u64::from(b'0'));
        let others = (((digits & !HIGH) + ONES * (0x80 - 10)) | digits) & HIGH;
        let count = first_byte(others);
        // As eight digits, the first of them zeros.
        let aligned = if count == 0 { 0 } else { digits << (64 - 8 * count) };
        Some(Self {
            value: value_of(aligned),
            count,
            first: digits as u8,
            last: (aligned >> 56) as u8,
            next: (word >> (8 * count & 63)) as u8,
        })
    }
}

/// Digits with a point in them, or without one.
struct Digits {
    value: u64,
    count: usize,
    /// How many of them stand before the point.
    whole: usize,
    has_point: bool,
}

impl Digits {
    /// Reads words of eight bytes, up to one that is neither a digit nor the first point.
    #[inline]
    fn read(text: &[u8]) -> Option<Self> {
        let mut read = Self { value: 0, count: 0, whole: 0, has_point: false };
        for word in text.as_chunks().0 {
            let mut word = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'0'));
            // The high bits of all bytes that are no digits.
            let mut others = (((word & !HIGH) + ONES * (0x80 - 10)) | word) & HIGH;
            let mut room = 8;
            if !read.has_point && others != 0 {
                let at = first_byte(others);
                read.whole = read.count + at;
                if (word >> (8 * at)) as u8 == b'.' ^ b'0' {
                    // What stands behind the point moves up to it, and nothing comes behind that.
                    let before = first_bytes(at);
                    word = word & before | word >> 8 & !before;
                    others = others >> 8 & !before;
                    (read.has_point, room) = (true, 7);
                }
            }
            let count = first_byte(others).min(room);
            read.value = read.value.wrapping_mul(limb_pow10(count as u32)?);
            let aligned = if count == 0 { 0 } else { word << (64 - 8 * count) };
            read.value = read.value.wrapping_add(value_of(aligned));
            read.count += count;
            if read.count > MAX_SHORT {
                return None;
            }
            if others != 0 && count < room {
                return Some(read);
            }
        }
        // The number may go on in the next bytes.
        None
    }
}

/// The number that the bytes of a word are the digits of.
#[inline(always)]
fn value_of(digits: u64) -> u64 {
    // Pairs, fours and all are put together.
    let pairs = digits.wrapping_mul(10 << 8 | 1) >> 8 & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

/// A small negative exponent, as JavaScript writes it in small amounts.
struct Exponent {
    negative: u8,
    length: u8,
}

impl Exponent {
    /// Reads `-7` or `-12`, and sees that it ends there.
    fn read(text: &[u8]) -> Option<Self> {
        let digits = text.strip_prefix(b"-")?;
        let count = digits.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let negative =
            digits.get(..count)?.iter().fold(0, |value, digit| value * 10 + (digit - b'0'));
        // With the decimals of the number it is still far from the longest scale.
        let is_small = matches!(count, 1 | 2) && negative <= 40 && digits.len() > count;
        is_small.then_some(Self { negative, length: 1 + count as u8 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is read of a number with a comma behind it: how it goes on, its value, its text.
    fn short(text: &str) -> Option<(usize, Decimal, String)> {
        let json = format!("x{text},\"unit_price\":");
        let number = ShortNumber::read(json.as_bytes(), 1)?;
        let written = number.text(json.as_bytes())?;
        let written = written.room().get(..written.length())?;
        Some((number.length(), number.value(), String::from_utf8(written.to_vec()).ok()?))
    }

    #[test]
    fn numbers_are_read_up_to_their_end() {
        for text in ["0", "-0", "4", "4.50", "0.000000017", "1.7e-7", "12e-3", "100", "0.0", "-2.5"]
        {
            let value = Decimal::from_json_number(text).ok();
            assert_eq!(short(text), value.map(|value| (text.len(), value, value.to_string())));
        }
        for text in
            ["", "-", "01", ".5", "1.", "1e5", "1e+5", "1e-", "1e-41", "1234567890123456789"]
        {
            assert!(short(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn short_numbers_are_the_others(text in r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,10})?(e-[0-9]{1,2})?") {
            if let Some(short) = Short::parse(text.as_bytes()) {
                let number = super::super::NumberText::split(&text).and_then(|text| text.value());
                prop_assert_eq!(Some(short.value()), number);
            }
            if let Some((length, value, written)) = short(&text) {
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(Ok(value), Decimal::from_json_number(&text));
                prop_assert_eq!(written, value.to_string());
            }
        }
    }
}

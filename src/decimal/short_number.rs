//! Short numbers as JSON has them.

use super::magnitude::{limb_pow10, limb_product};
use super::short::MAX_SHORT;

use super::{CopiedText, Short, ShortText};
use crate::counting::Counting;
use crate::words::{HIGH, ONES, byte_at, first_byte, first_bytes};

/// The least coefficient that is too long.
const LEAST_LONG: u64 = 10u64.pow(MAX_SHORT as u32);

/// So many digits are read, zeros at the beginning included: a small amount has many of them. With an
/// exponent the scale is still one of a decimal.
const MOST_DIGITS: usize = 36;

/// A short number, read from JSON in one pass, which knows where its text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortNumber {
    coefficient: u64,
    start: u32,
    form: Form,
}

/// Its length, its scale, whether it is negative and what of the JSON text is the CSV's: a byte for
/// each, in one word, because what is stored in parts and loaded as a whole is slow.
#[derive(Debug, Clone, Copy)]
struct Form(u32);

impl Form {
    /// All of the text is the CSV's; or it wants a decimal point; or there are other digits, of the
    /// same value.
    const SAME: u32 = 0;
    const WHOLE: u32 = 1;
    const OTHER: u32 = 2;

    #[inline(always)]
    fn new(length: usize, scale: usize, negative: bool, spelling: u32) -> Self {
        Self(length as u32 | (scale as u32) << 8 | u32::from(negative) << 16 | spelling << 24)
    }

    #[inline(always)]
    fn length(self) -> usize {
        (self.0 & 0xFF) as usize
    }

    #[inline(always)]
    fn scale(self) -> u32 {
        self.0 >> 8 & 0xFF
    }

    #[inline(always)]
    fn negative(self) -> bool {
        self.0 >> 16 & 1 != 0
    }

    /// The scale; of what is negative higher than any scale.
    #[inline(always)]
    fn signed_scale(self) -> u32 {
        self.0 >> 8 & 0x1FF
    }

    #[inline(always)]
    fn spelling(self) -> u32 {
        self.0 >> 24
    }
}

impl ShortNumber {
    /// Reads the number that the bytes begin with, where they start; `None` of what is none, or is not
    /// short.
    #[inline(always)]
    pub(crate) fn read(text: &[u8], start: usize) -> Option<Self> {
        Self::read_plain(text, start).or_else(|| Self::read_any(text, start))
    }

    /// Nearly all numbers: up to fifteen digits, a point, and up to fifteen more, of which the last is no
    /// 0; or the first ones alone.
    #[inline(always)]
    fn read_plain(number: &[u8], start: usize) -> Option<Self> {
        let mut whole = Few::read(number)?;
        let is_zero = whole.first == 0;
        if whole.count == 0 || (is_zero && whole.count > 1) {
            return None;
        }
        if whole.count == 8 {
            whole = whole.and_more(number)?;
        }
        let (mut coefficient, mut next) = (whole.value, whole.next);
        let mut form = Form::new(whole.count, 0, false, Form::WHOLE);
        if next == b'.' {
            let behind = number.get(whole.count..)?.get(1..)?;
            let mut part = Few::read(behind)?;
            if part.count == 8 {
                part = part.and_more(behind)?;
            }
            let digits = whole.count.saturating_add(part.count);
            if part.count == 0 || part.last == 0 || digits > MAX_SHORT {
                return None;
            }
            next = part.next;
            coefficient = part.behind(coefficient)?;
            form = Form::new(digits.saturating_add(1), part.count, false, Form::SAME);
        }
        let start = u32::try_from(start).ok()?;
        (next | 0x20 != b'e').then_some(Self { coefficient, start, form })
    }

    /// The number that `other` begins with, where it has the same text and the same byte behind it;
    /// `None` where that is not so, or long. Its text stays the one in `text`.
    #[inline(always)]
    pub(crate) fn again(self, text: &[u8], other: &[u8]) -> Option<Self> {
        let this = text.get(self.start as usize..)?;
        let differing =
            u128::from_le_bytes(*this.first_chunk()?) ^ u128::from_le_bytes(*other.first_chunk()?);
        ((differing.trailing_zeros() as usize) / 8 > self.length()).then_some(self)
    }

    #[inline(never)]
    fn read_any(number: &[u8], start: usize) -> Option<Self> {
        let negative = number.first() == Some(&b'-');
        let unsigned = number.get(usize::from(negative)..)?;
        let digits = Digits::read(unsigned)?;
        let decimals = digits.count.saturating_sub(digits.whole);
        let has_leading_zero = digits.whole > 1 && unsigned.first() == Some(&b'0');
        if has_leading_zero || digits.whole == 0 || (digits.has_point && decimals == 0) {
            return None;
        }
        let mut length = digits.count;
        length.count_more(negative.into());
        length.count_more(digits.has_point.into());
        let mut exponent = 0;
        let has_exponent = matches!(number.get(length)?, b'e' | b'E');
        if has_exponent {
            length.count_one();
            let read = Exponent::read(number.get(length..)?)?;
            length.count_more(read.length);
            exponent = read.negative;
        }
        let short = Short::new(negative, digits.value, decimals.saturating_add(exponent) as u32);
        let is_same = !has_exponent
            && length <= ShortText::ROOM
            && short.scale as usize == decimals
            && short.negative == negative;
        let spelling = match is_same {
            true if decimals == 0 => Form::WHOLE,
            true => Form::SAME,
            false => Form::OTHER,
        };
        let form = Form::new(length, short.scale as usize, short.negative, spelling);
        Some(Self { coefficient: short.coefficient, start: u32::try_from(start).ok()?, form })
    }

    /// How long its text is.
    #[inline(always)]
    pub(crate) fn length(self) -> usize {
        self.form.length()
    }

    /// Its value, short as it is.
    #[inline(always)]
    pub(crate) fn short(self) -> Short {
        let Self { coefficient, form, .. } = self;
        Short { coefficient, scale: form.scale(), negative: form.negative() }
    }

    /// Whether it is negative, or has so many decimals that its text might be long.
    #[inline(always)]
    pub(crate) fn is_odd(self) -> bool {
        self.form.signed_scale() > ShortText::MAX_SCALE
    }

    /// Its text in a CSV; `source` is what it was read from, and `room` for what does not stand there.
    #[inline(always)]
    pub(crate) fn text<'a>(
        self,
        source: &'a [u8],
        room: &'a mut ShortText,
    ) -> Option<CopiedText<'a>> {
        let (length, spelling) = (self.form.length(), self.form.spelling());
        if spelling != Form::OTHER {
            let text = source.get(self.start as usize..)?;
            let is_whole = spelling == Form::WHOLE;
            if let Some(bytes) = text.first_chunk() {
                return Some(CopiedText::new(bytes, length, is_whole));
            }
        }
        room.put(self.short())
    }
}

/// Up to eight digits, or with [`and_more`](Few::and_more) up to fifteen.
struct Few {
    value: u64,
    count: usize,
    /// The first of them and the last, as numbers; of none no number.
    first: u8,
    last: u8,
    /// What stands behind them, where they are fewer than eight, or more.
    next: u8,
}

impl Few {
    #[inline(always)]
    fn read(text: &[u8]) -> Option<Self> {
        let word = u64::from_le_bytes(*text.first_chunk()?);
        let digits = digits_of(word);
        let count = first_byte(others(digits));
        let aligned = aligned(digits, count);
        Some(Self {
            value: value_of(aligned),
            count,
            first: digits as u8,
            last: (aligned >> 56) as u8,
            next: (word >> ((count << 3) & 63)) as u8,
        })
    }

    /// Eight digits, and up to seven behind them.
    #[inline(always)]
    fn and_more(self, text: &[u8]) -> Option<Self> {
        let more = Self::read(text.get(8..)?)?;
        let last = if more.count == 0 { self.last } else { more.last };
        let (value, count) = (more.behind(self.value)?, more.count.saturating_add(8));
        (more.count < 8).then_some(Self { value, count, first: self.first, last, next: more.next })
    }

    /// These digits behind those of another number.
    #[inline(always)]
    fn behind(&self, before: u64) -> Option<u64> {
        let before = before.wrapping_mul(limb_pow10(self.count as u32)?);
        Some(before.wrapping_add(self.value))
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
            let mut word = digits_of(u64::from_le_bytes(*word));
            let mut others = others(word);
            let mut room = 8;
            if !read.has_point && others != 0 {
                let at = first_byte(others);
                read.whole = read.count.saturating_add(at);
                if byte_at(word, at) == b'.' ^ b'0' {
                    // What stands behind the point moves up to it, and nothing comes behind that.
                    let before = first_bytes(at);
                    word = word & before | word >> 8 & !before;
                    others = others >> 8 & !before;
                    (read.has_point, room) = (true, 7);
                }
            }
            let count = first_byte(others).min(room);
            let before = limb_product(read.value, limb_pow10(count as u32)?)?;
            read.count.count_more(count);
            if before >= LEAST_LONG || read.count > MOST_DIGITS {
                return None;
            }
            // Less than the multiple of ten that comes next.
            read.value = before.wrapping_add(value_of(aligned(word, count)));
            if others != 0 && count < room {
                return Some(read);
            }
        }
        // The number may go on in the next bytes.
        None
    }
}

/// The bytes of a word as numbers, below ten where they are digits.
#[inline(always)]
fn digits_of(word: u64) -> u64 {
    word ^ (ONES * u64::from(b'0'))
}

/// The high bits of the bytes that are no digits.
#[inline(always)]
fn others(digits: u64) -> u64 {
    ((digits & !HIGH).wrapping_add(ONES * (0x80 - 10)) | digits) & HIGH
}

/// The first digits of a word as eight, the first of them zeros.
#[inline(always)]
fn aligned(digits: u64, count: usize) -> u64 {
    if count == 0 { 0 } else { digits << (64usize.wrapping_sub(count << 3) & 63) }
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
    negative: usize,
    length: usize,
}

impl Exponent {
    /// Reads `-7` or `-12`, and sees that it ends there.
    fn read(text: &[u8]) -> Option<Self> {
        let digits = text.strip_prefix(b"-")?;
        let count = digits.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let negative = digits.get(..count)?.iter().fold(0usize, |value, digit| {
            value.saturating_mul(10).saturating_add((digit & 0xF).into())
        });
        // With the decimals of the number it is still far from the longest scale.
        let is_small = matches!(count, 1 | 2) && negative <= 40 && digits.len() > count;
        is_small.then_some(Self { negative, length: count.saturating_add(1) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Decimal;
    use super::*;
    use crate::fixed_seed::cases;

    /// What is read of a number with a comma behind it: how long it is, its value, and its text where
    /// that is short.
    fn short(text: &str) -> Option<(usize, Decimal, Option<String>)> {
        let json = format!("x{text},\"unit_price\":0.05,\"percent_discount\":");
        let number = ShortNumber::read(json.as_bytes().get(1..)?, 1)?;
        Some((number.length(), number.short().value(), written(number, json.as_bytes())))
    }

    fn written(number: ShortNumber, json: &[u8]) -> Option<String> {
        let (mut room, mut csv) = (ShortText::default(), vec![0; 2 * ShortText::ROOM]);
        let length = number.text(json, &mut room)?.copy_to(&mut csv)?;
        csv.truncate(length);
        String::from_utf8(csv).ok()
    }

    #[test]
    fn numbers_are_read_up_to_their_end() {
        for text in [
            "0",
            "-0",
            "4",
            "4.50",
            "0.000000017",
            "1.7e-7",
            "12e-3",
            "100",
            "0.0",
            "-2.5",
            "0e-0",
            "1000000.00000000",
            "12345678",
            "439120000000",
            "123456789012345",
            "1234567890123456",
            "0.12345678",
            "0.03482130",
            "12345678.12345678",
            "123456789.123456789",
            "0.0030000000000000005",
            "0.0000000000000000000123456789",
            "-0.00000000000000000000000012345",
            "0.00000000000999999999999999999",
            "999999999999999999",
            "0.000000000000000000000000000000",
        ] {
            let value = Decimal::from_json_number(text).ok();
            assert_eq!(short(text), value.map(|it| (text.len(), it, Some(it.to_string()))));
        }
        for text in [
            "",
            "-",
            "01",
            ".5",
            "1.",
            "1e5",
            "1e+5",
            "1e-",
            "1e-41",
            "1234567890123456789",
            "1000000000000000000",
            "0.0001000000000000000000",
            "18446744073709551616.5",
            &format!("0.{}1", "0".repeat(35)),
            &format!("0.{}", "0".repeat(300)),
        ] {
            assert!(short(text).is_none(), "{text}");
        }
        // Read with all its digits, but no text to be copied.
        let (text, value) =
            ("0.00000000000000000000000000000000012e-40", Decimal::from_json_number);
        assert_eq!(short(text), value(text).ok().map(|value| (text.len(), value, None)));
    }

    #[test]
    fn a_number_is_there_again_with_all_its_text() {
        let again = |one: &str, other: &str| {
            let json = format!("{one},{other},\"percent_discount\":null");
            let number = ShortNumber::read(json.as_bytes(), 0)?;
            let behind = json.as_bytes().get(one.len() + 1..)?;
            let again = number.again(json.as_bytes(), behind)?;
            let read = ShortNumber::read(behind, one.len() + 1)?;
            assert_eq!((again.start, again.short()), (0, read.short()));
            assert_eq!(again.length(), other.len());
            Some(())
        };
        for text in ["0", "4.5", "100", "1.7e-7", "1234567.8901234"] {
            assert!(again(text, text).is_some(), "{text}");
        }
        for (one, other) in [("4.5", "4.50"), ("4.5", "4.5e-1"), ("4.5", "4.6"), ("4", "40")] {
            assert!(again(one, other).is_none(), "{one} {other}");
        }
        assert!(again("1234567.89012345", "1234567.89012345").is_none(), "too long to tell");
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn short_numbers_are_the_others(text in r"-?(0|[1-9][0-9]{0,17})(\.0{0,20}[0-9]{1,19})?(e-[0-9]{1,2})?") {
            if let Some(short) = Short::parse(text.as_bytes()) {
                let number = super::super::NumberText::split(&text).and_then(|text| text.value());
                prop_assert_eq!(Some(short.value()), number);
            }
            if let Some((length, value, written)) = short(&text) {
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(Ok(value), Decimal::from_json_number(&text));
                let expected = value.to_string();
                let is_short = expected.len() <= ShortText::ROOM;
                prop_assert!(written == is_short.then_some(expected), "{:?}", written);
            }
        }
    }
}

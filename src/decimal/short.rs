//! Short numbers and short texts: what nearly all amounts are, without a step that the rest would need.

use super::magnitude::tenth;
use super::{Decimal, Magnitude};

/// A number of one limb, read from JSON in one pass, which knows where its text stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ShortNumber {
    coefficient: u64,
    start: u32,
    length: u8,
    scale: u8,
    negative: bool,
    form: Form,
}

/// What of the JSON text is the CSV's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    /// All of it.
    #[default]
    Same,
    /// It wants a decimal point.
    Whole,
    /// Other digits, of the same value.
    Other,
}

/// More digits might not fit a limb.
const MAX_SHORT: usize = 18;

impl ShortNumber {
    /// Reads the number that starts there; `None` of what is none, or is not short.
    pub(crate) fn read(text: &[u8], start: usize) -> Option<Self> {
        let number = text.get(start..)?;
        let negative = number.first() == Some(&b'-');
        let unsigned = number.get(usize::from(negative)..)?;
        let whole = Digits::read(unsigned, 0)?;
        if whole.count > 1 && unsigned.first() == Some(&b'0') {
            return None;
        }
        let mut length = usize::from(negative) + whole.count;
        let mut read = Self {
            coefficient: whole.value,
            start: u32::try_from(start).ok()?,
            length: 0,
            scale: 0,
            negative,
            form: Form::Whole,
        };
        let mut next = unsigned.get(whole.count).copied();
        let mut last = 1;
        if next == Some(b'.') {
            let decimals = Digits::read(unsigned.get(whole.count + 1..)?, whole.value)?;
            if whole.count + decimals.count > MAX_SHORT {
                return None;
            }
            length += 1 + decimals.count;
            next = number.get(length).copied();
            (last, read.form) = (decimals.last, Form::Same);
            (read.coefficient, read.scale) = (decimals.value, decimals.count as u8);
        }
        if let Some(b'e' | b'E') = next {
            let exponent = Exponent::read(number.get(length + 1..)?)?;
            length += 1 + exponent.length;
            read.scale += exponent.negative;
            read.form = Form::Other;
        }
        if last == 0 || read.form == Form::Other || (negative && read.coefficient == 0) {
            read.bring_to_lowest_terms();
        }
        read.length = length as u8;
        Some(read)
    }

    fn bring_to_lowest_terms(&mut self) {
        self.form = Form::Other;
        while self.scale > 0 {
            let Some(tenth) = tenth(self.coefficient) else { break };
            (self.coefficient, self.scale) = (tenth, self.scale - 1);
        }
        self.negative &= self.coefficient != 0;
    }

    /// How long its text is.
    pub(crate) fn length(self) -> usize {
        self.length.into()
    }

    /// Its value.
    pub(crate) fn value(self) -> Decimal {
        let coefficient = Magnitude::from(self.coefficient);
        Decimal { negative: self.negative, coefficient, scale: self.scale.into() }
    }

    /// Its text in a CSV; `source` is what it was read from.
    pub(crate) fn text(self, source: &[u8]) -> Option<ShortText> {
        let start = self.start as usize;
        let mut text = match self.form {
            Form::Other => return ShortText::of(self.value()),
            Form::Same | Form::Whole => {
                ShortText::copy(source.get(start..)?, usize::from(self.length))?
            }
        };
        if self.form == Form::Whole {
            text.push(b'.')?;
            text.push(b'0')?;
        }
        Some(text)
    }
}

/// One digit or more.
struct Digits {
    value: u64,
    count: usize,
    last: u8,
}

impl Digits {
    /// Reads digits behind those of `value`.
    fn read(text: &[u8], mut value: u64) -> Option<Self> {
        let (mut count, mut last) = (0, 0);
        for byte in text {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return (count > 0).then_some(Self { value, count, last });
            }
            count += 1;
            if count > MAX_SHORT {
                return None;
            }
            (value, last) = (value.wrapping_mul(10).wrapping_add(digit.into()), digit);
        }
        // The number may go on in the next bytes.
        None
    }
}

/// A small negative exponent, as JavaScript writes it in small amounts.
struct Exponent {
    negative: u8,
    length: usize,
}

impl Exponent {
    fn read(text: &[u8]) -> Option<Self> {
        let digits = Digits::read(text.strip_prefix(b"-")?, 0)?;
        let negative = u8::try_from(digits.value).ok().filter(|_| digits.count <= 2)?;
        // With the decimals of the number it is still far from the longest scale.
        (negative <= 40).then_some(Self { negative, length: 1 + digits.count })
    }
}

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

    /// The text of a decimal, where it is short enough.
    pub(crate) fn of(decimal: Decimal) -> Option<Self> {
        let mut rest = decimal.coefficient.as_limb()?;
        let scale = decimal.scale as usize;
        let mut bytes = [0; Self::ROOM];
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
        let mut digits = 0;
        while rest > 0 || digits <= scale {
            push(b'0' + (rest % 10) as u8)?;
            rest /= 10;
            digits += 1;
            if digits == scale {
                push(b'.')?;
            }
        }
        if decimal.negative {
            push(b'-')?;
        }
        Self::copy(bytes.get(first..)?, Self::ROOM - first)
    }

    /// The first bytes of a text.
    fn copy(text: &[u8], length: usize) -> Option<Self> {
        let mut copied = Self { bytes: [0; Self::ROOM], length: length as u8 };
        match text.first_chunk() {
            // More than asked for, and in one go.
            Some(blocks) => copied.bytes = *blocks,
            None => copied.bytes.get_mut(..length)?.copy_from_slice(text.get(..length)?),
        }
        (length <= Self::ROOM).then_some(copied)
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(usize::from(self.length))? = byte;
        self.length += 1;
        Some(())
    }

    /// The text and what stands behind it.
    pub(crate) fn room(&self) -> &[u8; Self::ROOM] {
        &self.bytes
    }

    /// How long it is.
    pub(crate) fn length(&self) -> usize {
        self.length.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is read of a number with a comma behind it: how it goes on, its value, its text.
    fn short(text: &str) -> Option<(usize, Decimal, String)> {
        let json = format!("x{text},");
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
            if let Some((length, value, written)) = short(&text) {
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(Ok(value), Decimal::from_json_number(&text));
                prop_assert_eq!(written, value.to_string());
            }
        }
    }
}

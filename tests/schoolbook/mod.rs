//! Schoolbook arithmetic: what exact decimals are held against.

use fal_focus::decimal::MAX_DIGITS;

/// A decimal number, slow and plain: the digits least significant first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schoolbook {
    pub negative: bool,
    pub digits: Vec<u8>,
    pub scale: usize,
}

impl Schoolbook {
    /// Lowest terms: no zeros in front, none behind the point.
    pub fn new(negative: bool, mut digits: Vec<u8>, mut scale: usize) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let spare = digits.iter().take_while(|digit| **digit == 0).count().min(scale);
        digits.drain(..spare);
        scale = if digits.is_empty() { 0 } else { scale - spare };
        Self { negative: negative && !digits.is_empty(), digits, scale }
    }

    /// Reads a JSON number; `None` where its digits would not fit on a page.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let unsigned = mantissa.trim_start_matches('-');
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let mut digits: Vec<u8> = (whole.to_owned() + decimals).bytes().rev().collect();
        digits.iter_mut().for_each(|digit| *digit -= b'0');
        if digits.iter().all(|digit| *digit == 0) {
            return Some(Self::new(false, digits, 0));
        }
        let scale = (decimals.len() as i64).checked_sub(exponent.parse().ok()?)?;
        if scale.unsigned_abs() > 10_000 {
            return None;
        }
        // A negative scale is zeros before the point.
        digits.splice(0..0, vec![0; (-scale).max(0) as usize]);
        Some(Self::new(mantissa.starts_with('-'), digits, scale.max(0) as usize))
    }

    /// As [`Decimal`] documents its range.
    pub fn in_range(&self) -> bool {
        self.digits.len() <= MAX_DIGITS as usize && self.scale <= MAX_DIGITS as usize
    }

    fn at_scale(&self, scale: usize) -> Vec<u8> {
        let mut digits = vec![0; scale - self.scale];
        digits.extend(&self.digits);
        digits
    }

    pub fn add(&self, other: &Self) -> Self {
        let scale = self.scale.max(other.scale);
        let (mut a, mut b) = (self.at_scale(scale), other.at_scale(scale));
        let length = a.len().max(b.len()) + 1;
        a.resize(length, 0);
        b.resize(length, 0);
        let a_is_smaller = a.iter().rev().lt(b.iter().rev());
        let (large, small) = if a_is_smaller { (&b, &a) } else { (&a, &b) };
        let negative = if a_is_smaller { other.negative } else { self.negative };
        let sign = if self.negative == other.negative { 1 } else { -1 };
        let mut carry = 0;
        let digit = |(large, small): (&u8, &u8)| {
            let sum = *large as i8 + sign * *small as i8 + carry;
            carry = sum.div_euclid(10);
            sum.rem_euclid(10) as u8
        };
        let digits = large.iter().zip(small).map(digit).collect();
        Self::new(negative, digits, scale)
    }

    pub fn multiply(&self, other: &Self) -> Self {
        let mut columns = vec![0u32; self.digits.len() + other.digits.len() + 1];
        for (place, a) in self.digits.iter().enumerate() {
            for (further, b) in other.digits.iter().enumerate() {
                columns[place + further] += u32::from(*a) * u32::from(*b);
            }
        }
        let mut carry = 0;
        let digit = |column: u32| {
            let sum = column + carry;
            carry = sum / 10;
            (sum % 10) as u8
        };
        let digits = columns.into_iter().map(digit).collect();
        Self::new(self.negative != other.negative, digits, self.scale + other.scale)
    }

    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let difference = self.add(&Self { negative: !other.negative, ..other.clone() });
        match (difference.digits.is_empty(), difference.negative) {
            (true, _) => std::cmp::Ordering::Equal,
            (false, true) => std::cmp::Ordering::Less,
            (false, false) => std::cmp::Ordering::Greater,
        }
    }

    /// The text that the product must give: none where the value is out of range.
    pub fn text(&self) -> Option<String> {
        let mut digits: Vec<u8> = self.digits.iter().map(|digit| digit + b'0').collect();
        digits.resize(digits.len().max(self.scale + 1), b'0');
        if self.scale == 0 {
            digits.splice(0..0, [b'0', b'.']);
        } else {
            digits.insert(self.scale, b'.');
        }
        digits.extend(self.negative.then_some(b'-'));
        digits.reverse();
        self.in_range().then(|| String::from_utf8(digits).unwrap())
    }
}

//! Exact decimals: what the API sent is what the CSV says, and sums and products lose nothing.

mod fixed;
mod magnitude;
mod short;
mod short_number;
mod short_text;
mod sum;
#[cfg(feature = "parts")]
mod wire;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;

pub(crate) use fixed::Fixed;
use magnitude::{Magnitude, limb_pow10, limb_product, tenth};
pub(crate) use short::Short;
pub(crate) use short_number::ShortNumber;
pub(crate) use short_text::{CopiedText, ShortText};
pub(crate) use sum::Sum;

use crate::counting::Counting;
use crate::datetime::is_digits;
use crate::error::{Error, ErrorCode};

/// The documented range: a plain amount has at most this many digits, and at most this many of
/// them after the decimal point.
pub const MAX_DIGITS: u32 = 76;

const TWO: NonZeroU64 = NonZeroU64::new(2).unwrap();
const FIVE: NonZeroU64 = NonZeroU64::new(5).unwrap();
const TEN: NonZeroU64 = NonZeroU64::new(10).unwrap();

/// An exact decimal number.
///
/// Always in lowest terms (no trailing zero after the point, no negative zero), so that equal
/// values are equal in every way. Operations return `None` beyond [`MAX_DIGITS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    coefficient: Magnitude,
    /// The value is `coefficient / 10^scale`.
    scale: u32,
}

/// Why a text is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalError {
    /// Not a number as JSON writes it.
    NotANumber,
    /// More digits than [`MAX_DIGITS`].
    OutOfRange,
}

impl Decimal {
    /// The number 0.
    pub const ZERO: Self = Self { negative: false, coefficient: Magnitude::ZERO, scale: 0 };
    /// The number 1.
    pub const ONE: Self = Self { negative: false, coefficient: Magnitude::ONE, scale: 0 };
    /// The number 0.01, for percentages.
    pub const HUNDREDTH: Self = Self { negative: false, coefficient: Magnitude::ONE, scale: 2 };
    /// The number 100, for percentages.
    pub fn hundred() -> Self {
        Self { coefficient: Magnitude::from(100), ..Self::ZERO }
    }

    /// Reads a number from JSON text, digit for digit: `-?int frac? exp?`.
    pub fn from_json_number(text: &str) -> Result<Self, DecimalError> {
        if let Some(short) = Short::parse(text.as_bytes()) {
            return Ok(short.value());
        }
        let number = NumberText::split(text).ok_or(DecimalError::NotANumber)?;
        number.value().ok_or(DecimalError::OutOfRange)
    }

    /// `10^-decimals`, for up to [`MAX_DIGITS`] decimals.
    pub fn unit_of(decimals: u32) -> Self {
        Self { negative: false, coefficient: Magnitude::ONE, scale: decimals.min(MAX_DIGITS) }
    }

    /// How many digits the value has after the point.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// Whether this value, rounded to so many decimals, can be `rounded`, whichever way halves go.
    pub fn rounds_to(self, rounded: Self, decimals: u32) -> Option<bool> {
        let distance = self.checked_sub(rounded)?.abs();
        Some(distance.checked_add(distance)? <= Self::unit_of(decimals))
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether the value is zero.
    pub fn is_zero(self) -> bool {
        self.coefficient.is_zero()
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self { negative: false, ..self }
    }

    /// The value with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { negative: !self.negative && !self.is_zero(), ..self }
    }

    /// Writes the value as [`Display`](fmt::Display) shows it.
    pub fn write_to(self, out: &mut Vec<u8>) {
        if self.negative {
            out.push(b'-');
        }
        let start = out.len();
        self.coefficient.write_digits(out);
        let (digits, scale) = (out.len().saturating_sub(start), self.scale as usize);
        if digits <= scale {
            // At least one digit before the point.
            let zeros = scale.saturating_sub(digits).saturating_add(1);
            out.splice(start..start, std::iter::repeat_n(b'0', zeros));
        }
        if scale == 0 {
            out.extend_from_slice(b".0");
        } else {
            out.insert(out.len().saturating_sub(scale), b'.');
        }
    }

    /// The exact sum.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if let Some((a, b, scale)) = self.aligned_limbs(other) {
            if self.negative != other.negative {
                return Self::of_limb(self.negative != (a < b), a.abs_diff(b), scale);
            }
            if let Some(sum) = a.checked_add(b) {
                return Self::of_limb(self.negative, sum, scale);
            }
        }
        self.add_wide(other)
    }

    #[inline(never)]
    fn add_wide(self, other: Self) -> Option<Self> {
        let (a, b, scale) = self.aligned(other)?;
        if self.negative == other.negative {
            return Self::new(self.negative, a.checked_add(b)?, scale);
        }
        match a.checked_sub(b) {
            Some(difference) => Self::new(self.negative, difference, scale),
            None => Self::new(other.negative, b.checked_sub(a)?, scale),
        }
    }

    /// The exact difference.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated())
    }

    /// The exact product.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let negative = self.negative != other.negative;
        let (a, b) = (self.coefficient, other.coefficient);
        let scale = self.scale.checked_add(other.scale)?;
        let limbs = a.as_limb().zip(b.as_limb());
        if let Some(product) = limbs.and_then(|(a, b)| limb_product(a, b)) {
            return Self::of_limb(negative, product, scale);
        }
        Self::mul_wide(negative, (a, b), scale)
    }

    #[inline(never)]
    fn mul_wide(negative: bool, (a, b): (Magnitude, Magnitude), scale: u32) -> Option<Self> {
        if let Some(product) = a.checked_mul(b) {
            return Self::new(negative, product, scale);
        }
        // Zeros that lowest terms will not have may be what makes the product too long.
        let (a, b, scale) = without_tens(a, b, scale);
        Self::new(negative, a.checked_mul(b)?, scale)
    }

    /// The quotient where it is a finite decimal in range; `None` for all others and for a
    /// division by zero.
    pub fn checked_div_exact(self, divisor: Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let (quotient, decimals) = long_division(self.coefficient, divisor.coefficient)?;
        // n / 10^a ÷ d / 10^b = (n ÷ d) × 10^(b − a)
        let scale = decimals.checked_add(self.scale)?;
        let negative = self.negative != divisor.negative;
        match scale.checked_sub(divisor.scale) {
            Some(scale) => Self::new(negative, quotient, scale),
            None => {
                let whole = quotient.checked_mul_pow10(divisor.scale.abs_diff(scale))?;
                Self::new(negative, whole, 0)
            }
        }
    }

    /// Brings a result to lowest terms; `None` when it is out of range.
    fn new(negative: bool, coefficient: Magnitude, scale: u32) -> Option<Self> {
        match coefficient.as_limb() {
            Some(limb) => Self::of_limb(negative, limb, scale),
            None => Self::new_wide(negative, coefficient, scale),
        }
    }

    #[inline(always)]
    fn of_limb(negative: bool, limb: u64, scale: u32) -> Option<Self> {
        if limb == 0 {
            return Some(Self::ZERO);
        }
        let (limb, scale) = lowest_terms(limb, scale);
        let coefficient = limb.into();
        (scale <= MAX_DIGITS).then_some(Self { negative, coefficient, scale })
    }

    #[inline(never)]
    fn new_wide(negative: bool, coefficient: Magnitude, scale: u32) -> Option<Self> {
        let (mut coefficient, mut scale) = (coefficient, scale);
        while let Some(fewer) = scale.checked_sub(1)
            && let (tenth, 0) = coefficient.div_rem_limb(TEN)
        {
            (coefficient, scale) = (tenth, fewer);
        }
        let fits = coefficient < Magnitude::ONE.checked_mul_pow10(MAX_DIGITS)?;
        (fits && scale <= MAX_DIGITS).then_some(Self { negative, coefficient, scale })
    }

    /// Both coefficients at the larger of the two scales.
    fn aligned(self, other: Self) -> Option<(Magnitude, Magnitude, u32)> {
        if self.scale == other.scale {
            return Some((self.coefficient, other.coefficient, self.scale));
        }
        Some((
            self.coefficient.checked_mul_pow10(other.scale.saturating_sub(self.scale))?,
            other.coefficient.checked_mul_pow10(self.scale.saturating_sub(other.scale))?,
            self.scale.max(other.scale),
        ))
    }

    /// The same where limbs hold both.
    #[inline(always)]
    fn aligned_limbs(self, other: Self) -> Option<(u64, u64, u32)> {
        let with_decimals = |limb: u64, more: u32| match more {
            0 => Some(limb),
            more => limb_pow10(more).and_then(|ten| limb_product(limb, ten)),
        };
        let (a, b) = self.coefficient.as_limb().zip(other.coefficient.as_limb())?;
        Some((
            with_decimals(a, other.scale.saturating_sub(self.scale))?,
            with_decimals(b, self.scale.saturating_sub(other.scale))?,
            self.scale.max(other.scale),
        ))
    }

    fn cmp_abs(self, other: Self) -> Ordering {
        if let Some((a, b, _)) = self.aligned_limbs(other) {
            return a.cmp(&b);
        }
        match self.aligned(other) {
            Some((a, b, _)) => a.cmp(&b),
            // One of the two is too large to be written at the other's scale.
            None => other.scale.cmp(&self.scale),
        }
    }
}

/// A fraction without the zeros behind its last digit.
#[inline(always)]
fn lowest_terms(mut coefficient: u64, mut scale: u32) -> (u64, u32) {
    while let Some(fewer) = scale.checked_sub(1)
        && let Some(tenth) = tenth(coefficient)
    {
        (coefficient, scale) = (tenth, fewer);
    }
    (coefficient, scale)
}

/// Takes factors of ten out of a product, one for each decimal: a two and a five, of either factor.
fn without_tens(a: Magnitude, b: Magnitude, scale: u32) -> (Magnitude, Magnitude, u32) {
    let (mut a, mut b, mut scale) = (a, b, scale);
    while let Some(fewer) = scale.checked_sub(1)
        && let Some(halved) = divide_one((a, b), TWO)
        && let Some(tenth) = divide_one(halved, FIVE)
    {
        ((a, b), scale) = (tenth, fewer);
    }
    (a, b, scale)
}

/// Divides the factor that is divisible.
fn divide_one(
    factors: (Magnitude, Magnitude),
    divisor: NonZeroU64,
) -> Option<(Magnitude, Magnitude)> {
    let (a, b) = factors;
    match (a.div_rem_limb(divisor), b.div_rem_limb(divisor)) {
        ((quotient, 0), _) => Some((quotient, b)),
        (_, (quotient, 0)) => Some((a, quotient)),
        _ => None,
    }
}

/// A quotient with more decimals is beyond the range, also where those of the divisor come off them.
const MOST_DECIMALS: u32 = 2 * MAX_DIGITS;

/// Decimal long division: the quotient's digits as an integer, and how many of them are decimals.
/// `None` when the division does not end within the range.
fn long_division(dividend: Magnitude, divisor: Magnitude) -> Option<(Magnitude, u32)> {
    let mut quotient = Magnitude::ZERO;
    let mut remainder = Magnitude::ZERO;
    let mut bring_down = |digit: u8| -> Option<bool> {
        remainder = remainder.push_digit(digit)?;
        let mut count = 0u8;
        while let Some(rest) = remainder.checked_sub(divisor) {
            remainder = rest;
            count.count_one();
        }
        quotient = quotient.push_digit(count)?;
        Some(remainder.is_zero())
    };
    let mut ended = true;
    let mut digits = Vec::new();
    dividend.write_digits(&mut digits);
    for digit in digits {
        ended = bring_down(digit_value(digit))?;
    }
    for decimals in 0..=MOST_DECIMALS {
        if ended {
            return Some((quotient, decimals));
        }
        ended = bring_down(0)?;
    }
    None
}

/// What an ASCII digit stands for.
fn digit_value(digit: u8) -> u8 {
    digit & 0x0F
}

/// Equal values have equal parts; nearly all are hashed in two words.
impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.coefficient.as_limb() {
            Some(limb) => state.write_u64(limb),
            None => self.coefficient.hash(state),
        }
        state.write_u64(u64::from(self.scale) << 1 | u64::from(self.negative));
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_abs(*other),
            (true, true) => other.cmp_abs(*self),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Plain notation, never an exponent, always with a decimal point: `4.0`, `0.00000017`.
///
/// The point keeps importers from typing a column of whole amounts as integer.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.write_to(&mut text);
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The parts of a JSON number.
struct NumberText<'a> {
    negative: bool,
    whole: &'a str,
    decimals: &'a str,
    exponent: &'a str,
}

impl<'a> NumberText<'a> {
    /// Checks the grammar of RFC 8259 section 6.
    fn split(text: &'a str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, decimals) = match mantissa.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (mantissa, None),
        };
        let exponent_digits = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
        let well_formed = is_digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && decimals.is_none_or(is_digits)
            && exponent_digits.is_none_or(is_digits);
        well_formed.then_some(Self {
            negative,
            whole,
            decimals: decimals.unwrap_or_default(),
            exponent: exponent.unwrap_or("0"),
        })
    }

    /// The value; an exponent bomb is refused before anything is expanded.
    fn value(&self) -> Option<Decimal> {
        let mut coefficient = Magnitude::ZERO;
        // Zeros count only once another digit follows them.
        let mut zeros = 0u32;
        for digit in self.whole.bytes().chain(self.decimals.bytes()) {
            if digit == b'0' {
                zeros.count_one();
            } else {
                coefficient = coefficient.checked_mul_pow10(zeros)?;
                coefficient = coefficient.push_digit(digit_value(digit))?;
                zeros = 0;
            }
        }
        if coefficient.is_zero() {
            return Some(Decimal::ZERO);
        }
        let exponent: i64 = self.exponent.parse().ok()?;
        let decimals = i64::try_from(self.decimals.len()).ok()?;
        let shift = exponent.checked_add(zeros.into())?.checked_sub(decimals)?;
        let distance = u32::try_from(shift.unsigned_abs()).ok()?;
        if distance > MAX_DIGITS {
            return None;
        }
        if shift < 0 {
            Decimal::new(self.negative, coefficient, distance)
        } else {
            Decimal::new(self.negative, coefficient.checked_mul_pow10(distance)?, 0)
        }
    }
}

/// The error of an amount that has too many digits to be exact.
pub(crate) fn out_of_range(what: &str) -> Error {
    Error::new(ErrorCode::AmountOutOfRange, format!("{what} is beyond the exact range"))
        .hint(range_hint())
}

/// What to do about an amount out of range.
pub(crate) fn range_hint() -> String {
    format!("Amounts have at most {MAX_DIGITS} digits, also sums and products.")
}

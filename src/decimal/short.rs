//! Decimals of one word: what nearly all amounts are, without a step that the rest would need.

use super::magnitude::{limb_pow10, limb_product};
use super::{Decimal, MAX_DIGITS, lowest_terms};

/// More digits might not fit a limb.
pub(super) const MAX_SHORT: usize = 18;

/// A decimal whose coefficient is one limb, in lowest terms.
///
/// Operations are `None` where a result might not be one; then decimals know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Short {
    pub(super) coefficient: u64,
    pub(super) scale: u32,
    pub(super) negative: bool,
}

impl Short {
    /// The number 100, for percentages.
    pub(crate) const HUNDRED: Self = Self { coefficient: 100, scale: 0, negative: false };

    /// The decimal, where it is short.
    pub(crate) fn of(decimal: Decimal) -> Option<Self> {
        let Decimal { negative, coefficient, scale } = decimal;
        coefficient.as_limb().map(|coefficient| Self { coefficient, scale, negative })
    }

    /// Reads all of a text of few digits without an exponent; `None` of all else.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let unsigned = text.strip_prefix(b"-").unwrap_or(text);
        let mut coefficient = 0;
        let mut point = None;
        if unsigned.len() > MAX_SHORT {
            return None;
        }
        for (place, byte) in unsigned.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    // Few digits: no product is near the end of a word.
                    coefficient =
                        limb_product(coefficient, 10)?.wrapping_add(u64::from(byte & 0xF));
                }
                b'.' if point.is_none() && place > 0 => point = Some(place),
                _ => return None,
            }
        }
        let whole = point.unwrap_or(unsigned.len());
        let decimals =
            point.map_or(0, |point| unsigned.len().saturating_sub(point).saturating_sub(1));
        let has_leading_zero = whole > 1 && unsigned.first() == Some(&b'0');
        if whole == 0 || has_leading_zero || (point.is_some() && decimals == 0) {
            return None;
        }
        Some(Self::new(unsigned.len() < text.len(), coefficient, decimals as u32))
    }

    /// The same as a decimal.
    #[inline(always)]
    pub(crate) fn value(self) -> Decimal {
        let Self { coefficient, scale, negative } = self;
        Decimal { negative, coefficient: coefficient.into(), scale }
    }

    #[inline(always)]
    pub(crate) fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    #[inline(always)]
    pub(crate) fn scale(self) -> u32 {
        self.scale
    }

    #[inline(always)]
    pub(crate) fn is_negative(self) -> bool {
        self.negative
    }

    /// The exact product.
    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let coefficient = limb_product(self.coefficient, other.coefficient)?;
        let scale = self.scale.saturating_add(other.scale);
        let negative = self.negative != other.negative;
        (scale <= MAX_DIGITS).then(|| Self::new(negative, coefficient, scale))
    }

    /// The exact sum of two that are not negative.
    #[inline(always)]
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let coefficient = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        let is_plain = !self.negative && !other.negative;
        is_plain.then(|| Self::new(false, coefficient, scale))
    }

    /// The coefficient with more decimals.
    #[inline(always)]
    fn at_scale(self, scale: u32) -> Option<u64> {
        limb_product(self.coefficient, limb_pow10(scale.checked_sub(self.scale)?)?)
    }

    /// Whether it is the product of two others; their digits may end in zeros.
    #[inline(always)]
    pub(crate) fn is_product(self, a: Self, b: Self) -> Option<bool> {
        let product = limb_product(a.coefficient, b.coefficient)?;
        let scale = a.scale.saturating_add(b.scale);
        let (low, high) = match scale >= self.scale {
            true => (self.coefficient, product),
            false => (product, self.coefficient),
        };
        let low = limb_product(low, limb_pow10(scale.abs_diff(self.scale))?)?;
        let has_sign = product == 0 || self.negative == (a.negative != b.negative);
        (scale <= MAX_DIGITS).then_some(low == high && has_sign)
    }

    /// The exact difference of two that are not negative, where it is not negative either.
    #[inline(always)]
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let coefficient = self.at_scale(scale)?.checked_sub(other.at_scale(scale)?)?;
        let is_plain = !self.negative && !other.negative;
        is_plain.then(|| Self::new(false, coefficient, scale))
    }

    /// Whether it, rounded to so many decimals, can be `rounded`, whichever way halves go; of two that
    /// are not negative.
    pub(crate) fn rounds_to(self, rounded: Self, decimals: u32) -> Option<bool> {
        if self == rounded {
            return Some(true);
        }
        let scale = self.scale.max(rounded.scale).max(decimals);
        let distance = self.at_scale(scale)?.abs_diff(rounded.at_scale(scale)?);
        let is_plain = !self.negative && !rounded.negative;
        is_plain.then_some(distance.checked_mul(2)? <= limb_pow10(scale.checked_sub(decimals)?)?)
    }

    /// `self / 10^decimals`.
    pub(crate) fn shifted_down(self, decimals: u32) -> Self {
        Self::new(self.negative, self.coefficient, self.scale.saturating_add(decimals))
    }

    pub(super) fn new(negative: bool, coefficient: u64, scale: u32) -> Self {
        if coefficient == 0 {
            return Self::default();
        }
        let (coefficient, scale) = lowest_terms(coefficient, scale);
        Self { coefficient, scale, negative }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_known_whatever_their_zeros() {
        let short = |text: &str| Short::parse(text.as_bytes()).unwrap_or_default();
        for (cost, price, quantity, is_it) in [
            ("0.5", "0.25", "2", true),
            ("500", "0.25", "2000", true),
            ("-0.5", "0.25", "2", false),
            ("-0.5", "-0.25", "2", true),
            ("0", "-0.25", "0", true),
            ("0.51", "0.25", "2", false),
        ] {
            let found = short(cost).is_product(short(price), short(quantity));
            assert_eq!(found, Some(is_it), "{cost} {price} {quantity}");
        }
        let long = short("999999999999999999");
        assert_eq!(long.is_product(long, long), None);
    }
}

//! Amounts that all have so many decimals: very many of them are added up at once, each in four words.

use super::Decimal;
use super::magnitude::Magnitude;

/// An amount of 38 decimals; below zero it is the complement of two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Fixed(Magnitude);

impl Fixed {
    const DECIMALS: u32 = 38;

    /// Digits before the point: 10^10 amounts add up to fewer than decimals have.
    const WHOLE_DIGITS: u32 = 28;

    /// The amount, where it has no more than 28 digits before its point, and 38 behind it.
    pub(crate) fn of(amount: Decimal) -> Option<Self> {
        let more = Self::DECIMALS.checked_sub(amount.scale)?;
        let units = amount.coefficient.checked_mul_pow10(more)?;
        let limit = Magnitude::ONE.checked_mul_pow10(Self::DECIMALS + Self::WHOLE_DIGITS)?;
        let units = (units < limit).then_some(units)?;
        Some(Self(if amount.negative { units.negated() } else { units }))
    }

    /// The exact sum.
    #[inline(always)]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    /// The same as a decimal; `None` of a sum beyond the range.
    pub(crate) fn value(self) -> Option<Decimal> {
        let is_negative = self.0.has_top_bit();
        let units = if is_negative { self.0.negated() } else { self.0 };
        Decimal::new(is_negative, units, Self::DECIMALS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed_seed::cases;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_json_number(text).unwrap_or_default()
    }

    #[test]
    fn amounts_with_more_digits_are_none() {
        let nines = "9".repeat(28);
        for (text, is_some) in [
            (nines.clone(), true),
            (format!("-{nines}.{nines}"), true),
            (format!("1{}", "0".repeat(28)), false),
            ("1e-38".to_owned(), true),
            ("1e-39".to_owned(), false),
        ] {
            let amount = decimal(&text);
            let fixed = Fixed::of(amount);
            assert_eq!(fixed.is_some(), is_some, "{text}");
            assert_eq!(fixed.and_then(Fixed::value), is_some.then_some(amount), "{text}");
        }
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn sums_are_those_of_decimals(texts in prop::collection::vec(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,30})?", 0..20)) {
            let amounts: Vec<Decimal> = texts.iter().map(|text| decimal(text)).collect();
            let sum = amounts.iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount));
            let fixed = amounts.iter().try_fold(Fixed::default(), |sum, amount| {
                Some(sum.plus(Fixed::of(*amount)?))
            });
            prop_assert_eq!(fixed.and_then(Fixed::value), sum);
        }
    }
}

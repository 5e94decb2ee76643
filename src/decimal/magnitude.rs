//! Unsigned 256-bit integers: as many digits as an exact amount may need, and no allocation.

use std::num::{NonZeroU64, NonZeroU128};

/// An unsigned integer of 256 bits, least significant limb first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Magnitude([u64; 4]);

/// The largest power of ten that fits a limb.
const CHUNK_DIGITS: u32 = 19;
const CHUNK: NonZeroU64 = NonZeroU64::new(10u64.pow(CHUNK_DIGITS)).unwrap();

impl Magnitude {
    pub(super) const ZERO: Self = Self([0; 4]);
    pub(super) const ONE: Self = Self([1, 0, 0, 0]);

    #[cfg(feature = "parts")]
    pub(super) fn limbs(self) -> [u64; 4] {
        self.0
    }

    #[cfg(feature = "parts")]
    pub(super) fn of_limbs(limbs: [u64; 4]) -> Self {
        Self(limbs)
    }

    pub(super) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The value where one limb holds it: nearly always, and 128-bit steps are slow in WebAssembly.
    #[inline(always)]
    pub(super) fn as_limb(self) -> Option<u64> {
        match self.0 {
            [limb, 0, 0, 0] => Some(limb),
            _ => None,
        }
    }

    /// Whether two limbs hold it: half of the range, and much less of what can be written in it.
    #[inline(always)]
    pub(super) fn fits_two_limbs(self) -> bool {
        matches!(self.0, [_, _, 0, 0])
    }

    pub(super) fn checked_add(self, other: Self) -> Option<Self> {
        if let Some(sum) = self.as_limb().zip(other.as_limb()).and_then(|(a, b)| a.checked_add(b)) {
            return Some(sum.into());
        }
        let mut sum = [0; 4];
        let mut carry = false;
        for ((out, a), b) in sum.iter_mut().zip(self.0).zip(other.0) {
            let (partial, over_a) = a.overflowing_add(b);
            let (limb, over_b) = partial.overflowing_add(u64::from(carry));
            *out = limb;
            carry = over_a || over_b;
        }
        (!carry).then_some(Self(sum))
    }

    /// `self - other`; `None` when `other` is larger.
    pub(super) fn checked_sub(self, other: Self) -> Option<Self> {
        if let Some((a, b)) = self.as_limb().zip(other.as_limb()) {
            return a.checked_sub(b).map(Self::from);
        }
        let mut difference = [0; 4];
        let mut borrow = false;
        for ((out, a), b) in difference.iter_mut().zip(self.0).zip(other.0) {
            let (partial, under_a) = a.overflowing_sub(b);
            let (limb, under_b) = partial.overflowing_sub(u64::from(borrow));
            *out = limb;
            borrow = under_a || under_b;
        }
        (!borrow).then_some(Self(difference))
    }

    /// `self + other`, without what leaves the limbs.
    #[inline(always)]
    pub(super) fn wrapping_add(self, other: Self) -> Self {
        let mut sum = [0; 4];
        let mut carry = 0;
        for ((out, a), b) in sum.iter_mut().zip(self.0).zip(other.0) {
            let (partial, over_a) = a.overflowing_add(b);
            let (limb, over_b) = partial.overflowing_add(carry);
            *out = limb;
            carry = u64::from(over_a | over_b);
        }
        Self(sum)
    }

    /// The complement of two.
    pub(super) fn negated(self) -> Self {
        Self(self.0.map(|limb| !limb)).wrapping_add(Self::ONE)
    }

    /// Whether a complement of two is below zero.
    pub(super) fn has_top_bit(self) -> bool {
        matches!(self.0, [_, _, _, limb] if limb >> 63 == 1)
    }

    pub(super) fn checked_mul(self, other: Self) -> Option<Self> {
        let limbs = self.as_limb().zip(other.as_limb());
        if let Some(product) = limbs.and_then(|(a, b)| limb_product(a, b)) {
            return Some(product.into());
        }
        self.mul_wide(other)
    }

    #[inline(never)]
    fn mul_wide(self, other: Self) -> Option<Self> {
        if let Some(limb) = other.as_limb() {
            return self.mul_limb_add(limb, 0);
        }
        let mut product = Self::ZERO;
        for (place, limb) in other.0.into_iter().enumerate() {
            if limb != 0 {
                let row = self.mul_limb_add(limb, 0)?.shifted_up(place)?;
                product = product.checked_add(row)?;
            }
        }
        Some(product)
    }

    /// `self × 10^power`.
    pub(super) fn checked_mul_pow10(self, power: u32) -> Option<Self> {
        if power == 0 || self.is_zero() {
            return Some(self);
        }
        let limbs = self.as_limb().zip(limb_pow10(power));
        if let Some(product) = limbs.and_then(|(a, b)| limb_product(a, b)) {
            return Some(product.into());
        }
        self.mul_pow10_wide(power)
    }

    #[inline(never)]
    fn mul_pow10_wide(self, power: u32) -> Option<Self> {
        let mut product = self;
        for _ in 0..power / CHUNK_DIGITS {
            product = product.mul_limb_add(CHUNK.get(), 0)?;
        }
        product.mul_limb_add(10u64.pow(power % CHUNK_DIGITS), 0)
    }

    /// `self × 10 + digit`: one more digit of a number read from the left.
    pub(super) fn push_digit(self, digit: u8) -> Option<Self> {
        self.mul_limb_add(10, u64::from(digit))
    }

    /// The quotient and the remainder of a division by a limb.
    pub(super) fn div_rem_limb(self, divisor: NonZeroU64) -> (Self, u64) {
        if let Some(limb) = self.as_limb() {
            return ((limb / divisor).into(), limb % divisor);
        }
        let mut quotient = self;
        let mut remainder = 0;
        for limb in quotient.0.iter_mut().rev() {
            let dividend = (u128::from(remainder) << 64) | u128::from(*limb);
            // The remainder is below the divisor, so the quotient fits a limb.
            *limb = (dividend / NonZeroU128::from(divisor)) as u64;
            remainder = (dividend % NonZeroU128::from(divisor)) as u64;
        }
        (quotient, remainder)
    }

    /// Writes the decimal digits, most significant first.
    pub(super) fn write_digits(self, out: &mut Vec<u8>) {
        let Some(limb) = self.as_limb() else { return self.write_digits_wide(out) };
        write_limb(limb, 1, out);
    }

    #[inline(never)]
    fn write_digits_wide(self, out: &mut Vec<u8>) {
        let (rest, chunk) = self.div_rem_limb(CHUNK);
        rest.write_digits(out);
        write_limb(chunk, CHUNK_DIGITS as usize, out);
    }

    fn mul_limb_add(self, factor: u64, addend: u64) -> Option<Self> {
        let product = self.as_limb().and_then(|limb| limb_product(limb, factor));
        if let Some(sum) = product.and_then(|product| product.checked_add(addend)) {
            return Some(sum.into());
        }
        let mut product = self;
        let mut carry = addend;
        for limb in &mut product.0 {
            (*limb, carry) = carrying_mul(*limb, factor, carry);
        }
        (carry == 0).then_some(product)
    }

    /// `self × 2^(64 × limbs)`.
    fn shifted_up(self, limbs: usize) -> Option<Self> {
        let mut shifted = [0; 4];
        let lost = self.0.iter().rev().take(limbs).any(|limb| *limb != 0);
        for (out, limb) in shifted.iter_mut().skip(limbs).zip(self.0) {
            *out = limb;
        }
        (!lost).then_some(Self(shifted))
    }
}

/// `a × b + carry`: the lower limb and the carry of the next. Two limbs always hold it.
#[inline(always)]
fn carrying_mul(a: u64, b: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(a).wrapping_mul(b.into()).wrapping_add(carry.into());
    (wide as u64, (wide >> 64) as u64)
}

/// Writes so many digits, or as many as there are.
fn write_limb(limb: u64, at_least: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut rest = limb;
    let mut first = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        if rest == 0 {
            break;
        }
        *digit = b'0' | (rest % 10) as u8;
        rest /= 10;
        first = place;
    }
    let first = first.min(digits.len().saturating_sub(at_least));
    out.extend_from_slice(digits.get(first..).unwrap_or_default());
}

/// The product, surely in one limb. `checked_mul` would be slow in WebAssembly, which has no wide one.
#[inline(always)]
pub(super) fn limb_product(a: u64, b: u64) -> Option<u64> {
    (a.leading_zeros().saturating_add(b.leading_zeros()) >= u64::BITS).then(|| a.wrapping_mul(b))
}

/// `10^power`, where one limb holds it.
#[inline(always)]
pub(super) fn limb_pow10(power: u32) -> Option<u64> {
    #[allow(clippy::indexing_slicing)] // Evaluated by the compiler.
    const POWERS: [u64; CHUNK_DIGITS as usize + 1] = {
        let mut powers = [1; CHUNK_DIGITS as usize + 1];
        let mut at = 1;
        while at < powers.len() {
            powers[at] = powers[at - 1] * 10;
            at += 1;
        }
        powers
    };
    POWERS.get(power as usize).copied()
}

/// A tenth of a multiple of ten, without a division.
#[inline(always)]
pub(super) fn tenth(limb: u64) -> Option<u64> {
    // Times the inverse of 5 modulo 2^64: multiples of 5 become their fifth, all others are large;
    // and the turn makes odd numbers large, too.
    const FIFTH: u64 = 0xCCCC_CCCC_CCCC_CCCD;
    let tenth = limb.wrapping_mul(FIFTH).rotate_right(1);
    (tenth <= u64::MAX / 10).then_some(tenth)
}

impl From<u64> for Magnitude {
    fn from(value: u64) -> Self {
        Self([value, 0, 0, 0])
    }
}

impl Ord for Magnitude {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Magnitude {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

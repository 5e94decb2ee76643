//! Unsigned 256-bit integers: as many digits as an exact amount may need, and no allocation.

/// An unsigned integer of 256 bits, least significant limb first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Magnitude([u64; 4]);

/// The largest power of ten that fits a limb.
const CHUNK_DIGITS: u32 = 19;
const CHUNK: u64 = 10u64.pow(CHUNK_DIGITS);

impl Magnitude {
    pub(super) const ZERO: Self = Self([0; 4]);
    pub(super) const ONE: Self = Self([1, 0, 0, 0]);

    pub(super) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The value where one limb holds it: nearly always, and 128-bit steps are slow in WebAssembly.
    pub(super) fn as_limb(self) -> Option<u64> {
        match self.0 {
            [limb, 0, 0, 0] => Some(limb),
            _ => None,
        }
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

    pub(super) fn checked_mul(self, other: Self) -> Option<Self> {
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
        if self.is_zero() {
            return Some(self);
        }
        let mut product = self;
        for _ in 0..power / CHUNK_DIGITS {
            product = product.mul_limb_add(CHUNK, 0)?;
        }
        product.mul_limb_add(10u64.pow(power % CHUNK_DIGITS), 0)
    }

    /// `self × 10 + digit`: one more digit of a number read from the left.
    pub(super) fn push_digit(self, digit: u8) -> Option<Self> {
        self.mul_limb_add(10, u64::from(digit))
    }

    /// The quotient and the remainder of a division by a limb; `divisor` must not be zero.
    pub(super) fn div_rem_limb(self, divisor: u64) -> (Self, u64) {
        if let Some(limb) = self.as_limb() {
            return ((limb / divisor).into(), limb % divisor);
        }
        let mut quotient = self;
        let mut remainder = 0;
        for limb in quotient.0.iter_mut().rev() {
            let dividend = (u128::from(remainder) << 64) | u128::from(*limb);
            // The remainder is below the divisor, so the quotient fits a limb.
            *limb = (dividend / u128::from(divisor)) as u64;
            remainder = (dividend % u128::from(divisor)) as u64;
        }
        (quotient, remainder)
    }

    /// The decimal digits, most significant first; nothing for zero.
    pub(super) fn to_digits(self) -> String {
        if let Some(limb) = self.as_limb().filter(|limb| *limb > 0) {
            return limb.to_string();
        }
        let mut chunks = Vec::new();
        let mut rest = self;
        while !rest.is_zero() {
            let (quotient, chunk) = rest.div_rem_limb(CHUNK);
            chunks.push(chunk);
            rest = quotient;
        }
        let mut digits = String::new();
        for chunk in chunks.into_iter().rev() {
            if digits.is_empty() {
                digits = chunk.to_string();
            } else {
                digits.push_str(&format!("{chunk:019}"));
            }
        }
        digits
    }

    fn mul_limb_add(self, factor: u64, addend: u64) -> Option<Self> {
        let in_limb = self.as_limb().and_then(|limb| limb.checked_mul(factor)?.checked_add(addend));
        if let Some(product) = in_limb {
            return Some(product.into());
        }
        let mut product = self;
        let mut carry = u128::from(addend);
        for limb in &mut product.0 {
            let wide = u128::from(*limb) * u128::from(factor) + carry;
            *limb = wide as u64;
            carry = wide >> 64;
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

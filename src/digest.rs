//! Digests, by which the same page, file or request is known when it comes again.

use std::hash::{DefaultHasher, Hasher};

/// 128 bits: two hashes of the same texts that start differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(u64, u64);

impl Digest {
    /// The digest of one text.
    pub(crate) fn of(text: &str) -> Self {
        let mut digest = Self::default();
        digest.add(text);
        digest
    }

    /// Takes in the next text.
    pub(crate) fn add(&mut self, text: &str) {
        self.0 = hash(self.0, text);
        self.1 = hash(!self.1, text);
    }

    /// Takes in the next text, and where the parts of it end.
    pub(crate) fn add_parts(&mut self, text: &str, ends: &[usize]) {
        self.add(text);
        for end in ends {
            self.fold(Self(*end as u64, *end as u64));
        }
    }

    /// Takes in another digest.
    pub(crate) fn fold(&mut self, other: Self) {
        // 2^64 divided by the golden ratio: every bit of a sum moves many of the product.
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(5) ^ other.0).wrapping_mul(GOLDEN);
        self.1 = (self.1.rotate_left(5) ^ other.1).wrapping_mul(GOLDEN);
    }

    /// All of its bits.
    pub(crate) fn as_u128(self) -> u128 {
        u128::from(self.0) << 64 | u128::from(self.1)
    }
}

/// What a text is known by where 64 bits are enough.
#[inline(never)]
pub(crate) fn short_hash(text: &str) -> u64 {
    hash(0, text)
}

fn hash(before: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(before);
    hasher.write(text.as_bytes());
    hasher.finish()
}

//! Digests, by which the same page, file or request is known when it comes again.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::words::part_of_word;

/// 128 bits of two hashes that start differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(u64, u64);

/// 2^64 divided by the golden ratio: every bit of a sum moves many of the product.
pub(crate) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Odd numbers without a pattern, one for each lane.
const LANES: [u64; 4] =
    [GOLDEN, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93];

impl Digest {
    /// The digest of one text.
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut digest = Self::default();
        digest.add(text);
        digest
    }

    /// Takes in the next text: four lanes of words, which do not wait for each other.
    pub(crate) fn add(&mut self, text: &[u8]) {
        let mut lanes = LANES.map(|lane| lane ^ text.len() as u64);
        let (blocks, rest) = text.as_chunks::<32>();
        for block in blocks {
            take_block(&mut lanes, block);
        }
        let mut last = [0; 32];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        take_block(&mut lanes, &last);
        let [a, b, c, d] = lanes.map(scattered);
        self.fold(Self(a ^ b.rotate_left(21), c ^ d.rotate_left(21)));
        self.fold(Self(c ^ b.rotate_left(42), a ^ d.rotate_left(42)));
    }

    /// Takes in the next text, and where the parts of it end.
    pub(crate) fn add_parts(&mut self, text: &str, ends: &[usize]) {
        self.add(text.as_bytes());
        for end in ends {
            self.fold(Self(*end as u64, *end as u64));
        }
    }

    /// Takes in another digest.
    pub(crate) fn fold(&mut self, other: Self) {
        self.0 = (self.0.rotate_left(5) ^ other.0).wrapping_mul(GOLDEN);
        self.1 = (self.1.rotate_left(5) ^ other.1).wrapping_mul(GOLDEN);
    }

    /// All of its bits.
    pub(crate) fn as_u128(self) -> u128 {
        u128::from(scattered(self.0)) << 64 | u128::from(scattered(self.1))
    }
}

#[inline(always)]
fn take_block(lanes: &mut [u64; 4], block: &[u8; 32]) {
    let (words, _) = block.as_chunks::<8>();
    for ((lane, word), factor) in lanes.iter_mut().zip(words).zip(LANES) {
        *lane = (lane.rotate_left(29) ^ u64::from_le_bytes(*word)).wrapping_mul(factor);
    }
}

/// A hash that goes on with a word.
#[inline(always)]
pub(crate) fn with_word(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(29) ^ word).wrapping_mul(GOLDEN)
}

/// Every bit in all places; two words never become the same.
#[inline(always)]
pub(crate) fn scattered(word: u64) -> u64 {
    let word = (word ^ word >> 32).wrapping_mul(GOLDEN);
    word ^ word >> 29
}

/// What a text is known by where 64 bits are enough.
#[inline(never)]
pub(crate) fn short_hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Hashes words of 64 bits, which are spread already or nearly so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    /// The hash of one thing.
    pub(crate) fn of(thing: &(impl Hash + ?Sized)) -> u64 {
        let mut hasher = Self::default();
        thing.hash(&mut hasher);
        hasher.finish()
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            // A one above the bytes tells how many they are.
            self.write_u64(1 << (rest.len() << 3) | part_of_word(rest));
        }
    }

    #[inline(always)]
    fn write_u64(&mut self, word: u64) {
        self.0 = with_word(self.0, word);
    }

    #[inline(always)]
    fn finish(&self) -> u64 {
        scattered(self.0)
    }
}

//! The digest of a reply's line items, by which the same page is known when it comes again; and
//! that of a request's id.

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

    /// Some of its bits.
    pub(crate) fn low_bits(self) -> usize {
        (self.1 & 0xFFFF) as usize
    }
}

fn hash(before: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(before);
    hasher.write(text.as_bytes());
    hasher.finish()
}

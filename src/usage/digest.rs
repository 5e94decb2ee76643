//! The digest of a reply's buckets, by which the same page is known when it comes again.

use std::hash::{DefaultHasher, Hasher};

/// 128 bits: two hashes of the same texts that start differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(u64, u64);

impl Digest {
    /// Takes in the next bucket.
    pub(super) fn add(&mut self, bucket: &str) {
        self.0 = hash(self.0, bucket);
        self.1 = hash(!self.1, bucket);
    }
}

fn hash(before: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(before);
    hasher.write(text.as_bytes());
    hasher.finish()
}

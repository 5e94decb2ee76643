//! What has been counted, by its digest: 16 bytes each, so that millions of request ids fit.

use crate::usage::Digest;

/// The low bits of a digest choose a shelf, so that no shelf is long and none grows by much.
const SHELVES: usize = 4096;

/// A set of digests.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each sorted.
    shelves: Vec<Vec<Digest>>,
}

impl Seen {
    /// Puts a digest in; whether it was not there.
    pub(super) fn insert(&mut self, digest: Digest) -> bool {
        if self.shelves.is_empty() {
            self.shelves.resize_with(SHELVES, Vec::new);
        }
        let Some(shelf) = self.shelves.get_mut(digest.low_bits() % SHELVES) else { return true };
        let Err(place) = shelf.binary_search(&digest) else { return false };
        if shelf.len() == shelf.capacity() {
            // An eighth more, not twice as much: the ids are most of the memory.
            shelf.reserve_exact(shelf.len() / 8 + 4);
        }
        shelf.insert(place, digest);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_new_once() {
        let mut ids = Seen::default();
        for round in [true, false] {
            for number in 0..20_000 {
                assert_eq!(ids.insert(Digest::of(&format!("request-{number}"))), round);
            }
        }
        let kept: usize = ids.shelves.iter().map(Vec::capacity).sum();
        assert!(kept < 2 * 20_000, "the shelves waste little: {kept}");
    }
}

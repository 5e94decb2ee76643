//! What has been counted, by its digest: 16 bytes each, so that millions of request ids fit.

use crate::digest::Digest;

/// The low bits of a digest choose a shelf, so that no shelf is long and none grows by much.
const SHELVES: usize = 4096;

/// Of the 16 bytes so many bits say what a thing holds; the others which one it is.
const CONTENT_BITS: u32 = 32;

/// A set of digests, each with a trace of what the thing held.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each sorted.
    shelves: Vec<Vec<u128>>,
}

/// What the set knew of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// Nothing.
    First,
    /// The same.
    Again,
    /// One of the same name, which held something else.
    Differently,
}

impl Seen {
    /// Puts a thing in that is known by `digest` and holds `content`.
    pub(super) fn insert(&mut self, digest: Digest, content: u32) -> Met {
        if self.shelves.is_empty() {
            self.shelves.resize_with(SHELVES, Vec::new);
        }
        let name = digest.as_u128() >> CONTENT_BITS;
        let Some(shelf) = self.shelves.get_mut(name as usize % SHELVES) else { return Met::First };
        match shelf.binary_search_by_key(&name, |entry| entry >> CONTENT_BITS) {
            Ok(place) if shelf.get(place).is_some_and(|entry| *entry as u32 == content) => {
                Met::Again
            }
            Ok(_) => Met::Differently,
            Err(place) => {
                if shelf.len() == shelf.capacity() {
                    // An eighth more, not twice as much: the ids are most of the memory.
                    shelf.reserve_exact(shelf.len() / 8 + 4);
                }
                shelf.insert(place, name << CONTENT_BITS | u128::from(content));
                Met::First
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_new_once() {
        let mut seen = Seen::default();
        for met in [Met::First, Met::Again] {
            for number in 0..20_000 {
                assert_eq!(
                    seen.insert(Digest::of(format!("request-{number}").as_bytes()), number),
                    met
                );
            }
        }
        assert_eq!(seen.insert(Digest::of(b"request-7"), 8), Met::Differently);
        let kept: usize = seen.shelves.iter().map(Vec::capacity).sum();
        assert!(kept < 2 * 20_000, "the shelves waste little: {kept}");
    }
}

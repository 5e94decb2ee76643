//! What has been counted, by its digest: 16 bytes each, so that millions of request ids fit.

use crate::counting::Counting;
use crate::digest::Digest;
use crate::error::Result;
use crate::limits::exceeded;

/// The low bits of a digest choose a shelf, so that none is long and growing one moves little.
const SHELVES: usize = 4096;

/// Of the 16 bytes so many bits say what a thing holds; the others which one it is.
const CONTENT_BITS: u32 = 32;

/// A set of digests, each with a trace of what the thing held.
#[derive(Debug)]
pub(super) struct Seen {
    shelves: Vec<Shelf>,
    count: usize,
    /// How many may be remembered.
    most: usize,
}

/// Entries near the places that their names choose; 0 is a place that is free.
#[derive(Debug, Default)]
struct Shelf {
    entries: Vec<u128>,
    taken: usize,
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
    /// An empty set for so many.
    pub(super) fn new(most: usize) -> Self {
        Self { shelves: Vec::new(), count: 0, most }
    }

    /// Whether there are no more than may be.
    pub(super) fn within_bounds(&self) -> Result<()> {
        if self.count <= self.most {
            return Ok(());
        }
        let message = format!("more than {} request ids, buckets or pages came", self.most);
        Err(exceeded(
            message,
            "Raise maxRemembered (--max-remembered): each takes 16 bytes; or make several reports.",
        ))
    }

    /// Puts a thing in that is known by `digest` and holds `content`.
    pub(super) fn insert(&mut self, digest: Digest, content: u32) -> Met {
        if self.shelves.is_empty() {
            self.shelves.resize_with(SHELVES, Shelf::default);
        }
        // Never 0, which is no name.
        let name = digest.as_u128() >> CONTENT_BITS | 1 << (127 - CONTENT_BITS);
        match self.shelves.get_mut(name as usize % SHELVES) {
            Some(shelf) => {
                let met = shelf.insert(name, content);
                self.count.count_more((met == Met::First).into());
                met
            }
            None => Met::First,
        }
    }
}

#[cfg(feature = "parts")]
impl Seen {
    /// Takes all entries out.
    pub(super) fn take_part(&mut self) -> Vec<u128> {
        let shelves = std::mem::take(&mut self.shelves).into_iter();
        self.count = 0;
        shelves.flat_map(|shelf| shelf.entries).filter(|entry| *entry != 0).collect()
    }

    /// Whether none of the entries is known.
    pub(super) fn accept(&mut self, part: &[u128]) -> bool {
        let has_room = self.count.saturating_add(part.len()) <= self.most;
        has_room
            && part.iter().all(|entry| {
                let name = entry >> CONTENT_BITS;
                let shelf = self.shelves.get_mut(name as usize % SHELVES);
                let place = shelf.and_then(|shelf| shelf.place_of(name));
                place.is_none_or(|place| *place == 0)
            })
    }

    pub(super) fn add_part(&mut self, part: Vec<u128>) {
        if self.shelves.is_empty() && !part.is_empty() {
            self.shelves.resize_with(SHELVES, Shelf::default);
        }
        self.count.count_more(part.len());
        for entry in part {
            let name = entry >> CONTENT_BITS;
            if let Some(shelf) = self.shelves.get_mut(name as usize % SHELVES) {
                shelf.insert(name, entry as u32);
            }
        }
    }
}

impl Shelf {
    fn insert(&mut self, name: u128, content: u32) -> Met {
        // An eighth is free at least, so that the search for a free place is short.
        let free = self.entries.len().saturating_sub(self.taken);
        if free <= self.entries.len() / 8 {
            self.grow();
        }
        let Some(place) = self.place_of(name) else { return Met::First };
        match *place {
            0 => {
                *place = name << CONTENT_BITS | u128::from(content);
                self.taken.count_one();
                Met::First
            }
            entry if entry as u32 == content => Met::Again,
            _ => Met::Differently,
        }
    }

    /// The place of the name's entry, or the free one that it would get.
    fn place_of(&mut self, name: u128) -> Option<&mut u128> {
        let length = self.entries.len();
        // The bits behind those that chose the shelf, as a share of the places.
        let spread = u64::from((name >> 12) as u32);
        let first = (spread.wrapping_mul(length as u64) >> 32) as usize;
        let is_its = |entry: u128| entry == 0 || entry >> CONTENT_BITS == name;
        let (before, behind) = self.entries.split_at_mut_checked(first)?;
        let mut places = behind.iter_mut().chain(before);
        places.find(|entry| is_its(**entry))
    }

    /// A fifth more, not twice as much: the ids are most of the memory.
    fn grow(&mut self) {
        let length = self.entries.len();
        let length = length.saturating_add(length / 5).saturating_add(8);
        let before = std::mem::replace(&mut self.entries, vec![0; length]);
        for entry in before.into_iter().filter(|entry| *entry != 0) {
            if let Some(place) = self.place_of(entry >> CONTENT_BITS) {
                *place = entry;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_new_once() {
        let mut seen = Seen::new(400_000);
        for met in [Met::First, Met::Again] {
            for number in 0..20_000 {
                assert_eq!(
                    seen.insert(Digest::of(format!("request-{number}").as_bytes()), number),
                    met
                );
            }
        }
        assert_eq!(seen.insert(Digest::of(b"request-7"), 8), Met::Differently);
        for number in 20_000..400_000 {
            assert_eq!(
                seen.insert(Digest::of(format!("request-{number}").as_bytes()), 1),
                Met::First
            );
        }
        let kept: usize = seen.shelves.iter().map(|shelf| shelf.entries.capacity()).sum();
        assert!(kept < 400_000 * 3 / 2, "the shelves waste little: {kept}");
    }
}

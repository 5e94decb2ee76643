//! What has been counted, by its digest: 16 bytes each, so that millions of request ids fit.

use crate::counting::Counting;
use crate::digest::Digest;
use crate::error::Result;
use crate::limits::exceeded;

/// The low bits of a digest choose a shelf, so that none is long and growing one moves little.
const SHELVES: usize = 4096;

/// One thing in 16 bytes: which it is, and a trace of what it holds.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    high: u64,
    low: u32,
    content: u32,
}

/// Which thing it is, by 96 bits of its digest, of which the first is set.
#[derive(Debug, Clone, Copy)]
struct Name {
    high: u64,
    low: u32,
}

/// A set of digests, each with a trace of what the thing held.
#[derive(Debug)]
pub(super) struct Seen {
    shelves: Vec<Shelf>,
    count: usize,
    /// How many may be remembered.
    most: usize,
}

/// Entries near the places that their names choose, and places that are free.
#[derive(Debug, Default)]
struct Shelf {
    entries: Vec<Entry>,
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
        let name = Name::of(digest.as_u128());
        match self.shelves.get_mut(name.shelf()) {
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
        let entries = shelves.flat_map(|shelf| shelf.entries);
        entries.filter(|entry| !entry.is_free()).map(Entry::as_u128).collect()
    }

    /// Whether none of the entries is known.
    pub(super) fn accept(&mut self, part: &[u128]) -> bool {
        let has_room = self.count.saturating_add(part.len()) <= self.most;
        has_room
            && part.iter().all(|entry| {
                let name = Name::of(*entry);
                let place =
                    self.shelves.get_mut(name.shelf()).and_then(|shelf| shelf.place_of(name));
                place.is_none_or(|place| place.is_free())
            })
    }

    pub(super) fn add_part(&mut self, part: Vec<u128>) {
        if self.shelves.is_empty() && !part.is_empty() {
            self.shelves.resize_with(SHELVES, Shelf::default);
        }
        self.count.count_more(part.len());
        for entry in part {
            let name = Name::of(entry);
            if let Some(shelf) = self.shelves.get_mut(name.shelf()) {
                shelf.insert(name, entry as u32);
            }
        }
    }
}

impl Entry {
    fn is_free(&self) -> bool {
        self.high == 0
    }

    fn is_of(&self, name: Name) -> bool {
        self.high == name.high && self.low == name.low
    }

    /// All of it, the name first.
    #[cfg(feature = "parts")]
    fn as_u128(self) -> u128 {
        let Self { high, low, content } = self;
        u128::from(high) << 64 | u128::from(low) << 32 | u128::from(content)
    }
}

impl Name {
    /// The name in the first bits of a digest, or of an entry.
    fn of(digest: u128) -> Self {
        Self { high: (digest >> 64) as u64 | 1 << 63, low: (digest >> 32) as u32 }
    }

    fn shelf(self) -> usize {
        self.low as usize % SHELVES
    }
}

impl Shelf {
    #[inline(always)]
    fn insert(&mut self, name: Name, content: u32) -> Met {
        // An eighth is free at least, so that the search for a free place is short.
        let free = self.entries.len().saturating_sub(self.taken);
        if free <= self.entries.len() / 8 {
            self.grow();
        }
        let Some(place) = self.place_of(name) else { return Met::First };
        if place.is_free() {
            *place = Entry { high: name.high, low: name.low, content };
            self.taken.count_one();
            return Met::First;
        }
        if place.content == content { Met::Again } else { Met::Differently }
    }

    /// The place of the name's entry, or the free one that it would get.
    #[inline(always)]
    fn place_of(&mut self, name: Name) -> Option<&mut Entry> {
        let length = self.entries.len();
        // The low half of it, as a share of the places.
        let spread = name.high & u64::from(u32::MAX);
        let first = (spread.wrapping_mul(length as u64) >> 32) as usize;
        let is_its = |entry: &&mut Entry| entry.is_free() || entry.is_of(name);
        let (before, behind) = self.entries.split_at_mut_checked(first)?;
        behind.iter_mut().find(is_its).or_else(|| before.iter_mut().find(is_its))
    }

    /// A fifth more, not twice as much: the ids are most of the memory.
    #[inline(never)]
    fn grow(&mut self) {
        let length = self.entries.len();
        let length = length.saturating_add(length / 5).saturating_add(8);
        let before = std::mem::replace(&mut self.entries, vec![Entry::default(); length]);
        for entry in before.into_iter().filter(|entry| !entry.is_free()) {
            if let Some(place) = self.place_of(Name { high: entry.high, low: entry.low }) {
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
        assert_eq!(size_of::<Entry>(), 16);
    }
}

//! What has been counted, by its digest: 16 bytes each, so that millions of request ids fit.

use crate::counting::Counting;
use crate::digest::Digest;
use crate::error::Result;
use crate::limits::exceeded;

/// The low bits of a digest choose a shelf, so that none is long and growing one moves little.
const SHELVES: usize = 4096;

/// One thing in 16 bytes: its name, which is 96 bits of its digest with the first of them set, and a
/// trace of what it holds.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    high: u64,
    low: u32,
    content: u32,
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
        let entry = Entry { content, ..Entry::of(digest.as_u128()) };
        match self.shelves.get_mut(entry.shelf()) {
            Some(shelf) => {
                let met = shelf.insert(entry);
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
                let entry = Entry::of(*entry);
                let shelf = self.shelves.get_mut(entry.shelf());
                let place = shelf.and_then(|shelf| shelf.place_of(entry));
                place.is_none_or(|place| place.is_free())
            })
    }

    pub(super) fn add_part(&mut self, part: Vec<u128>) {
        if self.shelves.is_empty() && !part.is_empty() {
            self.shelves.resize_with(SHELVES, Shelf::default);
        }
        self.count.count_more(part.len());
        for entry in part.into_iter().map(Entry::of) {
            if let Some(shelf) = self.shelves.get_mut(entry.shelf()) {
                shelf.insert(entry);
            }
        }
    }
}

impl Entry {
    /// The name in the first bits of a digest, or of an entry, and what the others say.
    fn of(bits: u128) -> Self {
        Self { high: (bits >> 64) as u64 | 1 << 63, low: (bits >> 32) as u32, content: bits as u32 }
    }

    fn shelf(&self) -> usize {
        self.low as usize % SHELVES
    }

    fn is_free(&self) -> bool {
        self.high == 0
    }

    fn has_name_of(&self, other: Self) -> bool {
        self.high == other.high && self.low == other.low
    }

    /// All of it, the name first.
    #[cfg(feature = "parts")]
    fn as_u128(self) -> u128 {
        let Self { high, low, content } = self;
        u128::from(high) << 64 | u128::from(low) << 32 | u128::from(content)
    }
}

impl Shelf {
    #[inline(always)]
    fn insert(&mut self, entry: Entry) -> Met {
        // An eighth is free at least, so that the search for a free place is short.
        let free = self.entries.len().saturating_sub(self.taken);
        if free <= self.entries.len() / 8 {
            self.grow();
        }
        let Some(place) = self.place_of(entry) else { return Met::First };
        if place.is_free() {
            *place = entry;
            self.taken.count_one();
            return Met::First;
        }
        if place.content == entry.content { Met::Again } else { Met::Differently }
    }

    /// The place of the entry with that name, or the free one that it would get.
    #[inline(always)]
    fn place_of(&mut self, entry: Entry) -> Option<&mut Entry> {
        let length = self.entries.len();
        // Half of its first word, as a share of the places.
        let spread = entry.high & u64::from(u32::MAX);
        let first = (spread.wrapping_mul(length as u64) >> 32) as usize;
        let is_its = |place: &&mut Entry| place.is_free() || place.has_name_of(entry);
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
            if let Some(place) = self.place_of(entry) {
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

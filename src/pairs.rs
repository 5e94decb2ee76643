//! Pairs of hashes: a value, and what went with it.

use crate::counting::Counting;

/// A table of pairs, found by the first of the two.
#[derive(Debug, Default)]
pub struct Pairs {
    /// As many as a power of two, and never all of them taken.
    slots: Vec<(u64, u64)>,
    count: usize,
}

/// What stands for a value where none is: a hash that is this one becomes its neighbour.
const VACANT: u64 = u64::MAX;

impl Pairs {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// What went with a value, if it is there.
    #[inline(always)]
    pub fn get(&self, key: u64) -> Option<u64> {
        let (_, value) = *self.slots.get(self.place_of(key)?)?;
        (value != VACANT).then_some(value)
    }

    /// All of them, in no order.
    #[cfg(feature = "parts")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.slots.iter().copied().filter(|(_, value)| *value != VACANT)
    }

    /// Puts in a value with nothing beside it, and says whether it was not there.
    pub fn insert_new(&mut self, key: u64) -> bool {
        let is_new = self.get(key).is_none();
        if is_new {
            self.insert(key, 0);
        }
        is_new
    }

    /// Puts in what is not there.
    pub fn insert(&mut self, key: u64, value: u64) {
        if self.count >= self.slots.len() / 2 {
            let room = self.slots.len().saturating_mul(2).max(8);
            let before = std::mem::replace(&mut self.slots, vec![(0, VACANT); room]);
            for (key, value) in before.into_iter().filter(|(_, value)| *value != VACANT) {
                self.put(key, value);
            }
        }
        self.put(key, value.min(VACANT - 1));
        self.count.count_one();
    }

    /// Puts in what is not there, and another value where it is.
    pub fn set(&mut self, key: u64, value: u64) {
        match self.get(key) {
            Some(_) => self.put(key, value),
            None => self.insert(key, value),
        }
    }

    fn put(&mut self, key: u64, value: u64) {
        let slot = self.place_of(key).and_then(|place| self.slots.get_mut(place));
        if let Some(slot) = slot {
            *slot = (key, value);
        }
    }

    /// Where a value stands, or would; nowhere in a table without places.
    #[inline(always)]
    fn place_of(&self, key: u64) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut place = key as usize & last;
        while let Some((other, value)) = self.slots.get(place)
            && *other != key
            && *value != VACANT
        {
            place = place.wrapping_add(1) & last;
        }
        Some(place)
    }
}

//! Things that follow from a part of a row's key, each kept once.

use std::rc::Rc;

use crate::digest::WordHasher;
use crate::focus::row::RowKey;
use crate::pairs::Pairs;

/// The parts of a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum PartOfKey {
    /// What was sold, at which prices.
    Sold,
    /// Who asked for it.
    Asked,
}

/// The numbers of both parts of a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyNumbers {
    pub(super) sold: u32,
    pub(super) asked: u32,
}

/// Things by numbers from 0 on, and by the part of a key that they follow from.
#[derive(Debug)]
pub(super) struct Kept<T> {
    part: PartOfKey,
    things: Vec<(Rc<RowKey>, T)>,
    numbers: Pairs,
}

impl PartOfKey {
    fn hash(self, key: &RowKey) -> u64 {
        match self {
            PartOfKey::Sold => WordHasher::of(&key.sold()),
            PartOfKey::Asked => WordHasher::of(&key.who()),
        }
    }

    fn agrees(self, key: &RowKey, other: &RowKey) -> bool {
        match self {
            PartOfKey::Sold => {
                key.cmp_before_who(other).is_eq() && key.cmp_behind_who(other).is_eq()
            }
            PartOfKey::Asked => key.cmp_who(other).is_eq(),
        }
    }
}

impl<T> Kept<T> {
    pub(super) fn by(part: PartOfKey) -> Self {
        Self { part, things: Vec::new(), numbers: Pairs::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.things.len()
    }

    #[inline(always)]
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.things.get(number as usize).map(|(_, thing)| thing)
    }

    /// A key for each number.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Rc<RowKey>> {
        self.things.iter().map(|(key, _)| key)
    }

    /// A key that has the part.
    pub(super) fn key(&self, number: u32) -> Option<&Rc<RowKey>> {
        self.things.get(number as usize).map(|(key, _)| key)
    }

    /// The number of what follows from the part of a key, where it is there.
    pub(super) fn number(&self, key: &RowKey) -> Option<u32> {
        let number = self.numbers.get(self.part.hash(key))? as u32;
        self.part.agrees(self.key(number)?, key).then_some(number)
    }

    /// Keeps what follows from the part of a key.
    pub(super) fn add(&mut self, key: &Rc<RowKey>, thing: T) -> u32 {
        let number = self.things.len() as u32;
        self.things.push((key.clone(), thing));
        self.numbers.insert(self.part.hash(key), number.into());
        number
    }
}

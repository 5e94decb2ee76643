//! The texts of rows, each kept once: of what was sold, and of who asked for it.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::alike::{Facts, RowTexts};
use crate::digest::WordHasher;
use crate::error::Result;
use crate::focus::row::RowKey;
use crate::focus::template::{RowTemplate, WhoTexts};
use crate::pairs::Pairs;

/// So many of a kind are kept, and so many bytes of texts.
const MAX_KEPT: usize = 8192;
const MAX_BYTES: usize = 16 << 20;

/// Things by what they are.
#[derive(Debug)]
struct Kept<T> {
    things: Vec<(Rc<RowKey>, T)>,
    places: Pairs,
}

/// Texts and facts of keys.
#[derive(Debug, Default)]
pub(super) struct KeyTexts {
    rows: Kept<RowTemplate>,
    whos: Kept<WhoTexts>,
    facts: Kept<Facts>,
    bytes: usize,
}

impl KeyTexts {
    /// The texts of a key, made by `render` where they are new.
    pub(super) fn of(
        &mut self,
        key: &Rc<RowKey>,
        render: &mut dyn FnMut() -> Result<(RowTemplate, WhoTexts)>,
    ) -> Result<RowTexts> {
        let (sold, who) = (hash(&key.sold()), hash(&key.who()));
        let row = self.rows.place(sold, |other, _| other.sold() == key.sold());
        let caller = self.whos.place(who, |other, _| other.who() == key.who());
        if let (Some(row), Some(who)) = (row, caller) {
            return Ok(RowTexts { row, who });
        }
        let (template, texts) = render()?;
        self.bytes += template.room(&texts, 0);
        Ok(RowTexts {
            row: row.unwrap_or_else(|| self.rows.add(sold, key, template)),
            who: caller.unwrap_or_else(|| self.whos.add(who, key, texts)),
        })
    }

    pub(super) fn get(&self, texts: RowTexts) -> Option<(&RowTemplate, &WhoTexts)> {
        self.rows.get(texts.row).zip(self.whos.get(texts.who))
    }

    /// The place of facts.
    pub(super) fn place_of(&mut self, key: &Rc<RowKey>, facts: Facts) -> u32 {
        let hash = hash(&key.sold());
        let place = self.facts.place(hash, |_, other| *other == facts);
        place.unwrap_or_else(|| self.facts.add(hash, key, facts))
    }

    pub(super) fn facts(&self, place: u32) -> Option<&Facts> {
        self.facts.get(place)
    }

    /// Whether there are so many that it is time to forget.
    pub(super) fn are_full(&self) -> bool {
        let lengths = [self.rows.things.len(), self.whos.things.len(), self.facts.things.len()];
        self.bytes >= MAX_BYTES || lengths.into_iter().any(|length| length >= MAX_KEPT)
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { things: Vec::new(), places: Pairs::default() }
    }
}

impl<T> Kept<T> {
    fn get(&self, place: u32) -> Option<&T> {
        self.things.get(place as usize).map(|(_, thing)| thing)
    }

    fn place(&self, hash: u64, is_same: impl Fn(&RowKey, &T) -> bool) -> Option<u32> {
        let place = self.places.get(hash)? as u32;
        let (key, thing) = self.things.get(place as usize)?;
        is_same(key, thing).then_some(place)
    }

    fn add(&mut self, hash: u64, key: &Rc<RowKey>, thing: T) -> u32 {
        let place = self.things.len() as u32;
        self.things.push((key.clone(), thing));
        self.places.insert(hash, place.into());
        place
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = WordHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

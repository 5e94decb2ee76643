//! What the two halves of an item are about: what was sold, and who asked for it. Halves that differ
//! in one of them alone have the other in common.

use std::hash::Hasher;

use super::{FormId, pair_of};
use crate::digest::WordHasher;
use crate::pairs::Pairs;

/// The texts of a half, by their numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Half {
    sold: u32,
    asked: u32,
}

/// A head and a tail.
type Both = (Half, Half);

/// All halves, and what follows from two of them that came together.
#[derive(Debug, Default)]
pub(super) struct Halves {
    sold_texts: Texts,
    asked_texts: Texts,
    sold: Pairs,
    /// Of the items that sold it.
    forms: Vec<FormId>,
    asked: Pairs,
}

impl Halves {
    /// A half by what it says of what was sold, and of who asked.
    pub(super) fn half(&mut self, (sold, asked): (Vec<u8>, Vec<u8>)) -> Half {
        Half { sold: self.sold_texts.number(sold), asked: self.asked_texts.number(asked) }
    }

    /// What was sold, where an item has said the same.
    pub(super) fn sold(&self, (head, tail): Both) -> Option<(u32, FormId)> {
        let sold = self.sold.get(pair_of(head.sold, tail.sold))?;
        Some((sold as u32, *self.forms.get(sold as usize)?))
    }

    /// Who asked, where an item has said the same.
    pub(super) fn asked(&self, (head, tail): Both) -> Option<u32> {
        self.asked.get(pair_of(head.asked, tail.asked)).map(|asked| asked as u32)
    }

    /// The number of what an item has sold.
    pub(super) fn add_sold(&mut self, both: Both, form: FormId) -> u32 {
        if let Some((sold, _)) = self.sold(both) {
            return sold;
        }
        let sold = self.forms.len() as u32;
        self.sold.insert(pair_of(both.0.sold, both.1.sold), sold.into());
        self.forms.push(form);
        sold
    }

    /// The number of who asked for it.
    pub(super) fn add_asked(&mut self, both: Both) -> u32 {
        if let Some(asked) = self.asked(both) {
            return asked;
        }
        let asked = self.asked.len() as u32;
        self.asked.insert(pair_of(both.0.asked, both.1.asked), asked.into());
        asked
    }
}

/// Texts by the numbers they got.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<Vec<u8>>,
    places: Pairs,
}

impl Texts {
    fn number(&mut self, text: Vec<u8>) -> u32 {
        let mut hasher = WordHasher::default();
        hasher.write(&text);
        let hash = hasher.finish();
        let known = self.places.get(hash).map(|place| place as u32);
        if let Some(known) = known
            && self.texts.get(known as usize) == Some(&text)
        {
            return known;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text);
        self.places.insert(hash, number.into());
        number
    }
}

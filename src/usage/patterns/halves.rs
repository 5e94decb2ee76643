//! What the two halves of an item are about: what was sold, and who asked for it. Halves that differ
//! in one of them alone have the other in common.

use std::hash::Hasher;

use super::{FormId, Likeness, pair_of};
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

    /// What an item of both is like, where what was sold is known from one, and who asked from one.
    #[inline(always)]
    pub(super) fn together(&self, (head, tail): Both) -> Option<(Likeness, FormId)> {
        let sold = self.sold.get(pair_of(head.sold, tail.sold))? as u32;
        let asked = self.asked.get(pair_of(head.asked, tail.asked))? as u32;
        Some((Likeness { sold, asked }, *self.forms.get(sold as usize)?))
    }

    /// What an item of both is like, which is there.
    pub(super) fn learn(&mut self, (head, tail): Both, form: FormId) -> Likeness {
        let sold = pair_of(head.sold, tail.sold);
        let asked = pair_of(head.asked, tail.asked);
        if self.sold.get(sold).is_none() {
            self.sold.insert(sold, self.forms.len() as u64);
            self.forms.push(form);
        }
        if self.asked.get(asked).is_none() {
            self.asked.insert(asked, self.asked.len() as u64);
        }
        let number = |pairs: &Pairs, pair| pairs.get(pair).unwrap_or_default() as u32;
        Likeness { sold: number(&self.sold, sold), asked: number(&self.asked, asked) }
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

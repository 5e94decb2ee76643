//! Sets of rules, which a row has to be judged by in part.

use crate::words::without_lowest;

/// A bit for every rule, by its place.
#[derive(Debug, Clone, Default)]
pub struct RuleSet(Vec<u64>);

impl RuleSet {
    /// No rules.
    pub const EMPTY: Self = Self(Vec::new());

    /// Puts a rule in.
    pub fn insert(&mut self, rule: usize) {
        self.set(rule, true);
    }

    /// Puts a rule in, or takes it out.
    pub fn set(&mut self, rule: usize, is_in: bool) {
        let (word, bit) = (rule / 64, 1 << (rule % 64));
        if is_in && self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits = if is_in { *bits | bit } else { *bits & !bit };
        }
    }

    /// Takes all rules out.
    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Whether no rule is in.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    /// Puts all rules of another set in.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }

    /// Puts the rules in that two other sets have in common.
    pub fn add_common(&mut self, a: &Self, b: &Self) {
        if a.0.is_empty() {
            return;
        }
        for ((bits, a), b) in self.0.iter_mut().zip(&a.0).zip(&b.0) {
            *bits |= a & b;
        }
    }

    /// Whether two sets have a rule in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Takes the first rule out.
    pub fn take_first(&mut self) -> Option<usize> {
        let (place, bits) = self.0.iter_mut().enumerate().find(|(_, bits)| **bits != 0)?;
        let first = bits.trailing_zeros() as usize;
        *bits = without_lowest(*bits);
        Some(place << 6 | first)
    }
}

//! Sets of rules, which a row has to be judged by in part.

/// A bit for every rule, by its place.
#[derive(Debug, Clone, Default)]
pub struct RuleSet(Vec<u64>);

impl RuleSet {
    /// Puts a rule in.
    pub fn insert(&mut self, rule: usize) {
        if let Some(bits) = self.word(rule) {
            *bits |= 1 << (rule % 64);
        }
    }

    /// Takes a rule out.
    pub fn remove(&mut self, rule: usize) {
        if let Some(bits) = self.word(rule) {
            *bits &= !(1 << (rule % 64));
        }
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

    /// Takes the first rule out.
    pub fn take_first(&mut self) -> Option<usize> {
        let (place, bits) = self.0.iter_mut().enumerate().find(|(_, bits)| **bits != 0)?;
        let first = bits.trailing_zeros() as usize;
        *bits &= *bits - 1;
        Some(place * 64 + first)
    }

    /// Whether no rule is in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    fn word(&mut self, rule: usize) -> Option<&mut u64> {
        if self.0.len() <= rule / 64 {
            self.0.resize(rule / 64 + 1, 0);
        }
        self.0.get_mut(rule / 64)
    }
}

//! What a row is to a rule.

/// What a row is to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The rule does not ask anything of it.
    Unconcerned,
    /// It keeps the rule.
    Kept,
    /// It breaks the rule.
    Broken,
}

use Judgement::{Broken, Kept, Unconcerned};

impl Judgement {
    /// Of the two the one that says more.
    pub fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Broken, _) | (_, Broken) => Broken,
            (Kept, _) | (_, Kept) => Kept,
            _ => Unconcerned,
        }
    }
}

/// Of a row that a rule asks something of.
pub fn kept(is_kept: bool) -> Judgement {
    if is_kept { Kept } else { Broken }
}

//! The grain `timeframe`: what agrees becomes one row, whatever order it came in.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, Result};

/// What is added up.
pub trait Sums {
    /// Adds the figures of another.
    fn add(&mut self, other: &Self) -> Result<()>;
}

/// Sums by what they agree on, in the order of the rows.
#[derive(Debug)]
pub struct Groups<K, S> {
    rows: BTreeMap<K, S>,
    limit: usize,
}

impl<K: Ord, S: Sums> Groups<K, S> {
    /// No group yet, and at most `limit` of them.
    pub fn new(limit: usize) -> Self {
        Self { rows: BTreeMap::new(), limit }
    }

    /// Adds to a group.
    pub fn add(&mut self, key: K, sums: S) -> Result<()> {
        if let Some(group) = self.rows.get_mut(&key) {
            return group.add(&sums);
        }
        if self.rows.len() == self.limit {
            return Err(too_many(self.limit));
        }
        self.rows.insert(key, sums);
        Ok(())
    }

    /// Takes the groups out, in the order of their keys.
    pub fn take_rows(&mut self) -> impl Iterator<Item = (K, S)> + use<K, S> {
        std::mem::take(&mut self.rows).into_iter()
    }
}

/// The memory for rows has a limit.
pub(crate) fn too_many(limit: usize) -> Error {
    let message = format!("the report needs more than {limit} rows in memory");
    Error::new(ErrorCode::TooManyGroups, message)
        .field("maxGroups")
        .hint("Use grain line_item (--grain line_item), which needs none, or raise maxGroups.")
}

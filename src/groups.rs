//! The grain `timeframe`: line items that agree become one row, whatever order they came in.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, Result};
use crate::focus::row::{RowKey, RowSums};

/// Line items added up by what they agree on, in the order of the rows.
#[derive(Debug)]
pub struct Groups {
    rows: BTreeMap<RowKey, RowSums>,
    limit: usize,
}

impl Groups {
    /// No group yet, and at most `limit` of them.
    pub fn new(limit: usize) -> Self {
        Self { rows: BTreeMap::new(), limit }
    }

    /// Adds a line item to its group.
    pub fn add(&mut self, key: RowKey, sums: RowSums) -> Result<()> {
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
    pub fn take_rows(&mut self) -> impl Iterator<Item = (RowKey, RowSums)> + use<> {
        std::mem::take(&mut self.rows).into_iter()
    }
}

fn too_many(limit: usize) -> Error {
    let message = format!("the report needs more than {limit} rows in memory");
    Error::new(ErrorCode::TooManyGroups, message)
        .field("maxGroups")
        .hint("Use grain line_item (--grain line_item), which needs none, or raise maxGroups.")
}

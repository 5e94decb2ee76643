//! Columns by a number, so that what is said of one is looked up once, by the compiler.

use super::column::{COLUMNS, Column};

/// A column by its place among all: what rules know it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnId(u8);

impl ColumnId {
    /// The column at a place of [`COLUMNS`].
    pub(crate) const fn at(place: usize) -> Self {
        Self(place as u8)
    }

    /// The column of that name.
    pub fn named(name: &str) -> Option<Self> {
        COLUMNS.iter().position(|column| column.name == name).map(Self::at)
    }

    /// Its place.
    pub(crate) fn place(self) -> usize {
        self.0.into()
    }

    /// The column.
    #[allow(clippy::indexing_slicing)] // Ids are made of places that are there.
    pub fn get(self) -> &'static Column {
        &COLUMNS[self.place()]
    }
}

/// The column of that name, or that the id of a rule begins with: a name that no column has does not
/// compile.
#[allow(clippy::indexing_slicing, clippy::panic)] // Evaluated by the compiler.
pub const fn column(id: &str) -> ColumnId {
    let name = id.as_bytes();
    let mut at = 0;
    while at < COLUMNS.len() {
        if begins_with_name(name, COLUMNS[at].name.as_bytes()) {
            return ColumnId::at(at);
        }
        at += 1;
    }
    panic!("no column has this name")
}

#[allow(clippy::indexing_slicing)] // Evaluated by the compiler.
const fn begins_with_name(id: &[u8], name: &[u8]) -> bool {
    if id.len() < name.len() || (id.len() > name.len() && id[name.len()] != b'-') {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if id[at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

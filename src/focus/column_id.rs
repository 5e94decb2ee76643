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
#[allow(clippy::panic)] // Evaluated by the compiler.
pub const fn column(id: &str) -> ColumnId {
    let mut columns = COLUMNS;
    while let [before @ .., column] = columns {
        if begins_with_name(id.as_bytes(), column.name.as_bytes()) {
            return ColumnId::at(before.len());
        }
        columns = before;
    }
    panic!("no column has this name")
}

const fn begins_with_name(id: &[u8], name: &[u8]) -> bool {
    let (mut id, mut name) = (id, name);
    while let ([of_id, id_behind @ ..], [of_name, name_behind @ ..]) = (id, name) {
        if *of_id != *of_name {
            return false;
        }
        (id, name) = (id_behind, name_behind);
    }
    name.is_empty() && matches!(id, [] | [b'-', ..])
}

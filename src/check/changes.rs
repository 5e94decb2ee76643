//! What a row says that the row before did not: most of a row is that of the one before, byte for
//! byte.

use crate::focus::csv_cell::{cell_length, common_length};

/// The cells of a row that are not those of the row before.
#[derive(Debug)]
pub struct Changes {
    /// Where each cell of the row ends.
    ends: Vec<usize>,
    /// Which cells are other ones, and where they begin and end.
    pub cells: Vec<Change>,
}

/// A cell that is not that of the row before.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub column: usize,
    pub start: usize,
    pub end: usize,
}

impl Changes {
    pub fn new(columns: usize) -> Self {
        Self { ends: vec![0; columns], cells: Vec::with_capacity(columns) }
    }

    /// There is no row before the next.
    pub fn forget(&mut self) {
        (0..).zip(&mut self.ends).for_each(|(place, end)| *end = place);
    }

    /// Compares the row that stands at the beginning of some bytes with the one before, and says how
    /// long it is, with the end of its line. `None` where it does not end there, or is not made as
    /// the rows of the file are; then there is no row before the next.
    pub fn read(&mut self, before: &[u8], bytes: &[u8]) -> Option<usize> {
        self.cells.clear();
        let last = self.ends.len().checked_sub(1)?;
        // Where the cell begins, in the row before and in this one, and how far the two are one.
        let (mut was, mut start, mut same) = (0, 0, common_length(before, bytes));
        for (column, end) in self.ends.iter_mut().enumerate() {
            let behind = *end + 1;
            if behind <= same {
                *end = *end - was + start;
            } else {
                let rest = bytes.get(start..)?;
                *end = start + cell_length(rest, same.saturating_sub(was))?;
                let ends_row = bytes.get(*end) != Some(&b',');
                if ends_row != (column == last) {
                    return None;
                }
                self.cells.push(Change { column, start, end: *end });
                let rest = bytes.get(*end + 1..)?;
                same = behind + common_length(before.get(behind..).unwrap_or_default(), rest);
            }
            (was, start) = (behind, *end + 1);
        }
        Some(start)
    }
}

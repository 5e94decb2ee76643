//! The books of some of the files, on their way to those of all.

use std::io;

use super::{Books, LISTED, write_error};
use crate::counting::Counting;
use crate::error::Result;
use crate::summary::{PartTotal, PartWarning, Skipped};
use crate::wire::wire_fields;

/// What is said of the rows of a part.
#[derive(Debug)]
pub(in crate::report) struct PartBooks {
    rows: u64,
    escaped_cells: u64,
    totals: Vec<PartTotal>,
    warnings: Vec<PartWarning>,
    skipped: Vec<Skipped>,
}

wire_fields!(PartBooks { rows, escaped_cells, totals, warnings, skipped });

impl<W: io::Write> Books<W> {
    /// Takes out what was booked, and hands on the rows.
    pub(in crate::report) fn take_part(&mut self) -> Result<PartBooks> {
        Ok(PartBooks {
            rows: std::mem::take(&mut self.rows),
            escaped_cells: self.csv.take_part().map_err(write_error)?,
            totals: self.totals.take_part()?,
            warnings: self.warnings.take_part(),
            skipped: std::mem::take(&mut self.skipped),
        })
    }

    /// Whether the totals stay in range.
    pub(in crate::report) fn accept(&mut self, part: &PartBooks) -> bool {
        self.totals.accept(&part.totals)
    }

    pub(in crate::report) fn add_part(&mut self, part: PartBooks) -> Result<()> {
        self.rows.count_more(part.rows);
        self.csv.add_escaped_cells(part.escaped_cells);
        self.totals.add_part(part.totals)?;
        self.warnings.add_part(part.warnings);
        let room = LISTED.saturating_sub(self.skipped.len());
        self.skipped.extend(part.skipped.into_iter().take(room));
        Ok(())
    }

    /// The rows of a part.
    pub(in crate::report) fn add_rows(&mut self, csv: &[u8]) -> Result<()> {
        self.csv.add_part(csv).map_err(write_error)
    }
}

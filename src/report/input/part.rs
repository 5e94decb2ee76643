//! Parts of a report of replies; a FOCUS CSV has none.

use std::io;

use super::{OpenReport, Report};
use crate::error::Result;

impl<W: io::Write> OpenReport<W> {
    pub(in crate::report) fn take_part(&mut self) -> Result<Vec<u8>> {
        self.end_file()?;
        self.rows()?.take_part()
    }

    pub(in crate::report) fn add_part(&mut self, part: &[u8]) -> Result<bool> {
        self.end_file()?;
        match self.report {
            Report::Csv(_) | Report::Gone => Ok(false),
            Report::Undecided(_) | Report::Replies(_) => self.rows()?.add_part(part),
        }
    }

    pub(in crate::report) fn add_rows(&mut self, csv: &[u8]) -> Result<()> {
        self.rows()?.add_rows(csv)
    }
}

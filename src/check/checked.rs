//! A sink that checks the CSV on its way: the very bytes that the user gets.

use std::io;

use super::{Check, Conformance};
use crate::error::Result;

/// Hands everything on, and lets a check read along.
#[derive(Debug)]
pub(crate) struct Checked<W: io::Write> {
    out: W,
    check: Option<Check>,
}

impl<W: io::Write> Checked<W> {
    /// With a check, or without one.
    pub(crate) fn new(out: W, check: Option<Check>) -> Self {
        Self { out, check }
    }

    /// What the check says, where there was one.
    pub(crate) fn conformance(&mut self) -> Result<Option<Conformance>> {
        self.check.take().map(Check::finish).transpose()
    }
}

impl<W: io::Write> io::Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        if let Some(check) = &mut self.check {
            let bytes = bytes.get(..written).unwrap_or_default();
            check.push(bytes).map_err(io::Error::other)?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

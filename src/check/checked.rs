//! A sink that checks the CSV on its way: the very bytes that the user gets.

use std::fmt;
use std::io;
use std::rc::Rc;

#[cfg(feature = "check")]
use super::CheckOptions;
use super::{Check, Conformance, Nulls};
use crate::error::Result;
#[cfg(not(feature = "check"))]
use crate::error::{Error, ErrorCode};
use crate::focus::version::FocusVersion;

/// Reads a report's CSV along, and judges it.
pub trait ReportCheck {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// Where the check cannot go on.
    fn push(&mut self, csv: &[u8]) -> Result<()>;

    /// What it says; `None` where it has said so elsewhere.
    ///
    /// # Errors
    /// Where the check cannot go on.
    fn finish(self: Box<Self>) -> Result<Option<Conformance>>;
}

impl ReportCheck for Check {
    fn push(&mut self, csv: &[u8]) -> Result<()> {
        self.push(csv)
    }

    fn finish(self: Box<Self>) -> Result<Option<Conformance>> {
        (*self).finish().map(Some)
    }
}

/// Who checks a report.
#[derive(Clone, Default)]
pub enum Checker {
    /// This crate, where its feature `check` is on.
    #[default]
    Own,
    /// Somebody else, who is told the report's version and how it writes null.
    Other(Rc<StartCheck>),
}

/// Starts the check of a report.
pub type StartCheck = dyn Fn(FocusVersion, Nulls) -> Result<Box<dyn ReportCheck>>;

impl Checker {
    pub(crate) fn start(
        &self,
        version: FocusVersion,
        nulls: Nulls,
    ) -> Result<Box<dyn ReportCheck>> {
        match self {
            Checker::Own => own(version, nulls),
            Checker::Other(start) => start(version, nulls),
        }
    }
}

#[cfg(feature = "check")]
fn own(version: FocusVersion, nulls: Nulls) -> Result<Box<dyn ReportCheck>> {
    Ok(Box::new(Check::new(CheckOptions::of_report(version, nulls))))
}

#[cfg(not(feature = "check"))]
fn own(_: FocusVersion, _: Nulls) -> Result<Box<dyn ReportCheck>> {
    let message = "the check is not part of this build";
    Err(Error::new(ErrorCode::InvalidOption, message)
        .field("check")
        .hint("Build it with the feature check."))
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Checker::Own => "Own",
            Checker::Other(_) => "Other",
        })
    }
}

impl PartialEq for Checker {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Checker::Own, Checker::Own) => true,
            (Checker::Other(one), Checker::Other(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Hands everything on, and lets a check read along.
pub(crate) struct Checked<W: io::Write> {
    out: W,
    check: Option<Box<dyn ReportCheck>>,
}

impl<W: io::Write> Checked<W> {
    /// With a check, or without one.
    pub(crate) fn new(out: W, check: Option<Box<dyn ReportCheck>>) -> Self {
        Self { out, check }
    }

    /// What the check says, where there was one.
    pub(crate) fn conformance(&mut self) -> Result<Option<Conformance>> {
        let Some(check) = self.check.take() else { return Ok(None) };
        check.finish()
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

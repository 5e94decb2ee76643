//! The report: a request and replies in, CSV and a summary out. One engine under every surface.

mod added;
mod books;
mod buckets;
mod input;
mod invoice;
mod kept;
mod known;
mod names;
mod overlap;
mod pages;
mod placed;
mod read_back;
mod remarks;
mod row_texts;
mod rows;
mod seen;
mod short_sums;

use std::io;

use crate::error::{Error, ErrorCode, Result};
use crate::focus::metadata::Metadata;
use crate::options::ReportOptions;
use crate::request::ReportWindow;
use crate::summary::ReportSummary;

use input::OpenReport;

/// Turns replies into a FOCUS report, chunk by chunk, and hands the CSV to `out`.
///
/// After [`finish`](ReportWriter::finish), and after an error, every call is `writer_finished`.
pub struct ReportWriter<W: io::Write> {
    state: State<W>,
}

enum State<W: io::Write> {
    Open(Box<OpenReport<W>>),
    Finished,
    Failed,
}

/// What is left of a report when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedReport {
    /// Totals and warnings.
    pub summary: ReportSummary,
    /// FOCUS schema metadata.
    pub metadata: Metadata,
}

impl<W: io::Write> ReportWriter<W> {
    /// Starts a report of a window.
    ///
    /// # Errors
    /// `invalid_option` where `inputTimeframe` is coarser than the window's timeframe.
    pub fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
        let report = OpenReport::new(window, options, out)?;
        Ok(Self { state: State::Open(Box::new(report)) })
    }

    /// Reads replies without the shortcuts for line items that are like earlier ones. The report is
    /// the same, which is what this is good for: to prove it.
    pub fn read_plainly(&mut self) -> Result<()> {
        self.open(|report| {
            report.read_plainly();
            Ok(())
        })
    }

    /// Takes the next bytes of a file of replies, cut anywhere. Another name is another file.
    ///
    /// # Errors
    /// What is wrong with the replies; `io_error` from `out`; `writer_finished`.
    pub fn push(&mut self, bytes: &[u8], file: Option<&str>) -> Result<()> {
        self.open(|report| report.push(bytes, file))
    }

    /// Ends the file: an error where it stops in the middle.
    pub fn end_file(&mut self) -> Result<()> {
        self.open(OpenReport::end_file)
    }

    /// Takes one whole file of replies.
    pub fn write(&mut self, replies: &[u8], file: Option<&str>) -> Result<()> {
        self.open(|report| {
            report.end_file()?;
            report.push(replies, file)?;
            report.end_file()
        })
    }

    /// Takes out what the whole files since the last part have told, for
    /// [`add_part`](ReportWriter::add_part) of another writer with the same window, options and
    /// companions; their rows, as far as rows come before the end, have gone to `out`.
    ///
    /// # Errors
    /// `overlapping_replies` where the files are a FOCUS CSV.
    #[cfg(feature = "parts")]
    pub fn take_part(&mut self) -> Result<Vec<u8>> {
        self.open(OpenReport::take_part)
    }

    /// Takes a part in, as if its files had been read here, and says whether that is so: `false` is
    /// the answer where they must be read here, because they repeat what came before, or might.
    #[cfg(feature = "parts")]
    pub fn add_part(&mut self, part: &[u8]) -> Result<bool> {
        self.open(|report| report.add_part(part))
    }

    /// Takes the rows of a part that was taken in.
    #[cfg(feature = "parts")]
    pub fn add_rows(&mut self, csv: &[u8]) -> Result<()> {
        self.open(|report| report.add_rows(csv))
    }

    /// Ends the report: hands on what is left and closes the books.
    pub fn finish(&mut self) -> Result<FinishedReport> {
        match std::mem::replace(&mut self.state, State::Finished) {
            State::Open(report) => report.finish().inspect_err(|_| self.state = State::Failed),
            closed => {
                self.state = closed;
                Err(self.closed())
            }
        }
    }

    fn open<T>(&mut self, call: impl FnOnce(&mut OpenReport<W>) -> Result<T>) -> Result<T> {
        let State::Open(report) = &mut self.state else {
            return Err(self.closed());
        };
        call(report).inspect_err(|_| self.state = State::Failed)
    }

    fn closed(&self) -> Error {
        let message = match self.state {
            State::Failed => "the writer has stopped at an earlier error",
            _ => "the writer has finished its report",
        };
        Error::new(ErrorCode::WriterFinished, message).hint("Make a new writer for another report.")
    }
}

/// Makes a whole report of whole files: [`ReportWriter`] in one call.
pub fn write_report<'f, W: io::Write>(
    window: ReportWindow,
    options: ReportOptions,
    files: impl IntoIterator<Item = (Option<&'f str>, &'f [u8])>,
    out: W,
) -> Result<FinishedReport> {
    let mut writer = ReportWriter::new(window, options, out)?;
    for (file, replies) in files {
        writer.write(replies, file)?;
    }
    writer.finish()
}

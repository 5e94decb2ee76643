//! The files of a report: each is told to be JSON or a FOCUS CSV, and all must be of one sort.

use std::io;

use sha2::{Digest as _, Sha256};

use super::books::Books;
use super::buckets::check_input_timeframe;
use super::read_back::ReadBack;
use super::rows::Rows;
use super::{FinishedReport, Place};
use crate::error::{Error, ErrorCode, Result};
use crate::focus::csv_input::CsvRecords;
use crate::options::ReportOptions;
use crate::request::ReportWindow;
use crate::usage::{Companion, Usage, UsageReader, is_undecided, looks_like_csv};

/// A report whose files are coming in.
pub(super) struct OpenReport<W: io::Write> {
    file: Option<File>,
    /// What the report is made with, until the first file tells what it is made of.
    start: Option<Start<W>>,
    report: Option<Report<W>>,
}

struct Start<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    out: W,
}

/// What the report is made of.
enum Report<W: io::Write> {
    Replies(Box<Rows<W>>),
    Csv(Box<ReadBack<W>>),
}

/// A file that is being read.
struct File {
    name: Option<String>,
    content: Content,
    /// Where a manifest knows the hashes of its pages.
    hash: Option<Sha256>,
}

enum Content {
    /// Too few bytes to tell.
    Undecided(Vec<u8>),
    Json(Box<UsageReader>),
    Csv(Box<CsvFile>),
}

#[derive(Default)]
struct CsvFile {
    records: CsvRecords,
    has_header: bool,
}

impl<W: io::Write> OpenReport<W> {
    pub(super) fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
        check_input_timeframe(&options, window.timeframe)?;
        Ok(Self { file: None, start: Some(Start { window, options, out }), report: None })
    }

    pub(super) fn push(&mut self, bytes: &[u8], name: Option<&str>) -> Result<()> {
        if self.file.as_ref().is_some_and(|open| open.name.as_deref() != name) {
            self.end_file()?;
        }
        let wants_hash = matches!(&self.report, Some(Report::Replies(rows)) if rows.wants_hashes());
        let mut file = self.file.take().unwrap_or_else(|| File::new(name, wants_hash));
        if let Some(hash) = &mut file.hash {
            hash.update(bytes);
        }
        let outcome = self.read(&mut file, bytes, false);
        let outcome = outcome.map_err(|error| error.maybe_file(&file.name));
        self.file = Some(file);
        outcome
    }

    pub(super) fn end_file(&mut self) -> Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let outcome = self.read(&mut file, &[], true).and_then(|()| self.close(&mut file));
        outcome.map_err(|error| error.maybe_file(&file.name))
    }

    pub(super) fn finish(mut self) -> Result<FinishedReport> {
        self.end_file()?;
        self.replies_or_csv()?;
        match self.report {
            Some(Report::Csv(rows)) => rows.finish(),
            Some(Report::Replies(rows)) => rows.finish(),
            None => Err(Error::new(ErrorCode::InternalError, "a report is of something")),
        }
    }

    /// Reads the next bytes, once they are enough to tell what the file is.
    fn read(&mut self, file: &mut File, bytes: &[u8], is_end: bool) -> Result<()> {
        let Content::Undecided(beginning) = &mut file.content else {
            return self.read_on(file, bytes);
        };
        beginning.extend_from_slice(bytes);
        if !is_end && is_undecided(beginning) {
            return Ok(());
        }
        let beginning = std::mem::take(beginning);
        file.content = Content::of(&beginning);
        self.read_on(file, &beginning)
    }

    fn read_on(&mut self, file: &mut File, bytes: &[u8]) -> Result<()> {
        let name = file.name.as_deref();
        match &mut file.content {
            Content::Undecided(_) => Ok(()),
            Content::Json(reader) => {
                let rows = self.rows()?;
                reader
                    .push(bytes, &mut |usage, path| rows.receive(usage, Place { file: name, path }))
            }
            Content::Csv(csv) => {
                let CsvFile { records, has_header } = &mut **csv;
                records.push(bytes, &mut |cells| self.record(cells, has_header, name))
            }
        }
    }

    fn close(&mut self, file: &mut File) -> Result<()> {
        let name = file.name.as_deref();
        match &mut file.content {
            Content::Undecided(_) => {}
            Content::Json(reader) => reader.finish()?,
            Content::Csv(csv) => {
                let CsvFile { records, has_header } = &mut **csv;
                records.finish(&mut |cells| self.record(cells, has_header, name))?;
                if let Some(Report::Csv(rows)) = &mut self.report {
                    rows.file_end(records.digest())?;
                }
            }
        }
        if let (Some(hash), Some(Report::Replies(rows))) = (file.hash.take(), &mut self.report) {
            rows.file_hash(hash.finalize().into());
        }
        Ok(())
    }

    fn record(&mut self, cells: &[&str], has_header: &mut bool, file: Option<&str>) -> Result<()> {
        let is_header = !std::mem::replace(has_header, true);
        match (&mut self.report, self.start.take()) {
            (Some(Report::Csv(rows)), _) if is_header => rows.header(cells),
            (Some(Report::Csv(rows)), _) => rows.row(cells, file),
            (None, Some(Start { window, options, out })) => {
                let books = Books::new(&options, out);
                let rows = ReadBack::new(window, options, books, cells)?;
                self.report = Some(Report::Csv(Box::new(rows)));
                Ok(())
            }
            _ => Err(mixed()),
        }
    }

    /// The rows of replies, begun with the first of them.
    fn rows(&mut self) -> Result<&mut Rows<W>> {
        self.replies_or_csv()?;
        match &mut self.report {
            Some(Report::Replies(rows)) => Ok(rows),
            _ => Err(mixed()),
        }
    }

    fn replies_or_csv(&mut self) -> Result<()> {
        if let Some(Start { window, options, out }) = self.start.take() {
            refuse_options(&options)?;
            let documents = [
                ("account", options.account.clone()),
                ("teams", options.teams.clone()),
                ("pricing", options.pricing.clone()),
            ];
            let books = Books::new(&options, out);
            let mut rows = Rows::new(window, options, books);
            for (option, document) in documents {
                if let Some(json) = document {
                    read_companion(option, &json, &mut rows)?;
                }
            }
            self.report = Some(Report::Replies(Box::new(rows)));
        }
        Ok(())
    }
}

impl File {
    fn new(name: Option<&str>, wants_hash: bool) -> Self {
        Self {
            name: name.map(str::to_owned),
            content: Content::Undecided(Vec::new()),
            hash: wants_hash.then(Sha256::new),
        }
    }
}

impl Content {
    fn of(beginning: &[u8]) -> Self {
        match looks_like_csv(beginning) {
            true => Content::Csv(Box::default()),
            false => Content::Json(Box::default()),
        }
    }
}

/// A companion given as an option: it holds nothing else.
fn read_companion<W: io::Write>(option: &str, json: &str, rows: &mut Rows<W>) -> Result<()> {
    let mut reader = UsageReader::default();
    let mut receive = |usage: Usage, path: &str| match (option, &usage) {
        ("account", Usage::Companion(Companion::Account { .. }))
        | ("teams", Usage::Companion(Companion::Team { .. }))
        | ("pricing", Usage::Companion(Companion::Price { .. })) => {
            rows.receive(usage, Place { file: None, path })
        }
        _ => Err(not_for(option)),
    };
    let outcome = reader.push(json.as_bytes(), &mut receive).and_then(|()| reader.finish());
    let outcome = outcome.and_then(|()| match option {
        "account" if !rows.has_account() => Err(not_for(option)),
        _ => Ok(()),
    });
    outcome.map_err(|error| match error.field_name() {
        Some(path) if path != option => {
            let path = format!("{option}.{path}");
            error.field(path)
        }
        _ => error.field(option),
    })
}

fn not_for(option: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, format!("this is no reply for {option}"))
        .field(option)
        .hint("account: /account/billing; teams: /organization/teams; pricing: /models/pricing.")
}

/// Nothing is silently ignored: what only a FOCUS CSV needs has no place here.
fn refuse_options(options: &ReportOptions) -> Result<()> {
    if !options.input_spreadsheet_safe {
        return Ok(());
    }
    let message = "inputSpreadsheetSafe is for a FOCUS CSV, and these are replies";
    Err(Error::new(ErrorCode::InvalidOption, message)
        .field("inputSpreadsheetSafe")
        .hint("Leave it out."))
}

fn mixed() -> Error {
    let message = "a FOCUS CSV and replies may tell of the same charges: they would count twice";
    Error::new(ErrorCode::OverlappingReplies, message).hint("Make a report of one or the other.")
}

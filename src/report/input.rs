//! The files of a report: each is told to be JSON or a FOCUS CSV, and all must be of one sort.

#[cfg(feature = "parts")]
mod part;

use std::io;

use sha2::{Digest as _, Sha256};

use super::FinishedReport;
use super::books::Books;
use super::buckets::check_input_timeframe;
use super::read_back::ReadBack;
use super::rows::Rows;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::Column;
use crate::focus::csv_records::{CsvRecords, Record};
use crate::focus::input_column::invalid_csv;
use crate::limits::Limits;
use crate::options::{ReportOptions, refuse};
use crate::place::Place;
use crate::request::ReportWindow;
use crate::text_search;
use crate::usage::{Companion, Usage, UsageReader, is_undecided, looks_like_csv};

/// A report whose files are coming in.
pub(super) struct OpenReport<W: io::Write> {
    file: Option<File>,
    /// Waits for the next file, with what it has learned from those before.
    reader: Box<UsageReader>,
    limits: Limits,
    report: Report<W>,
}

/// What the report is made with.
struct Start<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    companions: Vec<Companion>,
    out: W,
}

/// What the report is made of.
enum Report<W: io::Write> {
    /// No file has told yet.
    Undecided(Box<Start<W>>),
    Replies(Box<Rows<W>>),
    Csv(Box<ReadBack<W>>),
    /// Only while one becomes the other, or after that has failed.
    Gone,
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

struct CsvFile {
    records: CsvRecords,
    has_header: bool,
}

impl<W: io::Write> OpenReport<W> {
    pub(super) fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
        check_input_timeframe(&options, window.timeframe)?;
        refuse_check_of_nothing(&options)?;
        let companions = companions_of(&options)?;
        let limits = options.limits;
        let start = Start { window, options, companions, out };
        let report = Report::Undecided(Box::new(start));
        Ok(Self {
            file: None,
            reader: Box::new(UsageReader::default().limited(limits)),
            limits,
            report,
        })
    }

    pub(super) fn read_plainly(&mut self) {
        *self.reader = UsageReader::plain().limited(self.limits);
    }

    pub(super) fn push(&mut self, bytes: &[u8], name: Option<&str>) -> Result<()> {
        if self.file.as_ref().is_some_and(|open| open.name.as_deref() != name) {
            self.end_file()?;
        }
        let wants_hash = matches!(&self.report, Report::Replies(rows) if rows.wants_hashes());
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
        self.begin_replies()?;
        match self.report {
            Report::Csv(rows) => rows.finish(),
            Report::Replies(rows) => rows.finish(),
            Report::Undecided(_) | Report::Gone => Err(mixed()),
        }
    }

    /// Reads the next bytes, once they are enough to tell what the file is.
    fn read(&mut self, file: &mut File, bytes: &[u8], is_end: bool) -> Result<()> {
        let Content::Undecided(beginning) = &mut file.content else {
            return self.read_on(file, bytes);
        };
        // Bytes that tell at once are not copied.
        if beginning.is_empty() && (is_end || !is_undecided(bytes)) {
            file.content = self.content_of(bytes);
            return self.read_on(file, bytes);
        }
        beginning.extend_from_slice(bytes);
        if !is_end && is_undecided(beginning) {
            return Ok(());
        }
        let beginning = std::mem::take(beginning);
        file.content = self.content_of(&beginning);
        self.read_on(file, &beginning)
    }

    fn content_of(&mut self, beginning: &[u8]) -> Content {
        match looks_like_csv(beginning) {
            true => Content::Csv(Box::new(CsvFile {
                records: CsvRecords::new(self.limits.row_bytes),
                has_header: false,
            })),
            false => Content::Json(std::mem::take(&mut self.reader)),
        }
    }

    fn read_on(&mut self, file: &mut File, bytes: &[u8]) -> Result<()> {
        let name = file.name.as_deref();
        match &mut file.content {
            // An empty file is of no kind.
            Content::Json(_) if bytes.is_empty() => Ok(()),
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
            Content::Json(reader) => {
                reader.end_file()?;
                self.reader = std::mem::take(reader);
            }
            Content::Csv(csv) => {
                let CsvFile { records, has_header } = &mut **csv;
                records.finish(&mut |cells| self.record(cells, has_header, name))?;
                if let Report::Csv(rows) = &mut self.report {
                    rows.file_end(records.digest())?;
                }
            }
        }
        if let (Some(hash), Report::Replies(rows)) = (file.hash.take(), &mut self.report) {
            rows.file_hash(hash.finalize().into());
        }
        Ok(())
    }

    fn record(
        &mut self,
        record: Record<'_>,
        has_header: &mut bool,
        file: Option<&str>,
    ) -> Result<()> {
        let is_header = !std::mem::replace(has_header, true);
        match &mut self.report {
            Report::Csv(rows) if !is_header => return rows.row(record, file),
            Report::Replies(_) | Report::Gone => return Err(mixed()),
            Report::Csv(_) | Report::Undecided(_) => {}
        }
        let header = record.cells().map_err(|_| {
            invalid_csv("the header is not UTF-8").hint("Save the file again as UTF-8.")
        })?;
        if let Report::Csv(rows) = &mut self.report {
            return rows.header(header);
        }
        if let Report::Undecided(start) = std::mem::replace(&mut self.report, Report::Gone) {
            let Start { window, options, out, .. } = *start;
            self.report = Report::Csv(Box::new(ReadBack::new(window, options, out, header)?));
        }
        Ok(())
    }

    /// The rows of replies, begun with the first of them.
    fn rows(&mut self) -> Result<&mut Rows<W>> {
        self.begin_replies()?;
        match &mut self.report {
            Report::Replies(rows) => Ok(rows),
            _ => Err(mixed()),
        }
    }

    /// Makes it a report of replies, unless it is of something already.
    fn begin_replies(&mut self) -> Result<()> {
        if !matches!(self.report, Report::Undecided(_)) {
            return Ok(());
        }
        if let Report::Undecided(start) = std::mem::replace(&mut self.report, Report::Gone) {
            let Start { window, options, companions, out } = *start;
            refuse_options(&options)?;
            let books = Books::of_replies(&options, out)?;
            let mut rows = Rows::new(window, options, books);
            for companion in companions {
                rows.companion(companion, Place { file: None, path: &"" })?;
            }
            self.report = Report::Replies(Box::new(rows));
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

/// A CSV without any of FOCUS's columns is none that a check can read.
fn refuse_check_of_nothing(options: &ReportOptions) -> Result<()> {
    let is_focus = |name: &String| Column::named(name).is_some_and(Column::is_focus);
    let chosen = options.columns.names.as_ref();
    if options.check.is_none() || chosen.is_none_or(|names| names.iter().any(is_focus)) {
        return Ok(());
    }
    let message = "there is nothing to check: none of the columns is one of FOCUS's";
    Err(Error::new(ErrorCode::InvalidOption, message)
        .field("check")
        .hint("Name one of FOCUS's among the columns, such as BilledCost, or leave check out."))
}

/// The companions given as options.
fn companions_of(options: &ReportOptions) -> Result<Vec<Companion>> {
    let documents = [
        ("account", "username", &options.account),
        ("teams", "teams", &options.teams),
        ("pricing", "prices", &options.pricing),
    ];
    let mut companions = Vec::new();
    for (option, key, document) in documents {
        if let Some(json) = document {
            companions.extend(read_companions(option, key, json, options.limits)?);
        }
    }
    Ok(companions)
}

/// The companions in one option, which holds nothing else.
fn read_companions(option: &str, key: &str, json: &str, limits: Limits) -> Result<Vec<Companion>> {
    let mut companions = Vec::new();
    let mut holds_others = false;
    let mut reader = UsageReader::default().limited(limits);
    let outcome = reader.push(json.as_bytes(), &mut |usage, _| {
        match (option, usage) {
            ("account", Usage::Companion(companion @ Companion::Account { .. }))
            | ("teams", Usage::Companion(companion @ Companion::Team { .. }))
            | ("pricing", Usage::Companion(companion @ Companion::Price { .. })) => {
                companions.push(companion);
            }
            _ => holds_others = true,
        }
        Ok(())
    });
    outcome.and_then(|()| reader.end_file()).map_err(|error| match error.field_name() {
        Some(path) => {
            let dot = if path.starts_with('[') { "" } else { "." };
            let path = format!("{option}{dot}{path}");
            error.field(path)
        }
        None => error.field(option),
    })?;
    // An empty list is of the kind that its key tells.
    let is_empty_list = || companions.is_empty() && text_search::find(json, key).is_none();
    if holds_others || is_empty_list() { Err(not_for(option)) } else { Ok(companions) }
}

fn not_for(option: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, format!("this is no reply for {option}"))
        .field(option)
        .hint("account: /account/billing; teams: /organization/teams; pricing: /models/pricing.")
}

/// Nothing is silently ignored: what only a FOCUS CSV needs has no place here.
fn refuse_options(options: &ReportOptions) -> Result<()> {
    let given = [("inputSpreadsheetSafe", options.input_spreadsheet_safe)];
    refuse(&given, "is for a FOCUS CSV, and these are replies")
}

fn mixed() -> Error {
    let message = "a FOCUS CSV and replies may tell of the same charges: they would count twice";
    Error::new(ErrorCode::OverlappingReplies, message).hint("Make a report of one or the other.")
}

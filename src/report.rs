//! The report: a request and replies in, CSV and a summary out. One engine under every surface.

use std::io;

use time::UtcDateTime;

use crate::datetime::DateTimeText;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::{COLUMNS, ReportContext};
use crate::focus::csv::CsvWriter;
use crate::focus::mapping::{MappedLineItem, map_line_item};
use crate::focus::metadata::Metadata;
use crate::focus::row::{FocusRow, RowKey, RowSums};
use crate::groups::Groups;
use crate::options::{Grain, ReportOptions};
use crate::request::{ReportWindow, Source};
use crate::summary::{ReportSummary, Totals, WarningCode, Warnings};
use crate::timeframe::{Period, Timeframe};
use crate::timezone::instant_of;
use crate::usage::{LineItem, Usage, UsageReader, disagreements};

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

    fn open(&mut self, call: impl FnOnce(&mut OpenReport<W>) -> Result<()>) -> Result<()> {
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

struct OpenReport<W: io::Write> {
    file: Option<UsageReader>,
    rows: Rows<W>,
}

impl<W: io::Write> OpenReport<W> {
    fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
        Ok(Self { file: None, rows: Rows::new(window, options, out)? })
    }

    fn push(&mut self, bytes: &[u8], file: Option<&str>) -> Result<()> {
        if self.file.as_ref().is_some_and(|open| open.file() != file) {
            self.end_file()?;
        }
        let Self { file: open, rows } = self;
        let reader = open.get_or_insert_with(|| UsageReader::new(file));
        reader.push(bytes, &mut |usage| rows.receive(usage, file))
    }

    fn end_file(&mut self) -> Result<()> {
        match self.file.take() {
            Some(reader) => reader.finish(),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<FinishedReport> {
        self.end_file()?;
        self.rows.finish()
    }
}

/// From usage to rows: places line items in charge periods, maps them, and writes or groups them.
struct Rows<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    context: ReportContext,
    csv: CsvWriter<W>,
    groups: Groups,
    /// The charge period of the bucket being read; `None` outside the window.
    charge_period: Option<Period>,
    coarseness: Coarseness,
    totals: Totals,
    warnings: Warnings,
    pages: Pages,
    rows: u64,
    outside_window: u64,
}

impl<W: io::Write> Rows<W> {
    fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
        check_input_timeframe(&options, window.timeframe)?;
        let mut warnings = Warnings::default();
        let context = report_context(&window, &options, &mut warnings);
        let header = COLUMNS.iter().map(|column| column.name);
        Ok(Self {
            csv: CsvWriter::new(out, header, options.spreadsheet_safe),
            groups: Groups::new(options.max_groups),
            coarseness: Coarseness::new(&window, &options),
            window,
            options,
            context,
            charge_period: None,
            totals: Totals::default(),
            warnings,
            pages: Pages::default(),
            rows: 0,
            outside_window: 0,
        })
    }

    fn receive(&mut self, usage: Usage, file: Option<&str>) -> Result<()> {
        match usage {
            Usage::Bucket(label) => self.bucket(label),
            Usage::LineItem(item) => self.line_item(*item, file),
            Usage::ReplyEnd { has_more } => {
                self.pages.count(has_more);
                Ok(())
            }
        }
    }

    /// A bucket belongs to the charge period that holds its start.
    fn bucket(&mut self, label: DateTimeText) -> Result<()> {
        let start = match label {
            DateTimeText::Instant(instant) => Some(instant),
            DateTimeText::Local(local) => instant_of(local, self.window.zone()),
        };
        let period = start.and_then(|start| self.window.charge_period(start));
        let (Some(start), Some(period)) = (start, period) else {
            let message = "the bucket leads beyond the calendar (years 0001 to 9999)";
            return Err(Error::new(ErrorCode::InvalidUsage, message));
        };
        self.coarseness.observe(start, &self.window);
        self.charge_period = period;
        Ok(())
    }

    fn line_item(&mut self, item: LineItem, file: Option<&str>) -> Result<()> {
        let Some(charge_period) = self.charge_period else {
            self.outside_window += 1;
            self.warnings.count(WarningCode::OutsideWindow, file);
            return Ok(());
        };
        for kind in disagreements(&item) {
            self.warnings.count(kind.into(), file);
        }
        let mapped = map_line_item(item, charge_period, self.options.attribution_tags)?;
        let MappedLineItem { key, sums, unit_missing } = mapped;
        if unit_missing {
            self.warnings.count(WarningCode::MissingUnit, file);
        }
        if key.price_derived {
            self.warnings.count(WarningCode::PriceDerived, file);
        }
        self.totals.add_line_item(&key.billing_currency, sums.billed_cost)?;
        match self.options.grain {
            Grain::LineItem => self.write(key, sums),
            Grain::Timeframe => self.groups.add(key, sums),
        }
    }

    fn write(&mut self, key: RowKey, sums: RowSums) -> Result<()> {
        let row = FocusRow::new(key, sums)?;
        self.totals.add_row(&row.key.billing_currency, row.sums.billed_cost)?;
        self.rows += 1;
        let cells = COLUMNS.iter().map(|column| (column.value)(&row, &self.context));
        self.csv.write_row(cells).map_err(write_error)
    }

    fn finish(mut self) -> Result<FinishedReport> {
        self.coarseness.check(&self.window)?;
        let limit = self.options.max_groups;
        let groups = std::mem::replace(&mut self.groups, Groups::new(limit));
        for (key, sums) in groups.into_rows() {
            self.write(key, sums)?;
        }
        self.csv.finish().map_err(write_error)?;
        self.note_whole_report();
        Ok(FinishedReport {
            metadata: Metadata::new(self.options.now),
            summary: ReportSummary::new(
                &self.window,
                self.rows,
                self.outside_window,
                self.pages.complete(),
                self.totals,
                self.warnings,
            )?,
        })
    }

    fn note_whole_report(&mut self) {
        if self.rows == 0 {
            self.warnings.note(WarningCode::NoLineItems, None, 1);
        }
        if !self.pages.complete() {
            self.warnings.note(WarningCode::MissingLastPage, None, 1);
        }
        if self.window.source == Source::Invoice {
            self.warnings.note(WarningCode::UsageOnly, Some("source"), 1);
        }
        if self.csv.escaped_cells() > 0 {
            let (field, count) = (Some("spreadsheetSafe"), self.csv.escaped_cells());
            self.warnings.note(WarningCode::SpreadsheetEscaped, field, count);
        }
    }
}

fn report_context(
    window: &ReportWindow,
    options: &ReportOptions,
    warnings: &mut Warnings,
) -> ReportContext {
    const OPTION: Option<&str> = Some("billingAccountId");
    let id = match &options.billing_account_id {
        Some(id) => id.clone(),
        None => {
            warnings.note(WarningCode::DefaultBillingAccount, OPTION, 1);
            "fal:account".to_owned()
        }
    };
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        warnings.note(WarningCode::NumericAccountId, OPTION, 1);
    }
    ReportContext {
        billing_account_name: options.billing_account_name.clone().unwrap_or_else(|| id.clone()),
        billing_account_id: id,
        source: window.source,
    }
}

fn check_input_timeframe(options: &ReportOptions, timeframe: Timeframe) -> Result<()> {
    match options.input_timeframe {
        Some(input) if input > timeframe => {
            let (input, report) = (input.as_str(), timeframe.as_str());
            let message =
                format!("a {input} of usage cannot be split into charge periods of a {report}");
            Err(Error::new(ErrorCode::InvalidOption, message).field("inputTimeframe").hint(
                format!("Ask for timeframe={input} or coarser, or fetch the usage by {report}."),
            ))
        }
        _ => Ok(()),
    }
}

/// Replies do not say which timeframe they were asked with. Where every bucket starts on a
/// coarser boundary than the report's, a whole month may pass for one day: then the user is asked.
struct Coarseness {
    /// The coarser timeframes on whose boundaries all buckets so far have started.
    candidates: Vec<Timeframe>,
    any_bucket: bool,
}

impl Coarseness {
    fn new(window: &ReportWindow, options: &ReportOptions) -> Self {
        // A window of one charge period is right whatever the buckets are.
        let one_period = window
            .charge_period(window.period.start)
            .flatten()
            .is_none_or(|first| first.end >= window.period.end);
        let open = options.input_timeframe.is_none() && !one_period;
        let coarser = Timeframe::ALL.into_iter().filter(|t| open && *t > window.timeframe);
        Self { candidates: coarser.collect(), any_bucket: false }
    }

    fn observe(&mut self, bucket: UtcDateTime, window: &ReportWindow) {
        self.any_bucket = true;
        self.candidates.retain(|coarser| coarser.starts_at(bucket, window.zone()));
    }

    fn check(&self, window: &ReportWindow) -> Result<()> {
        let Some(coarser) = self.candidates.first().filter(|_| self.any_bucket) else {
            return Ok(());
        };
        let (coarser, report) = (coarser.as_str(), window.timeframe.as_str());
        let message = format!(
            "every bucket starts on the boundary of a {coarser}: the replies may hold whole {coarser}s, \
             and the report is by {report}"
        );
        Err(Error::new(ErrorCode::AmbiguousTimeframe, message).field("inputTimeframe").hint(
            format!(
                "If they were fetched by {report}, say inputTimeframe={report} (--input-timeframe \
                 {report}); if by {coarser}, ask for timeframe={coarser}."
            ),
        ))
    }
}

/// Whether the last page of the replies is there.
#[derive(Debug, Default)]
struct Pages {
    more_announced: bool,
    last_seen: bool,
}

impl Pages {
    fn count(&mut self, has_more: Option<bool>) {
        match has_more {
            Some(true) => self.more_announced = true,
            Some(false) => self.last_seen = true,
            None => {}
        }
    }

    fn complete(&self) -> bool {
        self.last_seen || !self.more_announced
    }
}

fn write_error(error: io::Error) -> Error {
    Error::new(ErrorCode::IoError, format!("the report could not be written: {error}"))
        .hint("Make room or choose another place, and make the report again.")
}

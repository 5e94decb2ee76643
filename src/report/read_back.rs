//! A FOCUS CSV as input: filtered to the window, moved to its charge periods, and written again
//! with every column it has.

mod conversion;
mod table;

use std::fmt::Display;
use std::io;

use super::FinishedReport;
use super::books::Books;
use super::seen::{Met, Seen};
use crate::check::Nulls;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::Cell;
use crate::focus::csv_records::{NotUtf8, Record};
use crate::focus::header::check_header;
use crate::focus::input_column::{InputColumn, invalid_csv, number_or_text, unescaped};
use crate::focus::metadata::{About, Metadata};
use crate::groups::{Groups, too_many};
use crate::options::{Grain, ReportOptions, refuse};
use crate::place::Place;
use crate::request::ReportWindow;
use crate::summary::{Completeness, ReportSummary, WarningCode};
use crate::timeframe::{Period, Timeframe};

use conversion::Conversion;
use table::{Added, Cells, Table};

/// The rows of a report of FOCUS rows in the making.
pub(super) struct ReadBack<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    books: Books<W>,
    /// The header of the files.
    header: Vec<InputColumn>,
    conversion: Conversion,
    /// The places of the columns that are written, among those of the table.
    written: Vec<usize>,
    table: Table,
    groups: Groups<Cells, Added>,
    /// Rows that are no usage, which are never added up.
    others: Vec<Cells>,
    /// The next row of the file being read.
    row: usize,
    files: Seen,
}

/// A row that counts.
struct Row {
    cells: Cells,
    is_usage: bool,
}

impl<W: io::Write> ReadBack<W> {
    pub(super) fn new(
        window: ReportWindow,
        options: ReportOptions,
        out: W,
        header: &[&str],
    ) -> Result<Self> {
        refuse_options(&options)?;
        let header = &names_in(header, &options);
        check_header(header)?;
        let (conversion, columns) = Conversion::of(header, options.focus_version);
        let table = Table::of(columns)?;
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let written = options.columns.of(&names)?;
        let written_names = written.iter().filter_map(|place| names.get(*place).copied());
        Ok(Self {
            books: Books::of(&options, out, conversion.version, written_names, Nulls::EmptyOrWord)?,
            header: header.iter().map(|name| InputColumn::named(name)).collect(),
            conversion,
            written,
            groups: Groups::new(options.max_groups),
            others: Vec::new(),
            row: 0,
            files: Seen::default(),
            window,
            options,
            table,
        })
    }

    /// The header of another file: several files are one table.
    pub(super) fn header(&mut self, header: &[&str]) -> Result<()> {
        self.row = 0;
        let same = self.header.iter().map(|column| column.name.as_str());
        if same.eq(names_in(header, &self.options)) {
            return Ok(());
        }
        Err(invalid_csv("the header is not that of the file before")
            .hint("Make one report of files with the same columns in the same order."))
    }

    /// The file ends: the same rows in another file would all count twice.
    pub(super) fn file_end(&mut self, digest: Digest) -> Result<()> {
        if self.row == 0 || self.files.insert(digest, 0) == Met::First {
            return Ok(());
        }
        let message = "these rows are among the files already: all would count twice";
        Err(Error::new(ErrorCode::DuplicatePage, message).hint("Give every file once."))
    }

    /// The next row of the file.
    pub(super) fn row(&mut self, cells: Record<'_>, file: Option<&str>) -> Result<()> {
        let path = format!("[{}]", self.row);
        self.row += 1;
        let place = Place { file, path: &path };
        let outcome = match self.read(cells, place).map_err(|error| error.or_field(|| path.clone()))
        {
            Ok(Some(row)) => self.book(row),
            Ok(None) => Ok(()),
            Err(error) => self.books.invalid(error, place),
        };
        outcome.map_err(|error| error.or_field(|| path.clone()))
    }

    /// A row in its charge period; `None` outside the window.
    fn read(&mut self, record: Record<'_>, place: Place<'_>) -> Result<Option<Row>> {
        let texts = record.cells().map_err(|NotUtf8 { cell }| self.not_utf8(cell, place.path))?;
        let read = self.read_cells(texts, place.path)?;
        let converted = self.conversion.convert(&read);
        let cells = converted.as_ref().unwrap_or(&read);
        let is_usage = self.table.is_usage(cells);
        self.table.billed(cells, place.path)?;
        let period = self.table.period(cells, place.path)?;
        let Some(charge_period) = self.place(period, is_usage, place)? else {
            self.books.warnings.count(WarningCode::OutsideWindow, place);
            return Ok(None);
        };
        self.conversion.count_lost(&read);
        let mut cells = converted.unwrap_or(read);
        self.table.put_period(&mut cells, charge_period);
        if is_usage && charge_period.crosses_month() {
            self.books.warnings.count(WarningCode::CrossesMonth, place);
        }
        Ok(Some(Row { cells, is_usage }))
    }

    /// Books a row, and writes it or adds it up.
    fn book(&mut self, row: Row) -> Result<()> {
        let (currency, billed) = self.table.billed(&row.cells, &"")?;
        self.books.totals.add_line_item(currency, billed)?;
        match self.options.grain {
            Grain::LineItem => self.write(&row.cells),
            Grain::Timeframe if row.is_usage => {
                let (key, added) = self.table.split(row.cells);
                self.groups.add(key, added)
            }
            Grain::Timeframe if self.others.len() == self.options.max_groups => {
                Err(too_many(self.options.max_groups))
            }
            Grain::Timeframe => {
                self.others.push(row.cells);
                Ok(())
            }
        }
    }

    /// The charge period in which the row is written; `None` outside the window.
    fn place(&self, period: Period, is_usage: bool, place: Place<'_>) -> Result<Option<Period>> {
        // A credit or a tax is in one report only: that of its start.
        if !is_usage {
            return Ok(self.window.period.contains(period.start).then_some(period));
        }
        let off_the_calendar = || invalid_csv("the charge period leaves the calendar");
        let whole = self.window.whole_period(period.start).ok_or_else(off_the_calendar)?;
        if !whole.overlaps(self.window.period) || !period.overlaps(self.window.period) {
            return Ok(None);
        }
        if period.end > whole.end && self.options.input_timeframe.is_none() {
            return Err(too_coarse(self.window.timeframe, place));
        }
        Ok(Some(whole.clipped_to(self.window.period)))
    }

    fn write(&mut self, cells: &[Cell<'static>]) -> Result<()> {
        let (currency, billed) = self.table.billed(cells, &"")?;
        let columns = &self.table.columns;
        let written = self
            .written
            .iter()
            .filter_map(|place| Some(as_written(cells.get(*place)?, columns.get(*place)?)));
        self.books.write_cells(written, currency, billed)
    }

    /// The cells of a row of the file.
    fn read_cells(&self, texts: &[&str], path: &dyn Display) -> Result<Cells> {
        if texts.len() != self.header.len() {
            let message =
                format!("the row has {} cells, the header {}", texts.len(), self.header.len());
            return Err(invalid_csv(message)
                .field(path.to_string())
                .hint("The file was cut off or edited: save the report again."));
        }
        let unescape = self.options.input_spreadsheet_safe;
        let cells = self.header.iter().zip(texts).map(|(column, text)| {
            let cell = column.read(text, unescape);
            cell.map_err(|error| error.field(format!("{path}.{}", column.name)))
        });
        cells.collect()
    }

    fn not_utf8(&self, cell: usize, path: &dyn Display) -> Error {
        let name = self.header.get(cell).map_or("", |column| column.name.as_str());
        invalid_csv(format!("{name} is not UTF-8"))
            .field(format!("{path}.{name}"))
            .hint("Save the file again as UTF-8.")
    }

    pub(super) fn finish(mut self) -> Result<FinishedReport> {
        for (key, added) in self.groups.take_rows() {
            let cells = self.table.joined(key, added);
            self.write(&cells)?;
        }
        for cells in std::mem::take(&mut self.others) {
            self.write(&cells)?;
        }
        self.books.note_empty();
        self.books.finish()?;
        let version = self.conversion.version;
        self.books.note_lost(self.conversion.lost());
        let (books, completeness) = (self.books.close(), Completeness::Unpaged);
        let summary = ReportSummary::new(&self.window, version, books, completeness, None)?;
        let about = About {
            version,
            now: self.options.now,
            window: self.window.period,
            is_complete: summary.complete,
            is_usage_only: false,
        };
        let columns = self.written.iter().filter_map(|place| self.table.columns.get(*place));
        let columns = columns.map(|column| (column.name.as_str(), column.data_type()));
        Ok(FinishedReport { metadata: Metadata::new(about, columns), summary })
    }
}

/// The names of a header as they were before they were made safe for spreadsheets.
fn names_in<'h>(header: &[&'h str], options: &ReportOptions) -> Vec<&'h str> {
    header.iter().map(|name| unescaped(name, options.input_spreadsheet_safe)).collect()
}

/// Text that may stand in a spreadsheet as it is, and text that may not.
fn as_written<'c>(cell: &'c Cell<'static>, column: &InputColumn) -> Cell<'c> {
    match cell {
        Cell::Null => Cell::Null,
        // A number in a column of which only the file knows the type is no formula.
        Cell::Text(text) if !column.is_known() => number_or_text(text),
        Cell::Text(text) => Cell::Text(text.as_ref().into()),
        // What is no object is a text like any other.
        Cell::Json(text) if !text.starts_with('{') => Cell::Text(text.as_ref().into()),
        Cell::Json(text) => Cell::Json(text.as_ref().into()),
        Cell::Decimal(value) => Cell::Decimal(*value),
        Cell::DateTime(value) => Cell::DateTime(*value),
    }
}

/// Nothing is silently ignored: what only replies need has no place here.
fn refuse_options(options: &ReportOptions) -> Result<()> {
    let given = [
        ("billingAccountId", options.billing_account_id.is_some()),
        ("billingAccountName", options.billing_account_name.is_some()),
        ("attributionTags", !options.attribution_tags),
        ("invoice", options.invoice.is_some()),
        ("roundingRow", options.rounding_row),
        ("account", options.account.is_some()),
        ("teams", options.teams.is_some()),
        ("pricing", options.pricing.is_some()),
        ("inputKind", options.input_kind.is_some()),
        ("assumeUnique", options.assume_unique),
    ];
    refuse(&given, "does not apply to a FOCUS CSV, which is read back as it is")
}

fn too_coarse(report: Timeframe, place: Place<'_>) -> Error {
    let row = place.path;
    let period = report.with_article();
    let report = report.as_str();
    let message = format!("the charge period of row {row} reaches beyond {period} of the report");
    let error = Error::new(ErrorCode::AmbiguousTimeframe, message).field("inputTimeframe");
    let error = match place.file {
        Some(file) => error.file(file),
        None => error,
    };
    error.hint(format!(
        "Ask for a coarser timeframe; to count such rows where they start, say \
         inputTimeframe={report} (--input-timeframe {report})."
    ))
}

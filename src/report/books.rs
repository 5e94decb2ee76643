//! The books of a report: every row goes through them, and both sides add up in the end.

#[cfg(feature = "parts")]
pub(super) mod part;

use std::io;

use crate::check::{Checked, Conformance, Nulls};
use crate::counting::Counting;
use crate::decimal::Decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::{Cell, Column, ReportContext, columns_of};
use crate::focus::csv::CsvWriter;
use crate::focus::row::FocusRow;
use crate::focus::template::{Gaps, RowTemplate, WhoTexts};
use crate::focus::version::FocusVersion;
use crate::options::{OnInvalid, ReportOptions};
use crate::place::Place;
use crate::summary::{ClosedBooks, LostValues, Skipped, Totals, WarningCode, Warnings};

/// So many line items that were left out are listed; all are counted.
const LISTED: usize = 100;

/// The CSV, and what is said of it.
pub(super) struct Books<W: io::Write> {
    csv: CsvWriter<Checked<W>>,
    columns: Vec<&'static Column>,
    on_invalid: OnInvalid,
    pub(super) totals: Totals,
    pub(super) warnings: Warnings,
    pub(super) skipped: Vec<Skipped>,
    pub(super) lost: Vec<LostValues>,
    /// What the check says, once the CSV has ended.
    conformance: Option<Conformance>,
    pub(super) rows: u64,
}

impl<W: io::Write> Books<W> {
    /// Starts the CSV of a report of replies.
    pub(super) fn of_replies(options: &ReportOptions, out: W) -> Result<Self> {
        let version = options.focus_version.unwrap_or_default();
        let all = columns_of(version);
        let names: Vec<&str> = all.iter().map(|column| column.name).collect();
        let chosen = options.columns.of(&names)?;
        let chosen = chosen.into_iter().filter_map(|place| all.get(place).copied());
        let columns: Vec<&'static Column> = chosen.collect();
        let names = columns.iter().map(|column| column.name);
        let mut books = Self::of(options, out, version, names, Nulls::Empty)?;
        books.columns = columns;
        Ok(books)
    }

    /// Starts a CSV of any columns.
    pub(super) fn of<'n>(
        options: &ReportOptions,
        out: W,
        version: FocusVersion,
        header: impl Iterator<Item = &'n str>,
        nulls: Nulls,
    ) -> Result<Self> {
        let check = match &options.check {
            Some(checker) => Some(checker.start(version, nulls)?),
            None => None,
        };
        let mut csv = CsvWriter::new(Checked::new(out, check), options.spreadsheet_safe);
        csv.write_header(header);
        Ok(Self {
            csv,
            columns: Vec::new(),
            on_invalid: options.on_invalid,
            totals: Totals::default(),
            warnings: Warnings::default(),
            skipped: Vec::new(),
            lost: Vec::new(),
            conformance: None,
            rows: 0,
        })
    }

    /// Takes the columns of a report of replies out.
    pub(super) fn take_columns(&mut self) -> Vec<&'static Column> {
        std::mem::take(&mut self.columns)
    }

    /// Writes a row of ours.
    pub(super) fn write(&mut self, row: &FocusRow<'_>, context: &ReportContext) -> Result<()> {
        self.book(row.billing_currency, row.billed_cost)?;
        let values = self.columns.iter().filter_map(|column| column.value);
        self.csv.write_row(values.map(|value| value.of(row, context))).map_err(write_error)
    }

    /// The texts of the rows like this one.
    pub(super) fn template(
        &mut self,
        row: &FocusRow<'_>,
        context: &ReportContext,
    ) -> (RowTemplate, WhoTexts) {
        let values = self.columns.iter().filter_map(|column| column.value);
        self.csv.template(values.map(|value| (value, value.of(row, context))))
    }

    /// Writes the row of a template, which both sides of the books have already.
    #[inline(always)]
    pub(super) fn write_template(
        &mut self,
        template: &RowTemplate,
        gaps: &Gaps<'_>,
        request: Option<&str>,
    ) -> Result<()> {
        self.rows.count_one();
        self.csv.write_template(template, gaps, request).map_err(write_error)
    }

    /// Writes the cells of a row, and books what it bills.
    pub(super) fn write_cells<'c>(
        &mut self,
        cells: impl Iterator<Item = Cell<'c>>,
        currency: &str,
        billed: Decimal,
    ) -> Result<()> {
        self.book(currency, billed)?;
        self.csv.write_row(cells).map_err(write_error)
    }

    fn book(&mut self, currency: &str, billed: Decimal) -> Result<()> {
        self.rows.count_one();
        self.totals.add_row(currency, billed)
    }

    /// A line item that cannot be read fails the report, or is left out where that was asked for.
    pub(super) fn invalid(&mut self, error: Error, place: Place<'_>) -> Result<()> {
        if self.on_invalid == OnInvalid::Error || !error.is_about_an_item() {
            return Err(error);
        }
        self.warnings.count(WarningCode::InvalidSkipped, place);
        if self.skipped.len() < LISTED {
            self.skipped.push(Skipped {
                file: place.file.map(str::to_owned),
                field: error.field_name().map_or_else(|| place.path.to_string(), str::to_owned),
                code: error.code().as_str(),
                message: error.message().to_owned(),
            });
        }
        Ok(())
    }

    /// Says which values have no place in the version written.
    pub(super) fn note_lost(&mut self, lost: impl Iterator<Item = (String, u64)>) {
        self.lost = lost.map(|(column, count)| LostValues { column, count }).collect();
        let count = self.lost.iter().map(|lost| lost.count).sum();
        if count > 0 {
            self.warnings.note(WarningCode::ValuesLost, Some("focusVersion"), count);
        }
    }

    /// Takes the books out.
    pub(super) fn close(self) -> ClosedBooks {
        let Self { rows, totals, warnings, skipped, lost, conformance, .. } = self;
        ClosedBooks { rows, totals, warnings, skipped, lost, conformance }
    }

    /// Says so where nothing was written by now.
    pub(super) fn note_empty(&mut self) {
        if self.rows == 0 {
            self.warnings.note(WarningCode::NoLineItems, None, 1);
        }
    }

    /// Ends the CSV.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.csv.finish().map_err(write_error)?;
        self.conformance = self.csv.out().conformance()?;
        if self.csv.escaped_cells() > 0 {
            let (field, count) = (Some("spreadsheetSafe"), self.csv.escaped_cells());
            self.warnings.note(WarningCode::SpreadsheetEscaped, field, count);
        }
        Ok(())
    }
}

fn write_error(error: io::Error) -> Error {
    Error::new(ErrorCode::IoError, format!("the report could not be written: {error}"))
        .hint("Make room or choose another place, and make the report again.")
}

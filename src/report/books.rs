//! The books of a report: every row goes through them, and both sides add up in the end.

use std::io;

use crate::decimal::Decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::{COLUMNS, Cell, ReportContext};
use crate::focus::csv::CsvWriter;
use crate::focus::row::FocusRow;
use crate::options::{OnInvalid, ReportOptions};
use crate::place::Place;
use crate::summary::{ClosedBooks, Skipped, Totals, WarningCode, Warnings};

/// So many line items that were left out are listed; all are counted.
const LISTED: usize = 100;

/// The CSV, and what is said of it.
#[derive(Debug)]
pub(super) struct Books<W: io::Write> {
    csv: CsvWriter<W>,
    has_header: bool,
    on_invalid: OnInvalid,
    pub(super) totals: Totals,
    pub(super) warnings: Warnings,
    pub(super) skipped: Vec<Skipped>,
    pub(super) rows: u64,
}

impl<W: io::Write> Books<W> {
    pub(super) fn new(options: &ReportOptions, out: W) -> Self {
        Self {
            csv: CsvWriter::new(out, options.spreadsheet_safe),
            has_header: false,
            on_invalid: options.on_invalid,
            totals: Totals::default(),
            warnings: Warnings::default(),
            skipped: Vec::new(),
            rows: 0,
        }
    }

    /// Starts the CSV, once.
    pub(super) fn start<'n>(&mut self, header: impl Iterator<Item = &'n str>) {
        if !std::mem::replace(&mut self.has_header, true) {
            self.csv.write_header(header);
        }
    }

    /// Writes a row of ours.
    pub(super) fn write(&mut self, row: &FocusRow, context: &ReportContext) -> Result<()> {
        self.start(COLUMNS.iter().map(|column| column.name));
        let cells = COLUMNS.iter().map(|column| (column.value)(row, context));
        self.write_cells(cells, &row.billing_currency, row.billed_cost)
    }

    /// Writes the cells of a row, and books what it bills.
    pub(super) fn write_cells<'c>(
        &mut self,
        cells: impl Iterator<Item = Cell<'c>>,
        currency: &str,
        billed: Decimal,
    ) -> Result<()> {
        self.totals.add_row(currency, billed)?;
        self.rows += 1;
        self.csv.write_row(cells).map_err(write_error)
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
                field: error.field_name().unwrap_or(place.path).to_owned(),
                code: error.code().as_str(),
                message: error.message().to_owned(),
            });
        }
        Ok(())
    }

    /// Takes the books out.
    pub(super) fn close(self) -> ClosedBooks {
        let Self { rows, totals, warnings, skipped, .. } = self;
        ClosedBooks { rows, totals, warnings, skipped }
    }

    /// Says so where nothing was written by now.
    pub(super) fn note_empty(&mut self) {
        if self.rows == 0 {
            self.warnings.note(WarningCode::NoLineItems, None, 1);
        }
    }

    /// Ends the CSV.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.start(COLUMNS.iter().map(|column| column.name));
        self.csv.finish().map_err(write_error)?;
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

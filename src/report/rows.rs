//! From usage to rows: line items are placed in charge periods, mapped, and written or added up.

use std::collections::BTreeSet;
use std::io;

use super::FinishedReport;
use super::coarseness::{Coarseness, check_input_timeframe};
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
use crate::timeframe::Period;
use crate::timezone::instant_of;
use crate::usage::{Digest, LineItem, Usage, disagreements};

/// The rows of a report in the making, and the books about them.
pub(super) struct Rows<W: io::Write> {
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
}

impl<W: io::Write> Rows<W> {
    pub(super) fn new(window: ReportWindow, options: ReportOptions, out: W) -> Result<Self> {
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
        })
    }

    pub(super) fn receive(&mut self, usage: Usage, file: Option<&str>) -> Result<()> {
        match usage {
            Usage::Bucket(label) => self.bucket(label),
            Usage::LineItem(item) => self.line_item(*item, file),
            Usage::ReplyEnd { has_more, digest } => self.pages.count(has_more, digest),
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
            return Err(Error::new(ErrorCode::InvalidUsage, message)
                .hint("Check the bucket's date: usage is of the years 0001 to 9999."));
        };
        self.coarseness.observe(start, &self.window);
        self.charge_period = period;
        Ok(())
    }

    fn line_item(&mut self, item: LineItem, file: Option<&str>) -> Result<()> {
        let Some(charge_period) = self.charge_period else {
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

    pub(super) fn finish(mut self) -> Result<FinishedReport> {
        self.coarseness.check(&self.window)?;
        for (key, sums) in self.groups.take_rows() {
            self.write(key, sums)?;
        }
        self.csv.finish().map_err(write_error)?;
        self.note_whole_report();
        Ok(FinishedReport {
            metadata: Metadata::new(self.options.now),
            summary: ReportSummary::new(
                &self.window,
                self.rows,
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

/// Which pages of the replies are there: the last one, and none of them twice.
#[derive(Debug, Default)]
struct Pages {
    more_announced: bool,
    last_seen: bool,
    seen: BTreeSet<Digest>,
}

impl Pages {
    fn count(&mut self, has_more: Option<bool>, digest: Option<Digest>) -> Result<()> {
        match has_more {
            Some(true) => self.more_announced = true,
            Some(false) => self.last_seen = true,
            None => {}
        }
        match digest {
            Some(digest) if !self.seen.insert(digest) => {
                let message = "these buckets are among the replies already: all would count twice";
                Err(Error::new(ErrorCode::DuplicatePage, message)
                    .hint("Give every page once; fetch the page again if another was meant."))
            }
            _ => Ok(()),
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

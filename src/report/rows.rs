//! From line items to rows: placed in charge periods, mapped, and written or added up.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use time::UtcDateTime;

use super::FinishedReport;
use super::books::Books;
use super::buckets::{Bucket, Buckets};
use super::invoice::{self, Bases};
use super::names::Names;
use super::overlap::{Overlap, Teller};
use super::pages::Pages;
use super::seen::{Met, Seen};
use crate::datetime::DateTimeText;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::ReportContext;
use crate::focus::mapping::{MappedLineItem, map_line_item};
use crate::focus::metadata::{About, Metadata};
use crate::focus::row::{FocusRow, RowKey, RowSums};
use crate::groups::Groups;
use crate::options::{Grain, ReportOptions};
use crate::place::Place;
use crate::request::{ReportWindow, Source};
use crate::summary::{ReportSummary, WarningCode};
use crate::timeframe::Period;
use crate::timezone::instant_of;
use crate::usage::{Companion, Disagreements, FileHash, LineItem, Product, Usage, When};

/// The rows of a report of replies in the making.
pub(super) struct Rows<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    books: Books<W>,
    names: Names,
    context: ReportContext,
    /// What stands in the bucket being read: its charge period, `None` outside the window.
    bucket: Option<Period>,
    /// The charge period of the last billing event: the next one is often in it too.
    last_event: Option<Period>,
    buckets: Buckets,
    overlap: Overlap,
    requests: Seen,
    seen_buckets: Seen,
    pages: Pages,
    groups: Groups<(Period, RowKey), RowSums>,
    bases: Bases,
    any_line_item: bool,
}

impl<W: io::Write> Rows<W> {
    pub(super) fn new(window: ReportWindow, options: ReportOptions, books: Books<W>) -> Self {
        let names = Names::default();
        Self {
            context: names.context(&options, window.source),
            buckets: Buckets::new(&window, &options),
            overlap: Overlap::new(options.input_kind),
            groups: Groups::new(options.max_groups),
            bases: Bases::new(&options),
            window,
            options,
            books,
            names,
            bucket: None,
            last_event: None,
            requests: Seen::default(),
            seen_buckets: Seen::default(),
            pages: Pages::default(),
            any_line_item: false,
        }
    }

    pub(super) fn receive(&mut self, usage: Usage, place: Place<'_>) -> Result<()> {
        match usage {
            Usage::Bucket { label, offset, is_empty, digest } => {
                let start = self.instant(label)?;
                self.bucket = self.charge_period(start)?;
                self.buckets.begins(start, &self.window);
                if !is_empty {
                    self.note_repeated(digest, place);
                    let zone_offset = self.window.boundary_zone().offset_at(start);
                    let bucket = Bucket { start, offset, zone_offset, place };
                    self.buckets.counts(&bucket, &self.window, &mut self.books.warnings);
                }
                Ok(())
            }
            Usage::LineItem(item) => {
                self.begin_line_items();
                match self.place_item(*item, place) {
                    Ok(Some(placed)) => self.book(placed, place),
                    Ok(None) => Ok(()),
                    Err(error) => self.books.invalid(error, place),
                }
            }
            Usage::Invalid(error) => self.books.invalid(error, place),
            Usage::Companion(companion) => self.companion(companion, place),
            Usage::ReplyEnd(end) => {
                self.buckets.reply_ends(end.kinds, &self.window);
                self.pages.reply(&end)
            }
        }
    }

    pub(super) fn wants_hashes(&self) -> bool {
        self.pages.wants_hashes()
    }

    pub(super) fn file_hash(&mut self, hash: FileHash) {
        self.pages.file(hash);
    }

    /// Rows at grain `line_item` are written as they come: names must be known before them.
    pub(super) fn companion(&mut self, companion: Companion, place: Place<'_>) -> Result<()> {
        if self.any_line_item {
            let message = "this names things of line items that came before it";
            return Err(Error::new(ErrorCode::CompanionAfterUsage, message).hint(
                "Give account, teams, prices and manifests before the usage, or as options.",
            ));
        }
        match companion {
            Companion::Account { username } => self.names.account(username, place)?,
            Companion::Team { username, name } => self.names.team(username, name, place)?,
            Companion::Price { endpoint_id, unit } => self.names.unit(endpoint_id, unit),
            Companion::Manifest(manifest) => {
                self.buckets.fetched_by(&manifest, &self.window)?;
                self.pages.manifest(manifest, place);
            }
        }
        Ok(())
    }

    /// The same bucket of another page or fetch, line item for line item, counts twice.
    fn note_repeated(&mut self, bucket: Digest, place: Place<'_>) {
        if self.seen_buckets.insert(bucket, 0) != Met::First {
            self.books.warnings.count(WarningCode::RepeatedBucket, place);
        }
    }

    /// With the first line item all names are known.
    fn begin_line_items(&mut self) {
        if !std::mem::replace(&mut self.any_line_item, true) {
            self.context = self.names.context(&self.options, self.window.source);
        }
    }

    /// A line item in its charge period, in FOCUS's words; `None` where it does not count.
    fn place_item(&mut self, mut item: LineItem, place: Place<'_>) -> Result<Option<Placed>> {
        let teller = Teller::of(&item);
        if self.overlap.leaves_out(teller) {
            self.books.warnings.count(WarningCode::OtherKindLeftOut, place);
            return Ok(None);
        }
        let Some(charge_period) = self.charge_period_of(&item)? else {
            self.books.warnings.count(WarningCode::OutsideWindow, place);
            return Ok(None);
        };
        self.join_unit(&mut item);
        let remarks = Remarks::of(&item);
        let mapped = map_line_item(item, self.options.attribution_tags)?;
        self.overlap.note(teller, charge_period)?;
        let repeats = match self.met(&mapped, charge_period) {
            Met::First => return Ok(Some(Placed { mapped, charge_period, remarks })),
            Met::Again => WarningCode::DuplicateRequest,
            Met::Differently => WarningCode::DuplicateRequestDiffers,
        };
        self.books.warnings.count(repeats, place);
        Ok(None)
    }

    /// Books a line item, and writes it or adds it up. What fails here is no fault of the line
    /// item alone.
    fn book(&mut self, placed: Placed, place: Place<'_>) -> Result<()> {
        let Placed { mapped, charge_period, remarks } = placed;
        self.remark(remarks, &mapped, charge_period, place);
        let MappedLineItem { key, sums, request_id, .. } = mapped;
        self.books.totals.add_line_item(&key.billing_currency, sums.billed_cost)?;
        match self.options.grain {
            Grain::LineItem => self.write(&key, charge_period, request_id.as_deref(), sums),
            Grain::Timeframe => self.groups.add((charge_period, key), sums),
        }
    }

    /// Billing events before August 2026 name no unit; a price list does.
    fn join_unit(&self, item: &mut LineItem) {
        if let (None, true, Some(endpoint)) = (&item.unit, item.kind.is_events(), &item.endpoint_id)
        {
            item.unit = self.names.unit_of(endpoint);
        }
    }

    /// Whether the request of a billing event was met before, and cost the same then.
    fn met(&mut self, mapped: &MappedLineItem, charge_period: Period) -> Met {
        let MappedLineItem { key, sums, request_id, .. } = mapped;
        let Some(request) = request_id.as_deref().filter(|_| !self.options.assume_unique) else {
            return Met::First;
        };
        let mut content = DefaultHasher::new();
        (&key.sku_id, &key.sub_account_id, charge_period).hash(&mut content);
        (sums.billed_cost, sums.pricing_quantity).hash(&mut content);
        self.requests.insert(Digest::of(request), content.finish() as u32)
    }

    /// The charge period of a line item; `None` outside the window.
    fn charge_period_of(&mut self, item: &LineItem) -> Result<Option<Period>> {
        match item.when {
            When::InBucket => Ok(self.bucket),
            When::WholeWindow => Ok(Some(self.window.period)),
            When::At(label) => {
                let at = self.instant(label)?;
                self.event_period(at)
            }
        }
    }

    /// A billing event belongs to the window when its time lies in it.
    fn event_period(&mut self, at: UtcDateTime) -> Result<Option<Period>> {
        if !self.window.period.contains(at) {
            return Ok(None);
        }
        if self.last_event.is_none_or(|period| !period.contains(at)) {
            self.last_event = self.charge_period(at)?;
        }
        Ok(self.last_event)
    }

    fn instant(&self, label: DateTimeText) -> Result<UtcDateTime> {
        match label {
            DateTimeText::Instant(instant) => Ok(instant),
            DateTimeText::Local(local) => {
                instant_of(local, self.window.zone()).ok_or_else(off_the_calendar)
            }
        }
    }

    /// A bucket belongs to the charge period that holds its start.
    fn charge_period(&self, start: UtcDateTime) -> Result<Option<Period>> {
        self.window.charge_period(start).ok_or_else(off_the_calendar)
    }

    fn remark(
        &mut self,
        remarks: Remarks,
        mapped: &MappedLineItem,
        charge_period: Period,
        place: Place<'_>,
    ) {
        let conditional = [
            (remarks.is_summary, WarningCode::SummaryOnly),
            (remarks.is_of_unknown_product, WarningCode::UnknownProduct),
            (mapped.unit_missing, WarningCode::MissingUnit),
            (mapped.key.price_derived, WarningCode::PriceDerived),
            (charge_period.crosses_month(), WarningCode::CrossesMonth),
        ];
        let codes = conditional.into_iter().filter(|(is_so, _)| *is_so).map(|(_, code)| code);
        for code in codes.chain(remarks.disagreements.iter().map(WarningCode::from)) {
            self.books.warnings.count(code, place);
        }
    }

    fn write(
        &mut self,
        key: &RowKey,
        charge_period: Period,
        request_id: Option<&str>,
        sums: RowSums,
    ) -> Result<()> {
        let row = FocusRow::usage(key, charge_period, request_id, sums)?;
        self.bases.add(&row)?;
        self.books.write(&row, &self.context)
    }

    pub(super) fn finish(mut self) -> Result<FinishedReport> {
        self.begin_line_items();
        self.buckets.finish(&self.window, &mut self.books.warnings)?;
        for ((charge_period, key), sums) in self.groups.take_rows() {
            self.write(&key, charge_period, None, sums)?;
        }
        self.books.note_empty();
        let invoice = match &self.options.invoice {
            Some(document) => {
                let rounding = self.options.rounding_row;
                let (period, context) = (self.window.period, &self.context);
                let bases = self.bases.clone();
                Some(invoice::write(document, rounding, period, bases, &mut self.books, context)?)
            }
            None => None,
        };
        self.books.finish()?;
        self.note_account();
        let completeness = self.pages.finish(self.window.period, &mut self.books.warnings);
        let is_usage_only = self.window.source == Source::Invoice && invoice.is_none();
        if is_usage_only {
            self.books.warnings.note(WarningCode::UsageOnly, Some("source"), 1);
        }
        let version = self.options.focus_version.unwrap_or_default();
        let columns = self.books.take_columns();
        let books = self.books.close();
        let summary = ReportSummary::new(&self.window, version, books, completeness, invoice)?;
        let about = About {
            version,
            now: self.options.now,
            window: self.window.period,
            is_complete: summary.complete,
            is_usage_only,
        };
        let columns = columns.iter().map(|column| (column.name, column.data_type));
        Ok(FinishedReport { metadata: Metadata::new(about, columns), summary })
    }

    fn note_account(&mut self) {
        const OPTION: Option<&str> = Some("billingAccountId");
        if self.options.billing_account_id.is_none() && !self.names.has_account() {
            self.books.warnings.note(WarningCode::DefaultBillingAccount, OPTION, 1);
        }
        if self.context.billing_account_id.bytes().all(|byte| byte.is_ascii_digit()) {
            self.books.warnings.note(WarningCode::NumericAccountId, OPTION, 1);
        }
    }
}

/// A line item that counts.
struct Placed {
    mapped: MappedLineItem,
    charge_period: Period,
    remarks: Remarks,
}

/// What of a line item is worth a warning, before it is mapped.
struct Remarks {
    disagreements: Disagreements,
    is_summary: bool,
    is_of_unknown_product: bool,
}

impl Remarks {
    fn of(item: &LineItem) -> Self {
        Self {
            disagreements: item.figures.disagreements(),
            is_summary: item.when == When::WholeWindow,
            is_of_unknown_product: matches!(item.product, Product::Other(_)),
        }
    }
}

fn off_the_calendar() -> Error {
    let message = "the time leads beyond the calendar (years 0001 to 9999)";
    Error::new(ErrorCode::InvalidUsage, message)
        .hint("Check the date: usage is of the years 0001 to 9999.")
}

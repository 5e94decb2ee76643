//! From line items to rows: placed in charge periods, mapped, and written or added up.

mod items;
#[cfg(feature = "parts")]
mod part;
mod writing;

use std::io;

use time::UtcDateTime;

use super::FinishedReport;
use super::added::AddedRows;
use super::books::Books;
use super::buckets::{Bucket, Buckets};
use super::invoice::{self, Bases};
use super::known::Known;
use super::names::Names;
use super::overlap::{Overlap, Teller};
use super::pages::Pages;
use super::placed::AmountRooms;
use super::row_texts::KeyTexts;
use super::seen::{Met, Seen};
#[cfg(feature = "parts")]
use crate::counting::Counting;
use crate::datetime::DateTimeText;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::ReportContext;
use crate::focus::metadata::{About, Metadata};
use crate::limits::too_long_a_text;
use crate::options::ReportOptions;
use crate::place::Place;
use crate::request::{ReportWindow, Source};
use crate::summary::{ReportSummary, WarningCode};
use crate::timeframe::Period;
use crate::timezone::instant_of;
use crate::usage::{Companion, FileHash, Usage, When};
use writing::PeriodFacts;

/// The rows of a report of replies in the making.
pub(super) struct Rows<W: io::Write> {
    window: ReportWindow,
    options: ReportOptions,
    books: Books<W>,
    names: Names,
    context: ReportContext,
    /// What stands in the bucket being read: its charge period, `None` outside the window.
    bucket: Option<Period>,
    /// The charge period of the last billing event, which is clipped to the window: the next one is often
    /// in it too.
    last_event: Option<Period>,
    buckets: Buckets,
    overlap: Overlap,
    requests: Seen,
    seen_buckets: Seen,
    pages: Pages,
    /// What line items have in common that are alike.
    known: Known,
    /// Whose line items count in the bucket being read, once that is clear.
    settled: Option<Teller>,
    added: AddedRows,
    period: PeriodFacts,
    /// Room for the amounts of a row that is being written.
    amounts: AmountRooms,
    /// What rows have in common.
    texts: KeyTexts,
    bases: Bases,
    any_line_item: bool,
    /// How many companions have come.
    #[cfg(feature = "parts")]
    companions: u64,
    /// How many had come when the part began that is being made.
    #[cfg(feature = "parts")]
    companions_before: u64,
}

impl<W: io::Write> Rows<W> {
    pub(super) fn new(window: ReportWindow, options: ReportOptions, books: Books<W>) -> Self {
        let (names, limits) = (Names::default(), options.limits);
        Self {
            context: names.context(&options, window.source),
            buckets: Buckets::new(&window, &options),
            overlap: Overlap::new(options.input_kind),
            known: Known::default(),
            settled: None,
            added: AddedRows::new(options.max_groups),
            period: PeriodFacts::default(),
            amounts: AmountRooms::default(),
            texts: KeyTexts::default(),
            bases: Bases::new(&options),
            window,
            options,
            books,
            names,
            bucket: None,
            last_event: None,
            requests: Seen::new(limits.remembered),
            seen_buckets: Seen::new(limits.remembered),
            pages: Pages::new(limits.remembered),
            any_line_item: false,
            #[cfg(feature = "parts")]
            companions: 0,
            #[cfg(feature = "parts")]
            companions_before: 0,
        }
    }

    pub(super) fn receive(&mut self, usage: Usage, place: Place<'_>) -> Result<()> {
        match usage {
            Usage::Bucket { label, offset, is_empty, digest } => {
                let start = self.instant(label)?;
                self.bucket = self.charge_period(start)?;
                self.settled = None;
                self.buckets.begins(start, &self.window);
                if !is_empty {
                    self.note_repeated(digest, place)?;
                    let zone_offset = self.window.boundary_zone().offset_at(start);
                    let bucket = Bucket { start, offset, zone_offset, place };
                    self.buckets.counts(&bucket, &self.window, &mut self.books.warnings);
                }
                Ok(())
            }
            Usage::LineItem(item, likeness) => {
                let longest = self.options.limits.text_bytes;
                match item.member_longer_than(longest) {
                    Some(member) => {
                        self.books.invalid(too_long_a_text(member, longest, place.path), place)
                    }
                    None => self.line_item(*item, likeness, place),
                }
            }
            Usage::Again(again) => self.again(again, place),
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
        #[cfg(feature = "parts")]
        {
            self.companions.count_one();
        }
        match companion {
            Companion::Account { username } => self.names.account(username, place)?,
            Companion::Team { username, name } => self.names.team(username, name, place)?,
            Companion::Price { endpoint_id, unit } => self.names.unit(endpoint_id, unit, place)?,
            Companion::Manifest(manifest) => {
                self.buckets.fetched_by(&manifest, &self.window)?;
                self.pages.manifest(manifest, place)?;
            }
        }
        Ok(())
    }

    /// The same bucket of another page or fetch, line item for line item, counts twice.
    fn note_repeated(&mut self, bucket: Digest, place: Place<'_>) -> Result<()> {
        if self.seen_buckets.insert(bucket, 0) != Met::First {
            self.books.warnings.count(WarningCode::RepeatedBucket, place);
        }
        self.seen_buckets.within_bounds()
    }

    /// With the first line item all names are known.
    fn begin_line_items(&mut self) {
        if !std::mem::replace(&mut self.any_line_item, true) {
            self.context = self.names.context(&self.options, self.window.source);
        }
    }

    /// The charge period of a line item; `None` outside the window.
    #[inline(always)]
    fn charge_period_of(&mut self, when: When) -> Result<Option<Period>> {
        match when {
            When::InBucket => Ok(self.bucket),
            When::WholeWindow => Ok(Some(self.window.period)),
            When::At(label) => {
                let at = self.instant(label)?;
                self.event_period(at)
            }
        }
    }

    /// A billing event belongs to the window when its time lies in it.
    #[inline(always)]
    fn event_period(&mut self, at: UtcDateTime) -> Result<Option<Period>> {
        if self.last_event.is_some_and(|period| period.contains(at)) {
            return Ok(self.last_event);
        }
        if !self.window.period.contains(at) {
            return Ok(None);
        }
        self.last_event = self.charge_period(at)?;
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

    pub(super) fn finish(mut self) -> Result<FinishedReport> {
        self.begin_line_items();
        self.buckets.finish(&self.window, &mut self.books.warnings)?;
        self.write_added()?;
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

fn off_the_calendar() -> Error {
    let message = "the time leads beyond the calendar (years 0001 to 9999)";
    Error::new(ErrorCode::InvalidUsage, message)
        .hint("Check the date: usage is of the years 0001 to 9999.")
}

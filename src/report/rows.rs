//! From line items to rows: placed in charge periods, mapped, and written or added up.

use std::io;
use std::rc::Rc;

use time::UtcDateTime;

use super::FinishedReport;
use super::added::{AddedRow, AddedRows};
use super::alike::{Alike, AtHand, Known, KnownPatterns, Remarks, RowTexts, content};
use super::books::Books;
use super::buckets::{Bucket, Buckets};
use super::invoice::{self, Bases};
use super::names::Names;
use super::overlap::{Overlap, Teller};
use super::pages::Pages;
use super::placed::{Placed, Texts, UsageRow, put_texts_at_once, sums_at_once, texts};
use super::row_texts::KeyTexts;
use super::seen::{Met, Seen};
use crate::datetime::DateTimeText;
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::ReportContext;
use crate::focus::mapping::{MappedLineItem, map_line_item, measure};
use crate::focus::metadata::{About, Metadata};
use crate::focus::template::{Gaps, Instants};
use crate::options::{Grain, ReportOptions};
use crate::place::Place;
use crate::request::{ReportWindow, Source};
use crate::summary::{ReportSummary, WarningCode};
use crate::timeframe::Period;
use crate::timezone::instant_of;
use crate::usage::{
    Again, AtOnce, Companion, Disagreements, FileHash, LineItem, PatternId, Usage, When,
};

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
    /// What line items have in common that are alike.
    known: KnownPatterns,
    added: AddedRows,
    /// Of the last line item, or row.
    period: PeriodFacts,
    /// The amounts of a row that is being written.
    amounts: Texts,
    /// What rows have in common.
    texts: KeyTexts,
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
            known: KnownPatterns::default(),
            added: AddedRows::new(options.max_groups),
            period: PeriodFacts::default(),
            amounts: Texts::default(),
            texts: KeyTexts::default(),
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
            Usage::LineItem(item, pattern) => self.line_item(*item, pattern, place),
            Usage::Again(again) => self.again(&again, place),
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

    fn line_item(
        &mut self,
        item: LineItem,
        pattern: Option<PatternId>,
        place: Place<'_>,
    ) -> Result<()> {
        self.begin_line_items();
        let request_id = item.request_id.clone();
        match self.place_item(item, pattern, place) {
            Ok(Some(placed)) => {
                self.book(&placed, place)?;
                let at_hand = self.keep(&placed, pattern, request_id.as_deref())?;
                if let Some(pattern) = pattern {
                    self.known.put_at_hand(pattern, at_hand);
                }
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(error) => self.books.invalid(error, place),
        }
    }

    /// A line item of which all but the amounts is known.
    fn again(&mut self, again: &Again<'_>, place: Place<'_>) -> Result<()> {
        if let Some(outcome) = self.again_at_once(again, place) {
            return outcome;
        }
        let Some(Known { teller, alike }) = self.known.get(again.pattern) else {
            return self.again_as_a_whole(again, place);
        };
        let (teller, alike) = (*teller, alike.clone());
        let charge_period = match self.admit(teller, again.when, place) {
            Ok(Some(charge_period)) => charge_period,
            Ok(None) => return Ok(()),
            Err(error) => return self.books.invalid(error, place),
        };
        let Some(alike) = alike else { return self.again_as_a_whole(again, place) };
        match self.place_again(again, teller, alike, charge_period, place) {
            Ok(Some(placed)) => {
                self.book(&placed, place)?;
                let at_hand = self.keep(&placed, Some(again.pattern), again.request_id)?;
                self.known.put_at_hand(again.pattern, at_hand);
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(error) => self.books.invalid(error, place),
        }
    }

    /// The same of one whose figures are as expected; `None` where it is not, and nothing is done.
    fn again_at_once(&mut self, again: &Again<'_>, place: Place<'_>) -> Option<Result<()>> {
        let at_hand = self.known.at_hand(again.pattern)?;
        let facts = self.texts.facts(at_hand.facts)?;
        let (teller, remarks, trace) = (facts.teller, facts.remarks, facts.trace);
        let figures = again.at_once(&facts.prices)?;
        if self.options.grain == Grain::LineItem {
            put_texts_at_once(&mut self.amounts, &figures, again)?;
        }
        let charge_period = match self.admit(teller, again.when, place) {
            Ok(Some(charge_period)) => charge_period,
            Ok(None) => return Some(Ok(())),
            Err(error) => return Some(self.books.invalid(error, place)),
        };
        let content =
            || content(trace, charge_period, figures.total.value(), figures.quantity.value());
        match self.counts(teller, charge_period, again.request_id, content, place) {
            Ok(true) => {}
            Ok(false) => return Some(Ok(())),
            Err(error) => return Some(self.books.invalid(error, place)),
        }
        let outcome = self.remark(remarks, charge_period, figures.disagreements, place);
        Some(outcome.and_then(|()| self.keep_at_once(again, &figures, at_hand)))
    }

    fn keep_at_once(
        &mut self,
        again: &Again<'_>,
        figures: &AtOnce<'_>,
        at_hand: AtHand,
    ) -> Result<()> {
        let (Some(facts), billed) = (self.texts.facts(at_hand.facts), figures.total.short()) else {
            return Ok(());
        };
        let texts = self.texts.get(at_hand.texts);
        let Some((template, who)) = texts.filter(|_| self.options.grain == Grain::LineItem) else {
            self.books.totals.add_short_line_item(&facts.currency, billed)?;
            let Some(period) = self.period.charge_period else { return Ok(()) };
            return self.added.add(at_hand.key, period, &sums_at_once(figures));
        };
        self.books.totals.add_both(&facts.currency, billed)?;
        self.bases.add_at_once(&facts.currency, figures)?;
        let gaps = Gaps { amounts: &self.amounts, instants: &self.period.instants, who };
        self.books.write_counted(template, &gaps, again.request_id)
    }

    /// Nothing is known of the earlier one.
    fn again_as_a_whole(&mut self, again: &Again<'_>, place: Place<'_>) -> Result<()> {
        match again.read(place.path) {
            Ok(item) => self.line_item(item, Some(again.pattern), place),
            Err(error) => self.books.invalid(error, place),
        }
    }

    /// A line item in its charge period, in FOCUS's words; `None` where it does not count.
    fn place_item(
        &mut self,
        mut item: LineItem,
        pattern: Option<PatternId>,
        place: Place<'_>,
    ) -> Result<Option<Placed>> {
        let teller = Teller::of(&item);
        if let Some(pattern) = pattern {
            self.known.put(pattern, Known { teller, alike: None });
        }
        let Some(charge_period) = self.admit(teller, item.when, place)? else { return Ok(None) };
        self.join_unit(&mut item);
        let remarks = Remarks::of(&item);
        let figures = item.figures;
        let mapped = map_line_item(item, self.options.attribution_tags)?;
        let MappedLineItem { key, sums, request_id, unit_missing } = mapped;
        let costs = key.costs(sums.pricing_quantity)?;
        let alike = Rc::new(Alike::new(key, figures, Remarks { unit_missing, ..remarks }));
        if let Some(pattern) = pattern {
            self.known.put(pattern, Known { teller, alike: Some(alike.clone()) });
        }
        let placed = Placed::new(alike, charge_period, (sums, costs), figures.disagreements());
        self.counted(teller, placed, request_id.as_deref(), place)
    }

    fn place_again(
        &mut self,
        again: &Again<'_>,
        teller: Teller,
        alike: Rc<Alike>,
        charge_period: Period,
        place: Place<'_>,
    ) -> Result<Option<Placed>> {
        let figures = again.figures(&alike.figures);
        let measured = measure(&figures, &alike.key)?;
        let placed = Placed::new(alike, charge_period, measured, figures.disagreements());
        self.counted(teller, placed, again.request_id, place)
    }

    fn counted(
        &mut self,
        teller: Teller,
        placed: Placed,
        request_id: Option<&str>,
        place: Place<'_>,
    ) -> Result<Option<Placed>> {
        let content = || placed.content();
        let counts = self.counts(teller, placed.charge_period, request_id, content, place)?;
        Ok(counts.then_some(placed))
    }

    /// The charge period of a line item; `None` where another kind tells of it, or outside the
    /// window.
    fn admit(&mut self, teller: Teller, when: When, place: Place<'_>) -> Result<Option<Period>> {
        if self.overlap.leaves_out(teller) {
            self.books.warnings.count(WarningCode::OtherKindLeftOut, place);
            return Ok(None);
        }
        let charge_period = self.charge_period_of(when)?;
        if charge_period.is_none() {
            self.books.warnings.count(WarningCode::OutsideWindow, place);
        }
        Ok(charge_period)
    }

    /// Whether nobody has told of the charge before; an error where another kind has.
    fn counts(
        &mut self,
        teller: Teller,
        charge_period: Period,
        request_id: Option<&str>,
        content: impl Fn() -> u32,
        place: Place<'_>,
    ) -> Result<bool> {
        self.overlap.note(teller, charge_period)?;
        let Some(request) = request_id.filter(|_| !self.options.assume_unique) else {
            return Ok(true);
        };
        let repeats = match self.requests.insert(Digest::of(request.as_bytes()), content()) {
            Met::First => return Ok(true),
            Met::Again => WarningCode::DuplicateRequest,
            Met::Differently => WarningCode::DuplicateRequestDiffers,
        };
        self.books.warnings.count(repeats, place);
        Ok(false)
    }

    /// Books a line item. What fails here is no fault of the line item alone.
    fn book(&mut self, placed: &Placed, place: Place<'_>) -> Result<()> {
        let Placed { alike, charge_period, sums, disagreements, .. } = placed;
        self.remark(alike.remarks, *charge_period, *disagreements, place)?;
        self.books.totals.add_line_item(&alike.key.billing_currency, sums.billed_cost)
    }

    /// Counts what is worth a warning.
    fn remark(
        &mut self,
        remarks: Remarks,
        charge_period: Period,
        disagreements: Disagreements,
        place: Place<'_>,
    ) -> Result<()> {
        if self.period.charge_period != Some(charge_period) {
            self.period = PeriodFacts::of(charge_period)?;
        }
        if remarks.are_none() && disagreements.is_empty() && !self.period.crosses_month {
            return Ok(());
        }
        let crosses = self.period.crosses_month.then_some(WarningCode::CrossesMonth);
        let disagreements = disagreements.iter().map(WarningCode::from);
        for code in remarks.codes().chain(crosses).chain(disagreements) {
            self.books.warnings.count(code, place);
        }
        Ok(())
    }

    /// Writes a line item, or adds it up; and says what of its pattern is at hand then.
    fn keep(
        &mut self,
        placed: &Placed,
        pattern: Option<PatternId>,
        request_id: Option<&str>,
    ) -> Result<Option<AtHand>> {
        let mut at_hand = AtHand { facts: 0, key: 0, texts: RowTexts::default() };
        let row = placed.row(request_id);
        match self.options.grain {
            Grain::Timeframe => {
                at_hand.key = self.added.key(row.key);
                self.added.add(at_hand.key, row.charge_period, &row.sums)?;
            }
            Grain::LineItem => {
                at_hand.texts = self.texts_of(&row)?;
                self.write_template(at_hand.texts, &row)?;
            }
        }
        let Some(teller) = pattern.and_then(|pattern| Some(self.known.get(pattern)?.teller)) else {
            return Ok(None);
        };
        let facts = placed.alike.facts(teller);
        at_hand.facts = match facts {
            Some(facts) => self.texts.place_of(row.key, facts),
            None => return Ok(None),
        };
        Ok(Some(at_hand))
    }

    /// The places of a row's texts.
    fn texts_of(&mut self, row: &UsageRow<'_>) -> Result<RowTexts> {
        if self.texts.are_full() {
            self.texts = KeyTexts::default();
            self.known.clear_at_hand();
        }
        let Self { texts, books, context, .. } = self;
        texts.of(row.key, &mut || Ok(books.template(&row.finished()?, context)))
    }

    /// Billing events before August 2026 name no unit; a price list does.
    fn join_unit(&self, item: &mut LineItem) {
        if let (None, true, Some(endpoint)) = (&item.unit, item.kind.is_events(), &item.endpoint_id)
        {
            item.unit = self.names.unit_of(endpoint);
        }
    }

    /// The charge period of a line item; `None` outside the window.
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

    /// Writes a row by its texts, or where an amount is too long for them without.
    fn write_template(&mut self, places: RowTexts, row: &UsageRow<'_>) -> Result<()> {
        let texts = self.texts.get(places).zip(texts(&row.sums, &row.costs));
        let Some(((template, who), amounts)) = texts else { return self.write(row) };
        if self.period.charge_period != Some(row.charge_period) {
            self.period = PeriodFacts::of(row.charge_period)?;
        }
        let (currency, billed) = (&row.key.billing_currency, row.sums.billed_cost);
        self.bases.add(currency, billed, &row.costs)?;
        let gaps = Gaps { amounts: &amounts, instants: &self.period.instants, who };
        self.books.write_template(template, &gaps, row.request_id, currency, billed)
    }

    fn write(&mut self, row: &UsageRow<'_>) -> Result<()> {
        self.bases.add(&row.key.billing_currency, row.sums.billed_cost, &row.costs)?;
        self.books.write(&row.finished()?, &self.context)
    }

    /// Writes the rows that were added up.
    fn write_added(&mut self) -> Result<()> {
        let (keys, rows) = self.added.take();
        let mut texts = vec![None; keys.len()];
        for AddedRow { charge_period, key, sums } in rows {
            let (Some(key), Some(places)) = (keys.get(key), texts.get_mut(key)) else { continue };
            let costs = key.costs(sums.pricing_quantity)?;
            let row = UsageRow { key, charge_period, request_id: None, sums, costs };
            let places = match *places {
                Some(places) => places,
                None if self.texts.are_full() => {
                    self.write(&row)?;
                    continue;
                }
                None => *places.insert(self.texts_of(&row)?),
            };
            self.write_template(places, &row)?;
        }
        Ok(())
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

/// What follows from a charge period alone.
#[derive(Debug, Default)]
struct PeriodFacts {
    charge_period: Option<Period>,
    crosses_month: bool,
    instants: Instants,
}

impl PeriodFacts {
    fn of(charge_period: Period) -> Result<Self> {
        Ok(Self {
            charge_period: Some(charge_period),
            crosses_month: charge_period.crosses_month(),
            instants: Instants::of(charge_period)?,
        })
    }
}

fn off_the_calendar() -> Error {
    let message = "the time leads beyond the calendar (years 0001 to 9999)";
    Error::new(ErrorCode::InvalidUsage, message)
        .hint("Check the date: usage is of the years 0001 to 9999.")
}

//! Line items as they come: each in its place, counted once, booked.

use std::io;
use std::rc::Rc;

use super::Rows;
use crate::digest::Digest;
use crate::error::Result;
use crate::focus::mapping::{MappedLineItem, map_line_item};
use crate::place::Place;
use crate::report::known::content;
use crate::report::overlap::Teller;
use crate::report::placed::Placed;
use crate::report::remarks::Remarks;
use crate::report::seen::Met;
use crate::summary::WarningCode;
use crate::timeframe::Period;
use crate::usage::{Again, Disagreements, Likeness, LineItem, When};

impl<W: io::Write> Rows<W> {
    pub(super) fn line_item(
        &mut self,
        item: LineItem,
        likeness: Option<Likeness>,
        place: Place<'_>,
    ) -> Result<()> {
        self.begin_line_items();
        let teller = Teller::of(&item);
        if let Some(likeness) = likeness {
            self.known.begin(likeness, teller);
        }
        let request_id = item.request_id.clone();
        let placed = match self.place_item(item, teller, place) {
            Ok(Some(placed)) => placed,
            Ok(None) => return Ok(()),
            Err(error) => return self.books.invalid(error, place),
        };
        // What fails from here on is no fault of the line item alone.
        self.remark(placed.remarks, placed.charge_period, placed.disagreements, place)?;
        self.books.totals.add_line_item(&placed.key.billing_currency, placed.sums.billed_cost)?;
        let key = self.keep(&placed, request_id.as_deref())?;
        if let Some(likeness) = likeness {
            self.known.learn(likeness, teller, &placed, key);
        }
        Ok(())
    }

    /// A line item of which all but the amounts is known.
    pub(super) fn again(&mut self, again: &Again<'_>, place: Place<'_>) -> Result<()> {
        match self.again_at_once(again, place) {
            Some(outcome) => outcome,
            None => match again.read(place.path) {
                Ok(item) => self.line_item(item, Some(again.likeness), place),
                Err(error) => self.books.invalid(error, place),
            },
        }
    }

    /// The same of one whose figures are as expected; `None` where it is not, and nothing is done.
    fn again_at_once(&mut self, again: &Again<'_>, place: Place<'_>) -> Option<Result<()>> {
        let (sold, asked) = self.known.get(again.likeness)?;
        let teller = sold.teller;
        let Some((facts, asked)) = sold.facts.as_ref().zip(asked) else {
            return match self.admit(teller, again.when, place) {
                Ok(Some(_)) => None,
                Ok(None) => Some(Ok(())),
                Err(error) => Some(self.books.invalid(error, place)),
            };
        };
        let figures = again.at_once(&facts.prices)?;
        let (remarks, key, trace) = (facts.remarks, facts.key(asked), facts.trace(asked));
        let charge_period = match self.settled_period(teller, again.when) {
            Some(settled) => settled,
            None => {
                let content = |charge_period| {
                    let quantity = figures.quantity.short().value();
                    content(trace, charge_period, figures.billed.value(), quantity)
                };
                match self.counted_period(teller, again, content, place) {
                    Ok(Some(counted)) => counted,
                    Ok(None) => return Some(Ok(())),
                    Err(error) => return Some(self.books.invalid(error, place)),
                }
            }
        };
        let outcome = self.remark(remarks, charge_period, figures.disagreements, place);
        Some(outcome.and_then(|()| self.keep_at_once(again, &figures, key, charge_period)))
    }

    /// The charge period of a line item that may be the first of its bucket; `None` where it does not
    /// count.
    fn counted_period(
        &mut self,
        teller: Teller,
        again: &Again<'_>,
        content: impl Fn(Period) -> u32,
        place: Place<'_>,
    ) -> Result<Option<Period>> {
        let told = (teller, again.when);
        let Some(period) = self.admit(teller, again.when, place)? else { return Ok(None) };
        let counts = self.counts(told, period, again.request_id, || content(period), place)?;
        Ok(counts.then_some(period))
    }

    /// A line item in its charge period, in FOCUS's words; `None` where it does not count.
    fn place_item(
        &mut self,
        mut item: LineItem,
        teller: Teller,
        place: Place<'_>,
    ) -> Result<Option<Placed>> {
        let when = item.when;
        let Some(charge_period) = self.admit(teller, when, place)? else { return Ok(None) };
        self.join_unit(&mut item);
        let mut remarks = Remarks::of(&item);
        let figures = item.figures;
        let mapped = map_line_item(item, self.options.attribution_tags)?;
        let MappedLineItem { key, sums, request_id, unit_missing } = mapped;
        (remarks.unit_missing, remarks.price_derived) = (unit_missing, key.price_derived);
        let (key, disagreements) = (Rc::new(key), figures.disagreements());
        let placed = Placed { key, figures, remarks, charge_period, sums, disagreements };
        let content = || placed.content();
        let told = (teller, when);
        let counts = self.counts(told, charge_period, request_id.as_deref(), content, place)?;
        Ok(counts.then_some(placed))
    }

    /// The charge period of the bucket, where it is clear by those before that such line items count in
    /// it.
    #[inline(always)]
    fn settled_period(&self, teller: Teller, when: When) -> Option<Period> {
        self.bucket.filter(|_| when == When::InBucket && self.settled == Some(teller))
    }

    /// The charge period of a line item; `None` where another kind tells of it, or outside the
    /// window.
    fn admit(&mut self, teller: Teller, when: When, place: Place<'_>) -> Result<Option<Period>> {
        if let Some(settled) = self.settled_period(teller, when) {
            return Ok(Some(settled));
        }
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
        (teller, when): (Teller, When),
        charge_period: Period,
        request_id: Option<&str>,
        content: impl Fn() -> u32,
        place: Place<'_>,
    ) -> Result<bool> {
        if self.settled_period(teller, when).is_none() {
            self.overlap.note(teller, charge_period)?;
        }
        if when == When::InBucket {
            self.settled = Some(teller);
        }
        let Some(request) = request_id.filter(|_| !self.options.assume_unique) else {
            return Ok(true);
        };
        let repeats = match self.requests.insert(Digest::of(request.as_bytes()), content()) {
            Met::First => return self.requests.within_bounds().map(|()| true),
            Met::Again => WarningCode::DuplicateRequest,
            Met::Differently => WarningCode::DuplicateRequestDiffers,
        };
        self.books.warnings.count(repeats, place);
        Ok(false)
    }

    /// Counts what is worth a warning.
    #[inline(always)]
    fn remark(
        &mut self,
        remarks: Remarks,
        charge_period: Period,
        disagreements: Disagreements,
        place: Place<'_>,
    ) -> Result<()> {
        self.period.turn_to(charge_period)?;
        if remarks.are_none() && disagreements.is_empty() && !self.period.crosses_month {
            return Ok(());
        }
        self.count_remarks(remarks, disagreements, place);
        Ok(())
    }

    #[inline(never)]
    fn count_remarks(&mut self, remarks: Remarks, disagreements: Disagreements, place: Place<'_>) {
        let crosses = self.period.crosses_month.then_some(WarningCode::CrossesMonth);
        let disagreements = disagreements.iter().map(WarningCode::from);
        for code in remarks.codes().chain(crosses).chain(disagreements) {
            self.books.warnings.count(code, place);
        }
    }

    /// Billing events before August 2026 name no unit; a price list does.
    fn join_unit(&self, item: &mut LineItem) {
        if let (None, true, Some(endpoint)) = (&item.unit, item.kind.is_events(), &item.endpoint_id)
        {
            item.unit = self.names.unit_of(endpoint);
        }
    }
}

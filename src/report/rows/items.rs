//! Line items as they come: each in its place, counted once, booked.

use std::io;
use std::rc::Rc;

use super::Rows;
use crate::digest::Digest;
use crate::error::Result;
use crate::focus::mapping::{MappedLineItem, map_line_item, measure};
use crate::options::Grain;
use crate::place::Place;
use crate::report::alike::{Alike, Known, Remarks, content};
use crate::report::overlap::Teller;
use crate::report::placed::{Placed, put_texts_at_once};
use crate::report::seen::Met;
use crate::summary::WarningCode;
use crate::timeframe::Period;
use crate::usage::{Again, Disagreements, LineItem, Pattern, When};

impl<W: io::Write> Rows<W> {
    pub(super) fn line_item(
        &mut self,
        item: LineItem,
        pattern: Option<Pattern>,
        place: Place<'_>,
    ) -> Result<()> {
        self.begin_line_items();
        let request_id = item.request_id.clone();
        match self.place_item(item, pattern, place) {
            Ok(Some(placed)) => {
                self.book(&placed, place)?;
                self.keep(&placed, pattern, request_id.as_deref())
            }
            Ok(None) => Ok(()),
            Err(error) => self.books.invalid(error, place),
        }
    }

    /// A line item of which all but the amounts is known.
    pub(super) fn again(&mut self, again: &Again<'_>, place: Place<'_>) -> Result<()> {
        if again.is_new {
            self.put_together(again.pattern);
        }
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
                self.keep(&placed, Some(again.pattern), again.request_id)
            }
            Ok(None) => Ok(()),
            Err(error) => self.books.invalid(error, place),
        }
    }

    /// The same of one whose figures are as expected; `None` where it is not, and nothing is done.
    fn again_at_once(&mut self, again: &Again<'_>, place: Place<'_>) -> Option<Result<()>> {
        let at_hand = self.known.at_hand(again.pattern)?;
        let facts = self.texts.facts(at_hand.facts)?;
        let (teller, remarks) = (facts.teller, facts.remarks);
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
            || content(at_hand.trace, charge_period, figures.total.value(), figures.quantity.value());
        match self.counts(teller, charge_period, again.request_id, content, place) {
            Ok(true) => {}
            Ok(false) => return Some(Ok(())),
            Err(error) => return Some(self.books.invalid(error, place)),
        }
        let outcome = self.remark(remarks, charge_period, figures.disagreements, place);
        Some(outcome.and_then(|()| self.keep_at_once(again, &figures, at_hand, charge_period)))
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
        pattern: Option<Pattern>,
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
        let MappedLineItem { key, sums, costs, request_id, unit_missing } = mapped;
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
        self.period.turn_to(charge_period)?;
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

    /// Billing events before August 2026 name no unit; a price list does.
    fn join_unit(&self, item: &mut LineItem) {
        if let (None, true, Some(endpoint)) = (&item.unit, item.kind.is_events(), &item.endpoint_id)
        {
            item.unit = self.names.unit_of(endpoint);
        }
    }
}

//! Line items that are booked: written as rows, or added up to them.

use std::io;
use std::rc::Rc;

use super::Rows;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::template::{Gaps, Instants};
use crate::options::Grain;
use crate::report::added::{AddedRow, Sorted};
use crate::report::alike::{AtHand, RowTexts};
use crate::report::placed::{Placed, UsageRow, sums_at_once, texts};
use crate::report::row_texts::KeyTexts;
use crate::timeframe::Period;
use crate::usage::{Again, AtOnce, Pattern};

impl<W: io::Write> Rows<W> {
    /// Writes a line item, or adds it up; and keeps at hand what those of its pattern need.
    pub(super) fn keep(
        &mut self,
        placed: &Placed,
        pattern: Option<Pattern>,
        request_id: Option<&str>,
    ) -> Result<()> {
        let trace = placed.alike.trace();
        let mut at_hand = AtHand { facts: 0, key: 0, texts: RowTexts::default(), trace };
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
        let known = pattern.and_then(|pattern| Some((pattern, self.known.get(pattern)?.teller)));
        let Some((pattern, teller)) = known else { return Ok(()) };
        if let Some(facts) = placed.alike.facts(teller) {
            at_hand.facts = self.texts.place_of(row.key, facts);
            self.known.put_at_hand(pattern, &placed.alike, at_hand);
        }
        Ok(())
    }

    /// Puts together what is at hand of a pattern that is new.
    pub(super) fn put_together(&mut self, pattern: Pattern) {
        let Self { known, added, options, .. } = self;
        known.put_together(pattern, |key| match options.grain {
            Grain::Timeframe => added.key(&Rc::new(key())),
            Grain::LineItem => 0,
        });
    }

    pub(super) fn keep_at_once(
        &mut self,
        again: &Again<'_>,
        figures: &AtOnce<'_>,
        at_hand: AtHand,
        charge_period: Period,
    ) -> Result<()> {
        let facts = self.texts.facts(at_hand.facts).ok_or_else(lost)?;
        let billed = figures.total.short();
        if self.options.grain == Grain::Timeframe {
            self.books.totals.add_short_line_item(&facts.currency, billed)?;
            return self.added.add(at_hand.key, charge_period, &sums_at_once(figures));
        }
        let (template, who) = self.texts.get(at_hand.texts).ok_or_else(lost)?;
        self.books.totals.add_both(&facts.currency, billed)?;
        self.bases.add_at_once(&facts.currency, figures)?;
        let gaps = Gaps { amounts: &self.amounts, instants: &self.period.instants, who };
        self.books.write_counted(template, &gaps, again.request_id)
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

    /// Writes a row by its texts, or where an amount is too long for them without.
    fn write_template(&mut self, places: RowTexts, row: &UsageRow<'_>) -> Result<()> {
        let texts = self.texts.get(places).zip(texts(&row.sums, &row.costs));
        let Some(((template, who), amounts)) = texts else { return self.write(row) };
        self.period.turn_to(row.charge_period)?;
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
    pub(super) fn write_added(&mut self) -> Result<()> {
        // Of the facts of line items none is needed any more.
        self.texts = KeyTexts::default();
        let Sorted { periods, keys, rows } = self.added.take();
        let mut texts = vec![None; keys.len()];
        for AddedRow { period, key, sums } in rows {
            let charge_period = *periods.get(period).ok_or_else(lost)?;
            let (key, places) = keys.get(key).zip(texts.get_mut(key)).ok_or_else(lost)?;
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
}

/// What was kept is not there any more.
fn lost() -> Error {
    Error::new(ErrorCode::InternalError, "a row was lost on its way")
}

/// What follows from a charge period alone: of the last line item, or row.
#[derive(Debug, Default)]
pub(super) struct PeriodFacts {
    charge_period: Option<Period>,
    pub(super) crosses_month: bool,
    instants: Instants,
}

impl PeriodFacts {
    /// The next is of that period, mostly as the last one was.
    pub(super) fn turn_to(&mut self, charge_period: Period) -> Result<()> {
        if self.charge_period != Some(charge_period) {
            *self = Self {
                charge_period: Some(charge_period),
                crosses_month: charge_period.crosses_month(),
                instants: Instants::of(charge_period)?,
            };
        }
        Ok(())
    }
}

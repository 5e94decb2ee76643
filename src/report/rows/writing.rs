//! Line items that are booked: written as rows, or added up to them.

use std::io;

use super::Rows;
use crate::error::{Error, Result};
use crate::focus::template::{Gaps, Instants};
use crate::options::Grain;
use crate::report::added::AddedRow;
use crate::report::kept::KeyNumbers;
use crate::report::placed::{Placed, UsageRow, texts_at_once};
use crate::report::row_texts::KeyTexts;
use crate::report::short_sums::{AddedSums, ShortSums};
use crate::timeframe::Period;
use crate::usage::{Again, AtOnce};

impl<W: io::Write> Rows<W> {
    /// Writes a line item, or adds it up; and says which numbers its key has.
    pub(super) fn keep(&mut self, placed: &Placed, request_id: Option<&str>) -> Result<KeyNumbers> {
        let Placed { key, charge_period, .. } = placed;
        let (charge_period, sums) = (*charge_period, AddedSums::of(&placed.sums));
        match self.options.grain {
            Grain::Timeframe => {
                let numbers = self.added.numbers(key);
                self.added.add(numbers, charge_period, sums)?;
                Ok(numbers)
            }
            Grain::LineItem => {
                let row = UsageRow { key, charge_period, request_id, sums: &sums };
                let numbers = self.texts_of(&row)?;
                self.write_by_texts(numbers, &row)?;
                Ok(numbers)
            }
        }
    }

    /// The same of one whose figures are known at once.
    pub(super) fn keep_at_once(
        &mut self,
        again: &Again<'_>,
        figures: &AtOnce<'_>,
        key: KeyNumbers,
        charge_period: Period,
    ) -> Result<()> {
        let (sold, _) = self.known.get(again.likeness).ok_or_else(lost)?;
        let currency = &sold.facts.as_ref().ok_or_else(lost)?.currency;
        if self.options.grain == Grain::Timeframe {
            self.books.totals.add_short_line_item(currency, figures.billed)?;
            let sums = AddedSums::Short(ShortSums::at_once(figures));
            return self.added.add(key, charge_period, sums);
        }
        let (template, who) = self.texts.get(key).ok_or_else(lost)?;
        self.books.totals.add_both(currency, figures.billed)?;
        let costs = (figures.list_cost, figures.contracted_cost);
        self.bases.add_short(currency, figures.billed, costs)?;
        let amounts = texts_at_once(figures, again, &mut self.amounts).ok_or_else(lost)?;
        let gaps = Gaps { amounts: &amounts, instants: &self.period.instants, who };
        self.books.write_template(template, &gaps, again.request_id)
    }

    /// The numbers of a key that has its texts.
    fn texts_of(&mut self, row: &UsageRow<'_>) -> Result<KeyNumbers> {
        if self.texts.are_full() {
            self.texts = KeyTexts::default();
            self.known.forget();
        }
        let Self { texts, books, context, .. } = self;
        texts.of(row.key, &mut || Ok(books.template(&row.finished()?, context)))
    }

    /// Writes a row by its texts, or where an amount is too long for them without.
    fn write_by_texts(&mut self, key: KeyNumbers, row: &UsageRow<'_>) -> Result<()> {
        let Some(short) = row.sums.row(row.key) else { return self.write(row) };
        let currency = &row.key.billing_currency;
        self.bases.add_short(currency, short.billed, short.costs)?;
        self.books.totals.add_short_row(currency, short.billed)?;
        self.period.turn_to(row.charge_period)?;
        let (template, who) = self.texts.get(key).ok_or_else(lost)?;
        let amounts = short.texts.each_ref().map(|text| text.copied());
        let gaps = Gaps { amounts: &amounts, instants: &self.period.instants, who };
        self.books.write_template(template, &gaps, row.request_id)
    }

    fn write(&mut self, row: &UsageRow<'_>) -> Result<()> {
        let finished = row.finished()?;
        self.bases.add(finished.billing_currency, finished.billed_cost, &finished.costs())?;
        self.books.write(&finished, &self.context)
    }

    /// Writes the rows that were added up.
    pub(super) fn write_added(&mut self) -> Result<()> {
        let (periods, keys, rows) = self.added.take();
        let mut numbers = vec![None; keys.len()];
        for AddedRow { period, key, sums } in rows {
            let charge_period = *periods.get(period).ok_or_else(lost)?;
            let (key, numbers) = keys.get(key).zip(numbers.get_mut(key)).ok_or_else(lost)?;
            let row = UsageRow { key, charge_period, request_id: None, sums: &sums };
            let numbers = match *numbers {
                Some(numbers) => numbers,
                None if self.texts.are_full() => {
                    self.write(&row)?;
                    continue;
                }
                None => *numbers.insert(self.texts_of(&row)?),
            };
            self.write_by_texts(numbers, &row)?;
        }
        Ok(())
    }
}

fn lost() -> Error {
    Error::lost("a row")
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

//! Line items that are booked: written as rows, or added up to them.

use std::io;

use super::Rows;
use crate::error::{Error, ErrorCode, Result};
use crate::focus::template::{Gaps, Instants};
use crate::options::Grain;
use crate::report::added::AddedRow;
use crate::report::kept::KeyNumbers;
use crate::report::placed::{AmountRooms, UsageRow, texts, texts_at_once};
use crate::report::row_texts::KeyTexts;
use crate::report::short_sums::{AddedSums, ShortSums};
use crate::timeframe::Period;
use crate::usage::{Again, AtOnce};

impl<W: io::Write> Rows<W> {
    /// Writes a line item, or adds it up; and says which numbers its key has.
    pub(super) fn keep(&mut self, row: &UsageRow<'_>) -> Result<KeyNumbers> {
        match self.options.grain {
            Grain::Timeframe => {
                let key = self.added.numbers(row.key);
                self.added.add(key, row.charge_period, AddedSums::of(&row.sums))?;
                Ok(key)
            }
            Grain::LineItem => {
                let key = self.texts_of(row)?;
                self.write_template(key, row)?;
                Ok(key)
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
    fn write_template(&mut self, key: KeyNumbers, row: &UsageRow<'_>) -> Result<()> {
        let Some(amounts) = texts(&row.sums, &row.costs) else { return self.write(row) };
        let (currency, billed) = (&row.key.billing_currency, row.sums.billed_cost);
        self.bases.add(currency, billed, &row.costs)?;
        self.books.totals.add_row(currency, billed)?;
        self.write_texts(key, row.charge_period, &amounts, row.request_id)
    }

    fn write_texts(
        &mut self,
        key: KeyNumbers,
        charge_period: Period,
        amounts: &AmountRooms,
        request_id: Option<&str>,
    ) -> Result<()> {
        let (template, who) = self.texts.get(key).ok_or_else(lost)?;
        self.period.turn_to(charge_period)?;
        let amounts = amounts.each_ref().map(|amount| amount.copied());
        let gaps = Gaps { amounts: &amounts, instants: &self.period.instants, who };
        self.books.write_template(template, &gaps, request_id)
    }

    fn write(&mut self, row: &UsageRow<'_>) -> Result<()> {
        self.bases.add(&row.key.billing_currency, row.sums.billed_cost, &row.costs)?;
        self.books.write(&row.finished()?, &self.context)
    }

    /// Writes the rows that were added up.
    pub(super) fn write_added(&mut self) -> Result<()> {
        let (periods, keys, rows) = self.added.take().rows();
        let mut texts = vec![None; keys.len()];
        for AddedRow { period, key, sums } in rows {
            let charge_period = *periods.get(period).ok_or_else(lost)?;
            let (key, numbers) = keys.get(key).zip(texts.get_mut(key)).ok_or_else(lost)?;
            if let (AddedSums::Short(sums), Some(numbers)) = (&sums, *numbers)
                && let Some((billed, [list, contracted], texts)) = sums.row(key)
            {
                let currency = &key.billing_currency;
                self.bases.add_short(currency, billed, (list, contracted))?;
                self.books.totals.add_short_row(currency, billed)?;
                self.write_texts(numbers, charge_period, &texts, None)?;
                continue;
            }
            let sums = sums.wide();
            let costs = key.costs(sums.pricing_quantity)?;
            let row = UsageRow { key, charge_period, request_id: None, sums, costs };
            let numbers = match *numbers {
                Some(numbers) => numbers,
                None if self.texts.are_full() => {
                    self.write(&row)?;
                    continue;
                }
                None => *numbers.insert(self.texts_of(&row)?),
            };
            self.write_template(numbers, &row)?;
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

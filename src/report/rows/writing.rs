//! Line items that are booked: written as rows, or added up to them.

use std::io;

use super::Rows;
use crate::decimal::Short;
use crate::error::{Error, Result};
use crate::focus::template::{Gaps, Instants};
use crate::options::Grain;
use crate::report::added::AddedRow;
use crate::report::kept::KeyNumbers;
use crate::report::placed::{Placed, UsageRow, texts_at_once};
use crate::report::row_texts::KeyTexts;
use crate::report::short_sums::{AddedSums, ShortSums, short_prices};
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
                let facts = KeyFacts {
                    numbers: self.texts_of(&row)?,
                    prices: short_prices(key),
                    currency: &key.billing_currency,
                };
                self.write_by_texts(&facts, &row)?;
                Ok(facts.numbers)
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
    fn write_by_texts(&mut self, key: &KeyFacts<'_>, row: &UsageRow<'_>) -> Result<()> {
        let short = key.prices.and_then(|prices| row.sums.row(prices));
        let Some(short) = short else { return self.write(row) };
        let currency = key.currency;
        self.bases.add_short(currency, short.billed, short.costs)?;
        self.books.totals.add_short_row(currency, short.billed)?;
        self.period.turn_to(row.charge_period)?;
        let (template, who) = self.texts.get(key.numbers).ok_or_else(lost)?;
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
        let rows = self.added.take();
        let mut known: Vec<Option<KeyFacts<'_>>> = vec![None; rows.keys.len()];
        let mut currencies: Vec<&str> = Vec::new();
        for row in rows.each() {
            let AddedRow { period, key: place, sums } = row.ok_or_else(lost)?;
            let (key, known) = rows.keys.get(place).zip(known.get_mut(place)).ok_or_else(lost)?;
            let row = UsageRow { key, charge_period: period, request_id: None, sums };
            let facts = match known {
                Some(known) => known,
                None if self.texts.are_full() => {
                    self.write(&row)?;
                    continue;
                }
                None => known.insert(KeyFacts {
                    numbers: self.texts_of(&row)?,
                    prices: short_prices(key),
                    currency: once(&mut currencies, &key.billing_currency),
                }),
            };
            self.write_by_texts(facts, &row)?;
        }
        Ok(())
    }
}

fn lost() -> Error {
    Error::lost("a row")
}

/// What writing a row takes from its key, in one place: keys are large, and stand all over the memory.
#[derive(Debug, Clone, Copy)]
struct KeyFacts<'k> {
    numbers: KeyNumbers,
    /// Where both are short.
    prices: Option<(Short, Short)>,
    currency: &'k str,
}

/// The first text that is the same.
fn once<'t>(texts: &mut Vec<&'t str>, text: &'t str) -> &'t str {
    if let Some(known) = texts.iter().find(|known| **known == text) {
        return known;
    }
    texts.push(text);
    text
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

//! Line items that are booked: written as rows, or added up to them.

use std::io;
use std::rc::Rc;

use super::Rows;
use crate::decimal::Short;
use crate::error::{Error, Result};
use crate::focus::row::RowKey;
use crate::focus::template::{Gaps, Instants};
use crate::options::Grain;
use crate::report::added::{AddedRow, TakenRows};
use crate::report::kept::KeyNumbers;
use crate::report::placed::{Placed, UsageRow, texts_at_once};
use crate::report::row_texts::KeyTexts;
use crate::report::short_sums::{AddedSums, ShortRow, ShortSums, short_prices};
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
        match key.prices.and_then(|prices| row.sums.row(prices)) {
            Some(short) => self.write_short(key, row.charge_period, row.request_id, &short),
            None => self.write(row),
        }
    }

    fn write_short(
        &mut self,
        key: &KeyFacts<'_>,
        charge_period: Period,
        request_id: Option<&str>,
        short: &ShortRow,
    ) -> Result<()> {
        let currency = key.currency;
        self.bases.add_short(currency, short.billed, short.costs)?;
        self.books.totals.add_short_row(currency, short.billed)?;
        self.period.turn_to(charge_period)?;
        let (template, who) = self.texts.get(key.numbers).ok_or_else(lost)?;
        let amounts = short.texts.each_ref().map(|text| text.copied());
        let gaps = Gaps { amounts: &amounts, instants: &self.period.instants, who };
        self.books.write_template(template, &gaps, request_id)
    }

    fn write(&mut self, row: &UsageRow<'_>) -> Result<()> {
        let finished = row.finished()?;
        self.bases.add(finished.billing_currency, finished.billed_cost, &finished.costs())?;
        self.books.write(&finished, &self.context)
    }

    /// Writes the rows that were added up.
    pub(super) fn write_added(&mut self) -> Result<()> {
        let rows = self.added.take();
        let mut known = KnownTexts::of(&rows);
        for row in rows.each() {
            let AddedRow { period, key, sums } = row.ok_or_else(lost)?;
            let facts = known.get(key);
            let short = facts.and_then(|facts| Some((facts, sums.row(facts.prices?)?)));
            if let Some((facts, short)) = short {
                self.write_short(&facts, period, None, &short)?;
                continue;
            }
            let whole = rows.key(key).ok_or_else(lost)?;
            let row = UsageRow { key: &whole, charge_period: period, request_id: None, sums };
            if facts.is_some() || self.texts.are_full() {
                self.write(&row)?;
            } else {
                let facts = known.learn(key, self.texts_of(&row)?).ok_or_else(lost)?;
                self.write_by_texts(&facts, &row)?;
            }
        }
        Ok(())
    }
}

fn lost() -> Error {
    Error::lost("a row")
}

/// What writing a row takes from its key.
#[derive(Debug, Clone, Copy)]
struct KeyFacts<'k> {
    numbers: KeyNumbers,
    /// Where both are short.
    prices: Option<(Short, Short)>,
    currency: &'k str,
}

/// What is known of the keys of rows that were added up, by the numbers of their parts: the keys are
/// large, and so many that none is made of those that say nothing new.
struct KnownTexts<'k> {
    solds: Vec<KnownSold<'k>>,
    /// The numbers of their texts.
    askeds: Vec<Option<u32>>,
}

#[derive(Clone, Copy)]
struct KnownSold<'k> {
    /// The number of its texts.
    number: Option<u32>,
    prices: Option<(Short, Short)>,
    currency: &'k str,
}

impl<'k> KnownTexts<'k> {
    fn of(rows: &'k TakenRows) -> Self {
        let sold = |key: &'k Rc<RowKey>| KnownSold {
            number: None,
            prices: short_prices(key),
            currency: &key.billing_currency,
        };
        Self { solds: rows.solds.iter().map(sold).collect(), askeds: vec![None; rows.askeds.len()] }
    }

    /// What is known of a key, where both of its parts have their texts.
    fn get(&self, key: KeyNumbers) -> Option<KeyFacts<'k>> {
        let sold = self.solds.get(key.sold as usize)?;
        let asked = *self.askeds.get(key.asked as usize)?;
        let numbers = KeyNumbers { sold: sold.number?, asked: asked? };
        Some(KeyFacts { numbers, prices: sold.prices, currency: sold.currency })
    }

    /// Its texts have those numbers.
    fn learn(&mut self, key: KeyNumbers, texts: KeyNumbers) -> Option<KeyFacts<'k>> {
        self.solds.get_mut(key.sold as usize)?.number = Some(texts.sold);
        *self.askeds.get_mut(key.asked as usize)? = Some(texts.asked);
        self.get(key)
    }
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
    #[inline(always)]
    pub(super) fn turn_to(&mut self, charge_period: Period) -> Result<()> {
        if self.charge_period == Some(charge_period) {
            return Ok(());
        }
        self.turn(charge_period)
    }

    #[inline(never)]
    fn turn(&mut self, charge_period: Period) -> Result<()> {
        *self = Self {
            charge_period: Some(charge_period),
            crosses_month: charge_period.crosses_month(),
            instants: Instants::of(charge_period)?,
        };
        Ok(())
    }
}

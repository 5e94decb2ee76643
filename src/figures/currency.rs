//! The figures of one currency: amounts of two are never added.

use super::amounts::Amounts;
use super::columns::{Cells, Dimension};
use super::dimension::Values;
use super::periods::Periods;
use super::told::{CurrencyFigures, PeriodTold, Why};
use crate::counting::Counting;
use crate::decimal::Fixed;
use crate::focus::csv_cell::unquoted;

/// Rows of one currency.
#[derive(Debug)]
pub(super) struct Currency {
    text: Vec<u8>,
    all: Amounts,
    periods: Periods,
    /// In the order of the file's dimensions.
    dimensions: Vec<Values>,
    /// How many are kept.
    amounts: usize,
}

impl Currency {
    pub(super) fn new(text: &[u8], dimensions: usize) -> Self {
        Self {
            text: text.to_owned(),
            all: Amounts::default(),
            periods: Periods::default(),
            dimensions: std::iter::repeat_with(Values::default).take(dimensions).collect(),
            amounts: 0,
        }
    }

    /// Whether the cell says it.
    pub(super) fn is(&self, raw: &[u8]) -> bool {
        *unquoted(raw) == *self.text
    }

    pub(super) fn is_before(&self, text: &[u8]) -> bool {
        *self.text < *text
    }

    pub(super) fn amounts(&self) -> usize {
        self.amounts
    }

    /// Adds a row.
    pub(super) fn add(&mut self, cost: Fixed, cells: Cells<'_>) -> Result<(), Why> {
        let period = match self.periods.same(cells.period()) {
            Some(place) => place,
            None => self.period_of(cells)?,
        };
        self.amounts.count_more(usize::from(self.all.add(period, cost)));
        for (values, dimension) in self.dimensions.iter_mut().zip(cells.dimensions()) {
            self.amounts.count_more(usize::from(values.add(cells, dimension, period, cost)));
        }
        Ok(())
    }

    fn period_of(&mut self, cells: Cells<'_>) -> Result<usize, Why> {
        let period = cells.read_period().ok_or(Why::NoPeriod)?;
        let place = loop {
            match self.periods.place(period) {
                Some(place) => break place,
                None if self.can_be_coarser() => self.coarsen(),
                None => return Err(Why::TooMany),
            }
        };
        self.periods.remember(cells.period(), place);
        Ok(place)
    }

    pub(super) fn can_be_coarser(&self) -> bool {
        self.periods.can_be_longer()
    }

    /// Makes the periods longer; what they cost stays what it was, together.
    pub(super) fn coarsen(&mut self) {
        let places = self.periods.lengthen();
        let all = std::iter::once(&mut self.all);
        let each = all.chain(self.dimensions.iter_mut().flat_map(Values::each_amounts));
        self.amounts = each
            .map(|amounts| {
                amounts.move_periods(&places);
                amounts.periods()
            })
            .sum();
    }

    /// What there is to tell; of a currency without a row nothing.
    pub(super) fn finish(self, dimensions: &[Dimension]) -> Option<CurrencyFigures> {
        let Self { text, all, periods, dimensions: each, .. } = self;
        let (places, in_order) = periods.in_order();
        let told = each.into_iter().zip(dimensions);
        (all.rows > 0).then(|| CurrencyFigures {
            currency: String::from_utf8_lossy(&text).into_owned(),
            rows: all.rows,
            billed_cost: all.total(),
            by_period: all.in_order(&places),
            periods: in_order.into_iter().map(PeriodTold::of).collect(),
            coarsened: periods.coarsened(),
            dimensions: told
                .filter_map(|(values, dimension)| values.finish(dimension.column, &places))
                .collect(),
        })
    }
}

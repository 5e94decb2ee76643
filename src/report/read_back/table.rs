//! The columns of a report of FOCUS rows: what its rows agree on, what is added up, and where the
//! amounts and the periods stand.

use std::fmt::Display;

use time::UtcDateTime;

use crate::decimal::{Decimal, out_of_range};
use crate::error::{Error, Result};
use crate::focus::column::Cell;
use crate::focus::input_column::{InputColumn, invalid_csv};
use crate::groups::Sums;
use crate::timeframe::Period;

/// What rows of usage agree on, in the order of the rows: the columns of [`ROW_ORDER`], then all
/// others that are not added up.
const ROW_ORDER: [&str; 21] = [
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "SkuId",
    "SkuPriceId",
    "x_Unit",
    "ListUnitPrice",
    "ContractedUnitPrice",
    "x_PercentDiscount",
    "BillingCurrency",
    "SubAccountId",
    "x_ApiKeyId",
    "x_AuthMethod",
    "x_LoginUsername",
    "Tags",
    "x_PriceDerived",
    "x_Product",
    "x_App",
    "x_Environment",
    "x_MachineType",
    "x_IsSurge",
    "ServiceName",
];

/// The cells of a row.
pub(super) type Cells = Vec<Cell<'static>>;

/// The header, and where in it stands what the report needs.
pub(super) struct Table {
    pub(super) columns: Vec<InputColumn>,
    /// The columns in the order of the key, and those that are added up.
    key: Vec<usize>,
    added: Vec<usize>,
    billed_cost: usize,
    billing_currency: usize,
    charge_category: Option<usize>,
    period_start: usize,
    period_end: usize,
}

/// The cells of a row that are added up; null where one of them is.
#[derive(Debug)]
pub(super) struct Added(Vec<Option<Decimal>>);

impl Sums for Added {
    fn add(&mut self, other: &Self) -> Result<()> {
        for (sum, amount) in self.0.iter_mut().zip(&other.0) {
            *sum = match sum.zip(*amount) {
                Some((a, b)) => {
                    Some(a.checked_add(b).ok_or_else(|| out_of_range("the sum of amounts"))?)
                }
                None => None,
            };
        }
        Ok(())
    }
}

impl Table {
    pub(super) fn of(columns: Vec<InputColumn>) -> Result<Self> {
        let find = |name: &str| columns.iter().position(|column| column.name == name);
        let required = |name: &str| {
            find(name).ok_or_else(|| {
                invalid_csv(format!("the column {name} is missing"))
                    .field(name)
                    .hint("Give a FOCUS Cost and Usage report, its columns named as FOCUS does.")
            })
        };
        let first = ROW_ORDER.iter().filter_map(|name| find(name));
        let rest = (0..columns.len()).filter(|index| {
            columns
                .get(*index)
                .is_some_and(|c| !c.is_additive() && !ROW_ORDER.contains(&c.name.as_str()))
        });
        Ok(Self {
            key: first.chain(rest).collect(),
            added: (0..columns.len())
                .filter(|index| columns.get(*index).is_some_and(|column| column.is_additive()))
                .collect(),
            billed_cost: required("BilledCost")?,
            billing_currency: required("BillingCurrency")?,
            period_start: required("ChargePeriodStart")?,
            period_end: required("ChargePeriodEnd")?,
            charge_category: find("ChargeCategory"),
            columns,
        })
    }

    pub(super) fn is_usage(&self, cells: &Cells) -> bool {
        match self.charge_category.and_then(|index| cells.get(index)) {
            Some(Cell::Text(category)) => category == "Usage",
            _ => true,
        }
    }

    pub(super) fn period(&self, cells: &Cells, path: &dyn Display) -> Result<Period> {
        let instant = |index: usize| -> Result<UtcDateTime> {
            match cells.get(index) {
                Some(Cell::DateTime(instant)) => Ok(*instant),
                _ => Err(self.missing(index, path)),
            }
        };
        let period = Period { start: instant(self.period_start)?, end: instant(self.period_end)? };
        if period.start < period.end {
            return Ok(period);
        }
        Err(invalid_csv("ChargePeriodEnd is not after ChargePeriodStart")
            .field(format!("{path}.ChargePeriodEnd"))
            .hint("A charge period has a length, and its end is exclusive: mend the row."))
    }

    pub(super) fn put_period(&self, cells: &mut Cells, period: Period) {
        for (index, instant) in [(self.period_start, period.start), (self.period_end, period.end)] {
            if let Some(cell) = cells.get_mut(index) {
                *cell = Cell::DateTime(instant);
            }
        }
    }

    pub(super) fn billed<'c>(
        &self,
        cells: &'c [Cell<'static>],
        path: &dyn Display,
    ) -> Result<(&'c str, Decimal)> {
        let Some(Cell::Decimal(billed)) = cells.get(self.billed_cost) else {
            return Err(self.missing(self.billed_cost, path));
        };
        match cells.get(self.billing_currency) {
            Some(Cell::Text(currency)) => Ok((currency, *billed)),
            _ => Err(self.missing(self.billing_currency, path)),
        }
    }

    fn missing(&self, index: usize, path: &dyn Display) -> Error {
        let name = self.columns.get(index).map_or("", |column| column.name.as_str());
        invalid_csv(format!("{name} is empty"))
            .field(format!("{path}.{name}"))
            .hint("An unknown amount or time is no row: mend the file, or leave the row out.")
    }

    /// What rows agree on, and what of them is added up.
    pub(super) fn split(&self, mut cells: Cells) -> (Cells, Added) {
        let added = self.added.iter().map(|index| match cells.get(*index) {
            Some(Cell::Decimal(amount)) => Some(*amount),
            _ => None,
        });
        let added = Added(added.collect());
        let mut taken = |index: &usize| {
            cells.get_mut(*index).map_or(Cell::Null, |cell| std::mem::replace(cell, Cell::Null))
        };
        (self.key.iter().map(&mut taken).collect(), added)
    }

    /// The cells of a row, in the order of the header.
    pub(super) fn joined(&self, key: Cells, added: Added) -> Cells {
        let mut cells = vec![Cell::Null; self.columns.len()];
        let added = added.0.into_iter().map(|sum| sum.map_or(Cell::Null, Cell::Decimal));
        for (index, cell) in self.key.iter().zip(key).chain(self.added.iter().zip(added)) {
            if let Some(place) = cells.get_mut(*index) {
                *place = cell;
            }
        }
        cells
    }
}

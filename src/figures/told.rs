//! What figures say, as data.

use serde::Serialize;

use super::amounts::{Amounts, PeriodPlace};
use crate::datetime;
use crate::decimal::Decimal;
use crate::timeframe::Period;

/// The figures of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// Rows read, the header not counted.
    pub rows: u64,
    /// Those that are in no figure, and why.
    pub left_out: Vec<LeftOut>,
    /// Sorted by the currency.
    pub currencies: Vec<CurrencyFigures>,
}

/// Rows that are in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub why: Why,
    /// How many.
    pub rows: u64,
}

/// Why a row is in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// BilledCost is null, no number, or has more than 28 digits before or 38 behind its point.
    NoCost,
    /// BillingCurrency is null.
    NoCurrency,
    /// ChargePeriodStart or ChargePeriodEnd is no instant, or they are in the wrong order.
    NoPeriod,
    /// It has other cells than the header.
    OtherCells,
    /// There is no room for its currency, its period or its amounts.
    TooMany,
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrencyFigures {
    /// BillingCurrency.
    pub currency: String,
    /// How many rows.
    pub rows: u64,
    /// What they cost together.
    #[serde(rename = "BilledCost")]
    pub billed_cost: Decimal,
    /// The same by period.
    pub by_period: Vec<Decimal>,
    /// In the order of time.
    pub periods: Vec<PeriodTold>,
    /// What the periods were made, where the file has too many of them.
    pub coarsened: Option<&'static str>,
    /// Those that have a value.
    pub dimensions: Vec<DimensionFigures>,
}

/// A charge period; `end` does not belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodTold {
    /// Its first instant.
    pub start: String,
    /// The first instant after it.
    pub end: String,
}

/// What a currency's rows cost by the values of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DimensionFigures {
    /// The column.
    pub column: &'static str,
    /// The dearest.
    pub values: Vec<ValueFigures>,
    /// All others together.
    pub others: Option<Together>,
    /// Rows whose cell is null.
    pub none: Option<Together>,
}

/// What the rows of a value cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValueFigures {
    /// The value.
    pub value: String,
    /// What it is called.
    pub name: Option<String>,
    /// How many rows.
    pub rows: u64,
    /// What they cost together.
    #[serde(rename = "BilledCost")]
    pub billed_cost: Decimal,
    /// The same by period.
    pub by_period: Vec<Decimal>,
}

/// What rows of several values, or of none, cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Together {
    /// How many values, as far as they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<u64>,
    /// How many rows.
    pub rows: u64,
    /// What they cost together.
    #[serde(rename = "BilledCost")]
    pub billed_cost: Decimal,
    /// The same by period.
    pub by_period: Vec<Decimal>,
}

impl Why {
    /// All of them, in order.
    pub(super) const ALL: [Self; 5] =
        [Self::NoCost, Self::NoCurrency, Self::NoPeriod, Self::OtherCells, Self::TooMany];
}

impl PeriodTold {
    pub(super) fn of(Period { start, end }: Period) -> Self {
        Self { start: datetime::format(start), end: datetime::format(end) }
    }
}

impl Together {
    /// Nothing where there is no row.
    pub(super) fn of(
        amounts: &Amounts,
        values: Option<u64>,
        periods: &[PeriodPlace],
    ) -> Option<Self> {
        (amounts.rows > 0).then(|| Self {
            values,
            rows: amounts.rows,
            billed_cost: amounts.total(),
            by_period: amounts.in_order(periods),
        })
    }
}

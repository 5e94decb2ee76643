//! One row of the report: what line items must agree on, what of them is added up, and the costs
//! that follow.

use crate::datetime::add_months;
use crate::decimal::Decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::timeframe::Period;
use crate::usage::range_hint;

/// What line items agree on that share a row. The order of the fields is the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// ChargePeriodStart and ChargePeriodEnd.
    pub charge_period: Period,
    /// SkuId.
    pub sku_id: String,
    /// SkuPriceId.
    pub sku_price_id: String,
    /// x_Unit: fal's own words.
    pub fal_unit: Option<String>,
    /// ListUnitPrice.
    pub list_unit_price: Decimal,
    /// ContractedUnitPrice.
    pub contracted_unit_price: Decimal,
    /// x_PercentDiscount.
    pub percent_discount: Option<Decimal>,
    /// BillingCurrency.
    pub billing_currency: String,
    /// x_ApiKeyId.
    pub api_key_id: Option<String>,
    /// x_AuthMethod.
    pub auth_method: Option<String>,
    /// x_LoginUsername.
    pub login_username: Option<String>,
    /// Tags, as JSON text.
    pub tags: Option<String>,
    /// x_PriceDerived: price or quantity is not fal's.
    pub price_derived: bool,
    /// PricingUnit; follows from the SkuPriceId.
    pub pricing_unit: String,
    /// SkuMeter; follows from the SkuPriceId.
    pub sku_meter: String,
}

/// What is added up over the line items of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSums {
    /// PricingQuantity.
    pub pricing_quantity: Decimal,
    /// BilledCost.
    pub billed_cost: Decimal,
    /// x_CostSubtotal; `None` when a line item of the row has none.
    pub cost_subtotal: Option<Decimal>,
    /// x_CostDiscount; `None` when a line item of the row has none.
    pub cost_discount: Option<Decimal>,
}

impl RowSums {
    /// Adds the figures of another line item.
    pub fn add(&mut self, other: &RowSums) -> Result<()> {
        let sum = |a: Decimal, b: Decimal| {
            a.checked_add(b).ok_or_else(|| out_of_range("the sum of amounts"))
        };
        let both =
            |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).map(|(a, b)| sum(a, b)).transpose();
        *self = Self {
            pricing_quantity: sum(self.pricing_quantity, other.pricing_quantity)?,
            billed_cost: sum(self.billed_cost, other.billed_cost)?,
            cost_subtotal: both(self.cost_subtotal, other.cost_subtotal)?,
            cost_discount: both(self.cost_discount, other.cost_discount)?,
        };
        Ok(())
    }
}

/// A finished row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusRow {
    /// What its line items agree on.
    pub key: RowKey,
    /// What was added up.
    pub sums: RowSums,
    /// ListCost: ListUnitPrice × PricingQuantity, exactly (ListCost-C-009, 1.3: -011).
    pub list_cost: Decimal,
    /// ContractedCost: ContractedUnitPrice × PricingQuantity, exactly (ContractedCost-C-009).
    pub contracted_cost: Decimal,
    /// The UTC calendar month of the charge period's start.
    pub billing_period: Period,
}

impl FocusRow {
    /// Works out what follows from key and sums.
    pub fn new(key: RowKey, sums: RowSums) -> Result<Self> {
        let cost = |price: Decimal| {
            price.checked_mul(sums.pricing_quantity).ok_or_else(|| out_of_range("price × quantity"))
        };
        Ok(Self {
            list_cost: cost(key.list_unit_price)?,
            contracted_cost: cost(key.contracted_unit_price)?,
            billing_period: billing_period(key.charge_period)?,
            key,
            sums,
        })
    }
}

fn billing_period(charge_period: Period) -> Result<Period> {
    let first_day = charge_period.start.date();
    match (add_months(first_day, 0), add_months(first_day, 1)) {
        (Some(start), Some(end)) => {
            Ok(Period { start: start.midnight().as_utc(), end: end.midnight().as_utc() })
        }
        _ => Err(Error::new(ErrorCode::InvalidUsage, "the billing period leaves the calendar")),
    }
}

/// An amount that has too many digits to be exact.
pub(crate) fn out_of_range(what: &str) -> Error {
    Error::new(ErrorCode::AmountOutOfRange, format!("{what} is beyond the exact range"))
        .hint(range_hint())
}

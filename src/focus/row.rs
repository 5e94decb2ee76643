//! One row of the report: usage, of which line items agree on some things and others are added up;
//! or a charge of the invoice document.

use std::cmp::Ordering;
use std::hash::Hash;

use time::UtcDateTime;

use super::service::Service;
use crate::datetime::{add_months, is_digits};
use crate::decimal::{Decimal, out_of_range};
use crate::error::{Error, ErrorCode, Result};
use crate::groups::Sums;
use crate::json::quoted;
use crate::text_search;
use crate::timeframe::Period;

/// What line items of a charge period agree on that share a row. The order of the fields is the
/// order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
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
    /// SubAccountId.
    pub sub_account_id: Option<String>,
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
    /// x_Product: fal's own word.
    pub product_name: Option<String>,
    /// x_App.
    pub app: Option<String>,
    /// x_Environment.
    pub environment: Option<String>,
    /// x_MachineType.
    pub machine_type: Option<String>,
    /// x_IsSurge.
    pub is_surge: Option<bool>,
    /// Decides the three Service columns.
    pub service: Service,
    /// PricingUnit; follows from the SkuPriceId.
    pub pricing_unit: String,
    /// SkuMeter; follows from the SkuPriceId.
    pub sku_meter: String,
}

/// What a quantity costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// ListCost.
    pub list: Decimal,
    /// ContractedCost.
    pub contracted: Decimal,
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(RowKey {
    sku_id,
    sku_price_id,
    fal_unit,
    list_unit_price,
    contracted_unit_price,
    percent_discount,
    billing_currency,
    sub_account_id,
    api_key_id,
    auth_method,
    login_username,
    tags,
    price_derived,
    product_name,
    app,
    environment,
    machine_type,
    is_surge,
    service,
    pricing_unit,
    sku_meter,
});

#[cfg(feature = "parts")]
crate::wire::wire_fields!(RowSums { pricing_quantity, billed_cost, cost_subtotal, cost_discount });

impl RowKey {
    /// What was sold, and at which prices: what all columns but those of [`who`](Self::who) follow
    /// from.
    pub(crate) fn sold(&self) -> impl Hash + '_ {
        (self.before_who(), self.behind_who())
    }

    /// Who asked for it.
    pub(crate) fn who(&self) -> impl Ord + Hash + '_ {
        let RowKey { sub_account_id, api_key_id, auth_method, login_username, tags, .. } = self;
        (sub_account_id, api_key_id, auth_method, login_username, tags)
    }

    fn before_who(&self) -> impl Ord + Hash + '_ {
        let RowKey { sku_id, sku_price_id, fal_unit, list_unit_price, .. } = self;
        let RowKey { contracted_unit_price, percent_discount, billing_currency, .. } = self;
        let prices = (list_unit_price, contracted_unit_price, percent_discount);
        (sku_id, sku_price_id, fal_unit, prices, billing_currency)
    }

    fn behind_who(&self) -> impl Ord + Hash + '_ {
        let RowKey { price_derived, product_name, app, environment, machine_type, .. } = self;
        let RowKey { is_surge, service, pricing_unit, sku_meter, .. } = self;
        let machine = (app, environment, machine_type, is_surge);
        (price_derived, product_name, machine, service, pricing_unit, sku_meter)
    }

    /// The order of rows is that of these three parts, one after the other.
    pub(crate) fn cmp_before_who(&self, other: &Self) -> Ordering {
        self.before_who().cmp(&other.before_who())
    }

    /// The second of them.
    pub(crate) fn cmp_who(&self, other: &Self) -> Ordering {
        self.who().cmp(&other.who())
    }

    /// The third.
    pub(crate) fn cmp_behind_who(&self, other: &Self) -> Ordering {
        self.behind_who().cmp(&other.behind_who())
    }

    /// The key of what the one has sold, and the other has asked for.
    pub(crate) fn put_together(sold: &RowKey, asked: &RowKey) -> Self {
        let RowKey { sub_account_id, api_key_id, auth_method, login_username, tags, .. } =
            asked.clone();
        RowKey { sub_account_id, api_key_id, auth_method, login_username, tags, ..sold.clone() }
    }

    /// What so much of it costs, exactly.
    pub fn costs(&self, quantity: Decimal) -> Result<Costs> {
        let cost = |price: Decimal| {
            price.checked_mul(quantity).ok_or_else(|| out_of_range("price × quantity"))
        };
        let list = cost(self.list_unit_price)?;
        // Without a discount it is the same product.
        let contracted = match self.contracted_unit_price == self.list_unit_price {
            true => list,
            false => cost(self.contracted_unit_price)?,
        };
        Ok(Costs { list, contracted })
    }

    /// ChargeDescription.
    pub fn description(&self) -> String {
        let RowKey { sku_id, pricing_unit, app, .. } = self;
        match app {
            Some(app) => format!("Usage of {sku_id} by {app} in {pricing_unit}"),
            None => format!("Usage of {sku_id} in {pricing_unit}"),
        }
    }

    /// SkuPriceDetails in FOCUS's own keys, of what runs on a machine.
    pub fn price_details(&self) -> Option<String> {
        let machine = self.machine_type.as_deref()?;
        let gpus = machine
            .strip_prefix("gpu_")
            .and_then(|rest| text_search::split_once(rest, "x_"))
            .map(|(count, _)| count)
            .filter(|count| is_digits(count) && !count.starts_with('0'));
        let machine = quoted(machine);
        Some(match gpus {
            Some(count) => format!("{{\"GpuCount\":{count},\"InstanceType\":{machine}}}"),
            None => format!("{{\"InstanceType\":{machine}}}"),
        })
    }
}

/// What is added up over the line items of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Each that is there.
    #[cfg(feature = "parts")]
    pub(crate) fn amounts(&self) -> impl Iterator<Item = Decimal> {
        let Self { pricing_quantity, billed_cost, cost_subtotal, cost_discount } = *self;
        [Some(pricing_quantity), Some(billed_cost), cost_subtotal, cost_discount]
            .into_iter()
            .flatten()
    }
}

impl Sums for RowSums {
    /// Adds the figures of another line item.
    fn add(&mut self, other: &RowSums) -> Result<()> {
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
pub struct FocusRow<'k> {
    /// What kind of charge it is, and what only that kind has.
    pub charge: Charge<'k>,
    /// ChargePeriodStart and ChargePeriodEnd.
    pub charge_period: Period,
    /// The UTC calendar month of the charge period's start.
    pub billing_period: Period,
    /// BillingCurrency.
    pub billing_currency: &'k str,
    /// x_RequestId, where a row is one billing event.
    pub request_id: Option<&'k str>,
    /// BilledCost.
    pub billed_cost: Decimal,
    /// ListCost; of usage ListUnitPrice × PricingQuantity, exactly (ListCost-C-009, 1.3: -011).
    pub list_cost: Decimal,
    /// ContractedCost; of usage ContractedUnitPrice × PricingQuantity (ContractedCost-C-009).
    pub contracted_cost: Decimal,
}

/// The kinds of charges, with what only they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Charge<'k> {
    /// Usage: what its line items agree on, and what of them was added up.
    Usage(&'k RowKey, RowSums),
    /// A charge of the invoice that is no usage.
    Invoice(InvoiceCharge),
}

/// A credit, a tax or a rounding of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceCharge {
    /// ChargeCategory.
    pub category: &'static str,
    /// Decides the three Service columns.
    pub service: Service,
    /// The end of InvoiceDetailId: what of the invoice it is.
    pub detail: String,
    /// ChargeDescription.
    pub description: String,
    /// SubAccountId.
    pub sub_account_id: Option<String>,
}

/// The amounts that differ from row to row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// BilledCost, which is EffectiveCost as well.
    Billed,
    /// ListCost.
    List,
    /// ContractedCost.
    Contracted,
    /// PricingQuantity, which is ConsumedQuantity as well.
    Quantity,
    /// x_CostSubtotal.
    Subtotal,
    /// x_CostDiscount.
    Discount,
}

impl Amount {
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// The instants of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instant {
    /// BillingPeriodStart.
    BillingStart,
    /// BillingPeriodEnd.
    BillingEnd,
    /// ChargePeriodStart.
    ChargeStart,
    /// ChargePeriodEnd.
    ChargeEnd,
}

impl<'k> FocusRow<'k> {
    /// A row of usage: works out what follows from key and sums.
    pub fn usage(
        key: &'k RowKey,
        charge_period: Period,
        request_id: Option<&'k str>,
        sums: RowSums,
    ) -> Result<Self> {
        let costs = key.costs(sums.pricing_quantity)?;
        Ok(Self {
            charge_period,
            billing_period: billing_period(charge_period)?,
            billing_currency: &key.billing_currency,
            request_id,
            billed_cost: sums.billed_cost,
            list_cost: costs.list,
            contracted_cost: costs.contracted,
            charge: Charge::Usage(key, sums),
        })
    }

    /// What it costs at its prices.
    pub fn costs(&self) -> Costs {
        Costs { list: self.list_cost, contracted: self.contracted_cost }
    }

    /// One of its amounts, where it has it.
    pub fn amount(&self, amount: Amount) -> Option<Decimal> {
        match amount {
            Amount::Billed => Some(self.billed_cost),
            Amount::List => Some(self.list_cost),
            Amount::Contracted => Some(self.contracted_cost),
            Amount::Quantity => self.sums().map(|sums| sums.pricing_quantity),
            Amount::Subtotal => self.sums()?.cost_subtotal,
            Amount::Discount => self.sums()?.cost_discount,
        }
    }

    /// One of its instants.
    pub fn instant(&self, instant: Instant) -> UtcDateTime {
        match instant {
            Instant::BillingStart => self.billing_period.start,
            Instant::BillingEnd => self.billing_period.end,
            Instant::ChargeStart => self.charge_period.start,
            Instant::ChargeEnd => self.charge_period.end,
        }
    }

    /// What the line items of a row of usage agree on.
    pub fn key(&self) -> Option<&'k RowKey> {
        match self.charge {
            Charge::Usage(key, _) => Some(key),
            Charge::Invoice(_) => None,
        }
    }

    /// What was added up in a row of usage.
    pub fn sums(&self) -> Option<&RowSums> {
        match &self.charge {
            Charge::Usage(_, sums) => Some(sums),
            Charge::Invoice(_) => None,
        }
    }

    /// The end of InvoiceDetailId.
    pub fn invoice_detail(&self) -> &str {
        match &self.charge {
            Charge::Usage(..) => "usage",
            Charge::Invoice(charge) => &charge.detail,
        }
    }

    /// The service of the charge.
    pub fn service(&self) -> &Service {
        match &self.charge {
            Charge::Usage(key, _) => &key.service,
            Charge::Invoice(charge) => &charge.service,
        }
    }

    /// SubAccountId.
    pub fn sub_account_id(&self) -> Option<&str> {
        match &self.charge {
            Charge::Usage(key, _) => key.sub_account_id.as_deref(),
            Charge::Invoice(charge) => charge.sub_account_id.as_deref(),
        }
    }
}

/// The UTC calendar month in which a charge period starts.
pub(crate) fn billing_period(charge_period: Period) -> Result<Period> {
    let first_day = charge_period.start.date();
    match (add_months(first_day, 0), add_months(first_day, 1)) {
        (Some(start), Some(end)) => {
            Ok(Period { start: start.midnight().as_utc(), end: end.midnight().as_utc() })
        }
        _ => Err(Error::new(ErrorCode::InvalidUsage, "the billing period leaves the calendar")),
    }
}

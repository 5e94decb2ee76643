//! A line item becomes a FOCUS row: the only place that knows fal's names and FOCUS's.

mod sku;
mod tags;
pub mod unit;

use super::row::{RowKey, RowSums};
use crate::decimal::{Decimal, out_of_range};
use crate::error::Result;
use crate::usage::{Figures, LineItem, kept};

use sku::{service, sku_id};
use tags::tags;
use unit::Unit;

/// A mapped line item, and what of the mapping is worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedLineItem {
    /// What it must agree on with others to share a row.
    pub key: RowKey,
    /// What is added up.
    pub sums: RowSums,
    /// The request of a billing event.
    pub request_id: Option<String>,
    /// fal names no unit, or none with a word in it.
    pub unit_missing: bool,
}

/// Maps a line item.
pub fn map_line_item(mut item: LineItem, attribution_tags: bool) -> Result<MappedLineItem> {
    let figures = item.figures;
    let billed = figures.billed().ok_or_else(|| out_of_range("cost_subtotal − cost_discount"))?;
    let pricing = Pricing::of(&figures, billed)?;
    let unit = item.unit.as_deref().and_then(Unit::from_fal);
    let unit_missing = unit.is_none();
    let is_amount = pricing.basis == Basis::Amount;
    let unit = match is_amount {
        // A price for whatever was used is of no unit, and must not pass for a price per image.
        true if item.request_id.is_some() => Unit::requests(),
        true => Unit::nameless(),
        false => unit.unwrap_or_else(Unit::nameless),
    };
    let price_suffix = if is_amount { "amount" } else { &unit.name };
    let tags = tags(&item, attribution_tags);
    let sku_id = sku_id(&mut item);
    // Surge has a price of its own, and is the same machine.
    let surge = if item.is_surge == Some(true) { "|surge" } else { "" };
    let key = RowKey {
        // Never a discount, an account or a price in it (SkuPriceId-C-009, -010).
        sku_price_id: [&sku_id, "|", price_suffix, surge].concat(),
        sku_id,
        tags,
        fal_unit: item.unit,
        list_unit_price: pricing.list_unit_price,
        contracted_unit_price: pricing.contracted_unit_price,
        percent_discount: figures.percent_discount,
        billing_currency: item.currency,
        sub_account_id: item.username,
        auth_method: item.auth.label.or(item.auth.detail),
        api_key_id: item.auth.api_key_id,
        login_username: item.auth.login_username,
        price_derived: pricing.basis != Basis::Given,
        product_name: item.product_name,
        service: service(item.product),
        app: item.app,
        environment: item.environment,
        machine_type: item.machine_type,
        is_surge: item.is_surge,
        pricing_unit: unit.name,
        sku_meter: unit.meter,
    };
    let sums = sums(&figures, billed, pricing.quantity);
    // What its row will cost must be exact, too.
    key.costs(sums.pricing_quantity)?;
    Ok(MappedLineItem { key, sums, request_id: item.request_id, unit_missing })
}

fn sums(figures: &Figures, billed: Decimal, quantity: Decimal) -> RowSums {
    RowSums {
        pricing_quantity: quantity,
        billed_cost: billed,
        cost_subtotal: figures.cost_subtotal,
        cost_discount: figures.cost_discount,
    }
}

/// A unit price is never negative (ListUnitPrice-C-008): the quantity takes the sign.
fn signed(quantity: Decimal, price: Decimal, billed: Decimal) -> Decimal {
    let quantity = if price.is_negative() { quantity.negated() } else { quantity };
    let refunded = billed.is_negative() && !quantity.is_negative();
    if refunded { quantity.negated() } else { quantity }
}

/// Quantity and unit prices of a row.
struct Pricing {
    quantity: Decimal,
    list_unit_price: Decimal,
    contracted_unit_price: Decimal,
    basis: Basis,
}

/// Where quantity and price come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// Both are fal's.
    Given,
    /// One of them follows exactly from the other and the cost.
    Derived,
    /// Neither can be known: one unit at the price of the amount.
    Amount,
}

impl Pricing {
    /// FOCUS wants a price and a quantity on every usage row, and price × quantity equal to the
    /// cost; where fal gives one of them the other follows, where it gives none the row is one
    /// unit of the amount.
    fn of(figures: &Figures, billed: Decimal) -> Result<Self> {
        let per = |divisor: Decimal| figures.undiscounted()?.checked_div_exact(divisor);
        let known = match (figures.used(), figures.unit_price) {
            (Some(quantity), Some(price)) => Some((quantity, price, Basis::Given)),
            (Some(quantity), None) => per(quantity).map(|price| (quantity, price, Basis::Derived)),
            (None, Some(price)) => per(price).map(|quantity| (quantity, price, Basis::Derived)),
            (None, None) => None,
        };
        let Some((quantity, price, basis)) = known else {
            return Ok(Self::one_unit(billed, figures.undiscounted().unwrap_or(billed)));
        };
        Ok(Self {
            quantity: signed(quantity, price, billed),
            list_unit_price: price.abs(),
            contracted_unit_price: discounted(price.abs(), figures.percent_discount)?,
            basis,
        })
    }

    fn one_unit(billed: Decimal, undiscounted: Decimal) -> Self {
        let negative = billed.is_negative() || (billed.is_zero() && undiscounted.is_negative());
        // Two prices of different signs cannot share a quantity: then what is billed is the price.
        let same_sign = billed.is_zero()
            || undiscounted.is_zero()
            || billed.is_negative() == undiscounted.is_negative();
        let list = if same_sign { undiscounted } else { billed };
        Self {
            quantity: if negative { Decimal::ONE.negated() } else { Decimal::ONE },
            list_unit_price: list.abs(),
            contracted_unit_price: billed.abs(),
            basis: Basis::Amount,
        }
    }
}

/// `price × (100 − percent) / 100`: fal's percentage is the account's negotiated rate.
fn discounted(price: Decimal, percent: Option<Decimal>) -> Result<Decimal> {
    let Some(percent) = percent else { return Ok(price) };
    kept(percent)
        .and_then(|kept| price.checked_mul(kept))
        .ok_or_else(|| out_of_range("the discounted price"))
}

//! A line item becomes a FOCUS row: the only place that knows fal's names and FOCUS's.

use super::row::{RowKey, RowSums, out_of_range};
use super::unit::Unit;
use crate::decimal::Decimal;
use crate::error::Result;
use crate::timeframe::Period;
use crate::usage::{AuthMethod, LineItem, kept, quoted};

/// A mapped line item, and what of the mapping is worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedLineItem {
    /// What it must agree on with others to share a row.
    pub key: RowKey,
    /// What is added up.
    pub sums: RowSums,
    /// fal names no unit, or none with a word in it.
    pub unit_missing: bool,
}

/// Maps a line item of a charge period.
pub fn map_line_item(
    item: LineItem,
    charge_period: Period,
    attribution_tags: bool,
) -> Result<MappedLineItem> {
    let billed = item.billed().ok_or_else(|| out_of_range("cost_subtotal − cost_discount"))?;
    let pricing = Pricing::of(&item, billed)?;
    let unit = item.unit.as_deref().and_then(Unit::from_fal);
    let unit_missing = unit.is_none();
    let (unit, price_suffix) = match pricing.basis {
        // A price for whatever was used is of no unit, and must not pass for a price per image.
        Basis::Amount => (Unit::nameless(), "amount".to_owned()),
        _ => {
            let unit = unit.unwrap_or_else(Unit::nameless);
            let name = unit.name.clone();
            (unit, name)
        }
    };
    let tags = if attribution_tags { key_tag(&item.auth) } else { None };
    Ok(MappedLineItem {
        unit_missing,
        sums: RowSums {
            pricing_quantity: pricing.quantity,
            billed_cost: billed,
            cost_subtotal: item.cost_subtotal,
            cost_discount: item.cost_discount,
        },
        key: RowKey {
            charge_period,
            // Never a discount, an account or a price in it (SkuPriceId-C-009, -010).
            sku_price_id: format!("{}|{price_suffix}", item.endpoint_id),
            sku_id: item.endpoint_id,
            fal_unit: item.unit,
            list_unit_price: pricing.list_unit_price,
            contracted_unit_price: pricing.contracted_unit_price,
            percent_discount: item.percent_discount,
            billing_currency: item.currency,
            tags,
            auth_method: item.auth.label.or(item.auth.detail),
            api_key_id: item.auth.api_key_id,
            login_username: item.auth.login_username,
            price_derived: pricing.basis != Basis::Given,
            pricing_unit: unit.name,
            sku_meter: unit.meter,
        },
    })
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
    fn of(item: &LineItem, billed: Decimal) -> Result<Self> {
        let per = |divisor: Decimal| item.undiscounted()?.checked_div_exact(divisor);
        let known = match (item.quantity, item.unit_price) {
            (Some(quantity), Some(price)) => Some((quantity, price, Basis::Given)),
            (Some(quantity), None) => per(quantity).map(|price| (quantity, price, Basis::Derived)),
            (None, Some(price)) => per(price).map(|quantity| (quantity, price, Basis::Derived)),
            (None, None) => None,
        };
        let Some((quantity, price, basis)) = known else {
            return Ok(Self::one_unit(billed, item.undiscounted().unwrap_or(billed)));
        };
        // A unit price is never negative (ListUnitPrice-C-008): the quantity takes the sign.
        let quantity = if price.is_negative() { -quantity } else { quantity };
        let refunded = billed.is_negative() && !quantity.is_negative();
        Ok(Self {
            quantity: if refunded { -quantity } else { quantity },
            list_unit_price: price.abs(),
            contracted_unit_price: discounted(price.abs(), item.percent_discount)?,
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
            quantity: if negative { -Decimal::ONE } else { Decimal::ONE },
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

/// `{"fal/key": label}` for requests made with an API key: importers that drop custom columns
/// still see which key spent the money. Never a login or an e-mail address.
fn key_tag(auth: &AuthMethod) -> Option<String> {
    let id = auth.api_key_id.as_deref()?;
    let alias = auth.detail.as_deref().map(without_owner);
    let label = alias.filter(|alias| !alias.is_empty() && !is_personal(alias, auth)).unwrap_or(id);
    Some(format!("{{\"fal/key\":{}}}", quoted(label)))
}

fn is_personal(alias: &str, auth: &AuthMethod) -> bool {
    let names = |login: &String| alias.to_ascii_lowercase().contains(&login.to_ascii_lowercase());
    alias.contains('@') || auth.login_username.as_ref().is_some_and(names)
}

/// `my-key (owner: NAME)` is the key `my-key`.
fn without_owner(alias: &str) -> &str {
    match alias.find("(owner: ") {
        Some(at) if alias.ends_with(')') => alias.get(..at).unwrap_or(alias).trim_end(),
        _ => alias,
    }
}

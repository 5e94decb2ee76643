//! One line item: its fields as fal sent them, amounts digit for digit.

use super::json::Value;
use super::members::Members;
use super::reply::invalid;
use crate::decimal::Decimal;
use crate::error::Result;

/// A line item of a usage reply. What a generation of the API does not have is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineItem {
    /// What was used, such as `fal-ai/flux/dev`.
    pub endpoint_id: String,
    /// fal's billing unit, in fal's words.
    pub unit: Option<String>,
    /// How many of them.
    pub quantity: Option<Decimal>,
    /// Price of one unit, before percentage discounts.
    pub unit_price: Option<Decimal>,
    /// 20 is a discount of 20 %; 0 to 100.
    pub percent_discount: Option<Decimal>,
    /// Cost before discounts.
    pub cost_subtotal: Option<Decimal>,
    /// The discount as an amount.
    pub cost_discount: Option<Decimal>,
    /// Cost after discounts.
    pub cost_total: Option<Decimal>,
    /// The same in replies before July 2026, deprecated since.
    pub cost: Option<Decimal>,
    /// ISO 4217, upper case.
    pub currency: String,
    /// Who asked for it.
    pub auth: AuthMethod,
}

/// How a request was authenticated, as far as the reply tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthMethod {
    /// The label (`expand=auth_method`).
    pub label: Option<String>,
    /// Key alias, login name, `User token` or `None` (`expand=auth_method_structured`).
    pub detail: Option<String>,
    /// The id of the API key.
    pub api_key_id: Option<String>,
    /// The login name of a team member.
    pub login_username: Option<String>,
}

/// Reads the line item at `path`.
pub(super) fn read(json: Value<'_>, path: &str) -> Result<LineItem> {
    let members = Members::of(json, path)?;
    refuse_other_kinds(&members)?;
    let item = LineItem {
        endpoint_id: members.required("endpoint_id")?,
        unit: members.text("unit")?,
        quantity: members.decimal("quantity")?,
        unit_price: members.decimal("unit_price")?,
        percent_discount: members.percentage("percent_discount")?,
        cost_subtotal: members.decimal("cost_subtotal")?,
        cost_discount: members.decimal("cost_discount")?,
        cost_total: members.decimal("cost_total")?,
        cost: members.decimal("cost")?,
        currency: members.currency("currency")?,
        auth: auth_method(&members)?,
    };
    if item.has_cost() {
        return Ok(item);
    }
    let missing = members.at("cost_total", invalid("the line item has no cost"));
    Err(missing.hint("An unknown amount is no 0: fetch the usage with its costs."))
}

impl LineItem {
    fn has_cost(&self) -> bool {
        let total = self.cost_total.or(self.cost);
        total.is_some() || (self.cost_subtotal.is_some() && self.cost_discount.is_some())
    }

    /// The figure that is billed: `cost_total`, else `cost`, else subtotal minus discount.
    ///
    /// `None` beyond the range of exact decimals.
    pub fn billed(&self) -> Option<Decimal> {
        match self.cost_total.or(self.cost) {
            Some(total) => Some(total),
            None => self.cost_subtotal?.checked_sub(self.cost_discount?),
        }
    }

    /// The figure before discounts: `cost_subtotal`, else total plus discount, else the total
    /// without its percentage.
    ///
    /// `None` where none of them is an exact decimal in range.
    pub fn undiscounted(&self) -> Option<Decimal> {
        match (self.cost_subtotal, self.cost_total, self.cost_discount) {
            (Some(subtotal), _, _) => Some(subtotal),
            (None, Some(total), Some(discount)) => total.checked_add(discount),
            _ => {
                let percent = self.percent_discount.unwrap_or(Decimal::ZERO);
                self.billed()?.checked_div_exact(kept(percent)?)
            }
        }
    }
}

/// What a percentage leaves of an amount: of 20 percent, 0.8.
pub(crate) fn kept(percent: Decimal) -> Option<Decimal> {
    Decimal::hundred().checked_sub(percent)?.checked_mul(Decimal::HUNDREDTH)
}

fn refuse_other_kinds(members: &Members<'_>) -> Result<()> {
    let kinds = [
        ("username", "/organization/usage"),
        ("product", "/organization/usage"),
        ("machine_type", "/serverless/usage"),
        ("app", "/serverless/usage"),
    ];
    match kinds.iter().find(|(name, _)| members.get(name).is_some()) {
        Some((name, endpoint)) => {
            let message =
                format!("this is a reply of {endpoint}, which this version does not read");
            let hint = "Give replies of GET /v1/models/usage.";
            Err(members.at(name, invalid(message).hint(hint)))
        }
        None => Ok(()),
    }
}

fn auth_method(members: &Members<'_>) -> Result<AuthMethod> {
    const STRUCTURED: &str = "auth_method_structured";
    let label = members.text("auth_method")?;
    let Some(structured) = members.get(STRUCTURED) else {
        return Ok(AuthMethod { label, ..AuthMethod::default() });
    };
    let path = format!("{}.{STRUCTURED}", members.path());
    let structured = Members::of(structured, &path)?;
    Ok(AuthMethod {
        label,
        detail: structured.text("detail")?,
        api_key_id: structured.text("api_key_id")?,
        login_username: structured.text("login_username")?,
    })
}

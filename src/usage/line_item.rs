//! One line item: its fields as fal sent them, amounts digit for digit.

use std::borrow::Cow;

use super::json::Value;
use super::reply::invalid;
use crate::decimal::{Decimal, DecimalError, MAX_DIGITS};
use crate::error::{Error, ErrorCode, Result};

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
    members.refuse_other_kinds()?;
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
        auth: members.auth_method()?,
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
    Decimal::hundred().checked_sub(percent)?.checked_div_exact(Decimal::hundred())
}

/// The members of an object that are not null, and what to say of each.
struct Members<'a> {
    path: &'a str,
    values: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Members<'a> {
    fn of(json: Value<'a>, path: &'a str) -> Result<Self> {
        let Some(members) = json.members() else {
            let message = format!("this is not an object: {}", short(json));
            return Err(invalid(message).field(path));
        };
        let mut values: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(16);
        for (key, value) in members {
            if values.iter().any(|(known, _)| *known == key) {
                let error = invalid(format!("{key} is there twice"));
                return Err(error.field(format!("{path}.{key}")));
            }
            values.push((key, value));
        }
        Ok(Self { path, values })
    }

    fn get(&self, name: &str) -> Option<Value<'a>> {
        let member = self.values.iter().find(|(key, _)| key == name);
        member.map(|(_, value)| *value).filter(|value| !value.is_null())
    }

    fn at(&self, name: &str, error: Error) -> Error {
        error.field(format!("{}.{name}", self.path))
    }

    fn refuse_other_kinds(&self) -> Result<()> {
        let kinds = [
            ("username", "/organization/usage"),
            ("product", "/organization/usage"),
            ("machine_type", "/serverless/usage"),
            ("app", "/serverless/usage"),
        ];
        match kinds.iter().find(|(name, _)| self.get(name).is_some()) {
            Some((name, endpoint)) => {
                let message =
                    format!("this is a reply of {endpoint}, which this version does not read");
                let hint = "Give replies of GET /v1/models/usage.";
                Err(self.at(name, invalid(message).hint(hint)))
            }
            None => Ok(()),
        }
    }

    /// A text; an empty one is none.
    fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_text() {
            Some(text) => Ok((!text.is_empty()).then(|| text.into_owned())),
            None => {
                let message = format!("{name} is not a text: {}", short(value));
                Err(self.at(name, invalid(message)))
            }
        }
    }

    fn required(&self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| {
            self.at(name, invalid(format!("{name} is missing")))
                .hint("Every line item of /models/usage has one: save the reply again, unchanged.")
        })
    }

    fn currency(&self, name: &str) -> Result<String> {
        let code = self.required(name)?.to_ascii_uppercase();
        if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(code);
        }
        let message = format!("{name} is not a three-letter code: {code}");
        Err(self.at(name, invalid(message).hint("Currencies are ISO 4217 codes such as USD.")))
    }

    /// A number; also one that a proxy has put in quotes.
    fn decimal(&self, name: &str) -> Result<Option<Decimal>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_text().unwrap_or(Cow::Borrowed(value.as_json()));
        match Decimal::from_json_number(&text) {
            Ok(amount) => Ok(Some(amount)),
            Err(DecimalError::NotANumber) => {
                let error = invalid(format!("{name} is not a number: {}", short(value)));
                Err(self.at(name, error.hint("Amounts are JSON numbers, such as 0.025.")))
            }
            Err(DecimalError::OutOfRange) => {
                let message = format!("{name} is beyond the exact range: {}", short(value));
                let error = Error::new(ErrorCode::AmountOutOfRange, message);
                Err(self.at(name, error.hint(range_hint())))
            }
        }
    }

    fn percentage(&self, name: &str) -> Result<Option<Decimal>> {
        let percentage = self.decimal(name)?;
        match percentage {
            Some(value) if value.is_negative() || value > Decimal::hundred() => {
                let message = format!("{name} is not between 0 and 100: {value}");
                Err(self.at(name, invalid(message).hint("20 means a discount of 20 %.")))
            }
            _ => Ok(percentage),
        }
    }

    fn auth_method(&self) -> Result<AuthMethod> {
        const STRUCTURED: &str = "auth_method_structured";
        let label = self.text("auth_method")?;
        let Some(structured) = self.get(STRUCTURED) else {
            return Ok(AuthMethod { label, ..AuthMethod::default() });
        };
        let path = format!("{}.{STRUCTURED}", self.path);
        let structured = Members::of(structured, &path)?;
        Ok(AuthMethod {
            label,
            detail: structured.text("detail")?,
            api_key_id: structured.text("api_key_id")?,
            login_username: structured.text("login_username")?,
        })
    }
}

/// What to do about an amount out of range.
pub(crate) fn range_hint() -> String {
    format!("Amounts have at most {MAX_DIGITS} digits, also sums and products.")
}

/// A value as it stands in a message.
fn short(value: Value<'_>) -> String {
    const LIMIT: usize = 40;
    let json = value.as_json();
    match json.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", json.get(..end).unwrap_or_default()),
        None => json.to_owned(),
    }
}

//! One line item: its fields as fal sent them, amounts digit for digit.

use std::fmt::Display;

use super::figures::{self, Figures, NANO_USD};
use super::kind::{Product, ReplyKind};
use super::machine_line::MachineLine;
use super::tags::RequestTags;
use super::{List, REPLIES, REQUEST_ID, TIMESTAMP};
use crate::datetime::DateTimeText;
use crate::decimal::{Decimal, out_of_range};
use crate::error::Result;
use crate::json::{Members, Value};
use crate::limits::longer_than;

/// A line item of any reply. What its kind or its generation does not have is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineItem {
    /// The kind of reply it stands in.
    pub kind: ReplyKind,
    /// When it was charged.
    pub when: When,
    /// The product line.
    pub product: Product,
    /// The same as sent; only organization replies name it.
    pub product_name: Option<String>,
    /// What was used, such as `fal-ai/flux/dev`.
    pub endpoint_id: Option<String>,
    /// The team that used it (organization replies).
    pub username: Option<String>,
    /// The deployed app.
    pub app: Option<String>,
    /// The app's environment.
    pub environment: Option<String>,
    /// The machine it ran on.
    pub machine_type: Option<String>,
    /// Whether it was billed at surge pricing.
    pub is_surge: Option<bool>,
    /// The id of a billing event's request.
    pub request_id: Option<String>,
    /// The request's own tags.
    pub tags: RequestTags,
    /// fal's billing unit, in fal's words.
    pub unit: Option<String>,
    /// Quantity, price and costs.
    pub figures: Figures,
    /// ISO 4217, upper case.
    pub currency: String,
    /// Who asked for it.
    pub auth: AuthMethod,
}

/// When a line item was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In the bucket it stands in.
    InBucket,
    /// At that time: a billing event.
    At(DateTimeText),
    /// Some time in the whole window: a summary.
    WholeWindow,
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

impl LineItem {
    /// The first member whose text is longer than that; of tags, all together.
    pub(crate) fn member_longer_than(&self, longest: usize) -> Option<&'static str> {
        let AuthMethod { label, detail, api_key_id, login_username } = &self.auth;
        let texts = [
            ("endpoint_id", self.endpoint_id.as_ref()),
            ("unit", self.unit.as_ref()),
            ("username", self.username.as_ref()),
            ("product", self.product_name.as_ref()),
            ("app", self.app.as_ref()),
            ("environment", self.environment.as_ref()),
            ("machine_type", self.machine_type.as_ref()),
            ("request_id", self.request_id.as_ref()),
            ("auth_method", label.as_ref()),
            ("auth_method_structured", detail.as_ref()),
            ("auth_method_structured", api_key_id.as_ref()),
            ("auth_method_structured", login_username.as_ref()),
        ];
        let texts_of_tags = self.tags.0.iter().flat_map(|(key, value)| [key.len(), value.len()]);
        let tags: usize = texts_of_tags.sum();
        longer_than(longest, texts).or((tags > longest).then_some("tags"))
    }
}

/// Reads a line item of a usage reply: its own fields tell which endpoint it is from.
pub(super) fn read_usage(json: Value<'_>, path: &dyn Display, when: When) -> Result<LineItem> {
    let members = Members::of(json, path, REPLIES)?;
    let username = members.text("username")?;
    let product_name = members.text("product")?;
    let machine_type = members.text("machine_type")?;
    let kind = ReplyKind::told_by(List::TimeSeries, |name| members.get(name));
    let product = match (&product_name, &machine_type) {
        (Some(name), _) => Product::from_name(name),
        (None, Some(_)) => Product::Serverless,
        (None, None) => Product::ModelApis,
    };
    let endpoint_id = match (&product, &machine_type) {
        (Product::ModelApis, _) | (_, None) => Some(members.required("endpoint_id")?),
        _ => members.text("endpoint_id")?,
    };
    let currency = members.currency("currency")?;
    let currency = currency.ok_or_else(|| members.wrong("currency", "currency is missing"))?;
    let line = match (&product, &machine_type, &endpoint_id) {
        (Product::Serverless | Product::Compute, None, Some(line)) => MachineLine::read(line),
        _ => None,
    }
    .unwrap_or_default();
    let item = LineItem {
        kind,
        when,
        machine_type: machine_type.or(line.machine),
        app: members.text("app")?.or(line.app),
        environment: members.text("environment")?.or(line.environment),
        is_surge: members.truth("is_surge")?,
        request_id: None,
        tags: RequestTags::default(),
        unit: members.text("unit")?,
        figures: any_figures(&members)?,
        auth: auth_method(&members)?,
        username,
        product,
        product_name,
        endpoint_id,
        currency,
    };
    figures::require_cost(&item.figures, &members)?;
    Ok(item)
}

/// Reads a billing event, of any generation of its fields.
pub(super) fn read_event(json: Value<'_>, path: &dyn Display) -> Result<LineItem> {
    let members = Members::of(json, path, REPLIES)?;
    let username = members.text("username")?;
    let kind = ReplyKind::told_by(List::BillingEvents, |name| members.get(name));
    let request_id = members.required(REQUEST_ID)?;
    let endpoint_id = members.required("endpoint_id")?;
    let when = When::At(super::reply::date_time(&members, TIMESTAMP)?.label);
    // Billing events are in USD: they do not say so.
    let currency = members.currency("currency")?.unwrap_or_else(|| "USD".to_owned());
    let output_units = members.decimal("output_units")?;
    let nano = if currency == "USD" { nano_usd(&members)? } else { None };
    let item = LineItem {
        kind,
        when,
        product: Product::ModelApis,
        product_name: None,
        app: None,
        environment: None,
        machine_type: None,
        is_surge: None,
        unit: members.text("unit")?,
        username,
        request_id: Some(request_id),
        endpoint_id: Some(endpoint_id),
        tags: RequestTags::read(&members)?,
        figures: Figures { output_units, nano, ..any_figures(&members)? },
        auth: auth_method(&members)?,
        currency,
    };
    figures::require_cost(&item.figures, &members)?;
    Ok(item)
}

/// `cost_estimate_nano_usd` in USD.
fn nano_usd(event: &Members<'_>) -> Result<Option<Decimal>> {
    let Some(nano) = event.decimal(NANO_USD)? else { return Ok(None) };
    let in_range = nano.checked_mul(Decimal::unit_of(9));
    in_range.map(Some).ok_or_else(|| event.at(NANO_USD, out_of_range(NANO_USD)))
}

/// The figures that all kinds have.
fn any_figures(members: &Members<'_>) -> Result<Figures> {
    Ok(Figures {
        quantity: members.decimal("quantity")?,
        output_units: None,
        unit_price: members.decimal("unit_price")?,
        percent_discount: members.percentage("percent_discount")?,
        cost_subtotal: members.decimal("cost_subtotal")?,
        cost_discount: members.decimal("cost_discount")?,
        cost_total: members.decimal("cost_total")?,
        cost: members.decimal("cost")?,
        nano: None,
    })
}

fn auth_method(members: &Members<'_>) -> Result<AuthMethod> {
    const STRUCTURED: &str = "auth_method_structured";
    let label = members.text("auth_method")?;
    let Some(structured) = members.get(STRUCTURED) else {
        return Ok(AuthMethod { label, ..AuthMethod::default() });
    };
    let path = format!("{}.{STRUCTURED}", members.path());
    let structured = Members::of(structured, &path, REPLIES)?;
    Ok(AuthMethod {
        label,
        detail: structured.text("detail")?,
        api_key_id: structured.text("api_key_id")?,
        login_username: structured.text("login_username")?,
    })
}

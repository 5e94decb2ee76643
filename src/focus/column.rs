//! The columns of a report as data: name, type, and where a row's value comes from.
//!
//! FOCUS columns first, in the order of their names as FOCUS lists them; then our own (`x_`).

use std::borrow::Cow;

use time::UtcDateTime;

use super::row::{Charge, FocusRow, RowKey, RowSums};
use super::sku::{description, price_details, service};
use crate::decimal::Decimal;
use crate::names::NameTable;
use crate::request::Source;

/// What all rows of a report have in common.
#[derive(Debug, Clone)]
pub struct ReportContext {
    /// BillingAccountId.
    pub billing_account_id: String,
    /// BillingAccountName.
    pub billing_account_name: String,
    /// InvoiceId, where an invoice document names it.
    pub invoice_id: Option<String>,
    /// The names of teams, by their ids.
    pub team_names: NameTable,
    /// x_Source.
    pub source: Source,
}

/// A value of one row in one column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    /// Nothing between the commas (NullHandling).
    Null,
    /// Text, the only kind a spreadsheet could take for a formula.
    Text(Cow<'a, str>),
    /// A JSON object as text (KeyValueFormat).
    Json(Cow<'a, str>),
    /// A decimal (NumericFormat).
    Decimal(Decimal),
    /// An instant (DateTimeFormat).
    DateTime(UtcDateTime),
}

/// A column's type, in the words of FOCUS's schema metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// Text.
    String,
    /// An instant.
    DateTime,
    /// A decimal.
    Decimal,
    /// A JSON object.
    Json,
}

/// Where a row's value of a column comes from.
pub type ValueOf = for<'a> fn(&'a FocusRow, &'a ReportContext) -> Cell<'a>;

/// One column.
pub struct Column {
    /// FOCUS's name, or ours with `x_`.
    pub name: &'static str,
    /// Its type.
    pub data_type: DataType,
    /// The value of a row.
    pub value: ValueOf,
}

const fn text(name: &'static str, value: ValueOf) -> Column {
    Column { name, data_type: DataType::String, value }
}

const fn decimal(name: &'static str, value: ValueOf) -> Column {
    Column { name, data_type: DataType::Decimal, value }
}

const fn date_time(name: &'static str, value: ValueOf) -> Column {
    Column { name, data_type: DataType::DateTime, value }
}

const fn json(name: &'static str, value: ValueOf) -> Column {
    Column { name, data_type: DataType::Json, value }
}

fn some(value: &Option<String>) -> Cell<'_> {
    value.as_deref().map_or(Cell::Null, word)
}

fn word(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

/// fal issues, provides and publishes: one spelling, because BilledCost-C-005-C of model 1.2 asks
/// for a cost of 0 where provider and issuer differ.
const FAL: &str = "fal";

/// The columns of a FOCUS 1.2 report, in order.
pub const COLUMNS: &[Column] = &[
    decimal("BilledCost", |row, _| Cell::Decimal(row.billed_cost)),
    text("BillingAccountId", |_, report| word(&report.billing_account_id)),
    text("BillingAccountName", |_, report| word(&report.billing_account_name)),
    text("BillingCurrency", |row, _| word(&row.billing_currency)),
    date_time("BillingPeriodStart", |row, _| Cell::DateTime(row.billing_period.start)),
    date_time("BillingPeriodEnd", |row, _| Cell::DateTime(row.billing_period.end)),
    text("ChargeCategory", |row, _| match &row.charge {
        Charge::Usage(..) => word("Usage"),
        Charge::Invoice(charge) => word(charge.category),
    }),
    text("ChargeClass", |_, _| Cell::Null),
    text("ChargeDescription", |row, _| match &row.charge {
        Charge::Usage(key, _) => Cell::Text(description(key).into()),
        Charge::Invoice(charge) => word(&charge.description),
    }),
    text("ChargeFrequency", |row, _| {
        word(if row.key().is_some() { "Usage-Based" } else { "One-Time" })
    }),
    date_time("ChargePeriodStart", |row, _| Cell::DateTime(row.charge_period.start)),
    date_time("ChargePeriodEnd", |row, _| Cell::DateTime(row.charge_period.end)),
    // All null: rules on ConsumedQuantity name this column, and fail where it is absent.
    text("CommitmentDiscountStatus", |_, _| Cell::Null),
    decimal("ConsumedQuantity", |row, _| of_sums(row, |sums| Some(sums.pricing_quantity))),
    text("ConsumedUnit", |row, _| of_key(row, |key| Some(&key.pricing_unit))),
    decimal("ContractedCost", |row, _| Cell::Decimal(row.contracted_cost)),
    decimal("ContractedUnitPrice", |row, _| price(row, |key| key.contracted_unit_price)),
    // Usage without a commitment costs what is billed (1.4: EffectiveCost-C-015); so do credits
    // and taxes (1.4: EffectiveCost-C-017).
    decimal("EffectiveCost", |row, _| Cell::Decimal(row.billed_cost)),
    text("InvoiceId", |_, report| some(&report.invoice_id)),
    text("InvoiceIssuerName", |_, _| word(FAL)),
    decimal("ListCost", |row, _| Cell::Decimal(row.list_cost)),
    decimal("ListUnitPrice", |row, _| price(row, |key| key.list_unit_price)),
    // Surge prices are the provider's to vary (PricingCategory-C-010).
    text("PricingCategory", |row, _| match row.key() {
        Some(key) if key.is_surge == Some(true) => word("Dynamic"),
        Some(_) => word("Standard"),
        None => Cell::Null,
    }),
    // The pricing currency is the billing currency: the same numbers again, because rules on
    // public price lists ask for the columns.
    decimal("PricingCurrencyContractedUnitPrice", |row, _| {
        price(row, |key| key.contracted_unit_price)
    }),
    decimal("PricingCurrencyEffectiveCost", |row, _| Cell::Decimal(row.billed_cost)),
    decimal("PricingCurrencyListUnitPrice", |row, _| price(row, |key| key.list_unit_price)),
    decimal("PricingQuantity", |row, _| of_sums(row, |sums| Some(sums.pricing_quantity))),
    text("PricingUnit", |row, _| of_key(row, |key| Some(&key.pricing_unit))),
    text("ProviderName", |_, _| word(FAL)),
    text("PublisherName", |_, _| word(FAL)),
    text("ServiceCategory", |row, _| word(service(row).category)),
    text("ServiceName", |row, _| Cell::Text(service(row).name)),
    text("ServiceSubcategory", |row, _| word(service(row).subcategory)),
    text("SkuId", |row, _| of_key(row, |key| Some(&key.sku_id))),
    text("SkuMeter", |row, _| of_key(row, |key| Some(&key.sku_meter))),
    json("SkuPriceDetails", |row, _| {
        row.key().and_then(price_details).map_or(Cell::Null, |details| Cell::Json(details.into()))
    }),
    text("SkuPriceId", |row, _| of_key(row, |key| Some(&key.sku_price_id))),
    text("SubAccountId", |row, _| row.sub_account_id().map_or(Cell::Null, word)),
    text("SubAccountName", |row, report| match row.sub_account_id() {
        Some(id) => word(report.team_names.get(id).unwrap_or(id)),
        None => Cell::Null,
    }),
    text("SubAccountType", |row, _| row.sub_account_id().map_or(Cell::Null, |_| word("Team"))),
    json("Tags", |row, _| {
        let tags = row.key().and_then(|key| key.tags.as_deref());
        tags.map_or(Cell::Null, |tags| Cell::Json(tags.into()))
    }),
    text("x_ApiKeyId", |row, _| of_key(row, |key| key.api_key_id.as_ref())),
    text("x_App", |row, _| of_key(row, |key| key.app.as_ref())),
    text("x_AuthMethod", |row, _| of_key(row, |key| key.auth_method.as_ref())),
    decimal("x_CostDiscount", |row, _| of_sums(row, |sums| sums.cost_discount)),
    decimal("x_CostSubtotal", |row, _| of_sums(row, |sums| sums.cost_subtotal)),
    text("x_Environment", |row, _| of_key(row, |key| key.environment.as_ref())),
    text("x_IsSurge", |row, _| truth(row, |key| key.is_surge)),
    text("x_LoginUsername", |row, _| of_key(row, |key| key.login_username.as_ref())),
    text("x_MachineType", |row, _| of_key(row, |key| key.machine_type.as_ref())),
    decimal("x_PercentDiscount", |row, _| {
        row.key().and_then(|key| key.percent_discount).map_or(Cell::Null, Cell::Decimal)
    }),
    text("x_PriceDerived", |row, _| truth(row, |key| Some(key.price_derived))),
    text("x_Product", |row, _| of_key(row, |key| key.product_name.as_ref())),
    text("x_RequestId", |row, _| of_key(row, |key| key.request_id.as_ref())),
    text("x_Source", |_, report| word(report.source.as_str())),
    text("x_Unit", |row, _| of_key(row, |key| key.fal_unit.as_ref())),
];

fn of_key<'a>(row: &'a FocusRow, value: fn(&RowKey) -> Option<&String>) -> Cell<'a> {
    row.key().and_then(value).map_or(Cell::Null, |text| word(text))
}

fn of_sums<'a>(row: &'a FocusRow, value: fn(&RowSums) -> Option<Decimal>) -> Cell<'a> {
    row.sums().and_then(value).map_or(Cell::Null, Cell::Decimal)
}

fn price<'a>(row: &'a FocusRow, value: fn(&RowKey) -> Decimal) -> Cell<'a> {
    row.key().map(value).map_or(Cell::Null, Cell::Decimal)
}

fn truth<'a>(row: &'a FocusRow, value: fn(&RowKey) -> Option<bool>) -> Cell<'a> {
    row.key().and_then(value).map_or(Cell::Null, |truth| word(if truth { "true" } else { "false" }))
}

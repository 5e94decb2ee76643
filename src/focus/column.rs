//! The columns of a report as data: name, type, and where a row's value comes from.
//!
//! FOCUS columns first, in the order of their names as FOCUS lists them; then our own (`x_`).

use std::borrow::Cow;

use time::UtcDateTime;

use super::row::FocusRow;
use crate::decimal::Decimal;
use crate::request::Source;

/// What all rows of a report have in common.
#[derive(Debug, Clone)]
pub struct ReportContext {
    /// BillingAccountId.
    pub billing_account_id: String,
    /// BillingAccountName.
    pub billing_account_name: String,
    /// x_Source.
    pub source: Source,
}

/// A value of one row in one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing between the commas (NullHandling).
    Null,
    /// Text, the only kind a spreadsheet could take for a formula.
    Text(Cow<'a, str>),
    /// A JSON object as text (KeyValueFormat).
    Json(&'a str),
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

fn some_decimal(value: Option<Decimal>) -> Cell<'static> {
    value.map_or(Cell::Null, Cell::Decimal)
}

fn word(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

/// fal issues, provides and publishes: one spelling, because BilledCost-C-005-C of model 1.2 asks
/// for a cost of 0 where provider and issuer differ.
const FAL: &str = "fal";

/// The columns of a FOCUS 1.2 report, in order.
pub const COLUMNS: &[Column] = &[
    decimal("BilledCost", |row, _| Cell::Decimal(row.sums.billed_cost)),
    text("BillingAccountId", |_, report| word(&report.billing_account_id)),
    text("BillingAccountName", |_, report| word(&report.billing_account_name)),
    text("BillingCurrency", |row, _| word(&row.key.billing_currency)),
    date_time("BillingPeriodStart", |row, _| Cell::DateTime(row.billing_period.start)),
    date_time("BillingPeriodEnd", |row, _| Cell::DateTime(row.billing_period.end)),
    text("ChargeCategory", |_, _| word("Usage")),
    text("ChargeClass", |_, _| Cell::Null),
    text("ChargeDescription", |row, _| {
        Cell::Text(format!("Usage of {} in {}", row.key.sku_id, row.key.pricing_unit).into())
    }),
    text("ChargeFrequency", |_, _| word("Usage-Based")),
    date_time("ChargePeriodStart", |row, _| Cell::DateTime(row.key.charge_period.start)),
    date_time("ChargePeriodEnd", |row, _| Cell::DateTime(row.key.charge_period.end)),
    // All null: rules on ConsumedQuantity name this column, and fail where it is absent.
    text("CommitmentDiscountStatus", |_, _| Cell::Null),
    decimal("ConsumedQuantity", |row, _| Cell::Decimal(row.sums.pricing_quantity)),
    text("ConsumedUnit", |row, _| word(&row.key.pricing_unit)),
    decimal("ContractedCost", |row, _| Cell::Decimal(row.contracted_cost)),
    decimal("ContractedUnitPrice", |row, _| Cell::Decimal(row.key.contracted_unit_price)),
    // Usage without a commitment costs what is billed (1.4: EffectiveCost-C-015).
    decimal("EffectiveCost", |row, _| Cell::Decimal(row.sums.billed_cost)),
    text("InvoiceId", |_, _| Cell::Null),
    text("InvoiceIssuerName", |_, _| word(FAL)),
    decimal("ListCost", |row, _| Cell::Decimal(row.list_cost)),
    decimal("ListUnitPrice", |row, _| Cell::Decimal(row.key.list_unit_price)),
    text("PricingCategory", |_, _| word("Standard")),
    // The pricing currency is the billing currency: the same numbers again, because rules on
    // public price lists ask for the columns.
    decimal("PricingCurrencyContractedUnitPrice", |row, _| {
        Cell::Decimal(row.key.contracted_unit_price)
    }),
    decimal("PricingCurrencyEffectiveCost", |row, _| Cell::Decimal(row.sums.billed_cost)),
    decimal("PricingCurrencyListUnitPrice", |row, _| Cell::Decimal(row.key.list_unit_price)),
    decimal("PricingQuantity", |row, _| Cell::Decimal(row.sums.pricing_quantity)),
    text("PricingUnit", |row, _| word(&row.key.pricing_unit)),
    text("ProviderName", |_, _| word(FAL)),
    text("PublisherName", |_, _| word(FAL)),
    text("ServiceCategory", |_, _| word("AI and Machine Learning")),
    text("ServiceName", |_, _| word("fal Model APIs")),
    text("ServiceSubcategory", |_, _| word("Generative AI")),
    text("SkuId", |row, _| word(&row.key.sku_id)),
    text("SkuMeter", |row, _| word(&row.key.sku_meter)),
    json("SkuPriceDetails", |_, _| Cell::Null),
    text("SkuPriceId", |row, _| word(&row.key.sku_price_id)),
    text("SubAccountId", |_, _| Cell::Null),
    text("SubAccountName", |_, _| Cell::Null),
    json("Tags", |row, _| row.key.tags.as_deref().map_or(Cell::Null, Cell::Json)),
    text("x_ApiKeyId", |row, _| some(&row.key.api_key_id)),
    text("x_AuthMethod", |row, _| some(&row.key.auth_method)),
    decimal("x_CostDiscount", |row, _| some_decimal(row.sums.cost_discount)),
    decimal("x_CostSubtotal", |row, _| some_decimal(row.sums.cost_subtotal)),
    text("x_Environment", |_, _| Cell::Null),
    text("x_IsSurge", |_, _| Cell::Null),
    text("x_LoginUsername", |row, _| some(&row.key.login_username)),
    text("x_MachineType", |_, _| Cell::Null),
    decimal("x_PercentDiscount", |row, _| some_decimal(row.key.percent_discount)),
    text("x_PriceDerived", |row, _| word(if row.key.price_derived { "true" } else { "false" })),
    text("x_Product", |_, _| Cell::Null),
    text("x_RequestId", |_, _| Cell::Null),
    text("x_Source", |_, report| word(report.source.as_str())),
    text("x_Unit", |row, _| some(&row.key.fal_unit)),
];

//! The columns as data: name, type, the versions of FOCUS that have it, whether it is added up, and
//! where a row's value comes from.
//!
//! All columns of FOCUS, also those that fal has nothing for, in the order of their names as FOCUS
//! lists them; then our own (`x_`).

use std::borrow::Cow;

use time::UtcDateTime;

use super::row::{Amount, Charge, FocusRow, Instant, RowKey};
use super::version::FocusVersion;
use super::version::FocusVersion::{V1_1, V1_2, V1_3, V1_4};
use crate::decimal::Decimal;
use crate::request::Source;
use crate::text_table::TextTable;

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
    pub team_names: TextTable,
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
#[derive(Clone, Copy)]
pub enum ValueOf {
    /// From what was sold, and the report.
    Sold(KeyValue),
    /// From who asked for it, and the report.
    Who(KeyValue),
    /// From an amount of the row.
    Amount(Amount),
    /// From an instant of the row.
    Instant(Instant),
    /// From the request, where a row is one billing event.
    Request,
}

/// A value that follows from kind, key and report.
pub type KeyValue = for<'a> fn(&'a FocusRow<'_>, &'a ReportContext) -> Cell<'a>;

impl ValueOf {
    /// The value of a row.
    pub fn of<'a>(self, row: &'a FocusRow<'_>, report: &'a ReportContext) -> Cell<'a> {
        match self {
            ValueOf::Sold(value) | ValueOf::Who(value) => value(row, report),
            ValueOf::Amount(amount) => row.amount(amount).map_or(Cell::Null, Cell::Decimal),
            ValueOf::Instant(instant) => Cell::DateTime(row.instant(instant)),
            ValueOf::Request => row.request_id.map_or(Cell::Null, word),
        }
    }
}

/// One column.
pub struct Column {
    /// FOCUS's name, or ours with `x_`.
    pub name: &'static str,
    /// Its type.
    pub data_type: DataType,
    /// The first version that has it.
    pub since: FocusVersion,
    /// The last version that has it.
    pub last: FocusVersion,
    /// Whether rows that are added up add it.
    pub is_additive: bool,
    /// The value of a row; `None` where our reports do not have the column.
    pub value: Option<ValueOf>,
}

impl Column {
    const fn new(name: &'static str, data_type: DataType, value: Option<ValueOf>) -> Self {
        let (since, last) = (FocusVersion::V1_0, FocusVersion::V1_4);
        Self { name, data_type, since, last, is_additive: false, value }
    }

    const fn since(self, since: FocusVersion) -> Self {
        Self { since, ..self }
    }

    const fn until(self, last: FocusVersion) -> Self {
        Self { last, ..self }
    }

    const fn additive(self) -> Self {
        Self { is_additive: true, ..self }
    }

    /// Whether the version has it.
    pub fn is_in(&self, version: FocusVersion) -> bool {
        self.since <= version && version <= self.last
    }

    /// Whether a file of the version may have it: two columns that 1.4 took out are still in its
    /// model, as deprecated.
    pub fn may_be_in(&self, version: FocusVersion) -> bool {
        const DEPRECATED: [&str; 2] = ["ProviderName", "PublisherName"];
        self.is_in(version) || version == FocusVersion::V1_4 && DEPRECATED.contains(&self.name)
    }

    /// Whether it is FOCUS's own.
    pub fn is_focus(&self) -> bool {
        !self.name.starts_with("x_")
    }

    /// The column of that name.
    pub fn named(name: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|column| column.name == name)
    }
}

/// The columns of our reports in a version, in order.
pub fn columns_of(version: FocusVersion) -> Vec<&'static Column> {
    let ours = COLUMNS.iter().filter(|column| column.value.is_some() && column.is_in(version));
    let mut columns: Vec<&'static Column> = ours.collect();
    in_order_of(version, &mut columns, |column| column.name);
    columns
}

/// Until 1.3 the start of a period may stand before its end; 1.4 wants the alphabet
/// (`CAU-CostAndUsage`, DatasetCompleteness).
pub fn in_order_of<T>(version: FocusVersion, columns: &mut [T], name: fn(&T) -> &str) {
    if version < FocusVersion::V1_4 {
        return;
    }
    for start in 0..columns.len() {
        let Some([a, b, ..]) = columns.get_mut(start..) else { continue };
        if name(a).ends_with("PeriodStart") && name(b) < name(a) {
            std::mem::swap(a, b);
        }
    }
}

const fn text(name: &'static str, value: KeyValue) -> Column {
    Column::new(name, DataType::String, Some(ValueOf::Sold(value)))
}

/// A text that follows from who asked.
const fn who(name: &'static str, value: KeyValue) -> Column {
    Column::new(name, DataType::String, Some(ValueOf::Who(value)))
}

const fn decimal(name: &'static str, value: KeyValue) -> Column {
    Column::new(name, DataType::Decimal, Some(ValueOf::Sold(value)))
}

const fn amount(name: &'static str, amount: Amount) -> Column {
    Column::new(name, DataType::Decimal, Some(ValueOf::Amount(amount))).additive()
}

const fn date_time(name: &'static str, instant: Instant) -> Column {
    Column::new(name, DataType::DateTime, Some(ValueOf::Instant(instant)))
}

const fn json(name: &'static str, value: KeyValue) -> Column {
    Column::new(name, DataType::Json, Some(ValueOf::Sold(value)))
}

/// A text that fal has nothing for; only a FOCUS CSV that is read may have it.
const fn foreign(name: &'static str) -> Column {
    Column::new(name, DataType::String, None)
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

/// The columns of FOCUS 1.0 to 1.4, and ours.
pub const COLUMNS: &[Column] = &[
    // Null columns that our reports have all the same: rules on others name them, and fail where
    // they are absent (CommitmentDiscountStatus, the Allocated columns, ContractApplied …).
    json("AllocatedMethodDetails", |_, _| Cell::Null).since(V1_3),
    text("AllocatedMethodId", |_, _| Cell::Null).since(V1_3),
    text("AllocatedResourceId", |_, _| Cell::Null).since(V1_3),
    text("AllocatedResourceName", |_, _| Cell::Null).since(V1_3),
    json("AllocatedTags", |_, _| Cell::Null).since(V1_3),
    foreign("AvailabilityZone"),
    amount("BilledCost", Amount::Billed),
    text("BillingAccountId", |_, report| word(&report.billing_account_id)),
    text("BillingAccountName", |_, report| word(&report.billing_account_name)),
    foreign("BillingAccountType").since(V1_2),
    text("BillingCurrency", |row, _| word(row.billing_currency)),
    date_time("BillingPeriodStart", Instant::BillingStart),
    date_time("BillingPeriodEnd", Instant::BillingEnd),
    foreign("CapacityReservationId").since(V1_1),
    foreign("CapacityReservationStatus").since(V1_1),
    text("ChargeCategory", |row, _| match &row.charge {
        Charge::Usage(..) => word("Usage"),
        Charge::Invoice(charge) => word(charge.category),
    }),
    text("ChargeClass", |_, _| Cell::Null),
    text("ChargeDescription", |row, _| match &row.charge {
        Charge::Usage(key, _) => Cell::Text(key.description().into()),
        Charge::Invoice(charge) => word(&charge.description),
    }),
    text("ChargeFrequency", |row, _| {
        word(if row.key().is_some() { "Usage-Based" } else { "One-Time" })
    }),
    date_time("ChargePeriodStart", Instant::ChargeStart),
    date_time("ChargePeriodEnd", Instant::ChargeEnd),
    foreign("CommitmentDiscountCategory"),
    foreign("CommitmentDiscountId"),
    foreign("CommitmentDiscountName"),
    Column::new("CommitmentDiscountQuantity", DataType::Decimal, None).additive().since(V1_1),
    text("CommitmentDiscountStatus", |_, _| Cell::Null),
    foreign("CommitmentDiscountType"),
    foreign("CommitmentDiscountUnit").since(V1_1),
    json("CommitmentProgramEligibilityDetails", |_, _| Cell::Null).since(V1_4),
    amount("ConsumedQuantity", Amount::Quantity),
    text("ConsumedUnit", |row, _| of_key(row, |key| Some(&key.pricing_unit))),
    json("ContractApplied", |_, _| Cell::Null).since(V1_3),
    amount("ContractedCost", Amount::Contracted),
    decimal("ContractedUnitPrice", |row, _| price(row, |key| key.contracted_unit_price)),
    // Usage without a commitment costs what is billed (1.4: EffectiveCost-C-015); so do credits
    // and taxes (1.4: EffectiveCost-C-017).
    amount("EffectiveCost", Amount::Billed),
    text("HostProviderName", |_, _| word(FAL)).since(V1_3),
    text("InvoiceDetailId", |row, report| match &report.invoice_id {
        Some(id) => Cell::Text(format!("{id}-{}", row.invoice_detail()).into()),
        None => Cell::Null,
    })
    .since(V1_4),
    text("InvoiceId", |_, report| some(&report.invoice_id)).since(V1_2),
    text("InvoiceIssuerName", |_, _| word(FAL)),
    amount("ListCost", Amount::List),
    decimal("ListUnitPrice", |row, _| price(row, |key| key.list_unit_price)),
    // Surge prices are the provider's to vary (PricingCategory-C-010).
    text("PricingCategory", |row, _| match row.key() {
        Some(key) if key.is_surge == Some(true) => word("Dynamic"),
        Some(_) => word("Standard"),
        None => Cell::Null,
    }),
    foreign("PricingCurrency").since(V1_2),
    // The pricing currency is the billing currency: the same numbers again, because rules on
    // public price lists ask for the columns.
    decimal("PricingCurrencyContractedUnitPrice", |row, _| {
        price(row, |key| key.contracted_unit_price)
    })
    .since(V1_2),
    amount("PricingCurrencyEffectiveCost", Amount::Billed).since(V1_2),
    decimal("PricingCurrencyListUnitPrice", |row, _| price(row, |key| key.list_unit_price))
        .since(V1_2),
    amount("PricingQuantity", Amount::Quantity),
    text("PricingUnit", |row, _| of_key(row, |key| Some(&key.pricing_unit))),
    text("ProviderName", |_, _| word(FAL)).until(V1_3),
    text("PublisherName", |_, _| word(FAL)).until(V1_3),
    foreign("RegionId"),
    foreign("RegionName"),
    foreign("ResourceId"),
    foreign("ResourceName"),
    foreign("ResourceType"),
    text("ServiceCategory", |row, _| word(row.service().category())),
    text("ServiceName", |row, _| Cell::Text(row.service().name())),
    text("ServiceProviderName", |_, _| word(FAL)).since(V1_3),
    text("ServiceSubcategory", |row, _| word(row.service().subcategory())).since(V1_1),
    text("SkuId", |row, _| of_key(row, |key| Some(&key.sku_id))),
    text("SkuMeter", |row, _| of_key(row, |key| Some(&key.sku_meter))).since(V1_1),
    json("SkuPriceDetails", |row, _| {
        row.key()
            .and_then(RowKey::price_details)
            .map_or(Cell::Null, |details| Cell::Json(details.into()))
    })
    .since(V1_1),
    text("SkuPriceId", |row, _| of_key(row, |key| Some(&key.sku_price_id))),
    who("SubAccountId", |row, _| row.sub_account_id().map_or(Cell::Null, word)),
    who("SubAccountName", |row, report| match row.sub_account_id() {
        Some(id) => word(report.team_names.get(id).unwrap_or(id)),
        None => Cell::Null,
    }),
    who("SubAccountType", |row, _| row.sub_account_id().map_or(Cell::Null, |_| word("Team")))
        .since(V1_2),
    Column::new(
        "Tags",
        DataType::Json,
        Some(ValueOf::Who(|row, _| {
            let tags = row.key().and_then(|key| key.tags.as_deref());
            tags.map_or(Cell::Null, |tags| Cell::Json(tags.into()))
        })),
    ),
    who("x_ApiKeyId", |row, _| of_key(row, |key| key.api_key_id.as_ref())),
    text("x_App", |row, _| of_key(row, |key| key.app.as_ref())),
    who("x_AuthMethod", |row, _| of_key(row, |key| key.auth_method.as_ref())),
    amount("x_CostDiscount", Amount::Discount),
    amount("x_CostSubtotal", Amount::Subtotal),
    text("x_Environment", |row, _| of_key(row, |key| key.environment.as_ref())),
    // Before 1.2 FOCUS had no column for it.
    text("x_InvoiceId", |_, report| some(&report.invoice_id)).until(V1_1),
    text("x_IsSurge", |row, _| truth(row, |key| key.is_surge)),
    who("x_LoginUsername", |row, _| of_key(row, |key| key.login_username.as_ref())),
    text("x_MachineType", |row, _| of_key(row, |key| key.machine_type.as_ref())),
    decimal("x_PercentDiscount", |row, _| {
        row.key().and_then(|key| key.percent_discount).map_or(Cell::Null, Cell::Decimal)
    }),
    text("x_PriceDerived", |row, _| truth(row, |key| Some(key.price_derived))),
    text("x_Product", |row, _| of_key(row, |key| key.product_name.as_ref())),
    Column::new("x_RequestId", DataType::String, Some(ValueOf::Request)),
    text("x_Source", |_, report| word(report.source.as_str())),
    text("x_Unit", |row, _| of_key(row, |key| key.fal_unit.as_ref())),
];

fn of_key<'a>(row: &'a FocusRow<'_>, value: fn(&RowKey) -> Option<&String>) -> Cell<'a> {
    row.key().and_then(value).map_or(Cell::Null, |text| word(text))
}

fn price<'a>(row: &'a FocusRow<'_>, value: fn(&RowKey) -> Decimal) -> Cell<'a> {
    row.key().map(value).map_or(Cell::Null, Cell::Decimal)
}

fn truth<'a>(row: &'a FocusRow<'_>, value: fn(&RowKey) -> Option<bool>) -> Cell<'a> {
    row.key().and_then(value).map_or(Cell::Null, |truth| word(if truth { "true" } else { "false" }))
}

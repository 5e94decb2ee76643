//! What a report says about itself: totals that reconcile, and warnings as data.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::datetime;
use crate::decimal::Decimal;
use crate::error::Result;
use crate::focus::FOCUS_VERSION;
use crate::focus::row::out_of_range;
use crate::request::ReportWindow;
use crate::usage::Disagreement;

/// The summary of a finished report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportSummary {
    /// A name for the report's file.
    pub filename: String,
    /// The version of FOCUS the report is written in.
    pub focus_version: &'static str,
    /// Rows written, the header not counted.
    pub rows: u64,
    /// The window: its first instant.
    pub start: String,
    /// The first instant after the window.
    pub end: String,
    /// The timeframe of the charge periods.
    pub timeframe: &'static str,
    /// The zone of the boundaries.
    pub timezone: String,
    /// Input against output, per currency.
    pub totals: Vec<CurrencyTotal>,
    /// Line items left out because their charge period lies outside the window.
    pub outside_window: u64,
    /// Whether the last page is there, as far as the replies tell.
    pub complete: bool,
    /// What the user should know, each once with a count.
    pub warnings: Vec<Warning>,
}

/// The amounts of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrencyTotal {
    /// ISO 4217.
    pub currency: String,
    /// Line items in the window.
    #[serde(rename = "lineItems")]
    pub line_items: u64,
    /// The sum of what is billed, added up from the input.
    #[serde(rename = "inputCost")]
    pub input_cost: Decimal,
    /// The sum of BilledCost, added up from the rows as written.
    #[serde(rename = "BilledCost")]
    pub billed_cost: Decimal,
    /// Input minus output: 0.
    pub difference: Decimal,
}

/// One kind of thing worth knowing, with how often it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable, to branch on.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// The option or the JSON path concerned; of the first one met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The input file concerned; of the first one met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How many line items, cells or pages; 1 for the report as a whole.
    pub count: u64,
}

/// The warnings of a report in the making, by code.
#[derive(Debug, Default)]
pub struct Warnings(BTreeMap<&'static str, Warning>);

/// Writes the enum, its stable codes and its sentences from one list.
macro_rules! warning_codes {
    ($($variant:ident = $code:literal $sentence:literal,)*) => {
        /// The kinds of warnings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum WarningCode { $(#[doc = $sentence] $variant,)* }

        impl WarningCode {
            /// The stable code and the sentence.
            pub const fn words(self) -> (&'static str, &'static str) {
                match self { $(WarningCode::$variant => ($code, $sentence),)* }
            }
        }
    };
}

warning_codes! {
    CostDiffers = "cost_differs"
        "cost and cost_total differ; cost_total is reported",
    DefaultBillingAccount = "default_billing_account"
        "BillingAccountId is \"fal:account\": set billingAccountId to tell accounts apart",
    DiscountDiffers = "discount_differs"
        "cost_discount is not percent_discount percent of cost_subtotal",
    MissingLastPage = "missing_last_page"
        "the replies say that another page follows, and it is not among them",
    MissingUnit = "missing_unit"
        "line items without a unit are reported in \"Units\"",
    NoLineItems = "no_line_items"
        "no line item lies in the window: the report is empty",
    NumericAccountId = "numeric_account_id"
        "an all-digit BillingAccountId is read as a number by many importers",
    OutsideWindow = "outside_window"
        "line items outside the window are left out",
    PriceDerived = "price_derived"
        "price or quantity is missing and was derived from the cost (x_PriceDerived)",
    PriceDiffers = "price_differs"
        "cost is not quantity × unit_price less the discount; cost is reported",
    SpreadsheetEscaped = "spreadsheet_escaped"
        "text cells got a leading ' so that no spreadsheet runs them as formulas",
    SubtotalDiffers = "subtotal_differs"
        "cost_subtotal is not quantity × unit_price; ListCost is the product",
    TotalDiffers = "total_differs"
        "cost_total is not cost_subtotal − cost_discount; cost_total is reported",
    UsageOnly = "usage_only"
        "the report holds the month's usage only: no credits, no taxes, no InvoiceId",
}

impl From<Disagreement> for WarningCode {
    fn from(kind: Disagreement) -> Self {
        match kind {
            Disagreement::Subtotal => Self::SubtotalDiffers,
            Disagreement::Discount => Self::DiscountDiffers,
            Disagreement::Total => Self::TotalDiffers,
            Disagreement::Cost => Self::CostDiffers,
            Disagreement::Price => Self::PriceDiffers,
        }
    }
}

impl Warnings {
    /// Counts one thing met in `file`.
    pub fn count(&mut self, code: WarningCode, file: Option<&str>) {
        self.entry(code, file).count += 1;
    }

    /// Says something of the report as a whole, or of an option.
    pub fn note(&mut self, code: WarningCode, field: Option<&str>, count: u64) {
        let warning = self.entry(code, None);
        warning.field = field.map(str::to_owned);
        warning.count = count;
    }

    fn count_of(&self, code: WarningCode) -> u64 {
        self.0.get(code.words().0).map_or(0, |warning| warning.count)
    }

    fn entry(&mut self, code: WarningCode, file: Option<&str>) -> &mut Warning {
        let (code, message) = code.words();
        self.0.entry(code).or_insert_with(|| Warning {
            code,
            message: message.to_owned(),
            field: None,
            file: file.map(str::to_owned),
            count: 0,
        })
    }

    fn into_list(self) -> Vec<Warning> {
        self.0.into_values().collect()
    }
}

/// Both sides of the books while the report is made.
#[derive(Debug, Default)]
pub struct Totals(BTreeMap<String, Balance>);

#[derive(Debug)]
struct Balance {
    line_items: u64,
    input: Decimal,
    output: Decimal,
}

impl Totals {
    /// Books what a line item bills.
    pub fn add_line_item(&mut self, currency: &str, amount: Decimal) -> Result<()> {
        let balance = self.balance(currency);
        balance.line_items += 1;
        balance.input = total(balance.input, amount)?;
        Ok(())
    }

    /// Books the BilledCost of a row as it is written.
    pub fn add_row(&mut self, currency: &str, amount: Decimal) -> Result<()> {
        let balance = self.balance(currency);
        balance.output = total(balance.output, amount)?;
        Ok(())
    }

    fn balance(&mut self, currency: &str) -> &mut Balance {
        self.0.entry(currency.to_owned()).or_insert(Balance {
            line_items: 0,
            input: Decimal::ZERO,
            output: Decimal::ZERO,
        })
    }

    fn into_list(self) -> Result<Vec<CurrencyTotal>> {
        let close = |(currency, balance): (String, Balance)| {
            Ok(CurrencyTotal {
                currency,
                line_items: balance.line_items,
                input_cost: balance.input,
                billed_cost: balance.output,
                difference: total(balance.input, -balance.output)?,
            })
        };
        self.0.into_iter().map(close).collect()
    }
}

fn total(a: Decimal, b: Decimal) -> Result<Decimal> {
    a.checked_add(b).ok_or_else(|| out_of_range("the total of a currency"))
}

impl ReportSummary {
    /// Closes the books.
    pub fn new(
        window: &ReportWindow,
        rows: u64,
        complete: bool,
        totals: Totals,
        warnings: Warnings,
    ) -> Result<Self> {
        Ok(Self {
            filename: window.filename(),
            focus_version: FOCUS_VERSION,
            rows,
            start: datetime::format(window.period.start),
            end: datetime::format(window.period.end),
            timeframe: window.timeframe.as_str(),
            timezone: window.timezone.clone(),
            totals: totals.into_list()?,
            outside_window: warnings.count_of(WarningCode::OutsideWindow),
            complete,
            warnings: warnings.into_list(),
        })
    }
}

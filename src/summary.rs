//! What a report says about itself: totals that reconcile, and warnings as data.

#[cfg(feature = "parts")]
mod parts;

use serde::Serialize;

use crate::check::Conformance;
use crate::counting::Counting;
use crate::datetime;
use crate::decimal::{Decimal, Short, Sum, out_of_range};
use crate::error::{Error, Result};
use crate::focus::version::FocusVersion;
use crate::limits::{MOST_CURRENCIES, exceeded};
use crate::place::{KeptPlace, Place};
use crate::request::{ReportWindow, ZoneOffset};
use crate::usage::Disagreement;

#[cfg(feature = "parts")]
pub(crate) use parts::{PartTotal, PartWarning};

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
    /// What the zone data says of the window: the offset at its start, and each that follows, 100 at
    /// most.
    pub zone_offsets: Vec<ZoneOffset>,
    /// Input against output, per currency.
    pub totals: Vec<CurrencyTotal>,
    /// Line items left out because their charge period lies outside the window.
    pub outside_window: u64,
    /// Whether all usage of the window is there, as far as the replies or a manifest tell.
    pub complete: bool,
    /// Why one thinks so.
    pub complete_reason: &'static str,
    /// The first hundred line items that were left out because they could not be read.
    pub skipped: Vec<Skipped>,
    /// The columns of a FOCUS CSV of which values have no place in the version written.
    pub lost: Vec<LostValues>,
    /// The sums of the invoice, where a document was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceSummary>,
    /// What the user should know, each once with a count.
    pub warnings: Vec<Warning>,
    /// Whether the CSV keeps FOCUS's rules, where that was asked for and this crate has checked it.
    #[cfg_attr(feature = "check", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(not(feature = "check"), serde(skip))]
    pub conformance: Option<Conformance>,
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

/// A line item that was left out because it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The input file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The JSON path.
    pub field: String,
    /// The code of the error.
    pub code: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// Values that have no place in the version written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostValues {
    /// The column they were in.
    pub column: String,
    /// How many.
    pub count: u64,
}

/// The sums of an invoice, in its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceSummary {
    /// InvoiceId.
    pub invoice_id: String,
    /// `YYYY-MM`.
    pub billing_month: String,
    /// As the document has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// BilledCost of the usage.
    pub usage: Decimal,
    /// Of the credits.
    pub credits: Decimal,
    /// Of the taxes.
    pub taxes: Decimal,
    /// Of the rounding row; 0 without one.
    pub rounding: Decimal,
    /// Usage, credits and taxes.
    pub sum: Decimal,
    /// What the document says is to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Decimal>,
    /// Total minus sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residue: Option<Decimal>,
    /// Whether the sum rounds to the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
}

/// Whether all usage of the window is there, and why one thinks so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// A manifest names pages that are not there.
    MissingPage,
    /// A manifest's range does not cover the window.
    WindowNotCovered,
    /// All pages of the manifest are there.
    Manifest,
    /// A reply says that another page follows, and it is not there.
    MissingLastPage,
    /// The last page is there.
    LastPage,
    /// The replies say nothing about pages.
    Unpaged,
}

impl Completeness {
    const fn words(self) -> (bool, &'static str) {
        match self {
            Completeness::MissingPage => (false, "missing_page"),
            Completeness::WindowNotCovered => (false, "window_not_covered"),
            Completeness::Manifest => (true, "manifest"),
            Completeness::MissingLastPage => (false, "missing_last_page"),
            Completeness::LastPage => (true, "last_page"),
            Completeness::Unpaged => (true, "unpaged"),
        }
    }
}

/// The books of a report that is done.
#[derive(Debug)]
pub struct ClosedBooks {
    /// Rows written.
    pub rows: u64,
    /// Both sides, per currency.
    pub totals: Totals,
    /// What the user should know.
    pub warnings: Warnings,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What has no place in the version.
    pub lost: Vec<LostValues>,
    /// What the check says.
    pub conformance: Option<Conformance>,
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

/// The warnings of a report in the making, sorted by code.
#[derive(Debug, Default)]
pub struct Warnings(Vec<Warning>);

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

            /// Every kind.
            #[cfg(feature = "parts")]
            const ALL: &'static [WarningCode] = &[$(WarningCode::$variant,)*];
        }
    };
}

warning_codes! {
    CostDiffers = "cost_differs"
        "cost and cost_total differ; cost_total is reported",
    CrossesMonth = "crosses_month"
        "charge periods that cross the edge of a UTC month have the BillingPeriod of their start",
    DefaultBillingAccount = "default_billing_account"
        "BillingAccountId is \"fal:account\": set billingAccountId to tell accounts apart",
    DiscountDiffers = "discount_differs"
        "cost_discount is not percent_discount percent of cost_subtotal",
    DuplicateRequest = "duplicate_request"
        "billing events whose request came before are left out",
    DuplicateRequestDiffers = "duplicate_request_differs"
        "billing events whose request came before with other figures are left out",
    InvalidSkipped = "invalid_skipped"
        "line items that cannot be read are left out (summary.skipped)",
    InvoiceTotalDiffers = "invoice_total_differs"
        "the rows do not add up to the invoice's total: nothing was rounded away",
    MissingLastPage = "missing_last_page"
        "the replies say that another page follows, and it is not among them",
    MissingPage = "missing_page"
        "the manifest names pages that are not among the files, or says that more follow",
    MissingUnit = "missing_unit"
        "line items without a unit are reported in \"Units\"",
    MixedTimezones = "mixed_timezones"
        "replies were fetched with different time zones",
    NanoDiffers = "nano_differs"
        "cost_estimate_nano_usd is another amount than the cost; it is reported",
    NoLineItems = "no_line_items"
        "no line item lies in the window: the report is empty",
    NumericAccountId = "numeric_account_id"
        "an all-digit BillingAccountId is read as a number by many importers",
    OffsetDiffers = "offset_differs"
        "buckets have an offset that the time zone does not have then: were they fetched with it?",
    OtherKindLeftOut = "other_kind_left_out"
        "line items of other kinds than inputKind are left out",
    OutsideWindow = "outside_window"
        "line items outside the window are left out",
    PriceDerived = "price_derived"
        "price or quantity is missing and was derived from the cost (x_PriceDerived)",
    PriceDiffers = "price_differs"
        "cost is not quantity × unit_price less the discount; cost is reported",
    QuantityDiffers = "quantity_differs"
        "quantity and output_units differ; quantity is reported",
    RepeatedBucket = "repeated_bucket"
        "buckets that are among the replies already, line item for line item, count twice",
    SpreadsheetEscaped = "spreadsheet_escaped"
        "text cells got a leading ' so that no spreadsheet runs them as formulas",
    SubtotalDiffers = "subtotal_differs"
        "cost_subtotal is not quantity × unit_price; ListCost is the product",
    SummaryOnly = "summary_only"
        "a summary without a time_series is reported over the whole window",
    TaxDiffers = "tax_differs"
        "a tax is not its rate of the usage and credits before it",
    TotalDiffers = "total_differs"
        "cost_total is not cost_subtotal − cost_discount; cost_total is reported",
    UnknownProduct = "unknown_product"
        "a product line this version does not know is reported under its own name",
    UsageOnly = "usage_only"
        "the report holds the month's usage only: no credits, no taxes, no InvoiceId",
    ValuesLost = "values_lost"
        "values have no place in the FOCUS version written (summary.lost)",
    WeekStartDiffers = "week_start_differs"
        "weeks of usage start on another day than Monday",
    WindowNotCovered = "window_not_covered"
        "the range of the manifest does not cover the window",
}

impl From<Disagreement> for WarningCode {
    fn from(kind: Disagreement) -> Self {
        match kind {
            Disagreement::Subtotal => Self::SubtotalDiffers,
            Disagreement::Discount => Self::DiscountDiffers,
            Disagreement::Total => Self::TotalDiffers,
            Disagreement::Cost => Self::CostDiffers,
            Disagreement::Price => Self::PriceDiffers,
            Disagreement::Nano => Self::NanoDiffers,
            Disagreement::Quantity => Self::QuantityDiffers,
        }
    }
}

impl Warnings {
    /// Counts one more, met at that place.
    pub(crate) fn count(&mut self, code: WarningCode, place: Place<'_>) {
        self.count_many(code, place, 1);
    }

    /// Counts several more, the first of them at that place.
    pub(crate) fn count_many(&mut self, code: WarningCode, place: Place<'_>, count: u64) {
        if count > 0 {
            self.entry(code, || place.kept()).count.count_more(count);
        }
    }

    /// Counts one more of what an option leads to.
    pub(crate) fn count_option(&mut self, code: WarningCode, option: &str) {
        self.entry(code, || Place { file: None, path: &option }.kept()).count.count_one();
    }

    /// Says something of the report as a whole, or of an option.
    pub fn note(&mut self, code: WarningCode, field: Option<&str>, count: u64) {
        let place = Place { file: None, path: &field.unwrap_or_default() };
        self.entry(code, || place.kept()).count = count;
    }

    /// How often it was met.
    pub(crate) fn count_of(&self, code: WarningCode) -> u64 {
        let (code, _) = code.words();
        self.0.iter().find(|warning| warning.code == code).map_or(0, |warning| warning.count)
    }

    fn entry(&mut self, code: WarningCode, place: impl FnOnce() -> KeptPlace) -> &mut Warning {
        let (code, message) = code.words();
        let index = self.0.partition_point(|warning| warning.code < code);
        if self.0.get(index).is_none_or(|warning| warning.code != code) {
            let KeptPlace { file, path } = place();
            let field = (!path.is_empty()).then_some(path);
            let warning = Warning { code, message: message.to_owned(), field, file, count: 0 };
            self.0.insert(index, warning);
        }
        // It is there now.
        #[allow(clippy::indexing_slicing)]
        &mut self.0[index]
    }
}

/// Both sides of the books while the report is made, sorted by currency.
#[derive(Debug, Default)]
pub struct Totals {
    balances: Vec<Balance>,
    /// The place of the last one used: the next one is mostly the same.
    last: usize,
}

#[derive(Debug)]
struct Balance {
    currency: String,
    line_items: u64,
    input: Sum,
    output: Sum,
    /// What is in both.
    both: Sum,
}

impl Totals {
    /// Books what a line item bills.
    pub fn add_line_item(&mut self, currency: &str, amount: Decimal) -> Result<()> {
        let balance = self.balance(currency);
        balance.line_items.count_one();
        // The sum as it stands must be in range.
        balance.settle().and_then(|()| balance.input.add(amount)).ok_or_else(too_large)
    }

    /// The same of a short amount.
    pub(crate) fn add_short_line_item(&mut self, currency: &str, amount: Short) -> Result<()> {
        let balance = self.balance(currency);
        balance.line_items.count_one();
        balance.settle().and_then(|()| balance.input.add_short(amount)).ok_or_else(too_large)
    }

    /// Books the BilledCost of a row as it is written.
    pub fn add_row(&mut self, currency: &str, amount: Decimal) -> Result<()> {
        let balance = self.balance(currency);
        balance.settle().and_then(|()| balance.output.add(amount)).ok_or_else(too_large)
    }

    /// The same of a short amount.
    pub(crate) fn add_short_row(&mut self, currency: &str, amount: Short) -> Result<()> {
        let balance = self.balance(currency);
        balance.settle().and_then(|()| balance.output.add_short(amount)).ok_or_else(too_large)
    }

    /// Books what a line item bills that is a row of its own.
    #[inline(always)]
    pub(crate) fn add_both(&mut self, currency: &str, amount: Short) -> Result<()> {
        let balance = self.balance(currency);
        balance.line_items.count_one();
        balance.add_both(amount).ok_or_else(too_large)
    }

    /// Whether there are no more currencies than may be: a CSV may call anything one.
    pub(crate) fn within_bounds(&self) -> Result<()> {
        if self.balances.len() <= MOST_CURRENCIES {
            return Ok(());
        }
        let message = format!("there are more than {MOST_CURRENCIES} currencies");
        Err(exceeded(message, "Make several reports; or this is no column of currencies."))
    }

    #[inline(always)]
    fn balance(&mut self, currency: &str) -> &mut Balance {
        // Three letters are compared here, sooner than by a call.
        let is_it = |last: &Balance| last.currency.bytes().eq(currency.bytes());
        if !self.balances.get(self.last).is_some_and(is_it) {
            self.turn_to(currency);
        }
        // It is there now.
        #[allow(clippy::indexing_slicing)]
        &mut self.balances[self.last]
    }

    #[inline(never)]
    fn turn_to(&mut self, currency: &str) {
        self.last = self.balances.partition_point(|balance| *balance.currency < *currency);
        let there = self.balances.get(self.last);
        if there.is_none_or(|balance| balance.currency != currency) {
            self.balances.insert(self.last, Balance::new(currency));
        }
    }

    fn into_list(self) -> Result<Vec<CurrencyTotal>> {
        self.balances.into_iter().map(|balance| balance.close().ok_or_else(too_large)).collect()
    }
}

impl Balance {
    fn new(currency: &str) -> Self {
        let (input, output, both) = (Sum::default(), Sum::default(), Sum::default());
        Self { currency: currency.to_owned(), line_items: 0, input, output, both }
    }

    #[inline(always)]
    fn add_both(&mut self, amount: Short) -> Option<()> {
        if self.input.is_roomy() && self.output.is_roomy() {
            return self.both.add_short(amount);
        }
        self.settle()?;
        self.input.add(amount.value())?;
        self.output.add(amount.value())
    }

    /// Puts what is in both into each.
    fn settle(&mut self) -> Option<()> {
        if self.both.is_zero() {
            return Some(());
        }
        let both = std::mem::take(&mut self.both).total()?;
        self.input.add(both)?;
        self.output.add(both)
    }

    fn close(mut self) -> Option<CurrencyTotal> {
        self.settle()?;
        let (input_cost, billed_cost) = (self.input.total()?, self.output.total()?);
        let difference = input_cost.checked_sub(billed_cost)?;
        let Self { currency, line_items, .. } = self;
        Some(CurrencyTotal { currency, line_items, input_cost, billed_cost, difference })
    }
}

fn too_large() -> Error {
    out_of_range("the total of a currency")
}

impl ReportSummary {
    /// Closes the books.
    pub fn new(
        window: &ReportWindow,
        version: FocusVersion,
        books: ClosedBooks,
        completeness: Completeness,
        invoice: Option<InvoiceSummary>,
    ) -> Result<Self> {
        // What was left out is missing, whatever the pages say.
        let (complete, complete_reason) = match books.skipped.is_empty() {
            true => completeness.words(),
            false => (false, "invalid_skipped"),
        };
        Ok(Self {
            filename: window.filename(),
            focus_version: version.as_str(),
            rows: books.rows,
            start: datetime::format(window.period.start),
            end: datetime::format(window.period.end),
            timeframe: window.timeframe.as_str(),
            timezone: window.timezone.clone(),
            zone_offsets: window.zone_offsets(),
            totals: books.totals.into_list()?,
            outside_window: books.warnings.count_of(WarningCode::OutsideWindow),
            complete,
            complete_reason,
            skipped: books.skipped,
            lost: books.lost,
            invoice,
            warnings: books.warnings.0,
            conformance: books.conformance,
        })
    }
}

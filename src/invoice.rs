//! The invoice document: what fal's invoice says beyond usage. Somebody writes it by hand, so
//! every key counts.

use std::fmt::Display;

use time::Date;

use crate::datetime;
use crate::decimal::Decimal;
use crate::error::{ErrorCode, Result};
use crate::json::{About, Members, Value, Written};
use crate::limits::Limits;

const DOCUMENT: About = About {
    code: ErrorCode::InvalidInvoice,
    hint: "docs/invoices.md has the document's members, with an example.",
};

/// An invoice, without its usage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceDocument {
    /// InvoiceId of every row.
    pub invoice_id: String,
    /// The month it was issued: the first day.
    pub billing_month: Date,
    /// When it was issued, as given.
    pub issued_at: Option<String>,
    /// The currency of its amounts.
    pub currency: String,
    /// Reductions: zero or negative.
    pub credits: Vec<Credit>,
    /// Taxes.
    pub taxes: Vec<Tax>,
    /// What the invoice says is to be paid.
    pub total: Option<InvoiceAmount>,
}

/// An amount, and how many decimals it was written with: rounding is judged at these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceAmount {
    /// The amount.
    pub amount: Decimal,
    /// `12.50` has 2.
    pub decimals: u32,
}

/// A reduction of the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// ChargeDescription.
    pub description: String,
    /// BilledCost.
    pub amount: Decimal,
    /// The team it is for.
    pub username: Option<String>,
}

/// A tax on the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// ChargeDescription.
    pub description: String,
    /// BilledCost.
    pub amount: InvoiceAmount,
    /// 19 is 19 %.
    pub rate: Option<Decimal>,
}

impl InvoiceDocument {
    /// Reads a document; paths in errors begin with `invoice`.
    ///
    /// # Errors
    /// `invalid_invoice`, `amount_out_of_range`.
    pub fn read(json: &str) -> Result<Self> {
        const PATH: &str = "invoice";
        // Editors put a byte order mark in front.
        let json = json.trim_start_matches('\u{FEFF}').trim_ascii();
        let value = Value::check(json.as_bytes()).map_err(|malformed| {
            let message = format!("this is not JSON: {}, at byte {}", malformed.what, malformed.at);
            DOCUMENT.invalid(message).field(PATH)
        })?;
        let document = members(
            value,
            &PATH,
            &["invoice_id", "billing_month", "issued_at", "currency", "credits", "taxes", "total"],
        )?;
        Ok(Self {
            invoice_id: document.required_words("invoice_id")?,
            billing_month: billing_month(&document)?,
            issued_at: issued_at(&document)?,
            currency: document.currency("currency")?.unwrap_or_else(|| "USD".to_owned()),
            credits: read_each(&document, "credits", Credit::read)?,
            taxes: read_each(&document, "taxes", Tax::read)?,
            total: document.written("total")?.map(Into::into),
        })
    }
}

impl Credit {
    fn read(json: Value<'_>, path: &dyn Display) -> Result<Self> {
        let credit = members(json, path, &["description", "amount", "username"])?;
        let amount = required_amount(&credit)?.amount;
        if !amount.is_zero() && !amount.is_negative() {
            let error =
                credit.wrong("amount", format!("a credit of {amount} would add to the bill"));
            return Err(error.hint("Credits are negative: write a minus in front."));
        }
        Ok(Self {
            description: credit.required_words("description")?,
            amount,
            username: credit.text("username")?,
        })
    }
}

impl Tax {
    fn read(json: Value<'_>, path: &dyn Display) -> Result<Self> {
        let tax = members(json, path, &["description", "amount", "rate"])?;
        Ok(Self {
            description: tax.required_words("description")?,
            amount: required_amount(&tax)?,
            rate: tax.percentage("rate")?,
        })
    }
}

impl From<Written> for InvoiceAmount {
    fn from(Written { amount, decimals }: Written) -> Self {
        Self { amount, decimals }
    }
}

/// The members of an object, none of them unknown: a misspelt key must not lose an amount.
fn members<'a>(json: Value<'a>, path: &'a dyn Display, known: &[&str]) -> Result<Members<'a>> {
    let members = Members::of(json, path, DOCUMENT)?;
    if let Some(key) = members.keys().find(|key| !known.contains(key)) {
        let error = members.wrong(key, format!("there is no member \"{key}\" here"));
        return Err(error.hint(format!("The members are {}.", known.join(", "))));
    }
    let longest = Limits::default().text_bytes;
    let is_longer = |value: Value<'_>| !value.is_nested() && value.as_json().len() > longest;
    if let Some((key, _)) = members.entries().find(|(_, value)| is_longer(*value)) {
        return Err(members.wrong(key, format!("{key} is longer than {longest} bytes")));
    }
    Ok(members)
}

fn read_each<'a, T>(
    document: &Members<'a>,
    name: &str,
    read: fn(Value<'a>, &dyn Display) -> Result<T>,
) -> Result<Vec<T>> {
    document.list(name)?.into_iter().map(|(path, element)| read(element, &path)).collect()
}

fn required_amount(members: &Members<'_>) -> Result<InvoiceAmount> {
    let written = members.written("amount")?;
    written.map(Into::into).ok_or_else(|| members.wrong("amount", "amount is missing"))
}

fn billing_month(document: &Members<'_>) -> Result<Date> {
    const NAME: &str = "billing_month";
    let text = document.required(NAME)?;
    datetime::parse_month(&text).ok_or_else(|| {
        document
            .wrong(NAME, format!("{NAME} cannot be \"{text}\""))
            .hint("Use YYYY-MM, such as 2025-02.")
    })
}

fn issued_at(document: &Members<'_>) -> Result<Option<String>> {
    const NAME: &str = "issued_at";
    let Some(text) = document.text(NAME)? else { return Ok(None) };
    match datetime::parse(&text) {
        Some(_) => Ok(Some(text)),
        None => Err(document
            .wrong(NAME, format!("{NAME} cannot be \"{text}\""))
            .hint("Use a date or a date-time, such as 2025-02-01T09:00:00Z.")),
    }
}

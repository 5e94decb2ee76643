//! What the invoice document adds to the usage of its month: credits, taxes, and what rounding
//! leaves of the total.

use std::io;

use super::books::Books;
use crate::datetime;
use crate::decimal::{Decimal, Short, out_of_range};
use crate::error::Result;
use crate::focus::column::ReportContext;
use crate::focus::row::{self, Charge, FocusRow, InvoiceCharge, billing_period};
use crate::focus::service::Service;
use crate::invoice::{InvoiceDocument, Tax};
use crate::options::ReportOptions;
use crate::summary::{InvoiceSummary, WarningCode};
use crate::timeframe::Period;

/// The sums of the rows so far in the document's currency: what taxes are on.
#[derive(Debug, Clone)]
pub(super) struct Bases {
    currency: Option<String>,
    billed: Decimal,
    list: Decimal,
    contracted: Decimal,
}

impl Bases {
    /// No document, no sums.
    pub(super) fn new(options: &ReportOptions) -> Self {
        Self {
            currency: options.invoice.as_ref().map(|invoice| invoice.currency.clone()),
            billed: Decimal::ZERO,
            list: Decimal::ZERO,
            contracted: Decimal::ZERO,
        }
    }

    /// Adds a row of short amounts.
    #[inline(always)]
    pub(super) fn add_short(
        &mut self,
        currency: &str,
        billed: Short,
        (list, contracted): (Short, Short),
    ) -> Result<()> {
        if self.currency.is_none() {
            return Ok(());
        }
        let (list, contracted) = (list.value(), contracted.value());
        self.add(currency, billed.value(), &row::Costs { list, contracted })
    }

    pub(super) fn add(
        &mut self,
        currency: &str,
        billed: Decimal,
        costs: &row::Costs,
    ) -> Result<()> {
        if self.currency.as_deref() == Some(currency) {
            self.billed = sum(self.billed, billed)?;
            self.list = sum(self.list, costs.list)?;
            self.contracted = sum(self.contracted, costs.contracted)?;
        }
        Ok(())
    }
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(Bases { currency, billed, list, contracted });

#[cfg(feature = "parts")]
impl Bases {
    /// Takes the sums out.
    pub(super) fn take_part(&mut self) -> Self {
        let fresh = Self {
            currency: self.currency.clone(),
            billed: Decimal::ZERO,
            list: Decimal::ZERO,
            contracted: Decimal::ZERO,
        };
        std::mem::replace(self, fresh)
    }

    /// Whether adding the sums of a part does not come near the range of decimals.
    pub(super) fn accept(&self, part: &Self) -> bool {
        let of = |bases: &Self| [bases.billed, bases.list, bases.contracted];
        of(self).into_iter().chain(of(part)).all(Decimal::is_roomy)
    }

    pub(super) fn add_part(&mut self, part: &Self) -> Result<()> {
        self.billed = sum(self.billed, part.billed)?;
        self.list = sum(self.list, part.list)?;
        self.contracted = sum(self.contracted, part.contracted)?;
        Ok(())
    }
}

/// Writes the document's rows behind the usage, and reconciles its total.
pub(super) fn write<W: io::Write>(
    document: &InvoiceDocument,
    rounding_row: bool,
    period: Period,
    mut bases: Bases,
    books: &mut Books<W>,
    context: &ReportContext,
) -> Result<InvoiceSummary> {
    let usage = bases.billed;
    let mut writer = Writer { document, period, books, context };
    for (number, credit) in (1..).zip(&document.credits) {
        let charge = InvoiceCharge {
            category: "Credit",
            service: Service::Credits,
            detail: format!("credit-{number}"),
            description: credit.description.clone(),
            sub_account_id: credit.username.clone(),
        };
        let row = writer.write(charge, Costs::same(credit.amount))?;
        bases.add(row.billing_currency, row.billed_cost, &row.costs())?;
    }
    let credits = sum(bases.billed, usage.negated())?;
    let mut taxes = Decimal::ZERO;
    for (number, tax) in (1..).zip(&document.taxes) {
        let costs = writer.tax(tax, &bases)?;
        let charge = InvoiceCharge {
            category: "Tax",
            service: Service::Tax,
            detail: format!("tax-{number}"),
            description: tax.description.clone(),
            sub_account_id: None,
        };
        writer.write(charge, costs)?;
        taxes = sum(taxes, tax.amount.amount)?;
    }
    let mut summary = InvoiceSummary {
        invoice_id: document.invoice_id.clone(),
        billing_month: datetime::format_month(document.billing_month),
        issued_at: document.issued_at.clone(),
        currency: document.currency.clone(),
        usage,
        credits,
        taxes,
        sum: sum(bases.billed, taxes)?,
        rounding: Decimal::ZERO,
        total: None,
        residue: None,
        agrees: None,
    };
    writer.reconcile(&mut summary, rounding_row)?;
    Ok(summary)
}

struct Writer<'a, W: io::Write> {
    document: &'a InvoiceDocument,
    period: Period,
    books: &'a mut Books<W>,
    context: &'a ReportContext,
}

/// The costs of a charge that has no price.
struct Costs {
    billed: Decimal,
    list: Decimal,
    contracted: Decimal,
}

impl Costs {
    /// What rests on no other charge costs what is billed (ListCost-C-008, ContractedCost-C-008).
    fn same(amount: Decimal) -> Self {
        Self { billed: amount, list: amount, contracted: amount }
    }
}

impl<'d, W: io::Write> Writer<'d, W> {
    fn write(&mut self, charge: InvoiceCharge, costs: Costs) -> Result<FocusRow<'d>> {
        let row = FocusRow {
            charge: Charge::Invoice(charge),
            charge_period: self.period,
            billing_period: billing_period(self.period)?,
            billing_currency: &self.document.currency,
            request_id: None,
            billed_cost: costs.billed,
            list_cost: costs.list,
            contracted_cost: costs.contracted,
        };
        self.books.totals.add_line_item(row.billing_currency, row.billed_cost)?;
        self.books.write(&row, self.context)?;
        Ok(row)
    }

    /// A tax is derived from what it is on, also at list and contracted prices (ListCost-C-007).
    fn tax(&mut self, tax: &Tax, bases: &Bases) -> Result<Costs> {
        let billed = tax.amount.amount;
        let Some(rate) = tax.rate else { return Ok(Costs::same(billed)) };
        let of = |base: Decimal| {
            let share =
                rate.checked_mul(Decimal::HUNDREDTH).and_then(|rate| rate.checked_mul(base));
            share.ok_or_else(|| out_of_range("the tax on a sum"))
        };
        if of(bases.billed)?.rounds_to(billed, tax.amount.decimals) != Some(true) {
            self.books.warnings.count_option(WarningCode::TaxDiffers, "invoice");
        }
        Ok(Costs { billed, list: of(bases.list)?, contracted: of(bases.contracted)? })
    }

    /// The total agrees where the exact sum rounds to it at its own decimals.
    fn reconcile(&mut self, summary: &mut InvoiceSummary, rounding_row: bool) -> Result<()> {
        let Some(total) = self.document.total else { return Ok(()) };
        let residue = sum(total.amount, summary.sum.negated())?;
        let agrees = summary.sum.rounds_to(total.amount, total.decimals) == Some(true);
        (summary.total, summary.residue) = (Some(total.amount), Some(residue));
        summary.agrees = Some(agrees);
        if !agrees {
            self.books.warnings.count_option(WarningCode::InvoiceTotalDiffers, "invoice");
        } else if rounding_row && !residue.is_zero() {
            let charge = InvoiceCharge {
                category: "Adjustment",
                service: Service::Adjustments,
                detail: "rounding".to_owned(),
                description: "Rounding to the invoice total".to_owned(),
                sub_account_id: None,
            };
            self.write(charge, Costs::same(residue))?;
            summary.rounding = residue;
        }
        Ok(())
    }
}

fn sum(a: Decimal, b: Decimal) -> Result<Decimal> {
    a.checked_add(b).ok_or_else(|| out_of_range("the sum of the invoice"))
}

//! Totals and warnings of some of the files, on their way to those of all.

use super::{Balance, Skipped, Totals, WarningCode, Warnings};
use crate::counting::Counting;
use crate::decimal::{Decimal, Sum};
use crate::error::{ErrorCode, Result};
use crate::place::KeptPlace;
use crate::wire::{Wire, wire_fields, wire_place};

/// The totals of a currency.
#[derive(Debug)]
pub(crate) struct PartTotal {
    currency: String,
    line_items: u64,
    input: Decimal,
    output: Decimal,
}

/// A warning, with its first place.
#[derive(Debug)]
pub(crate) struct PartWarning {
    code: WarningCode,
    place: KeptPlace,
    count: u64,
}

wire_fields!(PartTotal { currency, line_items, input, output });
wire_fields!(PartWarning { code, place, count });
wire_fields!(Skipped { file, field, code, message });
wire_place!(WarningCode, WarningCode::ALL);

/// The code of an error.
impl Wire for &'static str {
    fn put(&self, out: &mut Vec<u8>) {
        self.to_string().put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let name = String::from_wire(from)?;
        ErrorCode::ALL.iter().map(|code| code.as_str()).find(|code| **code == *name)
    }
}

impl Totals {
    /// Takes them out.
    pub(crate) fn take_part(&mut self) -> Result<Vec<PartTotal>> {
        let balances = std::mem::take(self).balances;
        balances.into_iter().map(|balance| balance.part().ok_or_else(super::too_large)).collect()
    }

    /// Whether the totals of a part can be added without coming near the range of decimals. One that
    /// is not added leaves no trace: a currency is not put there by looking for it.
    pub(crate) fn accept(&mut self, part: &[PartTotal]) -> bool {
        let has_room = |sum: &Sum| sum.total().is_some_and(Decimal::is_roomy);
        part.iter().all(|PartTotal { currency, input, output, .. }| {
            let mut balances = self.balances.iter_mut();
            let known = balances.find(|balance| *balance.currency == **currency);
            let has_room_there = known.is_none_or(|balance| {
                balance.settle().is_some() && has_room(&balance.input) && has_room(&balance.output)
            });
            has_room_there && input.is_roomy() && output.is_roomy()
        })
    }

    pub(crate) fn add_part(&mut self, part: Vec<PartTotal>) -> Result<()> {
        for PartTotal { currency, line_items, input, output } in part {
            let balance = self.balance(&currency);
            balance.line_items.count_more(line_items);
            let added = balance.input.add(input).and_then(|()| balance.output.add(output));
            added.ok_or_else(super::too_large)?;
        }
        Ok(())
    }
}

impl Balance {
    fn part(mut self) -> Option<PartTotal> {
        self.settle()?;
        let (input, output) = (self.input.total()?, self.output.total()?);
        Some(PartTotal { currency: self.currency, line_items: self.line_items, input, output })
    }
}

impl Warnings {
    /// Takes them out.
    pub(crate) fn take_part(&mut self) -> Vec<PartWarning> {
        let warnings = std::mem::take(&mut self.0).into_iter();
        let parts = warnings.filter_map(|warning| {
            let mut codes = WarningCode::ALL.iter();
            let code = *codes.find(|code| code.words().0 == warning.code)?;
            let place = KeptPlace { file: warning.file, path: warning.field.unwrap_or_default() };
            Some(PartWarning { code, place, count: warning.count })
        });
        parts.collect()
    }

    pub(crate) fn add_part(&mut self, part: Vec<PartWarning>) {
        for PartWarning { code, place, count } in part {
            self.count_many(code, place.as_place(), count);
        }
    }
}

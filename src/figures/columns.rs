//! Where the columns stand that figures are made of, and the cells of a row in them.

use std::borrow::Cow;

use time::UtcDateTime;

use crate::check::{Cell, Nulls};
use crate::counting::Counting;
use crate::decimal::{Fixed, Short};
use crate::focus::column::DataType;
use crate::focus::csv_cell::{cell_length, cells_length, unquoted};
use crate::timeframe::Period;

/// What rows are grouped by, the most telling first, and the column with the name of each value.
const DIMENSIONS: [(&str, Option<&str>); 14] = [
    ("SkuId", None),
    ("ServiceName", None),
    ("SubAccountId", Some("SubAccountName")),
    ("x_Product", None),
    ("x_App", None),
    ("x_ApiKeyId", None),
    ("x_AuthMethod", None),
    ("x_Environment", None),
    ("x_MachineType", None),
    ("ServiceCategory", None),
    ("ChargeCategory", None),
    ("PricingCategory", None),
    ("RegionId", Some("RegionName")),
    ("BillingAccountId", Some("BillingAccountName")),
];

/// The columns that every figure needs.
const NEEDED: [&str; 4] = ["BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"];
const COST: usize = 0;
const CURRENCY: usize = 1;
const START: usize = 2;
const END: usize = 3;

/// A dimension that the header has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dimension {
    pub(super) column: &'static str,
    /// Where its cell, and that of the name, is found.
    value: usize,
    name: Option<usize>,
}

/// Cells that stand together.
#[derive(Debug)]
enum Run {
    /// So many are passed over.
    Passed(usize),
    /// One is found, and put there.
    Found(usize),
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Columns {
    /// All cells of a row.
    runs: Vec<Run>,
    dimensions: Vec<Dimension>,
    /// Where the cells of the row stand in it, by slot: start and end.
    found: Vec<(usize, usize)>,
    nulls: Nulls,
    /// A cost that is no short one is read in it.
    cell: Cell,
}

impl Columns {
    pub(super) fn of(header: &[impl AsRef<str>], nulls: Nulls) -> Self {
        let column = |name: &str| header.iter().position(|known| known.as_ref() == name);
        let mut slots: Vec<Option<usize>> = NEEDED.map(column).into();
        let mut slot_of = |column: usize| {
            let slot = slots.len();
            slots.push(Some(column));
            slot
        };
        let mut dimensions = Vec::new();
        for (name, its_name) in DIMENSIONS {
            let Some(place) = column(name) else { continue };
            let value = slot_of(place);
            let name_slot = its_name.and_then(column).map(&mut slot_of);
            dimensions.push(Dimension { column: name, value, name: name_slot });
        }
        let slot_in = |column| slots.iter().position(|wanted| *wanted == Some(column));
        Self {
            runs: runs((0..header.len()).map(slot_in)),
            dimensions,
            found: vec![(0, 0); slots.len()],
            nulls,
            cell: Cell::null(),
        }
    }

    pub(super) fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Finds the cells of the row that stands at the beginning, and says how long it is without the end
    /// of its line; `None` where it is not whole, or has other cells than the header.
    pub(super) fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        let at = |rest: &[u8]| bytes.len().saturating_sub(rest.len());
        let mut rest = bytes;
        for (number, run) in self.runs.iter().enumerate() {
            if number > 0 {
                rest = rest.strip_prefix(b",")?;
            }
            let length = match run {
                Run::Passed(cells) => cells_length(rest, *cells)?.0,
                Run::Found(_) => cell_length(rest, 0)?,
            };
            let behind = rest.get(length..)?;
            if let Run::Found(slot) = run {
                *self.found.get_mut(*slot)? = (at(rest), at(behind));
            }
            rest = behind;
        }
        matches!(rest.first()?, b'\n' | b'\r').then_some(at(rest))
    }

    /// BilledCost of the row that was found, where it can be reckoned with.
    pub(super) fn cost(&mut self, row: &[u8]) -> Option<Fixed> {
        let raw = self.cell_of(row, COST);
        if let Some(short) = Short::parse(raw) {
            return Fixed::of(short.value());
        }
        self.cell.read(raw, DataType::Decimal, self.nulls);
        Fixed::of(*self.cell.number()?)
    }

    /// The other cells of it.
    pub(super) fn cells<'r>(&'r self, row: &'r [u8]) -> Cells<'r> {
        Cells { row, columns: self }
    }

    fn cell_of<'r>(&self, row: &'r [u8], slot: usize) -> &'r [u8] {
        let place = self.found.get(slot).copied().unwrap_or_default();
        row.get(place.0..place.1).unwrap_or_default()
    }
}

/// The cells of a row, each with its slot where its column is looked at.
fn runs(slots: impl Iterator<Item = Option<usize>>) -> Vec<Run> {
    let mut runs = Vec::new();
    for slot in slots {
        match (slot, runs.last_mut()) {
            (Some(slot), _) => runs.push(Run::Found(slot)),
            (None, Some(Run::Passed(cells))) => cells.count_one(),
            (None, _) => runs.push(Run::Passed(1)),
        }
    }
    runs
}

/// The cells of a row as they stand in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'r> {
    row: &'r [u8],
    columns: &'r Columns,
}

impl<'r> Cells<'r> {
    pub(super) fn currency(self) -> &'r [u8] {
        self.columns.cell_of(self.row, CURRENCY)
    }

    /// ChargePeriodStart and ChargePeriodEnd.
    pub(super) fn period(self) -> (&'r [u8], &'r [u8]) {
        (self.columns.cell_of(self.row, START), self.columns.cell_of(self.row, END))
    }

    /// What both say, where it is a period.
    pub(super) fn read_period(self) -> Option<Period> {
        let (start, end) = self.period();
        let period = Period { start: self.instant(start)?, end: self.instant(end)? };
        (period.start < period.end).then_some(period)
    }

    fn instant(self, raw: &[u8]) -> Option<UtcDateTime> {
        let mut cell = Cell::null();
        cell.read(raw, DataType::DateTime, self.columns.nulls);
        cell.instant()
    }

    pub(super) fn dimensions(self) -> &'r [Dimension] {
        &self.columns.dimensions
    }

    pub(super) fn value(self, dimension: &Dimension) -> &'r [u8] {
        self.columns.cell_of(self.row, dimension.value)
    }

    /// What the value of a dimension is called in the row.
    pub(super) fn name(self, dimension: &Dimension) -> Option<Cow<'r, [u8]>> {
        self.text(self.columns.cell_of(self.row, dimension.name?))
    }

    /// What a cell says; of a null nothing.
    pub(super) fn text(self, raw: &'r [u8]) -> Option<Cow<'r, [u8]>> {
        let text = unquoted(raw);
        let is_null =
            text.is_empty() || *text == *b"NULL" && self.columns.nulls == Nulls::EmptyOrWord;
        (!is_null).then_some(text)
    }
}

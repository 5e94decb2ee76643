//! What a FOCUS CSV costs, over time and by what it was for: added up as the rows come in, exactly, and
//! in memory that does not grow with them.

mod amounts;
mod columns;
mod currency;
mod dimension;
mod periods;
mod told;

use crate::check::Nulls;
use crate::counting::Counting;
use crate::error::Result;
use crate::focus::csv_records::{CsvRecords, Record};
use crate::words::line_feeds;
use columns::{Cells, Columns};
use currency::Currency;
pub use dimension::{MOST_COUNTED, MOST_VALUES, TOLD_VALUES};
pub use periods::MOST_PERIODS;
pub use told::{
    CurrencyFigures, DimensionFigures, LeftOut, PeriodTold, Together, Told, ValueFigures, Why,
};

/// Currencies; rows of others are left out.
pub const MOST_CURRENCIES: usize = 32;

/// Amounts that are kept, one for each value of a dimension and period it was seen in. Where there would
/// be more, periods become longer; where they cannot, rows are left out.
pub const MOST_AMOUNTS: usize = 1 << 20;

/// A text of more bytes is not kept: a row of such a value counts among the others.
pub const LONGEST_TEXT: usize = 1000;

/// Adds up a FOCUS CSV, chunk by chunk.
#[derive(Debug, Default)]
pub struct Figures {
    nulls: Nulls,
    records: CsvRecords,
    /// The file behind its header.
    table: Option<Table>,
}

impl Figures {
    /// Starts; the file writes null like that.
    pub fn new(nulls: Nulls) -> Self {
        Self { nulls, ..Self::default() }
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// # Errors
    /// `invalid_csv` where a quote stands in no place for one, or a row is longer than 16 MiB.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let Self { nulls, records, table } = self;
        let mut rest = bytes;
        while !rest.is_empty() {
            // Rows that are whole are not taken apart twice.
            if let Some(table) = table.as_mut().filter(|_| records.is_between_records()) {
                let (whole, behind) = rest.split_at(table.read(rest));
                records.skip_lines(line_feeds(whole));
                rest = behind;
            }
            rest = records.step(rest, &mut |record| take(record, table, *nulls))?;
        }
        Ok(())
    }

    /// How many rows were read so far.
    pub fn rows(&self) -> u64 {
        self.table.as_ref().map_or(0, |table| table.rows)
    }

    /// The file has ended.
    ///
    /// # Errors
    /// Those of [`push`](Figures::push).
    pub fn finish(self) -> Result<Told> {
        let Self { nulls, mut records, mut table } = self;
        records.finish(&mut |record| take(record, &mut table, nulls))?;
        Ok(table.map(Table::finish).unwrap_or_default())
    }
}

/// The first record is the header, all others are rows.
fn take(record: Record<'_>, table: &mut Option<Table>, nulls: Nulls) -> Result<()> {
    match table {
        Some(table) => table.record(record.raw),
        None => *table = Some(Table::new(&record.lossy_cells(), nulls)),
    }
    Ok(())
}

/// A file whose rows are coming in.
#[derive(Debug)]
struct Table {
    columns: Columns,
    /// Sorted.
    currencies: Vec<Currency>,
    /// Which of them the row before was in.
    last: usize,
    rows: u64,
    /// How many, by why.
    left_out: [u64; Why::ALL.len()],
    /// How many are kept, and how many may be.
    amounts: usize,
    most_amounts: usize,
}

impl Table {
    fn new(header: &[impl AsRef<str>], nulls: Nulls) -> Self {
        Self {
            columns: Columns::of(header, nulls),
            currencies: Vec::new(),
            last: 0,
            rows: 0,
            left_out: Default::default(),
            amounts: 0,
            most_amounts: MOST_AMOUNTS,
        }
    }

    /// Takes the rows that stand whole at the beginning of some bytes, and says how long they are.
    fn read(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        loop {
            while let [b'\n' | b'\r', behind @ ..] = rest {
                rest = behind;
            }
            let Some(length) = self.columns.find(rest) else {
                return bytes.len().saturating_sub(rest.len());
            };
            self.take(rest);
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Takes the row of a record.
    fn record(&mut self, raw: &[u8]) {
        match self.columns.find(raw) {
            Some(_) => self.take(raw),
            None => self.leave_out(Why::OtherCells),
        }
    }

    /// Takes the row whose cells were found.
    fn take(&mut self, row: &[u8]) {
        match self.add(row) {
            Ok(()) => self.rows.count_one(),
            Err(why) => self.leave_out(why),
        }
    }

    fn leave_out(&mut self, why: Why) {
        self.rows.count_one();
        if let Some(rows) = self.left_out.get_mut(why as usize) {
            rows.count_one();
        }
    }

    fn add(&mut self, row: &[u8]) -> std::result::Result<(), Why> {
        let Self { columns, currencies, last, amounts, most_amounts, .. } = self;
        let cost = columns.cost(row).ok_or(Why::NoCost)?;
        let cells = columns.cells(row);
        let place = currency_of(cells, currencies, *last)?;
        *last = place;
        while amounts.saturating_add(columns.dimensions().len()) >= *most_amounts {
            let fewer = coarsen_the_largest(currencies).ok_or(Why::TooMany)?;
            *amounts = amounts.saturating_sub(fewer);
        }
        let currency = currencies.get_mut(place).ok_or(Why::TooMany)?;
        let of_others = amounts.saturating_sub(currency.amounts());
        let added = currency.add(cost, cells);
        *amounts = of_others.saturating_add(currency.amounts());
        added
    }

    fn finish(self) -> Told {
        let dimensions = self.columns.dimensions();
        let currencies = self.currencies.into_iter().filter_map(|each| each.finish(dimensions));
        let each_why = Why::ALL.into_iter().zip(self.left_out);
        let left_out = each_why.map(|(why, rows)| LeftOut { why, rows });
        Told {
            rows: self.rows,
            left_out: left_out.filter(|each| each.rows > 0).collect(),
            currencies: currencies.collect(),
        }
    }
}

/// The currency of a row; a new one is put in.
fn currency_of(
    cells: Cells<'_>,
    currencies: &mut Vec<Currency>,
    last: usize,
) -> std::result::Result<usize, Why> {
    let raw = cells.currency();
    if currencies.get(last).is_some_and(|currency| currency.is(raw)) {
        return Ok(last);
    }
    if let Some(place) = currencies.iter().position(|currency| currency.is(raw)) {
        return Ok(place);
    }
    let text = cells.text(raw).ok_or(Why::NoCurrency)?;
    if currencies.len() >= MOST_CURRENCIES || text.len() > LONGEST_TEXT {
        return Err(Why::TooMany);
    }
    let place = currencies.partition_point(|currency| currency.is_before(&text));
    currencies.insert(place, Currency::new(&text, cells.dimensions().len()));
    Ok(place)
}

/// Makes the periods longer where that takes most amounts away, and says how many.
fn coarsen_the_largest(currencies: &mut [Currency]) -> Option<usize> {
    let can_be = currencies.iter_mut().filter(|currency| currency.can_be_coarser());
    let largest = can_be.max_by_key(|currency| currency.amounts())?;
    let before = largest.amounts();
    largest.coarsen();
    Some(before.saturating_sub(largest.amounts()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row is of another minute and of another value, so that each is one more amount.
    fn minutes(rows: usize) -> String {
        let mut csv =
            String::from("BilledCost,BillingCurrency,ChargePeriodEnd,ChargePeriodStart,SkuId\n");
        for row in 0..rows {
            let (day, hour, minute) = (row / 1440 + 1, row / 60 % 24, row % 60);
            let at = format!("2026-01-{day:02}T{hour:02}:{minute:02}");
            csv += &format!("0.01,USD,{at}:30Z,{at}:00Z,sku-{}\n", row % 7);
        }
        csv
    }

    fn told_with(most_amounts: usize, csv: &str) -> Option<Told> {
        let mut figures = Figures::default();
        let (header, rows) = csv.split_once('\n')?;
        figures.push(header.as_bytes()).ok()?;
        figures.push(b"\n").ok()?;
        figures.table.as_mut()?.most_amounts = most_amounts;
        figures.push(rows.as_bytes()).ok()?;
        figures.finish().ok()
    }

    #[test]
    fn where_amounts_are_too_many_periods_become_longer_and_nothing_is_lost() {
        let csv = minutes(300);
        for (most, coarsened) in [(2000, None), (200, Some("hour")), (30, Some("day"))] {
            let told = told_with(most, &csv).unwrap_or_default();
            let [figures] = told.currencies.as_slice() else { unreachable!("one currency") };
            assert_eq!(figures.coarsened, coarsened, "{most}");
            assert_eq!((figures.rows, figures.billed_cost.to_string()), (300, "3.0".to_owned()));
            assert_eq!(told.left_out, []);
        }
    }

    #[test]
    fn where_periods_cannot_be_longer_rows_are_left_out_and_counted() {
        let told = told_with(8, &minutes(300)).unwrap_or_default();
        let kept: u64 = told.currencies.iter().map(|figures| figures.rows).sum();
        let left_out: u64 = told.left_out.iter().map(|each| each.rows).sum();
        assert!(kept > 0 && left_out > 0, "{kept} {left_out}");
        assert_eq!((told.rows, kept + left_out), (300, 300));
    }
}

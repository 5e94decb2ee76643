//! A FOCUS CSV read back: records from chunks cut anywhere, and what type each column has.

use csv_core::{ReadRecordResult, Reader};

use super::column::{Cell, DataType};
use crate::datetime::{self, DateTimeText};
use crate::decimal::Decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::usage::Digest;

/// Reads records, header and rows alike.
#[derive(Debug)]
pub struct CsvRecords {
    reader: Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// How much of the two is filled by the record being read.
    filled: usize,
    ended: usize,
    digest: Digest,
}

impl Default for CsvRecords {
    fn default() -> Self {
        // The reader's own default has not built its tables.
        Self {
            reader: Reader::new(),
            fields: Vec::new(),
            ends: Vec::new(),
            filled: 0,
            ended: 0,
            digest: Digest::default(),
        }
    }
}

/// Receives the cells of one record.
type RecordReceiver<'r> = dyn FnMut(&[&str]) -> Result<()> + 'r;

impl CsvRecords {
    /// Takes the next bytes, cut anywhere.
    pub fn push(&mut self, bytes: &[u8], each: &mut RecordReceiver<'_>) -> Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = rest.get(self.step(rest, each)?..).unwrap_or_default();
        }
        Ok(())
    }

    /// The file has ended: hands on a last record that no line feed ended.
    pub fn finish(&mut self, each: &mut RecordReceiver<'_>) -> Result<()> {
        // The first call ends the record, the second finds none.
        self.step(&[], each)?;
        self.step(&[], each).map(drop)
    }

    /// Reads on, and returns how many bytes were read.
    fn step(&mut self, bytes: &[u8], each: &mut RecordReceiver<'_>) -> Result<usize> {
        let fields = self.fields.get_mut(self.filled..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
        let (result, read, filled, ended) = self.reader.read_record(bytes, fields, ends);
        self.filled += filled;
        self.ended += ended;
        match result {
            ReadRecordResult::OutputFull => {
                self.fields.resize((self.fields.len() * 2).max(4096), 0)
            }
            ReadRecordResult::OutputEndsFull => self.ends.resize((self.ends.len() * 2).max(64), 0),
            ReadRecordResult::Record => self.record(each)?,
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        // An output that was full has to be read again, also at the end of the file.
        match result {
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull if bytes.is_empty() => {
                self.step(bytes, each)
            }
            _ => Ok(read),
        }
    }

    /// What the records so far are known by.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    fn record(&mut self, each: &mut RecordReceiver<'_>) -> Result<()> {
        let bytes = self.fields.get(..self.filled).unwrap_or_default();
        let text = std::str::from_utf8(bytes)
            .map_err(|_| invalid_csv("a row is not UTF-8").hint("Save the file again as UTF-8."))?;
        self.digest.add(text);
        let mut start = 0;
        let cells: Vec<&str> = self
            .ends
            .iter()
            .take(self.ended)
            .map(|end| text.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default())
            .collect();
        let outcome = each(&cells);
        (self.filled, self.ended) = (0, 0);
        outcome
    }
}

/// Something is wrong with a FOCUS CSV.
pub fn invalid_csv(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidCsv, message)
}

/// The decimal columns of FOCUS 1.0 to 1.4, and ours; whether rows that are added up add theirs.
const DECIMALS: [(&str, bool); 15] = [
    ("BilledCost", true),
    ("CommitmentDiscountQuantity", true),
    ("ConsumedQuantity", true),
    ("ContractedCost", true),
    ("ContractedUnitPrice", false),
    ("EffectiveCost", true),
    ("ListCost", true),
    ("ListUnitPrice", false),
    ("PricingCurrencyContractedUnitPrice", false),
    ("PricingCurrencyEffectiveCost", true),
    ("PricingCurrencyListUnitPrice", false),
    ("PricingQuantity", true),
    ("x_CostDiscount", true),
    ("x_CostSubtotal", true),
    ("x_PercentDiscount", false),
];

const DATE_TIMES: [&str; 4] =
    ["BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"];

const JSON: [&str; 6] = [
    "AllocatedMethodDetails",
    "AllocatedTags",
    "CommitmentProgramEligibilityDetails",
    "ContractApplied",
    "SkuPriceDetails",
    "Tags",
];

/// A column of the file, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputColumn {
    /// The name in the header.
    pub name: String,
    /// Its type; text where FOCUS does not know the column.
    pub data_type: DataType,
    /// Whether rows that are added up add it.
    pub is_additive: bool,
}

impl InputColumn {
    /// The column of that name.
    pub fn named(name: &str) -> Self {
        let decimal = DECIMALS.iter().find(|(known, _)| *known == name);
        let data_type = match decimal {
            Some(_) => DataType::Decimal,
            None if DATE_TIMES.contains(&name) => DataType::DateTime,
            None if JSON.contains(&name) => DataType::Json,
            None => DataType::String,
        };
        let is_additive = decimal.is_some_and(|(_, additive)| *additive);
        Self { name: name.to_owned(), data_type, is_additive }
    }

    /// Reads a cell; `unescape` takes the `'` away that keeps spreadsheets from running a text.
    pub fn read(&self, text: &str, unescape: bool) -> Result<Cell<'static>> {
        if text.is_empty() {
            return Ok(Cell::Null);
        }
        let wrong = |what: &str, hint: &str| {
            invalid_csv(format!("{} is not {what}: {}", self.name, shortened(text))).hint(hint)
        };
        Ok(match self.data_type {
            DataType::Decimal => Cell::Decimal(Decimal::from_json_number(text).map_err(|_| {
                wrong("an exact decimal", "Decimals are written like 0.025, or 25E-3.")
            })?),
            DataType::DateTime => {
                let instant = match datetime::parse(text) {
                    Some(DateTimeText::Instant(instant)) => Some(instant),
                    // FOCUS's date-times are in UTC.
                    Some(DateTimeText::Local(local)) => Some(local.as_utc()),
                    None => None,
                };
                Cell::DateTime(instant.ok_or_else(|| {
                    wrong("a date-time", "Date-times are written like 2025-01-31T00:00:00Z.")
                })?)
            }
            DataType::Json => Cell::Json(text.to_owned().into()),
            DataType::String => {
                let text = if unescape { text.strip_prefix('\'').unwrap_or(text) } else { text };
                Cell::Text(text.to_owned().into())
            }
        })
    }
}

/// A text of a column that FOCUS does not know may be a number, which is no formula.
pub fn number_or_text(text: &str) -> Cell<'_> {
    match Decimal::from_json_number(text) {
        Ok(_) => Cell::Json(text.into()),
        Err(_) => Cell::Text(text.into()),
    }
}

fn shortened(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(bytes: &[u8], chunk: usize) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut records = CsvRecords::default();
        let mut each = |cells: &[&str]| {
            found.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
            Ok(())
        };
        for piece in bytes.chunks(chunk) {
            assert_eq!(records.push(piece, &mut each), Ok(()));
        }
        assert_eq!(records.finish(&mut each), Ok(()));
        found
    }

    /// The `csv` crate reads the same, wherever the bytes are cut.
    #[test]
    fn records_are_those_of_the_csv_crate() {
        let wide = vec!["x".repeat(5000); 100].join(",");
        let texts = [
            "BilledCost,BillingCurrency\n0.1,USD\n",
            "a,b\n1,2\n",
            "a,b\r\n\"x\ny\",\"q\"\"q\"\r\n\r\n,\r\n3",
            "a\n\"\"\n",
            "",
            wide.as_str(),
        ];
        for text in texts {
            let mut oracle = csv::ReaderBuilder::new();
            let mut oracle = oracle.has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = oracle
                .records()
                .map(|record| {
                    record.map_or(Vec::new(), |record| record.iter().map(str::to_owned).collect())
                })
                .collect();
            for chunk in [1, 2, 7, usize::MAX] {
                assert_eq!(records(text.as_bytes(), chunk), expected, "chunks of {chunk}");
            }
        }
    }
}

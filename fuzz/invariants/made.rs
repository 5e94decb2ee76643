//! A report as it is made, and what must be so of every report.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use fal_focus::error::{Error, ErrorCode};
use fal_focus::options::ReportOptions;
use fal_focus::report::{FinishedReport, ReportWriter};
use fal_focus::request::ReportRequest;
use fal_focus::timezone::native;
use fal_focus::usage::{FileKind, recognise};

use super::dice::pieces;
use super::schoolbook::Schoolbook;

/// How files are handed over.
#[derive(Clone, Copy)]
pub enum Reading {
    /// Each at once.
    Whole,
    /// The same, without the shortcuts.
    Plain,
    /// In pieces.
    Cut(u8),
    /// As threads read them: each file into a part of the report.
    Parts,
}

/// What a report is made of.
pub struct Order<'f> {
    pub request: ReportRequest,
    pub options: ReportOptions,
    pub files: Vec<(&'static str, &'f [u8])>,
}

/// A report, or why there is none.
pub type Made = Result<(FinishedReport, String), Error>;

impl Order<'_> {
    pub fn make(&self, reading: Reading) -> Made {
        let window = self.request.resolve(&self.options, &native::find)?;
        let mut csv = Vec::new();
        let mut writer = ReportWriter::new(window, self.options.clone(), &mut csv)?;
        if let Reading::Plain = reading {
            writer.read_plainly()?;
        }
        for (name, bytes) in &self.files {
            if matches!(reading, Reading::Parts) && self.add_part(&mut writer, bytes, name)? {
                continue;
            }
            let all = match reading {
                Reading::Cut(seed) => pieces(bytes, seed),
                Reading::Whole | Reading::Plain | Reading::Parts => vec![*bytes],
            };
            // An empty file has no piece, and is a file all the same.
            writer.push(&[], Some(name))?;
            for piece in all {
                writer.push(piece, Some(name))?;
            }
            writer.end_file()?;
        }
        let report = writer.finish()?;
        drop(writer);
        Ok((report, String::from_utf8(csv).expect("the CSV is UTF-8")))
    }

    /// Whether a thread could read the file, and the report take its part in. What it cannot, and
    /// companions, which all threads know, are read where all is known.
    fn add_part<W: io::Write>(
        &self,
        writer: &mut ReportWriter<W>,
        bytes: &[u8],
        name: &str,
    ) -> Result<bool, Error> {
        if matches!(recognise(bytes), FileKind::Companion | FileKind::FocusCsv) {
            return Ok(false);
        }
        let Ok((told, rows)) = self.part(bytes, name) else { return Ok(false) };
        let is_added = writer.add_part(&told)?;
        if is_added {
            writer.add_rows(&rows)?;
        }
        Ok(is_added)
    }

    /// What a thread that knows the companions tells of a file, and its rows.
    fn part(&self, bytes: &[u8], name: &str) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let options = ReportOptions { check: None, ..self.options.clone() };
        let window = self.request.resolve(&options, &native::find)?;
        let csv = Shared::default();
        let mut writer = ReportWriter::new(window, options, csv.clone())?;
        for (name, companion) in self.files.iter().take(self.companions()) {
            writer.write(companion, Some(name))?;
        }
        // The header and what companions tell are there already.
        writer.take_part()?;
        csv.0.take();
        writer.write(bytes, Some(name))?;
        Ok((writer.take_part()?, csv.0.take()))
    }

    /// How many companions come first.
    fn companions(&self) -> usize {
        self.files.iter().take_while(|(_, file)| recognise(file) == FileKind::Companion).count()
    }

    /// Whether all companions come first, as the command line puts them.
    pub fn has_companions_first(&self) -> bool {
        let behind = self.files.iter().skip(self.companions());
        behind.into_iter().all(|(_, file)| recognise(file) != FileKind::Companion)
    }
}

/// Bytes that are taken out while they are still written.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The names of an input's files.
pub const NAMES: [&str; 6] = ["0.json", "1.json", "2.json", "3.json", "4.json", "5.json"];

/// An error says what is wrong, where, and what to do.
pub fn check_error(error: &Error) {
    assert!(!error.message().is_empty(), "{error}");
    assert!(error.hint_text().is_some_and(|hint| !hint.is_empty()), "no hint: {error}");
    match error.code() {
        ErrorCode::InternalError | ErrorCode::WriterFinished | ErrorCode::IoError => {
            panic!("no input can lead to it: {error}")
        }
        ErrorCode::InvalidJson | ErrorCode::InvalidUsage | ErrorCode::InvalidCsv => {
            // An empty file has no path.
            let place = error.field_name().or(error.file_name());
            assert!(place.is_some(), "no path: {error}");
        }
        ErrorCode::InvalidParameter
        | ErrorCode::MissingParameter
        | ErrorCode::UnknownParameter
        | ErrorCode::InapplicableParameter
        | ErrorCode::ConflictingParameters
        | ErrorCode::InvalidOption
        | ErrorCode::EmptyRange
        | ErrorCode::RangeTooLong
        | ErrorCode::UnknownTimezone => {
            assert!(error.field_name().is_some(), "no field: {error}");
        }
        _ => {}
    }
}

/// A CSV as the `csv` crate reads it.
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(csv: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let mut records = reader.records().map(|record| {
            let record = record.unwrap_or_else(|error| panic!("no CSV: {error}\n{csv}"));
            record.iter().map(str::to_owned).collect()
        });
        Self { header: records.next().expect("a CSV has a header"), rows: records.collect() }
    }

    pub fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }

    /// The sums of BilledCost by BillingCurrency, where both columns are there. What is
    /// `spreadsheet_safe` may have a `'` in front.
    pub fn billed(&self, spreadsheet_safe: bool) -> Option<BTreeMap<&str, Schoolbook>> {
        let (cost, currency) = (self.place("BilledCost")?, self.place("BillingCurrency")?);
        let mut sums = BTreeMap::new();
        for row in &self.rows {
            let code = row[currency].as_str();
            let code =
                if spreadsheet_safe { code.strip_prefix('\'').unwrap_or(code) } else { code };
            let sum = sums.entry(code).or_insert_with(zero);
            *sum = sum.add(&number(&row[cost]));
        }
        Some(sums)
    }
}

/// What is written is what was summed up, and lies in the window.
pub fn check_report(report: &FinishedReport, csv: &str, options: &ReportOptions) {
    let table = Table::read(csv);
    let summary = &report.summary;
    assert_eq!(table.rows.len() as u64, summary.rows, "rows\n{csv}");
    assert!(csv.ends_with('\n') && !csv.starts_with('\u{feff}'), "{csv}");
    if let Some(mut billed) = table.billed(options.spreadsheet_safe) {
        for total in &summary.totals {
            let sum = billed.remove(total.currency.as_str()).unwrap_or_else(zero);
            assert_eq!(
                sum.text(),
                Some(total.billed_cost.to_string()),
                "{}\n{csv}",
                total.currency
            );
        }
        assert!(billed.is_empty(), "not in the totals: {billed:?}\n{csv}");
    }
    for total in &summary.totals {
        assert!(total.difference.is_zero() && total.input_cost == total.billed_cost, "{total:?}");
    }
    let periods = table.place("ChargePeriodStart").zip(table.place("ChargePeriodEnd"));
    for (row, (start, end)) in table.rows.iter().filter_map(|row| Some((row, periods?))) {
        // Texts of one form are in the order of time.
        assert!(row[start] < row[end] && summary.start <= row[start], "{row:?}");
        assert!(row[start] < summary.end, "{row:?} behind {}", summary.end);
    }
}

fn number(text: &str) -> Schoolbook {
    Schoolbook::parse(text).unwrap_or_else(|| panic!("no number: {text}"))
}

fn zero() -> Schoolbook {
    Schoolbook::new(false, Vec::new(), 0)
}

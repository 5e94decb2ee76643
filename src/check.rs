//! Whether a FOCUS CSV keeps the rules of its version: read as it comes, judged row by row and rule
//! by rule, in memory that does not grow with the rows.

mod applicability;
mod cell;
mod changes;
mod checked;
mod column;
mod condition;
mod conformance;
mod each_column;
mod header;
mod json_form;
mod judge;
mod judgement;
mod known;
mod known_row;
mod left_out;
mod number;
mod object_shape;
mod options;
mod relation;
mod requirement;
mod row;
mod rule;
mod rule_set;
mod rules;
mod running;
mod table;
mod text_form;

use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::{COLUMNS, Column};
use crate::focus::csv_records::{CsvRecords, Record};
use crate::focus::header::{Told, check_header, focus_columns};
use crate::focus::input_column::invalid_csv;
use crate::focus::version::FocusVersion;

pub use applicability::{Applicability, Criterion};
pub(crate) use cell::Cell;
pub use cell::Nulls;
pub(crate) use checked::Checked;
pub use checked::{Checker, ReportCheck, StartCheck};
pub use conformance::{
    Conformance, Finding, FoundRow, Outcome, RuleCounts, RuleOutcome, Values, VersionFrom,
};
pub use options::CheckOptions;
use table::Table;

/// So many bytes tell other kinds of files.
const ENOUGH: usize = 4;

/// Reads a FOCUS CSV, chunk by chunk, and judges its rows.
#[derive(Debug)]
pub struct Check {
    options: CheckOptions,
    records: CsvRecords,
    /// The first bytes, until they are enough to tell other kinds of files.
    beginning: Vec<u8>,
    /// The file behind its header.
    table: Option<Table>,
}

impl Check {
    /// Starts a check.
    pub fn new(options: CheckOptions) -> Self {
        let records = CsvRecords::new(options.limits.row_bytes);
        Self { options, records, beginning: Vec::new(), table: None }
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// # Errors
    /// `invalid_csv` where this is no FOCUS CSV, or a row has other cells than the header;
    /// `unknown_version` where the header does not tell one.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        if self.beginning.len() >= ENOUGH {
            return self.read(bytes);
        }
        self.beginning.extend_from_slice(bytes);
        if self.beginning.len() < ENOUGH {
            return Ok(());
        }
        refuse_other_files(&self.beginning)?;
        let beginning = self.beginning.clone();
        self.beginning.truncate(ENOUGH);
        self.read(&beginning)
    }

    /// How many rows were read so far.
    pub fn rows(&self) -> u64 {
        self.table.as_ref().map_or(0, Table::rows)
    }

    /// The file has ended.
    ///
    /// # Errors
    /// Those of [`push`](Check::push), and a file without a header.
    pub fn finish(mut self) -> Result<Conformance> {
        if self.beginning.len() < ENOUGH {
            refuse_other_files(&self.beginning)?;
            let beginning = std::mem::take(&mut self.beginning);
            self.read(&beginning)?;
        }
        let Self { options, mut records, mut table, .. } = self;
        records.finish(&mut |record| take(record, &mut table, &options))?;
        table.map(Table::finish).ok_or_else(no_header)
    }

    fn read(&mut self, bytes: &[u8]) -> Result<()> {
        let Self { options, records, table, .. } = self;
        let mut rest = bytes;
        while !rest.is_empty() {
            // Rows that are whole and as they should be are not taken apart twice.
            if let Some(table) = table.as_mut().filter(|_| records.is_between_records()) {
                let read = table.read(rest, records.line());
                records.skip_lines(read.line_feeds);
                rest = rest.get(read.bytes..).unwrap_or_default();
            }
            rest = records.step(rest, &mut |record| take(record, table, options))?;
        }
        Ok(())
    }
}

/// The first record is the header, all others are rows.
fn take(record: Record<'_>, table: &mut Option<Table>, options: &CheckOptions) -> Result<()> {
    if let Some(table) = table {
        return table.row(record);
    }
    let header = record.cells().map_err(|_| not_utf8())?;
    check_header(header)?;
    if focus_columns(header).next().is_none() {
        return Err(no_focus_column(header));
    }
    let (version, from) = match options.focus_version {
        Some(version) if options.is_of_report => (version, VersionFrom::Report),
        Some(version) => (version, VersionFrom::Option),
        None => (version_told_by(header)?, VersionFrom::Header),
    };
    *table = Some(Table::new(header, version, from, options));
    Ok(())
}

fn version_told_by(header: &[&str]) -> Result<FocusVersion> {
    let told = Told::by(header);
    if told.is_certain {
        return Ok(told.version);
    }
    let newest = focus_columns(header).max_by_key(|column| column.since);
    let newest = newest.map_or("", |column| column.name);
    let gone = focus_columns(header).find(|column| !column.is_in(told.version));
    let gone = gone.map_or("", |column| column.name);
    let version = told.version.as_str();
    let message = format!(
        "the header tells no version of FOCUS: {newest} came in {version}, which has no {gone} \
         without ServiceProviderName"
    );
    Err(Error::new(ErrorCode::UnknownVersion, message).field("focusVersion").hint(
        "Say which version the file is to be checked against, such as focusVersion 1.4 \
         (--focus-version 1.4).",
    ))
}

/// Other kinds of files are called what they are.
fn refuse_other_files(beginning: &[u8]) -> Result<()> {
    const OTHERS: [(&[u8], &str, &str); 9] = [
        (
            b"\x1F\x8B",
            "it is compressed (gzip)",
            "Decompress it; the command line and the page do so by themselves where the name ends in .gz.",
        ),
        (
            b"PK\x03\x04",
            "it is a zip archive or a spreadsheet",
            "Save the sheet as CSV, or take the CSV out of the archive.",
        ),
        (b"PAR1", "it is Parquet", "Export it as CSV."),
        (b"%PDF", "it is a PDF", "Give the CSV."),
        (b"\xFF\xFE", "it is UTF-16", "Save it again as UTF-8."),
        (b"\xFE\xFF", "it is UTF-16", "Save it again as UTF-8."),
        (b"{", "it is JSON", "Make a report of it first; a check reads the CSV."),
        (b"[", "it is JSON", "Make a report of it first; a check reads the CSV."),
        (b"<", "it is a web page", "Save the CSV itself, not the page it is on."),
    ];
    // UTF-16 without a mark: every second byte of a header is zero.
    let is_wide = beginning.iter().take(2).any(|byte| *byte == 0);
    let wide = is_wide.then_some(("it is UTF-16", "Save it again as UTF-8."));
    let other = OTHERS.iter().find(|(mark, ..)| beginning.starts_with(mark));
    match other.map(|(_, what, hint)| (*what, *hint)).or(wide) {
        Some((what, hint)) => {
            Err(invalid_csv(format!("this is no FOCUS CSV: {what}")).field("[line 1]").hint(hint))
        }
        None => Ok(()),
    }
}

fn not_utf8() -> Error {
    invalid_csv("the header is not UTF-8").field("[line 1]").hint("Save the file again as UTF-8.")
}

fn no_header() -> Error {
    invalid_csv("the file is empty: it has no header")
        .field("[line 1]")
        .hint("Give a FOCUS CSV; a report without rows has a header, too.")
}

fn no_focus_column(header: &[&str]) -> Error {
    let first = header.first().copied().unwrap_or_default();
    let shown: String = first.chars().filter(|c| !c.is_control()).take(60).collect();
    let hint = match header.iter().find_map(|name| Some((name, meant(name)?))) {
        Some((name, meant)) => format!("FOCUS calls {name} {meant}: rename the columns."),
        None => "Give a FOCUS Cost and Usage report, its columns named as FOCUS does, such as \
                 BilledCost."
            .to_owned(),
    };
    invalid_csv(format!("no column is one of FOCUS's; the first is called \"{shown}\""))
        .field("[line 1]")
        .hint(hint)
}

/// The column that a name in other letters stands for: `billed_cost`.
fn meant(name: &str) -> Option<&'static str> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_it = |column: &&Column| column.is_focus() && column.name.eq_ignore_ascii_case(&plain);
    COLUMNS.iter().find(is_it).map(|column| column.name)
}

//! The file behind its header: its rows are judged by the rules that ask something of it.

use std::borrow::Cow;

use super::applicability::Applicability;
use super::cell::{Before, Places, Row};
use super::conformance::{Conformance, Outcome, RuleCounts};
use super::left_out;
use super::rules;
use super::running::Running;
use super::{CheckOptions, VersionFrom};
use crate::error::{Error, Result};
use crate::focus::column::DataType;
use crate::focus::csv_records::Record;
use crate::focus::input_column::{InputColumn, invalid_csv};
use crate::focus::version::FocusVersion;

/// A file whose rows are coming in.
#[derive(Debug)]
pub(super) struct Table {
    version: FocusVersion,
    version_from: VersionFrom,
    applicability: Applicability,
    header: Vec<String>,
    types: Vec<DataType>,
    places: Places,
    rules: Vec<Running>,
    before: Before,
    rows: u64,
}

impl Table {
    pub(super) fn new(
        header: &[&str],
        version: FocusVersion,
        version_from: VersionFrom,
        options: &CheckOptions,
    ) -> Self {
        let applicability = options.applicability.clone();
        let types = header.iter().map(|name| InputColumn::named(name).data_type()).collect();
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let places = Places::of(&header);
        let of_version = rules::all().filter(|rule| rule.is_in(version));
        let start = |rule| Running::start(rule, &header, &places, version, &applicability);
        let rules = of_version.map(start).collect();
        let before = Before::of(header.len(), options.nulls);
        Self { version, version_from, applicability, header, types, places, rules, before, rows: 0 }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Judges the next row.
    pub(super) fn row(&mut self, record: Record<'_>) -> Result<()> {
        self.rows += 1;
        match record.cells() {
            Ok(cells) => self.judge(cells, &[], record.line),
            Err(_) => {
                let cells = record.lossy_cells();
                let is_lossy = |(_, cell): &(usize, &Cow<'_, str>)| matches!(cell, Cow::Owned(_));
                let lossy = cells.iter().enumerate().filter(is_lossy).map(|(place, _)| place);
                let lossy: Vec<usize> = lossy.collect();
                let texts: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
                self.judge(&texts, &lossy, record.line)
            }
        }
    }

    fn judge(&mut self, cells: &[&str], not_unicode: &[usize], line: u64) -> Result<()> {
        let Self { header, types, places, rules, before, rows, .. } = self;
        if cells.len() != header.len() {
            return Err(ragged(cells.len(), header, *rows, line));
        }
        let row = Row::read(cells, not_unicode, types, places, before);
        for rule in rules {
            rule.judge(&row, before, *rows, line);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Conformance {
        let Self { version, version_from, applicability, rules, rows, .. } = self;
        let mut counts = RuleCounts {
            not_machine_checkable: left_out::not_machine_checkable(version),
            not_checked: left_out::not_checked(version),
            ..RuleCounts::default()
        };
        let (mut outcomes, mut findings, mut lesser) = (Vec::new(), Vec::new(), Vec::new());
        for rule in rules {
            let keyword = rule.keyword(version);
            let outcome = rule.outcome(version);
            counts.count(&outcome, keyword);
            if outcome.outcome == Outcome::Failed {
                let findings = if keyword.is_must() { &mut findings } else { &mut lesser };
                findings.push(rule.into_finding(version));
            }
            outcomes.push(outcome);
        }
        findings.append(&mut lesser);
        Conformance {
            focus_version: version.as_str(),
            version_from,
            applicability: applicability.names(),
            rows,
            verdict: counts.verdict(version),
            rules: counts,
            findings,
            outcomes,
        }
    }
}

fn ragged(cells: usize, header: &[String], row: u64, line: u64) -> Error {
    let columns = header.len();
    let at = match header.get(cells) {
        Some(name) => format!("nothing stands in {name} and behind it"),
        None => format!(
            "{} stand behind the last, {}",
            cells - columns,
            header.last().map_or("", String::as_str)
        ),
    };
    invalid_csv(format!("row {row} (line {line}) has {cells} cells, the header {columns}: {at}"))
        .field(format!("[line {line}]"))
        .hint(
            "A comma too many or too few, a quote that is not doubled, or a file that was cut off.",
        )
}

//! The file behind its header: its rows are judged by the rules that ask something of it.

use super::applicability::Applicability;
use super::column::{Columns, Places};
use super::conformance::{Conformance, Outcome, RuleCounts};
use super::left_out;
use super::rule_set::RuleSet;
use super::rules;
use super::running::Running;
use super::{CheckOptions, VersionFrom};
use crate::counting::Counting;
use crate::error::{Error, Result};
use crate::focus::csv_records::Record;
use crate::focus::input_column::invalid_csv;
use crate::focus::version::FocusVersion;

/// A file whose rows are coming in.
#[derive(Debug)]
pub(super) struct Table {
    version: FocusVersion,
    version_from: VersionFrom,
    applicability: Applicability,
    header: Vec<String>,
    columns: Columns,
    rules: Vec<Running>,
    /// The rules that the row may be something else to than one that is known.
    due: RuleSet,
    /// The rules that are about it, and those of them that it breaks.
    concerned: RuleSet,
    broken: RuleSet,
    rows: u64,
    longest_row: usize,
}

/// What was read of some bytes.
pub(super) struct Read {
    pub(super) bytes: usize,
    pub(super) line_feeds: u64,
}

impl Table {
    pub(super) fn new(
        header: &[&str],
        version: FocusVersion,
        version_from: VersionFrom,
        options: &CheckOptions,
    ) -> Self {
        let applicability = options.applicability.clone();
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let places = Places::of(&header);
        let of_version = rules::all().filter(|rule| rule.is_in(version));
        let start = |rule| Running::start(rule, &header, &places, version, &applicability);
        let rules: Vec<Running> = of_version.map(start).collect();
        let looks = rules.iter().enumerate().flat_map(|(place, rule)| {
            rule.looks().into_iter().map(move |(column, look)| (place, column, look))
        });
        let looks: Vec<_> = looks.collect();
        let mut due = RuleSet::default();
        looks.iter().for_each(|(rule, ..)| due.insert(*rule));
        Self {
            version,
            version_from,
            applicability,
            columns: Columns::new(places, header.len(), options.nulls, &looks, &due),
            header,
            rules,
            concerned: RuleSet::default(),
            broken: RuleSet::default(),
            due,
            rows: 0,
            longest_row: options.limits.row_bytes,
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Judges the row of a record.
    pub(super) fn row(&mut self, record: Record<'_>) -> Result<()> {
        let read = self.read(record.raw, record.line);
        match read.bytes {
            0 => Err(ragged(record, &self.header, self.rows)),
            _ => Ok(()),
        }
    }

    /// Judges the rows that stand at the beginning of some bytes, as far as they are there and have
    /// the cells of the header; the first begins on that line.
    pub(super) fn read(&mut self, bytes: &[u8], line: u64) -> Read {
        let mut read = Read { bytes: 0, line_feeds: 0 };
        let mut rest = bytes;
        loop {
            while let [end @ (b'\n' | b'\r'), behind @ ..] = rest {
                read.line_feeds.count_more(u64::from(*end == b'\n'));
                rest = behind;
            }
            let length = self.columns.read(rest).filter(|length| *length <= self.longest_row);
            let Some((row, behind)) = length.and_then(|length| rest.split_at_checked(length))
            else {
                read.bytes = bytes.len().saturating_sub(rest.len());
                return read;
            };
            let in_cells = self.judge(row, line.saturating_add(read.line_feeds));
            read.line_feeds.count_more(in_cells);
            read.line_feeds.count_more(u64::from(row.ends_with(b"\n")));
            rest = behind;
        }
    }

    /// Judges a row as far as it is another than one that is known, and says how many line feeds
    /// stand in its cells.
    fn judge(&mut self, row: &[u8], line: u64) -> u64 {
        let Self { columns, rules, concerned, broken, due, rows, .. } = self;
        rows.count_one();
        let line_feeds = columns.end_row(row, due);
        let is_kept = columns.is_worth_keeping(row);
        if due.is_empty() && !is_kept {
            return line_feeds;
        }
        columns.show(row, concerned);
        broken.clear();
        while let Some(rule) = due.take_first() {
            let Some(running) = rules.get_mut(rule) else { continue };
            let standing = running.judge(columns, *rows, line);
            concerned.set(rule, standing.may_be_concerned);
            broken.set(rule, standing.is_broken);
        }
        if is_kept {
            columns.keep(concerned, broken);
        }
        line_feeds
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

/// The row behind so many others has not the cells of the header.
fn ragged(record: Record<'_>, header: &[String], rows: u64) -> Error {
    let (cells, columns, line) = (record.width(), header.len(), record.line);
    let row = rows.saturating_add(1);
    let at = match header.get(cells) {
        Some(name) => format!("nothing stands in {name} and behind it"),
        None => format!(
            "{} stand behind the last, {}",
            cells.saturating_sub(columns),
            header.last().map_or("", String::as_str)
        ),
    };
    invalid_csv(format!("row {row} (line {line}) has {cells} cells, the header {columns}: {at}"))
        .field(format!("[line {line}]"))
        .hint(
            "A comma too many or too few, a quote that is not doubled, or a file that was cut off.",
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::focus::column::COLUMNS;

    /// An answer takes two bits of 64, and one is before them all.
    #[test]
    fn no_column_is_asked_more_than_its_answers_have_room_for() {
        let header: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        for version in FocusVersion::ALL {
            let options = CheckOptions::default();
            let table = Table::new(&header, version, VersionFrom::Option, &options);
            assert!(table.columns.most_questions() < 32, "{version:?}");
        }
    }
}

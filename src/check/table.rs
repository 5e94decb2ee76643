//! The file behind its header: its rows are judged by the rules that ask something of it.

use std::borrow::Cow;

use super::VersionFrom;
use super::applicability::Applicability;
use super::cell::{Before, Places, Row};
use super::conformance::{
    Conformance, Finding, FoundRow, Outcome, RuleCounts, RuleOutcome, Values,
};
use super::header;
use super::judge::{Judgement, Memory, judge};
use super::left_out;
use super::rule::{Requirement, Rule};
use super::rules::{self, PRICING_QUANTITY, SERVICE_CATEGORY};
use crate::error::Result;
use crate::focus::column::{ColumnId, DataType};
use crate::focus::csv_records::Record;
use crate::focus::input_column::{InputColumn, invalid_csv};
use crate::focus::version::FocusVersion;

/// So many rows of a finding are listed; all are counted.
const LISTED: usize = 10;

/// So much of a cell is shown.
const SHOWN: usize = 200;

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

/// A rule, and what has come out so far.
#[derive(Debug)]
struct Running {
    rule: &'static Rule,
    /// Whether rows are to be judged by it.
    is_about_rows: bool,
    /// Where the columns stand that it looks at.
    places: Vec<usize>,
    /// What the row before was to it.
    last: Judgement,
    is_concerned: bool,
    /// The columns it looks at; of a rule about the header those that break it.
    columns: Vec<String>,
    count: u64,
    rows: Vec<FoundRow>,
    memory: Memory,
}

impl Table {
    pub(super) fn new(
        header: &[&str],
        version: FocusVersion,
        version_from: VersionFrom,
        applicability: Applicability,
    ) -> Self {
        let types = header.iter().map(|name| InputColumn::named(name).data_type()).collect();
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let places = Places::of(&header);
        let of_version = rules::all().filter(|rule| rule.is_in(version));
        let rules = of_version.map(|rule| {
            let mut running = Running::of(rule, &places);
            running.judge_header(&header, &places, version, &applicability);
            running
        });
        let rules = rules.collect();
        let before = Before::of(header.len());
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
        for running in rules.iter_mut().filter(|running| running.is_about_rows) {
            // The same cells keep a rule that they kept before.
            if running.last != Judgement::Broken && !before.is_changed(&running.places) {
                continue;
            }
            running.last = judge(running.rule, &row, &mut running.memory);
            match running.last {
                Judgement::Unconcerned => {}
                Judgement::Kept => running.is_concerned = true,
                Judgement::Broken => running.found(&row, *rows, line),
            }
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
        for running in rules {
            let keyword = running.rule.keyword(version);
            let outcome = running.outcome();
            counts.count(outcome, keyword);
            outcomes.push(RuleOutcome {
                rule: running.rule.id(version),
                keyword: keyword.as_str(),
                outcome,
                is_partial: running.memory.is_full,
            });
            if outcome == Outcome::Failed {
                let findings = if keyword.is_must() { &mut findings } else { &mut lesser };
                findings.push(running.into_finding(version));
            }
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

impl Running {
    fn of(rule: &'static Rule, places: &Places) -> Self {
        let mut columns = Vec::new();
        rule.when.columns(&mut columns);
        rule.asks.columns(&mut columns);
        // The rule's own column comes last, where the eye ends.
        columns.retain(|column| Some(*column) != rule.column && places.has(*column));
        columns.extend(rule.column);
        columns.dedup();
        let looked_at = match rule.asks {
            Requirement::Each(each) => each.columns(),
            _ => &columns,
        };
        Self {
            rule,
            is_about_rows: is_about_rows(rule, places),
            places: looked_at.iter().filter_map(|column| places.of_column(*column)).collect(),
            last: Judgement::Broken,
            is_concerned: false,
            columns: columns.iter().map(|column| column.get().name.to_owned()).collect(),
            count: 0,
            rows: Vec::new(),
            memory: Memory::default(),
        }
    }

    /// What the header alone decides.
    fn judge_header(
        &mut self,
        header: &[String],
        places: &Places,
        version: FocusVersion,
        applicability: &Applicability,
    ) {
        let rule = self.rule;
        let applies = applicability.has(rule.criteria)
            && rule.unless.is_none_or(|criterion| !applicability.has(&[criterion]));
        self.is_about_rows &= applies;
        match rule.asks {
            Requirement::Present => {
                let is_there = rule.column.is_some_and(|column| places.has(column));
                self.is_concerned = applies;
                self.count = u64::from(applies && !is_there);
            }
            Requirement::Header(asks) => {
                let judgement = header::judge(asks, header, version);
                self.is_concerned = judgement.is_concerned;
                self.count = judgement.offenders.len() as u64;
                self.columns = judgement.offenders;
            }
            _ => {}
        }
    }

    /// Notes a row that breaks the rule.
    fn found(&mut self, row: &Row<'_>, number: u64, line: u64) {
        self.is_concerned = true;
        self.count += 1;
        let is_listed = self.rows.len() < LISTED;
        let is_about_each = matches!(self.rule.asks, Requirement::Each(_));
        if !is_listed && !is_about_each {
            return;
        }
        let shown = self.shown_columns(row);
        for column in shown.iter().filter(|_| is_about_each) {
            if !self.columns.iter().any(|known| known == column.get().name) {
                self.columns.push(column.get().name.to_owned());
            }
        }
        if is_listed {
            let value = |column: &ColumnId| {
                let text = row.cell(*column).text.chars().take(SHOWN).collect();
                (column.get().name.to_owned(), text)
            };
            let values = Values(shown.iter().map(value).collect());
            self.rows.push(FoundRow { row: number, line, values });
        }
    }

    /// The columns whose values tell what is wrong with a row.
    fn shown_columns(&self, row: &Row<'_>) -> Vec<ColumnId> {
        if let Requirement::Each(each) = self.rule.asks {
            let is_broken =
                |column: &&ColumnId| each.judge(&row.cell(**column)) == Judgement::Broken;
            return each.columns().iter().filter(is_broken).copied().collect();
        }
        self.columns.iter().filter_map(|name| ColumnId::named(name)).collect()
    }

    fn outcome(&self) -> Outcome {
        match (self.count, self.is_concerned) {
            (0, false) => Outcome::NotApplicable,
            (0, true) => Outcome::Passed,
            _ => Outcome::Failed,
        }
    }

    fn into_finding(self, version: FocusVersion) -> Finding {
        Finding {
            rule: self.rule.id(version),
            keyword: self.rule.keyword(version).as_str(),
            kind: self.rule.asks.name(),
            columns: self.columns,
            count: self.count,
            rows: self.rows,
        }
    }
}

/// Whether a rule asks something of rows, and the file has the columns to tell.
fn is_about_rows(rule: &Rule, places: &Places) -> bool {
    let has_own = rule.column.is_none_or(|column| places.has(column));
    has_own
        && match rule.asks {
            Requirement::Present | Requirement::Header(_) => false,
            Requirement::Each(each) => each.columns().iter().any(|column| places.has(*column)),
            Requirement::OfItsCategory => places.has(SERVICE_CATEGORY),
            Requirement::SameAs(other)
            | Requirement::After(other)
            | Requirement::NoMemberOf(other)
            | Requirement::ListedIn(other, ..) => places.has(other),
            Requirement::Single { per, value } => places.has(per) && places.has(value),
            Requirement::Products(products) => {
                let has_both =
                    |(cost, price): &(ColumnId, ColumnId)| places.has(*cost) && places.has(*price);
                places.has(PRICING_QUANTITY) && products.iter().any(has_both)
            }
            _ => true,
        }
}

fn ragged(cells: usize, header: &[String], row: u64, line: u64) -> crate::error::Error {
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

//! A rule at work: whether it asks anything of the file, and what has come out so far.

use super::applicability::Applicability;
use super::column::{Columns, Look, Places};
use super::conformance::{Finding, FoundRow, Outcome, RuleOutcome, Values};
use super::header;
use super::judge::{Memory, judge};
use super::judgement::Judgement;
use super::requirement::{PRICING_QUANTITY, Requirement};
use super::rule::{Keyword, Rule};
use crate::counting::Counting;
use crate::focus::column_id::ColumnId;
use crate::focus::version::FocusVersion;

/// So many rows of a finding are listed; all are counted.
const LISTED: usize = 10;

/// So much of a cell is shown.
const SHOWN: usize = 200;

/// A rule, and what has come out so far.
#[derive(Debug)]
pub(super) struct Running {
    rule: &'static Rule,
    /// Whether rows are to be judged by it.
    is_about_rows: bool,
    /// Whether texts tell which rows it is about.
    texts_tell_when: bool,
    is_concerned: bool,
    /// The columns it looks at; of a rule about the header those that break it.
    columns: Vec<String>,
    count: u64,
    rows: Vec<FoundRow>,
    memory: Memory,
}

/// What a row was to a rule.
pub(super) struct Standing {
    /// Whether other texts alone can make the next row something else.
    pub(super) may_be_concerned: bool,
    pub(super) is_broken: bool,
}

impl Running {
    /// Starts a rule; the header alone may decide it.
    pub(super) fn start(
        rule: &'static Rule,
        header: &[String],
        file: &Places,
        version: FocusVersion,
        applicability: &Applicability,
    ) -> Self {
        let mut running = Self::of(rule, file);
        running.judge_header(header, file, version, applicability);
        running
    }

    fn of(rule: &'static Rule, file: &Places) -> Self {
        let mut looks = Vec::new();
        rule.when.looks(&mut looks);
        let mut columns: Vec<ColumnId> = looks.into_iter().map(|(column, _)| column).collect();
        columns.extend(rule.asks.columns());
        // The rule's own column comes last, where the eye ends.
        columns.retain(|column| Some(*column) != rule.column && file.has(*column));
        columns.extend(rule.column);
        columns.dedup();
        Self {
            rule,
            is_about_rows: is_about_rows(rule, file),
            texts_tell_when: rule.when.looks_at_texts(),
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
        file: &Places,
        version: FocusVersion,
        applicability: &Applicability,
    ) {
        let rule = self.rule;
        let applies = applicability.has(rule.criteria)
            && rule.unless.is_none_or(|criterion| !applicability.has(&[criterion]));
        self.is_about_rows &= applies;
        match rule.asks {
            Requirement::Present => {
                let is_there = rule.column.is_some_and(|column| file.has(column));
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

    /// The columns that may move it from one row to the next, and what of them.
    pub(super) fn looks(&self) -> Vec<(ColumnId, Look)> {
        if !self.is_about_rows {
            return Vec::new();
        }
        let (asks, mut looks) = (self.rule.asks, Vec::new());
        let look = asks.look(self.rule.column);
        self.rule.when.looks(&mut looks);
        looks.extend(asks.columns().into_iter().chain(self.rule.column).map(|c| (c, look)));
        if let Requirement::Each(each) = asks {
            looks.extend(each.columns().iter().map(|column| (*column, look)));
        }
        looks
    }

    /// Judges a row.
    pub(super) fn judge(&mut self, row: &Columns, number: u64, line: u64) -> Standing {
        let is_about = self.rule.when.holds(row);
        let judgement = match is_about {
            true => judge(self.rule, row, &mut self.memory),
            false => Judgement::Unconcerned,
        };
        // What cannot be compared is asked for all the same.
        self.is_concerned |= self.memory.is_partial || judgement == Judgement::Kept;
        let is_broken = judgement == Judgement::Broken;
        if is_broken {
            self.found(row, number, line);
        }
        Standing { may_be_concerned: is_about || self.texts_tell_when, is_broken }
    }

    /// Notes a row that breaks the rule.
    fn found(&mut self, row: &Columns, number: u64, line: u64) {
        self.is_concerned = true;
        self.count.count_one();
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
    fn shown_columns(&self, row: &Columns) -> Vec<ColumnId> {
        if let Requirement::Each(each) = self.rule.asks {
            let is_broken =
                |column: &&ColumnId| row.answer(**column, self.rule.asks) == Judgement::Broken;
            return each.columns().iter().filter(is_broken).copied().collect();
        }
        self.columns.iter().filter_map(|name| ColumnId::named(name)).collect()
    }

    pub(super) fn keyword(&self, version: FocusVersion) -> Keyword {
        self.rule.keyword(version)
    }

    pub(super) fn outcome(&self, version: FocusVersion) -> RuleOutcome {
        let outcome = match (self.count, self.is_concerned) {
            (0, false) => Outcome::NotApplicable,
            (0, true) => Outcome::Passed,
            _ => Outcome::Failed,
        };
        RuleOutcome {
            rule: self.rule.id(version),
            keyword: self.keyword(version).as_str(),
            outcome,
            is_partial: self.memory.is_partial,
        }
    }

    pub(super) fn into_finding(self, version: FocusVersion) -> Finding {
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
fn is_about_rows(rule: &Rule, file: &Places) -> bool {
    let has_all = |columns: &[ColumnId]| columns.iter().all(|column| file.has(*column));
    match rule.asks {
        Requirement::Present | Requirement::Header(_) => false,
        Requirement::Each(each) => each.columns().iter().any(|column| file.has(*column)),
        Requirement::Products(products) => {
            let can_be_told = |(cost, price): &_| has_all(&[*cost, *price, PRICING_QUANTITY]);
            products.iter().any(can_be_told)
        }
        _ => rule.column.is_none_or(|column| file.has(column)) && has_all(&rule.asks.columns()),
    }
}

//! What a check says: how many rules were checked, and which are broken where.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::rule::Keyword;
use crate::counting::Counting;
use crate::focus::version::FocusVersion;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conformance {
    /// The version whose rules were checked.
    pub focus_version: &'static str,
    /// Who told that version.
    pub version_from: VersionFrom,
    /// What the provider was said to offer, sorted.
    pub applicability: Vec<&'static str>,
    /// Rows read, the header not counted.
    pub rows: u64,
    /// The result in one sentence.
    pub verdict: String,
    /// How many rules.
    pub rules: RuleCounts,
    /// The rules that are broken, those of MUST first.
    pub findings: Vec<Finding>,
    /// Every rule that a machine can decide, with what came out.
    pub outcomes: Vec<RuleOutcome>,
}

/// Who told the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum VersionFrom {
    /// The report that is checked as it is written.
    Report,
    /// The caller.
    Option,
    /// The columns of the file.
    Header,
}

/// How many rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleCounts {
    /// Rules that the file gave something to check for.
    pub checked: u32,
    /// Of those: checked in part, because not everything could be compared.
    pub in_part: u32,
    /// Of those: kept everywhere.
    pub passed: u32,
    /// Broken somewhere.
    pub failed: u32,
    /// Broken, of MUST and MUST NOT.
    pub failed_must: u32,
    /// Broken, of SHOULD, SHOULD NOT and RECOMMENDED.
    pub failed_should: u32,
    /// Rules that ask nothing of this file: of columns that it does not have, of what the provider
    /// does not offer, of rows that it does not hold.
    pub not_applicable: u32,
    /// Rules that no machine can decide from the file; `None` before 1.2, which has no list of its
    /// rules.
    pub not_machine_checkable: Option<u32>,
    /// Rules that a machine could decide, and this one does not.
    pub not_checked: u32,
}

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// MUST, SHOULD and the like.
    pub keyword: &'static str,
    /// What kind of thing it asks.
    pub kind: &'static str,
    /// The columns that it looks at; of a rule about the header those that break it.
    pub columns: Vec<String>,
    /// How many rows break it, or columns where it is about the header.
    pub count: u64,
    /// The first of these rows.
    pub rows: Vec<FoundRow>,
}

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundRow {
    /// Its number, from 1, the header not counted.
    pub row: u64,
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// What stands in the columns that the rule looks at.
    pub values: Values,
}

/// Columns and what stands in them, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values(pub Vec<(String, String)>);

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, value) in &self.0 {
            map.serialize_entry(column, value)?;
        }
        map.end()
    }
}

/// What came out for a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleOutcome {
    /// The id of the rule.
    pub rule: String,
    /// MUST, SHOULD and the like.
    pub keyword: &'static str,
    /// What came out.
    pub outcome: Outcome,
    /// Whether it was checked in part: there were more different values than a rule that compares
    /// rows remembers (1,048,576), or numbers of more digits than are reckoned with (76).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_partial: bool,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is kept wherever it asks something.
    Passed,
    /// It is broken.
    Failed,
    /// It asks nothing of this file.
    NotApplicable,
}

impl RuleCounts {
    /// Counts what came out for a rule.
    pub(super) fn count(&mut self, rule: &RuleOutcome, keyword: Keyword) {
        self.in_part.count_more(u32::from(rule.is_partial));
        match rule.outcome {
            Outcome::NotApplicable => self.not_applicable.count_one(),
            Outcome::Passed => self.passed.count_one(),
            Outcome::Failed if keyword.is_must() => self.failed_must.count_one(),
            Outcome::Failed => self.failed_should.count_one(),
        }
        self.failed = self.failed_must.saturating_add(self.failed_should);
        self.checked = self.passed.saturating_add(self.failed);
    }

    /// The result in one sentence, which never says that a file conforms: only what was checked.
    pub(super) fn verdict(&self, version: FocusVersion) -> String {
        let Self { checked, in_part, failed_must, failed_should, .. } = self;
        let version = version.as_str();
        let in_part = match in_part {
            0 => String::new(),
            some => format!(" ({some} in part)"),
        };
        format!(
            "FOCUS {version}: {checked} rules checked{in_part}, {failed_must} MUST failed, \
             {failed_should} SHOULD failed"
        )
    }
}

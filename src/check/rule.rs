//! What a rule is: where it stands, when it holds, and what it asks of a column.

use super::applicability::Criterion;
use super::condition::Condition;
use super::requirement::{HeaderRequirement, Requirement};
use crate::focus::column::COLUMNS;
use crate::focus::column_id::{ColumnId, column};
use crate::focus::version::FocusVersion;
use crate::focus::version::FocusVersion::{V1_0, V1_2, V1_3, V1_4};

/// One rule of the specification that a machine can decide from the file alone.
#[derive(Debug)]
pub struct Rule {
    /// The id in the requirements model of 1.2, which is the first; later ones put a prefix before it.
    id: &'static str,
    /// The id from 1.3 on, where it is not the same behind its prefix.
    later_id: Option<&'static str>,
    /// The column that it is about; `None` where it is about all of them.
    pub column: Option<ColumnId>,
    /// The versions that have it, within those that have the column.
    since: FocusVersion,
    last: FocusVersion,
    keyword: Keyword,
    /// What the provider must offer for the rule to hold.
    pub criteria: &'static [Criterion],
    /// What it must not offer.
    pub unless: Option<Criterion>,
    /// The rows it is about.
    pub when: Condition,
    /// What it asks of them.
    pub asks: Requirement,
}

/// How strong a rule is, in the words of RFC 2119.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// MUST.
    Must,
    /// MUST NOT.
    MustNot,
    /// SHOULD.
    Should,
    /// SHOULD NOT.
    ShouldNot,
    /// RECOMMENDED, which 1.3 writes as SHOULD.
    Recommended,
}

impl Rule {
    /// A MUST about the column that the id names, in every version that has the column.
    pub const fn must(id: &'static str, asks: Requirement) -> Self {
        Self { column: Some(column(id)), ..Self::of_all(id, asks) }
    }

    /// A MUST about the file as a whole.
    pub const fn of_all(id: &'static str, asks: Requirement) -> Self {
        Self {
            id,
            later_id: None,
            column: None,
            since: V1_0,
            last: V1_4,
            keyword: Keyword::Must,
            criteria: &[],
            unless: None,
            when: Condition::Always,
            asks,
        }
    }

    /// A column that must be in the file.
    pub const fn present(id: &'static str, name: &str) -> Self {
        Self { column: Some(column(name)), ..Self::of_all(id, Requirement::Present) }
    }

    /// Not null.
    pub const fn given(id: &'static str) -> Self {
        Self { keyword: Keyword::MustNot, ..Self::must(id, Requirement::Given) }
    }

    /// Null on some rows.
    pub const fn null(id: &'static str, when: Condition) -> Self {
        Self { when, ..Self::must(id, Requirement::Null) }
    }

    pub const fn when(self, when: Condition) -> Self {
        Self { when, ..self }
    }

    pub const fn since(self, since: FocusVersion) -> Self {
        Self { since, ..self }
    }

    pub const fn until(self, last: FocusVersion) -> Self {
        Self { last, ..self }
    }

    pub const fn strength(self, keyword: Keyword) -> Self {
        Self { keyword, ..self }
    }

    pub const fn if_supported(self, criteria: &'static [Criterion]) -> Self {
        Self { criteria, ..self }
    }

    pub const fn unless_supported(self, criterion: Criterion) -> Self {
        Self { unless: Some(criterion), ..self }
    }

    /// Another id from 1.3 on, without its prefix.
    pub const fn later(self, id: &'static str) -> Self {
        Self { later_id: Some(id), ..self }
    }

    /// About a column that the id does not begin with.
    pub const fn about(self, name: &str) -> Self {
        Self { column: Some(column(name)), ..self }
    }

    /// Whether the version has it.
    pub fn is_in(&self, version: FocusVersion) -> bool {
        let has_column = self.column.is_none_or(|column| column.get().is_in(version));
        has_column && self.since <= version && version <= self.last
    }

    /// The id in a version. Before 1.2 no id is official: ours names the version, the section of
    /// the specification, what it is about and what is asked.
    pub fn id(&self, version: FocusVersion) -> String {
        if version < V1_2 {
            let (section, about) = self.section(version);
            return format!("{}-{section}-{about}-{}", version.as_str(), self.asks.name());
        }
        if version < V1_3 {
            return self.id.to_owned();
        }
        let id = self.later_id.unwrap_or(self.id);
        let prefix = if self.is_about_an_attribute() { "ATT" } else { "CAU" };
        format!("{prefix}-{id}")
    }

    /// Attributes are what several columns have in common, such as their format.
    fn is_about_an_attribute(&self) -> bool {
        self.id.contains("-A-") || self.id.starts_with("DiscountHandling")
    }

    /// The keyword in a version.
    pub fn keyword(&self, version: FocusVersion) -> Keyword {
        match self.keyword {
            Keyword::Recommended if version >= V1_3 => Keyword::Should,
            keyword => keyword,
        }
    }

    /// Where the specification of a version before 1.2 says so, and what it is about. Columns are
    /// the sections of the second chapter, sorted by name; attributes those of the third.
    fn section(&self, version: FocusVersion) -> (String, &'static str) {
        if let Some(column) = self.column.filter(|_| !self.is_about_an_attribute()) {
            let column = column.get();
            let of_version = COLUMNS.iter().filter(|c| c.is_focus() && c.is_in(version));
            let before = of_version.filter(|other| other.name < column.name).count();
            return (format!("2.{}", before.saturating_add(1)), column.name);
        }
        let (section, about) = match self.id.split('-').next() {
            Some("DiscountHandling") => ("3.4.4", "DiscountHandling"),
            Some("NullHandling") => ("3.6.4", "NullHandling"),
            Some("StringHandling") => ("3.8.4", "StringHandling"),
            _ if matches!(self.asks, Requirement::Header(HeaderRequirement::FocusFirst)) => {
                ("3.1.4.2", "ColumnNamingAndOrdering")
            }
            _ => ("3.1.4.1", "ColumnNamingAndOrdering"),
        };
        (section.to_owned(), about)
    }
}

impl Keyword {
    /// As the specification writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Keyword::Must => "MUST",
            Keyword::MustNot => "MUST NOT",
            Keyword::Should => "SHOULD",
            Keyword::ShouldNot => "SHOULD NOT",
            Keyword::Recommended => "RECOMMENDED",
        }
    }

    /// Whether a file that breaks the rule does not conform.
    pub const fn is_must(self) -> bool {
        matches!(self, Keyword::Must | Keyword::MustNot)
    }
}

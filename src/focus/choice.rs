//! Which columns a report has, of those it could have: a choice of columns, never of values.

use super::column::Column;
use crate::error::{Error, ErrorCode, Result};
use crate::limits::MOST_COLUMNS;

/// The columns with names, labels and logins of people.
const PERSONAL: [&str; 2] = ["x_AuthMethod", "x_LoginUsername"];

/// The options `columns`, `customColumns` and `personalData`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Only these, in the version's order.
    pub names: Option<Vec<String>>,
    /// Whether there are columns that are not FOCUS's.
    pub custom: bool,
    /// Whether there are columns that may hold personal data.
    pub personal: bool,
}

impl Default for ColumnChoice {
    fn default() -> Self {
        Self { names: None, custom: true, personal: true }
    }
}

impl ColumnChoice {
    /// The places of the chosen columns among all.
    pub fn of(&self, all: &[&str]) -> Result<Vec<usize>> {
        let is_focus = |name: &str| Column::named(name).is_some_and(Column::is_focus);
        let is_offered = |name: &str| {
            (self.custom || is_focus(name)) && (self.personal || !PERSONAL.contains(&name))
        };
        let named = self.names.iter().flatten();
        if let Some(name) =
            named.clone().find(|name| !is_offered(name) || !all.contains(&name.as_str()))
        {
            return Err(wrong(&format!("the report has no column \"{name}\"")));
        }
        let is_chosen = |name: &str| self.names.is_none() || named.clone().any(|n| n == name);
        let places = (0..).zip(all).filter(|(_, name)| is_offered(name) && is_chosen(name));
        Ok(places.map(|(place, _)| place).collect())
    }

    /// Takes the option `columns`.
    pub fn set_names(&mut self, names: Vec<String>) -> Result<()> {
        if names.iter().all(|name| name.is_empty()) {
            return Err(wrong("a report without columns is none"));
        }
        if names.len() > MOST_COLUMNS {
            return Err(wrong(&format!("no report has {MOST_COLUMNS} columns")));
        }
        for (at, name) in names.iter().enumerate() {
            if names.iter().take(at).any(|before| before == name) {
                return Err(wrong(&format!("the column \"{name}\" is there twice")));
            }
        }
        self.names = Some(names);
        Ok(())
    }
}

fn wrong(message: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, message)
        .field("columns")
        .hint("Name columns of the report's FOCUS version, each once; its metadata lists them.")
}

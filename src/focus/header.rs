//! What the header of a FOCUS CSV tells: which columns there are, and of which version.

use super::column::Column;
use super::input_column::invalid_csv;
use super::version::FocusVersion;
use crate::digest::short_hash;
use crate::error::{Error, Result};
use crate::limits::{MOST_COLUMNS, exceeded};
use crate::pairs::Pairs;

/// A header names each column once, with commas between them.
pub fn check_header(header: &[&str]) -> Result<()> {
    if header.len() > MOST_COLUMNS {
        let message = format!("the header names more than {MOST_COLUMNS} columns");
        let hint = "Take columns away; or the end of the header's line is missing.";
        return Err(exceeded(message, hint).field("[line 1]"));
    }
    if let [only] = header
        && only.contains([';', '\t'])
    {
        return Err(other_separators());
    }
    if let Some(name) = header.iter().find(|name| is_padded(name)) {
        return Err(invalid_csv(format!("the column \"{name}\" has spaces around its name"))
            .field("[line 1]")
            .hint("Take the spaces away beside the commas, in the header and in the rows."));
    }
    let mut names = Pairs::default();
    match header.iter().find(|name| !names.insert_new(short_hash(name))) {
        None => Ok(()),
        Some(&"") => Err(invalid_csv("several columns have no name")
            .field("[line 1]")
            .hint("Name them, or take the commas away that nothing stands behind.")),
        Some(name) => Err(invalid_csv(format!("the column {name} is there twice"))
            .field(*name)
            .hint("Give a report whose columns have names of their own.")),
    }
}

pub(super) fn other_separators() -> Error {
    invalid_csv("the cells are not separated by commas")
        .field("[line 1]")
        .hint("Save the report again with commas between the cells.")
}

/// A name of FOCUS's with spaces around it, as behind commas that people write.
fn is_padded(name: &str) -> bool {
    let bare = name.trim();
    bare != name && focus_columns(&[bare]).next().is_some()
}

/// The version that a header tells.
pub struct Told {
    /// The first that has all FOCUS columns of the header; where none has, the one of the newest of
    /// them.
    pub version: FocusVersion,
    /// Whether it has all of the header's FOCUS columns.
    pub is_certain: bool,
}

impl Told {
    /// What a header tells.
    pub fn by(header: &[&str]) -> Self {
        let columns: Vec<&Column> = focus_columns(header).collect();
        let has = |name: &str| header.contains(&name);
        // 1.3 has the provider under its old names, too; 1.4 mostly has not.
        let is_renamed = has("ServiceProviderName");
        let is_of_1_4 = is_renamed && !has("ProviderName") && !has("PublisherName");
        let may_have = |version: FocusVersion, column: &Column| match is_renamed {
            true => column.may_be_in(version),
            false => column.is_in(version),
        };
        let has_all = |version: &FocusVersion| {
            columns.iter().all(|column| may_have(*version, column))
                && (*version >= FocusVersion::V1_4 || !is_of_1_4)
        };
        let found = FocusVersion::ALL.into_iter().find(has_all);
        let newest = || columns.iter().map(|column| column.since).max().unwrap_or_default();
        Self { version: found.unwrap_or_else(newest), is_certain: found.is_some() }
    }
}

/// The header's columns that are FOCUS's in some version.
pub fn focus_columns<'h>(header: &'h [&str]) -> impl Iterator<Item = &'static Column> + 'h {
    header.iter().filter_map(|name| Column::named(name)).filter(|column| column.is_focus())
}

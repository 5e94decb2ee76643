//! FOCUS schema metadata: what the columns are, without opening the CSV.

use serde::Serialize;
use time::UtcDateTime;

use super::FOCUS_VERSION;
use super::column::{COLUMNS, DataType};
use crate::datetime;
use crate::decimal::MAX_DIGITS;

/// The metadata of a report (FOCUS: Data Generator, Schema).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Metadata {
    data_generator: String,
    /// What the report leaves out, where it leaves something out.
    #[serde(rename = "x_Contents", skip_serializing_if = "Option::is_none")]
    contents: Option<&'static str>,
    schema: Schema,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Schema {
    schema_id: String,
    creation_date: String,
    focus_version: &'static str,
    data_generator_version: &'static str,
    column_definition: Vec<ColumnDefinition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ColumnDefinition {
    column_name: String,
    data_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    numeric_precision: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_scale: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    string_encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_tag_prefixes: Option<[&'static str; 1]>,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Metadata {
    /// The metadata of a report of usage made at `now`.
    pub fn of_usage(now: UtcDateTime, is_usage_only: bool) -> Self {
        let contents = "Usage only: no credits, no taxes, no invoice ids";
        Self {
            contents: is_usage_only.then_some(contents),
            ..Self::of_columns(now, COLUMNS.iter().map(|c| (c.name, c.data_type)))
        }
    }

    /// The metadata of any columns.
    pub fn of_columns<'c>(
        now: UtcDateTime,
        columns: impl Iterator<Item = (&'c str, DataType)>,
    ) -> Self {
        Self {
            data_generator: format!("fal (usage converted by fal-focus {VERSION})"),
            contents: None,
            schema: Schema {
                schema_id: format!("fal-focus-{VERSION}-focus-{FOCUS_VERSION}"),
                creation_date: datetime::format(now),
                focus_version: FOCUS_VERSION,
                data_generator_version: VERSION,
                column_definition: columns.map(|(name, of)| definition(name, of)).collect(),
            },
        }
    }
}

fn definition(column_name: &str, data_type: DataType) -> ColumnDefinition {
    let is_decimal = data_type == DataType::Decimal;
    let is_text = matches!(data_type, DataType::String | DataType::Json);
    ColumnDefinition {
        column_name: column_name.to_owned(),
        data_type: match data_type {
            DataType::String => "STRING",
            DataType::DateTime => "DATETIME",
            DataType::Decimal => "DECIMAL",
            DataType::Json => "JSON",
        },
        numeric_precision: is_decimal.then_some(MAX_DIGITS),
        number_scale: is_decimal.then_some(MAX_DIGITS),
        string_encoding: is_text.then_some("UTF-8"),
        provider_tag_prefixes: (column_name == "Tags").then_some(["fal/"]),
    }
}

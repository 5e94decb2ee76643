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
    column_name: &'static str,
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
    /// The metadata of a report made at `now`.
    pub fn new(now: UtcDateTime) -> Self {
        Self {
            data_generator: format!("fal (usage converted by fal-focus {VERSION})"),
            schema: Schema {
                schema_id: format!("fal-focus-{VERSION}-focus-{FOCUS_VERSION}"),
                creation_date: datetime::format(now),
                focus_version: FOCUS_VERSION,
                data_generator_version: VERSION,
                column_definition: COLUMNS
                    .iter()
                    .map(|c| definition(c.name, c.data_type))
                    .collect(),
            },
        }
    }
}

fn definition(column_name: &'static str, data_type: DataType) -> ColumnDefinition {
    let is_decimal = data_type == DataType::Decimal;
    let is_text = matches!(data_type, DataType::String | DataType::Json);
    ColumnDefinition {
        column_name,
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

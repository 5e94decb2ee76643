//! FOCUS schema metadata: what the columns are, without opening the CSV.

use serde::Serialize;
use time::UtcDateTime;

use super::column::{DataType, columns_of};
use super::version::FocusVersion;
use crate::datetime;
use crate::decimal::MAX_DIGITS;
use crate::digest::Digest;
use crate::timeframe::Period;

/// The metadata of a report (FOCUS: Data Generator, Schema; from 1.3 Dataset Instance, Recency).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Metadata {
    data_generator: String,
    /// What the report leaves out, where it leaves something out.
    #[serde(rename = "x_Contents", skip_serializing_if = "Option::is_none")]
    contents: Option<&'static str>,
    schema: Schema,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_instance: Option<[DatasetInstance; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recency: Option<Recency>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Schema {
    schema_id: String,
    creation_date: String,
    focus_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_generator_version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset_instance_id: Option<&'static str>,
    column_definition: Vec<ColumnDefinition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DatasetInstance {
    dataset_instance_id: &'static str,
    dataset_instance_name: &'static str,
    focus_dataset_id: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Recency {
    dataset_instance_id: &'static str,
    dataset_instance_complete: bool,
    dataset_instance_last_updated: String,
    recency_last_updated: String,
    time_sectors: [TimeSector; 1],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TimeSector {
    time_sector_start: String,
    time_sector_end: String,
    time_sector_complete: bool,
    time_sector_last_updated: String,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecated: Option<bool>,
}

/// What the metadata are about.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The version of FOCUS.
    pub version: FocusVersion,
    /// When the report was made.
    pub now: UtcDateTime,
    /// Its window.
    pub window: Period,
    /// Whether all of the window is there.
    pub is_complete: bool,
    /// Whether an invoice's credits and taxes are left out.
    pub is_usage_only: bool,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
const DATASET: &str = "fal-focus-cost-and-usage";

impl Metadata {
    /// The metadata of a report of those columns.
    pub fn new<'c>(about: About, columns: impl Iterator<Item = (&'c str, DataType)>) -> Self {
        let version = about.version;
        let columns: Vec<_> = columns.collect();
        let has_datasets = version >= FocusVersion::V1_3;
        let focus_version = version.as_str();
        let usage_only = "Usage only: no credits, no taxes, no invoice ids";
        Self {
            data_generator: format!("fal (usage converted by fal-focus {VERSION})"),
            contents: about.is_usage_only.then_some(usage_only),
            schema: Schema {
                schema_id: schema_id(version, &columns),
                creation_date: datetime::format(about.now),
                focus_version,
                // 1.1 has the one, 1.2 has renamed it, 1.0 has neither.
                provider_version: (version == FocusVersion::V1_1).then_some(VERSION),
                data_generator_version: (version >= FocusVersion::V1_2).then_some(VERSION),
                dataset_instance_id: has_datasets.then_some(DATASET),
                column_definition: columns
                    .iter()
                    .map(|(name, of)| definition(name, *of, version))
                    .collect(),
            },
            dataset_instance: has_datasets.then_some([DatasetInstance {
                dataset_instance_id: DATASET,
                dataset_instance_name: "fal Cost and Usage",
                focus_dataset_id: "CostAndUsage",
            }]),
            recency: has_datasets.then(|| Recency::of(about)),
        }
    }
}

/// Another set of columns is another schema.
fn schema_id(version: FocusVersion, columns: &[(&str, DataType)]) -> String {
    let names = || columns.iter().map(|(name, _)| *name);
    let id = format!("fal-focus-{VERSION}-focus-{}", version.as_str());
    if names().eq(columns_of(version).iter().map(|column| column.name)) {
        return id;
    }
    let mut digest = Digest::default();
    names().for_each(|name| digest.add(name.as_bytes()));
    format!("{id}-{:08x}", digest.as_u128() as u32)
}

impl Recency {
    fn of(about: About) -> Self {
        let now = datetime::format(about.now);
        Self {
            dataset_instance_id: DATASET,
            dataset_instance_complete: about.is_complete,
            dataset_instance_last_updated: now.clone(),
            recency_last_updated: now.clone(),
            time_sectors: [TimeSector {
                time_sector_start: datetime::format(about.window.start),
                time_sector_end: datetime::format(about.window.end),
                time_sector_complete: about.is_complete,
                time_sector_last_updated: now,
            }],
        }
    }
}

fn definition(column_name: &str, data_type: DataType, version: FocusVersion) -> ColumnDefinition {
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
        // 1.3 has them for the last time.
        deprecated: (version == FocusVersion::V1_3
            && matches!(column_name, "ProviderName" | "PublisherName"))
        .then_some(true),
    }
}

//! The FOCUS side: rows, their columns, how fal's figures become them, and the CSV they make.

pub mod choice;
pub mod column;
pub mod column_id;
pub mod csv;
pub(crate) mod csv_cell;
mod csv_quotes;
pub mod csv_records;
pub mod currency;
pub mod header;
pub mod input_column;
pub mod mapping;
pub mod metadata;
pub mod row;
pub mod service;
pub mod service_category;
pub(crate) mod spreadsheet;
pub(crate) mod template;
pub mod version;

//! The FOCUS side: rows, their columns, how fal's figures become them, and the CSV they make.

pub mod column;
pub mod csv;
pub mod csv_records;
pub mod input_column;
pub mod mapping;
pub mod metadata;
pub mod row;
mod sku;
mod tags;
pub mod unit;

/// The version of FOCUS that reports are written in.
pub const FOCUS_VERSION: &str = "1.2";

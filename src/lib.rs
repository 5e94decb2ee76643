//! fal.ai usage JSON to a FinOps FOCUS billing report (CSV), on the user's own machine.
//!
//! The core knows no clock, no network, no DOM and no JavaScript: `now` and bytes come in, bytes
//! come out. Data flows through the modules in the order below.
//!
//! ```
//! use fal_focus::{options::ReportOptions, report::write_report, request::ReportRequest};
//! use fal_focus::timezone::native;
//!
//! let reply = br#"{"time_series": [{"bucket": "2025-01-15T00:00:00Z", "results": [
//!     {"endpoint_id": "fal-ai/flux/dev", "unit": "image", "quantity": 4, "unit_price": 0.1,
//!      "cost": 0.4, "currency": "USD"}]}]}"#;
//! let request = ReportRequest {
//!     source: Some("estimate".into()),
//!     start: Some("2025-01-15".into()),
//!     end: Some("2025-01-16".into()),
//!     timeframe: Some("day".into()),
//!     ..ReportRequest::default()
//! };
//! let options = ReportOptions::at(time::UtcDateTime::new(
//!     time::Date::from_calendar_date(2025, time::Month::January, 16)?,
//!     time::Time::MIDNIGHT,
//! ));
//! let window = request.resolve(&options, &native::find)?;
//! let mut csv = Vec::new();
//! let report = write_report(window, options, [(None, reply.as_slice())], &mut csv)?;
//! assert_eq!(report.summary.totals[0].billed_cost.to_string(), "0.4");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

mod counting;
pub mod error;
pub mod limits;
mod pairs;
pub mod settings;
mod words;

// The request.
pub mod options;
pub mod request;

// Time: texts, zones, and the periods they cut it into.
pub mod datetime;
pub mod timeframe;
pub mod timezone;

// fal's side: replies to line items.
pub mod decimal;
mod digest;
pub mod invoice;
mod json;
mod text_search;
pub mod text_table;
pub mod usage;

// FOCUS's side: line items to rows, rows to CSV.
pub mod focus;
pub mod groups;

// What FOCUS asks of a CSV, rule by rule.
pub mod check;

// What a CSV costs, over time and by what it was for.
pub mod figures;

// The engine over both.
mod place;
pub mod report;
pub mod summary;
#[cfg(feature = "parts")]
mod wire;

#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(test)]
#[path = "../tests/fixed_seed/mod.rs"]
mod fixed_seed;

//! The boundary: every export decodes, calls the core and encodes. No rule lives here.

#[cfg(feature = "check")]
mod check;
mod codec;
mod error;
#[cfg(feature = "figures")]
mod figures;
#[cfg(feature = "report")]
mod report;
#[cfg(feature = "report")]
mod report_check;
#[cfg(feature = "report")]
mod report_codec;
#[cfg(any(feature = "report", feature = "check"))]
mod settings;
#[cfg(feature = "report")]
mod sink;
#[cfg(feature = "report")]
mod timezone;

//! Whether the replies are coarser than the report: they do not say which timeframe they were
//! asked with.

use time::UtcDateTime;

use crate::error::{Error, ErrorCode, Result};
use crate::options::ReportOptions;
use crate::request::ReportWindow;
use crate::timeframe::Timeframe;

/// Where every bucket starts on a coarser boundary than the report's, a whole month may pass for
/// one day: then the user is asked.
pub(super) struct Coarseness {
    /// The coarser timeframes on whose boundaries all buckets so far have started.
    candidates: Vec<Timeframe>,
    any_bucket: bool,
}

impl Coarseness {
    pub(super) fn new(window: &ReportWindow, options: &ReportOptions) -> Self {
        // A window of one charge period is right whatever the buckets are.
        let one_period = window
            .charge_period(window.period.start)
            .flatten()
            .is_none_or(|first| first.end >= window.period.end);
        let open = options.input_timeframe.is_none() && !one_period;
        let coarser = Timeframe::ALL.into_iter().filter(|t| open && *t > window.timeframe);
        Self { candidates: coarser.collect(), any_bucket: false }
    }

    pub(super) fn observe(&mut self, bucket: UtcDateTime, window: &ReportWindow) {
        self.any_bucket = true;
        self.candidates.retain(|coarser| coarser.starts_at(bucket, window.zone()));
    }

    pub(super) fn check(&self, window: &ReportWindow) -> Result<()> {
        let Some(coarser) = self.candidates.first().filter(|_| self.any_bucket) else {
            return Ok(());
        };
        let (coarser, report) = (coarser.as_str(), window.timeframe.as_str());
        let message = format!(
            "every bucket starts on the boundary of a {coarser}: the replies may hold whole {coarser}s, \
             and the report is by {report}"
        );
        Err(Error::new(ErrorCode::AmbiguousTimeframe, message).field("inputTimeframe").hint(
            format!(
                "If they were fetched by {report}, say inputTimeframe={report} (--input-timeframe \
                 {report}); if by {coarser}, ask for timeframe={coarser}."
            ),
        ))
    }
}

/// Where the user says which timeframe the replies have, it must fit into the report's.
pub(super) fn check_input_timeframe(options: &ReportOptions, timeframe: Timeframe) -> Result<()> {
    match options.input_timeframe {
        Some(input) if input > timeframe => {
            let (input, report) = (input.as_str(), timeframe.as_str());
            let message =
                format!("a {input} of usage cannot be split into charge periods of a {report}");
            Err(Error::new(ErrorCode::InvalidOption, message).field("inputTimeframe").hint(
                format!("Ask for timeframe={input} or coarser, or fetch the usage by {report}."),
            ))
        }
        _ => Ok(()),
    }
}

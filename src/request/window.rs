//! The resolved request: the window, its charge periods, and the query that asks fal for its data.

use serde::Serialize;
use time::{Date, Duration, PrimitiveDateTime, UtcDateTime};

use super::Source;
use crate::datetime;
use crate::timeframe::{Period, Timeframe};
use crate::timezone::{TimeZone, Utc, local_time, offset_change_between};

/// Up to so many charge periods are listed: as many as can be told apart in a picture.
const MAX_LISTED: usize = 1000;

/// So many offsets of a zone are told.
const MOST_OFFSETS: usize = 100;

/// The window of a report and what cuts it into charge periods.
pub struct ReportWindow {
    /// Invoice or estimate.
    pub source: Source,
    /// The zone's name as given, or `UTC`.
    pub timezone: String,
    /// The length of charge periods.
    pub timeframe: Timeframe,
    /// Whether the window was moved to boundaries; estimates only.
    pub bound_to_timeframe: Option<bool>,
    /// The range before alignment; estimates only.
    pub requested: Option<Period>,
    /// The window: for an invoice the UTC charge month.
    pub period: Period,
    /// Billing month and charge month; invoices only.
    pub(super) months: Option<(Date, Date)>,
    pub(super) zone: Box<dyn TimeZone>,
}

/// The answer of `resolveRequest`: instants as text, null for what does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedRequest {
    source: &'static str,
    timezone: String,
    timeframe: &'static str,
    bound_to_timeframe: Option<bool>,
    requested_start: Option<String>,
    requested_end: Option<String>,
    start: String,
    end: String,
    buckets: u64,
    bucket_starts: Option<Vec<String>>,
    billing_month: Option<String>,
    charge_month: Option<String>,
    usage_query: String,
    filename: String,
}

/// How far a zone's clocks are ahead of UTC from an instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZoneOffset {
    from: String,
    offset: String,
}

impl ReportWindow {
    /// What the host's zone data says of the window: hosts whose data agree tell the same, whatever
    /// version they call it.
    pub fn zone_offsets(&self) -> Vec<ZoneOffset> {
        let Period { start, end } = self.period;
        let told = |from| ZoneOffset {
            from: datetime::format(from),
            offset: datetime::format_offset(self.zone().offset_at(from)),
        };
        let mut offsets = vec![told(start)];
        let mut at = start;
        while at < end && offsets.len() < MOST_OFFSETS {
            // No zone changes its offset twice in a week.
            let next = at.checked_add(Duration::WEEK).map_or(end, |next| next.min(end));
            if let Some(change) = offset_change_between(at, next, self.zone())
                && change < end
            {
                offsets.push(told(change));
            }
            at = next;
        }
        offsets
    }

    /// The charge period that holds `instant`, clipped to the window.
    ///
    /// The outer `None`: off the calendar. The inner: the period lies outside the window.
    pub fn charge_period(&self, instant: UtcDateTime) -> Option<Option<Period>> {
        let period = self.whole_period(instant)?;
        let inside = period.overlaps(self.period);
        Some(inside.then(|| period.clipped_to(self.period)))
    }

    /// The period that holds `instant`, wherever the window ends.
    pub fn whole_period(&self, instant: UtcDateTime) -> Option<Period> {
        self.timeframe.period_at(instant, self.boundary_zone())
    }

    /// Whether the first and the last charge period have boundaries that can be written.
    pub(super) fn is_on_the_calendar(&self) -> bool {
        let last_second = self.period.end.checked_sub(Duration::SECOND);
        let mut edges = [Some(self.period.start), last_second].into_iter();
        // Clocks can be reckoned with in the year 0, too.
        self.period.start.year() > 0
            && edges.all(|edge| edge.is_some_and(|instant| self.charge_period(instant).is_some()))
    }

    /// The zone in which usage labels without an offset are read.
    pub fn zone(&self) -> &dyn TimeZone {
        &*self.zone
    }

    /// An invoice month is a UTC month: no zone moves its edges.
    pub(crate) fn boundary_zone(&self) -> &dyn TimeZone {
        match (self.source, self.timeframe) {
            (Source::Invoice, Timeframe::Month) => &Utc,
            _ => &*self.zone,
        }
    }

    /// The window as data.
    pub fn resolved(&self) -> ResolvedRequest {
        let (billing_month, charge_month) = self.months.unzip();
        let bucket_starts = self.bucket_starts();
        let buckets = match &bucket_starts {
            Some(starts) => starts.len() as u64,
            // A request resolves only to a window whose charge periods are all on the calendar.
            None => self.timeframe.count_in(self.period, self.boundary_zone()).unwrap_or(0),
        };
        ResolvedRequest {
            source: self.source.as_str(),
            timezone: self.timezone.clone(),
            timeframe: self.timeframe.as_str(),
            bound_to_timeframe: self.bound_to_timeframe,
            requested_start: self.requested.map(|range| datetime::format(range.start)),
            requested_end: self.requested.map(|range| datetime::format(range.end)),
            start: datetime::format(self.period.start),
            end: datetime::format(self.period.end),
            buckets,
            bucket_starts,
            billing_month: billing_month.map(datetime::format_month),
            charge_month: charge_month.map(datetime::format_month),
            usage_query: self.usage_query(),
            filename: self.filename(),
        }
    }

    /// Where the charge periods begin, the first clipped to the window; none where there are too many.
    fn bucket_starts(&self) -> Option<Vec<String>> {
        let next = |at: &UtcDateTime| Some(self.whole_period(*at)?.end);
        let starts: Vec<String> = std::iter::successors(Some(self.period.start), next)
            .take_while(|start| *start < self.period.end)
            .take(MAX_LISTED + 1)
            .map(datetime::format)
            .collect();
        (starts.len() <= MAX_LISTED).then_some(starts)
    }

    /// The query string that asks `/models/usage` for this report's data.
    ///
    /// An invoice month is asked for by day in UTC, which its edges never cut; its finer
    /// periods are asked for as they are, cut to the month by `bound_to_timeframe=false`.
    fn usage_query(&self) -> String {
        let (timezone, timeframe, bound) = match (self.source, self.timeframe) {
            (Source::Invoice, Timeframe::Month) => ("UTC", Timeframe::Day, true),
            (Source::Invoice, finer) => (self.timezone.as_str(), finer, false),
            (Source::Estimate, timeframe) => {
                let bound = self.bound_to_timeframe.unwrap_or(true);
                (self.timezone.as_str(), timeframe, bound)
            }
        };
        format!(
            "start={}&end={}&timezone={}&timeframe={}&bound_to_timeframe={bound}\
             &expand=time_series&expand=auth_method_structured",
            datetime::format(self.period.start),
            datetime::format(self.period.end),
            // The one character of a zone name that a query string reads otherwise.
            timezone.replace('+', "%2B"),
            timeframe.as_str(),
        )
    }

    /// A name for the report's file, from its source and window.
    pub fn filename(&self) -> String {
        let span = match self.months {
            Some((_, charge_month)) => datetime::format_month(charge_month),
            None => format!("{}_{}", self.stamp(self.period.start), self.stamp(self.period.end)),
        };
        format!("fal-focus-{}-{span}.csv", self.source.as_str())
    }

    /// The local date, with the time behind it where that is not midnight: no colons in file names.
    fn stamp(&self, instant: UtcDateTime) -> String {
        let local = local_time(instant, self.zone())
            .unwrap_or_else(|| PrimitiveDateTime::new(instant.date(), instant.time()));
        let (hour, minute, second) = local.as_hms();
        let date = datetime::format_date(local.date());
        match (hour, minute, second) {
            (0, 0, 0) => date,
            _ => format!("{date}T{hour:02}{minute:02}{second:02}"),
        }
    }
}

//! fal's report parameters: what they mean, what they exclude, and the window they ask for.

mod window;

pub use window::{ReportWindow, ResolvedRequest};

use time::{Date, Duration, UtcDateTime};

use crate::datetime::{self, DateTimeText, add_months};
use crate::error::{Error, ErrorCode, Result};
use crate::settings::Settings;
use crate::timeframe::{Period, Timeframe};
use crate::timezone::{self, FindTimeZone, TimeZone, instant_of};

/// fal's limit for estimates, in days.
const LIMIT_DAYS: i64 = 90;

/// The parameters of `GET /account/focus`, verbatim: fal's names, values as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportRequest {
    /// `invoice` or `estimate`; required.
    pub source: Option<String>,
    /// `YYYY-MM`, the month the invoice was issued; invoice only.
    pub billing_month: Option<String>,
    /// `YYYY-MM`, the month the charges were incurred; invoice only.
    pub charge_month: Option<String>,
    /// ISO 8601 date or date-time, inclusive; estimate only. Default: 24 hours before `now`.
    pub start: Option<String>,
    /// ISO 8601 date or date-time, exclusive; estimate only. Default: `now`.
    pub end: Option<String>,
    /// IANA name of the zone of boundaries and buckets. Default: `UTC`.
    pub timezone: Option<String>,
    /// `minute`, `hour`, `day`, `week` or `month`. Default: by the elapsed time of the range.
    pub timeframe: Option<String>,
    /// `true` or `false`; estimate only. Default: `true`.
    pub bound_to_timeframe: Option<String>,
}

/// Where the figures of a report come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The invoice of a month.
    Invoice,
    /// Usage that need not be invoiced yet.
    Estimate,
}

impl Source {
    /// fal's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Invoice => "invoice",
            Source::Estimate => "estimate",
        }
    }
}

/// Which ranges an estimate may ask for (option `rangeLimit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RangeLimit {
    /// `start` not before `now` minus 90 × 24 hours.
    #[default]
    Lookback,
    /// `end` at most 90 calendar days after `start`, in the zone.
    Range,
    /// No limit, for replies saved earlier.
    None,
}

impl ReportRequest {
    /// Takes the parameters as they come; a name that fal does not know is `unknown_parameter`.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let mut request = Self::default();
        for (name, value) in settings.as_slice() {
            // A value that is no text fails where its parameter is read, in the order of errors.
            *request.parameter_mut(name)? = Some(value.to_string());
        }
        Ok(request)
    }

    fn parameter_mut(&mut self, name: &str) -> Result<&mut Option<String>> {
        Ok(match name {
            "source" => &mut self.source,
            "billing_month" => &mut self.billing_month,
            "charge_month" => &mut self.charge_month,
            "start" => &mut self.start,
            "end" => &mut self.end,
            "timezone" => &mut self.timezone,
            "timeframe" => &mut self.timeframe,
            "bound_to_timeframe" => &mut self.bound_to_timeframe,
            _ => return Err(unknown_parameter(name)),
        })
    }

    /// Works out the window of the report.
    ///
    /// `now` fills the defaults. The first error wins: missing, invalid, inapplicable,
    /// conflicting, empty_range, range_too_long; within a kind in the order of the fields.
    pub fn resolve(
        &self,
        now: UtcDateTime,
        limit: RangeLimit,
        zones: FindTimeZone<'_>,
    ) -> Result<ReportWindow> {
        let parameters = self.read(zones)?;
        self.check_applicable(parameters.source)?;
        match parameters.source {
            Source::Invoice => self.invoice_window(parameters, now),
            Source::Estimate => self.estimate_window(parameters, now, limit),
        }
    }

    fn read(&self, zones: FindTimeZone<'_>) -> Result<Parameters> {
        Ok(Parameters {
            source: self.read_source()?,
            billing_month: read_month("billing_month", &self.billing_month)?,
            charge_month: read_month("charge_month", &self.charge_month)?,
            start: read_date_time("start", &self.start)?,
            end: read_date_time("end", &self.end)?,
            zone: self.read_zone(zones)?,
            timeframe: self.read_timeframe()?,
            bound_to_timeframe: self.read_bound()?,
        })
    }

    fn read_source(&self) -> Result<Source> {
        match self.source.as_deref() {
            Some("invoice") => Ok(Source::Invoice),
            Some("estimate") => Ok(Source::Estimate),
            Some(other) => Err(invalid("source", other).hint("Use invoice or estimate.")),
            None => Err(Error::new(ErrorCode::MissingParameter, "source is missing")
                .field("source")
                .hint("Use source=estimate for a range of dates, source=invoice for a month.")),
        }
    }

    fn read_zone(&self, zones: FindTimeZone<'_>) -> Result<Box<dyn TimeZone>> {
        let name = self.timezone.as_deref().unwrap_or("UTC");
        timezone::find(name, zones).ok_or_else(|| {
            Error::new(ErrorCode::UnknownTimezone, format!("no time zone is called \"{name}\""))
                .field("timezone")
                .hint("Use an IANA name such as Europe/Berlin; an offset is not a name.")
        })
    }

    fn read_timeframe(&self) -> Result<Option<Timeframe>> {
        let Some(text) = self.timeframe.as_deref() else {
            return Ok(None);
        };
        match Timeframe::from_name(text) {
            Some(timeframe) => Ok(Some(timeframe)),
            None => Err(invalid("timeframe", text).hint("Use minute, hour, day, week or month.")),
        }
    }

    fn read_bound(&self) -> Result<bool> {
        match self.bound_to_timeframe.as_deref() {
            None | Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(other) => Err(invalid("bound_to_timeframe", other).hint("Use true or false.")),
        }
    }

    /// Nothing is silently ignored: parameters of the other source are errors.
    fn check_applicable(&self, source: Source) -> Result<()> {
        let of_the_other: &[(&str, &Option<String>)] = match source {
            Source::Invoice => &[
                ("start", &self.start),
                ("end", &self.end),
                ("bound_to_timeframe", &self.bound_to_timeframe),
            ],
            Source::Estimate => {
                &[("billing_month", &self.billing_month), ("charge_month", &self.charge_month)]
            }
        };
        match of_the_other.iter().find(|(_, value)| value.is_some()) {
            Some((name, _)) => Err(inapplicable(name, source)),
            None => Ok(()),
        }
    }

    /// The charge month of an invoice: billing in arrears, whole UTC months whatever the zone.
    fn invoice_window(&self, parameters: Parameters, now: UtcDateTime) -> Result<ReportWindow> {
        let billing_month = match (parameters.billing_month, parameters.charge_month) {
            (Some(_), Some(_)) => return Err(both_months()),
            (Some(billing_month), None) => Some(billing_month),
            (None, Some(charge_month)) => add_months(charge_month, 1),
            (None, None) => add_months(now.date(), 0),
        };
        let charge_month = billing_month.and_then(|month| add_months(month, -1));
        let (Some(billing_month), Some(charge_month)) = (billing_month, charge_month) else {
            return Err(off_the_calendar("charge_month"));
        };
        Ok(ReportWindow {
            source: Source::Invoice,
            timezone: self.zone_name(),
            timeframe: parameters.timeframe.unwrap_or(Timeframe::Month),
            bound_to_timeframe: None,
            requested: None,
            period: Period {
                start: charge_month.midnight().as_utc(),
                end: billing_month.midnight().as_utc(),
            },
            months: Some((billing_month, charge_month)),
            zone: parameters.zone,
        })
    }

    fn estimate_window(
        &self,
        parameters: Parameters,
        now: UtcDateTime,
        limit: RangeLimit,
    ) -> Result<ReportWindow> {
        let zone = parameters.zone;
        let requested = Period {
            start: match parameters.start {
                Some(text) => to_instant("start", text, &*zone)?,
                None => now - Duration::hours(24),
            },
            end: match parameters.end {
                Some(text) => to_instant("end", text, &*zone)?,
                None => now,
            },
        };
        self.check_order(requested)?;
        check_limit(requested, now, limit, &*zone)?;
        let elapsed = requested.end - requested.start;
        let timeframe = parameters.timeframe.unwrap_or_else(|| Timeframe::detect(elapsed));
        let period = if parameters.bound_to_timeframe {
            aligned(requested, timeframe, &*zone)?
        } else {
            requested
        };
        Ok(ReportWindow {
            source: Source::Estimate,
            timezone: self.zone_name(),
            timeframe,
            bound_to_timeframe: Some(parameters.bound_to_timeframe),
            requested: Some(requested),
            period,
            months: None,
            zone,
        })
    }

    fn zone_name(&self) -> String {
        self.timezone.clone().unwrap_or_else(|| "UTC".to_owned())
    }

    fn check_order(&self, requested: Period) -> Result<()> {
        if requested.start < requested.end {
            return Ok(());
        }
        let (field, hint) = match (&self.start, &self.end) {
            (None, _) => ("end", "start defaults to 24 hours before now: give start as well."),
            (_, None) => ("start", "end defaults to now: give end as well, or an earlier start."),
            _ => ("end", "end is exclusive: for the whole of one day give the day after it."),
        };
        let (start, end) = (datetime::format(requested.start), datetime::format(requested.end));
        let message = format!("the range is empty: end {end} is not after start {start}");
        Err(Error::new(ErrorCode::EmptyRange, message).field(field).hint(hint))
    }
}

/// The parameters by their types, before they are weighed against each other.
struct Parameters {
    source: Source,
    billing_month: Option<Date>,
    charge_month: Option<Date>,
    start: Option<DateTimeText>,
    end: Option<DateTimeText>,
    zone: Box<dyn TimeZone>,
    timeframe: Option<Timeframe>,
    bound_to_timeframe: bool,
}

fn read_month(name: &str, value: &Option<String>) -> Result<Option<Date>> {
    let Some(text) = value else { return Ok(None) };
    match datetime::parse_month(text) {
        Some(month) => Ok(Some(month)),
        None => Err(invalid(name, text).hint("Use YYYY-MM, such as 2025-02.")),
    }
}

fn read_date_time(name: &str, value: &Option<String>) -> Result<Option<DateTimeText>> {
    let Some(text) = value else { return Ok(None) };
    match datetime::parse(text) {
        Some(parsed) => Ok(Some(parsed)),
        None => Err(invalid(name, text).hint(date_time_hint(text))),
    }
}

/// A `+` that was not escaped in a query string arrives as a space: worth a hint of its own.
fn date_time_hint(text: &str) -> &'static str {
    if text.contains('T') && text.contains(' ') {
        "In a query string the + of an offset is written %2B."
    } else {
        "Use a date (2025-01-31) or a date-time (2025-01-31T10:00:00Z, 2025-01-31T10:00:00+05:30)."
    }
}

fn to_instant(name: &str, text: DateTimeText, zone: &dyn TimeZone) -> Result<UtcDateTime> {
    let instant = match text {
        DateTimeText::Instant(instant) => Some(instant),
        DateTimeText::Local(local) => instant_of(local, zone),
    };
    instant.ok_or_else(|| off_the_calendar(name))
}

/// Moves the start back and the end forward to boundaries; an end on a boundary stays.
fn aligned(requested: Period, timeframe: Timeframe, zone: &dyn TimeZone) -> Result<Period> {
    let first = timeframe.period_at(requested.start, zone);
    let last = timeframe.period_at(requested.end, zone);
    let (Some(first), Some(last)) = (first, last) else {
        return Err(off_the_calendar(if first.is_none() { "start" } else { "end" }));
    };
    let end_on_boundary = last.start == requested.end;
    Ok(Period { start: first.start, end: if end_on_boundary { last.start } else { last.end } })
}

/// The limit is on the requested range, before alignment.
fn check_limit(
    requested: Period,
    now: UtcDateTime,
    limit: RangeLimit,
    zone: &dyn TimeZone,
) -> Result<()> {
    let lift = "set the option rangeLimit to \"none\" (--range-limit none)";
    match limit {
        RangeLimit::Lookback if requested.start < now - Duration::days(LIMIT_DAYS) => {
            let message = format!(
                "start {} is more than {LIMIT_DAYS} days before now, {}",
                datetime::format(requested.start),
                datetime::format(now),
            );
            Err(Error::new(ErrorCode::RangeTooLong, message)
                .field("start")
                .hint(format!("For replies saved earlier {lift}.")))
        }
        RangeLimit::Range
            if latest_end(requested.start, zone).is_some_and(|e| requested.end > e) =>
        {
            let message = format!("the range is longer than {LIMIT_DAYS} days");
            Err(Error::new(ErrorCode::RangeTooLong, message)
                .field("end")
                .hint(format!("Split the range into shorter ones, or {lift} for saved replies.")))
        }
        _ => Ok(()),
    }
}

/// 90 calendar days after `start`, at the same local time.
fn latest_end(start: UtcDateTime, zone: &dyn TimeZone) -> Option<UtcDateTime> {
    let local = timezone::local_time(start, zone)?;
    instant_of(local.checked_add(Duration::days(LIMIT_DAYS))?, zone)
}

fn unknown_parameter(name: &str) -> Error {
    Error::new(ErrorCode::UnknownParameter, format!("there is no parameter \"{name}\""))
        .field(name)
        .hint(
            "The parameters are source, billing_month, charge_month, start, end, timezone, \
             timeframe and bound_to_timeframe.",
        )
}

fn invalid(name: &str, value: &str) -> Error {
    let message = format!("{name} cannot be \"{value}\"");
    Error::new(ErrorCode::InvalidParameter, message).field(name)
}

fn inapplicable(name: &str, source: Source) -> Error {
    let (other, instead) = match source {
        Source::Invoice => ("estimate", "billing_month or charge_month choose the month"),
        Source::Estimate => ("invoice", "start and end choose the range"),
    };
    let message = format!("{name} does not apply to source={}", source.as_str());
    Error::new(ErrorCode::InapplicableParameter, message)
        .field(name)
        .hint(format!("Leave it out ({instead}), or use source={other}."))
}

fn both_months() -> Error {
    let message = "billing_month and charge_month exclude each other";
    Error::new(ErrorCode::ConflictingParameters, message)
        .field("charge_month")
        .hint("Give one of them: billing_month is the month after charge_month.")
}

fn off_the_calendar(name: &str) -> Error {
    let message = format!("{name} leads beyond the calendar (years 0001 to 9999)");
    Error::new(ErrorCode::InvalidParameter, message)
        .field(name)
        .hint("Choose a range within these years.")
}

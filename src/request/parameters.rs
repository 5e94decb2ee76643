//! The parameters as values: each checked by itself, in the order of the request's fields.

use time::Date;

use super::{ReportRequest, Source};
use crate::datetime::{self, DateTimeText};
use crate::error::{Error, ErrorCode, Result};
use crate::settings::Setting;
use crate::timeframe::Timeframe;
use crate::timezone::{self, FindTimeZone, TimeZone};

/// The parameters by their types, before they are weighed against each other.
pub(super) struct Parameters {
    pub(super) source: Source,
    pub(super) billing_month: Option<Date>,
    pub(super) charge_month: Option<Date>,
    pub(super) start: Option<DateTimeText>,
    pub(super) end: Option<DateTimeText>,
    pub(super) zone_name: String,
    pub(super) zone: Box<dyn TimeZone>,
    pub(super) timeframe: Option<Timeframe>,
    pub(super) bound_to_timeframe: bool,
}

impl Parameters {
    pub(super) fn read(request: &ReportRequest, zones: FindTimeZone<'_>) -> Result<Self> {
        let source = read_source(&request.source)?;
        let billing_month = read_month("billing_month", &request.billing_month)?;
        let charge_month = read_month("charge_month", &request.charge_month)?;
        let start = read_date_time("start", &request.start)?;
        let end = read_date_time("end", &request.end)?;
        let zone_name = text("timezone", &request.timezone)?.unwrap_or("UTC").to_owned();
        Ok(Self {
            source,
            billing_month,
            charge_month,
            start,
            end,
            zone: find_zone(&zone_name, zones)?,
            zone_name,
            timeframe: read_timeframe(&request.timeframe)?,
            bound_to_timeframe: read_bound(&request.bound_to_timeframe)?,
        })
    }
}

type Given = Option<Setting>;

fn text<'a>(name: &str, value: &'a Given) -> Result<Option<&'a str>> {
    match value {
        None | Some(Setting::Null) => Ok(None),
        Some(Setting::Text(text)) => Ok(Some(text)),
        Some(other) => Err(invalid(name, &other.to_string()).hint("Parameters are texts.")),
    }
}

fn read_source(value: &Given) -> Result<Source> {
    match text("source", value)? {
        Some("invoice") => Ok(Source::Invoice),
        Some("estimate") => Ok(Source::Estimate),
        Some(other) => Err(invalid("source", other).hint("Use invoice or estimate.")),
        None => Err(Error::new(ErrorCode::MissingParameter, "source is missing")
            .field("source")
            .hint("Use source=estimate for a range of dates, source=invoice for a month.")),
    }
}

fn find_zone(name: &str, zones: FindTimeZone<'_>) -> Result<Box<dyn TimeZone>> {
    timezone::find(name, zones).ok_or_else(|| {
        Error::new(ErrorCode::UnknownTimezone, format!("no time zone is called \"{name}\""))
            .field("timezone")
            .hint("Use an IANA name such as Europe/Berlin; an offset is not a name.")
    })
}

fn read_timeframe(value: &Given) -> Result<Option<Timeframe>> {
    let Some(name) = text("timeframe", value)? else { return Ok(None) };
    match Timeframe::from_name(name) {
        Some(timeframe) => Ok(Some(timeframe)),
        None => Err(invalid("timeframe", name).hint("Use minute, hour, day, week or month.")),
    }
}

fn read_bound(value: &Given) -> Result<bool> {
    const NAME: &str = "bound_to_timeframe";
    if let Some(Setting::Bool(bound)) = value {
        return Ok(*bound);
    }
    match text(NAME, value)? {
        None | Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(other) => Err(invalid(NAME, other).hint("Use true or false.")),
    }
}

fn read_month(name: &str, value: &Given) -> Result<Option<Date>> {
    let Some(month) = text(name, value)? else { return Ok(None) };
    match datetime::parse_month(month) {
        Some(first_day) => Ok(Some(first_day)),
        None => Err(invalid(name, month).hint("Use YYYY-MM, such as 2025-02.")),
    }
}

fn read_date_time(name: &str, value: &Given) -> Result<Option<DateTimeText>> {
    let Some(given) = text(name, value)? else { return Ok(None) };
    match datetime::parse(given) {
        Some(parsed) => Ok(Some(parsed)),
        None => Err(invalid(name, given).hint(date_time_hint(given))),
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

fn invalid(name: &str, value: &str) -> Error {
    let message = format!("{name} cannot be \"{value}\"");
    Error::new(ErrorCode::InvalidParameter, message).field(name)
}

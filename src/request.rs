//! fal's report parameters: what they mean, what they exclude, and the window they ask for.

mod parameters;
mod window;

pub use window::{ReportWindow, ResolvedRequest, ZoneOffset};

use time::{Date, Duration, UtcDateTime};

use crate::datetime::{self, DateTimeText, add_months};
use crate::error::{Error, ErrorCode, Result};
use crate::options::ReportOptions;
use crate::settings::{Setting, Settings};
use crate::timeframe::{Period, Timeframe};
use crate::timezone::{self, FindTimeZone, TimeZone, instant_of};

use parameters::Parameters;

/// fal's limit for estimates, in days.
const LIMIT_DAYS: i64 = 90;

/// The parameters of `GET /account/focus`, verbatim: fal's names, values as they come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportRequest {
    /// `invoice` or `estimate`; required.
    pub source: Option<Setting>,
    /// `YYYY-MM`, the month the invoice was issued; invoice only.
    pub billing_month: Option<Setting>,
    /// `YYYY-MM`, the month the charges were incurred; invoice only.
    pub charge_month: Option<Setting>,
    /// ISO 8601 date or date-time, inclusive; estimate only. Default: 24 hours before `now`.
    pub start: Option<Setting>,
    /// ISO 8601 date or date-time, exclusive; estimate only. Default: `now`.
    pub end: Option<Setting>,
    /// IANA name of the zone of boundaries and buckets. Default: `UTC`.
    pub timezone: Option<Setting>,
    /// `minute`, `hour`, `day`, `week` or `month`. Default: by the elapsed time of the range.
    pub timeframe: Option<Setting>,
    /// `true` or `false`; estimate only. Default: `true`.
    pub bound_to_timeframe: Option<Setting>,
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
            *request.parameter_mut(name)? = Some(value.clone());
        }
        Ok(request)
    }

    fn parameter_mut(&mut self, name: &str) -> Result<&mut Option<Setting>> {
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
    /// Of the options, `now` fills defaults, `rangeLimit` limits an estimate, and an invoice
    /// document has a month. The first error wins: missing, invalid, inapplicable,
    /// conflicting, empty_range, range_too_long; within a kind in the order of the fields.
    pub fn resolve(
        &self,
        options: &ReportOptions,
        zones: FindTimeZone<'_>,
    ) -> Result<ReportWindow> {
        let parameters = Parameters::read(self, zones)?;
        self.check_applicable(parameters.source)?;
        let window = match (parameters.source, &options.invoice) {
            (Source::Invoice, _) => self.invoice_window(parameters, options)?,
            (Source::Estimate, Some(_)) => return Err(invoice_of_an_estimate()),
            (Source::Estimate, None) => {
                self.estimate_window(parameters, options.now, options.range_limit)?
            }
        };
        if window.is_on_the_calendar() { Ok(window) } else { Err(self.window_off_the_calendar()) }
    }

    /// Nothing is silently ignored: parameters of the other source are errors.
    fn check_applicable(&self, source: Source) -> Result<()> {
        let of_the_other: &[(&str, &Option<Setting>)] = match source {
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
    fn invoice_window(
        &self,
        parameters: Parameters,
        options: &ReportOptions,
    ) -> Result<ReportWindow> {
        let of_document = options.invoice.as_ref().map(|invoice| invoice.billing_month);
        let (billing_month, field) = match (parameters.billing_month, parameters.charge_month) {
            (Some(_), Some(_)) => return Err(both_months()),
            (Some(billing_month), None) => (Some(billing_month), "billing_month"),
            (None, Some(charge_month)) => (add_months(charge_month, 1), "charge_month"),
            (None, None) => (of_document.or(add_months(options.now.date(), 0)), "billing_month"),
        };
        if let Some(of_document) = of_document.filter(|month| billing_month != Some(*month)) {
            return Err(another_month(field, of_document));
        }
        let charge_month = billing_month.and_then(|month| add_months(month, -1));
        let (Some(billing_month), Some(charge_month)) = (billing_month, charge_month) else {
            return Err(self.window_off_the_calendar());
        };
        Ok(ReportWindow {
            source: Source::Invoice,
            timezone: parameters.zone_name,
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
                None => {
                    now.checked_sub(Duration::hours(24)).ok_or_else(|| off_the_calendar("start"))?
                }
            },
            end: match parameters.end {
                Some(text) => to_instant("end", text, &*zone)?,
                None => now,
            },
        };
        self.check_order(requested)?;
        check_limit(requested, now, limit, &*zone)?;
        let timeframe = parameters.timeframe.unwrap_or_else(|| Timeframe::detect(requested));
        let period = if parameters.bound_to_timeframe {
            aligned(requested, timeframe, &*zone)?
        } else {
            requested
        };
        Ok(ReportWindow {
            source: Source::Estimate,
            timezone: parameters.zone_name,
            timeframe,
            bound_to_timeframe: Some(parameters.bound_to_timeframe),
            requested: Some(requested),
            period,
            months: None,
            zone,
        })
    }

    fn window_off_the_calendar(&self) -> Error {
        let given = [
            ("billing_month", &self.billing_month),
            ("charge_month", &self.charge_month),
            ("end", &self.end),
        ];
        let at_fault = given.iter().find(|(_, value)| value.is_some());
        off_the_calendar(at_fault.map_or("start", |(name, _)| name))
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
    // The period before the end, which is there where the calendar has none behind it.
    let before_end = requested.end.checked_sub(Duration::SECOND);
    let last = before_end
        .and_then(|instant| timeframe.period_at(instant, zone))
        .filter(|period| requested.end <= period.end)
        .or_else(|| timeframe.period_at(requested.end, zone));
    let (Some(first), Some(last)) = (first, last) else {
        return Err(off_the_calendar(if first.is_none() { "start" } else { "end" }));
    };
    Ok(Period { start: first.start, end: last.end })
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
        RangeLimit::Lookback if earliest_start(now).is_some_and(|e| requested.start < e) => {
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

/// 90 times 24 hours before `now`.
fn earliest_start(now: UtcDateTime) -> Option<UtcDateTime> {
    now.checked_sub(Duration::days(LIMIT_DAYS))
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

fn another_month(field: &str, of_document: Date) -> Error {
    let month = datetime::format_month(of_document);
    let message = format!("the invoice document is of billing month {month}, {field} of another");
    Error::new(ErrorCode::ConflictingParameters, message)
        .field(field)
        .hint("Leave the month out: the document's own is taken.")
}

fn invoice_of_an_estimate() -> Error {
    let message = "an invoice document does not apply to source=estimate";
    Error::new(ErrorCode::InvalidOption, message)
        .field("invoice")
        .hint("Leave it out, or use source=invoice.")
}

fn off_the_calendar(name: &str) -> Error {
    let message = format!("{name} leads beyond the calendar (years 0001 to 9999)");
    Error::new(ErrorCode::InvalidParameter, message)
        .field(name)
        .hint("Choose a range within these years.")
}

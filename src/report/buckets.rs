//! What the starts of buckets tell of the replies: they do not say which timeframe and which time
//! zone they were asked with.

use time::{UtcDateTime, UtcOffset, Weekday};

use super::Place;
use crate::error::{Error, ErrorCode, Result};
use crate::options::ReportOptions;
use crate::request::ReportWindow;
use crate::summary::{WarningCode, Warnings};
use crate::timeframe::Timeframe;
use crate::timezone::local_time;
use crate::usage::ReplyKind;

/// No zone's clocks ever differed by more between seasons.
const SEASONS: i32 = 2 * 3600;

/// A bucket with line items.
pub(super) struct Bucket<'a> {
    pub(super) start: UtcDateTime,
    pub(super) offset: Option<UtcOffset>,
    pub(super) place: Place<'a>,
}

/// The observations of a report in the making.
#[derive(Debug)]
pub(super) struct Buckets {
    /// The option `inputTimeframe`.
    said: Option<Timeframe>,
    /// The timeframe of the input, where the option or a manifest says it.
    input_timeframe: Option<Timeframe>,
    /// Whether coarser buckets could be mistaken for finer ones.
    may_mistake: bool,
    /// Of the reply being read: the coarser timeframes on whose boundaries all buckets start.
    reply: Coarser,
    /// In the order of [`ReplyKind::ALL`]; `None` where no reply of the kind has come.
    kinds: [Option<Coarser>; 5],
    /// Of replies without line items, of which the kind cannot be told.
    of_no_kind: Coarser,
    offsets: Offsets,
    weeks: Weeks,
}

/// The timeframes that all buckets so far may have been asked with, of those coarser than the
/// report's.
#[derive(Debug, Clone)]
struct Coarser {
    timeframes: Vec<Timeframe>,
    /// Without a bucket nothing is known.
    any_bucket: bool,
}

impl Buckets {
    pub(super) fn new(window: &ReportWindow, options: &ReportOptions) -> Self {
        // A window of one charge period is right whatever the buckets are.
        let one_period = window
            .charge_period(window.period.start)
            .flatten()
            .is_none_or(|first| first.end >= window.period.end);
        let coarser = Coarser::than(window.timeframe);
        let said = options.input_timeframe;
        Self {
            said,
            input_timeframe: said,
            may_mistake: !one_period,
            reply: coarser.clone(),
            kinds: Default::default(),
            of_no_kind: coarser,
            offsets: Offsets::default(),
            weeks: Weeks::default(),
        }
    }

    /// A manifest says which timeframe the replies were fetched with.
    pub(super) fn fetched_by(&mut self, timeframe: Timeframe, window: &ReportWindow) -> Result<()> {
        match self.said {
            Some(said) if said != timeframe => Err(contradicts_manifest(said, timeframe)),
            _ if timeframe > window.timeframe => Err(too_coarse(timeframe, window.timeframe)),
            _ => {
                self.input_timeframe = Some(timeframe);
                Ok(())
            }
        }
    }

    /// A bucket begins, with line items or without.
    pub(super) fn begins(&mut self, start: UtcDateTime, window: &ReportWindow) {
        if self.may_mistake && self.input_timeframe.is_none() {
            self.reply.observe(start, window);
        }
    }

    /// A bucket has line items.
    pub(super) fn counts(
        &mut self,
        bucket: Bucket<'_>,
        window: &ReportWindow,
        warnings: &mut Warnings,
    ) {
        self.offsets.observe(&bucket, window, warnings);
        self.weeks.observe(&bucket, window);
    }

    /// The reply ends.
    pub(super) fn reply_ends(&mut self, kind: Option<ReplyKind>, window: &ReportWindow) {
        let coarser = Coarser::than(window.timeframe);
        let reply = std::mem::replace(&mut self.reply, coarser.clone());
        let total = match kind.and_then(|kind| self.kinds.get_mut(kind as usize)) {
            Some(total) => total.get_or_insert(coarser),
            None => &mut self.of_no_kind,
        };
        total.keep_common(&reply);
        self.offsets.reply_ends();
    }

    /// Judges what was observed.
    pub(super) fn finish(&mut self, window: &ReportWindow, warnings: &mut Warnings) -> Result<()> {
        self.offsets.finish(warnings);
        self.weeks.finish(self.input_timeframe, warnings);
        if !self.may_mistake || self.input_timeframe.is_some() {
            return Ok(());
        }
        let of_usage =
            ReplyKind::ALL.iter().zip(&mut self.kinds).filter(|(kind, _)| !kind.is_events());
        for (kind, coarser) in of_usage {
            let Some(coarser) = coarser.as_mut().filter(|coarser| coarser.any_bucket) else {
                continue;
            };
            coarser.keep_common(&self.of_no_kind);
            if let Some(coarser) = coarser.timeframes.first() {
                return Err(ambiguous(*kind, *coarser, window.timeframe));
            }
        }
        Ok(())
    }
}

impl Coarser {
    fn than(timeframe: Timeframe) -> Self {
        let coarser = Timeframe::ALL.into_iter().filter(|coarser| *coarser > timeframe);
        Self { timeframes: coarser.collect(), any_bucket: false }
    }

    fn observe(&mut self, bucket: UtcDateTime, window: &ReportWindow) {
        self.any_bucket = true;
        self.timeframes.retain(|coarser| coarser.starts_at(bucket, window.zone()));
    }

    fn keep_common(&mut self, other: &Coarser) {
        self.any_bucket |= other.any_bucket;
        self.timeframes.retain(|coarser| other.timeframes.contains(coarser));
    }
}

/// Offsets that the zone does not have at that time: the replies may be of another zone.
#[derive(Debug, Default)]
struct Offsets {
    reply_fits: bool,
    reply_misfits: bool,
    fitting_replies: u64,
    misfit_replies: u64,
    range: Option<(i32, i32)>,
    first_misfit: Option<(Option<String>, String)>,
}

impl Offsets {
    fn observe(&mut self, bucket: &Bucket<'_>, window: &ReportWindow, warnings: &mut Warnings) {
        let Some(offset) = bucket.offset else {
            self.reply_fits = true;
            return;
        };
        let seconds = offset.whole_seconds();
        let (low, high) = self.range.unwrap_or((seconds, seconds));
        self.range = Some((low.min(seconds), high.max(seconds)));
        if offset == window.boundary_zone().offset_at(bucket.start) {
            self.reply_fits = true;
            return;
        }
        self.reply_misfits = true;
        warnings.count(WarningCode::OffsetDiffers, bucket.place);
        self.first_misfit.get_or_insert_with(|| bucket.place.kept());
    }

    fn reply_ends(&mut self) {
        if std::mem::take(&mut self.reply_misfits) {
            self.misfit_replies += 1;
        } else if self.reply_fits {
            self.fitting_replies += 1;
        }
        self.reply_fits = false;
    }

    fn finish(&self, warnings: &mut Warnings) {
        let spread = self.range.map_or(0, |(low, high)| high - low);
        let Some((file, path)) = &self.first_misfit else { return };
        if self.fitting_replies > 0 || spread > SEASONS {
            let place = Place { file: file.as_deref(), path };
            warnings.count_many(WarningCode::MixedTimezones, place, self.misfit_replies);
        }
    }
}

/// Weeks that start on another day than Monday.
#[derive(Debug, Default)]
struct Weeks {
    /// The start of the first bucket, and whether another one was seen.
    first: Option<UtcDateTime>,
    has_two: bool,
    /// The weekday on whose midnights all buckets start.
    weekday: Option<Weekday>,
    is_mixed: bool,
    is_monthly: bool,
    buckets: u64,
    off_monday: u64,
    first_off: Option<(Option<String>, String)>,
}

impl Weeks {
    fn observe(&mut self, bucket: &Bucket<'_>, window: &ReportWindow) {
        let is_first = self.buckets == 0;
        self.buckets += 1;
        self.has_two |= *self.first.get_or_insert(bucket.start) != bucket.start;
        let local = local_time(bucket.start, window.boundary_zone());
        let midnight =
            local.filter(|_| Timeframe::Day.starts_at(bucket.start, window.boundary_zone()));
        let weekday = midnight.map(|local| local.weekday());
        self.is_mixed |= weekday.is_none() || (!is_first && weekday != self.weekday);
        self.is_monthly =
            (is_first || self.is_monthly) && local.is_some_and(|local| local.day() == 1);
        if is_first {
            self.weekday = weekday;
        }
        if weekday != Some(Weekday::Monday) {
            self.off_monday += 1;
            self.first_off.get_or_insert_with(|| bucket.place.kept());
        }
    }

    fn finish(&self, input: Option<Timeframe>, warnings: &mut Warnings) {
        let look_weekly = self.has_two && !self.is_mixed && !self.is_monthly;
        let are_weekly = match input {
            Some(timeframe) => timeframe == Timeframe::Week,
            None => look_weekly,
        };
        let Some((file, path)) = self.first_off.as_ref().filter(|_| are_weekly) else { return };
        let place = Place { file: file.as_deref(), path };
        warnings.count_many(WarningCode::WeekStartDiffers, place, self.off_monday);
    }
}

fn ambiguous(kind: ReplyKind, coarser: Timeframe, report: Timeframe) -> Error {
    let (coarser, report) = (coarser.as_str(), report.as_str());
    let message = format!(
        "every bucket of {} starts on the boundary of a {coarser}: the replies may hold whole \
         {coarser}s, and the report is by {report}",
        kind.as_str()
    );
    Error::new(ErrorCode::AmbiguousTimeframe, message).field("inputTimeframe").hint(format!(
        "If they were fetched by {report}, say inputTimeframe={report} (--input-timeframe {report}); \
         if by {coarser}, ask for timeframe={coarser}."
    ))
}

/// The manifest says that the replies are coarser.
fn too_coarse(input: Timeframe, report: Timeframe) -> Error {
    let (input, report) = (input.as_str(), report.as_str());
    let message =
        format!("the manifest says that the replies are by {input}, and the report is by {report}");
    Error::new(ErrorCode::AmbiguousTimeframe, message)
        .field("inputTimeframe")
        .hint(format!("Ask for timeframe={input} or coarser, or fetch the usage by {report}."))
}

/// Where the user says which timeframe the replies have, it must fit into the report's.
pub(super) fn check_input_timeframe(options: &ReportOptions, report: Timeframe) -> Result<()> {
    let Some(input) = options.input_timeframe.filter(|input| *input > report) else {
        return Ok(());
    };
    let (input, report) = (input.as_str(), report.as_str());
    let message = format!("a {input} of usage cannot be split into charge periods of a {report}");
    Err(Error::new(ErrorCode::InvalidOption, message)
        .field("inputTimeframe")
        .hint(format!("Ask for timeframe={input} or coarser, or fetch the usage by {report}.")))
}

fn contradicts_manifest(said: Timeframe, manifest: Timeframe) -> Error {
    let (said, manifest) = (said.as_str(), manifest.as_str());
    let message = format!("inputTimeframe is {said}, and the manifest says {manifest}");
    Error::new(ErrorCode::InvalidOption, message)
        .field("inputTimeframe")
        .hint("Leave inputTimeframe out: the manifest knows what was fetched.")
}

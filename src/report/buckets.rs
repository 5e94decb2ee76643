//! What the starts of buckets tell of the replies: they do not say which timeframe and which time
//! zone they were asked with.

mod offsets;
#[cfg(feature = "parts")]
pub(super) mod part;
mod weeks;

use time::{UtcDateTime, UtcOffset};

use crate::error::{Error, ErrorCode, Result};
use crate::options::ReportOptions;
use crate::place::Place;
use crate::request::ReportWindow;
use crate::summary::Warnings;
use crate::timeframe::Timeframe;
use crate::usage::{KindSet, Manifest, ReplyKind};

use offsets::Offsets;
use weeks::Weeks;

/// A bucket with line items.
pub(super) struct Bucket<'a> {
    pub(super) start: UtcDateTime,
    /// The offset it was written with.
    pub(super) offset: Option<UtcOffset>,
    /// The offset that the zone has then.
    pub(super) zone_offset: UtcOffset,
    pub(super) place: Place<'a>,
}

/// The observations of a report in the making.
#[derive(Debug)]
pub(super) struct Buckets {
    /// The option `inputTimeframe`.
    said: Option<Timeframe>,
    /// Whether coarser buckets could be mistaken for finer ones.
    may_mistake: bool,
    /// Of the reply being read.
    reply: Coarser,
    /// In the order of [`ReplyKind::ALL`].
    kinds: [OfKind; ReplyKind::ALL.len()],
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

/// What is known of the buckets of a kind of replies.
#[derive(Debug)]
struct OfKind {
    coarser: Coarser,
    /// Whether a manifest says what they were fetched with.
    has_manifest: bool,
}

impl Buckets {
    pub(super) fn new(window: &ReportWindow, options: &ReportOptions) -> Self {
        // A window of one charge period is right whatever the buckets are.
        let one_period = window
            .charge_period(window.period.start)
            .flatten()
            .is_none_or(|first| first.end >= window.period.end);
        let coarser = Coarser::than(window.timeframe);
        let mut weeks = Weeks::default();
        if let Some(said) = options.input_timeframe {
            weeks.input_is(said);
        }
        Self {
            said: options.input_timeframe,
            may_mistake: options.input_timeframe.is_none() && !one_period,
            reply: coarser.clone(),
            kinds: std::array::from_fn(|_| OfKind {
                coarser: coarser.clone(),
                has_manifest: false,
            }),
            of_no_kind: coarser,
            offsets: Offsets::default(),
            weeks,
        }
    }

    /// A manifest says which timeframe the replies of its endpoint were fetched with.
    pub(super) fn fetched_by(&mut self, manifest: &Manifest, window: &ReportWindow) -> Result<()> {
        let Some(timeframe) = manifest.timeframe else { return Ok(()) };
        match self.said {
            Some(said) if said != timeframe => return Err(contradicts_manifest(said, timeframe)),
            _ if timeframe > window.timeframe => {
                return Err(too_coarse(timeframe, window.timeframe));
            }
            _ => self.weeks.input_is(timeframe),
        }
        if let Some(of_kind) = self.kinds.get_mut(manifest.kind as usize) {
            of_kind.has_manifest = true;
        }
        Ok(())
    }

    /// A bucket begins, with line items or without.
    pub(super) fn begins(&mut self, start: UtcDateTime, window: &ReportWindow) {
        if self.may_mistake {
            self.reply.observe(start, window);
        }
    }

    /// A bucket has line items.
    pub(super) fn counts(
        &mut self,
        bucket: &Bucket<'_>,
        window: &ReportWindow,
        warnings: &mut Warnings,
    ) {
        self.offsets.observe(bucket, warnings);
        self.weeks.observe(bucket, window);
    }

    /// The reply ends.
    pub(super) fn reply_ends(&mut self, kinds: KindSet, window: &ReportWindow) {
        let reply = std::mem::replace(&mut self.reply, Coarser::than(window.timeframe));
        if kinds.is_empty() {
            self.of_no_kind.keep_common(&reply);
        }
        for kind in kinds.iter() {
            if let Some(of_kind) = self.kinds.get_mut(kind as usize) {
                of_kind.coarser.keep_common(&reply);
            }
        }
        self.offsets.reply_ends();
    }

    /// Judges what was observed.
    pub(super) fn finish(&mut self, window: &ReportWindow, warnings: &mut Warnings) -> Result<()> {
        self.offsets.finish(warnings);
        self.weeks.finish(warnings);
        for (kind, of_kind) in ReplyKind::ALL.iter().zip(&mut self.kinds) {
            if !of_kind.coarser.any_bucket || of_kind.has_manifest {
                continue;
            }
            of_kind.coarser.keep_common(&self.of_no_kind);
            if let Some(coarser) = of_kind.coarser.timeframes.first() {
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

fn ambiguous(kind: ReplyKind, coarser: Timeframe, report: Timeframe) -> Error {
    let boundary = coarser.with_article();
    let (coarser, report) = (coarser.as_str(), report.as_str());
    let message = format!(
        "every bucket of {} starts on the boundary of {boundary}: the replies may hold whole \
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
    let (whole, part) = (input.with_article(), report.with_article());
    let (input, report) = (input.as_str(), report.as_str());
    let message = format!("{whole} of usage cannot be split into charge periods of {part}");
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

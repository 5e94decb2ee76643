//! Which pages of the replies are there: none twice, and the last; or all that a manifest names.

#[cfg(feature = "parts")]
pub(super) mod part;

use std::collections::BTreeMap;

use super::seen::{Met, Seen};
use crate::error::{Error, ErrorCode, Result};
use crate::limits::{MOST_NAMES, exceeded};
use crate::place::{KeptPlace, Place};
use crate::summary::{Completeness, WarningCode, Warnings};
use crate::timeframe::Period;
use crate::usage::{FileHash, List, Manifest, ReplyEnd, ReplyKind};

/// The pages seen so far.
#[derive(Debug)]
pub(super) struct Pages {
    seen: Seen,
    /// In the order of [`ReplyKind::ALL`].
    kinds: [Paging; ReplyKind::ALL.len()],
    /// Pages without line items, of which the kind cannot be told.
    empty_usage: EmptyPages,
    empty_events: EmptyPages,
    files: Vec<FileHash>,
    manifests: Vec<(Manifest, KeptPlace)>,
}

/// What the pages of one kind say.
#[derive(Debug, Default)]
struct Paging {
    is_there: bool,
    more_announced: bool,
    last_seen: bool,
}

/// What pages without line items say.
#[derive(Debug, Default)]
struct EmptyPages {
    more_announced: bool,
    last_pages: usize,
}

impl Pages {
    /// No page yet, and so many at most.
    pub(super) fn new(most: usize) -> Self {
        Self {
            seen: Seen::new(most),
            kinds: Default::default(),
            empty_usage: EmptyPages::default(),
            empty_events: EmptyPages::default(),
            files: Vec::new(),
            manifests: Vec::new(),
        }
    }

    pub(super) fn reply(&mut self, end: &ReplyEnd) -> Result<()> {
        for kind in end.kinds.iter() {
            if let Some(paging) = self.kinds.get_mut(kind as usize) {
                paging.is_there = true;
                paging.more_announced |= end.has_more == Some(true);
                paging.last_seen |= end.has_more == Some(false);
            }
        }
        if let (true, Some(has_more)) = (end.kinds.is_empty(), end.has_more) {
            let empty = match end.list {
                List::TimeSeries => &mut self.empty_usage,
                List::BillingEvents => &mut self.empty_events,
            };
            empty.more_announced |= has_more;
            empty.last_pages += usize::from(!has_more);
        }
        match end.digest {
            Some(digest) if self.seen.insert(digest, 0) != Met::First => {
                let message =
                    "these line items are among the replies already: all would count twice";
                Err(Error::new(ErrorCode::DuplicatePage, message)
                    .hint("Give every page once; fetch the page again if another was meant."))
            }
            _ => self.seen.within_bounds(),
        }
    }

    pub(super) fn manifest(&mut self, manifest: Manifest, place: Place<'_>) -> Result<()> {
        if self.manifests.len() == MOST_NAMES {
            let message = format!("there are more than {MOST_NAMES} manifests");
            let error = exceeded(message, "Make several reports, each of some of the fetches.");
            return Err(error.or_field(|| place.path.to_string()));
        }
        self.manifests.push((manifest, place.kept()));
        Ok(())
    }

    /// Whether files are to be hashed: only a manifest knows hashes.
    pub(super) fn wants_hashes(&self) -> bool {
        !self.manifests.is_empty()
    }

    pub(super) fn file(&mut self, hash: FileHash) {
        self.files.push(hash);
    }

    /// Whether all pages are there, and why one thinks so.
    pub(super) fn finish(&self, window: Period, warnings: &mut Warnings) -> Completeness {
        let missing_pages = self.note_missing_pages(warnings);
        let not_covered = self.note_range(window, warnings);
        let lacking =
            self.lacking(false, &self.empty_usage) + self.lacking(true, &self.empty_events);
        if lacking > 0 {
            warnings.note(WarningCode::MissingLastPage, None, lacking);
        }
        if missing_pages {
            return Completeness::MissingPage;
        } else if not_covered {
            return Completeness::WindowNotCovered;
        } else if lacking > 0 {
            return Completeness::MissingLastPage;
        } else if !self.manifests.is_empty() {
            return Completeness::Manifest;
        }
        let empty_ends = self.empty_usage.last_pages + self.empty_events.last_pages;
        match empty_ends > 0 || self.kinds.iter().any(|paging| paging.last_seen) {
            true => Completeness::LastPage,
            false => Completeness::Unpaged,
        }
    }

    /// How many kinds lack their last page; an empty one may be that of any. Of an endpoint with a
    /// manifest that alone says what is there.
    fn lacking(&self, events: bool, empty: &EmptyPages) -> u64 {
        let kinds = ReplyKind::ALL.iter().zip(&self.kinds);
        let of_list: Vec<(&ReplyKind, &Paging)> =
            kinds.filter(|(kind, paging)| kind.is_events() == events && paging.is_there).collect();
        if of_list.is_empty() {
            let promised = empty.more_announced && empty.last_pages == 0;
            return u64::from(promised && self.manifests.is_empty());
        }
        let lacks_last = |(kind, paging): &&(&ReplyKind, &Paging)| {
            paging.more_announced && !paging.last_seen && !self.has_manifest(**kind)
        };
        let lacking = of_list.iter().filter(lacks_last).count();
        lacking.saturating_sub(empty.last_pages) as u64
    }

    fn note_missing_pages(&self, warnings: &mut Warnings) -> bool {
        for (manifest, place) in &self.manifests {
            let is_missing = |hash: &&FileHash| !self.files.contains(*hash);
            let pages = manifest.pages.iter().filter(is_missing).count() as u64;
            let missing = pages + u64::from(!manifest.complete);
            let place = Place { path: &"pages", ..place.as_place() };
            warnings.count_many(WarningCode::MissingPage, place, missing);
        }
        warnings.count_of(WarningCode::MissingPage) > 0
    }

    fn has_manifest(&self, kind: ReplyKind) -> bool {
        self.manifests.iter().any(|(manifest, _)| manifest.kind == kind)
    }

    /// Several fetches of one endpoint, next to each other, cover the window together.
    fn note_range(&self, window: Period, warnings: &mut Warnings) -> bool {
        for (index, (manifest, place)) in self.manifests.iter().enumerate() {
            let of_endpoint = |other: &Manifest| other.kind == manifest.kind;
            let is_first = !self.manifests.iter().take(index).any(|(other, _)| of_endpoint(other));
            if is_first && !self.covers(manifest.kind, window) {
                let place = Place { path: &"query", ..place.as_place() };
                warnings.count(WarningCode::WindowNotCovered, place);
            }
        }
        warnings.count_of(WarningCode::WindowNotCovered) > 0
    }

    fn covers(&self, kind: ReplyKind, window: Period) -> bool {
        let of_endpoint = self.manifests.iter().filter(|(other, _)| other.kind == kind);
        // In the order of time.
        let mut ranges = BTreeMap::<Period, u32>::new();
        for (manifest, _) in of_endpoint {
            ranges.insert(manifest.range, 0);
        }
        let further = |covered, range: Period| match range.contains(covered) {
            true => range.end,
            false => covered,
        };
        ranges.into_keys().fold(window.start, further) >= window.end
    }
}

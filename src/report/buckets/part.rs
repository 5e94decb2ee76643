//! What the buckets of some of the files tell.

use time::Weekday;

use super::offsets::Offsets;
use super::weeks::Weeks;
use super::{Buckets, Coarser};
use crate::request::ReportWindow;
use crate::wire::{wire_fields, wire_place};

/// The observations of a part.
#[derive(Debug)]
pub(in crate::report) struct PartBuckets {
    kinds: Vec<Coarser>,
    of_no_kind: Coarser,
    offsets: Offsets,
    weeks: Weeks,
}

wire_fields!(PartBuckets { kinds, of_no_kind, offsets, weeks });
wire_fields!(Coarser { timeframes, any_bucket });
wire_place!(Weekday, WEEK);

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl Buckets {
    /// Takes the observations out; what companions and options say stays.
    pub(in crate::report) fn take_part(&mut self, window: &ReportWindow) -> PartBuckets {
        let fresh = Coarser::than(window.timeframe);
        let take = |coarser: &mut Coarser| std::mem::replace(coarser, fresh.clone());
        let weeks = self.weeks.take_part();
        PartBuckets {
            kinds: self.kinds.iter_mut().map(|of_kind| take(&mut of_kind.coarser)).collect(),
            of_no_kind: take(&mut self.of_no_kind),
            offsets: std::mem::take(&mut self.offsets),
            weeks,
        }
    }

    pub(in crate::report) fn add_part(&mut self, part: PartBuckets) {
        for (of_kind, other) in self.kinds.iter_mut().zip(&part.kinds) {
            of_kind.coarser.keep_common(other);
        }
        self.of_no_kind.keep_common(&part.of_no_kind);
        self.offsets.add_part(part.offsets);
        self.weeks.add_part(part.weeks);
    }
}

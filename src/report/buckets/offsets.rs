//! Offsets that the zone does not have at that time: the replies may be of another zone.

use super::Bucket;
use crate::counting::Counting;
use crate::place::KeptPlace;
use crate::summary::{WarningCode, Warnings};

/// No zone's clocks ever differed by more between seasons, in seconds.
const SEASONS: u32 = 2 * 3600;

#[derive(Debug, Default)]
pub(super) struct Offsets {
    reply_fits: bool,
    reply_misfits: bool,
    fitting_replies: u64,
    misfit_replies: u64,
    range: Option<(i32, i32)>,
    first_misfit: Option<KeptPlace>,
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(Offsets {
    reply_fits,
    reply_misfits,
    fitting_replies,
    misfit_replies,
    range,
    first_misfit,
});

impl Offsets {
    pub(super) fn observe(&mut self, bucket: &Bucket<'_>, warnings: &mut Warnings) {
        // A label without an offset is read in the zone, and fits it.
        let Some(offset) = bucket.offset else {
            self.reply_fits = true;
            return;
        };
        let seconds = offset.whole_seconds();
        let (low, high) = self.range.unwrap_or((seconds, seconds));
        self.range = Some((low.min(seconds), high.max(seconds)));
        if offset == bucket.zone_offset {
            self.reply_fits = true;
            return;
        }
        self.reply_misfits = true;
        warnings.count(WarningCode::OffsetDiffers, bucket.place);
        self.first_misfit.get_or_insert_with(|| bucket.place.kept());
    }

    pub(super) fn reply_ends(&mut self) {
        if std::mem::take(&mut self.reply_misfits) {
            self.misfit_replies.count_one();
        } else if self.reply_fits {
            self.fitting_replies.count_one();
        }
        self.reply_fits = false;
    }

    /// The replies of other files, which have all ended.
    #[cfg(feature = "parts")]
    pub(super) fn add_part(&mut self, part: Self) {
        self.fitting_replies.count_more(part.fitting_replies);
        self.misfit_replies.count_more(part.misfit_replies);
        self.range = match self.range.zip(part.range) {
            Some((one, other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            None => self.range.or(part.range),
        };
        self.first_misfit = self.first_misfit.take().or(part.first_misfit);
    }

    pub(super) fn finish(&self, warnings: &mut Warnings) {
        let spread = self.range.map_or(0, |(low, high)| high.abs_diff(low));
        let Some(place) = &self.first_misfit else { return };
        if self.fitting_replies > 0 || spread > SEASONS {
            warnings.count_many(WarningCode::MixedTimezones, place.as_place(), self.misfit_replies);
        }
    }
}

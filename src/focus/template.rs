//! The row of a key with gaps for what differs from row to row: amounts, instants, the request.

use super::column::ValueOf;
use super::row::{Amount, Instant, billing_period};
use crate::counting::Counting;
use crate::datetime;
use crate::decimal::CopiedText;
use crate::error::Result;
use crate::timeframe::Period;

/// Text is copied in blocks of so many bytes, also over the end of what is meant.
const BLOCK: usize = 32;

/// An instant as `YYYY-MM-DDTHH:MM:SSZ`.
const INSTANT: usize = 20;

/// Two of them, and a comma.
const PERIOD: usize = 2 * INSTANT + 1;

/// The same in whole blocks, which is more than any amount needs.
const PERIOD_ROOM: usize = 48;

/// A row with gaps.
#[derive(Debug, Default)]
pub(crate) struct RowTemplate {
    texts: Texts,
    /// A text, and the gap behind it.
    steps: Vec<(Text, Gap)>,
    /// The text cells that got a leading `'`.
    pub(super) escaped_cells: u64,
    /// Whether the request is one of its cells.
    pub(super) has_request: bool,
}

/// The cells of a row that follow from who asked, where they stand together.
#[derive(Debug, Default)]
pub(crate) struct WhoTexts {
    texts: Texts,
    parts: Vec<Text>,
    /// The text cells that got a leading `'`.
    pub(super) escaped_cells: u64,
}

/// Texts, each from a block's start.
#[derive(Debug, Default)]
struct Texts {
    blocks: Vec<[u8; BLOCK]>,
    /// What they need when each is copied with its last block, and with a gap's room behind it.
    room: usize,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
struct Text {
    first: u32,
    blocks: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
enum Gap {
    Amount(Amount),
    Instant(Instant),
    /// Start, comma and end, as they stand in most versions.
    Billing,
    Charge,
    Request,
    /// The next of the cells that follow from who asked.
    Who(u32),
    /// The row ends.
    End,
}

/// What stands in the gaps of a row.
#[derive(Debug)]
pub(crate) struct Gaps<'a> {
    /// In the order of [`Amount`].
    pub(crate) amounts: &'a [CopiedText<'a>; Amount::COUNT],
    /// In the order of [`Instant`].
    pub(crate) instants: &'a Instants,
    pub(crate) who: &'a WhoTexts,
}

/// The texts of a charge period's instants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instants {
    billing: PeriodText,
    charge: PeriodText,
}

/// Start, comma and end, and room behind them.
type PeriodText = [u8; PERIOD_ROOM];

impl Default for Instants {
    fn default() -> Self {
        Self { billing: [0; PERIOD_ROOM], charge: [0; PERIOD_ROOM] }
    }
}

impl Instants {
    /// Those of a charge period, and of the billing period it lies in.
    pub(crate) fn of(charge_period: Period) -> Result<Self> {
        let billing = billing_period(charge_period)?;
        Ok(Self { billing: Self::text(billing), charge: Self::text(charge_period) })
    }

    fn text(period: Period) -> PeriodText {
        let text = format!("{},{}", datetime::format(period.start), datetime::format(period.end));
        let mut room = [0; PERIOD_ROOM];
        for (to, from) in room.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        room
    }

    #[inline(always)]
    fn get(&self, instant: Instant) -> Option<&[u8; INSTANT]> {
        let (period, start) = match instant {
            Instant::BillingStart => (&self.billing, 0),
            Instant::BillingEnd => (&self.billing, INSTANT + 1),
            Instant::ChargeStart => (&self.charge, 0),
            Instant::ChargeEnd => (&self.charge, INSTANT + 1),
        };
        period.get(start..)?.first_chunk()
    }
}

impl Gap {
    /// The whole period, where this is its start and the next its end.
    fn up_to(self, next: Gap) -> Option<Gap> {
        match (self, next) {
            (Gap::Instant(Instant::BillingStart), Gap::Instant(Instant::BillingEnd)) => {
                Some(Gap::Billing)
            }
            (Gap::Instant(Instant::ChargeStart), Gap::Instant(Instant::ChargeEnd)) => {
                Some(Gap::Charge)
            }
            _ => None,
        }
    }
}

impl Texts {
    fn add(&mut self, text: &[u8]) -> Text {
        let first = self.blocks.len() as u32;
        self.blocks.extend(text.chunks(BLOCK).map(|part| {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(part) {
                *to = *from;
            }
            block
        }));
        self.room = self.room.saturating_add(text.len()).saturating_add(BLOCK + PERIOD_ROOM);
        let blocks = text.len().div_ceil(BLOCK) as u32;
        Text { first, blocks, length: text.len() as u32 }
    }

    /// Copies a text to the room's start, and says how long it is.
    #[inline(always)]
    fn copy(&self, text: Text, room: &mut [u8]) -> Option<usize> {
        let first = text.first as usize;
        let from = self.blocks.get(first..)?.get(..text.blocks as usize)?;
        let (to, _) = room.as_chunks_mut();
        for (to, from) in to.get_mut(..from.len())?.iter_mut().zip(from) {
            *to = *from;
        }
        Some(text.length as usize)
    }
}

impl WhoTexts {
    /// Adds the next cells that stand together.
    pub(super) fn add(&mut self, text: &[u8]) {
        let text = self.texts.add(text);
        self.parts.push(text);
    }
}

impl RowTemplate {
    /// Adds a text, and the value behind it that differs.
    pub(super) fn add(&mut self, text: &[u8], value: ValueOf) {
        let gap = match value {
            ValueOf::Amount(amount) => Gap::Amount(amount),
            ValueOf::Instant(instant) => Gap::Instant(instant),
            ValueOf::Request => Gap::Request,
            ValueOf::Who(_) => {
                let before = self.steps.iter().filter(|(_, gap)| matches!(gap, Gap::Who(_)));
                Gap::Who(before.count() as u32)
            }
            ValueOf::Sold(_) => Gap::End,
        };
        self.has_request |= matches!(gap, Gap::Request);
        if let (b",", Some((_, last))) = (text, self.steps.last_mut())
            && let Some(period) = last.up_to(gap)
        {
            *last = period;
            return;
        }
        let text = self.texts.add(text);
        self.steps.push((text, gap));
    }

    /// Ends the row with a text.
    pub(super) fn end(&mut self, text: &[u8]) {
        let text = self.texts.add(text);
        self.steps.push((text, Gap::End));
    }

    /// How much room a row needs.
    pub(crate) fn room(&self, who: &WhoTexts, request: usize) -> usize {
        self.texts.room.saturating_add(who.texts.room).saturating_add(request)
    }

    /// Writes a row into the room, and says how long it is; `None` where the room is too small.
    pub(super) fn write(&self, gaps: &Gaps<'_>, request: &[u8], room: &mut [u8]) -> Option<usize> {
        let mut at = 0usize;
        for (text, gap) in &self.steps {
            at.count_more(self.texts.copy(*text, room.get_mut(at..)?)?);
            let behind = room.get_mut(at..)?;
            let length = match *gap {
                Gap::Amount(amount) => gaps.amounts.get(amount as usize)?.copy_to(behind)?,
                Gap::Instant(instant) => {
                    *behind.first_chunk_mut()? = *gaps.instants.get(instant)?;
                    INSTANT
                }
                Gap::Billing => {
                    *behind.first_chunk_mut()? = gaps.instants.billing;
                    PERIOD
                }
                Gap::Charge => {
                    *behind.first_chunk_mut()? = gaps.instants.charge;
                    PERIOD
                }
                Gap::Request => {
                    behind.get_mut(..request.len())?.copy_from_slice(request);
                    request.len()
                }
                Gap::Who(part) => {
                    gaps.who.texts.copy(*gaps.who.parts.get(part as usize)?, behind)?
                }
                Gap::End => return Some(at),
            };
            at.count_more(length);
        }
        None
    }
}

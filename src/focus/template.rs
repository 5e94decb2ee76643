//! The row of a key with gaps for what differs from row to row: amounts, instants, the request.

use super::column::ValueOf;
use super::row::{Amount, Instant, billing_period};
use crate::counting::Counting;
use crate::datetime;
use crate::decimal::CopiedText;
use crate::error::Result;
use crate::timeframe::Period;

/// Text is copied in blocks of so many bytes, also over the end of what is meant. Most texts are
/// shorter: no loop has to find out how long they are.
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
    /// A text, and the gap behind it.
    steps: Vec<(Text, Gap)>,
    /// What a row needs when each text is copied in whole blocks, and with a gap's room behind it.
    room: usize,
    /// The text cells that got a leading `'`.
    pub(super) escaped_cells: u64,
    /// Whether the request is one of its cells.
    pub(super) has_request: bool,
}

/// The cells of a row that follow from who asked, where they stand together.
#[derive(Debug, Default)]
pub(crate) struct WhoTexts {
    parts: Vec<Text>,
    room: usize,
    /// The text cells that got a leading `'`.
    pub(super) escaped_cells: u64,
}

/// A text, in blocks of which the last is filled up.
#[derive(Debug)]
struct Text {
    first: [u8; BLOCK],
    more: Vec<[u8; BLOCK]>,
    length: usize,
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

impl Text {
    fn of(text: &[u8]) -> Self {
        let mut blocks = text.chunks(BLOCK).map(|part| {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(part) {
                *to = *from;
            }
            block
        });
        let first = blocks.next().unwrap_or([0; BLOCK]);
        Self { first, more: blocks.collect(), length: text.len() }
    }

    /// What it needs, and a gap behind it.
    fn room(&self) -> usize {
        self.length.saturating_add(BLOCK + PERIOD_ROOM)
    }

    /// Copies the text to the room's start, and says what stands behind it.
    #[inline(always)]
    fn copy<'r>(&self, room: &'r mut [u8]) -> Option<&'r mut [u8]> {
        *room.first_chunk_mut()? = self.first;
        if !self.more.is_empty() {
            let (to, _) = room.get_mut(BLOCK..)?.as_chunks_mut();
            for (to, from) in to.get_mut(..self.more.len())?.iter_mut().zip(&self.more) {
                *to = *from;
            }
        }
        room.get_mut(self.length..)
    }
}

impl WhoTexts {
    /// Adds the next cells that stand together.
    pub(super) fn add(&mut self, text: &[u8]) {
        let text = Text::of(text);
        self.room.count_more(text.room());
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
        self.step(text, gap);
    }

    /// Ends the row with a text.
    pub(super) fn end(&mut self, text: &[u8]) {
        self.step(text, Gap::End);
    }

    fn step(&mut self, text: &[u8], gap: Gap) {
        let text = Text::of(text);
        self.room.count_more(text.room());
        self.steps.push((text, gap));
    }

    /// How much room a row needs.
    pub(crate) fn room(&self, who: &WhoTexts, request: usize) -> usize {
        self.room.saturating_add(who.room).saturating_add(request)
    }

    /// Writes a row into the room, and says how long it is; `None` where the room is too small.
    pub(super) fn write(&self, gaps: &Gaps<'_>, request: &[u8], room: &mut [u8]) -> Option<usize> {
        let whole = room.len();
        let mut rest = room;
        for (text, gap) in &self.steps {
            let behind = text.copy(rest)?;
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
                    rest = gaps.who.parts.get(part as usize)?.copy(behind)?;
                    continue;
                }
                Gap::End => return whole.checked_sub(behind.len()),
            };
            rest = behind.get_mut(length..)?;
        }
        None
    }
}

//! The row of a key with gaps for what differs from row to row: amounts, instants, the request.

use super::column::ValueOf;
use super::row::{Amount, Instant, billing_period};
use crate::datetime;
use crate::decimal::ShortText;
use crate::error::Result;
use crate::timeframe::Period;

/// Text is copied in blocks of so many bytes, also over the end of what is meant.
const BLOCK: usize = 16;

/// An instant as `YYYY-MM-DDTHH:MM:SSZ`.
const INSTANT: usize = 20;

/// Two of them, and a comma.
const PERIOD: usize = 2 * INSTANT + 1;

/// A row with gaps.
#[derive(Debug, Default)]
pub(crate) struct RowTemplate {
    /// The texts between the gaps, each from a block's start.
    blocks: Vec<[u8; BLOCK]>,
    steps: Vec<Step>,
    /// The longest row that it makes, blocks that reach beyond it included.
    room: usize,
    /// The text cells that got a leading `'`.
    pub(super) escaped_cells: u64,
}

/// A text, and the gap behind it.
#[derive(Debug, Clone, Copy)]
struct Step {
    first: u32,
    blocks: u32,
    length: u32,
    gap: Gap,
}

#[derive(Debug, Clone, Copy)]
enum Gap {
    Amount(Amount),
    Instant(Instant),
    /// Start, comma and end, as they stand in most versions.
    Billing,
    Charge,
    Request,
    /// The row ends.
    End,
}

/// What stands in the gaps of a row.
#[derive(Debug)]
pub(crate) struct Gaps<'a> {
    /// In the order of [`Amount`].
    pub(crate) amounts: &'a [ShortText; Amount::COUNT],
    /// In the order of [`Instant`].
    pub(crate) instants: &'a Instants,
}

/// The texts of a charge period's instants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instants {
    billing: PeriodText,
    charge: PeriodText,
}

/// Start, comma and end, and room behind them.
type PeriodText = [u8; 48];

impl Default for Instants {
    fn default() -> Self {
        Self { billing: [0; 48], charge: [0; 48] }
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
        let mut room = [0; 48];
        for (to, from) in room.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        room
    }

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

impl RowTemplate {
    /// Adds a text, and the value behind it that differs.
    pub(super) fn add(&mut self, text: &[u8], value: ValueOf) {
        let gap = match value {
            ValueOf::Amount(amount) => Gap::Amount(amount),
            ValueOf::Instant(instant) => Gap::Instant(instant),
            ValueOf::Request => Gap::Request,
            ValueOf::Key(_) => Gap::End,
        };
        if let (b",", Some(last)) = (text, self.steps.last_mut())
            && let Some(period) = last.gap.up_to(gap)
        {
            last.gap = period;
            self.room += PERIOD;
            return;
        }
        self.add_step(text, gap);
    }

    /// Ends the row with a text.
    pub(super) fn end(&mut self, text: &[u8]) {
        self.add_step(text, Gap::End);
    }

    fn add_step(&mut self, text: &[u8], gap: Gap) {
        let first = self.blocks.len() as u32;
        self.blocks.extend(text.chunks(BLOCK).map(|part| {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(part) {
                *to = *from;
            }
            block
        }));
        let blocks = self.blocks.len() as u32 - first;
        self.room += text.len() + ShortText::ROOM;
        self.steps.push(Step { first, blocks, length: text.len() as u32, gap });
    }

    /// How much room a row needs.
    pub(super) fn room(&self, request: usize) -> usize {
        self.room + request
    }

    /// Writes a row into the room, and says how long it is; `None` where the room is too small.
    pub(super) fn write(&self, gaps: &Gaps<'_>, request: &[u8], room: &mut [u8]) -> Option<usize> {
        let mut at = 0;
        for step in &self.steps {
            let first = step.first as usize;
            let text = self.blocks.get(first..first + step.blocks as usize)?;
            let (blocks, _) = room.get_mut(at..)?.as_chunks_mut();
            for (to, from) in blocks.iter_mut().zip(text) {
                *to = *from;
            }
            at += step.length as usize;
            let behind = room.get_mut(at..)?;
            at += match step.gap {
                Gap::Amount(amount) => {
                    let text = gaps.amounts.get(amount as usize)?;
                    *behind.first_chunk_mut()? = *text.room();
                    text.length()
                }
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
                Gap::End => return Some(at),
            };
        }
        None
    }
}

//! Sums of very many amounts, exact like any other.

use super::{Decimal, Short, ShortText};

/// Short amounts of fewer decimals are added up by themselves: those of nearly all line items.
const LANES: usize = ShortText::MAX_SCALE as usize + 1;

/// A sum in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum {
    total: Decimal,
    /// What is still to be added, by its number of decimals: no amount has to be brought to the
    /// decimals of another.
    lanes: [u64; LANES],
    has_lanes: bool,
}

impl Sum {
    /// Adds an amount; `None` beyond the range of decimals.
    pub(crate) fn add(&mut self, amount: Decimal) -> Option<()> {
        if self.has_lanes {
            *self = Self { total: self.total()?, ..Self::default() };
        }
        self.total = self.total.checked_add(amount)?;
        Some(())
    }

    /// The same of a short one.
    pub(crate) fn add_short(&mut self, amount: Short) -> Option<()> {
        let is_for_a_lane = self.is_roomy() && !amount.negative;
        let lane = self.lanes.get_mut(amount.scale as usize).filter(|_| is_for_a_lane);
        let sum = lane.and_then(|lane| Some((lane.checked_add(amount.coefficient)?, lane)));
        match sum {
            Some((sum, lane)) => {
                *lane = sum;
                self.has_lanes = true;
                Some(())
            }
            None => self.add(amount.value()),
        }
    }

    /// Whether it is so far from the range that no lane could lead out of it.
    pub(crate) fn is_roomy(&self) -> bool {
        self.total.is_roomy()
    }

    /// Whether nothing was added.
    pub(crate) fn is_zero(&self) -> bool {
        !self.has_lanes && self.total.is_zero()
    }

    /// The sum so far.
    pub(crate) fn total(&self) -> Option<Decimal> {
        let lanes = (0..).zip(self.lanes).filter(|(_, coefficient)| *coefficient > 0);
        lanes
            .map(|(scale, coefficient)| Short::new(false, coefficient, scale).value())
            .try_fold(self.total, Decimal::checked_add)
    }
}

impl Decimal {
    /// Whether it is so far from the range that sums of as many as there ever are stay in it.
    pub(crate) fn is_roomy(self) -> bool {
        self.coefficient.fits_two_limbs() && self.scale <= 30
    }
}

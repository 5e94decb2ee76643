//! Decimals on their way to another thread, in as many limbs as they need.

use super::{Decimal, Magnitude};
use crate::wire::Wire;

impl Wire for Decimal {
    fn put(&self, out: &mut Vec<u8>) {
        let limbs = self.coefficient.limbs();
        let last = limbs.iter().rposition(|limb| *limb != 0);
        let limbs = last.and_then(|last| limbs.get(..=last)).unwrap_or_default();
        // The scale has seven bits at most, the length three.
        out.push(self.scale as u8);
        out.push((limbs.len() as u8) << 1 | u8::from(self.negative));
        limbs.iter().for_each(|limb| limb.put(out));
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let scale = u32::from(u8::from_wire(from)?);
        let head = u8::from_wire(from)?;
        let mut limbs = [0; 4];
        for limb in limbs.get_mut(..usize::from(head >> 1))? {
            *limb = u64::from_wire(from)?;
        }
        let coefficient = Magnitude::of_limbs(limbs);
        Some(Self { negative: head & 1 == 1, coefficient, scale })
    }
}

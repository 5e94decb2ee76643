//! Numbers from a seed: the same input is always tried in the same way.

/// A linear congruential generator.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// Bytes in pieces of one to some thousand, or of one to nine.
pub fn pieces(bytes: &[u8], seed: u8) -> Vec<&[u8]> {
    let mut dice = Dice(u64::from(seed) << 3 | bytes.len() as u64 & 7);
    let longest = [1, 9, 100, 3000][usize::from(seed % 4)];
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.len().min(1 + dice.below(longest)));
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

//! Stretches of text, compared and scanned in words of eight bytes.

use std::hash::Hasher;

use crate::digest::WordHasher;
use crate::words::{HIGH, ONES, first_byte, first_bytes, first_equal_byte};

/// A stretch of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The first of its whole words.
    first: u32,
    words: u32,
    length: u32,
    /// What is left behind them, and which of its bytes count.
    last: u64,
    mask: u64,
}

impl Run {
    pub(super) fn length(self) -> usize {
        self.length as usize
    }
}

/// The words of all stretches.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<u64>);

impl Runs {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn add(&mut self, text: &[u8]) -> Run {
        let first = self.0.len() as u32;
        let (words, rest) = text.as_chunks();
        self.0.extend(words.iter().map(|word| u64::from_le_bytes(*word)));
        let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
        Run {
            first,
            words: words.len() as u32,
            length: text.len() as u32,
            last,
            mask: first_bytes(rest.len()),
        }
    }

    /// Whether the text begins with the stretch; also no where it ends too near to tell.
    #[inline(always)]
    pub(super) fn matches(&self, run: Run, text: &[u8]) -> bool {
        let (words, _) = text.as_chunks();
        let Some((whole, behind)) = words.split_at_checked(run.words as usize) else {
            return false;
        };
        let mut differences = match behind.first() {
            Some(last) => (u64::from_le_bytes(*last) ^ run.last) & run.mask,
            None => run.mask,
        };
        let first = run.first as usize;
        for (ours, theirs) in self.0.get(first..).unwrap_or_default().iter().zip(whole) {
            differences |= ours ^ u64::from_le_bytes(*theirs);
        }
        differences == 0
    }

    pub(super) fn bytes(&self, run: Run) -> impl Iterator<Item = u8> {
        let words = self.0.iter().skip(run.first as usize).take(run.words as usize);
        words.copied().chain([run.last]).flat_map(u64::to_le_bytes).take(run.length())
    }
}

/// The text with its end, and with the room behind it that whole words need.
pub(super) fn with_end(text: &[u8], stop: u8) -> Vec<u8> {
    [text, &[stop], &[b' '; 8]].concat()
}

/// A hash of the text up to the byte `stop`, and how long it is.
#[inline(always)]
pub(super) fn label_of(text: &[u8], stop: u8) -> Option<(u64, usize)> {
    let (words, _) = text.as_chunks();
    let mut hash = WordHasher::default();
    let mut length = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = first_equal_byte(word, stop);
        if found != 0 {
            let rest = first_byte(found);
            hash.write_u64(word & first_bytes(rest));
            return Some((hash.finish(), length + rest));
        }
        hash.write_u64(word);
        length += 8;
    }
    None
}

/// How long a text is up to its closing quote, where all of it is plain ASCII.
#[inline(always)]
pub(super) fn own_text(text: &[u8]) -> Option<usize> {
    let (words, _) = text.as_chunks();
    let mut length = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let quotes = first_equal_byte(word, b'"');
        let before_quote = (quotes & quotes.wrapping_neg()).wrapping_sub(1);
        if odd_bytes(word) & before_quote != 0 {
            return None;
        }
        if quotes != 0 {
            return Some(length + first_byte(quotes));
        }
        length += 8;
    }
    None
}

/// The high bits of backslashes, control characters and bytes beyond ASCII; above one of them more
/// bits may be set.
#[inline(always)]
fn odd_bytes(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
    (control | word | first_equal_byte(word, b'\\')) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_told_by_every_byte() {
        let text = b"{\"endpoint_id\":\"fal-ai/flux\",";
        for length in 0..text.len() - 8 {
            let mut runs = Runs::default();
            runs.add(b"another one before it");
            let run = runs.add(text.get(..length).unwrap_or_default());
            assert!(runs.matches(run, text), "{length}");
            assert!(runs.bytes(run).eq(text.iter().copied().take(length)));
            for at in 0..text.len() {
                let mut changed = *text;
                changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
                assert_eq!(runs.matches(run, &changed), at >= length, "{length} {at}");
            }
        }
    }

    #[test]
    fn own_texts_end_at_their_quote() {
        for length in 0..40 {
            let text = "x".repeat(length) + "\"\\\u{1}é, and so on";
            assert_eq!(own_text(text.as_bytes()), Some(length));
            let end = label_of(text.as_bytes(), b'"').map(|(_, length)| length);
            assert_eq!(end, Some(length));
            for odd in ["\\", "\n", "é", "\u{7f}é"] {
                let text = "x".repeat(length) + odd + "x\", and so on";
                assert_eq!(own_text(text.as_bytes()), None, "{text}");
            }
        }
    }
}

//! Stretches of text, compared in blocks of sixteen bytes and scanned in words of eight.

use crate::counting::Counting;
use crate::digest::with_word;
use crate::words::{HIGH, ONES, first_byte, first_bytes, first_equal_byte};

/// So many bytes are compared at once.
const BLOCK: usize = 16;

/// A stretch of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The first of its blocks.
    first: u32,
    length: u32,
}

impl Run {
    #[inline(always)]
    pub(super) fn length(self) -> usize {
        self.length as usize
    }
}

/// The blocks of all stretches, as two words each. The last of a stretch is filled up, and behind it
/// stands which of its bits count.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<[u64; 2]>);

impl Runs {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn add(&mut self, text: &[u8]) -> Run {
        let first = self.0.len() as u32;
        let (blocks, rest) = text.as_chunks();
        self.0.extend(blocks.iter().map(words_of));
        let (mut last, mut counts) = ([0; BLOCK], [0; BLOCK]);
        for ((last, counts), byte) in last.iter_mut().zip(&mut counts).zip(rest) {
            (*last, *counts) = (*byte, 0xFF);
        }
        self.0.extend([words_of(&last), words_of(&counts)]);
        Run { first, length: text.len() as u32 }
    }

    /// What stands behind the stretch, where the text begins with it; `None` also where the text ends
    /// too near to tell.
    #[inline(always)]
    pub(super) fn behind<'t>(&self, run: Run, text: &'t [u8]) -> Option<&'t [u8]> {
        let (blocks, _) = text.as_chunks();
        let (first, whole) = (run.first as usize, run.length() / BLOCK);
        let ours = self.0.get(first..)?.get(..whole.wrapping_add(2))?;
        let ([ours @ .., last, counts], [theirs @ .., behind]) = (ours, blocks.get(..=whole)?)
        else {
            return None;
        };
        let [low, high] = differing(last, behind);
        let [low_counts, high_counts] = counts;
        let mut differences = low & low_counts | high & high_counts;
        for (ours, theirs) in ours.iter().zip(theirs) {
            let [low, high] = differing(ours, theirs);
            differences |= low | high;
        }
        if differences == 0 { text.get(run.length()..) } else { None }
    }

    pub(super) fn bytes(&self, run: Run) -> impl Iterator<Item = u8> {
        let blocks = self.0.iter().skip(run.first as usize).flatten();
        blocks.copied().flat_map(u64::to_le_bytes).take(run.length())
    }
}

#[inline(always)]
fn words_of(block: &[u8; BLOCK]) -> [u64; 2] {
    let block = u128::from_le_bytes(*block);
    [block as u64, (block >> 64) as u64]
}

#[inline(always)]
fn differing(ours: &[u64; 2], theirs: &[u8; BLOCK]) -> [u64; 2] {
    let ([low, high], [their_low, their_high]) = (ours, words_of(theirs));
    [low ^ their_low, high ^ their_high]
}

/// The text with its end, and with the room behind it that whole words need.
pub(super) fn with_end(text: &[u8], stop: u8) -> Vec<u8> {
    [text, &[stop], &[b' '; BLOCK]].concat()
}

/// A hash of the text up to the byte `stop`, still to be scattered, and how long it is.
#[inline(always)]
pub(super) fn label_of(text: &[u8], stop: u8) -> Option<(u64, usize)> {
    let (words, _) = text.as_chunks();
    let (mut hash, mut length) = (0, 0usize);
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = first_equal_byte(word, stop);
        if found != 0 {
            let rest = first_byte(found);
            return Some((with_word(hash, word & first_bytes(rest)), length.wrapping_add(rest)));
        }
        hash = with_word(hash, word);
        length = length.wrapping_add(8);
    }
    None
}

/// How long a text is up to its closing quote, where all of it is plain ASCII.
#[inline(always)]
pub(super) fn own_text(text: &[u8]) -> Option<usize> {
    let (words, _) = text.as_chunks();
    let mut length = 0usize;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let quotes = first_equal_byte(word, b'"');
        let before_quote = (quotes & quotes.wrapping_neg()).wrapping_sub(1);
        if odd_bytes(word) & before_quote != 0 {
            return None;
        }
        if quotes != 0 {
            return Some(length.wrapping_add(first_byte(quotes)));
        }
        length.count_more(8);
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
        let text = b"{\"endpoint_id\":\"fal-ai/flux/dev/image-to-image\",\"unit\":";
        for length in 0..text.len() - BLOCK {
            let mut runs = Runs::default();
            runs.add(b"another one before it");
            let run = runs.add(text.get(..length).unwrap_or_default());
            assert!(runs.behind(run, text).is_some(), "{length}");
            assert!(runs.bytes(run).eq(text.iter().copied().take(length)));
            for at in 0..text.len() {
                let mut changed = *text;
                changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
                assert_eq!(runs.behind(run, &changed).is_some(), at >= length, "{length} {at}");
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

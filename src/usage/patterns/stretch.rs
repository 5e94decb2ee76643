//! Stretches of text, compared in one go, and texts scanned in words of eight bytes.

use crate::counting::Counting;
use crate::digest::with_word;
use crate::words::{HIGH, ONES, first_byte, first_bytes, first_equal_byte};

/// So many bytes are compared at once.
pub(super) const LONGEST: usize = 48;

const WORDS: usize = LONGEST / 8;

/// A short stretch of text; what it does not fill of its words is 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    words: [u64; WORDS],
    length: u8,
}

/// From the right place on, which bits of a stretch count: those that it fills.
const COUNTED: [u8; 2 * LONGEST] = {
    let mut counted = [0; 2 * LONGEST];
    counted.split_at_mut(LONGEST).0.copy_from_slice(&[0xFF; LONGEST]);
    counted
};

impl Stretch {
    /// The first bytes of a text, as many as there is room for.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut bytes = [0; LONGEST];
        for (to, from) in bytes.iter_mut().zip(text) {
            *to = *from;
        }
        Self { words: words_of(&bytes), length: text.len().min(LONGEST) as u8 }
    }

    #[inline(always)]
    pub(super) fn length(self) -> usize {
        self.length.into()
    }

    /// Whether the text begins with it; `None` where the text ends too near to tell.
    #[inline(always)]
    pub(super) fn begins(&self, text: &[u8]) -> Option<bool> {
        let theirs = words_of(text.first_chunk()?);
        let counted = COUNTED.get(LONGEST.wrapping_sub(self.length())..)?;
        let words = self.words.iter().zip(theirs).zip(words_of(counted.first_chunk()?));
        Some(words.fold(0, |all, ((ours, theirs), counted)| all | (ours ^ theirs) & counted) == 0)
    }

    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> {
        self.words.into_iter().flat_map(u64::to_le_bytes).take(self.length())
    }
}

#[inline(always)]
fn words_of(bytes: &[u8; LONGEST]) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (to, from) in words.iter_mut().zip(bytes.as_chunks().0) {
        *to = u64::from_le_bytes(*from);
    }
    words
}

/// The text with its end, and with the room behind it that whole words need.
pub(super) fn with_end(text: &[u8], stop: u8) -> Vec<u8> {
    [text, &[stop], &[b' '; 8]].concat()
}

/// A hash of the text up to the byte `stop`, still to be scattered.
#[inline(always)]
pub(super) fn hash_up_to(text: &[u8], stop: u8) -> Option<u64> {
    let (words, _) = text.as_chunks();
    let mut hash = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = first_equal_byte(word, stop);
        if found != 0 {
            return Some(with_word(hash, word & first_bytes(first_byte(found))));
        }
        hash = with_word(hash, word);
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
    fn stretches_are_told_by_every_byte() {
        let text = b"{\"endpoint_id\":\"fal-ai/flux/dev/image-to-image\",\"unit\":";
        for length in 0..=LONGEST {
            let stretch = Stretch::of(text.get(..length).unwrap_or_default());
            assert_eq!(stretch.begins(text), Some(true), "{length}");
            assert!(stretch.bytes().eq(text.iter().copied().take(length)));
            for at in 0..text.len() {
                let mut changed = *text;
                changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
                assert_eq!(stretch.begins(&changed), Some(at >= length), "{length} {at}");
            }
            assert_eq!(stretch.begins(text.get(..LONGEST - 1).unwrap_or_default()), None);
        }
    }

    #[test]
    fn own_texts_end_at_their_quote() {
        for length in 0..40 {
            let text = "x".repeat(length) + "\"\\\u{1}é, and so on";
            assert_eq!(own_text(text.as_bytes()), Some(length));
            for odd in ["\\", "\n", "é", "\u{7f}é"] {
                let text = "x".repeat(length) + odd + "x\", and so on";
                assert_eq!(own_text(text.as_bytes()), None, "{text}");
            }
        }
    }

    #[test]
    fn hashes_are_of_all_up_to_the_stop() {
        for length in 0..40 {
            let text = "x".repeat(length);
            let hash = |text: &str| hash_up_to(&with_end(text.as_bytes(), b'"'), b'"');
            assert_eq!(hash(&text), hash_up_to((text.clone() + "\", and so on").as_bytes(), b'"'));
            assert!(hash(&text).is_some() && hash(&text) != hash(&(text.clone() + "x")));
            for at in 0..length {
                let mut changed = text.clone();
                changed.replace_range(at..=at, "y");
                assert_ne!(hash(&text), hash(&changed));
            }
            assert_eq!(hash_up_to("x".repeat(length).as_bytes(), b'"'), None);
        }
    }
}

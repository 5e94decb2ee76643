//! Where the cells of a CSV end and begin to differ, eight bytes at a time, and what they say.

use std::borrow::Cow;

use crate::digest::GOLDEN;
use crate::words::{HIGH, ONES, equal_bytes, first_byte};

/// How many bytes the cell has that stands at the beginning, with the quotes around it; `None` where
/// what ends it is not there, or a quote stands in a cell that has none around it. The first bytes,
/// so many, are known not to end it.
pub(crate) fn cell_length(bytes: &[u8], known: usize) -> Option<usize> {
    let length = match bytes.first()? {
        b'"' => quoted_length(bytes),
        _ => plain_length(bytes, known),
    };
    ends_cell(*bytes.get(length)?).then_some(length)
}

/// Whether a byte stands behind a cell.
pub(crate) fn ends_cell(byte: u8) -> bool {
    matches!(byte, b',' | b'\n' | b'\r')
}

/// How many bytes stand before the next comma, quote or end of a line; so many surely do.
pub(super) fn plain_length(bytes: &[u8], known: usize) -> usize {
    let (words, rest) = bytes.get(known..).unwrap_or_default().as_chunks::<8>();
    let mut length = known;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // All of these are below the letters and digits; so is the space, which is looked at for itself.
        let mut low = !(word | HIGH).wrapping_sub(ONES * (u64::from(b',') + 1)) & !word & HIGH;
        while low != 0 {
            let place = first_byte(low);
            if is_special((word >> (8 * place)) as u8) {
                return length + place;
            }
            low &= low - 1;
        }
        length += 8;
    }
    length + rest.iter().take_while(|byte| !is_special(**byte)).count()
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b',' | b'"' | b'\n' | b'\r')
}

/// How many bytes stand before the first that is neither inside the quotes nor one of them: two
/// quotes leave a cell and enter it again.
fn quoted_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let (mut length, mut is_inside) = (0, false);
    for word in words {
        let quotes = equal_bytes(u64::from_le_bytes(*word), b'"');
        // Whether the quotes up to a byte, itself included, are odd in number.
        let mut odd = quotes ^ (quotes << 8);
        odd ^= odd << 16;
        odd ^= odd << 32;
        let inside = if is_inside { odd ^ HIGH } else { odd };
        let outside = !inside & !quotes & HIGH;
        if outside != 0 {
            return length + first_byte(outside);
        }
        is_inside = inside >> 63 == 1;
        length += 8;
    }
    let is_in_cell = |byte: &&u8| {
        is_inside ^= **byte == b'"';
        is_inside || **byte == b'"'
    };
    length + rest.iter().take_while(is_in_cell).count()
}

/// How many bytes two texts surely have in common: the last few of a text are not looked at.
pub(crate) fn common_length(a: &[u8], b: &[u8]) -> usize {
    let mut length = 0;
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        let different = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if different != 0 {
            return length + first_byte(different);
        }
        length += 8;
    }
    length
}

/// Whether two texts are the same.
pub(crate) fn are_same(a: &[u8], b: &[u8]) -> bool {
    let words = || a.as_chunks::<8>().0.iter().eq(b.as_chunks::<8>().0);
    a.len() == b.len() && last_word(a) == last_word(b) && words()
}

/// What a text is found by among others.
pub(crate) fn hash(text: &[u8]) -> u32 {
    let words = text.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
    let last = last_word(text) ^ text.len() as u64;
    let hash = words.fold(last, |hash, word| (hash.wrapping_mul(GOLDEN) ^ word).rotate_left(29));
    (hash.wrapping_mul(GOLDEN) >> 32) as u32
}

/// The last eight bytes; of a shorter text all of them.
fn last_word(text: &[u8]) -> u64 {
    if let Some(last) = text.last_chunk() {
        return u64::from_le_bytes(*last);
    }
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        _ => text.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// What a cell says: without the quotes around it, and with one quote where two stand inside.
pub(crate) fn unquoted(cell: &[u8]) -> Cow<'_, [u8]> {
    let inside = cell.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let Some(inside) = inside else { return Cow::Borrowed(cell) };
    if !inside.contains(&b'"') {
        return Cow::Borrowed(inside);
    }
    let mut is_second = false;
    let is_kept = |byte: &u8| {
        is_second = *byte == b'"' && !is_second;
        !is_second
    };
    Cow::Owned(inside.iter().copied().filter(is_kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of up to so many of these bytes, with others before it so that it stands anywhere
    /// in a word.
    fn each_text(mut each: impl FnMut(&[u8])) {
        const BYTES: &[u8] = b"a -,\"\n\r\xC3";
        for number in 0..BYTES.len().pow(5) {
            let digit = |place| BYTES.get(number / BYTES.len().pow(place) % BYTES.len());
            let end: Vec<u8> = (0..5).filter_map(digit).copied().collect();
            for before in ["", "x", "123456", "\"", "\"45\"\"8\"\"", "\"12345678"] {
                each(&[before.as_bytes(), &end].concat());
            }
        }
    }

    /// The length, byte by byte.
    fn plain_way(text: &[u8]) -> Option<usize> {
        let ends = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
        if text.first()? != &b'"' {
            let length = text.iter().position(|byte| ends(byte) || *byte == b'"')?;
            return text.get(length).filter(|byte| ends(byte)).map(|_| length);
        }
        let mut at = 1;
        loop {
            match (text.get(at)?, text.get(at + 1)) {
                (b'"', Some(b'"')) => at += 2,
                (b'"', behind) => return behind.filter(|byte| ends(byte)).map(|_| at + 1),
                _ => at += 1,
            }
        }
    }

    #[test]
    fn cells_end_where_they_do_byte_by_byte() {
        each_text(|text| assert_eq!(cell_length(text, 0), plain_way(text), "{text:?}"));
    }

    #[test]
    fn texts_are_the_same_with_all_their_bytes() {
        for length in 0..40 {
            let text = vec![b'a'; length];
            assert!(are_same(&text, &text));
            assert!(!are_same(&text, &vec![b'a'; length + 1]));
            assert!(common_length(&text, &text) <= length);
            for place in 0..length {
                let mut other = text.clone();
                if let Some(byte) = other.get_mut(place) {
                    *byte = 0xFF;
                }
                assert!(!are_same(&text, &other), "{length} {place}");
                assert!(common_length(&text, &other) <= place, "{length} {place}");
                assert_ne!(hash(&text), hash(&other), "{length} {place}");
            }
        }
    }

    #[test]
    fn quotes_around_and_inside_are_taken_off() {
        for (cell, text) in [("", ""), ("a", "a"), ("\"\"", ""), ("\"a\"\"b\"", "a\"b")] {
            assert_eq!(*unquoted(cell.as_bytes()), *text.as_bytes(), "{cell}");
        }
        assert_eq!(*unquoted(b"\"\"\"\"\"\""), *b"\"\"");
    }
}

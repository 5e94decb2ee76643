//! Where the cells of a CSV end and begin to differ, eight bytes at a time, and what they say.

use std::borrow::Cow;

use crate::digest::GOLDEN;
use crate::words::{
    HIGH, ONES, byte_at, equal_bytes, first_byte, first_bytes, place_of, without_lowest,
};

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

/// How many bytes so many cells have, with the commas between them, and whether one of them is quoted;
/// `None` where they are not there, or the row ends before.
#[inline(never)]
pub(crate) fn cells_length(bytes: &[u8], cells: usize) -> Option<(usize, bool)> {
    let (mut rest, mut left, mut is_quoted) = (bytes, cells, false);
    loop {
        let (plain, more) = plain_cells(rest, left.checked_sub(1)?);
        (rest, left) = (rest.get(plain..)?, more);
        is_quoted |= rest.starts_with(b"\"");
        rest = rest.get(cell_length(rest, 0)?..)?;
        if left == 0 {
            return Some((bytes.len().checked_sub(rest.len())?, is_quoted));
        }
        rest = rest.strip_prefix(b",")?;
    }
}

/// How many bytes the first cells have with the commas behind them, up to a quote or the end of the
/// row, and how many of so many cells are left.
fn plain_cells(bytes: &[u8], cells: usize) -> (usize, usize) {
    let (mut passed, mut left) = (0, cells);
    for (place, word) in bytes.as_chunks().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut low = low_bytes(word);
        while low != 0
            && let Some(fewer) = left.checked_sub(1)
        {
            let at = first_byte(low);
            match byte_at(word, at) {
                b',' => (passed, left) = (place_of(place, at).saturating_add(1), fewer),
                b'"' | b'\n' | b'\r' => return (passed, left),
                _ => {}
            }
            low = without_lowest(low);
        }
        if left == 0 {
            break;
        }
    }
    (passed, left)
}

/// Whether a byte stands behind a cell.
pub(crate) fn ends_cell(byte: u8) -> bool {
    matches!(byte, b',' | b'\n' | b'\r')
}

/// How many bytes stand before the next comma, quote or end of a line; so many surely do.
pub(super) fn plain_length(bytes: &[u8], known: usize) -> usize {
    let (words, rest) = bytes.get(known..).unwrap_or_default().as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut low = low_bytes(word);
        while low != 0 {
            let at = first_byte(low);
            if is_special(byte_at(word, at)) {
                return known.saturating_add(place_of(place, at));
            }
            low = without_lowest(low);
        }
    }
    let in_rest = rest.iter().take_while(|byte| !is_special(**byte)).count();
    known.saturating_add(place_of(words.len(), in_rest))
}

/// The highest bit of every byte up to the comma, below all letters and digits. Among them are all that
/// may end a cell; so is the space, which is to be looked at for itself.
#[inline(always)]
fn low_bytes(word: u64) -> u64 {
    const ABOVE_COMMA: u64 = ONES * (b',' + 1) as u64;
    !(word | HIGH).wrapping_sub(ABOVE_COMMA) & !word & HIGH
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b',' | b'"' | b'\n' | b'\r')
}

/// How many bytes stand before the first that is neither inside the quotes nor one of them: two
/// quotes leave a cell and enter it again.
fn quoted_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut is_inside = false;
    for (place, word) in words.iter().enumerate() {
        let quotes = equal_bytes(u64::from_le_bytes(*word), b'"');
        // Whether the quotes up to a byte, itself included, are odd in number.
        let mut odd = quotes ^ (quotes << 8);
        odd ^= odd << 16;
        odd ^= odd << 32;
        let inside = if is_inside { odd ^ HIGH } else { odd };
        let outside = !inside & !quotes & HIGH;
        if outside != 0 {
            return place_of(place, first_byte(outside));
        }
        is_inside = inside >> 63 == 1;
    }
    let is_in_cell = |byte: &&u8| {
        is_inside ^= **byte == b'"';
        is_inside || **byte == b'"'
    };
    place_of(words.len(), rest.iter().take_while(is_in_cell).count())
}

/// How many bytes two texts surely have in common: the last few of a text are not looked at.
pub(crate) fn common_length(a: &[u8], b: &[u8]) -> usize {
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    for (place, (a, b)) in a.iter().zip(b).enumerate() {
        let different = different_bytes(a, b);
        if different != 0 {
            return place_of(place, first_byte(different));
        }
    }
    place_of(a.len().min(b.len()), 0)
}

/// Whether the first bytes of two texts, so many, are surely the same; some must stand behind them.
#[inline(always)]
pub(crate) fn begin_alike(a: &[u8], b: &[u8], length: usize) -> bool {
    let (mut a, mut b, mut left) = (a, b, length);
    // The words of a block do not wait for each other.
    while let Some(fewer) = left.checked_sub(32)
        && let Some((block, a_behind)) = a.split_first_chunk::<32>()
        && let Some((other, b_behind)) = b.split_first_chunk::<32>()
    {
        let words = block.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
        if words.fold(0, |found, (a, b)| found | different_bytes(a, b)) != 0 {
            return false;
        }
        (a, b, left) = (a_behind, b_behind, fewer);
    }
    for (a, b) in a.as_chunks().0.iter().zip(b.as_chunks().0) {
        let different = different_bytes(a, b);
        let Some(fewer) = left.checked_sub(8) else {
            return different & first_bytes(left) == 0;
        };
        if different != 0 {
            return false;
        }
        left = fewer;
    }
    false
}

fn different_bytes(a: &[u8; 8], b: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)
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
            for before in ["", "x", "123456", ",1,345,", "\"", "\"45\"\"8\"\"", "\"12345678"] {
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
    fn cells_are_as_long_as_each_of_them() {
        for cells in 1..5 {
            each_text(|text| {
                let (mut expected, mut is_quoted) = (Some(0), false);
                for cell in 0..cells {
                    let start = expected.map(|end| end + usize::from(cell > 0));
                    let is_after = |start| cell == 0 || text.get(start - 1) == Some(&b',');
                    let rest = start.filter(|start| is_after(*start)).and_then(|s| text.get(s..));
                    is_quoted |= rest.is_some_and(|rest| rest.starts_with(b"\""));
                    expected = rest.and_then(plain_way).zip(start).map(|(length, s)| s + length);
                }
                let expected = expected.map(|length| (length, is_quoted));
                assert_eq!(cells_length(text, cells), expected, "{cells} {text:?}");
            });
        }
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
                let (behind, other_behind) =
                    ([&*text, b"12345678"].concat(), [&*other, b"abcdefgh"].concat());
                for first in 0..=length {
                    assert!(begin_alike(&behind, &[&*text, b"abcdefgh"].concat(), first));
                    assert_eq!(begin_alike(&behind, &other_behind, first), first <= place);
                }
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

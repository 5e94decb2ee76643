//! Texts in words of eight bytes, the first byte lowest: what finds bytes without looking at each.

/// A one in every byte of a word.
pub(crate) const ONES: u64 = u64::MAX / 0xFF;

/// A one in the highest bit of every byte.
pub(crate) const HIGH: u64 = ONES << 7;

/// The highest bit of every byte of a word that is this one.
pub(crate) fn equal_bytes(word: u64, byte: u8) -> u64 {
    let different = word ^ (ONES * u64::from(byte));
    // No byte carries into the next, so that each tells of itself alone.
    !((different & !HIGH).wrapping_add(!HIGH) | different) & HIGH
}

/// The same in fewer steps, where only the first of them counts: above it more bits may be set.
#[inline(always)]
pub(crate) fn first_equal_byte(word: u64, byte: u8) -> u64 {
    let different = word ^ (ONES * u64::from(byte));
    different.wrapping_sub(ONES) & !different & HIGH
}

/// The place of the first byte with a one in it.
#[inline(always)]
pub(crate) fn first_byte(word: u64) -> usize {
    (word.trailing_zeros() / 8) as usize
}

/// The byte at a place of a word.
#[inline(always)]
pub(crate) fn byte_at(word: u64, place: usize) -> u8 {
    (word >> (place << 3)) as u8
}

/// The ones of a word without the lowest of them.
#[inline(always)]
pub(crate) fn without_lowest(ones: u64) -> u64 {
    ones & ones.wrapping_sub(1)
}

/// A mask of the first bytes, of which there are fewer than eight.
#[inline(always)]
pub(crate) fn first_bytes(count: usize) -> u64 {
    !(u64::MAX << (count << 3))
}

/// Where a byte stands in a text, by its word, and its place among the eight there.
#[inline(always)]
pub(crate) fn place_of(word: usize, byte: usize) -> usize {
    word << 3 | byte
}

/// How many bytes come before the first one that `found` tells of, by a bit in it; higher up more
/// bits may be set.
#[inline(always)]
pub(crate) fn bytes_before(text: &[u8], found: impl Fn(u64) -> u64) -> usize {
    let (words, rest) = text.as_chunks();
    for (place, word) in words.iter().enumerate() {
        let found = found(u64::from_le_bytes(*word));
        if found != 0 {
            return place_of(place, first_byte(found));
        }
    }
    place_of(words.len(), first_byte(found(part_of_word(rest))).min(rest.len()))
}

/// A word of fewer than eight bytes, with nothing behind them.
#[inline(always)]
pub(crate) fn part_of_word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// How much of a JSON string passes as it stands: up to a quote, a backslash or a control character.
#[inline(never)]
pub(crate) fn plain_text(text: &[u8]) -> usize {
    bytes_before(text, |word| {
        // The turned bit brings a quote to where a space was, just above the control characters.
        let turned = word ^ (ONES * u64::from(b'"' ^ b' '));
        let quotes_and_controls = turned.wrapping_sub(ONES * u64::from(b' ' + 1)) & !word & HIGH;
        quotes_and_controls | first_equal_byte(word, b'\\')
    })
}

/// Whether a byte is there. All bytes are looked at, many at once: mostly it is not.
pub(crate) fn holds(text: &[u8], byte: u8) -> bool {
    text.iter().fold(false, |found, other| found | (*other == byte))
}

/// How many line feeds there are.
pub(crate) fn line_feeds(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words =
        words.iter().map(|word| equal_bytes(u64::from_le_bytes(*word), b'\n').count_ones());
    let in_rest = rest.iter().filter(|byte| **byte == b'\n').count();
    in_words.map(u64::from).chain([in_rest as u64]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_where_they_are() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for other in [0, byte ^ 1, byte ^ 0x80, byte.wrapping_add(1), 0xFF] {
                    let mut bytes = [other; 8];
                    bytes.iter_mut().skip(place).take(1).for_each(|there| *there = byte);
                    let word = u64::from_le_bytes(bytes);
                    let first = bytes.iter().position(|there| *there == byte).unwrap_or(8);
                    assert_eq!(first_byte(equal_bytes(word, byte)), first);
                    assert_eq!(first_byte(first_equal_byte(word, byte)), first);
                    let count = bytes.iter().filter(|there| **there == byte).count();
                    assert_eq!(equal_bytes(word, byte).count_ones() as usize, count);
                }
            }
        }
    }

    #[test]
    fn plain_text_ends_where_it_ends() {
        for length in 0..40 {
            for (end, behind) in [("\"", "\\"), ("\\\\", "\""), ("\u{1f}", "\u{0}"), ("", "")] {
                let text = "ä".repeat(length / 2) + &"~".repeat(length % 2) + end + behind + "x\"";
                let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | ..b' ');
                let before = text.bytes().take_while(is_plain).count();
                assert_eq!(plain_text(text.as_bytes()), before);
            }
        }
    }

    #[test]
    fn line_feeds_are_all_counted() {
        for length in 0..40 {
            for step in 1..9 {
                let is_feed = |place: usize| place.is_multiple_of(step);
                let text: Vec<u8> =
                    (0..length).map(|place| if is_feed(place) { b'\n' } else { b'\x0B' }).collect();
                let feeds = (0..length).filter(|place| is_feed(*place)).count();
                assert_eq!(line_feeds(&text), feeds as u64);
                assert_eq!(holds(&text, b'\n'), feeds > 0);
            }
        }
    }
}

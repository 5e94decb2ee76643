//! Numbers as the columns of a row have them: read in one pass, and no more of them than rules ask.

use super::cell::{Cell, Nulls};
use super::judgement::Judgement;
use super::known::Questions;
use super::requirement::Requirement;
use crate::decimal::Short;
use crate::digest::GOLDEN;
use crate::focus::column::DataType;
use crate::focus::csv_cell::{cell_length, ends_cell};
use crate::words::{HIGH, ONES, first_byte, first_bytes, place_of};

/// A number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// What comes out for it by itself, for all that rules ask of numbers; of a null nothing.
    pub answers: u64,
    /// Its value, where it is short.
    pub value: Option<Short>,
}

/// Reads the numbers of all columns.
#[derive(Debug)]
pub struct Numbers {
    nulls: Nulls,
    questions: Questions,
    /// What comes out for every number of FOCUS's form that is below zero, zero, and above, where it
    /// is the same for all.
    usual: Option<[u64; 3]>,
    /// Numbers that are known by their texts: several columns of a row have the same.
    known: Vec<([u64; 2], Number)>,
}

/// So many numbers are known.
const KNOWN: usize = 64;

/// A cell of few bytes, all of which are in two words, and how many there are in the highest byte.
#[derive(Clone, Copy)]
struct ShortCell {
    words: [u64; 2],
    length: usize,
}

impl ShortCell {
    /// The cell that stands at the beginning, where it is one in which no quote stands.
    #[inline(always)]
    fn read(bytes: &[u8]) -> Option<Self> {
        let (words, _) = bytes.first_chunk::<16>()?.as_chunks::<8>();
        let [first, second] = words else { return None };
        let (first, second) = (u64::from_le_bytes(*first), u64::from_le_bytes(*second));
        let ends = (below_minus(first), below_minus(second));
        let (mut words, length) = match ends {
            (0, 0) => return None,
            (0, end) => {
                ([first, second & first_bytes(first_byte(end))], place_of(1, first_byte(end)))
            }
            (end, _) => ([first & first_bytes(first_byte(end)), 0], first_byte(end)),
        };
        if !ends_cell(*bytes.get(length)?) {
            return None;
        }
        let [_, last] = &mut words;
        *last |= (length as u64) << 56;
        Some(Self { words, length })
    }

    fn place(&self) -> usize {
        let [first, second] = self.words;
        ((first ^ second).wrapping_mul(GOLDEN) >> 32) as usize % KNOWN
    }
}

/// The highest bit of the bytes below those of which numbers are made, among which is all that ends
/// a cell; above the first of them more bits may be set.
#[inline(always)]
fn below_minus(word: u64) -> u64 {
    word.wrapping_sub(ONES * u64::from(b'-')) & !word & HIGH
}

impl Number {
    /// Nothing.
    pub const NULL: Self = Self { answers: 0, value: None };

    /// Whether there is nothing.
    pub fn is_null(self) -> bool {
        self.answers == 0
    }
}

impl Numbers {
    pub fn new(nulls: Nulls) -> Self {
        Self {
            nulls,
            questions: Questions::default(),
            usual: Some([1; 3]),
            known: vec![([0; 2], Number::NULL); KNOWN],
        }
    }

    /// Something is asked of each number; whether it is null is asked of all.
    pub fn ask(&mut self, asks: Requirement) {
        self.questions.add(asks);
        let is_of_numbers = self.questions.are_all(Requirement::is_of_numbers);
        let usual = [b"-1.0".as_slice(), b"0.0", b"1.0"].map(|text| self.read_cell(text).answers);
        self.usual = is_of_numbers.then_some(usual);
    }

    /// What came out where something was asked.
    pub fn answer(&self, number: Number, asks: Requirement) -> Judgement {
        self.questions.answer(number.answers, asks)
    }

    #[cfg(test)]
    pub(super) fn questions(&self) -> usize {
        self.questions.count()
    }

    /// Reads the cell that stands at the beginning, and says how long it is; `None` where it is none.
    #[inline(always)]
    pub fn read(&mut self, bytes: &[u8]) -> Option<(Number, usize)> {
        let Some(text) = ShortCell::read(bytes) else { return self.read_long(bytes) };
        let (words, number) = self.known.get(text.place())?;
        if *words == text.words {
            return Some((*number, text.length));
        }
        Some((self.learn(text, bytes.get(..text.length)?), text.length))
    }

    #[inline(never)]
    fn learn(&mut self, text: ShortCell, raw: &[u8]) -> Number {
        let number = Short::parse(raw).and_then(|value| self.usual(value));
        let number = number.unwrap_or_else(|| self.read_cell(raw));
        if let Some(known) = self.known.get_mut(text.place()) {
            *known = (text.words, number);
        }
        number
    }

    /// What nearly all numbers are.
    fn usual(&self, value: Short) -> Option<Number> {
        let [negative, zero, positive] = self.usual?;
        let answers = match (value.is_zero(), value.is_negative()) {
            (true, _) => zero,
            (_, true) => negative,
            _ => positive,
        };
        Some(Number { answers, value: Some(value) })
    }

    #[inline(never)]
    fn read_long(&self, bytes: &[u8]) -> Option<(Number, usize)> {
        let length = cell_length(bytes, 0)?;
        let raw = bytes.get(..length)?;
        let inside = raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\""));
        let usual = Short::parse(inside.unwrap_or(raw)).and_then(|value| self.usual(value));
        Some((usual.unwrap_or_else(|| self.read_cell(raw)), length))
    }

    fn read_cell(&self, raw: &[u8]) -> Number {
        let cell = self.cell(raw);
        let value = cell.number().and_then(|value| Short::of(*value));
        Number { answers: self.questions.answers(&cell), value }
    }

    /// All that a cell says.
    pub fn cell(&self, raw: &[u8]) -> Cell {
        let mut cell = Cell::null();
        cell.read(raw, DataType::Decimal, self.nulls);
        cell
    }
}

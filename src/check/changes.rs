//! What a row says that another did not: rows are alike, most of one is that of another, byte for
//! byte, and a text in it tells of which.

use super::column::{Column, Columns, Kind};
use super::known::Found;
use super::known_row::{KnownRow, KnownRows, key};
use super::number::Numbers;
use super::row::Row;
use super::rule_set::RuleSet;
use crate::focus::csv_cell::{cell_length, common_length};
use crate::words::line_feeds;

/// A row in which more texts are others than in any that is known is kept.
const FEW: usize = 3;

impl Columns {
    /// Reads the row that stands at the beginning of some bytes, and says how long it is, with the
    /// end of its line. `None` where it does not end there, or is not made as the rows of the file
    /// are.
    pub fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        let Self { columns, texts, numbers, known, row, .. } = self;
        row.begin(known.first());
        let width = columns.len();
        let mut like = known.at(row.like)?;
        // Where the cell begins, in the known row and in this one.
        let (mut place, mut was, mut start) = (0, 0, 0);
        loop {
            let rest = bytes.get(start..)?;
            let same = common_length(like.bytes.get(was..)?, rest);
            let ends = like.ends.get(place..)?;
            let mut behind = was;
            for end in ends.iter().take_while(|end| **end < was + same) {
                (place, behind) = (place + 1, *end + 1);
            }
            if place == width {
                return Some(start + behind - was);
            }
            start += behind - was;
            let (rest, known_length) = (bytes.get(start..)?, was + same - behind);
            let column = columns.get(place)?;
            let length = match column.kind {
                Kind::Ignored => row.pass(rest, known_length)?,
                Kind::Number(slot) => row.read_number(place, slot, rest, numbers)?,
                Kind::Text(slot) => {
                    let length = row.pass(rest, known_length)?;
                    let found = texts.get_mut(slot)?.find(rest.get(..length)?);
                    row.say(place, slot, found.place)?;
                    if column.tells_rows
                        && let Some(other) = row.turn(slot, found, known)
                    {
                        row.compare_with(other, columns.get(..=place)?, known);
                        like = known.at(other)?;
                    }
                    length
                }
            };
            place += 1;
            if (rest.get(length)? != &b',') != (place == width) {
                return None;
            }
            start += length + 1;
            if place == width {
                return Some(start);
            }
            was = like.ends.get(place - 1)? + 1;
        }
    }

    /// The row was read: adds the rules to which it may be something else than the known row, and
    /// says how many line feeds stand in its cells.
    pub fn end_row(&mut self, bytes: &[u8], due: &mut RuleSet) -> u64 {
        self.relate_columns(bytes, due);
        let Self { columns, known, row, texts, .. } = self;
        let Some(like) = known.at(row.like) else { return 0 };
        due.add(&like.due);
        for column in &row.changed {
            let Some(column) = columns.get(*column) else { continue };
            let (was, is) = match column.kind {
                Kind::Ignored => continue,
                Kind::Number(slot) => {
                    let is = row.numbers.get(slot).map_or(0, |(_, number)| number.answers);
                    (like.number(slot).answers, is)
                }
                Kind::Text(slot) => {
                    let Some(known) = texts.get(slot) else { continue };
                    let place = row.texts.get(slot).map_or(0, |(_, place)| *place);
                    (known.at(like.text(slot)).answers, known.at(place).answers)
                }
            };
            if was != is {
                due.add(&column.by_answers);
            }
            due.add_common(&column.by_text, &like.concerned);
        }
        if !row.are_line_feeds_counted || like.has_line_feeds {
            row.line_feeds = line_feeds(bytes) - u64::from(bytes.ends_with(b"\n"));
        }
        row.line_feeds
    }

    /// Whether the row is to be kept.
    pub fn is_worth_keeping(&self, bytes: &[u8]) -> bool {
        let is_first = self.known.first() == self.known.empty();
        let is_other = self.row.unknown.is_some() && self.row.texts_behind >= FEW;
        (is_first || is_other) && self.known.has_room(bytes, self.row.number)
    }

    /// Keeps the row: the rules that are about it, and those that it breaks.
    pub fn keep(&mut self, concerned: &RuleSet, broken: &RuleSet) {
        let texts: Vec<usize> = (0..self.texts.len()).map(|slot| self.text(slot)).collect();
        let numbers = 0..self.row.numbers.len();
        let mut bytes = self.row.bytes().to_vec();
        bytes.extend([0; 8]);
        let row = KnownRow {
            bytes,
            ends: self.row.ends().to_vec(),
            numbers: numbers.map(|slot| self.number(slot)).collect(),
            relations: self.row.relations.clone(),
            concerned: concerned.clone(),
            due: broken.clone(),
            has_line_feeds: self.row.line_feeds > 0,
            texts,
        };
        for (known, place) in self.texts.iter_mut().zip(&row.texts) {
            known.hold(*place);
        }
        if self.known.are_full() {
            for other in self.known.forget() {
                for (known, place) in self.texts.iter_mut().zip(other.texts) {
                    known.release(place);
                }
            }
        }
        self.known.keep(row, self.row.unknown);
    }
}

impl Row {
    /// Passes over a cell, and says how long it is. The first bytes, so many, do not end it.
    #[inline(always)]
    fn pass(&mut self, bytes: &[u8], known: usize) -> Option<usize> {
        let length = cell_length(bytes, known)?;
        if bytes.starts_with(b"\"") {
            self.line_feeds += line_feeds(bytes.get(..length)?);
        }
        Some(length)
    }

    #[inline(always)]
    fn read_number(
        &mut self,
        place: usize,
        slot: usize,
        bytes: &[u8],
        numbers: &mut Numbers,
    ) -> Option<usize> {
        let (number, length) = numbers.read(bytes)?;
        *self.numbers.get_mut(slot)? = (self.number, number);
        self.changed.push(place);
        Some(length)
    }

    #[inline(always)]
    fn say(&mut self, place: usize, slot: usize, text: usize) -> Option<()> {
        *self.texts.get_mut(slot)? = (self.number, text);
        self.changed.push(place);
        Some(())
    }

    /// A text tells the row from the known one: the row that says the same there, if one is known.
    fn turn(&mut self, slot: usize, text: Found, known: &KnownRows) -> Option<usize> {
        self.texts_behind += usize::from(self.unknown.is_some());
        if text.is_new || !std::mem::take(&mut self.is_like) {
            return None;
        }
        let key = key(self.like, slot, text.place);
        let other = known.find(key);
        if other.is_none() {
            self.unknown = Some(key);
        }
        other
    }

    /// Goes on with another known row behind these columns, of which each is compared.
    #[inline(never)]
    fn compare_with(&mut self, other: usize, columns: &[Column], known: &KnownRows) {
        let Some((before, after)) = known.at(self.like).zip(known.at(other)) else { return };
        self.changed.clear();
        for (place, column) in columns.iter().enumerate() {
            match column.kind {
                Kind::Ignored => {}
                Kind::Text(slot) => {
                    let Some(text) = self.texts.get_mut(slot) else { continue };
                    if text.0 != self.number {
                        *text = (self.number, before.text(slot));
                    }
                    if text.1 != after.text(slot) {
                        self.changed.push(place);
                    }
                }
                Kind::Number(slot) => {
                    let Some(number) = self.numbers.get_mut(slot) else { continue };
                    if number.0 != self.number {
                        *number = (self.number, before.number(slot));
                    }
                    self.changed.push(place);
                }
            }
        }
        self.are_line_feeds_counted &= !before.has_line_feeds;
        (self.like, self.is_like) = (other, true);
    }
}

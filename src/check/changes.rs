//! What a row says that another did not: rows are alike, most of one is that of another, byte for
//! byte, and a text in it tells of which.

use super::column::{Column, Columns, Kind};
use super::known::{Found, KnownCells};
use super::known_row::{KnownRow, KnownRows, key};
use super::row::Row;
use super::rule_set::RuleSet;
use crate::counting::Counting;
use crate::focus::csv_cell::{begin_alike, cells_length, common_length};
use crate::words::line_feeds;

/// A row in which more texts are others than in any that is known is kept.
const FEW: usize = 2;

impl Columns {
    /// Reads the row that stands at the beginning of some bytes, and says how long it is, with the
    /// end of its line. `None` where it does not end there, or is not made as the rows of the file
    /// are.
    #[inline(never)]
    pub fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        let Self { columns, texts, numbers, known, row, .. } = self;
        row.begin(known.first());
        let mut like = known.at(row.like)?;
        let (mut place, mut rest) = (0, bytes);
        while place < columns.len() {
            let (from, alike) = (place, row.go_on(place, rest, like)?);
            (place, rest) = (alike.place, rest.get(alike.length..)?);
            let Some(column) = columns.get(place) else { break };
            let mut cells_read = 1;
            let mut may_hold_line_feeds = rest.starts_with(b"\"");
            let length = match column.kind {
                Kind::Ignored(columns) => {
                    let (length, is_quoted) = cells_length(rest, columns)?;
                    may_hold_line_feeds = is_quoted;
                    cells_read = columns;
                    length
                }
                Kind::Number(slot) => {
                    let (number, length) = numbers.read(rest)?;
                    let was = like.number(slot);
                    if number == *was {
                        row.expect_like(from, place);
                    } else {
                        *row.numbers.get_mut(slot)? = (row.number, number);
                        row.note(place, like, number.answers != was.answers);
                    }
                    length
                }
                Kind::Text(slot) => {
                    let cells = texts.get_mut(slot)?;
                    let (text, length) = cells.read(rest, alike.known)?;
                    let was = like.text(slot);
                    if text.place == was {
                        row.expect_like(from, place);
                    } else {
                        *row.texts.get_mut(slot)? = (row.number, text.place);
                        row.note(place, like, cells.are_other_answers(was, text.place));
                        if column.tells_rows
                            && let Some(other) = row.turn(slot, text, known)
                        {
                            row.compare_with(other, columns.get(..=place)?, texts, known);
                            like = known.at(other)?;
                        }
                    }
                    length
                }
            };
            if may_hold_line_feeds {
                row.line_feeds.count_more(line_feeds(rest.get(..length)?));
            }
            place.count_more(cells_read);
            let (end, behind) = rest.get(length..)?.split_first()?;
            if (*end != b',') != (place == columns.len()) {
                return None;
            }
            rest = behind;
        }
        bytes.len().checked_sub(rest.len())
    }

    /// The row was read: adds the rules to which it may be something else than the known row, and
    /// says how many line feeds stand in its cells.
    #[inline(never)]
    pub fn end_row(&mut self, bytes: &[u8], due: &mut RuleSet) -> u64 {
        self.relate_columns(bytes, due);
        let Self { columns, known, row, .. } = self;
        let Some(like) = known.at(row.like) else { return 0 };
        due.add(&like.due);
        for (place, are_other_answers) in &row.changed {
            let Some(column) = columns.get(*place) else { continue };
            if *are_other_answers {
                due.add(&column.by_answers);
            }
            due.add_common(&column.by_text, &like.concerned);
        }
        if !row.are_line_feeds_counted || like.has_line_feeds {
            row.line_feeds = line_feeds(bytes.strip_suffix(b"\n").unwrap_or(bytes));
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
        let moved = self.columns.iter();
        let mut bytes = self.row.bytes().to_vec();
        bytes.extend([0; 8]);
        let row = KnownRow {
            bytes,
            starts: self.row.starts().to_vec(),
            numbers: numbers.map(|slot| *self.number(slot)).collect(),
            relations: self.row.relations.clone(),
            is_moved: moved.map(|column| column.by_text.meets(concerned)).collect(),
            concerned: concerned.clone(),
            due: broken.clone(),
            has_line_feeds: self.row.line_feeds > 0,
            texts,
        };
        for (known, place) in self.texts.iter_mut().zip(&row.texts) {
            known.hold(*place);
        }
        if self.known.are_full() {
            for other in self.known.forget(self.row.number) {
                for (known, place) in self.texts.iter_mut().zip(other.texts) {
                    known.release(place);
                }
            }
        }
        self.known.keep(row, self.row.unknown);
    }
}

/// How much of a row is like a known one.
struct Alike {
    /// The column up to which it is.
    place: usize,
    length: usize,
    /// How many bytes of the cell behind are known not to end it.
    known: usize,
}

impl Alike {
    /// Finds out how much is like a known row that begins with a column.
    #[inline(never)]
    fn find(place: usize, known: &[u8], bytes: &[u8], like: &KnownRow) -> Option<Self> {
        let starts = like.starts.get(place..)?;
        let (was, behind) = starts.split_first()?;
        let same = common_length(known, bytes);
        let differs = was.checked_add(same)?;
        let columns = behind.partition_point(|start| *start <= differs);
        let length = starts.get(columns)?.checked_sub(*was)?;
        Some(Self { place: place.checked_add(columns)?, length, known: same.checked_sub(length)? })
    }
}

impl Row {
    /// Passes over the columns from one on that say the same as the known row does.
    #[inline(always)]
    fn go_on(&mut self, place: usize, bytes: &[u8], like: &KnownRow) -> Option<Alike> {
        let was = *like.starts.get(place)?;
        let known = like.bytes.get(was..)?;
        let up_to = self.alike.get_mut(place)?;
        if *up_to >= place {
            let length = like.starts.get(*up_to)?.checked_sub(was)?;
            if begin_alike(known, bytes, length) {
                return Some(Alike { place: *up_to, length, known: 0 });
            }
        }
        let alike = Alike::find(place, known, bytes, like)?;
        *up_to = alike.place;
        Some(alike)
    }

    /// The column up to which the row was to be like the known one says the same as that.
    fn expect_like(&mut self, from: usize, place: usize) {
        let behind = match self.alike.get(place..) {
            Some([_, behind, ..]) => *behind,
            _ => 0,
        };
        self.alike.get_mut(from).into_iter().for_each(|up_to| *up_to = behind);
    }

    /// A text tells the row from the known one: the row that says the same there, if one is known.
    fn turn(&mut self, slot: usize, text: Found, known: &KnownRows) -> Option<usize> {
        self.texts_behind.count_more(usize::from(self.unknown.is_some()));
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

    /// A column says something else than in the known row: that is noted where it may move a rule.
    #[inline(always)]
    fn note(&mut self, place: usize, like: &KnownRow, are_other_answers: bool) {
        if are_other_answers || like.is_moved.get(place) == Some(&true) {
            self.changed.push((place, are_other_answers));
        }
    }

    /// Goes on with another known row behind these columns, of which each is compared.
    #[inline(never)]
    fn compare_with(
        &mut self,
        other: usize,
        columns: &[Column],
        cells: &[KnownCells],
        known: &KnownRows,
    ) {
        let Some((before, after)) = known.at(self.like).zip(known.at(other)) else { return };
        self.changed.clear();
        for (place, column) in columns.iter().enumerate() {
            match column.kind {
                Kind::Ignored(_) => {}
                Kind::Text(slot) => {
                    let Some(text) = self.texts.get_mut(slot) else { continue };
                    let is = if text.0 == self.number { text.1 } else { before.text(slot) };
                    let was = after.text(slot);
                    if is != was {
                        *text = (self.number, is);
                        let are_other =
                            cells.get(slot).is_some_and(|cells| cells.are_other_answers(was, is));
                        self.note(place, after, are_other);
                    }
                }
                Kind::Number(slot) => {
                    let Some(number) = self.numbers.get_mut(slot) else { continue };
                    if number.0 != self.number {
                        *number = (self.number, *before.number(slot));
                    }
                    let is = number.1.answers;
                    self.note(place, after, is != after.number(slot).answers);
                }
            }
        }
        self.are_line_feeds_counted &= !before.has_line_feeds;
        (self.like, self.is_like) = (other, true);
    }
}

#[cfg(test)]
mod tests;

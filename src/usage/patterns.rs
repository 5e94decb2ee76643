//! What line items look like: the texts of those that came before, with gaps for their amounts. The
//! next one mostly is like one of them, and then nothing but its amounts has to be read.
//!
//! A trie. A node is a stretch of text; behind it stands more text, an amount, a text that every item
//! has of its own (the id of a request), or a value of which each leads on to nodes of its own. Which
//! values those are, in which order members come and what stands between them is learned from the
//! items: a value is text like any other until items turn out to differ in it. The nodes that a value
//! leads to are found by its hash, and their texts begin with the value.
//!
//! An item is a head and a tail, each of a trie of its own. The head ends with the last amount that
//! something comes before in which items may differ: in most replies with `cost_subtotal`, which the
//! price comes before; what follows is the same for all endpoints, and known once. What was sold is a
//! head and a tail that came together. Who asked for it leads nowhere: those values have nodes by
//! themselves, so that each endpoint is known once and each key once, not each with each.

mod draft;
mod learning;
mod stretch;

use super::List;
use super::figures::Figure;
use super::kind::ReplyKind;
use crate::counting::Counting;
use crate::decimal::ShortNumber;
use crate::digest::{scattered, with_word};
use crate::pairs::Pairs;

use stretch::{Stretch, hash_up_to, own_text};

/// The longest value that tells items apart, or text of an item's own, and what ends it.
const LONG_VALUE: usize = 512;

/// What an item is like, but for its figures: by numbers from 0 on, which are given anew when all is
/// forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// What was sold, at which prices: in all columns but those of who asked.
    pub sold: u32,
    /// Who asked for it.
    pub asked: u32,
}

/// What stands in the gaps of an item.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    pub(super) numbers: Vec<ShortNumber>,
    /// Where texts of their own start, and how long they are.
    pub(super) texts: Vec<(usize, usize)>,
}

/// An item that is like one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) likeness: Likeness,
    pub(super) form: FormId,
    /// Behind its last byte.
    pub(super) end: usize,
}

/// A form by its number, which it keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormId(u8);

/// What many patterns have in common.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) kind: ReplyKind,
    /// What the numbers in the gaps are, in their order.
    pub(super) figures: Vec<Figure>,
    /// Which number a figure is, in the order of [`Figure`]; none is in so high a place as one not there.
    places: [u8; Figure::COUNT],
    /// All of them, a bit for each.
    pub(super) set: u8,
    /// Whether the request's id is the first of two texts, or the second.
    pub(super) request_id: usize,
    asked_by_sold: bool,
}

impl Form {
    /// The figure among the numbers of an item.
    #[inline(always)]
    pub(super) fn number<'n>(
        &self,
        figure: Figure,
        numbers: &'n [ShortNumber],
    ) -> Option<&'n ShortNumber> {
        numbers.get(usize::from(*self.places.get(figure as usize)?))
    }
}

/// The patterns known.
#[derive(Debug)]
pub(super) struct Patterns {
    nodes: Vec<Node>,
    /// The first of the nodes that a value leads to, by the node before it, or its member, and its text.
    values: Pairs,
    /// The first of the nodes that heads start with, by the list, and of those that tails do.
    head_roots: [u32; 2],
    tail_root: u32,
    /// The next of each, and of the values that say who asked.
    heads: u32,
    tails: u32,
    whos: u32,
    /// What was sold, by head and tail.
    sold: Pairs,
    /// The forms of the items that sold it.
    sold_forms: Vec<FormId>,
    /// Who asked: chains of values, and whether items had no more of them.
    asked: Pairs,
    ended: Vec<bool>,
    /// The members with such values.
    asking: Vec<String>,
    forms: Vec<Form>,
    /// The members whose values tell items apart.
    telling: Vec<String>,
    hits: usize,
    /// So many items that could have a pattern pass unlooked at, where patterns have not paid.
    rest: usize,
}

#[derive(Debug)]
struct Node {
    text: Stretch,
    gap: Gap,
    /// The amount of the item, by its place, that the one in the gap mostly has the text of.
    like: u8,
    /// The first of the nodes behind the gap. Where the head ends: the head; at the end of an item or of a
    /// value that says who asked: its number.
    next: u32,
    /// The member whose value says who asked.
    member: u32,
    /// Another text that may stand here.
    sibling: u32,
}

/// What stands behind a node's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing: the text goes on.
    Nothing,
    Amount {
        ends_head: bool,
    },
    OwnText {
        ends_head: bool,
    },
    /// A value up to that byte, with which the next node's text begins.
    Value(u8),
    /// A value that says who asked, and that byte; it has nodes by itself.
    Asked(u8),
    /// Such a value ends.
    EndOfAsked,
    End,
}

impl Gap {
    /// Whether the tail follows.
    fn ends_head(self) -> bool {
        matches!(self, Gap::Amount { ends_head: true } | Gap::OwnText { ends_head: true })
    }

    fn end_head(&mut self) {
        if let Gap::Amount { ends_head } | Gap::OwnText { ends_head } = self {
            *ends_head = true;
        }
    }
}

/// No node.
const NONE: u32 = u32::MAX;

/// Where a figure is that is not there.
const NOWHERE: u8 = u8::MAX;

/// Like no amount before.
const LIKE_NONE: u8 = u8::MAX;

/// Who asked, where no value says so.
const NOBODY: u32 = 0;

/// What tells the numbers of members from those of nodes.
const ASKING: u32 = 1 << 31;

/// What tells heads from nodes.
const HEADS: u32 = 1 << 31;

impl Default for Patterns {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            values: Pairs::default(),
            head_roots: [NONE; 2],
            tail_root: NONE,
            heads: HEADS,
            tails: 0,
            whos: 0,
            sold: Pairs::default(),
            sold_forms: Vec::new(),
            asked: Pairs::default(),
            ended: Vec::new(),
            asking: Vec::new(),
            forms: Vec::new(),
            telling: Vec::new(),
            hits: 0,
            rest: 0,
        }
    }
}

impl Patterns {
    /// What the item that starts there is like, and what stands in its gaps.
    pub(super) fn find(
        &mut self,
        text: &[u8],
        start: usize,
        list: List,
        gaps: &mut Gaps,
    ) -> Option<Found> {
        if self.rest > 0 {
            return None;
        }
        let (numbers, texts) = (gaps.numbers.len(), gaps.texts.len());
        let found = self.walk(text, start, list, gaps);
        if found.is_some() {
            self.hits.count_one();
        } else {
            gaps.numbers.truncate(numbers);
            gaps.texts.truncate(texts);
        }
        found
    }

    /// Goes from node to node as the item says.
    #[inline(always)]
    fn walk(&self, text: &[u8], start: usize, list: List, gaps: &mut Gaps) -> Option<Found> {
        let first_number = gaps.numbers.len();
        let [series, events] = self.head_roots;
        let (mut place, mut at) = (if list == List::TimeSeries { series } else { events }, start);
        let (mut head, mut asked, mut after_asked) = (NONE, NOBODY, NONE);
        loop {
            let Some(node) = self.nodes.get(place as usize) else {
                if place == NONE || head != NONE {
                    return None;
                }
                // The head has ended, and stands where a node would.
                (head, place) = (place, self.tail_root);
                continue;
            };
            let begins = node.text.begins(text.get(at..)?)?;
            let behind = at.wrapping_add(node.text.length());
            // Where what stands there is no such thing, it may be what another node knows.
            let passed = match node.gap {
                _ if !begins => None,
                Gap::Nothing => Some((node.next, behind)),
                Gap::Amount { .. } => {
                    self.amounts(node, text, behind, first_number, &mut gaps.numbers)
                }
                Gap::OwnText { .. } => own_text(value_at(behind, text)?).map(|length| {
                    gaps.texts.push((behind, length));
                    (node.next, behind.wrapping_add(length))
                }),
                Gap::Value(stop) => {
                    let value = self.value(place, value_at(behind, text)?, stop);
                    value.map(|first| (first, behind))
                }
                Gap::Asked(stop) => {
                    after_asked = node.next;
                    let value = self.value(ASKING | node.member, value_at(behind, text)?, stop);
                    value.map(|first| (first, behind))
                }
                Gap::EndOfAsked => {
                    asked = self.asked.get(pair_of(asked, node.next))? as u32;
                    Some((after_asked, behind))
                }
                Gap::End => return self.found(head, node.next, asked, behind),
            };
            (place, at) = passed.unwrap_or((node.sibling, at));
        }
    }

    /// Reads the amount behind a node, and those behind the nodes that follow, as long as there are
    /// some; most of an item is that, and nothing else has to be kept in mind meanwhile. Says which
    /// node comes then, and where; `None` where there is no amount.
    #[inline(never)]
    fn amounts<'a>(
        &'a self,
        mut node: &'a Node,
        text: &[u8],
        mut at: usize,
        first_number: usize,
        numbers: &mut Vec<ShortNumber>,
    ) -> Option<(u32, usize)> {
        let mut passed = None;
        while let Some(rest) = text.get(at..) {
            let like = numbers.get(first_number.wrapping_add(node.like.into()));
            let again = like.and_then(|like| like.again(text, rest));
            let Some(number) = again.or_else(|| ShortNumber::read(rest, at)) else { break };
            numbers.push(number);
            at = at.wrapping_add(number.length());
            passed = Some((node.next, at));
            let next = self.nodes.get(node.next as usize).zip(text.get(at..));
            let Some((next, rest)) = next else { break };
            if !matches!(next.gap, Gap::Amount { .. }) || next.text.begins(rest) != Some(true) {
                break;
            }
            at = at.wrapping_add(next.text.length());
            node = next;
        }
        passed
    }

    /// What is known of a head and a tail, and of who asked.
    #[inline(always)]
    fn found(&self, head: u32, tail: u32, asked: u32, end: usize) -> Option<Found> {
        let sold = self.sold.get(pair_of(head, tail))? as u32;
        let form = *self.sold_forms.get(sold as usize)?;
        let asked = match self.form(form)?.asked_by_sold {
            true => self.asked.get(pair_of(asked, with_sold(sold)))? as u32,
            false => asked,
        };
        let is_known = *self.ended.get(asked as usize)?;
        is_known.then_some(Found { likeness: Likeness { sold, asked }, form, end })
    }

    /// The first of the nodes that the value there leads to.
    #[inline(always)]
    fn value(&self, before: u32, text: &[u8], stop: u8) -> Option<u32> {
        let hash = hash_up_to(text, stop)?;
        self.values.get(key_of(before, hash)).map(|first| first as u32)
    }

    /// What is known of a form.
    pub(super) fn form(&self, form: FormId) -> Option<&Form> {
        self.forms.get(usize::from(form.0))
    }
}

/// A text in which a value ends that is not too long.
#[inline(always)]
fn value_at(start: usize, text: &[u8]) -> Option<&[u8]> {
    let rest = text.get(start..)?;
    Some(rest.get(..LONG_VALUE).unwrap_or(rest))
}

/// What ends a chain of values that say who asked, where it matters what was sold.
#[inline(always)]
fn with_sold(sold: u32) -> u32 {
    !sold
}

/// As one word, from which both can be told.
#[inline(always)]
fn pair_of(head: u32, tail: u32) -> u64 {
    scattered(u64::from(head) << 32 | u64::from(tail))
}

#[inline(always)]
fn key_of(node: u32, hash: u64) -> u64 {
    scattered(with_word(hash, node.into()))
}

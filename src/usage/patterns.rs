//! What line items look like: the texts of those that came before, with gaps for their amounts. The
//! next one mostly is like one of them, and then nothing but its amounts has to be read.
//!
//! A trie. A node is a stretch of text; behind it stands an amount, a text that every item has of its
//! own (the id of a request), or a value of which each leads on to nodes of its own. Which values
//! those are, in which order members come and what stands between them is learned from the items:
//! a value is text like any other until items turn out to differ in it.
//!
//! What stands behind the last amount is a trie of its own: what was sold is a head and a tail that
//! came together. Who asked for it leads nowhere: those values are known by themselves, so that each
//! endpoint is known once and each key once, not each with each.

mod draft;
mod learning;
mod run;

use super::List;
use super::figures::Figure;
use super::kind::ReplyKind;
use crate::counting::Counting;
use crate::decimal::ShortNumber;
use crate::digest::{scattered, with_word};
use crate::pairs::Pairs;

use run::{Run, Runs, label_of, own_text};

/// The longest value that tells items apart, and what ends it.
const LONG_LABEL: usize = 512;

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
    list: List,
    pub(super) kind: ReplyKind,
    /// What the numbers in the gaps are, in their order.
    pub(super) figures: Vec<Figure>,
    /// Which number a figure is, in the order of [`Figure`].
    places: [Option<u8>; Figure::COUNT],
    /// All of them, a bit for each.
    pub(super) set: u8,
    /// Whether the request's id is the first of two texts, or the second.
    pub(super) request_id: usize,
    asked_by_sold: bool,
}

impl Form {
    /// Which of the numbers the figure is.
    pub(super) fn place(&self, figure: Figure) -> Option<usize> {
        self.places.get(figure as usize)?.map(usize::from)
    }
}

/// The patterns known.
#[derive(Debug)]
pub(super) struct Patterns {
    nodes: Vec<Node>,
    labels: Vec<Label>,
    /// By the node before it and its text.
    label_places: Pairs,
    runs: Runs,
    /// The first of the nodes that items start with, and of those behind the last amount.
    head_root: u32,
    tail_root: u32,
    /// How many there are.
    heads: u32,
    tails: u32,
    /// What was sold, by both.
    sold: Pairs,
    /// The forms of the items that sold it.
    sold_forms: Vec<FormId>,
    /// Who asked: chains of values.
    asked: Pairs,
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
    run: Run,
    gap: Gap,
    /// The first of the nodes behind the gap; behind the last amount the head's number, and at the
    /// end of an item the tail's.
    next: u32,
    /// The member whose value says who asked.
    member: u32,
    /// The amount of the item, by its place, that the one in the gap mostly has the text of.
    like: u8,
    /// Another text that may stand here.
    sibling: u32,
}

/// A value, and the nodes of its own that it leads to.
#[derive(Debug)]
struct Label {
    run: Run,
    next: u32,
}

/// What stands behind a node's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Amount {
        is_last: bool,
    },
    OwnText {
        is_last: bool,
    },
    /// A value up to that byte, which leads on.
    Value(u8),
    /// A value that says who asked.
    Asked(u8),
    End,
}

impl Gap {
    /// Whether the tail follows.
    #[inline(always)]
    fn ends_head(self) -> bool {
        matches!(self, Gap::Amount { is_last: true } | Gap::OwnText { is_last: true })
    }
}

/// No node.
const NONE: u32 = u32::MAX;

/// Like no amount before.
const LIKE_NONE: u8 = u8::MAX;

/// Who asked, where no value says so.
const NOBODY: u32 = 0;

/// What tells the numbers of members from those of nodes.
const ASKING: u32 = 1 << 31;

impl Default for Patterns {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            labels: Vec::new(),
            label_places: Pairs::default(),
            runs: Runs::default(),
            head_root: NONE,
            tail_root: NONE,
            heads: 0,
            tails: 0,
            sold: Pairs::default(),
            sold_forms: Vec::new(),
            asked: Pairs::default(),
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
        let found = self
            .walk(text, start, gaps)
            .filter(|found| self.form(found.form).is_some_and(|form| form.list == list));
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
    fn walk(&self, text: &[u8], start: usize, gaps: &mut Gaps) -> Option<Found> {
        let first_number = gaps.numbers.len();
        let mut rest = text.get(start..)?;
        let mut place = self.head_root;
        let (mut head, mut asked) = (NONE, NOBODY);
        loop {
            let node = self.nodes.get(place as usize)?;
            let Some(behind) = self.runs.behind(node.run, rest) else {
                place = node.sibling;
                continue;
            };
            let at = text.len().wrapping_sub(behind.len());
            let passed = match node.gap {
                Gap::Amount { .. } => {
                    let like = gaps.numbers.get(first_number.wrapping_add(node.like.into()));
                    let again = like.and_then(|like| like.again(text, behind));
                    let number = again.or_else(|| ShortNumber::read(behind, at));
                    number.map(|number| {
                        gaps.numbers.push(number);
                        (node.next, number.length())
                    })
                }
                Gap::Value(stop) | Gap::Asked(stop) => {
                    let is_asked = node.member != NONE;
                    let before = if is_asked { ASKING | node.member } else { place };
                    match self.label(before, behind, stop) {
                        Some((number, label)) if is_asked => {
                            asked = self.asked.get(pair_of(asked, number))? as u32;
                            Some((node.next, label.run.length()))
                        }
                        label => label.map(|(_, label)| (label.next, label.run.length())),
                    }
                }
                Gap::OwnText { .. } => own_text(behind).map(|length| {
                    gaps.texts.push((at, length));
                    (node.next, length)
                }),
                Gap::End => return self.found(head, node.next, asked, at),
            };
            // Where what stands there is no such thing, it may be what another node knows.
            let Some((next, length)) = passed else {
                place = node.sibling;
                continue;
            };
            rest = behind.get(length..)?;
            place = next;
            if node.gap.ends_head() {
                (head, place) = (next, self.tail_root);
            }
        }
    }

    /// What is known of a head and a tail, and of who asked.
    #[inline(always)]
    fn found(&self, head: u32, tail: u32, asked: u32, end: usize) -> Option<Found> {
        let sold = self.sold.get(pair_of(head, tail))? as u32;
        let form = *self.sold_forms.get(sold as usize)?;
        let asked = self.asked.get(pair_of(asked, end_of(self.form(form)?.asked_by_sold, sold)))?;
        Some(Found { likeness: Likeness { sold, asked: asked as u32 }, form, end })
    }

    /// The value behind a node, or of a member, and its number.
    #[inline(always)]
    fn label(&self, before: u32, text: &[u8], stop: u8) -> Option<(u32, &Label)> {
        let (hash, length) = label_of(text.get(..LONG_LABEL).unwrap_or(text), stop)?;
        let place = self.label_places.get(key_of(before, hash))? as u32;
        let label = self.labels.get(place as usize)?;
        let is_it = label.run.length() == length && self.runs.behind(label.run, text).is_some();
        is_it.then_some((place, label))
    }

    /// What is known of a form.
    pub(super) fn form(&self, form: FormId) -> Option<&Form> {
        self.forms.get(usize::from(form.0))
    }
}

/// What ends a chain of values that say who asked: no value, and what was sold where it matters. A
/// chain that goes on has not ended, and is nobody known.
#[inline(always)]
fn end_of(asked_by_sold: bool, sold: u32) -> u32 {
    if asked_by_sold { !sold.wrapping_add(1) } else { NONE }
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

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
mod run;

use super::figures::Figure;
use super::kind::ReplyKind;
use super::{List, REQUEST_ID};
use crate::decimal::ShortNumber;
use crate::digest::scattered;
use crate::json::Value;
use crate::pairs::Pairs;

use draft::{Draft, Part};
use run::{Run, Runs, label_of, own_text, with_end};

/// So much text is known at once, in blocks, and so many sales and chains of values; with more all is
/// forgotten.
const MAX_BLOCKS: usize = 1 << 18;
const MAX_KNOWN: usize = 1 << 16;

/// Learning pays where at least so many items were like others meanwhile; else it rests for so many.
const MIN_HITS: usize = 16_384;
const REST: usize = 8 * MIN_HITS;

/// So many texts may follow on one; where more differ in a value, that is one to tell them by.
const MAX_SIBLINGS: usize = 3;

/// The longest value that tells items apart, and what ends it.
const LONG_LABEL: usize = 512;

/// So many members may tell items apart.
const MAX_TELLING: usize = 32;

/// Where they differ in something else, such as the members they have.
const MAX_FORMS: usize = 16;

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

/// Who asked, where no value says so.
const NOBODY: u32 = 0;

/// What tells the numbers of members from those of nodes.
const ASKING: u32 = 1 << 31;

/// Items differ in the member where they should agree; or in none.
struct TooMany {
    differing: Option<String>,
}

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
            self.hits += 1;
        } else {
            gaps.numbers.truncate(numbers);
            gaps.texts.truncate(texts);
        }
        found
    }

    /// Goes from node to node as the item says.
    #[inline(always)]
    fn walk(&self, text: &[u8], start: usize, gaps: &mut Gaps) -> Option<Found> {
        let mut at = start;
        let mut place = self.head_root;
        let mut head = NONE;
        let mut asked = NOBODY;
        loop {
            let node = self.nodes.get(place as usize)?;
            let behind = match self.runs.matches(node.run, text.get(at..)?) {
                true => self.pass_gap(place, node, text, at + node.run.length(), gaps),
                false => None,
            };
            let Some((next, end)) = behind else {
                place = node.sibling;
                continue;
            };
            at = end;
            place = match node.gap {
                Gap::Asked(_) => {
                    asked = self.asked.get(pair_of(asked, next))? as u32;
                    node.next
                }
                Gap::End => return self.found(head, next, asked, end),
                gap if gap.ends_head() => {
                    head = next;
                    self.tail_root
                }
                _ => next,
            };
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

    /// The nodes behind the gap, or the value that says who asked; and where it ends.
    #[inline(always)]
    fn pass_gap(
        &self,
        place: u32,
        node: &Node,
        text: &[u8],
        at: usize,
        gaps: &mut Gaps,
    ) -> Option<(u32, usize)> {
        match node.gap {
            Gap::Amount { .. } => {
                let number = ShortNumber::read(text, at)?;
                gaps.numbers.push(number);
                Some((node.next, at + number.length()))
            }
            Gap::Value(stop) | Gap::Asked(stop) => {
                let is_asked = node.member != NONE;
                let before = if is_asked { ASKING | node.member } else { place };
                let (label, end) = self.label(before, text, at, stop)?;
                let next = if is_asked { label } else { self.labels.get(label as usize)?.next };
                Some((next, end))
            }
            Gap::OwnText { .. } => {
                let length = own_text(text.get(at..)?)?;
                gaps.texts.push((at, length));
                Some((node.next, at + length))
            }
            Gap::End => Some((node.next, at)),
        }
    }

    /// The number of a value behind a node, or of a member; and where it ends.
    #[inline(always)]
    fn label(&self, before: u32, text: &[u8], at: usize, stop: u8) -> Option<(u32, usize)> {
        let rest = text.get(at..)?;
        let (hash, length) = label_of(rest.get(..LONG_LABEL).unwrap_or(rest), stop)?;
        let place = self.label_places.get(key_of(before, hash))? as u32;
        let label = self.labels.get(place as usize)?;
        let is_it = label.run.length() == length && self.runs.matches(label.run, rest);
        is_it.then_some((place, at + length))
    }

    /// What is known of a form.
    pub(super) fn form(&self, form: FormId) -> Option<&Form> {
        self.forms.get(usize::from(form.0))
    }

    fn form_of(&mut self, draft: &Draft, list: List, kind: ReplyKind) -> Option<FormId> {
        let request_id = draft.texts.iter().position(|name| *name == REQUEST_ID);
        let figures = draft.figures.clone();
        let mut places = [None; Figure::COUNT];
        let set = figures.iter().fold(0, |set, figure| set | figure.bit());
        for (place, figure) in (0..).zip(&figures) {
            if let Some(known) = places.get_mut(*figure as usize) {
                *known = Some(place);
            }
        }
        let (request_id, asked_by_sold) = (request_id.unwrap_or_default(), draft.asked_by_sold);
        let form = Form { list, kind, figures, places, set, request_id, asked_by_sold };
        let place = self.forms.iter().position(|known| *known == form).unwrap_or(self.forms.len());
        let id = u8::try_from(place).ok()?;
        if place == self.forms.len() {
            self.forms.push(form);
        }
        Some(FormId(id))
    }

    /// Learns what an item is like, where others may be like it.
    pub(super) fn learn(
        &mut self,
        item: Value<'_>,
        list: List,
        kind: ReplyKind,
    ) -> Option<Likeness> {
        if self.rest > 0 {
            self.rest -= 1;
            return None;
        }
        loop {
            let draft = Draft::of(item, list, &self.telling)?;
            if self.is_full() {
                // Where most items are like none before, looking for them does not pay.
                self.rest = if self.hits < MIN_HITS { REST } else { 0 };
                self.forget();
            }
            let form = self.form_of(&draft, list, kind)?;
            match self.insert(item.as_json().as_bytes(), &draft, form) {
                Ok(likeness) => return Some(likeness),
                Err(TooMany { differing: Some(member) }) if self.telling.len() < MAX_TELLING => {
                    self.telling.push(member);
                    self.forget();
                }
                // They differ in too much: looking for them does not pay for a while.
                Err(TooMany { .. }) => {
                    self.telling.clear();
                    self.rest = REST;
                    self.forget();
                    return None;
                }
            }
        }
    }

    fn is_full(&self) -> bool {
        let known = self.sold_forms.len().max(self.asked.len());
        self.runs.len() > MAX_BLOCKS || known > MAX_KNOWN
    }

    fn forget(&mut self) {
        let (telling, forms) = (std::mem::take(&mut self.telling), std::mem::take(&mut self.forms));
        *self = Self { telling, forms, rest: self.rest, ..Self::default() };
    }

    fn insert(&mut self, text: &[u8], draft: &Draft, form: FormId) -> Result<Likeness, TooMany> {
        let mut before = Before::Head;
        let (mut head, mut tail, mut asked) = (NONE, NONE, NOBODY);
        for part in &draft.parts {
            let node = match self.like(before, part, text) {
                Some(node) => node,
                None => self.add_node(before, part, text, draft)?,
            };
            before = match part.gap {
                Gap::Value(stop) => Before::Label(self.label_behind(node, stop, part, text)),
                Gap::Asked(stop) => {
                    let member = self.nodes.get(node as usize).map_or(0, |node| node.member);
                    let label = self.label_behind(ASKING | member, stop, part, text);
                    asked = numbered_pair(&mut self.asked, asked, label, NOBODY + 1);
                    Before::Node(node)
                }
                Gap::End => {
                    tail = numbered(&mut self.nodes, node, &mut self.tails);
                    break;
                }
                gap if gap.ends_head() => {
                    head = numbered(&mut self.nodes, node, &mut self.heads);
                    Before::Tail
                }
                _ => Before::Node(node),
            };
        }
        let sold = numbered_pair(&mut self.sold, head, tail, 0);
        if self.sold_forms.len() == sold as usize {
            self.sold_forms.push(form);
        }
        let end = end_of(draft.asked_by_sold, sold);
        asked = numbered_pair(&mut self.asked, asked, end, NOBODY + 1);
        Ok(Likeness { sold, asked })
    }

    /// The node with that text and gap behind `before`, where there is one.
    fn like(&self, before: Before, part: &Part, text: &[u8]) -> Option<u32> {
        let run = text.get(part.run.clone())?;
        let mut place = self.first_behind(before);
        loop {
            let node = self.nodes.get(place as usize)?;
            if node.gap == part.gap
                && self.member(node) == part.asked.as_deref()
                && self.runs.bytes(node.run).eq(run.iter().copied())
            {
                return Some(place);
            }
            place = node.sibling;
        }
    }

    /// The member of a node whose value says who asked.
    fn member(&self, node: &Node) -> Option<&str> {
        self.asking.get(node.member as usize).map(String::as_str)
    }

    fn add_node(
        &mut self,
        before: Before,
        part: &Part,
        text: &[u8],
        draft: &Draft,
    ) -> Result<u32, TooMany> {
        let run = text.get(part.run.clone()).unwrap_or_default();
        let first = self.first_behind(before);
        let (siblings, common) = self.siblings(first, run);
        if siblings >= MAX_SIBLINGS {
            let differing = draft.value_at(part.run.start + common);
            if differing.is_some() || siblings >= MAX_FORMS {
                return Err(TooMany { differing });
            }
        }
        let place = self.nodes.len() as u32;
        let run = self.runs.add(run);
        let member = part.asked.as_ref().map_or(NONE, |member| self.asking(member));
        self.nodes.push(Node { run, gap: part.gap, next: NONE, member, sibling: first });
        let link = match before {
            Before::Head => Some(&mut self.head_root),
            Before::Tail => Some(&mut self.tail_root),
            Before::Node(node) => self.nodes.get_mut(node as usize).map(|node| &mut node.next),
            Before::Label(label) => {
                self.labels.get_mut(label as usize).map(|label| &mut label.next)
            }
        };
        if let Some(link) = link {
            *link = place;
        }
        Ok(place)
    }

    /// How many nodes stand there, and how much of their texts a text has in common at most.
    fn siblings(&self, first: u32, text: &[u8]) -> (usize, usize) {
        let (mut count, mut common) = (0, 0);
        let mut place = first;
        while let Some(node) = self.nodes.get(place as usize) {
            let same = self.runs.bytes(node.run).zip(text).take_while(|(a, b)| a == *b);
            (count, common) = (count + 1, common.max(same.count()));
            place = node.sibling;
        }
        (count, common)
    }

    fn first_behind(&self, before: Before) -> u32 {
        let next = match before {
            Before::Head => return self.head_root,
            Before::Tail => return self.tail_root,
            Before::Node(node) => self.nodes.get(node as usize).map(|node| node.next),
            Before::Label(label) => self.labels.get(label as usize).map(|label| label.next),
        };
        next.unwrap_or(NONE)
    }

    /// The number of a member whose value says who asked.
    fn asking(&mut self, member: &str) -> u32 {
        let known = self.asking.iter().position(|known| known == member);
        known.unwrap_or_else(|| {
            self.asking.push(member.to_owned());
            self.asking.len() - 1
        }) as u32
    }

    /// The label of a part's value behind a node, or of a member.
    fn label_behind(&mut self, before: u32, stop: u8, part: &Part, text: &[u8]) -> u32 {
        let value = text.get(part.value.clone()).unwrap_or_default();
        let hash = label_of(&with_end(value, stop), stop).map_or(0, |(hash, _)| hash);
        let key = key_of(before, hash);
        let known = self.label_places.get(key).map(|place| place as u32);
        let is_same = |place: &u32| {
            let label = self.labels.get(*place as usize);
            label.is_some_and(|label| self.runs.bytes(label.run).eq(value.iter().copied()))
        };
        if let Some(place) = known.filter(is_same) {
            return place;
        }
        let place = self.labels.len() as u32;
        let run = self.runs.add(value);
        self.labels.push(Label { run, next: NONE });
        self.label_places.insert(key, place.into());
        place
    }
}

/// What nodes stand behind.
#[derive(Debug, Clone, Copy)]
enum Before {
    Head,
    Tail,
    Node(u32),
    Label(u32),
}

/// The number of a node that ends a head or a tail.
fn numbered(nodes: &mut [Node], node: u32, count: &mut u32) -> u32 {
    let Some(node) = nodes.get_mut(node as usize) else { return NONE };
    if node.next == NONE {
        node.next = *count;
        *count += 1;
    }
    node.next
}

/// The number of a pair, from the first number on.
fn numbered_pair(pairs: &mut Pairs, one: u32, other: u32, first: u32) -> u32 {
    let pair = pair_of(one, other);
    if let Some(known) = pairs.get(pair) {
        return known as u32;
    }
    let number = first + pairs.len() as u32;
    pairs.insert(pair, number.into());
    number
}

/// What ends a chain of values that say who asked: no value, and what was sold where it matters. A
/// chain that goes on has not ended, and is nobody known.
#[inline(always)]
fn end_of(asked_by_sold: bool, sold: u32) -> u32 {
    if asked_by_sold { NONE - 1 - sold } else { NONE }
}

/// As one word, from which both can be told.
#[inline(always)]
fn pair_of(head: u32, tail: u32) -> u64 {
    scattered(u64::from(head) << 32 | u64::from(tail))
}

#[inline(always)]
fn key_of(node: u32, hash: u64) -> u64 {
    scattered(hash ^ u64::from(node))
}

//! Learning what items look like, from those that are read as a whole.

use std::ops::Range;

use super::draft::{Draft, Part};
use super::stretch::{LONGEST, Stretch, hash_up_to, with_end};
use super::{
    ASKING, Form, FormId, Gap, LIKE_NONE, Likeness, NOBODY, NONE, NOWHERE, Node, Patterns, key_of,
    pair_of, with_sold,
};
use crate::counting::Counting;
use crate::json::Value;
use crate::pairs::Pairs;
use crate::usage::figures::Figure;
use crate::usage::kind::ReplyKind;
use crate::usage::{List, REQUEST_ID};

/// So much text is known at once, in nodes, and so many sales and chains of values; with more all is
/// forgotten.
const MAX_NODES: usize = 1 << 17;
const MAX_KNOWN: usize = 1 << 16;

/// Learning pays where at least so many items were like others meanwhile; else it rests for so many.
const MIN_HITS: usize = 16_384;
const REST: usize = 8 * MIN_HITS;

/// So many texts may follow on one; where more differ in a value, that is one to tell them by.
const MAX_SIBLINGS: usize = 3;

/// So many members may tell items apart.
const MAX_TELLING: usize = 32;

/// Where they differ in something else, such as the members they have.
const MAX_FORMS: usize = 16;

/// Items differ in the member where they should agree; or in none.
struct TooMany {
    differing: Option<String>,
}

impl Patterns {
    /// Learns what an item is like, where others may be like it.
    pub(in crate::usage) fn learn(
        &mut self,
        item: Value<'_>,
        list: List,
        kind: ReplyKind,
    ) -> Option<Likeness> {
        if self.rest > 0 {
            self.rest = self.rest.saturating_sub(1);
            return None;
        }
        loop {
            let draft = Draft::of(item, list, &self.telling)?;
            if self.is_full() {
                let pays = self.hits >= MIN_HITS;
                self.forget();
                // Where most items are like none before, looking for them does not pay.
                if !pays {
                    self.rest = REST;
                    return None;
                }
            }
            let form = self.form_of(&draft, kind)?;
            match self.insert(&draft, form) {
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
        self.nodes.len() > MAX_NODES || known > MAX_KNOWN
    }

    fn forget(&mut self) {
        let (telling, forms) = (std::mem::take(&mut self.telling), std::mem::take(&mut self.forms));
        *self = Self { telling, forms, rest: self.rest, ..Self::default() };
    }

    fn insert(&mut self, draft: &Draft<'_>, form: FormId) -> Result<Likeness, TooMany> {
        let mut before = Before::Head(draft.list);
        let (mut head, mut tail, mut asked) = (NONE, NONE, NOBODY);
        let mut start = 0;
        for part in &draft.parts {
            let node = self.nodes_of(before, start..part.run.end, part, draft)?;
            (before, start) = (Before::Node(node), part.value.end);
            match part.gap {
                Gap::Value(stop) => {
                    let key = key_of(node, hash_of(part, stop, draft));
                    (before, start) = (Before::Value(key), part.value.start);
                }
                Gap::Asked(stop) => {
                    let who = self.who(node, stop, part, draft)?;
                    asked = numbered_pair(&mut self.asked, asked, who, NOBODY + 1);
                    start.count_one();
                }
                Gap::End => tail = numbered(&mut self.nodes, node, &mut self.tails),
                gap if gap.ends_head() => {
                    head = numbered(&mut self.nodes, node, &mut self.heads);
                    before = Before::Tail;
                }
                _ => {}
            }
        }
        let sold = numbered_pair(&mut self.sold, head, tail, 0);
        if self.sold_forms.len() == sold as usize {
            self.sold_forms.push(form);
        }
        if draft.asked_by_sold {
            asked = numbered_pair(&mut self.asked, asked, with_sold(sold), NOBODY + 1);
        }
        self.end_asked(asked);
        Ok(Likeness { sold, asked })
    }

    /// The number of a value that says who asked; its nodes hold it and the byte behind it.
    fn who(&mut self, node: u32, stop: u8, part: &Part, draft: &Draft<'_>) -> Result<u32, TooMany> {
        let member = self.nodes.get(node as usize).map_or(0, |node| node.member);
        let before = Before::Value(key_of(ASKING | member, hash_of(part, stop, draft)));
        let place = part.value.start..part.value.end.saturating_add(1);
        let node = self.nodes_of(before, place, &part.with_gap(Gap::EndOfAsked), draft)?;
        Ok(numbered(&mut self.nodes, node, &mut self.whos))
    }

    fn end_asked(&mut self, asked: u32) {
        let place = asked as usize;
        if self.ended.len() <= place {
            self.ended.resize(place.saturating_add(1), false);
        }
        if let Some(ended) = self.ended.get_mut(place) {
            *ended = true;
        }
    }

    /// The last of the nodes that hold a text behind `before`; it has the part's gap.
    fn nodes_of(
        &mut self,
        mut before: Before,
        mut place: Range<usize>,
        part: &Part,
        draft: &Draft<'_>,
    ) -> Result<u32, TooMany> {
        let on = part.with_gap(Gap::Nothing);
        while place.len() > LONGEST {
            let end = place.start.saturating_add(LONGEST);
            before = Before::Node(self.node(before, place.start..end, &on, draft)?);
            place.start = end;
        }
        self.node(before, place, part, draft)
    }

    fn node(
        &mut self,
        before: Before,
        place: Range<usize>,
        part: &Part,
        draft: &Draft<'_>,
    ) -> Result<u32, TooMany> {
        let text = draft.at(place.clone());
        if let Some(place) = self.like(before, part, text) {
            // An item without a discount shows which amounts are the same; one with a discount does not
            // undo it.
            let node = self.nodes.get_mut(place as usize).filter(|_| part.like != LIKE_NONE);
            if let Some(node) = node {
                node.like = part.like;
            }
            return Ok(place);
        }
        let first = self.first_behind(before);
        let (siblings, common) = self.siblings(first, text);
        if siblings >= MAX_SIBLINGS {
            let differing = draft.value_at(place.start.saturating_add(common));
            if differing.is_some() || siblings >= MAX_FORMS {
                return Err(TooMany { differing });
            }
        }
        let member = part.asked.as_ref().map_or(NONE, |member| self.asking(member));
        let (text, gap, like) = (Stretch::of(text), part.gap, part.like);
        let added = self.nodes.len() as u32;
        self.nodes.push(Node { text, gap, like, next: NONE, member, sibling: first });
        self.link(before, added);
        Ok(added)
    }

    /// The node with that text and gap behind `before`, where there is one.
    fn like(&self, before: Before, part: &Part, text: &[u8]) -> Option<u32> {
        let mut place = self.first_behind(before);
        loop {
            let node = self.nodes.get(place as usize)?;
            if node.gap == part.gap
                && self.member(node) == part.asked.as_deref()
                && node.text.bytes().eq(text.iter().copied())
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

    /// How many nodes stand there, and how much of their texts a text has in common at most.
    fn siblings(&self, first: u32, text: &[u8]) -> (usize, usize) {
        let (mut count, mut common) = (0usize, 0);
        let mut place = first;
        while let Some(node) = self.nodes.get(place as usize) {
            let same = node.text.bytes().zip(text.iter().copied()).take_while(|(a, b)| a == b);
            count.count_one();
            common = common.max(same.count());
            place = node.sibling;
        }
        (count, common)
    }

    fn first_behind(&self, before: Before) -> u32 {
        let next = match before {
            Before::Head(list) => self.head_roots.get(list as usize).copied(),
            Before::Tail => Some(self.tail_root),
            Before::Node(node) => self.nodes.get(node as usize).map(|node| node.next),
            Before::Value(key) => self.values.get(key).map(|place| place as u32),
        };
        next.unwrap_or(NONE)
    }

    /// From now on that is the first node behind `before`.
    fn link(&mut self, before: Before, first: u32) {
        let link = match before {
            Before::Head(list) => self.head_roots.get_mut(list as usize),
            Before::Tail => Some(&mut self.tail_root),
            Before::Node(node) => self.nodes.get_mut(node as usize).map(|node| &mut node.next),
            Before::Value(key) => return self.values.set(key, first.into()),
        };
        if let Some(link) = link {
            *link = first;
        }
    }

    /// The number of a member whose value says who asked.
    fn asking(&mut self, member: &str) -> u32 {
        let known = self.asking.iter().position(|known| known == member);
        known.unwrap_or_else(|| {
            self.asking.push(member.to_owned());
            self.asking.len().saturating_sub(1)
        }) as u32
    }

    fn form_of(&mut self, draft: &Draft<'_>, kind: ReplyKind) -> Option<FormId> {
        let request_id = draft.texts.iter().position(|name| *name == REQUEST_ID);
        let figures = draft.figures.clone();
        let mut places = [NOWHERE; Figure::COUNT];
        let set = figures.iter().fold(0, |set, figure| set | figure.bit());
        for (place, figure) in (0..).zip(&figures) {
            if let Some(known) = places.get_mut(*figure as usize) {
                *known = place;
            }
        }
        let (request_id, asked_by_sold) = (request_id.unwrap_or_default(), draft.asked_by_sold);
        let form = Form { kind, figures, places, set, request_id, asked_by_sold };
        let place = self.forms.iter().position(|known| *known == form).unwrap_or(self.forms.len());
        let id = u8::try_from(place).ok()?;
        if place == self.forms.len() {
            self.forms.push(form);
        }
        Some(FormId(id))
    }
}

/// What nodes stand behind.
#[derive(Debug, Clone, Copy)]
enum Before {
    Head(List),
    Tail,
    Node(u32),
    /// By its key.
    Value(u64),
}

/// The hash of a part's value.
fn hash_of(part: &Part, stop: u8, draft: &Draft<'_>) -> u64 {
    hash_up_to(&with_end(draft.at(part.value.clone()), stop), stop).unwrap_or_default()
}

/// The number of a node that ends a head, a tail or a value.
fn numbered(nodes: &mut [Node], node: u32, count: &mut u32) -> u32 {
    let Some(node) = nodes.get_mut(node as usize) else { return NONE };
    if node.next == NONE {
        node.next = *count;
        count.count_one();
    }
    node.next
}

/// The number of a pair, from the first number on.
fn numbered_pair(pairs: &mut Pairs, one: u32, other: u32, first: u32) -> u32 {
    let pair = pair_of(one, other);
    if let Some(known) = pairs.get(pair) {
        return known as u32;
    }
    let number = first.saturating_add(pairs.len() as u32);
    pairs.insert(pair, number.into());
    number
}

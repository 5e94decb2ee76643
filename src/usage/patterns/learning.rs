//! Learning what items look like, from those that are read as a whole.

use super::draft::{Draft, Part};
use super::run::{label_of, with_end};
use super::{
    ASKING, Form, FormId, Gap, Label, Likeness, NOBODY, NONE, Node, Patterns, end_of, key_of,
    pair_of,
};
use crate::counting::Counting;
use crate::json::Value;
use crate::pairs::Pairs;
use crate::usage::figures::Figure;
use crate::usage::kind::ReplyKind;
use crate::usage::{List, REQUEST_ID};

/// So much text is known at once, in blocks, and so many sales and chains of values; with more all is
/// forgotten.
const MAX_BLOCKS: usize = 1 << 18;
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
            let differing = draft.value_at(part.run.start.saturating_add(common));
            if differing.is_some() || siblings >= MAX_FORMS {
                return Err(TooMany { differing });
            }
        }
        let place = self.nodes.len() as u32;
        let run = self.runs.add(run);
        let member = part.asked.as_ref().map_or(NONE, |member| self.asking(member));
        let like = part.like;
        self.nodes.push(Node { run, gap: part.gap, next: NONE, member, like, sibling: first });
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
        let (mut count, mut common) = (0usize, 0);
        let mut place = first;
        while let Some(node) = self.nodes.get(place as usize) {
            let same = self.runs.bytes(node.run).zip(text).take_while(|(a, b)| a == *b);
            count.count_one();
            common = common.max(same.count());
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
            self.asking.len().saturating_sub(1)
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

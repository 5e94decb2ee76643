//! The pages of some of the files. Manifests are companions, which all know.

use super::{EmptyPages, Pages, Paging};
use crate::counting::Counting;
use crate::usage::FileHash;
use crate::wire::{Wire, wire_fields};

/// What is known of some pages.
#[derive(Debug)]
pub(in crate::report) struct PartPages {
    seen: Vec<u128>,
    kinds: Vec<Paging>,
    empty_usage: EmptyPages,
    empty_events: EmptyPages,
    files: Vec<FileHash>,
}

wire_fields!(PartPages { seen, kinds, empty_usage, empty_events, files });
wire_fields!(Paging { is_there, more_announced, last_seen });
wire_fields!(EmptyPages { more_announced, last_pages });

impl Wire for FileHash {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let (hash, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(*hash)
    }
}

impl Pages {
    /// Takes out what is known of pages.
    pub(in crate::report) fn take_part(&mut self) -> PartPages {
        let Self { seen, kinds, empty_usage, empty_events, files, manifests: _ } = self;
        PartPages {
            seen: seen.take_part(),
            kinds: std::mem::take(kinds).into(),
            empty_usage: std::mem::take(empty_usage),
            empty_events: std::mem::take(empty_events),
            files: std::mem::take(files),
        }
    }

    /// Whether none of the pages is here already.
    pub(in crate::report) fn accept(&mut self, part: &PartPages) -> bool {
        self.seen.accept(&part.seen)
    }

    pub(in crate::report) fn add_part(&mut self, part: PartPages) {
        self.seen.add_part(part.seen);
        for (paging, other) in self.kinds.iter_mut().zip(part.kinds) {
            paging.is_there |= other.is_there;
            paging.more_announced |= other.more_announced;
            paging.last_seen |= other.last_seen;
        }
        self.empty_usage.add(part.empty_usage);
        self.empty_events.add(part.empty_events);
        self.files.extend(part.files);
    }
}

impl EmptyPages {
    fn add(&mut self, other: Self) {
        self.more_announced |= other.more_announced;
        self.last_pages.count_more(other.last_pages);
    }
}

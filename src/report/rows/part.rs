//! Some of the files, read by another writer with the same request, options and companions.

use std::io;

use super::Rows;
use crate::error::Result;
use crate::options::Grain;
use crate::report::added::part::PartRows;
use crate::report::books::part::PartBooks;
use crate::report::buckets::part::PartBuckets;
use crate::report::invoice::Bases;
use crate::report::overlap::part::PartOverlap;
use crate::report::pages::part::PartPages;
use crate::wire::{Wire, wire_fields};

/// What is known of whole files, but for the rows that are written.
#[derive(Debug)]
struct Part {
    /// How many companions its writer knew: with others the rows might have other names. `None`
    /// where one came among its own files, which must then be read where all are known.
    companions: Option<u64>,
    any_line_item: bool,
    books: PartBooks,
    buckets: PartBuckets,
    overlap: PartOverlap,
    requests: Vec<u128>,
    seen_buckets: Vec<u128>,
    pages: PartPages,
    added: PartRows,
    bases: Bases,
}

wire_fields!(Part {
    companions,
    any_line_item,
    books,
    buckets,
    overlap,
    requests,
    seen_buckets,
    pages,
    added,
    bases,
});

impl<W: io::Write> Rows<W> {
    /// Takes out what has come since the last part, which ends with a file; the rows are handed on.
    pub(in crate::report) fn take_part(&mut self) -> Result<Vec<u8>> {
        let companions_before = std::mem::replace(&mut self.companions_before, self.companions);
        let part = Part {
            companions: (companions_before == self.companions).then_some(self.companions),
            any_line_item: self.any_line_item,
            books: self.books.take_part()?,
            buckets: self.buckets.take_part(&self.window),
            overlap: self.overlap.take_part(),
            requests: self.requests.take_part(),
            seen_buckets: self.seen_buckets.take_part(),
            pages: self.pages.take_part(),
            added: self.added.take_part(),
            bases: self.bases.take_part(),
        };
        self.settled = None;
        // Rows that are added up get the numbers of their keys anew.
        if self.options.grain == Grain::Timeframe {
            self.known.forget();
        }
        let mut bytes = Vec::new();
        part.put(&mut bytes);
        Ok(bytes)
    }

    /// Takes a part in, as if its files had been read here; and says whether that is so. Where it
    /// has to do with what came before, its files must be read here, and nothing is done.
    pub(in crate::report) fn add_part(&mut self, mut bytes: &[u8]) -> Result<bool> {
        let Some(part) = Part::from_wire(&mut bytes) else { return Ok(false) };
        let is_accepted = part.companions == Some(self.companions)
            && self.books.accept(&part.books)
            && self.overlap.accept(&part.overlap)
            && self.requests.accept(&part.requests)
            && self.seen_buckets.accept(&part.seen_buckets)
            && self.pages.accept(&part.pages)
            && self.added.accept(&part.added)
            && self.bases.accept(&part.bases);
        if !is_accepted {
            return Ok(false);
        }
        if part.any_line_item {
            self.begin_line_items();
        }
        self.books.add_part(part.books)?;
        self.buckets.add_part(part.buckets);
        self.overlap.add_part(part.overlap);
        self.requests.add_part(part.requests);
        self.seen_buckets.add_part(part.seen_buckets);
        self.pages.add_part(part.pages);
        self.added.add_part(part.added)?;
        self.bases.add_part(&part.bases)?;
        Ok(true)
    }

    /// Takes the rows of a part that was taken in.
    pub(in crate::report) fn add_rows(&mut self, csv: &[u8]) -> Result<()> {
        self.books.add_rows(csv)
    }
}

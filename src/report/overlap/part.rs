//! Who has told of which charges in some of the files.

use time::UtcDateTime;

use super::{Overlap, Teller, Told};
use crate::usage::{Family, ReplyKind};
use crate::wire::{Wire, wire_fields};

/// Who has told of the charges of both families.
#[derive(Debug)]
pub(in crate::report) struct PartOverlap {
    model_apis: PartTold,
    serverless: PartTold,
}

/// Who has told of the charges of a family.
#[derive(Debug)]
struct PartTold {
    periods: Vec<(u64, u64)>,
    tellers: Vec<Teller>,
    last: Option<(UtcDateTime, Teller)>,
    summary: Option<Teller>,
}

wire_fields!(PartOverlap { model_apis, serverless });
wire_fields!(PartTold { periods, tellers, last, summary });

impl Wire for Teller {
    fn put(&self, out: &mut Vec<u8>) {
        self.kind.put(out);
        self.is_summary.put(out);
        self.family.map(|family| family == Family::ModelApis).put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let (kind, is_summary) = (ReplyKind::from_wire(from)?, bool::from_wire(from)?);
        let family = Option::<bool>::from_wire(from)?.map(|is_of_models| match is_of_models {
            true => Family::ModelApis,
            false => Family::Serverless,
        });
        Some(Self { family, kind, is_summary })
    }
}

impl Overlap {
    /// Takes out who has told of what.
    pub(in crate::report) fn take_part(&mut self) -> PartOverlap {
        let fresh = Self::new(self.chosen);
        let Self { model_apis, serverless, .. } = std::mem::replace(self, fresh);
        PartOverlap { model_apis: model_apis.part(), serverless: serverless.part() }
    }

    /// Whether nobody else has told of the same charges.
    pub(in crate::report) fn accept(&self, part: &PartOverlap) -> bool {
        self.model_apis.accept(&part.model_apis) && self.serverless.accept(&part.serverless)
    }

    pub(in crate::report) fn add_part(&mut self, part: PartOverlap) {
        self.model_apis.add_part(part.model_apis);
        self.serverless.add_part(part.serverless);
    }
}

impl Told {
    fn part(self) -> PartTold {
        let Self { periods, tellers, last, summary } = self;
        PartTold { periods: periods.iter().collect(), tellers, last, summary }
    }

    fn accept(&self, part: &PartTold) -> bool {
        let has_told = self.last.is_some() && part.last.is_some();
        if has_told && (self.summary.is_some() || part.summary.is_some()) {
            return false;
        }
        part.periods.iter().all(|(period, place)| {
            let told = self.periods.get(*period).map(|place| self.tellers.get(place as usize));
            told.is_none_or(|told| told == part.tellers.get(*place as usize))
        })
    }

    fn add_part(&mut self, part: PartTold) {
        for (period, place) in part.periods {
            let Some(teller) = part.tellers.get(place as usize) else { continue };
            if self.periods.get(period).is_none() {
                let place = self.place_of(*teller);
                self.periods.insert(period, place as u64);
            }
        }
        self.summary = self.summary.or(part.summary);
        self.last = part.last.or(self.last);
    }
}

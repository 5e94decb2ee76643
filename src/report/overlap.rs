//! No charge twice: several kinds of replies may tell of the same ones.

#[cfg(feature = "parts")]
pub(super) mod part;

use time::UtcDateTime;

use crate::digest::scattered;
use crate::error::{Error, ErrorCode, Result};
use crate::pairs::Pairs;
use crate::timeframe::Period;
use crate::usage::{Family, LineItem, ReplyKind, When};

/// A kind of line items that tells of each charge once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Teller {
    family: Option<Family>,
    kind: ReplyKind,
    is_summary: bool,
}

impl Teller {
    pub(super) fn of(item: &LineItem) -> Self {
        Self {
            family: item.product.family(),
            kind: item.kind,
            is_summary: item.when == When::WholeWindow,
        }
    }
}

/// Who has told of which charges.
#[derive(Debug, Default)]
pub(super) struct Overlap {
    /// Whose line items count, where the user has chosen.
    chosen: Option<ReplyKind>,
    model_apis: Told,
    serverless: Told,
}

/// Who has told of the charges of a family.
#[derive(Debug, Default)]
struct Told {
    /// By the start of the charge period, the place of the teller.
    periods: Pairs,
    tellers: Vec<Teller>,
    /// The last of them: the next line item is mostly like it.
    last: Option<(UtcDateTime, Teller)>,
    /// A summary tells of all charge periods.
    summary: Option<Teller>,
}

impl Overlap {
    pub(super) fn new(chosen: Option<ReplyKind>) -> Self {
        Self { chosen, ..Self::default() }
    }

    /// Whether the chosen kind tells of the charge in its place.
    pub(super) fn leaves_out(&self, teller: Teller) -> bool {
        match (self.chosen, teller.family) {
            (Some(chosen), Some(family)) => teller.kind != chosen && chosen.tells_of(family),
            _ => false,
        }
    }

    /// Notes who tells of a charge period; an error where somebody else has told of it.
    pub(super) fn note(&mut self, teller: Teller, charge_period: Period) -> Result<()> {
        let told = match teller.family {
            Some(Family::ModelApis) => &mut self.model_apis,
            Some(Family::Serverless) => &mut self.serverless,
            None => return Ok(()),
        };
        match told.before(teller, charge_period.start) {
            Some(other) if other != teller => Err(overlapping(teller, other)),
            _ => Ok(()),
        }
    }
}

impl Told {
    /// Who has told of the charge period before, if not the teller itself does so first.
    fn before(&mut self, teller: Teller, start: UtcDateTime) -> Option<Teller> {
        if self.last == Some((start, teller)) {
            return None;
        }
        let last = self.last.replace((start, teller)).map(|(_, last)| last);
        if teller.is_summary {
            return self.summary.replace(teller).or(last);
        }
        let told = self.first_teller(start, teller);
        self.summary.or(Some(told))
    }

    /// The first to tell of the charge period: the teller, if nobody was before.
    fn first_teller(&mut self, start: UtcDateTime, teller: Teller) -> Teller {
        let key = scattered(start.unix_timestamp() as u64);
        let known = self.periods.get(key).and_then(|place| self.tellers.get(place as usize));
        if let Some(told) = known {
            return *told;
        }
        let place = self.place_of(teller);
        self.periods.insert(key, place as u64);
        teller
    }

    fn place_of(&mut self, teller: Teller) -> usize {
        let place = self.tellers.iter().position(|known| *known == teller);
        place.unwrap_or_else(|| {
            let place = self.tellers.len();
            self.tellers.push(teller);
            place
        })
    }
}

fn overlapping(teller: Teller, other: Teller) -> Error {
    let name = |teller: Teller| match teller.is_summary {
        true => format!("a summary of {}", teller.kind.as_str()),
        false => teller.kind.as_str().to_owned(),
    };
    let message = format!(
        "{} and {} tell of the same charges in one charge period: they would count twice",
        name(other),
        name(teller)
    );
    let hint = if teller.kind == other.kind {
        "Give the replies with a time_series alone, or the summary alone.".to_owned()
    } else {
        format!(
            "Give one kind, or say whose line items count: inputKind={} (--input-kind {}).",
            other.kind.as_str(),
            other.kind.as_str()
        )
    };
    Error::new(ErrorCode::OverlappingReplies, message).field("inputKind").hint(hint)
}

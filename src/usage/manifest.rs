//! The manifest of a fetch: what was asked, and the pages that came. Replies tell neither, so that
//! only a manifest makes it certain that none is missing.

use time::UtcDateTime;

use super::kind::ReplyKind;
use crate::datetime::{self, DateTimeText};
use crate::error::{ErrorCode, Result};
use crate::json::{About, Members, Value, hex};
use crate::text_search;
use crate::timeframe::{Period, Timeframe};

/// The SHA-256 of a file.
pub type FileHash = [u8; 32];

/// What a `manifest.json` says of one fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The kind of its replies.
    pub kind: ReplyKind,
    /// The range that was asked for.
    pub range: Period,
    /// The timeframe of the buckets; billing events have none.
    pub timeframe: Option<Timeframe>,
    /// The pages that came, each in a file of its own.
    pub pages: Vec<FileHash>,
    /// Whether the last of them was the last there is.
    pub complete: bool,
}

/// The members of a manifest, as they come by, in any order.
#[derive(Debug, Default)]
pub(super) struct ManifestReader {
    is_manifest: bool,
    endpoint: Option<String>,
    query: Option<String>,
    pages: Vec<String>,
    complete: Option<bool>,
}

/// What is said of a manifest that is not as it should be.
const MANIFEST: About = About {
    code: ErrorCode::InvalidUsage,
    hint: "docs/replies.md has the manifest's members, with an example.",
};

impl ManifestReader {
    /// Takes a member; those of other replies are passed by.
    pub(super) fn member(&mut self, key: &str, value: Value<'_>, path: &str) -> Result<()> {
        match key {
            "fal_focus_manifest" if value.as_json() == "1" => self.is_manifest = true,
            "fal_focus_manifest" => {
                let message = "this manifest is of another version than 1";
                return Err(MANIFEST.invalid(message).field(path));
            }
            "endpoint" => self.endpoint = value.as_text().map(|text| text.into_owned()),
            "complete" => self.complete = value.as_bool(),
            "query" => self.query = Some(value.as_json().to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// Takes an element of `pages`.
    pub(super) fn page(&mut self, value: Value<'_>) {
        self.pages.push(value.as_json().to_owned());
    }

    /// The manifest, where the reply was one.
    pub(super) fn finish(self) -> Result<Option<Manifest>> {
        if !self.is_manifest {
            return Ok(None);
        }
        let missing = |name: &str| MANIFEST.invalid(format!("{name} is missing")).field(name);
        let endpoint = self.endpoint.ok_or_else(|| missing("endpoint"))?;
        let kind = kind_of(&endpoint).ok_or_else(|| {
            MANIFEST.invalid(format!("{endpoint} is no endpoint with charges")).field("endpoint")
        })?;
        let query = self.query.ok_or_else(|| missing("query"))?;
        let (range, timeframe) = read_query(Value::checked(&query))?;
        if self.pages.is_empty() {
            return Err(MANIFEST.invalid("pages is empty or missing").field("pages"));
        }
        let pages = self.pages.iter().enumerate();
        Ok(Some(Manifest {
            range,
            // Billing events have no buckets.
            timeframe: timeframe.filter(|_| !kind.is_events()),
            pages: pages.map(|(index, page)| read_page(page, index)).collect::<Result<_>>()?,
            complete: self.complete.ok_or_else(|| missing("complete"))?,
            kind,
        }))
    }
}

/// `/models/usage`, also with the version or the host in front.
fn kind_of(endpoint: &str) -> Option<ReplyKind> {
    let path = text_search::split_once(endpoint, "/v1/").map_or(endpoint, |(_, path)| path);
    ReplyKind::from_name(path.trim_start_matches('/'))
}

fn read_page(json: &str, index: usize) -> Result<FileHash> {
    let path = format!("pages[{index}]");
    let page = Members::of(Value::checked(json), &path, MANIFEST)?;
    let hash = read_hash(&page.required("sha256")?);
    hash.ok_or_else(|| page.wrong("sha256", "sha256 is not 64 hex digits"))
}

fn read_query(query: Value<'_>) -> Result<(Period, Option<Timeframe>)> {
    let query = Members::of(query, &"query", MANIFEST)?;
    let instant = |name: &str| -> Result<UtcDateTime> {
        match datetime::parse(&query.required(name)?) {
            Some(DateTimeText::Instant(instant)) => Ok(instant),
            _ => Err(query.wrong(name, format!("{name} is not a date-time with Z or an offset"))),
        }
    };
    let timeframe = match query.text("timeframe")? {
        None => None,
        Some(name) => match Timeframe::from_name(&name) {
            Some(timeframe) => Some(timeframe),
            None => return Err(query.wrong("timeframe", format!("no timeframe is called {name}"))),
        },
    };
    Ok((Period { start: instant("start")?, end: instant("end")? }, timeframe))
}

fn read_hash(text: &str) -> Option<FileHash> {
    let mut hash = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::try_from(hex(digits)?).ok()?;
    }
    Some(hash)
}

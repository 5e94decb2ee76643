//! The tags of a request (`X-Fal-Tags`), in the form FOCUS's Tags take: no nesting.

use crate::error::Result;
use crate::json::{Members, Value, quoted};
use crate::limits::MOST_MEMBERS;
use crate::text_table::TextTable;

use super::REPLIES;

/// Keys and their values as JSON text, sorted by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestTags(pub TextTable);

impl RequestTags {
    /// Reads `tags`: an object, or a list of tags that have no value.
    pub(super) fn read(event: &Members<'_>) -> Result<Self> {
        let Some(tags) = event.get("tags") else { return Ok(Self::default()) };
        let path = format!("{}.tags", event.path());
        let mut pairs = TextTable::default();
        match tags.elements() {
            // A tag without a value is `true` (Tags-C-008).
            Some(names) => {
                for (index, name) in names.enumerate() {
                    if index == MOST_MEMBERS {
                        let message = format!("there are more than {MOST_MEMBERS} tags");
                        return Err(event.wrong("tags", message));
                    }
                    let wrong = || event.wrong("tags", "tags are neither an object nor texts");
                    pairs.insert(name.as_text().ok_or_else(wrong)?.into_owned(), "true".to_owned());
                }
            }
            None => {
                for (key, value) in Members::of(tags, &path, REPLIES)?.entries() {
                    pairs.insert(key.to_owned(), flat(value));
                }
            }
        }
        Ok(Self(pairs))
    }
}

/// A nested value becomes the text of its JSON (KeyValueFormat).
fn flat(value: Value<'_>) -> String {
    match value.as_text() {
        Some(text) => quoted(&text),
        None if value.is_nested() => quoted(value.as_json()),
        None => value.as_json().to_owned(),
    }
}

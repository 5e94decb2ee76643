//! How much of an input is held at once, and how much of it is remembered: so much that no true report
//! meets a limit, and so little that no input takes all of the memory.

use std::fmt::Display;

use crate::error::{Error, ErrorCode};
use crate::json::joined;

/// The limits that are options; [`Default`] has the documented ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of JSON that are held until they are whole: a bucket, a billing event, a team, a
    /// summary (option `maxValueBytes`). Default: 134,217,728 (128 MiB).
    pub value_bytes: usize,
    /// The longest text of a line item or of a name, and all tags of a request together (option
    /// `maxTextBytes`). Default: 65,536.
    pub text_bytes: usize,
    /// The longest row of a CSV (option `maxRowBytes`). Default: 16,777,216 (16 MiB).
    pub row_bytes: usize,
    /// The most request ids, and as many pages and buckets, that are remembered so that none counts
    /// twice (option `maxRemembered`). Default: 100,000,000.
    pub remembered: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            value_bytes: 128 << 20,
            text_bytes: 64 << 10,
            row_bytes: 16 << 20,
            remembered: 100_000_000,
        }
    }
}

/// No limits are less: what is read by a shortcut, and not held to them, is never longer.
pub(crate) const LEAST_VALUE: u32 = 1 << 16;
pub(crate) const LEAST_TEXT: u32 = 1000;

/// The most members of an object that is read: a line item, a team, a document, tags. Whether one is
/// there twice is looked up among all.
pub(crate) const MOST_MEMBERS: usize = 1000;

/// The most columns of a CSV.
pub(crate) const MOST_COLUMNS: usize = 10_000;

/// The most teams, as many prices, and as many manifests: each is put where it belongs among all.
pub(crate) const MOST_NAMES: usize = 20_000;

/// The most currencies of a report.
pub(crate) const MOST_CURRENCIES: usize = 1000;

/// The first member whose text is longer than that.
pub(crate) fn longer_than<'t>(
    longest: usize,
    texts: impl IntoIterator<Item = (&'static str, Option<&'t String>)>,
) -> Option<&'static str> {
    let is_longer = |text: Option<&String>| text.is_some_and(|text| text.len() > longest);
    texts.into_iter().find(|(_, text)| is_longer(*text)).map(|(member, _)| member)
}

/// A text of a reply is longer than that.
pub(crate) fn too_long_a_text(member: &str, longest: usize, path: &dyn Display) -> Error {
    Error::new(ErrorCode::InvalidUsage, format!("{member} is longer than {longest} bytes"))
        .field(joined(path, member))
        .hint("Where such a text is meant, raise maxTextBytes (--max-text-bytes).")
}

/// More than is held at once.
pub(crate) fn too_many_bytes(limits: Limits) -> Error {
    let message = format!("this is longer than {} bytes", limits.value_bytes);
    exceeded(
        message,
        "Raise maxValueBytes (--max-value-bytes), where there is the memory; or its end is missing.",
    )
}

/// More than one of the limits allows.
pub(crate) fn exceeded(message: impl Into<String>, hint: &str) -> Error {
    Error::new(ErrorCode::LimitExceeded, message).hint(hint)
}

//! What a file is, by its first bytes: companions go before the line items they name.

use super::frame::{Frame, FrameReader, FrameReceiver, Location};
use crate::error::{Error, ErrorCode, Result};

/// What a file of input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Replies with line items, or what cannot be told.
    Replies,
    /// Replies that name things: account, teams, prices, a manifest.
    Companion,
    /// An invoice document.
    Invoice,
    /// A FOCUS CSV.
    FocusCsv,
}

impl FileKind {
    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            FileKind::Replies => "replies",
            FileKind::Companion => "companion",
            FileKind::Invoice => "invoice",
            FileKind::FocusCsv => "focus_csv",
        }
    }
}

/// Tells what a file is from its beginning (64 kB are plenty).
pub fn recognise(beginning: &[u8]) -> FileKind {
    if looks_like_csv(beginning) {
        return FileKind::FocusCsv;
    }
    let mut found = Telltale(None);
    // The reader is stopped by an error of its own as soon as a key has decided.
    let outcome = FrameReader::default().push(beginning, &mut found);
    drop(outcome);
    found.0.unwrap_or(FileKind::Replies)
}

/// What the first keys have told.
struct Telltale(Option<FileKind>);

impl FrameReceiver for Telltale {
    fn frame(&mut self, frame: Frame<'_>, location: &Location) -> Result<()> {
        self.0 = self.0.or(kind_of(&frame, location));
        if self.0.is_some() { Err(decided()) } else { Ok(()) }
    }
}

fn kind_of(frame: &Frame<'_>, location: &Location) -> Option<FileKind> {
    match (frame, location.key()) {
        (Frame::ReplyEnd, _) => Some(FileKind::Replies),
        (_, "time_series" | "billing_events" | "summary") => Some(FileKind::Replies),
        (_, "teams" | "prices" | "credits" | "username" | "fal_focus_manifest") => {
            Some(FileKind::Companion)
        }
        (_, "invoice_id") => Some(FileKind::Invoice),
        _ => None,
    }
}

/// Not JSON, and a header with a column that every FOCUS report has.
pub(crate) fn looks_like_csv(beginning: &[u8]) -> bool {
    let text = behind_mark(beginning);
    if matches!(text.first(), None | Some(b'{' | b'[' | b'<')) {
        return false;
    }
    let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(header);
    header
        .split([',', ';', '\t'])
        .map(|name| name.trim().trim_matches('"').to_ascii_lowercase())
        .any(|name| matches!(name.as_str(), "billedcost" | "chargeperiodstart"))
}

fn decided() -> Error {
    Error::new(ErrorCode::InternalError, "the kind is known")
}

/// Whether so few bytes could still become the header of a CSV.
pub(crate) fn is_undecided(beginning: &[u8]) -> bool {
    let text = behind_mark(beginning);
    // Of space there may be as much as anybody likes.
    let is_short = beginning.len() < HEADER_LIMIT;
    let may_be_header = !matches!(text.first(), Some(b'{' | b'[' | b'<')) && !text.contains(&b'\n');
    MARK.starts_with(beginning) || (is_short && (text.is_empty() || may_be_header))
}

/// What stands behind a byte order mark and space.
fn behind_mark(beginning: &[u8]) -> &[u8] {
    beginning.strip_prefix(MARK).unwrap_or(beginning).trim_ascii_start()
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A header of 120 columns is about 3 kB.
const HEADER_LIMIT: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_first_keys() {
        let kind = |text: &str| recognise(text.as_bytes()).as_str();
        assert_eq!(kind(r#"{"next_cursor": null, "time_series": ["#), "replies");
        assert_eq!(kind(r#"{"next_cursor": null, "prices": [{"endpo"#), "companion");
        assert_eq!(kind(r#"{"username": "acme"}"#), "companion");
        assert_eq!(kind(r#"{"teams": []}"#), "companion");
        assert_eq!(kind(r#"{"fal_focus_manifest": 1, "pages": ["#), "companion");
        assert_eq!(kind(r#"{"invoice_id": "INV-7", "billing_month": "2025-02"}"#), "invoice");
        assert_eq!(kind("\u{FEFF}\"BilledCost\",BillingCurrency\n1,USD"), "focus_csv");
        assert_eq!(kind("<html>"), "replies");
        assert_eq!(kind(""), "replies");
    }
}

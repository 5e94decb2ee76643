//! The grammar of RFC 8259.

use super::Escape;
use crate::words::plain_text;

/// The deepest nesting that is read; usage replies need six levels.
const MAX_DEPTH: usize = 64;

/// Where and why a text is not valid JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The byte at fault.
    pub(crate) at: usize,
    /// What is wrong there.
    pub(crate) what: &'static str,
}

/// Checks that the bytes are exactly one value, which stands so deep in another.
pub(super) fn check(bytes: &[u8], depth: usize) -> Result<(), Malformed> {
    let mut checker = Checker { rest: bytes, what: "the value should have ended" };
    match checker.value(depth) {
        Some(()) if checker.rest.is_empty() => Ok(()),
        _ => {
            let at = bytes.len().saturating_sub(checker.rest.len());
            Err(Malformed { at, what: checker.what })
        }
    }
}

/// Walks over a value and stops where it is not JSON.
struct Checker<'a> {
    /// What it has not walked over.
    rest: &'a [u8],
    /// What is wrong where it has stopped.
    what: &'static str,
}

impl Checker<'_> {
    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return self.wrong("the nesting is too deep");
        }
        let inside = depth.saturating_add(1);
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.list(b'}', |checker| {
                checker.string()?;
                checker.space();
                checker.expect(b':', "a colon belongs behind the key")?;
                checker.space();
                checker.value(inside)
            }),
            Some(b'[') => self.list(b']', |checker| checker.value(inside)),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.wrong("a value belongs here"),
        }
    }

    /// `[…]` or `{…}`: items with commas between them.
    fn list(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.pass(1);
        self.space();
        if self.take(close) {
            return Some(());
        }
        loop {
            item(self)?;
            self.space();
            if self.take(close) {
                return Some(());
            }
            self.expect(b',', "a comma or the end belongs here")?;
            self.space();
        }
    }

    fn string(&mut self) -> Option<()> {
        self.expect(b'"', "a key in quotes belongs here")?;
        loop {
            self.pass(plain_text(self.rest));
            match self.peek() {
                Some(b'"') => {
                    self.pass(1);
                    return Some(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.wrong("a control character must be escaped"),
                None => return self.wrong("the text has no closing quote"),
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let behind_backslash = self.rest.get(1..).unwrap_or_default();
        let Some(escape) = Escape::read(behind_backslash) else {
            return self.wrong("this escape is none of JSON's");
        };
        self.rest = behind_backslash.get(escape.length..)?;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.take(b'-');
        match self.take(b'0') {
            true => {}
            false => self.digits()?,
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.pass(count);
        if count > 0 { Some(()) } else { self.wrong("a digit belongs here") }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let Some(behind) = self.rest.strip_prefix(word) else {
            return self.wrong("a value belongs here");
        };
        self.rest = behind;
        Some(())
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.pass(1);
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        if there {
            self.pass(1);
        }
        there
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Option<()> {
        if self.take(byte) { Some(()) } else { self.wrong(what) }
    }

    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn pass(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn wrong(&mut self, what: &'static str) -> Option<()> {
        self.what = what;
        None
    }
}

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
    let mut checker = Checker { bytes, at: 0, what: "the value should have ended" };
    match checker.value(depth) {
        Some(()) if checker.at == bytes.len() => Ok(()),
        _ => Err(Malformed { at: checker.at, what: checker.what }),
    }
}

/// Walks over a value and stops where it is not JSON.
struct Checker<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What is wrong where it has stopped.
    what: &'static str,
}

impl<'a> Checker<'a> {
    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return self.wrong("the nesting is too deep");
        }
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.list(b'}', |checker| {
                checker.string()?;
                checker.space();
                checker.expect(b':', "a colon belongs behind the key")?;
                checker.space();
                checker.value(depth + 1)
            }),
            Some(b'[') => self.list(b']', |checker| checker.value(depth + 1)),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.wrong("a value belongs here"),
        }
    }

    /// `[…]` or `{…}`: items with commas between them.
    fn list(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
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
            let rest = self.rest();
            let plain = plain_text(rest);
            self.at += plain;
            match rest.get(plain) {
                Some(b'"') => {
                    self.at += 1;
                    return Some(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.wrong("a control character must be escaped"),
                None => return self.wrong("the text has no closing quote"),
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let escape = self.bytes.get(self.at + 1..).and_then(Escape::read);
        match escape {
            Some(escape) => {
                self.at += 1 + escape.length;
                Some(())
            }
            None => self.wrong("this escape is none of JSON's"),
        }
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
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count > 0 { Some(()) } else { self.wrong("a digit belongs here") }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        if !self.rest().starts_with(word) {
            return self.wrong("a value belongs here");
        }
        self.at += word.len();
        Some(())
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Option<()> {
        if self.take(byte) { Some(()) } else { self.wrong(what) }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn wrong(&mut self, what: &'static str) -> Option<()> {
        self.what = what;
        None
    }
}

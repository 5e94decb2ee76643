//! The grammar of RFC 8259.

use super::Escape;
use crate::words::{bytes_before, controls, quotes_and_backslashes};

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
    let mut checker = Checker { bytes, at: 0 };
    checker.value(depth)?;
    match checker.at == bytes.len() {
        true => Ok(()),
        false => Err(checker.wrong("the value should have ended")),
    }
}

/// Walks over a value and stops where it is not JSON.
struct Checker<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Checker<'_> {
    fn value(&mut self, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            return Err(self.wrong("the nesting is too deep"));
        }
        match self.peek() {
            Some(b'{') => self.list(b'}', |checker| {
                checker.string()?;
                checker.space();
                checker.expect(b':', "a colon belongs behind the key")?;
                checker.space();
                checker.value(depth + 1)
            }),
            Some(b'[') => self.list(b']', |checker| checker.value(depth + 1)),
            Some(b'"') => self.string(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.wrong("a value belongs here")),
        }
    }

    /// `[…]` or `{…}`: items with commas between them.
    fn list(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.at += 1;
        self.space();
        if self.take(close) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.space();
            if self.take(close) {
                return Ok(());
            }
            self.expect(b',', "a comma or the end belongs here")?;
            self.space();
        }
    }

    fn string(&mut self) -> Result<(), Malformed> {
        self.expect(b'"', "a key in quotes belongs here")?;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.at += bytes_before(rest, |word| controls(word) | quotes_and_backslashes(word));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return Err(self.wrong("a control character must be escaped")),
                None => return Err(self.wrong("the text has no closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        let escape = self.bytes.get(self.at + 1..).and_then(Escape::read);
        match escape {
            Some(escape) => {
                self.at += 1 + escape.length;
                Ok(())
            }
            None => Err(self.wrong("this escape is none of JSON's")),
        }
    }

    fn number(&mut self) -> Result<(), Malformed> {
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
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.wrong("a digit belongs here")) }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Malformed> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.wrong("a value belongs here"));
        }
        self.at += word.len();
        Ok(())
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

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Malformed> {
        if self.take(byte) { Ok(()) } else { Err(self.wrong(what)) }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn wrong(&self, what: &'static str) -> Malformed {
        Malformed { at: self.at, what }
    }
}

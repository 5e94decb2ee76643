//! JSON as text: checked whole, taken apart without converting anything, so that amounts stay as
//! they were written.

use std::borrow::Cow;
use std::fmt::Write;

/// The deepest nesting that is read; usage replies need six levels.
const MAX_DEPTH: usize = 64;

/// The text of one valid JSON value, without space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value<'a>(&'a str);

/// Where and why a text is not valid JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The byte at fault.
    pub(super) at: usize,
    /// What is wrong there.
    pub(super) what: &'static str,
}

impl<'a> Value<'a> {
    /// Checks that the bytes are exactly one value.
    pub(super) fn check(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Malformed { at: error.valid_up_to(), what: "this is not UTF-8" })?;
        let mut checker = Checker { bytes, at: 0 };
        checker.value(0)?;
        match checker.at == bytes.len() {
            true => Ok(Self(text)),
            false => Err(checker.wrong("the value should have ended")),
        }
    }

    /// The text as it came.
    pub(super) fn as_json(self) -> &'a str {
        self.0
    }

    pub(super) fn is_null(self) -> bool {
        self.0 == "null"
    }

    pub(super) fn as_bool(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The text of a string, its escapes resolved.
    pub(super) fn as_text(self) -> Option<Cow<'a, str>> {
        let inside = self.0.strip_prefix('"')?.strip_suffix('"')?;
        Some(if inside.contains('\\') {
            Cow::Owned(unescaped(inside))
        } else {
            Cow::Borrowed(inside)
        })
    }

    /// The members of an object: keys and values.
    pub(super) fn members(self) -> Option<impl Iterator<Item = (Cow<'a, str>, Value<'a>)>> {
        let mut parts = Parts(self.0.strip_prefix('{')?);
        Some(std::iter::from_fn(move || {
            let key = parts.next()?.as_text()?;
            Some((key, parts.next()?))
        }))
    }

    /// The elements of an array.
    pub(super) fn elements(self) -> Option<impl Iterator<Item = Value<'a>>> {
        Some(Parts(self.0.strip_prefix('[')?))
    }

    /// The value of one member of an object.
    pub(super) fn member(self, name: &str) -> Option<Value<'a>> {
        self.members()?.find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// The values inside a checked array or object, keys among them.
struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let rest = self.0.trim_start_matches([' ', '\t', '\r', '\n', ',', ':']);
        let mut scan = Scan::default();
        let length = scan.advance(rest.as_bytes());
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (!value.is_empty()).then_some(Value(value))
    }
}

/// Finds the end of a value by strings and brackets alone, from byte to byte; a value may come in
/// several pieces.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scan {
    length: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
    complete: bool,
}

impl Scan {
    /// Looks at what of `value` has not been looked at, and returns how long the value is so far.
    pub(super) fn advance(&mut self, value: &[u8]) -> usize {
        for byte in value.iter().skip(self.length) {
            if self.complete || self.ends_before(*byte) {
                self.complete = true;
                break;
            }
            self.length += 1;
            self.complete = self.ends_after(*byte);
        }
        self.length
    }

    /// Whether the end of the value has been seen.
    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }

    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.in_string && b",]} \t\r\n:".contains(&byte)
    }

    fn ends_after(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return !self.in_string && self.depth == 0;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                // A bracket at depth 0 ends the value before it.
                self.depth -= 1;
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

/// The grammar of RFC 8259.
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
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0x20..) => self.at += 1,
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

/// What stands behind a backslash.
struct Escape {
    character: char,
    length: usize,
}

impl Escape {
    fn read(behind_backslash: &[u8]) -> Option<Self> {
        let character = match behind_backslash.first()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return Self::unicode(behind_backslash),
            _ => return None,
        };
        Some(Self { character, length: 1 })
    }

    /// `u00e9`, or two surrogates; half a pair is no character.
    fn unicode(behind_backslash: &[u8]) -> Option<Self> {
        let first = hex(behind_backslash.get(1..5)?)?;
        if let Some(character) = char::from_u32(first) {
            return Some(Self { character, length: 5 });
        }
        let second = behind_backslash.get(5..11)?.strip_prefix(b"\\u").and_then(hex)?;
        let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
        let character = char::decode_utf16(pair).next()?.ok()?;
        Some(Self { character, length: 11 })
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

fn unescaped(inside: &str) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        // The text was checked: an escape is always there.
        let Some(escape) = Escape::read(escaped.as_bytes()) else { break };
        text.push(escape.character);
        rest = escaped.get(escape.length..).unwrap_or_default();
    }
    text + rest
}

/// A text as a JSON string: quotes, backslashes and control characters escaped, the rest as is.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

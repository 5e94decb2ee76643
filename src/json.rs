//! JSON as text: checked whole, taken apart without converting anything, so that amounts stay as
//! they were written.

mod grammar;
mod members;

use std::borrow::Cow;
use std::fmt::Write;

use crate::counting::Counting;
use crate::words::{HIGH, ONES, bytes_before, first_equal_byte, holds, plain_text};

pub(crate) use grammar::Malformed;
pub(crate) use members::{About, Members, Written, joined};

/// The text of one valid JSON value, without space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value<'a>(&'a str);

impl<'a> Value<'a> {
    /// Checks that the bytes are exactly one value.
    pub(crate) fn check(bytes: &'a [u8]) -> Result<Self, Malformed> {
        Self::check_inside(bytes, 0)
    }

    /// The same of a value that stands so deep in another.
    pub(crate) fn check_inside(bytes: &'a [u8], depth: usize) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Malformed { at: error.valid_up_to(), what: "this is not UTF-8" })?;
        grammar::check(bytes, depth)?;
        Ok(Self(text))
    }

    /// The text of a value that was checked before, and kept.
    pub(crate) fn checked(text: &'a str) -> Self {
        Self(text)
    }

    /// Whether it is an object or a list.
    pub(crate) fn is_nested(self) -> bool {
        self.0.starts_with(['{', '['])
    }

    /// The text as it came.
    pub(crate) fn as_json(self) -> &'a str {
        self.0
    }

    /// The value as it stands in a message: not too long, and a text without its quotes.
    pub(crate) fn shown(self) -> String {
        const LIMIT: usize = 120;
        let text = self.as_text().unwrap_or(Cow::Borrowed(self.0));
        let printable: String =
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LIMIT).collect();
        let rest = if text.chars().nth(LIMIT).is_some() { "…" } else { "" };
        printable + rest
    }

    /// Whether it is neither null nor an empty text.
    pub(crate) fn is_something(self) -> bool {
        !matches!(self.0, "null" | "\"\"")
    }

    pub(crate) fn is_null(self) -> bool {
        self.0 == "null"
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The text of a string, its escapes resolved.
    pub(crate) fn as_text(self) -> Option<Cow<'a, str>> {
        let [b'"', inside @ .., b'"'] = self.0.as_bytes() else { return None };
        let inside = self.0.get(1..=inside.len())?;
        Some(match holds(inside.as_bytes(), b'\\') {
            true => Cow::Owned(unescaped(inside)),
            false => Cow::Borrowed(inside),
        })
    }

    /// What is to be a number, also where it stands in quotes.
    fn as_number_text(self) -> Cow<'a, str> {
        self.as_text().unwrap_or(Cow::Borrowed(self.0))
    }

    /// The members of an object: keys and values.
    pub(crate) fn members(self) -> Option<ObjectMembers<'a>> {
        Some(ObjectMembers(Parts(self.0.strip_prefix('{')?)))
    }

    /// The elements of an array.
    pub(crate) fn elements(self) -> Option<impl Iterator<Item = Value<'a>>> {
        Some(Parts(self.0.strip_prefix('[')?))
    }

    /// The value of one member of an object.
    #[inline(never)]
    pub(crate) fn member(self, name: &str) -> Option<Value<'a>> {
        self.members()?.find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// The members of a checked object.
pub(crate) struct ObjectMembers<'a>(Parts<'a>);

impl<'a> Iterator for ObjectMembers<'a> {
    type Item = (Cow<'a, str>, Value<'a>);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next_key()?, self.0.next()?))
    }
}

/// The values inside a checked array or object, keys among them.
struct Parts<'a>(&'a str);

impl<'a> Parts<'a> {
    /// A string that is nothing but a key: mostly it has no escapes, and is looked at once.
    fn next_key(&mut self) -> Option<Cow<'a, str>> {
        self.pass_between()?;
        let inside = self.0.strip_prefix('"')?;
        let (key, behind) = inside.split_at_checked(plain_text(inside.as_bytes()))?;
        let Some(behind) = behind.strip_prefix('"') else { return self.next()?.as_text() };
        self.0 = behind;
        Some(Cow::Borrowed(key))
    }

    fn pass_between(&mut self) -> Option<()> {
        let between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':');
        let length = self.0.bytes().take_while(|byte| between(byte)).count();
        self.0 = self.0.get(length..)?;
        Some(())
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.pass_between()?;
        let (value, rest) = self.0.split_at_checked(length_of(self.0.as_bytes()))?;
        self.0 = rest;
        (!value.is_empty()).then_some(Value(value))
    }
}

/// How long the checked value is that starts there.
fn length_of(value: &[u8]) -> usize {
    match value.first() {
        Some(b'"') => string_length(value),
        Some(b'{' | b'[') => Scan::default().advance(value),
        _ => bytes_before(value, ends_of_values),
    }
}

/// What stands behind numbers and words: a space, a comma, a closing bracket.
#[inline(always)]
fn ends_of_values(word: u64) -> u64 {
    let spaces = word.wrapping_sub(ONES * u64::from(b' ' + 1)) & !word & HIGH;
    let lower_case = word | (ONES * u64::from(b']' ^ b'}'));
    spaces | first_equal_byte(word, b',') | first_equal_byte(lower_case, b'}')
}

fn string_length(string: &[u8]) -> usize {
    let mut rest = string.get(1..).unwrap_or_default();
    loop {
        rest = match rest.get(plain_text(rest)..) {
            Some([b'"', behind @ ..]) => return string.len().saturating_sub(behind.len()),
            Some([_, _, behind @ ..]) => behind,
            _ => return string.len(),
        };
    }
}

/// Whether the byte may stand behind a value, and in none.
fn ends(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n' | b':')
}

/// Finds the end of a value by strings and brackets alone, from byte to byte; a value may come in
/// several pieces.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scan {
    length: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
    complete: bool,
}

impl Scan {
    /// Looks at what of `value` has not been looked at, and returns how long the value is so far.
    pub(crate) fn advance(&mut self, value: &[u8]) -> usize {
        // A copy is kept in registers.
        let mut scan = *self;
        let Some(mut rest) = value.get(scan.length..) else { return scan.length };
        while !scan.complete && !rest.is_empty() {
            rest = match scan.in_string {
                true => scan.string(rest),
                false => scan.structure(rest),
            };
        }
        scan.length = value.len().saturating_sub(rest.len());
        *self = scan;
        scan.length
    }

    /// Whether the end of the value has been seen.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Passes a string up to its end, or to behind a backslash, or what stands behind one, and
    /// returns the rest.
    #[inline(always)]
    fn string<'v>(&mut self, rest: &'v [u8]) -> &'v [u8] {
        if std::mem::take(&mut self.escaped) {
            return rest.get(1..).unwrap_or_default();
        }
        let rest = rest.get(plain_text(rest)..).unwrap_or_default();
        let Some((byte, behind)) = rest.split_first() else { return rest };
        match byte {
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                self.complete = self.depth == 0;
            }
            _ => {}
        }
        behind
    }

    /// Passes what is no string, up to behind a quote or a bracket, or to the end of the value, and
    /// returns the rest.
    #[inline(always)]
    fn structure<'v>(&mut self, rest: &'v [u8]) -> &'v [u8] {
        let plain = match self.depth {
            0 => rest.iter().take_while(|byte| !begins_or_ends(**byte)).count(),
            _ => bytes_before(rest, quotes_and_brackets),
        };
        let rest = rest.get(plain..).unwrap_or_default();
        let Some((byte, behind)) = rest.split_first() else { return rest };
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth.count_one(),
            _ if self.depth == 0 => {
                self.complete = ends(*byte);
                return rest;
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.complete = self.depth == 0;
            }
            _ => {}
        }
        behind
    }
}

/// Whether a string, a list or an object begins there, or what may stand behind a value.
fn begins_or_ends(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'[') || ends(byte)
}

/// Quotes and brackets in a word of JSON, and some bytes that are letters there.
#[inline(always)]
fn quotes_and_brackets(word: u64) -> u64 {
    // All four brackets have these bits.
    const BRACKET: u8 = b'[' & b']';
    let may_be_bracket = word & (ONES * u64::from(!(b'[' ^ b'{') & !(b'[' ^ b']')));
    first_equal_byte(word, b'"') | first_equal_byte(may_be_bracket, BRACKET)
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

/// The number that hex digits say.
pub(crate) fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
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
    if plain_text(text.as_bytes()) == text.len() {
        return ["\"", text, "\""].concat();
    }
    let mut json = String::with_capacity(text.len());
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

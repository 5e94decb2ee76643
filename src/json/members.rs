//! The members of an object, each read as what it must be, with what to say where it is not.

use std::borrow::Cow;
use std::fmt::Display;

use super::Value;
use crate::decimal::{Decimal, DecimalError, MAX_DIGITS, range_hint};
use crate::error::{Error, ErrorCode, Result};
use crate::focus::currency;
use crate::limits::MOST_MEMBERS;

/// What an object is part of: the code of its errors, and what to do about most of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub(crate) code: ErrorCode,
    pub(crate) hint: &'static str,
}

impl About {
    /// Something is wrong with it.
    pub(crate) fn invalid(self, message: impl Into<String>) -> Error {
        Error::new(self.code, message).hint(self.hint)
    }
}

/// The members of an object, and what to say of each.
pub(crate) struct Members<'a> {
    about: About,
    path: &'a dyn Display,
    values: Vec<(Cow<'a, str>, Value<'a>)>,
    marks: Marks,
}

/// What tells of most keys that they are not there: a bit for each that is.
#[derive(Clone, Copy, Default)]
struct Marks(u64);

/// An amount with the number of decimals it was written with: `12.50` has 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) amount: Decimal,
    pub(crate) decimals: u32,
}

impl<'a> Members<'a> {
    pub(crate) fn of(json: Value<'a>, path: &'a dyn Display, about: About) -> Result<Self> {
        let Some(members) = json.members() else {
            let message = format!("this is not an object: {}", json.shown());
            return Err(about.invalid(message).field(path.to_string()));
        };
        let mut known =
            Self { about, path, values: Vec::with_capacity(16), marks: Marks::default() };
        for (key, value) in members {
            if known.values.len() == MOST_MEMBERS {
                let message = format!("this has more than {MOST_MEMBERS} members");
                return Err(about.invalid(message).field(path.to_string()));
            }
            if known.find(&key).is_some() {
                return Err(known.wrong(&key, format!("{key} is there twice")));
            }
            known.marks.add(&key);
            known.values.push((key, value));
        }
        Ok(known)
    }

    pub(crate) fn path(&self) -> &dyn Display {
        self.path
    }

    /// Every key, also of members that are null.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(key, _)| key.as_ref())
    }

    /// Keys and values, also null.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, Value<'a>)> {
        self.values.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.find(name).filter(|value| !value.is_null())
    }

    fn find(&self, name: &str) -> Option<Value<'a>> {
        if !self.marks.may_hold(name) {
            return None;
        }
        let member = self.values.iter().find(|(key, _)| key == name);
        member.map(|(_, value)| *value)
    }

    pub(crate) fn at(&self, name: &str, error: Error) -> Error {
        error.field(joined(self.path, name))
    }

    /// The member is not what it must be.
    pub(crate) fn wrong(&self, name: &str, message: impl Into<String>) -> Error {
        self.at(name, self.about.invalid(message))
    }

    /// A text with more than space in it.
    pub(crate) fn required_words(&self, name: &str) -> Result<String> {
        let text = self.required(name)?;
        if text.trim().is_empty() {
            Err(self.wrong(name, format!("{name} is blank")))
        } else {
            Ok(text)
        }
    }

    /// A text; an empty one is none.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_text() {
            Some(text) => Ok((!text.is_empty()).then(|| text.into_owned())),
            None => Err(self.wrong(name, format!("{name} is not a text: {}", value.shown()))),
        }
    }

    pub(crate) fn required(&self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| self.wrong(name, format!("{name} is missing")))
    }

    pub(crate) fn truth(&self, name: &str) -> Result<Option<bool>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let wrong = || self.wrong(name, format!("{name} is not true or false: {}", value.shown()));
        value.as_bool().ok_or_else(wrong).map(Some)
    }

    pub(crate) fn currency(&self, name: &str) -> Result<Option<String>> {
        let Some(mut code) = self.text(name)? else { return Ok(None) };
        code.make_ascii_uppercase();
        if currency::is_national(&code) {
            return Ok(Some(code));
        }
        let error = self.wrong(name, format!("{name} is not a currency of ISO 4217: {code}"));
        Err(error.hint("Currencies are ISO 4217 codes such as USD (BillingCurrency-C-006)."))
    }

    /// A number; also one that a proxy has put in quotes.
    pub(crate) fn decimal(&self, name: &str) -> Result<Option<Decimal>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        self.amount(name, value, &value.as_number_text()).map(Some)
    }

    /// A number, with the decimals it was written with.
    pub(crate) fn written(&self, name: &str) -> Result<Option<Written>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_number_text();
        let amount = self.amount(name, value, &text)?;
        Ok(Some(Written { amount, decimals: decimals_of(&text, amount) }))
    }

    fn amount(&self, name: &str, value: Value<'_>, text: &str) -> Result<Decimal> {
        match Decimal::from_json_number(text) {
            Ok(amount) => Ok(amount),
            Err(DecimalError::NotANumber) => {
                let error = self.wrong(name, format!("{name} is not a number: {}", value.shown()));
                Err(error.hint("Amounts are JSON numbers, such as 0.025."))
            }
            Err(DecimalError::OutOfRange) => {
                let message = format!("{name} is beyond the exact range: {}", value.shown());
                let error = Error::new(ErrorCode::AmountOutOfRange, message);
                Err(self.at(name, error.hint(range_hint())))
            }
        }
    }

    pub(crate) fn percentage(&self, name: &str) -> Result<Option<Decimal>> {
        let percentage = self.decimal(name)?;
        match percentage {
            Some(value) if value.is_negative() || value > Decimal::hundred() => {
                let error = self.wrong(name, format!("{name} is not between 0 and 100: {value}"));
                Err(error.hint("20 means 20 %."))
            }
            _ => Ok(percentage),
        }
    }

    /// The elements of a list, with the path of each.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<(String, Value<'a>)>> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let elements =
            value.elements().ok_or_else(|| self.wrong(name, format!("{name} is not a list")))?;
        Ok(elements
            .enumerate()
            .map(|(index, element)| (format!("{}[{index}]", joined(self.path, name)), element))
            .collect())
    }
}

impl Marks {
    fn add(&mut self, key: &str) {
        self.0 |= Self::of(key);
    }

    fn may_hold(self, key: &str) -> bool {
        self.0 & Self::of(key) != 0
    }

    /// The bit of a key, by its length and its ends.
    fn of(key: &str) -> u64 {
        let end = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
        let (first, last) = (end(key.as_bytes().first()), end(key.as_bytes().last()));
        1 << ((key.len() + 3 * first + 5 * last) % 64)
    }
}

/// The path of a member; the outermost object has none of its own.
pub(crate) fn joined(path: &dyn Display, name: &str) -> String {
    let path = path.to_string();
    if path.is_empty() { name.to_owned() } else { path + "." + name }
}

/// Trailing zeros count: they say how exact a total means to be.
fn decimals_of(text: &str, amount: Decimal) -> u32 {
    match text.split_once('.') {
        Some((_, decimals)) if !text.contains(['e', 'E']) => {
            u32::try_from(decimals.len()).unwrap_or(MAX_DIGITS).min(MAX_DIGITS)
        }
        _ => amount.scale(),
    }
}

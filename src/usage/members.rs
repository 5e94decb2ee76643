//! The members of an object, each read as what it must be, with what to say where it is not.

use std::borrow::Cow;

use super::json::Value;
use super::reply::{SAVE_AGAIN, invalid};
use crate::decimal::{Decimal, DecimalError, MAX_DIGITS};
use crate::error::{Error, ErrorCode, Result};

/// The members of an object that are not null, and what to say of each.
pub(super) struct Members<'a> {
    path: &'a str,
    values: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Members<'a> {
    pub(super) fn of(json: Value<'a>, path: &'a str) -> Result<Self> {
        let Some(members) = json.members() else {
            let message = format!("this is not an object: {}", json.shown());
            return Err(invalid(message).field(path).hint(SAVE_AGAIN));
        };
        let mut values: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(16);
        for (key, value) in members {
            if values.iter().any(|(known, _)| *known == key) {
                let error = invalid(format!("{key} is there twice")).hint(SAVE_AGAIN);
                return Err(error.field(format!("{path}.{key}")));
            }
            values.push((key, value));
        }
        Ok(Self { path, values })
    }

    pub(super) fn path(&self) -> &str {
        self.path
    }

    pub(super) fn get(&self, name: &str) -> Option<Value<'a>> {
        let member = self.values.iter().find(|(key, _)| key == name);
        member.map(|(_, value)| *value).filter(|value| !value.is_null())
    }

    pub(super) fn at(&self, name: &str, error: Error) -> Error {
        error.field(format!("{}.{name}", self.path))
    }

    /// A text; an empty one is none.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_text() {
            Some(text) => Ok((!text.is_empty()).then(|| text.into_owned())),
            None => {
                let message = format!("{name} is not a text: {}", value.shown());
                Err(self.at(name, invalid(message).hint(SAVE_AGAIN)))
            }
        }
    }

    pub(super) fn required(&self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| {
            self.at(name, invalid(format!("{name} is missing")))
                .hint("Every line item of /models/usage has one: save the reply again, unchanged.")
        })
    }

    pub(super) fn currency(&self, name: &str) -> Result<String> {
        let code = self.required(name)?.to_ascii_uppercase();
        if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(code);
        }
        let message = format!("{name} is not a three-letter code: {code}");
        Err(self.at(name, invalid(message).hint("Currencies are ISO 4217 codes such as USD.")))
    }

    /// A number; also one that a proxy has put in quotes.
    pub(super) fn decimal(&self, name: &str) -> Result<Option<Decimal>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_text().unwrap_or(Cow::Borrowed(value.as_json()));
        match Decimal::from_json_number(&text) {
            Ok(amount) => Ok(Some(amount)),
            Err(DecimalError::NotANumber) => {
                let error = invalid(format!("{name} is not a number: {}", value.shown()));
                Err(self.at(name, error.hint("Amounts are JSON numbers, such as 0.025.")))
            }
            Err(DecimalError::OutOfRange) => {
                let message = format!("{name} is beyond the exact range: {}", value.shown());
                let error = Error::new(ErrorCode::AmountOutOfRange, message);
                Err(self.at(name, error.hint(range_hint())))
            }
        }
    }

    pub(super) fn percentage(&self, name: &str) -> Result<Option<Decimal>> {
        let percentage = self.decimal(name)?;
        match percentage {
            Some(value) if value.is_negative() || value > Decimal::hundred() => {
                let message = format!("{name} is not between 0 and 100: {value}");
                Err(self.at(name, invalid(message).hint("20 means a discount of 20 %.")))
            }
            _ => Ok(percentage),
        }
    }
}

/// What to do about an amount out of range.
pub(crate) fn range_hint() -> String {
    format!("Amounts have at most {MAX_DIGITS} digits, also sums and products.")
}

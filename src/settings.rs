//! Named values as they come from outside, before a request or options are made of them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One value: text, truth value or number; an object is its JSON text; everything else keeps its name alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// Absent: `null` and `undefined`.
    Null,
    /// A text.
    Text(String),
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(f64),
    /// The JSON text of an object: a document.
    Json(String),
    /// Texts.
    List(Vec<String>),
    /// What no parameter and no option can be.
    Other,
}

impl Setting {
    /// A list, which must be one of texts.
    pub fn list(values: impl IntoIterator<Item = Setting>) -> Self {
        let texts = values.into_iter().map(|value| match value {
            Setting::Text(text) => Some(text),
            _ => None,
        });
        texts.collect::<Option<_>>().map_or(Setting::Other, Setting::List)
    }
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Setting::Text(text.to_owned())
    }
}

impl From<String> for Setting {
    fn from(text: String) -> Self {
        Setting::Text(text)
    }
}

impl From<bool> for Setting {
    fn from(value: bool) -> Self {
        Setting::Bool(value)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Null => f.write_str("null"),
            Setting::Text(text) => f.write_str(text),
            Setting::Bool(value) => value.fmt(f),
            // Whole numbers as they are; the code that writes fractions would be 10 kB.
            Setting::Number(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                (*value as i64).fmt(f)
            }
            Setting::Number(_) => f.write_str("a number with a fraction"),
            Setting::Json(_) => f.write_str("an object"),
            Setting::List(_) | Setting::Other => f.write_str("a list"),
        }
    }
}

/// Named values in the order given; absent ones are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings(Vec<(String, Setting)>);

impl Settings {
    /// The values that are there.
    pub fn new(values: impl IntoIterator<Item = (String, Setting)>) -> Self {
        Self(values.into_iter().filter(|(_, value)| *value != Setting::Null).collect())
    }

    /// Names and values.
    pub fn as_slice(&self) -> &[(String, Setting)] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SettingVisitor)
    }
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = Setting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a truth value or a number")
    }

    fn visit_unit<E>(self) -> Result<Setting, E> {
        Ok(Setting::Null)
    }

    fn visit_none<E>(self) -> Result<Setting, E> {
        Ok(Setting::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Setting, E> {
        Ok(Setting::Bool(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Setting, E> {
        Ok(Setting::Text(value.to_owned()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Setting, E> {
        Ok(Setting::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Setting, E> {
        Ok(Setting::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Setting, E> {
        Ok(Setting::Number(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Setting, A::Error> {
        let mut texts = Vec::new();
        while let Some(value) = values.next_element::<Setting>()? {
            texts.push(value);
        }
        Ok(Setting::list(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Setting, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Setting::Other)
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SettingsVisitor)
    }
}

struct SettingsVisitor;

impl<'de> Visitor<'de> for SettingsVisitor {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of named values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Settings, A::Error> {
        let mut settings = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            settings.push(entry);
        }
        Ok(Settings::new(settings))
    }
}

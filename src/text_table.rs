//! Texts by their keys, sorted: names of teams, units of prices, tags.

/// Keys and their texts, sorted by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextTable(Vec<(String, String)>);

impl TextTable {
    /// The text of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let index = self.0.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        self.0.get(index).map(|(_, text)| text.as_str())
    }

    /// Puts a text in, in place of an earlier one.
    pub fn insert(&mut self, key: String, text: String) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(index) => {
                if let Some(known) = self.0.get_mut(index) {
                    known.1 = text;
                }
            }
            Err(index) => self.0.insert(index, (key, text)),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Keys and texts, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

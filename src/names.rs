//! Names of things by their ids, sorted: a few, looked up often.

/// Ids and what they are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameTable(Vec<(String, String)>);

impl NameTable {
    /// The name of an id.
    pub fn get(&self, id: &str) -> Option<&str> {
        let index = self.0.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok()?;
        self.0.get(index).map(|(_, name)| name.as_str())
    }

    /// Puts a name in, in place of an earlier one.
    pub fn insert(&mut self, id: String, name: String) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&id)) {
            Ok(index) => {
                if let Some(known) = self.0.get_mut(index) {
                    known.1 = name;
                }
            }
            Err(index) => self.0.insert(index, (id, name)),
        }
    }

    /// Ids and names, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(id, name)| (id.as_str(), name.as_str()))
    }
}

//! Where in the input something stands.

use std::fmt::Display;

/// A file, and the JSON path in it, which is put into words only where somebody will read it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: Option<&'a str>,
    pub(crate) path: &'a dyn Display,
}

/// A place that outlives the reading of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptPlace {
    pub(crate) file: Option<String>,
    pub(crate) path: String,
}

#[cfg(feature = "parts")]
crate::wire::wire_fields!(KeptPlace { file, path });

impl Place<'_> {
    pub(crate) fn kept(self) -> KeptPlace {
        KeptPlace { file: self.file.map(str::to_owned), path: self.path.to_string() }
    }
}

impl KeptPlace {
    pub(crate) fn as_place(&self) -> Place<'_> {
        Place { file: self.file.as_deref(), path: &self.path }
    }
}

//! What a check is made with.

use super::Applicability;
use super::cell::Nulls;
use crate::error::Result;
use crate::focus::version::FocusVersion;
use crate::limits::Limits;
use crate::options::{Given, unknown};
use crate::settings::Settings;

/// The options of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// The version; `None` where the header tells it.
    pub focus_version: Option<FocusVersion>,
    /// What the provider offers.
    pub applicability: Applicability,
    /// Whether this is a report of ours, checked as it is written.
    pub is_of_report: bool,
    /// How the file writes null.
    pub nulls: Nulls,
    /// How long a row may be.
    pub limits: Limits,
}

impl CheckOptions {
    /// Those of a report of ours: its version is known, and the provider is fal.
    #[cfg(feature = "check")]
    pub(crate) fn of_report(version: FocusVersion, nulls: Nulls) -> Self {
        Self { focus_version: Some(version), is_of_report: true, nulls, ..Self::default() }
    }

    /// Takes the options as they come.
    ///
    /// # Errors
    /// `invalid_option`.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let mut options = Self::default();
        for (name, value) in settings.as_slice() {
            let option = Given { name, value };
            match name.as_str() {
                "focusVersion" => options.focus_version = Some(option.version()?),
                "applicability" => options.applicability = Applicability::named(&option.list()?)?,
                "maxRowBytes" => options.limits.row_bytes = option.count()?,
                _ => {
                    let hint = "The options of a check are focusVersion, applicability, maxRowBytes \
                                and onProgress.";
                    return Err(unknown(name, hint));
                }
            }
        }
        Ok(options)
    }
}

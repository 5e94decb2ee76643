//! The published versions of FOCUS.

/// A version of FOCUS Cost and Usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FocusVersion {
    /// June 2024.
    V1_0,
    /// November 2024.
    V1_1,
    /// May 2025.
    #[default]
    V1_2,
    /// December 2025.
    V1_3,
    /// June 2026.
    V1_4,
}

impl FocusVersion {
    /// Every version, the oldest first.
    pub const ALL: [FocusVersion; 5] = [
        FocusVersion::V1_0,
        FocusVersion::V1_1,
        FocusVersion::V1_2,
        FocusVersion::V1_3,
        FocusVersion::V1_4,
    ];

    /// As FOCUS writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            FocusVersion::V1_0 => "1.0",
            FocusVersion::V1_1 => "1.1",
            FocusVersion::V1_2 => "1.2",
            FocusVersion::V1_3 => "1.3",
            FocusVersion::V1_4 => "1.4",
        }
    }
}

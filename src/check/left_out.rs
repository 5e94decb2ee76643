//! How many rules of a version are not checked; tests/check names each with its reason.

use crate::focus::version::FocusVersion;

/// Rules that no machine can decide from the file; there is no list of those of 1.0 and 1.1.
pub const fn not_machine_checkable(version: FocusVersion) -> Option<u32> {
    match version {
        FocusVersion::V1_0 | FocusVersion::V1_1 => None,
        FocusVersion::V1_2 => Some(160),
        FocusVersion::V1_3 => Some(235),
        FocusVersion::V1_4 => Some(260),
    }
}

/// Rules that a machine could decide, and this one does not.
pub const fn not_checked(version: FocusVersion) -> u32 {
    match version {
        FocusVersion::V1_0 => 1,
        FocusVersion::V1_1 => 5,
        FocusVersion::V1_2 | FocusVersion::V1_3 | FocusVersion::V1_4 => 2,
    }
}

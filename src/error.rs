//! The one error type: a stable code to branch on, and words that tell what to do.

use std::fmt;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, where, and what to do about it.
///
/// Programs branch on [`code`](Error::code); people read the message and the hint.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Facts>);

#[derive(Clone, PartialEq, Eq)]
struct Facts {
    code: ErrorCode,
    message: String,
    field: Option<String>,
    file: Option<String>,
    hint: Option<String>,
}

impl Error {
    /// An error with its code and one sentence that says what is wrong.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = shortened(message.into());
        Self(Box::new(Facts { code, message, field: None, file: None, hint: None }))
    }

    /// What was kept is not there any more: no input can lead to it.
    pub(crate) fn lost(what: &str) -> Self {
        Self::new(ErrorCode::InternalError, [what, " was lost on its way"].concat())
    }

    /// Names the parameter, the option or the JSON path at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(shortened(field.into()));
        self
    }

    /// Names the place in the input, unless the error knows a narrower one or is not about it.
    #[must_use]
    pub(crate) fn or_field(self, field: impl FnOnce() -> String) -> Self {
        if self.0.field.is_some() || !self.is_about_input() { self } else { self.field(field()) }
    }

    /// Names the input file at fault.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.0.file = Some(shortened(file.into()));
        self
    }

    /// Names the input file where it has a name and the error is about it.
    #[must_use]
    pub(crate) fn maybe_file(self, file: &Option<String>) -> Self {
        match file {
            Some(name) if self.is_about_input() => self.file(name),
            _ => self,
        }
    }

    /// Whether a line item that is at fault may be left out.
    pub(crate) fn is_about_an_item(&self) -> bool {
        matches!(
            self.0.code,
            ErrorCode::InvalidUsage | ErrorCode::AmountOutOfRange | ErrorCode::InvalidCsv
        )
    }

    /// Options, limits and the output can fail while a file is read, and are not its fault.
    fn is_about_input(&self) -> bool {
        matches!(
            self.0.code,
            ErrorCode::InvalidJson
                | ErrorCode::InvalidUsage
                | ErrorCode::ApiErrorReply
                | ErrorCode::AmountOutOfRange
                | ErrorCode::InvalidCsv
                | ErrorCode::DuplicatePage
                | ErrorCode::CompanionAfterUsage
                | ErrorCode::OverlappingReplies
                | ErrorCode::LimitExceeded
        )
    }

    /// Adds one sentence the user can act on.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(shortened(hint.into()));
        self
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// One sentence on what is wrong.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The parameter, the option or the JSON path at fault.
    pub fn field_name(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The input file at fault.
    pub fn file_name(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// One sentence the user can act on.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

/// Texts of the input stand in messages and paths, and may be as long as that.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 1000;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.shrink_to_fit();
        text.push('…');
    }
    text
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0.code.as_str())?;
        for place in [&self.0.file, &self.0.field].into_iter().flatten() {
            write!(f, " {place}:")?;
        }
        write!(f, " {}", self.0.message)?;
        match &self.0.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// The same words: a second form of them would be 2 kB in a browser.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// Writes the enum and its stable strings from one list, so that none can be forgotten.
macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The stable codes. New ones may come; a string never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            /// Every code, in the order of the table in docs/errors.md.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The code as users meet it.
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)* }
            }
        }
    };
}

error_codes! {
    /// A required parameter is absent.
    MissingParameter = "missing_parameter",
    /// A parameter has a value it cannot have.
    InvalidParameter = "invalid_parameter",
    /// A parameter that the report does not know.
    UnknownParameter = "unknown_parameter",
    /// A parameter that belongs to the other `source`.
    InapplicableParameter = "inapplicable_parameter",
    /// Two parameters that exclude each other.
    ConflictingParameters = "conflicting_parameters",
    /// An option that is unknown, or has a value it cannot have.
    InvalidOption = "invalid_option",
    /// `end` is not after `start`.
    EmptyRange = "empty_range",
    /// The range is beyond the limit for estimates.
    RangeTooLong = "range_too_long",
    /// A time zone that the zone data does not name.
    UnknownTimezone = "unknown_timezone",
    /// The bytes are not JSON, or stop in the middle of it.
    InvalidJson = "invalid_json",
    /// JSON, but not a usage reply this version reads, or one with a field missing or wrong.
    InvalidUsage = "invalid_usage",
    /// A FOCUS CSV that cannot be read back: its header, or a cell.
    InvalidCsv = "invalid_csv",
    /// The header of a FOCUS CSV does not tell its version.
    UnknownVersion = "unknown_version",
    /// The invoice document has a member missing or wrong.
    InvalidInvoice = "invalid_invoice",
    /// The reply is an error message of fal's.
    ApiErrorReply = "api_error_reply",
    /// The replies look coarser than the report's timeframe.
    AmbiguousTimeframe = "ambiguous_timeframe",
    /// An amount beyond the range of exact decimals.
    AmountOutOfRange = "amount_out_of_range",
    /// The same page of replies came twice.
    DuplicatePage = "duplicate_page",
    /// Two kinds of input tell of the same charges.
    OverlappingReplies = "overlapping_replies",
    /// A reply that names things came behind the line items it names.
    CompanionAfterUsage = "companion_after_usage",
    /// More rows to add up than `maxGroups` allows.
    TooManyGroups = "too_many_groups",
    /// More than a limit allows to be held or remembered.
    LimitExceeded = "limit_exceeded",
    /// The writer has finished, or stopped at an earlier error.
    WriterFinished = "writer_finished",
    /// The writer was called from its own sink.
    WriterBusy = "writer_busy",
    /// The module was called before `init()` had loaded it.
    NotInitialized = "not_initialized",
    /// The `.wasm`, or a script that goes with it, could not be loaded.
    ModuleUnavailable = "module_unavailable",
    /// A file or stream could not be read or written.
    IoError = "io_error",
    /// A defect of this program.
    InternalError = "internal_error",
}

//! The report's options: camelCase, each with its default, none silently ignored.

use time::UtcDateTime;

use crate::check::Checker;
use crate::datetime::{self, DateTimeText};
use crate::error::{Error, ErrorCode, Result};
use crate::focus::choice::ColumnChoice;
use crate::focus::version::FocusVersion;
use crate::invoice::InvoiceDocument;
use crate::limits::{LEAST_TEXT, LEAST_VALUE, Limits};
use crate::request::RangeLimit;
use crate::settings::{Setting, Settings};
use crate::timeframe::Timeframe;
use crate::usage::ReplyKind;

/// How a report is made.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportOptions {
    /// The moment that fills defaults and limits; the host's clock where not given.
    pub now: UtcDateTime,
    /// Which ranges an estimate may ask for. Default: `lookback`.
    pub range_limit: RangeLimit,
    /// What a row is. Default: `timeframe`.
    pub grain: Grain,
    /// The version of FOCUS. Default: 1.2; of a FOCUS CSV its own.
    pub focus_version: Option<FocusVersion>,
    /// Which columns are written. Default: all of the version.
    pub columns: ColumnChoice,
    /// The timeframe the replies were asked with, where the replies leave it open.
    pub input_timeframe: Option<Timeframe>,
    /// Whose line items count where several kinds of replies tell of the same charges.
    pub input_kind: Option<ReplyKind>,
    /// Whether the input is a FOCUS CSV whose text was made safe for spreadsheets. Default: no.
    pub input_spreadsheet_safe: bool,
    /// What happens at a line item that cannot be read. Default: the report fails.
    pub on_invalid: OnInvalid,
    /// Whether no billing event comes twice, so that none need be remembered. Default: no.
    pub assume_unique: bool,
    /// The invoice document; `source=invoice` only.
    pub invoice: Option<InvoiceDocument>,
    /// Whether what rounding leaves of the document's total becomes a row. Default: no.
    pub rounding_row: bool,
    /// A reply of `/account/billing`, as JSON text.
    pub account: Option<String>,
    /// A reply of `/organization/teams`, as JSON text.
    pub teams: Option<String>,
    /// A reply of `/models/pricing`, as JSON text.
    pub pricing: Option<String>,
    /// BillingAccountId. Default: the account's username where a reply names it, else
    /// `fal:account`, with a warning.
    pub billing_account_id: Option<String>,
    /// BillingAccountName. Default: the id.
    pub billing_account_name: Option<String>,
    /// Whether text that a spreadsheet would run as a formula gets a leading `'`. Default: no.
    pub spreadsheet_safe: bool,
    /// Whether key, team, product and app go into Tags (`fal/key` …). Default: yes.
    pub attribution_tags: bool,
    /// The most rows that may be added up at `timeframe` grain. Default: 1,000,000.
    pub max_groups: usize,
    /// How much of the input is held at once and remembered.
    pub limits: Limits,
    /// Who checks the rows against FOCUS's rules as they are written. Default: nobody.
    pub check: Option<Checker>,
}

/// What one row of the report is (option `grain`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grain {
    /// Line items of one charge period that agree on all but amounts, added up and sorted.
    #[default]
    Timeframe,
    /// Each line item, in input order.
    LineItem,
}

/// What happens at a line item that cannot be read (option `onInvalid`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnInvalid {
    /// The report fails.
    #[default]
    Error,
    /// The line item is left out, counted and listed.
    Skip,
}

impl ReportOptions {
    /// The defaults at a moment.
    pub fn at(now: UtcDateTime) -> Self {
        Self {
            now,
            range_limit: RangeLimit::default(),
            grain: Grain::default(),
            focus_version: None,
            columns: ColumnChoice::default(),
            input_timeframe: None,
            input_kind: None,
            input_spreadsheet_safe: false,
            on_invalid: OnInvalid::default(),
            assume_unique: false,
            invoice: None,
            rounding_row: false,
            account: None,
            teams: None,
            pricing: None,
            billing_account_id: None,
            billing_account_name: None,
            spreadsheet_safe: false,
            attribution_tags: true,
            max_groups: 1_000_000,
            limits: Limits::default(),
            check: None,
        }
    }

    /// Takes the options as they come; `clock` is the host's time, for `now` where it is absent.
    pub fn from_settings(settings: &Settings, clock: UtcDateTime) -> Result<Self> {
        let mut options = Self::at(clock);
        for (name, value) in settings.as_slice() {
            options.set(name, value)?;
        }
        options.check_rounding_row()?;
        Ok(options)
    }

    fn check_rounding_row(&self) -> Result<()> {
        let has_total = self.invoice.as_ref().is_some_and(|invoice| invoice.total.is_some());
        if !self.rounding_row || has_total {
            return Ok(());
        }
        let message = "there is no total to round to";
        Err(Error::new(ErrorCode::InvalidOption, message)
            .field("roundingRow")
            .hint("Give the option invoice, with a total in the document."))
    }

    fn set(&mut self, name: &str, value: &Setting) -> Result<()> {
        let option = Given { name, value };
        match name {
            "now" => self.now = option.instant()?,
            "rangeLimit" => {
                self.range_limit = option.one_of(&[
                    ("lookback", RangeLimit::Lookback),
                    ("range", RangeLimit::Range),
                    ("none", RangeLimit::None),
                ])?;
            }
            "grain" => {
                self.grain = option
                    .one_of(&[("timeframe", Grain::Timeframe), ("line_item", Grain::LineItem)])?;
            }
            "focusVersion" => self.focus_version = Some(option.version()?),
            "check" => self.check = option.truth()?.then_some(Checker::Own),
            "columns" => self.columns.set_names(option.list()?)?,
            "customColumns" => self.columns.custom = option.truth()?,
            "personalData" => self.columns.personal = option.truth()?,
            "inputTimeframe" => {
                let names = Timeframe::ALL.map(|timeframe| (timeframe.as_str(), timeframe));
                self.input_timeframe = Some(option.one_of(&names)?);
            }
            "inputKind" => {
                let names = ReplyKind::ALL.map(|kind| (kind.as_str(), kind));
                self.input_kind = Some(option.one_of(&names)?);
            }
            "inputSpreadsheetSafe" => self.input_spreadsheet_safe = option.truth()?,
            "onInvalid" => {
                self.on_invalid =
                    option.one_of(&[("error", OnInvalid::Error), ("skip", OnInvalid::Skip)])?;
            }
            "assumeUnique" => self.assume_unique = option.truth()?,
            "invoice" => self.invoice = Some(InvoiceDocument::read(&option.document()?)?),
            "roundingRow" => self.rounding_row = option.truth()?,
            "account" => self.account = Some(option.document()?),
            "teams" => self.teams = Some(option.document()?),
            "pricing" => self.pricing = Some(option.document()?),
            "billingAccountId" => self.billing_account_id = Some(option.text()?),
            "billingAccountName" => self.billing_account_name = Some(option.text()?),
            "spreadsheetSafe" => self.spreadsheet_safe = option.truth()?,
            "attributionTags" => self.attribution_tags = option.truth()?,
            "maxGroups" => self.max_groups = option.count()?,
            "maxValueBytes" => self.limits.value_bytes = option.count_from(LEAST_VALUE)?,
            "maxTextBytes" => self.limits.text_bytes = option.count_from(LEAST_TEXT)?,
            "maxRowBytes" => self.limits.row_bytes = option.count()?,
            "maxRemembered" => self.limits.remembered = option.count()?,
            _ => return Err(unknown(name, THE_OPTIONS)),
        }
        Ok(())
    }
}

/// An error where an option is given that has no meaning for the input: none is silently ignored.
pub(crate) fn refuse(given: &[(&str, bool)], why: &str) -> Result<()> {
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => Err(Error::new(ErrorCode::InvalidOption, format!("{name} {why}"))
            .field(*name)
            .hint("Leave it out.")),
        None => Ok(()),
    }
}

/// One option as given.
pub(crate) struct Given<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a Setting,
}

impl Given<'_> {
    fn text(&self) -> Result<String> {
        let longest = Limits::default().text_bytes;
        match self.value {
            Setting::Text(text) if text.len() > longest => {
                Err(self.wrong(&format!("Use a text of at most {longest} bytes.")))
            }
            Setting::Text(text) if !text.trim().is_empty() => Ok(text.clone()),
            _ => Err(self.wrong("Use a text that is not empty.")),
        }
    }

    /// Texts, or one text with commas between them.
    pub(crate) fn list(&self) -> Result<Vec<String>> {
        match self.value {
            Setting::Text(text) => Ok(text.split(',').map(|name| name.trim().to_owned()).collect()),
            Setting::List(texts) => Ok(texts.clone()),
            _ => Err(self.wrong("Use a list of texts, or a text with commas.")),
        }
    }

    /// JSON text, or an object that was one.
    fn document(&self) -> Result<String> {
        match self.value {
            Setting::Text(text) | Setting::Json(text) => Ok(text.clone()),
            _ => Err(self.wrong("Use the JSON text of the document, or the parsed object.")),
        }
    }

    /// A published version of FOCUS.
    pub(crate) fn version(&self) -> Result<FocusVersion> {
        self.one_of(&FocusVersion::ALL.map(|version| (version.as_str(), version)))
    }

    fn truth(&self) -> Result<bool> {
        match self.value {
            Setting::Bool(value) => Ok(*value),
            _ => Err(self.wrong("Use true or false.")),
        }
    }

    pub(crate) fn count(&self) -> Result<usize> {
        self.count_from(1)
    }

    fn count_from(&self, least: u32) -> Result<usize> {
        match self.value {
            // Exact: whole numbers of this size are exact in a double.
            Setting::Number(n) if n.fract() == 0.0 && (f64::from(least)..=1e9).contains(n) => {
                Ok(*n as usize)
            }
            _ => Err(self.wrong(&format!("Use a whole number from {least} to 1000000000."))),
        }
    }

    fn instant(&self) -> Result<UtcDateTime> {
        let wrong = || self.wrong("Use a date-time such as 2025-01-31T10:00:00Z.");
        let Setting::Text(text) = self.value else {
            return Err(wrong());
        };
        match datetime::parse(text) {
            Some(DateTimeText::Instant(instant)) => Ok(instant),
            Some(DateTimeText::Local(local)) => Ok(local.as_utc()),
            None => Err(wrong()),
        }
    }

    fn one_of<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let chosen = self.place_among(&names).and_then(|place| choices.get(place));
        chosen.map(|(_, value)| *value).ok_or_else(|| self.none_of(&names))
    }

    fn place_among(&self, names: &[&str]) -> Option<usize> {
        let Setting::Text(text) = self.value else { return None };
        names.iter().position(|name| name == text)
    }

    fn none_of(&self, names: &[&str]) -> Error {
        let as_text = match self.value {
            Setting::Number(_) => ", as a text",
            _ => "",
        };
        self.wrong(&format!("Use {}{as_text}.", names.join(", ")))
    }

    fn wrong(&self, hint: &str) -> Error {
        let message = format!("the option {} cannot be \"{}\"", self.name, self.value);
        Error::new(ErrorCode::InvalidOption, message).field(self.name).hint(hint)
    }
}

/// An option that is none.
pub(crate) fn unknown(name: &str, hint: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, format!("there is no option \"{name}\""))
        .field(name)
        .hint(hint)
}

const THE_OPTIONS: &str = "The options are now, rangeLimit, grain, focusVersion, columns, \
    customColumns, personalData, inputTimeframe, inputKind, inputSpreadsheetSafe, onInvalid, \
    assumeUnique, invoice, roundingRow, account, teams, pricing, billingAccountId, \
    billingAccountName, spreadsheetSafe, attributionTags, maxGroups, \
    maxValueBytes, maxTextBytes, maxRowBytes, maxRemembered and check.";

//! One reply: what it is by its shape, and what it holds.

use super::frame::{Frame, Location};
use super::json::Value;
use super::line_item;
use super::{Usage, UsageReceiver};
use crate::datetime::{self, DateTimeText};
use crate::error::{Error, ErrorCode, Result};

/// What one reply has said so far.
#[derive(Debug, Default)]
pub(super) struct ReplyReader {
    has_time_series: bool,
    has_summary: bool,
    has_more: Option<bool>,
}

impl ReplyReader {
    /// Reads the next part of the reply.
    pub(super) fn read(
        &mut self,
        frame: Frame<'_>,
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        match frame {
            Frame::ReplyStart => {
                *self = Self::default();
                Ok(())
            }
            Frame::ListStart => self.list(location),
            Frame::Member { value } if value.is_null() => Ok(()),
            Frame::Member { value } => self.member(value, location),
            Frame::Element { value } if location.key() == "time_series" => {
                read_bucket(value, location, receive)
            }
            // `summary` says the same amounts again: it is never added to them.
            Frame::Element { .. } => Ok(()),
            Frame::ReplyEnd => {
                self.check_kind(location)?;
                receive(Usage::ReplyEnd { has_more: self.has_more })
            }
        }
    }

    fn list(&mut self, location: &Location) -> Result<()> {
        match location.key() {
            "time_series" => self.has_time_series = true,
            "summary" => self.has_summary = true,
            key => refuse_other_kinds(key, None, location)?,
        }
        Ok(())
    }

    fn member(&mut self, value: Value<'_>, location: &Location) -> Result<()> {
        match location.key() {
            "time_series" => {
                let error = invalid("time_series is not a list");
                Err(location.locate(error.hint(SAVE_AGAIN)))
            }
            "summary" => {
                self.has_summary = true;
                Ok(())
            }
            "has_more" => {
                let has_more = value
                    .as_bool()
                    .ok_or_else(|| location.locate(invalid("has_more is not true or false")))?;
                self.has_more = Some(has_more);
                Ok(())
            }
            key => refuse_other_kinds(key, Some(value), location),
        }
    }

    fn check_kind(&self, location: &Location) -> Result<()> {
        if self.has_time_series {
            return Ok(());
        }
        if self.has_summary {
            let error = invalid("the reply has a summary, but no time_series")
                .hint("Ask for expand=time_series: a summary has no days to report.");
            return Err(location.member("summary").locate(error));
        }
        Err(location.locate(
            invalid("this is JSON, but no usage reply: it has no time_series").hint(SAVE_AGAIN),
        ))
    }
}

const SAVE_AGAIN: &str =
    "Give the replies of GET /v1/models/usage with expand=time_series, unchanged.";

/// Keys by which other replies are known, with what to call them.
const OTHER_KINDS: [(&str, &str); 6] = [
    ("billing_events", "billing events"),
    ("prices", "a price list (/models/pricing)"),
    ("teams", "a list of teams (/organization/teams)"),
    ("credits", "an account's billing (/account/billing)"),
    ("invoice_id", "an invoice document"),
    ("models", "a list of models"),
];

/// fal's errors and its other replies, each by its name.
fn refuse_other_kinds(key: &str, value: Option<Value<'_>>, location: &Location) -> Result<()> {
    let location = location.member(key);
    if key == "error" || key == "detail" {
        return Err(location.locate(api_error(value)));
    }
    match OTHER_KINDS.iter().find(|(known, _)| *known == key) {
        Some((_, name)) => {
            let message = format!("this is {name}, which this version does not read");
            Err(location.locate(invalid(message).hint(SAVE_AGAIN)))
        }
        None => Ok(()),
    }
}

/// `{"error": {"type", "message"}}`, or `{"detail": …}` from in front of the API.
fn api_error(body: Option<Value<'_>>) -> Error {
    let said = |name: &str| body?.member(name)?.as_text();
    let message = match (said("type"), said("message"), body.and_then(Value::as_text)) {
        (Some(kind), Some(message), _) => format!(": {kind}, {message}"),
        (None, Some(message), _) | (_, None, Some(message)) => format!(": {message}"),
        _ => String::new(),
    };
    let message = format!("fal answered with an error instead of usage{message}");
    Error::new(ErrorCode::ApiErrorReply, message).hint(
        "Solve what it says (usage needs an admin key, for example) and fetch the reply again.",
    )
}

/// One bucket of `time_series` with its line items.
fn read_bucket(
    bucket: Value<'_>,
    location: &Location,
    receive: &mut UsageReceiver<'_>,
) -> Result<()> {
    let label = bucket_label(bucket.member("bucket"), location)?;
    receive(Usage::Bucket(label))
        .map_err(|error| error.or_field(|| format!("{location}.bucket")))?;
    let Some(results) = bucket.member("results").and_then(Value::elements) else {
        let error = invalid("results is not a list").field(format!("{location}.results"));
        return Err(error.hint(SAVE_AGAIN));
    };
    for (index, result) in results.enumerate() {
        let path = format!("{location}.results[{index}]");
        let line_item = line_item::read(result, &path)?;
        receive(Usage::LineItem(Box::new(line_item))).map_err(|error| error.or_field(|| path))?;
    }
    Ok(())
}

fn bucket_label(label: Option<Value<'_>>, location: &Location) -> Result<DateTimeText> {
    let wrong =
        |message: String| invalid(message).field(format!("{location}.bucket")).hint(SAVE_AGAIN);
    let Some(label) = label else {
        return Err(wrong("bucket is missing".to_owned()));
    };
    let instant = label.as_text().and_then(|text| datetime::parse(&text));
    instant.ok_or_else(|| wrong(format!("bucket is not a date-time: {}", label.as_json())))
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidUsage, message)
}

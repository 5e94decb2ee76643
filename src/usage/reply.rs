//! One reply: what it is by its shape, and what it holds.

use super::digest::Digest;
use super::frame::{Frame, Location};
use super::json::Value;
use super::line_item;
use super::members::Members;
use super::{Usage, UsageReceiver};
use crate::datetime::{self, DateTimeText};
use crate::error::{Error, ErrorCode, Result};

/// What one reply has said so far.
#[derive(Debug, Default)]
pub(super) struct ReplyReader {
    has_time_series: bool,
    has_summary: bool,
    has_more: Option<bool>,
    line_items: usize,
    digest: Digest,
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
                self.digest.add(value.as_json());
                self.line_items += read_bucket(value, location, receive)?;
                Ok(())
            }
            // `summary` says the same amounts again: it is never added to them.
            Frame::Element { .. } => Ok(()),
            Frame::ReplyEnd => {
                self.check_kind(location)?;
                receive(Usage::ReplyEnd {
                    has_more: self.has_more,
                    digest: (self.line_items > 0).then_some(self.digest),
                })
            }
        }
    }

    fn list(&mut self, location: &Location) -> Result<()> {
        match location.key() {
            "time_series" if self.has_time_series => return Err(twice(location)),
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
            "has_more" if self.has_more.is_some() => Err(twice(location)),
            "has_more" => {
                let has_more = value
                    .as_bool()
                    .ok_or_else(|| location.locate(invalid("has_more is not true or false")))
                    .map_err(|error| error.hint(SAVE_AGAIN))?;
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

pub(super) const SAVE_AGAIN: &str =
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
    let said = |name: &str| body?.member(name).map(Value::shown);
    let message = match (said("type"), said("message"), body) {
        (Some(kind), Some(message), _) => format!(": {kind}, {message}"),
        (None, Some(message), _) => format!(": {message}"),
        (_, None, Some(body)) => format!(": {}", body.shown()),
        (_, None, None) => String::new(),
    };
    let message = format!("fal answered with an error instead of usage{message}");
    Error::new(ErrorCode::ApiErrorReply, message).hint(
        "Solve what it says (usage needs an admin key, for example) and fetch the reply again.",
    )
}

/// One bucket of `time_series`; returns how many line items it has.
fn read_bucket(
    bucket: Value<'_>,
    location: &Location,
    receive: &mut UsageReceiver<'_>,
) -> Result<usize> {
    let path = location.to_string();
    let bucket = Members::of(bucket, &path)?;
    let label = bucket_label(&bucket)?;
    receive(Usage::Bucket(label)).map_err(|error| error.or_field(|| format!("{path}.bucket")))?;
    let Some(results) = bucket.get("results").and_then(Value::elements) else {
        return Err(bucket.at("results", invalid("results is not a list").hint(SAVE_AGAIN)));
    };
    let mut count = 0;
    for result in results {
        let path = format!("{path}.results[{count}]");
        let line_item = line_item::read(result, &path)?;
        receive(Usage::LineItem(Box::new(line_item))).map_err(|error| error.or_field(|| path))?;
        count += 1;
    }
    Ok(count)
}

fn bucket_label(bucket: &Members<'_>) -> Result<DateTimeText> {
    let wrong = |message: String| bucket.at("bucket", invalid(message).hint(SAVE_AGAIN));
    let Some(label) = bucket.get("bucket") else {
        return Err(wrong("bucket is missing".to_owned()));
    };
    let instant = label.as_text().and_then(|text| datetime::parse(&text));
    instant.ok_or_else(|| wrong(format!("bucket is not a date-time: {}", label.shown())))
}

/// JSON allows it, and readers differ in which one they take: an amount might be lost.
fn twice(location: &Location) -> Error {
    let error = invalid(format!("{} is there twice", location.key())).hint(SAVE_AGAIN);
    location.member(location.key()).locate(error)
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidUsage, message)
}

//! One reply: what it is by its shape, and what it holds.

use std::fmt::{self, Display};

use time::UtcOffset;

use super::companion::Companion;
use super::frame::{Frame, Location, Taken};
use super::kind::{KindSet, ReplyKind};
use super::line_item::{LineItem, When, read_event, read_usage};
use super::manifest::ManifestReader;
use super::quick::{LaterElement, Quick, Stop, next_item};
use super::{List, REPLIES, ReplyEnd, Usage, UsageReceiver};
use crate::counting::Counting;
use crate::datetime::{self, DateTimeText};
use crate::digest::Digest;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Members, Value};
use crate::limits::{Limits, too_many_bytes};

/// What one reply has said so far.
#[derive(Debug, Default)]
pub(super) struct ReplyReader {
    /// The list of line items it has.
    list: Option<List>,
    /// The elements of `summary`, which count only where no `time_series` says the same.
    summary: Summary,
    kinds: KindSet,
    has_more: Option<bool>,
    digest: Digest,
    is_companion: bool,
    is_account: bool,
    username: Option<String>,
    manifest: ManifestReader,
    limits: Limits,
    /// How many bytes are kept of the reply until it ends.
    held: usize,
    /// Of all replies of the file.
    quick: Quick,
}

/// Reads a line item at a path.
type Read = fn(Value<'_>, &dyn Display) -> Result<LineItem>;

#[derive(Debug, Default)]
struct Summary {
    is_there: bool,
    is_list: bool,
    is_twice: bool,
    elements: Vec<String>,
}

impl ReplyReader {
    /// Reads everything the general way.
    pub(super) fn plain() -> Self {
        Self { quick: Quick::off(), ..Self::default() }
    }

    /// With other limits.
    pub(super) fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Reads the next part of the reply.
    pub(super) fn read(
        &mut self,
        frame: Frame<'_>,
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        match frame {
            Frame::ReplyStart => {
                let (quick, limits) = (std::mem::take(&mut self.quick), self.limits);
                *self = Self { quick, limits, ..Self::default() };
                Ok(())
            }
            Frame::ListStart => self.list(location),
            Frame::Member { value } if value.is_null() => Ok(()),
            Frame::Member { value } => self.member(value, location),
            Frame::Element { value } => self.element(value, location, receive),
            Frame::ReplyEnd => self.end(location, receive),
        }
    }

    /// Takes line items that are like those before, straight from the bytes.
    pub(super) fn elements(
        &mut self,
        bytes: &[u8],
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<Taken> {
        match location.key() {
            "time_series" => self.quick_bucket(bytes, location, receive),
            "billing_events" => self.quick_events(bytes, location, receive),
            _ => Ok(Taken::Nothing),
        }
    }

    fn quick_bucket(
        &mut self,
        bytes: &[u8],
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<Taken> {
        let bucket = match self.quick.bucket(bytes, location) {
            Ok(bucket) => bucket,
            Err(Stop::NeedsMore) => return Ok(Taken::NeedsMore),
            Err(Stop::Strange) => return Ok(Taken::Nothing),
        };
        let Moment { label, offset } = bucket.label;
        let length = bucket.text.len();
        let digest = Digest::of(bucket.text);
        self.digest.fold(digest);
        let begins = Usage::Bucket { label, offset, is_empty: bucket.is_empty(), digest };
        let label_path = BucketPath(location);
        receive(begins, &label_path).map_err(|error| error.or_field(|| label_path.to_string()))?;
        bucket.each(&mut |item, kind, index| {
            self.kinds.insert(kind);
            let path = ResultPath { bucket: location, index };
            receive(item, &path).map_err(|error| error.or_field(|| path.to_string()))
        })?;
        Ok(Taken::Elements { count: 1, length })
    }

    fn quick_events(
        &mut self,
        bytes: &[u8],
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<Taken> {
        let (mut count, mut length, mut next) = (0usize, 0, 0);
        while let Some((event, end)) = self.quick.event(bytes, next) {
            self.digest.add(bytes.get(next..end).unwrap_or_default());
            self.kinds.insert(event.kind());
            let path = LaterElement { first: location, by: count };
            receive(Usage::Again(&event), &path)
                .map_err(|error| error.or_field(|| path.to_string()))?;
            count.count_one();
            length = end;
            let Some(start) = next_item(bytes, end) else { break };
            next = start;
        }
        Ok(if count > 0 { Taken::Elements { count, length } } else { Taken::Nothing })
    }

    fn list(&mut self, location: &Location) -> Result<()> {
        match location.key() {
            "time_series" if self.list == Some(List::TimeSeries) => return Err(twice(location)),
            "billing_events" if self.list == Some(List::BillingEvents) => {
                return Err(twice(location));
            }
            "time_series" | "billing_events" if self.list.is_some() => {
                let message = "a reply has a time_series or billing_events, not both";
                return Err(location.member(location.key()).locate(REPLIES.invalid(message)));
            }
            "time_series" => {
                self.list = Some(List::TimeSeries);
                self.summary.elements.clear();
            }
            "billing_events" => self.list = Some(List::BillingEvents),
            // Beside a time_series a summary says nothing new, however often.
            "summary" if self.summary.is_there => self.summary.is_twice = true,
            "summary" => {
                (self.summary.is_there, self.summary.is_list) = (true, true);
            }
            "teams" | "prices" => self.is_companion = true,
            key => refuse_other_kinds(key, None, location)?,
        }
        Ok(())
    }

    fn member(&mut self, value: Value<'_>, location: &Location) -> Result<()> {
        match location.key() {
            key @ ("time_series" | "billing_events" | "teams" | "prices") => {
                let error = REPLIES.invalid(format!("{key} is not a list"));
                Err(location.locate(error))
            }
            "summary" => {
                self.summary.is_there = true;
                Ok(())
            }
            "has_more" if self.has_more.is_some() => Err(twice(location)),
            "has_more" => {
                let wrong = || location.locate(REPLIES.invalid("has_more is not true or false"));
                self.has_more = Some(value.as_bool().ok_or_else(wrong)?);
                Ok(())
            }
            "credits" => {
                self.is_account = true;
                Ok(())
            }
            "username" => {
                let name = value.as_text().filter(|name| !name.is_empty());
                self.username = name.map(|name| name.into_owned());
                Ok(())
            }
            key => {
                self.manifest.member(key, value, &location.to_string())?;
                refuse_other_kinds(key, Some(value), location)
            }
        }
    }

    fn element(
        &mut self,
        value: Value<'_>,
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        match location.key() {
            "time_series" => self.bucket(value, location, receive),
            "billing_events" => {
                self.digest.add(value.as_json().as_bytes());
                self.item(value, location, List::BillingEvents, read_event, receive)
            }
            "summary" => {
                if self.list == Some(List::TimeSeries) {
                    return Ok(());
                }
                self.summary.elements.push(value.as_json().to_owned());
                self.hold(value, location)
            }
            "teams" => self.companion(Companion::team(value, location)?, location, receive),
            "prices" => self.companion(Companion::price(value, location)?, location, receive),
            "pages" => {
                self.manifest.page(value);
                self.hold(value, location)
            }
            _ => Ok(()),
        }
    }

    fn companion(
        &self,
        companion: Companion,
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        let companion = companion.within(self.limits.text_bytes, location)?;
        receive(Usage::Companion(companion), location)
    }

    /// Elements that are kept until the reply ends are held together.
    fn hold(&mut self, value: Value<'_>, location: &Location) -> Result<()> {
        self.held.count_more(value.as_json().len());
        match self.held > self.limits.value_bytes {
            true => Err(location.locate(too_many_bytes(self.limits))),
            false => Ok(()),
        }
    }

    /// One bucket of `time_series` and its line items.
    fn bucket(
        &mut self,
        json: Value<'_>,
        path: &dyn Display,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        let bucket = Members::of(json, path, REPLIES)?;
        let Moment { label, offset } = date_time(&bucket, "bucket")?;
        let Some(results) = bucket.get("results").and_then(Value::elements) else {
            return Err(bucket.wrong("results", "results is not a list"));
        };
        let mut results = results.enumerate().peekable();
        let is_empty = results.peek().is_none();
        let label_path = BucketPath(path);
        let digest = Digest::of(json.as_json().as_bytes());
        self.digest.fold(digest);
        receive(Usage::Bucket { label, offset, is_empty, digest }, &label_path)
            .map_err(|error| error.or_field(|| label_path.to_string()))?;
        for (index, result) in results {
            let path = ResultPath { bucket: path, index };
            let read: Read = |json, path| read_usage(json, path, When::InBucket);
            self.item(result, &path, List::TimeSeries, read, receive)?;
        }
        Ok(())
    }

    /// One line item, or why it is none: the report decides what then.
    fn item(
        &mut self,
        json: Value<'_>,
        path: &dyn Display,
        list: List,
        read: Read,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        let usage = match read(json, path) {
            Ok(item) => {
                self.kinds.insert(item.kind);
                let likeness = self.quick.learn(json, list, &item);
                Usage::LineItem(Box::new(item), likeness)
            }
            Err(error) => {
                self.kinds.insert(ReplyKind::told_by(list, |name| json.member(name)));
                Usage::Invalid(error)
            }
        };
        receive(usage, path).map_err(|error| error.or_field(|| path.to_string()))
    }

    fn end(&mut self, location: &Location, receive: &mut UsageReceiver<'_>) -> Result<()> {
        let nowhere = location.to_string();
        if self.list.is_none() && self.summary.is_list {
            self.summary_alone(location, receive)?;
        }
        if let Some(list) = self.list {
            let digest = (!self.kinds.is_empty()).then_some(self.digest);
            let end = ReplyEnd { list, kinds: self.kinds, has_more: self.has_more, digest };
            return receive(Usage::ReplyEnd(end), &nowhere);
        }
        let manifest = std::mem::take(&mut self.manifest);
        if let Some(manifest) = manifest.finish().map_err(|error| location.relocate(error))? {
            return receive(Usage::Companion(Companion::Manifest(manifest)), &nowhere);
        }
        match self.username.take() {
            _ if self.is_companion => Ok(()),
            _ if self.summary.is_there => {
                let error = REPLIES.invalid("the summary is not a list, and there is no time_series");
                Err(location.member("summary").locate(error.hint(
                    "Ask for expand=time_series: its line items are what a report is made of.",
                )))
            }
            Some(username) => {
                self.companion(Companion::Account { username }, location, receive)
            }
            None if self.is_account => {
                let error = REPLIES.invalid("username is missing");
                Err(location.member("username").locate(error))
            }
            None => Err(location.locate(REPLIES.invalid("this is JSON, but none of fal's replies").hint(
                "Give replies of fal's usage or billing endpoints, unchanged; the README lists them.",
            ))),
        }
    }

    fn summary_alone(
        &mut self,
        location: &Location,
        receive: &mut UsageReceiver<'_>,
    ) -> Result<()> {
        self.list = Some(List::TimeSeries);
        let place = location.member("summary");
        if self.summary.is_twice {
            return Err(place.locate(REPLIES.invalid("summary is there twice")));
        }
        for (index, element) in std::mem::take(&mut self.summary.elements).iter().enumerate() {
            self.digest.add(element.as_bytes());
            let value = Value::checked(element);
            let path = ElementPath { list: &place, index };
            let read: Read = |json, path| read_usage(json, path, When::WholeWindow);
            self.item(value, &path, List::TimeSeries, read, receive)?;
        }
        Ok(())
    }
}

/// Keys by which files are known that are no replies, with what to do with them.
fn refuse_other_kinds(key: &str, value: Option<Value<'_>>, location: &Location) -> Result<()> {
    let location = location.member(key);
    let (what, hint) = match key {
        "error" | "detail" => return Err(location.locate(api_error(value))),
        "invoice_id" => (
            "this is an invoice document, not a reply",
            "Give it as the option invoice (--invoice FILE).",
        ),
        "models" => (
            "this is a list of models, which has no charges",
            "Give replies of fal's usage or billing endpoints; the README lists them.",
        ),
        _ => return Ok(()),
    };
    Err(location.locate(REPLIES.invalid(what).hint(hint)))
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

/// A date-time, and the offset it was written with.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) label: DateTimeText,
    pub(super) offset: Option<UtcOffset>,
}

/// Reads the member `name`, which must be a date-time.
pub(super) fn date_time(members: &Members<'_>, name: &str) -> Result<Moment> {
    let Some(value) = members.get(name) else {
        return Err(members.wrong(name, format!("{name} is missing")));
    };
    let moment = value.as_text().and_then(|text| {
        let (label, offset) = datetime::parse_with_offset(&text)?;
        Some(Moment { label, offset })
    });
    moment
        .ok_or_else(|| members.wrong(name, format!("{name} is not a date-time: {}", value.shown())))
}

/// JSON allows it, and readers differ in which one they take: an amount might be lost.
fn twice(location: &Location) -> Error {
    let error = REPLIES.invalid(format!("{} is there twice", location.key()));
    location.member(location.key()).locate(error)
}

/// The path of a bucket's label.
struct BucketPath<'a>(&'a dyn Display);

impl Display for BucketPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.bucket", self.0)
    }
}

/// The path of a line item in a bucket.
pub(super) struct ResultPath<'a> {
    pub(super) bucket: &'a dyn Display,
    pub(super) index: usize,
}

impl Display for ResultPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.results[{}]", self.bucket, self.index)
    }
}

/// The path of an element of a list.
struct ElementPath<'a> {
    list: &'a Location,
    index: usize,
}

impl Display for ElementPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.list, self.index)
    }
}

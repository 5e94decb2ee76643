//! The kinds of replies that tell of charges, and which of them tell of the same ones.

use super::List;
use crate::json::Value;

/// Where a line item comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplyKind {
    /// `GET /models/usage`: the account's model APIs, by bucket.
    ModelsUsage,
    /// `GET /models/billing-events`: the same, request by request.
    ModelsBillingEvents,
    /// `GET /organization/usage`: all teams and product lines, by bucket.
    OrganizationUsage,
    /// `GET /organization/billing-events`: the model APIs of all teams, request by request.
    OrganizationBillingEvents,
    /// `GET /serverless/usage`: the account's serverless apps, by bucket.
    ServerlessUsage,
}

/// The kinds of the line items of a reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KindSet(u8);

impl KindSet {
    pub(super) fn insert(&mut self, kind: ReplyKind) {
        self.0 |= 1 << kind as u8;
    }

    /// Whether there is no line item.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in the order of [`ReplyKind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = ReplyKind> {
        ReplyKind::ALL.into_iter().filter(move |kind| self.0 & (1 << *kind as u8) != 0)
    }
}

/// fal's product lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Product {
    /// Raw instances.
    Compute,
    /// Endpoint calls.
    ModelApis,
    /// Deployed apps.
    Serverless,
    /// A product line that came after this program.
    Other(String),
}

/// Charges that more than one kind of reply can tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// All four kinds about model APIs.
    ModelApis,
    /// Serverless replies, and those of an organization.
    Serverless,
}

#[cfg(feature = "parts")]
crate::wire::wire_place!(ReplyKind, ReplyKind::ALL);

impl ReplyKind {
    /// Every kind.
    pub const ALL: [ReplyKind; 5] = [
        ReplyKind::ModelsUsage,
        ReplyKind::ModelsBillingEvents,
        ReplyKind::OrganizationUsage,
        ReplyKind::OrganizationBillingEvents,
        ReplyKind::ServerlessUsage,
    ];

    /// The kind that the members of a line item tell.
    pub(super) fn told_by<'v>(list: List, member: impl Fn(&str) -> Option<Value<'v>>) -> Self {
        let has = |name: &str| member(name).is_some_and(|value| value.is_something());
        match list {
            List::BillingEvents if has("username") => ReplyKind::OrganizationBillingEvents,
            List::BillingEvents => ReplyKind::ModelsBillingEvents,
            List::TimeSeries if has("username") || has("product") => ReplyKind::OrganizationUsage,
            List::TimeSeries if has("machine_type") => ReplyKind::ServerlessUsage,
            List::TimeSeries => ReplyKind::ModelsUsage,
        }
    }

    /// The path of the endpoint.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReplyKind::ModelsUsage => "models/usage",
            ReplyKind::ModelsBillingEvents => "models/billing-events",
            ReplyKind::OrganizationUsage => "organization/usage",
            ReplyKind::OrganizationBillingEvents => "organization/billing-events",
            ReplyKind::ServerlessUsage => "serverless/usage",
        }
    }

    /// The kind of an endpoint's path.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether replies of this kind can tell of the charges.
    pub fn tells_of(self, family: Family) -> bool {
        match self {
            ReplyKind::OrganizationUsage => true,
            ReplyKind::ServerlessUsage => family == Family::Serverless,
            _ => family == Family::ModelApis,
        }
    }

    /// Whether its line items stand one by one, without buckets.
    pub const fn is_events(self) -> bool {
        matches!(self, ReplyKind::ModelsBillingEvents | ReplyKind::OrganizationBillingEvents)
    }
}

impl Product {
    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "model_apis" => Product::ModelApis,
            "serverless" => Product::Serverless,
            "compute" => Product::Compute,
            other => Product::Other(other.to_owned()),
        }
    }

    /// fal's word.
    pub fn as_str(&self) -> &str {
        match self {
            Product::Compute => "compute",
            Product::ModelApis => "model_apis",
            Product::Serverless => "serverless",
            Product::Other(name) => name,
        }
    }

    /// The charges of which other kinds of replies can tell as well; compute has one kind only.
    pub fn family(&self) -> Option<Family> {
        match self {
            Product::ModelApis => Some(Family::ModelApis),
            Product::Serverless => Some(Family::Serverless),
            Product::Compute | Product::Other(_) => None,
        }
    }
}

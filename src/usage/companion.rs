//! Replies that name things: the account, its teams, the units of prices, the pages of a fetch.

use std::fmt::Display;

use super::REPLIES;
use super::manifest::Manifest;
use crate::error::Result;
use crate::json::{Members, Value};
use crate::limits::{longer_than, too_long_a_text};

/// What a companion of the usage tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Companion {
    /// `GET /account/billing`: the account's username.
    Account {
        /// The account.
        username: String,
    },
    /// One team of `GET /organization/teams`.
    Team {
        /// The team's id in line items.
        username: String,
        /// Its name for people.
        name: String,
    },
    /// One price of `GET /models/pricing`.
    Price {
        /// What is priced.
        endpoint_id: String,
        /// The unit of the price.
        unit: String,
    },
    /// What was fetched, written beside the pages.
    Manifest(Manifest),
}

impl Companion {
    /// Where no text of it is longer than that.
    pub(super) fn within(self, longest: usize, path: &dyn Display) -> Result<Self> {
        let texts = match &self {
            Companion::Account { username } => [("username", Some(username)), ("", None)],
            Companion::Team { username, name } => {
                [("username", Some(username)), ("name", Some(name))]
            }
            Companion::Price { endpoint_id, unit } => {
                [("endpoint_id", Some(endpoint_id)), ("unit", Some(unit))]
            }
            Companion::Manifest(_) => [("", None), ("", None)],
        };
        match longer_than(longest, texts) {
            Some(member) => Err(too_long_a_text(member, longest, path)),
            None => Ok(self),
        }
    }

    pub(super) fn team(json: Value<'_>, path: &dyn Display) -> Result<Self> {
        let team = Members::of(json, path, REPLIES)?;
        let username = team.required("username")?;
        Ok(Companion::Team {
            name: team.text("name")?.unwrap_or_else(|| username.clone()),
            username,
        })
    }

    pub(super) fn price(json: Value<'_>, path: &dyn Display) -> Result<Self> {
        let price = Members::of(json, path, REPLIES)?;
        let endpoint_id = price.required("endpoint_id")?;
        Ok(Companion::Price { endpoint_id, unit: price.required("unit")? })
    }
}

//! Replies that name things: the account, its teams, the units of prices, the pages of a fetch.

use std::fmt::Display;

use super::REPLIES;
use super::manifest::Manifest;
use crate::error::Result;
use crate::json::{Members, Value};

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

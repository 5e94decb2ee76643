//! What companions of the usage name: account, teams, and the units of prices.

use crate::error::{Error, ErrorCode, Result};
use crate::focus::column::ReportContext;
use crate::limits::{MOST_NAMES, exceeded};
use crate::options::ReportOptions;
use crate::place::Place;
use crate::request::Source;
use crate::text_table::TextTable;

/// The names known so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    account: Option<String>,
    teams: TextTable,
    /// Empty where the price list has two units for an endpoint.
    units: TextTable,
}

impl Names {
    pub(super) fn account(&mut self, username: String, place: Place<'_>) -> Result<()> {
        if self.account.as_ref().is_some_and(|before| *before != username) {
            let message = "two accounts are named: one report is of one account";
            return Err(contradiction(place, "username", message));
        }
        self.account = Some(username);
        Ok(())
    }

    pub(super) fn team(&mut self, username: String, name: String, place: Place<'_>) -> Result<()> {
        if self.teams.get(&username).is_some_and(|before| before != name) {
            let message = format!("the team {username} has two names");
            return Err(contradiction(place, "name", &message));
        }
        self.teams.insert(username, name);
        within_bounds(&self.teams, "teams", place)
    }

    pub(super) fn unit(
        &mut self,
        endpoint_id: String,
        unit: String,
        place: Place<'_>,
    ) -> Result<()> {
        let known = self.units.get(&endpoint_id);
        let unit = if known.is_some_and(|known| known != unit) { String::new() } else { unit };
        self.units.insert(endpoint_id, unit);
        within_bounds(&self.units, "prices", place)
    }

    pub(super) fn unit_of(&self, endpoint_id: &str) -> Option<String> {
        self.units.get(endpoint_id).filter(|unit| !unit.is_empty()).map(str::to_owned)
    }

    pub(super) fn has_account(&self) -> bool {
        self.account.is_some()
    }

    /// What all rows have in common.
    pub(super) fn context(&self, options: &ReportOptions, source: Source) -> ReportContext {
        let account_name = || {
            let username = self.account.as_ref()?;
            Some(self.teams.get(username).unwrap_or(username).to_owned())
        };
        let id = match (&options.billing_account_id, &self.account) {
            (Some(id), _) => id.clone(),
            // Told apart from other providers' accounts, and never a number.
            (None, Some(username)) => format!("fal:{username}"),
            (None, None) => "fal:account".to_owned(),
        };
        let name = options.billing_account_name.clone().or_else(account_name);
        ReportContext {
            billing_account_name: name.unwrap_or_else(|| id.clone()),
            billing_account_id: id,
            invoice_id: options.invoice.as_ref().map(|invoice| invoice.invoice_id.clone()),
            team_names: self.teams.clone(),
            source,
        }
    }
}

fn within_bounds(names: &TextTable, of: &str, place: Place<'_>) -> Result<()> {
    if names.len() <= MOST_NAMES {
        return Ok(());
    }
    let message = format!("there are more than {MOST_NAMES} {of}");
    let error = exceeded(message, "Give those alone that the usage names.");
    Err(error.or_field(|| place.path.to_string()))
}

fn contradiction(place: Place<'_>, member: &str, message: &str) -> Error {
    let path = place.path.to_string();
    let dot = if path.is_empty() { "" } else { "." };
    Error::new(ErrorCode::InvalidUsage, message)
        .field(format!("{path}{dot}{member}"))
        .hint("Give the replies of one account, fetched at one time.")
}

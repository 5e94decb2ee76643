//! Tags: the request's own, unchanged, and the attribution that importers lose with custom columns.

use crate::json::quoted;
use crate::text_search;
use crate::usage::{AuthMethod, LineItem};

/// The Tags of a line item as JSON text, sorted by key; `None` where there is none.
pub(super) fn tags(item: &LineItem, attribution: bool) -> Option<String> {
    let mut pairs = item.tags.0.clone();
    if attribution {
        let of_ours = [
            ("fal/key", key_label(&item.auth)),
            // An id that is an e-mail address would be personal data.
            ("fal/team", item.username.as_deref().filter(|name| !name.contains('@'))),
            ("fal/product", item.product_name.as_deref()),
            ("fal/app", item.app.as_deref()),
        ];
        for (key, value) in of_ours {
            // A request's own tag is never overwritten.
            if let Some(value) = value.filter(|_| pairs.get(key).is_none()) {
                pairs.insert(key.to_owned(), quoted(value));
            }
        }
    }
    let mut json = String::new();
    for (key, value) in pairs.iter() {
        json.push(if json.is_empty() { '{' } else { ',' });
        json.extend([quoted(key).as_str(), ":", value]);
    }
    json.extend((!json.is_empty()).then_some('}'));
    (!json.is_empty()).then_some(json)
}

/// The alias of the API key a request was made with, else its id. Never a login or an e-mail
/// address.
fn key_label(auth: &AuthMethod) -> Option<&str> {
    let id = auth.api_key_id.as_deref()?;
    let alias = auth.detail.as_deref().map(without_owner);
    Some(alias.filter(|alias| !alias.is_empty() && !is_personal(alias, auth)).unwrap_or(id))
}

fn is_personal(alias: &str, auth: &AuthMethod) -> bool {
    let names = |login: &String| {
        text_search::find(&alias.to_ascii_lowercase(), &login.to_ascii_lowercase()).is_some()
    };
    alias.contains('@') || auth.login_username.as_ref().is_some_and(names)
}

/// `my-key (owner: NAME)` is the key `my-key`.
fn without_owner(alias: &str) -> &str {
    match text_search::find(alias, "(owner: ") {
        Some(at) if alias.ends_with(')') => alias.get(..at).unwrap_or(alias).trim_end(),
        _ => alias,
    }
}

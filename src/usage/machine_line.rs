//! The billing lines of machines in organization replies: `type: gpu_1x_h100_sxm5 (my-app, prod)`.

use crate::text_search;

/// What a machine's billing line names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MachineLine {
    pub(super) machine: Option<String>,
    pub(super) app: Option<String>,
    pub(super) environment: Option<String>,
}

impl MachineLine {
    /// `type: <machine>`, with `(<app>)` or `(<app>, <environment>)` behind it; `None` of all else.
    pub(super) fn read(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("type: ")?;
        let (machine, inside) = match rest.split_once(' ') {
            Some((machine, rest)) => (machine, Some(rest.strip_prefix('(')?.strip_suffix(')')?)),
            None => (rest, None),
        };
        let (app, environment) = match inside.map(|names| text_search::split_once(names, ", ")) {
            Some(Some((app, environment))) => (Some(app), Some(environment)),
            Some(None) => (inside, None),
            None => (None, None),
        };
        let is_named = !machine.is_empty()
            && !app.is_some_and(|app| app.is_empty() || app.contains(','))
            && environment != Some("");
        is_named.then(|| Self {
            machine: Some(machine.to_owned()),
            app: app.map(str::to_owned),
            environment: environment.map(str::to_owned),
        })
    }
}

//! Whether the names and the order of the columns keep a rule.

use super::object_shape::is_pascal_case;
use super::requirement::HeaderRequirement;
use crate::focus::column::Column;
use crate::focus::version::FocusVersion;

/// The longest name that is no matter of style (FOCUS counts characters).
const LONGEST: usize = 50;

/// The columns that break a rule, and whether there is any it asks something of.
pub struct HeaderJudgement {
    pub is_concerned: bool,
    pub offenders: Vec<String>,
}

/// Judges a header.
pub fn judge(asks: HeaderRequirement, header: &[String], version: FocusVersion) -> HeaderJudgement {
    let is_custom = |name: &&String| !is_focus_in(name, version);
    match asks {
        HeaderRequirement::FocusFirst => {
            let first_custom = header.iter().position(|name| is_custom(&name));
            let behind = header.iter().skip(first_custom.unwrap_or(header.len()));
            let offenders = behind.filter(|name| !is_custom(name)).cloned().collect();
            HeaderJudgement { is_concerned: first_custom.is_some(), offenders }
        }
        HeaderRequirement::Sorted => {
            let key = |name: &String| (is_custom(&name), name.clone());
            let pairs = header.iter().zip(header.iter().skip(1));
            let unsorted = pairs.filter(|(before, after)| key(before) > key(after));
            let offenders = unsorted.map(|(_, name)| name.clone()).collect();
            HeaderJudgement { is_concerned: true, offenders }
        }
        _ => {
            let custom: Vec<&String> = header.iter().filter(is_custom).collect();
            let offenders = custom.iter().filter(|name| !is_named_well(asks, name));
            HeaderJudgement {
                is_concerned: !custom.is_empty(),
                offenders: offenders.map(|name| (*name).clone()).collect(),
            }
        }
    }
}

fn is_focus_in(name: &str, version: FocusVersion) -> bool {
    Column::named(name).is_some_and(|column| column.is_focus() && column.may_be_in(version))
}

fn is_named_well(asks: HeaderRequirement, name: &str) -> bool {
    let behind = name.strip_prefix("x_").unwrap_or(name);
    match asks {
        HeaderRequirement::CustomPrefixed => name.starts_with("x_"),
        HeaderRequirement::CustomPascalCase => {
            behind.starts_with(|first: char| first.is_ascii_uppercase()) && !behind.contains('_')
        }
        HeaderRequirement::CustomAlphanumeric => {
            behind.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        HeaderRequirement::CustomNamedLikeFocus => is_pascal_case(behind),
        HeaderRequirement::CustomShort => name.chars().count() <= LONGEST,
        HeaderRequirement::FocusFirst | HeaderRequirement::Sorted => true,
    }
}

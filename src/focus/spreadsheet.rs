//! What keeps a spreadsheet from running a text as a formula (option `spreadsheetSafe`): a `'` wherever
//! a cell begins, or would begin where the file is taken apart at other characters than commas.
//!
//! Taking each of them away again gives the text as it was.

use std::borrow::Cow;

use crate::json::Value;
use crate::text_search;

/// With what formulas begin: also in full width and small, which some turn into the plain forms.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// At what a spreadsheet may begin another cell or row: many countries have semicolons for commas, and
/// then quotes around a cell are taken for a part of it.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text with what keeps it from being run; `None` where it may stay.
pub(super) fn escaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for start in starts(text).filter(|start| needs_mark(text, *start)) {
        out.push_str(text.get(done..start).unwrap_or_default());
        out.push('\'');
        done = start;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (out.len() > text.len()).then_some(out)
}

/// The text as it was before.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for start in starts(text) {
        let rest = text.get(start..).unwrap_or_default();
        if rest.starts_with('\'') {
            out.push_str(text.get(done..start).unwrap_or_default());
            done = start + 1;
        }
    }
    if done == 0 {
        return text.into();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.into()
}

/// The same of a JSON object, whose value stays what it is: a semicolon is written as JSON escapes it,
/// and space between its parts as a blank. `None` where the text may stay.
pub(super) fn escaped_json(json: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    let behind = starts(json).filter(|start| *start > 0 && needs_mark(json, *start));
    for start in behind {
        let separator = start - 1;
        out.push_str(json.get(done..separator).unwrap_or_default());
        out.push_str(if json.get(separator..start) == Some(";") { ESCAPED_SEMICOLON } else { " " });
        done = start;
    }
    out.push_str(json.get(done..).unwrap_or_default());
    (done > 0).then_some(out)
}

/// The semicolons as they were before.
pub(super) fn unescaped_json(json: &str) -> Cow<'_, str> {
    let Some((before, behind)) = text_search::split_once(json, ESCAPED_SEMICOLON) else {
        return json.into();
    };
    let (mut out, mut rest) = (before.to_owned(), behind);
    while let Some((before, behind)) = text_search::split_once(rest, ESCAPED_SEMICOLON) {
        out.push(';');
        out.push_str(before);
        rest = behind;
    }
    out.push(';');
    out.push_str(rest);
    out.into()
}

/// Whether the text of a cell is a JSON object: what only begins like one is a text like any other.
pub(crate) fn is_object(text: &str) -> bool {
    text.starts_with('{') && Value::check(text.as_bytes()).is_ok()
}

const ESCAPED_SEMICOLON: &str = "\\u003b";

/// Where a cell may begin.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let behind = |(at, character): (usize, char)| SEPARATORS.contains(&character).then_some(at + 1);
    std::iter::once(0).chain(text.char_indices().filter_map(behind))
}

/// Whether what begins there would be run, or begins with a `'` that must not be taken for ours.
fn needs_mark(text: &str, start: usize) -> bool {
    let rest = text.get(start..).unwrap_or_default();
    let begins_with_space = start == 0 && rest.starts_with(['\t', '\r', '\n']);
    begins_with_space
        || rest.starts_with('\'')
        || rest.trim_start_matches(is_passed_over).starts_with(FORMULA)
}

/// What may be taken off before a formula is looked for: space, quotes, and what nobody sees.
fn is_passed_over(character: char) -> bool {
    let is_unseen = matches!(character,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    let is_space = character.is_whitespace() || character.is_control();
    character == '"' || is_unseen || (is_space && !SEPARATORS.contains(&character))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixed_seed::cases;

    #[test]
    fn a_mark_stands_wherever_a_formula_would_begin() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            (" \u{A0}\u{200B}\"=1", "' \u{A0}\u{200B}\"=1"),
            ("a;=1", "a;'=1"),
            ("a\n =1;'b", "a\n' =1;''b"),
            ("\t=1", "'\t'=1"),
            ("\ttext", "'\ttext"),
            ("'", "''"),
        ] {
            assert_eq!(escaped(text).as_deref(), Some(safe), "{text:?}");
            assert_eq!(unescaped(safe), text);
        }
        for text in ["", "a=1", "a,=1", "fal-ai/flux", "a; b", "a;b'", " '=", "é;", "a\n"] {
            assert_eq!(escaped(text), None, "{text:?}");
        }
    }

    #[test]
    fn json_keeps_its_value() {
        let json = r#"{"a": "x;=1;-2", "b;": "y"}"#;
        let safe = r#"{"a": "x\u003b=1\u003b-2", "b;": "y"}"#;
        assert_eq!(escaped_json(json).as_deref(), Some(safe));
        assert_eq!(unescaped_json(safe), json);
        assert_eq!(escaped_json("{\n\"=a\": 1}").as_deref(), Some("{ \"=a\": 1}"));
        assert_eq!(escaped_json(r#"{"=a": 1}"#), None);
    }

    proptest! {
        #![proptest_config(cases(2000))]

        #[test]
        fn every_text_comes_back(text in "[=;'\\t\\n \"a－\\u{feff}-]{0,12}") {
            let safe = escaped(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(unescaped(&safe), &*text);
            // Wherever it is taken apart, nothing begins a formula.
            for cell in safe.split(SEPARATORS) {
                prop_assert!(!cell.trim_start_matches(is_passed_over).starts_with(FORMULA), "{:?}", safe);
            }
        }
    }
}

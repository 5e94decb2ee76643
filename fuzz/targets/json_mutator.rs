//! Changes of JSON that leave it JSON: whole values are replaced, repeated, exchanged and taken
//! away, so that the fuzzer gets past the grammar. Half of the changes stay libFuzzer's own.

use std::ops::Range;

use libfuzzer_sys::fuzzer_mutate;

use super::invariants::dice::Dice;
use super::{BETWEEN, CHOICES};

/// Values that have a meaning somewhere, or nowhere.
const VALUES: [&str; 59] = [
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "\"\"",
    "0",
    "-0",
    "1",
    "0.1",
    "0.025",
    "-1.5",
    "1e3",
    "1E-7",
    "2.50e-3",
    "0.000",
    "100",
    "12345678901234567890.5",
    "1e75",
    "1e99",
    "1e-76",
    "1e-77",
    "9007199254740993",
    "18446744073709551616",
    "0.30000000000000004",
    "01",
    "1.",
    "\"0.25\"",
    "\"a\\\"b\"",
    "\"\u{e9}\"",
    "\"\\u00e9, =1\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"=SUM(A1)\"",
    "\"'x\"",
    "\"x\ty\"",
    "\"a\\nb\"",
    "\"NULL\"",
    "\"USD\"",
    "\"EUR\"",
    "\"usd\"",
    "\"XYZ\"",
    "\"2025-03-18T00:00:00Z\"",
    "\"2025-03-18T00:00:00+05:30\"",
    "\"2025-03-18T00:00:59Z\"",
    "\"2025-03-18\"",
    "\"2025-03-18T10:00:00.123456Z\"",
    "\"2025-02-28T23:59:59Z\"",
    "\"fal-ai/flux/dev\"",
    "\"images\"",
    "\"compute seconds\"",
    "\"1m tokens\"",
    "\"model_apis\"",
    "\"serverless\"",
    "\"compute\"",
    "{\"job\":\"1\"}",
    "{\"detail\":\"k\",\"api_key_id\":\"key_1\"}",
    "[1,{\"a\":null}]",
    "{\"a\":{\"b\":[2]}}",
];

/// fal's names, in all generations.
const KEYS: [&str; 44] = [
    "time_series",
    "summary",
    "billing_events",
    "bucket",
    "results",
    "next_cursor",
    "has_more",
    "endpoint_id",
    "unit",
    "quantity",
    "unit_price",
    "percent_discount",
    "cost",
    "cost_subtotal",
    "cost_discount",
    "cost_total",
    "currency",
    "auth_method",
    "auth_method_structured",
    "detail",
    "api_key_id",
    "login_username",
    "request_id",
    "timestamp",
    "output_units",
    "cost_estimate_nano_usd",
    "tags",
    "username",
    "product",
    "app",
    "environment",
    "machine_type",
    "is_surge",
    "teams",
    "name",
    "prices",
    "error",
    "message",
    "invoice_id",
    "billing_month",
    "credits",
    "taxes",
    "total",
    "fal_focus_manifest",
];

const SPACES: [&str; 6] = [" ", "\n", "\t", "\r\n  ", "    ", "\u{feff}"];

pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed));
    if size < CHOICES || dice.below(2) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut input = data[..size].to_vec();
    for _ in 0..1 + dice.below(3) {
        change(&mut input, &mut dice);
    }
    input.truncate(max_size);
    data[..input.len()].copy_from_slice(&input);
    input.len()
}

fn change(input: &mut Vec<u8>, dice: &mut Dice) {
    if dice.below(10) == 0 {
        input[dice.below(CHOICES)] = dice.below(256) as u8;
        return;
    }
    let found = Found::in_json(&input[CHOICES.min(input.len())..]);
    let at = |range: &Range<usize>| range.start + CHOICES..range.end + CHOICES;
    let pick = |from: &[Range<usize>], dice: &mut Dice| {
        let chosen = from.get(dice.below(from.len()))?;
        Some(at(chosen))
    };
    let text = |range: Range<usize>| input.get(range).unwrap_or_default().to_vec();
    let Some((place, new)) = (match dice.below(12) {
        0 | 1 => pick(&found.values, dice)
            .map(|place| (place, VALUES[dice.below(VALUES.len())].as_bytes().to_vec())),
        2 | 3 => pick(&found.values, dice)
            .and_then(|place| Some((place, text(pick(&found.values, dice)?)))),
        // Repeated, which makes things alike: what shortcuts live of.
        4 | 5 => pick(&found.entries, dice).map(|entry| {
            let (end, mut again) = (entry.end, Vec::new());
            for _ in 0..1 + dice.below(4) {
                again.push(b',');
                again.extend(varied(text(entry.clone()), dice));
            }
            (end..end, again)
        }),
        6 => pick(&found.entries, dice).and_then(|place| {
            let entry = text(pick(&found.entries, dice)?);
            Some((place.end..place.end, [b",".to_vec(), entry].concat()))
        }),
        7 => pick(&found.entries, dice).map(|entry| {
            let end = entry.end + usize::from(input.get(entry.end) == Some(&b','));
            (entry.start..end, Vec::new())
        }),
        8 => pick(&found.keys, dice)
            .map(|key| (key, format!("\"{}\"", KEYS[dice.below(KEYS.len())]).into_bytes())),
        9 => pick(&found.numbers, dice).map(|number| {
            let digit = number.start + dice.below(number.len());
            (digit..digit + dice.below(2), vec![b"0123456789.e-"[dice.below(13)]])
        }),
        10 => pick(&found.keys, dice).map(|key| {
            let (key_name, value) =
                (KEYS[dice.below(KEYS.len())], VALUES[dice.below(VALUES.len())]);
            (key.start..key.start, format!("\"{key_name}\":{value},").into_bytes())
        }),
        _ if dice.below(2) > 0 => pick(&found.values, dice).map(|value| {
            (value.start..value.start, SPACES[dice.below(SPACES.len())].as_bytes().to_vec())
        }),
        _ => {
            let files: Vec<&[u8]> = input[CHOICES..].split(|byte| *byte == BETWEEN).collect();
            let file = files[dice.below(files.len())];
            Some((input.len()..input.len(), [vec![BETWEEN], varied(file.to_vec(), dice)].concat()))
        }
    }) else {
        return;
    };
    if place.start <= place.end && place.end <= input.len() {
        input.splice(place, new);
    }
}

/// The same, or with a digit or a text that is another.
fn varied(mut json: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    let found = Found::in_json(&json);
    let digits: Vec<usize> = (0..json.len()).filter(|at| json[*at].is_ascii_digit()).collect();
    match dice.below(4) {
        0 | 1 if !digits.is_empty() => {
            for _ in 0..1 + dice.below(2) {
                json[digits[dice.below(digits.len())]] = b'0' + dice.below(10) as u8;
            }
        }
        2 if !found.values.is_empty() => {
            let place = found.values[dice.below(found.values.len())].clone();
            json.splice(place, VALUES[dice.below(VALUES.len())].bytes());
        }
        _ => {}
    }
    json
}

/// Where things are in JSON, sound or not.
#[derive(Default)]
struct Found {
    values: Vec<Range<usize>>,
    numbers: Vec<Range<usize>>,
    keys: Vec<Range<usize>>,
    /// Elements and members, without the comma.
    entries: Vec<Range<usize>>,
}

impl Found {
    fn in_json(json: &[u8]) -> Self {
        let mut found = Self::default();
        // Where each open container began, and the entry in it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while at < json.len() {
            let start = at;
            at += 1;
            match json[start] {
                b'{' | b'[' => open.push((start, at)),
                b'}' | b']' => {
                    let Some((container, entry)) = open.pop() else { continue };
                    found.entry(json, entry..start);
                    found.values.push(container..at);
                }
                b',' => {
                    if let Some((_, entry)) = open.last_mut() {
                        found.entry(json, *entry..start);
                        *entry = at;
                    }
                }
                b'"' => {
                    while at < json.len() && json[at] != b'"' {
                        at += 1 + usize::from(json[at] == b'\\');
                    }
                    at = (at + 1).min(json.len());
                    let behind = json[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                    let is_key = behind == Some(&b':');
                    if is_key { &mut found.keys } else { &mut found.values }.push(start..at);
                }
                b'-' | b'0'..=b'9' => {
                    while json.get(at).is_some_and(|byte| b"0123456789.eE+-".contains(byte)) {
                        at += 1;
                    }
                    found.numbers.push(start..at);
                    found.values.push(start..at);
                }
                b't' | b'f' | b'n' => {
                    while json.get(at).is_some_and(u8::is_ascii_lowercase) {
                        at += 1;
                    }
                    found.values.push(start..at);
                }
                _ => {}
            }
        }
        found
    }

    fn entry(&mut self, json: &[u8], range: Range<usize>) {
        let spaces = json[range.clone()].iter().take_while(|byte| byte.is_ascii_whitespace());
        let start = range.start + spaces.count();
        if start < range.end {
            self.entries.push(start..range.end);
        }
    }
}

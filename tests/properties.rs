//! What must hold whatever the input: exact decimals against schoolbook arithmetic, JSON against
//! serde_json, CSV against the `csv` crate, sums against whole numbers.
//!
//! The cases are the same on every run; PROPTEST_RNG_SEED and PROPTEST_CASES choose others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod fixed_seed;
mod schoolbook;

use std::collections::BTreeMap;

use fal_focus::datetime;
use fal_focus::decimal::{Decimal, DecimalError, MAX_DIGITS};
use fal_focus::error::{Error, ErrorCode};
use fal_focus::focus::column::{DataType, columns_of};
use fal_focus::focus::version::FocusVersion;
use fal_focus::options::{Grain, ReportOptions};
use fal_focus::report::{FinishedReport, ReportWriter};
use fal_focus::request::{RangeLimit, ReportRequest};
use fal_focus::timeframe::Timeframe;
use fal_focus::timezone::native;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use time::UtcDateTime;

use fixed_seed::cases;
use schoolbook::Schoolbook;

// ---------------------------------------------------------------------------------------------
// Decimals
// ---------------------------------------------------------------------------------------------

fn decimal(text: &str) -> Decimal {
    Decimal::from_json_number(text).unwrap()
}

fn text_of(result: Option<Decimal>) -> Option<String> {
    result.map(|value| value.to_string())
}

fn check_sum(a: &str, b: &str) {
    let (x, y) = (decimal(a), decimal(b));
    let (a, b) = (Schoolbook::parse(a).unwrap(), Schoolbook::parse(b).unwrap());
    let minus_b = Schoolbook::new(!b.negative, b.digits.clone(), b.scale);
    assert_eq!(text_of(x.checked_add(y)), a.add(&b).text(), "{a:?} + {b:?}");
    assert_eq!(text_of(x.checked_sub(y)), a.add(&minus_b).text(), "{a:?} - {b:?}");
    assert_eq!(text_of(Some(y.negated())), minus_b.text());
    assert_eq!(x.cmp(&y), a.compare(&b), "{a:?} against {b:?}");
    assert_eq!(x == y, a == b);
}

/// Where limbs of 64 bits, chunks of 19 digits and the range itself end.
#[test]
fn sums_at_the_edges_are_exact() {
    let ends = [64, 128, 192].map(|bits| power_of(2, bits));
    let tens = [1, 19, 38, 75, 76].map(|zeros| format!("1{}", "0".repeat(zeros)));
    let mut edges = vec!["0".to_owned(), "1".to_owned(), "5".to_owned()];
    for end in ends.iter().chain(&tens) {
        let below = Schoolbook::parse(end).unwrap().add(&Schoolbook::parse("-1").unwrap());
        edges.push(below.text().unwrap().replace(".0", ""));
        edges.extend((end.len() <= MAX_DIGITS as usize).then(|| end.clone()));
    }
    let signed = edges.iter().flat_map(|edge| [edge.clone(), format!("-{edge}")]);
    let scaled = signed.flat_map(|edge| [0, 1, 76].map(|scale| format!("{edge}e-{scale}")));
    let numbers: Vec<String> = scaled.collect();
    for a in &numbers {
        numbers.iter().for_each(|b| check_sum(a, b));
    }
}

/// Any JSON number, in range or not.
fn json_number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
        2 => "-?(0|[1-9][0-9]{0,90})(\\.[0-9]{1,90})?([eE][+-]?[0-9]{1,3})?",
        1 => "-?(0|[1-9]0{0,90})(\\.0{1,90}[0-9]?)?([eE][+-]?0{0,30}[0-9]{1,3})?",
        1 => "-?[0-9]\\.[0-9]([eE][+-]?[0-9]{4,30})?",
    ]
}

/// The text of a number in range: small ones, long ones, and those at the edge.
fn number() -> impl Strategy<Value = String> {
    let digits = prop_oneof![
        3 => "[1-9][0-9]{0,11}",
        2 => "[1-9][0-9]{0,75}",
        1 => "[1-9]0{0,74}[0-9]",
        1 => "9{1,76}",
        1 => (0u32..253).prop_map(|power| power_of(2, power)),
        1 => (0u32..109).prop_map(|power| power_of(5, power)),
        1 => Just("0".to_owned()),
    ];
    (any::<bool>(), digits, prop_oneof![0..20usize, 0..=76usize]).prop_map(
        |(negative, digits, scale)| {
            let sign = if negative { "-" } else { "" };
            format!("{sign}{digits}e-{scale}")
        },
    )
}

/// Factors of ten are what lowest terms take away: products of these have many.
fn power_of(base: u8, power: u32) -> String {
    let base = Schoolbook::new(false, vec![base], 0);
    let one = Schoolbook::new(false, vec![1], 0);
    let value = (0..power).fold(one, |value, _| value.multiply(&base));
    value.text().unwrap().replace(".0", "")
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn a_decimal_is_read_and_written_digit_for_digit(text in json_number()) {
        let expected = Schoolbook::parse(&text).and_then(|value| value.text());
        match Decimal::from_json_number(&text) {
            Ok(value) => {
                let written = value.to_string();
                prop_assert_eq!(Some(&written), expected.as_ref());
                prop_assert_eq!(decimal(&written), value);
                let (whole, decimals) = written.split_once('.').unwrap();
                let unsigned = whole.trim_start_matches('-');
                prop_assert!(unsigned == "0" || !unsigned.starts_with('0'), "{written}");
                prop_assert!(decimals == "0" || !decimals.ends_with('0'), "{written}");
                prop_assert!(!written.contains(['e', 'E', '+']) && written != "-0.0");
            }
            Err(error) => {
                prop_assert_eq!(error, DecimalError::OutOfRange);
                prop_assert_eq!(expected, None);
            }
        }
    }

    #[test]
    fn only_json_numbers_are_decimals(text in "[-+.0-9eE ]{0,7}") {
        let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok() && !text.contains(' ');
        let is_decimal = Decimal::from_json_number(&text) != Err(DecimalError::NotANumber);
        prop_assert_eq!(is_decimal, is_json, "{:?}", text);
    }

    #[test]
    fn sums_are_exact_and_in_order((a, b) in (number(), number())) {
        check_sum(&a, &b);
    }

    #[test]
    fn products_are_exact((a, b) in (number(), number())) {
        let product = decimal(&a).checked_mul(decimal(&b));
        let (a, b) = (Schoolbook::parse(&a).unwrap(), Schoolbook::parse(&b).unwrap());
        prop_assert_eq!(text_of(product), a.multiply(&b).text());
    }

    #[test]
    fn a_quotient_is_exact_or_none((a, b) in (number(), number())) {
        let (x, y) = (decimal(&a), decimal(&b));
        if let (Some(product), false) = (x.checked_mul(y), y.is_zero()) {
            prop_assert_eq!(product.checked_div_exact(y), Some(x));
        }
        if let Some(quotient) = x.checked_div_exact(y) {
            let quotient = Schoolbook::parse(&quotient.to_string()).unwrap();
            let product = quotient.multiply(&Schoolbook::parse(&b).unwrap());
            prop_assert_eq!(product, Schoolbook::parse(&a).unwrap());
        }
        prop_assert_eq!(x.checked_div_exact(Decimal::ZERO), None);
    }
}

// ---------------------------------------------------------------------------------------------
// JSON
// ---------------------------------------------------------------------------------------------

type Report = Result<(FinishedReport, Vec<u8>), Error>;

/// A report by hour of two days, of files in pieces.
fn report<'f>(
    options: ReportOptions,
    files: impl IntoIterator<Item = (&'f str, Vec<&'f [u8]>)>,
) -> Report {
    let request = ReportRequest {
        source: Some("estimate".into()),
        start: Some("2025-01-15".into()),
        end: Some("2025-01-17".into()),
        timeframe: Some("hour".into()),
        ..ReportRequest::default()
    };
    let options = ReportOptions { range_limit: RangeLimit::None, ..options };
    let window = request.resolve(&options, &native::find)?;
    let mut csv = Vec::new();
    let mut writer = ReportWriter::new(window, options, &mut csv)?;
    for (name, pieces) in files {
        writer.push(&[], Some(name))?;
        for piece in pieces {
            writer.push(piece, Some(name))?;
        }
        writer.end_file()?;
    }
    let report = writer.finish()?;
    drop(writer);
    Ok((report, csv))
}

fn options(grain: Grain) -> ReportOptions {
    ReportOptions {
        grain,
        input_timeframe: Some(Timeframe::Minute),
        ..ReportOptions::at(UtcDateTime::UNIX_EPOCH)
    }
}

fn report_of(pieces: Vec<&[u8]>) -> Report {
    report(options(Grain::LineItem), [("usage.json", pieces)])
}

fn cut<'f>(file: &'f [u8], cuts: &[Index]) -> Vec<&'f [u8]> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(file.len() + 1)).collect();
    places.extend([0, file.len()]);
    places.sort_unstable();
    places.windows(2).map(|piece| &file[piece[0]..piece[1]]).collect()
}

/// Every kind of token, and keys that are ignored. No number is longer than what `f64` keeps, so
/// that serde_json can say whether a changed text still means the same.
const REPLY: &str = r#"{"time_series": [
  {"bucket": "2025-01-15T03:00:00Z", "results": [
    {"endpoint_id": "fal-ai/flux/dev", "unit": "image", "quantity": 4, "unit_price": 2.5e-2,
     "percent_discount": 20, "cost_subtotal": 0.1, "cost_discount": 0.02, "cost_total": 0.08,
     "currency": "USD", "auth_method": "k\u00e9y \"1\"", "tiers": [[], {}, [1, {"a": null}]]},
    {"endpoint_id": "fal-ai/\ud83d\ude00", "unit": null, "cost": -1.25E+1, "currency": "eur",
     "auth_method_structured": {"detail": "a\\b, c", "api_key_id": "key_1"}}]},
  {"bucket": "2025-01-16T23:00:00+01:00", "results": [], "note": "ü, ✓, 😀"}],
 "next_cursor": null, "has_more": false, "extra": [true, -0, 1E2, "", "\/\b\f\n\r\t"]}"#;

/// The ways in which a file holds replies.
fn files_of_replies() -> [String; 3] {
    // Another page: the same one twice is an error.
    let next = REPLY.replace("T03:", "T04:");
    [REPLY.to_owned(), format!(" [{REPLY},\n{next}] "), format!("{REPLY}\n{next}\r\n")]
}

/// All documents of a file as serde_json sees them; `None` where it rejects one.
fn documents(file: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file)).ok()?;
    let documents: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_str(text).into_iter().collect();
    match documents {
        // The one thing that serde_json rejects for its own sake: 1e999 is no f64.
        Err(error) if error.to_string().contains("number out of range") => Some(Vec::new()),
        documents => documents.ok(),
    }
}

#[derive(Debug, Clone)]
enum Mutation {
    Set(Index, u8),
    FlipBit(Index, u32),
    Insert(Index, u8),
    Delete(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
}

impl Mutation {
    fn apply(&self, file: &mut Vec<u8>) {
        let place = |index: &Index| index.index(file.len().max(1)).min(file.len());
        let up_to = |from: usize, length: usize| from..file.len().min(from + length);
        match self {
            Self::Set(at, byte) => {
                let at = place(at);
                file.splice(up_to(at, 1), [*byte]);
            }
            Self::FlipBit(at, bit) => {
                let at = place(at);
                file.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
            Self::Insert(at, byte) => file.insert(place(at), *byte),
            Self::Delete(at, length) => {
                file.drain(up_to(place(at), *length));
            }
            Self::Repeat(at, length) => {
                let at = place(at);
                let again = file[up_to(at, *length)].to_vec();
                file.splice(at..at, again);
            }
            Self::Truncate(at) => file.truncate(place(at)),
        }
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let byte = || {
        prop_oneof![
            3 => proptest::sample::select(b"\"\\{}[]:, \n\t0129.eE+-ntfu\0\x1f\x7f".to_vec()),
            1 => any::<u8>(),
        ]
    };
    let at = any::<Index>;
    prop_oneof![
        (at(), byte()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        (at(), 0..8u32).prop_map(|(at, bit)| Mutation::FlipBit(at, bit)),
        (at(), byte()).prop_map(|(at, byte)| Mutation::Insert(at, byte)),
        (at(), 1..8usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        (at(), 1..60usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        at().prop_map(Mutation::Truncate),
    ]
}

/// Broken bytes are an error or a report, never a panic, and the cuts between chunks never matter.
/// What is accepted is JSON; what is JSON is no `invalid_json`; what still means the same as the
/// original makes the same report.
fn check_told_apart(original: &str, file: &[u8], pieces: Vec<&[u8]>) {
    let shown = String::from_utf8_lossy(file);
    let whole = report_of(vec![file]);
    assert_eq!(whole, report_of(pieces), "the cuts matter: {shown}");

    let meaning = documents(file);
    match &whole {
        Ok(_) => assert!(meaning.is_some(), "serde_json rejects what was read: {shown}"),
        Err(error) if error.code() == ErrorCode::InvalidJson => {
            // Valid JSON can still be no file of replies: a text, nothing, an array in an array.
            let of_replies = meaning.filter(|all| !all.is_empty() && all.iter().all(is_of_replies));
            assert!(of_replies.is_none(), "{error}: {shown}");
            return;
        }
        Err(_) => {}
    }
    // A key that is there twice takes one more colon; to serde_json the last one counts.
    let colons = |json: &[u8]| json.iter().filter(|byte| **byte == b':').count();
    let no_key_twice = colons(file) == colons(original.as_bytes());
    if no_key_twice && meaning == documents(original.as_bytes()) {
        assert_eq!(whole, report_of(vec![original.as_bytes()]), "{shown}");
    }
}

fn is_of_replies(document: &Value) -> bool {
    let replies = document.as_array().map_or(std::slice::from_ref(document), Vec::as_slice);
    replies.iter().all(Value::is_object)
}

/// Byte for byte, and with a byte order mark.
#[test]
fn every_single_edit_of_a_small_file_is_told_apart() {
    let small = "\u{feff}".to_owned()
        + r#"[{"time_series":[{"bucket":"2025-01-15T03:00Z","results":[{"endpoint_id":"a\\\u00e9",
        "cost":-1.5e+0,"currency":"USD","x":[0,{}]}]}],"has_more":false}]"#;
    assert!(report_of(vec![small.as_bytes()]).is_ok());
    let edits = b",:[]{}\"\\ 09-+.eE\0\x1f\xff";
    for at in 0..=small.len() {
        for edit in edits.iter().map(std::slice::from_ref).chain([[].as_slice()]) {
            for replaced in [0, 1] {
                let mut file = small.as_bytes().to_vec();
                file.splice(at..small.len().min(at + replaced), edit.iter().copied());
                check_told_apart(&small, &file, file.chunks(1).collect());
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn broken_replies_are_told_from_sound_ones(
        original in proptest::sample::select(files_of_replies().to_vec()),
        mutations in vec(mutation(), 1..4),
        cuts in vec(any::<Index>(), 0..6),
    ) {
        let mut file = original.clone().into_bytes();
        mutations.iter().for_each(|mutation| mutation.apply(&mut file));
        check_told_apart(&original, &file, cut(&file, &cuts));
    }

    /// Space, escapes, the order of keys and unknown keys are not part of what a reply says.
    #[test]
    fn the_same_reply_written_otherwise_is_the_same_report(
        dice in vec(any::<u8>(), 64..256),
        cuts in vec(any::<Index>(), 0..6),
    ) {
        let reply: Value = serde_json::from_str(REPLY).unwrap();
        let mut printer = Printer { dice: dice.into_iter().cycle(), text: String::new() };
        printer.value(&reply);
        let expected = report_of(vec![REPLY.as_bytes()]);
        prop_assert!(expected.is_ok());
        prop_assert_eq!(report_of(cut(printer.text.as_bytes(), &cuts)), expected, "{}", printer.text);
    }
}

/// Writes JSON as nobody would, and yet correctly.
struct Printer<D> {
    dice: D,
    text: String,
}

impl<D: Iterator<Item = u8>> Printer<D> {
    fn roll(&mut self, sides: u8) -> u8 {
        self.dice.next().unwrap() % sides
    }

    fn space(&mut self) {
        let space = ["", "", " ", "\n", "\t", "\r\n  "];
        let side = self.roll(space.len() as u8);
        self.text.push_str(space[usize::from(side)]);
    }

    fn token(&mut self, token: &str) {
        self.space();
        self.text.push_str(token);
        self.space();
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.string(text),
            Value::Array(elements) => {
                self.token("[");
                for (index, element) in elements.iter().enumerate() {
                    self.comma(index);
                    self.value(element);
                }
                self.token("]");
            }
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                let turn = usize::from(self.roll(8)) % members.len().max(1);
                members.rotate_left(turn);
                let unknown = (&"zz\"unknown\\".to_owned(), &json!([[1e300, "}"]]));
                if self.roll(4) == 0 {
                    members.insert(turn, unknown);
                }
                self.token("{");
                for (index, (key, value)) in members.into_iter().enumerate() {
                    self.comma(index);
                    self.string(key);
                    self.token(":");
                    self.value(value);
                }
                self.token("}");
            }
            other => self.text.push_str(&other.to_string()),
        }
    }

    fn comma(&mut self, index: usize) {
        if index > 0 {
            self.token(",");
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            let must_be_escaped = character < ' ' || character == '"' || character == '\\';
            if must_be_escaped || self.roll(5) == 0 {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    self.text.push_str(&format!("\\u{unit:04X}"));
                }
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
    }
}

// ---------------------------------------------------------------------------------------------
// CSV
// ---------------------------------------------------------------------------------------------

/// Rows by the names of their columns, as the `csv` crate reads them.
fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    assert_eq!(header.len(), 56, "{header:?}");
    let named = |row: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|row| named(row.unwrap())).collect()
}

/// Text that CSV, spreadsheets and JSON have their own ideas of.
fn text() -> impl Strategy<Value = String> {
    const SPECIAL: &str = ",;\"'\r\n\t =+-@＝＋－＠\\|\0\u{7f}\u{feff}é😀";
    let special = proptest::sample::select(SPECIAL.chars().collect::<Vec<_>>());
    let letter = proptest::char::range('a', 'z');
    vec(prop_oneof![3 => special, 2 => letter, 1 => any::<char>()], 0..8)
        .prop_map(String::from_iter)
}

/// At what a spreadsheet may take a cell apart.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// What stood there before a `'` was put wherever a cell may begin.
fn without_marks(text: &str) -> String {
    let parts = text.split_inclusive(SEPARATORS);
    parts.map(|part| part.strip_prefix('\'').unwrap_or(part)).collect()
}

/// The texts of a line item that reach the CSV as they are, and their columns.
const TEXTS: [(&str, &str); 5] = [
    ("endpoint_id", "SkuId"),
    ("unit", "x_Unit"),
    ("auth_method", "x_AuthMethod"),
    ("api_key_id", "x_ApiKeyId"),
    ("login_username", "x_LoginUsername"),
];

fn reply_of_texts(line_items: &[[String; 5]]) -> String {
    let result = |[endpoint, unit, label, key, login]: &[String; 5]| {
        json!({
            "endpoint_id": endpoint,
            "unit": unit,
            "quantity": 1,
            "unit_price": 1,
            "cost": -1,
            "currency": "USD",
            "auth_method": label,
            "auth_method_structured":
                {"detail": label, "api_key_id": key, "login_username": login},
        })
    };
    let results: Vec<Value> = line_items.iter().map(result).collect();
    json!({"time_series": [{"bucket": "2025-01-15T03:00:00Z", "results": results}]}).to_string()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn texts_come_back_from_the_csv_as_they_were(
        mut line_items in vec([text(), text(), text(), text(), text()], 0..4),
        account in text(),
    ) {
        for item in &mut line_items {
            item[0].push('x'); // an endpoint has an id
        }
        let account = format!("{account}a"); // and so has an account
        let reply = reply_of_texts(&line_items);
        let reports = [false, true].map(|spreadsheet_safe| {
            let options = ReportOptions {
                spreadsheet_safe,
                billing_account_id: Some(account.clone()),
                ..options(Grain::LineItem)
            };
            report(options, [("usage.json", vec![reply.as_bytes()])]).unwrap()
        });
        let [plain, safe] = reports.each_ref().map(|(_, csv)| rows(csv));
        prop_assert_eq!(plain.len(), line_items.len());
        prop_assert_eq!(safe.len(), line_items.len());
        let mut escaped = 0;
        for ((row, safe_row), item) in plain.iter().zip(&safe).zip(&line_items) {
            prop_assert_eq!(&row["BillingAccountId"], &account);
            for ((_, column), text) in TEXTS.iter().zip(item) {
                prop_assert_eq!(&row[*column], text, "{}", column);
            }
            if !row["Tags"].is_empty() {
                let tags: BTreeMap<String, String> = serde_json::from_str(&row["Tags"]).unwrap();
                prop_assert_eq!(tags.len(), 1);
                let label = &tags["fal/key"];
                prop_assert!(item[3] == *label || item[2].starts_with(label.as_str()));
            }
            for column in columns_of(FocusVersion::V1_2) {
                let (cell, safe_cell) = (&row[column.name], &safe_row[column.name]);
                escaped += u64::from(cell != safe_cell);
                if column.data_type == DataType::Json {
                    prop_assert_eq!(&safe_cell.replace("\\u003b", ";"), cell, "{}", column.name);
                    continue;
                }
                if column.data_type != DataType::String {
                    prop_assert_eq!(cell, safe_cell, "{}", column.name);
                    continue;
                }
                let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
                prop_assert!(!safe_cell.starts_with(['\t', '\r', '\n']), "{safe_cell:?}");
                for part in safe_cell.split(SEPARATORS) {
                    prop_assert!(!part.trim_start().starts_with(formula), "{safe_cell:?}");
                }
                prop_assert_eq!(&without_marks(safe_cell), cell, "{}", column.name);
            }
        }
        let warnings = &reports[1].0.summary.warnings;
        let counted = warnings.iter().find(|warning| warning.code == "spreadsheet_escaped");
        prop_assert_eq!(counted.map_or(0, |warning| warning.count), escaped);
    }
}

// ---------------------------------------------------------------------------------------------
// Sums
// ---------------------------------------------------------------------------------------------

/// A line item whose cost is whole nano units, in an hour of the window or out of it.
#[derive(Debug, Clone)]
struct Item {
    hour: i64,
    endpoint: u8,
    nano_cost: i64,
    price: Option<&'static str>,
    quantity: Option<u8>,
    euros: bool,
}

const HOURS: std::ops::Range<i64> = 0..48;

impl Item {
    fn currency(&self) -> &'static str {
        if self.euros { "EUR" } else { "USD" }
    }

    /// A bucket of its own, in text: the amount never goes through a float.
    fn bucket(&self) -> String {
        let bucket = UtcDateTime::from_unix_timestamp(1_736_899_200 + self.hour * 3600).unwrap();
        let optional = |name: &str, value: Option<String>| {
            value.map(|value| format!(r#","{name}":{value}"#)).unwrap_or_default()
        };
        let line_item = format!(
            r#"{{"endpoint_id":"fal-ai/{}","unit":"image","cost_total":{}e-9,"currency":"{}"{}{}}}"#,
            self.endpoint,
            self.nano_cost,
            self.currency(),
            optional("unit_price", self.price.map(str::to_owned)),
            optional("quantity", self.quantity.map(|quantity| quantity.to_string())),
        );
        format!(r#"{{"bucket":"{}","results":[{line_item}]}}"#, datetime::format(bucket))
    }
}

fn item() -> impl Strategy<Value = Item> {
    (
        prop_oneof![4 => 0..4i64, 2 => HOURS, 1 => -3..51i64],
        0..3u8,
        prop_oneof![any::<i32>().prop_map(i64::from), any::<i64>()],
        proptest::option::of(proptest::sample::select(vec!["0.1", "0.025", "3"])),
        proptest::option::of(0..4u8),
        proptest::bool::weighted(0.2),
    )
        .prop_map(|(hour, endpoint, nano_cost, price, quantity, euros)| Item {
            hour,
            endpoint,
            nano_cost,
            price,
            quantity,
            euros,
        })
}

fn page(items: &[Item], has_more: bool) -> String {
    let buckets: Vec<String> = items.iter().map(Item::bucket).collect();
    format!(r#"{{"time_series":[{}],"has_more":{has_more}}}"#, buckets.join(","))
}

fn nano(text: &str) -> i128 {
    let (whole, decimals) = text.split_once('.').unwrap();
    assert!(decimals.len() <= 9, "{text}");
    format!("{whole}{decimals:0<9}").parse().unwrap()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn rows_add_up_to_the_line_items(
        items in vec(item(), 0..40),
        page_size in 1..12usize,
        turn in any::<Index>(),
    ) {
        let mut expected: BTreeMap<&str, i128> = BTreeMap::new();
        for item in items.iter().filter(|item| HOURS.contains(&item.hour)) {
            *expected.entry(item.currency()).or_default() += i128::from(item.nano_cost);
        }
        let last = items.len().div_ceil(page_size).max(1);
        let pages: Vec<String> = if items.is_empty() {
            vec![page(&[], false)]
        } else {
            items.chunks(page_size).zip(1..).map(|(items, n)| page(items, n < last)).collect()
        };
        let mut turned = pages.clone();
        turned.rotate_left(turn.index(pages.len()));
        turned.reverse();
        let as_files = |pages: &[String], grain| {
            let names: Vec<String> = (0..pages.len()).map(|n| format!("{n}.json")).collect();
            let pages = pages.iter().map(|page| vec![page.as_bytes()]);
            report(options(grain), names.iter().map(String::as_str).zip(pages)).unwrap()
        };

        for grain in [Grain::Timeframe, Grain::LineItem] {
            let (finished, csv) = as_files(&pages, grain);
            let mut billed: BTreeMap<String, i128> = BTreeMap::new();
            for row in rows(&csv) {
                let sum = billed.entry(row["BillingCurrency"].clone()).or_default();
                *sum += nano(&row["BilledCost"]);
                let amount = |column: &str| decimal(&row[column]);
                let cost = amount("ListUnitPrice").checked_mul(amount("PricingQuantity"));
                prop_assert_eq!(cost, Some(amount("ListCost")));
            }
            let billed: BTreeMap<&str, i128> =
                billed.iter().map(|(currency, sum)| (currency.as_str(), *sum)).collect();
            prop_assert_eq!(&billed, &expected);
            for total in &finished.summary.totals {
                let sum = expected[total.currency.as_str()];
                prop_assert_eq!(nano(&total.input_cost.to_string()), sum);
                prop_assert_eq!(nano(&total.billed_cost.to_string()), sum);
                prop_assert!(total.difference.is_zero());
            }
            let outside = items.iter().filter(|item| !HOURS.contains(&item.hour)).count();
            prop_assert_eq!(finished.summary.outside_window, outside as u64);

            let (_, one_page) = as_files(&[page(&items, false)], grain);
            prop_assert!(one_page == csv, "one page is another report than many");
        }
        let (_, sorted) = as_files(&pages, Grain::Timeframe);
        let (_, of_turned) = as_files(&turned, Grain::Timeframe);
        prop_assert!(sorted == of_turned, "the order of pages changes the report");
    }
}

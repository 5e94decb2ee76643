//! Number text to decimal and back, and what is reckoned with it: against schoolbook arithmetic.
//!
//! The input: a number a line.

use fal_focus::decimal::{Decimal, DecimalError, MAX_DIGITS};
use fal_focus::options::{Grain, ReportOptions};
use fal_focus::request::{RangeLimit, ReportRequest};
use serde::de::IgnoredAny;
use time::UtcDateTime;

use super::made::{Order, Reading, Table, check_error, check_report};
use super::schoolbook::Schoolbook;

/// Texts that are longer are none that the schoolbook has room for.
const LONGEST: usize = 4000;

/// Holds all that must be so of an input.
pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let texts: Vec<&str> = text.lines().filter(|line| line.len() <= LONGEST).take(12).collect();
    let read: Vec<_> = texts.iter().filter_map(|text| Some((*text, read(text)?))).collect();
    let numbers: Vec<(Decimal, Schoolbook)> = read
        .iter()
        .filter_map(|(text, value)| Some(((*value)?, Schoolbook::parse(text)?)))
        .collect();
    for (x, a) in numbers.iter().take(3) {
        for (y, b) in numbers.iter().take(3) {
            check_pair((*x, a), (*y, b));
        }
    }
    let costs: Vec<&str> = read.iter().map(|(text, _)| *text).collect();
    if !costs.is_empty() {
        check_costs(&costs);
    }
}

/// What is no JSON number is no decimal; of others the value, where it is in range.
fn read(text: &str) -> Option<Option<Decimal>> {
    let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        // To serde_json 1e999 is no number, and to us it is one out of range.
        && serde_json::from_str::<IgnoredAny>(text).map_or_else(|e| e.to_string().contains("out of range"), |_| true);
    let read = Decimal::from_json_number(text);
    assert_eq!(read != Err(DecimalError::NotANumber), is_number, "{text:?}");
    if !is_number {
        return None;
    }
    let expected = Schoolbook::parse(text).and_then(|value| value.text());
    assert_eq!(read.ok().map(|value| value.to_string()), expected, "{text:?}");
    if let Ok(value) = read {
        check_text(value);
    }
    Some(read.ok())
}

/// Plain notation in lowest terms, which reads as the same value.
fn check_text(value: Decimal) {
    let written = value.to_string();
    assert_eq!(Decimal::from_json_number(&written), Ok(value));
    let mut bytes = b"x".to_vec();
    value.write_to(&mut bytes);
    assert_eq!(bytes, format!("x{written}").into_bytes());
    let (whole, decimals) = written.split_once('.').expect("a decimal point");
    let unsigned = whole.trim_start_matches('-');
    assert!(unsigned == "0" || !unsigned.starts_with('0'), "{written}");
    assert!(decimals == "0" || !decimals.ends_with('0'), "{written}");
    assert!(written != "-0.0" && !written.contains(['e', 'E', '+']), "{written}");
    assert_eq!(value.scale() as usize, if decimals == "0" { 0 } else { decimals.len() });
    assert_eq!(value.is_zero(), written == "0.0");
    assert_eq!(value.is_negative(), written.starts_with('-'));
    assert_eq!(value.negated().negated(), value);
    assert_eq!(value.abs(), if value.is_negative() { value.negated() } else { value });
}

fn check_pair((x, a): (Decimal, &Schoolbook), (y, b): (Decimal, &Schoolbook)) {
    let text = |result: Option<Decimal>| result.map(|value| value.to_string());
    let minus_b = Schoolbook::new(!b.negative, b.digits.clone(), b.scale);
    assert_eq!(text(x.checked_add(y)), a.add(b).text(), "{x} + {y}");
    assert_eq!(text(x.checked_sub(y)), a.add(&minus_b).text(), "{x} - {y}");
    assert_eq!(text(x.checked_mul(y)), a.multiply(b).text(), "{x} * {y}");
    assert_eq!(x.cmp(&y), a.compare(b), "{x} against {y}");
    assert_eq!(x == y, a == b, "{x} against {y}");
    check_quotient((x, a), (y, b));
    check_rounding((x, a), (y, b));
}

fn check_quotient((x, a): (Decimal, &Schoolbook), (y, b): (Decimal, &Schoolbook)) {
    assert_eq!(x.checked_div_exact(Decimal::ZERO), None);
    if let (Some(product), false) = (x.checked_mul(y), y.is_zero()) {
        assert_eq!(product.checked_div_exact(y), Some(x), "{product} / {y}");
    }
    if let Some(quotient) = x.checked_div_exact(y) {
        let quotient = Schoolbook::parse(&quotient.to_string()).expect("a number");
        assert_eq!(&quotient.multiply(b), a, "{x} / {y}");
    }
}

fn check_rounding((x, a): (Decimal, &Schoolbook), (y, b): (Decimal, &Schoolbook)) {
    let minus_b = Schoolbook::new(!b.negative, b.digits.clone(), b.scale);
    let mut distance = a.add(&minus_b);
    distance.negative = false;
    let doubled = distance.add(&distance);
    for decimals in [0, 2, 9, MAX_DIGITS] {
        let unit = Schoolbook::new(false, vec![1], decimals as usize);
        let expected = doubled.compare(&unit).is_le();
        let told = x.rounds_to(y, decimals);
        let is_in_range = distance.text().is_some() && doubled.text().is_some();
        assert_eq!(told, is_in_range.then_some(expected), "{x} to {y} at {decimals}");
    }
}

/// As costs of line items: each is written as it was sent, and they add up.
fn check_costs(costs: &[&str]) {
    let items: Vec<String> = costs
        .iter()
        .map(|cost| {
            format!(r#"{{"endpoint_id":"e","unit":"image","quantity":1,"unit_price":1,"cost":{cost},"currency":"USD"}}"#)
        })
        .collect();
    let reply = format!(
        r#"{{"time_series":[{{"bucket":"2025-03-18T00:00:00Z","results":[{}]}}],"has_more":false}}"#,
        items.join(",")
    );
    for grain in [Grain::LineItem, Grain::Timeframe] {
        let order = order(&reply, grain);
        let made = order.make(Reading::Whole);
        assert_eq!(made, order.make(Reading::Plain), "without the shortcuts");
        match made {
            Err(error) => {
                check_error(&error);
                assert_eq!(error.code().as_str(), "amount_out_of_range", "{error}");
            }
            Ok((report, csv)) => {
                check_report(&report, &csv, &order.options);
                check_written(&csv, costs, grain);
            }
        }
    }
}

fn check_written(csv: &str, costs: &[&str], grain: Grain) {
    let table = Table::read(csv);
    let place = table.place("BilledCost").expect("BilledCost");
    let sent: Vec<Schoolbook> =
        costs.iter().map(|cost| Schoolbook::parse(cost).expect("in range")).collect();
    let written = table.rows.iter().map(|row| row[place].clone());
    if grain == Grain::LineItem {
        let sent: Option<Vec<String>> = sent.iter().map(Schoolbook::text).collect();
        assert_eq!(Some(written.collect()), sent);
    } else {
        let zero = Schoolbook::new(false, Vec::new(), 0);
        let sum = sent.iter().fold(zero, |sum, cost| sum.add(cost));
        let written = table.billed(false).and_then(|billed| billed.get("USD")?.text());
        assert_eq!(written, sum.text());
    }
}

fn order(reply: &str, grain: Grain) -> Order<'_> {
    let mut options = ReportOptions::at(UtcDateTime::UNIX_EPOCH);
    options.range_limit = RangeLimit::None;
    options.grain = grain;
    let request = ReportRequest {
        source: Some("estimate".into()),
        start: Some("2025-03-18".into()),
        end: Some("2025-03-19".into()),
        timeframe: Some("day".into()),
        ..ReportRequest::default()
    };
    Order { request, options, files: vec![("0.json", reply.as_bytes())] }
}

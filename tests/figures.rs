//! The figures of a FOCUS CSV, natively: what a naive reckoning over all of its rows says, wherever the
//! bytes are cut.
//!
//! The cases are the same on every run; PROPTEST_RNG_SEED and PROPTEST_CASES choose others.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod fixed_seed;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fal_focus::check::Nulls;
use fal_focus::error::{Error, ErrorCode};
use fal_focus::figures::{Figures, LeftOut, MOST_PERIODS, MOST_VALUES, TOLD_VALUES, Told, Why};
use proptest::prelude::*;
use serde_json::Value;

use fixed_seed::cases;

const DECIMALS: usize = 24;

fn figures(csv: &[u8], chunk: usize) -> Result<Told, Error> {
    let mut figures = Figures::new(Nulls::Empty);
    for piece in csv.chunks(chunk) {
        figures.push(piece)?;
    }
    figures.finish()
}

/// A whole number of units of 10^-24; its text is none of the crate's.
fn units(text: &str) -> i128 {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    sign * format!("{whole}{decimals:0<DECIMALS$}").parse::<i128>().unwrap()
}

fn units_of(value: &Value) -> i128 {
    units(value.as_str().unwrap())
}

/// What rows cost, by what they are told by.
type Costs = BTreeMap<Vec<String>, (u64, i128)>;

/// The costs of a CSV by the values of some columns, over all of its rows at once.
fn naive(csv: &[u8], columns: &[&str]) -> Costs {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|known| known == name).unwrap();
    let places: Vec<usize> = columns.iter().map(|name| place(name)).collect();
    let mut costs = Costs::new();
    for record in reader.records() {
        let record = record.unwrap();
        let key = places.iter().map(|place| record[*place].to_owned()).collect();
        let (rows, cost) = costs.entry(key).or_default();
        *rows += 1;
        *cost += units(&record[place("BilledCost")]);
    }
    costs
}

/// The same by those who say it: amounts by period that are zero are not told from none.
fn told_costs(told: &Value, column: Option<&str>) -> Costs {
    let mut costs = Costs::new();
    for currency in told["currencies"].as_array().unwrap() {
        let dimensions = currency["dimensions"].as_array().unwrap();
        let groups: Vec<(Vec<String>, &Value)> = match column {
            None => vec![(vec![], currency)],
            Some(column) => {
                let Some(found) = dimensions.iter().find(|each| each["column"] == column) else {
                    continue;
                };
                let values = found["values"].as_array().unwrap().iter();
                let text = |value: &Value| value["value"].as_str().unwrap().to_owned();
                let values = values.map(|value| (vec![text(value)], value));
                values.chain([(vec![String::new()], &found["none"])]).collect()
            }
        };
        for (key, group) in groups.into_iter().filter(|(_, group)| !group.is_null()) {
            let by_period = group["byPeriod"].as_array().unwrap();
            let periods = currency["periods"].as_array().unwrap();
            assert_eq!(by_period.len(), periods.len());
            let total: i128 = by_period.iter().map(units_of).sum();
            assert_eq!(units_of(&group["BilledCost"]), total, "the sum by period");
            for (period, amount) in periods.iter().zip(by_period) {
                let told_by = [&currency["currency"], &period["start"], &period["end"]];
                let told_by = told_by.iter().map(|value| value.as_str().unwrap().to_owned());
                let key = told_by.chain(key.iter().cloned()).collect();
                costs.insert(key, (0, units_of(amount)));
            }
        }
    }
    costs.retain(|_, (_, cost)| *cost != 0);
    costs
}

fn without_rows(costs: Costs) -> Costs {
    costs
        .into_iter()
        .filter(|(_, (_, cost))| *cost != 0)
        .map(|(key, (_, cost))| (key, (0, cost)))
        .collect()
}

const BY_PERIOD: [&str; 3] = ["BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"];

/// Every figure of a CSV that has few values and periods is the naive one.
fn assert_as_naive(csv: &[u8], columns: &[&str]) {
    let told = figures(csv, usize::MAX).unwrap();
    assert_eq!(told.left_out, []);
    assert!(told.currencies.is_sorted_by_key(|each| &each.currency));
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(told_costs(&json, None), without_rows(naive(csv, &BY_PERIOD)));
    for currency in &told.currencies {
        let of_currency = naive(csv, &["BillingCurrency"]);
        let (rows, cost) = of_currency[&vec![currency.currency.clone()]];
        assert_eq!((currency.rows, units(&currency.billed_cost.to_string())), (rows, cost));
    }
    for column in columns {
        let mut expected = naive(csv, &[&BY_PERIOD[..], &[column]].concat());
        // Where no row of a currency has a value there is nothing to tell.
        let have_values: BTreeSet<String> =
            expected.keys().filter(|key| !key[3].is_empty()).map(|key| key[0].clone()).collect();
        expected.retain(|key, _| have_values.contains(&key[0]));
        assert_eq!(told_costs(&json, Some(column)), without_rows(expected), "{column}");
        let rows = told.currencies.iter().map(|currency| {
            let Some(found) = currency.dimensions.iter().find(|each| each.column == *column) else {
                return currency.rows;
            };
            let none = found.none.as_ref().map_or(0, |none| none.rows);
            found.values.iter().map(|value| value.rows).sum::<u64>() + none
        });
        assert_eq!(rows.sum::<u64>(), told.rows, "rows of {column}");
        for currency in &told.currencies {
            for dimension in &currency.dimensions {
                let dearest_first = dimension.values.is_sorted_by(|a, b| {
                    (b.billed_cost, &a.value) <= (a.billed_cost, &b.value)
                        && (a.billed_cost > b.billed_cost || a.value < b.value)
                });
                assert!(dearest_first, "{column}");
            }
        }
    }
}

/// What stands in a column.
fn naive_values(csv: &[u8], column: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let place = header.iter().position(|known| known == column).unwrap();
    reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
}

fn golden(case: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    fs::read(folder.join("expected.csv")).unwrap()
}

#[test]
fn golden_reports_have_the_naive_figures_in_pieces_of_any_size() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut seen = 0;
    for folder in fs::read_dir(cases).unwrap() {
        let Ok(csv) = fs::read(folder.unwrap().path().join("expected.csv")) else { continue };
        let header =
            String::from_utf8_lossy(csv.split(|byte| *byte == b'\n').next().unwrap()).into_owned();
        let has = |name: &&str| header.split(',').any(|known| known == *name);
        if !BY_PERIOD.iter().all(has) || !has(&"BilledCost") {
            continue;
        }
        let whole = figures(&csv, usize::MAX).unwrap();
        for chunk in [1, 7, 1000] {
            assert_eq!(figures(&csv, chunk).unwrap(), whole, "chunks of {chunk}");
        }
        // Of amounts with more digits the naive reckoning knows nothing.
        let is_short = |cost: &String| cost.trim_start_matches('-').len() < 24;
        if !naive_values(&csv, "BilledCost").iter().all(is_short) {
            continue;
        }
        let few = |column: &&str| naive_values(&csv, column).len() <= TOLD_VALUES;
        let columns =
            ["SkuId", "SubAccountId", "ChargeCategory", "x_Product", "x_ApiKeyId", "x_App"];
        let columns: Vec<&str> = columns.into_iter().filter(has).filter(few).collect();
        if naive(&csv, &BY_PERIOD).len() <= MOST_PERIODS && whole.left_out.is_empty() {
            assert_as_naive(&csv, &columns);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// The sums that the report's own summary has.
#[test]
fn the_sample_costs_what_its_summary_says() {
    let told = figures(&golden("sample-account"), 4096).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/sample-account/expected-summary.json");
    let summary: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let totals = summary["totals"].as_array().unwrap();
    assert_eq!(told.currencies.len(), totals.len());
    for (currency, total) in told.currencies.iter().zip(totals) {
        assert_eq!(currency.currency, total["currency"].as_str().unwrap());
        assert_eq!(currency.billed_cost.to_string(), total["BilledCost"].as_str().unwrap());
    }
}

fn csv_of(rows: impl IntoIterator<Item = String>) -> Vec<u8> {
    let header = "BilledCost,BillingCurrency,ChargePeriodEnd,ChargePeriodStart,SkuId,SubAccountId,SubAccountName";
    [header.to_owned()]
        .into_iter()
        .chain(rows)
        .map(|row| row + "\n")
        .collect::<String>()
        .into_bytes()
}

fn day(number: usize) -> String {
    format!("2026-{:02}-{:02}T00:00:00Z", number / 28 % 12 + 1, number % 28 + 1)
}

#[test]
fn rows_that_cannot_be_read_are_counted_and_left_out() {
    let period = "2026-01-02T00:00:00Z,2026-01-01T00:00:00Z";
    let row =
        |cost: &str, currency: &str, period: &str| format!("{cost},{currency},{period},sku,,");
    let long = "9".repeat(29);
    let csv = csv_of([
        row("1.5", "USD", period),
        row("", "USD", period),
        row("much", "USD", period),
        row(&long, "USD", period),
        row("1.5", "", period),
        row("1.5", "USD", "2026-01-02T00:00:00Z,yesterday"),
        row("1.5", "USD", "2026-01-01T00:00:00Z,2026-01-02T00:00:00Z"),
        "1.5,USD".to_owned(),
    ]);
    for chunk in [1, usize::MAX] {
        let told = figures(&csv, chunk).unwrap();
        assert_eq!((told.rows, told.currencies.len()), (8, 1));
        assert_eq!(
            (told.currencies[0].rows, told.currencies[0].billed_cost.to_string()),
            (1, "1.5".to_owned())
        );
        let left_out = |why, rows| LeftOut { why, rows };
        let expected = [
            left_out(Why::NoCost, 3),
            left_out(Why::NoCurrency, 1),
            left_out(Why::NoPeriod, 2),
            left_out(Why::OtherCells, 1),
        ];
        assert_eq!(told.left_out, expected);
    }
}

#[test]
fn a_file_without_rows_or_without_the_columns_has_no_figures() {
    for csv in ["", "BilledCost,BillingCurrency\n", "a,b\n1,2\n3,4\n"] {
        let told = figures(csv.as_bytes(), usize::MAX).unwrap();
        assert_eq!(told.currencies, [], "{csv}");
        assert_eq!(told.left_out.iter().map(|each| each.rows).sum::<u64>(), told.rows, "{csv}");
    }
}

#[test]
fn a_quote_out_of_place_is_an_error_with_its_line() {
    let csv = csv_of(
        (0..10)
            .map(|_| format!("1.0,USD,{},{},\"a\nb\",,", day(1), day(0)))
            .chain(["1,5\" disk".to_owned()]),
    );
    for chunk in [1, 64, usize::MAX] {
        let error = figures(&csv, chunk).unwrap_err();
        assert_eq!((error.code(), error.field_name()), (ErrorCode::InvalidCsv, Some("[line 22]")));
    }
}

#[test]
fn values_beyond_those_told_are_added_up_and_counted() {
    let row = |number: usize, cost: usize| {
        format!("{cost}.25,USD,{},{},sku-{number:05},team,", day(number % 5 + 1), day(number % 5))
    };
    let values = MOST_VALUES + 100;
    let csv = csv_of((0..values).map(|number| row(number, number % 1000)));
    let told = figures(&csv, 5000).unwrap();
    let sku = &told.currencies[0].dimensions[0];
    assert_eq!(sku.values.len(), TOLD_VALUES);
    assert_eq!(
        (sku.values[0].value.as_str(), sku.values[0].billed_cost.to_string()),
        ("sku-00999", "999.25".to_owned())
    );
    let others = sku.others.as_ref().unwrap();
    assert_eq!(others.values, Some((values - TOLD_VALUES) as u64));
    assert_eq!(others.rows, (values - TOLD_VALUES) as u64);
    let all: i128 = sku.values.iter().map(|value| units(&value.billed_cost.to_string())).sum();
    let all = all + units(&others.billed_cost.to_string());
    assert_eq!(all, units(&told.currencies[0].billed_cost.to_string()));
}

#[test]
fn too_many_periods_become_longer_and_cost_the_same() {
    for (minutes, unit, periods) in
        [(400, None, 400), (401, Some("hour"), 7), (60 * 500, Some("day"), 21)]
    {
        let row = |minute: usize| {
            let at = |minute: usize| {
                format!(
                    "2026-03-{:02}T{:02}:{:02}:00Z",
                    minute / 1440 + 1,
                    minute / 60 % 24,
                    minute % 60
                )
            };
            format!("0.1,USD,{},{},sku,,", at(minute + 1), at(minute))
        };
        let csv = csv_of(
            (0..minutes).map(row).chain(
                ["-1,USD,2026-04-01T00:00:00Z,2026-03-01T00:00:00Z,,,".to_owned()]
                    .into_iter()
                    .take(usize::from(unit.is_some())),
            ),
        );
        let told = figures(&csv, usize::MAX).unwrap();
        let currency = &told.currencies[0];
        // The month's credit is no charge of the first hour.
        assert_eq!(
            (currency.coarsened, currency.periods.len()),
            (unit, periods + usize::from(unit.is_some()))
        );
        let by_period: i128 =
            currency.by_period.iter().map(|amount| units(&amount.to_string())).sum();
        assert_eq!(by_period, units(&currency.billed_cost.to_string()));
        let expected = units("0.1") * minutes as i128 - i128::from(unit.is_some()) * units("1");
        assert_eq!(by_period, expected);
    }
}

#[test]
fn the_name_of_a_sub_account_is_the_first_that_is_there() {
    let row = |id: &str, name: &str| format!("1.0,USD,{},{},sku,{id},{name}", day(1), day(0));
    let csv = csv_of([
        row("a", ""),
        row("b", "Beta"),
        row("a", "\"Al,pha\""),
        row("b", "Bravo"),
        row("", "Nobody"),
    ]);
    let told = figures(&csv, usize::MAX).unwrap();
    let team =
        told.currencies[0].dimensions.iter().find(|each| each.column == "SubAccountId").unwrap();
    let names: Vec<_> =
        team.values.iter().map(|value| (value.value.as_str(), value.name.as_deref())).collect();
    assert_eq!(names, [("a", Some("Al,pha")), ("b", Some("Beta"))]);
    assert_eq!(team.none.as_ref().unwrap().rows, 1);
}

#[test]
fn the_word_null_is_a_null_where_the_file_says_so() {
    let csv = csv_of([format!("1.0,USD,{},{},NULL,,", day(1), day(0))]);
    for (nulls, values) in [(Nulls::Empty, 1), (Nulls::EmptyOrWord, 0)] {
        let mut figures = Figures::new(nulls);
        figures.push(&csv).unwrap();
        assert_eq!(figures.finish().unwrap().currencies[0].dimensions.len(), values);
    }
}

/// A cell as some writers quote it.
fn cell(text: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(text.to_owned()), 1 => Just(format!("\"{text}\""))]
}

fn row() -> impl Strategy<Value = String> {
    let cost = prop_oneof![
        "-?(0|[1-9][0-9]{0,5})\\.[0-9]{1,12}",
        Just("\"12.5\"".to_owned()),
        Just("0.000000000000000000000001".to_owned()),
    ];
    let text = prop::sample::select(vec!["", "a", "b", "é", "c d", "fal-ai/flux/dev"]);
    let text = text.prop_flat_map(cell);
    let odd = prop::sample::select(vec!["\"x,\ny\"", "\"q\"\"q\"", "plain"]);
    (cost, prop::sample::select(vec!["USD", "EUR"]), 0..40_usize, text.clone(), text, odd).prop_map(
        |(cost, currency, start, sku, team, name)| {
            format!("{cost},{currency},{},{},{sku},{team},{name}", day(start + 1), day(start))
        },
    )
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_rows_have_the_naive_figures(rows in prop::collection::vec(row(), 0..80), chunk in 1..500_usize) {
        let csv = csv_of(rows);
        let unquoted = String::from_utf8(csv.clone()).unwrap().replace("\"12.5\"", "12.5");
        assert_as_naive(unquoted.as_bytes(), &["SkuId", "SubAccountId"]);
        prop_assert_eq!(figures(&csv, chunk).unwrap(), figures(unquoted.as_bytes(), usize::MAX).unwrap());
    }

    #[test]
    fn no_bytes_make_them_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
        let mut csv = golden("version-1.2-invoice");
        let at = at.index(csv.len());
        csv.splice(at..at, bytes);
        _ = figures(&csv, 100);
    }
}

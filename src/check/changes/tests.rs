//! Rows that are told by others say what each of them says alone: then it is like no other, and nothing
//! is known.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::sample::Index;

use crate::check::{Check, CheckOptions, Conformance, Finding, FoundRow, Outcome};
use crate::fixed_seed::cases;

const HEADER: &str = "BilledCost,BillingAccountName,BillingCurrency,ChargeCategory,\
    ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ContractedCost,ContractedUnitPrice,\
    EffectiveCost,ListCost,ListUnitPrice,PricingCurrency,PricingQuantity,PricingUnit,ResourceId,\
    ServiceCategory,ServiceName,ServiceSubcategory,SkuId,SkuPriceId,Tags,x_Caller,x_Request\n";

/// A row: what is sold tells most of it, and some of all is wrong.
fn row() -> impl Strategy<Value = String> {
    let kinds = (0..9_u8, 0..4_usize, 0..3_u8, 0..30_u8, any::<u8>());
    (kinds, 0..60_u16, 0..60_u16).prop_map(|((sku, caller, hour, odd, other), cost, quantity)| {
        let cost = match odd {
            0 => format!("{cost}.50"),
            1 => format!("\"{cost}\""),
            2 => format!("-{cost}"),
            3 => format!("{cost}e70"),
            4 => "1e90".to_owned(),
            5 => String::new(),
            6 => "soon".to_owned(),
            _ => format!("{}.{}", cost / 10, cost % 10),
        };
        let effective = if odd == 7 { "1.5" } else { &cost };
        let list = if other % 4 == 0 { &cost } else { "1.0" };
        let account = match other % 3 {
            0 => "\"an\naccount\"".to_owned(),
            _ => format!("account {other}"),
        };
        let description = match sku {
            1 => "\"two\nlines\"".to_owned(),
            2 => "x".repeat(1100),
            _ => format!("Usage of model {sku}"),
        };
        let category = if sku == 3 { "Credit" } else { "Usage" };
        let unit = if sku % 3 == 0 { "seconds" } else { "Images" };
        let start = format!("2026-09-01T0{}:00:00Z", 2 * hour + 1);
        let end = if other % 9 == 0 { "" } else { "2026-09-01T05:00:00Z" };
        let resource = if other % 5 == 0 { other } else { sku };
        let sub = if sku == 4 && other % 2 == 0 { "Object Storage" } else { "Generative AI" };
        let tags = ["", "\"{\"\"a\"\":\"\"b\"\"}\"", "N/A", "{}"].get(caller).unwrap();
        let request = if caller == 3 { "\"two\nlines\"" } else { "one" };
        let (quantity, service, price) = (quantity % 7, sku % 2, sku % 5);
        format!(
            "{cost},{account},USD,{category},{description},{end},{start},{cost},0.{sku},\
             {effective},{list},1.0,USD,{quantity}.0,{unit},r{resource},AI and Machine Learning,\
             model {service},{sub},sku {sku},price {price},{tags},key {caller},{request}\n"
        )
    })
}

fn checked(rows: &str, chunk: usize) -> Conformance {
    let mut check = Check::new(CheckOptions::default());
    let csv = format!("{HEADER}{rows}");
    csv.as_bytes().chunks(chunk).for_each(|piece| check.push(piece).unwrap());
    check.finish().unwrap()
}

fn finding<'c>(rule: &str, of: &'c Conformance) -> Option<&'c Finding> {
    of.findings.iter().find(|finding| finding.rule == rule)
}

/// What a rule finds in rows that are checked one by one.
fn found_alone(rule: &str, alone: &[(u64, Conformance)]) -> Vec<FoundRow> {
    let rows = (1..).zip(alone).filter_map(|(row, (line, one))| {
        let found = finding(rule, one)?.rows.first()?;
        Some(FoundRow { row, line: *line, ..found.clone() })
    });
    rows.collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn rows_that_are_told_by_others_say_what_they_say_alone(
        kinds in prop::collection::vec(row(), 1..40),
        order in prop::collection::vec(any::<Index>(), 1..200),
        chunk in prop_oneof![1..2000_usize, Just(usize::MAX)],
    ) {
        let rows: Vec<&str> = order.iter().map(|index| index.get(&kinds).as_str()).collect();
        let whole = checked(&rows.concat(), chunk);
        prop_assert_eq!(whole.rows, rows.len() as u64);
        let mut line = 2;
        let alone = rows.iter().map(|row| {
            line += row.matches('\n').count() as u64;
            (line - row.matches('\n').count() as u64, checked(row, usize::MAX))
        });
        let alone: Vec<_> = alone.collect();
        for (place, outcome) in whole.outcomes.iter().enumerate() {
            let rule = outcome.rule.as_str();
            let together = finding(rule, &whole);
            // What rules find that compare rows is no sum.
            if together.is_some_and(|it| matches!(it.kind, "single" | "one_parent_in")) {
                continue;
            }
            let each = || alone.iter().filter_map(|(_, one)| one.outcomes.get(place));
            let ranks = [Outcome::Failed, Outcome::Passed, Outcome::NotApplicable];
            let expected = ranks.into_iter().find(|it| each().any(|one| one.outcome == *it));
            prop_assert_eq!(Some(outcome.outcome), expected, "{}", rule);
            prop_assert_eq!(outcome.is_partial, each().any(|one| one.is_partial), "{}", rule);
            // Rules about the header have no rows.
            let Some(together) = together.filter(|it| !it.rows.is_empty()) else { continue };
            let mut found = found_alone(rule, &alone);
            prop_assert_eq!(together.count, found.len() as u64, "{}", rule);
            found.truncate(10);
            prop_assert_eq!(&together.rows, &found, "{}", rule);
        }
    }
}

//! npm run bench:stages: the stages of a report natively, each by itself, on a page as
//! `npm run bench` makes it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::hint::black_box;
use std::io;
use std::process::Command;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use fal_focus::check::{Check, CheckOptions};
use fal_focus::decimal::Decimal;
use fal_focus::options::{Grain, ReportOptions};
use fal_focus::report::{FinishedReport, write_report};
use fal_focus::request::{RangeLimit, ReportRequest};
use fal_focus::timezone::native;
use time::UtcDateTime;

criterion_group!(stages, json_to_csv, csv_to_csv, check, decimals);
criterion_main!(stages);

fn json_to_csv(criterion: &mut Criterion) {
    for (name, input) in [("usage", "usage"), ("events", "billing events")] {
        let page = page_of(input);
        let mut group = criterion.benchmark_group(format!("page of {name} to CSV"));
        group.throughput(Throughput::Bytes(page.len() as u64));
        for (name, grain) in [("line_item", Grain::LineItem), ("timeframe", Grain::Timeframe)] {
            group.bench_function(name, |bencher| {
                bencher.iter(|| report(black_box(&page), grain, io::sink()));
            });
        }
        group.finish();
    }
}

fn csv_to_csv(criterion: &mut Criterion) {
    let csv = csv_of_a_page();
    let mut group = criterion.benchmark_group("CSV read back");
    group.throughput(Throughput::Bytes(csv.len() as u64));
    for (name, grain) in [("line_item", Grain::LineItem), ("timeframe", Grain::Timeframe)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| report(black_box(&csv), grain, io::sink()));
        });
    }
    group.finish();
}

fn check(criterion: &mut Criterion) {
    let csv = csv_of_a_page();
    let mut group = criterion.benchmark_group("CSV checked");
    group.throughput(Throughput::Bytes(csv.len() as u64));
    group.bench_function("every rule", |bencher| {
        bencher.iter_batched(
            || Check::new(CheckOptions::default()),
            |mut check| {
                check.push(black_box(&csv)).unwrap();
                check.finish().unwrap()
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn decimals(criterion: &mut Criterion) {
    let number = |text| Decimal::from_json_number(black_box(text)).unwrap();
    let (quantity, price) = (number("9.429209874"), number("0.00504"));
    let mut group = criterion.benchmark_group("decimal");
    group.bench_function("read", |bencher| bencher.iter(|| number("9.429209874")));
    group.bench_function("read with exponent", |bencher| bencher.iter(|| number("1.7e-7")));
    group.bench_function("times", |bencher| {
        bencher.iter(|| black_box(quantity).checked_mul(black_box(price)));
    });
    group.bench_function("plus", |bencher| {
        bencher.iter(|| black_box(quantity).checked_add(black_box(price)));
    });
    group.bench_function("print", |bencher| bencher.iter(|| black_box(quantity).to_string()));
    group.finish();
}

/// One page, about 1 MB.
fn page_of(input: &str) -> Vec<u8> {
    let args = ["bench/write-pages.mjs", input, "1"];
    let output = Command::new("node").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn csv_of_a_page() -> Vec<u8> {
    let mut csv = Vec::new();
    report(&page_of("usage"), Grain::LineItem, &mut csv);
    csv
}

fn report(input: &[u8], grain: Grain, out: impl io::Write) -> FinishedReport {
    let timeframe = match grain {
        Grain::LineItem => "hour",
        Grain::Timeframe => "day",
    };
    let request = ReportRequest {
        source: Some("estimate".into()),
        start: Some("2026-01-01".into()),
        end: Some("2028-01-01".into()),
        timeframe: Some(timeframe.into()),
        ..ReportRequest::default()
    };
    let options = ReportOptions {
        grain,
        range_limit: RangeLimit::None,
        ..ReportOptions::at(UtcDateTime::UNIX_EPOCH)
    };
    let window = request.resolve(&options, &native::find).unwrap();
    write_report(window, options, [(None, input)], out).unwrap()
}

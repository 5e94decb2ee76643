//! What the fuzzers try to break (`fuzz/`, `npm run fuzz`), held without them: for the inputs they
//! begin with, and for all that they ever found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

#[path = "../fuzz/invariants/mod.rs"]
mod invariants;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use invariants::{csv, decimal, reply, request, zone};

#[test]
fn replies_become_the_same_csv_however_they_are_read() {
    hold("reply", reply::check);
}

#[test]
fn numbers_are_what_schoolbook_arithmetic_says() {
    hold("decimal", decimal::check);
}

#[test]
fn requests_resolve_to_windows_that_periods_tile() {
    hold("request", request::check);
}

#[test]
fn a_csv_is_judged_and_read_back_the_same_wherever_it_is_cut() {
    hold("csv", csv::check);
}

#[test]
fn zones_show_what_another_reader_of_their_data_shows() {
    hold("zone", zone::check);
}

fn hold(target: &str, check: fn(&[u8])) {
    let seeds = inputs("seeds", target);
    assert!(seeds.len() >= 10, "the seeds of {target} are not found");
    let all = seeds.into_iter().chain(inputs("regressions", target));
    let broken: Vec<PathBuf> = all
        .filter(|path| {
            let input = fs::read(path).unwrap();
            catch_unwind(|| check(&input)).is_err()
        })
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// None where nothing was found yet.
fn inputs(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
    let files = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths
}

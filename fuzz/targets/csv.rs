#![no_main]
#![allow(dead_code)]

mod csv_mutator;
#[path = "../invariants/mod.rs"]
mod invariants;

use invariants::csv::{CHOICES, check};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|input: &[u8]| check(input));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    csv_mutator::mutate(data, size, max_size, seed)
});

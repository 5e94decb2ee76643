#![no_main]
#![allow(dead_code)]

#[path = "../invariants/mod.rs"]
mod invariants;
mod json_mutator;

use invariants::reply::{BETWEEN, CHOICES, check};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|input: &[u8]| check(input));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    json_mutator::mutate(data, size, max_size, seed)
});

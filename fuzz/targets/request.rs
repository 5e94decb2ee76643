#![no_main]
#![allow(dead_code)]

#[path = "../invariants/mod.rs"]
mod invariants;

use invariants::request::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| check(input));

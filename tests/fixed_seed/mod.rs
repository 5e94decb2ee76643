//! Random cases that are the same on every run: nothing is written beside a test, and what a run finds
//! is repeated by its seed. PROPTEST_RNG_SEED and PROPTEST_CASES choose others.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::{RngSeed, contextualize_config};

/// So many cases.
pub fn cases(cases: u32) -> ProptestConfig {
    contextualize_config(ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })
}

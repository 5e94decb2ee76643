//! What must hold of any bytes, target by target: the fuzzers try to break it, and `tests/fuzz.rs`
//! holds it for the seeds and for all that they ever found.

pub mod csv;
pub mod decimal;
pub mod dice;
pub mod made;
pub mod reply;
pub mod request;
pub mod zone;

#[path = "../../tests/schoolbook/mod.rs"]
pub mod schoolbook;

//! Tests of the whole, in one binary: each holds the dictionary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails may panic, and one that is skipped says so"
)]

mod architecture;
mod damage;
mod dice;
mod documents;
mod encodings;
mod fixtures;
mod metamorphic;
mod mutations;
mod planted;
mod printed;
mod schemas;
mod scores;
mod spans;

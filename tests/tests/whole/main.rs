//! Tests of the whole, in one binary: each holds the dictionary.

mod architecture;
mod documents;
mod encodings;
mod fixtures;
mod schemas;
mod scores;
mod spans;

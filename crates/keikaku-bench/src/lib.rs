//! Benchmarks on named inputs, with the baselines.

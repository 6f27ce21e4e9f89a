//! Steps that the stages take, counted for the test of growth: a stage says at its loops how much
//! it looks at. Without the feature `steps` nothing is counted and nothing is compiled in.

#[cfg(feature = "steps")]
use std::{cell::RefCell, collections::BTreeMap};

#[cfg(feature = "steps")]
thread_local! {
    static TAKEN: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Counts `steps` more steps of a stage on this thread.
#[cfg(feature = "steps")]
pub fn count(stage: &'static str, steps: usize) {
    TAKEN.with_borrow_mut(|taken| *taken.entry(stage).or_default() += steps as u64);
}

/// Counts nothing.
#[cfg(not(feature = "steps"))]
#[inline(always)]
pub fn count(_stage: &'static str, _steps: usize) {}

/// The steps of each stage on this thread since the last call.
#[cfg(feature = "steps")]
pub fn take() -> BTreeMap<&'static str, u64> {
    TAKEN.take()
}

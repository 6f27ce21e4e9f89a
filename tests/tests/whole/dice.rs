//! Random choices that are the same on every machine, and what was chosen.

/// A small generator (SplitMix64): the tests need no better one, and its numbers never change.
pub(crate) struct Dice {
    state: u64,
    /// The features that were chosen: `unit:column`, `page:form feed` …
    pub tags: Vec<String>,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ seed, tags: Vec::new() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    /// A number from `low` to `high`, both inclusive.
    pub(crate) fn within(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    /// True in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of a list.
    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// One of a list, put down as a feature.
    pub(crate) fn choose<T: Copy>(&mut self, feature: &str, list: &[(&str, T)]) -> T {
        let (name, value) = self.of(list);
        self.tag(format!("{feature}:{name}"));
        value
    }

    /// Like [`chance`](Self::chance), put down as a feature where it is true.
    pub(crate) fn flag(&mut self, percent: u64, feature: &str) -> bool {
        let set = self.chance(percent);
        if set {
            self.tag(feature.to_owned());
        }
        set
    }

    /// Puts a feature down.
    pub(crate) fn tag(&mut self, feature: String) {
        if !self.tags.contains(&feature) {
            self.tags.push(feature);
        }
    }

    /// So many different members of a list, in random order.
    pub(crate) fn sample<T: Copy>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut rest = list.to_vec();
        (0..count.min(rest.len()))
            .map(|_| {
                let i = self.below(rest.len());
                rest.swap_remove(i)
            })
            .collect()
    }
}

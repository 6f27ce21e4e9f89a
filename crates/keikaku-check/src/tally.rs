//! Counts, and what is made of them: precision, recall, F1.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::agreement::{Agreement, Matching};

/// How many of a thing were expected, found, and right in each way of matching.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many were expected.
    pub expected: u64,
    /// How many were found.
    pub found: u64,
    right: [u64; 3],
}

impl Count {
    /// How many were right in a way of matching.
    #[must_use]
    pub fn right(&self, matching: Matching) -> u64 {
        self.right[matching as usize]
    }

    /// Precision, recall and F1 in a way of matching.
    ///
    /// # Without anything expected or found there is no score, not a perfect one
    /// ```
    /// use keikaku_check::{Count, Matching};
    ///
    /// assert_eq!(Count::default().score(Matching::Strict).f1, None);
    /// ```
    #[must_use]
    pub fn score(&self, matching: Matching) -> Score {
        let right = self.right(matching);
        Score::new(right, self.expected, self.found)
    }

    fn add(&mut self, other: &Self) {
        self.expected += other.expected;
        self.found += other.found;
        for (sum, right) in self.right.iter_mut().zip(other.right) {
            *sum += right;
        }
    }
}

/// Precision, recall and F1; none where they are a share of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// How many were right.
    pub right: u64,
    /// The share of the found that was right.
    pub precision: Option<f64>,
    /// The share of the expected that was found right.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
}

impl Score {
    pub(crate) fn new(right: u64, expected: u64, found: u64) -> Self {
        let share = |part: u64, of: u64| (of > 0).then(|| part as f64 / of as f64);
        Self {
            right,
            precision: share(right, found),
            recall: share(right, expected),
            f1: share(2 * right, expected + found),
        }
    }
}

/// A name that no metric has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no metric is called `{name}`; there are: {}", names.join(", "))]
pub struct UnknownMetric {
    name: String,
    names: Vec<String>,
}

impl UnknownMetric {
    /// The F1 of the metric that has the name.
    pub(crate) fn find(
        name: &str,
        metrics: impl Iterator<Item = (String, Option<f64>)>,
    ) -> Result<Option<f64>, Self> {
        let mut names = Vec::new();
        for (metric, f1) in metrics {
            if metric == name {
                return Ok(f1);
            }
            names.push(metric);
        }
        Err(Self { name: name.to_owned(), names })
    }
}

/// The counts of a comparison: by kind of record and part, and by field of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    wholes: BTreeMap<String, Count>,
    fields: BTreeMap<String, Count>,
    records: Count,
}

/// One row of the metrics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What is counted: `indicator`, `observation`, `indicator.name`; `all` for records of every
    /// kind, `all.fields` for the fields of all.
    pub name: String,
    /// How many were expected.
    pub expected: u64,
    /// How many were found.
    pub found: u64,
    /// The score of strict matching.
    pub strict: Score,
    /// The score of normalised matching.
    pub normalised: Score,
    /// The score of tolerant matching.
    pub tolerant: Score,
}

impl Row {
    fn new(name: &str, count: &Count) -> Self {
        Self {
            name: name.to_owned(),
            expected: count.expected,
            found: count.found,
            strict: count.score(Matching::Strict),
            normalised: count.score(Matching::Normalised),
            tolerant: count.score(Matching::Tolerant),
        }
    }

    /// The score in a way of matching.
    #[must_use]
    pub fn score(&self, matching: Matching) -> Score {
        match matching {
            Matching::Strict => self.strict,
            Matching::Normalised => self.normalised,
            Matching::Tolerant => self.tolerant,
        }
    }
}

/// Which side of a comparison has something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Expected,
    Found,
}

impl Tally {
    /// A record or part of which both sides have one; it is right where all fields given are.
    pub(crate) fn pair(&mut self, name: &str, agreement: Agreement, is_record: bool) {
        self.whole(name, is_record, |count| matched(count, true, true, agreement));
    }

    /// A record or part that only one side has.
    pub(crate) fn single(&mut self, name: &str, side: Side, is_record: bool) {
        let (expected, found) = (side == Side::Expected, side == Side::Found);
        self.whole(name, is_record, |count| matched(count, expected, found, Agreement::Different));
    }

    /// A field, and which sides have a value for it; nothing is counted where none has.
    pub(crate) fn field(&mut self, name: &str, expected: bool, found: bool, agreement: Agreement) {
        if expected || found {
            matched(self.fields.entry(name.to_owned()).or_default(), expected, found, agreement);
        }
    }

    fn whole(&mut self, name: &str, is_record: bool, add: impl Fn(&mut Count)) {
        add(self.wholes.entry(name.to_owned()).or_default());
        if is_record {
            add(&mut self.records);
        }
    }

    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Self) {
        for (all, own) in [(&mut self.wholes, &other.wholes), (&mut self.fields, &other.fields)] {
            for (name, count) in own {
                all.entry(name.clone()).or_default().add(count);
            }
        }
        self.records.add(&other.records);
    }

    /// The count of whole records, of every kind.
    #[must_use]
    pub fn records(&self) -> Count {
        self.records
    }

    /// Whole records and parts by kind, and `all` for the records.
    #[must_use]
    pub fn wholes(&self) -> Vec<Row> {
        let rows = self.wholes.iter().map(|(name, count)| Row::new(name, count));
        rows.chain([Row::new("all", &self.records)]).collect()
    }

    /// Fields by kind, and `all.fields` for their sum (micro average).
    #[must_use]
    pub fn fields(&self) -> Vec<Row> {
        let mut all = Count::default();
        self.fields.values().for_each(|count| all.add(count));
        let rows = self.fields.iter().map(|(name, count)| Row::new(name, count));
        rows.chain([Row::new("all.fields", &all)]).collect()
    }
}

fn matched(count: &mut Count, expected: bool, found: bool, agreement: Agreement) {
    count.expected += u64::from(expected);
    count.found += u64::from(found);
    if expected && found {
        for matching in Matching::ALL {
            count.right[matching as usize] += u64::from(agreement.holds(matching));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_from_what_was_expected_found_and_right() {
        let mut tally = Tally::default();
        tally.pair("indicator", Agreement::Strict, true);
        tally.pair("indicator", Agreement::Tolerant, true);
        tally.single("indicator", Side::Expected, true);
        tally.pair("observation", Agreement::Strict, false);
        tally.field("indicator.name", true, false, Agreement::Different);
        tally.field("indicator.unit", false, false, Agreement::Strict);
        let rows = tally.wholes();
        let names: Vec<_> = rows.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["indicator", "observation", "all"]);
        assert_eq!((rows[0].expected, rows[0].found), (3, 2));
        assert_eq!(rows[0].normalised.precision, Some(0.5));
        assert_eq!(rows[0].normalised.recall, Some(1.0 / 3.0));
        assert_eq!(rows[0].normalised.f1, Some(0.4));
        assert_eq!(rows[0].tolerant.f1, Some(0.8));
        assert_eq!(rows[2].expected, 3, "parts are no records");
        let fields = tally.fields();
        assert_eq!(fields.len(), 2);
        assert_eq!(
            (fields[0].normalised.precision, fields[0].normalised.recall),
            (None, Some(0.0))
        );
    }
}

//! Many documents compared: their metrics, and how they are written.

mod junit;
mod markdown;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::{Checked, Difference, Matching, Row, Tally, UnknownMetric};

/// What a run of checks gave.
///
/// # The way of matching decides what is a difference, not what is counted
/// ```
/// use keikaku_check::{Expected, Matching, Report, check};
/// use serde_json::json;
///
/// let expected = Expected::parse(r#"{"period": [{"text": "令和３年"}]}"#)?;
/// let found = [json!({"record": "period", "lines": [1, 1], "text": "令和3年"})];
/// let mut report = Report::new(Matching::Normalised);
/// report.add(check("minutes/a", &expected, &found, None));
/// assert!(report.passed());
/// report.matching = Matching::Strict;
/// assert!(!report.passed());
/// assert_eq!(report.f1("period.text")?, Some(0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    /// The way of matching that decides what is a difference.
    pub matching: Matching,
    fixtures: Vec<Checked>,
    tally: Tally,
}

/// Why a report could not be written as JUnit.
#[derive(Debug, thiserror::Error)]
#[error("cannot write JUnit: {0}")]
pub struct JunitError(#[from] quick_junit::SerializeError);

impl Report {
    /// A report without documents.
    #[must_use]
    pub fn new(matching: Matching) -> Self {
        Self { matching, fixtures: Vec::new(), tally: Tally::default() }
    }

    /// Adds a document.
    pub fn add(&mut self, checked: Checked) {
        self.tally.add(&checked.tally);
        self.fixtures.push(checked);
    }

    /// The documents, in the order in which they were added.
    #[must_use]
    pub fn fixtures(&self) -> &[Checked] {
        &self.fixtures
    }

    /// Whether there is no difference.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences().next().is_none() && self.fixtures.iter().all(|f| f.note.is_none())
    }

    /// All differences, each with the name of its fixture.
    pub fn differences(&self) -> impl Iterator<Item = (&str, &Difference)> {
        self.fixtures
            .iter()
            .flat_map(|f| f.differences_under(self.matching).map(|d| (f.name.as_str(), d)))
    }

    /// The metrics: whole records and parts by kind, then fields.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.tally.wholes().into_iter().chain(self.tally.fields()).collect()
    }

    /// The F1 of a metric in the report's way of matching; none where there is nothing to score.
    ///
    /// # Errors
    ///
    /// Fails where no metric has the name, and says which there are.
    pub fn f1(&self, name: &str) -> Result<Option<f64>, UnknownMetric> {
        let rows = self.rows().into_iter();
        UnknownMetric::find(
            name,
            rows.map(|row| {
                let f1 = row.score(self.matching).f1;
                (row.name, f1)
            }),
        )
    }

    /// How many differences there are of each class.
    fn classes(&self) -> BTreeMap<String, u64> {
        let mut classes = BTreeMap::new();
        for (_, difference) in self.differences() {
            *classes.entry(difference.class.to_string()).or_default() += 1;
        }
        classes
    }

    /// The outcome in a line: how many differences of which classes in how many documents.
    #[must_use]
    pub fn outcome(&self) -> String {
        let differences = self.differences().count();
        let flawed = self
            .fixtures
            .iter()
            .filter(|f| f.note.is_some() || f.differences_under(self.matching).next().is_some());
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let mut line = format!(
            "{} in {} of {}, under {} matching",
            count(differences, "difference"),
            flawed.count(),
            count(self.fixtures.len(), "fixture"),
            self.matching,
        );
        let classes: Vec<String> =
            self.classes().iter().map(|(class, n)| format!("{class} {n}")).collect();
        if !classes.is_empty() {
            line.push_str(&format!(": {}", classes.join(", ")));
        }
        line
    }

    /// Everything as one JSON object.
    #[must_use]
    pub fn json(&self) -> Value {
        #[derive(Serialize)]
        struct One<'a> {
            name: &'a str,
            note: Option<&'a str>,
            records: Vec<Row>,
            differences: Vec<&'a Difference>,
        }
        let fixtures: Vec<One<'_>> = self
            .fixtures
            .iter()
            .map(|f| One {
                name: &f.name,
                note: f.note.as_deref(),
                records: f.tally.wholes(),
                differences: f.differences_under(self.matching).collect(),
            })
            .collect();
        let ways: BTreeMap<&str, &str> =
            Matching::ALL.iter().map(|m| (m.as_str(), m.description())).collect();
        json!({
            "passed": self.passed(),
            "matching": self.matching,
            "ways_of_matching": ways,
            "classes": self.classes(),
            "records": self.tally.wholes(),
            "fields": self.tally.fields(),
            "fixtures": fixtures,
        })
    }
}

/// A share with three decimals, or a dash.
fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

/// One side of a difference, on one line and not too long.
fn side(value: Option<&Value>) -> String {
    const LONGEST: usize = 300;
    let Some(value) = value else { return "(nothing)".to_owned() };
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

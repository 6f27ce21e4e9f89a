//! The counts of facts, and the table that they make.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::{Gold, facts, indicators, projects};
use crate::{Documents, Score, UnknownMetric};

/// The counts of facts, over documents.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    counts: BTreeMap<String, [u64; 3]>,
    misses: Vec<Miss>,
}

/// The score of one kind of fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// The kind: `indicator`, `project.schedule`.
    pub kind: String,
    /// How many the gold has, those that are optional and were not found left out.
    pub gold: u64,
    /// How many were found.
    pub found: u64,
    /// How many of them are right.
    pub right: u64,
    /// The share of the found that is right; none where nothing was found.
    pub precision: Option<f64>,
    /// The share of the gold that was found right; none where it has nothing.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
}

/// A fact that was missed, or added wrongly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Miss {
    /// Whether it is of the gold and was not found right; otherwise it was added.
    pub is_missed: bool,
    /// The kind of fact.
    pub kind: String,
    /// What tells it apart.
    pub what: Value,
}

const RIGHT: usize = 0;
const EXTRA: usize = 1;
const MISSED: usize = 2;

impl Scores {
    /// Scores a document; says whether its records are there. Where they are not, every fact is
    /// missed.
    pub fn add(&mut self, gold: &Gold, documents: &Documents) -> bool {
        let records = documents.of_file(gold.file());
        self.score(gold, records.unwrap_or_default());
        records.is_some()
    }

    fn score(&mut self, gold: &Gold, records: &[Value]) {
        let scope = gold.get("scope_lines").and_then(Value::as_array);
        let is_inside = |record: &Value| {
            let first = record["lines"][0].as_i64().unwrap_or(0);
            let holds = |range: &Value| {
                range[0].as_i64().is_some_and(|a| a <= first)
                    && range[1].as_i64().is_some_and(|b| first <= b)
            };
            record["record"] == "document" || scope.is_none_or(|s| s.iter().any(holds))
        };
        let view = View {
            gold,
            inside: records.iter().filter(|r| is_inside(r)).collect(),
            by_id: records.iter().filter_map(|r| Some((r["id"].as_str()?, r))).collect(),
        };
        facts::document(&view, self);
        facts::sections(&view, self);
        facts::lead_departments(&view, self);
        facts::department_names(&view, self);
        indicators::indicators(&view, self);
        projects::initiatives(&view, self);
        projects::projects(&view, self);
        facts::mentions(&view, "period", self);
        facts::mentions(&view, "amount", self);
        facts::statements(&view, self);
    }

    pub(super) fn hit(&mut self, kind: &str, times: usize) {
        self.count(kind, RIGHT, times);
    }

    pub(super) fn miss(&mut self, kind: &str, what: Value) {
        self.count(kind, MISSED, 1);
        self.misses.push(Miss { is_missed: true, kind: kind.to_owned(), what });
    }

    pub(super) fn extra(&mut self, kind: &str, what: Value) {
        self.too_many(kind);
        self.misses.push(Miss { is_missed: false, kind: kind.to_owned(), what });
    }

    /// A hit or a miss.
    pub(super) fn judge(&mut self, kind: &str, is_right: bool, what: impl FnOnce() -> Value) {
        if is_right { self.hit(kind, 1) } else { self.miss(kind, what()) }
    }

    /// One found that is wrong, of a fact whose miss is said already.
    pub(super) fn too_many(&mut self, kind: &str) {
        self.count(kind, EXTRA, 1);
    }

    fn count(&mut self, kind: &str, what: usize, times: usize) {
        self.counts.entry(kind.to_owned()).or_default()[what] += times as u64;
    }

    /// The score of each kind of fact, by name.
    #[must_use]
    pub fn rows(&self) -> Vec<Fact> {
        self.counts.iter().map(|(kind, counts)| Fact::new(kind, *counts)).collect()
    }

    /// The score of all facts together.
    #[must_use]
    pub fn all(&self) -> Fact {
        let mut sum = [0; 3];
        for counts in self.counts.values() {
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        Fact::new("all", sum)
    }

    /// The F1 of a kind of fact, or of `all`; none where there is nothing to score.
    ///
    /// # Errors
    ///
    /// Fails where no fact of the kind was judged, and says which were.
    pub fn f1(&self, kind: &str) -> Result<Option<f64>, UnknownMetric> {
        let rows = self.rows().into_iter().chain([self.all()]);
        UnknownMetric::find(kind, rows.map(|row| (row.kind, row.f1)))
    }

    /// What was missed and what was added, in the order of the documents.
    #[must_use]
    pub fn misses(&self) -> &[Miss] {
        &self.misses
    }

    /// The scores as a table, then the first `misses` facts of each kind that were missed, and
    /// likewise that were added.
    #[must_use]
    pub fn text(&self, misses: usize) -> String {
        let mut out = format!(
            "{:<26}{:>6}{:>7}{:>7}  prec.  recall     F1\n",
            "fact", "gold", "found", "right"
        );
        let share = |value: Option<f64>| {
            value.map_or_else(|| "   -  ".to_owned(), |value| format!("{value:6.3}"))
        };
        for row in self.rows().iter().chain([&self.all()]) {
            let [p, r, f] = [row.precision, row.recall, row.f1].map(share);
            let Fact { kind, gold, found, right, .. } = row;
            _ = writeln!(out, "{kind:<26}{gold:>6}{found:>7}{right:>7} {p} {r} {f}");
        }
        let mut seen: HashMap<(bool, &str), usize> = HashMap::new();
        for miss in &self.misses {
            let times = seen.entry((miss.is_missed, &miss.kind)).or_default();
            *times += 1;
            if *times <= misses {
                let how = if miss.is_missed { "missed" } else { "extra" };
                _ = writeln!(out, "{how} {} {}", miss.kind, miss.what);
            }
        }
        out
    }
}

impl Fact {
    fn new(kind: &str, counts: [u64; 3]) -> Self {
        let gold = counts[RIGHT] + counts[MISSED];
        let found = counts[RIGHT] + counts[EXTRA];
        let Score { right, precision, recall, f1 } = Score::new(counts[RIGHT], gold, found);
        Self { kind: kind.to_owned(), gold, found, right, precision, recall, f1 }
    }
}

/// A document as it is scored.
pub(super) struct View<'a> {
    pub(super) gold: &'a Gold,
    /// The records that begin on lines that the gold judges.
    inside: Vec<&'a Value>,
    /// All records.
    by_id: HashMap<&'a str, &'a Value>,
}

impl<'a> View<'a> {
    /// The records of a kind that are judged.
    pub(super) fn records(&self, kind: &str) -> Vec<&'a Value> {
        self.inside.iter().copied().filter(|r| r["record"] == kind).collect()
    }

    /// The record that a record is responsible for; null where there is none.
    pub(super) fn target(&self, record: &Value) -> &'a Value {
        let id = record["of"]["id"].as_str();
        id.and_then(|id| self.by_id.get(id).copied()).unwrap_or(&Value::Null)
    }
}

//! How the fields of gold facts and records are read: what is missing is empty.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fold::fold_case;
use crate::pair::best_first;
use crate::ratio;

/// The folded text of a field; empty where there is none.
pub(super) fn text(value: &Value, field: &str) -> String {
    value[field].as_str().map(fold_case).unwrap_or_default()
}

/// The folded readings that a fact accepts for a text: the field and its `_alt`.
pub(super) fn choices(fact: &Value, field: &str) -> BTreeSet<String> {
    let alternatives = match &fact[format!("{field}_alt").as_str()] {
        Value::Array(list) => list.iter().map(folded).collect(),
        other if is_true(other) => vec![folded(other)],
        _ => Vec::new(),
    };
    alternatives.into_iter().chain([text(fact, field)]).collect()
}

fn folded(value: &Value) -> String {
    value.as_str().map(fold_case).unwrap_or_default()
}

/// Whether a value says something: null, false, 0 and what is empty do not.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

pub(super) fn is_optional(fact: &Value) -> bool {
    is_true(&fact["optional"])
}

/// Whether two numbers are the same, as floats see it; null is only null.
pub(super) fn same_number(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * b.abs().max(1.0),
        _ => a.is_null() && b.is_null(),
    }
}

/// Whether a record stands on a line, or so many lines beside it.
pub(super) fn on_line(record: &Value, line: Option<i64>, slack: i64) -> bool {
    let at = |i: usize| record["lines"][i].as_i64().unwrap_or(0);
    line.is_some_and(|line| (at(0) - slack..=at(1) + slack).contains(&line))
}

pub(super) fn line(fact: &Value) -> Option<i64> {
    fact["line"].as_i64()
}

/// The best ratio between readings of a fact and texts of a record; 0 where one side is empty.
pub(super) fn likeness(gold: &BTreeSet<String>, found: &BTreeSet<String>) -> f64 {
    let pairs = gold.iter().flat_map(|a| found.iter().map(move |b| (a, b)));
    let ratios = pairs.filter(|(a, b)| !a.is_empty() && !b.is_empty()).map(|(a, b)| ratio(a, b));
    ratios.fold(0.0, f64::max)
}

/// The first characters of a text.
pub(super) fn start(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

/// As many characters of a text as another has.
pub(super) fn as_long_as(text: &str, other: &str) -> String {
    start(text, other.chars().count())
}

/// The names and units of the departments of a fact or record that are not optional.
pub(super) fn departments(value: &Value) -> BTreeSet<(String, String)> {
    let list = value["departments"].as_array().into_iter().flatten();
    list.filter(|d| !is_optional(d)).map(|d| (text(d, "name"), text(d, "unit"))).collect()
}

/// Facts and the records that stand for them, and what is left on both sides.
pub(super) struct Paired<'a> {
    pub(super) pairs: Vec<(&'a Value, &'a Value)>,
    pub(super) missed: Vec<&'a Value>,
    pub(super) extra: Vec<&'a Value>,
}

/// Pairs facts and records one to one, the likest first; those that are not alike at all (0) are
/// never a pair.
pub(super) fn pair<'a>(
    gold: &[&'a Value],
    found: &[&'a Value],
    alike: impl Fn(&Value, &Value) -> f64,
) -> Paired<'a> {
    let mut scored = Vec::new();
    for (i, fact) in gold.iter().enumerate() {
        for (j, record) in found.iter().enumerate() {
            let likeness = alike(fact, record);
            if likeness > 0.0 {
                scored.push((likeness, i, j));
            }
        }
    }
    let pairs = best_first(scored);
    let left = |all: &[&'a Value], used: Vec<usize>| {
        let left = all.iter().enumerate().filter(|(i, _)| !used.contains(i));
        left.map(|(_, value)| *value).collect()
    };
    Paired {
        missed: left(gold, pairs.iter().map(|p| p.0).collect()),
        extra: left(found, pairs.iter().map(|p| p.1).collect()),
        pairs: pairs.into_iter().map(|(i, j)| (gold[i], found[j])).collect(),
    }
}

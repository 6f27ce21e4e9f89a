//! Which found thing stands for which expected one.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Map, Value};

use crate::agreement::{Agreement, agreement};
use crate::fold;

/// Pairs one to one, the best score first; of equal scores the first expected and then the first
/// found thing, so that pairs depend on nothing else.
pub(crate) fn best_first(mut scored: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut expected, mut found) = (HashSet::new(), HashSet::new());
    let mut pairs = Vec::new();
    for (_, i, j) in scored {
        if !expected.contains(&i) && !found.contains(&j) {
            expected.insert(i);
            found.insert(j);
            pairs.push((i, j));
        }
    }
    pairs
}

/// How alike two records on the same line must be at least to be one.
const ON_THE_LINE: f64 = 0.3;
/// How alike they must be otherwise.
const ELSEWHERE: f64 = 0.6;
/// How alike parts of one record (observations, costs) must be at least to be one.
const PARTS: f64 = 0.35;

/// Pairs records of one kind: those on the line expected first, then by likeness and nearness.
pub(crate) fn pair_records(expected: &[Value], found: &[&Value]) -> Vec<(usize, usize)> {
    let profiles = Profiles::new(expected, found);
    let mut scored = Vec::new();
    for (i, record) in expected.iter().enumerate() {
        let line = record.get("line").and_then(Value::as_i64);
        for (j, other) in found.iter().enumerate() {
            let likeness = profiles.likeness(i, j);
            let first = other["lines"][0].as_i64();
            let (least, nearness) = match (line, first) {
                (Some(line), Some(first)) if line == first => (ON_THE_LINE, 1.0),
                (Some(line), Some(first)) => {
                    (ELSEWHERE, -0.3 * (line.abs_diff(first).min(50) as f64 / 50.0))
                }
                _ => (ELSEWHERE, 0.0),
            };
            if likeness >= least {
                scored.push((likeness + nearness, i, j));
            }
        }
    }
    best_first(scored)
}

/// Pairs the parts of one record, by likeness, and where parts are the same by their order. Parts
/// left over that stand between the same pairs, as many on both sides, are each other too: wrong
/// in most fields, but in their place.
pub(crate) fn pair_parts(expected: &[Value], found: &[&Value]) -> Vec<(usize, usize)> {
    let profiles = Profiles::new(expected, found);
    let mut scored = Vec::new();
    for i in 0..expected.len() {
        for j in 0..found.len() {
            let likeness = profiles.likeness(i, j);
            if likeness >= PARTS {
                // Far less than one field weighs: order decides between equals only.
                scored.push((likeness - 1e-6 * i.abs_diff(j).min(1000) as f64, i, j));
            }
        }
    }
    let mut pairs = best_first(scored);
    pairs.sort_unstable();
    // Between pairs that cross each other there is no place.
    if pairs.is_sorted_by_key(|pair| pair.1) {
        let ends = (expected.len(), found.len());
        let bounds: Vec<(usize, usize)> = pairs.iter().copied().chain([ends]).collect();
        let mut begin = (0, 0);
        for bound in bounds {
            if bound.0 - begin.0 == bound.1 - begin.1 {
                pairs.extend((begin.0..bound.0).zip(begin.1..bound.1));
            }
            begin = (bound.0 + 1, bound.1 + 1);
        }
    }
    pairs
}

/// What records and parts are compared by, each folded once.
struct Profiles {
    expected: Vec<Profile>,
    found: Vec<Profile>,
}

#[derive(Default)]
struct Profile {
    fields: BTreeMap<String, Trait>,
}

enum Trait {
    /// A text that tells records apart.
    Name(String),
    /// The leaves of a list of parts, as hashes, sorted.
    Parts(Vec<u64>),
    /// A place.
    Span(Value),
    /// Null.
    Nothing,
    /// Anything else, folded, as a hash: equal or not.
    Leaf(u64),
}

impl Profiles {
    fn new(expected: &[Value], found: &[&Value]) -> Self {
        // Parts are compared by the fields that some expected part gives.
        let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (field, value) in expected.iter().filter_map(Value::as_object).flatten() {
            let parts = value.as_array().into_iter().flatten().filter_map(Value::as_object);
            given.entry(field).or_default().extend(parts.flat_map(Map::keys).map(String::as_str));
        }
        let profile = |value: &Value| {
            let mut profile = Profile::default();
            for (&field, parts) in &given {
                if field == "line" || value.get(field).is_none() && field != "text_start" {
                    continue;
                }
                profile.fields.insert(field.to_owned(), Trait::of(field, value, parts));
            }
            profile
        };
        Self {
            expected: expected.iter().map(profile).collect(),
            found: found.iter().map(|v| profile(v)).collect(),
        }
    }

    /// How alike two are, from 0 to 1: the share of the fields given that agree, by weight.
    fn likeness(&self, i: usize, j: usize) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for (field, expected) in &self.expected[i].fields {
            let found = self.found[j].fields.get(field);
            let (weight, likeness) = match (expected, found) {
                (Trait::Name(a), Some(Trait::Name(b))) if field == "text_start" => {
                    let start: String = b.chars().take(a.chars().count()).collect();
                    (3.0, strsim::normalized_levenshtein(a, &start))
                }
                (Trait::Name(a), Some(Trait::Name(b))) => {
                    (3.0, strsim::normalized_levenshtein(a, b))
                }
                (Trait::Name(_), _) => (3.0, 0.0),
                (Trait::Parts(a), Some(Trait::Parts(b))) => (2.0, in_common(a, b)),
                (Trait::Parts(a), _) => (2.0, if a.is_empty() { 1.0 } else { 0.0 }),
                // That both have nothing says little.
                (Trait::Nothing, Some(Trait::Nothing) | None) => (0.5, 1.0),
                (Trait::Leaf(a), Some(Trait::Leaf(b))) => (1.0, if a == b { 1.0 } else { 0.0 }),
                (Trait::Span(a), Some(Trait::Span(b))) => (
                    3.0,
                    match agreement("span", a, b) {
                        Agreement::Strict | Agreement::Normalised => 1.0,
                        Agreement::Tolerant => 0.7,
                        Agreement::Different => 0.0,
                    },
                ),
                (Trait::Span(_) | Trait::Leaf(_) | Trait::Nothing, _) => (1.0, 0.0),
            };
            sum += weight * likeness;
            all += weight;
        }
        if all == 0.0 { 1.0 } else { sum / all }
    }
}

impl Trait {
    fn of(field: &str, record: &Value, parts: &[&str]) -> Self {
        let value = &record[field];
        match (field, value) {
            ("text_start", Value::String(text)) => Self::Name(beginning(text)),
            // Of a found record: there is only its text.
            ("text_start", _) => Self::Name(beginning(record["text"].as_str().unwrap_or_default())),
            ("name" | "label" | "title" | "text" | "code", Value::String(text)) => {
                Self::Name(beginning(text))
            }
            (_, Value::Array(list)) if !parts.is_empty() => {
                let mut leaves: Vec<u64> = list
                    .iter()
                    .flat_map(|part| parts.iter().map(move |f| (f, &part[*f])))
                    .filter(|(_, value)| !value.is_null())
                    .map(|(field, value)| leaf_hash(field, value))
                    .collect();
                leaves.sort_unstable();
                leaves.dedup();
                Self::Parts(leaves)
            }
            ("span", value) => Self::Span(value.clone()),
            (_, Value::Null) => Self::Nothing,
            (field, value) => Self::Leaf(leaf_hash(field, value)),
        }
    }
}

/// As much of a text as tells it apart from others.
fn beginning(text: &str) -> String {
    let start: String = text.chars().take(160).collect();
    fold(&start).chars().take(80).collect()
}

fn leaf_hash(field: &str, value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    field.hash(&mut hasher);
    hash(value, &mut hasher);
    hasher.finish()
}

/// Hashes a value, so that texts that fold alike and equal numbers are the same.
fn hash(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::String(text) => fold(text).hash(hasher),
        Value::Number(number) => number.as_f64().map(f64::to_bits).hash(hasher),
        Value::Array(list) => list.iter().for_each(|value| hash(value, hasher)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            name.hash(hasher);
            hash(value, hasher);
        }),
        Value::Bool(is) => is.hash(hasher),
        Value::Null => 0_u8.hash(hasher),
    }
}

/// The share of two sorted lists that is in both.
fn in_common(a: &[u64], b: &[u64]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let both = a.iter().filter(|x| b.binary_search(x).is_ok()).count();
    2.0 * both as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn records(list: Value) -> Vec<Value> {
        list.as_array().unwrap().clone()
    }

    fn pairs(expected: Value, found: Value) -> Vec<(usize, usize)> {
        let (expected, found) = (records(expected), records(found));
        let found: Vec<&Value> = found.iter().collect();
        let mut pairs = pair_records(&expected, &found);
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn a_part_that_is_wrong_in_its_place_is_the_same_part() {
        let parts = |list: &[&str]| -> Vec<Value> {
            list.iter().map(|name| json!({"name": name, "unit": null})).collect()
        };
        let pairs = |expected: &[&str], found: &[&str]| {
            let (expected, found) = (parts(expected), parts(found));
            let mut pairs = pair_parts(&expected, &found.iter().collect::<Vec<_>>());
            pairs.sort_unstable();
            pairs
        };
        assert_eq!(pairs(&["総務課", "税務室"], &["総務課", "消防局"]), [(0, 0), (1, 1)]);
        assert_eq!(pairs(&["総務課"], &["消防局"]), [(0, 0)]);
        assert_eq!(pairs(&["総務課", "税務室"], &["消防局", "税務室", "総務課"]), [(0, 2), (1, 1)]);
        assert_eq!(pairs(&["総務課", "税務室"], &["税務室"]), [(1, 0)]);
        assert_eq!(pairs(&["総務課"], &["消防局", "水道部"]), []);
    }

    #[test]
    fn the_line_decides_between_records_of_the_same_name() {
        let expected = json!([{"line": 5, "name": "総務課"}, {"line": 9, "name": "総務課"}]);
        let found =
            json!([{"lines": [9, 9], "name": "総務課"}, {"lines": [5, 5], "name": "総務課"}]);
        assert_eq!(pairs(expected, found), [(0, 1), (1, 0)]);
    }

    #[test]
    fn a_record_of_another_name_on_the_line_is_the_same_and_one_elsewhere_is_not() {
        let expected = json!([{"line": 5, "name": "総務課", "role": "lead", "unit": null}]);
        let same = json!([{"lines": [5, 5], "name": "税務室", "role": "lead", "unit": null}]);
        assert_eq!(pairs(expected.clone(), same), [(0, 0)]);
        let other = json!([{"lines": [7, 7], "name": "税務室", "role": "lead", "unit": null}]);
        assert_eq!(pairs(expected.clone(), other), []);
        let moved = json!([{"lines": [7, 7], "name": "総務課", "role": "lead", "unit": null}]);
        assert_eq!(pairs(expected, moved), [(0, 0)]);
    }
}

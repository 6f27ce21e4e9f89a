//! Indicators and their observations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::read::{
    Paired, choices, is_optional, is_true, likeness, line, on_line, pair, same_number, text,
};
use super::scores::{Scores, View};

/// How alike the names of an indicator must be at least.
const ALIKE: f64 = 0.85;

/// Indicators by name or label, of several the one near the line; then what they are, and their
/// values.
pub(super) fn indicators(view: &View<'_>, scores: &mut Scores) {
    let Some(gold) = view.gold.list("indicators") else { return };
    let Paired { pairs, missed, extra } =
        pair(&gold, &view.records("indicator"), |fact, record| {
            let mut wanted = choices(fact, "name");
            wanted.extend(choices(fact, "label"));
            let found = BTreeSet::from([text(record, "name"), text(record, "label")]);
            let best = likeness(&wanted, &found);
            let near = on_line(record, line(fact), 1);
            if best < ALIKE { 0.0 } else { best + f64::from(u8::from(near)) }
        });
    scores.hit("indicator", pairs.iter().filter(|(fact, _)| !is_optional(fact)).count());
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("indicator", json!([fact["line"], fact["label"]]));
        for wanted in observations(fact).into_iter().filter(|o| !is_optional(o)) {
            scores.miss("observation", json!([fact["label"], wanted["text"]]));
        }
    }
    for record in extra {
        scores.extra("indicator", json!([record["lines"], record["label"]]));
        for found in observations(record).into_iter().filter(|o| !o["value"].is_null()) {
            scores.extra("observation", json!([record["label"], found["text"]]));
        }
    }
    for (fact, record) in pairs {
        if !is_optional(fact) {
            flags(fact, record, scores);
            values(fact, record, scores);
        }
    }
}

fn observations(value: &Value) -> Vec<&Value> {
    value["observations"].as_array().into_iter().flatten().collect()
}

fn flags(fact: &Value, record: &Value, scores: &mut Scores) {
    for flag in ["primary", "cumulative"] {
        let alternative = &fact[format!("{flag}_alt").as_str()];
        if !fact[flag].is_null() && !is_true(alternative) {
            let is_right = is_true(&record[flag]) == is_true(&fact[flag]);
            scores.judge(&format!("indicator.{flag}"), is_right, || {
                json!([fact["label"], fact[flag], record[flag]])
            });
        }
    }
}

/// Each value of the gold takes the first of its time that is right. One that is not right, where
/// there is any of its time, is both missed and one too many.
fn values(fact: &Value, record: &Value, scores: &mut Scores) {
    let mut left = observations(record);
    for wanted in observations(fact) {
        let near: Vec<usize> = (0..left.len()).filter(|&i| is_of_time(wanted, left[i])).collect();
        if let Some(&i) = near.iter().find(|&&i| is_right(wanted, left[i])) {
            left.remove(i);
            if !is_optional(wanted) {
                scores.hit("observation", 1);
            }
            continue;
        }
        if !is_optional(wanted) {
            let texts: Vec<&Value> = near.iter().map(|&i| &left[i]["text"]).collect();
            let what = json!([fact["line"], fact["label"], wanted["text"], texts]);
            scores.miss("observation", what);
        }
        if let Some(&i) = near.first() {
            left.remove(i);
            if !is_optional(wanted) {
                scores.too_many("observation");
            }
        }
    }
    for found in left.into_iter().filter(|o| !o["value"].is_null()) {
        let what = json!([fact["line"], fact["label"], found["text"], found["start"]]);
        scores.extra("observation", what);
    }
}

/// Whether an observation is of the time wanted, or of one that is as right; one without days may
/// give the fiscal year alone.
fn is_of_time(wanted: &Value, found: &Value) -> bool {
    let time = |of: &Value| (of["start"].clone(), of["end"].clone());
    let alternatives = wanted["alt"].as_array().into_iter().flatten();
    let year = &wanted["fiscal_year"];
    alternatives.chain([wanted]).any(|wanted| time(wanted) == time(found))
        || !is_true(&found["start"]) && is_true(year) && found["fiscal_year"] == *year
}

fn is_right(wanted: &Value, found: &Value) -> bool {
    let comparator =
        |of: &Value| of["comparator"].as_str().filter(|c| !c.is_empty()).map(str::to_owned);
    let is_said = !wanted["kind"].is_null() && wanted["kind"] != "unspecified";
    if !same_number(&found["value"], &wanted["value"])
        || is_said && !choices(wanted, "kind").contains(&text(found, "kind"))
    {
        return false;
    }
    wanted["value"].is_null()
        || choices(wanted, "unit").contains(&text(found, "unit"))
            && comparator(found).unwrap_or_else(|| "=".to_owned())
                == comparator(wanted).unwrap_or_else(|| "=".to_owned())
            && is_true(&found["relative_to"]) == is_true(&wanted["relative_to"])
}

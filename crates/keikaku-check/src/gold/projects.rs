//! Initiatives, and projects with their schedules.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::read::{
    Paired, as_long_as, choices, departments, is_optional, is_true, likeness, line, on_line, pair,
    start, text,
};
use super::scores::{Scores, View};
use crate::fold::fold_case;
use crate::ratio;

/// Initiatives by number and the beginning of their text; then their departments.
pub(super) fn initiatives(view: &View<'_>, scores: &mut Scores) {
    const BEGINNING: usize = 24;
    let Some(gold) = view.gold.list("initiatives") else { return };
    let Paired { pairs, missed, extra } =
        pair(&gold, &view.records("initiative"), |fact, record| {
            let number = text(fact, "number");
            if number != text(record, "number") {
                return 0.0;
            }
            let without = |text: String| match text.strip_prefix(&number) {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            let wanted = without(start(&text(fact, "text"), BEGINNING));
            let found = without(text(record, "text"));
            let ratio = ratio(&wanted, &as_long_as(&found, &wanted));
            let near = on_line(record, line(fact), 40);
            if ratio > 0.8 { ratio + f64::from(u8::from(near)) } else { 0.0 }
        });
    let pairs: Vec<_> = pairs.into_iter().filter(|(fact, _)| !is_optional(fact)).collect();
    scores.hit("initiative", pairs.len());
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("initiative", json!([fact["line"], fact["number"], fact["text"]]));
    }
    for record in extra {
        let what = json!([record["lines"], record["number"], brief(record)]);
        scores.extra("initiative", what);
    }
    for (fact, record) in pairs {
        if !is_true(&fact["departments_optional"]) {
            let is_right = departments(fact) == departments(record);
            scores.judge("initiative.departments", is_right, || {
                json!([fact["line"], fact["number"], fact["departments"], record["departments"]])
            });
        }
    }
}

/// Projects by name and line; then the initiatives that they serve, their departments, and what
/// they do when.
pub(super) fn projects(view: &View<'_>, scores: &mut Scores) {
    let Some(gold) = view.gold.list("projects") else { return };
    let Paired { pairs, missed, extra } = pair(&gold, &view.records("project"), |fact, record| {
        let alike = likeness(&choices(fact, "name"), &BTreeSet::from([text(record, "name")]));
        let near = on_line(record, line(fact), 2);
        if alike > 0.9 && on_line(record, line(fact), 60) {
            alike + f64::from(u8::from(near))
        } else {
            0.0
        }
    });
    let pairs: Vec<_> = pairs.into_iter().filter(|(fact, _)| !is_optional(fact)).collect();
    scores.hit("project", pairs.len());
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("project", json!([fact["line"], fact["name"]]));
    }
    for record in extra {
        scores.extra("project", json!([record["lines"], record["name"]]));
    }
    for (fact, record) in pairs {
        if is_true(&fact["judge_name_only"]) {
            continue;
        }
        let numbers = |of: &Value| -> BTreeSet<String> {
            let list = of["initiatives"].as_array().into_iter().flatten();
            list.map(|number| number.as_str().map(fold_case).unwrap_or_default()).collect()
        };
        let what = |field: &str| json!([fact["line"], fact["name"], fact[field], record[field]]);
        let is_right = numbers(fact) == numbers(record);
        scores.judge("project.initiatives", is_right, || what("initiatives"));
        let is_right = departments(fact) == &departments(record) - &spare(fact);
        scores.judge("project.departments", is_right, || what("departments"));
        schedule(fact, record, scores);
    }
}

/// The departments that a project may have.
fn spare(fact: &Value) -> BTreeSet<(String, String)> {
    let list = fact["departments"].as_array().into_iter().flatten();
    list.filter(|d| is_optional(d)).map(|d| (text(d, "name"), text(d, "unit"))).collect()
}

fn schedule(fact: &Value, record: &Value, scores: &mut Scores) {
    let entries = |of: &'_ Value| of["schedule"].as_array().cloned().unwrap_or_default();
    let mut left = entries(record);
    for wanted in &entries(fact) {
        match left.iter().position(|found| fits(wanted, found)) {
            Some(i) => {
                left.remove(i);
                if !is_optional(wanted) {
                    scores.hit("project.schedule", 1);
                }
            }
            None if is_optional(wanted) => {}
            None => {
                let (years, text) = (&wanted["fiscal_years"], brief(wanted));
                scores.miss("project.schedule", json!([fact["line"], fact["name"], years, text]));
            }
        }
    }
    for found in left {
        let (years, text) = (&found["fiscal_years"], brief(&found));
        scores.extra("project.schedule", json!([fact["line"], fact["name"], years, text]));
    }
}

/// Whether an entry is the one wanted: a text that is the same, a part, or alike, and its years.
fn fits(wanted: &Value, found: &Value) -> bool {
    let plain = |of: &Value| text(of, "text").replace('→', "");
    let (a, b) = (plain(wanted), plain(found));
    let is_part = !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a));
    let is_alike = || !a.is_empty() && !b.is_empty() && ratio(&a, &b) > 0.85;
    if a != b && !is_part && !is_alike() {
        return false;
    }
    let years = |of: &Value| {
        let years = of["fiscal_years"].as_array();
        years.and_then(|years| Some((years.first()?.as_i64()?, years.last()?.as_i64()?)))
    };
    is_optional(wanted)
        || matches!((years(wanted), years(found)), (Some(wanted_years), Some(found_years))
            if wanted_years.0 == found_years.0
                && (is_true(&wanted["end_optional"]) || wanted_years.1 == found_years.1))
}

/// The beginning of a text.
fn brief(value: &Value) -> String {
    start(value["text"].as_str().unwrap_or_default(), 30)
}

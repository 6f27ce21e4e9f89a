//! Documents, sections, departments, mentions and statements.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::read::{
    Paired, as_long_as, choices, is_optional, is_true, line, on_line, pair, same_number, start,
    text,
};
use super::scores::{Scores, View};
use crate::ratio;

/// The document's own fields, as far as the gold gives them.
pub(super) fn document(view: &View<'_>, scores: &mut Scores) {
    let wanted = view.gold.get("document").unwrap_or(&Value::Null);
    let documents = view.records("document");
    let found = documents.first().copied().unwrap_or(&Value::Null);
    for field in ["title", "kind"] {
        if is_true(&wanted[field]) {
            let is_right = choices(wanted, field).contains(&text(found, field));
            scores.judge(&format!("document.{field}"), is_right, || {
                json!([wanted[field], found[field]])
            });
        }
    }
    let issuer = &wanted["issuer"];
    if is_true(&issuer["name"]) && !is_optional(issuer) {
        let is_right = choices(issuer, "name").contains(&text(&found["issuer"], "name"));
        scores.judge("document.issuer", is_right, || json!([issuer, found["issuer"]["name"]]));
    }
    let issued = &wanted["issued"];
    if is_true(issued) && !is_optional(issued) {
        let is_right = found["issued"]["start"] == issued["start"];
        scores.judge("document.issued", is_right, || json!([issued, found["issued"]]));
    }
}

/// Section headers, by number and title; of several alike the one on the line.
pub(super) fn sections(view: &View<'_>, scores: &mut Scores) {
    let Some(gold) = view.gold.list("sections") else { return };
    let Paired { pairs, missed, extra } = pair(&gold, &view.records("section"), |fact, record| {
        let titles = choices(fact, "title");
        let title = text(record, "title");
        let written = |field: &str| record[field].as_str().unwrap_or_default();
        // Folded together: a letter and a mark behind it may be one.
        let full = json!({ "full": format!("{}{}", written("number"), written("title")) });
        let full = text(&full, "full");
        let numbers = choices(fact, "number");
        let is_whole = numbers.iter().any(|n| titles.iter().any(|t| format!("{n}{t}") == full));
        match is_whole || titles.contains(&title) {
            false => 0.0,
            true if on_line(record, line(fact), 0) => 2.0,
            true => 1.0,
        }
    });
    scores.hit("section", pairs.iter().filter(|(fact, _)| !is_optional(fact)).count());
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("section", fact.clone());
    }
    for record in extra {
        scores.extra("section", json!([record["lines"], record["number"], record["title"]]));
    }
}

/// Who leads what: the department, near the line or the section that it leads.
pub(super) fn lead_departments(view: &View<'_>, scores: &mut Scores) {
    let Some(gold) = view.gold.list("lead_departments") else { return };
    let mut leads = view.records("department");
    leads.retain(|record| record["role"] == "lead");
    let sections = view.gold.list("sections").unwrap_or_default();
    let keyed = sections.into_iter().filter(|s| is_true(&s["key"]));
    let lines: HashMap<String, Option<i64>> =
        keyed.map(|s| (s["key"].to_string(), line(s))).collect();
    let Paired { pairs, missed, extra } = pair(&gold, &leads, |fact, record| {
        if text(fact, "name") != text(record, "name") {
            return 0.0;
        }
        let target = view.target(record);
        let own = line(fact).filter(|line| *line != 0);
        let wanted = own.or_else(|| lines.get(&fact["section"].to_string()).copied().flatten());
        let section = fact.get("section_line").map_or(Some(-9), Value::as_i64);
        let is_near = wanted.is_none()
            || on_line(target, wanted, 2)
            || on_line(record, wanted, 2)
            || on_line(target, section, 2);
        f64::from(u8::from(is_near))
    });
    scores.hit("department.lead", pairs.len());
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("department.lead", fact.clone());
    }
    for record in extra {
        scores.extra("department.lead", json!([record["lines"], record["name"]]));
    }
}

/// The departments that a document names, each once.
pub(super) fn department_names(view: &View<'_>, scores: &mut Scores) {
    let Some(wanted) = view.gold.list("department_names") else { return };
    let fold = |names: Vec<&Value>| -> BTreeSet<String> {
        names.into_iter().map(|name| text(&json!({ "name": name }), "name")).collect()
    };
    let wanted = fold(wanted);
    let optional = fold(view.gold.list("department_names_optional").unwrap_or_default());
    let found: BTreeSet<String> =
        view.records("department").into_iter().map(|record| text(record, "name")).collect();
    scores.hit("department.name", wanted.intersection(&found).count());
    for name in wanted.difference(&found) {
        scores.miss("department.name", json!(name));
    }
    for name in found.difference(&wanted).filter(|name| !optional.contains(*name)) {
        scores.extra("department.name", json!(name));
    }
}

/// Mentions of times and quantities: the text, near its line, and then what it means.
pub(super) fn mentions(view: &View<'_>, kind: &str, scores: &mut Scores) {
    let Some(gold) = view.gold.list(&format!("{kind}s")) else { return };
    let Paired { pairs, missed, extra } = pair(&gold, &view.records(kind), |fact, record| {
        if !on_line(record, line(fact), 1) {
            return 0.0;
        }
        let found = text(record, "text");
        let alike = |wanted: &String| match wanted {
            _ if wanted.is_empty() || found.is_empty() => 0.0,
            _ if *wanted == found => 2.0,
            _ if wanted.contains(&found) || found.contains(wanted) => 1.0,
            _ => 0.0,
        };
        choices(fact, "text").iter().map(alike).fold(0.0, f64::max)
    });
    for fact in missed {
        if !is_optional(fact) && !is_true(&fact["relative"]) {
            scores.miss(kind, json!([fact["line"], fact["text"]]));
        }
    }
    for record in extra {
        if !is_true(&record["resolved_from"]) {
            scores.extra(kind, json!([record["lines"], record["text"]]));
        }
    }
    for (fact, record) in pairs {
        if is_true(&fact["do_not_judge_dates"]) || is_optional(fact) {
            continue;
        }
        let is_right = if kind == "period" {
            let time = |of: &Value| (of["start"].clone(), of["end"].clone());
            let alternatives = fact["alt"].as_array().into_iter().flatten();
            alternatives.chain([fact]).any(|fact| time(fact) == time(record))
        } else {
            same_number(&record["value"], &fact["value"])
                && choices(fact, "unit").contains(&text(record, "unit"))
        };
        let name = if is_true(&fact["relative"]) { "period.relative" } else { kind };
        if is_right {
            scores.hit(name, 1);
            continue;
        }
        let found = ["start", "end", "value", "unit"].map(|field| record[field].clone());
        scores.miss(name, json!([fact["line"], fact["text"], found]));
        if name == kind {
            scores.too_many(kind);
        }
    }
}

/// Who said what: the beginning of the text, and the speaker.
pub(super) fn statements(view: &View<'_>, scores: &mut Scores) {
    const BEGINNING: usize = 20;
    let Some(gold) = view.gold.list("statements") else { return };
    let is_speaker =
        |fact: &Value, record: &Value| choices(fact, "speaker").contains(&text(record, "speaker"));
    let Paired { pairs, missed, extra } =
        pair(&gold, &view.records("statement"), |fact, record| {
            let found = text(record, "text");
            let alike = |wanted: &String| {
                let wanted = start(wanted, BEGINNING);
                ratio(&wanted, &as_long_as(&found, &wanted))
            };
            if choices(fact, "text").iter().map(alike).fold(0.0, f64::max) < 0.8 {
                return 0.0;
            }
            1.0 + f64::from(u8::from(is_speaker(fact, record)))
        });
    for (fact, record) in pairs {
        scores.judge("statement", is_speaker(fact, record), || {
            json!([fact["line"], fact["speaker"], record["speaker"]])
        });
    }
    for fact in missed.into_iter().filter(|fact| !is_optional(fact)) {
        scores.miss("statement", json!([fact["line"], fact["speaker"]]));
    }
    for record in extra {
        scores.extra("statement", json!([record["lines"], record["speaker"]]));
    }
}

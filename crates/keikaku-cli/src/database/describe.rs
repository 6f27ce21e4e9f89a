//! Records in a form for people.

use std::fmt::Write as _;

use keikaku_record::{Document, Observation, Record};
use serde_json::Value;

use crate::terminal::visible;

/// What a search found: what it is called, where it stands, what it says.
pub(super) fn hit(record: &Record, document: &Document, section: &[String]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", headline(record));
    let place = format!("{}:{}", document.path, record.lines().first);
    let _ = writeln!(out, "  {place}  {}", section.join(" > "));
    match record {
        Record::Indicator(indicator) => {
            let values: Vec<String> = indicator.observations.iter().map(observation).collect();
            let _ = writeln!(out, "  {}", values.join(" · "));
        }
        Record::Project(project) => {
            for entry in &project.schedule {
                let [first, last] = entry.fiscal_years;
                let years =
                    if first == last { first.to_string() } else { format!("{first}–{last}") };
                let _ = writeln!(out, "  {years} {}", one_line(&entry.text, 60));
            }
        }
        _ => {}
    }
    let _ = writeln!(out, "  {}\n", record.id());
    visible(&out)
}

/// The kind and the name of a record.
fn headline(record: &Record) -> String {
    let kind = record.kind();
    let joined = |number: &Option<String>, text: &str| match number {
        Some(number) => format!("{number} {text}"),
        None => text.to_owned(),
    };
    let names = |departments: &[keikaku_record::DepartmentName]| {
        departments.iter().map(|d| d.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (name, responsible) = match record {
        Record::Document(r) => (r.title.clone().unwrap_or_default(), String::new()),
        Record::Section(r) => (joined(&r.number, &r.title), String::new()),
        Record::Table(r) => (r.caption.clone().unwrap_or_default(), String::new()),
        Record::Department(r) => (r.name.clone(), String::new()),
        Record::Indicator(r) => {
            let unit = r.unit.as_deref().map(|u| format!(" ({u})")).unwrap_or_default();
            (format!("{}{unit}", r.name), r.departments.join(", "))
        }
        Record::Initiative(r) => (joined(&r.number, &r.text), names(&r.departments)),
        Record::Project(r) => (r.name.clone(), names(&r.departments)),
        Record::Period(r) => (r.text.clone(), String::new()),
        Record::Amount(r) => (r.text.clone(), String::new()),
        Record::Statement(r) => (joined(&r.speaker, &r.text), String::new()),
        Record::Diagnostic(r) => (r.message.clone(), String::new()),
    };
    let name = one_line(&name, 100);
    if responsible.is_empty() {
        format!("{kind}  {name}")
    } else {
        format!("{kind}  {name}  [{responsible}]")
    }
}

/// `2024 target >= 40%`.
fn observation(o: &Observation) -> String {
    let time = match (o.fiscal_year, o.start, o.end) {
        (Some(year), ..) => year.to_string(),
        (None, Some(start), Some(end)) => format!("{start}/{end}"),
        (None, Some(start), None) => format!("{start}/"),
        (None, None, Some(end)) => format!("/{end}"),
        (None, None, None) => "no time".to_owned(),
    };
    let kind = serde_json::to_value(o.kind).ok();
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    let Some(value) = o.value else { return format!("{time} {kind}") };
    let comparator = match o.comparator.symbol() {
        "=" => String::new(),
        symbol => format!("{symbol} "),
    };
    let unit = o.unit.as_deref().unwrap_or_default();
    format!("{time} {kind} {comparator}{value}{unit}")
}

/// All fields of a record, a line each; those of objects in lists on one line.
pub(super) fn record(record: &Record) -> serde_json::Result<String> {
    let mut out = String::new();
    let value = serde_json::to_value(record)?;
    let empty = serde_json::Map::new();
    let fields = value.as_object().unwrap_or(&empty);
    let _ = writeln!(out, "{}", headline(record));
    // The common fields in the order of the contract, then the kind's own.
    let common = ["id", "document", "section", "span", "spans", "lines"];
    let own = fields.keys().map(String::as_str).filter(|k| !common.contains(k) && *k != "record");
    for name in common.into_iter().filter(|c| fields.contains_key(*c)).chain(own) {
        let Some(value) = fields.get(name) else { continue };
        match value {
            Value::Array(list) if list.iter().any(|v| v.is_object() || v.is_array()) => {
                let _ = writeln!(out, "  {name}");
                for (at, element) in list.iter().enumerate() {
                    let _ = writeln!(out, "    [{at}] {}", inline(element));
                }
            }
            value => {
                let _ = writeln!(out, "  {name:<12} {}", inline(value));
            }
        }
    }
    Ok(visible(&out))
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => text.replace('\n', "⏎"),
        Value::Object(fields) => {
            let parts = fields.iter().filter(|(_, v)| !v.is_null());
            let parts: Vec<String> =
                parts.map(|(name, value)| format!("{name}: {}", inline(value))).collect();
            parts.join(", ")
        }
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().map(inline).collect();
            format!("[{}]", parts.join(", "))
        }
        value => value.to_string(),
    }
}

/// A text on one line, cut where it is long.
fn one_line(text: &str, most: usize) -> String {
    let line: String =
        text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() { line + "…" } else { line }
}

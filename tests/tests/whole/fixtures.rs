//! The fixtures: the records expected of each document, written by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use keikaku_record::Record;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;

use crate::documents::{fixtures, records};

/// Every kind that an expected file names is complete, and every field it gives is right.
#[test]
fn fixtures_give_their_expected_records() {
    let mut report = String::new();
    for folder in fixtures() {
        compare(&folder, &mut report);
    }
    assert!(report.is_empty(), "\n{report}");
}

/// What a dump marks its columns with changes nothing: one table, written in each layout, gives the
/// same indicators and departments.
#[test]
fn one_table_gives_the_same_records_in_every_layout() {
    let mut read: Vec<(String, Vec<Value>)> = Vec::new();
    for folder in fixtures().iter().filter(|f| f.ends_with("same-table")) {
        let layout = folder.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(folder.join("source.txt")).unwrap();
        read.push((layout.clone(), records(&layout, &bytes).iter().filter_map(facts).collect()));
    }
    let layouts = read.len();
    assert!(layouts >= 7, "only {layouts} layouts");
    let (first, wanted) = &read[0];
    assert!(!wanted.is_empty());
    for (layout, found) in &read[1..] {
        for record in wanted {
            let count = |all: &[Value]| all.iter().filter(|r| *r == record).count();
            assert_eq!(count(found), count(wanted), "{layout} and {first}: {record}");
        }
        assert_eq!(found.len(), wanted.len(), "{layout} and {first}");
    }
}

/// What an indicator or department says, without where it stands.
fn facts(record: &Record) -> Option<Value> {
    let record = serde_json::to_value(record).unwrap();
    let fields: &[&str] = match record["record"].as_str()? {
        "indicator" => &["name", "primary", "cumulative", "unit", "departments"],
        "department" => &["name", "organization", "unit", "role"],
        _ => return None,
    };
    let mut out: Map<String, Value> =
        fields.iter().map(|f| ((*f).to_owned(), record[*f].clone())).collect();
    if let Some(observations) = record["observations"].as_array() {
        let fields =
            ["start", "end", "basis", "fiscal_year", "kind", "value", "unit", "comparator"];
        let one = |o: &Value| -> Value {
            fields.iter().map(|f| ((*f).to_owned(), o[*f].clone())).collect::<Map<_, _>>().into()
        };
        out.insert("observations".to_owned(), observations.iter().map(one).collect());
        out.insert("label".to_owned(), folded(record["label"].as_str()?).into());
    }
    Some(Value::Object(out))
}

fn compare(folder: &Path, report: &mut String) {
    let parts: Vec<_> =
        folder.iter().rev().take(2).map(|p| p.to_string_lossy().into_owned()).collect();
    let name = format!("{}/{}", parts[1], parts[0]);
    let bytes = fs::read(folder.join("source.txt")).unwrap();
    let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Map<String, Value> =
        serde_json::from_str(&expected).unwrap_or_else(|e| panic!("{name}: {e}"));
    let found: Vec<Value> =
        records(&name, &bytes).iter().map(|r| serde_json::to_value(r).unwrap()).collect();
    for (kind, wanted) in &expected {
        let wanted = match wanted {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        let mut found: Vec<&Value> =
            found.iter().filter(|r| r["record"] == kind.as_str()).collect();
        for record in &wanted {
            let candidates = found
                .iter()
                .enumerate()
                .filter(|(_, r)| record.get("line").is_none_or(|l| *l == r["lines"][0]));
            let best =
                candidates.map(|(i, r)| (i, differences(record, r))).min_by_key(|(_, d)| d.len());
            match best {
                None => _ = writeln!(report, "{name}: no {kind} like {record}"),
                Some((i, differences)) => {
                    found.remove(i);
                    for difference in differences {
                        _ = writeln!(
                            report,
                            "{name}: {kind} on line {}: {difference}",
                            record["line"]
                        );
                    }
                }
            }
        }
        for record in found {
            _ = writeln!(
                report,
                "{name}: {kind} not expected: line {} {}",
                record["lines"][0],
                brief(record)
            );
        }
    }
}

fn brief(record: &Value) -> String {
    ["title", "name", "text"]
        .iter()
        .find_map(|k| record[*k].as_str())
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect()
}

fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for (field, value) in expected.as_object().into_iter().flatten() {
        match field.as_str() {
            "line" => {}
            "text_start" => {
                let bare = |v: &Value| folded(v.as_str().unwrap_or_default());
                if !bare(&found["text"]).starts_with(&bare(value)) {
                    out.push(format!("text begins {:?}, not {value}", brief(found)));
                }
            }
            _ => differ(field, value, &found[field.as_str()], &mut out),
        }
    }
    out
}

fn differ(field: &str, expected: &Value, found: &Value, out: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(fields), Value::Object(_)) => {
            for (name, value) in fields {
                differ(&format!("{field}.{name}"), value, &found[name.as_str()], out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (x, y)) in a.iter().zip(b).enumerate() {
                differ(&format!("{field}[{i}]"), x, y, out);
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        (Value::String(a), Value::String(b)) if folded(a) == folded(b) => {}
        (a, b) if a == b => {}
        (a, b) => out.push(format!("{field} is {b}, not {a}")),
    }
}

/// A text as the comparison sees it: width and compatibility forms, white space, and the shapes of
/// tildes, dashes and brackets do not tell texts apart.
fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '〜' | '~' | '∼' => '～',
            '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | '─' => '-',
            '〔' | '〈' | '《' | '≪' => '<',
            '〕' | '〉' | '》' | '≫' => '>',
            c => c,
        })
        .collect()
}

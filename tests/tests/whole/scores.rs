//! The scores on the hand-made gold, as a snapshot: a change in quality is a change in a file.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::documents::{records, root, shared};

/// The least F1 that each fact must have.
const FLOORS: &[(&str, f64)] = &[
    ("document.title", 1.0),
    ("document.kind", 1.0),
    ("document.issuer", 1.0),
    ("document.issued", 1.0),
    ("section", 0.95),
    ("department.lead", 1.0),
    ("department.name", 0.95),
    ("indicator", 1.0),
    ("observation", 0.98),
    ("initiative", 0.97),
    ("initiative.departments", 0.95),
    ("project", 0.95),
    ("project.departments", 0.95),
    ("project.initiatives", 0.95),
    ("project.schedule", 0.85),
    ("period", 0.97),
    ("amount", 0.85),
    ("statement", 1.0),
];

#[test]
fn scores_on_the_gold_are_those_of_the_snapshot() {
    let (Some(seeds), Some(gold), Some(tools)) = (shared("seeds"), shared("gold"), shared("tools"))
    else {
        return;
    };
    let mut lines = String::new();
    for entry in fs::read_dir(seeds).unwrap() {
        let path = entry.unwrap().path();
        for record in records(&path.to_string_lossy(), &fs::read(&path).unwrap()) {
            _ = writeln!(lines, "{}", serde_json::to_string(&record).unwrap());
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let output = Command::new("python3")
        .arg(tools.join("score.py"))
        .arg(file.path())
        .arg(gold)
        .arg("--json")
        .output();
    let Ok(output) = output else {
        println!("skipped: there is no python3");
        return;
    };
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut snapshot = String::from("fact\tgold\tfound\tright\tF1\n");
    for row in &rows {
        let f1 = row["f1"].as_f64().unwrap_or(0.0);
        let kind = row["kind"].as_str().unwrap();
        _ = writeln!(
            snapshot,
            "{kind}\t{}\t{}\t{}\t{f1:.3}",
            row["gold"], row["found"], row["right"]
        );
        if let Some((_, floor)) = FLOORS.iter().find(|(k, _)| *k == kind) {
            assert!(f1 >= *floor, "{kind}: {f1:.3} is under {floor}");
        }
    }
    let path = root().join("tests/scores.tsv");
    if std::env::var_os("KEIKAKU_UPDATE").is_some() {
        fs::write(&path, &snapshot).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, snapshot, "run with KEIKAKU_UPDATE=1 to take the new scores over");
}

//! The scores on the hand-made gold, as a snapshot: a change in quality is a change in a file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use keikaku_check::gold::{Gold, Scores};
use keikaku_check::{Documents, ratio};
use serde_json::Value;

use crate::damage::damaged;
use crate::dice::Dice;
use crate::documents::{root, shared, values};

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
    let (Some(seeds), Some(gold)) = (shared("seeds"), shared("gold")) else {
        return;
    };
    let scores = scores(&extracted(&seeds), &gold);
    let mut snapshot = String::from("fact\tgold\tfound\tright\tF1\n");
    for row in scores.rows() {
        let (kind, f1) = (row.kind, row.f1.unwrap_or(0.0));
        _ = writeln!(snapshot, "{kind}\t{}\t{}\t{}\t{f1:.3}", row.gold, row.found, row.right);
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

/// The gold's own tool counts the same, fact by fact, for good records and for damaged ones, where
/// scores are anything between 0 and 1.
#[test]
fn scores_agree_with_the_tool_of_the_gold() {
    let (Some(seeds), Some(gold), Some(tools)) = (shared("seeds"), shared("gold"), shared("tools"))
    else {
        return;
    };
    let good = extracted(&seeds);
    let mut dice = Dice::new(19);
    let mut imperfect = 0;
    for percent in [0, 1, 3, 6, 10, 15, 25, 40, 90] {
        let records = damaged(&mut dice, &good, percent);
        let Some(wanted) = tool_rows(&tools.join("score.py"), &records, &gold) else {
            println!("skipped: there is no python3");
            return;
        };
        let ours = serde_json::to_value(scores(&records, &gold).rows()).unwrap();
        let (ours, wanted) = (ours.as_array().unwrap(), wanted.as_array().unwrap());
        assert_eq!(ours.len(), wanted.len(), "{percent} %: {ours:?} {wanted:?}");
        for (our, want) in ours.iter().zip(wanted) {
            for count in ["kind", "gold", "found", "right"] {
                assert_eq!(our[count], want[count], "{percent} %: {our} {want}");
            }
            for share in ["precision", "recall", "f1"] {
                let three = |row: &Value| row[share].as_f64().map(|x| format!("{x:.3}"));
                assert_eq!(three(our), three(want), "{percent} %: {our} {want}");
            }
            let f1 = our["f1"].as_f64().unwrap_or(1.0);
            imperfect += usize::from(0.02 < f1 && f1 < 0.98);
        }
    }
    assert!(imperfect > 60, "only {imperfect} scores that say something");
}

/// The likeness of texts is that of difflib to the last digit, with its treatment of characters
/// that are frequent in long texts.
#[test]
fn ratios_are_those_of_difflib() {
    const TOOL: &str = "import difflib, json, sys\nfor a, b in json.load(sys.stdin):\n    \
                        print(repr(difflib.SequenceMatcher(None, a, b).ratio()))";
    let mut dice = Dice::new(23);
    let mut text = |longest: usize| -> String {
        let (length, letters) = (dice.below(longest), 2 + dice.below(40));
        let letters: Vec<char> = ('あ'..).take(letters).collect();
        (0..length).map(|_| dice.of(&letters)).collect()
    };
    let mut pairs = Vec::new();
    for longest in [1, 8, 40, 199, 260, 700] {
        for _ in 0..60 {
            let (one, other) = (text(longest), text(longest));
            // A piece in both, so that long texts have something in common, too.
            let piece = text(longest);
            pairs.push((format!("{one}{piece}"), format!("{piece}{other}")));
            pairs.push((one, other));
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), serde_json::to_string(&pairs).unwrap()).unwrap();
    let input = fs::File::open(file.path()).unwrap();
    let Ok(output) = Command::new("python3").args(["-c", TOOL]).stdin(input).output() else {
        println!("skipped: there is no python3");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), pairs.len());
    for ((a, b), wanted) in pairs.iter().zip(lines.lines()) {
        assert_eq!(ratio(a, b), wanted.parse::<f64>().unwrap(), "{a} {b}");
    }
}

/// The records of all documents of a folder.
fn extracted(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let read = |path| values(&format!("{}", Path::display(path)), &fs::read(path).unwrap());
    paths.iter().flat_map(|path| read(path)).collect()
}

/// The scores on all gold files of a folder.
fn scores(records: &[Value], gold: &Path) -> Scores {
    let mut documents = Documents::default();
    records.iter().for_each(|record| documents.add(record.clone()));
    let mut scores = Scores::default();
    let mut files: Vec<_> = fs::read_dir(gold).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.to_string_lossy().ends_with(".gold.json")) {
        let gold = Gold::parse(&fs::read_to_string(file).unwrap()).unwrap();
        assert!(scores.add(&gold, &documents), "{} was not read", gold.file());
    }
    scores
}

/// What the tool of the gold prints; none where there is no Python.
fn tool_rows(tool: &Path, records: &[Value], gold: &Path) -> Option<Value> {
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let output =
        Command::new("python3").arg(tool).arg(file.path()).arg(gold).arg("--json").output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

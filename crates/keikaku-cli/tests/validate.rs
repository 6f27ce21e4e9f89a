//! `keikaku validate`: what is right passes; each fault, planted into what is right, is named with
//! its line and its field.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use keikaku_record::{RecordKind, SCHEMA_VERSION, example};
use serde_json::{Value, json};

fn keikaku(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that never asks for its input leaves a broken pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A valid document with a record of each kind, on the lines 1 to 11.
fn records() -> Vec<Value> {
    RecordKind::ALL.iter().map(|&kind| serde_json::to_value(example(kind)).unwrap()).collect()
}

/// The line of the record of a kind in `records`.
fn line(kind: &str) -> usize {
    RecordKind::ALL.iter().position(|k| k.as_str() == kind).unwrap() + 1
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// The faults of an input, `LINE: FIELD: MESSAGE`, by the command; its exit code agrees with them.
fn faults(input: &str, options: &[&str]) -> Vec<String> {
    let run = keikaku(&[&["validate", "-"], options].concat(), input);
    let out = text(&run.stdout);
    let faults: Vec<String> =
        out.lines().filter_map(|line| line.strip_prefix("-:")).map(str::to_owned).collect();
    assert_eq!(run.status.code(), Some(i32::from(!faults.is_empty())), "{out}{run:?}");
    let last = out.lines().last().unwrap();
    match faults.len() {
        0 => assert!(last.ends_with(": valid"), "{out}"),
        1 => assert!(last.ends_with(": 1 fault"), "{out}"),
        many => assert!(last.ends_with(&format!(": {many} faults")), "{out}"),
    }
    faults
}

#[test]
fn the_records_of_all_fixtures_are_valid_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let out = folder.path().to_str().unwrap();
    let run = keikaku(&["extract", fixtures.to_str().unwrap(), "-o", out, "--quiet"], "");
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let records = fs::read_to_string(folder.path().join("records.ndjson")).unwrap();
    assert!(records.lines().count() > 1000);
    assert_eq!(faults(&records, &[]), [""; 0]);
    let backwards: String = records.lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(faults(&backwards, &[]), [""; 0]);
}

#[test]
fn files_of_the_same_bytes_and_files_that_are_no_text_are_valid() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        let plan = "港湾計画\n\n1 期間\n\n令和3年度から令和7年度まで\n";
        fs::write(folder.path().join(name), plan).unwrap();
    }
    fs::write(folder.path().join("d.txt"), b"%PDF-1.7\n\x00\x01\x02").unwrap();
    let folder = folder.path().to_str().unwrap();
    let run = keikaku(&["extract", folder, "-o", "-", "--quiet"], "");
    let records = text(&run.stdout);
    assert!(records.contains("duplicate_document") && records.contains("damaged"), "{records}");
    assert_eq!(faults(&records, &[]), [""; 0]);
    // Twice the same run is something else.
    let twice = format!("{records}{records}");
    let found = faults(&twice, &[]);
    assert!(found.iter().any(|fault| fault.contains(": id: ")), "{found:?}");
}

#[test]
fn kinds_that_were_not_written_are_allowed_with_partial_alone() {
    let few: Vec<Value> = records()
        .into_iter()
        .filter(|r| {
            ["document", "department", "indicator"].contains(&r["record"].as_str().unwrap())
        })
        .collect();
    assert_eq!(faults(&lines(&few), &["--partial"]), [""; 0]);
    let whole = faults(&lines(&few), &[]);
    assert!(whole.iter().any(|f| f.starts_with("2: section: ")), "{whole:?}");
    assert!(whole.iter().any(|f| f.starts_with("1: counts.table: is 1, there are 0")), "{whole:?}");
    let run = keikaku(&["validate", "-"], &lines(&few));
    assert!(text(&run.stdout).contains("--partial"));
    // What is there is still checked.
    let mut wrong = few;
    wrong[0]["counts"]["indicator"] = json!(2);
    wrong[1]["of"] = json!({"record": "indicator", "id": "nowhere"});
    let found = faults(&lines(&wrong), &["--partial"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("1: counts.indicator: is 2, there are 1"), "{found:?}");
    assert!(found[1].starts_with("2: of.id: nowhere is the id of no indicator"), "{found:?}");
}

#[test]
fn a_fault_in_one_field_is_named_with_line_and_field() {
    assert_eq!(faults(&lines(&records()), &[]), [""; 0]);
    let other = "3f2a9c51d07be846-amount-1";
    for (kind, pointer, value, field, words) in [
        // What the schema says, at every depth.
        ("amount", "/value", json!("1"), "value", r#"is "1", must be a number"#),
        ("amount", "/comparator", json!("=="), "comparator", r#"must be "=", ">=""#),
        ("amount", "/lines", json!([0, 31]), "lines[0]", "is 0, must be 1 or more"),
        ("amount", "/span", json!([1]), "span", "must have 2 or more"),
        ("amount", "/record", json!("sum"), "record", "`sum` is no kind of record"),
        ("period", "/start", json!("2020-02-30"), "start", r#"is "2020-02-30", must be a date"#),
        ("period", "/text", json!(null), "text", "is null, must be a string"),
        ("period", "/era", json!("慶応"), "era", r#""令和" or null"#),
        ("department", "/of", json!({"record": "section"}), "of.id", "is missing"),
        ("department", "/of", json!(7), "of", "is 7, must be an object or null"),
        ("indicator", "/observations/0/value", json!([]), "observations[0].value", "a list of 0"),
        ("indicator", "/observations/0/from/kind", json!("x"), "observations[0].from.kind", "cell"),
        ("indicator", "/observations/0/confidence", json!(2), "observations[0].confidence", "1"),
        ("project", "/costs/0", json!("円"), "costs[0]", "must be an object"),
        ("document", "/counts/poem", json!(0), "counts.poem", "`poem` is no kind of record"),
        // What a record says of itself.
        ("amount", "/span", json!([900, 840]), "span", "ends at 840, before it begins at 900"),
        ("statement", "/lines", json!([35, 34]), "lines", "ends at 34"),
        ("section", "/extent", json!([6, 42]), "extent", "header's lines [5, 5]"),
        ("table", "/spans/1", json!([9, 8]), "spans[1]", "ends at 8"),
        ("table", "/spans/0", json!([301, 340]), "spans[0]", "must be the span [300, 340]"),
        ("table", "/rows/0", json!(["a"]), "rows[0]", "has 1 cells, columns has 3"),
        ("indicator", "/observations/0/span", json!([9, 8]), "observations[0].span", "ends at 8"),
        ("project", "/costs/0/span", json!([9, 8]), "costs[0].span", "ends at 8"),
        ("project", "/schedule/0/fiscal_years", json!([9, 8]), "schedule[0].fiscal_years", "at 8"),
        ("period", "/resolved_from", json!([9, 8]), "resolved_from", "ends at 8"),
        // What other records say.
        ("amount", "/section", json!("nowhere"), "section", "nowhere is the id of no section"),
        (
            "period",
            "/section",
            json!(other),
            "section",
            "(line 9) is no section but of the kind amount",
        ),
        ("table", "/continues", json!("nowhere"), "continues", "nowhere is the id of no table"),
        ("department", "/of/id", json!("nowhere"), "of.id", "nowhere is the id of no section"),
        (
            "department",
            "/of/record",
            json!("project"),
            "of.id",
            "(line 2) is no project but of the kind section",
        ),
        ("statement", "/id", json!(other), "id", "is the id of line 9, too"),
        ("amount", "/lines", json!([50, 51]), "section", "holds the lines 5 to 42"),
        ("diagnostic", "/lines", json!([121, 121]), "lines", "document has the lines 1 to 120"),
        ("diagnostic", "/lines", json!([34, 34]), "lines", "byte 1000 is on line 34"),
        ("document", "/counts/table", json!(2), "counts.table", "is 2, there are 1"),
    ] {
        let mut planted = records();
        let at = line(kind);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match planted[at - 1].pointer_mut(parent).unwrap() {
            Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
            parent => parent[name] = value.clone(),
        }
        let found = faults(&lines(&planted), &[]);
        let start = format!("{at}: {field}: ");
        assert!(
            found.iter().any(|fault| fault.starts_with(&start) && fault.contains(words)),
            "{kind}{pointer} {value}: {found:?}"
        );
        // A record that is not taken in is missed by the counts; nothing else follows.
        let most = if pointer == "/record" || pointer == "/lines" { 3 } else { 1 };
        assert!(found.len() <= most, "{kind}{pointer} {value}: {found:?}");
    }
}

#[test]
fn every_field_that_is_missing_is_named() {
    for (at, record) in records().iter().enumerate() {
        // What is left out where there is nothing to say.
        let optional = |field: &String| ["spans", "boxes"].contains(&field.as_str());
        for field in record.as_object().unwrap().keys().filter(|field| !optional(field)) {
            let mut planted = records();
            planted[at].as_object_mut().unwrap().remove(field);
            let start = format!("{}: {field}: ", at + 1);
            let found = faults(&lines(&planted), &[]);
            assert!(found.iter().any(|fault| fault.starts_with(&start)), "{start}{found:?}");
        }
    }
}

#[test]
fn several_faults_of_a_record_are_all_named_without_the_record() {
    let mut planted = records();
    planted[4]["name"] = json!(1);
    planted[4]["primary"] = json!("長".repeat(500));
    planted[4]["observations"][0]["unit"] = json!(false);
    let found = faults(&lines(&planted), &[]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|fault| fault.len() < 300), "{found:?}");
}

#[test]
fn what_is_no_record_is_named() {
    let valid = lines(&records());
    for (broken, words) in [
        ("{\"record\":", "is no JSON: EOF while parsing a value at column 10"),
        ("[1]", "is a list of 1, must be an object"),
        ("7", "is 7, must be an object"),
        ("{}", "record: must name the kind"),
        ("\u{feff}{}", "is no JSON"),
    ] {
        let found = faults(&format!("{valid}\n{broken}\n"), &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("13: ") && found[0].contains(words), "{found:?}");
    }
}

#[test]
fn a_document_that_is_missing_or_another_one_is_named_once() {
    let found = faults(&lines(&records()[1..]), &[]);
    assert_eq!(found, ["1: document: 3f2a9c51d07be846 has no document record in this file"]);
    let mut planted = records();
    for record in &mut planted[8..] {
        record["document"] = planted_section();
    }
    let found = faults(&lines(&planted), &[]);
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("9: document: ") && f.contains("(line 2) is no document"))
    );
    assert!(found.iter().any(|f| f.starts_with("9: section: ") && f.contains("another document")));
    let mut planted = records();
    planted[0]["id"] = json!("other");
    let found = faults(&lines(&planted), &[]);
    assert!(found.iter().any(|f| f.starts_with("1: document: ")), "{found:?}");
}

fn planted_section() -> Value {
    json!("3f2a9c51d07be846-section-1")
}

#[test]
fn a_version_that_this_program_does_not_know_is_refused() {
    let [major, minor, patch]: [u64; 3] = SCHEMA_VERSION
        .split('.')
        .map(|p| p.parse().unwrap())
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    for (version, words) in [
        (format!("{major}.{minor}.{}", patch + 1), None),
        (format!("{major}.{}.0", minor + 1), Some("upgrade keikaku")),
        (format!("{}.0.0", major + 1), Some("upgrade keikaku")),
        (format!("{}.9.9", major - 1), Some("too old")),
        ("new".to_owned(), Some("is no version")),
    ] {
        let mut planted = records();
        planted[0]["schema_version"] = json!(version);
        let found = faults(&lines(&planted), &[]);
        assert_eq!(found.len(), usize::from(words.is_some()), "{version}: {found:?}");
        if let Some(words) = words {
            assert!(found[0].starts_with("1: schema_version: ") && found[0].contains(words));
        }
    }
}

#[test]
fn several_files_are_each_a_whole_and_faults_can_be_json() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good"), folder.path().join("bad"));
    fs::write(&good, lines(&records())).unwrap();
    fs::write(&bad, lines(&records()[1..])).unwrap();
    let [good, bad] = [good, bad].map(|path| path.to_str().unwrap().to_owned());
    let run = keikaku(&["validate", &good, &good], "");
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stdout));
    let run = keikaku(&["validate", "--json", &good, &bad], "");
    assert_eq!(run.status.code(), Some(1));
    let out = text(&run.stdout);
    let out: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(out.len(), 2);
    assert_eq!((&out[0]["file"], &out[0]["line"]), (&json!(bad), &json!(1)));
    assert_eq!(out[0]["field"], "document");
    assert_eq!(out[1], json!({"files": 2, "records": 21, "documents": 1, "faults": 1}));
    let run = keikaku(&["validate", &good, "nowhere"], "");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("nowhere"), "{}", text(&run.stderr));
    assert_eq!(keikaku(&["validate"], "").status.code(), Some(2));
}

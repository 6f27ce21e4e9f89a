//! `keikaku check`: what is as expected passes; each error, planted into good records, is named with
//! its class and its line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use run::{keikaku, text};
use serde_json::{Value, json};

const FIXTURE: &str = "schedule/kochi-digital";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// A folder with a copy of a good fixture in `good/kochi`, and its records in `records.ndjson`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("good/kochi")).unwrap();
    for file in ["source.txt", "expected.json"] {
        let from = fixtures().join(FIXTURE).join(file);
        fs::copy(from, folder.path().join("good/kochi").join(file)).unwrap();
    }
    let run = keikaku(folder.path(), &["extract", "good", "-o", "-", "--quiet"]);
    fs::write(folder.path().join("records.ndjson"), run.stdout).unwrap();
    folder
}

/// Replaces a text that the expected file holds once.
fn expect(folder: &Path, old: &str, new: &str) {
    let file = folder.join("good/kochi/expected.json");
    let before = fs::read_to_string(&file).unwrap();
    assert_eq!(before.matches(old).count(), 1, "{old}");
    fs::write(&file, before.replace(old, new)).unwrap();
}

/// What goes wrong on line 20: an expected value that the source does not have.
fn expect_wrong_value(folder: &Path) {
    let right = r#""kind": "target", "value": 15, "unit": "か所""#;
    expect(folder, right, r#""kind": "target", "value": 51, "unit": "か所""#);
}

/// Runs on a folder with a wrong value.
fn run_on_wrong_value(arguments: &[&str]) -> Output {
    let folder = folder();
    expect_wrong_value(folder.path());
    keikaku(folder.path(), arguments)
}

fn records(folder: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(folder.join("records.ndjson")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The place of the `n`th record of a kind.
fn at(records: &[Value], kind: &str, n: usize) -> usize {
    let places = records.iter().enumerate().filter(|(_, record)| record["record"] == kind);
    places.map(|(place, _)| place).nth(n).unwrap()
}

fn nth<'a>(records: &'a mut [Value], kind: &str, n: usize) -> &'a mut Value {
    let place = at(records, kind, n);
    &mut records[place]
}

#[test]
fn all_fixtures_of_the_project_are_as_expected() {
    let run = keikaku(&fixtures(), &["check", ".", "--jobs", "2"]);
    let out = text(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{out}{}", text(&run.stderr));
    assert!(out.ends_with(" fixtures, under normalised matching\n"), "{out}");
    assert!(out.contains("\n0 differences in 0 of "), "{out}");
    for matching in ["strict", "normalised", "tolerant"] {
        assert!(out.contains(&format!("{matching}: ")), "which way is which: {out}");
    }
    assert!(!out.contains('\u{1b}'), "no colours away from a terminal");
    let readme = fs::read_to_string(fixtures().join("../README.md")).unwrap();
    let (_, rows) = readme.split_once("The first rows for `keikaku check fixtures`:").unwrap();
    let rows = rows.split("```").nth(1).unwrap().strip_prefix("text\n").unwrap();
    assert!(out.contains(rows), "README.md shows others: {out}");
    let quiet = keikaku(&fixtures(), &["check", ".", "--quiet"]);
    assert_eq!(text(&quiet.stdout).lines().count(), 1);
    assert_eq!(quiet.stderr, b"");
}

type Plant = fn(&mut Vec<Value>);

#[test]
fn a_planted_error_is_named_with_its_class_and_line() {
    let plants: &[(&str, Plant, u64)] = &[
        ("value", |r| nth(r, "indicator", 0)["observations"][1]["value"] = json!(51), 20),
        ("unit", |r| nth(r, "indicator", 0)["observations"][1]["unit"] = json!("件"), 20),
        (
            "year",
            |r| {
                let observation = &mut nth(r, "indicator", 0)["observations"][1];
                observation["start"] = json!("2024-04-01");
                observation["end"] = json!("2025-03-31");
                observation["fiscal_year"] = json!(2024);
            },
            20,
        ),
        ("role", |r| nth(r, "department", 0)["role"] = json!("author"), 15),
        ("department", |r| nth(r, "department", 10)["name"] = json!("総務課"), 35),
        (
            "missing record",
            |r| {
                let place = at(r, "indicator", 0);
                r.remove(place);
            },
            20,
        ),
        (
            "extra record",
            |r| {
                let copy = nth(r, "indicator", 1).clone();
                r.push(copy);
            },
            21,
        ),
        (
            "span",
            |r| {
                let span = &mut nth(r, "department", 0)["span"];
                let [start, end] = [0, 1].map(|i| span[i].as_u64().unwrap());
                *span = json!([start + 1, end + 1]);
            },
            15,
        ),
    ];
    let folder = folder();
    let good = records(folder.path());
    let source = fs::read_to_string(folder.path().join("good/kochi/source.txt")).unwrap();
    for (class, plant, line) in plants {
        let mut planted = good.clone();
        plant(&mut planted);
        let lines: String = planted.iter().map(|record| format!("{record}\n")).collect();
        fs::write(folder.path().join("planted.ndjson"), lines).unwrap();
        let run =
            keikaku(folder.path(), &["check", "good", "--records", "planted.ndjson", "--quiet"]);
        let out = text(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{class}: {out}{}", text(&run.stderr));
        let first = out.lines().next().unwrap();
        assert!(first.contains(&format!(" on line {line} ")), "{class}: {out}");
        assert!(first.ends_with(&format!(" [{class}]")), "{class}: {out}");
        let shown = source.lines().nth(usize::try_from(*line).unwrap() - 1).unwrap();
        assert!(out.contains(&format!("{line} | {shown}\n")), "{class}: {out}");
        assert!(out.contains("    expected ") && out.contains("    found    "), "{out}");
        let outcome =
            format!("1 difference in 1 of 1 fixture, under normalised matching: {class} 1");
        assert_eq!(out.lines().last(), Some(outcome.as_str()));
    }
}

#[test]
fn the_way_of_matching_decides_what_is_a_difference() {
    let folder = folder();
    let spaced = r#""name": "へき地遠隔 診療支援事業""#;
    expect(folder.path(), r#""name": "へき地遠隔診療支援事業""#, spaced);
    for (matching, code) in [("strict", 1), ("normalised", 0), ("tolerant", 0)] {
        let run = keikaku(folder.path(), &["check", "good", "-q", "--matching", matching]);
        assert_eq!(run.status.code(), Some(code), "{matching}: {}", text(&run.stdout));
    }
    expect(folder.path(), spaced, r#""name": "へき地遠隔診療の支援事業""#);
    for (matching, code) in [("normalised", 1), ("tolerant", 0)] {
        let run = keikaku(folder.path(), &["check", "good", "-q", "--matching", matching]);
        assert_eq!(run.status.code(), Some(code), "{matching}: {}", text(&run.stdout));
    }
}

#[test]
fn json_holds_metrics_and_differences_and_nothing_stands_beside_it() {
    let run = run_on_wrong_value(&["check", "good", "--json", "--min-f1", "indicator=0.5"]);
    let report: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(report["passed"], json!(false));
    assert_eq!(report["classes"], json!({"value": 1}));
    let difference = &report["fixtures"][0]["differences"][0];
    assert_eq!(difference["field"], "observations[1].value");
    assert_eq!((&difference["expected"], &difference["found"]), (&json!(51), &json!(15)));
    assert_eq!(difference["source"][0]["number"], 20);
    let rows = report["fields"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == "observation.value").unwrap();
    let f1 = row["normalised"]["f1"].as_f64().unwrap();
    assert!(0.9 < f1 && f1 < 1.0, "{row}");
    assert_eq!(report["min_f1"][0]["holds"], true);
}

#[test]
fn junit_has_a_case_for_each_kind_and_markdown_a_row_for_each_difference() {
    let folder = folder();
    expect_wrong_value(folder.path());
    let arguments = ["check", "good", "--junit", "check.xml", "--markdown", "check.md", "-q"];
    let run = keikaku(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(1));
    let junit = fs::read_to_string(folder.path().join("check.xml")).unwrap();
    assert!(junit.starts_with("<?xml"), "{junit}");
    assert!(junit.contains(r#"tests="6" skipped="0" failures="1""#), "{junit}");
    assert!(junit.contains("   20 | オンライン診療を行う診療所の数    7か所    15か所"), "{junit}");
    assert!(junit.contains(r#"name="indicator""#), "{junit}");
    assert!(junit.contains("value is 15, expected 51 [value]"), "{junit}");
    assert_eq!(unclosed(&junit), [""; 0]);
    let markdown = fs::read_to_string(folder.path().join("check.md")).unwrap();
    let row = "| good/kochi | 20 | indicator | observations[1].value | 51 | 15 | value | 20: ";
    assert!(markdown.contains(row), "{markdown}");
    let run = keikaku(folder.path(), &["check", "good", "--markdown", "-"]);
    assert_eq!(text(&run.stdout), markdown);
}

/// The tags of XML that are not closed where they should be.
fn unclosed(xml: &str) -> Vec<&str> {
    let mut open = Vec::new();
    for piece in xml.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap();
        let name = tag.split_whitespace().next().unwrap();
        match name.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => _ = open.pop(),
            Some(_) => open.push(name),
            None if tag.ends_with('/') || tag.starts_with(['?', '!']) => {}
            None => open.push(name),
        }
    }
    open
}

#[test]
fn a_floor_decides_instead_of_single_differences() {
    let folder = folder();
    expect_wrong_value(folder.path());
    for (floors, code) in [
        (&["observation.value=0.5", "all=0.9"][..], 0),
        (&["observation.value=0.99"], 1),
        (&["department=1", "observation=0.99"], 1),
        (&["department=1.0", "department.name=1"], 0),
    ] {
        let floors = floors.iter().flat_map(|floor| ["--min-f1", floor]);
        let arguments: Vec<&str> = ["check", "good", "-q"].into_iter().chain(floors).collect();
        let run = keikaku(folder.path(), &arguments);
        let out = text(&run.stdout);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {out}");
        assert!(out.contains("[value]"), "the difference is printed all the same: {out}");
        assert_eq!(out.contains("is below 0.99"), code == 1, "{out}");
    }
}

#[test]
fn an_update_says_what_it_changes_and_then_passes() {
    let folder = folder();
    let file = folder.path().join("good/kochi/expected.json");
    let good = fs::read_to_string(&file).unwrap();
    expect_wrong_value(folder.path());
    expect(
        folder.path(),
        r#"    {"line": 15, "name": "デジタル政策課", "unit": null, "role": "lead"},"#,
        "",
    );
    for (arguments, words) in [
        (&["check", "good", "--update", "--quiet"][..], "    expected 51\n    found    15\n"),
        (&["check", "good", "--update", "--quiet"], ""),
    ] {
        let run = keikaku(folder.path(), arguments);
        let out = text(&run.stdout);
        assert_eq!(run.status.code(), Some(0), "{out}");
        assert!(out.contains(words), "{out}");
        let rewritten = out.contains("rewritten: good/kochi/expected.json\n");
        assert_eq!(rewritten, !words.is_empty(), "{out}");
        assert_eq!(out.contains("[extra record]"), !words.is_empty(), "{out}");
        assert!(out.ends_with("0 differences in 0 of 1 fixture, under normalised matching\n"));
        assert_eq!(fs::read_to_string(&file).unwrap(), good, "byte for byte");
    }
}

#[test]
fn an_update_does_not_hide_a_wrong_span() {
    let folder = folder();
    let mut planted = records(folder.path());
    nth(&mut planted, "department", 0)["span"] = json!([1, 4]);
    let lines: String = planted.iter().map(|record| format!("{record}\n")).collect();
    fs::write(folder.path().join("records.ndjson"), lines).unwrap();
    let run = keikaku(folder.path(), &["check", "good", "--records", "records.ndjson", "--update"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stdout).contains("[span]"), "{}", text(&run.stdout));
}

#[test]
fn options_say_how_a_source_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, options) in [("a", ""), ("b", r#"{"encoding": "shift_jis"}"#)] {
        let fixture = folder.path().join(name);
        fs::create_dir(&fixture).unwrap();
        // 令和3年度 in Windows-31J; too short to be told from other encodings for sure.
        fs::write(fixture.join("source.txt"), b"\x97\xDF\x98\x613\x94\x4E\x93\x78\n").unwrap();
        let expected =
            r#"{"document": {"encoding": "Shift_JIS"}, "period": [{"text": "令和3年度"}]}"#;
        fs::write(fixture.join("expected.json"), expected).unwrap();
        if !options.is_empty() {
            fs::write(fixture.join("options.json"), options).unwrap();
        }
    }
    let run = keikaku(folder.path(), &["check", "b"]);
    assert_eq!(run.status.code(), Some(0), "{}{}", text(&run.stdout), text(&run.stderr));
    // The same bytes twice are two fixtures, and no copy of each other.
    fs::write(folder.path().join("a/options.json"), r#"{"encoding": "shift_jis"}"#).unwrap();
    for name in ["a", "b"] {
        fs::write(folder.path().join(name).join("expected.json"), r#"{"diagnostic": []}"#).unwrap();
    }
    let run = keikaku(folder.path(), &["check", "."]);
    assert_eq!(run.status.code(), Some(0), "{}{}", text(&run.stdout), text(&run.stderr));
}

#[test]
fn records_of_another_source_are_none() {
    let folder = folder();
    let source = folder.path().join("good/kochi/source.txt");
    let changed = fs::read_to_string(&source).unwrap() + "\n追記\n";
    fs::write(source, changed).unwrap();
    let arguments =
        ["check", "good", "--records", "records.ndjson", "-q", "--min-f1", "indicator=0"];
    let run = keikaku(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(1));
    let words = "none of the records are of good/kochi/source.txt as it is now";
    assert!(text(&run.stdout).contains(words), "{}", text(&run.stdout));
}

#[test]
fn gold_annotations_are_scored_fact_by_fact() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("gold")).unwrap();
    fs::write(folder.path().join("plan.txt"), "港湾計画\n\n1 期間\n\n令和3年度と令和4年度\n")
        .unwrap();
    let gold = json!({"document": {"file": "plan.txt"}, "periods": [
        {"line": 5, "text": "令和3年度", "start": "2021-04-01", "end": "2022-03-31"},
        {"line": 5, "text": "令和4年度", "start": "2022-04-01", "end": "2023-03-30"},
    ]});
    fs::write(folder.path().join("gold/plan.gold.json"), gold.to_string()).unwrap();
    let run = keikaku(folder.path(), &["check", "--gold", "gold", "plan.txt", "--misses", "1"]);
    let out = text(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{out}{}", text(&run.stderr));
    let row = "period                         2      2      1  0.500  0.500  0.500\n";
    assert!(out.contains(row), "{out}");
    assert!(out.contains("missed period [5,\"令和4年度\""), "{out}");
    let run = keikaku(folder.path(), &["extract", "plan.txt", "-o", "-", "-q"]);
    fs::write(folder.path().join("records.ndjson"), run.stdout).unwrap();
    let arguments = ["check", "--gold", "gold", "--records", "records.ndjson", "--json"];
    let run = keikaku(folder.path(), &arguments);
    let rows: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&rows[0]["kind"], &rows[0]["f1"]), (&json!("period"), &json!(0.5)));
    for (floor, code) in [("period=0.5", 0), ("period=0.51", 1), ("all=0.5", 0)] {
        let run = keikaku(folder.path(), &[&arguments[..], &["--min-f1", floor]].concat());
        assert_eq!(run.status.code(), Some(code), "{floor}");
    }
    fs::write(folder.path().join("records.ndjson"), "").unwrap();
    let run = keikaku(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("no document record for plan.txt"));
}

#[test]
fn what_cannot_be_checked_says_why_and_exits_with_2() {
    let folder = folder();
    let write = |file: &str, text: &str| {
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let broken = "{\n  \"amount\": [\n    {\"line\": 3 \"value\": 5}\n  ]\n}\n";
    write("broken/a/expected.json", broken);
    write("broken/a/source.txt", "計画\n");
    write("misspelt/a/expected.json", &broken.replace("3 \"value\"", "3, \"vaule\""));
    write("misspelt/a/source.txt", "計画\n");
    write("optional/a/expected.json", "{}");
    write("optional/a/source.txt", "計画\n");
    write("optional/a/options.json", "{\n\"encodnig\": \"euc-jp\"}");
    write("alone/a/source.txt", "計画\n");
    write("empty/nothing.txt", "計画\n");
    write("gold/a.gold.json", "{\"document\": {\"file\": \"a.txt\"},\n \"periods\": [}");
    write("records.txt", "{\"record\": \"document\", \"id\": \"d\"}\n{\"record\":\n");
    for (arguments, words) in [
        (&["nowhere"][..], "nowhere"),
        (&["empty"], "no fixture below empty"),
        (&["alone"], "alone/a/expected.json"),
        (&["broken"], "broken/a/expected.json:3: not the JSON expected: "),
        (&["misspelt"], "misspelt/a/expected.json:3: amount has no field `vaule`"),
        (&["optional"], "optional/a/options.json:2: `encodnig` is no option"),
        (&["good", "--records", "nowhere.ndjson"], "nowhere.ndjson"),
        (&["good", "--records", "records.txt"], "records.txt:2: no record: EOF"),
        (&["good", "--min-f1", "poem=0.9"], "no metric is called `poem`; there are: department, "),
        (&["good", "--min-f1", "indicator=95"], "95 is no number from 0 to 1"),
        (&["good", "--min-f1", "indicator"], "NAME=F1"),
        (&["good", "--matching", "kind"], "strict, normalised, tolerant"),
        (&["good", "--json", "--junit", "-"], "standard output"),
        (&["good", "--update", "--matching", "strict"], "--matching"),
        (&["good", "--junit", "good/kochi/source.txt/x"], "cannot write good/kochi/source.txt/x"),
        (&["--gold", "good"], "--records"),
        (&["--gold", "gold", "good"], "gold/a.gold.json:2: "),
        (&["--gold", "empty", "good"], "no .gold.json in empty"),
        (&[], "PATH"),
    ] {
        let run = keikaku(folder.path(), &[&["check"], arguments].concat());
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {said}{}", text(&run.stdout));
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(said.matches("os error").count() <= 1, "{said}");
    }
}

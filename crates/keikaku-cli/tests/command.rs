//! The command as a person meets it: exit codes, messages, what is written where.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

mod run;

use std::fs;
use std::process::Command;

use run::{keikaku, text};

#[test]
fn a_folder_is_read_and_a_table_closes_the_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("plans")).unwrap();
    fs::write(
        folder.path().join("plans/a.txt"),
        "港湾計画\n\n1 期間\n\n令和3年度から令和7年度まで\n",
    )
    .unwrap();
    let run = keikaku(folder.path(), &["extract", "plans"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(text(&run.stderr).contains("documents"), "{}", text(&run.stderr));
    assert!(run.stdout.is_empty());
    let records = fs::read_to_string(folder.path().join("out/records.ndjson")).unwrap();
    assert!(records.contains(r#""path":"a.txt""#) && records.contains("2026-03-31"), "{records}");
    assert!(!text(&run.stderr).contains('\u{1b}'), "no colours away from a terminal");
}

#[test]
fn standard_output_holds_records_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.dump"), "計画\n").unwrap();
    let run = keikaku(folder.path(), &["extract", "a.dump", "-o", "-", "--quiet"]);
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(text(&run.stdout).lines().count(), 1);
    assert!(run.stderr.is_empty());
}

#[test]
fn a_damaged_pdf_is_named_as_what_it_is_and_makes_the_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), b"%PDF-1.7\n\x00\x01\x02").unwrap();
    let run = keikaku(folder.path(), &["extract", "plan.txt", "-o", "-"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stdout).contains("PDF"), "{}", text(&run.stdout));
}

#[test]
fn kinds_that_are_not_written_do_not_hide_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), b"%PDF-1.7\n\x00\x01\x02").unwrap();
    let run = keikaku(folder.path(), &["extract", "plan.txt", "-o", "-", "--kinds", "indicator"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("error damaged"), "{}", text(&run.stderr));
    assert_eq!(text(&run.stdout).lines().count(), 1);
}

#[test]
fn a_dash_reads_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("plan.txt");
    fs::write(&input, "港湾計画\n").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .args(["extract", "-", "-o", "-", "--quiet"])
        .stdin(fs::File::open(&input).unwrap())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(text(&run.stdout).contains(r#""path":"-""#), "{}", text(&run.stdout));
}

#[test]
fn a_reason_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), "港湾計画\n").unwrap();
    for arguments in [&["extract", "nowhere"][..], &["extract", "plan.txt", "-o", "plan.txt/out"]] {
        let run = keikaku(folder.path(), arguments);
        assert_eq!(run.status.code(), Some(2));
        assert_eq!(text(&run.stderr).matches("os error").count(), 1, "{}", text(&run.stderr));
    }
}

#[test]
fn what_cannot_run_says_why_and_exits_with_2() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), "港湾計画\n").unwrap();
    for (arguments, words) in [
        (&["extract", "no-such-folder"][..], "no-such-folder"),
        (&["extract", ".", "--encoding", "klingon"], "klingon"),
        (&["extract", ".", "--dictionary", "nowhere"], "nowhere"),
        (&["extract", ".", "--kinds", "poems"], "poems"),
        (&["extract"], "PATH"),
        (&["inspect", "text", "no-such-file"], "no-such-file"),
    ] {
        let run = keikaku(folder.path(), arguments);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(text(&run.stderr).contains(words), "{arguments:?}: {}", text(&run.stderr));
    }
}

#[test]
fn every_stage_can_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.txt"),
        "港湾計画\n\n1 指標\n\n指標\t2018\t2019\n来港者数\t10人\t20人\n",
    )
    .unwrap();
    for (stage, words) in [
        ("text", "UTF-8"),
        ("blocks", "header"),
        ("tables", "来港者数"),
        ("tokens", "港湾"),
        ("mentions", "来港者数"),
    ] {
        let run = keikaku(folder.path(), &["inspect", stage, "a.txt"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        assert!(text(&run.stdout).contains(words), "{stage}: {}", text(&run.stdout));
        let json = keikaku(folder.path(), &["inspect", stage, "a.txt", "--json"]);
        assert!(
            text(&json.stdout)
                .lines()
                .all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()),
            "{stage}"
        );
    }
}

#[test]
fn schemas_and_licences_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let schema = keikaku(folder.path(), &["schema", "indicator"]);
    assert!(text(&schema.stdout).contains("https://json-schema.org/draft/2020-12/schema"));
    let licenses = keikaku(folder.path(), &["--licenses"]);
    assert!(text(&licenses.stdout).contains("Nara Institute of Science and Technology"));
}

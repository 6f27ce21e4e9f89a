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

/// A plan with so many characters that only its writer's fonts know.
fn odd(count: usize) -> String {
    let lines = (0..count).map(|n| format!("港の名は{n}番目の\u{E000}である。\n\n"));
    format!("港湾計画\n\n{}", lines.collect::<String>())
}

#[test]
fn warnings_are_printed_where_they_are_the_first_twenty_by_code() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("plans")).unwrap();
    fs::write(folder.path().join("plans/a.txt"), odd(30)).unwrap();
    let run = keikaku(folder.path(), &["extract", "plans"]);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
    let shown = |said: &str| said.lines().filter(|line| line.starts_with("a.txt:")).count();
    assert!(said.contains("warning private_use_character, 20 of 30"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("a.txt:3: ")), "{said}");
    assert_eq!(shown(&said), 20);
    assert!(said.contains("20 of 30 warnings and errors are shown: --verbose shows all"), "{said}");
    // Of a run that had nothing to read, too, and all of them.
    let run = keikaku(folder.path(), &["extract", "plans", "--verbose"]);
    let said = text(&run.stderr);
    assert_eq!(shown(&said), 30, "{said}");
    assert!(said.contains("nothing was changed") && !said.contains("are shown"), "{said}");
    let arguments =
        ["extract", "plans", "--quiet", "--findings", "out/all.ndjson", "--fail-on", "warning"];
    let run = keikaku(folder.path(), &arguments);
    assert_eq!((run.status.code(), text(&run.stderr).as_str()), (Some(1), ""));
    let findings = fs::read_to_string(folder.path().join("out/all.ndjson")).unwrap();
    let first: serde_json::Value = serde_json::from_str(findings.lines().next().unwrap()).unwrap();
    assert_eq!((findings.lines().count(), &first["line"]), (30, &serde_json::json!(3)));
    assert_eq!(first["code"], "private_use_character");
}

#[test]
fn files_that_are_not_read_are_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("plans")).unwrap();
    for name in ["budget.xlsx", "scan.PNG", "plan.docx", "notes.json"] {
        fs::write(folder.path().join("plans").join(name), "x").unwrap();
    }
    let run = keikaku(folder.path(), &["extract", "plans"]);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "nothing but such files: {said}");
    assert!(said.contains("plans/budget.xlsx: a spreadsheet is not read: save"), "{said}");
    assert!(said.contains("plans/scan.PNG: an image has no text: recognise"), "{said}");
    assert!(said.contains("plans/plan.docx: a file of an office program is not read"), "{said}");
    assert!(!said.contains("notes.json"), "{said}");
    fs::write(folder.path().join("plans/a.txt"), "港湾計画\n").unwrap();
    for _ in 0..2 {
        let run = keikaku(folder.path(), &["extract", "plans"]);
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("error skipped_file\nplans/budget.xlsx: "), "{said}");
    }
}

#[test]
fn records_are_split_by_kind() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("plans")).unwrap();
    let plan = "港湾計画\n\n1 指標\n\n指標\t2018\t2019\n来港者数\t10人\t20人\n";
    fs::write(at.join("plans/a.txt"), plan).unwrap();
    fs::write(at.join("plans/b.txt"), plan.replace("来港", "来館")).unwrap();
    // The second time half of it is as it was.
    for _ in 0..2 {
        let run = keikaku(at, &["extract", "plans", "--split"]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let records = fs::read_to_string(at.join("out/records.ndjson")).unwrap();
        let mut count = 0;
        for entry in fs::read_dir(at.join("out/records")).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.file_stem().unwrap().to_str().unwrap();
            let begin = format!(r#"{{"record":"{kind}","#);
            let wanted = records.lines().filter(|line| line.starts_with(&begin));
            let lines = fs::read_to_string(&path).unwrap();
            assert!(lines.lines().eq(wanted), "{kind}");
            count += lines.lines().count();
        }
        assert_eq!(count, records.lines().count());
        fs::write(at.join("plans/b.txt"), plan.replace("来港", "入港")).unwrap();
    }
    let run = keikaku(at, &["extract", "plans", "--split", "-o", "-"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("--split writes into the folder"), "{}", text(&run.stderr));
}

/// What others wrote does not steer the terminal.
#[cfg(unix)]
#[test]
fn no_escape_sequence_of_a_document_or_a_path_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{202E}";
    fs::create_dir(at.join("plans")).unwrap();
    let named = format!("plans/{evil}.txt");
    let content =
        format!("港湾計画{evil}\n\n1 指標{evil}\n\n指標\t2018\n来港者数{evil}\t10人{evil}\n");
    fs::write(at.join(&named), format!("{}{content}", odd(1))).unwrap();
    fs::write(at.join(format!("plans/{evil}.xlsx")), "x").unwrap();
    let out = format!("out{evil}");
    let database = format!("{out}/keikaku.sqlite");
    let records = format!("{out}/records.ndjson");
    for arguments in [
        &["extract", "plans", "-o", &out][..],
        &["extract", evil],
        &["extract", "plans", "--to", evil],
        &["extract", "plans", "--kinds", evil],
        &["query", &database, "来港者数"],
        &["query", evil, "来港者数"],
        &["show", &database, evil],
        &["remove", &database, evil],
        &["validate", &records, evil],
        &["export", "costs", evil],
        &["inspect", "text", &named],
        &["inspect", "blocks", &named],
        &["inspect", "tables", &named],
        &["inspect", "tokens", &named],
        &["inspect", "mentions", &named],
        &["load", evil, "--to", "csv:a"],
        &["schema", evil],
    ] {
        let run = keikaku(at, arguments);
        let said = text(&run.stderr) + &text(&run.stdout);
        assert!(!said.is_empty(), "{arguments:?}");
        for harmful in ['\u{1b}', '\u{7}', '\u{202E}'] {
            assert!(!said.contains(harmful), "{arguments:?}: {said:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_and_pipes_are_named_and_not_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir_all(at.join("plans/sub")).unwrap();
    fs::write(at.join("secret.txt"), "港湾計画\n").unwrap();
    fs::write(at.join("plans/a.txt"), "道路計画\n").unwrap();
    symlink("../secret.txt", at.join("plans/link.txt")).unwrap();
    symlink("..", at.join("plans/sub/round")).unwrap();
    let made = Command::new("mkfifo").arg(at.join("plans/pipe.txt")).status().unwrap();
    assert!(made.success());
    let run = keikaku(at, &["extract", "plans", "-o", "-"]);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
    assert!(said.contains("plans/link.txt: it is a link that leads out of the folder"), "{said}");
    assert!(said.contains("plans/sub/round: it is a link that leads back"), "{said}");
    assert!(said.contains("plans/pipe.txt: it is a pipe, a socket or a device"), "{said}");
    assert!(!text(&run.stdout).contains("港湾計画"));
    let run = keikaku(at, &["extract", "plans/pipe.txt", "-o", "-"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("plans/pipe.txt: it is a pipe"), "{}", text(&run.stderr));
}

#[test]
fn documents_that_gave_nothing_are_counted_and_the_first_have_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let plans = folder.path().join("plans");
    fs::create_dir(&plans).unwrap();
    fs::write(plans.join("a.txt"), "港湾計画\n\n指標\t2018\t2019\n来港者数\t10人\t20人\n").unwrap();
    fs::write(plans.join("b.txt"), b"%PDF-1.7\n\x00\x01\x02").unwrap();
    for number in 0..6 {
        fs::write(plans.join(format!("c{number}.txt")), format!("港湾計画{number}\u{E000}\n"))
            .unwrap();
    }
    for _ in 0..2 {
        let said = text(&keikaku(folder.path(), &["extract", "plans"]).stderr);
        assert!(said.contains("  7 documents gave nothing, the first 5 of them:\n"), "{said}");
        assert!(said.contains("\n    c3.txt: it has no tables, indicators,"), "{said}");
        let damaged = said.lines().find(|line| line.starts_with("    b.txt: ")).unwrap();
        assert!(damaged.contains("PDF") && !said.contains("    c4.txt"), "{said}");
        assert!(!said.contains("    a.txt"), "{said}");
    }
    let said = text(&keikaku(folder.path(), &["extract", "plans", "--json"]).stderr);
    assert!(said.contains("\"nothing\":7"), "{said}");
}

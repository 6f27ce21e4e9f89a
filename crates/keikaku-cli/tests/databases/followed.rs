//! Runs that follow a folder: what they leave is what a first run would leave.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::clients::{self, Tables};
use crate::server::server;
use crate::{command, keikaku, text};

/// A small plan with an indicator of its own.
fn plan(number: usize, actual: u32) -> String {
    format!(
        "第{number}次港湾計画\n\n1 指標\n\n指標\t2018年度実績\t2024年度目標\n\
         来港者数\t{actual}人\t{}人以上\n入港した船の数\t{}隻\t未定\n",
        actual * 2,
        number + 3
    )
}

/// A folder with plans in folders, a copy of one, and the same text in another encoding.
fn plans(folder: &Path, count: usize) {
    for number in 0..count {
        write(folder, &format!("{}/plan-{number:03}.txt", number % 3), &plan(number, 100));
    }
    write(folder, "2/copy.txt", &plan(1, 100));
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", plan(2, 100)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("2/wide.txt"), utf16).unwrap();
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A run that must go well; what it says.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let run = keikaku(folder, arguments);
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    text(&run.stderr)
}

/// A table of the terminal, with one space between its cells.
fn squeezed(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn every_target_of_a_run_that_follows_is_as_of_a_first_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let input = at.join("plans");
    plans(&input, 12);
    let server = server();
    let url = server.as_ref().map(|server| server.database());
    let all: Vec<String> = ["sqlite:a.sqlite", "parquet:tables", "csv:sheets", "ndjson:b.ndjson"]
        .map(str::to_owned)
        .into_iter()
        .chain(url.clone())
        .collect();
    let mut followed = vec!["extract", "plans", "--prune", "-o", "both"];
    all.iter().for_each(|target| followed.extend(["--to", target.as_str()]));
    let changes: [&dyn Fn(); 7] = [
        &|| {},
        &|| write(&input, "1/plan-001.txt", &plan(1, 250)),
        &|| fs::remove_file(input.join("0/plan-000.txt")).unwrap(),
        // Before the others, and the same as one of them.
        &|| write(&input, "0/a.txt", &plan(5, 100)),
        // The one that others are copies of.
        &|| fs::remove_file(input.join("2/plan-002.txt")).unwrap(),
        &|| fs::rename(input.join("2/plan-008.txt"), input.join("1/plan-800.txt")).unwrap(),
        &|| plans(&input, 14),
    ];
    for (step, change) in changes.into_iter().enumerate() {
        change();
        let said = run(at, &["extract", "plans", "-o", "out", "--prune"]);
        assert_eq!(said.contains("unchanged"), step > 0, "{step}: {said}");
        run(at, &followed);
        let first = format!("first-{step}");
        run(at, &["extract", "plans", "-o", &first]);

        let wanted = read(&at.join(&first).join("records.ndjson"));
        for file in ["out/records.ndjson", "both/records.ndjson", "b.ndjson"] {
            assert!(read(&at.join(file)) == wanted, "{file} after change {step}");
        }
        let rows = Tables::of_records(&wanted);
        assert_eq!(clients::sqlite(&at.join("out/keikaku.sqlite")), rows, "{step}");
        assert_eq!(clients::sqlite(&at.join("a.sqlite")), rows, "{step}");
        assert_eq!(clients::parquet(&at.join("tables")), rows, "{step}");
        assert_eq!(clients::csv(&at.join("sheets")), rows, "{step}");
        if let Some(url) = &url {
            assert_eq!(clients::postgres(url), rows, "{step}");
        }
        // What is found, and in which order.
        let found = |database: &str| text(&keikaku(at, &["query", database, "来港者"]).stdout);
        let of_first = found(&format!("{first}/keikaku.sqlite"));
        assert!(of_first.contains("来港者数"), "{of_first}");
        assert_eq!(found("out/keikaku.sqlite"), of_first, "{step}");
        assert_eq!(found("a.sqlite"), of_first, "{step}");
    }
}

#[test]
fn a_run_without_changes_writes_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 4);
    write(&at.join("plans"), "bad.txt", "%PDF-1.7 \u{0}\u{1}");
    let arguments = ["extract", "plans", "-o", "out"];
    let first = keikaku(at, &arguments);
    assert_eq!(first.status.code(), Some(1), "a document with an error");
    fs::remove_file(at.join("plans/bad.txt")).unwrap();
    run(at, &["extract", "plans", "-o", "out", "--prune"]);
    let files = ["records.ndjson", "keikaku.sqlite"];
    let written =
        || files.map(|f| fs::metadata(at.join("out").join(f)).unwrap().modified().unwrap());
    let before = written();
    let said = run(at, &arguments);
    assert!(squeezed(&said).contains(" unchanged 6 "), "{said}");
    assert!(said.contains("nothing was changed since the run before"), "{said}");
    assert!(squeezed(&said).contains(" indicator 8 "), "{said}");
    assert_eq!(written(), before);
    // What somebody else did to a target is undone.
    run(at, &["remove", "out/keikaku.sqlite", "0/plan-000.txt"]);
    run(at, &arguments);
    let records = read(&at.join("out/records.ndjson"));
    assert_eq!(clients::sqlite(&at.join("out/keikaku.sqlite")), Tables::of_records(&records));
    fs::write(at.join("out/records.ndjson"), "").unwrap();
    run(at, &arguments);
    assert_eq!(read(&at.join("out/records.ndjson")), records);
}

#[test]
fn what_is_gone_stays_until_it_is_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 6);
    run(at, &["extract", "plans", "-o", "out"]);
    let before = read(&at.join("out/records.ndjson"));
    fs::remove_file(at.join("plans/0/plan-003.txt")).unwrap();
    let said = run(at, &["extract", "plans", "-o", "out"]);
    assert!(said.contains("kept 1 documents whose files are gone, 0/plan-003.txt"), "{said}");
    assert!(said.contains("--prune removes them"), "{said}");
    assert_eq!(read(&at.join("out/records.ndjson")), before);
    // A part of the folder says nothing of the others.
    let said = run(at, &["extract", "plans/1", "-o", "out", "--prune"]);
    assert!(!said.contains("gone"), "{said}");
    assert_eq!(read(&at.join("out/records.ndjson")), before);
    let said = run(at, &["extract", "plans", "-o", "out", "--prune"]);
    assert!(said.contains("removed 1 documents whose files are gone, 0/plan-003.txt"), "{said}");
    let records = read(&at.join("out/records.ndjson"));
    assert!(!records.contains("plan-003") && records.contains("plan-004"));
    assert_eq!(clients::sqlite(&at.join("out/keikaku.sqlite")), Tables::of_records(&records));
}

#[test]
fn an_input_without_texts_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 2);
    fs::create_dir(at.join("empty")).unwrap();
    fs::write(at.join("empty/photo.png"), "").unwrap();
    run(at, &["extract", "plans", "-o", "out"]);
    let before = read(&at.join("out/records.ndjson"));
    for more in [&[][..], &["--prune"], &["--fresh"]] {
        let arguments = [&["extract", "empty", "-o", "out"], more].concat();
        let refused = keikaku(at, &arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        let said = text(&refused.stderr);
        assert!(said.contains("no text was found, and nothing was changed"), "{said}");
        assert_eq!(read(&at.join("out/records.ndjson")), before);
    }
    assert_eq!(clients::sqlite(&at.join("out/keikaku.sqlite")), Tables::of_records(&before));
}

#[test]
fn another_folder_is_refused_unless_all_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 2);
    write(at, "minutes/plan-000.txt", &plan(9, 7));
    run(at, &["extract", "plans", "-o", "out"]);
    let before = read(&at.join("out/records.ndjson"));
    let refused = keikaku(at, &["extract", "minutes", "-o", "out"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("out holds the records of ") && said.contains("--fresh"), "{said}");
    assert_eq!(read(&at.join("out/records.ndjson")), before);
    run(at, &["extract", "minutes", "-o", "out", "--fresh"]);
    let records = read(&at.join("out/records.ndjson"));
    assert!(records.contains(r#""path":"plan-000.txt""#) && !records.contains("plan-001"));
    // A folder that was moved is the same.
    fs::rename(at.join("minutes"), at.join("moved")).unwrap();
    let said = run(at, &["extract", "moved", "-o", "out"]);
    assert!(said.contains("nothing was changed"), "{said}");
    let run = keikaku(at, &["extract", "moved", "-o", "-", "--prune"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("--prune"), "{}", text(&run.stderr));
}

#[test]
fn paths_are_the_same_from_any_working_directory() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 3);
    let absolute = at.join("plans").display().to_string();
    let records = |from: &Path, paths: &[&str]| {
        let arguments = [&["extract", "-q", "-o", "-"], paths].concat();
        text(&keikaku(from, &arguments).stdout)
    };
    let wanted = records(at, &["plans"]);
    assert!(wanted.contains(r#""path":"0/plan-000.txt""#), "{wanted}");
    assert_eq!(records(&at.join("plans/0"), &[".."]), wanted);
    assert_eq!(records(Path::new("/"), &[&absolute]), wanted);
    assert_eq!(records(&at.join("plans"), &["2", "1", "0"]), wanted);
    let one = records(at, &["plans/0/plan-000.txt"]);
    assert!(one.contains(r#""path":"plan-000.txt""#), "{one}");
}

#[test]
fn what_a_run_writes_is_no_input() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(at, 3);
    let arguments = ["extract", ".", "-o", "out", "--to", "csv:out/sheets", "--to", "csv:sheets"];
    run(at, &arguments);
    let before = read(&at.join("out/records.ndjson"));
    assert!(!before.contains("sheets"));
    let said = run(at, &arguments);
    assert!(said.contains("nothing was changed"), "{said}");
    // The source of a record is found, wherever the program is run.
    let id = before.lines().find(|line| line.contains(r#""record":"indicator""#)).unwrap();
    let id = crate::records::values(id)[0]["id"].as_str().unwrap().to_owned();
    run(at, &["extract", "0", "-o", "shown"]);
    let database = at.join("shown/keikaku.sqlite").display().to_string();
    let shown = text(&keikaku(Path::new("/"), &["show", &database, &id]).stdout);
    assert!(shown.contains("^^^"), "{shown}");
    // Nor by a run that writes elsewhere.
    run(at, &["extract", ".", "-o", "other", "--to", "csv:sheets"]);
    assert_eq!(read(&at.join("other/records.ndjson")), before);
}

#[test]
fn packed_texts_are_followed_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("plans")).unwrap();
    let packed = |name: &str, text: &str| {
        let file = fs::File::create(at.join("plans").join(name)).unwrap();
        let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        packer.finish().unwrap();
    };
    packed("a.txt.gz", &plan(1, 10));
    packed("b.txt.gz", &plan(2, 10));
    run(at, &["extract", "plans", "-o", "out"]);
    let records = read(&at.join("out/records.ndjson"));
    assert!(records.contains(r#""path":"a.txt.gz""#), "{records}");
    let said = run(at, &["extract", "plans", "-o", "out"]);
    assert!(said.contains("nothing was changed"), "{said}");
    let id = records.lines().find(|line| line.contains(r#""record":"indicator""#)).unwrap();
    let id = crate::records::values(id)[0]["id"].as_str().unwrap().to_owned();
    let shown = text(&keikaku(at, &["show", "out/keikaku.sqlite", &id]).stdout);
    assert!(shown.contains("来港者数") && shown.contains("^^^"), "{shown}");
    packed("b.txt.gz", &plan(3, 10));
    let said = run(at, &["extract", "plans", "-o", "out"]);
    assert!(squeezed(&said).contains(" unchanged 1 "), "{said}");
    run(at, &["extract", "plans", "-o", "first"]);
    assert_eq!(read(&at.join("out/records.ndjson")), read(&at.join("first/records.ndjson")));
}

#[test]
fn the_same_text_twice_is_said_and_is_one_in_every_target() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    plans(&at.join("plans"), 3);
    let said = run(at, &["extract", "plans", "-o", "out"]);
    assert!(squeezed(&said).contains(" info duplicate_document 2 "), "{said}");
    let records = read(&at.join("out/records.ndjson"));
    assert_eq!(records.matches(r#""record":"document""#).count(), 5);
    assert_eq!(records.matches(r#""record":"indicator""#).count(), 6);
    assert!(records.contains("2/wide.txt has the same text as 2/plan-002.txt"), "{records}");
    assert_eq!(clients::sqlite(&at.join("out/keikaku.sqlite")), Tables::of_records(&records));
    let checked = keikaku(at, &["validate", "out/records.ndjson"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
}

/// Killed at any moment, a run leaves what was there or what it would leave, and the next one does
/// what one in peace does.
#[test]
fn a_killed_run_leaves_nothing_half() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let input = at.join("plans");
    plans(&input, 30);
    let server = server();
    let url = server.as_ref().map(|server| server.database());
    let mut arguments = vec!["extract", "plans", "-o", "out", "--prune", "--quiet"];
    let targets = ["sqlite:a.sqlite", "parquet:tables", "csv:sheets"];
    targets.iter().copied().chain(url.as_deref()).for_each(|to| arguments.extend(["--to", to]));
    run(at, &arguments);
    let mut state = 7_u64;
    for round in 0..20 {
        write(&input, &format!("1/new-{}.txt", round % 4), &plan(50, 1000 + round));
        let mut running =
            command(at, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_millis(state >> 33 & 0x1ff));
        running.kill().unwrap();
        running.wait().unwrap();
        // Each is whole.
        clients::sqlite(&at.join("a.sqlite"));
        clients::parquet(&at.join("tables"));
        if round % 3 == 0 {
            run(at, &arguments);
            run(at, &["extract", "plans", "-o", "peace", "--fresh", "--quiet"]);
            let wanted = read(&at.join("peace/records.ndjson"));
            assert!(read(&at.join("out/records.ndjson")) == wanted, "round {round}");
            let rows = Tables::of_records(&wanted);
            assert_eq!(clients::sqlite(&at.join("a.sqlite")), rows, "round {round}");
            assert_eq!(clients::parquet(&at.join("tables")), rows, "round {round}");
            assert_eq!(clients::csv(&at.join("sheets")), rows, "round {round}");
            if let Some(url) = &url {
                assert_eq!(clients::postgres(url), rows, "round {round}");
            }
            let left = fs::read_dir(at.join("out")).unwrap();
            let left = left.map(|e| e.unwrap().file_name().into_string().unwrap());
            assert!(left.into_iter().all(|name| !name.ends_with(".part")), "round {round}");
        }
    }
}

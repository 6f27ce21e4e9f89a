//! Loaders that are killed, and servers that go away: all of a load is there, or nothing.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::clients::{self, Tables};
use crate::loaded::{Target, targets};
use crate::server::{Server, connect};
use crate::{command, folder_with, load, records, text};

/// A loader that reads records from its standard input, and has taken so many of these documents
/// at least, less those that wait for the database.
fn loader(folder: &Path, target: &Target, documents: &[String]) -> Child {
    let mut loader = command(folder, &["load", "-", "--to", &target.to(), "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = loader.stdin.take().unwrap();
    for document in documents {
        input.write_all(document.as_bytes()).unwrap();
    }
    loader.stdin = Some(input);
    loader
}

/// Waits until something is so; it must come to be.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Longer documents than wait for the database at a time, so that some are in it.
fn documents() -> Vec<String> {
    (10..50).map(|number| records::long_document(number, 400)).collect()
}

#[test]
fn a_killed_loader_leaves_the_database_as_it_was() {
    let first = records::document(1);
    let folder = folder_with(&first);
    let documents = documents();
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let before = target.tables();
        for taken in [1, 20, documents.len()] {
            let mut loader = loader(folder.path(), &target, &documents[..taken]);
            loader.kill().unwrap();
            loader.wait().unwrap();
            assert_eq!(target.tables(), before, "{} after {taken}", target.url);
        }
        // At any moment of the end: all is there, or nothing.
        let whole = Tables::of_records(&format!("{first}{}", documents.concat()));
        for milliseconds in [0, 20, 60, 120, 250, 500, 1000] {
            let mut loader = loader(folder.path(), &target, &documents);
            drop(loader.stdin.take());
            thread::sleep(Duration::from_millis(milliseconds));
            loader.kill().unwrap();
            loader.wait().unwrap();
            let tables = target.tables();
            assert!(tables == before || tables == whole, "{} in part", target.url);
        }
        // And the next one loads.
        let mut next = loader(folder.path(), &target, &documents);
        drop(next.stdin.take());
        assert!(next.wait().unwrap().success());
        assert_eq!(target.tables(), whole, "{}", target.url);
    }
}

/// So much that SQLite has begun to write into the file when the loader is killed.
#[test]
fn a_half_written_file_is_what_it_was() {
    let first = records::document(1);
    let folder = folder_with(&first);
    let target = &targets(folder.path())[0];
    load(folder.path(), "records.ndjson", &[&target.to()]);
    let before = (target.tables(), fs::metadata(&target.url).unwrap().len());
    let long: Vec<String> = (0..5).map(|n| records::long_document(100 + n, 60_000)).collect();
    let mut loader = loader(folder.path(), target, &long);
    drop(loader.stdin.take());
    until("the file grows", || fs::metadata(&target.url).unwrap().len() > before.1);
    loader.kill().unwrap();
    loader.wait().unwrap();
    assert!(Path::new(&format!("{}-journal", target.url)).exists());
    assert_eq!(target.tables(), before.0);
    load(folder.path(), "records.ndjson", &[&target.to()]);
    assert_eq!(target.tables(), before.0);
}

/// What went wrong is said at once, whoever still holds the standard input open.
#[test]
fn a_failed_load_does_not_wait_for_more_input() {
    let folder = folder_with("");
    let target = &targets(folder.path())[0];
    let first = records::document(1);
    let mut loader =
        loader(folder.path(), target, &[first.clone(), first[..200].to_owned() + "\n"]);
    until("it ends", || loader.try_wait().unwrap().is_some());
    assert_eq!(loader.wait().unwrap().code(), Some(2));
}

/// What `extract` makes anew is made under the locks of the database that it replaces.
#[test]
fn a_database_is_made_anew_after_whoever_loads_into_it() {
    let folder = folder_with(&records::document(1));
    fs::write(folder.path().join("plan.txt"), "港湾計画\n").unwrap();
    fs::create_dir(folder.path().join("out")).unwrap();
    let url = folder.path().join("out/keikaku.sqlite").display().to_string();
    let target = Target { url, server: None };
    let extract = ["extract", "plan.txt", "-o", "out"];
    load(folder.path(), "records.ndjson", &[&target.to()]);
    let before = fs::metadata(&target.url).unwrap().len();
    let long: Vec<String> = (0..5).map(|n| records::long_document(100 + n, 60_000)).collect();
    let grown = || fs::metadata(&target.url).unwrap().len() > before;

    // Behind a loader that is not done.
    let mut running = loader(folder.path(), &target, &long);
    until("the file grows", grown);
    let extraction = command(folder.path(), &extract).stderr(Stdio::null()).spawn().unwrap();
    drop(running.stdin.take());
    assert!(running.wait().unwrap().success());
    assert!(extraction.wait_with_output().unwrap().status.success());
    let records = fs::read_to_string(folder.path().join("out/records.ndjson")).unwrap();
    assert_eq!(target.tables(), Tables::of_records(&records));

    // Beside the journal that a killed one left, without its database.
    fs::remove_file(&target.url).unwrap();
    fs::write(format!("{}-journal", target.url), [0x5a; 4096]).unwrap();
    assert!(command(folder.path(), &extract).output().unwrap().status.success());
    assert_eq!(target.tables(), Tables::of_records(&records));

    // And over what a killed one left.
    load(folder.path(), "records.ndjson", &[&target.to()]);
    let before = fs::metadata(&target.url).unwrap().len();
    let mut killed = loader(folder.path(), &target, &long);
    until("the file grows", || fs::metadata(&target.url).unwrap().len() > before);
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(command(folder.path(), &extract).output().unwrap().status.success());
    assert_eq!(target.tables(), Tables::of_records(&records));
}

#[test]
fn a_cut_connection_leaves_the_database_as_it_was() {
    let folder = folder_with(&records::document(1));
    let documents = documents();
    for target in targets(folder.path()).into_iter().filter(|t| t.server.is_some()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let before = target.tables();
        let mut client = connect(&target.url);
        for taken in [0, 20, documents.len()] {
            let mut loader = loader(folder.path(), &target, &documents[..taken]);
            let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                       WHERE application_name = 'keikaku' AND datname = current_database()";
            until("the loader is there", || {
                client.query_one(cut, &[]).unwrap().get::<_, i64>(0) > 0
            });
            // It may be gone already, and its input with it.
            let mut input = loader.stdin.take().unwrap();
            let _ = input.write_all(documents.concat().as_bytes());
            drop(input);
            let run = loader.wait_with_output().unwrap();
            assert_eq!(run.status.code(), Some(2));
            let said = text(&run.stderr);
            assert!(said.starts_with("keikaku: postgres://"), "{said}");
            assert_eq!(target.tables(), before, "after {taken}");
        }
        load(folder.path(), "records.ndjson", &[&target.to()]);
        assert_eq!(target.tables(), before);
    }
}

#[test]
fn a_server_that_is_killed_comes_back_with_what_it_had() {
    // Its own, since others would miss theirs.
    let Some(server) = Server::another() else { return };
    let folder = folder_with(&records::document(1));
    let target = Target { url: server.database(), server: Some(server.into()) };
    load(folder.path(), "records.ndjson", &[&target.to()]);
    let before = target.tables();
    let documents = documents();
    let mut loader = loader(folder.path(), &target, &documents);
    target.server.as_ref().unwrap().control(&["restart", "--mode", "immediate"]);
    drop(loader.stdin.take());
    let run = loader.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
    assert_eq!(target.tables(), before);
}

/// A signal ends a run without what it was writing, and with the customary code.
#[test]
fn a_signal_leaves_no_part_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let arguments = ["extract", "-", "-o", "out", "--to", "csv:out/sheets", "--split"];
        let mut running = command(folder.path(), &arguments)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_part = |name: &str| name.ends_with(".part");
        let parts = || {
            let files = walkdir::WalkDir::new(&out).into_iter().filter_map(Result::ok);
            files.filter(|entry| is_part(entry.file_name().to_str().unwrap())).count()
        };
        until("it has begun", || out.exists() && parts() > 30);
        let sent = std::process::Command::new("kill")
            .args([format!("-{signal}"), running.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(running.wait().unwrap().code(), Some(code));
        assert_eq!(parts(), 0, "after {signal}");
    }
}

/// What `nohup` starts goes on.
#[test]
fn an_ignored_hangup_ends_nothing() {
    let folder = folder_with(&records::document(1));
    let line = format!(
        "trap '' HUP; (sleep 0.3; kill -HUP $$) & exec '{}' load - --to csv:a --quiet",
        env!("CARGO_BIN_EXE_keikaku")
    );
    let mut running = std::process::Command::new("sh")
        .args(["-c", &line])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(800));
    let mut input = running.stdin.take().unwrap();
    input.write_all(records::document(1).as_bytes()).unwrap();
    drop(input);
    assert!(running.wait().unwrap().success());
}

/// The files of a run appear when they are whole.
#[test]
fn a_killed_extraction_leaves_the_files_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), "港湾計画\n").unwrap();
    let out = folder.path().join("out");
    let run = command(folder.path(), &["extract", "plan.txt"]).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let files = ["records.ndjson", "keikaku.sqlite"];
    let read = || files.map(|file| fs::read(out.join(file)).unwrap());
    let before = read();
    let mut extraction = command(folder.path(), &["extract", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("it has begun", || fs::read_dir(&out).unwrap().count() > files.len());
    extraction.kill().unwrap();
    extraction.wait().unwrap();
    assert!(read() == before);
    assert!(clients::sqlite(&out.join(files[1])).len() > 0);
}

//! Records in databases and files of tables: loaded by the command, read back by the clients of
//! each.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod asked;
mod clients;
mod equal;
mod exported;
mod followed;
mod interrupted;
mod loaded;
mod passwords;
mod records;
mod server;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs keikaku, without anything of the environment that names a server.
fn keikaku(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.current_dir(folder).args(arguments);
    for name in ["PGPASSWORD", "PGPASSFILE", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE"] {
        command.env_remove(name);
    }
    command.env("HOME", folder);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Loads records into targets; it must go well.
fn load(folder: &Path, records: &str, targets: &[&str]) {
    let mut arguments = vec!["load", records, "--quiet"];
    targets.iter().for_each(|target| arguments.extend(["--to", target]));
    let run = keikaku(folder, &arguments);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(run.stderr.is_empty(), "{}", text(&run.stderr));
}

/// A folder with records in `records.ndjson`.
fn folder_with(records: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("records.ndjson"), records).unwrap();
    folder
}

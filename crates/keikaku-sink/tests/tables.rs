//! Tables that differ need a new version: a database that was made before cannot be loaded into.
//!
//! `schemas/tables.sql` holds the tables as they are, for people to read and for this test. They
//! follow from the schemas, so that a new version of the schemas is enough for most changes;
//! `TABLES_VERSION` is raised where the rules, the indexes or the views change.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::path::PathBuf;
use std::{env, fs};

use keikaku_sink::Dialect;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas/tables.sql")
}

/// The statements without what is said of them, which may change at any time.
fn statements(sql: &str) -> Vec<&str> {
    let lines = sql.lines().map(|line| line.split("-- ").next().unwrap_or_default().trim_end());
    lines.filter(|line| !line.is_empty() && !line.starts_with(VERSIONS)).collect()
}

/// How the statement begins that records the versions.
const VERSIONS: &str = "INSERT INTO keikaku ";

fn versions(sql: &str) -> &str {
    sql.lines().find(|line| line.starts_with(VERSIONS)).unwrap()
}

#[test]
fn tables_change_with_a_version_alone() {
    let now = Dialect::Sqlite.create_tables() + &Dialect::Sqlite.create_indexes();
    let stored = fs::read_to_string(file()).unwrap_or_default();
    if now == stored {
        return;
    }
    if !stored.is_empty() && versions(&stored) == versions(&now) {
        let (stored, now) = (statements(&stored), statements(&now));
        let changed = now.iter().find(|line| !stored.contains(line));
        let gone = stored.iter().find(|line| !now.contains(line));
        assert!(
            stored == now,
            "tables differ from schemas/tables.sql: {:?} is new, {:?} is gone; raise \
             TABLES_VERSION (keikaku-sink/src/relation/mod.rs)",
            changed.unwrap_or(&""),
            gone.unwrap_or(&""),
        );
    }
    if env::var_os("KEIKAKU_UPDATE").is_none() {
        panic!("schemas/tables.sql is not of now; KEIKAKU_UPDATE=1 writes it");
    }
    fs::write(file(), now).unwrap();
}

#[test]
fn what_is_said_of_tables_may_change() {
    let tables = "CREATE TABLE a ( -- Old words.\n  b TEXT -- More.\n);";
    assert_eq!(statements(tables), ["CREATE TABLE a (", "  b TEXT", ");"]);
    assert_ne!(statements(tables), statements(&tables.replace("TEXT", "INTEGER")));
}

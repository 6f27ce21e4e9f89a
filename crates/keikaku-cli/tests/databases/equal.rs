//! The same records, wherever they are loaded.

use keikaku_sink::{Database, Store};
use serde_json::Value;

use crate::clients::{self, Tables};
use crate::server::server;
use crate::{folder_with, load, records};

/// The test of the whole: each value of each record, through the client of each.
#[test]
fn records_are_equal_value_by_value_in_every_database_and_format() {
    let loaded = format!("{}{}", records::fixtures(), records::hard());
    let wanted = records::values(&loaded);
    let rows = Tables::of_records(&loaded);
    assert!(rows.len() > 5_000, "only {} rows", rows.len());
    let folder = folder_with(&loaded);
    let server = server();
    let url = server.as_ref().map(|server| server.database());
    let mut targets = vec!["sqlite:db/plans.sqlite", "parquet:tables", "csv:sheets"];
    targets.extend(url.as_deref());
    load(folder.path(), "records.ndjson", &targets);

    let mut read = vec![
        ("SQLite", clients::sqlite(&folder.path().join("db/plans.sqlite"))),
        ("Parquet", clients::parquet(&folder.path().join("tables"))),
        ("CSV", clients::csv(&folder.path().join("sheets"))),
    ];
    read.extend(url.as_deref().map(|url| ("PostgreSQL", clients::postgres(url))));
    for (name, tables) in &read {
        assert_eq!(tables, &rows, "{name}");
        assert_equal(name, tables.records(&wanted), &wanted);
    }

    let sqlite = folder.path().join("db/plans.sqlite").display().to_string();
    for database in [Some(sqlite), url].into_iter().flatten() {
        let mut store = database.parse::<Database>().unwrap().open().unwrap();
        assert_equal(&database, stored(store.as_mut(), &wanted), &wanted);
    }
}

/// The records of a database, as keikaku reads them back.
fn stored(store: &mut dyn Store, wanted: &[Value]) -> Vec<Value> {
    let read = wanted.iter().map(|record| {
        let record = store.record(record["id"].as_str().unwrap()).unwrap().unwrap();
        serde_json::to_value(record).unwrap()
    });
    read.collect()
}

fn assert_equal(name: &str, found: Vec<Value>, wanted: &[Value]) {
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found, wanted, "{name}");
    }
    assert_eq!(found.len(), wanted.len(), "{name}");
}

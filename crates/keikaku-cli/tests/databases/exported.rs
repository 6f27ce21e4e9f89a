//! What everybody wants as one table: views, and files of them.

use std::fs;
use std::path::Path;

use keikaku_sink::exports;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::clients::Tables;
use crate::loaded::targets;
use crate::server::connect;
use crate::{folder_with, keikaku, load, records, text};

const WHAT: [(&str, &str); 5] = [
    ("observations", "observation"),
    ("values", "table_value"),
    ("projects", "project"),
    ("costs", "cost"),
    ("coverage", "document"),
];

/// A document with a code that begins with zero, an indicator like a formula, and a value of a
/// calendar year.
fn tricky() -> String {
    let lines = records::document(7).replace("\"code\":null", "\"code\":\"011002\"");
    let mut values = records::values(&lines);
    for value in &mut values {
        if value["record"] == "document" {
            value["issuer"] = serde_json::json!({ "name": "湯野原町", "code": "011002" });
        }
        if value["record"] == "indicator" {
            value["name"] = "=1+1".into();
            let observation = &mut value["observations"][0];
            observation["start"] = "2021-01-01".into();
            observation["end"] = "2021-12-31".into();
            observation["basis"] = "calendar_year".into();
            observation["fiscal_year"] = Value::Null;
        }
    }
    values.iter().map(|value| format!("{value}\n")).collect()
}

fn export(folder: &Path, arguments: &[&str]) -> String {
    let run = keikaku(folder, &[&["export"], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    text(&run.stderr)
}

#[test]
fn each_view_is_the_same_in_every_database_and_format() {
    let loaded = format!("{}{}", records::fixtures(), tricky());
    let folder = folder_with(&loaded);
    let at = folder.path();
    let rows = Tables::of_records(&loaded);
    let mut seen: Option<Vec<String>> = None;
    for target in targets(at) {
        load(at, "records.ndjson", &[&target.to()]);
        let all = "observations,values,projects,costs,coverage";
        let said = export(at, &[all, &target.url, "-o", "excel"]);
        assert!(said.contains("observations: ") && said.contains("datapackage.json"), "{said}");
        export(at, &[all, &target.url, "-o", "plain", "--plain", "--quiet"]);
        export(at, &[all, &target.url, "-o", "parquet", "--format", "parquet"]);
        export(at, &[all, &target.url, "-o", "lines", "--format", "ndjson"]);
        let mut files = Vec::new();
        for (name, table) in WHAT {
            let count = rows.count(table);
            assert!(said.contains(&format!("{name}: {count} ")), "{name}: {said}");
            let plain = fs::read_to_string(at.join(format!("plain/{name}.csv"))).unwrap();
            let mut reader = csv::Reader::from_reader(plain.as_bytes());
            let heads = reader.headers().unwrap().clone();
            let plain_rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(plain_rows.len(), count, "{name}");
            let lines = fs::read_to_string(at.join(format!("lines/{name}.ndjson"))).unwrap();
            for (line, row) in lines.lines().zip(&plain_rows) {
                let line: Value = serde_json::from_str(line).unwrap();
                for (head, cell) in heads.iter().zip(row) {
                    let value = match &line[head] {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        // CSV writes a whole binary number without its point.
                        other => other.to_string().trim_end_matches(".0").to_owned(),
                    };
                    assert_eq!(value, cell, "{name}.{head} in {}", target.url);
                }
            }
            let file = fs::File::open(at.join(format!("parquet/{name}.parquet"))).unwrap();
            let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            let fields = batches.schema().fields().clone();
            assert!(heads.iter().all(|head| fields.iter().any(|f| f.name() == head)), "{name}");
            let found: usize =
                batches.build().unwrap().map(|batch| batch.unwrap().num_rows()).sum();
            assert_eq!(found, count, "{name}");
            // The dictionary tells of every column.
            for folder in ["excel", "plain", "parquet", "lines"] {
                let package = fs::read(at.join(folder).join("datapackage.json")).unwrap();
                let package: Value = serde_json::from_slice(&package).unwrap();
                let resources = package["resources"].as_array().unwrap();
                let own = resources.iter().find(|resource| resource["name"] == name).unwrap();
                assert!(at.join(folder).join(own["path"].as_str().unwrap()).is_file());
                let fields = own["schema"]["fields"].as_array().unwrap();
                let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
                assert_eq!(names, heads.iter().collect::<Vec<_>>());
                assert!(fields.iter().all(|f| f["description"].as_str().unwrap().ends_with('.')));
            }
            files.push(plain);
        }
        if let Some(seen) = &seen {
            assert_eq!(seen, &files, "{}", target.url);
        }
        seen = Some(files);
    }
}

#[test]
fn what_excel_opens_is_harmless_and_whole() {
    let folder = folder_with(&tricky());
    let at = folder.path();
    load(at, "records.ndjson", &["sqlite:plans.sqlite"]);
    export(at, &["observations", "plans.sqlite"]);
    let excel = fs::read_to_string(at.join("tables/observations.csv")).unwrap();
    assert!(excel.starts_with("\u{FEFF}issuer,issuer_code,"), "{excel}");
    assert!(excel.contains("\r\n湯野原町,'011002,") && excel.contains(",'=1+1,"), "{excel}");
    assert!(excel.contains(",,2021,2021-01-01,2021-12-31,"), "a calendar year is a year: {excel}");
    let plain = keikaku(at, &["export", "observations", "plans.sqlite", "--plain", "-o", "-"]);
    let plain = text(&plain.stdout);
    assert!(plain.starts_with("issuer,issuer_code,"), "{plain}");
    assert!(plain.contains("\n湯野原町,011002,") && plain.contains(",=1+1,"), "{plain}");
}

#[test]
fn an_observation_stands_with_its_project_and_all_that_its_number_means() {
    let mut values = records::values(&records::document(7));
    let project = values.iter().find(|value| value["record"] == "project").unwrap();
    let (project, name) = (project["id"].clone(), project["name"].as_str().unwrap().to_owned());
    let indicator = values.iter_mut().find(|value| value["record"] == "indicator").unwrap();
    indicator["project"] = project;
    indicator["role"] = "output".into();
    let observation = &mut indicator["observations"][0];
    for (field, value) in [
        ("value", Value::from(70)),
        ("value_high", 80.into()),
        ("per", "year".into()),
        ("over_years", 5.into()),
        ("aggregate", "sum".into()),
        ("relative_to", "2018年3月末実績".into()),
        ("direction", "increase".into()),
    ] {
        observation[field] = value;
    }
    let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
    let folder = folder_with(&lines);
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let asked = ["observations", &target.url, "--format", "ndjson", "-o", "-"];
        let run = keikaku(folder.path(), &[&["export"], &asked[..]].concat());
        let rows = records::values(&text(&run.stdout));
        let row = rows.iter().find(|row| row["position"] == 0).unwrap();
        for (column, value) in [
            ("project", Value::from(name.as_str())),
            ("role", "output".into()),
            ("value", 70.into()),
            ("value_high", 80.into()),
            ("per", "year".into()),
            ("over_years", 5.into()),
            ("aggregate", "sum".into()),
            ("relative_to", "2018年3月末実績".into()),
            ("direction", "increase".into()),
        ] {
            assert_eq!(row[column], value, "{column} in {}", target.url);
        }
    }
}

#[test]
fn coverage_counts_what_there_is() {
    let loaded = format!("{}{}", records::fixtures(), records::document(7));
    let folder = folder_with(&loaded);
    let tables = Tables::of_records(&loaded);
    let notes = records::values(&loaded);
    let severe = |severity: &str| {
        let own = notes.iter().filter(|record| record["severity"] == severity);
        own.count() as u64
    };
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let asked = ["export", "coverage", &target.url, "--format", "ndjson", "-o", "-"];
        let rows = records::values(&text(&keikaku(folder.path(), &asked).stdout));
        let sum = |column: &str| -> u64 {
            rows.iter().map(|row| row[column].as_u64().unwrap_or_default()).sum()
        };
        for (column, table) in [
            ("sections", "section"),
            ("tables", "table"),
            ("table_values", "table_value"),
            ("indicators", "indicator"),
            ("observations", "observation"),
            ("projects", "project"),
            ("costs", "cost"),
            ("statements", "statement"),
            ("amounts", "amount"),
        ] {
            assert_eq!(sum(column), tables.count(table) as u64, "{column} in {}", target.url);
        }
        for (column, severity) in [("errors", "error"), ("warnings", "warning"), ("notes", "info")]
        {
            assert_eq!(sum(column), severe(severity), "{column} in {}", target.url);
        }
        let between = |few: &str, many: &str| {
            let (few, many) = (sum(few), sum(many));
            assert!(0 < few && few < many, "{few} of {many} in {}", target.url);
        };
        between("table_values_taken", "table_values");
        between("digit_cells_not_read", "digit_cells");
        let said = rows.iter().filter(|row| row["reason"].is_string());
        assert!(said.clone().count() > 0);
        for row in said {
            assert!(row["errors"].as_u64().unwrap() + row["warnings"].as_u64().unwrap() > 0);
        }
    }
}

#[test]
fn columns_of_views_need_no_quotes_and_say_what_they_mean() {
    let folder = folder_with(&records::document(1));
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        for view in exports() {
            let names: Vec<&str> = view.table.columns.iter().map(|c| c.name.as_str()).collect();
            let sql = format!("SELECT {} FROM {}", names.join(", "), view.table.name);
            if target.server.is_none() {
                let client = rusqlite::Connection::open(&target.url).unwrap();
                client.prepare(&sql).unwrap();
                continue;
            }
            let mut client = connect(&target.url);
            client.query(&sql, &[]).unwrap();
            let comments = "SELECT count(col_description(attrelid, attnum)) FROM pg_attribute \
                            WHERE attrelid = to_regclass($1) AND attnum > 0";
            let count: i64 = client.query_one(comments, &[&view.table.name]).unwrap().get(0);
            assert_eq!(count as usize, names.len(), "{}", view.table.name);
        }
    }
}

#[test]
fn what_cannot_be_exported_is_said() {
    let folder = folder_with(&records::document(1));
    let at = folder.path();
    load(at, "records.ndjson", &["sqlite:plans.sqlite"]);
    for (arguments, words) in [
        (&["poems", "plans.sqlite"][..], "poems"),
        (&["costs", "nowhere.sqlite"], "there is no such file"),
        (&["costs", "plans.sqlite", "--format", "parquet", "-o", "-"], "give one with -o"),
        (&["costs,values", "plans.sqlite", "-o", "-"], "takes one of them"),
        (&["costs", "plans.sqlite", "--format", "ndjson", "--plain"], "--plain is about CSV"),
        (&["costs", "plans.sqlite", "-o", "plans.sqlite"], "plans.sqlite"),
    ] {
        let run = keikaku(at, &[&["export"], arguments].concat());
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(text(&run.stderr).contains(words), "{arguments:?}: {}", text(&run.stderr));
    }
    let help = text(&keikaku(at, &["export", "--help"]).stdout);
    assert!(help.contains("keikaku export observations out/keikaku.sqlite"), "{help}");
}

#[test]
fn the_questions_of_the_docs_are_answered() {
    let folder = folder_with(&records::document(1));
    load(folder.path(), "records.ndjson", &["sqlite:plans.sqlite"]);
    let client = rusqlite::Connection::open(folder.path().join("plans.sqlite")).unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let mut asked = 0;
    for page in ["databases.md", "manifest.md"] {
        let page = fs::read_to_string(docs.join(page)).unwrap();
        for block in page.split("```sql\n").skip(1) {
            for question in block.split("```").next().unwrap().split_inclusive(";\n") {
                let rows = client.prepare(question).and_then(|mut question| {
                    let rows = question.query_map([], |_| Ok(()))?;
                    rows.collect::<Result<Vec<()>, _>>()
                });
                assert!(rows.is_ok(), "{question}: {rows:?}");
                asked += 1;
            }
        }
    }
    assert!(asked >= 7, "{asked}");
}

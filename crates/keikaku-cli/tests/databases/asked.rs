//! What databases are asked: words, records by id, views.

use std::fs;
use std::path::Path;

use crate::clients::Tables;
use crate::loaded::{Target, targets};
use crate::server::connect;
use crate::{folder_with, keikaku, load, records, text};

/// The first row of a question, each cell as text.
fn first_row(target: &Target, sql: &str) -> Vec<String> {
    match target.server {
        Some(_) => {
            let rows = connect(&target.url).simple_query(sql).unwrap();
            let row = rows.iter().find_map(|message| match message {
                postgres::SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            });
            let row = row.unwrap_or_else(|| panic!("no row: {sql}"));
            (0..row.len()).map(|at| row.get(at).unwrap_or("null").to_owned()).collect()
        }
        None => {
            let client = rusqlite::Connection::open(&target.url).unwrap();
            let mut statement = client.prepare(sql).unwrap();
            let columns = statement.column_count();
            let cell = |row: &rusqlite::Row<'_>, at| {
                use rusqlite::types::Value;
                match row.get_unwrap(at) {
                    Value::Null => "null".to_owned(),
                    Value::Integer(value) => value.to_string(),
                    Value::Real(value) => value.to_string(),
                    Value::Text(value) => value,
                    Value::Blob(_) => panic!("{sql}"),
                }
            };
            let row =
                statement.query_row([], |row| Ok((0..columns).map(|at| cell(row, at)).collect()));
            row.unwrap_or_else(|e| panic!("{e}: {sql}"))
        }
    }
}

#[test]
fn views_answer_in_both_databases() {
    let folder = folder_with(records::fixtures());
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let ask = |sql: &str| first_row(&target, sql);
        assert_eq!(
            ask("SELECT fiscal_year, target, actual, gap, unit FROM indicator_by_year \
                 WHERE name = 'ウニの駆除に参加した人数' AND gap IS NOT NULL ORDER BY fiscal_year"),
            ["2022", "180", "166", "-14", "人"],
            "{}",
            target.url
        );
        // Fewer is better: 11 waiting children are too many.
        assert_eq!(
            ask("SELECT target, actual, gap FROM off_target WHERE name = '入所を待つ児童の数'"),
            ["0", "11", "11"]
        );
        // Exact: no 17.9 - 18 = -0.10000000000000142.
        assert_eq!(ask("SELECT gap FROM off_target WHERE name = '藻場の造成面積'"), ["-0.1"]);
        assert_eq!(
            ask("SELECT count(*) FROM off_target o JOIN indicator_by_year y \
                 ON y.indicator = o.indicator AND y.fiscal_year = o.actual_year \
                 WHERE o.actual <> y.actual"),
            ["0"]
        );
        assert_eq!(
            ask("SELECT department, of_record, of_name FROM responsibility \
                 WHERE of_name = '避難所空調整備事業'"),
            ["危機管理課", "project", "避難所空調整備事業"]
        );
        // Every department of a record is there, mentioned beside it or not.
        for (kind, list) in [
            ("indicator", "indicator_department"),
            ("initiative", "initiative_department"),
            ("project", "project_department"),
        ] {
            assert_eq!(
                ask(&format!(
                    "SELECT count(*) FROM {list} l WHERE NOT EXISTS (SELECT 1 FROM responsibility r \
                     WHERE r.of_record = '{kind}' AND r.of_id = l.{kind} AND r.department = l.name)"
                )),
                ["0"]
            );
        }
    }
}

/// An indicator: its name, its values (kind, year, value), and whether it is off target, what is
/// better there and why.
type Judged =
    (&'static str, &'static [(&'static str, i64, i64)], Option<(&'static str, &'static str)>);

const JUDGED: &[Judged] = &[
    (
        "met",
        &[
            ("target", 2020, 100),
            ("actual", 2020, 120),
            ("target", 2021, 100),
            ("actual", 2021, 130),
        ],
        None,
    ),
    ("missed", &[("target", 2020, 100), ("actual", 2020, 90)], Some(("more", "assumed"))),
    ("none should wait", &[("target", 2020, 0), ("actual", 2020, 5)], Some(("less", "zero"))),
    (
        "less year by year",
        &[("target", 2020, 60), ("target", 2021, 50), ("actual", 2021, 55)],
        Some(("less", "targets")),
    ),
    ("less and met", &[("target", 2020, 60), ("target", 2021, 50), ("actual", 2021, 45)], None),
    (
        "below the value before",
        &[("unspecified", 2019, 80), ("target", 2021, 50), ("actual", 2021, 55)],
        Some(("less", "value before")),
    ),
    ("a target to come", &[("target", 2025, 50), ("actual", 2021, 5)], None),
    (
        "the last one due counts",
        &[("target", 2020, 50), ("target", 2022, 60), ("actual", 2021, 55)],
        None,
    ),
];

#[test]
fn what_is_off_target_is_judged_by_what_is_aimed_at() {
    let mut values = records::values(&records::document(1));
    let pattern = values.iter().position(|v| v["record"] == "indicator").unwrap();
    let pattern = values.remove(pattern);
    for (nth, (name, observations, _)) in JUDGED.iter().enumerate() {
        let mut indicator = pattern.clone();
        indicator["id"] = format!("0000000000000001:indicator:{nth}").into();
        indicator["name"] = (*name).into();
        let made = observations.iter().map(|(kind, year, value)| {
            let mut one = pattern["observations"][0].clone();
            (one["kind"], one["value"]) = ((*kind).into(), (*value).into());
            // A calendar year, which lies in no single fiscal year.
            one["start"] = format!("{year}-01-01").into();
            one["end"] = format!("{year}-12-31").into();
            (one["fiscal_year"], one["comparator"]) = (serde_json::Value::Null, "=".into());
            one
        });
        indicator["observations"] = made.collect::<Vec<_>>().into();
        values.push(indicator);
    }
    values[0]["counts"]["indicator"] = JUDGED.len().into();
    let folder = folder_with(&values.iter().map(|v| format!("{v}\n")).collect::<String>());
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        for (name, _, judged) in JUDGED {
            let count = format!("SELECT count(*) FROM off_target WHERE name = '{name}'");
            let found = first_row(&target, &count);
            assert_eq!(found, [u8::from(judged.is_some()).to_string()], "{name} {}", target.url);
            if let Some((better, decided_by)) = judged {
                let why =
                    format!("SELECT better, decided_by FROM off_target WHERE name = '{name}'");
                assert_eq!(first_row(&target, &why), [*better, *decided_by], "{name}");
            }
        }
    }
}

#[test]
fn words_find_records_where_they_stand() {
    let folder = folder_with(records::fixtures());
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let query = |words: &[&str]| {
            let mut arguments = vec!["query", &target.url];
            arguments.extend(words);
            let run = keikaku(folder.path(), &arguments);
            (run.status.code().unwrap(), text(&run.stdout), text(&run.stderr))
        };
        let (code, found, _) = query(&["待機児童"]);
        assert_eq!(code, 0);
        assert_eq!(
            found,
            "indicator  保育所の待機児童数 (人)  [保育課]\n  \
             csv/kazahaya-yosan/source.txt:35  ２ 成果の目標\n  \
             2022 actual 21人 · 2023 forecast 9人 · 2024 target 0人\n  \
             15085addd31fc75c:indicator:2110\n\n1 found\n",
            "{}",
            target.url
        );
        // Words apart must all be there; together they follow each other.
        assert!(query(&["保育所", "待機"]).1.contains("保育所の待機児童数"));
        assert!(query(&["保育所の待機"]).1.contains("保育所の待機児童数"));
        assert_eq!(query(&["待機保育所"]).0, 1);
        // Parts of compounds are words; words that only begin so come after.
        assert!(query(&["児童"]).1.contains("保育所の待機児童数"));
        let (_, found, _) = query(&["空き家"]);
        let places = ["空き家相談員", "空き家バンク"].map(|name| found.find(name));
        assert!(places[0].is_some() && places[0] < places[1], "{found}");
        let (code, found, _) = query(&["避難", "--limit", "1"]);
        assert_eq!((code, found.contains("there may be more")), (0, true), "{found}");
        // Of a project, the name and the purpose are searched as one, but no phrase crosses them.
        assert!(query(&["見守り", "異変"]).1.contains("高齢者等見守り推進事業"));
        assert_eq!(query(&["推進事業ひとり"]).0, 1);
        let (code, found, _) = query(&["どこにもない言葉"]);
        assert_eq!((code, found.as_str()), (1, "nothing holds どこにもない言葉\n"));
        let (code, found, _) = query(&["保育課", "--kinds", "department"]);
        assert!(code == 0 && found.contains("department  保育課"), "{found}");
        assert_eq!(query(&["。"]).0, 2);
        assert!(query(&["保育", "--kinds", "amount"]).2.contains("amount"));
        // Marks of the databases' own query languages are none here.
        for words in ["\"", "'", "待機 OR 児童", "a\\b", "NOT *", "(", "a & !b"] {
            let (code, _, said) = query(&[words]);
            assert!(code == 1 || (code == 2 && said.contains("no word")), "{words}: {said}");
        }
        assert_eq!(query(&["どこにもない言葉", "--json"]).1, "");
        let (_, found, _) = query(&["待機児童", "--json"]);
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        assert_eq!(found["line"], 35);
        assert_eq!(found["record"]["name"], "保育所の待機児童数");
    }
}

#[test]
fn a_record_is_shown_with_its_source_and_its_span_marked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folder = folder_with(records::fixtures());
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        let id = "15085addd31fc75c:indicator:2110";
        let run = keikaku(&root, &["show", &target.url, id, "no:such:id"]);
        assert_eq!(run.status.code(), Some(1));
        let shown = text(&run.stdout);
        assert!(shown.starts_with("indicator  保育所の待機児童数 (人)"), "{shown}");
        let mut lines = shown.lines().skip_while(|l| !l.starts_with("     35 "));
        let source = lines.next().unwrap();
        assert!(source.contains("待機児童"), "{shown}");
        assert!(lines.next().unwrap().trim_start().starts_with("^^^"), "{shown}");
        assert!(text(&run.stderr).contains("no:such:id"));
        let run = keikaku(&root, &["show", &target.url, id, "--json"]);
        let line = records::fixtures().lines().find(|line| line.contains(id)).unwrap();
        assert_eq!(records::values(&text(&run.stdout)), records::values(line));
        // From elsewhere, the folder is asked for; then a file that is another says so.
        let run = keikaku(folder.path(), &["show", &target.url, id]);
        assert!(text(&run.stdout).contains("--source"), "{}", text(&run.stdout));
        let place = folder.path().join("csv/kazahaya-yosan");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("source.txt"), "another plan\n").unwrap();
        let run = keikaku(folder.path(), &["show", &target.url, id]);
        assert!(text(&run.stdout).contains("changed since"), "{}", text(&run.stdout));
        fs::remove_dir_all(folder.path().join("csv")).unwrap();
    }
}

/// Comments tell in the database what a column means.
#[test]
fn tables_and_columns_are_commented() {
    let folder = folder_with(&records::document(1));
    for target in targets(folder.path()) {
        load(folder.path(), "records.ndjson", &[&target.to()]);
        assert!(Tables::of_records(&records::document(1)) == target.tables());
        let comment = match target.server {
            Some(_) => {
                "SELECT col_description('observation'::regclass, attnum) FROM pg_attribute \
                 WHERE attrelid = 'observation'::regclass AND attname = 'comparator'"
            }
            None => "SELECT sql FROM sqlite_schema WHERE name = 'observation'",
        };
        let comment = first_row(&target, comment).concat();
        let schema =
            keikaku_record::schema(Some(keikaku_record::RecordKind::Indicator)).to_string();
        let said =
            comment.lines().find(|line| target.server.is_some() || line.contains("\"comparator\""));
        let said = said.unwrap().rsplit("-- ").next().unwrap();
        assert!(said.len() > 10 && schema.contains(&said[..10]), "{said}");
    }
}

//! The fixtures: the records expected of each document, written by hand.

use std::fs;
use std::path::Path;

use keikaku_check::{Expected, FixtureOptions, Matching, Report, check, fold, update};
use keikaku_extract::{Opened, Options};
use keikaku_record::Record;
use keikaku_text::SourceText;
use serde_json::{Map, Value};

use crate::documents::{fixtures, name_of, records, source_of, worker};

/// Every kind that an expected file names is complete, every field it gives is right, and every
/// span holds what its record says.
#[test]
fn fixtures_give_their_expected_records() {
    let mut report = Report::new(Matching::Normalised);
    for folder in fixtures() {
        let name = name_of(&folder);
        let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected = Expected::parse(&expected).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (source, found) = read(&folder);
        report.add(check(&name, &expected, &found, Some(&source)));
    }
    let differences: Vec<String> =
        report.differences().map(|(name, difference)| format!("{name}: {difference}")).collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert!(report.passed());
}

/// The source of a fixture and its records, read as its options say.
fn read(folder: &Path) -> (SourceText, Vec<Value>) {
    let options = match fs::read_to_string(folder.join("options.json")) {
        Ok(text) => FixtureOptions::parse(&text).unwrap(),
        Err(_) => FixtureOptions::default(),
    };
    let bytes = fs::read(source_of(folder)).unwrap();
    let source = Opened::read(&bytes, options.encoding).unwrap().decoded.source;
    let options = Options { encoding: options.encoding };
    let records = worker().extract(&name_of(folder), &bytes, &options);
    (source, records.iter().map(|r| serde_json::to_value(r).unwrap()).collect())
}

/// An expected file that holds is not rewritten, whatever its layout.
#[test]
fn expected_files_that_hold_are_not_rewritten() {
    for folder in fixtures() {
        let name = name_of(&folder);
        let (_, found) = read(&folder);
        let text = fs::read_to_string(folder.join("expected.json")).unwrap();
        assert_eq!(update(&text, &found).unwrap(), None, "{name}");
    }
}

/// What a dump marks its columns with changes nothing: one table, written in each layout, gives the
/// same indicators and departments.
#[test]
fn one_table_gives_the_same_records_in_every_layout() {
    let mut read: Vec<(String, Vec<Value>)> = Vec::new();
    for folder in fixtures().iter().filter(|f| f.ends_with("same-table")) {
        let layout = folder.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(source_of(folder)).unwrap();
        read.push((layout.clone(), records(&layout, &bytes).iter().filter_map(facts).collect()));
    }
    let layouts = read.len();
    assert!(layouts >= 7, "only {layouts} layouts");
    let (first, wanted) = &read[0];
    assert!(!wanted.is_empty());
    for (layout, found) in &read[1..] {
        for record in wanted {
            let count = |all: &[Value]| all.iter().filter(|r| *r == record).count();
            assert_eq!(count(found), count(wanted), "{layout} and {first}: {record}");
        }
        assert_eq!(found.len(), wanted.len(), "{layout} and {first}");
    }
}

/// What an indicator or department says, without where it stands.
fn facts(record: &Record) -> Option<Value> {
    let record = serde_json::to_value(record).unwrap();
    let fields: &[&str] = match record["record"].as_str()? {
        "indicator" => &["name", "primary", "cumulative", "unit", "departments"],
        "department" => &["name", "organization", "unit", "role"],
        _ => return None,
    };
    let mut out: Map<String, Value> =
        fields.iter().map(|f| ((*f).to_owned(), record[*f].clone())).collect();
    if let Some(observations) = record["observations"].as_array() {
        let fields =
            ["start", "end", "basis", "fiscal_year", "kind", "value", "unit", "comparator"];
        let one = |o: &Value| -> Value {
            fields.iter().map(|f| ((*f).to_owned(), o[*f].clone())).collect::<Map<_, _>>().into()
        };
        out.insert("observations".to_owned(), observations.iter().map(one).collect());
        out.insert("label".to_owned(), fold(record["label"].as_str()?).into());
    }
    Some(Value::Object(out))
}

//! The records that are loaded: those of the fixtures, and a made-up document of what is hard to
//! carry.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use keikaku_record::{Record, RecordKind, example};
use serde_json::{Value, json};

/// The records of all fixtures.
pub(crate) fn fixtures() -> &'static str {
    static RECORDS: OnceLock<String> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let run = Command::new(env!("CARGO_BIN_EXE_keikaku"))
            .current_dir(root)
            .args(["extract", "fixtures", "-o", "-", "--quiet"])
            .output()
            .unwrap();
        String::from_utf8(run.stdout).unwrap()
    })
}

/// The records of each document of the fixtures.
pub(crate) fn documents() -> Vec<String> {
    split(fixtures())
}

fn split(records: &str) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    for line in records.lines() {
        if line.contains(r#""record":"document""#) {
            documents.push(String::new());
        }
        let document = documents.last_mut().unwrap();
        document.push_str(line);
        document.push('\n');
    }
    documents
}

/// The value of every line.
pub(crate) fn values(records: &str) -> Vec<Value> {
    records.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A document with a record of each kind, under an id of its own. Its words are found nowhere else.
pub(crate) fn document(number: usize) -> String {
    let own = example(RecordKind::Document).document().to_owned();
    let mut lines = String::new();
    for &kind in RecordKind::ALL {
        lines += &serde_json::to_string(&example(kind)).unwrap();
        lines.push('\n');
    }
    lines = lines.replace(&own, &format!("{number:016x}"));
    lines.replace("plans/yunohara.txt", &format!("plans/{number}.txt"))
}

/// A document whose indicator has so many values, to keep a loader busy.
pub(crate) fn long_document(number: usize, observations: usize) -> String {
    let lines = document(number);
    let mut values = values(&lines);
    let indicator = values.iter_mut().find(|v| v["record"] == "indicator").unwrap();
    let pattern = indicator["observations"][0].clone();
    indicator["observations"] = vec![pattern; observations].into();
    values.iter().map(|value| format!("{value}\n")).collect()
}

/// What is hard to carry: exact decimals, marks that formats give a meaning, days out of the way.
pub(crate) fn hard() -> String {
    let mut values = values(&document(0xbad));
    let texts = [
        "=HYPERLINK(\"http://example.invalid\")",
        "+81",
        "-",
        "@x",
        "＝1+1",
        "'quoted'",
        "\t\\N\\.\\t",
        "a,b;\"c\"\r\nd\n",
        "\u{1F3EF}葛\u{E0100}\u{3099}",
        "NULL",
        " ",
        "",
        "\u{FEFF}",
    ];
    let decimals = [
        "0",
        "-0.05",
        "0.1",
        "123456789012345.678901234567",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "9007199254740993",
    ];
    for value in &mut values {
        match value["record"].as_str().unwrap() {
            "indicator" => {
                let pattern = value["observations"][0].clone();
                let observations = decimals.iter().map(|decimal| {
                    let mut one = pattern.clone();
                    one["value"] = serde_json::from_str(decimal).unwrap();
                    one["text"] = json!(decimal);
                    one
                });
                let mut observations: Vec<Value> = observations.collect();
                for days in [["0001-01-01", "9999-12-31"], ["1868-10-23", "2200-02-28"]] {
                    let mut one = pattern.clone();
                    (one["start"], one["end"]) = (json!(days[0]), json!(days[1]));
                    (one["fiscal_year"], one["value"], one["unit"]) =
                        (Value::Null, Value::Null, Value::Null);
                    (one["from"], one["reasons"]) =
                        (json!({"kind": null, "unit": null, "time": null}), json!([]));
                    observations.push(one);
                }
                value["observations"] = observations.into();
            }
            "table" => {
                value["columns"] = json!(texts);
                value["rows"] = json!([texts, ["short"], texts]);
            }
            "department" => value["organization"] = json!(texts),
            "statement" => value["text"] = json!(texts.concat()),
            _ => {}
        }
    }
    let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
    // It must be a document that the contract takes, not only one that could be written.
    lines.lines().for_each(|line| _ = Record::from_line(line.as_bytes()).unwrap());
    lines
}

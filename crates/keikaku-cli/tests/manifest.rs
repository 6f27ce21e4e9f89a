//! What a user says of documents: a manifest.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

mod run;

use std::fs;
use std::path::Path;

use run::{keikaku, text};
use serde_json::{Value, json};

/// A folder with two plans.
fn plans() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("plans/minato")).unwrap();
    for (name, title) in [("a.txt", "港湾計画"), ("minato/b.txt", "第２次 港湾計画")] {
        let plan = format!("{title}\n\n1 期間\n\n令和3年度から令和7年度まで\n");
        fs::write(folder.path().join("plans").join(name), plan).unwrap();
    }
    folder
}

/// Runs with a manifest; its exit code, and what it says.
fn extract(folder: &Path, manifest: &str, more: &[&str]) -> (Option<i32>, String) {
    fs::write(folder.join("plans.csv"), manifest).unwrap();
    let run = ["extract", "plans", "--manifest", "plans.csv"];
    let run = keikaku(folder, &[&run[..], more].concat());
    (run.status.code(), text(&run.stderr))
}

fn records(folder: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(folder.join("out/records.ndjson")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The record of the document of a name.
fn document(folder: &Path, name: &str) -> Value {
    let records = records(folder);
    records.into_iter().find(|record| record["path"] == name).unwrap()
}

#[test]
fn the_word_of_the_user_wins_and_what_was_read_stands_beside_it() {
    let folder = plans();
    let (code, said) = extract(
        folder.path(),
        "\u{FEFF}path,source_url,issuer_name,issuer_code,title,kind,published,retrieved,licence,shelf\r\n\
         a.txt,https://example.jp/a,三重県,240001,みなと振興計画,strategy,令和6年3月,2024-05-31,CC BY 4.0,A-12\r\n",
        &[],
    );
    assert_eq!(code, Some(0), "{said}");
    let a = document(folder.path(), "a.txt");
    assert_eq!(a["title"], "みなと振興計画");
    assert_eq!(a["issuer"], json!({ "name": "三重県", "code": "240001" }));
    assert_eq!((&a["kind"], &a["issued"]["start"]), (&json!("strategy"), &json!("2024-03-01")));
    assert_eq!(a["read"]["title"], "港湾計画");
    assert_eq!(
        a["given"],
        json!({
            "path": "a.txt",
            "source_url": "https://example.jp/a",
            "issuer_name": "三重県",
            "issuer_code": "240001",
            "title": "みなと振興計画",
            "kind": "strategy",
            "published": { "start": "2024-03-01", "end": "2024-03-31", "basis": "month" },
            "retrieved": "2024-05-31",
            "licence": "CC BY 4.0",
            "more": { "shelf": "A-12" },
        })
    );
    let b = document(folder.path(), "minato/b.txt");
    assert_eq!((&b["given"], &b["read"]), (&Value::Null, &Value::Null));
    assert!(said.contains("warning manifest_differs"), "{said}");
    let title = "a.txt:1: the manifest says that title is みなと振興計画, the text says 港湾計画";
    assert!(said.contains(title), "{said}");
    let validated = keikaku(folder.path(), &["validate", "out/records.ndjson"]);
    assert_eq!(validated.status.code(), Some(0), "{}", text(&validated.stdout));
}

#[test]
fn a_pattern_names_several_and_the_name_itself_counts_most() {
    let folder = plans();
    let manifest = "path,issuer_name,title\nminato/b.txt,,第2次港湾計画\n\
                    **/*.txt,港町,計画\nminato/*,湊町,\n";
    let (code, said) = extract(folder.path(), manifest, &[]);
    assert_eq!(code, Some(0), "{said}");
    let b = document(folder.path(), "minato/b.txt");
    assert_eq!((&b["issuer"]["name"], &b["title"]), (&json!("湊町"), &json!("第2次港湾計画")));
    assert_eq!(document(folder.path(), "a.txt")["issuer"]["name"], "港町");
    // Widths and spaces are no contradiction.
    assert!(!said.contains("b.txt:1: the manifest"), "{said}");
    assert!(said.contains("a.txt:1: the manifest says that title is 計画"), "{said}");
}

#[test]
fn lines_of_json_say_the_same() {
    let folder = plans();
    let lines = "{\"path\":\"a.txt\",\"title\":\"港湾計画\",\"licence\":null,\"pages\":12}\n";
    fs::write(folder.path().join("plans.ndjson"), lines).unwrap();
    let run = keikaku(folder.path(), &["extract", "plans", "--manifest", "plans.ndjson"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let given = &document(folder.path(), "a.txt")["given"];
    assert_eq!((&given["more"], &given["licence"]), (&json!({ "pages": "12" }), &Value::Null));
}

#[test]
fn a_line_that_names_no_document_is_said() {
    let folder = plans();
    let manifest = "path,title\na.txt,港湾計画\nplans/a.txt,港湾計画\nyama/*,計画\n";
    let (code, said) = extract(folder.path(), manifest, &["--fail-on", "warning"]);
    assert_eq!(code, Some(1), "{said}");
    let message = "plans.csv:3: no document is named plans/a.txt: give the path below the folder \
                   that is read, as a.txt";
    assert!(said.contains(message), "{said}");
    assert!(said.contains("plans.csv:4: no document is named yama/*"), "{said}");
    assert!(!said.contains("plans.csv:2"), "{said}");
}

#[test]
fn a_faulty_manifest_is_refused_with_its_line_and_what_to_do() {
    let folder = plans();
    for (manifest, words) in [
        ("name,title\n", "plans.csv:1: the head has no column path"),
        ("path,title,title\n", "plans.csv:1: the head has two columns title"),
        ("path,title\na.txt,x,y\n", "plans.csv:2: it has 3 cells, and the head has 2"),
        ("path,title\n,x\n", "plans.csv:2: it has no path"),
        ("path\na.txt\n./a.txt\n", "plans.csv:3: ./a.txt is named on line 2 already"),
        ("path\nplan[1.txt\n", "plans.csv:2: path is plan[1.txt, which is no pattern"),
        ("path,kind\na.txt,poem\n", "plans.csv:2: kind is poem: write one of plan, schedule"),
        ("path,published\na.txt,soon\n", "plans.csv:2: published is soon: write a day"),
        ("path,retrieved\na.txt,today\n", "plans.csv:2: retrieved is today: write an ISO date"),
        ("path,issuer_code\na.txt,240001\n", "plans.csv:2: issuer_code needs issuer_name"),
        (
            "path,issuer_name,issuer_code\na.txt,北海道,10006\n",
            "plans.csv:2: issuer_code is 10006, and a code has six digits: put back the zero",
        ),
        (
            "path,issuer_name,issuer_code\na.txt,三重県,240002\n",
            "plans.csv:2: issuer_code is 240002, whose last digit would be 1",
        ),
    ] {
        let (code, said) = extract(folder.path(), manifest, &[]);
        assert_eq!(code, Some(2), "{manifest}: {said}");
        assert!(said.contains(words), "{words}: {said}");
        assert!(!folder.path().join("out/records.ndjson").exists());
    }
    fs::write(folder.path().join("plans.csv"), b"path,title\na.txt,\x8cv\x89\xe6\n").unwrap();
    let run = keikaku(folder.path(), &["extract", "plans", "--manifest", "plans.csv"]);
    assert!(text(&run.stderr).contains("plans.csv:2: it is not UTF-8"), "{}", text(&run.stderr));
    for (name, words) in [("none.csv", "none.csv"), ("plans/a.txt", "must end in .csv")] {
        let run = keikaku(folder.path(), &["extract", "plans", "--manifest", name]);
        assert_eq!(run.status.code(), Some(2));
        assert!(text(&run.stderr).contains(words), "{}", text(&run.stderr));
    }
}

#[test]
fn what_a_manifest_says_anew_is_read_again_and_nothing_else() {
    let folder = plans();
    let one = "path,title\na.txt,港湾計画\nminato/b.txt,第2次港湾計画\n";
    extract(folder.path(), one, &[]);
    let (_, said) = extract(folder.path(), one, &["--json"]);
    assert!(said.contains("\"unchanged\":2"), "{said}");
    let other = "path,title\na.txt,港湾計画\nminato/b.txt,第3次港湾計画\n";
    let (_, said) = extract(folder.path(), other, &["--json"]);
    assert!(said.contains("\"unchanged\":1"), "{said}");
    assert_eq!(document(folder.path(), "minato/b.txt")["title"], "第3次港湾計画");
    // Without a manifest, what was read stands again.
    keikaku(folder.path(), &["extract", "plans"]);
    assert_eq!(document(folder.path(), "minato/b.txt")["given"], Value::Null);
}

#[test]
fn a_manifest_among_the_documents_is_none_of_them() {
    let folder = plans();
    fs::write(folder.path().join("plans/all.csv"), "path,title\na.txt,港湾計画\n").unwrap();
    let run = keikaku(folder.path(), &["extract", "plans", "--manifest", "plans/all.csv"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let documents = records(folder.path());
    assert!(documents.iter().all(|record| record["path"] != "all.csv"));
}

#[test]
fn the_help_shows_how() {
    let help = text(&keikaku(Path::new("."), &["extract", "--help"]).stdout);
    assert!(help.contains("keikaku extract plans -o out --manifest plans.csv"), "{help}");
}

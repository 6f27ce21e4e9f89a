//! The house: which crate may use which, how long files may be, what no file may hold.

use std::fs;
use std::path::{Path, PathBuf};

use crate::documents::root;

/// The allowed edges between the crates, lowest first.
const ALLOWED: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("values", &[]),
    ("ipadic", &[]),
    ("record", &["text", "values"]),
    ("lexicon", &[]),
    ("page", &["text"]),
    ("layout", &["text", "page"]),
    ("pdf", &["text", "page"]),
    ("tokenizer", &["ipadic", "text"]),
    ("extract", &["text", "values", "lexicon", "record", "page", "layout", "pdf", "tokenizer"]),
    ("sink", &["record"]),
    ("pipeline", &["text", "values", "record", "extract", "sink"]),
    ("check", &["text", "record"]),
    (
        "cli",
        &[
            "text",
            "values",
            "record",
            "layout",
            "ipadic",
            "tokenizer",
            "extract",
            "sink",
            "pipeline",
            "check",
        ],
    ),
    ("bench", &["text", "values", "record", "layout", "tokenizer", "extract", "sink", "pipeline"]),
];

#[test]
fn edges_between_crates_go_down_only() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let manifest = fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let name = manifest["package"]["name"]
            .as_str()
            .unwrap()
            .strip_prefix("keikaku-")
            .unwrap()
            .to_owned();
        let (_, allowed) = ALLOWED
            .iter()
            .find(|(n, _)| *n == name)
            .unwrap_or_else(|| panic!("{name} is new: say what it may use"));
        for used in manifest
            .get("dependencies")
            .and_then(|d| d.as_table())
            .into_iter()
            .flat_map(|d| d.keys())
        {
            if let Some(used) = used.strip_prefix("keikaku-") {
                assert!(allowed.contains(&used), "{name} may not use {used}");
            }
        }
        seen += 1;
    }
    assert_eq!(seen, ALLOWED.len());
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn no_source_file_is_longer_than_a_reader_bears() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    assert!(files.len() > 50);
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 800, "{} has {lines} lines", file.display());
    }
}

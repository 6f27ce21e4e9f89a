//! The documents that all tests read: the fixtures, and the real ones where they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use keikaku_extract::{Engine, Options, Worker};
use keikaku_record::Record;
use keikaku_tokenizer::Tokenizer;
use serde_json::Value;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Tokenizer::embedded().unwrap()));

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A folder beside the workspace that a checkout may lack; says so where it does.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = root().parent()?.join("shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/{name} is not here");
    None
}

/// A document and its name.
pub(crate) struct Document {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The name of a path: its last two parts.
pub(crate) fn name_of(path: &Path) -> String {
    let parts: Vec<_> =
        path.iter().rev().take(2).map(|p| p.to_string_lossy().into_owned()).collect();
    format!("{}/{}", parts[1], parts[0])
}

/// The folders of the fixtures, sorted.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("fixtures"))
        .unwrap()
        .filter_map(|layout| fs::read_dir(layout.unwrap().path()).ok())
        .flatten()
        .map(|fixture| fixture.unwrap().path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    folders.sort();
    assert!(folders.len() >= 10, "{} fixtures", folders.len());
    folders
}

/// The source of a fixture: a text, or a PDF.
pub(crate) fn source_of(folder: &Path) -> PathBuf {
    let text = folder.join("source.txt");
    if text.is_file() { text } else { folder.join("source.pdf") }
}

/// All fixtures and, where they are, the real documents.
pub(crate) fn all() -> Vec<Document> {
    let mut paths: Vec<PathBuf> = fixtures().iter().map(|f| source_of(f)).collect();
    if let Some(seeds) = shared("seeds") {
        paths.extend(fs::read_dir(seeds).unwrap().map(|e| e.unwrap().path()));
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            Document { name: name_of(&path), bytes }
        })
        .collect()
}

/// A worker of the shared engine.
pub(crate) fn worker() -> Worker {
    ENGINE.new_worker()
}

/// The records of a document.
pub(crate) fn records(name: &str, bytes: &[u8]) -> Vec<Record> {
    worker().extract(name, bytes, &Options::default())
}

/// The records of a document as JSON.
pub(crate) fn values(name: &str, bytes: &[u8]) -> Vec<Value> {
    records(name, bytes).iter().map(|r| serde_json::to_value(r).unwrap()).collect()
}

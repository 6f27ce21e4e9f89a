//! Records against gold annotations: facts counted one by one.
//!
//! The gold names facts that a document holds and the readings of them that are right: `optional`
//! ones need not be found, `…_alt` lists give other readings, `scope_lines` limits what is judged.
//! Facts are paired with records one to one, the likest first.
//!
//! # Optional facts are neither missed nor counted as too many
//! ```
//! use keikaku_check::gold::{Documents, Gold, Scores};
//!
//! let records = r#"{"record": "document", "id": "d", "path": "plans/a.txt", "title": "計画"}
//! {"record": "amount", "document": "d", "lines": [4, 4], "text": "28人", "value": 28, "unit": "人"}"#;
//! let gold = Gold::parse(r#"{"document": {"file": "a.txt", "title": "計 画"}, "amounts": [
//!     {"line": 4, "text": "28人", "value": 28, "unit": "人"},
//!     {"line": 9, "text": "3回", "value": 3, "unit": "回", "optional": true}]}"#)?;
//! let mut documents = Documents::default();
//! for line in records.lines() {
//!     documents.add(serde_json::from_str(line)?);
//! }
//! let mut scores = Scores::default();
//! assert!(scores.add(&gold, &documents), "a.txt was read");
//! let rows = scores.rows();
//! assert_eq!((rows[0].kind.as_str(), rows[0].gold, rows[0].f1), ("amount", 1, Some(1.0)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod facts;
mod indicators;
mod projects;
mod read;
mod scores;

use std::collections::HashMap;

use serde_json::{Map, Value};

pub use scores::{Fact, Miss, Scores};

/// The annotations of one document.
#[derive(Clone, Debug)]
pub struct Gold {
    fields: Map<String, Value>,
    file: String,
}

/// What is wrong with a gold file.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// It is no JSON object.
    #[error("not a JSON object as expected: {0}")]
    Json(#[from] serde_json::Error),
    /// It does not say which document it is of.
    #[error("`document.file` does not name a file")]
    NoFile,
}

impl Gold {
    /// Reads the text of a `.gold.json`.
    ///
    /// # Errors
    ///
    /// Fails for what is no JSON object, or names no file.
    pub fn parse(text: &str) -> Result<Self, GoldError> {
        let fields: Map<String, Value> = serde_json::from_str(text)?;
        let file = fields.get("document").and_then(|d| d["file"].as_str());
        let file = base_name(file.ok_or(GoldError::NoFile)?).to_owned();
        Ok(Self { fields, file })
    }

    /// The name of the document's file, without folders.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.fields.get(key)
    }

    /// The facts of a kind; none where the gold does not judge it.
    fn list(&self, key: &str) -> Option<Vec<&Value>> {
        Some(self.get(key)?.as_array().into_iter().flatten().collect())
    }
}

/// Records by the document that they belong to, whatever their order.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    documents: Vec<Vec<Value>>,
    by_id: HashMap<String, usize>,
}

impl Documents {
    /// Adds a record: a document by its id, any other by its document's.
    pub fn add(&mut self, record: Value) {
        let key = if record["record"] == "document" { "id" } else { "document" };
        let id = record[key].as_str().unwrap_or_default().to_owned();
        let at = *self.by_id.entry(id).or_insert_with(|| {
            self.documents.push(Vec::new());
            self.documents.len() - 1
        });
        self.documents[at].push(record);
    }

    /// The records of the document whose file has a name: of several the last.
    fn of_file(&self, file: &str) -> Option<&[Value]> {
        let is_it = |record: &Value| {
            record["record"] == "document" && record["path"].as_str().map(base_name) == Some(file)
        };
        self.documents.iter().rev().find(|records| records.iter().any(is_it)).map(Vec::as_slice)
    }
}

/// The last part of a path.
fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

//! Records against gold annotations: facts counted one by one.
//!
//! The gold names facts that a document holds and the readings of them that are right: `optional`
//! ones need not be found, `…_alt` lists give other readings, `scope_lines` limits what is judged.
//! Facts are paired with records one to one, the likest first.
//!
//! # Optional facts are neither missed nor counted as too many
//! ```
//! use keikaku_check::Documents;
//! use keikaku_check::gold::{Gold, Scores};
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

use serde_json::{Map, Value};

use crate::fixture::place;

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
    #[error("not the JSON expected: {reason}")]
    Json {
        /// The line, 1-based.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It does not say which document it is of.
    #[error("`document.file` does not name a file")]
    NoFile,
}

impl GoldError {
    /// The line of the file, 1-based.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::Json { line, .. } => *line,
            Self::NoFile => 1,
        }
    }
}

impl Gold {
    /// Reads the text of a `.gold.json`.
    ///
    /// # Errors
    ///
    /// Fails for what is no JSON object, or names no file.
    pub fn parse(text: &str) -> Result<Self, GoldError> {
        let fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            let (line, reason) = place(1, &error);
            GoldError::Json { line, reason }
        })?;
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

/// The last part of a path.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

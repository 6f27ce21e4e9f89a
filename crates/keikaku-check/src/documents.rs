//! Records by the document that they belong to.

use std::collections::HashMap;

use serde_json::Value;

use crate::gold::base_name;

/// Records by the document that they belong to, whatever their order.
///
/// # A file of the same name that holds something else is another document
/// ```
/// use keikaku_check::Documents;
/// use serde_json::json;
///
/// let mut documents = Documents::default();
/// documents.add(json!({"record": "document", "id": "d", "path": "old/a/source.txt", "sha256": "2c"}));
/// documents.add(json!({"record": "amount", "document": "d"}));
/// assert_eq!(documents.of_source("new/a/source.txt", "2c").map(<[_]>::len), Some(2));
/// assert_eq!(documents.of_source("old/a/source.txt", "5e"), None);
/// ```
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
    #[must_use]
    pub fn of_file(&self, file: &str) -> Option<&[Value]> {
        self.last_where(|document| document["path"].as_str().map(base_name) == Some(file))
    }

    /// The records made from a source: those of the document with its SHA-256; of one that has
    /// none, by the last two parts of its path. Of several it is the last, those of the same path
    /// before others.
    #[must_use]
    pub fn of_source(&self, path: &str, sha256: &str) -> Option<&[Value]> {
        let is_it = |document: &Value| document["sha256"].as_str().is_none_or(|own| own == sha256);
        let is_at = |document: &Value| {
            let own = document["path"].as_str().unwrap_or_default();
            own.rsplit('/').take(2).eq(path.rsplit('/').take(2))
        };
        self.last_where(|document| is_it(document) && is_at(document))
            .or_else(|| self.last_where(|document| document["sha256"].as_str() == Some(sha256)))
    }

    fn last_where(&self, is_it: impl Fn(&Value) -> bool) -> Option<&[Value]> {
        let is_it = |record: &Value| record["record"] == "document" && is_it(record);
        self.documents.iter().rev().find(|records| records.iter().any(is_it)).map(Vec::as_slice)
    }
}

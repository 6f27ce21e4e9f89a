//! Databases that records were loaded into, to read from.

use keikaku_record::{Record, RecordKind};
use serde_json::Value;

use crate::relation::{Cell, StoredCell, StoredRow, Table, relation, restore};

/// A record that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The kind of record.
    pub record: String,
    /// Its id.
    pub id: String,
    /// The id of its document.
    pub document: String,
}

impl From<(String, String, String)> for Hit {
    fn from((record, id, document): (String, String, String)) -> Self {
        Self { record, id, document }
    }
}

/// A document of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// Its id.
    pub id: String,
    /// The path that it was read from.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
}

/// Why a database cannot be read from.
#[derive(Debug, thiserror::Error)]
#[error("{target}: {reason}")]
pub struct StoreError {
    /// The database, without passwords.
    pub target: String,
    /// What went wrong.
    pub reason: String,
}

/// A database that records were loaded into.
pub trait Store {
    /// Records that hold all of these phrases, the best first. A phrase is words that follow each
    /// other, joined with spaces, as the loader's tokenizer cut them. With `prefix` the last word
    /// of a phrase may go on: 観光 finds 観光地, which is a word of its own.
    ///
    /// # Errors
    ///
    /// Fails with what the database says.
    fn search(
        &mut self,
        phrases: &[String],
        prefix: bool,
        kinds: &[RecordKind],
        limit: usize,
    ) -> Result<Vec<Hit>, String>;

    /// The rows of a table, by its place, whose first cells are these, in the order of its key.
    ///
    /// # Errors
    ///
    /// Fails with what the database says.
    fn rows(&mut self, table: usize, key: &[StoredCell]) -> Result<Vec<StoredRow>, String>;

    /// Gives the rows of a view, by path, line, id and position, to `row` until that is `false`.
    ///
    /// # Errors
    ///
    /// Fails with what the database says.
    fn view(
        &mut self,
        view: &Table,
        row: &mut dyn FnMut(&[StoredCell]) -> bool,
    ) -> Result<(), String>;

    /// All documents, by path.
    ///
    /// # Errors
    ///
    /// Fails with what the database says.
    fn documents(&mut self) -> Result<Vec<StoredDocument>, String>;

    /// Removes documents with all that they hold.
    ///
    /// # Errors
    ///
    /// Fails with what the database says; nothing is removed then.
    fn remove(&mut self, documents: &[String]) -> Result<(), String>;
}

impl dyn Store + '_ {
    /// The record of this id, as the JSON that it was loaded from; `None` where none has it.
    ///
    /// # Errors
    ///
    /// Fails with what the database says, or where a row does not make a record.
    pub fn record(&mut self, id: &str) -> Result<Option<Record>, String> {
        for &kind in RecordKind::ALL {
            if let Some(value) = self.value(kind, id)? {
                let record = serde_json::from_value(value);
                return record
                    .map(Some)
                    .map_err(|e| format!("the rows of {id} make no record: {e}"));
            }
        }
        Ok(None)
    }

    fn value(&mut self, kind: RecordKind, id: &str) -> Result<Option<Value>, String> {
        restore(kind, id, &mut |table, key| self.rows(table, key))
    }

    /// The ids of all records of a kind, in their order.
    ///
    /// # Errors
    ///
    /// As `record`.
    pub fn ids(&mut self, kind: RecordKind) -> Result<Vec<String>, String> {
        let Some((table, _)) = relation().of_kind(kind) else { return Ok(Vec::new()) };
        let rows = self.rows(table, &[])?;
        let ids = rows.into_iter().filter_map(|row| match row.into_iter().next() {
            Some(StoredCell::Text(id)) => Some(id),
            _ => None,
        });
        Ok(ids.collect())
    }
}

impl StoredCell {
    pub(crate) fn as_cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Boolean(value) => Cell::Boolean(*value),
            Self::Integer(value) => Cell::Integer(*value),
            Self::Real(value) => Cell::Real(*value),
            Self::Text(value) => Cell::Text(value),
        }
    }
}

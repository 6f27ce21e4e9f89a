//! Records to where they are kept, and back.
//!
//! - Where to: [`Target`] names a sink, and opens it.
//! - Lines: [`Ndjson`]. Rows of the tables in normal form ([`relation`]): [`Sqlite`],
//!   [`Postgres`], [`Parquet`], [`Csv`].
//! - Back from a database: [`Database`] names it, [`Store`] reads it.
//!
//! A [`Sink`] takes whole documents: what it keeps of one is all or nothing. Workers encode their
//! documents themselves ([`encode`]), so that a sink of lines only writes bytes; that is why
//! records are pushed to sinks and not pulled by them.

mod csv;
mod export;
mod folder;
mod keep;
mod ndjson;
mod parquet;
mod part;
mod postgres;
mod relation;
mod seen;
mod split;
mod sql;
mod sqlite;
mod store;
mod target;

pub use csv::Csv;
pub use export::{ExportError, Format, export, export_lines};
pub use keep::{Kept, Need, NewFile, Prepared, Stamp, Targets, abandon, recover};
pub use ndjson::{Ndjson, encode};
pub use parquet::Parquet;
pub use postgres::{Postgres, PostgresStore, PostgresUrl};
pub use relation::{
    Cell, Column, ColumnType, Parent, Relation, Row, Rows, StoredCell, StoredRow, TABLES_VERSION,
    Table, TableRows, relation, restore,
};
pub use split::Split;
pub use sql::{Dialect, Export, SEARCHED, SearchWords, exports};
pub use sqlite::{Sqlite, SqliteStore};
pub use store::{Hit, Store, StoreError, StoredDocument};
pub use target::{Database, Target};

use std::fmt;
use std::path::PathBuf;

use keikaku_record::Record;

/// One document on its way to a sink.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// All records of the document, its `document` record first.
    pub records: &'a [Record],
    /// The same as NDJSON, encoded by the worker that made them.
    pub lines: &'a [u8],
}

/// Takes the records of one document after the other.
pub trait Sink {
    /// Keeps a document.
    ///
    /// # Errors
    ///
    /// Fails where the target does not take it; nothing of the document is then kept.
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError>;

    /// What it needs of documents that are as they were in the run before.
    fn need(&self) -> Need {
        Need::Records
    }

    /// Removes documents that the run before gave it. What is written as a whole never has them.
    ///
    /// # Errors
    ///
    /// Fails where the target does not remove them; nothing is then kept.
    fn remove(&mut self, _documents: &[String]) -> Result<(), SinkError> {
        Ok(())
    }

    /// Does all that can fail before the end: writes what waits, makes indexes, syncs. A database
    /// keeps `run` as the name of what loaded into it last. Gives what is left to do.
    ///
    /// # Errors
    ///
    /// Fails where the target does not take it; nothing is then kept.
    fn prepare(self: Box<Self>, run: &str) -> Result<Kept, SinkError>;
}

/// What a person should know of a load that went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The target, without passwords.
    pub target: String,
    /// What there is to know, and to do.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.target, self.message)
    }
}

/// Why a sink failed.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Standard output could not be written.
    #[error("cannot write to standard output")]
    Stdout(#[source] std::io::Error),
    /// A database did not take it.
    #[error("{target}: {reason}")]
    Database {
        /// The database, without passwords.
        target: String,
        /// What went wrong.
        reason: String,
    },
}

impl SinkError {
    /// Whether the reader of standard output went away, as `head` does: no failure of ours.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Self::File { source, .. } | Self::Stdout(source) => {
                source.kind() == std::io::ErrorKind::BrokenPipe
            }
            Self::Database { .. } => false,
        }
    }
}

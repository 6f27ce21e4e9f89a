//! Records to where they are kept.
//!
//! A [`Sink`] takes whole documents: what it keeps of one is all or nothing. Workers encode their
//! documents themselves ([`encode`]), so that a sink of lines only writes bytes; that is why
//! records are pushed to sinks and not pulled by them.

mod ndjson;

pub use ndjson::{Ndjson, encode};

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

    /// Makes all that was given durable.
    ///
    /// # Errors
    ///
    /// Fails where the target does not take it.
    fn finish(self: Box<Self>) -> Result<(), SinkError>;
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
}

impl SinkError {
    /// Whether the reader of standard output went away, as `head` does: no failure of ours.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        let (Self::File { source, .. } | Self::Stdout(source)) = self;
        source.kind() == std::io::ErrorKind::BrokenPipe
    }
}

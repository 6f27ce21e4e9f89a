//! NDJSON: one JSON object a line, UTF-8, `\n` after each.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use keikaku_record::Record;

use crate::part::Part;
use crate::{Batch, Kept, Need, Sink, SinkError};

/// Writes records as NDJSON, to a file or to standard output.
///
/// The file appears under its name only when all is written: a run that fails leaves the file of
/// the run before.
#[derive(Debug)]
pub struct Ndjson {
    target: Target,
}

#[derive(Debug)]
enum Target {
    File {
        writer: BufWriter<File>,
        part: Part,
    },
    /// A device or a pipe, which is not replaced.
    Device {
        writer: BufWriter<File>,
        path: PathBuf,
    },
    Stdout(BufWriter<Stdout>),
}

/// Appends records as NDJSON.
pub fn encode(records: &[Record], out: &mut Vec<u8>) {
    for record in records {
        // Writing to memory does not fail, and a record is made of what JSON has.
        if serde_json::to_writer(&mut *out, record).is_ok() {
            out.push(b'\n');
        }
    }
}

impl Ndjson {
    /// Writes to a file; its folder is made where it is missing.
    ///
    /// # Errors
    ///
    /// Fails where the folder or file cannot be made.
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let fail = |source| SinkError::File { path: path.to_owned(), source };
        let buffered = |file| BufWriter::with_capacity(1 << 20, file);
        if fs::metadata(path).is_ok_and(|at| !at.is_file() && !at.is_dir()) {
            let writer = buffered(OpenOptions::new().write(true).open(path).map_err(fail)?);
            return Ok(Self { target: Target::Device { writer, path: path.to_owned() } });
        }
        let part = Part::create(path).map_err(fail)?;
        let writer = buffered(part.writer().map_err(fail)?);
        Ok(Self { target: Target::File { writer, part } })
    }

    /// Writes to standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self { target: Target::Stdout(BufWriter::with_capacity(1 << 16, io::stdout())) }
    }
}

impl Target {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::File { writer, .. } | Self::Device { writer, .. } => writer.write_all(lines),
            Self::Stdout(writer) => writer.write_all(lines),
        }
    }

    fn prepare(&mut self) -> io::Result<()> {
        match self {
            Self::File { writer, part } => writer.flush().and_then(|()| part.sync()),
            Self::Device { writer, .. } => writer.flush(),
            Self::Stdout(writer) => writer.flush(),
        }
    }

    fn failure(&self, source: io::Error) -> SinkError {
        match self {
            Self::File { part, .. } => SinkError::File { path: part.path().to_owned(), source },
            Self::Device { path, .. } => SinkError::File { path: path.clone(), source },
            Self::Stdout(_) => SinkError::Stdout(source),
        }
    }
}

impl Sink for Ndjson {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        self.target.write(batch.lines).map_err(|source| self.target.failure(source))
    }

    fn need(&self) -> Need {
        Need::Lines
    }

    fn prepare(mut self: Box<Self>, _run: &str) -> Result<Kept, SinkError> {
        self.target.prepare().map_err(|source| self.target.failure(source))?;
        let parts = match self.target {
            Target::File { part, .. } => vec![part],
            Target::Device { .. } | Target::Stdout(_) => Vec::new(),
        };
        Ok(Kept { parts, ..Kept::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Targets;
    use keikaku_record::{RecordKind, example};

    #[test]
    fn the_file_appears_only_when_the_run_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/records.ndjson");
        let record = example(RecordKind::Section);
        let mut lines = Vec::new();
        encode(std::slice::from_ref(&record), &mut lines);
        let mut targets = Targets::new(vec![Box::new(Ndjson::create(&path).unwrap())]);
        targets.document(Batch { records: std::slice::from_ref(&record), lines: &lines }).unwrap();
        assert!(!path.exists());
        let prepared = targets.prepare().unwrap();
        assert!(!path.exists());
        prepared.keep(None).unwrap();
        assert_eq!(serde_json::from_slice::<Record>(&fs::read(&path).unwrap()).unwrap(), record);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_run_that_fails_leaves_the_file_of_the_run_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.ndjson");
        fs::write(&path, "before").unwrap();
        drop(Ndjson::create(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

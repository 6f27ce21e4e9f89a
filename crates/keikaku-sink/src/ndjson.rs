//! NDJSON: one JSON object a line, UTF-8, `\n` after each.

use std::fs::{self, File};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use keikaku_record::Record;

use crate::{Batch, Sink, SinkError};

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
    File { writer: BufWriter<File>, part: PathBuf, path: PathBuf },
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
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fail)?;
        }
        let mut part = path.as_os_str().to_owned();
        part.push(format!(".part-{}", std::process::id()));
        let part = PathBuf::from(part);
        let writer = BufWriter::with_capacity(1 << 20, File::create(&part).map_err(fail)?);
        Ok(Self { target: Target::File { writer, part, path: path.to_owned() } })
    }

    /// Writes to standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self { target: Target::Stdout(BufWriter::with_capacity(1 << 16, io::stdout())) }
    }
}

impl Sink for Ndjson {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        match &mut self.target {
            Target::File { writer, path, .. } => writer
                .write_all(batch.lines)
                .map_err(|source| SinkError::File { path: path.clone(), source }),
            Target::Stdout(writer) => writer.write_all(batch.lines).map_err(SinkError::Stdout),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), SinkError> {
        match &mut self.target {
            Target::File { writer, part, path } => {
                let done = writer.flush().and_then(|()| fs::rename(&*part, &*path));
                done.map_err(|source| SinkError::File { path: path.clone(), source })
            }
            Target::Stdout(writer) => writer.flush().map_err(SinkError::Stdout),
        }
    }
}

impl Drop for Ndjson {
    fn drop(&mut self) {
        if let Target::File { part, .. } = &self.target {
            // Gone already where the run finished; what a failed run leaves is of no use.
            let _ = fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_record::{RecordKind, example};

    #[test]
    fn the_file_appears_only_when_the_run_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/records.ndjson");
        let record = example(RecordKind::Section);
        let mut lines = Vec::new();
        encode(std::slice::from_ref(&record), &mut lines);
        let mut sink = Box::new(Ndjson::create(&path).unwrap());
        sink.document(Batch { records: std::slice::from_ref(&record), lines: &lines }).unwrap();
        assert!(!path.exists());
        sink.finish().unwrap();
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

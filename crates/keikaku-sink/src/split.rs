//! NDJSON by kind of record: a file a kind, so that all lines of a file have the same fields.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use keikaku_record::RecordKind;

use crate::part::Part;
use crate::{Batch, Kept, Need, Sink, SinkError};

/// Writes a folder of NDJSON files, one for each kind of record, which replace those of the run
/// before. A kind without records has an empty file.
#[derive(Debug)]
pub struct Split {
    files: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    /// How its lines begin.
    begin: String,
    writer: BufWriter<File>,
    part: Part,
}

impl Split {
    /// Writes into a folder, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// Fails where the folder or a file cannot be made.
    pub fn create(folder: &Path) -> Result<Self, SinkError> {
        let files = RecordKind::ALL.iter().zip(Self::files(folder)).map(|(kind, path)| {
            let fail = |source| SinkError::File { path: path.clone(), source };
            let part = Part::create(&path).map_err(fail)?;
            let writer = BufWriter::new(part.writer().map_err(fail)?);
            Ok(Kind { begin: format!(r#"{{"record":"{kind}","#), writer, part })
        });
        Ok(Self { files: files.collect::<Result<_, SinkError>>()? })
    }

    /// The files in a folder, one for each kind.
    #[must_use]
    pub fn files(folder: &Path) -> Vec<PathBuf> {
        RecordKind::ALL.iter().map(|kind| folder.join(format!("{kind}.ndjson"))).collect()
    }
}

impl Kind {
    fn failure(&self, source: io::Error) -> SinkError {
        SinkError::File { path: self.part.path().to_owned(), source }
    }
}

impl Sink for Split {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        for line in batch.lines.split_inclusive(|&b| b == b'\n') {
            let kind = self.files.iter_mut().find(|kind| line.starts_with(kind.begin.as_bytes()));
            if let Some(kind) = kind {
                kind.writer.write_all(line).map_err(|source| kind.failure(source))?;
            }
        }
        Ok(())
    }

    fn need(&self) -> Need {
        Need::Lines
    }

    fn prepare(self: Box<Self>, _run: &str) -> Result<Kept, SinkError> {
        let mut parts = Vec::new();
        for mut kind in self.files {
            let done = kind.writer.flush().and_then(|()| kind.part.sync());
            done.map_err(|source| kind.failure(source))?;
            parts.push(kind.part);
        }
        Ok(Kept { parts, ..Kept::default() })
    }
}

//! A folder with a file a table: the files appear under their names when all is written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::SinkError;
use crate::part::Part;
use crate::relation::relation;

/// The files of a folder on their way. A load that fails leaves those of the load before.
#[derive(Debug)]
pub(crate) struct Folder {
    folder: PathBuf,
    parts: Vec<Part>,
}

impl Folder {
    /// Makes the folder where it is missing, and a file for each table.
    pub(crate) fn create(
        folder: &Path,
        extension: &'static str,
    ) -> Result<(Self, Vec<File>), SinkError> {
        let (mut parts, mut files) = (Vec::new(), Vec::new());
        for table in &relation().tables {
            let path = folder.join(format!("{}.{extension}", table.name));
            let fail = |source| SinkError::File { path: path.clone(), source };
            let part = Part::create(&path).map_err(fail)?;
            files.push(part.writer().map_err(fail)?);
            parts.push(part);
        }
        Ok((Self { folder: folder.to_owned(), parts }, files))
    }

    /// The files are written: makes them durable.
    pub(crate) fn sync(&self) -> Result<(), SinkError> {
        self.parts.iter().try_for_each(Part::sync).map_err(|e| self.failure(e))
    }

    /// Moves the files to their names, one after the other.
    pub(crate) fn finish(self) -> Result<(), SinkError> {
        for part in self.parts {
            let path = part.path().to_owned();
            part.finish().map_err(|source| SinkError::File { path, source })?;
        }
        Ok(())
    }

    /// A failure of one of the files.
    pub(crate) fn failure(&self, source: io::Error) -> SinkError {
        SinkError::File { path: self.folder.clone(), source }
    }
}

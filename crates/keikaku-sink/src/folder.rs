//! A folder with a file a table: the files appear under their names when all is written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::part::Part;
use crate::relation::relation;
use crate::{Kept, SinkError};

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

    /// The files are written: makes them durable, and gives them to be moved to their names.
    pub(crate) fn prepare(self) -> Result<Kept, SinkError> {
        self.parts.iter().try_for_each(Part::sync).map_err(|e| self.failure(e))?;
        Ok(Kept { parts: self.parts, ..Kept::default() })
    }

    /// A failure of one of the files.
    pub(crate) fn failure(&self, source: io::Error) -> SinkError {
        SinkError::File { path: self.folder.clone(), source }
    }
}

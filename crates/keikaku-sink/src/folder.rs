//! A folder with a file a table: the files appear under their names when all is written.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::SinkError;
use crate::relation::relation;

/// The files of a folder on their way: written beside their names, and moved there at the end. A
/// load that fails leaves those of the load before.
#[derive(Debug)]
pub(crate) struct Folder {
    folder: PathBuf,
    extension: &'static str,
    finished: bool,
}

impl Folder {
    /// Makes the folder where it is missing, and a file for each table.
    pub(crate) fn create(
        folder: &Path,
        extension: &'static str,
    ) -> Result<(Self, Vec<File>), SinkError> {
        let this = Self { folder: folder.to_owned(), extension, finished: false };
        fs::create_dir_all(folder).map_err(|e| this.failure(e))?;
        let files = relation().tables.iter().map(|table| {
            let part = this.part(&table.name);
            File::create(&part).map_err(|source| SinkError::File { path: part, source })
        });
        let files = files.collect::<Result<_, _>>()?;
        Ok((this, files))
    }

    fn path(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.{}", self.extension))
    }

    fn part(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.{}.part-{}", self.extension, std::process::id()))
    }

    /// The files are written: moves them to their names.
    pub(crate) fn finish(mut self) -> Result<(), SinkError> {
        for table in &relation().tables {
            let path = self.path(&table.name);
            let moved = fs::rename(self.part(&table.name), &path);
            moved.map_err(|source| SinkError::File { path, source })?;
        }
        self.finished = true;
        Ok(())
    }

    /// A failure of one of the files.
    pub(crate) fn failure(&self, source: io::Error) -> SinkError {
        SinkError::File { path: self.folder.clone(), source }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            for table in &relation().tables {
                // What a failed load leaves is of no use.
                let _ = fs::remove_file(self.part(&table.name));
            }
        }
    }
}

//! A file on its way: written beside its name, and moved there when it is whole.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A file on its way.
///
/// It is locked, so that two programs do not write it at once; what a program that was killed left
/// is written over by the next one.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where it goes: behind links, which stay.
    path: PathBuf,
    /// Where it is written.
    part: PathBuf,
    /// Keeps the lock, and syncs.
    file: File,
    finished: bool,
}

/// The files on their way, for [`abandon`].
static ON_THEIR_WAY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn on_their_way() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    ON_THEIR_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all files on their way, since the program is to end. No other is begun after that: who
/// wants to begin one waits for the end.
pub(crate) fn remove_all() {
    let mut parts = on_their_way();
    for part in parts.iter() {
        // What is gone already needs no removing, and nothing else can be done.
        let _ = fs::remove_file(part);
    }
    parts.clear();
    std::mem::forget(parts);
}

impl Part {
    /// Begins a file; its folder is made where it is missing.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path).or_else(|_| std::path::absolute(path))?;
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let part = Self::beside(&path);
        // Held from before the file is there, so that the end of the program cannot miss it.
        let mut parts = on_their_way();
        loop {
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&part)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    let reason = "another program is writing it, or this one twice";
                    return Err(io::Error::new(io::ErrorKind::ResourceBusy, reason));
                }
                // Where files cannot be locked, nothing keeps two programs apart.
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            // Between opening and locking, who had it before may have moved it to its name.
            if is_at(&file, &part) {
                parts.insert(part.clone());
                file.set_len(0)?;
                return Ok(Self { path, part, file, finished: false });
            }
        }
    }

    /// Where the file of a path is written.
    pub(crate) fn beside(path: &Path) -> PathBuf {
        with(path, ".part")
    }

    /// Where it goes.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is written.
    pub(crate) fn part(&self) -> &Path {
        &self.part
    }

    /// A handle to write with.
    pub(crate) fn writer(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Makes what was written durable.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Moves the file to its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.finished = true;
        on_their_way().remove(&self.part);
        put(&self.part, &self.path)
    }

    /// Leaves the file beside its name, for the next run to move.
    pub(crate) fn leave(mut self) {
        self.finished = true;
        on_their_way().remove(&self.part);
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.finished {
            on_their_way().remove(&self.part);
            // What a failed run leaves is of no use.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A path with more behind its name.
pub(crate) fn with(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}

/// What a SQLite database begins with ("Database File Format", section 1.3).
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Moves a file to its name. Beside a database, the journals of the one before go: they would be
/// taken for those of the new one.
pub(crate) fn put(part: &Path, path: &Path) -> io::Result<()> {
    let mut begin = [0; SQLITE.len()];
    let read = File::open(part).and_then(|mut file| file.read_exact(&mut begin));
    if read.is_ok() && begin == SQLITE {
        for journal in ["-journal", "-wal", "-shm"] {
            match fs::remove_file(with(path, journal)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    fs::rename(part, path)?;
    // Where a folder cannot be opened, the system keeps its own order.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Whether the file is the one at a path.
#[cfg(unix)]
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(file), Ok(path)) => (file.dev(), file.ino()) == (path.dev(), path.ino()),
        _ => false,
    }
}

/// Elsewhere an open file is not moved.
#[cfg(not(unix))]
pub(crate) fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn two_writers_are_kept_apart_and_what_a_dead_one_left_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/records.ndjson");
        fs::create_dir(folder.path().join("deep")).unwrap();
        fs::write(folder.path().join("deep/records.ndjson.part"), "of a program that died")
            .unwrap();
        let first = Part::create(&path).unwrap();
        let second = Part::create(&path).unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::ResourceBusy);
        first.writer().unwrap().write_all(b"all").unwrap();
        first.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"all");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_its_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "before").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let part = Part::create(&link).unwrap();
        part.writer().unwrap().write_all(b"after").unwrap();
        part.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"after");
    }
}

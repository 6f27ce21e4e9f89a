//! One order of keeping for all targets of a run.
//!
//! Every target is prepared in full: files lie beside their names, whole and synced, and databases
//! have all in a transaction that is open. Then a marker is written that says which files are to be
//! moved and which databases are to commit. Then databases commit and files are moved, and the
//! marker goes. What a run leaves that is killed before its marker is thrown away; what one leaves
//! that is killed after it, the next run finishes, unless a database that was to commit did not:
//! then it is undone.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::part::{Part, is_at, put, remove_all};
use crate::{Batch, Database, Notice, Sink, SinkError};

/// The name of the marker.
const MARKER: &str = ".keikaku-commit";

/// What a target asks of a document that is as it was in the run before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing: it holds the document.
    Nothing,
    /// Its lines.
    Lines,
    /// Its records, too.
    Records,
}

/// By what a file is known again: its size, and when it was last written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970; a time alone, where the system has it.
    pub written: u128,
}

impl Stamp {
    /// The stamp of what is at `at`, for the name `path`.
    pub(crate) fn of(at: &Path, path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(at)?;
        let written = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        let written = written.map_or(0, |since| since.as_nanos());
        Ok(Self { path: path.to_owned(), bytes: metadata.len(), written })
    }

    /// Whether the file is still as it was.
    #[must_use]
    pub fn holds(&self) -> bool {
        Self::of(&self.path, &self.path).is_ok_and(|now| now == *self)
    }
}

/// A file that a run keeps beside its targets.
#[derive(Debug)]
pub struct NewFile {
    part: Part,
    writer: BufWriter<File>,
}

impl NewFile {
    /// Begins the file.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be made, or another program is making it.
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let fail = |source| SinkError::File { path: path.to_owned(), source };
        let part = Part::create(path).map_err(fail)?;
        let writer = BufWriter::new(part.writer().map_err(fail)?);
        Ok(Self { part, writer })
    }

    /// Where it goes.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.part.path()
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be written.
    pub fn prepare(mut self) -> Result<Kept, SinkError> {
        let done = self.writer.flush().and_then(|()| self.part.sync());
        done.map_err(|source| SinkError::File { path: self.part.path().to_owned(), source })?;
        Ok(Kept { parts: vec![self.part], ..Kept::default() })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What a target has left to do when it is prepared.
#[derive(Default)]
pub struct Kept {
    /// The files that are to be moved to their names.
    pub(crate) parts: Vec<Part>,
    /// What is to be committed: its database, and how.
    pub(crate) commit: Option<(String, Commit)>,
    /// The database that a file is to replace, which nobody loads into meanwhile.
    pub(crate) held: Option<rusqlite::Connection>,
    /// What a person should know.
    pub(crate) notices: Vec<Notice>,
}

/// Commits what a database was given.
pub(crate) type Commit = Box<dyn FnOnce() -> Result<(), SinkError>>;

impl Kept {
    /// The files, as they will be.
    ///
    /// # Errors
    ///
    /// Fails where one of them has gone.
    pub fn stamps(&self) -> Result<Vec<Stamp>, SinkError> {
        let stamp = |part: &Part| {
            let found = Stamp::of(part.part(), part.path());
            found.map_err(|source| SinkError::File { path: part.path().to_owned(), source })
        };
        self.parts.iter().map(stamp).collect()
    }

    /// The database that is to commit.
    #[must_use]
    pub fn database(&self) -> Option<&str> {
        self.commit.as_ref().map(|(name, _)| name.as_str())
    }
}

/// The targets of a run, which keep it together or not at all.
pub struct Targets {
    sinks: Vec<Box<dyn Sink>>,
    run: String,
}

impl Targets {
    /// Targets that are open.
    #[must_use]
    pub fn new(sinks: Vec<Box<dyn Sink>>) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let run = format!("{:x}-{:x}", now.as_nanos(), std::process::id());
        Self { sinks, run }
    }

    /// What names this run in the databases that it loads into.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.run
    }

    /// The most that a target needs of documents that are as they were.
    #[must_use]
    pub fn need(&self) -> Need {
        self.sinks.iter().map(|sink| sink.need()).max().unwrap_or(Need::Nothing)
    }

    /// Gives a new document to all.
    ///
    /// # Errors
    ///
    /// Fails where one does not take it.
    pub fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        self.sinks.iter_mut().try_for_each(|sink| sink.document(batch))
    }

    /// Gives a document that is as it was to those that do not hold it. `batch` has what
    /// [`need`](Self::need) asks for.
    ///
    /// # Errors
    ///
    /// Fails where one does not take it.
    pub fn unchanged(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        let wanting = self.sinks.iter_mut().filter(|sink| sink.need() > Need::Nothing);
        wanting.into_iter().try_for_each(|sink| sink.document(batch))
    }

    /// Removes documents of the run before.
    ///
    /// # Errors
    ///
    /// Fails where a target does not remove them.
    pub fn remove(&mut self, documents: &[String]) -> Result<(), SinkError> {
        self.sinks.iter_mut().try_for_each(|sink| sink.remove(documents))
    }

    /// Does all that can fail: writes what waits, makes indexes, syncs.
    ///
    /// # Errors
    ///
    /// Fails where a target does; none keeps anything then.
    pub fn prepare(self) -> Result<Prepared, SinkError> {
        let run = self.run;
        let kept = self.sinks.into_iter().map(|sink| sink.prepare(&run));
        Ok(Prepared { kept: kept.collect::<Result<_, _>>()?, run })
    }
}

/// Targets that have all, and keep nothing yet.
pub struct Prepared {
    /// In the order of the targets, then files of the run's own.
    kept: Vec<Kept>,
    run: String,
}

impl Prepared {
    /// What each target has left to do, in their order.
    #[must_use]
    pub fn targets(&self) -> &[Kept] {
        &self.kept
    }

    /// Keeps another file with the others.
    pub fn add(&mut self, kept: Kept) {
        self.kept.push(kept);
    }

    /// Keeps all: first databases commit, then files are moved. The marker stands in `folder`, or
    /// else in that of the first file.
    ///
    /// # Errors
    ///
    /// Fails where a database does not commit or a file is not moved.
    pub fn keep(self, folder: Option<&Path>) -> Result<Vec<Notice>, SinkError> {
        let _keeping = KEEPING.lock().unwrap_or_else(PoisonError::into_inner);
        let parts = || self.kept.iter().flat_map(|kept| &kept.parts);
        let first = parts().next().and_then(|part| part.path().parent());
        let databases: Vec<String> =
            self.kept.iter().filter_map(|kept| kept.database().map(str::to_owned)).collect();
        let marker = match folder.or(first) {
            // One step is done or not.
            Some(folder) if parts().count() + databases.len() > 1 => {
                let moves = self.kept.iter().map(Kept::stamps).collect::<Result<Vec<_>, _>>()?;
                let moves = moves.into_iter().flatten().collect();
                Some(Marker::write(folder, &Journal { run: self.run, databases, moves })?)
            }
            _ => None,
        };
        let (mut notices, mut waiting, mut held) = (Vec::new(), Vec::new(), Vec::new());
        let (mut committed, mut failed) = (false, None);
        for kept in self.kept {
            match kept.commit.map(|(_, commit)| commit()) {
                None => {}
                Some(Ok(())) => committed = true,
                Some(Err(error)) => failed = failed.or(Some(error)),
            }
            notices.extend(kept.notices);
            waiting.extend(kept.parts);
            held.extend(kept.held);
        }
        // Where one database of several did not commit, the others have, and the files go with them.
        if committed || failed.is_none() {
            let mut waiting = waiting.into_iter();
            while let Some(part) = waiting.next() {
                let path = part.path().to_owned();
                if let Err(source) = part.finish() {
                    // The next run finishes.
                    waiting.for_each(Part::leave);
                    return Err(failed.unwrap_or(SinkError::File { path, source }));
                }
            }
        }
        if let Some(marker) = marker {
            marker.remove()?;
        }
        failed.map_or(Ok(notices), Err)
    }
}

/// What a marker says.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    run: String,
    databases: Vec<String>,
    /// The files, by their names; each lies beside its name until it is moved.
    moves: Vec<Stamp>,
}

/// A marker that lies in its folder.
struct Marker {
    path: PathBuf,
    /// Keeps the lock.
    _file: File,
}

impl Marker {
    fn write(folder: &Path, journal: &Journal) -> Result<Self, SinkError> {
        let path = folder.join(MARKER);
        let fail = |source| SinkError::File { path: path.clone(), source };
        let part = Part::create(&path).map_err(fail)?;
        let mut file = part.writer().map_err(fail)?;
        let text = serde_json::to_vec(journal).map_err(|e| fail(e.into()))?;
        file.write_all(&text).and_then(|()| part.sync()).map_err(fail)?;
        part.finish().map_err(fail)?;
        Ok(Self { path, _file: file })
    }

    fn remove(self) -> Result<(), SinkError> {
        fs::remove_file(&self.path).map_err(|source| SinkError::File { path: self.path, source })
    }
}

/// Held while a run keeps its results.
static KEEPING: Mutex<()> = Mutex::new(());

/// Makes ready for the end of the program, as where a signal asks for it: waits until what is being
/// kept is kept, and removes what else lies beside its name.
pub fn abandon() {
    let keeping = KEEPING.lock().unwrap_or_else(PoisonError::into_inner);
    remove_all();
    std::mem::forget(keeping);
}

/// Finishes or undoes what a run left in a folder that was killed while it kept its results.
///
/// # Errors
///
/// Fails where another program is keeping its results there, where a file cannot be moved, or where
/// a database cannot be asked whether it committed.
pub fn recover(folder: &Path) -> Result<(), SinkError> {
    let path = folder.join(MARKER);
    let fail = |source| SinkError::File { path: path.clone(), source };
    let file = match OpenOptions::new().read(true).write(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(fail(error)),
    };
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        let reason = "another program is keeping its results there; try again";
        return Err(fail(io::Error::new(io::ErrorKind::ResourceBusy, reason)));
    }
    if !is_at(&file, &path) {
        return Ok(());
    }
    let journal: Journal = serde_json::from_reader(&file).map_err(|e| fail(e.into()))?;
    let mut done = journal.databases.is_empty();
    for database in &journal.databases {
        let refused = |reason: String| SinkError::Database {
            target: database.clone(),
            reason: format!("{reason}; a run that was killed is to be finished first"),
        };
        let asked: Database = database.parse().map_err(refused)?;
        done |= asked.run().map_err(|e| refused(e.reason))?.as_deref() == Some(&*journal.run);
    }
    for stamp in &journal.moves {
        let part = Part::beside(&stamp.path);
        // What another run began to write since is not moved.
        if Stamp::of(&part, &stamp.path).is_ok_and(|now| now == *stamp) {
            let moved = if done { put(&part, &stamp.path) } else { fs::remove_file(&part) };
            moved.map_err(|source| SinkError::File { path: stamp.path.clone(), source })?;
        }
    }
    fs::remove_file(&path).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with two files of the run before, and what a run has written beside them.
    fn prepared(folder: &Path) -> Journal {
        let mut moves = Vec::new();
        for name in ["a", "b"] {
            let path = folder.join(name);
            fs::write(&path, "before").unwrap();
            fs::write(Part::beside(&path), "after").unwrap();
            moves.push(Stamp::of(&Part::beside(&path), &path).unwrap());
        }
        Journal { run: "1".to_owned(), databases: Vec::new(), moves }
    }

    /// What the files hold, and how many files there are.
    fn held(folder: &Path) -> ([String; 2], usize) {
        let read = ["a", "b"].map(|name| fs::read_to_string(folder.join(name)).unwrap());
        (read, fs::read_dir(folder).unwrap().count())
    }

    fn both(text: &str) -> [String; 2] {
        [text.to_owned(), text.to_owned()]
    }

    #[test]
    fn what_has_a_marker_is_finished_however_far_it_was() {
        for moved in 0..=2 {
            let folder = tempfile::tempdir().unwrap();
            let journal = prepared(folder.path());
            drop(Marker::write(folder.path(), &journal).unwrap());
            for stamp in journal.moves.iter().take(moved) {
                put(&Part::beside(&stamp.path), &stamp.path).unwrap();
            }
            recover(folder.path()).unwrap();
            assert_eq!(held(folder.path()), (both("after"), 2), "{moved} were moved");
            recover(folder.path()).unwrap();
        }
    }

    #[test]
    fn what_no_database_committed_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = prepared(folder.path());
        journal.databases = vec![format!("sqlite:{}", folder.path().join("none").display())];
        drop(Marker::write(folder.path(), &journal).unwrap());
        recover(folder.path()).unwrap();
        assert_eq!(held(folder.path()), (both("before"), 2));
    }

    #[test]
    fn what_a_database_committed_is_finished() {
        for (committed, text) in [("1", "after"), ("0", "before")] {
            let folder = tempfile::tempdir().unwrap();
            let mut journal = prepared(folder.path());
            let database = folder.path().join("plans.sqlite");
            let words = || -> crate::SearchWords { Box::new(str::to_owned) };
            let sink = Box::new(crate::Sqlite::load(&database, words()).unwrap());
            let (_, commit) = Sink::prepare(sink, committed).unwrap().commit.unwrap();
            commit().unwrap();
            journal.databases = vec![format!("sqlite:{}", database.display())];
            drop(Marker::write(folder.path(), &journal).unwrap());
            recover(folder.path()).unwrap();
            assert_eq!(held(folder.path()), (both(text), 3), "committed by {committed}");
        }
    }

    #[test]
    fn a_run_that_is_keeping_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let journal = prepared(folder.path());
        let marker = Marker::write(folder.path(), &journal).unwrap();
        let error = recover(folder.path()).unwrap_err();
        let SinkError::File { source, .. } = &error else { panic!("{error}") };
        assert_eq!(source.kind(), io::ErrorKind::ResourceBusy);
        marker.remove().unwrap();
        recover(folder.path()).unwrap();
        assert_eq!(held(folder.path()).0, both("before"));
    }

    #[test]
    fn what_another_run_writes_since_is_not_moved() {
        let folder = tempfile::tempdir().unwrap();
        let journal = prepared(folder.path());
        drop(Marker::write(folder.path(), &journal).unwrap());
        fs::write(folder.path().join("a.part"), "half of another").unwrap();
        recover(folder.path()).unwrap();
        let (read, _) = held(folder.path());
        assert_eq!(read, ["before".to_owned(), "after".to_owned()]);
    }
}

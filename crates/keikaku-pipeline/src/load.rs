//! Records made earlier, on their way into sinks.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::time::Instant;

use keikaku_record::{Record, RecordKind, SCHEMA_VERSION, count};
use keikaku_sink::{Batch, SinkError, Targets};
use serde::Deserialize;
use serde_json::error::Category;

use crate::{Progress, STDIN, Summary};

/// Why records could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file could not be read.
    #[error("cannot read {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is no record, or stands where it cannot.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A defect of keikaku stopped the reading.
    #[error("a defect of keikaku stopped the reading, and nothing was loaded; please report it")]
    Defect,
    /// The sink failed.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// A document with its records, and the lines that they were read from.
struct Loaded {
    records: Vec<Record>,
    lines: Vec<u8>,
}

/// The byte order mark that some programs put before UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// How records are loaded.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoadOptions {
    /// Take documents that have fewer records than they say, as those of some kinds alone have.
    pub partial: bool,
}

/// Documents that may wait for the sink.
const WAITING: usize = 16;

/// Loads files of NDJSON into a sink. The records of a document stand together, its `document`
/// record first, as `extract` writes them. Memory is that of a few documents.
///
/// # Errors
///
/// Fails where a file cannot be read, a line is no record of this version, records of a document are
/// missing, or the sink fails; nothing is kept then.
pub fn load(
    paths: &[PathBuf],
    mut targets: Targets,
    options: LoadOptions,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, LoadError> {
    let begun = Instant::now();
    let mut summary = Summary::default();
    let (send, receive) = mpsc::sync_channel::<Result<Loaded, LoadError>>(WAITING);
    let paths = paths.to_vec();
    // Not waited for where the sink fails: it may still wait for a line of standard input.
    let reader = std::thread::spawn(move || {
        for path in &paths {
            if let Err(error) = read(path, options, &send) {
                // Where nobody receives any more, the sink has failed, and says why.
                let _ = send.send(Err(error));
                return;
            }
        }
    });
    for loaded in receive {
        let Loaded { records, lines } = loaded?;
        targets.document(Batch { records: &records, lines: &lines })?;
        let diagnostics = records.iter().filter_map(crate::run::severity_and_code).collect();
        summary.add(&records, diagnostics, lines.len() as u64);
        progress(Progress { documents: summary.documents, bytes: summary.bytes });
    }
    // Were the reader to stop by a defect, what it had read would look like all there is.
    reader.join().map_err(|_| LoadError::Defect)?;
    summary.notices = targets.prepare()?.keep(None)?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

/// Reads a file, and sends its documents. Stops where nobody receives them.
fn read(
    path: &Path,
    options: LoadOptions,
    send: &SyncSender<Result<Loaded, LoadError>>,
) -> Result<(), LoadError> {
    let fail = |source| LoadError::File { path: path.to_owned(), source };
    let input: Box<dyn io::Read> = if path.as_os_str() == STDIN {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(fail)?)
    };
    let mut input = BufReader::with_capacity(1 << 18, input);
    let mut loaded = Loaded { records: Vec::new(), lines: Vec::new() };
    let mut number = 0;
    loop {
        let begin = loaded.lines.len();
        if input.read_until(b'\n', &mut loaded.lines).map_err(fail)? == 0 {
            break;
        }
        number += 1;
        if number == 1 && loaded.lines.get(begin..).is_some_and(|l| l.starts_with(MARK)) {
            loaded.lines.drain(begin..begin + MARK.len());
        }
        let line = loaded.lines.get(begin..).unwrap_or_default();
        if line.trim_ascii().is_empty() {
            loaded.lines.truncate(begin);
            continue;
        }
        let wrong = |reason| LoadError::Line { path: path.to_owned(), line: number, reason };
        let record = parse(line).map_err(wrong)?;
        match loaded.records.first() {
            _ if record.kind() == RecordKind::Document => {
                let rest = loaded.lines.split_off(begin);
                let records = std::mem::take(&mut loaded.records);
                let lines = std::mem::replace(&mut loaded.lines, rest);
                let whole = Loaded { records, lines };
                whole.check(options).map_err(wrong)?;
                if !whole.records.is_empty() && send.send(Ok(whole)).is_err() {
                    return Ok(());
                }
            }
            Some(document) if document.document() == record.document() => {}
            _ => {
                return Err(wrong(format!(
                    "this {} is of the document {:?}, whose record does not stand before it; the \
                     records of a document stand together, its own first",
                    record.kind(),
                    record.document()
                )));
            }
        }
        loaded.records.push(record);
    }
    let cut = |reason| LoadError::Line { path: path.to_owned(), line: number, reason };
    loaded.check(options).map_err(cut)?;
    if !loaded.records.is_empty() {
        let _ = send.send(Ok(loaded));
    }
    Ok(())
}

impl Loaded {
    /// Whether the document has all the records that it says.
    fn check(&self, options: LoadOptions) -> Result<(), String> {
        let Some(Record::Document(document)) = self.records.first() else { return Ok(()) };
        let found = count(&self.records);
        for (kind, &said) in &document.counts {
            let there = found.get(kind).copied().unwrap_or_default();
            if there != said && !options.partial {
                return Err(format!(
                    "before this line end the records of the document {}: {there} of {said} {kind} \
                     records; was the file cut? --partial takes what is there, as of extract --kinds",
                    document.id
                ));
            }
        }
        Ok(())
    }
}

fn parse(line: &[u8]) -> Result<Record, String> {
    Record::from_line(line)
        .map_err(|error| {
            // A document of another version lacks a field, or has one that is not known: say why.
            let version = serde_json::from_slice::<Version<'_>>(line).ok();
            match version.filter(|v| v.schema_version != SCHEMA_VERSION) {
                Some(version) => other_version(&version.schema_version),
                None => {
                    // Every line stands alone: its number is the file's, said before.
                    let text = error.to_string().replace(" at line 1 column", ", column");
                    match error.classify() {
                        Category::Data => text,
                        _ => format!("is no JSON: {text}; records stand in lines, as keikaku extract writes them"),
                    }
                }
            }
        })
        .and_then(|record| match &record {
            Record::Document(d) if d.schema_version != SCHEMA_VERSION => {
                Err(other_version(&d.schema_version))
            }
            _ => Ok(record),
        })
}

#[derive(Deserialize)]
struct Version<'a> {
    #[serde(borrow)]
    schema_version: Cow<'a, str>,
}

fn other_version(version: &str) -> String {
    format!(
        "the document's records are of schema version {version}, and this keikaku has \
         {SCHEMA_VERSION}; extract them again"
    )
}

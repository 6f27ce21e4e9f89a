//! The run: documents in parallel, records in the order of the documents' names.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use keikaku_extract::{Engine, Worker};
use keikaku_record::{
    Diagnostic, Document, DocumentKind, Record, RecordKind, SCHEMA_VERSION, Severity, count,
};
use keikaku_sink::{Batch, Sink, SinkError, encode};

use crate::{Found, Hint, STDIN, Summary};

/// How a run works.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How documents are read.
    pub extract: keikaku_extract::Options,
    /// Threads; `None` takes one for each processor.
    pub jobs: Option<usize>,
    /// The kinds of record to write; `None` writes all. `document` is always written.
    pub kinds: Option<Vec<RecordKind>>,
}

impl Options {
    fn writes(&self, kind: RecordKind) -> bool {
        kind == RecordKind::Document || self.kinds.as_ref().is_none_or(|k| k.contains(&kind))
    }
}

/// What a run tells while it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Documents written so far.
    pub documents: u64,
    /// Bytes read so far.
    pub bytes: u64,
}

/// Why a run failed as a whole.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The sink failed.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The threads could not be started.
    #[error("cannot start the worker threads: {0}")]
    Threads(String),
}

/// The largest file that is read, in bytes: a text dump of a plan is a thousand times smaller.
const LARGEST: u64 = 256 << 20;

/// A document that a worker is done with.
struct Done {
    /// What is written, the `document` record first.
    records: Vec<Record>,
    lines: Vec<u8>,
    /// Of all diagnostics, those included that are not written.
    diagnostics: Vec<(Severity, String)>,
    hints: Vec<Hint>,
    bytes: u64,
}

/// Lets workers run only so far ahead of the writer, so that memory is bounded by the documents in
/// flight.
struct Window {
    written: Mutex<(usize, bool)>,
    moved: Condvar,
    size: usize,
}

impl Window {
    /// Waits until document `index` may be begun; `false` where the run was given up.
    fn wait(&self, index: usize) -> bool {
        let mut state = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.1 && index >= state.0 + self.size {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.1
    }

    fn advance(&self, written: usize, stop: bool) {
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = (written, stop);
        self.moved.notify_all();
    }
}

/// Reads all documents and gives their records to the sink, in the order of `files` whatever the
/// number of threads. A document that cannot be read becomes a diagnostic and stops no other.
///
/// # Errors
///
/// Fails where the sink does.
pub fn run(
    engine: &Engine,
    files: &[Found],
    mut sink: Box<dyn Sink>,
    options: &Options,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, RunError> {
    let begun = Instant::now();
    let jobs = options
        .jobs
        .or_else(|| std::thread::available_parallelism().ok().map(Into::into))
        .unwrap_or(1)
        .max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|e| RunError::Threads(e.to_string()))?;
    let window = Window { written: Mutex::new((0, false)), moved: Condvar::new(), size: jobs * 4 };
    let next = std::sync::atomic::AtomicUsize::new(0);
    let (send, receive) = mpsc::channel::<(usize, Done)>();
    let mut summary = Summary::default();
    let mut failure = None;
    std::thread::scope(|scope| {
        let (window, next) = (&window, &next);
        scope.spawn(move || {
            pool.scope(|s| {
                for _ in 0..jobs {
                    let send = send.clone();
                    s.spawn(move |_| {
                        let mut worker = engine.new_worker();
                        loop {
                            let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            let Some(file) = files.get(index) else { break };
                            if !window.wait(index)
                                || send
                                    .send((index, read(engine, &mut worker, file, options)))
                                    .is_err()
                            {
                                break;
                            }
                        }
                    });
                }
                drop(send);
            });
        });
        let mut waiting: BTreeMap<usize, Done> = BTreeMap::new();
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut written = 0;
        for (index, done) in receive {
            waiting.insert(index, done);
            while let Some(mut done) = waiting.remove(&written) {
                note_copy(&mut done, &mut seen, options);
                if let Err(error) =
                    sink.document(Batch { records: &done.records, lines: &done.lines })
                {
                    failure = Some(error);
                    window.advance(written, true);
                    return;
                }
                summary.add(&done.records, done.diagnostics, done.hints, done.bytes);
                written += 1;
                window.advance(written, false);
                progress(Progress { documents: summary.documents, bytes: summary.bytes });
            }
        }
    });
    if let Some(error) = failure {
        return Err(error.into());
    }
    sink.prepare()?;
    summary.notices = sink.finish()?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

fn read(engine: &Engine, worker: &mut Worker, file: &Found, options: &Options) -> Done {
    let (mut records, bytes) = match load(file) {
        Ok(bytes) => (extract(engine, worker, file, &bytes, options), bytes.len() as u64),
        Err(message) => (unread(file, "unreadable_file", message), 0),
    };
    let diagnostics = records.iter().filter_map(severity_and_code).collect();
    let path = records.first().map_or("", |r| match r {
        Record::Document(d) => d.path.as_str(),
        _ => "",
    });
    let hints = records.iter().filter_map(|r| crate::summary::hint(r, path)).collect();
    records.retain(|r| options.writes(r.kind()));
    let mut lines = Vec::new();
    encode(&records, &mut lines);
    Done { records, lines, diagnostics, hints, bytes }
}

pub(crate) fn severity_and_code(record: &Record) -> Option<(Severity, String)> {
    match record {
        Record::Diagnostic(d) => Some((d.severity, d.code.clone())),
        _ => None,
    }
}

/// Extracts a document. Analysis is total; should a defect make it panic all the same, the
/// document becomes a diagnostic, the others go on, and the worker, whose state is then unknown,
/// is replaced.
fn extract(
    engine: &Engine,
    worker: &mut Worker,
    file: &Found,
    bytes: &[u8],
    options: &Options,
) -> Vec<Record> {
    let attempt = || worker.extract(&file.name, bytes, &options.extract);
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| {
        *worker = engine.new_worker();
        let message = "a defect of keikaku stopped its reading; please report it";
        unread(file, "internal_error", message.to_owned())
    })
}

fn load(file: &Found) -> Result<Vec<u8>, String> {
    if file.bytes > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Not more than is allowed of what has no size or grows: a pipe, a device, a log.
    let outcome = if file.file.as_os_str() == STDIN {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        bytes.reserve(file.bytes as usize + 1);
        File::open(&file.file).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    match outcome {
        Ok(_) if bytes.len() as u64 > LARGEST => Err(too_large()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
            _ => format!("cannot be read: {error}"),
        }),
    }
}

fn too_large() -> String {
    format!("has more than the {LARGEST} bytes that a document may have; split it")
}

/// The records of a file that could not be read: its `document` and why.
fn unread(file: &Found, code: &str, message: String) -> Vec<Record> {
    let id = format!("unread:{}", file.name);
    let diagnostic = Record::Diagnostic(Diagnostic {
        id: format!("{id}:diagnostic:0"),
        document: id.clone(),
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        severity: Severity::Error,
        code: code.to_owned(),
        message: format!("{}: {message}", file.name),
    });
    let mut document = Document {
        id: id.clone(),
        document: id,
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        schema_version: SCHEMA_VERSION.to_owned(),
        path: file.name.clone(),
        sha256: None,
        bytes: (file.bytes > 0).then_some(file.bytes),
        encoding: None,
        title: None,
        issuer: None,
        kind: DocumentKind::Other,
        issued: None,
        counts: count([&diagnostic]),
    };
    document.counts.insert(RecordKind::Document, 1);
    vec![document.into(), diagnostic]
}

/// Says of a document that an earlier one of the run has the same bytes: its ids are the same.
fn note_copy(done: &mut Done, seen: &mut HashMap<String, String>, options: &Options) {
    let Some(Record::Document(document)) = done.records.first_mut() else { return };
    let Some(sha256) = document.sha256.clone() else { return };
    let path = document.path.clone();
    let Some(first) = seen.get(&sha256) else {
        seen.insert(sha256, path);
        return;
    };
    let note = Diagnostic {
        id: format!("{}:diagnostic:copy:{path}", document.id),
        document: document.id.clone(),
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [document.lines.first, document.lines.first].into(),
        severity: Severity::Info,
        code: "duplicate_document".to_owned(),
        message: format!("{path} has the same bytes as {first}, and so the same ids"),
    };
    *document.counts.entry(RecordKind::Diagnostic).or_default() += 1;
    done.diagnostics.push((note.severity, note.code.clone()));
    // The first line is the document's, which counts one more; the worker's others stay.
    let rest = done.lines.iter().position(|&b| b == b'\n').map_or(0, |end| end + 1);
    let mut lines = Vec::with_capacity(done.lines.len() + 512);
    encode(&done.records[..1], &mut lines);
    lines.extend_from_slice(&done.lines[rest..]);
    if options.writes(RecordKind::Diagnostic) {
        let note = Record::from(note);
        encode(std::slice::from_ref(&note), &mut lines);
        done.records.push(note);
    }
    done.lines = lines;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use keikaku_sink::Ndjson;
    use keikaku_tokenizer::Tokenizer;

    fn output(jobs: usize, order: &[&str], folder: &std::path::Path) -> (Vec<u8>, Summary) {
        let options = Options { jobs: Some(jobs), ..Options::default() };
        output_with(&options, order, folder)
    }

    fn output_with(
        options: &Options,
        order: &[&str],
        folder: &std::path::Path,
    ) -> (Vec<u8>, Summary) {
        let engine = Engine::new(Tokenizer::embedded().unwrap());
        let paths: Vec<_> = order.iter().map(|n| folder.join(n)).collect();
        let files = crate::discover(&paths).unwrap();
        let out = tempfile::tempdir().unwrap();
        let target = out.path().join("records.ndjson");
        let sink = Box::new(Ndjson::create(&target).unwrap());
        let summary = run(&engine, &files, sink, options, |_| {}).unwrap();
        (fs::read(target).unwrap(), summary)
    }

    fn records(lines: &[u8]) -> Vec<Record> {
        lines
            .split(|&b| b == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect()
    }

    #[test]
    fn kinds_that_are_not_written_hide_no_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), b"%PDF-1.7 \x00\x01").unwrap();
        fs::copy(folder.path().join("a.txt"), folder.path().join("b.txt")).unwrap();
        let options = Options { kinds: Some(vec![RecordKind::Period]), ..Options::default() };
        let (lines, summary) = output_with(&options, &["."], folder.path());
        assert!(records(&lines).iter().all(|r| r.kind() == RecordKind::Document));
        assert_eq!((summary.failed, summary.worst()), (2, Some(Severity::Error)));
    }

    #[test]
    fn each_document_counts_its_own_records() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "計画\n\n令和3年度まで\n").unwrap();
        fs::copy(folder.path().join("a.txt"), folder.path().join("b.txt")).unwrap();
        fs::write(folder.path().join("c.txt"), b"%PDF-1.7 \x00\x01").unwrap();
        let (lines, _) = output(2, &["."], folder.path());
        let records = records(&lines);
        let documents: Vec<_> =
            records.chunk_by(|_, next| next.kind() != RecordKind::Document).collect();
        assert_eq!(documents.len(), 3);
        for own in documents {
            let Record::Document(document) = &own[0] else { panic!("{own:?}") };
            assert_eq!(document.counts, count(own), "{}", document.path);
            assert!(own.iter().all(|r| r.document() == document.id));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_read_is_a_document_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("a.txt")).unwrap();
        fs::write(folder.path().join("b.txt"), "計画\n").unwrap();
        let (lines, summary) = output(1, &["."], folder.path());
        let records = records(&lines);
        let [Record::Document(document), Record::Diagnostic(diagnostic), rest @ ..] =
            records.as_slice()
        else {
            panic!("{records:?}")
        };
        assert!(document.path.ends_with("a.txt") && document.sha256.is_none());
        assert_eq!(
            (&diagnostic.document, diagnostic.code.as_str()),
            (&document.id, "unreadable_file")
        );
        assert!(!rest.is_empty());
        assert_eq!((summary.documents, summary.failed), (2, 1));
    }

    #[test]
    fn threads_and_order_do_not_show_and_a_bad_document_stops_no_other() {
        let folder = tempfile::tempdir().unwrap();
        for i in 0..40 {
            fs::write(
                folder.path().join(format!("{i}.txt")),
                format!("計画{i}\n\n1 期間\n\n令和{i}年度まで\n"),
            )
            .unwrap();
        }
        fs::write(folder.path().join("a.txt"), b"%PDF-1.7 \x00\x01").unwrap();
        fs::copy(folder.path().join("3.txt"), folder.path().join("copy.txt")).unwrap();
        let mut names: Vec<String> = (0..40)
            .map(|i| format!("{i}.txt"))
            .chain(["a.txt".into(), "copy.txt".into()])
            .collect();
        let forward: Vec<&str> = names.iter().map(String::as_str).collect();
        let (one, summary) = output(1, &forward, folder.path());
        let forward: Vec<String> = names.iter().rev().cloned().collect();
        let (two, _) =
            output(2, &forward.iter().map(String::as_str).collect::<Vec<_>>(), folder.path());
        names.clear();
        assert_eq!(one, two);
        assert_eq!((summary.documents, summary.failed), (42, 1));
        assert_eq!(
            summary.diagnostics.get(&(Severity::Info, "duplicate_document".to_owned())),
            Some(&1)
        );
    }
}

//! The run: documents in parallel, records in the order of the documents' names.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use keikaku_extract::{Engine, Worker};
use keikaku_record::{Diagnostic, Record, RecordKind, Severity};
use keikaku_sink::{Batch, Sink, SinkError, encode};

use crate::{Found, Summary};

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
    records: Vec<Record>,
    lines: Vec<u8>,
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
                note_copy(&mut done, &mut seen);
                if let Err(error) =
                    sink.document(Batch { records: &done.records, lines: &done.lines })
                {
                    failure = Some(error);
                    window.advance(written, true);
                    return;
                }
                summary.add(&done.records, done.bytes);
                written += 1;
                window.advance(written, false);
                progress(Progress { documents: summary.documents, bytes: summary.bytes });
            }
        }
    });
    if let Some(error) = failure {
        return Err(error.into());
    }
    sink.finish()?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

fn read(engine: &Engine, worker: &mut Worker, file: &Found, options: &Options) -> Done {
    let (mut records, bytes) = match load(file) {
        Ok(bytes) => (extract(engine, worker, file, &bytes, options), bytes.len() as u64),
        Err(message) => (vec![unread(&file.name, message)], 0),
    };
    if let Some(kinds) = &options.kinds {
        records.retain(|r| r.kind() == RecordKind::Document || kinds.contains(&r.kind()));
    }
    let mut lines = Vec::new();
    encode(&records, &mut lines);
    Done { records, lines, bytes }
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
        let mut record = unread(
            &file.name,
            "a defect of keikaku stopped its reading; please report it".to_owned(),
        );
        if let Record::Diagnostic(diagnostic) = &mut record {
            "internal_error".clone_into(&mut diagnostic.code);
        }
        vec![record]
    })
}

fn load(file: &Found) -> Result<Vec<u8>, String> {
    if file.bytes > LARGEST {
        return Err(format!(
            "{} bytes are more than the {LARGEST} that a document may have; split it",
            file.bytes
        ));
    }
    fs::read(&file.file).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}

/// The record of a file that could not be read: there is no document to belong to, so it stands
/// for one.
fn unread(name: &str, message: String) -> Record {
    let id = format!("unread:{name}");
    Record::Diagnostic(Diagnostic {
        id: format!("{id}:diagnostic:0"),
        document: id,
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        severity: Severity::Error,
        code: "unreadable_file".to_owned(),
        message: format!("{name}: {message}"),
    })
}

/// Says of a document that an earlier one of the run has the same bytes: its ids are the same.
fn note_copy(done: &mut Done, seen: &mut HashMap<String, String>) {
    let Some(Record::Document(document)) = done.records.first() else { return };
    let Some(sha256) = document.sha256.clone() else { return };
    let (id, path, lines) = (document.id.clone(), document.path.clone(), document.lines);
    if let Some(first) = seen.get(&sha256) {
        let note = Record::Diagnostic(Diagnostic {
            id: format!("{id}:diagnostic:copy:{path}"),
            document: id,
            section: None,
            span: Default::default(),
            spans: Vec::new(),
            lines: [lines.first, lines.first].into(),
            severity: Severity::Info,
            code: "duplicate_document".to_owned(),
            message: format!("{path} has the same bytes as {first}, and so the same ids"),
        });
        encode(std::slice::from_ref(&note), &mut done.lines);
        done.records.push(note);
    } else {
        seen.insert(sha256, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_sink::Ndjson;
    use keikaku_tokenizer::Tokenizer;

    fn output(jobs: usize, order: &[&str], folder: &std::path::Path) -> (Vec<u8>, Summary) {
        let engine = Engine::new(Tokenizer::embedded().unwrap());
        let paths: Vec<_> = order.iter().map(|n| folder.join(n)).collect();
        let files = crate::discover(&paths).unwrap();
        let target = folder.join(format!("out-{jobs}/records.ndjson"));
        let sink = Box::new(Ndjson::create(&target).unwrap());
        let options = Options { jobs: Some(jobs), ..Options::default() };
        let summary = run(&engine, &files, sink, &options, |_| {}).unwrap();
        (fs::read(target).unwrap(), summary)
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

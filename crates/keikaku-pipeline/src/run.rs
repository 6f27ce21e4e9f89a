//! The run: documents in parallel, records in the order of the documents' names.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use keikaku_extract::{Engine, Worker};
use keikaku_record::{
    Counts, Diagnostic, Document, DocumentKind, Record, RecordKind, SCHEMA_VERSION, Severity, count,
};
use keikaku_sink::{Batch, Need, NewFile, SinkError, Targets, encode};

use crate::follow::{Before, Past, PastFinding, Plan, Step};
use crate::open::load;
use crate::summary::findings as findings_of;
use crate::{Finding, Found, Manifest, Summary, manifest};

/// How a run works.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How documents are read.
    pub extract: keikaku_extract::Options,
    /// Threads; `None` takes one for each processor.
    pub jobs: Option<usize>,
    /// The kinds of record to write; `None` writes all. `document` is always written.
    pub kinds: Option<Vec<RecordKind>>,
    /// Give every file all its records. Else what has the same text as a file before it is a
    /// `document` and a diagnostic alone, since its records would be the same, with the same ids.
    pub repeat: bool,
    /// How many warnings and errors of each code the summary keeps.
    pub findings: usize,
    /// What the user says of documents.
    pub manifest: Manifest,
}

/// Files that a run keeps beside its targets.
#[derive(Debug, Default)]
pub struct Beside {
    /// What the next run needs.
    pub leave: Option<Leave>,
    /// A line of JSON for each warning and error, and what it begins with.
    pub findings: Option<(NewFile, Vec<Finding>)>,
}

/// What a run leaves for the next one that follows the same files.
#[derive(Debug)]
pub struct Leave {
    /// The folder of the records.
    pub folder: PathBuf,
    /// The file of records, which the first target replaces.
    pub records: PathBuf,
    /// What the next run is told of each document. It keeps two runs of one folder apart.
    pub documents: NewFile,
    /// What the records depend on besides the files.
    pub made_with: String,
    /// The versions of the records and of the tables.
    pub versions: String,
    /// The folder that names of documents begin in.
    pub root: Option<PathBuf>,
    /// The names of the targets, in their order.
    pub targets: Vec<String>,
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
    /// What the run before left is not what it said.
    #[error("cannot read {} where the run before wrote it; --fresh starts over", path.display())]
    Past {
        /// The file of records.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The threads could not be started.
    #[error("cannot start the worker threads: {0}")]
    Threads(String),
}

/// A document that a worker is done with.
struct Done {
    /// What is written, the `document` record first. Of a document that is as it was, none where no
    /// target asks for them.
    records: Vec<Record>,
    lines: Vec<u8>,
    /// What is said of it to the next run.
    past: Past,
    /// It is as it was in the run before.
    kept: bool,
    /// Its file was read.
    read: u64,
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

/// Does what a plan says, and gives the records to the targets, in the order of its steps whatever
/// the number of threads. A document that cannot be read becomes a diagnostic and stops no other.
///
/// # Errors
///
/// Fails where a target does, or what is to be kept is not there; nothing is kept then.
pub fn run(
    engine: &Engine,
    plan: &Plan,
    mut targets: Targets,
    options: &Options,
    beside: Beside,
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
    let (send, receive) = mpsc::channel::<(usize, Result<Done, RunError>)>();
    let mut summary = Summary { unchanged: plan.unchanged, ..Summary::default() };
    let Beside { mut leave, findings } = beside;
    let mut found = match findings {
        Some((mut file, first)) => {
            first.iter().try_for_each(|finding| line(&mut file, finding))?;
            Some(file)
        }
        None => None,
    };
    let records = leave.as_ref().map(|leave| leave.records.clone());
    let mut failure = None;
    targets.remove(&plan.removed)?;
    let need = targets.need();
    std::thread::scope(|scope| {
        let (window, next, records) = (&window, &next, records.as_deref());
        scope.spawn(move || {
            pool.scope(|s| {
                for _ in 0..jobs {
                    let send = send.clone();
                    s.spawn(move |_| {
                        let mut worker = engine.new_worker();
                        loop {
                            let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            let Some(step) = plan.steps.get(index) else { break };
                            if !window.wait(index) {
                                break;
                            }
                            let done = match (step, records) {
                                (Step::Keep(past), Some(records)) => keep(past, records, need),
                                (Step::Keep(_), None) => continue,
                                (Step::Read(file), _) => {
                                    Ok(read(engine, &mut worker, file, options))
                                }
                            };
                            if send.send((index, done)).is_err() {
                                break;
                            }
                        }
                    });
                }
                drop(send);
            });
        });
        let mut waiting: BTreeMap<usize, Result<Done, RunError>> = BTreeMap::new();
        let mut writing = Writing { seen: HashMap::new(), at: 0 };
        let mut written = 0;
        for (index, done) in receive {
            waiting.insert(index, done);
            while let Some(done) = waiting.remove(&written) {
                let given = done.and_then(|done| {
                    let past = writing.give(done, &mut targets, options, &mut summary)?;
                    if let Some(leave) = &mut leave {
                        line(&mut leave.documents, &past)?;
                    }
                    if let Some(file) = &mut found {
                        findings_of(&past).try_for_each(|finding| line(file, &finding))?;
                    }
                    Ok(())
                });
                if let Err(error) = given {
                    failure = Some(error);
                    window.advance(written, true);
                    return;
                }
                written += 1;
                window.advance(written, false);
                progress(Progress { documents: summary.documents, bytes: summary.bytes });
            }
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    let run = targets.run().to_owned();
    let mut prepared = targets.prepare()?;
    let folder = leave.as_ref().map(|leave| leave.folder.clone());
    if let Some(leave) = leave {
        let documents = leave.documents.prepare()?;
        let mut stamps = Vec::new();
        for target in prepared.targets() {
            stamps.push(target.stamps()?);
        }
        let first = stamps.first().into_iter().flatten().cloned();
        let before = Before {
            made_with: leave.made_with,
            versions: leave.versions,
            root: leave.root,
            run,
            records: first.chain(documents.stamps()?).collect(),
            targets: leave.targets.into_iter().zip(stamps).collect(),
        };
        let path = Before::file(&leave.folder);
        let mut file = NewFile::create(&path)?;
        let wrote = serde_json::to_vec(&before).map_err(io::Error::from);
        let wrote = wrote.and_then(|text| file.write_all(&text));
        wrote.map_err(|source| SinkError::File { path, source })?;
        prepared.add(documents);
        prepared.add(file.prepare()?);
    }
    if let Some(found) = found {
        prepared.add(found.prepare()?);
    }
    summary.notices = prepared.keep(folder.as_deref())?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

/// What the writer knows of what it wrote.
struct Writing {
    /// The name of each document that has records, by its id.
    seen: HashMap<String, String>,
    /// How many bytes of records there are.
    at: u64,
}

impl Writing {
    /// Gives a document to the targets, and tells the next run of it.
    fn give(
        &mut self,
        mut done: Done,
        targets: &mut Targets,
        options: &Options,
        summary: &mut Summary,
    ) -> Result<Past, RunError> {
        let has_records = done.past.copy_of.is_none() && !done.past.id.starts_with(UNREAD);
        if has_records && !options.repeat {
            match self.seen.get(&done.past.id) {
                Some(first) => done.become_copy(&first.clone(), options),
                None => {
                    self.seen.insert(done.past.id.clone(), done.past.path.clone());
                }
            }
        }
        let batch = Batch { records: &done.records, lines: &done.lines };
        if done.kept {
            targets.unchanged(batch)?
        } else {
            targets.document(batch)?
        }
        done.past.at = self.at;
        done.past.length = done.lines.len() as u64;
        self.at += done.past.length;
        summary.add_past(&done.past, done.read, options.findings);
        Ok(done.past)
    }
}

/// Writes a line of JSON.
fn line(file: &mut NewFile, value: &impl serde::Serialize) -> Result<(), SinkError> {
    let wrote = serde_json::to_writer(&mut *file, value).map_err(io::Error::from);
    let wrote = wrote.and_then(|()| file.write_all(b"\n"));
    wrote.map_err(|source| SinkError::File { path: file.path().to_owned(), source })
}

/// A document as the run before wrote it.
fn keep(past: &Past, path: &Path, need: Need) -> Result<Done, RunError> {
    let fail = |source| RunError::Past { path: path.to_owned(), source };
    let mut lines = vec![0; usize::try_from(past.length).unwrap_or_default()];
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::Start(past.at))?;
        file.read_exact(&mut lines)
    });
    read.map_err(fail)?;
    let mut records = Vec::new();
    let wanted = if need == Need::Records { usize::MAX } else { 1 };
    for line in lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()).take(wanted) {
        records.push(Record::from_line(line).map_err(|e| fail(e.into()))?);
    }
    if records.first().is_none_or(|first| first.document() != past.id) {
        return Err(fail(io::ErrorKind::InvalidData.into()));
    }
    Ok(Done { records, lines, past: past.clone(), kept: true, read: 0 })
}

fn read(engine: &Engine, worker: &mut Worker, file: &Found, options: &Options) -> Done {
    let (mut records, bytes) = match load(file) {
        Ok(bytes) => (extract(engine, worker, file, &bytes, options), bytes.len() as u64),
        Err(message) => (unread(file, "unreadable_file", message), 0),
    };
    let given = options.manifest.given(&file.name);
    if let Some(given) = &given {
        manifest::apply(&mut records, given);
    }
    let mut diagnostics: BTreeMap<(Severity, String), u64> = BTreeMap::new();
    for diagnostic in records.iter().filter_map(severity_and_code) {
        *diagnostics.entry(diagnostic).or_default() += 1;
    }
    let findings = records.iter().filter_map(|record| match record {
        Record::Diagnostic(d) if d.severity >= Severity::Warning => Some(PastFinding {
            line: d.lines.first,
            severity: d.severity,
            code: d.code.clone(),
            message: d.message.clone(),
        }),
        _ => None,
    });
    let findings: Vec<PastFinding> = findings.collect();
    let nothing = why_nothing(&records, &findings);
    records.retain(|r| options.writes(r.kind()));
    let (id, sha256) = match records.first() {
        Some(Record::Document(d)) => (d.id.clone(), d.sha256.clone()),
        _ => (String::new(), None),
    };
    let failed = diagnostics.keys().any(|(severity, _)| *severity == Severity::Error);
    let past = Past {
        path: file.name.clone(),
        // What failed may do better next time.
        sha256: sha256.filter(|_| !failed),
        given: manifest::digest(given.as_ref()),
        id,
        copy_of: None,
        at: 0,
        length: 0,
        bytes,
        counts: written(&records),
        diagnostics: diagnostics.into_iter().map(|((s, c), n)| (name(s, &c), n)).collect(),
        nothing,
        findings,
    };
    let mut lines = Vec::new();
    encode(&records, &mut lines);
    Done { records, lines, past, kept: false, read: bytes }
}

/// The codes of warnings that tell why a document gave nothing: what is in it was not read.
const HIDING: [&str; 9] = [
    "cell_order_dump",
    "font_not_read",
    "limit_exceeded",
    "no_text_layer",
    "page_not_read",
    "pages_left_out",
    "table_not_read",
    "table_too_large",
    "unmapped_glyphs",
];

/// Why a document has no records of facts, where it has none: the first error, else the first
/// warning of what was not read.
fn why_nothing(records: &[Record], findings: &[PastFinding]) -> Option<String> {
    let holds_facts = |record: &Record| {
        matches!(
            record.kind(),
            RecordKind::Table
                | RecordKind::Indicator
                | RecordKind::Initiative
                | RecordKind::Project
                | RecordKind::Statement
        )
    };
    if records.iter().any(holds_facts) {
        return None;
    }
    let hides = |finding: &&PastFinding| HIDING.contains(&finding.code.as_str());
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    let worst = error.or_else(|| findings.iter().find(hides));
    Some(worst.map_or_else(
        || "it has no tables, indicators, projects or statements".to_owned(),
        |finding| finding.message.clone(),
    ))
}

/// How a diagnostic is named to the next run.
fn name(severity: Severity, code: &str) -> String {
    format!("{} {code}", severity.as_str())
}

/// How many records of each kind there are; kinds without any are left out.
fn written(records: &[Record]) -> Counts {
    let mut counts = count(records);
    counts.retain(|_, count| *count > 0);
    counts
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

/// How the ids of documents begin that could not be read.
const UNREAD: &str = "unread:";

/// The records of a file that could not be read: its `document` and why.
fn unread(file: &Found, code: &str, message: String) -> Vec<Record> {
    let id = format!("{UNREAD}{}", file.name);
    let diagnostic = Record::Diagnostic(Diagnostic {
        id: format!("{id}:diagnostic:0"),
        document: id.clone(),
        section: None,
        span: Default::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        page: None,
        boxes: Vec::new(),
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
        page: None,
        boxes: Vec::new(),
        schema_version: SCHEMA_VERSION.to_owned(),
        path: file.name.clone(),
        sha256: None,
        bytes: (file.bytes > 0).then_some(file.bytes),
        encoding: None,
        dump_version: None,
        title: None,
        issuer: None,
        kind: DocumentKind::Other,
        issued: None,
        given: None,
        read: None,
        counts: count([&diagnostic]),
    };
    document.counts.insert(RecordKind::Document, 1);
    vec![document.into(), diagnostic]
}

impl Done {
    /// Says of a document that an earlier one of the run has the same text: its records would be
    /// the same, with the same ids, so that it has none but this.
    fn become_copy(&mut self, first: &str, options: &Options) {
        let Some(Record::Document(mut document)) = self.records.drain(..).next() else { return };
        let path = document.path.clone();
        let id = format!("copy:{path}");
        let note = Record::Diagnostic(Diagnostic {
            id: format!("{id}:diagnostic:0"),
            document: id.clone(),
            section: None,
            span: Default::default(),
            spans: Vec::new(),
            lines: [1, 1].into(),
            page: None,
            boxes: Vec::new(),
            severity: Severity::Info,
            code: "duplicate_document".to_owned(),
            message: format!("{path} has the same text as {first}, where its records stand"),
        });
        document.id.clone_from(&id);
        document.document.clone_from(&id);
        document.counts = count([&note]);
        document.counts.insert(RecordKind::Document, 1);
        document.span = Default::default();
        document.lines = [1, 1].into();
        let diagnostics = [(name(Severity::Info, "duplicate_document"), 1)];
        self.records = vec![document.into(), note];
        self.records.retain(|r| options.writes(r.kind()));
        self.lines.clear();
        encode(&self.records, &mut self.lines);
        self.kept = false;
        self.past = Past {
            id,
            copy_of: Some(first.to_owned()),
            counts: written(&self.records),
            diagnostics: diagnostics.into(),
            nothing: None,
            findings: Vec::new(),
            ..self.past.clone()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use keikaku_sink::Ndjson;
    use keikaku_tokenizer::Tokenizer;

    fn output(jobs: usize, order: &[&str], folder: &Path) -> (Vec<u8>, Summary) {
        let options = Options { jobs: Some(jobs), ..Options::default() };
        output_with(&options, order, folder)
    }

    fn output_with(options: &Options, order: &[&str], folder: &Path) -> (Vec<u8>, Summary) {
        let engine = Engine::new(Tokenizer::embedded().unwrap());
        let paths: Vec<_> = order.iter().map(|n| folder.join(n)).collect();
        let files = crate::discover(&paths).unwrap();
        let out = tempfile::tempdir().unwrap();
        let target = out.path().join("records.ndjson");
        let targets = Targets::new(vec![Box::new(Ndjson::create(&target).unwrap())]);
        let plan = Plan::anew(files);
        let summary = run(&engine, &plan, targets, options, Beside::default(), |_| {}).unwrap();
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
        fs::write(folder.path().join("b.txt"), b"%PDF-1.7 \x00\x02").unwrap();
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

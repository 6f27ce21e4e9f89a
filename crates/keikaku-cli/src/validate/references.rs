//! What records say of each other: ids, references, places, counts.
//!
//! Of each record its id, its kind and its place are kept. A reference to a record that came before,
//! as nearly all do, is answered at once; the others wait for the end of the file.

use std::collections::HashMap;

use keikaku_record::{Counts, RecordKind};
use serde_json::Value;

use super::Fault;
use super::check::numbers;

/// A record and the line it stands on.
pub(super) struct Placed<'a> {
    pub(super) line: u64,
    pub(super) kind: RecordKind,
    pub(super) record: &'a Value,
}

/// A record that others may refer to.
#[derive(Clone, Copy)]
struct Target {
    line: u64,
    kind: RecordKind,
    document: usize,
    /// How often its id was met.
    times: u32,
    /// The lines that a section holds.
    extent: Option<[i64; 2]>,
}

/// A reference that waits for its target.
struct Reference {
    line: u64,
    field: &'static str,
    id: Box<str>,
    wanted: RecordKind,
    document: usize,
    /// The first line of the record that refers, where its section is to hold it.
    stands: Option<i64>,
}

/// A document, as its own record and the others tell.
#[derive(Default)]
struct Document {
    id: Box<str>,
    /// The line of the first record that names it.
    first: u64,
    /// The line of its own record.
    line: Option<u64>,
    /// The lines of its text.
    lines: Option<[i64; 2]>,
    /// Where files of the same bytes lay: their documents share all ids.
    paths: Vec<String>,
    sha256: Option<String>,
    declared: Counts,
    present: Counts,
    /// Of each record the first byte, the first line, and its line in the file.
    starts: Vec<(i64, i64, u64)>,
}

/// All that is known of the records so far.
pub(super) struct References {
    partial: bool,
    targets: HashMap<Box<str>, Target>,
    names: HashMap<Box<str>, usize>,
    documents: Vec<Document>,
    waiting: Vec<Reference>,
    /// Ids met again: the line, the id, and the how manyeth time it is.
    again: Vec<(u64, Box<str>, u32)>,
}

impl References {
    pub(super) fn new(partial: bool) -> Self {
        Self {
            partial,
            targets: HashMap::new(),
            names: HashMap::new(),
            documents: Vec::new(),
            waiting: Vec::new(),
            again: Vec::new(),
        }
    }

    pub(super) fn documents(&self) -> u64 {
        self.documents.iter().map(|d| d.paths.len() as u64).sum()
    }

    /// Takes in one record.
    pub(super) fn add(&mut self, placed: &Placed<'_>, faults: &mut Vec<Fault>) {
        let &Placed { line, kind, record } = placed;
        let (Some(id), Some(name)) = (record["id"].as_str(), record["document"].as_str()) else {
            return;
        };
        let at = self.document(name, line);
        let lines = numbers(&record["lines"]);
        if kind == RecordKind::Document {
            if id == name {
                self.own_record(at, placed, faults);
            } else {
                let message = format!("is {name}, must be the document's own id {id}");
                faults.push(Fault { line, field: "document".to_owned(), message });
            }
        } else if let (Some([start, _]), Some([first, _])) = (numbers(&record["span"]), lines) {
            self.documents[at].starts.push((start, first, line));
        }
        *self.documents[at].present.entry(kind).or_default() += 1;
        if let Some(target) = self.targets.get_mut(id) {
            target.times += 1;
            self.again.push((line, id.into(), target.times));
        } else {
            let extent = numbers(&record["extent"]);
            let target = Target { line, kind, document: at, times: 1, extent };
            self.targets.insert(id.into(), target);
        }
        let stands = lines.map(|[first, _]| first);
        self.refer(placed, at, "section", &record["section"], RecordKind::Section, stands, faults);
        self.refer(placed, at, "continues", &record["continues"], RecordKind::Table, None, faults);
        let wanted = record["of"]["record"].as_str().and_then(|kind| kind.parse().ok());
        if let Some(wanted) = wanted {
            self.refer(placed, at, "of.id", &record["of"]["id"], wanted, None, faults);
        }
    }

    /// The number of a document, by its id.
    fn document(&mut self, name: &str, line: u64) -> usize {
        if let Some(&at) = self.names.get(name) {
            return at;
        }
        let at = self.documents.len();
        self.names.insert(name.into(), at);
        self.documents.push(Document { id: name.into(), first: line, ..Document::default() });
        at
    }

    /// Takes in the record of a document itself.
    fn own_record(&mut self, at: usize, placed: &Placed<'_>, faults: &mut Vec<Fault>) {
        let &Placed { line, record, .. } = placed;
        let document = &mut self.documents[at];
        let path = record["path"].as_str().unwrap_or_default();
        let sha256 = record["sha256"].as_str();
        if let Some(first) = document.line {
            // A run that reads the same bytes under two names gives both the same ids.
            let copy = sha256.is_some() && sha256 == document.sha256.as_deref();
            if !copy || document.paths.iter().any(|known| known == path) {
                let message = format!("{} is the document of line {first}, too", document.id);
                faults.push(Fault { line, field: "id".to_owned(), message });
            }
        } else {
            document.line = Some(line);
            document.lines = numbers(&record["lines"]);
            document.sha256 = sha256.map(str::to_owned);
        }
        document.paths.push(path.to_owned());
        for (name, count) in record["counts"].as_object().into_iter().flatten() {
            match (name.parse::<RecordKind>(), count.as_u64()) {
                (Ok(kind), Some(count)) => *document.declared.entry(kind).or_default() += count,
                (Err(error), _) => {
                    let field = format!("counts.{name}");
                    faults.push(Fault { line, field, message: error.to_string() });
                }
                (Ok(_), None) => {}
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a reference is what it is")]
    fn refer(
        &mut self,
        placed: &Placed<'_>,
        document: usize,
        field: &'static str,
        id: &Value,
        wanted: RecordKind,
        stands: Option<i64>,
        faults: &mut Vec<Fault>,
    ) {
        let Some(id) = id.as_str() else { return };
        let line = placed.line;
        let reference = Reference { line, field, id: id.into(), wanted, document, stands };
        match self.targets.get(id) {
            Some(target) => self.answer(&reference, target, faults),
            None => self.waiting.push(reference),
        }
    }

    /// Compares a reference with what it leads to.
    fn answer(&self, reference: &Reference, target: &Target, faults: &mut Vec<Fault>) {
        let Reference { line, field, id, wanted, document, stands } = reference;
        let message = if target.kind != *wanted {
            format!("{id} (line {}) is no {wanted} but of the kind {}", target.line, target.kind)
        } else if target.document != *document {
            let other = &self.documents[target.document].id;
            format!("{id} (line {}) belongs to another document, {other}", target.line)
        } else if let (Some(stands), Some([first, last])) = (*stands, target.extent)
            && !(first..=last).contains(&stands)
        {
            format!("{id} holds the lines {first} to {last}; this record stands on line {stands}")
        } else {
            return;
        };
        faults.push(Fault { line: *line, field: (*field).to_owned(), message });
    }

    /// Checks what only the whole file tells, in the order of its lines. Whether `--partial` would
    /// have forgiven something.
    pub(super) fn finish(mut self, faults: &mut Vec<Fault>) -> bool {
        let mut present = Counts::new();
        for (kind, count) in self.documents.iter().flat_map(|d| &d.present) {
            *present.entry(*kind).or_default() += count;
        }
        let absent = |kind: RecordKind| !present.contains_key(&kind);
        let begin = faults.len();
        let mut forgivable = false;
        for reference in std::mem::take(&mut self.waiting) {
            let Reference { line, field, id, wanted, .. } = &reference;
            if let Some(target) = self.targets.get(id) {
                self.answer(&reference, target, faults);
            } else if !(self.partial && absent(*wanted)) {
                forgivable |= absent(*wanted);
                let message = format!("{id} is the id of no {wanted} in this file");
                faults.push(Fault { line: *line, field: (*field).to_owned(), message });
            }
        }
        for (line, id, times) in &self.again {
            let Some(target) = self.targets.get(id) else { continue };
            // Documents of the same bytes were compared when they came.
            let copies = self.documents[target.document].paths.len() as u32;
            if target.kind != RecordKind::Document && *times > copies.max(1) {
                let message = format!("{id} is the id of line {}, too", target.line);
                faults.push(Fault { line: *line, field: "id".to_owned(), message });
            }
        }
        for document in &mut self.documents {
            let other = self.targets.get(&document.id);
            document.own(other, faults);
            document.places(faults);
            let forgiven = |kind| self.partial && absent(kind);
            forgivable |= document.counts(&forgiven, faults).into_iter().any(absent);
        }
        faults[begin..].sort_by_key(|fault| fault.line);
        forgivable && !self.partial
    }
}

impl Document {
    /// Its own record is there.
    fn own(&self, target: Option<&Target>, faults: &mut Vec<Fault>) {
        if self.line.is_some() {
            return;
        }
        let id = &self.id;
        let message = match target {
            Some(Target { kind, line, .. }) if *kind != RecordKind::Document => {
                format!("{id} (line {line}) is no document but of the kind {kind}")
            }
            _ => format!("{id} has no document record in this file"),
        };
        faults.push(Fault { line: self.first, field: "document".to_owned(), message });
    }

    /// Its records lie in its lines, and what begins later in the text is on no earlier line.
    fn places(&mut self, faults: &mut Vec<Fault>) {
        self.starts.sort_unstable();
        let mut before: Option<(i64, i64, u64)> = None;
        for &(start, first, line) in &self.starts {
            let message = match (self.lines, before) {
                (Some([begin, end]), _) if !(begin..=end).contains(&first) => {
                    format!("begins on line {first}, the document has the lines {begin} to {end}")
                }
                (_, Some((byte, earlier, of))) if first < earlier => format!(
                    "byte {start} is on line {first}, though byte {byte} (line {of} of this file) \
                     is on line {earlier}"
                ),
                _ => {
                    before = Some((start, first, line));
                    continue;
                }
            };
            faults.push(Fault { line, field: "lines".to_owned(), message });
        }
    }

    /// Its counts are those of its records; the kinds where they are not.
    fn counts(
        &self,
        forgiven: &dyn Fn(RecordKind) -> bool,
        faults: &mut Vec<Fault>,
    ) -> Vec<RecordKind> {
        let Some(line) = self.line else { return Vec::new() };
        let mut differ = Vec::new();
        for &kind in RecordKind::ALL {
            let declared = self.declared.get(&kind).copied().unwrap_or(0);
            let present = self.present.get(&kind).copied().unwrap_or(0);
            if declared != present && !forgiven(kind) {
                let message = format!("is {declared}, there are {present}");
                faults.push(Fault { line, field: format!("counts.{kind}"), message });
                differ.push(kind);
            }
        }
        differ
    }
}

//! What a run did.

use std::collections::BTreeMap;
use std::time::Duration;

use keikaku_record::{Counts, Record, Severity};
use keikaku_sink::Notice;

use crate::follow::{Past, Plan, Step};

/// What is to be said of a whole document, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The document.
    pub path: String,
    /// The message of its diagnostic.
    pub message: String,
}

/// How many hints a summary keeps; the counts of diagnostics tell of all.
pub const MOST_HINTS: usize = 20;

/// The codes of diagnostics that speak of a whole document.
const OF_DOCUMENTS: &[&str] = &["cell_order_dump"];

/// The hint that a record gives, if it speaks of the whole document at `path`.
pub(crate) fn hint(record: &Record, path: &str) -> Option<Hint> {
    match record {
        Record::Diagnostic(d) if OF_DOCUMENTS.contains(&d.code.as_str()) => {
            Some(Hint { path: path.to_owned(), message: d.message.clone() })
        }
        _ => None,
    }
}

/// What a run did, counted.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents read.
    pub documents: u64,
    /// Documents with at least one error.
    pub failed: u64,
    /// Documents that are as they were in the run before, and were not read again.
    pub unchanged: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Records written, by kind.
    pub records: Counts,
    /// Diagnostics made, by severity and code, whether their kind is written or not.
    pub diagnostics: BTreeMap<(Severity, String), u64>,
    /// What speaks of whole documents, and of what to do: the first [`MOST_HINTS`] of them.
    pub hints: Vec<Hint>,
    /// What the targets have to say of a run that went well.
    pub notices: Vec<Notice>,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Counts one document, as the next run is told of it; `read` bytes of its file were read.
    pub(crate) fn add_past(&mut self, past: &Past, read: u64) {
        let room = MOST_HINTS - self.hints.len();
        let hints = past.hints.iter().take(room);
        self.hints.extend(hints.map(|m| Hint { path: past.path.clone(), message: m.clone() }));
        self.documents += 1;
        self.bytes += read;
        for (kind, count) in &past.counts {
            *self.records.entry(*kind).or_default() += count;
        }
        let mut failed = false;
        for (name, count) in &past.diagnostics {
            let Some((severity, code)) = name.split_once(' ') else { continue };
            let severities = [Severity::Error, Severity::Warning, Severity::Info];
            let named = severities.into_iter().find(|s| s.as_str() == severity);
            let Some(severity) = named else { continue };
            failed |= severity == Severity::Error;
            *self.diagnostics.entry((severity, code.to_owned())).or_default() += count;
        }
        self.failed += u64::from(failed);
    }

    /// What a run that had nothing to do would count.
    #[must_use]
    pub fn of_unchanged(plan: &Plan) -> Self {
        let mut summary = Self { unchanged: plan.unchanged, ..Self::default() };
        for step in &plan.steps {
            if let Step::Keep(past) = step {
                summary.add_past(past, 0);
            }
        }
        summary
    }

    /// Counts one document: the diagnostics that it has, and its records.
    pub(crate) fn add(
        &mut self,
        written: &[Record],
        diagnostics: Vec<(Severity, String)>,
        bytes: u64,
    ) {
        self.documents += 1;
        self.bytes += bytes;
        for (kind, count) in keikaku_record::count(written) {
            *self.records.entry(kind).or_default() += count;
        }
        self.failed += u64::from(diagnostics.iter().any(|(s, _)| *s == Severity::Error));
        for diagnostic in diagnostics {
            *self.diagnostics.entry(diagnostic).or_default() += 1;
        }
    }

    /// The worst severity that a diagnostic of the run has.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.keys().map(|(severity, _)| *severity).max()
    }

    /// Million bytes read a second.
    #[must_use]
    pub fn megabytes_per_second(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        if seconds > 0.0 { self.bytes as f64 / 1e6 / seconds } else { 0.0 }
    }
}

//! What a run did.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use keikaku_record::{Counts, Record, Severity};
use keikaku_sink::Notice;
use serde::Serialize;

use crate::follow::{Past, Plan, Step};

/// What a person should look at: a warning or an error, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The document.
    pub path: String,
    /// The line that it is about, from 1; `None` where it is about the file.
    pub line: Option<u32>,
    /// How bad it is.
    pub severity: Severity,
    /// Its code.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

/// The warnings and errors of a document.
pub(crate) fn findings(past: &Past) -> impl Iterator<Item = Finding> {
    past.findings.iter().map(|finding| Finding {
        path: past.path.clone(),
        line: Some(finding.line),
        severity: finding.severity,
        code: finding.code.clone(),
        message: finding.message.clone(),
    })
}

/// How many documents that gave nothing are named.
const MOST_NOTHING: usize = 5;

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
    /// Warnings and errors by severity and code, the first of each as many as were asked for.
    pub findings: BTreeMap<(Severity, String), Vec<Finding>>,
    /// Documents that have no table, indicator, initiative, project or statement, a copy of another
    /// document aside.
    pub nothing: u64,
    /// The first of them, each with the reason.
    pub first_nothing: Vec<(String, String)>,
    /// What the targets have to say of a run that went well.
    pub notices: Vec<Notice>,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Counts one document, as the next run is told of it; `read` bytes of its file were read.
    pub(crate) fn add_past(&mut self, past: &Past, read: u64, most: usize) {
        for finding in findings(past) {
            self.add_finding(finding, most);
        }
        if let Some(reason) = &past.nothing {
            self.nothing += 1;
            if self.first_nothing.len() < MOST_NOTHING {
                self.first_nothing.push((past.path.clone(), reason.clone()));
            }
        }
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

    /// Keeps a finding, if there are fewer than `most` of its code.
    fn add_finding(&mut self, finding: Finding, most: usize) {
        let key = (finding.severity, finding.code.clone());
        let found = self.findings.entry(key).or_default();
        if found.len() < most {
            found.push(finding);
        }
    }

    /// Counts files that were not read.
    pub fn add_skipped(&mut self, skipped: &[Finding], most: usize) {
        for finding in skipped {
            let key = (finding.severity, finding.code.clone());
            *self.diagnostics.entry(key).or_default() += 1;
            self.add_finding(finding.clone(), most);
        }
    }

    /// What a run that had nothing to do would count.
    #[must_use]
    pub fn of_unchanged(plan: &Plan, most: usize) -> Self {
        let mut summary = Self { unchanged: plan.unchanged, ..Self::default() };
        for step in &plan.steps {
            if let Step::Keep(past) = step {
                summary.add_past(past, 0, most);
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

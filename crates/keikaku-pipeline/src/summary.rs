//! What a run did.

use std::collections::BTreeMap;
use std::time::Duration;

use keikaku_record::{Counts, Record, Severity};

/// What a run did, counted.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents read.
    pub documents: u64,
    /// Documents with at least one error.
    pub failed: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Records written, by kind.
    pub records: Counts,
    /// Diagnostics, by severity and code.
    pub diagnostics: BTreeMap<(Severity, String), u64>,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Counts the records of one document.
    pub(crate) fn add(&mut self, records: &[Record], bytes: u64) {
        self.documents += 1;
        self.bytes += bytes;
        for (kind, count) in keikaku_record::count(records) {
            *self.records.entry(kind).or_default() += count;
        }
        let mut failed = false;
        for record in records {
            if let Record::Diagnostic(d) = record {
                failed |= d.severity == Severity::Error;
                *self.diagnostics.entry((d.severity, d.code.clone())).or_default() += 1;
            }
        }
        self.failed += u64::from(failed);
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

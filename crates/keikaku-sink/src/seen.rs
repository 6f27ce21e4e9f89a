//! Documents that come twice in one load.

use std::collections::HashSet;

use keikaku_record::Record;

/// The documents of a load. The same text under two paths is one document, and its rows can stand
/// in a table once: those that came first.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashSet<String>);

impl Seen {
    /// Whether the document of these records comes for the first time.
    pub(crate) fn is_first(&mut self, records: &[Record]) -> bool {
        records.first().is_some_and(|record| self.0.insert(record.document().to_owned()))
    }
}

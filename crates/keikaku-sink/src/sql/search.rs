//! The full-text search over names and texts: which of them, and the tables that hold their words.
//!
//! Databases cut text at spaces, which Japanese has not. So they are given words: a text as the
//! tokenizer cuts it, the words joined with spaces. Names are found by any run of their words.

use std::collections::HashMap;

use keikaku_record::{Record, RecordKind};

use super::Dialect;

/// Cuts a text into words, joined with single spaces; given to a sink by who has a tokenizer.
pub type SearchWords = Box<dyn FnMut(&str) -> String + Send>;

/// The words of texts. Plans name the same departments again and again: short texts are cut once.
pub(crate) struct Words {
    cut: SearchWords,
    known: HashMap<String, String>,
    last: String,
}

impl Words {
    /// The longest text that is remembered, in bytes.
    const SHORT: usize = 120;
    /// The most texts that are.
    const MOST: usize = 10_000;

    pub(crate) fn new(cut: SearchWords) -> Self {
        Self { cut, known: HashMap::new(), last: String::new() }
    }

    /// The words of a text, joined with single spaces.
    pub(crate) fn of(&mut self, text: &str) -> &str {
        if text.len() > Self::SHORT {
            self.last = (self.cut)(text);
            return &self.last;
        }
        if self.known.len() >= Self::MOST && !self.known.contains_key(text) {
            self.known.clear();
        }
        self.known.entry(text.to_owned()).or_insert_with(|| (self.cut)(text))
    }
}

/// The kinds of record that have a name or text that can be searched.
pub const SEARCHED: &[RecordKind] = &[
    RecordKind::Document,
    RecordKind::Section,
    RecordKind::Table,
    RecordKind::Department,
    RecordKind::Indicator,
    RecordKind::Initiative,
    RecordKind::Project,
    RecordKind::Statement,
];

/// The names and texts of a record that can be searched: the first tells it from others.
pub(crate) fn searched(record: &Record) -> [Option<&str>; 2] {
    match record {
        Record::Document(r) => [r.title.as_deref(), None],
        Record::Section(r) => [Some(&r.title), None],
        Record::Table(r) => [r.caption.as_deref(), None],
        Record::Department(r) => [Some(&r.name), None],
        Record::Indicator(r) => [Some(&r.name), None],
        Record::Initiative(r) => [Some(&r.text), None],
        Record::Project(r) => [Some(&r.name), r.purpose.as_deref()],
        Record::Statement(r) => [Some(&r.text), None],
        // Mentions in running text, and what was not read: found where they stand.
        Record::Period(_) | Record::Amount(_) | Record::Diagnostic(_) => [None, None],
    }
}

/// The tables of the search. A row of `search_entry` says which record its words are of.
pub(super) fn create_tables(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE search_entry ( -- The records that can be searched.
  entry INTEGER PRIMARY KEY, -- The row of search that holds the words.
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, -- The id of the document.
  record TEXT NOT NULL, -- The kind of record.
  id TEXT NOT NULL -- The id of the record.
);
CREATE VIRTUAL TABLE search USING fts5 (
  words, more_words, tokenize='unicode61 remove_diacritics 0'
);
"
        }
        Dialect::Postgres => {
            "CREATE TABLE search_entry (
  document text NOT NULL,
  record text NOT NULL,
  id text NOT NULL,
  words tsvector NOT NULL
);
COMMENT ON TABLE search_entry IS 'The words of the names and texts of records.';
COMMENT ON COLUMN search_entry.document IS 'The id of the document.';
COMMENT ON COLUMN search_entry.record IS 'The kind of record.';
COMMENT ON COLUMN search_entry.id IS 'The id of the record.';
COMMENT ON COLUMN search_entry.words IS 'Its words, as the tokenizer of the loader cut them.';
"
        }
    }
}

pub(super) fn create_indexes(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "CREATE INDEX search_entry_by_document ON search_entry (document);\n",
        Dialect::Postgres => {
            "CREATE INDEX search_entry_by_document ON search_entry (document);
CREATE INDEX search_entry_by_words ON search_entry USING gin (words);
ALTER TABLE search_entry ADD FOREIGN KEY (document) REFERENCES document (id) ON DELETE CASCADE;
"
        }
    }
}

#[cfg(test)]
mod tests {
    use keikaku_record::example;

    use super::*;

    #[test]
    fn kinds_that_are_searched_are_those_with_texts() {
        for &kind in RecordKind::ALL {
            let has_texts = searched(&example(kind))[0].is_some();
            assert_eq!(SEARCHED.contains(&kind), has_texts, "{kind}");
        }
    }
}

//! The full-text search over names and texts: which of them, and the tables that hold their words.
//!
//! Databases cut text at spaces, which Japanese has not. So they are given words: a text as the
//! tokenizer cuts it, the words joined with spaces. Names are found by any run of their words.

use keikaku_record::{Record, RecordKind};

use super::Dialect;

/// Cuts a text into words, joined with single spaces; given to a sink by who has a tokenizer.
pub type SearchWords = Box<dyn FnMut(&str) -> String + Send>;

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

/// A text of a record that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Searched<'a> {
    /// The field that holds it.
    pub(crate) field: &'static str,
    /// The text.
    pub(crate) text: &'a str,
}

/// The names and texts of a record that can be searched.
pub(crate) fn entries(record: &Record) -> impl Iterator<Item = Searched<'_>> {
    let found: [Option<(&'static str, &str)>; 2] = match record {
        Record::Document(r) => [r.title.as_deref().map(|t| ("title", t)), None],
        Record::Section(r) => [Some(("title", &r.title)), None],
        Record::Table(r) => [r.caption.as_deref().map(|t| ("caption", t)), None],
        Record::Department(r) => [Some(("name", &r.name)), None],
        Record::Indicator(r) => [Some(("name", &r.name)), None],
        Record::Initiative(r) => [Some(("text", &r.text)), None],
        Record::Project(r) => {
            [Some(("name", &r.name)), r.purpose.as_deref().map(|t| ("purpose", t))]
        }
        Record::Statement(r) => [Some(("text", &r.text)), None],
        // Mentions in running text, and what was not read: found where they stand.
        Record::Period(_) | Record::Amount(_) | Record::Diagnostic(_) => [None, None],
    };
    found.into_iter().flatten().map(|(field, text)| Searched { field, text })
}

/// The tables of the search. A row of `search_entry` says which field of which record its words
/// are of.
pub(super) fn create_tables(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE search_entry (
  entry INTEGER PRIMARY KEY, -- The row of search that holds the words.
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, -- The id of the document.
  record TEXT NOT NULL, -- The kind of record.
  id TEXT NOT NULL, -- The id of the record.
  field TEXT NOT NULL -- The field that holds the text.
);
CREATE VIRTUAL TABLE search USING fts5 (
  words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);
"
        }
        Dialect::Postgres => {
            "CREATE TABLE search_entry (
  document text NOT NULL,
  record text NOT NULL,
  id text NOT NULL,
  field text NOT NULL,
  words tsvector NOT NULL
);
COMMENT ON TABLE search_entry IS 'The words of the names and texts of records.';
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
            let has_texts = entries(&example(kind)).next().is_some();
            assert_eq!(SEARCHED.contains(&kind), has_texts, "{kind}");
        }
    }
}

//! The pure function from (name, bytes, options) to records.

use std::fmt::Write as _;

use keikaku_layout::Layout;
use keikaku_record::{Document, DocumentKind, Record, SCHEMA_VERSION, Severity};
use keikaku_text::{EncodingLabel, Span};
use keikaku_tokenizer::Tokenizer;
use sha2::{Digest, Sha256};

use crate::assemble::{self, Identity};
use crate::opened::{OpenError, Opened};
use crate::table::TableView;
use crate::words::Words;

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The encoding of the bytes; `None` detects it.
    pub encoding: Option<EncodingLabel>,
}

/// What all threads share: the dictionary and the rules.
#[derive(Clone)]
pub struct Engine {
    tokenizer: Tokenizer,
}

impl Engine {
    /// An engine that asks this tokenizer.
    #[must_use]
    pub fn new(tokenizer: Tokenizer) -> Self {
        Self { tokenizer }
    }

    /// A worker for one thread, with scratch memory of its own.
    #[must_use]
    pub fn new_worker(&self) -> Worker {
        Worker { words: Words::new(self.tokenizer.new_worker()) }
    }
}

/// Reads documents one after the other.
pub struct Worker {
    words: Words,
}

impl Worker {
    /// The records of one document: first its `document` record, then the others in the order of
    /// their places. Total: bytes that are no text give an error diagnostic.
    ///
    /// `name` becomes the document's `path`. The ids depend on the decoded text alone. Bytes that
    /// begin as a PDF are read as one, whatever the name.
    pub fn extract(&mut self, name: &str, bytes: &[u8], options: &Options) -> Vec<Record> {
        let sha256 = hex(&Sha256::digest(bytes));
        let opened = match Opened::read(bytes, options.encoding) {
            Ok(opened) => opened,
            Err(error) => return unreadable(name, bytes, sha256, &error),
        };
        let text = opened.source().text();
        let text_hash = if text.as_bytes() == bytes {
            sha256.clone()
        } else if opened.drawn.is_some() && text.trim().is_empty() {
            // PDFs without text would all be one document.
            sha256.clone()
        } else {
            hex(&Sha256::digest(text.as_bytes()))
        };
        let identity = Identity {
            id: text_hash[..16].to_owned(),
            path: name.to_owned(),
            sha256,
            bytes: bytes.len() as u64,
        };
        assemble::document(identity, &opened, &mut self.words)
    }
}

impl Worker {
    /// The layout of a document as it is read for its records: the tokenizer is asked where letters
    /// spread over a cell are a word.
    pub fn layout(&mut self, opened: &Opened) -> Layout {
        opened.layout(&mut self.words)
    }

    /// The models of all tables of a document, in the order of the text: what each column is and
    /// why, and the values with their paths.
    pub fn tables(&mut self, opened: &Opened) -> Vec<TableView> {
        assemble::table_views(opened, &mut self.words)
    }
}

/// The records of bytes that cannot be read: the document, and an error that says why.
fn unreadable(name: &str, bytes: &[u8], sha256: String, error: &OpenError) -> Vec<Record> {
    let id = sha256[..16].to_owned();
    let diagnostic = keikaku_record::Diagnostic {
        id: format!("{id}:diagnostic:0"),
        document: id.clone(),
        section: None,
        span: Span::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        page: None,
        boxes: Vec::new(),
        severity: Severity::Error,
        code: error.code().to_owned(),
        message: error.to_string(),
    };
    let mut document = Document {
        id: id.clone(),
        document: id,
        section: None,
        span: Span::default(),
        spans: Vec::new(),
        lines: [1, 1].into(),
        page: None,
        boxes: Vec::new(),
        schema_version: SCHEMA_VERSION.to_owned(),
        path: name.to_owned(),
        sha256: Some(sha256),
        bytes: Some(bytes.len() as u64),
        encoding: None,
        dump_version: None,
        title: None,
        issuer: None,
        kind: DocumentKind::Other,
        issued: None,
        given: None,
        read: None,
        counts: Default::default(),
    };
    let mut records = vec![Record::Diagnostic(diagnostic)];
    document.counts = keikaku_record::count(&records);
    document.counts.insert(keikaku_record::RecordKind::Document, 1);
    records.insert(0, Record::Document(document));
    records
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

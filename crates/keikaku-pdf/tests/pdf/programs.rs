//! PDFs that programs made; how stands in `files/make`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use keikaku_pdf::{Limits, PdfError, Reader, read};

use crate::{open, problems};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/files")
}

fn characters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

#[test]
fn every_character_that_was_put_in_comes_out() {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let source = path.with_extension("txt");
        if path.extension().is_none_or(|e| e != "pdf") || !source.exists() {
            continue;
        }
        let document = open(&std::fs::read(&path).unwrap());
        let expected = std::fs::read_to_string(&source).unwrap();
        assert_eq!(characters(&document.text), characters(&expected), "{}", path.display());
        assert_eq!(problems(&document), [], "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 1, "{seen}");
}

#[test]
fn a_password_is_asked_for_only_where_there_is_one() {
    for name in ["empty-password-rc4.pdf", "empty-password-aes256.pdf"] {
        let document = open(&std::fs::read(folder().join(name)).unwrap());
        assert!(!document.text.is_empty(), "{name}");
    }
    let bytes = std::fs::read(folder().join("password.pdf")).unwrap();
    assert_eq!(Reader::open(bytes.clone(), &Limits::default()).err(), Some(PdfError::Password));
    assert_eq!(read(&bytes, &Limits::default()), Err(PdfError::Password));
}

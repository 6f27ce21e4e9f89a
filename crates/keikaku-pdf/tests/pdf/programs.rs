//! PDFs that programs made; how stands in `files/make`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use keikaku_page::{Axis, Run};
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
fn headings_and_grids_are_found_whatever_program_made_them() {
    for name in ["chromium.pdf", "libreoffice.pdf", "ghostscript.pdf"] {
        let document = open(&std::fs::read(folder().join(name)).unwrap());
        let page = &document.pages[0];
        let run_of = |text: &str| {
            let is = |run: &&Run| run.span.slice(&document.text) == Some(text);
            page.runs.iter().find(is).copied().unwrap_or_else(|| panic!("{name}: {text}"))
        };
        let (heading, value) = (run_of("第２次まちづくり計画（案）"), run_of("130,800"));
        assert!(heading.size > 1.5 * value.size, "{name}");
        // Chromium makes the bold letters itself, as shapes.
        assert_eq!((heading.bold, value.bold), (name != "chromium.pdf", false), "{name}");
        // The value stands in a cell: lines above, below, left and right of it.
        let (x, y) = value.bounds.centre();
        let beside = |axis, position: f32, along: f32| {
            let rules = page.rules.iter().filter(move |r| r.axis == axis);
            let mut places: Vec<f32> = rules
                .filter(|r| r.extent().0 <= along && along <= r.extent().1)
                .map(|r| r.position() - position)
                .collect();
            places.sort_by(f32::total_cmp);
            let after = places.partition_point(|p| *p < 0.0);
            (places[after - 1], places[after])
        };
        let ((up, down), (left, right)) = (beside(Axis::Across, y, x), beside(Axis::Down, x, y));
        assert!(down - up < 40.0 && right - left < 100.0, "{name}: {up} {down} {left} {right}");
    }
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

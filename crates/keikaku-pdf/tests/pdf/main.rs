//! PDFs with known text and lines, read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod build;
mod hostile;
mod lines;
mod mutated;
mod programs;
mod text;

use keikaku_page::{Page, Run};
use keikaku_pdf::{Limits, PdfDocument, PdfProblemKind, read};

fn open(bytes: &[u8]) -> PdfDocument {
    let document = read(bytes, &Limits::default()).unwrap();
    for page in &document.pages {
        for run in &page.runs {
            let text = run.span.slice(&document.text).unwrap();
            assert!(!text.is_empty() && !text.contains(char::is_whitespace), "{text:?}");
        }
    }
    document
}

fn texts(document: &PdfDocument) -> Vec<&str> {
    let runs = document.pages.iter().flat_map(|page| &page.runs);
    runs.map(|run| run.span.slice(&document.text).unwrap()).collect()
}

fn only_run(document: &PdfDocument) -> Run {
    let [Page { runs, .. }] = &document.pages[..] else { panic!("{document:?}") };
    let [run] = runs[..] else { panic!("{document:?}") };
    run
}

fn problems(document: &PdfDocument) -> Vec<PdfProblemKind> {
    document.problems.iter().map(|p| p.kind).collect()
}

#[track_caller]
fn assert_near(a: f32, b: f32) {
    assert!((a - b).abs() < 0.05, "{a} is not {b}");
}

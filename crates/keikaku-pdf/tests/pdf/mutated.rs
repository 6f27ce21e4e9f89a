//! Damaged files: nothing but a result or an error, and soon.
//!
//! `KEIKAKU_PDF_MUTATIONS` sets how many cases are tried, `KEIKAKU_PDF_SOURCES` a folder of PDFs
//! that are damaged instead of those here.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use keikaku_pdf::{Limits, read};

use crate::build::{HELVETICA, Pdf, hex, japanese_font, one_page, utf16};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }
}

fn sources() -> Vec<Vec<u8>> {
    let text = hex(&utf16("令和７年度　計画（案）"));
    let content = format!("BT /F 9 Tf 2 Tr 5 100 Td {text} Tj ET 10 10 50 30 re S 1 0 0 1 5 5 cm");
    let mut two = Pdf::new();
    let resources = format!("/Font<</F {HELVETICA}/J {}>>", japanese_font("90ms-RKSJ-V"));
    two.page("/Rotate 90", &resources, "q 0 0 90 90 re W n BT /F 9 Tf 5 5 Td (abc) Tj ET Q");
    two.page("", &resources, "BT /J 9 Tf 100 100 Td <8C7689E6> Tj ET");
    let mut sources = vec![one_page("", &japanese_font("UniJIS-UTF16-H"), &content), two.bytes()];
    let folder = std::env::var_os("KEIKAKU_PDF_SOURCES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/files"),
        PathBuf::from,
    );
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    sources.extend(files.iter().map(|file| std::fs::read(file).unwrap()));
    sources
}

#[test]
fn damaged_files_neither_panic_nor_hang() {
    let cases: usize = std::env::var("KEIKAKU_PDF_MUTATIONS")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(600);
    let sources = sources();
    let limits = Limits { marks: 200_000, time: None, ..Limits::default() };
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut readable = 0;
    let mut longest = (Duration::ZERO, 0);
    for case in 0..cases {
        let mut bytes = sources[case % sources.len()].clone();
        for _ in 0..=dice.roll(12) {
            let at = dice.roll(bytes.len());
            match dice.roll(6) {
                0 => bytes[at] ^= 1 << dice.roll(8),
                1 => bytes[at] = dice.roll(256) as u8,
                2 => bytes[at] = b"0123456789<>[]()/ "[dice.roll(18)],
                3 => drop(bytes.drain(at..(at + dice.roll(40)).min(bytes.len()))),
                4 => {
                    let piece = bytes[at..(at + dice.roll(200)).min(bytes.len())].to_vec();
                    let to = dice.roll(bytes.len());
                    bytes.splice(to..to, piece);
                }
                _ if dice.roll(8) == 0 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b'9'),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let started = Instant::now();
        if let Ok(document) = read(&bytes, &limits) {
            readable += 1;
            for run in document.pages.iter().flat_map(|page| &page.runs) {
                assert!(run.span.slice(&document.text).is_some(), "case {case}");
                let at = run.bounds;
                let all = [at.x0, at.y0, at.x1, at.y1, run.baseline, run.size];
                assert!(all.iter().all(|v| v.is_finite()), "case {case}: {run:?}");
            }
        }
        longest = longest.max((started.elapsed(), case));
    }
    println!("{readable} of {cases} readable; the longest took {longest:?}");
    assert!(readable > cases / 2);
    assert!(longest.0 < Duration::from_secs(20), "case {}", longest.1);
}

//! Compares the characters of PDFs with those that `pdftotext -layout` finds, page by page.
//!
//! ```text
//! cargo run --release -p keikaku-pdf --example compare -- FILE.pdf …
//! ```
//!
//! Counts every character but blanks. Recall is the share of pdftotext's characters that are found
//! here, precision the share of those here that pdftotext has. It prints which differ most, and
//! how long both took.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::error::Error;
use std::process::{Command, ExitCode};
use std::time::Instant;

use keikaku_pdf::{Limits, Reader};

fn main() -> ExitCode {
    let mut failed = false;
    let mut all = Tally::default();
    for file in std::env::args().skip(1) {
        match compare(&file) {
            Ok(tally) => {
                println!("{file}: {tally}");
                all.add(tally);
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                failed = true;
            }
        }
    }
    println!("all: {all}");
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Characters of both sides.
#[derive(Default)]
struct Tally {
    pages: usize,
    here: u64,
    there: u64,
    both: u64,
    /// By character: here minus there.
    differences: BTreeMap<char, i64>,
    /// By page: missing here, too many here.
    worst: Vec<(usize, u64, u64)>,
    problems: Vec<String>,
    seconds: f64,
    seconds_there: f64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.here += other.here;
        self.there += other.there;
        self.both += other.both;
        for (c, n) in other.differences {
            *self.differences.entry(c).or_default() += n;
        }
        self.seconds += other.seconds;
        self.seconds_there += other.seconds_there;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |of: u64| self.both as f64 / of.max(1) as f64;
        write!(
            f,
            "{} pages, {} characters, recall {:.5}, precision {:.5}, {:.3} s, pdftotext {:.3} s",
            self.pages,
            self.here,
            share(self.there),
            share(self.here),
            self.seconds,
            self.seconds_there,
        )?;
        let mut differences: Vec<_> = self.differences.iter().filter(|(_, n)| **n != 0).collect();
        differences.sort_by_key(|(c, n)| (-n.abs(), **c));
        for (c, n) in differences.iter().take(12) {
            write!(f, "\n    {n:+} {c:?} U+{:04X}", u32::from(**c))?;
        }
        let mut worst = self.worst.clone();
        worst.retain(|(_, missing, extra)| missing + extra > 0);
        worst.sort_by_key(|(page, missing, extra)| (u64::MAX - missing - extra, *page));
        for (page, missing, extra) in worst.iter().take(5) {
            write!(f, "\n    page {page}: {missing} missing, {extra} extra")?;
        }
        for problem in &self.problems {
            write!(f, "\n    {problem}")?;
        }
        Ok(())
    }
}

fn compare(file: &str) -> Result<Tally, Box<dyn Error>> {
    let mut tally = Tally::default();
    let started = Instant::now();
    let reader = Reader::open(std::fs::read(file)?, &Limits::default())?;
    let pages: Vec<_> = reader.pages().collect();
    tally.seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let theirs = Command::new("pdftotext").args(["-layout", file, "-"]).output()?;
    tally.seconds_there = started.elapsed().as_secs_f64();
    let theirs = String::from_utf8_lossy(&theirs.stdout).into_owned();
    let mut theirs = theirs.split('\u{C}');
    for read in pages {
        let (here, there) = (counts(&read.text), counts(theirs.next().unwrap_or_default()));
        let both: u64 =
            here.iter().map(|(c, n)| (*n).min(there.get(c).copied().unwrap_or(0))).sum();
        let (sum_here, sum_there): (u64, u64) = (here.values().sum(), there.values().sum());
        tally.pages += 1;
        tally.here += sum_here;
        tally.there += sum_there;
        tally.both += both;
        tally.worst.push((read.page.number, sum_there - both, sum_here - both));
        for (c, n) in here {
            *tally.differences.entry(c).or_default() += n as i64;
        }
        for (c, n) in there {
            *tally.differences.entry(c).or_default() -= n as i64;
        }
        tally.problems.extend(read.problems.iter().map(ToString::to_string));
    }
    Ok(tally)
}

fn counts(text: &str) -> BTreeMap<char, u64> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

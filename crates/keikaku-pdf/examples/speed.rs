//! How many pages a CPU second are read, here and by `pdftotext -layout`.
//!
//! ```text
//! cargo run --release -p keikaku-pdf --example speed -- FILE.pdf …
//! ```
//!
//! Each file is opened anew in each round; what a start of either program costs is not taken off.
//! The processor's time is the system's count (`/proc`), so this runs on Linux alone.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::process::{Command, Stdio};

use keikaku_pdf::{Limits, Reader};

/// How often each file is read, so that the system's clock (10 ms) is fine enough.
const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let (before, mut pages) = (seconds(13)?, 0);
    for file in files.iter().flat_map(|file| std::iter::repeat_n(file, ROUNDS)) {
        let reader = Reader::open(std::fs::read(file)?, &Limits::default())?;
        pages += reader.pages().map(|read| usize::from(read.page.number > 0)).sum::<usize>();
    }
    let here = seconds(13)? - before;
    for file in files.iter().flat_map(|file| std::iter::repeat_n(file, ROUNDS)) {
        Command::new("pdftotext").args(["-layout", file, "-"]).stdout(Stdio::null()).status()?;
    }
    let there = seconds(15)?;
    let rate = |seconds: f64| pages as f64 / seconds.max(0.01);
    println!(
        "{pages} pages: {:.0} a CPU second, pdftotext {:.0} ({here:.2} s and {there:.2} s)",
        rate(here),
        rate(there)
    );
    println!("most memory: {}", memory()?);
    Ok(())
}

/// The processor's time of this process (13) or of its children (15), user and system.
fn seconds(field: usize) -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = status.rsplit_once(") ").ok_or("no such fields")?;
    // The first two fields, the number and the name of the process, are cut off.
    let times = fields.split(' ').skip(field - 2).take(2);
    let ticks: Vec<f64> = times.map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

fn memory() -> Result<String, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().to_owned())
}

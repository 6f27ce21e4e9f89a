//! The work grows with the text and no faster: whatever a document repeats, twice as much of it
//! takes at most 2.3 times the steps and the allocated bytes.
//!
//! Every stage of layout and extraction counts the steps of its loops in the feature `steps`; each
//! is compared by itself, so that a stage that grows too fast is seen before it outweighs the rest.
//! The bytes are those that the whole function asked its allocator for.
//!
//!     cargo test -p keikaku-tests --test growth
//!
//! `KEIKAKU_GROWTH_ONLY` names one case (a part of its name), `KEIKAKU_GROWTH_SIZE` the size of the
//! smallest text in bytes, `KEIKAKU_GROWTH_VERBOSE` prints every case with its time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails may panic, and a test of many cases says how they went"
)]

mod inputs;

use std::alloc::System;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use keikaku_extract::{Engine, Options, Worker};
use keikaku_layout::steps;
use keikaku_tokenizer::Tokenizer;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// How much more a text of twice the length may take.
const MOST: f64 = 2.3;

/// Fewer steps of one stage say nothing.
const FEW_STEPS: u64 = 20_000;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What reading a text took.
struct Taken {
    bytes: u64,
    steps: BTreeMap<&'static str, u64>,
    time: Duration,
}

fn read(worker: &mut Worker, text: &str) -> Taken {
    let _ = steps::take();
    let asked = Region::new(ALLOCATOR);
    let start = Instant::now();
    let records = worker.extract("growth.txt", text.as_bytes(), &Options::default());
    let time = start.elapsed();
    drop(records);
    Taken { bytes: asked.change().bytes_allocated as u64, steps: steps::take(), time }
}

/// Where the work grew too fast from one text to the next of twice the length.
fn excess(less: &Taken, more: &Taken, length: f64) -> Vec<String> {
    // A text is seldom exactly twice as long.
    let most = MOST * length / 2.0;
    let mut out = Vec::new();
    let bytes = more.bytes as f64 / less.bytes.max(1) as f64;
    if bytes > most {
        out.push(format!("bytes x{bytes:.2} ({} to {})", less.bytes, more.bytes));
    }
    for (stage, &n) in &more.steps {
        let before = less.steps.get(stage).copied().unwrap_or(0).max(FEW_STEPS / 4);
        let steps = n as f64 / before as f64;
        if n >= FEW_STEPS && steps > most {
            out.push(format!("{stage} x{steps:.2} ({before} to {n})"));
        }
    }
    out
}

#[test]
fn work_grows_with_the_text_and_no_faster() {
    let engine = Engine::new(Tokenizer::embedded().unwrap());
    let mut worker = engine.new_worker();
    let size = std::env::var("KEIKAKU_GROWTH_SIZE").ok().and_then(|s| s.parse().ok());
    let size: usize = size.unwrap_or(inputs::SIZE);
    let only = std::env::var("KEIKAKU_GROWTH_ONLY").ok();
    let verbose = std::env::var_os("KEIKAKU_GROWTH_VERBOSE").is_some();
    // The dictionary and the buffers of the worker are there before anything is counted.
    read(&mut worker, "令和5年度の来場者数は3人でした。\n");
    let start = Instant::now();
    let mut failed = Vec::new();
    let mut cases = 0;
    for case in inputs::cases() {
        if only.as_ref().is_some_and(|o| !case.name.contains(o.as_str())) {
            continue;
        }
        cases += 1;
        let texts = [1, 2, 4].map(|k| (case.text)(size * k));
        let taken: Vec<Taken> = texts.iter().map(|t| read(&mut worker, t)).collect();
        let mut said: Vec<String> = Vec::new();
        for k in 1..3 {
            let length = texts[k].len() as f64 / texts[k - 1].len().max(1) as f64;
            said.extend(excess(&taken[k - 1], &taken[k], length));
        }
        if verbose {
            let ms = |k: usize| taken[k].time.as_secs_f64() * 1e3;
            let slope = ms(2) / ms(1);
            println!(
                "{slope:5.2} {:8.1} ms {:9} B/B  {}",
                ms(2),
                taken[2].bytes / texts[2].len().max(1) as u64,
                case.name
            );
        }
        if said.is_empty() {
            continue;
        }
        failed.push(format!("{}: {}", case.name, said.join("; ")));
    }
    println!("{cases} cases in {:.1?}", start.elapsed());
    assert!(failed.is_empty(), "{} of {cases} grow too fast:\n{}", failed.len(), failed.join("\n"));
}

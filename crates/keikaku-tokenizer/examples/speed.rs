//! Measures `Worker::tokenize` against lindera's own worker, on the lines of the files given:
//! `cargo run --release -p keikaku-tokenizer --example speed -- FILE…`. The two take turns, and the
//! best round of each counts, so that other work on the machine disturbs little.

#![allow(clippy::print_stdout, reason = "it reports to a person")]

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use keikaku_tokenizer::Tokenizer;
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

const ROUNDS: usize = 15;
const REPEATS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let texts = env::args().skip(1).map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let megabytes = (lines.iter().map(|line| line.len()).sum::<usize>() * REPEATS) as f64 / 1e6;
    if lines.is_empty() {
        return Err("give UTF-8 text files to tokenise".into());
    }

    let segmenter = Segmenter::new(Mode::Normal, keikaku_ipadic::load()?, None);
    let mut bare = segmenter.keep_whitespace(true).new_worker();
    let mut worker = Tokenizer::embedded()?.new_worker();
    let mut tokens = Vec::new();
    let (mut best_bare, mut best_own) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        let (start, mut count) = (Instant::now(), 0);
        for line in (0..REPEATS).flat_map(|_| &lines) {
            count += bare.segment(line)?.len();
        }
        best_bare = best_bare.max(megabytes / start.elapsed().as_secs_f64());

        let start = Instant::now();
        for line in (0..REPEATS).flat_map(|_| &lines) {
            worker.tokenize(line, &mut tokens);
            count -= tokens.len();
        }
        best_own = best_own.max(megabytes / start.elapsed().as_secs_f64());
        if count != 0 {
            return Err("the two do not find the same number of tokens".into());
        }
    }
    println!("lindera {best_bare:.1} MB/s, Worker::tokenize {best_own:.1} MB/s");
    println!("ratio {:.3}", best_own / best_bare);
    Ok(())
}

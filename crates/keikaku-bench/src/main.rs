//! Benchmarks on named inputs, with the baselines in the same run: copying the bytes, decoding
//! them, and lindera alone tokenising the same text.
//!
//! Machines are noisy, so each round runs every stage once and the medians of the rounds are
//! compared: what counts is the ratio to lindera, not the seconds.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;
use keikaku_extract::{Engine, Options};
use keikaku_tokenizer::Tokenizer;
use serde_json::json;

/// Records are many small texts, made by several threads at once: what this allocator is for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the stages on texts repeated to a size.
#[derive(Parser)]
struct Arguments {
    /// Texts, or folders of them [default: fixtures].
    #[arg(default_value = "fixtures")]
    paths: Vec<PathBuf>,
    /// Megabytes (10^6 bytes) to repeat the texts to, each copy a document of its own.
    #[arg(long, default_value_t = 20)]
    megabytes: usize,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Rounds, of which the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A stage: what one thread does with its share of the documents.
type Stage<'a> = (&'static str, Box<dyn Fn(&[&Vec<u8>]) + Sync + 'a>);

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let texts = load(&arguments.paths)?;
    let size: usize = texts.iter().map(Vec::len).sum();
    anyhow::ensure!(size > 0, "no text was found below the paths given");
    let copies = (arguments.megabytes * 1_000_000).div_ceil(size);
    let documents: Vec<&Vec<u8>> = (0..copies).flat_map(|_| &texts).collect();
    let bytes = size * copies;
    let engine = Engine::new(Tokenizer::embedded()?);
    let stages = stages(&engine, Tokenizer::embedded()?);
    let mut seconds = vec![Vec::new(); stages.len()];
    for _ in 0..arguments.rounds.max(1) {
        for (stage, seconds) in stages.iter().zip(&mut seconds) {
            let begun = Instant::now();
            let share = documents.len().div_ceil(arguments.jobs.max(1));
            std::thread::scope(|scope| {
                for part in documents.chunks(share) {
                    scope.spawn(move || stage.1(part));
                }
            });
            seconds.push(begun.elapsed().as_secs_f64());
        }
    }
    let medians: Vec<f64> = seconds
        .iter_mut()
        .map(|s| {
            s.sort_by(f64::total_cmp);
            s[s.len() / 2]
        })
        .collect();
    let lindera = stages.iter().position(|s| s.0 == "lindera alone").map_or(1.0, |i| medians[i]);
    if !arguments.json {
        println!(
            "{} documents, {:.1} MB, {} threads, median of {} rounds",
            documents.len(),
            bytes as f64 / 1e6,
            arguments.jobs,
            arguments.rounds
        );
        println!("{:<28}{:>10}{:>18}", "stage", "MB/s", "speed / lindera");
    }
    for ((name, _), median) in stages.iter().zip(&medians) {
        let (speed, ratio) = (bytes as f64 / 1e6 / median, lindera / median);
        if arguments.json {
            println!(
                "{}",
                json!({"stage": name, "megabytes_per_second": speed, "speed_over_lindera": ratio})
            );
        } else {
            println!("{name:<28}{speed:>10.1}{ratio:>18.2}");
        }
    }
    let ratio = one_over_many(&engine, &documents, arguments.rounds);
    if arguments.json {
        println!("{}", json!({"one_document_over_many": ratio}));
    } else {
        println!("the same text as one document takes {ratio:.2} times as long (one thread)");
    }
    Ok(())
}

/// How much longer the whole takes on all texts as one document than on each by itself.
fn one_over_many(engine: &Engine, documents: &[&Vec<u8>], rounds: usize) -> f64 {
    let joined: Vec<u8> = documents.iter().flat_map(|d| d.iter().copied()).collect();
    let time = |part: &[&Vec<u8>]| {
        let begun = Instant::now();
        whole(engine, part);
        begun.elapsed().as_secs_f64()
    };
    let mut ratios: Vec<f64> =
        (0..rounds.max(1)).map(|_| time(&[&joined]) / time(documents)).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// From bytes to lines of JSON.
fn whole(engine: &Engine, part: &[&Vec<u8>]) {
    let mut worker = engine.new_worker();
    let mut lines = Vec::new();
    for document in part {
        lines.clear();
        let records = worker.extract("a.txt", document, &Options::default());
        keikaku_sink::encode(&records, &mut lines);
        std::hint::black_box(&lines);
    }
}

fn stages(engine: &Engine, tokenizer: Tokenizer) -> Vec<Stage<'_>> {
    let decoded = |bytes: &[u8]| keikaku_text::decode(bytes, None).ok().map(|d| d.source);
    vec![
        (
            "copying the bytes",
            Box::new(move |part| {
                part.iter().for_each(|d| _ = std::hint::black_box(d.to_vec()));
            }),
        ),
        (
            "decoding",
            Box::new(move |part| {
                part.iter().for_each(|d| _ = std::hint::black_box(decoded(d)));
            }),
        ),
        (
            "layout",
            Box::new(move |part| {
                for source in part.iter().filter_map(|d| decoded(d)) {
                    std::hint::black_box(keikaku_layout::analyse(&source));
                }
            }),
        ),
        (
            "periods and quantities",
            Box::new(move |part| {
                let (mut periods, mut quantities) = (Vec::new(), Vec::new());
                for source in part.iter().filter_map(|d| decoded(d)) {
                    let view = keikaku_text::fold(source.text());
                    periods.clear();
                    quantities.clear();
                    keikaku_values::find_periods(view.text(), &Default::default(), &mut periods);
                    keikaku_values::find_quantities_beside(view.text(), &periods, &mut quantities);
                    std::hint::black_box(&quantities);
                }
            }),
        ),
        (
            "lindera alone",
            Box::new(move |part| {
                let mut worker = tokenizer.new_worker();
                let mut tokens = Vec::new();
                for text in part.iter().filter_map(|d| std::str::from_utf8(d).ok()) {
                    worker.tokenize(text, &mut tokens);
                    std::hint::black_box(&tokens);
                }
            }),
        ),
        (
            "records",
            Box::new(move |part| {
                let mut worker = engine.new_worker();
                for document in part {
                    std::hint::black_box(worker.extract("a.txt", document, &Options::default()));
                }
            }),
        ),
        ("records as NDJSON (whole)", Box::new(move |part| whole(engine, part))),
    ]
}

fn load(paths: &[PathBuf]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> =
                fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
            entries.sort();
            texts.extend(load(&entries)?);
        } else if path.extension().is_some_and(|e| e == "txt") {
            texts.push(fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    Ok(texts)
}

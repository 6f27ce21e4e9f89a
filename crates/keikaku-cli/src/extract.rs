//! `keikaku extract`.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use keikaku_extract::Engine;
use keikaku_pipeline::{Options, RunError, discover};
use keikaku_record::Severity;
use keikaku_sink::{Ndjson, SearchWords, Sink, Sqlite, Target};
use keikaku_tokenizer::Tokenizer;

use crate::arguments::ExtractArguments;
use crate::summary;

/// Reads the texts and writes their records.
pub(crate) fn run(arguments: &ExtractArguments) -> anyhow::Result<ExitCode> {
    let files = discover(&arguments.paths)?;
    let tokenizer = tokenizer(arguments.dictionary.as_deref())?;
    let engine = Engine::new(tokenizer.clone());
    let targets = targets(&arguments.to)?;
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    let mut written = Vec::new();
    let to_stdout = arguments.output.as_deref().is_some_and(|o| o.as_os_str() == "-");
    if to_stdout {
        sinks.push(Box::new(Ndjson::stdout()));
    } else if arguments.output.is_some() || targets.is_empty() {
        let folder = arguments.output.as_deref().unwrap_or(Path::new("out"));
        let records = folder.join("records.ndjson");
        sinks.push(Box::new(Ndjson::create(&records)?));
        written.push(records.display().to_string());
        if targets.is_empty() {
            let database = folder.join("keikaku.sqlite");
            sinks.push(Box::new(Sqlite::create(&database, search_words(&tokenizer))?));
            written.push(database.display().to_string());
        }
    }
    for target in &targets {
        sinks.push(target.open(|| search_words(&tokenizer))?);
        written.push(target.to_string());
    }
    let alone = sinks.len() == 1;
    let sink: Box<dyn Sink> = Box::new(sinks);
    let options = Options {
        extract: keikaku_extract::Options { encoding: arguments.encoding },
        jobs: arguments.jobs.map(usize::from),
        kinds: arguments.kinds.clone(),
    };
    let bar = bar(files.iter().map(|f| f.bytes).sum(), arguments.quiet || files.is_empty());
    let outcome = keikaku_pipeline::run(&engine, &files, sink, &options, |progress| {
        bar.set_position(progress.bytes);
        bar.set_message(format!("{}/{} documents", progress.documents, files.len()));
    });
    bar.finish_and_clear();
    let summary = match outcome {
        Ok(summary) => summary,
        // What other targets wanted is not there.
        Err(RunError::Sink(error)) if error.is_broken_pipe() && alone => {
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => return Err(error.into()),
    };
    if arguments.json {
        summary::print_json(&summary);
    } else if !arguments.quiet {
        let searched = keikaku_pipeline::EXTENSIONS.join(" ");
        let nothing = format!("no text was found: a folder is searched for {searched}");
        summary::print(&summary, &written, &nothing);
    }
    let limit = Severity::from(arguments.fail_on);
    let failed = summary.worst().is_some_and(|worst| worst >= limit);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The targets, as they are named. One that cannot be read is not repeated: it may hold a password.
pub(crate) fn targets(named: &[String]) -> anyhow::Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for name in named {
        let target: Target = name.parse().map_err(|e| anyhow::anyhow!("--to: {e}"))?;
        let same = |other: &Target| other.to_string() == target.to_string();
        anyhow::ensure!(!targets.iter().any(same), "--to: {target} is named twice");
        targets.push(target);
    }
    Ok(targets)
}

/// What cuts the texts that a database searches into words.
pub(crate) fn search_words(tokenizer: &Tokenizer) -> SearchWords {
    let mut worker = tokenizer.new_worker();
    Box::new(move |text| worker.search_words(text))
}

/// The tokenizer with the embedded dictionary, or with the one in a folder.
pub(crate) fn tokenizer(dictionary: Option<&Path>) -> anyhow::Result<Tokenizer> {
    Ok(match dictionary {
        Some(folder) => Tokenizer::from_dictionary_dir(folder)?,
        None => Tokenizer::embedded()?,
    })
}

/// The progress bar, on a terminal only.
pub(crate) fn bar(bytes: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(bytes);
    if let Ok(style) = ProgressStyle::with_template(
        "{bar:30} {bytes}/{total_bytes} {msg} {bytes_per_sec} eta {eta}",
    ) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

//! `keikaku extract`.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use keikaku_extract::Engine;
use keikaku_pipeline::{Options, RunError, discover};
use keikaku_record::Severity;
use keikaku_sink::{Ndjson, Sink};
use keikaku_tokenizer::Tokenizer;

use crate::arguments::ExtractArguments;
use crate::summary;

/// Reads the texts and writes their records.
pub(crate) fn run(arguments: &ExtractArguments) -> anyhow::Result<ExitCode> {
    let files = discover(&arguments.paths)?;
    let engine = Engine::new(tokenizer(arguments.dictionary.as_deref())?);
    let to_stdout = arguments.output.as_os_str() == "-";
    let target = arguments.output.join("records.ndjson");
    let sink: Box<dyn Sink> =
        if to_stdout { Box::new(Ndjson::stdout()) } else { Box::new(Ndjson::create(&target)?) };
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
        Err(RunError::Sink(error)) if error.is_broken_pipe() => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.into()),
    };
    if arguments.json {
        summary::print_json(&summary);
    } else if !arguments.quiet {
        summary::print(&summary, (!to_stdout).then_some(target.as_path()));
    }
    let limit = Severity::from(arguments.fail_on);
    let failed = summary.worst().is_some_and(|worst| worst >= limit);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
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

//! `keikaku load`.

use std::process::ExitCode;

use keikaku_sink::Sink;

use crate::arguments::LoadArguments;
use crate::extract::{bar, search_words, targets, tokenizer};
use crate::summary;

/// Loads records made earlier.
pub(crate) fn run(arguments: &LoadArguments) -> anyhow::Result<ExitCode> {
    let targets = targets(&arguments.to)?;
    let tokenizer = tokenizer(arguments.dictionary.as_deref())?;
    let sinks: Vec<Box<dyn Sink>> = targets
        .iter()
        .map(|target| target.open(|| search_words(&tokenizer)))
        .collect::<Result<_, _>>()?;
    let bytes = arguments.records.iter().filter_map(|p| p.metadata().ok()).map(|m| m.len()).sum();
    let bar = bar(bytes, arguments.quiet || bytes == 0);
    let outcome = keikaku_pipeline::load(&arguments.records, Box::new(sinks), |progress| {
        bar.set_position(progress.bytes);
        bar.set_message(format!("{} documents", progress.documents));
    });
    bar.finish_and_clear();
    let summary = outcome?;
    if arguments.json {
        summary::print_json(&summary);
    } else if !arguments.quiet {
        let written: Vec<String> = targets.iter().map(ToString::to_string).collect();
        summary::print(&summary, &written);
    }
    Ok(ExitCode::SUCCESS)
}

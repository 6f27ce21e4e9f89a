//! `keikaku load`.

use std::fs;
use std::process::ExitCode;

use anyhow::Context as _;
use keikaku_pipeline::{LoadOptions, STDIN};
use keikaku_sink::{Sink, Target, Targets, recover};

use crate::arguments::LoadArguments;
use crate::extract::{bar, search_words, targets, tokenizer};
use crate::summary;

/// Loads records made earlier.
pub(crate) fn run(arguments: &LoadArguments) -> anyhow::Result<ExitCode> {
    let targets = targets(&arguments.to)?;
    // Before any target is made.
    let mut bytes = 0;
    for path in arguments.records.iter().filter(|path| path.as_os_str() != STDIN) {
        // Not shown: it may hold a password.
        anyhow::ensure!(
            !path.to_string_lossy().contains("://"),
            "RECORDS are files, and a URL stands behind --to"
        );
        let found = fs::metadata(path);
        bytes += found.with_context(|| format!("cannot read {}", path.display()))?.len();
    }
    let tokenizer = tokenizer(arguments.dictionary.as_deref())?;
    for folder in targets.iter().filter_map(Target::folder) {
        recover(folder)?;
    }
    let sinks: Vec<Box<dyn Sink>> = targets
        .iter()
        .map(|target| target.open(|| search_words(&tokenizer)))
        .collect::<Result<_, _>>()?;
    let bar = bar(bytes, arguments.quiet || bytes == 0);
    let options = LoadOptions { partial: arguments.partial };
    let outcome =
        keikaku_pipeline::load(&arguments.records, Targets::new(sinks), options, |progress| {
            bar.set_position(progress.bytes);
            bar.set_message(format!("{} documents", progress.documents));
        });
    bar.finish_and_clear();
    let summary = outcome?;
    if arguments.json {
        summary::print_json(&summary, &[]);
    } else if !arguments.quiet {
        let written: Vec<String> = targets.iter().map(ToString::to_string).collect();
        let nothing = (summary.documents == 0).then(|| "no record was found".to_owned());
        summary::print(&summary, &written, nothing.as_slice());
    }
    Ok(ExitCode::SUCCESS)
}

//! `keikaku check --gold`: records scored against annotations.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use keikaku_check::Documents;
use keikaku_check::gold::{Gold, Scores};

use super::floors::judge;
use super::{failed, output, records};
use crate::arguments::CheckArguments;

/// Where the records that are scored come from.
enum Source<'a> {
    Records(&'a Path),
    Texts(&'a [PathBuf]),
}

/// Scores the records against all annotations of a folder.
pub(super) fn run(arguments: &CheckArguments, folder: &Path) -> anyhow::Result<ExitCode> {
    let source = match (&arguments.records, arguments.paths.as_slice()) {
        (Some(path), []) => Source::Records(path),
        (Some(_), _) => bail!("--gold takes --records or texts, not both"),
        (None, []) => bail!("--gold asks for the texts that it is of, or for --records"),
        (None, paths) => Source::Texts(paths),
    };
    let gold = read(folder)?;
    let documents = match source {
        Source::Records(path) => records::read(path)?,
        Source::Texts(paths) => {
            let files = keikaku_pipeline::discover(paths)?;
            let mut documents = Documents::default();
            let records = records::extract(&files, None, arguments)?;
            records.into_iter().flatten().for_each(|record| documents.add(record));
            documents
        }
    };
    let mut scores = Scores::default();
    let mut unread = Vec::new();
    for gold in &gold {
        if !scores.add(gold, &documents) {
            unread.push(gold.file());
        }
    }
    let judged = judge(&arguments.min_f1, |kind| scores.f1(kind))?;
    let mut text = if arguments.json {
        serde_json::to_string(&scores.rows())? + "\n"
    } else {
        scores.text(arguments.misses)
    };
    for floor in &judged {
        if !arguments.json {
            text += &format!("{floor}\n");
        } else if !floor.holds {
            warn(&floor.to_string());
        }
    }
    output::write(Path::new("-"), &text)?;
    for file in &unread {
        warn(&format!("no document record for {file}: all of its facts count as missed"));
    }
    let passed = unread.is_empty() && judged.iter().all(|floor| floor.holds);
    Ok(ExitCode::from(u8::from(!passed)))
}

fn warn(message: &str) {
    crate::terminal::say(&format!("keikaku: {message}\n"));
}

/// The annotations of a folder, by the names of their files.
fn read(folder: &Path) -> anyhow::Result<Vec<Gold>> {
    let entries = fs::read_dir(folder).map_err(|e| failed("read", folder, &e))?;
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".gold.json"));
    files.sort();
    if files.is_empty() {
        bail!("there is no .gold.json in {}", folder.display());
    }
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).map_err(|e| failed("read", file, &e))?;
            Gold::parse(&text)
                .map_err(|error| anyhow::anyhow!("{}:{}: {error}", file.display(), error.line()))
        })
        .collect::<anyhow::Result<_>>()
        .context("--gold")
}

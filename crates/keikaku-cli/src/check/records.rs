//! The records that are checked: extracted now, or made earlier.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::sync::mpsc::{self, Sender};

use anyhow::bail;
use keikaku_check::Documents;
use keikaku_extract::Engine;
use keikaku_pipeline::{Beside, Found, Options, Plan};
use keikaku_sink::{Batch, Kept, Sink, SinkError, Targets};
use keikaku_text::EncodingLabel;
use serde_json::Value;

use super::failed;
use crate::arguments::CheckArguments;
use crate::extract::{bar, tokenizer};

/// Hands the lines of each document on, as they would be written.
struct Lines(Sender<Vec<u8>>);

impl Sink for Lines {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        // The receiver outlives the run.
        _ = self.0.send(batch.lines.to_vec());
        Ok(())
    }

    fn prepare(self: Box<Self>, _run: &str) -> Result<Kept, SinkError> {
        Ok(Kept::default())
    }
}

/// The records of files, a list for each.
pub(super) fn extract(
    files: &[Found],
    encoding: Option<EncodingLabel>,
    arguments: &CheckArguments,
) -> anyhow::Result<Vec<Vec<Value>>> {
    let engine = Engine::new(tokenizer(arguments.dictionary.as_deref())?);
    let options = Options {
        extract: keikaku_extract::Options { encoding },
        jobs: arguments.jobs.map(usize::from),
        kinds: None,
        repeat: true,
        ..Options::default()
    };
    let (send, receive) = mpsc::channel();
    let bar = bar(files.iter().map(|f| f.bytes).sum(), arguments.quiet);
    let targets = Targets::new(vec![Box::new(Lines(send))]);
    let plan = Plan::anew(files.to_vec());
    keikaku_pipeline::run(&engine, &plan, targets, &options, Beside::default(), |progress| {
        bar.set_position(progress.bytes);
    })?;
    bar.finish_and_clear();
    let parse = |lines: Vec<u8>| serde_json::Deserializer::from_slice(&lines).into_iter().collect();
    Ok(receive.into_iter().map(parse).collect::<Result<_, _>>()?)
}

/// The records of a file of lines, or of standard input.
pub(super) fn read(path: &Path) -> anyhow::Result<Documents> {
    let input: Box<dyn io::Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(|e| failed("read", path, &e))?)
    };
    let mut documents = Documents::default();
    for (i, line) in BufReader::new(input).lines().enumerate() {
        let line = line.map_err(|e| failed("read", path, &e))?;
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{}:{}", path.display(), i + 1);
        match serde_json::from_str(&line) {
            Ok(record @ Value::Object(_)) => documents.add(record),
            Ok(_) => bail!("{place}: no record: not a JSON object"),
            Err(error) => {
                bail!(
                    "{place}: no record: {}",
                    error.to_string().replace(" at line 1 col", ", col")
                )
            }
        }
    }
    Ok(documents)
}

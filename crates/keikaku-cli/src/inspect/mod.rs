//! `keikaku inspect`: any stage, readably and with positions. One file a stage.

mod blocks;
mod grid;
mod mentions;
mod tables;
mod text;
mod tokens;

use std::process::ExitCode;

use anyhow::Context as _;
use keikaku_extract::{Engine, Opened};
use keikaku_text::{Decoded, Span};
use serde_json::Value;

use crate::arguments::{InspectArguments, Stage};
use crate::terminal;

/// Lines of output: for people, and the same as data.
#[derive(Default)]
struct Output {
    json: bool,
    text: String,
}

impl Output {
    /// Adds an entry in both forms.
    fn entry(&mut self, line: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
        let entry = if self.json { value().to_string() } else { line() };
        self.text.push_str(&entry);
        self.text.push('\n');
    }
}

/// Shows a stage of one text.
pub(crate) fn run(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let path = &arguments.file;
    let bytes = keikaku_pipeline::read_document(path)
        .map_err(|reason| anyhow::anyhow!("{} {reason}", path.display()))?;
    let opened =
        Opened::read(&bytes, arguments.encoding).with_context(|| format!("{}", path.display()))?;
    let mut out = Output { json: arguments.json, text: String::new() };
    match arguments.stage {
        Stage::Text => text::show(&opened, &mut out),
        stage @ (Stage::Blocks | Stage::Tables) => {
            let tokenizer = crate::extract::tokenizer(arguments.dictionary.as_deref())?;
            let layout = Engine::new(tokenizer).new_worker().layout(&opened);
            match stage {
                Stage::Blocks => blocks::show(&opened.decoded, &layout, &mut out),
                _ => tables::show(&opened.decoded, &layout, &mut out),
            }
        }
        Stage::Grid => {
            let tokenizer = crate::extract::tokenizer(arguments.dictionary.as_deref())?;
            let tables = Engine::new(tokenizer).new_worker().tables(&opened);
            grid::show(&opened.decoded, &tables, &mut out);
        }
        Stage::Tokens => tokens::show(
            &opened.decoded,
            &crate::extract::tokenizer(arguments.dictionary.as_deref())?,
            &mut out,
        ),
        Stage::Mentions => {
            let tokenizer = crate::extract::tokenizer(arguments.dictionary.as_deref())?;
            mentions::show(
                &path.to_string_lossy(),
                &bytes,
                arguments.encoding,
                tokenizer,
                &mut out,
            );
        }
    }
    if out.json {
        terminal::print_data(&out.text)?
    } else {
        terminal::print(&out.text)?
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a span on one line, cut where it is long.
fn excerpt(decoded: &Decoded, span: Span) -> String {
    let text = decoded.source.slice(span).unwrap_or_default();
    let line: String =
        text.chars().take(60).map(|c| if c.is_control() { '␣' } else { c }).collect();
    if text.chars().nth(60).is_some() { line + "…" } else { line }
}

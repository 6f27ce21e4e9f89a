//! The report to where it was asked for.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::bail;
use keikaku_check::{Matching, Report};
use serde_json::{Value, json};

use super::floors::Judged;
use super::{Rewritten, failed};
use crate::arguments::CheckArguments;

/// What is written where. Standard output holds one thing alone.
pub(super) struct Output<'a> {
    arguments: &'a CheckArguments,
    is_free: bool,
}

impl<'a> Output<'a> {
    /// Fails where standard output was asked for twice: better before the work than after it.
    pub(super) fn of(arguments: &'a CheckArguments) -> anyhow::Result<Self> {
        let is_stdout = |path: &Option<_>| path.as_deref().is_some_and(is_dash);
        let takers = [arguments.json, is_stdout(&arguments.junit), is_stdout(&arguments.markdown)];
        match takers.into_iter().filter(|takes| *takes).count() {
            0 => Ok(Self { arguments, is_free: true }),
            1 => Ok(Self { arguments, is_free: false }),
            _ => bail!("only one of --json, --junit - and --markdown - can have standard output"),
        }
    }

    /// Writes the report, and what was rewritten before it was made.
    pub(super) fn write(
        &self,
        report: &Report,
        judged: &[Judged],
        rewritten: &[Rewritten<'_>],
    ) -> anyhow::Result<()> {
        if let Some(path) = &self.arguments.junit {
            write(path, &report.junit()?)?;
        }
        if let Some(path) = &self.arguments.markdown {
            write(path, &report.markdown())?;
        }
        if self.arguments.json {
            let mut json = report.json();
            json["min_f1"] = json!(judged);
            let rewritten = rewritten.iter().map(|file| file.json(report.matching));
            json["rewritten"] = rewritten.collect::<Vec<Value>>().into();
            write(Path::new("-"), &format!("{json}\n"))?;
        }
        if self.is_free {
            write(Path::new("-"), &self.text(report, judged, rewritten))?;
        }
        Ok(())
    }

    fn text(&self, report: &Report, judged: &[Judged], rewritten: &[Rewritten<'_>]) -> String {
        let mut text = String::new();
        if !rewritten.is_empty() {
            let mut taken = Report::new(Matching::Normalised);
            rewritten.iter().for_each(|file| taken.add(file.before.clone()));
            text += &taken.differences_text();
            for Rewritten { file, .. } in rewritten {
                text += &format!("rewritten: {}\n", file.display());
            }
        }
        text += &report.differences_text();
        if !self.arguments.quiet {
            text += &report.metrics_text();
        }
        for floor in judged.iter().filter(|floor| !floor.holds || !self.arguments.quiet) {
            text += &format!("{floor}\n");
        }
        text + &report.outcome_text()
    }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes a text; to standard output without its colours, where nobody sees them.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if !is_dash(path) {
        return fs::write(path, text).map_err(|e| failed("write", path, &e));
    }
    let mut out = anstream::stdout().lock();
    out.write_all(crate::terminal::visible_but_styles(text).as_bytes())?;
    Ok(out.flush()?)
}

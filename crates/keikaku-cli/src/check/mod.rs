//! `keikaku check`: records against those expected, or against gold annotations.

mod fixtures;
mod floors;
mod gold;
mod output;
mod records;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use keikaku_check::{Checked, Report, check, update};
use keikaku_pipeline::Found;
use serde_json::{Value, json};

use crate::arguments::CheckArguments;
use fixtures::Fixture;
pub(crate) use floors::Floor;
use output::Output;

/// Compares records with fixtures, or scores them against the gold.
pub(crate) fn run(arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    if let Some(gold) = &arguments.gold {
        return gold::run(arguments, gold);
    }
    let output = Output::of(arguments)?;
    let fixtures = fixtures::find(&arguments.paths)?;
    let found = found(&fixtures, arguments)?;
    let report = report(&fixtures, &found, arguments);
    let judged = floors::judge(&arguments.min_f1, |name| report.f1(name))?;
    if arguments.update {
        return rewrite(fixtures, &found, &report, arguments, &output);
    }
    output.write(&report, &judged, &[])?;
    Ok(exit_code(&report, &judged))
}

/// With floors for some F1, differences alone are no failure.
fn exit_code(report: &Report, judged: &[floors::Judged]) -> ExitCode {
    let is_read = report.fixtures().iter().all(|fixture| fixture.note.is_none());
    let passed = match judged {
        [] => report.passed(),
        judged => is_read && judged.iter().all(|floor| floor.holds),
    };
    ExitCode::from(u8::from(!passed))
}

/// The records of each fixture's source; none where those given have none of it.
fn found(
    fixtures: &[Fixture],
    arguments: &CheckArguments,
) -> anyhow::Result<Vec<Option<Vec<Value>>>> {
    if let Some(path) = &arguments.records {
        let documents = records::read(path)?;
        let of = |fixture: &Fixture| documents.of_source(&fixture.document.name, &fixture.sha256);
        return Ok(fixtures.iter().map(|fixture| of(fixture).map(<[_]>::to_vec)).collect());
    }
    let mut found = vec![None; fixtures.len()];
    for (encoding, group) in fixtures::groups(fixtures) {
        let files: Vec<Found> = group.iter().map(|&i| fixtures[i].document.clone()).collect();
        let documents = records::extract(&files, encoding, arguments)?;
        for (i, records) in group.into_iter().zip(documents) {
            found[i] = Some(records);
        }
    }
    Ok(found)
}

fn report(
    fixtures: &[Fixture],
    found: &[Option<Vec<Value>>],
    arguments: &CheckArguments,
) -> Report {
    let mut report = Report::new(arguments.matching);
    for (fixture, found) in fixtures.iter().zip(found) {
        report.add(match found {
            Some(found) => check(&fixture.name, &fixture.expected, found, fixture.source.as_ref()),
            None => {
                let file = fixture.document.file.display();
                let note = format!("none of the records are of {file} as it is now");
                Checked::unread(&fixture.name, &fixture.expected, note)
            }
        });
    }
    report
}

/// An expected file that was rewritten, and why.
struct Rewritten<'a> {
    file: &'a Path,
    before: &'a Checked,
}

/// Writes what was found into the expected files, says what that changed, and checks again: what is
/// left then no expected file can mend.
fn rewrite(
    mut fixtures: Vec<Fixture>,
    found: &[Option<Vec<Value>>],
    before: &Report,
    arguments: &CheckArguments,
    output: &Output<'_>,
) -> anyhow::Result<ExitCode> {
    let mut changed = Vec::new();
    for (i, (fixture, found)) in fixtures.iter_mut().zip(found).enumerate() {
        let Some(found) = found else { continue };
        let wrong = |error| fixtures::wrong(&fixture.expected_file, error);
        let Some(text) = update(&fixture.expected_text, found).map_err(wrong)? else { continue };
        fs::write(&fixture.expected_file, &text)
            .map_err(|e| failed("write", &fixture.expected_file, &e))?;
        fixture.set_expected(text)?;
        changed.push(i);
    }
    let rewritten: Vec<Rewritten<'_>> = changed
        .into_iter()
        .map(|i| Rewritten { file: &fixtures[i].expected_file, before: &before.fixtures()[i] })
        .collect();
    let after = report(&fixtures, found, arguments);
    let judged = floors::judge(&arguments.min_f1, |name| after.f1(name))?;
    output.write(&after, &judged, &rewritten)?;
    Ok(exit_code(&after, &judged))
}

/// The error of a file that could not be read or written, with the reason said once.
fn failed(what: &str, path: &Path, error: &dyn fmt::Display) -> anyhow::Error {
    anyhow::anyhow!("cannot {what} {}: {error}", path.display())
}

impl Rewritten<'_> {
    fn json(&self, matching: keikaku_check::Matching) -> Value {
        let differences: Vec<_> = self.before.differences_under(matching).collect();
        json!({"file": self.file.display().to_string(), "differences": differences})
    }
}

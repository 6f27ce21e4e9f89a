//! `keikaku validate`: records of any origin against the schemas, and the references between them.

mod check;
mod message;
mod references;

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, StdoutLock, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde_json::json;

use crate::arguments::ValidateArguments;
use crate::{extract, terminal};
use check::{Check, Validators};

/// Something wrong with a record.
#[derive(Debug)]
struct Fault {
    /// The line of the file, from 1.
    line: u64,
    /// The field as people write it, `observations[0].value`; empty for the record as a whole.
    field: String,
    message: String,
}

/// What was read and found, over all files.
#[derive(Debug, Default)]
struct Totals {
    files: u64,
    records: u64,
    documents: u64,
    faults: u64,
    /// Whether some reference leads to a kind of which a file has none.
    partial: bool,
}

/// Validates files, or standard input.
pub(crate) fn run(arguments: &ValidateArguments) -> anyhow::Result<ExitCode> {
    let validators = Validators::new()?;
    let mut totals = Totals::default();
    let mut report = Report {
        out: BufWriter::new(std::io::stdout().lock()),
        bar: extract::bar(bytes(&arguments.records), arguments.quiet),
        json: arguments.json,
    };
    for path in &arguments.records {
        validate(path, &validators, arguments.partial, &mut totals, &mut report)
            .with_context(|| format!("cannot check {}", path.display()))?;
    }
    report.bar.finish_and_clear();
    report.close(&totals)?;
    Ok(ExitCode::from(u8::from(totals.faults > 0)))
}

/// The bytes of all files, as far as they tell.
fn bytes(paths: &[impl AsRef<Path>]) -> u64 {
    paths.iter().filter_map(|p| p.as_ref().metadata().ok()).map(|m| m.len()).sum()
}

/// Validates one file: a whole of its own, whose references lead to its own records.
fn validate(
    path: &Path,
    validators: &Validators,
    partial: bool,
    totals: &mut Totals,
    report: &mut Report<'_>,
) -> anyhow::Result<()> {
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(path)?)
    };
    let mut reader = BufReader::with_capacity(1 << 16, input);
    let mut check = Check::new(validators, partial);
    let (mut line, mut number) = (Vec::new(), 0);
    let mut faults = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number += 1;
        report.bar.inc(read as u64);
        check.line(number, &line, &mut faults);
        totals.faults += faults.len() as u64;
        report.faults(path, &mut faults)?;
    }
    totals.files += 1;
    totals.records += check.records();
    totals.documents += check.documents();
    totals.partial |= check.finish(&mut faults);
    totals.faults += faults.len() as u64;
    report.faults(path, &mut faults)
}

/// Where faults are written as they are found.
struct Report<'a> {
    out: BufWriter<StdoutLock<'a>>,
    bar: ProgressBar,
    json: bool,
}

impl Report<'_> {
    fn faults(&mut self, path: &Path, faults: &mut Vec<Fault>) -> anyhow::Result<()> {
        if faults.is_empty() {
            return Ok(());
        }
        let Self { out, bar, json } = self;
        bar.suspend(|| {
            for Fault { line, field, message } in faults.drain(..) {
                let file = path.display();
                if *json {
                    let file = file.to_string();
                    let fault =
                        json!({"file": file, "line": line, "field": field, "message": message});
                    writeln!(out, "{fault}")?;
                } else {
                    let field = if field.is_empty() { field } else { format!("{field}: ") };
                    let said = format!("{file}:{line}: {field}{message}");
                    writeln!(out, "{}", terminal::one_line(&said))?;
                }
            }
            Ok(())
        })
    }

    /// The closing line.
    fn close(mut self, totals: &Totals) -> anyhow::Result<()> {
        let Totals { files, records, documents, faults, partial } = totals;
        if self.json {
            let totals = json!({
                "files": files, "records": records, "documents": documents, "faults": faults,
            });
            writeln!(self.out, "{totals}")?;
        } else {
            if *partial {
                writeln!(self.out, "hint: check what `extract --kinds` wrote with --partial")?;
            }
            let verdict = match faults {
                0 => "valid".to_owned(),
                1 => "1 fault".to_owned(),
                _ => format!("{faults} faults"),
            };
            writeln!(self.out, "{records} records of {documents} documents: {verdict}")?;
        }
        self.out.flush()?;
        Ok(())
    }
}

//! The closing summary, for people and for programs.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use keikaku_pipeline::Summary;
use keikaku_record::Severity;
use serde_json::json;

/// Prints the summary as a table on standard error, with what else there is to say.
#[expect(clippy::print_stderr, reason = "the summary goes to standard error, beside the records")]
pub(crate) fn print(summary: &Summary, written: &[String], notes: &[String]) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    eprint!("{}", table(summary, written, notes, colour));
}

/// Prints the summary as one JSON object on standard error.
#[expect(clippy::print_stderr, reason = "the summary goes to standard error, beside the records")]
pub(crate) fn print_json(summary: &Summary, gone: &[String]) {
    let diagnostics: Vec<_> = summary
        .diagnostics
        .iter()
        .map(|((severity, code), count)| json!({"severity": severity.as_str(), "code": code, "count": count}))
        .collect();
    let records: serde_json::Map<_, _> =
        summary.records.iter().map(|(kind, count)| (kind.to_string(), json!(count))).collect();
    let value = json!({
        "documents": summary.documents,
        "unchanged": summary.unchanged,
        "gone": gone,
        "failed": summary.failed,
        "bytes": summary.bytes,
        "records": records,
        "diagnostics": diagnostics,
        "hints": summary.hints.iter().map(|h| json!({"path": h.path, "message": h.message})).collect::<Vec<_>>(),
        "notices": summary.notices.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "seconds": summary.elapsed.as_secs_f64(),
    });
    eprintln!("{value}");
}

fn table(summary: &Summary, written: &[String], notes: &[String], colour: bool) -> String {
    let mut out = String::new();
    let mut row = |name: &str, count: u64| {
        let _ = writeln!(out, "  {name:<28}{count:>10}");
    };
    row("documents", summary.documents);
    row("  with errors", summary.failed);
    if summary.unchanged > 0 {
        row("  unchanged", summary.unchanged);
    }
    for (kind, count) in &summary.records {
        if kind.as_str() != "document" {
            row(kind.as_str(), *count);
        }
    }
    if !summary.diagnostics.is_empty() {
        let _ = writeln!(out, "  diagnostics");
        for ((severity, code), count) in summary.diagnostics.iter().rev() {
            let name = format!("    {} {code}", severity.as_str());
            let (on, off) = match severity {
                Severity::Error if colour => ("\u{1b}[31m", "\u{1b}[0m"),
                Severity::Warning if colour => ("\u{1b}[33m", "\u{1b}[0m"),
                _ => ("", ""),
            };
            let _ = writeln!(out, "  {on}{name:<36}{count:>6}{off}");
        }
    }
    let _ = writeln!(
        out,
        "  {:.2} MB in {:.2} s, {:.1} MB/s",
        summary.bytes as f64 / 1e6,
        summary.elapsed.as_secs_f64(),
        summary.megabytes_per_second()
    );
    for note in notes {
        let _ = writeln!(out, "  {note}");
    }
    for hint in &summary.hints {
        let _ = writeln!(out, "  {}: {}", hint.path.escape_debug(), hint.message);
    }
    for notice in &summary.notices {
        let _ = writeln!(out, "  note: {notice}");
    }
    if !written.is_empty() {
        let _ = writeln!(out, "  written to {}", written.join(", "));
    }
    out
}

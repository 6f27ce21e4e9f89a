//! The closing summary, for people and for programs.

use keikaku_pipeline::Summary;
use keikaku_record::Severity;
use serde_json::json;

use crate::terminal;

/// Prints the summary as a table on standard error, with what else there is to say.
pub(crate) fn print(summary: &Summary, written: &[String], notes: &[String]) {
    terminal::say_in_colours(&table(summary, written, notes));
}

/// How many findings are shown where not all are asked for.
pub(crate) const MOST_FINDINGS: usize = 20;

/// Prints warnings and errors on standard error, by code, the worst first; at most `most` of them.
pub(crate) fn print_findings(summary: &Summary, most: usize) {
    terminal::say_in_colours(&findings(summary, most));
}

fn findings(summary: &Summary, most: usize) -> Vec<(Option<u8>, String)> {
    let mut lines = Vec::new();
    let (mut shown, mut all) = (0, 0);
    for (key, findings) in summary.findings.iter().rev() {
        let (severity, code) = key;
        let count = summary.diagnostics.get(key).copied().unwrap_or_default();
        all += count;
        let some: Vec<_> = findings.iter().take(most - shown).collect();
        if some.is_empty() {
            continue;
        }
        shown += some.len();
        let of = if some.len() as u64 == count {
            String::new()
        } else {
            format!(", {} of {count}", some.len())
        };
        lines.push((colour(*severity), format!("{} {code}{of}", severity.as_str())));
        lines.extend(some.iter().map(|finding| (None, finding.to_string())));
    }
    if shown as u64 != all {
        let more = format!(
            "{shown} of {all} warnings and errors are shown: --verbose shows all, --findings FILE writes them"
        );
        lines.push((None, more));
    }
    lines
}

/// The colour of a severity, as a terminal knows it.
fn colour(severity: Severity) -> Option<u8> {
    match severity {
        Severity::Error => Some(31),
        Severity::Warning => Some(33),
        Severity::Info => None,
    }
}

/// Prints the summary as one JSON object on standard error.
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
        "nothing": summary.nothing,
        "first_nothing": summary.first_nothing.iter().map(|(path, reason)| {
            json!({ "path": path, "reason": reason })
        }).collect::<Vec<_>>(),
        "bytes": summary.bytes,
        "records": records,
        "diagnostics": diagnostics,
        "findings": summary.findings.values().flatten().collect::<Vec<_>>(),
        "notices": summary.notices.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "seconds": summary.elapsed.as_secs_f64(),
    });
    terminal::say(&format!("{value}\n"));
}

fn table(summary: &Summary, written: &[String], notes: &[String]) -> Vec<(Option<u8>, String)> {
    let mut out = Vec::new();
    let mut row = |name: &str, count: u64| {
        out.push((None, format!("  {name:<28}{count:>10}")));
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
        out.push((None, "  diagnostics".to_owned()));
        for ((severity, code), count) in summary.diagnostics.iter().rev() {
            let name = format!("    {} {code}", severity.as_str());
            out.push((colour(*severity), format!("  {name:<36}{count:>6}")));
        }
    }
    out.push((
        None,
        format!(
            "  {:.2} MB in {:.2} s, {:.1} MB/s",
            summary.bytes as f64 / 1e6,
            summary.elapsed.as_secs_f64(),
            summary.megabytes_per_second()
        ),
    ));
    if summary.nothing > 0 {
        let most = match summary.first_nothing.len() as u64 {
            shown if shown == summary.nothing => String::new(),
            shown => format!(", the first {shown} of them"),
        };
        let count = match summary.nothing {
            1 => "1 document".to_owned(),
            count => format!("{count} documents"),
        };
        out.push((None, format!("  {count} gave nothing{most}:")));
        for (path, reason) in &summary.first_nothing {
            let own = reason.strip_prefix(&format!("{path}: ")).unwrap_or(reason);
            out.push((None, format!("    {path}: {own}")));
        }
    }
    for note in notes {
        out.push((None, format!("  {note}")));
    }
    for notice in &summary.notices {
        out.push((None, format!("  note: {notice}")));
    }
    if !written.is_empty() {
        out.push((None, format!("  written to {}", written.join(", "))));
    }
    out
}

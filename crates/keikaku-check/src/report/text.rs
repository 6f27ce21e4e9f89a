//! The report for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Report, share, side};
use crate::{Difference, Matching, Row};

const BAD: Style = AnsiColor::Red.on_default();
const GOOD: Style = AnsiColor::Green.on_default();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

impl Report {
    /// The report as text with colours, which are to be stripped away from a terminal: the
    /// differences, the metrics, and the outcome in a line.
    #[must_use]
    pub fn text(&self) -> String {
        self.differences_text() + &self.metrics_text() + &self.outcome_text()
    }

    /// The differences alone, each with both sides and the lines of the source.
    #[must_use]
    pub fn differences_text(&self) -> String {
        let mut out = String::new();
        for fixture in &self.fixtures {
            if let Some(note) = &fixture.note {
                _ = writeln!(out, "{STRONG}{}{STRONG:#}: {BAD}{note}{BAD:#}", fixture.name);
            }
            for difference in fixture.differences_under(self.matching) {
                write_difference(&mut out, &fixture.name, difference);
            }
        }
        out
    }

    /// The outcome alone.
    #[must_use]
    pub fn outcome_text(&self) -> String {
        let style = if self.passed() { GOOD } else { BAD };
        format!("{style}{}{style:#}\n", self.outcome())
    }

    /// The metrics alone, under a line for each way of matching that says what it forgives.
    #[must_use]
    pub fn metrics_text(&self) -> String {
        let mut out = String::new();
        for matching in Matching::ALL {
            _ = writeln!(out, "{FAINT}{matching:>10}: {}{FAINT:#}", matching.description());
        }
        _ = write!(out, "{STRONG}{:<30}{:>15}", "", "");
        for matching in Matching::ALL {
            _ = write!(out, "{:>23}", format!("{matching:-^20}"));
        }
        _ = write!(out, "\n{:<30}{:>8}{:>7}", "whole records and parts", "expected", "found");
        for _ in Matching::ALL {
            _ = write!(out, "  {:>7}{:>7}{:>7}", "prec.", "recall", "F1");
        }
        _ = writeln!(out, "{STRONG:#}");
        write_rows(&mut out, &self.tally.wholes());
        _ = writeln!(out, "{STRONG}fields{STRONG:#}");
        write_rows(&mut out, &self.tally.fields());
        out
    }
}

fn write_rows(out: &mut String, rows: &[Row]) {
    for row in rows {
        _ = write!(out, "{:<30}{:>8}{:>7}", row.name, row.expected, row.found);
        for matching in Matching::ALL {
            let score = row.score(matching);
            _ = write!(out, "  {:>7}{:>7}", share(score.precision), share(score.recall));
            let style = if score.f1.is_some_and(|f1| f1 < 1.0) { BAD } else { Style::new() };
            _ = write!(out, "{style}{:>7}{style:#}", share(score.f1));
        }
        out.push('\n');
    }
}

fn write_difference(out: &mut String, fixture: &str, difference: &Difference) {
    _ = write!(out, "{STRONG}{fixture}{STRONG:#}: {}", difference.kind);
    if let Some(line) = difference.line {
        _ = write!(out, " on line {line}");
    }
    if !difference.of.is_empty() {
        _ = write!(out, " ({})", difference.of);
    }
    if !difference.field.is_empty() {
        _ = write!(out, ": {STRONG}{}{STRONG:#}", difference.field);
    }
    _ = writeln!(out, " {BAD}[{}]{BAD:#}", difference.class);
    _ = writeln!(out, "    expected {GOOD}{}{GOOD:#}", side(difference.expected.as_ref()));
    _ = writeln!(out, "    found    {BAD}{}{BAD:#}", side(difference.found.as_ref()));
    for line in &difference.source {
        _ = writeln!(out, "    {FAINT}{:>5} | {}{FAINT:#}", line.number, line.text);
    }
}

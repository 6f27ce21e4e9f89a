//! The report as Markdown.

use std::fmt::Write as _;

use super::{Report, share, side};
use crate::Matching;

impl Report {
    /// The report as Markdown: the outcome, a table of differences, a table of metrics.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# Check\n\n{}.\n", self.outcome());
        for fixture in &self.fixtures {
            if let Some(note) = &fixture.note {
                _ = write!(out, "\n- {}: {note}", fixture.name);
            }
        }
        if self.differences().next().is_some() {
            out.push_str("\n## Differences\n\n");
            out.push_str("| fixture | line | kind | field | expected | found | class | source |\n");
            out.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        }
        for (fixture, difference) in self.differences() {
            let line = difference.line.map_or_else(String::new, |line| line.to_string());
            let source: Vec<String> = difference
                .source
                .iter()
                .map(|line| format!("{}: {}", line.number, cell(&line.text)))
                .collect();
            _ = writeln!(
                out,
                "| {} | {line} | {} | {} | {} | {} | {} | {} |",
                cell(fixture),
                difference.kind,
                cell(&difference.field),
                cell(&side(difference.expected.as_ref())),
                cell(&side(difference.found.as_ref())),
                difference.class,
                source.join("<br>"),
            );
        }
        out.push_str("\n## Metrics\n\n");
        for matching in Matching::ALL {
            _ = writeln!(out, "- {matching}: {}", matching.description());
        }
        out.push_str("\n| | expected | found |");
        for matching in Matching::ALL {
            _ = write!(out, " {matching} precision | recall | F1 |");
        }
        out.push_str("\n| --- | --: | --: |");
        out.push_str(&" --: |".repeat(9));
        out.push('\n');
        for row in self.rows() {
            _ = write!(out, "| {} | {} | {} |", row.name, row.expected, row.found);
            for matching in Matching::ALL {
                let score = row.score(matching);
                let [p, r, f] = [score.precision, score.recall, score.f1].map(share);
                _ = write!(out, " {p} | {r} | {f} |");
            }
            out.push('\n');
        }
        out
    }
}

/// A text as the cell of a table: no bar, break or tag of its own.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Expected, Matching, Report, check};

    #[test]
    fn a_bar_in_a_text_makes_no_cell() {
        let expected =
            Expected::parse(r#"{"period": [{"line": 1, "text": "a|b\n<br>"}]}"#).unwrap();
        let found = [json!({"record": "period", "lines": [1, 1], "text": "令和"})];
        let mut report = Report::new(Matching::Normalised);
        report.add(check("x/y", &expected, &found, None));
        let markdown = report.markdown();
        let row = markdown.lines().find(|l| l.starts_with("| x/y")).unwrap();
        assert_eq!(row.replace("\\|", "").matches('|').count(), 9, "{row}");
        assert!(row.contains("&lt;br>"), "{row}");
    }
}

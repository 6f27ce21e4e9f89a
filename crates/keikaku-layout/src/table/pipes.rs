//! Markdown tables: `| 指標 | 目標 |`, a row a line, a line of dashes beneath the head.

use keikaku_text::Span;

use super::{Cell, Flow, Row, Table, TableLayout, table, trimmed};

/// Reads the run of lines that begin with a pipe; `None` where they are no table.
pub(super) fn read(flow: &Flow<'_>, first: usize) -> Option<(Table, usize)> {
    let text = flow.text();
    let mut rows: Vec<Row> = Vec::new();
    let mut end = first;
    while end < flow.lines.len() && flow.has_text(end) {
        let line = &flow.lines[end];
        let words = flow.content(end);
        if !words.starts_with(['|', '｜']) {
            break;
        }
        end += 1;
        if is_rule(words) {
            continue;
        }
        let cells = cells(text, line.content);
        rows.push(Row { lines: [line.number, line.number], cells });
    }
    let wide = rows.iter().filter(|r| r.cells.len() >= 2).count();
    (wide >= 2 && wide * 2 > rows.len())
        .then(|| (table(flow, TableLayout::Pipes, rows, first, end), end))
}

/// `|---|:---:|`.
fn is_rule(words: &str) -> bool {
    words.contains('-') && words.bytes().all(|b| matches!(b, b'-' | b':' | b'|' | b' ' | b'='))
}

/// Cuts a line at its pipes; `\|` is a character of the text.
fn cells(text: &str, line: Span) -> Vec<Cell> {
    let raw = &text[line.start..line.end];
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut escaped = false;
    for (at, c) in raw.char_indices() {
        if matches!(c, '|' | '｜') && !escaped {
            cuts.push((at, at + c.len_utf8()));
        }
        escaped = c == '\\' && !escaped;
    }
    let mut cells: Vec<Cell> = cuts
        .windows(2)
        .map(|w| cell(text, Span::new(line.start + w[0].1, line.start + w[1].0)))
        .collect();
    if let Some(&(_, last)) = cuts.last() {
        let rest = trimmed(text, Span::new(line.start + last, line.end));
        if !rest.is_empty() {
            cells.push(Cell::at(rest));
        }
    }
    cells
}

/// A cell without the spaces, and the marks of strong text, around it.
fn cell(text: &str, span: Span) -> Cell {
    let span = trimmed(text, span);
    let strong = crate::line::bold(&text[span.start..span.end]).is_some();
    Cell::at(if strong { Span::new(span.start + 2, span.end - 2) } else { span })
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn the_line_of_dashes_is_no_row_and_an_escaped_pipe_cuts_nothing() {
        assert_eq!(
            grid_of("| 指標 | 目標 |\n|:---|---:|\n| 件数\\|計 | 3件 |\n| 率 |  |\n"),
            vec![vec!["指標", "目標"], vec!["件数\\|計", "3件"], vec!["率", ""]]
        );
    }

    #[test]
    fn a_lone_line_with_pipes_is_text() {
        assert!(grid_of("| ここは表ではない |\n").is_empty());
    }
}

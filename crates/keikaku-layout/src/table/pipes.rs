//! Markdown tables: `| 指標 | 目標 |`, a row a line, a line of dashes beneath the head.

use keikaku_text::Span;

use super::{Cell, Flow, Found, Row, TableLayout, table, trimmed};

/// Reads the run of lines that begin with a pipe, if they are a table. One row alone is one only
/// where it goes on with the table of the page before.
///
/// `rejected`: the lines before which no table begins, as far as is known, with bars at its edges
/// and without.
pub(super) fn read(
    flow: &Flow<'_>,
    first: usize,
    goes_on: bool,
    rejected: &mut [usize; 2],
) -> Found {
    let text = flow.text();
    let mut rows: Vec<Row> = Vec::new();
    let mut end = first;
    let bare = opens_bare(flow, first) || goes_on && !flow.content(first).ends_with('|');
    let rejected = &mut rejected[usize::from(bare)];
    if !goes_on && first < *rejected {
        return Found::Nothing;
    }
    // The line behind each row.
    let mut ends: Vec<usize> = Vec::new();
    while end < flow.lines.len() && flow.has_text(end) {
        let line = &flow.lines[end];
        let words = flow.content(end);
        let row = words.starts_with(['|', '｜']) || bare && words.contains('|');
        if !row {
            break;
        }
        end += 1;
        if is_rule(words) {
            continue;
        }
        crate::steps::count("pipes::read", words.len() + 1);
        let mut cells = cells(text, line.content, bare);
        if cells.is_empty() {
            // A bar by itself is a row of one blank cell.
            cells.push(Cell::at(Span::new(line.content.end, line.content.end)));
        }
        rows.push(Row { lines: [line.number, line.number], cells });
        ends.push(end);
    }
    let wide = rows.iter().filter(|r| r.cells.len() >= 2).count();
    if wide >= if goes_on { 1 } else { 2 } && wide * 2 > rows.len() {
        return table(flow, TableLayout::Pipes, rows, first, end);
    }
    if !goes_on {
        *rejected = next_start(&rows, &ends).unwrap_or(end);
    }
    Found::Nothing
}

/// The first line of a rejected run from which on most rows are wide, so that a table may begin
/// there after all.
fn next_start(rows: &[Row], ends: &[usize]) -> Option<usize> {
    let mut wide = 0;
    let mut start = None;
    for (left, k) in (1..rows.len()).rev().enumerate() {
        wide += usize::from(rows[k].cells.len() >= 2);
        if wide >= 2 && wide * 2 > left + 1 {
            start = Some(ends[k - 1]);
        }
    }
    start
}

/// Whether a line is the head of a table without bars at its edges: `指標 | 目標`, with a rule of
/// dashes and bars beneath it.
pub(super) fn opens_bare(flow: &Flow<'_>, i: usize) -> bool {
    let words = flow.content(i);
    words.contains('|')
        && !words.starts_with('|')
        && flow.has_text(i + 1)
        && flow.content(i + 1).contains('|')
        && is_rule(flow.content(i + 1))
}

/// `|---|:---:|`.
fn is_rule(words: &str) -> bool {
    words.contains('-') && words.bytes().all(|b| matches!(b, b'-' | b':' | b'|' | b' ' | b'='))
}

/// Cuts a line at its pipes; `\|` is a character of the text. `bare`: no bars stand at the edges of
/// the table, so that one at the edge of a line has an empty cell beside it.
fn cells(text: &str, line: Span, bare: bool) -> Vec<Cell> {
    let raw = &text[line.start..line.end];
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut escaped = false;
    for (at, c) in raw.char_indices() {
        if matches!(c, '|' | '｜') && !escaped {
            cuts.push((at, at + c.len_utf8()));
        }
        escaped = c == '\\' && !escaped;
    }
    // The text before the first bar is a cell where no bar stands at the edge.
    let open = cuts
        .first()
        .filter(|&&(at, _)| at > 0 || bare)
        .map(|&(at, _)| cell(text, Span::new(line.start, line.start + at)));
    let between =
        cuts.windows(2).map(|w| cell(text, Span::new(line.start + w[0].1, line.start + w[1].0)));
    let mut cells: Vec<Cell> = open.into_iter().chain(between).collect();
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
    fn a_table_beneath_lines_that_are_none_is_found() {
        let text =
            "| 計画 |\n| 推進 |\n| 体制 |\n| 評価 |\n| 指標 | 目標 |\n|---|---|\n| 件数 | 3件 |\n";
        let grid = grid_of(text);
        assert_eq!(grid[grid.len() - 2..], [vec!["指標", "目標"], vec!["件数", "3件"]]);
        assert_eq!(grid.len(), 3, "most rows are wide: {grid:?}");
    }

    #[test]
    fn a_bar_by_itself_is_a_blank_row_where_it_stands() {
        let source = keikaku_text::SourceText::from_str("| a | b |\n| c | d |\n|\n");
        let tables = crate::analyse(&source).tables;
        let blank = &tables[0].rows[2];
        assert!(blank.is_empty() && blank.cells.len() == 2);
        assert_eq!((blank.span().start, blank.span().end), (21, 21));
    }

    #[test]
    fn a_lone_line_with_pipes_is_text() {
        assert!(grid_of("| ここは表ではない |\n").is_empty());
    }
}

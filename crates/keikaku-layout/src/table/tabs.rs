//! Tables of tab-separated cells, a row a line.

use keikaku_text::Span;

use super::{Cell, Flow, Row, Table, TableLayout, table, trimmed};

/// Reads the run of lines with tabs that begins at a line; returns the table and the index of the
/// line after it. Lines of rule characters (`---\t---`) are no rows.
pub(super) fn read(flow: &Flow<'_>, first: usize) -> (Table, usize) {
    let text = flow.text();
    let mut rows = Vec::new();
    let mut end = first;
    while end < flow.lines.len() && flow.lines[end].has_tab {
        let line = &flow.lines[end];
        end += 1;
        let raw = &text[line.span.start..line.span.end];
        if raw.bytes().all(|b| matches!(b, b'-' | b'\t' | b' ' | b'|' | b':' | b'=')) {
            continue;
        }
        let mut cells = Vec::new();
        let mut at = line.span.start;
        for part in raw.split('\t') {
            cells.push(Cell::at(trimmed(text, Span::new(at, at + part.len()))));
            at += part.len() + 1;
        }
        rows.push(Row { lines: [line.number, line.number], cells });
    }
    (table(flow, TableLayout::Tabs, rows, first, end), end)
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn rows_are_padded_and_rules_and_empty_columns_at_the_right_dropped() {
        assert_eq!(
            grid_of("指標\t2018\t2019\t\n----\t----\t----\n件数\t3件\n\t\t5件\n"),
            vec![vec!["指標", "2018", "2019"], vec!["件数", "3件", ""], vec!["", "", "5件"]]
        );
    }
}

//! Tables of tab-separated cells, a row a line.

use keikaku_text::Span;

use super::{Cell, Flow, Found, Row, TableLayout, table, trimmed};

/// Reads the run of lines with tabs that begins at a line. Lines of rule characters (`---\t---`)
/// are no rows.
pub(super) fn read(flow: &Flow<'_>, first: usize) -> Found {
    let text = flow.text();
    let mut rows = Vec::new();
    let mut end = first;
    while end < flow.lines.len() && (flow.lines[end].has_tab || carries_on(flow, end, &rows)) {
        let line = &flow.lines[end];
        if !line.has_tab {
            if let Some(row) = rows.last_mut() {
                row.lines[1] = line.number;
                if let Some(last) = last_filled(row) {
                    last.push(line.content);
                }
            }
            end += 1;
            continue;
        }
        end += 1;
        let raw = &text[line.span.start..line.span.end];
        if raw.bytes().all(|b| matches!(b, b'-' | b'\t' | b' ' | b'|' | b':' | b'=')) {
            continue;
        }
        crate::steps::count("tabs::read", raw.len() + 1);
        let mut cells = Vec::new();
        let mut at = line.span.start;
        for part in raw.split('\t') {
            cells.push(Cell::at(trimmed(text, Span::new(at, at + part.len()))));
            at += part.len() + 1;
        }
        rows.push(Row { lines: [line.number, line.number], cells });
    }
    table(flow, TableLayout::Tabs, rows, first, end)
}

fn last_filled(row: &mut Row) -> Option<&mut Cell> {
    row.cells.iter_mut().rfind(|c| !c.is_empty())
}

/// Whether a line without a tab is the rest of the cell above it: that was cut inside a sentence,
/// and rows follow.
fn carries_on(flow: &Flow<'_>, i: usize, rows: &[Row]) -> bool {
    let Some(cell) = rows.last().and_then(|r| r.cells.iter().rfind(|c| !c.is_empty())) else {
        return false;
    };
    let above = &flow.text()[cell.span.start..cell.span.end];
    let words = flow.content(i);
    flow.has_text(i)
        && flow.lines.get(i + 1).is_some_and(|l| l.has_tab)
        && above.chars().count() >= 20
        && !above.ends_with(['。', '」', '）', ')', '】', '.'])
        && words.ends_with('。')
        && crate::number::enumerator(words).is_none()
        && !crate::header::is_bullet(words)
        && !crate::header::is_mark(words)
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn a_stray_cell_far_right_widens_no_rows_beyond_what_the_text_can_fill() {
        let text = format!("{}件\n{}", "\t".repeat(16_000), "指標\t3件\n".repeat(2_000));
        let layout = crate::analyse(&keikaku_text::SourceText::from_str(&text));
        assert!(layout.tables.is_empty());
        assert_eq!((layout.too_large[0].rows, layout.too_large[0].columns), (2_001, 16_001));
        // A sheet of a hundred columns whose rows end early stays a table.
        let text = format!("指標{}件\n{}", "\t".repeat(100), "指標\t3件\n".repeat(60));
        assert_eq!(grid_of(&text).len(), 61);
    }

    #[test]
    fn rows_are_padded_and_rules_and_empty_columns_at_the_right_dropped() {
        assert_eq!(
            grid_of("指標\t2018\t2019\t\n----\t----\t----\n件数\t3件\n\t\t5件\n"),
            vec![vec!["指標", "2018", "2019"], vec!["件数", "3件", ""], vec!["", "", "5件"]]
        );
    }
}

//! Table grids: rows of cells with their places in the source.

use keikaku_text::{SourceText, Span};

use crate::line::Line;

/// What marked the columns of a table in the dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Tabs between the cells.
    Tabs,
}

/// A cell: where its text stands in the source, without the spaces around it.
///
/// An empty cell has an empty span at the place where its text would stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, or its first piece where lines broke it.
    pub span: Span,
    /// The further pieces, in order.
    pub more: Vec<Span>,
}

impl Cell {
    /// Whether the cell has no text.
    pub fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    /// The pieces of the text, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.span).chain(self.more.iter().copied())
    }
}

/// A row of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// First and last line, from 1.
    pub lines: [usize; 2],
    /// The cells, as many as the table has columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// From the first cell with text to the last one; an empty span where there is none.
    pub fn span(&self) -> Span {
        let mut filled = self.cells.iter().flat_map(|c| c.pieces()).filter(|s| !s.is_empty());
        let first =
            filled.next().or_else(|| self.cells.first().map(|c| c.span)).unwrap_or_default();
        filled.fold(first, Span::cover)
    }

    /// Whether no cell has text.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// A table as it stands in the dump, every row padded to the same number of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The whole table.
    pub span: Span,
    /// First and last line, from 1.
    pub lines: [usize; 2],
    /// The rows, header rows among them.
    pub rows: Vec<Row>,
    /// What marked the columns.
    pub layout: TableLayout,
    /// The line (from 1) that stands directly above as a caption.
    pub caption: Option<usize>,
    /// The table that this one carries on over a page break, repeating its head: its index.
    pub continues: Option<usize>,
}

impl Table {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.rows.first().map_or(0, |r| r.cells.len())
    }
}

/// Reads the run of lines with tabs that begins at `lines[first]`; returns the table and the
/// index of the line after it. Lines of rule characters (`---\t---`) are no rows.
pub(crate) fn tabs(source: &SourceText, lines: &[Line], first: usize) -> (Table, usize) {
    let text = source.text();
    let mut rows = Vec::new();
    let mut end = first;
    while end < lines.len() && lines[end].has_tab {
        let line = &lines[end];
        end += 1;
        let raw = &text[line.span.start..line.span.end];
        if raw.bytes().all(|b| matches!(b, b'-' | b'\t' | b' ' | b'|' | b':' | b'=')) {
            continue;
        }
        let mut cells = Vec::new();
        let mut at = line.span.start;
        for part in raw.split('\t') {
            let lead = part.len() - part.trim_start_matches(crate::line::is_edge_space).len();
            let inner = part[lead..].trim_end_matches(crate::line::is_edge_space);
            let start = at + lead;
            cells.push(Cell { span: Span::new(start, start + inner.len()), more: Vec::new() });
            at += part.len() + 1;
        }
        rows.push(Row { lines: [line.number, line.number], cells });
    }
    pad(&mut rows);
    let span = Span::new(lines[first].span.start, lines[end - 1].span.end);
    let table = Table {
        span,
        lines: [lines[first].number, lines[end - 1].number],
        rows,
        layout: TableLayout::Tabs,
        caption: None,
        continues: None,
    };
    (table, end)
}

/// Makes every row as long as the longest; drops columns at the right that no row fills.
fn pad(rows: &mut [Row]) {
    let filled = |r: &Row| r.cells.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1);
    let width = rows.iter().map(filled).max().unwrap_or(0).max(1);
    for row in rows {
        let end = row.cells.last().map_or(Span::default(), |c| Span::new(c.span.end, c.span.end));
        row.cells.resize(width, Cell { span: end, more: Vec::new() });
    }
}

/// Whether two tables have the same head row, spaces aside.
pub(crate) fn same_head(text: &str, a: &Table, b: &Table) -> bool {
    let (Some(x), Some(y)) = (a.rows.first(), b.rows.first()) else { return false };
    let bare = |c: Option<&Cell>| -> String {
        c.map(|c| text[c.span.start..c.span.end].chars().filter(|c| !c.is_whitespace()).collect())
            .unwrap_or_default()
    };
    let n = x.cells.len().max(y.cells.len());
    x.cells.iter().filter(|c| !c.is_empty()).count() >= 2
        && (0..n).all(|i| bare(x.cells.get(i)) == bare(y.cells.get(i)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Vec<Vec<String>> {
        let source = SourceText::from_str(text);
        let lines = crate::line::measure(&source);
        let (table, _) = tabs(&source, &lines, 0);
        table
            .rows
            .iter()
            .map(|r| r.cells.iter().map(|c| text[c.span.start..c.span.end].to_owned()).collect())
            .collect()
    }

    #[test]
    fn rows_are_padded_and_rules_and_empty_columns_at_the_right_dropped() {
        assert_eq!(
            grid("指標\t2018\t2019\t\n----\t----\t----\n件数\t3件\n\t\t5件\n"),
            vec![vec!["指標", "2018", "2019"], vec!["件数", "3件", ""], vec!["", "", "5件"]]
        );
    }
}

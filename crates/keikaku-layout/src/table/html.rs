//! HTML tables: `<table>`, `<tr>`, `<td>` and `<th>`, with `rowspan` and `colspan`.

use keikaku_text::Span;

use super::{Cell, Flow, Found, Row, TableLayout, TooLarge, most_cells, table, trimmed};
use crate::markup::{Name, Tag};

/// The most rows or columns that a cell may claim to span: what is more is an error of the page.
const LONGEST_SPAN: usize = 200;

/// Reads the table whose tag stands at a line, if it holds cells.
///
/// `rejected`: the line before which no table holds any, as far as is known.
pub(super) fn read(flow: &Flow<'_>, first: usize, rejected: &mut usize) -> Found {
    let Some(markup) = flow.markup.filter(|_| first >= *rejected) else { return Found::Nothing };
    let text = flow.text();
    let line = &flow.lines[first];
    let from = markup.at(line.span.start);
    let here = markup.tags[from..].iter().take_while(|t| t.span.start < line.span.end);
    let Some(open) = here.into_iter().position(|t| t.name == Name::Table && !t.closes) else {
        return Found::Nothing;
    };
    let open = from + open;
    let start = markup.tags[open].span.start;
    let (tags, end_offset) = inside(&markup.tags[open..], text.len());
    // The cells so far; beyond what the text may fill no more are kept.
    let mut count = 0;
    let most = most_cells(end_offset - start);
    let mut rows: Vec<Row> = Vec::new();
    // The columns that cells of rows above still cover: rows left, and the cell.
    let mut covered: Vec<Option<(usize, (usize, usize))>> = Vec::new();
    let mut cell: Option<(usize, usize)> = None;
    let mut cell_from = 0;
    let mut depth = 0usize;
    for tag in tags {
        crate::steps::count("html::read", 1);
        match (tag.name, tag.closes) {
            (Name::Table, false) => {
                depth += 1;
                continue;
            }
            (Name::Table, true) if depth > 1 => {
                depth -= 1;
                continue;
            }
            (Name::Table, true) => {}
            (Name::Row | Name::Cell, _) if depth <= 1 && count <= most => {}
            _ => continue,
        }
        if let Some((r, c)) = cell.take() {
            let inner = without_tags(flow, Span::new(cell_from, tag.span.start.max(cell_from)));
            for piece in inner {
                rows[r].cells[c].push(trimmed(text, piece));
            }
            let number = line_number(flow, tag.span.start);
            rows[r].lines[1] = number;
        }
        match (tag.name, tag.closes) {
            (Name::Row, false) => {
                let number = line_number(flow, tag.span.start);
                rows.push(Row { lines: [number, number], cells: Vec::new() });
                count += fill(&mut rows, &mut covered, tag.span.end);
            }
            (Name::Cell, false) => {
                if rows.is_empty() {
                    let number = line_number(flow, tag.span.start);
                    rows.push(Row { lines: [number, number], cells: Vec::new() });
                }
                let r = rows.len() - 1;
                let c = rows[r].cells.len();
                let at = Span::new(tag.span.end, tag.span.end);
                let columns = tag.columns.clamp(1, LONGEST_SPAN);
                count += columns;
                for k in 0..columns {
                    let mut one = Cell::at(at);
                    one.covered_by = (k > 0).then_some((r, c));
                    rows[r].cells.push(one);
                    if covered.len() <= c + k {
                        covered.resize(c + k + 1, None);
                    }
                    covered[c + k] =
                        (tag.rows > 1).then_some((tag.rows.min(LONGEST_SPAN) - 1, (r, c)));
                }
                cell = Some((r, c));
                cell_from = tag.span.end;
                count += fill(&mut rows, &mut covered, tag.span.end);
            }
            _ => {}
        }
    }
    crate::steps::count("html::cells", count);
    let end = flow.lines[first..].partition_point(|l| l.span.start < end_offset) + first;
    let end = end.max(first + 1);
    if count > most {
        let columns = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let span = Span::new(start, end_offset);
        return Found::TooLarge(
            TooLarge { span, rows: rows.len(), columns, cells: count, most },
            end,
        );
    }
    rows.retain(|r| !r.cells.is_empty());
    if rows.iter().all(Row::is_empty) {
        *rejected = end;
        return Found::Nothing;
    }
    let mut found = table(flow, TableLayout::Html, rows, first, end);
    if let Found::Table(table, _) = &mut found {
        table.caption = caption(flow, Span::new(start, end_offset));
    }
    found
}

/// The tags up to the one that closes the table which the first opens, and where that ends; up to
/// the end of the text where none does.
fn inside(tags: &[Tag], end: usize) -> (&[Tag], usize) {
    let mut depth = 0usize;
    for (i, tag) in tags.iter().enumerate().filter(|(_, t)| t.name == Name::Table) {
        depth = if tag.closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth == 0 {
            return (&tags[..=i], tag.span.end);
        }
    }
    (tags, end)
}

/// What the table's `<caption>` holds.
fn caption(flow: &Flow<'_>, table: Span) -> Option<Span> {
    let markup = flow.markup?;
    let tags = &markup.tags[markup.at(table.start)..markup.at(table.end)];
    let open = tags.iter().position(|t| t.name == Name::Caption && !t.closes)?;
    let close = tags[open..].iter().find(|t| t.name == Name::Caption && t.closes)?;
    let span = trimmed(flow.text(), Span::new(tags[open].span.end, close.span.start));
    (!span.is_empty()).then_some(span)
}

/// Adds the cells that merged ones from above cover at the end of the last row; says how many.
fn fill(rows: &mut [Row], covered: &mut [Option<(usize, (usize, usize))>], at: usize) -> usize {
    let Some(r) = rows.len().checked_sub(1) else { return 0 };
    let mut count = 0;
    loop {
        let c = rows[r].cells.len();
        let Some(Some((left, by))) = covered.get_mut(c) else { return count };
        if by.0 == r {
            return count;
        }
        count += 1;
        let by = *by;
        *left -= 1;
        if *left == 0 {
            covered[c] = None;
        }
        let mut cell = Cell::at(Span::new(at, at));
        cell.covered_by = Some(by);
        rows[r].cells.push(cell);
    }
}

/// The stretches of a cell between the tags at its edges and the line breaks within it.
fn without_tags(flow: &Flow<'_>, span: Span) -> Vec<Span> {
    let text = flow.text();
    let mut out = Vec::new();
    let mut at = span.start;
    for line in text[span.start..span.end].split_inclusive('\n') {
        let end = at + line.len();
        let bare = trimmed(text, Span::new(at, at + line.trim_end_matches(['\n', '\r']).len()));
        if !bare.is_empty() {
            out.push(bare);
        }
        at = end;
    }
    out
}

fn line_number(flow: &Flow<'_>, offset: usize) -> usize {
    flow.source.lines().lines_of(Span::new(offset, offset))[0]
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn merged_cells_cover_their_neighbours() {
        let text = "<table><tr><th rowspan=2>指標</th><th colspan=\"2\">目標</th></tr>\n\
                    <tr><th>R2</th><th>R3</th></tr>\n\
                    <tr><td>来場者数</td><td>3</td><td>5</td></tr></table>\n";
        assert_eq!(
            grid_of(text),
            vec![
                vec!["指標", "目標", "=0,1"],
                vec!["=0,0", "R2", "R3"],
                vec!["来場者数", "3", "5"]
            ]
        );
    }

    #[test]
    fn a_text_whose_merged_cells_are_more_than_it_can_fill_is_no_table() {
        let row = "<tr><td colspan=200 rowspan=200>計</td></tr>\n";
        let text = format!("<table>{}</table>\n<p>本文です。</p>\n", row.repeat(200));
        let layout = crate::analyse(&keikaku_text::SourceText::from_str(&text));
        assert!(layout.tables.is_empty());
        let [large] = layout.too_large.as_slice() else { panic!("{:?}", layout.too_large) };
        assert!(large.cells > large.most);
        assert_eq!(&text[large.span.start..large.span.start + 7], "<table>");
        let last = layout.blocks.last().unwrap();
        assert_eq!(&text[last.span.start..last.span.end], "本文です。");
    }

    #[test]
    fn cells_that_nobody_closed_end_where_the_next_begins() {
        let text = "<table>\n<tr><td>件数<td>3件\n<tr><td>率<td>5%\n</table>\n本文\n";
        assert_eq!(grid_of(text), vec![vec!["件数", "3件"], vec!["率", "5%"]]);
    }
}

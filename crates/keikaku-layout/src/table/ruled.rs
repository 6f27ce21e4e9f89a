//! Ruled tables (罫線で組んだ表): `┌─┬┐` or `+---+` around the cells.

use keikaku_text::{Span, display_width};

use super::{Cell, Flow, Found, Row, TableLayout, TooLarge, most_cells, table, trimmed};

/// Whether a line can be the first of a ruled table.
pub(super) fn opens(words: &str) -> bool {
    words.starts_with(['┌', '┏', '╔', '├', '┣', '╠', '│', '┃', '║', '╭'])
        || words.starts_with("+-")
        || words.starts_with("+=")
}

/// Whether a character has a vertical stroke, so that a column ends there.
fn is_upright(c: char) -> bool {
    matches!(c, '│' | '┃' | '║' | '┆' | '┊' | '|' | '｜' | '+')
        || matches!(c, '┌'..='╋' | '╒'..='╬' | '╭'..='╰') && !is_level(c)
}

/// Whether a character is a level stroke and no more.
fn is_level(c: char) -> bool {
    matches!(c, '─' | '━' | '═' | '┄' | '┈' | '╌' | '-' | '=')
}

/// The longest value, in bytes.
const LONGEST_FIGURE: usize = 120;

/// A line of a ruled table, in display columns of one reading of how wide its strokes are.
struct Drawn {
    /// The index of the line.
    line: usize,
    /// The uprights: display column, and the bytes before and after it.
    uprights: Vec<(usize, usize, usize)>,
    /// The stretches of level strokes.
    levels: Vec<(usize, usize)>,
    /// Whether nothing but strokes and spaces stands in it.
    is_rule: bool,
    width: usize,
}

/// Measures a line whose strokes are `stroke` columns wide.
fn draw(flow: &Flow<'_>, line: usize, stroke: usize) -> Drawn {
    let words = flow.content(line);
    let base = flow.lines[line].content.start;
    let mut drawn =
        Drawn { line, uprights: Vec::new(), levels: Vec::new(), is_rule: true, width: 0 };
    let mut at = 0;
    let mut spoken = false;
    let mut leveled = false;
    // A `-` or a `+` is a stroke only beside another one.
    let bytes = words.as_bytes();
    for (i, c) in words.char_indices() {
        let next = i + c.len_utf8();
        let plus_alone = c == '+'
            && !(bytes.get(next).is_some_and(|b| matches!(b, b'-' | b'='))
                || i > 0 && matches!(bytes[i - 1], b'-' | b'='));
        let is_stroke = is_upright(c) && !plus_alone || is_level(c);
        let wide = if is_stroke && !c.is_ascii() { stroke } else { display_width(&words[i..next]) };
        if is_upright(c) && !plus_alone {
            drawn.uprights.push((at, base + i, base + next));
        } else if is_level(c) {
            leveled = true;
            match drawn.levels.last_mut() {
                Some(last) if last.1 == at => last.1 = at + wide,
                _ => drawn.levels.push((at, at + wide)),
            }
        } else if !matches!(c, ' ' | '\u{3000}') {
            spoken = true;
        }
        at += wide;
    }
    crate::steps::count("ruled::draw", words.len() + 1);
    drawn.width = at;
    drawn.is_rule = !spoken && leveled && drawn.levels.iter().any(|l| l.1 - l.0 >= 2);
    drawn
}

/// Reads the ruled table that begins at a line, if the strokes draw one.
///
/// `rejected`: the line before which they draw none, as far as is known.
pub(super) fn read(flow: &Flow<'_>, first: usize, rejected: &mut usize) -> Found {
    if first < *rejected {
        return Found::Nothing;
    }
    let mut end = first;
    let mut indices = Vec::new();
    while end < flow.lines.len() {
        if flow.lines[end].is_blank() && flow.double && end > first {
            end += 1;
            continue;
        }
        if !flow.has_text(end) || flow.lines[end].has_tab {
            break;
        }
        let words = flow.content(end);
        if !words.starts_with(is_upright) {
            break;
        }
        // A new frame is a new table.
        let again = words.starts_with(['┌', '┏', '╔', '╭']) && end > first;
        let closed = indices
            .last()
            .is_some_and(|&l: &usize| flow.content(l).starts_with(['└', '┗', '╚', '╰']));
        if again || closed {
            break;
        }
        indices.push(end);
        end += 1;
    }
    let end = indices.last().map_or(first, |last| last + 1);
    // Fonts draw the strokes one or two columns wide; the frame is even in the right one.
    let drawn = [1, 2]
        .map(|stroke| indices.iter().map(|&l| draw(flow, l, stroke)).collect::<Vec<_>>())
        .into_iter()
        .min_by_key(|drawn| unevenness(drawn))
        .unwrap_or_default();
    let Some(edges) = edges(&drawn) else {
        *rejected = end;
        return Found::Nothing;
    };
    // Every line may be a row as wide as the widest.
    let span = flow.lines[first].span.cover(flow.lines[end - 1].span);
    let (columns, most) = (edges.len() - 1, most_cells(span.len()));
    let cells = drawn.len().saturating_mul(columns);
    if cells > most {
        let rows = drawn.len();
        return Found::TooLarge(TooLarge { span, rows, columns, cells, most }, end);
    }
    let rows = rows(flow, &drawn, &edges);
    if rows.len() >= 2 || rows.len() == 1 && drawn.iter().filter(|d| d.is_rule).count() >= 2 {
        return table(flow, TableLayout::Ruled, rows, first, end);
    }
    *rejected = end;
    Found::Nothing
}

fn unevenness(drawn: &[Drawn]) -> usize {
    let rule = drawn.iter().find(|d| d.is_rule).map_or(0, |d| d.width);
    drawn.iter().filter(|d| !d.is_rule).take(50).map(|d| d.width.abs_diff(rule)).sum()
}

/// The display columns of the edges of the table's columns.
fn edges(drawn: &[Drawn]) -> Option<Vec<usize>> {
    let mut all: Vec<usize> =
        drawn.iter().filter(|d| d.is_rule).flat_map(|d| d.uprights.iter().map(|u| u.0)).collect();
    if drawn.iter().filter(|d| d.is_rule).all(|d| d.uprights.len() <= 2) {
        all.extend(drawn.iter().flat_map(|d| d.uprights.iter().map(|u| u.0)));
    }
    all.sort_unstable();
    let mut edges: Vec<usize> = Vec::new();
    for at in all {
        if edges.last().is_none_or(|&last| at > last + 1) {
            edges.push(at);
        }
    }
    (edges.len() >= 3).then_some(edges)
}

/// The edge nearest to a column, the left one of two.
fn nearest(edges: &[usize], at: usize) -> usize {
    let right = edges.partition_point(|&e| e < at);
    match right.checked_sub(1) {
        Some(left) if edges.get(right).is_none_or(|&r| at - edges[left] <= r - at) => left,
        _ => right,
    }
}

/// Rows between the rules. Where only the head is ruled off, every line beneath it is a row.
fn rows(flow: &Flow<'_>, drawn: &[Drawn], edges: &[usize]) -> Vec<Row> {
    let width = edges.len() - 1;
    let bands = drawn.split(|d| d.is_rule).filter(|b| !b.is_empty()).count();
    let longest = drawn.split(|d| d.is_rule).map(<[Drawn]>::len).max().unwrap_or(0);
    let ruled = bands > 2 || longest <= 1;
    let mut rows: Vec<Row> = Vec::new();
    // Whether a column goes on from the row above, and whether a new row begins.
    let mut open = vec![false; width];
    let mut begin = true;
    // Whether no rule stands beneath a row yet.
    let mut heads = true;
    // The columns in which the row that is being read holds a figure.
    let mut figures = vec![false; width];
    for one in drawn {
        if one.is_rule {
            for (c, open) in open.iter_mut().enumerate() {
                let middle = usize::midpoint(edges[c], edges[c + 1]);
                let level = one.levels.partition_point(|l| l.1 < middle);
                *open = one.levels.get(level).is_none_or(|l| l.0 > middle);
            }
            crate::steps::count("ruled::rows", width);
            begin = true;
            heads &= rows.is_empty();
            continue;
        }
        let pieces = pieces(flow, one, edges);
        // The lines of a head that is ruled off are one row.
        let in_head = !ruled && bands == 2 && rows.len() == 1 && heads;
        let carried = in_head
            || !ruled
                && (rows.len() > 1 && carries_on(flow.text(), &pieces)
                    || rows.last().is_some_and(|r| wraps_cells(flow.text(), r, &pieces, edges)));
        let again = ruled && !begin && states_again(flow.text(), &pieces, &figures);
        if begin || !ruled && !carried || again {
            figures = vec![false; width];
            let number = flow.lines[one.line].number;
            let at = pieces.first().map_or(Span::default(), |p| Span::new(p.2.start, p.2.start));
            let r = rows.len();
            crate::steps::count("ruled::rows", width);
            let mut cells = vec![Cell::at(at); width];
            for (c, cell) in cells.iter_mut().enumerate() {
                if begin && open[c] && r > 0 {
                    cell.covered_by = rows[r - 1].cells[c].covered_by.or(Some((r - 1, c)));
                }
            }
            rows.push(Row { lines: [number, number], cells });
            begin = false;
        }
        let r = rows.len() - 1;
        rows[r].lines[1] = flow.lines[one.line].number;
        for (from, to, span) in pieces {
            figures[from] |= is_figure(&flow.text()[span.start..span.end]);
            match rows[r].cells[from].covered_by {
                Some((row, column)) => rows[row].cells[column].push(span),
                None => rows[r].cells[from].push(span),
            }
            for c in from + 1..to {
                rows[r].cells[c].covered_by.get_or_insert((r, from));
            }
        }
        open.fill(false);
    }
    rows
}

/// Whether a line within one band is a row of its own: where the row above has figures, it has
/// figures again.
fn states_again(text: &str, pieces: &[(usize, usize, Span)], figures: &[bool]) -> bool {
    let mut own = 0;
    let mut again = 0;
    for (column, _, span) in pieces {
        if is_figure(&text[span.start..span.end]) {
            own += 1;
            again += usize::from(figures[*column]);
        }
    }
    again >= 1 && again * 2 >= own
}

/// A value by itself: a number with its unit, or a mark that there is none.
fn is_figure(words: &str) -> bool {
    if words.len() > LONGEST_FIGURE {
        return false;
    }
    let digits = words.chars().filter(|c| crate::number::digit(*c).is_some()).count();
    let length = words.chars().count();
    let opens = words
        .trim_start_matches(['▲', '△', '約', '-', '−', '－'])
        .starts_with(|c| crate::number::digit(c).is_some());
    digits > 0 && opens && length <= digits + 6
        || ["-", "－", "—", "―", "ー", "…", "未定"].contains(&words)
        || length <= 4 && words.ends_with('中')
}

/// A line beneath a row that has neither a first cell nor a figure is the rest of wrapped cells.
fn carries_on(text: &str, pieces: &[(usize, usize, Span)]) -> bool {
    pieces.iter().all(|(column, _, span)| {
        let words = &text[span.start..span.end];
        words.is_empty() || *column > 0 && !words.chars().any(|c| crate::number::digit(c).is_some())
    })
}

/// A line without a figure beneath one with figures, that goes on with cells: its label, if it has
/// one, with a label that filled its column.
fn wraps_cells(text: &str, above: &Row, pieces: &[(usize, usize, Span)], edges: &[usize]) -> bool {
    let words = |span: Span| &text[span.start..span.end];
    let figures = |span: Span| is_figure(words(span));
    if pieces.iter().any(|(_, _, span)| figures(*span))
        || !above.cells.iter().any(|c| figures(c.span))
    {
        return false;
    }
    let last = above.cells[0].more.last().copied().unwrap_or(above.cells[0].span);
    crate::steps::count("ruled::wraps_cells", above.cells.len());
    let full = display_width(words(last)) + 4 >= edges[1] - edges[0];
    let labelled = pieces.iter().any(|(column, _, span)| *column == 0 && !span.is_empty());
    !labelled || full
}

/// The texts between the uprights of a line: first column, the column after the last, the text.
fn pieces(flow: &Flow<'_>, one: &Drawn, edges: &[usize]) -> Vec<(usize, usize, Span)> {
    let text = flow.text();
    let whole = one.uprights.len() == edges.len();
    let mut out = Vec::new();
    for (k, pair) in one.uprights.windows(2).enumerate() {
        let span = trimmed(text, Span::new(pair[0].2, pair[1].1));
        let (from, to) =
            if whole { (k, k + 1) } else { (nearest(edges, pair[0].0), nearest(edges, pair[1].0)) };
        if to > from {
            out.push((from, to, span));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::table::grid_of;

    #[test]
    fn rules_end_rows_and_a_missing_rule_merges() {
        let text = "\
┌────┬──────────┐
│指標│   目標   │
│    ├────┬─────┤
│    │ R2 │ R3  │
├────┼────┼─────┤
│来場│ 3件│ 5件 │
│者数│    │     │
└────┴────┴─────┘
";
        assert_eq!(
            grid_of(text),
            vec![
                vec!["指標", "目標", "=0,1"],
                vec!["=0,0", "R2", "R3"],
                vec!["来場/者数", "3件", "5件"]
            ]
        );
    }

    #[test]
    fn a_table_beneath_a_rejected_list_of_strokes_is_found() {
        let text = "├─企画課\n├─総務課\n└─税務課\n┌──┬──┐\n│ab│cd│\n├──┼──┤\n│ef│gh│\n└──┴──┘\n";
        assert_eq!(grid_of(text), vec![vec!["ab", "cd"], vec!["ef", "gh"]]);
    }

    #[test]
    fn the_nearest_edge_is_the_left_one_of_two() {
        let nearest = |at| super::nearest(&[0, 4, 10], at);
        assert_eq!([0, 2, 3, 4, 7, 8, 40].map(nearest), [0, 0, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn where_only_the_head_is_ruled_off_each_line_is_a_row() {
        let text = "+----+----+\n|name|goal|\n+====+====+\n|a   | 3  |\n|b   | 4  |\n+----+----+\n";
        assert_eq!(grid_of(text), vec![vec!["name", "goal"], vec!["a", "3"], vec!["b", "4"]]);
    }
}

//! Dumps without columns: `pdftotext -raw` writes a row as one line with single spaces, and
//! `pdftotext` without options writes cell by cell.
//!
//! A blank cell leaves no trace in a row of single spaces. So only rows that have as many figures as
//! the fullest of their run are read; of the others the columns are uncertain, and that is said.

use std::ops::Range;

use keikaku_text::Span;

use super::sheet::{Shape, shape};
use crate::line::Line;
use crate::table::{Cell, Row, Table, TableLayout};

/// A row of a dump without columns.
struct RawRow {
    /// The index of its line.
    line: usize,
    /// What stands before its figures, the unit at the end of it, and what stands behind them.
    label: Span,
    unit: Option<Span>,
    rest: Option<Span>,
    figures: Vec<Span>,
}

/// What a run of rows gives: the lines that it takes, its table, and the lines whose columns are
/// uncertain.
pub(crate) struct RawRun {
    pub lines: Range<usize>,
    pub table: Option<Table>,
    pub uncertain: Vec<Span>,
}

/// How many rows with the same number of figures make a table.
const FEWEST_ROWS: usize = 3;
/// How many rows a dump without columns has at least.
const FEWEST_IN_DUMP: usize = 6;
/// How many lines without figures may stand between two rows: cells that have wrapped.
const MOST_BETWEEN: usize = 3;

/// The runs of rows among lines without gaps.
pub(crate) fn find(text: &str, lines: &[Line], free: &dyn Fn(usize) -> bool) -> Vec<RawRun> {
    let mut out: Vec<RawRun> = Vec::new();
    let mut rows_seen = 0;
    let mut i = 0;
    while i < lines.len() {
        let Some(first) = free(i).then(|| row(text, lines, i)).flatten() else {
            if free(i) && holds_figures(text, lines, i) {
                let uncertain = vec![lines[i].content];
                out.push(RawRun { lines: i..i + 1, table: None, uncertain });
                rows_seen += 1;
            }
            i += 1;
            continue;
        };
        let mut rows = vec![first];
        let mut end = i + 1;
        let mut between = 0;
        while end < lines.len() && between <= MOST_BETWEEN {
            match free(end).then(|| row(text, lines, end)).flatten() {
                Some(row) => {
                    rows.push(row);
                    between = 0;
                }
                None if lines[end].is_blank() => {}
                None => between += 1,
            }
            end += 1;
        }
        let last = rows[rows.len() - 1].line;
        if rows.len() < FEWEST_ROWS {
            let uncertain = rows.iter().map(|r| lines[r.line].content).collect();
            out.push(RawRun { lines: i..last + 1, table: None, uncertain });
        } else {
            out.push(run(text, lines, &rows, i..last + 1));
        }
        i = last + 1;
        rows_seen += rows.len();
    }
    // A few lines with figures are prose, not tables that lost their columns.
    if rows_seen < FEWEST_IN_DUMP {
        out.retain(|run| run.table.is_some());
    }
    out
}

/// Reads a line as a row: words, then two figures or more, each set apart by one space.
fn row(text: &str, lines: &[Line], line: usize) -> Option<RawRow> {
    let content = lines[line].content;
    if lines[line].has_gap || lines[line].has_tab || content.len() > 600 {
        return None;
    }
    let words = words(text, content);
    let is_figure = |w: &Span| {
        let words = &text[w.start..w.end];
        shape(words) == Shape::Figure || shape(words) == Shape::Dash
    };
    // The longest run of figures; a sign may stand apart.
    let (mut from, mut to) = (0, 0);
    let mut k = 0;
    while k < words.len() {
        let mut end = k;
        while end < words.len() && is_figure(&words[end]) {
            end += 1;
        }
        if end - k > to - from {
            (from, to) = (k, end);
        }
        k = end.max(k + 1);
    }
    let japanese = |s: &Span| text[s.start..s.end].chars().any(keikaku_text::is_japanese);
    if to - from < 2 || from == 0 || !words[..from].iter().any(japanese) {
        return None;
    }
    let cover = |w: &[Span]| w.iter().copied().reduce(Span::cover);
    // A short word right before the figures is their unit.
    let short = |w: &&Span| text[w.start..w.end].chars().count() <= 4;
    let letters = |w: &Span| {
        let words = &text[w.start..w.end];
        words.chars().count() == 1 && words.chars().all(keikaku_text::is_japanese)
    };
    let spread = words[..from].iter().filter(|w| letters(w)).count() * 2 > from.max(2);
    let named = |w: &Span| text[w.start..w.end].chars().count() >= 3;
    let unit = words[..from].last().filter(|w| from >= 2 && !spread && short(w)).copied();
    let unit = unit.filter(|_| named(&words[from - 2]));
    let label = if unit.is_some() { &words[..from - 1] } else { &words[..from] };
    Some(RawRow {
        line,
        label: cover(label)?,
        unit,
        rest: cover(&words[to..]),
        figures: words[from..to].to_vec(),
    })
}

/// Whether a line holds cells of a table that lost its columns: nothing but figures, several of them,
/// or one that is written as amounts are. A number within a sentence stands in none of its own.
fn holds_figures(text: &str, lines: &[Line], line: usize) -> bool {
    let content = lines[line].content;
    let whole = &text[content.start..content.end];
    if content.len() > 200 || lines[line].has_gap || lines[line].has_tab || whole.ends_with('。') {
        return false;
    }
    let words = words(text, content);
    let figures: Vec<&str> =
        words.iter().map(|w| &text[w.start..w.end]).filter(|w| shape(w) == Shape::Figure).collect();
    let amount = |w: &&str| w.contains([',', '，', '.', '△', '▲', '%', '％']);
    figures.len() >= 2
        || !figures.is_empty() && figures.len() == words.len()
        || figures.iter().any(amount)
}

/// The words of a line; a sign belongs to the figure behind it.
fn words(text: &str, content: Span) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut at = content.start;
    for part in text[content.start..content.end].split([' ', '\u{3000}']) {
        let span = Span::new(at, at + part.len());
        at = text[..span.end].len() + text[span.end..].chars().next().map_or(0, char::len_utf8);
        if span.is_empty() {
            continue;
        }
        let sign = out.last().is_some_and(|l| matches!(&text[l.start..l.end], "△" | "▲"));
        match out.last_mut().filter(|_| sign) {
            Some(last) => last.end = span.end,
            None => out.push(span),
        }
    }
    out
}

/// Reads a run: the rows with most figures are a table, if enough have as many.
fn run(text: &str, lines: &[Line], rows: &[RawRow], range: Range<usize>) -> RawRun {
    let most = rows.iter().map(|r| r.figures.len()).max().unwrap_or(0);
    // A line without figures beside a row may be a part of its cells.
    let is_row = |l: usize| rows.binary_search_by_key(&l, |r| r.line).is_ok();
    let whole = |r: &RawRow| {
        let beside = |l: usize| range.contains(&l) && !lines[l].is_blank() && !is_row(l);
        let before = r.line.checked_sub(1).is_some_and(beside);
        !before && !beside(r.line + 1)
    };
    let full: Vec<&RawRow> = rows.iter().filter(|r| r.figures.len() == most && whole(r)).collect();
    let certain = full.len() >= FEWEST_ROWS;
    let unsure = |r: &&RawRow| !certain || r.figures.len() < most || !whole(r);
    let uncertain = rows.iter().filter(unsure).map(|r| lines[r.line].content).collect();
    let table = certain.then(|| {
        let remarks = full.iter().any(|r| r.rest.is_some());
        let units = full.iter().any(|r| r.unit.is_some());
        let width = 1 + usize::from(units) + most + usize::from(remarks);
        let header = header(text, lines, range.start, most + usize::from(units));
        let head = usize::from(header.is_some());
        let mut out: Vec<Row> = Vec::with_capacity(full.len() + 1);
        if let Some((line, mut cells)) = header {
            cells.resize(
                width,
                Cell::at(Span::new(lines[line].content.end, lines[line].content.end)),
            );
            out.push(Row { lines: [lines[line].number; 2], cells });
        }
        for row in &full {
            let mut cells = vec![Cell::at(row.label)];
            if units {
                cells.push(Cell::at(row.unit.unwrap_or(Span::new(row.label.end, row.label.end))));
            }
            cells.extend(row.figures.iter().map(|&f| Cell::at(f)));
            let end = lines[row.line].content.end;
            if remarks {
                cells.push(Cell::at(row.rest.unwrap_or(Span::new(end, end))));
            }
            out.push(Row { lines: [lines[row.line].number; 2], cells });
        }
        let first = range.start - usize::from(head == 1 && range.start > 0);
        let (first, last) = (&lines[first], &lines[range.end - 1]);
        Table {
            span: Span::new(first.span.start, last.span.end),
            lines: [first.number, last.number],
            rows: out,
            layout: TableLayout::Spaces,
            head,
            head_certain: true,
            confidence: 0.6,
            caption: None,
            continues: None,
            follows: None,
            explanation: None,
        }
    });
    let headed = table.as_ref().is_some_and(|t| t.head == 1);
    RawRun { lines: range.start - usize::from(headed)..range.end, table, uncertain }
}

/// The line right above a run, where it has a word for the label and each of the figures.
fn header(text: &str, lines: &[Line], first: usize, figures: usize) -> Option<(usize, Vec<Cell>)> {
    let above = first.checked_sub(1).filter(|&l| !lines[l].is_blank())?;
    let words = words(text, lines[above].content);
    let named = words.iter().all(|w| shape(&text[w.start..w.end]) != Shape::Figure);
    let cells: Vec<Cell> = words.iter().map(|&w| Cell::at(w)).collect();
    (named && words.len() == figures + 1).then_some((above, cells))
}

/// Whether a text was dumped cell by cell: many short lines, a quarter of them nothing but a figure.
pub(crate) fn is_cell_order(text: &str, lines: &[Line]) -> bool {
    let filled = || lines.iter().filter(|l| !l.is_blank() && !l.has_tab);
    let count = filled().count();
    let gaps = filled().filter(|l| l.has_gap).count();
    let figures = filled()
        .filter(|l| {
            let words = &text[l.content.start..l.content.end];
            words.len() <= 20 && shape(words) == Shape::Figure && !words.contains(' ')
        })
        .count();
    count >= 30 && gaps * 50 <= count && figures * 4 >= count
}

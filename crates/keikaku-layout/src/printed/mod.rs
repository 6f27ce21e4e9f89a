//! Tables of printed pages, whose cells only their places tell.
//!
//! ```text
//! Page ─ sheet ─▶ lines of atoms ─ region ─▶ runs of lines
//!                                     │ columns: the separators that explain the gaps
//!                                     │ rows:    which lines of wrapped cells go to which figures
//!                                     │ heads:   levels of the header, and what they cover
//!                                     ▼
//!                                   Table
//! ```
//!
//! Each step compares explanations by what they cost, and keeps how much worse the next one is.

mod columns;
mod heads;
mod judge;
mod pieces;
pub(crate) mod raw;
mod region;
mod rows;
pub(crate) mod sheet;
mod stubs;
mod upright;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use keikaku_page::Page;
use keikaku_text::Span;

use crate::WordSense;
use crate::furniture::Furniture;
use crate::line::Line;
use crate::table::{Cell, Explanation, Row, Table, TableLayout, trimmed};
use columns::{Columns, Fits};
use pieces::Piece;
use sheet::PrintLine;

/// What stands on some lines of a page.
#[derive(Debug)]
pub(crate) enum Printed {
    /// A table.
    Table(Box<Table>),
    /// One row, which is a table only where it goes on with the one of the page before.
    Row(Box<Table>),
    /// What looks like a table, and no columns explain.
    Unread,
}

/// What is sought, and with what.
pub(crate) struct Sought<'a, 's> {
    pub text: &'a str,
    pub lines: &'a [Line],
    /// What each line is to its page.
    pub furniture: &'a [Option<Furniture>],
    /// Whether a blank line follows every line.
    pub double: bool,
    /// Who knows words.
    pub sense: &'a RefCell<&'s mut dyn WordSense>,
}

/// The tables of a page, each with the range of the lines that it takes. `first` is the index of
/// the page's first line; `before`, the columns of the table that the page before ends with.
pub(crate) fn find(
    sought: &Sought<'_, '_>,
    page: &Page,
    first: usize,
    before: Option<usize>,
) -> Vec<(Range<usize>, Printed)> {
    let lines = sheet::lines_of(sought.text, page, first, sought.double);
    let mut out = Vec::new();
    let ends = |i: usize| {
        let between = lines[i - 1].index + 1..lines[i].index;
        sought.furniture[between]
            .iter()
            .any(|f| matches!(f, Some(Furniture::PageNumber | Furniture::RunningHead)))
    };
    // The first region of a page may go on with the table of the page before, if nothing but
    // blank lines stands above it.
    let mut before = before;
    let mut fits = Fits::of(&lines);
    for region in region::find(sought.text, &lines, &ends) {
        for part in split(&mut fits, region) {
            let goes_on = if part.start == 0 || ends(part.start) { before } else { None };
            let found = read(sought, &mut fits, part.clone(), goes_on);
            before = match &found {
                Some((used, Printed::Table(t) | Printed::Row(t)))
                    if part.start + used.end >= part.end =>
                {
                    Some(t.width())
                }
                _ => None,
            };
            if let Some((used, printed)) = found {
                let part = part.start + used.start..part.start + used.end;
                let range = lines[part.start].index..lines[part.end - 1].index + 1;
                out.push((range, printed));
            }
        }
    }
    out
}

/// Cuts a region where two sets of columns explain its lines better than one.
fn split(fits: &mut Fits<'_>, region: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = vec![region];
    while let Some(range) = open.pop() {
        match best_cut(fits, &range) {
            Some(at) => {
                open.push(at..range.end);
                open.push(range.start..at);
            }
            None => out.push(range),
        }
    }
    out
}

/// What one more table costs, and one with a header of its own.
const ONE_MORE_TABLE: f32 = 1.0;
const ANOTHER_HEADER: f32 = -3.0;
/// How many places for a cut are tried in a region.
const MOST_CUTS: usize = 5;

/// The place where a cut explains most, if one does.
fn best_cut(fits: &mut Fits<'_>, range: &Range<usize>) -> Option<usize> {
    let lines = &fits.lines[range.clone()];
    if lines.len() < 6 {
        return None;
    }
    let leftmost = lines.iter().map(PrintLine::x0).min().unwrap_or(0);
    // A table begins beneath a blank line, with words or times.
    let mut places: Vec<(i32, usize)> = (2..lines.len() - 1)
        .filter(|&i| {
            let gap = lines[i].y - lines[i - 1].y;
            let heads = lines[i].atoms.iter().all(|a| a.shape != sheet::Shape::Figure);
            let left = lines[i].x0() <= leftmost + 4;
            heads && gap >= 2 && (lines[i].atoms.len() >= 2 || left)
        })
        .map(|i| (lines[i].y - lines[i - 1].y, i))
        .collect();
    places.sort_unstable_by_key(|p| std::cmp::Reverse(p.0));
    places.truncate(MOST_CUTS);
    if places.is_empty() {
        return None;
    }
    let whole = fits.fit(range).gain;
    // Several words beneath a blank line, where figures stood above it, are another header.
    let price = |at: usize| {
        let named = |a: &sheet::Atom| a.x1 - a.x0 >= 2;
        let words = lines[at]
            .atoms
            .windows(2)
            .filter(|p| p[1].x0 - p[0].x1 >= 2 && named(&p[0]) && named(&p[1]))
            .count()
            + 1;
        let spread =
            lines[at].atoms.iter().filter(|a| a.letter).count() * 2 > lines[at].atoms.len();
        let figures =
            lines[..at].iter().flat_map(|l| &l.atoms).any(|a| a.shape == sheet::Shape::Figure);
        if words >= 3 && figures && !spread { ANOTHER_HEADER } else { ONE_MORE_TABLE }
    };
    let (gain, at) = places
        .into_iter()
        .map(|(_, at)| {
            let cut = range.start + at;
            let parts = fits.fit(&(range.start..cut)).gain + fits.fit(&(cut..range.end)).gain;
            (parts - price(at), at)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (gain > whole).then_some(range.start + at)
}

/// Reads a run of lines as a table; says which of its lines the table takes.
fn read(
    sought: &Sought<'_, '_>,
    fits: &mut Fits<'_>,
    part: Range<usize>,
    before: Option<usize>,
) -> Option<(Range<usize>, Printed)> {
    let all = fits.lines;
    let from = judge::skip_titles(fits, &part);
    let used = from..part.len();
    let mut lines = Cow::Borrowed(&all[part.start + from..part.end]);
    let mut labels = upright::take(&mut lines);
    let lines = &*lines;
    if lines.is_empty() {
        return None;
    }
    let mut columns = if labels.is_empty() {
        fits.fit(&(part.start + from..part.end)).clone()
    } else {
        columns::fit(lines)
    };
    // Few rows tell too little; the table that they go on with tells how many columns they have.
    if let Some(width) = before.map(|w| w.saturating_sub(stubs::count(&labels)))
        && columns.len() < width
    {
        let closer = columns::fit_at(lines, CHEAP_SEPARATORS);
        if closer.len() == width {
            columns = closer;
        }
    }
    let pieces = pieces::by_column(sought.text, lines, &columns);
    if !judge::is_table(sought.text, lines, &columns, &pieces) {
        return judge::looks_like_table(sought.text, lines).then_some((used, Printed::Unread));
    }
    let seam = |above: &Piece, below: &Piece| -> bool {
        judge::goes_on(
            &sought.text[above.span.start..above.span.end],
            &sought.text[below.span.start..below.span.end],
        )
    };
    let body = body_start(lines, &columns, &pieces, &seam);
    let own: Vec<Vec<Piece>> =
        pieces.iter().map(|c| c.iter().copied().filter(|p| p.line >= body).collect()).collect();
    let all_labels = labels.clone();
    let headings = stubs::take_headings(&mut labels, body_top(lines, body));
    let head = upright::put_back(&lines[..body], &headings);
    let header = heads::read(sought.text, &head, &columns, &own, &mut **sought.sense.borrow_mut());
    let rows = rows::read(&own, &seam);
    // A table has no more cells than its text can fill.
    let bytes: usize = lines.iter().map(|l| l.span().len()).sum();
    if columns.len() * (rows.places.len() + header.levels.len()) > 4_096 + 4 * bytes {
        return Some((used, Printed::Unread));
    }
    let single = rows.places.len() + header.levels.len() < 2;
    if single && columns.len() < 3 {
        return None;
    }
    let mut table = build(sought, lines, &head, &columns, &header, &own, &rows);
    stubs::add(&mut table, &labels, &rows.places, body_top(lines, body));
    let number = |i: usize| sought.lines[i].number;
    if let Some((first, last)) = all_labels
        .iter()
        .flatten()
        .map(|l| l.line)
        .min()
        .zip(all_labels.iter().flatten().map(|l| l.line).max())
    {
        table.lines = [table.lines[0].min(number(first)), table.lines[1].max(number(last))];
        let (first, last) = (&sought.lines[first], &sought.lines[last]);
        table.span = table.span.cover(Span::new(first.span.start, last.span.end));
    }
    let printed = if single { Printed::Row } else { Printed::Table };
    Some((used, printed(Box::new(table))))
}

/// How little separators cost where the number of columns is known.
const CHEAP_SEPARATORS: f32 = 0.3;

/// How far down the body begins.
fn body_top(lines: &[PrintLine], body: usize) -> i32 {
    lines.get(body).map_or(i32::MAX, |l| l.y)
}

/// Where the body begins: the lines above are the header. Of the places above the first figures,
/// the one from which header and first rows are explained at the least cost.
fn body_start(
    lines: &[PrintLine],
    columns: &Columns,
    pieces: &[Vec<Piece>],
    seam: rows::Seam<'_>,
) -> usize {
    let Some(first) = judge::first_figures(pieces) else { return 0 };
    let last = (first + 12).min(lines.len());
    let held = |c: usize| pieces[c].iter().map(|p| p.line);
    // What is known of a place before the rows beneath it are read.
    let least = |body: usize| -> f32 {
        let headed = |c: usize| held(c).next().is_some_and(|line| line < body);
        let unheaded = (0..columns.len()).filter(|&c| !headed(c)).count() as f32;
        let parted = body > 0 && lines[body].y - lines[body - 1].y >= 2;
        // Prose heads no column, and a line more is none of the header without a reason.
        let above = pieces.iter().flat_map(|c| c.iter().take_while(|p| p.line < body));
        let prose = above.filter(|p| p.x1 - p.x0 > 24).count();
        // What heads hardly a column is no header.
        let named = columns.len() as f32 - unheaded;
        let sparse = body > 0 && columns.len() >= 4 && named * 4.0 <= columns.len() as f32;
        unheaded * 0.5 + if sparse { 3.0 } else { 0.0 } + prose as f32 + body as f32 * 0.05
            - if parted { 0.9 } else { 0.0 }
    };
    let rows = |body: usize, limit: f32| -> f32 {
        let own: Vec<Vec<Piece>> = pieces
            .iter()
            .map(|c| {
                let from = c.partition_point(|p| p.line < body);
                let to = c.partition_point(|p| p.line < last);
                c[from..to.max(from)].to_vec()
            })
            .collect();
        rows::read_within(&own, seam, limit).map_or(f32::INFINITY, |rows| rows.cost)
    };
    // No rows cost less than nothing: the most promising place first, and the others only as long
    // as they may be better.
    let mut places: Vec<(f32, usize)> =
        (first.saturating_sub(7)..=first).rev().map(|body| (least(body), body)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best = (f32::INFINITY, first);
    for (least, body) in places {
        if least > best.0 {
            break;
        }
        let cost = least + rows(body, best.0 - least);
        if cost < best.0 || cost == best.0 && body > best.1 {
            best = (cost, body);
        }
    }
    best.1
}

/// Puts header and rows together. `head`: the lines of the header.
fn build(
    sought: &Sought<'_, '_>,
    lines: &[PrintLine],
    head: &[PrintLine],
    columns: &Columns,
    header: &heads::Header,
    pieces: &[Vec<Piece>],
    rows: &rows::Rows,
) -> Table {
    let width = columns.len();
    let line = |i: usize| &sought.lines[lines[i].index];
    let at = line(0).content.start;
    let blank = Cell::at(Span::new(at, at));
    let mut out: Vec<Row> = Vec::with_capacity(header.levels.len() + rows.places.len());
    for level in &header.levels {
        let r = out.len();
        let mut cells = vec![blank.clone(); width];
        let mut numbers = [usize::MAX, 0];
        for cell in level {
            for (k, &span) in cell.pieces.iter().enumerate() {
                if k == 0 {
                    cells[cell.first] = Cell::at(span);
                } else {
                    cells[cell.first].push(span);
                }
                let number = number_of(sought.lines, head, span);
                numbers = [numbers[0].min(number), numbers[1].max(number)];
            }
            for covered in &mut cells[cell.first + 1..=cell.last] {
                covered.covered_by = Some((r, cell.first));
            }
        }
        if numbers[1] == 0 {
            numbers = [line(0).number; 2];
        }
        out.push(Row { lines: numbers, cells });
    }
    let head = out.len();
    let mut cells: Vec<Row> = (0..rows.places.len())
        .map(|_| Row { lines: [usize::MAX, 0], cells: vec![blank.clone(); width] })
        .collect();
    for (c, column) in pieces.iter().enumerate() {
        for (piece, &row) in column.iter().zip(&rows.of[c]) {
            let own = &mut cells[row];
            let number = line(piece.line).number;
            own.lines = [own.lines[0].min(number), own.lines[1].max(number)];
            for span in piece.spans() {
                own.cells[c].push(trimmed(sought.text, span));
            }
        }
    }
    for row in &mut cells {
        // A blank cell stands where its row begins.
        let start = row.cells.iter().filter(|c| !c.is_empty()).map(|c| c.span.start).min();
        for cell in &mut row.cells {
            if cell.is_empty()
                && let Some(start) = start
            {
                cell.span = Span::new(start, start);
            }
        }
    }
    cells.retain(|r| r.lines[1] > 0);
    out.extend(cells);
    let (first, last) = (line(0), line(lines.len() - 1));
    Table {
        span: Span::new(first.span.start, last.span.end.max(first.span.start)),
        lines: [first.number, last.number],
        rows: out,
        layout: TableLayout::Spaces,
        head,
        head_certain: judge::first_figures(pieces).is_some(),
        confidence: TableLayout::Spaces.confidence(),
        caption: None,
        continues: None,
        follows: None,
        explanation: Some(Explanation {
            cost: rows.cost - columns.gain,
            next: (rows.next - columns.gain).min(rows.cost - columns.next),
        }),
    }
}

fn number_of(lines: &[Line], region: &[PrintLine], span: Span) -> usize {
    let at = region.partition_point(|l| lines[l.index].span.end < span.start);
    region.get(at).map_or(0, |l| lines[l.index].number)
}

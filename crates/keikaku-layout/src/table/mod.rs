//! Table grids: rows of cells with their places in the source. One file a layout of dumps.

mod budget;
mod csv;
mod html;
mod pipes;
mod ruled;
mod tabs;

pub use budget::TooLarge;
pub(crate) use budget::{bounded, most_cells};

use keikaku_text::{SourceText, Span};

use crate::furniture::Furniture;
use crate::line::{Line, is_edge_space};
use crate::markup::Markup;

/// What marked the columns of a table in the dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// Tabs between the cells.
    Tabs,
    /// Columns of spaces, as `pdftotext -layout` writes them.
    Spaces,
    /// Markdown's `|` between the cells.
    Pipes,
    /// Rules drawn with characters (罫線): `┌─┬┐` or `+---+`.
    Ruled,
    /// HTML's `<table>`.
    Html,
    /// Comma-separated values.
    Csv,
}

impl TableLayout {
    /// How sure it is that such a run of lines is a table, from 0 to 1.
    pub(crate) fn confidence(self) -> f64 {
        match self {
            Self::Html | Self::Ruled => 1.0,
            Self::Tabs | Self::Pipes => 0.95,
            Self::Csv => 0.9,
            Self::Spaces => 0.8,
        }
    }
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
    /// The row and column of the merged cell that covers this one, if one does.
    pub covered_by: Option<(usize, usize)>,
}

impl Cell {
    /// A cell of one piece.
    pub(crate) fn at(span: Span) -> Self {
        Self { span, more: Vec::new(), covered_by: None }
    }

    /// Whether the cell has no text.
    pub fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    /// The pieces of the text, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Span> + '_ {
        std::iter::once(self.span).chain(self.more.iter().copied())
    }

    /// Adds a further piece; empty ones say nothing.
    pub(crate) fn push(&mut self, piece: Span) {
        if piece.is_empty() {
            return;
        }
        if self.span.is_empty() {
            self.span = piece;
        } else {
            self.more.push(piece);
        }
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
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The whole table.
    pub span: Span,
    /// First and last line, from 1.
    pub lines: [usize; 2],
    /// The rows, header rows among them.
    pub rows: Vec<Row>,
    /// What marked the columns.
    pub layout: TableLayout,
    /// How many rows at the top are its head for certain, as far as the layout tells.
    pub head: usize,
    /// Whether `head` is known, none included.
    pub head_certain: bool,
    /// How sure it is that these lines are a table, from 0 to 1.
    pub confidence: f64,
    /// The line that stands directly above as a caption.
    pub caption: Option<Span>,
    /// The table that this one carries on over a page break, repeating its head: its index.
    pub continues: Option<usize>,
    /// The table before this one, where nothing but blank lines and what belongs to the page
    /// stands between the two: its index.
    pub follows: Option<usize>,
    /// Of a table that its places on a page tell, how well they do.
    pub explanation: Option<Explanation>,
}

/// How well columns and rows explain a printed table: what gaps and alignment speak for lowers the
/// cost, what they speak against raises it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explanation {
    /// The cost of the explanation that was taken.
    pub cost: f32,
    /// The cost of the next one: the nearer, the less sure.
    pub next: f32,
}

impl Table {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.rows.first().map_or(0, |r| r.cells.len())
    }
}

/// What the finders of tables read.
pub(crate) struct Flow<'a> {
    pub source: &'a SourceText,
    pub lines: &'a [Line],
    pub furniture: &'a [Option<Furniture>],
    /// The tags, where the text is HTML.
    pub markup: Option<&'a Markup>,
    /// Whether every line is followed by a blank one.
    pub double: bool,
}

impl<'a> Flow<'a> {
    pub(crate) fn text(&self) -> &'a str {
        self.source.text()
    }

    /// The text of a line without the spaces around it.
    pub(crate) fn content(&self, i: usize) -> &'a str {
        let span = self.lines[i].content;
        &self.text()[span.start..span.end]
    }

    /// Whether a line has text that is not the page's.
    pub(crate) fn has_text(&self, i: usize) -> bool {
        self.lines.get(i).is_some_and(|l| !l.is_blank()) && self.furniture[i].is_none()
    }
}

/// What a finder makes of the lines from one on.
pub(crate) enum Found {
    /// No table begins here.
    Nothing,
    /// A table, and the index of the line after it.
    Table(Table, usize),
    /// Lines of a table that has more cells than its text can fill, and the index of the line after
    /// them: they stay text.
    TooLarge(TooLarge, usize),
}

/// The runs of lines that the finders rejected. A finder reads its run to the end before it knows;
/// asked again at each line of it, it would read it as often as it has lines.
#[derive(Debug, Default)]
pub(crate) struct Rejected {
    /// The line before which no table begins, for each finder.
    csv: usize,
    ruled: usize,
    html: usize,
    /// With bars at the edges, and without.
    pipes: [usize; 2],
}

/// The table that begins at a line, if one does. `after`: the layout of the table before it, where
/// only the end of a page stands between: its last row alone may be what the next page begins with.
pub(crate) fn find_at(
    flow: &Flow<'_>,
    i: usize,
    after: Option<TableLayout>,
    rejected: &mut Rejected,
) -> Found {
    let line = &flow.lines[i];
    let words = flow.content(i);
    if line.opens_table_tag {
        let found = html::read(flow, i, &mut rejected.html);
        if !matches!(found, Found::Nothing) {
            return found;
        }
    }
    if line.has_tab {
        return if is_loose_paragraph(words) { Found::Nothing } else { tabs::read(flow, i) };
    }
    let found = if ruled::opens(words) {
        ruled::read(flow, i, &mut rejected.ruled)
    } else if words.starts_with(['|', '｜'])
        || pipes::opens_bare(flow, i)
        || after == Some(TableLayout::Pipes) && words.matches('|').count() >= 2
    {
        pipes::read(flow, i, after == Some(TableLayout::Pipes), &mut rejected.pipes)
    } else {
        Found::Nothing
    };
    if matches!(found, Found::Nothing) { csv::read(flow, i, &mut rejected.csv) } else { found }
}

/// A paragraph that a dump padded with the empty cells of the table below it.
fn is_loose_paragraph(words: &str) -> bool {
    !words.contains('\t') && words.contains('。') && words.chars().count() > 40
}

/// A table of rows, padded to one width.
fn table(
    flow: &Flow<'_>,
    layout: TableLayout,
    mut rows: Vec<Row>,
    first: usize,
    end: usize,
) -> Found {
    let (from, last) = (&flow.lines[first], &flow.lines[end - 1]);
    let span = Span::new(from.span.start, last.span.end.max(from.span.start));
    let width = width_of(&rows);
    if let Err(too_large) = bounded(&rows, width, span) {
        return Found::TooLarge(too_large, end);
    }
    pad(&mut rows, width, span.start);
    let table = Table {
        span,
        lines: [from.number, last.number],
        rows,
        layout,
        head: 0,
        head_certain: false,
        confidence: layout.confidence(),
        caption: None,
        continues: None,
        follows: None,
        explanation: None,
    };
    Found::Table(table, end)
}

/// The number of columns that some row fills.
fn width_of(rows: &[Row]) -> usize {
    let filled = |r: &Row| {
        r.cells.iter().rposition(|c| !c.is_empty() || c.covered_by.is_some()).map_or(0, |i| i + 1)
    };
    crate::steps::count("table::width_of", rows.iter().map(|r| r.cells.len() + 1).sum());
    rows.iter().map(filled).max().unwrap_or(0).max(1)
}

/// Makes every row as long as the longest; drops columns at the right that no row fills. A row
/// without any cell stands where the row before it ends.
fn pad(rows: &mut [Row], width: usize, start: usize) {
    crate::steps::count("table::pad", rows.len() * width);
    let mut end = Span::new(start, start);
    for row in rows {
        if let Some(last) = row.cells.last() {
            end = Span::new(last.span.end, last.span.end);
        }
        row.cells.resize(width, Cell::at(end));
    }
}

/// A stretch of source without the spaces around it.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let raw = &text[span.start..span.end];
    let lead = raw.len() - raw.trim_start_matches(is_edge_space).len();
    let inner = raw[lead..].trim_end_matches(is_edge_space);
    let start = span.start + lead;
    Span::new(start, start + inner.len())
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

/// The texts of the table that a text begins with, for the tests of the layouts.
#[cfg(test)]
pub(crate) fn grid_of(text: &str) -> Vec<Vec<String>> {
    let source = SourceText::from_str(text);
    let layout = crate::analyse(&source);
    let Some(table) = layout.tables.first() else { return Vec::new() };
    let cell = |c: &Cell| -> String {
        match c.covered_by {
            Some((row, column)) => format!("={row},{column}"),
            None => c.pieces().map(|s| &text[s.start..s.end]).collect::<Vec<_>>().join("/"),
        }
    };
    table.rows.iter().map(|r| r.cells.iter().map(cell).collect()).collect()
}

//! The structure of a table: header rows, what each column holds, what the table is for.

mod columns;
mod head;
mod purpose;
mod stretch;

use std::ops::Range;

use keikaku_layout::{BlockKind, TableLayout, TooLarge};
use keikaku_record::{Record, RecordKind, Severity, Table, TableRole};
use keikaku_text::{Span, fold};
use keikaku_values::TimeContext;

use super::{Assembly, Mentioned, Placed};
use crate::recognize::value::{CellContent, read as read_value};
use crate::table::Model;

pub(crate) use columns::{Column, ColumnRole, row_kind};
pub(crate) use head::{ColumnTime, header_time, is_money_head, is_money_word};
pub(crate) use stretch::is_label;

/// A table with its structure.
#[derive(Debug)]
pub(crate) struct Grid {
    /// What marked the columns in the dump.
    pub layout: TableLayout,
    /// How sure it is that these lines are a table.
    confidence: f64,
    /// The text of every cell, header rows among them. A table that lies on its side is turned.
    pub rows: Vec<GridRow>,
    /// How many rows at the top are headers.
    pub header_rows: usize,
    /// What each column holds.
    pub columns: Vec<Column>,
    /// What the table is for.
    pub purpose: Purpose,
    /// The section that it stands in.
    pub section: Option<usize>,
    /// The text of the caption.
    pub caption: Option<String>,
    /// What stands above all values: the caption, or that of the page before.
    pub heading: Option<String>,
    /// The grid that this one carries on.
    pub continues: Option<usize>,
    /// The id and place of the record.
    place: Placed,
    /// The head as the record shows it.
    shown_columns: Vec<String>,
    /// The rows as the record shows them, where reading changed them.
    shown_rows: Option<Vec<Vec<String>>>,
    /// Of a table that was turned, how many header rows it had before.
    turned: Option<usize>,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Indicators and their values.
    Indicators,
    /// Projects over the years.
    Schedule,
    /// Who is responsible for what.
    Responsibilities,
    /// Money of projects, or of one project, over the years.
    Costs,
    /// Fields: a label and its value, in pairs.
    Sheet,
    /// Anything else.
    Other,
}

impl Purpose {
    /// What the record of a table says that it is for.
    pub(crate) fn role(self) -> TableRole {
        match self {
            Self::Indicators => TableRole::Indicators,
            Self::Schedule => TableRole::Schedule,
            Self::Responsibilities => TableRole::Responsibilities,
            Self::Costs => TableRole::Costs,
            Self::Sheet => TableRole::Sheet,
            Self::Other => TableRole::Other,
        }
    }
}

/// A row: of each cell the text, the place, and which neighbour's merged cell covers it.
#[derive(Clone, Debug)]
pub(crate) struct GridRow {
    pub cells: Vec<String>,
    pub spans: Vec<Span>,
    /// Empty where no cell is covered.
    pub covered: Vec<Option<Covered>>,
    /// Of cells that lines broke, how; in the order of their columns.
    pub broken: Vec<(usize, Broken)>,
    /// Whether the row had lost a cell and was moved back to its columns.
    pub shifted: bool,
    /// Which row of its table it is, headers counted.
    pub index: usize,
}

impl GridRow {
    /// From where a merged cell covers another, if one does.
    pub(crate) fn covered(&self, column: usize) -> Option<Covered> {
        self.covered.get(column).copied().flatten()
    }

    fn cover(&mut self, column: usize, from: Covered) {
        self.covered.resize(self.covered.len().max(column + 1), None);
        self.covered[column] = Some(from);
    }

    /// How lines broke a cell, if they did.
    pub(crate) fn broken(&self, column: usize) -> Option<&Broken> {
        let at = self.broken.binary_search_by_key(&column, |(c, _)| *c).ok()?;
        Some(&self.broken[at].1)
    }
}

/// A cell that lines broke.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    /// The text with a space at each break: in a list of names only the names tell where one ends.
    pub text: String,
    /// The piece of each line.
    pub pieces: Vec<Span>,
}

/// From where a merged cell covers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Covered {
    /// From the same row.
    Left,
    /// From a row above.
    Above,
}

impl Grid {
    /// The columns with a time, from the left.
    pub(super) fn times(&self) -> impl Iterator<Item = (usize, ColumnTime)> + '_ {
        self.columns.iter().enumerate().filter_map(|(i, c)| match c.role {
            ColumnRole::Time(time) => Some((i, time)),
            _ => None,
        })
    }

    /// The first column of a role.
    pub(crate) fn column(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }

    /// Fields of a sheet as a table of one row: a label, its place, a value and its place each.
    pub(super) fn of_fields(
        &self,
        fields: &[(&str, Span, &str, Span)],
        context: &TimeContext,
    ) -> Self {
        let row = |cells: Vec<String>, spans: Vec<Span>| GridRow {
            covered: Vec::new(),
            broken: Vec::new(),
            cells,
            spans,
            shifted: false,
            index: 0,
        };
        let rows = vec![
            row(
                fields.iter().map(|f| f.0.to_owned()).collect(),
                fields.iter().map(|f| f.1).collect(),
            ),
            row(
                fields.iter().map(|f| f.2.to_owned()).collect(),
                fields.iter().map(|f| f.3).collect(),
            ),
        ];
        Self {
            layout: self.layout,
            confidence: self.confidence,
            columns: columns::read(&rows, 1, self.layout, context),
            rows,
            header_rows: 1,
            purpose: Purpose::Indicators,
            section: self.section,
            caption: None,
            heading: None,
            continues: None,
            place: self.place.clone(),
            shown_columns: Vec::new(),
            shown_rows: None,
            turned: None,
        }
    }

    /// The table with these of its columns only, to be read; its record shows the whole.
    pub(super) fn of_columns(&self, columns: &[usize]) -> Self {
        let row = |row: &GridRow| GridRow {
            cells: columns.iter().map(|&c| row.cells[c].clone()).collect(),
            spans: columns.iter().map(|&c| row.spans[c]).collect(),
            covered: if row.covered.is_empty() {
                Vec::new()
            } else {
                columns.iter().map(|&c| row.covered(c)).collect()
            },
            broken: columns
                .iter()
                .enumerate()
                .filter_map(|(at, &c)| Some((at, row.broken(c)?.clone())))
                .collect(),
            shifted: row.shifted,
            index: row.index,
        };
        Self {
            layout: self.layout,
            confidence: self.confidence,
            rows: self.rows.iter().map(row).collect(),
            header_rows: self.header_rows,
            columns: columns.iter().map(|&c| self.columns[c].clone()).collect(),
            purpose: self.purpose,
            section: self.section,
            caption: self.caption.clone(),
            heading: self.heading.clone(),
            continues: self.continues,
            place: self.place.clone(),
            shown_columns: Vec::new(),
            shown_rows: None,
            turned: self.turned,
        }
    }

    /// Whether the table lies on its side in the source, so that its columns became rows.
    pub(crate) fn is_turned(&self) -> bool {
        self.turned.is_some()
    }

    /// Where the record shows a cell of the body: its row and column.
    pub(crate) fn shown(&self, row: usize, column: usize) -> (usize, usize) {
        match self.turned {
            Some(headers) => (column.saturating_sub(headers), row),
            None => (self.rows[row].index.saturating_sub(self.header_rows), column),
        }
    }

    /// The whole table in the source.
    pub(crate) fn span(&self) -> Span {
        self.place.span
    }

    /// The rows beneath the head: their indices.
    pub(crate) fn body(&self) -> Range<usize> {
        self.header_rows..self.rows.len()
    }
}

/// Reads the structure of every table.
pub(crate) fn read_all(a: &mut Assembly<'_>) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::with_capacity(a.layout.tables.len());
    let sections = sections_of_tables(a);
    // The last grid of each of the layout's tables.
    let mut last_of: Vec<Option<usize>> = Vec::with_capacity(a.layout.tables.len());
    for (index, &section) in sections.iter().enumerate() {
        let rows = texts(a, &a.layout.tables[index]);
        let told = a.layout.tables[index].head;
        // A page that repeats the head of the page before is read as that was.
        let above = a.layout.tables[index].continues;
        let above = above.and_then(|t| last_of.get(t).copied().flatten()).map(|g| &grids[g]);
        let again = above.filter(|g| same_head(g, &rows)).map(|g| g.header_rows);
        // The header of a printed page is seen by where it stands, whatever its words; but the
        // fields of a form are none.
        let printed = a.layout.tables[index].head_certain && !stretch::opens_sheet(&rows, &a.time);
        let again = again.or_else(|| printed.then_some(told));
        let stretches = stretch::cut(&rows, told, again, &a.time);
        let whole = stretches.len() == 1;
        let mut rest = rows.into_iter();
        for (part, stretch) in stretches.into_iter().enumerate() {
            let table = &a.layout.tables[index];
            let before = |i: Option<usize>| i.and_then(|i| last_of.get(i).copied().flatten());
            let at = At {
                index,
                section,
                continues: before(table.continues).filter(|_| part == 0),
                follows: before(table.follows).filter(|_| part == 0),
                captioned: part == 0,
                span: if whole { Some(table.span) } else { None },
            };
            let sheet = stretch.sheet;
            let rows = rest.by_ref().take(stretch.rows.len()).collect();
            let grid = read(a, rows, sheet, stretch.head, &at, &grids);
            grids.push(grid);
        }
        last_of.push(grids.len().checked_sub(1));
    }
    grids
}

/// Whether rows begin with the head of another grid.
fn same_head(grid: &Grid, rows: &[GridRow]) -> bool {
    let head = &grid.rows[..grid.header_rows];
    !head.is_empty()
        && rows.len() > head.len()
        && head.iter().zip(rows).all(|(h, r)| h.cells == r.cells)
}

fn sections_of_tables(a: &Assembly<'_>) -> Vec<Option<usize>> {
    let mut sections = vec![None; a.layout.tables.len()];
    for block in &a.layout.blocks {
        if let BlockKind::Table(t) = block.kind {
            sections[t] = block.section;
        }
    }
    sections
}

/// Where a grid stands.
struct At {
    index: usize,
    section: Option<usize>,
    continues: Option<usize>,
    follows: Option<usize>,
    captioned: bool,
    span: Option<Span>,
}

fn read(
    a: &mut Assembly<'_>,
    mut rows: Vec<GridRow>,
    sheet: bool,
    mut header_rows: usize,
    at: &At,
    before: &[Grid],
) -> Grid {
    let table = &a.layout.tables[at.index];
    let layout = table.layout;
    let confidence = table.confidence;
    let text = a.text();
    let caption =
        table.caption.filter(|_| at.captioned).map(|span| crate::texts::as_written(text, span));
    let span = at.span.unwrap_or_else(|| {
        let spans = rows.iter().flat_map(|r| r.spans.iter()).filter(|s| !s.is_empty());
        // Rows without a text stand where their cells would.
        let blank = || rows.iter().flat_map(|r| r.spans.iter()).copied().reduce(Span::cover);
        spans.copied().reduce(Span::cover).or_else(blank).unwrap_or(table.span)
    });
    for (index, row) in rows.iter_mut().enumerate() {
        row.index = index;
    }
    let mut turned = None;
    let mut continues = at.continues;
    // The next page of a table may go on without its head.
    let headless = at.follows.and_then(|f| Some((f, before.get(f)?))).filter(|(_, above)| {
        header_rows == 0
            && !sheet
            && (above.header_rows > 0 || above.continues.is_some())
            && above.purpose != Purpose::Sheet
            && above.layout == layout
            && above.shown_columns.len() == above.columns.len()
            && above.columns.len() == rows.first().map_or(0, |r| r.cells.len())
    });
    let mut columns;
    let mut shown_rows = None;
    let shown_columns;
    let again = at
        .continues
        .and_then(|c| Some((c, before.get(c)?)))
        .filter(|(_, above)| header_rows == above.header_rows && same_head(above, &rows));
    let known = headless.or(again);
    if let Some((f, above)) = known {
        continues = Some(f);
        columns = above.columns.clone();
        shown_columns = above.shown_columns.clone();
    } else {
        columns = columns::read(&rows, header_rows, layout, &a.time);
        shown_columns = columns.iter().map(|c| c.text.clone()).collect();
        let heads = stretch::lies_on_side(&rows, header_rows, &a.time).filter(|_| !sheet);
        if let Some(heads) = heads {
            shown_rows = Some(cells(&rows[header_rows..]));
            turned = Some(header_rows);
            rows = stretch::turned(&rows);
            header_rows = heads;
            columns = columns::read(&rows, header_rows, layout, &a.time);
        }
    }
    // A part of a table is what the whole is: a page may hold too few rows to tell.
    let purpose = match continues.and_then(|c| before.get(c)) {
        Some(above) => above.purpose,
        None if sheet => Purpose::Sheet,
        None => purpose::purpose(&rows, header_rows, &columns, caption.as_deref(), &a.time),
    };
    // A head that the next page repeats within one run of rows is no row.
    let (head, body) = rows.split_at(header_rows);
    let again = |row: &GridRow| head.iter().any(|h| h.cells == row.cells);
    let repeated = body.iter().any(again);
    let moved = matches!(purpose, Purpose::Indicators | Purpose::Costs);
    let shifts = if moved { shifts(body, &columns, &a.time) } else { Vec::new() };
    let names = |(_, c): &(usize, &Column)| c.role == ColumnRole::Department;
    let names: Vec<usize> = columns.iter().enumerate().filter(names).map(|(c, _)| c).collect();
    let split = body.iter().any(|r| names.iter().any(|&c| r.broken(c).is_some()));
    if repeated || split || !shifts.is_empty() {
        shown_rows.get_or_insert_with(|| cells(body));
    }
    for (row, by) in shifts {
        shift(&mut rows[header_rows + row], by);
    }
    if split {
        for row in &mut rows[header_rows..] {
            for &c in &names {
                if let Some(text) = row.broken(c).map(|b| b.text.clone()) {
                    row.cells[c] = text;
                }
            }
        }
    }
    if repeated {
        let head: Vec<Vec<String>> = rows[..header_rows].iter().map(|r| r.cells.clone()).collect();
        let mut k = 0;
        rows.retain(|r| {
            k += 1;
            k <= header_rows || !head.contains(&r.cells)
        });
    }
    let above = continues.or(at.follows).and_then(|c| before.get(c));
    let heading = caption.clone().or_else(|| above.and_then(|g| g.heading.clone()));
    let place = a.place(RecordKind::Table, span, at.section);
    let section = at.section;
    Grid {
        layout,
        confidence,
        rows,
        header_rows,
        columns,
        purpose,
        section,
        caption,
        heading,
        continues,
        place,
        shown_columns,
        shown_rows,
        turned,
    }
}

fn cells(rows: &[GridRow]) -> Vec<Vec<String>> {
    rows.iter().map(|r| r.cells.clone()).collect()
}

/// The rows that lost their first cells, where a merged cell above covered them, and how many: what
/// stands under the head of values is no value, and one or two columns further on it is.
fn shifts(rows: &[GridRow], columns: &[Column], context: &TimeContext) -> Vec<(usize, usize)> {
    let Some(first) = columns.iter().position(|c| c.role.holds_values()) else {
        return Vec::new();
    };
    // Only full rows whose end is blank can have moved to the left.
    let may = |r: &GridRow| {
        r.cells.last().is_some_and(String::is_empty)
            && !r.cells[0].is_empty()
            && !r.cells[first].is_empty()
    };
    if first < 2 || !rows.iter().any(may) {
        return Vec::new();
    }
    let holds = |r: &GridRow, c: usize| {
        let cell = r.cells[c].as_str();
        cell.len() <= LONGEST_VALUE
            && !matches!(
                read_value(fold(cell).text(), context),
                CellContent::Words(_) | CellContent::Blank
            )
    };
    // Only in a table whose other rows hold values where they should.
    let fitting = rows.iter().filter(|r| holds(r, first)).count();
    if fitting * 2 < rows.len() {
        return Vec::new();
    }
    let lost = |row: &GridRow, n: usize| {
        let width = row.cells.len();
        !holds(row, first)
            && row.cells[..n].iter().all(|c| !c.is_empty())
            && row.cells[width - n..].iter().all(String::is_empty)
            && (first..width - n).all(|c| holds(row, c - n) || row.cells[c - n].is_empty())
            && holds(row, first - n)
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| may(row))
        .filter_map(|(r, row)| Some((r, (1..first.min(3)).find(|&n| lost(row, n))?)))
        .collect()
}

/// Moves a row back to its columns.
fn shift(row: &mut GridRow, by: usize) {
    row.cells.rotate_right(by);
    row.spans.rotate_right(by);
    let width = row.cells.len();
    row.covered.resize(width, None);
    row.covered.rotate_right(by);
    row.covered[..by].fill(Some(Covered::Above));
    for (column, _) in &mut row.broken {
        *column = (*column + by) % width;
    }
    row.broken.sort_by_key(|(column, _)| *column);
    row.shifted = true;
}

/// The texts of all cells. A column that wraps inside words in one cell wraps at that width in
/// the others, too, where the cut happens to fall between words.
fn texts(a: &mut Assembly<'_>, table: &keikaku_layout::Table) -> Vec<GridRow> {
    let text = a.text();
    let mut wraps: Vec<Option<usize>> = vec![None; table.width()];
    let mut unsure: Vec<(usize, usize)> = Vec::new();
    let mut rows: Vec<GridRow> = Vec::with_capacity(table.rows.len());
    for (r, row) in table.rows.iter().enumerate() {
        let width = row.cells.len();
        let mut one = GridRow {
            cells: Vec::with_capacity(width),
            spans: Vec::with_capacity(width),
            covered: Vec::new(),
            broken: Vec::new(),
            shifted: false,
            index: 0,
        };
        for (c, cell) in row.cells.iter().enumerate() {
            if let Some((by_row, by_column)) = cell.covered_by
                && (by_row, by_column) < (r, c)
            {
                let origin = if by_row == r { &one } else { &rows[by_row] };
                let (words, span) = (origin.cells[by_column].clone(), origin.spans[by_column]);
                one.cover(c, if by_row == r { Covered::Left } else { Covered::Above });
                one.cells.push(words);
                one.spans.push(span);
                continue;
            }
            if !cell.more.is_empty() {
                let lines: Vec<String> =
                    cell.pieces().map(|p| crate::texts::as_written(text, p)).collect();
                let pieces = cell.pieces().collect();
                one.broken.push((c, Broken { text: lines.join(" "), pieces }));
            }
            let read = a.texts.cell(text, cell, a.words, None);
            wraps[c] = wraps[c].max(read.wrapped);
            if read.broken && read.wrapped.is_none() {
                unsure.push((r, c));
            }
            one.cells.push(read.text);
            // Where lines broke a cell, what stands between its pieces is other cells'.
            one.spans.push(match table.layout {
                TableLayout::Spaces | TableLayout::Ruled => cell.span,
                _ => cell.pieces().fold(cell.span, Span::cover),
            });
        }
        rows.push(one);
    }
    for (r, c) in unsure {
        if wraps[c].is_some() {
            rows[r].cells[c] = a.texts.cell(text, &table.rows[r].cells[c], a.words, wraps[c]).text;
        }
    }
    rows
}

/// Whether a text is nothing but numbers of initiatives: `①②`, `①～④`.
pub(crate) fn is_references(text: &str) -> bool {
    let mut circled = 0;
    for c in text.chars() {
        if keikaku_layout::circled_value(c).is_some() {
            circled += 1;
        } else if !(c.is_whitespace() || "～〜~-－、,・".contains(c)) {
            return false;
        }
    }
    circled > 0
}

/// The longest cell, in bytes, that may be a value with its remarks.
const LONGEST_VALUE: usize = 100;

/// Whether a row remarks on the others: ※, 注.
pub(crate) fn is_note(cells: &[String]) -> bool {
    let mut filled = cells.iter().filter(|c| !c.is_empty());
    let (Some(first), rest) = (filled.next(), filled.next()) else { return false };
    let bare = first.trim_start_matches(['（', '(', '【', '[']);
    let note = bare.starts_with(['※', '＊', '*'])
        || [
            "注)",
            "注）",
            "注:",
            "注：",
            "注 ",
            "注\u{3000}",
            "注1",
            "注１",
            "備考",
            "出典",
            "資料:",
            "資料：",
        ]
        .iter()
        .any(|n| bare.starts_with(n));
    note && rest.is_none_or(|r| r == first)
}

/// Where a row stands whose name lines broke: its first line, then the rest of the name; empty
/// where no line breaks it.
pub(crate) fn row_spans(grid: &Grid, row: usize, name: usize, first: Span) -> Vec<Span> {
    match grid.rows[row].broken(name) {
        Some(broken) if broken.pieces.last().is_some_and(|p| p.start >= first.end) => {
            std::iter::once(first).chain(broken.pieces[1..].iter().copied()).collect()
        }
        _ => Vec::new(),
    }
}

/// The pieces of a cell: one, or the one of each line.
pub(crate) fn cell_pieces(grid: &Grid, row: usize, column: usize) -> Vec<Span> {
    match grid.rows[row].broken(column) {
        Some(broken) => broken.pieces.clone(),
        None => vec![cell_span(grid, row, column)],
    }
}

/// The span of a cell, its pieces together.
pub(crate) fn cell_span(grid: &Grid, row: usize, column: usize) -> Span {
    grid.rows[row].spans[column]
}

fn layout_name(layout: TableLayout) -> keikaku_record::TableLayout {
    use keikaku_record::TableLayout as Name;
    match layout {
        TableLayout::Tabs => Name::Tabs,
        TableLayout::Spaces => Name::Spaces,
        TableLayout::Pipes => Name::Pipes,
        TableLayout::Ruled => Name::Ruled,
        TableLayout::Html => Name::Html,
        TableLayout::Csv => Name::Csv,
    }
}

/// Emits the `table` records.
pub(crate) fn emit(a: &mut Assembly<'_>, grids: &mut [Grid], models: &[Model]) {
    let ids: Vec<String> = grids.iter().map(|g| g.place.id.clone()).collect();
    // Where indicators begin: those that lists in cells state were read, though no column was.
    let mut stated: Vec<usize> = a
        .records
        .iter()
        .filter(|r| matches!(r, Record::Indicator(_)))
        .map(|r| r.span().start)
        .collect();
    stated.sort_unstable();
    for (grid, model) in grids.iter_mut().zip(models) {
        let within = grid.place.span;
        let first = stated.partition_point(|&at| at < within.start);
        let read = stated.get(first).is_some_and(|&at| at < within.end);
        if grid.purpose == Purpose::Other && !read {
            let at = Mentioned { span: grid.place.span, section: grid.section };
            let message = "a table of unknown use: its cells are kept, no indicator, project or department was read from its columns";
            a.diagnose(Severity::Info, "table_not_assigned", message.to_owned(), at);
        }
        let values = crate::table::values(a, grid, model);
        let p = &grid.place;
        let columns = std::mem::take(&mut grid.shown_columns);
        let body = grid.header_rows..;
        let rows = grid
            .shown_rows
            .take()
            .unwrap_or_else(|| grid.rows.drain(body).map(|r| r.cells).collect());
        a.records.push(Record::Table(Table {
            id: p.id.clone(),
            document: p.document.clone(),
            section: p.section.clone(),
            span: p.span,
            spans: Vec::new(),
            lines: p.lines,
            page: None,
            boxes: Vec::new(),
            caption: grid.caption.clone(),
            layout: layout_name(grid.layout),
            confidence: grid.confidence,
            role: grid.purpose.role(),
            columns,
            rows,
            continues: grid.continues.and_then(|c| ids.get(c).cloned()),
            values,
        }));
    }
    if a.layout.cell_order {
        let first =
            a.layout.lines.iter().find(|l| !l.is_blank()).map_or(Span::default(), |l| l.content);
        let message = "the text was dumped cell by cell, so the rows of its tables cannot be told: dump the PDF with `pdftotext -layout`, or give keikaku the PDF itself";
        let at = Mentioned { span: first, section: None };
        a.diagnose(Severity::Warning, "cell_order_dump", message.to_owned(), at);
    }
    for span in a.layout.uncertain.clone() {
        let message = "this row has fewer figures than its table has columns, and the dump shows no columns, so its figures were not read: dump the PDF with `pdftotext -layout`";
        let at = Mentioned { span, section: None };
        a.diagnose(Severity::Info, "column_uncertain", message.to_owned(), at);
    }
    for span in a.layout.unread.clone() {
        let message = "looks like a table, but its columns could not be told apart; read as text";
        let at = Mentioned { span, section: None };
        a.diagnose(Severity::Warning, "table_not_read", message.to_owned(), at);
    }
    for one in a.layout.too_large.clone() {
        let TooLarge { span, rows, columns, cells, most } = one;
        let message = format!(
            "a table of {rows} rows and {columns} columns has at least {cells} cells in {} bytes of text, \
             where at most {most} are kept; its lines are read as text: look for a stray cell far to \
             the right, or for cells merged over rows and columns that are blank, and remove it",
            span.len()
        );
        let at = Mentioned { span, section: None };
        a.diagnose(Severity::Warning, "table_too_large", message, at);
    }
}

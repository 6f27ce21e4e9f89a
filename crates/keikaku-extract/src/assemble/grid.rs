//! The structure of a table: header rows, what each column holds, what the table is for.

use keikaku_layout::BlockKind;
use keikaku_record::{ObservationKind, Record, RecordKind, Table, TableRole};
use keikaku_text::{Span, fold};
use keikaku_values::{FiscalYear, Period, TimeContext, find_periods, parse_bare_year};

use super::{Assembly, Placed};
use crate::recognize::department::{label_role, looks_like_names};
use crate::recognize::value::{CellContent, kind_of, read as read_value};

/// A table with its structure. Rows and columns are those of the layout's table.
#[derive(Debug)]
pub(crate) struct Grid {
    /// The index of the layout's table.
    pub table: usize,
    /// The text of every cell, header rows among them.
    pub rows: Vec<GridRow>,
    /// How many rows at the top are headers.
    pub header_rows: usize,
    /// What each column holds.
    pub columns: Vec<Column>,
    /// What the table is for.
    pub role: TableRole,
    /// The section that it stands in.
    pub section: Option<usize>,
    /// The text of the caption.
    pub caption: Option<String>,
    /// The grid that this one carries on.
    pub continues: Option<usize>,
    /// The id and place of the record.
    pub place: Placed,
}

/// The texts of a row.
#[derive(Debug)]
pub(crate) struct GridRow {
    pub cells: Vec<String>,
}

/// A column: its header and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The texts of its header rows, joined.
    pub text: String,
    /// What it holds.
    pub role: ColumnRole,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ColumnRole {
    /// Values or entries of a time.
    Time(ColumnTime),
    /// Values of a kind without a time of their own: 目標値, 現状値.
    Kind(ObservationKind),
    /// The label of an indicator.
    Label,
    /// The name of a project.
    Name,
    /// Initiatives.
    Initiative,
    /// The numbers of the initiatives that a project serves.
    References,
    /// Departments.
    Department,
    /// The unit of the row's values.
    Unit,
    /// Anything else.
    Other,
}

/// The time that heads a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ColumnTime {
    /// The time.
    pub period: Period,
    /// The Gregorian year where the header is a year that does not say 年 or 年度.
    pub bare_year: Option<i16>,
    /// The kind that the header names beside the time.
    pub kind: Option<ObservationKind>,
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
    pub(super) fn column(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }
}

/// Reads the structure of every table.
pub(crate) fn read_all(a: &mut Assembly<'_>) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::with_capacity(a.layout.tables.len());
    for index in 0..a.layout.tables.len() {
        let grid = read(a, index, &grids);
        grids.push(grid);
    }
    grids
}

fn read(a: &mut Assembly<'_>, index: usize, before: &[Grid]) -> Grid {
    let table = &a.layout.tables[index];
    let text = a.text();
    let rows = texts(a, table);
    let header_rows = header_rows(&rows, &a.time);
    let columns = columns(&rows, header_rows, table.width(), &a.time);
    let continues = table.continues;
    let section =
        a.layout.blocks.iter().find(|b| b.kind == BlockKind::Table(index)).and_then(|b| b.section);
    let caption = table.caption.and_then(|line| {
        let span = a.layout.lines.get(line - 1)?.content;
        Some(text[span.start..span.end].to_owned())
    });
    let role = role(&rows, header_rows, &columns, caption.as_deref(), &a.time);
    // A part of a table is what the whole is: a page may hold too few rows to tell.
    let role = continues.and_then(|c| before.get(c)).map_or(role, |g| g.role);
    let span = table.span;
    let place = a.place(RecordKind::Table, span, section);
    Grid { table: index, rows, header_rows, columns, role, section, caption, continues, place }
}

/// The texts of all cells. A column that wraps inside words in one cell wraps at that width in
/// the others, too, where the cut happens to fall between words.
fn texts(a: &mut Assembly<'_>, table: &keikaku_layout::Table) -> Vec<GridRow> {
    let text = a.text();
    let mut wraps: Vec<Option<usize>> = vec![None; table.width()];
    let mut unsure: Vec<(usize, usize)> = Vec::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (r, row) in table.rows.iter().enumerate() {
        let mut cells = Vec::with_capacity(row.cells.len());
        for (c, cell) in row.cells.iter().enumerate() {
            let read = a.texts.cell(text, cell, a.words, None);
            wraps[c] = wraps[c].max(read.wrapped);
            if read.broken && read.wrapped.is_none() {
                unsure.push((r, c));
            }
            cells.push(read.text);
        }
        rows.push(GridRow { cells });
    }
    for (r, c) in unsure {
        if wraps[c].is_some() {
            rows[r].cells[c] = a.texts.cell(text, &table.rows[r].cells[c], a.words, wraps[c]).text;
        }
    }
    rows
}

/// The time, and the kind, that a header cell names; `None` where it is more than that.
pub(crate) fn header_time(text: &str, context: &TimeContext) -> Option<ColumnTime> {
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    let folded = fold(text);
    let words = folded.text().trim();
    let kind = kind_of(words);
    if let Some(year) = parse_bare_year(words, context.era) {
        return bare(year.year, year.fiscal, kind);
    }
    let mut found = Vec::new();
    find_periods(words, context, &mut found);
    if let [mention] = found.as_slice() {
        let rest = words.chars().count() - words[mention.range.clone()].chars().count();
        if rest > 14 {
            return None;
        }
        return Some(ColumnTime { period: mention.period, bare_year: None, kind });
    }
    // 目標値(R6), 2021目標, R3 実績: the year is what remains beside the words.
    let number: String = words
        .trim_matches(|c: char| keikaku_text::is_japanese(c) && c != '元' || "()[]<> :".contains(c))
        .to_owned();
    if number.is_empty() || kind.is_none() {
        return None;
    }
    let year = parse_bare_year(number.trim_matches(|c| "()[] ".contains(c)), None)?;
    bare(year.year, year.fiscal, kind)
}

fn bare(year: i16, fiscal: Option<bool>, kind: Option<ObservationKind>) -> Option<ColumnTime> {
    let period = match fiscal {
        Some(false) => Period::of_calendar_year(year)?,
        _ => Period::of_fiscal_year(FiscalYear::new(year)?),
    };
    Some(ColumnTime { period, bare_year: fiscal.is_none().then_some(year), kind })
}

/// Whether a header cell names a kind of value alone.
fn header_kind(text: &str) -> Option<ObservationKind> {
    (text.chars().count() <= 12).then(|| kind_of(text)).flatten()
}

const HEADER_WORDS: &[&str] = &[
    "取組",
    "事業",
    "指標",
    "項目",
    "担当",
    "所管",
    "内容",
    "区分",
    "名称",
    "単位",
    "備考",
    "頁",
    "ページ",
    "施策",
    "スケジュール",
    "目標",
    "実績",
    "番号",
    "No",
    "年度",
    "課",
    "部署",
    "主体",
    "KPI",
    "ＫＰＩ",
    "期間",
    "概要",
    "目的",
    "工程",
    "予算",
    "分野",
    "方向",
    "計画",
];

fn header_rows(rows: &[GridRow], context: &TimeContext) -> usize {
    let mut count = 0;
    for row in rows.iter().take(4) {
        if !is_header_row(row, count == 0, rows.len(), context) {
            break;
        }
        count += 1;
    }
    // A table that is all header has no header.
    if count == rows.len() && count > 0 { count - 1 } else { count }
}

/// Whether a row is a header: short cells, none a value, and among them times, kinds of value or
/// the words that heads are made of. Beneath a first header row only times and kinds go on.
fn is_header_row(row: &GridRow, first: bool, rows: usize, context: &TimeContext) -> bool {
    let filled: Vec<&str> =
        row.cells.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    if filled.is_empty() || filled.iter().any(|c| c.len() > 90 || c.contains('。')) {
        return false;
    }
    let mut timed = 0;
    for cell in &filled {
        if header_time(cell, context).is_some() || header_kind(cell).is_some() {
            timed += 1;
        } else if matches!(read_value(fold(cell).text(), context), CellContent::Value(_)) {
            return false;
        }
    }
    if !first {
        return timed == filled.len() && timed >= 2;
    }
    let named = filled.iter().filter(|c| HEADER_WORDS.iter().any(|w| c.contains(w))).count();
    timed >= 1 || rows >= 2 && filled.len() >= 2 && named * 2 >= filled.len()
}

fn columns(
    rows: &[GridRow],
    header_rows: usize,
    width: usize,
    context: &TimeContext,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(width);
    for i in 0..width {
        let mut text = String::new();
        let mut time: Option<ColumnTime> = None;
        let mut kind = None;
        for (r, row) in rows.iter().enumerate().take(header_rows) {
            let own = row.cells[i].as_str();
            // A merged header stands over the columns at its right.
            let spread = own.is_empty() && r + 1 < header_rows;
            let cell = if spread {
                (0..i)
                    .rev()
                    .map(|k| row.cells[k].as_str())
                    .find(|c| !c.is_empty())
                    .unwrap_or_default()
            } else {
                own
            };
            let era = time.and(context.era).or(context.era);
            if let Some(t) = header_time(cell, &TimeContext { era, ..*context }) {
                time = time.or(Some(t));
                kind = kind.or(t.kind);
            } else {
                kind = kind.or(header_kind(cell));
            }
            if !cell.is_empty() && !text.split(' ').any(|t| t == cell) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(cell);
            }
        }
        let role = match (time, kind) {
            (Some(t), kind) => ColumnRole::Time(ColumnTime { kind: t.kind.or(kind), ..t }),
            (None, Some(kind)) if i > 0 => ColumnRole::Kind(kind),
            _ => named_role(&text),
        };
        columns.push(Column { text, role });
    }
    settle(&mut columns, rows, header_rows);
    columns
}

fn named_role(text: &str) -> ColumnRole {
    let bare: String = fold(text).text().chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|w| bare.contains(w));
    if bare.is_empty() {
        ColumnRole::Other
    } else if label_role(&bare).is_some()
        || has(&["担当課", "担当部", "所管", "主管課", "実施主体", "担当部署", "担当"])
    {
        ColumnRole::Department
    } else if bare == "単位" || bare.starts_with("単位") {
        ColumnRole::Unit
    } else if has(&[
        "関連取組",
        "関連施策",
        "関連する取組",
        "取組番号",
        "対応取組",
        "関連番号",
        "該当取組",
        "対応する取組",
    ]) {
        ColumnRole::References
    } else if has(&["指標", "KPI", "数値目標", "目標項目", "評価項目", "成果目標"])
    {
        ColumnRole::Label
    } else if has(&[
        "具体的な事業",
        "事業名",
        "主な事業",
        "事業等",
        "具体的な取組",
        "主な取組",
        "実施事業",
        "個別事業",
        "事務事業",
        "具体的取組",
    ]) {
        ColumnRole::Name
    } else if has(&["取組内容", "取組方向", "取組の内容", "取組", "施策", "基本方向"])
    {
        ColumnRole::Initiative
    } else if bare == "事業" || bare.ends_with("事業") || bare.ends_with("プロジェクト") {
        ColumnRole::Name
    } else {
        ColumnRole::Other
    }
}

/// Roles that only the table as a whole tells.
fn settle(columns: &mut [Column], rows: &[GridRow], header_rows: usize) {
    let has = |columns: &[Column], role: ColumnRole| columns.iter().any(|c| c.role == role);
    let timed = columns.iter().any(|c| matches!(c.role, ColumnRole::Time(_) | ColumnRole::Kind(_)));
    // Initiatives without a column of names beside them are the names.
    if !has(columns, ColumnRole::Name)
        && timed
        && let Some(c) = columns.iter_mut().find(|c| c.role == ColumnRole::Initiative)
    {
        c.role = ColumnRole::Name;
    }
    if !timed {
        return;
    }
    // A column of numerals in circles is one of references whatever its head.
    for (i, column) in columns.iter_mut().enumerate() {
        let body =
            || rows[header_rows..].iter().map(|r| r.cells[i].as_str()).filter(|c| !c.is_empty());
        if matches!(column.role, ColumnRole::Other)
            && body().count() > 0
            && body().all(is_references)
        {
            column.role = ColumnRole::References;
        }
    }
    // The label is the first column with words where no head says so.
    let labelled = |c: &Column| {
        matches!(c.role, ColumnRole::Label | ColumnRole::Name | ColumnRole::Initiative)
    };
    if !columns.iter().any(labelled)
        && let Some(first) = columns.iter_mut().find(|c| c.role == ColumnRole::Other)
    {
        first.role = ColumnRole::Label;
    }
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

/// Whether a cell of a list of responsibilities names someone, a number before the name aside.
fn names_in(cell: &str) -> bool {
    looks_like_names(cell.trim_start_matches(|c| keikaku_layout::circled_value(c).is_some()))
}

fn role(
    rows: &[GridRow],
    header_rows: usize,
    columns: &[Column],
    caption: Option<&str>,
    context: &TimeContext,
) -> TableRole {
    let value_columns: Vec<usize> = (0..columns.len())
        .filter(|&i| matches!(columns[i].role, ColumnRole::Time(_) | ColumnRole::Kind(_)))
        .collect();
    if value_columns.is_empty() {
        let departments = columns.iter().position(|c| c.role == ColumnRole::Department);
        let named =
            departments.is_some_and(|c| rows[header_rows..].iter().any(|r| names_in(&r.cells[c])));
        return if named { TableRole::Responsibilities } else { TableRole::Other };
    }
    let (mut values, mut words) = (0usize, 0usize);
    // Twenty rows tell as much as a thousand.
    for row in rows[header_rows..].iter().take(20) {
        for &i in &value_columns {
            let cell = row.cells[i].as_str();
            // Long cells are words; so is an arrow.
            if cell.len() > LONGEST_VALUE || cell.starts_with('→') {
                words += 1;
                continue;
            }
            match read_value(fold(cell).text(), context) {
                CellContent::Value(_) => values += 1,
                CellContent::Words(_) => words += 1,
                _ => {}
            }
        }
    }
    let labelled = columns.iter().any(|c| c.role == ColumnRole::Label && !c.text.is_empty());
    let schedule = caption.is_some_and(|c| c.contains("スケジュール") || c.contains("工程"));
    if values + words == 0 {
        return if labelled { TableRole::Indicators } else { TableRole::Other };
    }
    if !schedule && (labelled || values >= words) && values * 5 >= words {
        TableRole::Indicators
    } else if columns
        .iter()
        .any(|c| matches!(c.role, ColumnRole::Name | ColumnRole::Initiative | ColumnRole::Label))
    {
        TableRole::Schedule
    } else {
        TableRole::Other
    }
}

/// The span of a cell, its pieces together.
pub(crate) fn cell_span(a: &Assembly<'_>, grid: &Grid, row: usize, column: usize) -> Span {
    let cell = &a.layout.tables[grid.table].rows[row].cells[column];
    cell.pieces().fold(cell.span, Span::cover)
}

/// Emits the `table` records.
pub(crate) fn emit(a: &mut Assembly<'_>, grids: &[Grid]) {
    for grid in grids {
        if grid.role == TableRole::Other {
            let at = super::Mentioned { span: grid.place.span, section: grid.section };
            let message = "a table of unknown use: its cells are kept, no indicator, project or department was read from its columns";
            a.diagnose(
                keikaku_record::Severity::Info,
                "table_not_assigned",
                message.to_owned(),
                at,
            );
        }
        let p = &grid.place;
        a.records.push(Record::Table(Table {
            id: p.id.clone(),
            document: p.document.clone(),
            section: p.section.clone(),
            span: p.span,
            spans: Vec::new(),
            lines: p.lines,
            caption: grid.caption.clone(),
            role: grid.role,
            columns: grid.columns.iter().map(|c| c.text.clone()).collect(),
            rows: grid.rows[grid.header_rows..].iter().map(|r| r.cells.clone()).collect(),
            continues: grid.continues.and_then(|c| grids.get(c)).map(|g| g.place.id.clone()),
        }));
    }
}

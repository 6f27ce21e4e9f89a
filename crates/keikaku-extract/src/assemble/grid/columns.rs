//! What each column of a table holds, told by its head, and where that is silent by its cells.

use keikaku_layout::{TableLayout, circled_value, steps};
use keikaku_record::ObservationKind;
use keikaku_text::fold;
use keikaku_values::{FiscalYear, Period, TimeContext, parse_unit_label};

use super::head::{ColumnTime, explains, header_kind, header_time};
use super::{GridRow, is_references};
use crate::recognize::responsibility::label_role;
use crate::recognize::value::{CellContent, kind_of, read as read_value};

/// A column: its header and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The texts of its header rows, joined.
    pub text: String,
    /// The texts of its header rows, outermost first, each once.
    pub path: Vec<String>,
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
    /// The time of the row's values of a kind: 基準年度, 目標年度.
    When(Option<ObservationKind>),
    /// The kind of the row's values: 目標 and 実績 below each other.
    RowKind,
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
    /// The number of the row.
    Number,
    /// Anything else.
    Other,
}

impl ColumnRole {
    /// Whether the column holds the values of a measure.
    pub(crate) fn holds_values(self) -> bool {
        matches!(self, Self::Time(_) | Self::Kind(_))
    }

    /// Whether the column holds what a row is about.
    pub(crate) fn names_row(self) -> bool {
        matches!(self, Self::Label | Self::Name | Self::Initiative)
    }
}

/// The columns of a table.
pub(crate) fn read(
    rows: &[GridRow],
    header_rows: usize,
    layout: TableLayout,
    context: &TimeContext,
) -> Vec<Column> {
    let width = rows.first().map_or(0, |r| r.cells.len());
    let mut columns: Vec<Column> = Vec::with_capacity(width);
    let mut near: Option<i16> = None;
    let groups = groups(rows, header_rows);
    for i in 0..width {
        let head = head_of(rows, header_rows, layout, i, &groups);
        let mut text = String::new();
        let mut path = Vec::new();
        let mut time: Option<ColumnTime> = None;
        let mut kind = None;
        // A head is one phrase, whether lines or rows break it.
        let parts: Vec<&str> = head.iter().copied().filter(|c| !c.is_empty()).collect();
        let whole =
            (parts.len() > 1).then(|| header_time(&parts.concat(), context, near)).flatten();
        for cell in &head {
            if cell.is_empty() {
                continue;
            }
            // What stands nearer to the values says more than what stands above it.
            match header_time(cell, context, near) {
                Some(t) => {
                    time = Some(time.filter(|above| narrower(above, &t)).unwrap_or(t));
                    kind = t.kind.or(kind);
                }
                None => kind = header_kind(cell).or(kind),
            }
            if !text.split(' ').any(|t| t == *cell) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(cell);
                path.push((*cell).to_owned());
            }
        }
        let bare: String = fold(&text).text().chars().filter(|c| !c.is_whitespace()).collect();
        // 令和6 above 年度: only together do they tell the time.
        time = whole.or(time);
        let role = match (time, kind) {
            _ if explains(&bare) => named_role(&text),
            (Some(t), kind) => ColumnRole::Time(ColumnTime { kind: t.kind.or(kind), ..t }),
            (None, kind) if bare.ends_with("年度") || bare.ends_with("年次") || bare == "年" => {
                ColumnRole::When(kind.or_else(|| kind_of(&bare)))
            }
            (None, Some(kind)) if i > 0 && !heads_labels(&bare) => ColumnRole::Kind(kind),
            _ => named_role(&text),
        };
        if let ColumnRole::Time(t) = role {
            near = t.period.start.and_then(FiscalYear::of_date).map(FiscalYear::first_year);
        }
        columns.push(Column { text, path, role });
    }
    settle(&mut columns, &rows[header_rows..]);
    years_later(&mut columns);
    if context.reference.is_none() {
        years_beside(&mut columns);
    }
    columns
}

/// The cells of a column's head, from above. A blank cell beside a merged one takes what that
/// holds, up to where the row above begins another group.
fn head_of<'r>(
    rows: &'r [GridRow],
    header_rows: usize,
    layout: TableLayout,
    column: usize,
    groups: &[Vec<usize>],
) -> Vec<&'r str> {
    let own = |r: usize, c: usize| rows[r].cells[c].as_str();
    (0..header_rows)
        .map(|r| {
            let cell = own(r, column);
            let filled = !cell.is_empty() || rows[r].covered(column).is_some();
            if filled || layout == TableLayout::Spaces || r + 1 >= header_rows {
                return cell;
            }
            let k = groups[r][column];
            // A column whose head stands in one row only is merged downwards, not sidewards.
            let headed_below = (r + 1..header_rows).any(|below| !own(below, column).is_empty());
            let group = (r + 1..header_rows).any(|below| !own(below, k).is_empty());
            if headed_below && group { own(r, k) } else { "" }
        })
        .collect()
}

/// Of each row of a head and each of its columns, where the group begins that the column is of: at
/// the next cell to its left that holds a text there or in a row above.
fn groups(rows: &[GridRow], header_rows: usize) -> Vec<Vec<usize>> {
    let mut filled = vec![false; rows.first().map_or(0, |r| r.cells.len())];
    let mut out = Vec::with_capacity(header_rows);
    for row in &rows[..header_rows] {
        steps::count("columns::groups", row.cells.len());
        let mut begins = 0;
        let mut begun = Vec::with_capacity(row.cells.len());
        for (c, cell) in row.cells.iter().enumerate() {
            filled[c] |= !cell.is_empty();
            if filled[c] {
                begins = c;
            }
            begun.push(begins);
        }
        out.push(begun);
    }
    out
}

/// KPI, 目標指標: heads of labels that name a kind of value, too.
fn heads_labels(bare: &str) -> bool {
    bare == "KPI" || bare.contains("指標") && !bare.ends_with('値') || bare.ends_with("項目")
}

/// Whether a time lies within another.
fn narrower(a: &ColumnTime, b: &ColumnTime) -> bool {
    a.period.start > b.period.start && a.period.end <= b.period.end
        || a.period.start >= b.period.start && a.period.end < b.period.end
}

fn named_role(text: &str) -> ColumnRole {
    let bare: String = fold(text).text().chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|w| bare.contains(w));
    if bare.is_empty() {
        ColumnRole::Other
    } else if ["No", "NO", "No.", "NO.", "番号", "連番", "整理番号", "指標番号", "#"]
        .contains(&bare.as_str())
    {
        ColumnRole::Number
    } else if label_role(&bare).is_some()
        || has(&["担当課", "担当部", "所管", "主管課", "実施主体", "担当部署", "担当"])
    {
        ColumnRole::Department
    } else if bare == "単位" || bare.starts_with("単位") {
        ColumnRole::Unit
    } else if explains(&bare) && !bare.ends_with("名称") && !bare.contains("取組") {
        ColumnRole::Other
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
        || ["項目", "項目名", "測定項目"].contains(&bare.as_str())
    {
        ColumnRole::Label
    } else if has(&[
        "具体的な事業",
        "事業名",
        "事業の名称",
        "工事名",
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
fn settle(columns: &mut [Column], body: &[GridRow]) {
    let has = |columns: &[Column], role: ColumnRole| columns.iter().any(|c| c.role == role);
    let timed = columns.iter().any(|c| c.role.holds_values());
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
    let first_value = columns.iter().position(|c| c.role.holds_values()).unwrap_or(0);
    for (i, column) in columns.iter_mut().enumerate() {
        let cells = || body.iter().map(|r| r.cells[i].as_str()).filter(|c| !c.is_empty());
        let count = cells().count();
        if count == 0 {
            continue;
        }
        let stub = i <= first_value
            && matches!(column.role, ColumnRole::Other | ColumnRole::Label | ColumnRole::When(_));
        if matches!(column.role, ColumnRole::Other) && cells().all(is_references) {
            // A column of numerals in circles is one of references whatever its head.
            column.role = ColumnRole::References;
        } else if stub && cells().all(|c| row_kind(c).is_some()) {
            column.role = ColumnRole::RowKind;
        } else if stub && i < first_value && count >= 2 && cells().all(is_number) {
            column.role = ColumnRole::Number;
        } else if stub && i > 0 && cells().all(is_unit) {
            column.role = ColumnRole::Unit;
        }
    }
    // 現状値 beside a 基準値 was measured later.
    let based = columns
        .iter()
        .any(|c| kind_in(c.role) == Some(ObservationKind::Baseline) && !c.text.contains("現状"));
    if based {
        for column in columns.iter_mut().filter(|c| c.text.contains("現状")) {
            match &mut column.role {
                ColumnRole::Kind(kind) if *kind == ObservationKind::Baseline => {
                    *kind = ObservationKind::Actual
                }
                ColumnRole::Time(time) if time.kind == Some(ObservationKind::Baseline) => {
                    time.kind = Some(ObservationKind::Actual);
                }
                _ => {}
            }
        }
    }
    // The label is the column with the most words where no head says so; that at the right, since
    // groups of rows stand at the left.
    if !columns.iter().any(|c| c.role.names_row()) {
        let words = |i: usize| {
            let cells = body.iter().map(|r| r.cells[i].as_str());
            let value = |c: &str| {
                let content = read_value(fold(c).text(), &TimeContext::default());
                matches!(content, CellContent::Value(_) | CellContent::Dash)
            };
            // Twenty rows tell as much as a thousand.
            cells.filter(|c| !c.is_empty()).take(20).filter(|c| !is_number(c) && !value(c)).count()
        };
        let best = (0..first_value)
            .filter(|&i| columns[i].role == ColumnRole::Other && (words(i) > 0 || body.is_empty()))
            .max_by_key(|&i| words(i))
            .or_else(|| columns.iter().position(|c| c.role == ColumnRole::Other));
        if let Some(best) = best.filter(|&i| i < first_value || words(i) > 0) {
            columns[best].role = ColumnRole::Label;
        }
    }
}

fn kind_in(role: ColumnRole) -> Option<ObservationKind> {
    match role {
        ColumnRole::Kind(kind) => Some(kind),
        ColumnRole::Time(time) => time.kind,
        _ => None,
    }
}

/// 5年後: so many years on from the first time that the head names.
fn years_later(columns: &mut [Column]) {
    let base = columns.iter().find_map(|c| match c.role {
        ColumnRole::Time(t) => t.period.start.and_then(FiscalYear::of_date),
        _ => None,
    });
    let Some(base) = base else { return };
    for column in columns {
        let ColumnRole::Kind(kind) = column.role else { continue };
        let folded = fold(&column.text);
        let words = folded.text();
        let Some(at) = words.find("年後") else { continue };
        let digits = words[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let years: Option<i16> = words[digits..at].parse().ok();
        let later = years.and_then(|n| FiscalYear::new(base.first_year().checked_add(n)?));
        if let Some(year) = later {
            let period = Period::of_fiscal_year(year);
            column.role =
                ColumnRole::Time(ColumnTime { period, bare_year: None, kind: Some(kind) });
        }
    }
}

/// 前年度, 本年度 | 30年度: years told by the one that follows them, where the document has no day
/// that they could be read against.
fn years_beside(columns: &mut [Column]) {
    let relative = |column: &Column| -> Option<i16> {
        let bare: String =
            fold(&column.text).text().chars().filter(|c| !c.is_whitespace()).collect();
        let words = [("前々年度", -2), ("前年度", -1), ("本年度", 0), ("当年度", 0)];
        let (_, offset) = words.into_iter().find(|(word, _)| bare.starts_with(word))?;
        (!explains(&bare) && bare.chars().count() <= 12).then_some(offset)
    };
    let year = |column: &Column| match column.role {
        ColumnRole::Time(time) => time.period.fiscal_year().map(FiscalYear::first_year),
        _ => None,
    };
    for c in 1..columns.len() {
        let (Some(next), None) = (year(&columns[c]), year(&columns[c - 1])) else { continue };
        let Some(nearest) = relative(&columns[c - 1]) else { continue };
        let base = next - 1 - nearest;
        for column in columns[..c].iter_mut().rev() {
            let Some(offset) = relative(column) else { break };
            let Some(year) = FiscalYear::new(base + offset) else { break };
            let bare: String =
                fold(&column.text).text().chars().filter(|c| !c.is_whitespace()).collect();
            let period = Period::of_fiscal_year(year);
            column.role =
                ColumnRole::Time(ColumnTime { period, bare_year: None, kind: kind_of(&bare) });
        }
    }
}

/// The kind that a cell at the side of a row names, and no more: 目標値, 達成度（％）.
pub(crate) fn row_kind(cell: &str) -> Option<ObservationKind> {
    let folded = fold(cell);
    let bare: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let named = bare.split('(').next().unwrap_or_default();
    (named.chars().count() <= 7 && !explains(named)).then(|| kind_of(named)).flatten()
}

fn is_number(cell: &str) -> bool {
    let bare = cell.trim_matches(['(', ')', '（', '）', '.', '．', ' ']);
    let digits =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || circled_value(c).is_some();
    (1..=3).contains(&bare.chars().count()) && bare.chars().all(digits)
        || bare.split_once(['-', '－', '‐']).is_some_and(|(a, b)| {
            !a.is_empty() && !b.is_empty() && a.chars().all(digits) && b.chars().all(digits)
        })
}

fn is_unit(cell: &str) -> bool {
    let folded = fold(cell);
    let bare = folded.text().trim_matches(['(', ')', ' ']);
    bare.chars().count() <= 8
        && !matches!(read_value(bare, &TimeContext::default()), CellContent::Value(_))
        && parse_unit_label(bare).is_some()
}

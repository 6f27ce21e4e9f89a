//! Tables of money (予算・事業費): amounts to the `costs` of projects.
//!
//! A budget names a project in each row. The sheet of one project names kinds of money in its rows
//! (事業費, 国庫支出金) and years in its columns.

use keikaku_record::{
    Cost, CostKind, DepartmentRole, Observation, ObservationKind, RecordKind, Time,
};
use keikaku_text::{Span, clean_name, fold};
use keikaku_values::FiscalYear;

use super::grid::{
    ColumnRole, Grid, cell_pieces, cell_span, header_time, is_money_head, is_money_word, is_note,
    row_spans,
};
use super::indicators::is_total;
use super::observe::{Around, At, Filled, bracketed_unit, unit_in_column};
use super::sheets::{Sheets, stated_period};
use super::{Assembly, department_name, reference};
use crate::recognize::department::{self, Named, label_role};
use crate::recognize::field::{Field, field};
use crate::recognize::label::Label;
use crate::recognize::value::read as read_value;

/// Reads a table of money; returns whether its amounts found a project.
pub(super) fn assemble(a: &mut Assembly<'_>, grid: &Grid, sheets: &mut Sheets) -> bool {
    let columns: Vec<usize> = (0..grid.columns.len()).filter(|&c| holds_money(grid, c)).collect();
    let Some(&first) = columns.first() else { return false };
    let money = Money::of(a, grid, columns);
    match grid.column(ColumnRole::Name) {
        Some(name) => budget(a, grid, name, &money),
        None => {
            let costs = grid
                .body()
                .filter_map(|row| Some((row, row_label(grid, row, first)?)))
                .filter(|(_, label)| {
                    let bare = label.split(['（', '(']).next().unwrap_or_default();
                    !is_total(bare) && !bare.ends_with('率')
                })
                .flat_map(|(row, label)| costs(a, grid, &money, row, Some(&label)))
                .collect();
            sheets.add_costs(costs)
        }
    }
}

/// What is read once for all amounts of a table.
struct Money {
    around: Around,
    /// The columns with amounts: their names, and what their heads say that the amounts are.
    columns: Vec<(usize, String, Option<CostKind>)>,
    /// What the caption says that they are.
    heading: Option<CostKind>,
    /// The column of units.
    unit: Option<usize>,
}

impl Money {
    fn of(a: &Assembly<'_>, grid: &Grid, columns: Vec<usize>) -> Self {
        let named = |c: usize| {
            let head = &grid.columns[c].text;
            (c, head_name(a, head), cost_kind(head))
        };
        Self {
            around: Around::of(a, grid),
            columns: columns.into_iter().map(named).collect(),
            heading: grid.heading.as_deref().and_then(cost_kind),
            unit: grid.column(ColumnRole::Unit),
        }
    }
}

/// Whether a column holds amounts: its head names a time or money, and no difference of them.
pub(super) fn holds_money(grid: &Grid, column: usize) -> bool {
    let column = &grid.columns[column];
    match column.role {
        ColumnRole::Time(t) => t.kind != Some(ObservationKind::Achievement),
        ColumnRole::Kind(k) => k != ObservationKind::Achievement,
        ColumnRole::Other => is_money_head(&bare(&column.text)),
        _ => false,
    }
}

fn bare(text: &str) -> String {
    fold(text).text().chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a row of money is: the last words before the first amount.
fn row_label(grid: &Grid, row: usize, first: usize) -> Option<String> {
    let cells = &grid.rows[row].cells;
    let label = (0..first)
        .rev()
        .filter(|&c| {
            !matches!(
                grid.columns[c].role,
                ColumnRole::Unit | ColumnRole::Department | ColumnRole::Number
            )
        })
        .map(|c| cells[c].as_str())
        .find(|c| !c.is_empty())?;
    Some(clean_name(label))
}

/// A row for each project.
fn budget(a: &mut Assembly<'_>, grid: &Grid, name: usize, money: &Money) -> bool {
    let mut above: Vec<Named> = Vec::new();
    let mut any = false;
    let period_column = grid.columns.iter().position(|c| field(&c.text) == Some(Field::Period));
    for row in grid.body() {
        let cells = &grid.rows[row].cells;
        let sums = cells.iter().take(name + 1).any(|c| is_total(c));
        if !crate::texts::can_name(&cells[name]) || sums || is_note(cells) {
            continue;
        }
        let costs = costs(a, grid, money, row, None);
        if costs.is_empty() {
            continue;
        }
        any = true;
        let last = cells.iter().rposition(|c| !c.is_empty()).unwrap_or(name);
        let start = cell_span(grid, row, name);
        let end = cell_span(grid, row, last);
        let span = if end.start >= start.start { start.cover(end) } else { start };
        let mut p = a.place(RecordKind::Project, span, grid.section);
        p.spans = row_spans(grid, row, name, span);
        let departments = departments(a, grid, row, &p.id, &mut above);
        let period = period_column.and_then(|c| stated_period(a, &grid.rows[row].cells[c]));
        a.records.push(placed!(
            p,
            Project {
                name: clean_name(&cells[name]),
                initiatives: Vec::new(),
                departments: departments.iter().map(department_name).collect(),
                schedule: Vec::new(),
                period: period.map(|p| Time { start: p.start, end: p.end, basis: p.basis }),
                purpose: None,
                costs,
            }
        ));
    }
    any
}

/// The departments of a row; a blank cell takes those of the merged one above it.
fn departments(
    a: &mut Assembly<'_>,
    grid: &Grid,
    row: usize,
    project: &str,
    above: &mut Vec<Named>,
) -> Vec<Named> {
    let Some(column) = grid.column(ColumnRole::Department) else { return Vec::new() };
    let cell = &grid.rows[row].cells[column];
    if cell.is_empty() {
        return above.clone();
    }
    let named = department::parse(cell, &a.known);
    above.clone_from(&named);
    if grid.rows[row].covered(column).is_none() {
        let role = label_role(&grid.columns[column].text).unwrap_or(DepartmentRole::Responsible);
        let pieces = cell_pieces(grid, row, column);
        let of = reference(RecordKind::Project, project);
        a.departments(&named, &pieces, grid.section, role, Some(&of));
    }
    named
}

/// The amounts of a row. Without a label of its own for the row each is named by its column.
fn costs(
    a: &Assembly<'_>,
    grid: &Grid,
    money: &Money,
    row: usize,
    label: Option<&str>,
) -> Vec<Cost> {
    let beside = money.around.beside(grid, row);
    let unit = money.unit.and_then(|c| unit_in_column(&grid.rows[row].cells[c]));
    let no_label = Label::default();
    let said = label.and_then(cost_kind);
    let read = |(column, name, headed): &(usize, String, Option<CostKind>)| {
        let (column, label_of_row) = (*column, &no_label);
        let (around, unit) = (&money.around, unit.as_ref());
        let at = At { grid, around, beside: &beside, row, column, label: label_of_row, unit };
        let kind = said.or(*headed).or(money.heading).or(a.budget.map(|_| CostKind::Budget));
        let name = label.map_or_else(|| name.clone(), |l| without_unit(l).to_owned());
        cost(a, &at, name, kind)
    };
    money.columns.iter().filter_map(read).collect()
}

/// The amount of a cell; `None` where it holds none.
fn cost(a: &Assembly<'_>, at: &At<'_>, name: String, kind: Option<CostKind>) -> Option<Cost> {
    let text = at.grid.rows[at.row].cells[at.column].clone();
    let content = read_value(fold(&text).text(), &a.time);
    let span: Span = cell_span(at.grid, at.row, at.column);
    let cell = Filled { content, text, span, merged: false };
    let read: Observation = at.read(a, &cell).into_iter().next()?;
    let value = read.value?;
    let period = a.budget.filter(|_| read.start.is_none() && read.end.is_none());
    Some(Cost {
        name,
        start: period.map_or(read.start, |p| p.start),
        end: period.map_or(read.end, |p| p.end),
        basis: period.map_or(read.basis, |p| Some(p.basis)),
        fiscal_year: period
            .map_or(read.fiscal_year, |p| p.fiscal_year().map(FiscalYear::first_year)),
        kind: kind.unwrap_or(CostKind::Unspecified),
        value,
        unit: read.unit,
        text: read.text,
        span: read.span,
        page: None,
        boxes: Vec::new(),
    })
}

/// 事業費(千円) → 事業費.
fn without_unit(label: &str) -> &str {
    match label.find(['（', '(']).filter(|_| bracketed_unit(label).is_some()) {
        Some(at) => label[..at].trim_end(),
        None => label,
    }
}

/// What a head says that amounts are: without its unit, and without years that stand alone.
fn head_name(a: &Assembly<'_>, head: &str) -> String {
    let words: Vec<&str> = head
        .split(' ')
        .map(|w| w.split(['（', '(']).next().unwrap_or_default())
        .filter(|w| {
            // 本年度 and 前年度 are what the column is called; 令和６年度 is when it was.
            let year = || w.chars().any(|c| c.is_numeric() || c == '元');
            !w.is_empty()
                && (is_money_word(w) || !year() || header_time(w, &a.time, None).is_none())
        })
        .collect();
    let named = if words.is_empty() { head.to_owned() } else { words.join("") };
    clean_name(&named)
}

/// Whether words say of money that it is planned or was spent.
fn cost_kind(text: &str) -> Option<CostKind> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["見込", "要求"]) {
        Some(CostKind::Forecast)
    } else if has(&["決算", "実績", "執行"]) {
        Some(CostKind::Actual)
    } else if has(&["予算", "当初", "補正", "計画額", "予定額"]) {
        Some(CostKind::Budget)
    } else {
        None
    }
}

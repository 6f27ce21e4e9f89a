//! Tables of money (予算・事業費): amounts to the `costs` of projects.
//!
//! A budget names a project in each row. The sheet of one project names kinds of money in its rows
//! (事業費, 国庫支出金) and years in its columns.

use keikaku_lexicon::Concept;
use keikaku_record::{Cost, CostKind, DepartmentRole, ObservationKind, RecordKind, Time};
use keikaku_text::{Span, clean_name};
use keikaku_values::FiscalYear;

use super::grid::{
    ColumnRole, Grid, cell_pieces, cell_span, header_time, is_money_head, is_money_word, is_note,
    row_spans,
};
use super::indicators::is_total;
use super::observe::{Around, bracketed_unit};
use super::sheets::{Sheets, stated_period};
use super::{Assembly, department_name, reference};
use crate::recognize::department::{self, Gazetteer, Named};
use crate::recognize::field::{Field, field};
use crate::recognize::responsibility::label_role;
use crate::table::{
    Fact, Figure, Model, Nature, Section, bare, labelled, row_label as row_label_of,
};

/// Reads a table of money; returns whether its amounts found a project.
pub(super) fn assemble(
    a: &mut Assembly<'_>,
    grid: &Grid,
    model: &Model,
    sheets: &mut Sheets,
) -> bool {
    let is_data = |c: usize| model.columns[c].nature == Nature::Data;
    let columns: Vec<usize> = (0..grid.columns.len())
        .filter(|&c| model.is_money(c) || is_data(c) && holds_money(grid, c))
        .collect();
    let Some(&first) = columns.first() else { return false };
    let money = Money::of(a, grid, model, columns);
    match grid.column(ColumnRole::Name) {
        None if listing(model).is_some() => {
            listed(a, grid, model);
            true
        }
        Some(name) => !budget(a, &money, name, Needs::Costs).is_empty(),
        None => {
            let costs = grid
                .body()
                .filter_map(|row| Some((row, row_label(grid, row, first)?)))
                .filter(|(_, label)| {
                    let bare = label.split(['（', '(']).next().unwrap_or_default();
                    !is_total(bare) && !bare.ends_with('率')
                })
                .flat_map(|(row, label)| money.costs(a, row, Some(&label)))
                .collect();
            sheets.add_costs(costs)
        }
    }
}

/// What a table of indicators says of projects.
#[derive(Default)]
pub(super) struct BesideIndicators {
    /// The columns of the projects' amounts.
    pub money: Vec<usize>,
    /// The rows that name a project, in order, and the id of its record.
    pub rows: Vec<(usize, String)>,
}

/// Reads the projects that a table of indicators names in a column of its own: with the amounts of
/// their rows, which measure nothing.
pub(super) fn beside_indicators(
    a: &mut Assembly<'_>,
    grid: &Grid,
    model: &Model,
) -> BesideIndicators {
    let named = grid.column(ColumnRole::Name).filter(|_| grid.column(ColumnRole::Label).is_some());
    let is_project = |c: &usize| model.columns[*c].concepts.has(Concept::ProjectHeader);
    let Some(name) = named.filter(is_project) else { return BesideIndicators::default() };
    let label = grid.column(ColumnRole::Label).unwrap_or(name);
    let is_money =
        |c: &usize| model.is_money(*c) && model.columns[*c].concepts.strength(Concept::Money) >= 2;
    let columns: Vec<usize> = (0..label).filter(is_money).collect();
    let money = Money::of(a, grid, model, columns.clone());
    let rows = budget(a, &money, name, Needs::Anything);
    BesideIndicators { money: columns, rows }
}

/// The part of a table that lists projects with their amounts, under a header of projects.
pub(super) fn listing(model: &Model) -> Option<&Section> {
    let lists = |s: &&Section| {
        let header = |&c: &usize| model.columns[c].concepts.has(Concept::ProjectHeader);
        s.stubs.last().is_some_and(header) && s.data.iter().any(|&c| model.is_money(c))
    };
    model.sections.iter().find(lists)
}

/// Reads the projects that an account lists in its remarks (予算書の説明欄): a name, its owner in
/// brackets, its amount, and in the lines beneath the funds that are earmarked for it.
fn listed(a: &mut Assembly<'_>, grid: &Grid, model: &Model) {
    let Some(section) = listing(model) else { return };
    let Some(&name) = section.stubs.last() else { return };
    let columns: Vec<usize> = section.data.iter().copied().filter(|&c| model.is_money(c)).collect();
    let money = Money::of(a, grid, model, columns);
    let mut open: Option<Listed> = None;
    for row in grid.body() {
        let costs = money.costs(a, row, None);
        let earmarked = match &model.facts[row][name] {
            Fact::Labelled(parts) => money.earmarked(a, row, name, parts),
            Fact::Words if is_remark(&grid.rows[row].cells[name]) => {
                // A dump may cut the line into cells: `特財：都支出金｜160、その他｜80`.
                let cells: Vec<usize> = (name..grid.columns.len())
                    .filter(|&c| !grid.rows[row].cells[c].is_empty())
                    .collect();
                let text: Vec<&str> =
                    cells.iter().map(|&c| grid.rows[row].cells[c].as_str()).collect();
                let pieces: Vec<Span> =
                    cells.iter().flat_map(|&c| cell_pieces(grid, row, c)).collect();
                let parts = labelled(a.text(), &text.join(" "), &pieces).unwrap_or_default();
                money.earmarked(a, row, name, &parts)
            }
            Fact::Words => {
                if !costs.is_empty() {
                    if let Some(done) = open.take() {
                        done.finish(a, grid);
                    }
                    open = Some(Listed { row, name, costs });
                }
                continue;
            }
            _ => continue,
        };
        if let Some(open) = &mut open {
            open.costs.extend(earmarked);
        }
    }
    if let Some(done) = open {
        done.finish(a, grid);
    }
}

/// A project of a list while its lines are gathered.
struct Listed {
    row: usize,
    name: usize,
    costs: Vec<Cost>,
}

impl Listed {
    fn finish(self, a: &mut Assembly<'_>, grid: &Grid) {
        let Self { row, name, costs } = self;
        let start = cell_span(grid, row, name);
        let last = costs.iter().map(|c| c.span).filter(|s| s.start >= start.start);
        let span = last.fold(start, Span::cover);
        let (label, owners) =
            without_owner(&row_label_of(&grid.rows[row].cells[name]).name, &a.known);
        if !crate::texts::can_name(&label) {
            return;
        }
        let p = a.place(RecordKind::Project, span, grid.section);
        let of = reference(RecordKind::Project, &p.id);
        let pieces = cell_pieces(grid, row, name);
        a.departments(&owners, &pieces, grid.section, DepartmentRole::Responsible, Some(&of));
        a.records.push(placed!(
            p,
            Project {
                name: label,
                initiatives: Vec::new(),
                departments: owners.iter().map(department_name).collect(),
                schedule: Vec::new(),
                period: None,
                purpose: None,
                costs,
            }
        ));
    }
}

/// Whether a line of a list says something of the project above it, the funds that are earmarked for
/// it among others: `特財：都支出金`.
fn is_remark(cell: &str) -> bool {
    bare(cell).split_once(':').is_some_and(|(what, _)| (1..=6).contains(&what.chars().count()))
}

/// A name without the owner in brackets behind it: `農地の保全（経済産業部）`.
fn without_owner(name: &str, known: &Gazetteer) -> (String, Vec<Named>) {
    let trimmed = name.trim_end();
    let inner = trimmed.strip_suffix([')', '）', '】']).and_then(|t| {
        let open = t.rfind(['(', '（', '【'])?;
        let inner = t[open..].trim_start_matches(['(', '（', '【']);
        (open > 0).then_some((&t[..open], inner))
    });
    match inner.filter(|(_, inner)| department::looks_like_names(inner)) {
        Some((name, inner)) => (name.trim_end().to_owned(), department::parse(inner, known)),
        None => (trimmed.to_owned(), Vec::new()),
    }
}

/// What is read once for all amounts of a table.
struct Money<'m> {
    grid: &'m Grid,
    model: &'m Model,
    around: Around,
    /// The columns with amounts: their names, and what their headers say that the amounts are.
    columns: Vec<(usize, String, Option<CostKind>)>,
    /// What the caption says that they are.
    heading: Option<CostKind>,
}

impl<'m> Money<'m> {
    fn of(a: &Assembly<'_>, grid: &'m Grid, model: &'m Model, columns: Vec<usize>) -> Self {
        let mut paid: Option<CostKind> = None;
        let mut named = Vec::with_capacity(columns.len());
        for c in columns {
            let one = &model.columns[c];
            // A header cell of its own says more of the amount than that of its region.
            let own = &grid.columns[c].text;
            let head = if own.is_empty() { one.path.join(" ") } else { own.clone() };
            // The sources of funds pay for the amount before them.
            let source =
                one.concepts.has(Concept::FundSource) || one.concepts.has(Concept::FundSourceShort);
            let kind = cost_kind(&head).or(paid.filter(|_| source));
            paid = kind;
            named.push((c, head_name(a, &head), kind));
        }
        Self {
            grid,
            model,
            around: Around::of(a, grid),
            columns: named,
            heading: grid.heading.as_deref().and_then(cost_kind),
        }
    }

    /// The amounts of a row. Without a label of its own for the row each is named by its column.
    fn costs(&self, a: &Assembly<'_>, row: usize, label: Option<&str>) -> Vec<Cost> {
        let said = label.and_then(cost_kind);
        let mut costs = Vec::new();
        for (column, name, headed) in &self.columns {
            let Fact::Figures(figures) = &self.model.facts[row][*column] else { continue };
            let kind = said.or(*headed);
            let name = label.map_or(name.as_str(), without_unit);
            costs.extend(figures.iter().filter_map(|f| self.cost(a, row, *column, f, name, kind)));
        }
        costs
    }

    /// The funds that a cell says are earmarked for the project above it.
    fn earmarked(
        &self,
        a: &Assembly<'_>,
        row: usize,
        column: usize,
        parts: &[(String, Figure)],
    ) -> Vec<Cost> {
        let cost = |(name, f): &(String, Figure)| self.cost(a, row, column, f, name, None);
        parts.iter().filter_map(cost).collect()
    }

    fn cost(
        &self,
        a: &Assembly<'_>,
        row: usize,
        column: usize,
        figure: &Figure,
        name: &str,
        kind: Option<CostKind>,
    ) -> Option<Cost> {
        let decided = self.model.decide(a, self.grid, row, column, figure);
        let unit = decided.unit.map(|(unit, _)| unit);
        let value = match &unit {
            Some(unit) => figure.value?.checked_mul(unit.scale)?.normalize(),
            None => figure.value?,
        };
        let time = decided.time.or(self.around.distant_time()).map(|t| t.0).or(a.budget);
        let kind = kind.or(self.heading).or(a.budget.map(|_| CostKind::Budget));
        Some(Cost {
            name: name.to_owned(),
            start: time.and_then(|t| t.start),
            end: time.and_then(|t| t.end),
            basis: time.map(|t| t.basis),
            fiscal_year: time.and_then(|t| t.fiscal_year()).map(FiscalYear::first_year),
            kind: kind.unwrap_or(CostKind::Unspecified),
            value,
            unit: unit.map(|u| u.name),
            text: figure.text.clone(),
            span: figure.span,
            page: None,
            boxes: Vec::new(),
        })
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

/// What a row must hold beside a name to be a project.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// An amount.
    Costs,
    /// Nothing: an indicator stands beside it.
    Anything,
}

/// A project for each row; its row and id.
fn budget(
    a: &mut Assembly<'_>,
    money: &Money<'_>,
    name: usize,
    needs: Needs,
) -> Vec<(usize, String)> {
    let grid = money.grid;
    let mut above: Vec<Named> = Vec::new();
    let mut projects = Vec::new();
    let period_column = grid.columns.iter().position(|c| field(&c.text) == Some(Field::Period));
    for row in grid.body() {
        let cells = &grid.rows[row].cells;
        let sums = cells.iter().take(name + 1).any(|c| is_total(c));
        if !crate::texts::can_name(&cells[name]) || sums || is_note(cells) {
            continue;
        }
        let costs = money.costs(a, row, None);
        if needs == Needs::Costs && costs.is_empty() || grid.rows[row].covered(name).is_some() {
            continue;
        }
        let last = cells.iter().rposition(|c| !c.is_empty()).unwrap_or(name);
        let start = cell_span(grid, row, name);
        let end = cell_span(grid, row, last);
        let span = if end.start >= start.start { start.cover(end) } else { start };
        let mut p = a.place(RecordKind::Project, span, grid.section);
        p.spans = row_spans(grid, row, name, span);
        let departments = departments(a, grid, row, &p.id, &mut above);
        projects.push((row, p.id.clone()));
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
    projects
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

/// 事業費(千円) → 事業費.
fn without_unit(label: &str) -> &str {
    match label.find(['（', '(']).filter(|_| bracketed_unit(label).is_some()) {
        Some(at) => label[..at].trim_end(),
        None => label,
    }
}

/// What a header says that amounts are: its innermost words, without their unit and without years
/// that stand alone.
fn head_name(a: &Assembly<'_>, head: &str) -> String {
    let named =
        head.split(' ').map(|w| w.split(['（', '(']).next().unwrap_or_default()).rfind(|w| {
            // 本年度 and 前年度 are what the column is called; 令和６年度 is when it was.
            let year = || w.chars().any(|c| c.is_numeric() || c == '元');
            !w.is_empty()
                && (is_money_word(w) || !year() || header_time(w, &a.time, None).is_none())
        });
    clean_name(named.unwrap_or(head))
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

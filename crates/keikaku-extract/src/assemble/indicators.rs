//! Indicator tables (指標の表) to `indicator` records.

use foldhash::{HashSet, HashSetExt as _};
use keikaku_layout::{TableLayout, circled_value, steps};
use keikaku_lexicon::{Concept, concepts};
use keikaku_record::{
    DepartmentRole, IndicatorRole, Observation, ObservationKind, Record, RecordKind,
};
use keikaku_text::{Span, clean_name, display_width, fold};
use keikaku_values::Unit;

use super::grid::{ColumnRole, Covered, Grid, cell_pieces, cell_span, is_note};
use super::observe::{Around, At, Filled, unit_in_column};
use super::sheets::{Owner, Subject};
use super::{Assembly, costs, reference};
use crate::recognize::department::{self, Named};
use crate::recognize::label::{self, Label};
use crate::recognize::responsibility::label_role;
use crate::recognize::value::{CellContent, read as read_value};
use crate::table::{Model, bare};

/// Reads a table of indicators. `subject` is the indicator that the sheet around the table names,
/// for rows that have no label of their own; returns whether it was used.
///
/// Where the table also names a project in its rows, that has the amounts of the row as its costs,
/// and the indicators of the row are its own.
pub(super) fn assemble(
    a: &mut Assembly<'_>,
    grid: &Grid,
    model: &Model,
    owner: Option<&Owner>,
    subject: Option<&Subject>,
) -> bool {
    let projects = costs::beside_indicators(a, grid, model);
    let spent = |c: &usize| projects.money.contains(c);
    match groups_of_columns(grid) {
        Some(groups) => {
            for columns in groups {
                let kept: Vec<usize> = columns.into_iter().filter(|c| !spent(c)).collect();
                read(a, &grid.of_columns(&kept), owner, &projects.rows, None);
            }
            false
        }
        None if projects.money.is_empty() => read(a, grid, owner, &projects.rows, subject),
        None => {
            let kept: Vec<usize> = (0..grid.columns.len()).filter(|c| !spent(c)).collect();
            read(a, &grid.of_columns(&kept), owner, &projects.rows, subject)
        }
    }
}

/// The columns of each of several indicators that stand beside one another in the rows of a table
/// (`活動指標｜実績｜単位｜成果指標｜実績｜単位`), with those that say something of all; `None` where
/// each row has but one.
fn groups_of_columns(grid: &Grid) -> Option<Vec<Vec<usize>>> {
    let labels: Vec<usize> =
        (0..grid.columns.len()).filter(|&c| grid.columns[c].role == ColumnRole::Label).collect();
    if labels.len() < 2 {
        return None;
    }
    let shared = |c: &usize| {
        *c < labels[0]
            && matches!(
                grid.columns[*c].role,
                ColumnRole::Department | ColumnRole::RowKind | ColumnRole::When(_)
            )
    };
    let shared: Vec<usize> = (0..labels[0]).filter(shared).take(MOST_SHARED).collect();
    let ends = labels[1..].iter().copied().chain([grid.columns.len()]);
    let groups: Vec<Vec<usize>> = labels
        .iter()
        .zip(ends)
        .map(|(&label, end)| shared.iter().copied().chain(label..end).collect())
        .collect();
    let measured =
        |columns: &Vec<usize>| columns.iter().any(|&c| grid.columns[c].role.holds_values());
    groups.iter().all(measured).then_some(groups)
}

/// How many columns that say something of all indicators of a row are kept with each of them.
const MOST_SHARED: usize = 3;

/// Reads the rows of a table with one indicator each. `owner` is the project of the sheet around
/// the table, `projects` are the rows that name one, and its id.
pub(super) fn read(
    a: &mut Assembly<'_>,
    grid: &Grid,
    owner: Option<&Owner>,
    projects: &[(usize, String)],
    subject: Option<&Subject>,
) -> bool {
    let mut reader = Reader {
        grid,
        around: Around::of(a, grid),
        sub_next: false,
        above: vec![None; grid.columns.len()],
        departments: None,
        used: false,
        extends: None,
        owner,
        projects,
        role: None,
    };
    let header = grid.columns.iter().find(|c| c.role == ColumnRole::Label).map(|c| &c.text);
    let distant = [header, grid.heading.as_ref()];
    reader.role = distant.into_iter().flatten().find_map(|t| role_of(t));
    for group in groups(grid) {
        reader.group(a, &group, subject);
    }
    reader.used
}

/// What words say that an indicator measures: what is done (活動指標), what comes of it (成果指標), or
/// whom it is for (対象指標).
fn role_of(text: &str) -> Option<IndicatorRole> {
    let named = concepts(&bare(text));
    [
        (Concept::Output, IndicatorRole::Output),
        (Concept::Outcome, IndicatorRole::Outcome),
        (Concept::Context, IndicatorRole::Context),
    ]
    .into_iter()
    .find_map(|(concept, role)| named.has(concept).then_some(role))
}

/// Rows that say of one indicator several kinds or times: 実績, 目標 and 達成率 below each other.
struct Group {
    rows: Vec<usize>,
}

/// What the rows of a group have in common, kept while they are gathered.
struct Gathering<'g> {
    /// The kinds or times of its rows.
    keys: HashSet<&'g str>,
    /// The label of all rows, while they have the same.
    label: Option<&'g str>,
    /// The display width of the last label that is not blank, if one is.
    width: Option<usize>,
}

impl<'g> Gathering<'g> {
    fn of(key: &'g str, label: &'g str) -> Self {
        let mut one = Self { keys: HashSet::new(), label: Some(label), width: None };
        one.add(key, label);
        one
    }

    fn add(&mut self, key: &'g str, label: &'g str) {
        steps::count("indicators::groups", label.len() + 1);
        self.keys.insert(key);
        self.label = self.label.filter(|l| *l == label);
        self.width = Some(display_width(label)).filter(|w| *w > 0).or(self.width);
    }
}

/// The rows of the body, those of one indicator together.
fn groups(grid: &Grid) -> Vec<Group> {
    let key_column = grid
        .column(ColumnRole::RowKind)
        .or_else(|| grid.columns.iter().position(|c| matches!(c.role, ColumnRole::When(None))));
    let mut groups: Vec<Group> = Vec::new();
    let mut gathered: Option<Gathering<'_>> = None;
    let label_column = grid.columns.iter().rposition(|c| c.role.names_row());
    let widest = widest_label(grid, label_column);
    let cell =
        |row: usize, column: Option<usize>| column.map_or("", |c| grid.rows[row].cells[c].as_str());
    for row in grid.body() {
        let (key, label) = (cell(row, key_column), cell(row, label_column));
        let goes_on = !key.is_empty()
            && gathered.as_ref().is_some_and(|group| {
                !group.keys.contains(key)
                    && label_column
                        .is_none_or(|column| continues_label(grid, group, row, column, widest))
            });
        match (groups.last_mut(), &mut gathered) {
            (Some(group), Some(gathered)) if goes_on => {
                group.rows.push(row);
                gathered.add(key, label);
            }
            _ => {
                groups.push(Group { rows: vec![row] });
                gathered = Some(Gathering::of(key, label));
            }
        }
    }
    groups
}

/// Whether a row has no label but the one of the rows above it. Where spaces align the columns a
/// label may stand beside any of its rows.
///
/// Its lines may stand beside the rows, too: a line goes on from one that filled the column.
fn continues_label(
    grid: &Grid,
    group: &Gathering<'_>,
    row: usize,
    column: usize,
    widest: usize,
) -> bool {
    let one = &grid.rows[row];
    let own = one.cells[column].as_str();
    own.is_empty()
        || one.covered(column) == Some(Covered::Above)
        || group.label == Some(own)
        || grid.layout == TableLayout::Spaces && group.width.is_none_or(|w| w + 4 >= widest)
}

/// The display width of the widest label.
fn widest_label(grid: &Grid, column: Option<usize>) -> usize {
    let Some(column) = column else { return 0 };
    grid.body().map(|r| display_width(&grid.rows[r].cells[column])).max().unwrap_or(0)
}

struct Reader<'g> {
    grid: &'g Grid,
    around: Around,
    /// Whether a mark that stood alone or behind a name makes the next row a sub-indicator.
    sub_next: bool,
    /// The cell above, in each column, where a merged cell goes on below it.
    above: Vec<Option<Filled>>,
    /// The departments of the row above.
    departments: Option<Vec<Named>>,
    /// Whether the subject of the sheet was taken.
    used: bool,
    /// The record that the next one's observations go to.
    extends: Option<usize>,
    /// The project of the sheet around the table.
    owner: Option<&'g Owner>,
    /// The rows that name a project, and its id.
    projects: &'g [(usize, String)],
    /// What the header of the labels says that the indicators measure.
    role: Option<IndicatorRole>,
}

/// The indicator that a group of rows is about.
struct About {
    label: Label,
    written: String,
    span: Span,
}

impl Reader<'_> {
    fn group(&mut self, a: &mut Assembly<'_>, group: &Group, subject: Option<&Subject>) {
        let grid = self.grid;
        let filled: Vec<Vec<Option<Filled>>> =
            group.rows.iter().map(|&row| self.fill(a, row)).collect();
        let Some(about) = self.about(a, group, subject) else { return };
        if group.rows.iter().all(|&r| is_note(&grid.rows[r].cells)) {
            return;
        }
        let label = &about.label;
        if label.name.is_empty() {
            self.sub_next |= label.sub_after || label.sub_before;
            return;
        }
        let values: Vec<usize> =
            (0..grid.columns.len()).filter(|&i| grid.columns[i].role.holds_values()).collect();
        // A row of nothing but a label heads the rows below it; 計 sums them up.
        let says_nothing = filled.iter().all(|row| {
            values
                .iter()
                .all(|&i| row[i].as_ref().is_none_or(|f| matches!(f.content, CellContent::Blank)))
        });
        if says_nothing && !label.sub_after && !label.sub_before || is_total(&label.name) {
            return;
        }
        let primary = !(label.sub_before || self.sub_next);
        self.sub_next = label.sub_after;
        let last = group
            .rows
            .iter()
            .filter_map(|&row| {
                let cells = &grid.rows[row].cells;
                cells.iter().rposition(|c| !c.is_empty()).map(|i| cell_span(grid, row, i))
            })
            .next_back()
            .filter(|s| s.start >= about.span.start)
            .unwrap_or(about.span);
        let span = about.span.cover(last);
        let first = group.rows[0];
        let written: Vec<&str> =
            values.iter().map(|&i| grid.rows[first].cells[i].as_str()).collect();
        if let Some(parts) = numbered(&about.written, &written) {
            let departments = self.departments(a, group);
            for part in parts {
                let observations = self.part(a, first, &values, &part, label);
                let label = Label { name: part.name, ..label.clone() };
                self.emit(a, first, span, label, part.written, primary, &departments, observations);
            }
            return;
        }
        let mut observations: Vec<Observation> = Vec::new();
        // A unit merged over the rows of the indicator stands in one of them.
        let shared = group.rows.iter().find_map(|&r| self.row_unit(label, r));
        for (row, filled) in group.rows.iter().zip(&filled) {
            let unit = self.row_unit(label, *row).or_else(|| shared.clone());
            let (around, beside) = (&self.around, &self.around.beside(grid, *row));
            for &i in &values {
                let Some(cell) = filled[i].as_ref() else { continue };
                let unit = unit.as_ref();
                let at = At { grid, around, beside, row: *row, column: i, label, unit };
                observations.extend(at.observe(a, cell));
            }
        }
        let departments = self.departments(a, group);
        self.emit(
            a,
            first,
            span,
            about.label.clone(),
            about.written,
            primary,
            &departments,
            observations,
        );
    }

    /// What a group is about: the label in its rows, else what the sheet or the caption names.
    fn about(
        &mut self,
        a: &Assembly<'_>,
        group: &Group,
        subject: Option<&Subject>,
    ) -> Option<About> {
        let grid = self.grid;
        let columns: Vec<usize> =
            (0..grid.columns.len()).filter(|&i| grid.columns[i].role.names_row()).collect();
        let first = grid.rows.get(group.rows[0])?;
        // The label nearest to the values; a group's name stands before it.
        let at = columns
            .iter()
            .rev()
            .find(|&&i| group.rows.iter().any(|&r| !grid.rows[r].cells[i].is_empty()));
        if let Some(&at) = at {
            let mut written = String::new();
            let mut span: Option<Span> = None;
            for &row in &group.rows {
                let cell = grid.rows[row].cells[at].as_str();
                if cell.is_empty()
                    || written == cell
                    || grid.rows[row].covered(at).is_some() && span.is_some()
                {
                    continue;
                }
                written.push_str(cell);
                span.get_or_insert(cell_span(grid, row, at));
            }
            let span = span?;
            return Some(About { label: label::read(&written), written, span });
        }
        if !columns.is_empty() && grid.column(ColumnRole::RowKind).is_none() {
            return None;
        }
        let row_span = first.spans.iter().find(|s| !s.is_empty()).copied()?;
        if let Some(subject) = subject {
            self.used = true;
            self.extends = subject.record;
            let mut label = label::read(&subject.written);
            label.unit = label.unit.or_else(|| subject.unit.clone());
            return Some(About { label, written: subject.written.clone(), span: subject.span });
        }
        let titled = grid.heading.as_deref().map(strip_unit).filter(|c| !c.is_empty());
        let title = titled.or_else(|| grid.section.map(|s| a.title(s)))?;
        Some(About { label: label::read(title), written: title.to_owned(), span: row_span })
    }

    /// The observations of one of several indicators that share a row.
    fn part(
        &self,
        a: &mut Assembly<'_>,
        row: usize,
        values: &[usize],
        part: &Part,
        label: &Label,
    ) -> Vec<Observation> {
        let grid = self.grid;
        let cells = &grid.rows[row].cells;
        let unit = self.row_unit(label, row);
        let (around, beside) = (&self.around, &self.around.beside(grid, row));
        let mut observations = Vec::new();
        for &i in values {
            let piece = part_of(&cells[i], part.mark);
            let text = piece.map_or(String::new(), |(_, t)| t.to_owned());
            let content = read_value(fold(text.trim_start_matches(part.mark)).text(), &a.time);
            let whole = cell_span(grid, row, i);
            let span = piece.map_or(whole, |(offset, t)| sub_span(whole, &cells[i], offset, t));
            let cell = Filled { content, text, span, merged: false };
            let unit = unit.as_ref();
            let at = At { grid, around, beside, row, column: i, label, unit };
            observations.extend(at.observe(a, &cell));
        }
        observations
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one record")]
    fn emit(
        &mut self,
        a: &mut Assembly<'_>,
        row: usize,
        span: Span,
        label: Label,
        written: String,
        primary: bool,
        departments: &(Vec<Named>, Option<Vec<Span>>),
        observations: Vec<Observation>,
    ) {
        let measured = |o: &&Observation| o.kind != ObservationKind::Achievement;
        let unit = observations
            .iter()
            .filter(measured)
            .find_map(|o| o.unit.clone())
            .or_else(|| label.unit.map(|u| u.name));
        // What a sheet began, the table beneath it goes on with.
        if let Some(Record::Indicator(begun)) =
            self.extends.take().and_then(|record| a.records.get_mut(record))
        {
            begun.unit = begun.unit.take().or(unit);
            begun.observations.extend(observations);
            return;
        }
        // A letter of an upright label, a mark or a day of the week names no measure.
        if !crate::texts::can_name(&label.name) {
            return;
        }
        let role = role_of(&written).or(self.role);
        let project = self.project(row);
        let p = a.place(RecordKind::Indicator, span, self.grid.section);
        let (named, stated) = departments;
        // Where the row names a project, the mention is the project's.
        if let Some(at) = stated.as_ref().filter(|_| self.projects.is_empty()) {
            let of = reference(RecordKind::Indicator, &p.id);
            let role = self
                .grid
                .column(ColumnRole::Department)
                .and_then(|c| label_role(&self.grid.columns[c].text))
                .unwrap_or(DepartmentRole::Responsible);
            a.departments(named, at, self.grid.section, role, Some(&of));
        }
        let mut departments: Vec<String> = named.iter().map(|n| n.name.clone()).collect();
        if let Some(owner) = self.owner.filter(|_| departments.is_empty()) {
            departments.clone_from(&owner.departments);
        }
        a.records.push(placed!(
            p,
            Indicator {
                name: label.name,
                label: written,
                primary,
                cumulative: label.cumulative,
                unit,
                role,
                project,
                better: None,
                better_from: None,
                departments,
                observations,
            }
        ));
    }

    /// The project that a row names, or the last one above it where its name goes on.
    fn project(&self, row: usize) -> Option<String> {
        let at = self.projects.partition_point(|(named, _)| *named <= row);
        let named = at.checked_sub(1).map(|at| self.projects[at].1.clone());
        named.or_else(|| self.owner.map(|owner| owner.project.clone()))
    }

    /// The departments of a group, and where it states them itself: a blank cell takes what the
    /// merged one above it holds.
    fn departments(&mut self, a: &Assembly<'_>, group: &Group) -> (Vec<Named>, Option<Vec<Span>>) {
        let grid = self.grid;
        let Some(c) = grid.column(ColumnRole::Department) else { return (Vec::new(), None) };
        let own = group.rows.iter().find(|&&r| !grid.rows[r].cells[c].is_empty());
        if let Some(&row) = own {
            let named = department::parse(&grid.rows[row].cells[c], &a.known);
            self.departments = Some(named.clone());
            let stated = grid.rows[row].covered(c).is_none();
            let spans = stated.then(|| cell_pieces(grid, row, c));
            return (named, spans);
        }
        (self.departments.clone().unwrap_or_default(), None)
    }

    /// Fills blank cells that a merged one covers: words spread over the blanks at their right and
    /// below them.
    fn fill(&mut self, a: &Assembly<'_>, row: usize) -> Vec<Option<Filled>> {
        let grid = self.grid;
        let mut filled: Vec<Option<Filled>> = Vec::with_capacity(grid.columns.len());
        for (i, text) in grid.rows[row].cells.iter().enumerate() {
            if !grid.columns[i].role.holds_values() {
                filled.push(None);
                continue;
            }
            let content = read_value(fold(text).text(), &a.time);
            let left = i.checked_sub(1).and_then(|k| filled[k].clone());
            let merged = grid.rows[row].covered(i).is_some();
            let own = Filled { content, text: text.clone(), span: cell_span(grid, row, i), merged };
            let cell = match own.content {
                CellContent::Blank => match left {
                    Some(left) if is_merged_words(&left) => Filled { merged: true, ..left },
                    _ => match self.above[i].clone() {
                        Some(above) if is_merged_words(&above) => Filled { merged: true, ..above },
                        _ => own,
                    },
                },
                CellContent::SameLeft => {
                    left.map_or(own.clone(), |l| Filled { text: own.text, span: own.span, ..l })
                }
                CellContent::SameAbove => self.above[i].clone().map_or(own.clone(), |u| Filled {
                    text: own.text,
                    span: own.span,
                    ..u
                }),
                _ => own,
            };
            self.above[i] = Some(cell.clone());
            filled.push(Some(cell));
        }
        filled
    }

    /// The unit that a row states: in its label, or in a column of units.
    fn row_unit(&self, label: &Label, row: usize) -> Option<Unit> {
        let column = self.grid.column(ColumnRole::Unit);
        let own = column.and_then(|c| unit_in_column(&self.grid.rows[row].cells[c]));
        label.unit.clone().or(own)
    }
}

/// 計, 合計, 小計: the row sums up those above it. 合計特殊出生率 does not.
pub(super) fn is_total(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.split(['(', '（']).next().unwrap_or_default();
    ["計", "合計", "小計", "総計", "総合計", "累計", "再計"].contains(&bare)
}

/// A caption without the unit that it gives.
fn strip_unit(caption: &str) -> &str {
    match caption.find(['（', '(']) {
        Some(at) if caption[at..].contains("単位") => caption[..at].trim(),
        _ => caption,
    }
}

/// Words long enough to have been merged over several columns.
fn is_merged_words(cell: &Filled) -> bool {
    matches!(cell.content, CellContent::Words(_)) && cell.text.chars().count() >= 4
}

/// One of several indicators that share a row by numbers in circles.
struct Part {
    mark: char,
    name: String,
    written: String,
}

/// `…への②掲載数、③目標額達成数` with cells `②2件 ③1件`: the parts, where both carry the numbers.
fn numbered(label: &str, cells: &[&str]) -> Option<Vec<Part>> {
    let marks: Vec<(usize, char)> =
        label.char_indices().filter(|(_, c)| circled_value(*c).is_some()).collect();
    let (first, _) = *marks.first()?;
    if !cells.iter().any(|c| marks.iter().any(|(_, m)| c.contains(*m))) {
        return None;
    }
    let prefix = label[..first].trim_start_matches(['・', ' ', '\u{3000}']);
    let parts = marks
        .iter()
        .enumerate()
        .map(|(k, &(at, mark))| {
            let end = marks.get(k + 1).map_or(label.len(), |m| m.0);
            let own =
                label[at + mark.len_utf8()..end].trim_matches(['、', '，', ' ', '・', '\u{3000}']);
            let written = format!("{prefix}{mark}{own}");
            Part { mark, name: label::read(&clean_name(&format!("{prefix}{own}"))).name, written }
        })
        .collect();
    Some(parts)
}

/// The part of a cell behind a number in a circle, and its byte offset.
fn part_of(cell: &str, mark: char) -> Option<(usize, &str)> {
    let at = cell.find(mark)?;
    let after = &cell[at + mark.len_utf8()..];
    let end = after.find(|c| circled_value(c).is_some()).unwrap_or(after.len());
    let part = cell[at..at + mark.len_utf8() + end].trim_end();
    Some((at, part))
}

/// The span of a part of a cell, where the cell's text stands in one piece in the source.
pub(super) fn sub_span(whole: Span, cell: &str, offset: usize, part: &str) -> Span {
    if whole.len() == cell.len() {
        Span::new(whole.start + offset, whole.start + offset + part.len())
    } else {
        whole
    }
}

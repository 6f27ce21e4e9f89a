//! The model of a table: which columns are stubs and which hold data, and for every data cell its
//! row path, column path, unit, time and kind.

use keikaku_layout::TableLayout;
use keikaku_lexicon::{Concept, Concepts, concepts};
use keikaku_record::{ObservationKind, Place};
use keikaku_text::fold;
use keikaku_values::{Period, Unit};

use super::annotate::{self, Fact, Figure};
use super::label::{Enumerator, RowLabel, row_label, without_unit};
use super::units::{self, Given};
use crate::assemble::Assembly;
use crate::assemble::grid::{ColumnRole, Grid, Purpose, header_time};
use crate::assemble::observe::bracketed_unit;
use crate::recognize::value::kind_of;

/// The longest path of a record; a deeper label keeps its innermost parts.
const LONGEST_PATH: usize = 6;

/// Of each row and column its label, and the row that the label is a part of.
type Labels = Vec<Vec<Option<(RowLabel, Option<u32>)>>>;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Labels of rows (表側).
    Stub,
    /// Codes and numbers of rows: digits that are no figures.
    Code,
    /// What is said beside the data and labels no row: departments, units, prose.
    Beside,
    /// Figures, times and marks that there are none.
    Data,
    /// Nothing.
    Blank,
}

impl Nature {
    /// The name that people are shown.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Stub => "stub",
            Self::Code => "code",
            Self::Beside => "beside",
            Self::Data => "data",
            Self::Blank => "blank",
        }
    }
}

/// A column of the model.
#[derive(Clone, Debug)]
pub(crate) struct ModelColumn {
    /// The texts of its headers, outermost first, without units.
    pub path: Vec<String>,
    /// What its cells are.
    pub nature: Nature,
    /// What its headers name.
    pub concepts: Concepts,
    /// The unit that its headers give.
    pub unit: Option<Unit>,
    /// The time that its headers name.
    pub time: Option<Period>,
    /// The kind of value that its headers name.
    pub kind: Option<ObservationKind>,
}

/// A part of a table that reads as one list: its stubs and the data to their right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// The columns of its labels, from the left.
    pub stubs: Vec<usize>,
    /// The columns of its data, from the left.
    pub data: Vec<usize>,
}

/// The model of a table.
#[derive(Debug)]
pub(crate) struct Model {
    /// What each cell says by itself, header rows included; none for a table that is not modelled.
    pub facts: Vec<Vec<Fact>>,
    /// Its columns.
    pub columns: Vec<ModelColumn>,
    /// Its parts from the left, each with stubs of its own.
    pub sections: Vec<Section>,
    /// For each row and column of stubs the row whose label governs it.
    governed: Vec<Vec<Option<u32>>>,
    /// The labels of each row's own stubs, and the row that each is a part of.
    labels: Labels,
    /// The units that are given for all figures, from which row on.
    given: Vec<(usize, Given)>,
    /// The columns of units, and the unit of each row in them.
    stated: Vec<(usize, Vec<Option<Unit>>)>,
    header_rows: usize,
}

/// What is known of a figure by its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decided {
    /// The unit, by which a plain number is scaled, and what gave it.
    pub unit: Option<(Unit, Place)>,
    /// The time, and what gave it.
    pub time: Option<(Period, Place)>,
    /// The kind of value, and what gave it.
    pub kind: Option<(ObservationKind, Place)>,
}

impl Model {
    /// Reads the model of a table. `above` is that of the table that this one carries on: what it
    /// says of all figures holds here, too, unless this one says otherwise.
    pub(crate) fn of(a: &Assembly<'_>, grid: &Grid, above: Option<&Self>) -> Self {
        let facts: Vec<Vec<Fact>> =
            grid.rows.iter().map(|row| annotate::row(a.text(), row, &a.time)).collect();
        let mut columns: Vec<ModelColumn> =
            (0..grid.columns.len()).map(|c| column(grid, &facts, c)).collect();
        leading_stub(grid, &facts, &mut columns);
        headless(&mut columns);
        shared_units(&mut columns);
        funded_years(&mut columns);
        let sections = sections(&columns);
        let stub_unit = columns
            .iter()
            .take_while(|c| c.nature != Nature::Data)
            .find_map(|c| c.unit.clone())
            .or_else(|| stray_unit(&columns));
        let own = Given::of(a, grid, stub_unit);
        let last = above.and_then(|model| model.given.last()).map(|(_, given)| given.clone());
        let mut given = vec![(0, if own.place.is_some() { own } else { last.unwrap_or(own) })];
        for (r, row) in grid.rows.iter().enumerate() {
            if let Some(across) = units::across(&row.cells) {
                given.push((r, across));
            }
        }
        let (labels, governed) = stubs(grid, &facts, &columns, &sections);
        let stated = units::columns(grid);
        let header_rows = grid.header_rows;
        Self { facts, columns, sections, governed, labels, given, stated, header_rows }
    }

    /// Whether a figure is data by its place: in a column of data, or written as data are.
    pub(crate) fn is_data(&self, row: usize, column: usize) -> bool {
        if row < self.header_rows {
            return false;
        }
        match (self.columns[column].nature, &self.facts[row][column]) {
            (_, Fact::Labelled(_)) => true,
            (_, Fact::Blank | Fact::Words) | (Nature::Code, _) => false,
            (Nature::Data, _) => true,
            (_, Fact::Figures(figures)) => figures.iter().any(Figure::is_formatted),
            _ => false,
        }
    }

    /// The labels of a cell's row, outermost first; `own` is a label that the cell itself gives.
    pub(crate) fn row_path(&self, row: usize, column: usize, own: Option<&str>) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        let nearest = self.sections.iter().rposition(|s| s.stubs.iter().any(|&c| c < column));
        let leading = nearest.map(|_| 0);
        let mut parts: Vec<usize> = leading.into_iter().chain(nearest).collect();
        parts.dedup();
        for part in parts {
            for &stub in self.sections[part].stubs.iter().filter(|&&c| c < column) {
                let Some(from) = self.governed[row][stub] else { continue };
                let mut chain: Vec<&str> = Vec::new();
                let mut at = Some(from);
                while let Some(r) = at {
                    let Some((label, parent)) = &self.labels[r as usize][stub] else { break };
                    chain.push(&label.name);
                    at = *parent;
                }
                for name in chain.into_iter().rev() {
                    if path.last().is_none_or(|last| last != name) {
                        path.push(name.to_owned());
                    }
                }
            }
        }
        path.extend(own.map(str::to_owned));
        path.drain(..path.len().saturating_sub(LONGEST_PATH));
        path
    }

    /// The label nearest to a cell in its row, its own or the one that governs it.
    pub(crate) fn row_name(&self, row: usize, column: usize) -> Option<&str> {
        let part = self.sections.iter().rev().find(|s| s.stubs.iter().any(|&c| c < column))?;
        part.stubs.iter().rev().filter(|&&c| c < column).find_map(|&stub| {
            let from = self.governed[row][stub]?;
            let (label, _) = self.labels[from as usize][stub].as_ref()?;
            Some(label.name.as_str())
        })
    }

    /// What the place of a figure says of it.
    pub(crate) fn decide(
        &self,
        a: &Assembly<'_>,
        grid: &Grid,
        row: usize,
        column: usize,
        figure: &Figure,
    ) -> Decided {
        let one = &self.columns[column];
        let name = self.row_name(row, column);
        let bare_name = name.map(bare).unwrap_or_default();
        let unit = self.unit(grid, row, column, &bare_name, figure);
        let row_time = || {
            let when = grid.columns.iter().position(|c| matches!(c.role, ColumnRole::When(_)))?;
            header_time(&grid.rows[row].cells[when], &a.time, None)
                .or_else(|| header_time(name?, &a.time, None))
        };
        let time = figure
            .time
            .map(|t| (t, Place::Cell))
            .or_else(|| one.time.map(|t| (t, Place::Column)))
            .or_else(|| row_time().map(|t| (t.period, Place::Row)))
            .or_else(|| Some((header_time(name?, &a.time, None)?.period, Place::Row)));
        let row_kind = || {
            grid.columns
                .iter()
                .position(|c| c.role == ColumnRole::RowKind)
                .and_then(|c| kind_of(&grid.rows[row].cells[c]))
        };
        let kind = figure
            .kind
            .map(|k| (k, Place::Cell))
            .or_else(|| row_kind().map(|k| (k, Place::Row)))
            .or_else(|| one.kind.map(|k| (k, Place::Column)));
        Decided { unit, time, kind }
    }

    /// The unit of a figure: its own, its row's, its column's, or the table's.
    fn unit(
        &self,
        grid: &Grid,
        row: usize,
        column: usize,
        name: &str,
        figure: &Figure,
    ) -> Option<(Unit, Place)> {
        if let Some(name) = &figure.unit {
            let unit = Unit { scale: keikaku_values::Decimal::ONE, name: name.clone() };
            return Some((unit, Place::Cell));
        }
        let stated = self.unit_column(grid, column).and_then(|c| {
            let (_, units) = self.stated.iter().find(|(at, _)| *at == c)?;
            units[row].clone()
        });
        let label = || {
            let part = self.sections.iter().rev().find(|s| s.stubs.iter().any(|&c| c < column))?;
            part.stubs.iter().rev().filter(|&&c| c < column).find_map(|&c| {
                let from = self.governed[row][c]? as usize;
                bracketed_unit(&grid.rows[from].cells[c])
            })
        };
        // What the header says of the figures beneath it goes before a bracket behind the row's
        // name: 整備事業費（図書館） in yen.
        let of_column = || self.columns[column].unit.clone().map(|u| (u, Place::Column));
        let found = of_column()
            .or_else(|| stated.map(|u| (u, Place::Row)))
            .or_else(|| label().map(|u| (u, Place::Row)));
        if found.is_some() {
            return found;
        }
        let given = self.given.iter().rev().find(|(from, g)| *from <= row && g.place.is_some());
        let (_, given) = given?;
        let place = given.place?;
        let is_rate = self.columns[column].concepts.has(Concept::Rate)
            || concepts(name).has(Concept::Rate)
            || name.ends_with(['%', '％']);
        let percent = || {
            let scale = keikaku_values::Decimal::ONE;
            Unit { scale, name: "%".to_owned() }
        };
        let unit = if is_rate {
            given.rate.clone().or_else(|| Some(percent()))
        } else {
            given.plain.clone().or_else(|| given.rate.clone())
        };
        unit.map(|u| (u, place))
    }

    /// The column that gives the unit of each figure of a column: the one among the columns of its
    /// section.
    fn unit_column(&self, grid: &Grid, column: usize) -> Option<usize> {
        let is_unit = |c: &usize| grid.columns[*c].role == ColumnRole::Unit;
        let begins = |s: &Section| s.stubs.first().or(s.data.first()).copied().unwrap_or(0);
        let at = self.sections.partition_point(|s| begins(s) <= column);
        let first = at.checked_sub(1).map_or(0, |at| begins(&self.sections[at]));
        let end = self.sections.get(at).map_or(grid.columns.len(), begins);
        (first..end).find(is_unit).or_else(|| (0..grid.columns.len()).find(is_unit))
    }

    /// Whether a column holds amounts of money, and no differences between them: its header names
    /// money or a source of funds, or its unit is yen.
    pub(crate) fn is_money(&self, column: usize) -> bool {
        let one = &self.columns[column];
        let named = one.concepts;
        if one.nature != Nature::Data || named.has(Concept::Difference) || named.has(Concept::Rate)
        {
            return false;
        }
        let table = || self.given.iter().rev().find_map(|(_, g)| g.plain.as_ref());
        let unit = one.unit.as_ref().or_else(table);
        let funds = self.columns.iter().any(|c| c.concepts.has(Concept::FundHeader))
            && named.has(Concept::FundSourceShort);
        match unit {
            Some(unit) if !is_yen(unit) => false,
            Some(_) => true,
            None => named.strength(Concept::Money) >= 2 || named.has(Concept::FundSource) || funds,
        }
    }

    /// The units that are given for all figures, and from which row on.
    pub(super) fn given_units(&self) -> Vec<(usize, String)> {
        let units = |(row, given): &(usize, Given)| {
            let both = given.plain.iter().chain(&given.rate);
            both.map(|unit| (*row, super::view::unit_name(unit))).collect::<Vec<_>>()
        };
        self.given.iter().flat_map(units).collect()
    }

    /// Whether the figures of a column can be added up.
    pub(crate) fn adds_up(&self, column: usize) -> bool {
        let one = &self.columns[column];
        one.nature == Nature::Data
            && !one.concepts.has(Concept::Difference)
            && !one.concepts.has(Concept::Rate)
            && one.kind != Some(ObservationKind::Achievement)
    }

    /// Whether a row is a part of another: by its number, by うち, or as a source of funds.
    pub(crate) fn is_part(&self, row: usize, column: usize) -> bool {
        let Some(part) = self.sections.iter().rev().find(|s| s.stubs.iter().any(|&c| c < column))
        else {
            return false;
        };
        part.stubs.iter().rev().filter(|&&c| c < column).any(|&stub| {
            let Some((label, parent)) = &self.labels[row][stub] else { return false };
            let named = concepts(&bare(&label.name));
            parent.is_some()
                || label.level == Some(Enumerator::Including)
                || named.has(Concept::FundSource)
                || named.has(Concept::FundSourceShort)
        })
    }

    /// Whether a cell sums up others: by its row's label or its column's header.
    pub(crate) fn is_total(&self, row: usize, column: usize) -> bool {
        self.columns[column].concepts.strength(Concept::Total) >= 2
            || self.is_total_row(row, column)
    }

    /// Whether a cell sums up others by its row's label.
    pub(crate) fn is_total_row(&self, row: usize, column: usize) -> bool {
        let total = |name: &str| concepts(&bare(name)).strength(Concept::Total) >= 2;
        self.row_name(row, column).is_some_and(total)
    }
}

/// The models of all tables of a document.
pub(crate) fn models(a: &Assembly<'_>, grids: &[Grid]) -> Vec<Model> {
    let mut models: Vec<Model> = Vec::with_capacity(grids.len());
    for (g, grid) in grids.iter().enumerate() {
        // A table with the header of the one before it is more of the same.
        let alike = || {
            let before = g.checked_sub(1)?;
            let texts = |grid: &Grid| -> Vec<String> {
                grid.columns.iter().map(|c| c.text.clone()).collect()
            };
            let headed = grid.columns.iter().filter(|c| !c.text.is_empty()).count() >= 3;
            (headed && texts(&grids[before]) == texts(grid)).then_some(before)
        };
        let above = grid.continues.filter(|&c| c < g).or_else(alike);
        let model = Model::of(a, grid, above.map(|c| &models[c]));
        models.push(model);
    }
    models
}

/// A text in one width and without spaces, as the lexicon is asked.
pub(crate) fn bare(text: &str) -> String {
    fold(text).text().chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many cells of a column are what.
#[derive(Default)]
pub(super) struct Census {
    /// Figures, and those among them that are written as figures of a table are, or count rows.
    pub figures: usize,
    pub formatted: usize,
    pub counting: usize,
    /// Times.
    pub times: usize,
    /// Marks that there is no value.
    pub missing: usize,
    /// Words, and those among them that are prose.
    pub words: usize,
    pub prose: usize,
}

/// Counts what the cells of a column beneath its headers are.
pub(super) fn census(grid: &Grid, facts: &[Vec<Fact>], column: usize) -> Census {
    let mut census = Census::default();
    let mut last = None;
    for row in grid.body() {
        match &facts[row][column] {
            Fact::Blank => {}
            Fact::Missing(_) => census.missing += 1,
            Fact::Time(..) => census.times += 1,
            Fact::Words | Fact::Labelled(_) => {
                census.words += 1;
                let text = &grid.rows[row].cells[column];
                census.prose += usize::from(text.contains('。') || text.chars().count() > 30);
            }
            Fact::Figures(figures) => {
                census.figures += 1;
                census.formatted += usize::from(figures.iter().any(Figure::is_formatted));
                let value = match figures.as_slice() {
                    [one] if !one.is_formatted() && one.text.chars().count() <= 3 => one.value,
                    _ => None,
                };
                // Numbers that count rows go up by one, or begin anew.
                let next = |v| last.is_none_or(|l| v == l + keikaku_values::Decimal::ONE);
                let anew = value == Some(keikaku_values::Decimal::ONE);
                census.counting += usize::from(value.is_some_and(next) || anew);
                last = value;
            }
        }
    }
    census
}

fn column(grid: &Grid, facts: &[Vec<Fact>], index: usize) -> ModelColumn {
    let column = &grid.columns[index];
    let header = bare(&column.text);
    let mut named = Concepts::default();
    let mut path: Vec<String> = Vec::new();
    let mut unit = None;
    for cell in &column.path {
        let folded = fold(cell);
        unit = bracketed_unit(folded.text()).or(unit);
        let Some(text) = without_unit(cell) else { continue };
        named = named.and(concepts(&bare(&text)));
        if path.last() != Some(&text) && !text.is_empty() {
            path.push(text);
        }
    }
    path.drain(..path.len().saturating_sub(LONGEST_PATH));
    let nature = nature(grid, &census(grid, facts, index), index, &header, named);
    let (time, kind) = match column.role {
        ColumnRole::Time(time) => (Some(time.period), time.kind),
        ColumnRole::Kind(kind) => (None, Some(kind)),
        _ => (None, None),
    };
    ModelColumn { path, nature, concepts: named, unit, time, kind }
}

/// What a column's cells are, by its role, its header and what most of them say.
fn nature(grid: &Grid, census: &Census, index: usize, header: &str, named: Concepts) -> Nature {
    let Census { figures, formatted, counting, times, missing, words, prose } = *census;
    let data = figures + times + missing;
    let role = grid.columns[index].role;
    if data + words == 0 {
        return Nature::Blank;
    }
    match role {
        ColumnRole::Department | ColumnRole::Unit | ColumnRole::References => {
            return Nature::Beside;
        }
        // Small amounts look like numbers of rows.
        ColumnRole::Number if !named.has(Concept::Money) => return Nature::Code,
        _ => {}
    }
    if named.has(Concept::Remark) && words >= data {
        return Nature::Beside;
    }
    if named.has(Concept::Code) && formatted == 0 && figures > words {
        return Nature::Code;
    }
    if data > words || data == words && formatted > 0 {
        let numbers_rows = formatted == 0 && figures == data && counting == figures;
        let unnamed = header.is_empty() || index == 0;
        return if numbers_rows && unnamed && figures > 1 { Nature::Code } else { Nature::Data };
    }
    // Prose labels no row where something shorter does.
    if prose * 2 > words { Nature::Beside } else { Nature::Stub }
}

/// A table without a stub has one all the same: its first column where that holds times, or prose,
/// or years under no header of their own.
fn leading_stub(grid: &Grid, facts: &[Vec<Fact>], columns: &mut [ModelColumn]) {
    let first_data = columns.iter().position(|c| c.nature == Nature::Data);
    let Some(first) = first_data else { return };
    if columns[..first].iter().any(|c| c.nature == Nature::Stub) {
        return;
    }
    if let Some(prose) = columns[..first].iter().rposition(|c| c.nature == Nature::Beside)
        && grid.columns[prose].role != ColumnRole::Unit
    {
        columns[prose].nature = Nature::Stub;
        return;
    }
    let times = census(grid, facts, first);
    let year = |row: usize| match &facts[row][first] {
        Fact::Time(..) | Fact::Words | Fact::Labelled(_) | Fact::Blank => true,
        Fact::Figures(figures) => figures
            .iter()
            .all(|f| !f.is_formatted() && f.text.len() == 4 && f.text.starts_with(['1', '2'])),
        Fact::Missing(_) => false,
    };
    let more = columns[first + 1..].iter().any(|c| c.nature == Nature::Data);
    if more && times.times + times.figures > 0 && grid.body().all(year) {
        columns[first].nature = Nature::Stub;
    }
}

/// Columns without a header belong to the nearest one over their region: data to the stub at their
/// left, as a figure to the words before it; else to the next header at their right, as the names
/// and amounts under 説明 do, which stands centred over them.
fn headless(columns: &mut [ModelColumn]) {
    for c in 1..columns.len() {
        let bare = matches!(columns[c].nature, Nature::Data | Nature::Stub | Nature::Code);
        if !bare || !columns[c].path.is_empty() {
            continue;
        }
        let left = columns[..c].iter().rposition(|o| !o.path.is_empty());
        let right = columns[c..].iter().position(|o| !o.path.is_empty()).map(|n| c + n);
        let over = |at: &usize| match columns[c].nature {
            Nature::Stub => *at + 1 == c && columns[*at].nature == Nature::Stub,
            _ => columns[*at].nature != Nature::Data,
        };
        let taken = left.filter(over).or(right).or(left);
        if let Some(taken) = taken {
            let other = &columns[taken];
            let (path, named, unit) = (other.path.clone(), other.concepts, other.unit.clone());
            let one = &mut columns[c];
            (one.path, one.concepts, one.unit) = (path, named, unit);
        }
    }
}

/// Amounts whose header gives no unit have that of the amounts beside them: `予算額（千円）｜増減`.
fn shared_units(columns: &mut [ModelColumn]) {
    let mut stated =
        columns.iter().filter(|c| c.nature == Nature::Data).filter_map(|c| c.unit.as_ref());
    let Some(unit) = stated.next().cloned() else { return };
    if !is_yen(&unit) || stated.any(|other| *other != unit && is_yen(other)) {
        return;
    }
    for column in columns.iter_mut().filter(|c| c.nature == Nature::Data && c.unit.is_none()) {
        let amounts = [
            Concept::Money,
            Concept::Difference,
            Concept::FundSource,
            Concept::FundSourceShort,
            Concept::Total,
        ];
        let named = amounts.iter().any(|&c| column.concepts.has(c));
        if named && !column.concepts.has(Concept::Rate) {
            column.unit = Some(unit.clone());
        }
    }
}

/// A unit of money in the header of a column without figures, where no column of figures has a unit:
/// it stood over the table, at its edge.
fn stray_unit(columns: &[ModelColumn]) -> Option<Unit> {
    let stated = columns.iter().any(|c| c.nature == Nature::Data && c.unit.is_some());
    let stray = || columns.iter().filter(|c| c.nature != Nature::Data).find_map(|c| c.unit.clone());
    if stated { None } else { stray().filter(is_yen) }
}

/// The sources of funds pay for the latest of the amounts that stand before them, in its year.
fn funded_years(columns: &mut [ModelColumn]) {
    let mut latest: Option<Period> = None;
    for column in columns {
        let source =
            [Concept::FundSource, Concept::FundSourceShort].iter().any(|&c| column.concepts.has(c));
        match column.time {
            Some(time) if latest.is_none_or(|l| l.start < time.start) => latest = Some(time),
            None if source => column.time = latest,
            _ => {}
        }
    }
}

fn is_yen(unit: &Unit) -> bool {
    unit.name == "円"
}

/// The parts of a table: a run of stubs opens one, the data behind belong to it.
fn sections(columns: &[ModelColumn]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (c, column) in columns.iter().enumerate() {
        match column.nature {
            Nature::Stub => match sections.last_mut() {
                Some(last) if last.data.is_empty() => last.stubs.push(c),
                _ => sections.push(Section { stubs: vec![c], data: Vec::new() }),
            },
            Nature::Data => match sections.last_mut() {
                Some(last) => last.data.push(c),
                None => sections.push(Section { stubs: Vec::new(), data: vec![c] }),
            },
            Nature::Code | Nature::Beside | Nature::Blank => {}
        }
    }
    sections
}

/// The labels of every row, each with the row that it is a part of; and for each cell of a stub the
/// row whose label governs it.
fn stubs(
    grid: &Grid,
    facts: &[Vec<Fact>],
    columns: &[ModelColumn],
    sections: &[Section],
) -> (Labels, Vec<Vec<Option<u32>>>) {
    let (height, width) = (grid.rows.len(), columns.len());
    let mut labels: Labels = vec![Vec::new(); height];
    let mut governed = vec![Vec::new(); height];
    let mut carried: Vec<Option<u32>> = vec![None; width];
    let mut open: Vec<Vec<(Option<Enumerator>, u32)>> = vec![Vec::new(); width];
    for row in grid.body() {
        labels[row] = vec![None; width];
        for section in sections {
            // A sheet of pairs has a label for each value, which governs nothing below it.
            let pairs = grid.purpose == Purpose::Sheet;
            let mut anew = false;
            for &c in &section.stubs {
                let text = grid.rows[row].cells[c].as_str();
                let own = !text.trim().is_empty() && !super::values::is_figure(&facts[row][c]);
                if anew || pairs {
                    carried[c] = None;
                    open[c].clear();
                }
                if !own {
                    continue;
                }
                let label = row_label(text);
                let parent = nest(&mut open[c], &label, row as u32);
                let repeated = carried[c].is_some_and(|from| {
                    grid.rows[from as usize].cells[c] == text && grid.rows[row].covered(c).is_some()
                });
                if repeated {
                    continue;
                }
                labels[row][c] = Some((label, parent));
                carried[c] = Some(row as u32);
                anew = true;
            }
        }
        governed[row].clone_from(&carried);
    }
    if grid.layout == TableLayout::Spaces {
        for section in sections {
            centred(grid, section, &labels, &mut governed);
        }
    }
    (labels, governed)
}

/// A dump sets the label of a group in the middle of its rows. Where the groups end with totals, the
/// only label of a group governs all of its rows, those above it too.
fn centred(grid: &Grid, section: &Section, labels: &Labels, governed: &mut [Vec<Option<u32>>]) {
    let Some((&inner, outer)) = section.stubs.split_last() else { return };
    let ends = |row: usize| {
        let label = labels[row][inner].as_ref();
        label.is_some_and(|(l, _)| concepts(&bare(&l.name)).strength(Concept::Total) >= 2)
    };
    if outer.is_empty() || !grid.body().any(ends) {
        return;
    }
    let mut first = grid.body().start;
    for last in grid.body() {
        if !ends(last) {
            continue;
        }
        for &stub in outer {
            let mut own = (first..=last).filter(|&row| labels[row][stub].is_some());
            let (one, more) = (own.next(), own.next());
            if more.is_none() {
                for row in &mut governed[first..=last] {
                    row[stub] = one.map(|row| row as u32);
                }
            }
        }
        first = last + 1;
    }
}

/// The row that a label is a part of, by how the rows above it are numbered.
fn nest(open: &mut Vec<(Option<Enumerator>, u32)>, label: &RowLabel, row: u32) -> Option<u32> {
    let total = concepts(&bare(&label.name)).strength(Concept::Total) >= 2;
    if total {
        return None;
    }
    match label.level {
        None => open.clear(),
        Some(_) => {
            if let Some(at) = open.iter().position(|(level, _)| *level == label.level) {
                open.truncate(at);
            }
        }
    }
    let parent = open.last().map(|(_, row)| *row);
    open.push((label.level, row));
    parent
}

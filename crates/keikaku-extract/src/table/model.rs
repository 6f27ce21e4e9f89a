//! The model of a table: which columns are stubs and which hold data, and for every data cell its
//! row path, column path, unit, time and kind.

use keikaku_lexicon::{Concept, Concepts, concepts};
use keikaku_record::{ObservationKind, Place};
use keikaku_text::fold;
use keikaku_values::{Period, Unit};

use super::annotate::{self, Fact, Figure};
use super::label::without_unit;
use super::rows::{Label, RowLabels};
use super::units::{self, Given};
use crate::assemble::Assembly;
use crate::assemble::grid::{ColumnRole, Grid, header_time};
use crate::assemble::observe::bracketed_unit;
use crate::recognize::value::kind_of;

/// The longest path of a record; a deeper label keeps its innermost parts.
pub(super) const LONGEST_PATH: usize = 6;

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
    /// The labels of its rows.
    labels: RowLabels,
    /// The units that are given for all figures, from which row on.
    given: Vec<(usize, Given)>,
    /// The columns of units, and the unit of each row in them.
    stated: Vec<(usize, Vec<Option<Unit>>)>,
    /// Of each column that which of the columns of units holds its units.
    unit_of: Vec<Option<u32>>,
    /// The column of the rows' times, and that of their kinds.
    when: Option<usize>,
    row_kind: Option<usize>,
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
        let labels = RowLabels::of(a, grid, &facts, &sections);
        let stated = units::columns(grid);
        let role =
            |wanted: fn(ColumnRole) -> bool| grid.columns.iter().position(|c| wanted(c.role));
        Self {
            unit_of: unit_columns(&stated, &sections, columns.len()),
            when: role(|r| matches!(r, ColumnRole::When(_))),
            row_kind: role(|r| r == ColumnRole::RowKind),
            header_rows: grid.header_rows,
            facts,
            columns,
            sections,
            labels,
            given,
            stated,
        }
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
        self.labels.path(row, column, own)
    }

    /// The label nearest to a cell in its row, its own or the one that governs it.
    pub(crate) fn row_name(&self, row: usize, column: usize) -> Option<&str> {
        self.labels.nearest(row, column).map(|label| label.name.as_str())
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
        let label = self.labels.nearest(row, column);
        let unit = self.unit(row, column, label, figure);
        let row_time = || {
            let cell = &grid.rows[row].cells[self.when?];
            header_time(cell, &a.time, None).map(|t| t.period)
        };
        let time = figure
            .time
            .map(|t| (t, Place::Cell))
            .or_else(|| one.time.map(|t| (t, Place::Column)))
            .or_else(|| row_time().or(label?.time).map(|t| (t, Place::Row)));
        let row_kind = || kind_of(&grid.rows[row].cells[self.row_kind?]);
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
        row: usize,
        column: usize,
        label: Option<&Label>,
        figure: &Figure,
    ) -> Option<(Unit, Place)> {
        if let Some(name) = &figure.unit {
            let unit = Unit { scale: keikaku_values::Decimal::ONE, name: name.clone() };
            return Some((unit, Place::Cell));
        }
        let stated = || {
            let (_, units) = &self.stated[self.unit_of[column]? as usize];
            units[row].clone()
        };
        // What the header says of the figures beneath it goes before a bracket behind the row's
        // name: 整備事業費（図書館） in yen.
        let of_column = || self.columns[column].unit.clone().map(|u| (u, Place::Column));
        let found = of_column()
            .or_else(|| stated().map(|u| (u, Place::Row)))
            .or_else(|| self.labels.unit(row, column).map(|u| (u.clone(), Place::Row)));
        if found.is_some() {
            return found;
        }
        let above = self.given.partition_point(|(from, _)| *from <= row);
        let (_, given) = &self.given[above.checked_sub(1)?];
        let place = given.place?;
        let is_rate = self.columns[column].concepts.has(Concept::Rate)
            || label
                .is_some_and(|l| l.concepts.has(Concept::Rate) || l.name.ends_with(['%', '％']));
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
        let funds = named.has(Concept::FundSourceShort)
            && self.columns.iter().any(|c| c.concepts.has(Concept::FundHeader));
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
        self.labels.is_part(row, column)
    }

    /// Whether a cell sums up others: by its row's label or its column's header.
    pub(crate) fn is_total(&self, row: usize, column: usize) -> bool {
        self.columns[column].concepts.strength(Concept::Total) >= 2
            || self.is_total_row(row, column)
    }

    /// Whether a cell sums up others by its row's label.
    pub(crate) fn is_total_row(&self, row: usize, column: usize) -> bool {
        self.labels.nearest(row, column).is_some_and(Label::is_total)
    }
}

/// Of each column that which of the columns of units holds its units: the one among the columns of
/// its part, else the first.
fn unit_columns(
    stated: &[(usize, Vec<Option<Unit>>)],
    sections: &[Section],
    columns: usize,
) -> Vec<Option<u32>> {
    let first = (!stated.is_empty()).then_some(0);
    let mut of = vec![first; columns];
    let begins = |s: &Section| s.stubs.first().or(s.data.first()).copied().unwrap_or(0);
    for (at, section) in sections.iter().enumerate() {
        let range = begins(section)..sections.get(at + 1).map_or(columns, begins);
        let own = stated.partition_point(|(c, _)| *c < range.start);
        if stated.get(own).is_some_and(|(c, _)| range.contains(c)) {
            of[range].fill(Some(own as u32));
        }
    }
    of
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
    // Of each column the nearest one with a header at its right.
    let mut right: Vec<Option<usize>> = vec![None; columns.len()];
    let mut next = None;
    for c in (0..columns.len()).rev() {
        right[c] = next;
        if !columns[c].path.is_empty() {
            next = Some(c);
        }
    }
    let mut left = columns.first().filter(|c| !c.path.is_empty()).map(|_| 0);
    for c in 1..columns.len() {
        let bare = matches!(columns[c].nature, Nature::Data | Nature::Stub | Nature::Code);
        if bare && columns[c].path.is_empty() {
            let over = |at: &usize| match columns[c].nature {
                Nature::Stub => *at + 1 == c && columns[*at].nature == Nature::Stub,
                _ => columns[*at].nature != Nature::Data,
            };
            if let Some(taken) = left.filter(over).or(right[c]).or(left) {
                let other = &columns[taken];
                let (path, named, unit) = (other.path.clone(), other.concepts, other.unit.clone());
                let one = &mut columns[c];
                (one.path, one.concepts, one.unit) = (path, named, unit);
            }
        }
        if !columns[c].path.is_empty() {
            left = Some(c);
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

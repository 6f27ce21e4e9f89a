//! Sheets (調書・評価シート): fields in pairs of a label and a value, to `project` and
//! `indicator` records.

use keikaku_record::{Cost, DepartmentName, DepartmentRole, Record, RecordKind, Reference, Time};
use keikaku_text::{Span, clean_name, fold};
use keikaku_values::{Basis, Period, Unit, find_periods, parse_unit_label};

use super::grid::{Broken, ColumnRole, Covered, Grid, is_label};
use super::{Assembly, Placed, department_name, indicators, reference};
use crate::recognize::department::{self, Named};
use crate::recognize::field::{Field, field};
use crate::recognize::responsibility::label_role;

/// The indicator that a sheet names, for a table beneath that gives no label to its rows.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Its label as written.
    pub written: String,
    /// Where the label stands.
    pub span: Span,
    /// The unit that the sheet states.
    pub unit: Option<Unit>,
    /// Its record, where the sheet gave values already: an index into the records so far.
    pub record: Option<usize>,
    section: Option<usize>,
}

/// The project that an indicator belongs to by where it stands.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    /// The id of its record.
    pub project: String,
    /// Its departments, for indicators that name none.
    pub departments: Vec<String>,
}

/// The sheet that is being read: it goes on over tables until the next one begins.
#[derive(Default)]
pub(super) struct Sheets {
    project: Option<Open>,
    subject: Option<Subject>,
}

/// A project while its sheet is read.
struct Open {
    place: Placed,
    section: Option<usize>,
    name: String,
    departments: Vec<DepartmentName>,
    period: Option<Period>,
    purpose: Option<String>,
    costs: Vec<Cost>,
}

/// A label and its value.
struct Pair<'g> {
    label: &'g str,
    label_span: Span,
    value: &'g str,
    value_span: Span,
    /// How lines broke the value.
    broken: Option<&'g Broken>,
    /// How the value goes on in rows of their own.
    rest: Vec<&'g str>,
    field: Option<Field>,
}

impl Sheets {
    /// The indicator that rows without a label are about.
    pub(super) fn subject(&self, grid: &Grid) -> Option<&Subject> {
        self.subject.as_ref().filter(|s| s.section == grid.section)
    }

    /// The project of the sheet, for the indicators in it.
    fn owner(&self) -> Option<Owner> {
        self.project.as_ref().map(|open| Owner {
            project: open.place.id.clone(),
            departments: open.departments.iter().map(|d| d.name.clone()).collect(),
        })
    }

    /// The project of the sheet that a table stands in.
    pub(super) fn owner_of(&self, grid: &Grid) -> Option<Owner> {
        let inside = |open: &Open| open.section == grid.section;
        self.project.as_ref().is_some_and(inside).then(|| self.owner()).flatten()
    }

    /// Forgets the indicator: a table with labels of its own came.
    pub(super) fn drop_subject(&mut self) {
        self.subject = None;
    }

    /// Adds costs to the project of the sheet; returns whether there is one.
    pub(super) fn add_costs(&mut self, costs: Vec<Cost>) -> bool {
        match &mut self.project {
            Some(open) => {
                open.costs.extend(costs);
                true
            }
            None => false,
        }
    }

    /// Reads a grid of fields.
    pub(super) fn read(&mut self, a: &mut Assembly<'_>, grid: &Grid) {
        let pairs = pairs(a, grid);
        for entry in entries(&pairs) {
            self.entry(a, grid, entry);
        }
    }

    fn entry(&mut self, a: &mut Assembly<'_>, grid: &Grid, entry: &[Pair<'_>]) {
        let at = |f: Field| entry.iter().position(|p| p.field == Some(f) && !p.value.is_empty());
        let indicator = at(Field::Indicator);
        if let Some(name) = at(Field::Project) {
            self.finish(a);
            self.begin(a, grid, entry, name);
        }
        // From the name of the indicator on, what is not the project's is the indicator's.
        let (own, about) = match indicator {
            Some(0) => (&entry[..0], entry),
            Some(i) => entry.split_at(i),
            None => (entry, &entry[..0]),
        };
        let of = match (&self.project, at(Field::Project)) {
            (Some(open), Some(_)) => Some(reference(RecordKind::Project, &open.place.id)),
            (Some(open), None) if indicator.is_none() => {
                Some(reference(RecordKind::Project, &open.place.id))
            }
            _ => section_of(a, grid),
        };
        let named = responsible(a, grid, own, of.as_ref());
        if let Some(open) = &mut self.project
            && (at(Field::Project).is_some() || indicator.is_none())
        {
            for name in named {
                if !open.departments.contains(&name) {
                    open.departments.push(name);
                }
            }
            fill(a, open, own);
        }
        if !about.is_empty() {
            self.indicator(a, grid, about);
        }
    }

    fn begin(&mut self, a: &mut Assembly<'_>, grid: &Grid, entry: &[Pair<'_>], name: usize) {
        self.subject = None;
        let span = entry[name].value_span;
        self.project = Some(Open {
            place: a.place(RecordKind::Project, span, grid.section),
            section: grid.section,
            name: clean_name(entry[name].value),
            departments: Vec::new(),
            period: None,
            purpose: None,
            costs: Vec::new(),
        });
    }

    /// An indicator whose unit and values are fields: its pairs are read as a table of one row.
    fn indicator(&mut self, a: &mut Assembly<'_>, grid: &Grid, about: &[Pair<'_>]) {
        let values = |p: &Pair<'_>| !p.value.is_empty() || p.field.is_none();
        let fields: Vec<(&str, Span, &str, Span)> = about
            .iter()
            .filter(|p| values(p))
            .map(|p| (p.label, p.label_span, p.value, p.value_span))
            .collect();
        let mut row = grid.of_fields(&fields, &a.time);
        // However a sheet calls it, its first field names the indicator.
        row.columns[0].role = ColumnRole::Label;
        let before = a.records.len();
        let valued = row.columns.iter().any(|c| c.role.holds_values());
        if valued {
            indicators::read(a, &row, self.owner().as_ref(), &[], None);
        }
        let record =
            (before..a.records.len()).find(|&i| matches!(a.records[i], Record::Indicator(_)));
        let unit = about
            .iter()
            .find(|p| p.field == Some(Field::Unit))
            .and_then(|p| parse_unit_label(fold(p.value).text()));
        self.subject = Some(Subject {
            written: about[0].value.to_owned(),
            span: about[0].value_span,
            unit,
            record,
            section: grid.section,
        });
    }

    /// Emits the project of the sheet, once nothing more belongs to it.
    pub(super) fn finish(&mut self, a: &mut Assembly<'_>) {
        let Some(mut open) = self.project.take() else { return };
        open.costs.sort_by_key(|c| c.span.start);
        let period = open.period;
        a.records.push(placed!(
            open.place,
            Project {
                name: open.name,
                initiatives: Vec::new(),
                departments: open.departments,
                schedule: Vec::new(),
                period: period.map(|p| Time { start: p.start, end: p.end, basis: p.basis }),
                purpose: open.purpose,
                costs: open.costs,
            }
        ));
    }
}

/// The fields of a grid, in the order of the text.
fn pairs<'g>(a: &Assembly<'_>, grid: &'g Grid) -> Vec<Pair<'g>> {
    let mut out: Vec<Pair<'g>> = Vec::new();
    for row in &grid.rows {
        let labels = |cell: &str| is_label(cell, &a.time);
        let all = || {
            (0..row.cells.len())
                .filter(|&c| row.covered(c) != Some(Covered::Left))
                .map(|c| (row.cells[c].as_str(), row.spans[c], row.broken(c)))
        };
        // Labels in every other cell tell which values are blank.
        let in_place = all().count() >= 4
            && all().step_by(2).all(|(c, ..)| c.is_empty() || labels(c))
            && !all().skip(1).step_by(2).any(|(c, ..)| labels(c));
        if in_place {
            let cells: Vec<_> = all().collect();
            for pair in cells.chunks(2).filter(|p| !p[0].0.is_empty()) {
                let (label, label_span, _) = pair[0];
                let (value, value_span, broken) =
                    pair.get(1).copied().unwrap_or(("", label_span, None));
                let (rest, field) = (Vec::new(), field(label));
                out.push(Pair { label, label_span, value, value_span, broken, rest, field });
            }
            continue;
        }
        let cells: Vec<(&str, Span, Option<&Broken>)> = all().filter(|c| !c.0.is_empty()).collect();
        // A value that the dump broke goes on in the first cell of the next line.
        if let ([(rest, ..)], Some(last)) = (cells.as_slice(), out.last_mut())
            && !labels(rest)
            && !last.value.is_empty()
        {
            last.rest.push(rest);
            continue;
        }
        let mut i = 0;
        while i < cells.len() {
            let (label, label_span, _) = cells[i];
            let known = labels(label);
            if !known && i + 1 < cells.len() && labels(cells[i + 1].0) {
                i += 1;
                continue;
            }
            // Of two labels before a value the first has none; of two labels before a third the
            // second is the value of the first.
            let value = cells
                .get(i + 1)
                .filter(|(v, ..)| !labels(v) || cells.get(i + 2).is_none_or(|(w, ..)| labels(w)));
            let (value, value_span, broken) = value.copied().unwrap_or(("", label_span, None));
            out.push(Pair {
                label,
                label_span,
                value,
                value_span,
                broken,
                rest: Vec::new(),
                field: field(label),
            });
            i += if value.is_empty() { 1 } else { 2 };
        }
    }
    out
}

/// Cuts the fields where the next sheet begins: its first label comes again, or another name.
fn entries<'p, 'g>(pairs: &'p [Pair<'g>]) -> Vec<&'p [Pair<'g>]> {
    let mut out = Vec::new();
    let mut start = 0;
    let names = |p: &Pair<'_>| {
        matches!(p.field, Some(Field::Project | Field::Indicator)).then_some(p.field)
    };
    for i in 1..pairs.len() {
        let own = &pairs[start..i];
        let again = pairs[i].label == own[0].label
            || names(&pairs[i]).is_some_and(|f| own.iter().any(|p| p.field == f));
        if again {
            out.push(own);
            start = i;
        }
    }
    if start < pairs.len() {
        out.push(&pairs[start..]);
    }
    out
}

fn section_of(a: &Assembly<'_>, grid: &Grid) -> Option<Reference> {
    let id = grid.section.and_then(|s| a.sections.get(s))?;
    Some(reference(RecordKind::Section, id))
}

/// Emits the departments that fields name. A unit above (部局名) is the organization of the
/// department that follows it; where none follows it is responsible itself.
fn responsible(
    a: &mut Assembly<'_>,
    grid: &Grid,
    pairs: &[Pair<'_>],
    of: Option<&Reference>,
) -> Vec<DepartmentName> {
    let mut names = Vec::new();
    let mut above: Option<&Pair<'_>> = None;
    // The department that a desk behind it is of.
    let mut desk_of: Option<String> = None;
    let said = pairs.iter().filter(|p| !p.value.is_empty());
    let emit = |a: &mut Assembly<'_>,
                names: &mut Vec<DepartmentName>,
                pair: &Pair<'_>,
                above: Option<&Pair<'_>>| {
        let role = label_role(pair.label).unwrap_or(DepartmentRole::Responsible);
        let mut named = department::parse(pair.broken.map_or(pair.value, |b| &b.text), &a.known);
        for one in &mut named {
            if let Some(above) = above
                && one.organization.is_empty()
            {
                one.organization = department::path(above.value, &a.known);
            }
            names.push(department_name(one));
        }
        let pieces = pair.broken.map_or_else(|| vec![pair.value_span], |b| b.pieces.clone());
        a.departments(&named, &pieces, grid.section, role, of);
    };
    for pair in said {
        match pair.field {
            Some(Field::Organization) => {
                if let Some(alone) = above.replace(pair) {
                    emit(a, &mut names, alone, None);
                }
            }
            Some(Field::Department) => {
                emit(a, &mut names, pair, above.take());
                desk_of = names.last().map(|n: &DepartmentName| n.name.clone());
            }
            Some(Field::Desk) => {
                let desk = clean_name(pair.value);
                if let (Some(name), Some(last)) = (desk_of.take(), names.last_mut()) {
                    last.unit = last.unit.take().or_else(|| Some(desk.clone()));
                    let organization = vec![name];
                    let named = [Named { name: desk, organization, unit: None }];
                    let role = DepartmentRole::Responsible;
                    a.departments(&named, &[pair.value_span], grid.section, role, of);
                }
            }
            _ => {}
        }
    }
    if let Some(alone) = above {
        emit(a, &mut names, alone, None);
    }
    names
}

/// The first time that a field names.
pub(super) fn stated_period(a: &Assembly<'_>, text: &str) -> Option<Period> {
    let folded = fold(text);
    let mut found = Vec::new();
    find_periods(folded.text(), &a.time, &mut found);
    found.first().map(|m| m.period)
}

/// Fills the fields of a project.
fn fill(a: &Assembly<'_>, open: &mut Open, pairs: &[Pair<'_>]) {
    let period = |text: &str| stated_period(a, text);
    for pair in pairs.iter().filter(|p| !p.value.is_empty()) {
        match pair.field {
            Some(Field::Period) => open.period = open.period.or_else(|| period(pair.value)),
            Some(Field::Begins) => {
                let end = open.period.and_then(|p| p.end);
                if let Some(begin) = period(pair.value) {
                    open.period = Some(Period { end, ..begin });
                }
            }
            Some(Field::Ends) => {
                if let Some(end) = period(pair.value) {
                    let open_at = open.period;
                    open.period = Some(Period {
                        start: open_at.and_then(|p| p.start),
                        end: end.end,
                        basis: open_at.map_or(end.basis, |p| joint(p.basis, end.basis)),
                    });
                }
            }
            Some(Field::Purpose) => {
                open.purpose.get_or_insert_with(|| format!("{}{}", pair.value, pair.rest.concat()));
            }
            _ => {}
        }
    }
}

/// The basis of a time that is stated in two parts.
fn joint(a: Basis, b: Basis) -> Basis {
    if a == b { a } else { Basis::Year }
}

//! Schedules (工程表): rows to `project` and `initiative` records.
//!
//! A schedule goes on over pages with its head repeated, so the tables of one chain are read as
//! one. The rows of the first column (initiatives) do not line up with the others: they are merged
//! cells that the dump put where it found room.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use keikaku_layout::{circled_value, steps};
use keikaku_record::{DepartmentRole, Project, Record, RecordKind, ScheduleEntry, Severity};
use keikaku_text::{Span, clean_name};

use super::grid::{
    ColumnRole, Covered, Grid, Purpose, cell_pieces, cell_span, is_references, row_spans,
};
use super::initiatives::{self, states_initiative};
use super::{Assembly, Mentioned, department_name, fiscal_years, reference};
use crate::recognize::department::{self, Named, looks_like_names};
use crate::recognize::schedule_cell::{ScheduleCell, read as read_cell};
use crate::table::{Fact, Model};

/// Reads every schedule.
pub(crate) fn assemble(a: &mut Assembly<'_>, grids: &[Grid], models: &[Model]) {
    // The first grid that carries each on.
    let mut next: HashMap<usize, usize> = HashMap::new();
    for (i, grid) in grids.iter().enumerate() {
        if let Some(before) = grid.continues {
            next.entry(before).or_insert(i);
        }
    }
    for (first, grid) in grids.iter().enumerate() {
        if grid.purpose != Purpose::Schedule || grid.continues.is_some() {
            continue;
        }
        if !names_projects(grid, &models[first]) {
            continue;
        }
        let mut chain = vec![first];
        while let Some(&page) = chain.last().and_then(|last| next.get(last)) {
            chain.push(page);
        }
        let pages: Vec<Vec<Line>> = chain.iter().map(|&g| lines(a, grids, g)).collect();
        projects(a, grids, &pages);
    }
}

/// A row of a schedule after repair.
struct Line {
    grid: usize,
    row: usize,
    name: Option<(String, Span)>,
    references: Vec<String>,
    departments: Vec<(Named, Span)>,
    entries: Vec<ScheduleEntry>,
    span: Span,
}

/// Where the fields of a schedule stand, by column.
struct Columns {
    initiative: Option<usize>,
    name: usize,
    references: Option<usize>,
    department: Option<usize>,
    /// The columns of the years and the fiscal years of each.
    years: Vec<(usize, [i16; 2])>,
}

fn lines(a: &mut Assembly<'_>, grids: &[Grid], index: usize) -> Vec<Line> {
    let grid = &grids[index];
    let Some(columns) = columns_of(grid) else { return Vec::new() };
    let mut out = Vec::new();
    for row in grid.header_rows..grid.rows.len() {
        let shift = shift_of(&grid.rows[row].cells, &columns);
        let line = line(a, grids, index, row, &columns, shift);
        out.push(line);
    }
    out
}

fn columns_of(grid: &Grid) -> Option<Columns> {
    let years: Vec<(usize, [i16; 2])> = grid
        .times()
        .filter_map(|(i, t)| {
            Some((i, t.bare_year.map_or_else(|| fiscal_years(&t.period), |y| Some([y, y]))?))
        })
        .collect();
    let name = grid
        .column(ColumnRole::Name)
        .or_else(|| grid.column(ColumnRole::Initiative))
        .or_else(|| grid.column(ColumnRole::Label))?;
    let initiative = grid.column(ColumnRole::Initiative).filter(|&i| i != name);
    Some(Columns {
        initiative,
        name,
        references: grid.column(ColumnRole::References),
        department: grid.column(ColumnRole::Department),
        years,
    })
}

/// Whether most names of a table are words: the axes and legends of a chart are figures and years.
fn names_projects(grid: &Grid, model: &Model) -> bool {
    let Some(columns) = columns_of(grid) else { return false };
    let cells = grid.body().map(|row| &model.facts[row][columns.name]);
    let (mut words, mut others) = (0usize, 0usize);
    for fact in cells {
        match fact {
            Fact::Words => words += 1,
            Fact::Blank => {}
            _ => others += 1,
        }
    }
    words >= others * 2
}

/// By how many columns a row was moved when a merged cell was lost: 1 to the right, -1 to the left.
fn shift_of(cells: &[String], columns: &Columns) -> isize {
    let at = |column: usize, shift: isize| -> &str {
        column.checked_add_signed(shift).and_then(|i| cells.get(i)).map_or("", String::as_str)
    };
    let kept = |column: Option<usize>, fits: fn(&str) -> bool| {
        column.is_none_or(|c| {
            let cell = at(c, 0);
            cell.is_empty() || fits(cell)
        })
    };
    // Most rows stand where they should.
    if kept(columns.references, is_references)
        && kept(columns.department, looks_like_names)
        && columns.references.is_some()
        && !at(columns.name, 0).is_empty()
        && !is_references(at(columns.name, 0))
        && !at(columns.name, 0).contains('。')
    {
        return 0;
    }
    let score = |shift: isize| -> i32 {
        let mut score = 0;
        if let Some(c) = columns.references {
            let cell = at(c, shift);
            score += if is_references(cell) {
                3
            } else if cell.is_empty() {
                0
            } else {
                -4
            };
        }
        if let Some(c) = columns.department {
            let cell = at(c, shift);
            score += if looks_like_names(cell) {
                3
            } else if cell.is_empty() {
                0
            } else {
                -4
            };
        }
        let name = at(columns.name, shift);
        if is_references(name) || name.contains('。') {
            score -= 4;
        }
        if shift != 0 {
            score -= 1;
        }
        score
    };
    // A row is moved only where its references or its name say so: a lone cell may be anything.
    let speaks = |shift: isize| {
        columns.references.is_some_and(|c| is_references(at(c, shift)))
            || columns.references.is_none() && !at(columns.name, shift).is_empty()
    };
    [0isize, -1, 1]
        .into_iter()
        .filter(|&s| s == 0 || speaks(s))
        .max_by_key(|&s| (score(s), -s.abs()))
        .unwrap_or(0)
}

fn line(
    a: &mut Assembly<'_>,
    grids: &[Grid],
    index: usize,
    row: usize,
    columns: &Columns,
    shift: isize,
) -> Line {
    let grid = &grids[index];
    let cells = &grid.rows[row].cells;
    let moved = |column: usize| column.checked_add_signed(shift).filter(|&i| i < cells.len());
    let cell = |column: Option<usize>| column.and_then(moved).map_or("", |i| cells[i].as_str());
    let mut name_at = moved(columns.name).filter(|&i| !cells[i].is_empty());
    let mut first_entry: Option<&str> = None;
    // A row moved to the left has its initiative, if any, before the first column.
    let initiative_at = columns.initiative.and_then(|c| if shift < 0 { None } else { moved(c) });
    let initiative_at = if shift > 0 {
        columns.initiative.map(|c| c + 1).filter(|&c| c < cells.len() && Some(c) != name_at)
    } else {
        initiative_at
    };
    if let Some(i) = initiative_at.filter(|&i| !cells[i].is_empty()) {
        if states_initiative(&cells[i]) {
            initiatives::emit(a, &cells[i], &cell_pieces(grid, row, i), grid.section);
        } else if name_at.is_none() {
            let served =
                is_references(cell(columns.references)) || !cell(columns.department).is_empty();
            if served {
                name_at = Some(i);
            } else {
                first_entry = Some(&cells[i]);
            }
        }
    }
    let name = name_at
        .filter(|&i| crate::texts::can_name(&cells[i]))
        .map(|i| (clean_name(&cells[i]), cell_span(grid, row, i)));
    let department_at = columns.department.and_then(moved).filter(|&i| !cells[i].is_empty());
    let departments = department_at.map_or(Vec::new(), |i| {
        let named = department::parse(&cells[i], &a.known);
        let spans = a.mentions(&named, &cell_pieces(grid, row, i));
        named.into_iter().zip(spans).collect()
    });
    // Where the last year holds something, only the cells before the years were moved.
    let last_year = columns.years.last().map_or(0, |y| y.0);
    let stays = shift < 0 && cells.get(last_year).is_some_and(|c| !c.is_empty());
    let at_year = |c: usize| if stays { Some(c) } else { moved(c) };
    // What a cell merged over several years holds is one entry.
    let year_cell = |c: usize| match at_year(c) {
        Some(i) if grid.rows[row].covered(i) == Some(Covered::Left) => "→",
        Some(i) => cells[i].as_str(),
        None => "",
    };
    let year_cells: Vec<(&str, [i16; 2])> =
        columns.years.iter().map(|&(c, y)| (year_cell(c), y)).collect();
    let mut entries = entries(&year_cells);
    if let (Some(text), Some((_, years))) = (first_entry, year_cells.first())
        && entries.is_empty()
        && let ScheduleCell::Entry { text, .. } = read_cell(text)
    {
        entries.push(ScheduleEntry { fiscal_years: *years, text });
    }
    beyond(a, grid, row, at_year(last_year), &year_cells, &mut entries);
    let last = cells.iter().rposition(|c| !c.is_empty()).map(|i| cell_span(grid, row, i));
    // A row without a name begins with its first cell that is no initiative of its own.
    let own = initiative_at.map_or(0, |i| i + 1);
    let first = (own..cells.len()).find(|&i| !cells[i].is_empty());
    let first = first.map(|i| cell_span(grid, row, i));
    let start = name.as_ref().map(|n| n.1).or(first).or(last).unwrap_or_default();
    let span = last.map_or(start, |l| if l.start >= start.start { start.cover(l) } else { start });
    let references = references(cell(columns.references));
    Line { grid: index, row, name, references, departments, entries, span }
}

/// Cells behind the last year, beneath no head, were pushed out of it: they are entries of that
/// year, and said to be doubtful.
fn beyond(
    a: &mut Assembly<'_>,
    grid: &Grid,
    row: usize,
    last: Option<usize>,
    years: &[(&str, [i16; 2])],
    entries: &mut Vec<ScheduleEntry>,
) {
    let (Some(last), Some((_, year))) = (last, years.last()) else { return };
    for c in last + 1..grid.columns.len() {
        let cell = &grid.rows[row].cells[c];
        if !grid.columns[c].text.is_empty() || cell.is_empty() {
            continue;
        }
        if let ScheduleCell::Entry { text, .. } = read_cell(cell) {
            let at = Mentioned { span: cell_span(grid, row, c), section: grid.section };
            let message = format!(
                "「{cell}」 stands behind the last year, beneath no head; read as of that year"
            );
            a.diagnose(Severity::Info, "cell_beyond_head", message, at);
            entries.push(ScheduleEntry { fiscal_years: *year, text });
        }
    }
}

/// The entries of a row: an arrow extends the entry before it, over blank cells too.
fn entries(cells: &[(&str, [i16; 2])]) -> Vec<ScheduleEntry> {
    let mut out: Vec<ScheduleEntry> = Vec::new();
    let mut leading = false;
    for (text, years) in cells {
        match read_cell(text) {
            ScheduleCell::Blank => {
                if leading && let Some(last) = out.last_mut() {
                    extend(last, *years);
                }
            }
            ScheduleCell::Arrow => {
                if let Some(last) = out.last_mut() {
                    extend(last, *years);
                }
                leading = false;
            }
            ScheduleCell::Entry { text, leads_on } => {
                out.push(ScheduleEntry { fiscal_years: *years, text });
                leading = leads_on;
            }
        }
    }
    out
}

/// Extends an entry over further years. The columns may run from the last year to the first.
fn extend(entry: &mut ScheduleEntry, years: [i16; 2]) {
    let [first, last] = &mut entry.fiscal_years;
    (*first, *last) = ((*first).min(years[0]), (*last).max(years[1]));
}

/// `①～③⑤` → ①, ②, ③, ⑤.
fn references(text: &str) -> Vec<String> {
    let mut out: Vec<u32> = Vec::new();
    let mut range = false;
    for c in text.chars() {
        if let Some(value) = circled_value(c) {
            let from = out.last().copied().filter(|_| range).map_or(value, |l| l + 1);
            out.extend(from..=value.max(from));
            range = false;
        } else if "～〜~-－".contains(c) {
            range = true;
        }
    }
    out.dedup();
    if out.is_empty() {
        return text
            .split(['、', ',', '，', ' ', '\u{3000}'])
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect();
    }
    out.into_iter().filter_map(circled).map(|c| c.to_string()).collect()
}

fn circled(value: u32) -> Option<char> {
    match value {
        1..=20 => char::from_u32('①' as u32 + value - 1),
        21..=35 => char::from_u32('㉑' as u32 + value - 21),
        36..=50 => char::from_u32('㊱' as u32 + value - 36),
        _ => None,
    }
}

/// For each line of a page the index, within the page, of the line with the name that it belongs
/// to; `None` where that is the last one of the page before.
fn owners(page: &[Line], next_page: Option<&[Line]>, first: bool) -> Vec<Option<usize>> {
    let named: Vec<usize> = (0..page.len()).filter(|&i| page[i].name.is_some()).collect();
    let mut last = None;
    let mut owners: Vec<Option<usize>> = Vec::with_capacity(page.len());
    for (i, line) in page.iter().enumerate() {
        last = line.name.as_ref().map(|_| i).or(last);
        owners.push(last);
    }
    if first || named.len() < 2 || named[0] == 0 {
        return owners;
    }
    // Names stand in the middle of their rows where the dump centred merged cells. Then every
    // name is as far from the first of its rows as from the last, and the last rows of the page
    // are carried over to exactly those that begin the next one without a name.
    let over = next_page.map_or(0, |p| p.iter().take_while(|l| l.name.is_none()).count());
    let middle = (1..=named[0]).find(|&begin| {
        let mut at = begin;
        for (k, &name) in named.iter().enumerate() {
            steps::count("schedule::owners", 1);
            if name < at {
                return false;
            }
            at = 2 * name - at + 1;
            if named.get(k + 1).is_some_and(|&n| n < at) {
                return false;
            }
        }
        at == page.len() + over
    });
    if let Some(begin) = middle.filter(|&b| b < named[0]) {
        let mut at = begin;
        for &name in &named {
            let end = (2 * name - at + 1).min(page.len());
            owners[at..end].fill(Some(name));
            at = end;
        }
    }
    owners
}

/// A project while its rows are gathered.
struct Gathered {
    project: Project,
    /// How many of the departments came from the merged cell above: those are mentioned there.
    inherited: usize,
    departments: Vec<(Named, Span)>,
    section: Option<usize>,
    pieces: Vec<Span>,
    /// The initiatives that the project has already.
    references: HashSet<String>,
}

fn projects(a: &mut Assembly<'_>, grids: &[Grid], pages: &[Vec<Line>]) {
    let mut done: Vec<Gathered> = Vec::new();
    for (p, page) in pages.iter().enumerate() {
        let owners = owners(page, pages.get(p + 1).map(Vec::as_slice), p == 0);
        let carried = done.len().checked_sub(1);
        let mut at_line: Vec<Option<usize>> = vec![None; page.len()];
        // The projects of the page first, in order, then the rows without a name.
        for (i, line) in page.iter().enumerate() {
            if let Some((name, _)) = &line.name {
                let merged = line.references.is_empty() && line.departments.is_empty();
                let gathered = begin(a, grids, line, name, if merged { done.last() } else { None });
                at_line[i] = Some(done.len());
                done.push(gathered);
            }
        }
        for (i, line) in page.iter().enumerate() {
            let owner = owners[i].and_then(|o| at_line[o]).or(carried);
            let Some(owner) = owner else { continue };
            let gathered = &mut done[owner];
            if line.name.is_none() {
                gathered.departments.extend(line.departments.iter().cloned());
                for reference in &line.references {
                    steps::count("schedule::references", 1);
                    if gathered.references.insert(reference.clone()) {
                        gathered.project.initiatives.push(reference.clone());
                    }
                }
                if line.entries.is_empty() {
                    continue;
                }
                gathered.pieces.push(line.span);
            }
            gathered.project.schedule.extend(line.entries.iter().cloned());
        }
    }
    for gathered in done {
        finish(a, gathered);
    }
}

fn begin(
    a: &mut Assembly<'_>,
    grids: &[Grid],
    line: &Line,
    name: &str,
    merged: Option<&Gathered>,
) -> Gathered {
    let section = grids[line.grid].section;
    debug_assert!(line.row >= grids[line.grid].header_rows);
    let p = a.place(RecordKind::Project, line.span, section);
    // Blank cells below a merged one take its content.
    let departments: Vec<(Named, Span)> = match merged {
        Some(above) => above.departments.clone(),
        None => line.departments.clone(),
    };
    let inherited = if merged.is_some() { departments.len() } else { 0 };
    let initiatives =
        merged.map_or_else(|| line.references.clone(), |above| above.project.initiatives.clone());
    let project = Project {
        id: p.id,
        document: p.document,
        section: p.section,
        span: p.span,
        spans: p.spans,
        lines: p.lines,
        page: None,
        boxes: Vec::new(),
        name: name.to_owned(),
        initiatives,
        departments: Vec::new(),
        schedule: Vec::new(),
        period: None,
        purpose: None,
        costs: Vec::new(),
    };
    let grid = &grids[line.grid];
    let name_at =
        line.name.as_ref().and_then(|n| grid.rows[line.row].spans.iter().position(|s| *s == n.1));
    let mut pieces = name_at.map_or(Vec::new(), |c| row_spans(grid, line.row, c, line.span));
    if pieces.is_empty() {
        pieces.push(line.span);
    }
    let references = project.initiatives.iter().cloned().collect();
    Gathered { project, inherited, departments, section, pieces, references }
}

fn finish(a: &mut Assembly<'_>, gathered: Gathered) {
    let Gathered { mut project, inherited, departments, section, pieces, .. } = gathered;
    let of = reference(RecordKind::Project, &project.id);
    for (named, span) in &departments[inherited..] {
        a.department(
            named,
            Mentioned { span: *span, section },
            DepartmentRole::Responsible,
            Some(of.clone()),
        );
    }
    let mut seen = HashSet::new();
    for (named, _) in &departments {
        if seen.insert((&named.name, &named.unit)) {
            project.departments.push(department_name(named));
        }
    }
    if pieces.len() > 1 {
        project.spans = pieces;
    }
    a.records.push(Record::Project(project));
}

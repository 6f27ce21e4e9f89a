//! Projects of numbered plans (事業の名称 with its fields) and lines that name who leads.

use foldhash::{HashMap, HashMapExt as _, HashSet};
use keikaku_layout::{BlockKind, steps};
use keikaku_record::{DepartmentRole, Project, Record, RecordKind, ScheduleEntry, Time};
use keikaku_text::{Span, fold};
use keikaku_values::{FiscalYear, find_periods, find_quantities};

use super::{Assembly, Mentioned, department_name, fiscal_years, reference};
use crate::recognize::department::{self, Named};
use crate::recognize::field::{Field, field};
use crate::recognize::responsibility::{self, label_role};

/// The fields that make a project; 計画期間 of a sheet is one, 施策名 is not.
fn field_of(label: &str) -> Option<Field> {
    let said = field(label)?;
    let counts =
        matches!(said, Field::Project | Field::Period | Field::Outline | Field::Department);
    counts.then_some(said)
}

/// Whether a label names who carries a project out, which only projects state.
fn is_body(label: &str) -> bool {
    label.contains("主体") || label.contains("実施者")
}

/// A field and where its value stands.
struct Stated {
    field: Field,
    /// Whether it names who carries a project out.
    body: bool,
    value: Span,
    /// The section that holds the field: for a numbered field the one around it.
    owner: Option<usize>,
}

/// Emits the projects that fields describe, and the departments behind labels.
pub(crate) fn assemble(a: &mut Assembly<'_>) {
    let fields = fields(a);
    let mut owners: Vec<Option<usize>> = fields.iter().map(|f| f.owner).collect();
    owners.dedup();
    owners.sort_unstable();
    owners.dedup();
    let mut projects: Vec<(Option<usize>, Span, Vec<&Stated>)> = Vec::new();
    let mut of: HashMap<Option<usize>, Vec<&Stated>> = HashMap::new();
    for field in &fields {
        steps::count("fields::assemble", 1);
        of.entry(field.owner).or_default().push(field);
    }
    for owner in owners {
        let own = of.remove(&owner).unwrap_or_default();
        // One field says little; a name, or a time with another field, makes a project.
        let named = own.iter().find(|f| f.field == Field::Project);
        let timed = own.iter().any(|f| f.field == Field::Period);
        let described = own.iter().any(|f| f.field == Field::Outline || f.body);
        let Some(name_span) = named
            .map(|f| f.value)
            .or_else(|| owner.filter(|_| timed && described).map(|s| a.layout.sections[s].title))
        else {
            continue;
        };
        projects.push((owner, name_span, own));
    }
    // A department beside a project's name is the project's; else it is the section's.
    let taken: HashSet<usize> =
        projects.iter().flat_map(|(_, _, own)| own.iter().map(|f| f.value.end)).collect();
    leads(a, &taken);
    for (owner, name, own) in projects {
        project(a, owner, name, &own);
    }
}

fn fields(a: &Assembly<'_>) -> Vec<Stated> {
    let text = a.text();
    let mut out = Vec::new();
    // The first text of each section.
    let mut texts: HashMap<usize, Span> = HashMap::new();
    for block in &a.layout.blocks {
        steps::count("fields::fields", 1);
        if let (Some(section), BlockKind::Paragraph | BlockKind::ListItem) =
            (block.section, block.kind)
        {
            texts.entry(section).or_insert(block.span);
        }
    }
    for (i, section) in a.layout.sections.iter().enumerate() {
        let Some(field) = field_of(a.title(i)) else { continue };
        // 計画期間 of the whole plan is no field of a project.
        if section.level == 1 {
            continue;
        }
        let value = section.inline.or_else(|| texts.get(&i).copied());
        if let Some(value) = value {
            let body = is_body(a.title(i));
            out.push(Stated { field, body, value, owner: section.parent });
        }
    }
    for block in &a.layout.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let words = &text[block.span.start..block.span.end];
        let Some(colon) = words.find([':', '：']) else { continue };
        let label =
            words[..colon].trim_start_matches(['・', '○', '●', '◆', '■', '-', ' ', '\u{3000}']);
        let Some(field) = field_of(label) else { continue };
        let mark = words[colon..].chars().next().map_or(1, char::len_utf8);
        let rest = words[colon + mark..].trim_start_matches([' ', '\u{3000}']);
        if !rest.is_empty() {
            let start = block.span.end - rest.len();
            out.push(Stated {
                field,
                body: is_body(label),
                value: Span::new(start, block.span.end),
                owner: block.section,
            });
        }
    }
    out.sort_by_key(|f| f.value.start);
    out
}

fn project(a: &mut Assembly<'_>, owner: Option<usize>, name: Span, fields: &[&Stated]) {
    let text = a.text();
    let last = fields.iter().map(|f| f.value).fold(name, Span::cover);
    let start = fields.iter().map(|f| f.value.start).min().unwrap_or(name.start).min(name.start);
    debug_assert!(start <= name.start && name.start <= last.end);
    let p = a.place(RecordKind::Project, name, owner);
    let mut departments: Vec<(Named, Span)> = Vec::new();
    let mut schedule = Vec::new();
    let mut period = None;
    for f in fields {
        let value = &text[f.value.start..f.value.end];
        match f.field {
            Field::Department => {
                let names = department::parse(value, &a.known)
                    .into_iter()
                    .filter(|n| n.name.chars().count() <= 30);
                departments.extend(names.map(|n| (n, f.value)));
            }
            Field::Period => {
                schedule.extend(entry(a, value));
                let folded = fold(value);
                let mut found = Vec::new();
                find_periods(folded.text(), &a.time, &mut found);
                let stated = found.first().map(|m| m.period);
                period =
                    period.or(stated.map(|p| Time { start: p.start, end: p.end, basis: p.basis }));
            }
            _ => {}
        }
    }
    let of = reference(RecordKind::Project, &p.id);
    // The departments stand in the order of the fields that name them.
    let mut rest = departments.as_slice();
    for f in fields.iter().filter(|f| f.field == Field::Department) {
        let count = rest.iter().take_while(|(_, v)| *v == f.value).count();
        let (own, others) = rest.split_at(count);
        rest = others;
        let named: Vec<Named> = own.iter().map(|(n, _)| n.clone()).collect();
        a.departments(&named, &[f.value], owner, DepartmentRole::Responsible, Some(&of));
    }
    a.records.push(Record::Project(Project {
        id: p.id,
        document: p.document,
        section: p.section,
        span: p.span,
        spans: fields.iter().map(|f| f.value).filter(|v| *v != name).fold(
            vec![name],
            |mut all, v| {
                all.push(v);
                all
            },
        ),
        lines: p.lines,
        page: None,
        boxes: Vec::new(),
        name: crate::texts::name(text, name),
        initiatives: Vec::new(),
        departments: departments.iter().map(|(n, _)| department_name(n)).collect(),
        schedule,
        period,
        purpose: None,
        costs: Vec::new(),
    }));
}

/// `平成28年度～平成30年度` as one entry. Where the start is an event (認定の日から), the number of
/// fiscal years in brackets tells the first.
fn entry(a: &Assembly<'_>, value: &str) -> Option<ScheduleEntry> {
    let folded = fold(value);
    let mut periods = Vec::new();
    find_periods(folded.text(), &a.time, &mut periods);
    let period = periods.first()?.period;
    let years = fiscal_years(&period).or_else(|| {
        let last = FiscalYear::of_date(period.end?)?.first_year();
        let mut quantities = Vec::new();
        find_quantities(folded.text(), &mut quantities);
        let count = quantities.iter().find(|q| {
            q.quantity.unit.as_deref().is_some_and(|u| u.ends_with("年度") || u.ends_with("年"))
        })?;
        let count: i16 = count.quantity.value.to_string().parse().ok()?;
        Some([last.checked_sub(count.checked_sub(1)?)?, last])
    })?;
    // A time that ends before it begins is said where the text is read.
    let years = [years[0].min(years[1]), years[0].max(years[1])];
    Some(ScheduleEntry {
        fiscal_years: years,
        text: crate::texts::as_written(value, Span::new(0, value.len())),
    })
}

/// `主担当 ○○課`: a line that names who leads the section it stands in.
fn leads(a: &mut Assembly<'_>, taken: &HashSet<usize>) {
    let text = a.text();
    for index in 0..a.layout.blocks.len() {
        let block = &a.layout.blocks[index];
        let labelled = match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => {
                let words = &text[block.span.start..block.span.end];
                if words.chars().count() > 80 || words.contains('。') {
                    continue;
                }
                responsibility::labelled(words).map(|(role, at)| (role, block.span.start + at))
            }
            _ => None,
        };
        let Some((role, start)) = labelled else { continue };
        // 実施主体 is a field of a project, which says so itself.
        let label = &text[block.span.start..start];
        let span = Span::new(start, block.span.end);
        if is_body(label) || taken.contains(&span.end) {
            continue;
        }
        let section = block.section;
        let of = section
            .and_then(|s| a.sections.get(s).cloned())
            .map(|id| reference(RecordKind::Section, &id));
        let names = crate::texts::as_written(text, span);
        for named in department::parse(&names, &a.known) {
            if department::is_name(&named.name) {
                a.department(&named, Mentioned { span, section }, role, of.clone());
            }
        }
    }
    for i in 0..a.layout.sections.len() {
        let section = &a.layout.sections[i];
        if let (Some(role), Some(span)) = (label_role(a.title(i)), section.inline) {
            let parent = section.parent;
            let named = department::parse(&text[span.start..span.end], &a.known);
            a.departments(&named, &[span], parent, role, None);
        } else if section.number.is_some()
            && a.title(i).ends_with(['課', '部', '局', '室'])
            && department::is_office(a.title(i))
        {
            // １ 危機管理部: what stands beneath is theirs.
            let span = section.title;
            let of = a.sections.get(i).map(|id| reference(RecordKind::Section, id));
            for named in department::parse(&text[span.start..span.end], &a.known) {
                let at = Mentioned { span, section: Some(i) };
                a.department(&named, at, DepartmentRole::Responsible, of.clone());
            }
        }
    }
}

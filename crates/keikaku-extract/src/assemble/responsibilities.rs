//! Lists of who is responsible (担当課一覧).

use foldhash::{HashMap, HashMapExt as _};
use keikaku_layout::circled_value;
use keikaku_record::{DepartmentRole, Record, RecordKind};

use super::grid::{ColumnRole, Grid, Purpose, cell_pieces};
use super::{Assembly, reference};
use crate::recognize::department;
use crate::recognize::responsibility::label_role;

/// Reads the tables that list departments without values or years.
pub(crate) fn assemble(a: &mut Assembly<'_>, grids: &[Grid]) {
    let mut lists = grids.iter().filter(|g| g.purpose == Purpose::Responsibilities).peekable();
    if lists.peek().is_none() {
        return;
    }
    let sections = by_header(a);
    let initiatives = by_number(a);
    // What the rows are about: a list goes on over pages.
    let mut section: Option<String> = None;
    let mut initiative: Option<String> = None;
    for grid in lists {
        let Some(column) = grid.column(ColumnRole::Department) else { continue };
        let lead = grid.columns[column].text.contains('主');
        let role = if lead {
            DepartmentRole::Lead
        } else {
            label_role(&grid.columns[column].text).unwrap_or(DepartmentRole::Responsible)
        };
        for row in grid.body() {
            let cells = &grid.rows[row].cells;
            let subject = cells[..column].iter().rev().find(|c| !c.is_empty());
            if let Some(subject) = subject {
                section = sections.get(&bare(subject)).and_then(|&s| a.sections.get(s).cloned());
                initiative = None;
            }
            let cell = cells[column].trim_start();
            if cell.is_empty() {
                continue;
            }
            // A row beneath the one that names what it is about is about a part of it: a number
            // says which; one without is about the part of the row above.
            let number = cell.chars().next().filter(|c| circled_value(*c).is_some());
            if let (Some(number), Some(section)) = (number, &section) {
                initiative = initiatives.get(&(section.clone(), number)).cloned();
            }
            let part = number.is_some() || subject.is_none();
            let of = match (&initiative, &section) {
                (Some(id), _) if part => Some(reference(RecordKind::Initiative, id)),
                (_, Some(id)) if !part => Some(reference(RecordKind::Section, id)),
                _ => None,
            };
            let own = if part { DepartmentRole::Responsible } else { role };
            let names = cell.trim_start_matches(|c| circled_value(c).is_some());
            let named = department::parse(names, &a.known);
            a.departments(&named, &cell_pieces(grid, row, column), grid.section, own, of.as_ref());
        }
    }
}

/// The initiatives by their section and number: the id of each.
fn by_number(a: &Assembly<'_>) -> HashMap<(String, char), String> {
    let mut found = HashMap::new();
    for record in &a.records {
        let Record::Initiative(one) = record else { continue };
        let number = one.number.as_ref().and_then(|n| n.chars().next());
        if let (Some(number), Some(section)) = (number, &one.section) {
            found.entry((section.clone(), number)).or_insert_with(|| one.id.clone());
        }
    }
    found
}

/// The sections by their headers, as cells repeat them: the index of the first of each.
fn by_header(a: &Assembly<'_>) -> HashMap<String, usize> {
    let text = a.text();
    let mut found = HashMap::new();
    for (i, section) in a.layout.sections.iter().enumerate() {
        let span = section.span();
        found.entry(bare(&text[span.start..span.end])).or_insert(i);
    }
    found
}

fn bare(text: &str) -> String {
    keikaku_text::fold(text).text().chars().filter(|c| !c.is_whitespace()).collect()
}

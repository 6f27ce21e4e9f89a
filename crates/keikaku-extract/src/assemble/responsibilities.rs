//! Lists of who is responsible (担当課一覧).

use keikaku_record::{DepartmentRole, RecordKind};

use super::grid::{ColumnRole, Grid, Purpose, cell_span};
use super::{Assembly, Mentioned, reference};
use crate::recognize::department::{self, label_role};

/// Reads the tables that list departments without values or years.
pub(crate) fn assemble(a: &mut Assembly<'_>, grids: &[Grid]) {
    for grid in grids.iter().filter(|g| g.purpose == Purpose::Responsibilities) {
        let Some(column) = grid.column(ColumnRole::Department) else { continue };
        let lead = grid.columns[column].text.contains('主');
        let role = if lead {
            DepartmentRole::Lead
        } else {
            label_role(&grid.columns[column].text).unwrap_or(DepartmentRole::Responsible)
        };
        for row in grid.header_rows..grid.rows.len() {
            let cells = &grid.rows[row].cells;
            let cell = cells[column].trim_start();
            if cell.is_empty() {
                continue;
            }
            // A row beneath the one that names what it is about is about a part of it.
            let part =
                cell.chars().next().is_some_and(|c| keikaku_layout::circled_value(c).is_some());
            let names = cell.trim_start_matches(|c| keikaku_layout::circled_value(c).is_some());
            let subject = cells[..column].iter().rev().find(|c| !c.is_empty());
            let own = if part || subject.is_none() { DepartmentRole::Responsible } else { role };
            let of = subject
                .and_then(|s| section_named(a, s))
                .map(|id| reference(RecordKind::Section, &id));
            let span = cell_span(grid, row, column);
            for named in department::parse(names, &a.known) {
                a.department(&named, Mentioned { span, section: grid.section }, own, of.clone());
            }
        }
    }
}

/// The section whose header a cell repeats: its id.
fn section_named(a: &Assembly<'_>, cell: &str) -> Option<String> {
    let text = a.text();
    let bare = |t: &str| -> String {
        keikaku_text::fold(t).text().chars().filter(|c| !c.is_whitespace()).collect()
    };
    let wanted = bare(cell);
    let found = a.layout.sections.iter().position(|s| {
        let span = s.span();
        bare(&text[span.start..span.end]) == wanted
    })?;
    a.sections.get(found).cloned()
}

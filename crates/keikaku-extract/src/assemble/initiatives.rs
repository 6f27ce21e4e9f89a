//! Initiatives (取組) in the cells of a schedule's first column.

use keikaku_layout::circled_value;
use keikaku_record::{DepartmentRole, RecordKind};
use keikaku_text::Span;

use super::{Assembly, department_name, reference};
use crate::locate::Squeezed;
use crate::recognize::department::{self, Named};

/// An initiative as a cell states it.
struct Stated<'t> {
    number: Option<String>,
    /// With its number and who is responsible.
    whole: &'t str,
    text: &'t str,
    departments: Vec<Named>,
    repeated: bool,
}

/// Whether a cell states initiatives: it begins with a number in a circle, or ends by naming who
/// is responsible in brackets.
pub(crate) fn states_initiative(cell: &str) -> bool {
    let bare = cell.trim_start();
    bare.chars().next().is_some_and(|c| circled_value(c).is_some())
        || bare.trim_end().ends_with('】') && bare.contains('。')
}

/// Emits the initiatives of a cell.
pub(crate) fn emit(a: &mut Assembly<'_>, cell: &str, pieces: &[Span], section: Option<usize>) {
    let stated = split(cell, a);
    let whole = pieces.first().copied().unwrap_or_default();
    // Of several in one cell each has its own characters.
    let places = match stated.as_slice() {
        [_] => Vec::new(),
        several => Squeezed::of(a.text(), pieces).parts(several.iter().map(|s| s.whole)),
    };
    for (i, stated) in stated.iter().enumerate() {
        let span = places.get(i).copied().flatten().unwrap_or(whole);
        let p = a.place(RecordKind::Initiative, span, section);
        let of = reference(RecordKind::Initiative, &p.id);
        if !stated.departments.is_empty() {
            let role = DepartmentRole::Responsible;
            a.departments(&stated.departments, &[span], section, role, Some(&of));
        }
        a.records.push(placed!(
            p,
            Initiative {
                number: stated.number.clone(),
                text: stated.text.to_owned(),
                departments: stated.departments.iter().map(department_name).collect(),
                repeated: stated.repeated,
            }
        ));
    }
}

/// Cuts a cell into its initiatives: a number in a circle begins one where the cell begins, or
/// where the one before it has named who is responsible or ended its sentence.
fn split<'t>(cell: &'t str, a: &Assembly<'_>) -> Vec<Stated<'t>> {
    let mut starts = vec![0];
    for (at, c) in cell.char_indices().skip(1) {
        let before = cell[..at].trim_end();
        if circled_value(c).is_some()
            && before.ends_with(['】', '。', '）', ')'])
            && before.len() > 3
        {
            starts.push(at);
        }
    }
    let mut out = Vec::new();
    for (k, &start) in starts.iter().enumerate() {
        let end = starts.get(k + 1).copied().unwrap_or(cell.len());
        let whole = cell[start..end].trim();
        let number = whole.chars().next().filter(|c| circled_value(*c).is_some());
        let mut text = number.map_or(whole, |n| whole[n.len_utf8()..].trim_start());
        let mut departments = Vec::new();
        if let Some(open) = text.rfind('【')
            && text.trim_end().ends_with('】')
        {
            let inner = &text[open + '【'.len_utf8()..text.trim_end().len() - '】'.len_utf8()];
            departments = department::parse(inner, &a.known);
            text = text[..open].trim_end();
        }
        let mut repeated = false;
        for mark in ["(再掲)", "（再掲）", "【再掲】", "[再掲]", "〔再掲〕"] {
            if let Some(bare) = text.strip_suffix(mark) {
                repeated = true;
                text = bare.trim_end();
            }
        }
        let number = number.map(|n| n.to_string());
        out.push(Stated { number, whole, text, departments, repeated });
    }
    out
}

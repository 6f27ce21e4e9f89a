//! `section` records.

use keikaku_record::{Lines, RecordKind};

use super::Assembly;

/// Emits a record for each section of the layout; fills the ids that the others refer to.
pub(crate) fn assemble(a: &mut Assembly<'_>) {
    let text = a.text();
    let mut paths: Vec<Vec<String>> = Vec::new();
    for index in 0..a.layout.sections.len() {
        let s = &a.layout.sections[index];
        let title = crate::texts::name(text, s.title);
        let number = s.number.map(|n| number(&text[n.start..n.end]));
        let mut path = s.parent.map_or(Vec::new(), |p| paths[p].clone());
        path.push(match &number {
            Some(number) => format!("{number} {title}"),
            None => title.clone(),
        });
        let (span, level, extent, parent) = (s.span(), s.level, s.extent, s.parent);
        let p = a.place(RecordKind::Section, span, parent);
        a.sections.push(p.id.clone());
        a.records.push(placed!(
            p,
            Section {
                number,
                title,
                level: level as u32,
                path: path.clone(),
                extent: Lines { first: extent[0] as u32, last: extent[1] as u32 },
            }
        ));
        paths.push(path);
    }
}

/// A number as written, without the spaces inside it: `取組方向 1` is `取組方向1`.
fn number(written: &str) -> String {
    written.chars().filter(|c| !c.is_whitespace()).collect()
}

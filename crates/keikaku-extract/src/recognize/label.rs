//! Labels of indicators (指標名): what belongs to the name and what became a field.

use keikaku_text::clean_name;
use keikaku_values::{Unit, parse_unit_label};

/// An indicator's label, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Label {
    /// The name without what became a field.
    pub name: String,
    /// Whether a mark of a sub-indicator stands before the name.
    pub sub_before: bool,
    /// Whether a mark of a sub-indicator stands behind the name or alone: it is the next row's.
    pub sub_after: bool,
    /// Whether the values add up over the years.
    pub cumulative: bool,
    /// The unit that the label states.
    pub unit: Option<Unit>,
    /// Whether the label says 年 (`false`) or 年度 (`true`) of bare years.
    pub fiscal: Option<bool>,
}

const SUB_MARKS: &[&str] = &["サブ指標", "副指標", "補助指標", "関連指標", "参考指標"];

/// Reads a label.
///
/// A mark behind a name marks the next row, not this one (it was moved there by the dump):
/// `観光客数 (サブ指標)` has `sub_after`.
pub(crate) fn read(text: &str) -> Label {
    let mut label = Label::default();
    let folded = keikaku_text::fold(text);
    let mut rest = folded.text().trim();
    rest = rest.trim_start_matches(['・', '◆', '◇', '○', '●', '■', '□', '*', ' ']);
    // A note behind ※ or 注 explains the name and is none of it.
    for note in ["※", "(注)", "(注1)", "注)"] {
        if let Some(at) = rest.find(note)
            && at > 0
        {
            let tail = &rest[at..];
            label.sub_after |= ends_with_sub(tail);
            rest = rest[..at].trim_end();
        }
    }
    let mut name = String::new();
    let mut at = 0;
    while at < rest.len() {
        let tail = &rest[at..];
        if let Some((inner, len)) = group(tail) {
            if !take_group(
                &mut label,
                inner,
                name.trim().is_empty(),
                rest[at + len..].trim().is_empty(),
            ) {
                name.push_str(&tail[..len]);
            }
            at += len;
            continue;
        }
        let Some(c) = tail.chars().next() else { break };
        name.push(c);
        at += c.len_utf8();
    }
    let mut name = name.trim().trim_end_matches([':', '・', ' ']).to_owned();
    if name.ends_with("の累計") || name.starts_with("累計") || name.ends_with("累計") {
        label.cumulative = true;
    }
    for mark in SUB_MARKS {
        for before in [format!("{mark}:"), format!("{mark} ")] {
            if let Some(bare) = name.strip_prefix(&before) {
                label.sub_before = true;
                name = bare.trim_start().to_owned();
            }
        }
        if name == *mark {
            label.sub_after = true;
            name.clear();
        }
    }
    label.name = clean_name(&name);
    label
}

fn ends_with_sub(text: &str) -> bool {
    SUB_MARKS.iter().any(|m| text.trim_end().trim_end_matches([')', ']', '】']).ends_with(m))
}

/// A bracket group at the start of a text: what stands in it, and its bytes.
fn group(text: &str) -> Option<(&str, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '(' => ')',
        '【' => '】',
        '[' => ']',
        '〔' => '〕',
        '<' => '>',
        '≪' => '≫',
        _ => return None,
    };
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some((&text[open.len_utf8()..i], i + c.len_utf8()));
            }
        }
    }
    None
}

/// Whether a group became a field; else it stays in the name.
fn take_group(label: &mut Label, inner: &str, first: bool, last: bool) -> bool {
    let inner = inner.trim();
    if SUB_MARKS.iter().any(|m| inner.starts_with(m)) {
        if first && !last {
            label.sub_before = true;
        } else {
            label.sub_after = true;
        }
        return true;
    }
    if inner == "主指標" || inner == "主要指標" || inner.contains("再掲") {
        return true;
    }
    if inner.ends_with("累計")
        || inner.ends_with("累積")
        || inner == "延べ"
        || inner == "のべ"
        || inner == "延べ数"
    {
        label.cumulative = true;
        return true;
    }
    match inner {
        "年" | "暦年" | "1-12月" | "1月~12月" => {
            label.fiscal = Some(false);
            return true;
        }
        "年度" => {
            label.fiscal = Some(true);
            return true;
        }
        _ => {}
    }
    if first {
        return false;
    }
    match parse_unit_label(inner) {
        Some(unit) if is_unit_group(inner) => {
            label.unit = Some(unit);
            true
        }
        _ => false,
    }
}

/// `単位 千円`, `人`, `%`: short, or said to be a unit.
fn is_unit_group(inner: &str) -> bool {
    inner.contains("単位") || inner.chars().count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_before_and_behind_a_name_are_told_apart() {
        let before = read("(サブ指標) 港の利用者数(累計)");
        assert_eq!(
            (before.name.as_str(), before.sub_before, before.sub_after, before.cumulative),
            ("港の利用者数", true, false, true)
        );
        let behind = read("観光消費額（年） (サブ指標)");
        assert_eq!(
            (behind.name.as_str(), behind.sub_before, behind.sub_after, behind.fiscal),
            ("観光消費額", false, true, Some(false))
        );
        assert!(read("(サブ指標)").sub_after);
    }

    #[test]
    fn a_group_that_is_no_field_stays_in_the_name() {
        assert_eq!(read("導入量(世帯数換算)：【単位 千世帯】").name, "導入量(世帯数換算)");
        assert_eq!(read("総生産(付加価値額)").name, "総生産(付加価値額)");
        assert!(!read("県内延べ宿泊者数").cumulative);
    }

    #[test]
    fn a_note_is_no_part_of_the_name() {
        assert_eq!(read("就職率(注) (注)支援校の率").name, "就職率");
        assert_eq!(read("調査の結果 ※新設(例)『導入』に関する問 (サブ指標)").name, "調査の結果");
    }
}

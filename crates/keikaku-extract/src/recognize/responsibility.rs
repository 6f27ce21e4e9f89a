//! The labels before those who are responsible (担当課, 実施主体), and the roles that they give.

use std::collections::HashMap;
use std::sync::LazyLock;

use keikaku_record::DepartmentRole;

/// Labels before a department (担当を示す見出し語) and the role that each gives.
pub(crate) const LABELS: &[(&str, DepartmentRole)] = &[
    ("主担当課", DepartmentRole::Lead),
    ("主担当部局", DepartmentRole::Lead),
    ("主担当", DepartmentRole::Lead),
    ("主管課", DepartmentRole::Lead),
    ("主管部局", DepartmentRole::Lead),
    ("主務課", DepartmentRole::Lead),
    ("取りまとめ課", DepartmentRole::Lead),
    ("とりまとめ課", DepartmentRole::Lead),
    ("担当部局課", DepartmentRole::Responsible),
    ("担当部局庁", DepartmentRole::Responsible),
    ("担当部局", DepartmentRole::Responsible),
    ("担当部署", DepartmentRole::Responsible),
    ("担当課室", DepartmentRole::Responsible),
    ("担当課所", DepartmentRole::Responsible),
    ("担当課", DepartmentRole::Responsible),
    ("担当", DepartmentRole::Responsible),
    ("所管部局", DepartmentRole::Responsible),
    ("所管部署", DepartmentRole::Responsible),
    ("所管課室", DepartmentRole::Responsible),
    ("所管課", DepartmentRole::Responsible),
    ("所管", DepartmentRole::Responsible),
    ("担当部署名", DepartmentRole::Responsible),
    ("担当部課", DepartmentRole::Responsible),
    ("担当課名", DepartmentRole::Responsible),
    ("担当係", DepartmentRole::Responsible),
    ("担当室", DepartmentRole::Responsible),
    ("担当所属", DepartmentRole::Responsible),
    ("部課等名", DepartmentRole::Responsible),
    ("課所名", DepartmentRole::Responsible),
    ("課室名", DepartmentRole::Responsible),
    ("所属名", DepartmentRole::Responsible),
    ("所属課", DepartmentRole::Responsible),
    ("作成課", DepartmentRole::Responsible),
    ("記入課", DepartmentRole::Responsible),
    ("実施課", DepartmentRole::Responsible),
    ("協力課", DepartmentRole::Participant),
    ("連携課", DepartmentRole::Participant),
    ("関連課", DepartmentRole::Participant),
    ("関係課", DepartmentRole::Participant),
    ("関係部局", DepartmentRole::Participant),
    ("部課名", DepartmentRole::Responsible),
    ("課名", DepartmentRole::Responsible),
    ("実施主体", DepartmentRole::Responsible),
    ("事業主体", DepartmentRole::Responsible),
    ("事業実施主体", DepartmentRole::Responsible),
    ("取組主体", DepartmentRole::Responsible),
    ("実施者", DepartmentRole::Responsible),
    ("事務局", DepartmentRole::Secretariat),
    ("問い合わせ先", DepartmentRole::Secretariat),
    ("問合せ先", DepartmentRole::Secretariat),
    ("お問い合わせ先", DepartmentRole::Secretariat),
];

static BY_LABEL: LazyLock<HashMap<&str, DepartmentRole>> =
    LazyLock::new(|| LABELS.iter().copied().collect());

/// The role that a label gives, for a text that is the label alone (`担当課`, `(主)担当課`).
pub(crate) fn label_role(label: &str) -> Option<DepartmentRole> {
    if label.len() > 60 {
        return None;
    }
    let bare: String = label
        .chars()
        .filter(|c| !c.is_whitespace() && !"()（）【】[]［］:：・■◆●".contains(*c))
        .collect();
    if let Some(role) = BY_LABEL.get(bare.as_str()) {
        return Some(*role);
    }
    let ends = [
        "担当課",
        "担当部署",
        "担当部局",
        "所管課",
        "担当課等",
        "担当部課",
        "担当課・室",
        "実施主体",
        "部署",
        "担当者",
        "担当機関",
        "所属",
    ];
    (bare.chars().count() <= 12 && ends.iter().any(|e| bare.ends_with(e)))
        .then_some(DepartmentRole::Responsible)
}

/// `主担当 X`, `担当課：X`: the role and the bytes where the names begin.
pub(crate) fn labelled(text: &str) -> Option<(DepartmentRole, usize)> {
    let open = text.len()
        - text
            .trim_start_matches([
                '(', '（', '【', '[', '［', '■', '◆', '○', '●', '・', ' ', '\u{3000}',
            ])
            .len();
    let bare = &text[open..];
    let (label, role) =
        LABELS.iter().filter(|(l, _)| bare.starts_with(l)).max_by_key(|(l, _)| l.len())?;
    let rest = &bare[label.len()..];
    let names =
        rest.trim_start_matches([':', '：', ' ', '\u{3000}', ')', '）', '】', ']', '］', '\t']);
    (names.len() < rest.len() && !names.is_empty()).then(|| (*role, text.len() - names.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_needs_something_after_it() {
        assert_eq!(labelled("主担当 観光局").map(|(r, _)| r), Some(DepartmentRole::Lead));
        assert_eq!(labelled("担当課"), None);
        assert_eq!(labelled("担当者が説明した"), None);
    }
}

//! Fields of sheets (調書・評価シート): the labels before their values.

use std::collections::HashMap;
use std::sync::LazyLock;

use keikaku_text::fold;

use super::responsibility::label_role;

/// What a field of a sheet says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The name of a project: 事業名.
    Project,
    /// The name of an indicator: 指標名.
    Indicator,
    /// The unit of the indicator's values: 単位.
    Unit,
    /// The unit above a department: 部局名.
    Organization,
    /// A department: 担当課.
    Department,
    /// The desk of the department before it: 係名.
    Desk,
    /// From when to when: 事業期間.
    Period,
    /// The first year: 事業開始年度.
    Begins,
    /// The last year: 事業終了（予定）年度.
    Ends,
    /// What it is for: 目的.
    Purpose,
    /// What is done: 事業概要.
    Outline,
    /// Anything else that sheets state.
    Other,
}

/// The labels (folded, without spaces) and what they say.
const LABELS: &[(&str, Field)] = &[
    ("事業名", Field::Project),
    ("事務事業名", Field::Project),
    ("事務事業の名称", Field::Project),
    ("事業の名称", Field::Project),
    ("事業名称", Field::Project),
    ("細事業名", Field::Project),
    ("プロジェクト名", Field::Project),
    ("取組名", Field::Project),
    ("取組の名称", Field::Project),
    ("施策名", Field::Other),
    ("施策の名称", Field::Other),
    ("指標名", Field::Indicator),
    ("指標", Field::Indicator),
    ("指標の名称", Field::Indicator),
    ("成果指標", Field::Indicator),
    ("成果指標名", Field::Indicator),
    ("活動指標", Field::Indicator),
    ("活動指標名", Field::Indicator),
    ("評価指標", Field::Indicator),
    ("数値目標", Field::Indicator),
    ("KPI", Field::Indicator),
    ("単位", Field::Unit),
    ("部局名", Field::Organization),
    ("部名", Field::Organization),
    ("部局", Field::Organization),
    ("所属部局", Field::Organization),
    ("係名", Field::Desk),
    ("係", Field::Desk),
    ("担当係", Field::Desk),
    ("担当係名", Field::Desk),
    ("グループ名", Field::Desk),
    ("班名", Field::Desk),
    ("事業期間", Field::Period),
    ("計画期間", Field::Period),
    ("実施期間", Field::Period),
    ("事業年度", Field::Period),
    ("実施年度", Field::Period),
    ("取組期間", Field::Period),
    ("実施時期", Field::Period),
    ("事業実施期間", Field::Period),
    ("開始年度", Field::Begins),
    ("事業開始年度", Field::Begins),
    ("開始時期", Field::Begins),
    ("終了年度", Field::Ends),
    ("終了予定年度", Field::Ends),
    ("終了(予定)年度", Field::Ends),
    ("事業終了年度", Field::Ends),
    ("事業終了予定年度", Field::Ends),
    ("事業終了(予定)年度", Field::Ends),
    ("目的", Field::Purpose),
    ("事業の目的", Field::Purpose),
    ("事業目的", Field::Purpose),
    ("施策の目的", Field::Purpose),
    ("目的概要", Field::Purpose),
    ("整理番号", Field::Other),
    ("事業番号", Field::Other),
    ("事業コード", Field::Other),
    ("施策番号", Field::Other),
    ("会計", Field::Other),
    ("会計区分", Field::Other),
    ("根拠法令", Field::Other),
    ("根拠法令等", Field::Other),
    ("関係する計画、通知等", Field::Other),
    ("関連計画", Field::Other),
    ("作成責任者", Field::Other),
    ("作成日", Field::Other),
    ("作成年月日", Field::Other),
    ("責任者", Field::Other),
    ("記入者", Field::Other),
    ("電話", Field::Other),
    ("電話番号", Field::Other),
    ("内線", Field::Other),
    ("連絡先", Field::Other),
    ("事業概要", Field::Outline),
    ("事業の概要", Field::Outline),
    ("事業内容", Field::Outline),
    ("事業の内容", Field::Outline),
    ("施策の内容", Field::Other),
    ("取組内容", Field::Outline),
    ("概要", Field::Outline),
    ("内容", Field::Other),
    ("対象", Field::Other),
    ("対象者", Field::Other),
    ("事業の対象", Field::Other),
    ("手段", Field::Other),
    ("実施方法", Field::Other),
    ("実施場所", Field::Other),
    ("総合計画", Field::Other),
    ("基本目標", Field::Other),
    ("基本方針", Field::Other),
    ("政策", Field::Other),
    ("施策", Field::Other),
    ("政策名", Field::Other),
    ("位置付け", Field::Other),
    ("算出方法", Field::Other),
    ("計算式", Field::Other),
    ("指標の説明", Field::Other),
    ("説明", Field::Other),
    ("設定理由", Field::Other),
    ("評価", Field::Other),
    ("総合評価", Field::Other),
    ("今後の方向性", Field::Other),
    ("方向性", Field::Other),
    ("課題", Field::Other),
    ("備考", Field::Other),
];

static BY_LABEL: LazyLock<HashMap<&str, Field>> =
    LazyLock::new(|| LABELS.iter().copied().collect());

/// Labels before the unit above a department (担当部局庁), which another label (担当課室) names.
const ABOVE_DEPARTMENTS: &[&str] =
    &["担当部局庁", "担当部局", "主管部局", "所管部局", "担当部", "所管部"];

/// What the field behind a label says; `None` for a text that is no label of a sheet.
pub(crate) fn field(label: &str) -> Option<Field> {
    if label.is_empty() || label.len() > 60 || !may_be_label(label) {
        return None;
    }
    let folded = fold(label);
    let bare: String = folded
        .text()
        .chars()
        .filter(|c| !c.is_whitespace() && !"【】[]:■◆●○□◇・".contains(*c))
        .collect();
    if let Some(field) = BY_LABEL.get(bare.as_str()) {
        return Some(*field);
    }
    // 指標１, 指標②: one of several.
    let last = |c: char| c.is_ascii_digit() || keikaku_layout::circled_value(c).is_some();
    let one = bare.trim_end_matches(last);
    if one.len() < bare.len() && (one.ends_with("指標") || one == "KPI") {
        return Some(Field::Indicator);
    }
    if ABOVE_DEPARTMENTS.contains(&bare.as_str()) {
        return Some(Field::Organization);
    }
    label_role(&bare).map(|_| Field::Department)
}

/// Whether a text may be a label that is not known: 施策コード.
pub(crate) fn looks_like_label(text: &str) -> bool {
    text.chars().count() <= 8 && may_be_label(text) && !text.chars().any(char::is_numeric)
}

/// Whether a text is short and ends as labels do: most texts are not.
fn may_be_label(text: &str) -> bool {
    let mark = |c: char| c.is_whitespace() || "】])）］:：．.・■◆●".contains(c);
    let last = text.trim_end_matches(mark).chars().next_back();
    text.chars().filter(|c| !c.is_whitespace()).nth(18).is_none() && last.is_some_and(|c| {
        matches!(
            c,
            '名' | '称' | '標' | 'I' | 'Ｉ' | '位' | '局' | '庁' | '部' | '間' | '度' | '期' | '的'
                | '要' | '号' | 'ド' | '計' | '分' | '令' | '等' | '画' | '者' | '日' | '話' | '線'
                | '先' | '法' | '所' | '体' | '針' | '策' | 'け' | '明' | '由' | '価' | '向' | '性'
                | '題' | '考' | '課' | '室' | '当' | '署' | '関' | '属' | '係' | '管' | '象' | '段'
                | '容' | '式' | '績' | '目' | '0'..='9' | '０'..='９' | '①'..='⑳'
        )
    })
}

/// Whether a text is a label of a sheet.
pub(crate) fn is_field_label(text: &str) -> bool {
    field(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_found_by_its_last_character() {
        for (label, said) in LABELS {
            assert_eq!(field(label), Some(*said), "{label}");
        }
        for label in ABOVE_DEPARTMENTS {
            assert!(field(label).is_some(), "{label}");
        }
        for (label, _) in crate::recognize::responsibility::LABELS {
            assert!(field(label).is_some(), "{label}");
        }
        assert_eq!(field("【 事 業 名 】"), Some(Field::Project));
        assert_eq!(field("指標２"), Some(Field::Indicator));
        assert_eq!(field("学校教育課で行う"), None);
    }
}

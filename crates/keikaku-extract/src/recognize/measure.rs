//! Names of measures (指標名), and of what is none.

/// What measures end with (指標名の語尾).
const MEASURES: &[&str] = &[
    "数", "率", "額", "量", "割合", "値", "面積", "延長", "人口", "所得", "時間", "高", "度",
    "収入", "売上", "寿命", "比", "者", "密度", "点", "実施", "開催", "結果", "評価",
];

/// Whether a label ends as names of measures do.
pub(crate) fn is_measure(label: &str) -> bool {
    let bare = label.trim().trim_end_matches([' ', ')', '」', '(']).trim_end();
    let bare = match label.trim().rfind('(') {
        Some(open) if label.trim().ends_with(')') && open > 0 => label.trim()[..open].trim_end(),
        _ => bare,
    };
    MEASURES.iter().any(|measure| bare.ends_with(measure))
}

/// Whether two labels name one measure: the one is the other with more before it.
pub(crate) fn same_measure(one: &str, other: &str) -> bool {
    let bare = |label: &str| label.trim_start_matches("その").trim().to_owned();
    let (one, other) = (bare(one), bare(other));
    !one.is_empty() && !other.is_empty() && (one.ends_with(&other) || other.ends_with(&one))
}

/// Words of labels that name what is no measure: times, places, people to ask, parts of a text.
const NOT_MEASURES: [&str; 35] = [
    "計画期間",
    "以降",
    "期間",
    "計画の期間",
    "任期",
    "日時",
    "開催日",
    "期日",
    "日程",
    "電話",
    "TEL",
    "FAX",
    "住所",
    "所在地",
    "会場",
    "場所",
    "資料",
    "図表",
    "注",
    "出典",
    "対象",
    "対象期間",
    "回答数",
    "回収率",
    "回収数",
    "回収票",
    "有効回答",
    "配布数",
    "配付数",
    "補助率",
    "発行",
    "策定",
    "改訂",
    "改定",
    "施行",
];

/// Whether words can name an indicator.
pub(crate) fn can_be_label(label: &str) -> bool {
    let bare: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(['【', '】', '《', '》', '(', ')', '（', '）', '・', ':', '：']);
    let length = bare.chars().count();
    (2..=60).contains(&length)
        && bare.chars().any(keikaku_text::is_japanese)
        && !NOT_MEASURES
            .iter()
            .any(|word| bare == *word || bare.ends_with(word) && length <= word.chars().count() + 3)
        && !bare.starts_with('※')
        && !bare.ends_with('円')
        && !bare.strip_prefix(['第', '表', '図']).is_some_and(|n| n.starts_with(char::is_numeric))
        && !bare.ends_with([
            'る', 'す', 'た', '。', 'く', 'む', 'う', 'い', 'で', 'に', 'と', 'は', 'も',
        ])
        && !["し、", "て、", "り、", "は、", "で、"].iter().any(|clause| bare.contains(clause))
}

/// Whether a label of an amount of money names a price or a budget.
pub(crate) fn is_price(label: &str) -> bool {
    [
        "予算",
        "事業費",
        "経費",
        "補助",
        "交付金",
        "負担金",
        "手数料",
        "料金",
        "使用料",
        "単価",
        "報酬",
        "給",
        "賃金",
        "税",
        "基金",
        "決算",
        "繰",
        "歳入",
        "歳出",
        "上限",
        "限度額",
        "円",
        "手当",
        "会費",
        "月額",
        "日額",
        "年額",
        "運賃",
    ]
    .iter()
    .any(|word| label.contains(word))
        || label.trim_end().ends_with('費')
}

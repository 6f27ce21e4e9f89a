//! Values in the cells of indicator tables: number, unit, time and kind, as far as the cell says.

use keikaku_record::ObservationKind;
use keikaku_text::clean_name;
use keikaku_values::{
    Comparator, Decimal, Period, PeriodMention, TimeContext, parse_period_prefix, parse_quantity,
};

/// What a cell of an indicator table says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CellValue {
    /// The value, in the base unit where the cell has a scale; `None` where there is none.
    pub value: Option<Decimal>,
    /// The unit.
    pub unit: Option<String>,
    /// How the value is meant.
    pub comparator: Comparator,
    /// The time that the cell names.
    pub time: Option<Period>,
    /// The kind that the cell names.
    pub kind: Option<ObservationKind>,
    /// The base that a relative value adds to.
    pub relative_to: Option<String>,
}

/// What a cell is, before its place in the table is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CellContent {
    /// No text.
    Blank,
    /// A mark that there is no value: `—`, `-`, `…`.
    Dash,
    /// A mark that the cell at the left (同左) holds.
    SameLeft,
    /// A mark that the cell above (同上, 〃) holds.
    SameAbove,
    /// A value.
    Value(CellValue),
    /// Words: not yet decided, or not read.
    Words(CellValue),
}

/// The kind of value that a word names (目標, 実績, 基準 …), the more telling words first.
const KINDS: &[(&str, ObservationKind)] = &[
    ("達成率", ObservationKind::Achievement),
    ("達成度", ObservationKind::Achievement),
    ("進捗率", ObservationKind::Achievement),
    ("目標", ObservationKind::Target),
    ("計画値", ObservationKind::Target),
    ("めざ", ObservationKind::Target),
    ("目指", ObservationKind::Target),
    ("KPI", ObservationKind::Target),
    ("見込", ObservationKind::Forecast),
    ("予測", ObservationKind::Forecast),
    ("推計", ObservationKind::Forecast),
    ("実績", ObservationKind::Actual),
    ("実数", ObservationKind::Actual),
    ("結果", ObservationKind::Actual),
    ("直近値", ObservationKind::Actual),
    ("最新値", ObservationKind::Actual),
    ("基準", ObservationKind::Baseline),
    ("現状", ObservationKind::Baseline),
    ("現況", ObservationKind::Baseline),
    ("策定時", ObservationKind::Baseline),
    ("開始前", ObservationKind::Baseline),
    ("現時点", ObservationKind::Baseline),
    ("現在値", ObservationKind::Baseline),
    ("従前", ObservationKind::Baseline),
    ("初期値", ObservationKind::Baseline),
    ("当初値", ObservationKind::Baseline),
];

/// Words that name a kind only where they stand alone or with a time: 計画 beside 実績, but not
/// 総合計画.
const KINDS_ALONE: &[(&str, ObservationKind)] = &[
    ("計画", ObservationKind::Target),
    ("当初", ObservationKind::Baseline),
    ("計画当初", ObservationKind::Baseline),
    ("決算", ObservationKind::Actual),
];

/// Whether a text has a character that a word for a kind begins with: most texts have none.
pub(crate) fn may_name_kind(text: &str) -> bool {
    text.contains(begins_kind)
}

fn begins_kind(c: char) -> bool {
    matches!(
        c,
        '達' | '進'
            | '目'
            | '計'
            | 'め'
            | 'K'
            | 'Ｋ'
            | '見'
            | '予'
            | '推'
            | '実'
            | '結'
            | '直'
            | '最'
            | '基'
            | '現'
            | '策'
            | '初'
            | '当'
            | '決'
            | '開'
            | '従'
    )
}

/// The kind that a label names, if it names one.
///
/// A rate of achievement wins over the target it is measured by: 目標達成率.
pub(crate) fn kind_of(label: &str) -> Option<ObservationKind> {
    if !may_name_kind(label) {
        return None;
    }
    // The first of the words that stands anywhere; each is looked for only where it may begin.
    let named = label
        .char_indices()
        .filter(|(_, c)| begins_kind(*c))
        .filter_map(|(at, _)| KINDS.iter().position(|(word, _)| label[at..].starts_with(word)))
        .min();
    if let Some(at) = named {
        return Some(KINDS[at].1);
    }
    if !KINDS_ALONE.iter().any(|(word, _)| label.contains(word)) {
        return None;
    }
    let time = |c: char| {
        c.is_ascii_alphanumeric() || c.is_whitespace() || "令和平成昭元年度()[]<>・".contains(c)
    };
    let alone: String = label.chars().filter(|c| !time(*c)).collect();
    KINDS_ALONE.iter().find(|(word, _)| alone == *word).map(|(_, kind)| *kind)
}

const UNDECIDED: &[&str] = &["未定", "検討中", "調整中", "策定中", "設定中", "今後設定"];

/// Reads a cell. `text` is folded and its wraps are joined.
pub(crate) fn read(text: &str, context: &TimeContext) -> CellContent {
    // The number in a circle says of which of several indicators the value is.
    let text =
        text.trim().trim_start_matches(|c| keikaku_layout::circled_value(c).is_some()).trim_start();
    if text.is_empty() {
        return CellContent::Blank;
    }
    if text.chars().all(|c| {
        matches!(c, '-' | 'ー' | '…' | '/' | '*' | ' ' | '‥' | '―' | '—' | '─' | '\\' | '斜' | '線')
    }) {
        return CellContent::Dash;
    }
    match text.trim_matches(['(', ')', ' ']) {
        "同左" | "左同" | "左に同じ" => return CellContent::SameLeft,
        "同上" | "〃" | "々" | "上に同じ" => return CellContent::SameAbove,
        "なし" | "該当なし" | "N/A" | "n/a" => return CellContent::Dash,
        _ => {}
    }
    let mut cell = CellValue {
        value: None,
        unit: None,
        comparator: Comparator::Equal,
        time: None,
        kind: None,
        relative_to: None,
    };
    let body = remarks(text, context, &mut cell);
    let body = leading_mark(body, &mut cell);
    if UNDECIDED.iter().any(|u| body.contains(u)) {
        return CellContent::Words(cell);
    }
    if let Some((base, sum)) = relative(body)
        && let Some((quantity, _)) = parse_quantity(sum)
    {
        cell.value = Some(quantity.value);
        cell.unit = quantity.unit;
        cell.comparator = quantity.comparator;
        cell.relative_to = Some(clean_name(base));
        return CellContent::Value(cell);
    }
    if let Some(body) = after_time(body, context, &mut cell) {
        if body.is_empty() {
            return CellContent::Words(cell);
        }
        return quantity(body, cell);
    }
    quantity(body, cell)
}

fn quantity(body: &str, mut cell: CellValue) -> CellContent {
    match parse_quantity(body) {
        Some((quantity, range)) if range.start <= 6 && is_tail(&body[range.end..]) => {
            cell.value = Some(quantity.value);
            cell.unit = quantity.unit;
            cell.comparator = quantity.comparator;
            CellContent::Value(cell)
        }
        _ => CellContent::Words(cell),
    }
}

/// What may stand behind a value without making it words: marks, notes, an effort word.
fn is_tail(tail: &str) -> bool {
    let tail = tail.trim();
    tail.chars().count() <= 8
        && !["年度", "年", "月", "までに", "から", "以降"].iter().any(|t| tail.starts_with(t))
}

/// Takes remarks in brackets off the end: `(2017年度)` is a time, `(実績)` a kind.
fn remarks<'t>(text: &'t str, context: &TimeContext, cell: &mut CellValue) -> &'t str {
    let mut body = text.trim_end();
    while body.ends_with([')', '】', ']']) {
        let Some(open) = body.rfind(['(', '【', '[']) else { break };
        if open == 0 {
            break;
        }
        let Some(first) = body[open..].chars().next() else { break };
        let inner = &body[open + first.len_utf8()
            ..body.len() - body.chars().next_back().map_or(1, char::len_utf8)];
        let time = whole_period(inner, context);
        let kind = kind_of(inner);
        if time.is_none() && kind.is_none() && inner.chars().count() > 20 {
            break;
        }
        cell.time = cell.time.or(time.map(|t| t.period));
        cell.kind = cell.kind.or(kind);
        body = body[..open].trim_end();
    }
    body
}

/// A kind before the value: `目標 10件`, `実績：8件`.
fn leading_mark<'t>(text: &'t str, cell: &mut CellValue) -> &'t str {
    for (word, kind) in KINDS {
        for end in ["値:", ":", "値 ", " "] {
            let Some(rest) = text.strip_prefix(word).and_then(|r| r.strip_prefix(end)) else {
                continue;
            };
            if rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "▲△約-".contains(c))
            {
                cell.kind = cell.kind.or(Some(*kind));
                return rest.trim_start();
            }
        }
    }
    text
}

/// A value relative to a base: `2018年3月末実績 +720件`.
fn relative(text: &str) -> Option<(&str, &str)> {
    let plus = text.find(['+', '＋'])?;
    let base = text[..plus].trim();
    let sum = &text[plus + text[plus..].chars().next()?.len_utf8()..];
    (!base.is_empty()
        && base.chars().any(keikaku_text::is_japanese)
        && sum.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    .then_some((base, sum.trim_start()))
}

/// A time before the value (`R3: 12件`): what stands after it. A cell that is a time and words is
/// words (`2019年度中に検討`).
fn after_time<'t>(text: &'t str, context: &TimeContext, cell: &mut CellValue) -> Option<&'t str> {
    let mention = parse_period_prefix(text, context)?;
    let rest = text[mention.range.end..].trim_start();
    let value = rest.trim_start_matches([':', ' ', '/']);
    if rest.is_empty() || value.len() < rest.len() && parse_quantity(value).is_some() {
        cell.time = cell.time.or(Some(mention.period));
        return Some(value);
    }
    Some("")
}

fn whole_period(text: &str, context: &TimeContext) -> Option<PeriodMention> {
    let text = text.trim();
    let mention = parse_period_prefix(text, context)?;
    let rest = text[mention.range.end..].trim();
    (rest.is_empty()
        || ["現在", "時点", "実績", "見込", "目標", "末"].iter().any(|r| rest.starts_with(r)))
    .then_some(mention)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_a_kind_is_found_by_its_first_character() {
        for (word, kind) in KINDS.iter().chain(KINDS_ALONE) {
            assert_eq!(kind_of(word), Some(*kind), "{word}");
        }
    }
}

//! Values in the cells of indicator tables: number, unit, time and kind, as far as the cell says.

use std::ops::Range;

use keikaku_record::ObservationKind;
use keikaku_text::clean_name;
use keikaku_values::{
    Aggregate, Comparator, Decimal, Direction, Per, Period, Reading, Share, TimeContext, Value,
    ValueContext, read_values,
};

/// What a value says by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// The value, in the base unit where a scale is written; `None` where no number is.
    pub value: Option<Decimal>,
    /// The upper bound of a range.
    pub value_high: Option<Decimal>,
    /// The unit.
    pub unit: Option<String>,
    /// How the value is meant.
    pub comparator: Comparator,
    /// The time that a rate is per.
    pub per: Option<Per>,
    /// The number of years that the value is over.
    pub over_years: Option<u16>,
    /// How it was made of the values of the time that it covers.
    pub aggregate: Option<Aggregate>,
    /// Which way a relative value goes.
    pub direction: Option<Direction>,
    /// The base of a relative value.
    pub relative_to: Option<String>,
    /// The share as written.
    pub share: Option<Share>,
}

impl Said {
    /// What a value of a folded text says.
    pub(crate) fn of(text: &str, value: &Value) -> Self {
        Self {
            value: value.value,
            value_high: value.value_high,
            unit: value.unit.clone(),
            comparator: value.comparator,
            per: value.per,
            over_years: value.over_years,
            aggregate: value.aggregate,
            direction: value.direction,
            relative_to: value.relative_to.clone().map(|base| clean_name(&text[base])),
            share: value.share,
        }
    }
}

/// What a cell of an indicator table says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CellValue {
    /// What the value says.
    pub said: Said,
    /// The bytes of the value in the text that was read, with its brackets' content; empty where the
    /// cell has no value.
    pub range: Range<usize>,
    /// The time that the cell names.
    pub time: Option<Period>,
    /// The kind that the cell names.
    pub kind: Option<ObservationKind>,
    /// The values beside it: `延べ243日` of `9人（延べ243日）`.
    pub others: Vec<CellValue>,
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
    let body =
        text.trim().trim_start_matches(|c| keikaku_layout::circled_value(c).is_some()).trim_start();
    if body.is_empty() {
        return CellContent::Blank;
    }
    if body.chars().all(|c| {
        matches!(c, '-' | 'ー' | '…' | '/' | '*' | ' ' | '‥' | '―' | '—' | '─' | '\\' | '斜' | '線')
    }) {
        return CellContent::Dash;
    }
    match body.trim_matches(['(', ')', ' ']) {
        "同左" | "左同" | "左に同じ" => return CellContent::SameLeft,
        "同上" | "〃" | "々" | "上に同じ" => return CellContent::SameAbove,
        "なし" | "該当なし" | "N/A" | "n/a" => return CellContent::Dash,
        _ => {}
    }
    let offset = text.trim_end().len() - body.len();
    // Most cells of tables are plain numbers or sentences, for which no grammar is needed. Four
    // digits may be a year.
    let year = body.len() == 4 && body.starts_with(['1', '2']);
    if !year
        && !body.contains('(')
        && let Some(number) = plain(body)
    {
        let range = 0..body.len();
        let numeral_range = Some(range.clone());
        let value = Value { value: Some(number), range, numeral_range, ..Value::default() };
        let range = offset..offset + body.len();
        let said = Said::of(body, &value);
        return CellContent::Value(CellValue { said, range, ..CellValue::default() });
    }
    if body.len() > LONGEST_WORDS && !body.contains(|c: char| c.is_numeric() || c == '元') {
        return CellContent::Words(CellValue::default());
    }
    let reading = read_values(body, &ValueContext { time: *context, unit: None });
    let parts = Parts { text: body, reading: &reading, brackets: brackets(body) };
    if parts.is_value() {
        return CellContent::Value(parts.value(offset));
    }
    CellContent::Words(parts.words())
}

/// A number without words: `1,234`, `△ 56.7`, `（89）`. A small one in brackets numbers a row.
///
/// Most cells of large tables are such, so they are read without the grammar of values.
pub(crate) fn plain(text: &str) -> Option<Decimal> {
    let mut digits = String::with_capacity(text.len());
    let mut negative = false;
    let mut group: Option<usize> = None;
    let mut fraction = false;
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix(['(', '（'])
        .and_then(|t| t.strip_suffix([')', '）']))
        .filter(|t| t.chars().count() > 2);
    let body = inner.unwrap_or(trimmed).trim();
    for c in body.chars() {
        let c = match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32)?,
            '，' => ',',
            '．' => '.',
            c => c,
        };
        match c {
            '0'..='9' => {
                digits.push(c);
                group = group.map(|n| n + 1);
            }
            '△' | '▲' | '-' | '－' | '−' if digits.is_empty() && !negative => {
                negative = true
            }
            ' ' | '\u{3000}' if digits.is_empty() && negative => {}
            ',' if !digits.is_empty() && !fraction && group.is_none_or(|n| n == 3) => {
                group = Some(0);
            }
            '.' if !digits.is_empty() && !fraction && group.is_none_or(|n| n == 3) => {
                fraction = true;
                group = None;
                digits.push('.');
            }
            _ => return None,
        }
    }
    if digits.is_empty() || digits.ends_with('.') || group.is_some_and(|n| n != 3) {
        return None;
    }
    let value: Decimal = digits.parse().ok()?;
    Some(if negative { -value } else { value }.normalize())
}

/// The longest text without a figure, in bytes, that may state a value in words: 現状を維持する.
const LONGEST_WORDS: usize = 60;

/// The most characters of words behind a value that make it none: a note, an effort word.
const TAIL: usize = 8;

/// The most characters of a remark in brackets.
const REMARK: usize = 20;

/// What a cell was read into.
struct Parts<'t> {
    text: &'t str,
    reading: &'t Reading,
    brackets: Vec<Range<usize>>,
}

impl Parts<'_> {
    fn in_brackets(&self, at: usize) -> bool {
        self.brackets.iter().any(|b| b.start <= at && at < b.end)
    }

    /// Whether the cell is a value, or words that mention one.
    fn is_value(&self) -> bool {
        let Some(first) = self.reading.values.first() else { return false };
        if UNDECIDED.iter().any(|word| self.text.contains(word)) {
            return false;
        }
        let mut tail = 0;
        self.reading.rest.iter().all(|piece| {
            let words = &self.text[piece.clone()];
            let length = words.chars().count();
            if self.in_brackets(piece.start) {
                return length <= REMARK;
            }
            if length <= TAIL && kind_of(words).is_some() {
                return true;
            }
            if piece.start < first.range.start {
                return length <= 2;
            }
            tail += length;
            tail <= TAIL
        })
    }

    /// The times that no value is relative to.
    fn times(&self) -> impl Iterator<Item = (usize, Period)> {
        let values = &self.reading.values;
        self.reading.periods.iter().filter_map(move |mention| {
            let inside = |range: &Range<usize>| {
                range.start <= mention.range.start && mention.range.end <= range.end
            };
            let read = values.iter().any(|v| inside(&v.range));
            (!read).then_some((mention.range.start, mention.period))
        })
    }

    /// The kinds that words beside the values name.
    fn kinds(&self) -> impl Iterator<Item = (usize, ObservationKind)> {
        self.reading
            .rest
            .iter()
            .filter_map(|piece| Some((piece.start, kind_of(&self.text[piece.clone()])?)))
    }

    fn value(&self, offset: usize) -> CellValue {
        let values = &self.reading.values;
        let times: Vec<(usize, Period)> = self.times().collect();
        let kinds: Vec<(usize, ObservationKind)> = self.kinds().collect();
        let ranges: Vec<Range<usize>> = values.iter().map(|v| v.range.clone()).collect();
        let whens = assign(&ranges, &times);
        let whats = assign(&ranges, &kinds);
        let mut read = values.iter().zip(whens).zip(whats).map(|((value, time), kind)| CellValue {
            said: Said::of(self.text, value),
            range: value.range.start + offset..value.range.end + offset,
            time,
            kind,
            others: Vec::new(),
        });
        let mut first = read.next().unwrap_or_default();
        first.others = read.collect();
        first
    }

    /// What a cell of words says of its time and kind: a remark in brackets. A time before words is
    /// that of what they say.
    fn words(&self) -> CellValue {
        let whole = self.reading.rest.is_empty();
        let time = self.times().find(|(at, _)| whole || self.in_brackets(*at));
        let kind = self.kinds().find(|(at, _)| self.in_brackets(*at));
        CellValue { time: time.map(|t| t.1), kind: kind.map(|k| k.1), ..CellValue::default() }
    }
}

/// Gives what stands beside values to them: what stands before the first value belongs to the value
/// behind it, and so does all else in the same text; else it belongs to the value before it.
pub(crate) fn assign<T: Copy>(values: &[Range<usize>], marks: &[(usize, T)]) -> Vec<Option<T>> {
    let leads = match (values.first(), marks.first()) {
        (Some(value), Some((at, _))) => *at < value.start,
        _ => false,
    };
    let mut given = vec![None; values.len()];
    for &(at, mark) in marks {
        let behind = values.partition_point(|value| value.start <= at);
        let to = if leads && behind < values.len() { Some(behind) } else { behind.checked_sub(1) };
        if let Some(one) = to.and_then(|i| given.get_mut(i)) {
            *one = one.or(Some(mark));
        }
    }
    given
}

/// What stands in brackets, nested ones within the outer.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut open) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '【' | '〔' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            ')' | ']' | '】' | '〕' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(open..at);
                }
            }
            _ => {}
        }
    }
    found
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

    fn number(text: &str) -> Option<String> {
        plain(text).map(|v| v.to_string())
    }

    #[test]
    fn a_plain_number_is_read_in_any_width_and_with_any_sign() {
        for (text, expected) in [
            ("1,234", "1234"),
            ("１，２３４", "1234"),
            ("△ 2,552", "-2552"),
            ("▲0.5", "-0.5"),
            ("(1,234)", "1234"),
            ("35.30", "35.3"),
            ("0", "0"),
        ] {
            assert_eq!(number(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_single_number_is_none() {
        for text in ["", "(1)", "1,23", "1,2345", "2.1.1", "12件", "-", "1.", "R3", "1 2"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}

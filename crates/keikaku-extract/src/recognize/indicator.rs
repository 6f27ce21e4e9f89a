//! Indicators in running text: a measure, its value, and the words that make it one.
//!
//! Two forms count, since only they say that a figure is the value of a measure and not a figure that
//! happens to be mentioned: `名称 期間で値` in brackets that set a target apart, and
//! `名称は値となりました` under a title of results. Lines and sentences that state values are read by
//! [`statement`](super::statement) and [`aim`](super::aim).

use std::cell::OnceCell;
use std::ops::Range;

use keikaku_layout::steps;
use keikaku_record::ObservationKind;
use keikaku_values::{PeriodMention, QuantityMention};

/// An indicator found in running text; ranges are bytes of the folded text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// The label.
    pub label: Range<usize>,
    /// The index of the quantity that is its value.
    pub quantity: usize,
    /// The value with the marks around it.
    pub text: Range<usize>,
    /// The index of the time that belongs to the value.
    pub period: Option<usize>,
    /// The kind that the words give.
    pub kind: Option<ObservationKind>,
    /// Whether the words between the label and the value say that it adds up.
    pub cumulative: bool,
}

/// What measures end with (指標名の語尾).
const MEASURES: &[&str] = &[
    "数",
    "率",
    "額",
    "量",
    "割合",
    "件数",
    "人数",
    "回数",
    "値",
    "点数",
    "指数",
    "面積",
    "延長",
    "戸数",
    "人口",
    "所得",
    "時間",
    "日数",
    "高",
    "結果",
    "評価",
    "満足度",
    "認知度",
    "度",
    "収入",
    "売上",
    "寿命",
    "比",
];

/// The bytes behind a value, or before it, in which what belongs to it is sought: its label of at
/// most 50 characters with marks and times around it, a remark in brackets. One line may hold a
/// whole document, so that nothing is sought to its end.
const NEAR: usize = 480;

/// The last bytes of a text, cut at a character, and where they begin.
fn last_of(text: &str) -> (&str, usize) {
    let mut start = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    steps::count("indicator::last_of", text.len() - start);
    (&text[start..], start)
}

/// The first bytes of a text, cut at a character.
fn first_of(text: &str) -> &str {
    let mut end = text.len().min(NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    steps::count("indicator::first_of", end);
    &text[..end]
}

fn is_measure(label: &str) -> bool {
    let bare = label.trim_end_matches([' ', ')']).trim_end();
    let bare = match bare.rfind('(') {
        Some(open) if label.trim_end().ends_with(')') && open > 0 => bare[..open].trim_end(),
        _ => bare,
    };
    MEASURES.iter().any(|m| bare.ends_with(m))
}

/// Finds the indicators of a block's folded text. `told` says that the titles around it tell of results or targets.
/// Times and quantities stand in the order of the text.
pub(crate) fn find(
    text: &str,
    periods: &[PeriodMention],
    quantities: &[QuantityMention],
    told: bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    let sentences: OnceCell<Vec<usize>> = OnceCell::new();
    for (i, quantity) in quantities.iter().enumerate() {
        if quantity.ordinal {
            continue;
        }
        let hit = bracketed(text, periods, quantities, i).or_else(|| {
            stated(text, periods, quantities, i, &sentences)
                .filter(|f| told || text[f.text.clone()].starts_with('「'))
        });
        found.extend(hit);
    }
    found
}

fn period_in(periods: &[PeriodMention], range: Range<usize>) -> Option<usize> {
    let first = periods.partition_point(|p| p.range.start < range.start);
    periods.get(first).is_some_and(|p| p.range.end <= range.end).then_some(first)
}

/// `≪事業化件数 5年間(平成25~29年度)で13件≫`.
fn bracketed(
    text: &str,
    periods: &[PeriodMention],
    quantities: &[QuantityMention],
    i: usize,
) -> Option<Found> {
    let range = &quantities[i].range;
    // The value closes the brackets, but for a remark in brackets of its own.
    let mut after = text[range.end..].trim_start();
    if after.starts_with('(') {
        after = first_of(after).split_once(')').map_or("", |(_, rest)| rest.trim_start());
    }
    if !after.starts_with(['≫', '》', '〉', '>']) {
        return None;
    }
    let (near, offset) = last_of(&text[..range.start]);
    let (open, mark) =
        near.char_indices().rev().find(|(_, c)| matches!(c, '≪' | '《' | '〈' | '<'))?;
    let inside = offset + open + mark.len_utf8();
    if text[inside..range.start].contains(['≫', '》', '〉', '>']) {
        return None;
    }
    let period = period_in(periods, inside..range.start);
    // The label ends where the time, the duration, or a particle begins.
    let cut = period.map_or(range.start, |p| periods[p].range.start);
    let first = quantities[..i].partition_point(|q| q.range.start < inside);
    let mut end = quantities[..i].get(first).map_or(cut, |q| q.range.start.min(cut));
    let label = text[inside..end].trim_end_matches([' ', '(', ':', 'を', 'は', 'の', '、']);
    end = inside + label.len();
    (is_measure(label) && label.chars().count() <= 50).then(|| Found {
        label: inside..end,
        quantity: i,
        text: range.clone(),
        period,
        kind: Some(ObservationKind::Target),
        cumulative: text[end..range.start].contains("累計"),
    })
}

/// `県の評価結果は「3.7」(満点は5)となりました`: the topic of a sentence and its value.
fn stated(
    text: &str,
    periods: &[PeriodMention],
    quantities: &[QuantityMention],
    i: usize,
    sentences: &OnceCell<Vec<usize>>,
) -> Option<Found> {
    let range = &quantities[i].range;
    let before = text[..range.start].trim_end();
    let opened = before.strip_suffix('「').unwrap_or(before);
    let topic = opened.strip_suffix('、').unwrap_or(opened).strip_suffix('は')?;
    let (near, offset) = last_of(topic);
    let start = near
        .rfind(['。', '、', '」', ')'])
        .map(|at| offset + at)
        .map_or(offset, |at| at + topic[at..].chars().next().map_or(1, char::len_utf8));
    let trimmed = topic[start..].trim_start();
    let label = topic.len() - trimmed.len()..topic.len();
    if trimmed.is_empty() || trimmed.chars().count() > 25 || !is_measure(trimmed) {
        return None;
    }
    // 総額は… names no measure of its own: only a quoted value makes so short a topic one.
    if opened.len() == before.len() && trimmed.chars().count() < 5 {
        return None;
    }
    let mut end = range.end;
    let mut after = &text[end..];
    if opened.len() < before.len() {
        after = after.strip_prefix('」')?;
        end += '」'.len_utf8();
    }
    if after.starts_with('(') {
        let close = first_of(after).find(')')? + 1;
        end += close;
        after = &after[close..];
    }
    let past = [
        "となりました",
        "となった",
        "となっています",
        "となっている",
        "でした",
        "でした。",
        "に達しました",
        "に達した",
        "となり",
    ];
    let present = ["です", "である", "となる見込み"];
    let kind = if past.iter().any(|p| after.starts_with(p)) {
        Some(ObservationKind::Actual)
    } else if present.iter().any(|p| after.starts_with(p)) {
        None
    } else {
        return None;
    };
    // Where each sentence of the text ends.
    let ends = sentences.get_or_init(|| {
        steps::count("indicator::sentences", text.len());
        text.match_indices('。').map(|(at, end)| at + end.len()).collect()
    });
    let sentence = ends.partition_point(|&end| end <= label.start);
    let sentence = sentence.checked_sub(1).map_or(0, |last| ends[last]);
    let period = period_in(periods, sentence..range.start);
    let open = if opened.len() < before.len() { opened.len() } else { range.start };
    Some(Found { label, quantity: i, text: open..end, period, kind, cumulative: false })
}

//! A cell, or another text that as a whole is a value.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at};
use crate::quantity::Reading as How;
use crate::quantity::measure::{longest_at, measure_at};
use crate::value::base::base_ending;
use crate::value::marks::marks;
use crate::value::scan::scan;
use crate::value::{Direction, Reading, Value, ValueContext, counted};
use crate::words::{AFTER_CHANGE, CHANGE, CHANGE_ALONE, COMPARE_BASE, LINKS, NONE, ZERO};
use crate::{Comparator, PeriodMention, match_unit_prefix, periods};

/// What a cell says: its values, times and note marks, and what is left.
///
/// # Examples
///
/// A sum over years, with a second value in brackets:
/// ```
/// use keikaku_values::{Decimal, Direction, ValueContext, read_values};
/// let reading = read_values("年１人以上（５年間で５人）※1", &ValueContext::default());
/// let [first, second] = reading.values.as_slice() else { panic!() };
/// assert_eq!((first.value, first.comparator.symbol()), (Some(Decimal::ONE), ">="));
/// assert_eq!((second.over_years, second.bracketed), (Some(5), true));
/// assert_eq!((reading.marks.len(), reading.rest.len()), (1, 0));
/// ```
///
/// A relative target without any number:
/// ```
/// # use keikaku_values::{Direction, ValueContext, read_values};
/// let reading = read_values("前年度より増加", &ValueContext::default());
/// assert_eq!(reading.values[0].direction, Some(Direction::Increase));
/// assert_eq!(reading.values[0].relative_to, Some(0.."前年度".len()));
/// assert_eq!(reading.values[0].value, None);
/// ```
#[must_use]
pub fn read_values(text: &str, context: &ValueContext<'_>) -> Reading {
    let periods: Vec<PeriodMention> = periods(text, &context.time).collect();
    let marks = marks(text);
    let mut values = scan(text, &periods, &marks, How::Cell, context.unit == Some("%"));
    if values.is_empty() {
        values.extend(in_words(text, &periods, &marks, context));
    }
    for value in &mut values {
        // `２倍` by itself is relative to what stands elsewhere.
        let times = value.unit.as_deref() == Some("倍") && value.relative_to.is_none();
        if times && let Some(number) = value.value {
            value.direction = value.direction.or(match number.cmp(&Decimal::ONE) {
                std::cmp::Ordering::Greater => Some(Direction::Increase),
                std::cmp::Ordering::Less => Some(Direction::Decrease),
                std::cmp::Ordering::Equal => None,
            });
        }
    }
    let rest = rest(text, &values, &periods, &marks);
    Reading { values, periods, marks, rest }
}

/// The value of a text without any number: ゼロ, なし, 半減, 現状維持, 県平均以上.
fn in_words(
    text: &str,
    periods: &[PeriodMention],
    marks: &[Range<usize>],
    context: &ValueContext<'_>,
) -> Option<Value> {
    let bytes = text.as_bytes();
    let mut start = cursor::spaces(bytes, 0);
    if let Some(mark) = marks.iter().find(|mark| mark.start == start) {
        start = cursor::spaces(bytes, mark.end);
    }
    let end =
        marks.iter().rev().find(|mark| mark.end == text.trim_end().len() && mark.start > start);
    let body = text.get(..end.map_or(text.len(), |mark| mark.start))?.trim_end();
    zero(body, start, context)
        .or_else(|| lone_scale(body, start, context))
        .or_else(|| relative(body, start, periods))
}

/// A scale with the unit that is known to be the cell's: 千円, which else is a unit.
fn lone_scale(text: &str, start: usize, context: &ValueContext<'_>) -> Option<Value> {
    let measure = measure_at(text, start)?.ok()?;
    let known = measure.unit.is_some() && measure.unit == context.unit;
    (known && measure.end == text.len()).then(|| Value {
        range: start..measure.end,
        value: Some(measure.value),
        unit: measure.unit.map(counted),
        numeral_range: Some(measure.numeral_range),
        unit_range: measure.unit_range,
        ..Value::default()
    })
}

fn zero(text: &str, start: usize, context: &ValueContext<'_>) -> Option<Value> {
    let bytes = text.as_bytes();
    let value = |end, unit| Value {
        range: start..end,
        value: Some(Decimal::ZERO),
        unit,
        ..Value::default()
    };
    if let Some(end) = cursor::eat_any(bytes, start, ZERO) {
        let found = text.get(end..).and_then(match_unit_prefix);
        let (unit, end) = found.map_or((None, end), |(unit, len)| (Some(unit.unit), end + len));
        // ゼロカーボン and the like are words.
        let whole = char_at(text, end)
            .is_none_or(|c| !cursor::is_katakana(c) && (unit.is_some() || !cursor::is_kanji(c)));
        return whole.then(|| value(end, unit.map(counted)));
    }
    let unit = context.unit?;
    let rest = text.get(start..)?.trim_end_matches(['。', ')', '）']);
    let whole = rest.trim_start_matches(['(', '（']);
    NONE.contains(&whole).then(|| value(text.len(), Some(counted(unit))))
}

/// A value relative to a base, in words: 前年度より増加, 県平均以上, 半減.
fn relative(text: &str, start: usize, periods: &[PeriodMention]) -> Option<Value> {
    let bytes = text.as_bytes();
    let start = cursor::eat(bytes, start, "対").unwrap_or(start);
    let value = |base: Option<Range<usize>>, end, direction, comparator| Value {
        range: start..end,
        direction,
        comparator,
        relative_to: base,
        ..Value::default()
    };
    if let Some((end, direction)) = change_word(text, start) {
        // 現状維持 names its base.
        let base = text.get(start..end).and_then(|word| word.strip_suffix("維持"));
        let base = base.filter(|base| !base.is_empty()).map(|base| start..start + base.len());
        return Some(value(base, end, Some(direction), Comparator::Equal));
    }
    // The base ends where a link or a comparison begins.
    let ends = text.char_indices().map(|(at, _)| at).filter(|at| *at > start).take(MOST_BASE);
    for end in ends {
        let link = longest_at(bytes, end, LINKS).map(|(end, _)| end);
        let compared = longest_at(bytes, end, COMPARE_BASE);
        let bare = ["を", "値を"].iter().find_map(|word| cursor::eat(bytes, end, word));
        if link.is_none()
            && compared.is_none()
            && bare.is_none()
            && change_word(text, end).is_none()
        {
            continue;
        }
        let Some(base) = base_of(text, start, end, periods) else { continue };
        if let Some((after, comparator)) = compared.filter(|(after, _)| ends_value(text, *after)) {
            return Some(value(Some(base), after, None, comparator));
        }
        let after = link.or(bare).unwrap_or(end);
        let after = cursor::eat(bytes, after, "、").unwrap_or(after);
        if let Some((after, direction)) = change_word(text, cursor::spaces(bytes, after)) {
            return Some(value(Some(base), after, Some(direction), Comparator::Equal));
        }
    }
    None
}

/// The most characters of a base in words.
const MOST_BASE: usize = 24;

/// The base that stands from `start` to `end`.
fn base_of(
    text: &str,
    start: usize,
    end: usize,
    periods: &[PeriodMention],
) -> Option<Range<usize>> {
    let found = base_ending(text, end, periods);
    // から may be part of the time.
    let found = found.or_else(|| {
        let open = periods.iter().find(|period| period.range.start == start)?;
        let from = ["から", "より"]
            .iter()
            .any(|word| cursor::eat(text.as_bytes(), end, word) == Some(open.range.end));
        from.then_some(start..end)
    })?;
    (found.start >= start && found.start <= start + 3 * MOST_BASE).then_some(start..found.end)
}

/// The word of change at `pos` that with its ending ends the value.
fn change_word(text: &str, pos: usize) -> Option<(usize, Direction)> {
    let bytes = text.as_bytes();
    let alone = longest_at(bytes, pos, CHANGE_ALONE);
    let (end, direction) = alone.or_else(|| longest_at(bytes, pos, CHANGE))?;
    let mut end = end;
    for _ in 0..4 {
        let next = AFTER_CHANGE.iter().filter_map(|word| cursor::eat(bytes, end, word)).max();
        match next.or_else(|| longest_at(bytes, end, CHANGE).map(|(end, _)| end)) {
            Some(next) => end = next,
            None => break,
        }
    }
    ends_value(text, end).then_some((end, direction))
}

/// Whether nothing but brackets and marks follows.
fn ends_value(text: &str, pos: usize) -> bool {
    let rest = text.get(pos..).unwrap_or_default().trim();
    let said = ["を維持", "を目指す", "をめざす", "とする", "にする", "を確保", "の水準", "する"];
    let rest = said.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    rest.is_empty() || rest.starts_with(['(', '（', ')', '）', '。', '※', '*', '、', '/', '→'])
}

/// What of the text was not read.
fn rest(
    text: &str,
    values: &[Value],
    periods: &[PeriodMention],
    marks: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut read: Vec<Range<usize>> = values.iter().map(|value| value.range.clone()).collect();
    read.extend(periods.iter().map(|period| period.range.clone()));
    read.extend(marks.iter().cloned());
    read.sort_by_key(|range| range.start);
    let mut rest = Vec::new();
    let mut at = 0;
    for range in read.into_iter().chain(std::iter::once(text.len()..text.len())) {
        rest.extend(words(text, at..range.start));
        at = at.max(range.end);
    }
    rest
}

/// A piece of text without what stands around words, if any word is left.
fn words(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let idle = |c: char| {
        c.is_whitespace()
            || "()（）[]［］【】〔〕、。,，・:：;；/／~～→⇒➡".contains(c)
            || matches!(c, '①'..='⑳')
    };
    let start = range.start + (piece.len() - piece.trim_start_matches(idle).len());
    let kept = piece.trim_matches(idle);
    (!kept.is_empty()).then(|| start..start + kept.len())
}

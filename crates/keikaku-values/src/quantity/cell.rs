//! The value that a table cell is.

use std::ops::Range;

use crate::cursor::{self, char_at, is_alphanumeric};
use crate::quantity::measure::{
    chain_end, comparator_after, is_code, kanji_measure_holds, longest_at, measure_at, refers,
};
use crate::quantity::{Comparator, Quantity};
use crate::words::COMPARE_BEFORE;
use crate::{TimeContext, Written, parse_period_prefix};

/// The quantity that a table cell begins with, and its bytes; what follows is left to the caller.
///
/// Times (`2019年度中に検討`), codes, fractions, clock times and ranges are none.
///
/// # Examples
///
/// The scale is part of the value, and a note after it is left:
/// ```
/// use keikaku_values::{Decimal, parse_quantity};
/// let (quantity, range) = parse_quantity("5,000億円以上").unwrap();
/// assert_eq!(quantity.value, Decimal::from(500_000_000_000_i64));
/// assert_eq!(quantity.unit.as_deref(), Some("円"));
/// assert_eq!(quantity.comparator.symbol(), ">=");
/// assert_eq!(range, 0.."5,000億円以上".len());
/// assert_eq!(parse_quantity("59.4%(実績)").unwrap().1, 0..5);
/// assert!(parse_quantity("3/4").is_none());
/// ```
#[must_use]
pub fn parse_quantity(text: &str) -> Option<(Quantity, Range<usize>)> {
    let bytes = text.as_bytes();
    let start = cursor::spaces(bytes, 0);
    if let Some(open) = cursor::eat_any(bytes, start, &["(", "（"]) {
        let (quantity, inner) = bare(text, cursor::spaces(bytes, open))?;
        let close = cursor::spaces(bytes, inner.end);
        let end = cursor::eat_any(bytes, close, &[")", "）"])?;
        let last = cursor::spaces(bytes, end) == text.len();
        return last.then_some((quantity, start..end));
    }
    bare(text, start)
}

/// The quantity at `start`, without brackets.
fn bare(text: &str, start: usize) -> Option<(Quantity, Range<usize>)> {
    let bytes = text.as_bytes();
    if text
        .get(start..)
        .and_then(|rest| parse_period_prefix(rest, &TimeContext::default()))
        .is_some()
    {
        return None;
    }
    let (before, at) = words_before(bytes, start);
    let measure = measure_at(text, at)?.ok()?;
    let end = measure.end;
    if is_code(text, &measure) {
        return None;
    }
    match measure.numeral.written {
        Written::Kanji => {
            let whole = measure.unit.is_none() && cursor::spaces(bytes, end) == text.len();
            if !whole && !kanji_measure_holds(text, &measure) {
                return None;
            }
        }
        Written::Digits => {
            let next = char_at(text, end);
            let numbered = measure.unit.is_none()
                && (refers(text, &measure)
                    || matches!(next, Some('.' | '．' | ')' | '）' | ':'))
                        && start == 0
                        && !closes(text, end));
            if numbered || chain_end(text, measure.numeral_range.end).is_some() || ranges(text, end)
            {
                return None;
            }
        }
    }
    // `3年4月` and `3回目` say when and which.
    let rest = text.get(end..)?;
    if rest.starts_with("目") && !rest.starts_with("目標")
        || measure.unit == Some("年") && rest.trim_start().starts_with(is_alphanumeric)
    {
        return None;
    }
    let (comparator, end) =
        comparator_after(text, end).map_or((before, end), |(after, end)| (after, end));
    Some((measure.quantity(comparator), start..end))
}

/// Whether a bracket at `pos` closes a bracket that the cell began with.
fn closes(text: &str, pos: usize) -> bool {
    text.trim_start().starts_with(['(', '（'])
        && char_at(text, pos).is_some_and(|c| ")）".contains(c))
}

/// Whether a second bound follows: `10~20件`.
fn ranges(text: &str, pos: usize) -> bool {
    let bytes = text.as_bytes();
    cursor::eat_any(bytes, cursor::spaces(bytes, pos), &["~", "～", "〜", "-"])
        .is_some_and(|at| cursor::digit(bytes, cursor::spaces(bytes, at)).is_some())
}

/// The words before a cell's numeral and the position after them.
fn words_before(bytes: &[u8], start: usize) -> (Comparator, usize) {
    const TOTAL: [&str; 3] = ["のべ", "延べ", "±"];
    let mut comparator = Comparator::Equal;
    let mut at = start;
    for _ in 0..2 {
        if let Some((end, says)) = longest_at(bytes, at, COMPARE_BEFORE) {
            comparator = says;
            at = cursor::spaces(bytes, end);
        } else if let Some(end) = cursor::eat_any(bytes, at, &TOTAL) {
            at = cursor::spaces(bytes, end);
        }
    }
    (comparator, at)
}

//! What a relative value is relative to: `2013年度比`, 現状の, `令和元年度から`.

use std::ops::Range;

use crate::PeriodMention;
use crate::cursor::{self, char_before, is_alphanumeric, is_kanji};
use crate::quantity::measure::longest_before;
use crate::when::year_ends;
use crate::words::{BASES, LINKS, Link, OF_BASE};

/// The most words that stand between a time and the link.
const MOST_WORDS: usize = 2;

/// A base, and how the value is linked to it.
#[derive(Clone, Debug)]
pub(super) struct Base {
    /// The bytes of the base by itself.
    pub(super) range: Range<usize>,
    /// Where the expression begins, with 対 before the base.
    pub(super) start: usize,
    pub(super) link: Link,
}

/// The base whose link ends at `pos`.
pub(super) fn base_before(text: &str, pos: usize, periods: &[PeriodMention]) -> Option<Base> {
    let bytes = text.as_bytes();
    let end = cursor::spaces_before(bytes, pos);
    let end = cursor::eat_before(bytes, end, "、").unwrap_or(end);
    // から and より may already be part of the time, whose end they leave open.
    let (at, link) = longest_before(bytes, end, LINKS)?;
    let range = base_ending(text, at, periods).or_else(|| {
        let open = ending_at(periods, end).filter(|_| link == Link::From)?;
        Some(open.range.start..at)
    })?;
    let start = cursor::eat_before(bytes, range.start, "対").unwrap_or(range.start);
    Some(Base { range, start, link })
}

/// The base that ends at `pos`: a time with what says of which value it is, or a word.
pub(super) fn base_ending(
    text: &str,
    pos: usize,
    periods: &[PeriodMention],
) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let pos = cursor::spaces_before(bytes, pos);
    let mut end = pos;
    // A time before the word says more: `平成27年度実績`.
    let mut named = None;
    for _ in 0..=MOST_WORDS {
        if let Some(period) = ending_at(periods, end) {
            return Some(period.range.start..pos);
        }
        if let Some(start) = year_ending(text, end) {
            return Some(start..pos);
        }
        let word = BASES.iter().filter_map(|word| cursor::eat_before(bytes, end, word)).min();
        // 国 and 県 alone are bases only as whole words.
        let part = |start: usize| {
            end - start <= '国'.len_utf8() && char_before(text, start).is_some_and(is_kanji)
        };
        named = word.filter(|&start| !part(start)).or(named);
        let of = OF_BASE.iter().filter_map(|word| cursor::eat_before(bytes, end, word)).min();
        match of {
            Some(start) => end = cursor::spaces_before(bytes, start),
            None => break,
        }
    }
    named.map(|start| start..pos)
}

/// The time that ends at `pos`.
fn ending_at(periods: &[PeriodMention], pos: usize) -> Option<&PeriodMention> {
    let after = periods.partition_point(|mention| mention.range.end < pos);
    periods.get(after).filter(|mention| mention.range.end == pos)
}

/// Whether a position lies in a time.
pub(super) fn in_time(periods: &[PeriodMention], pos: usize) -> bool {
    let after = periods.partition_point(|mention| mention.range.end <= pos);
    periods.get(after).is_some_and(|mention| mention.range.start <= pos)
}

/// Whether a range is a time and nothing more.
pub(super) fn is_time(periods: &[PeriodMention], range: &Range<usize>) -> bool {
    ending_at(periods, range.end).is_some_and(|mention| mention.range == *range)
}

/// Where a year with an initial that ends at `pos` begins: `H26`, which beside other words is no
/// time by itself.
fn year_ending(text: &str, pos: usize) -> Option<usize> {
    let mut start = pos;
    for _ in 0..4 {
        match char_before(text, start).filter(|&c| is_alphanumeric(c)) {
            Some(c) => start -= c.len_utf8(),
            None => break,
        }
    }
    (start < pos && year_ends(text, start) == Some(pos)).then_some(start)
}

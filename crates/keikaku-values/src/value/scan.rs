//! The values of a text, in one pass.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at, char_before, is_kanji, is_katakana};
use crate::quantity::{Found, Reading as How, walk};
use crate::value::around::{Core, Text};
use crate::value::marks::marks;
use crate::value::share::{ShareMention, share_at};
use crate::value::{Share, Value, counted};
use crate::words::RATE_AFTER;
use crate::{Comparator, PeriodMention};

/// The values of a running text, in ascending order, where its times have been found already.
///
/// Nothing in a time is a value; a number that is part of what another says (the years of
/// `５年間で３人`) is none of its own.
///
/// # Examples
///
/// ```
/// use keikaku_values::{Aggregate, Decimal, Per, values};
/// let found = values("新規就農者は、５年間で10人とする。相談会は年３回以上開く。", &[]);
/// assert_eq!(found.len(), 2);
/// assert_eq!((found[0].value, found[0].over_years), (Some(Decimal::from(10)), Some(5)));
/// assert_eq!(found[0].aggregate, Some(Aggregate::Sum));
/// assert_eq!((found[1].value, found[1].per), (Some(Decimal::from(3)), Some(Per::Year)));
/// assert_eq!(found[1].comparator.symbol(), ">=");
/// ```
#[must_use]
pub fn values(text: &str, periods: &[PeriodMention]) -> Vec<Value> {
    scan(text, periods, &marks(text), How::Text, false)
}

/// A number as found: its place, and what it says by itself.
struct Item<'t> {
    core: Core<'t>,
    high: Option<Decimal>,
    share: Option<Share>,
    vague: bool,
    numeral: Range<usize>,
    unit: Option<Range<usize>>,
}

/// The values of a text; `rate` says that `1/2` is a share.
pub(super) fn scan(
    text: &str,
    periods: &[PeriodMention],
    marks: &[Range<usize>],
    how: How,
    rate: bool,
) -> Vec<Value> {
    let items = items(text, periods, marks, how, rate);
    let whole = Text { text, periods, marks };
    let mut found: Vec<Value> = Vec::with_capacity(items.len());
    let mut brackets = Brackets::new(text);
    let mut floor = 0;
    for (i, item) in items.iter().enumerate() {
        if item.core.range.start < floor {
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| items.get(i)).map(|item| &item.core);
        // What has words of its own behind it is no span for the next.
        let last = found.last().map_or(0, |last| last.range.end);
        let span = before.filter(|before| last <= before.range.end);
        let around = whole.around(&item.core, span, floor_of(&found, span), last);
        if around.took_before
            && let Some(last) = found.last()
            && before
                .is_some_and(|b| last.range.end <= b.range.end && last.range.end > around.start)
        {
            found.pop();
        }
        let mut value = value(text, item, &around);
        value.bracketed = brackets.inside(text, value.range.start, how == How::Cell);
        if value.bracketed
            && let Some(all) = of_all(text, value.range.start)
        {
            value.bracketed = false;
            value.range.start = all;
            let close = cursor::spaces(text.as_bytes(), value.range.end);
            value.range.end =
                cursor::eat_any(text.as_bytes(), close, &[")", "）"]).unwrap_or(value.range.end);
        }
        value.number = numbered(text, value.range.start);
        floor = value.range.end;
        found.push(value);
    }
    found
}

/// Where what belongs to a number can begin: after the last value, or before the span that it may
/// take.
fn floor_of(found: &[Value], span: Option<&Core<'_>>) -> usize {
    let mut ends = found.iter().rev().map(|value| value.range.end);
    match (ends.next(), span) {
        (Some(last), Some(span)) if last > span.range.start => ends.next().unwrap_or(0),
        (Some(last), _) => last,
        (None, _) => 0,
    }
}

/// All numbers of a text that are no part of a time, a mark, a code or a reference.
fn items<'t>(
    text: &'t str,
    periods: &[PeriodMention],
    marks: &[Range<usize>],
    how: How,
    rate: bool,
) -> Vec<Item<'t>> {
    let mut items: Vec<Item<'t>> = Vec::new();
    let mut marks = marks.iter().peekable();
    walk(text, periods, how, |found| {
        let (start, end) = (found.start, found.end);
        while marks.next_if(|mark| mark.end <= start).is_some() {}
        let marked =
            marks.peek().is_some_and(|mark| mark.contains(&found.measure.numeral_range.start));
        if marked {
            return found.measure.numeral_range.end;
        }
        if !found.ordinal && found.measure.unit.is_some() {
            items.push(item(found));
        } else if !found.ordinal {
            items.extend(bare(text, found));
        }
        end
    });
    let shares = shares(text, periods, rate);
    if shares.is_empty() {
        return items;
    }
    items.retain(|item| {
        let apart = |share: &ShareMention| {
            item.core.range.end <= share.range.start || share.range.end <= item.core.range.start
        };
        shares.iter().all(apart)
    });
    items.extend(shares.into_iter().map(|mention| {
        let value = mention.share.percent().unwrap_or_default();
        let core = Core { range: mention.range.clone(), value, unit: Some("%"), plain: false };
        let numeral = mention.range;
        Item { core, high: None, share: Some(mention.share), vague: false, numeral, unit: None }
    }));
    items.sort_by_key(|item| item.core.range.start);
    items
}

fn bare<'t>(text: &'t str, found: Found<'t>) -> Option<Item<'t>> {
    // `1/2` and `5分の` are shares or nothing.
    let rest = text.get(found.end..)?;
    (!rest.starts_with("分の")).then(|| item(found))
}

fn item(found: Found<'_>) -> Item<'_> {
    let measure = found.measure;
    let unit = measure.unit_range.clone();
    let core = Core {
        range: found.start..found.end,
        value: found.lower.unwrap_or(measure.value),
        unit: measure.unit,
        plain: found.lower.is_none() && !measure.vague,
    };
    let high = found.lower.map(|_| measure.value);
    let numeral = measure.numeral_range;
    Item { core, high, share: None, vague: measure.vague, numeral, unit }
}

/// The shares of a text.
fn shares(text: &str, periods: &[PeriodMention], rate: bool) -> Vec<ShareMention> {
    let bytes = text.as_bytes();
    let mut found: Vec<ShareMention> = Vec::new();
    let mut periods = periods.iter().map(|mention| mention.range.clone()).peekable();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (numeral, next) = match byte {
            b'0'..=b'9' | 0xEF => (cursor::digits(bytes, at).map(|run| run.end), at + 1),
            0xE3..=0xE9 => {
                let mut end = at;
                while cursor::kanji_numeral(bytes, end).is_some() {
                    end += cursor::KANJI_BYTES;
                }
                ((end > at).then_some(end), at + cursor::KANJI_BYTES)
            }
            _ => (None, at + 1),
        };
        let Some(end) = numeral else {
            at = if byte == 0xEF { at + cursor::KANJI_BYTES } else { next };
            continue;
        };
        if !may_share(text, end) {
            at = end;
            continue;
        }
        while periods.next_if(|period| period.end <= at).is_some() {}
        if let Some(period) = periods.peek().filter(|period| period.contains(&at)) {
            at = period.end.max(end);
            continue;
        }
        let joined = char_before(text, at).is_some_and(|c| {
            cursor::is_alphanumeric(c) || is_kanji_of_word(c) || matches!(c, '/' | '.' | ',' | '-')
        });
        let share = share_at(text, at, rate).filter(|share| {
            let slash = text.get(share.range.clone()).is_some_and(|t| t.contains(['/', '／']));
            let kanji = byte >= 0xE3 && cursor::digit(bytes, at).is_none();
            let part = kanji && char_before(text, at).is_some_and(is_kanji_of_word);
            !(part || (slash && joined))
        });
        at = match share {
            Some(share) => {
                let end = share.range.end;
                found.push(share);
                end
            }
            None => end,
        };
    }
    found
}

/// Whether what follows the first numeral of a share follows at `pos`.
fn may_share(text: &str, pos: usize) -> bool {
    char_at(text, cursor::spaces(text.as_bytes(), pos))
        .is_some_and(|c| "分/／人名件社校戸世回,，.．十百千万億".contains(c))
}

fn is_kanji_of_word(c: char) -> bool {
    is_kanji(c) && !matches!(c, '約' | '率' | '合' | '助' | '計' | '満' | '全')
}

/// A number with what was read around it.
fn value(text: &str, item: &Item<'_>, around: &super::around::Around) -> Value {
    let mut unit = item.core.unit;
    let mut per = around.per;
    if let Some(written) = unit
        && let Some((counted, of)) = rate_of(written)
    {
        unit = Some(counted);
        per = per.or(Some(of));
    }
    let signed = |value: Decimal| if around.negative { -value } else { value };
    let number = match item.share {
        Some(share) => share.percent(),
        None => Some(signed(item.core.value)),
    };
    let about = item.vague && around.comparator == Comparator::Equal;
    Value {
        range: around.start..around.end,
        value: number,
        value_high: item.high.map(signed),
        unit: unit.map(counted),
        comparator: if about { Comparator::About } else { around.comparator },
        per,
        over_years: around.over_years,
        aggregate: around.aggregate,
        direction: around.direction,
        relative_to: around.base.as_ref().map(|base| base.range.clone()),
        share: item.share,
        numeral_range: Some(item.numeral.clone()),
        unit_range: item.unit.clone(),
        number: numbered(text, around.start),
        marks: around.marks.clone(),
        bracketed: false,
        vague: item.vague,
    }
}

/// The unit and the time of one that is per a time: 人 and a year of `人/年`. What is measured a day
/// (`㎥/日`) is a unit of its own.
fn rate_of(unit: &str) -> Option<(&str, super::Per)> {
    let (counted, per) = RATE_AFTER
        .iter()
        .filter_map(|(word, per)| Some((unit.strip_suffix(word)?, *per)))
        .min_by_key(|(counted, _)| counted.len())?;
    let measured = counted.ends_with(|c: char| !is_kanji(c));
    let whole = counted.is_empty() || (measured && per == super::Per::Day);
    (!whole).then_some((counted, per))
}

/// The circled number before a value.
fn numbered(text: &str, pos: usize) -> Option<char> {
    let before = char_before(text, cursor::spaces_before(text.as_bytes(), pos))?;
    matches!(before, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | 'Ⓐ'..='ⓩ')
        .then_some(before)
}

/// Where all of which a number in brackets says how many begins: 全小中学校 of `全小中学校(24校)`.
fn of_all(text: &str, pos: usize) -> Option<usize> {
    const MOST: usize = 10;
    let bytes = text.as_bytes();
    let open = cursor::spaces_before(bytes, pos);
    let end = ["(", "（"].iter().find_map(|mark| cursor::eat_before(bytes, open, mark))?;
    let mut at = end;
    for _ in 0..MOST {
        let c = char_before(text, at).filter(|&c| is_kanji(c) || is_katakana(c) || c == '・')?;
        at -= c.len_utf8();
        if c == '全' && at + c.len_utf8() < end {
            return Some(at);
        }
    }
    None
}

/// Follows the brackets of a text.
struct Brackets<'t> {
    chars: std::str::CharIndices<'t>,
    depth: usize,
    /// Whether a bracket opened at the very start, around all.
    first: bool,
}

impl<'t> Brackets<'t> {
    fn new(text: &'t str) -> Self {
        Self { chars: text.char_indices(), depth: 0, first: false }
    }

    /// Whether `pos`, which never goes back, stands in brackets; `cell`: those around all are none.
    fn inside(&mut self, text: &str, pos: usize, cell: bool) -> bool {
        while let Some((at, c)) = self.chars.clone().next().filter(|(at, _)| *at < pos) {
            match c {
                '(' | '（' | '〔' | '[' | '［' => {
                    self.first |=
                        self.depth == 0 && text.get(..at).is_some_and(|t| t.trim().is_empty());
                    self.depth += 1;
                }
                ')' | '）' | '〕' | ']' | '］' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.first &= self.depth > 0;
                }
                '。' => self.depth = 0,
                _ => {}
            }
            self.chars.next();
        }
        self.depth > usize::from(cell && self.first)
    }
}

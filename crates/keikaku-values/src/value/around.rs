//! What stands around a number and belongs to it.

use std::ops::Range;

use crate::cursor::{self, char_at, char_before, is_alphanumeric, is_kanji};
use crate::quantity::measure::{comparator_after, comparing_before, longest_at, longest_before};
use crate::value::base::{Base, base_before, base_ending, in_time, is_time};
use crate::value::{Aggregate, Direction, Per};
use crate::words::{
    BEFORE_CHANGE, BETWEEN, CHANGE, COMPARE_BEFORE, Link, NEGATIVE, NEUTRAL_BEFORE, NOT_CHANGE,
    ONE_OF, RATE_AFTER, RATE_BEFORE, YEARS,
};
use crate::{Comparator, Decimal, PeriodMention};

/// How many words can stand around a number on each side.
const MOST_WORDS: usize = 6;

/// A number that was found, as far as what stands around another asks.
#[derive(Clone, Debug)]
pub(super) struct Core<'t> {
    pub(super) range: Range<usize>,
    pub(super) value: Decimal,
    /// Its unit in the spelling that stands for all.
    pub(super) unit: Option<&'t str>,
    /// Whether it is all that it says: no range, no share.
    pub(super) plain: bool,
}

/// What the words around a number say.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) comparator: Comparator,
    pub(super) per: Option<Per>,
    pub(super) over_years: Option<u16>,
    pub(super) aggregate: Option<Aggregate>,
    pub(super) direction: Option<Direction>,
    pub(super) base: Option<Base>,
    pub(super) negative: bool,
    /// Whether the number before was taken as a span of time.
    pub(super) took_before: bool,
    pub(super) marks: Vec<Range<usize>>,
    /// Where the value before ends.
    last: usize,
}

/// What is to be known of a text to read around a number in it.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) periods: &'a [PeriodMention],
    pub(super) marks: &'a [Range<usize>],
}

impl Text<'_> {
    /// What stands around a number at `core`. `before` is the number before it, which it may take
    /// as a span of time; nothing before `floor` belongs to it then, and nothing before `last` else.
    pub(super) fn around(
        &self,
        core: &Core<'_>,
        before: Option<&Core<'_>>,
        floor: usize,
        last: usize,
    ) -> Around {
        let (start, end) = (core.range.start, core.range.end);
        let mut around = Around { start, end, last, ..Around::default() };
        self.left(&mut around, before, floor);
        self.right(&mut around);
        let floor = limit(&around, before, floor);
        self.relate(&mut around, core, floor);
        if around.over_years.is_some() && around.direction.is_none() {
            around.aggregate = around.aggregate.or(Some(Aggregate::Sum));
        }
        around
    }

    fn left(&self, around: &mut Around, before: Option<&Core<'_>>, floor: usize) {
        let bytes = self.text.as_bytes();
        for _ in 0..MOST_WORDS {
            let at = self.before_marks(around);
            let end = cursor::spaces_before(bytes, at);
            if self.left_word(around, end, before, floor) {
                continue;
            }
            // `５年間で`, `年に`: only where a span or a rate stands before.
            let between = BETWEEN
                .iter()
                .filter_map(|word| Some((cursor::eat_before(bytes, end, word)?, *word)))
                .min_by_key(|(at, _)| *at);
            let taken = between.is_some_and(|(at, word)| {
                let at = cursor::spaces_before(bytes, at);
                self.span_word(around, at, before, floor, Some(word))
            });
            if !taken {
                break;
            }
        }
    }

    /// The position before the note marks and brackets that stand before what was read.
    fn before_marks(&self, around: &mut Around) -> usize {
        let end = cursor::spaces_before(self.text.as_bytes(), around.start);
        let after = self.marks.partition_point(|mark| mark.end < end);
        match self.marks.get(after).filter(|mark| mark.end == end) {
            Some(mark) => {
                around.marks.push(mark.clone());
                mark.start
            }
            None => around.start,
        }
    }

    /// Takes a word that ends at `end` directly before what was read.
    fn left_word(
        &self,
        around: &mut Around,
        end: usize,
        before: Option<&Core<'_>>,
        floor: usize,
    ) -> bool {
        let bytes = self.text.as_bytes();
        if self.span_word(around, end, before, floor, None) {
            return true;
        }
        let floor = limit(around, before, floor);
        if let Some((at, says)) = comparing_before(self.text, end).filter(|(at, _)| *at >= floor) {
            around.start = at;
            if around.comparator == Comparator::Equal {
                around.comparator = says;
            }
            return true;
        }
        let negative =
            NEGATIVE.iter().filter_map(|word| cursor::eat_before(bytes, end, word)).min();
        if let Some(at) = negative.filter(|&at| at >= floor) {
            let both = cursor::eat_before(bytes, at, "プラス");
            around.start = both.unwrap_or(at);
            around.negative = both.is_none();
            return true;
        }
        let neutral = NEUTRAL_BEFORE.iter().filter_map(|word| cursor::eat_before(bytes, end, word));
        if let Some(at) = neutral.min().filter(|&at| at >= floor)
            && !char_before(self.text, at).is_some_and(is_kanji)
        {
            around.start = at;
            return true;
        }
        // Words in brackets before the number: (累計)500件.
        if let Some(close) = eat_any_before(bytes, end, &[")", "）", "】"])
            && let Some(open) = self.text.get(floor..close).and_then(|t| t.rfind(['(', '（', '【']))
            && let Some(inner) = open_end(self.text, floor + open)
            // (年) before a number is the unit of its row.
            && close - inner > '年'.len_utf8()
            && self.says(around, inner..close)
        {
            around.start = floor + open;
            return true;
        }
        false
    }

    /// Takes a span of time (the number before) or a word of a rate that ends at `end`; `between` is
    /// what follows it.
    fn span_word(
        &self,
        around: &mut Around,
        end: usize,
        before: Option<&Core<'_>>,
        floor: usize,
        between: Option<&str>,
    ) -> bool {
        // What a comma sets apart is another of a list: `1か月、1年`.
        let joined = between.is_some();
        let listed = between == Some("、");
        if let Some(core) = before.filter(|core| core.range.end == end && core.plain)
            && !(around.took_before || listed)
        {
            // `10年の` is of a time, `10年で` over one.
            let over = between.is_some_and(|word| word.starts_with('で'));
            let years = years(core).filter(|_| over || core.unit != Some("年"));
            let of = matches!(between, Some("の" | "は"));
            let one = one_of(core).filter(|_| !of && (joined || core.unit != Some("年")));
            if years.is_some() || one.is_some() {
                let whole = one.is_none() || (years.is_some() && core.unit != Some("年"));
                if whole {
                    around.over_years = around.over_years.or(years);
                } else {
                    around.per = around.per.or(one);
                }
                around.took_before = true;
                around.start = core.range.start;
                return true;
            }
        }
        let span = before.map(|core| core.range.end);
        let floor = limit(around, before, floor);
        // `1日当たり` is no number of its own.
        if joined
            && !listed
            && let Some((at, per)) = self.one_before(end).filter(|(at, _)| *at >= floor)
        {
            (around.per, around.start) = (around.per.or(Some(per)), at);
            return true;
        }
        let Some((at, per, aggregate)) = self.rate_before(end, span) else { return false };
        // 月額の is of something else: 標準報酬月額の30分の1.
        let amount = self.text.get(at..end).is_some_and(|word| word.ends_with('額'));
        if at < floor || (amount && between.is_some_and(|word| word != "で")) {
            return false;
        }
        around.per = around.per.or(per);
        around.aggregate = around.aggregate.or(aggregate);
        around.start = at;
        true
    }

    /// One of what a rate is per, which ends at `end`: where it begins, and the time.
    fn one_before(&self, end: usize) -> Option<(usize, Per)> {
        let bytes = self.text.as_bytes();
        let (unit, per) = longest_before(bytes, end, ONE_OF)?;
        let one = eat_any_before(bytes, unit, &["1", "１", "一"])?;
        let more = |c: char| is_alphanumeric(c) || matches!(c, '.' | ',');
        // The last day of `平成31年4月1日に3人` is one of a time.
        let whole = !char_before(self.text, one).is_some_and(more) && !in_time(self.periods, one);
        whole.then_some((one, per))
    }

    /// The word of a rate or a total that ends at `end`, where it begins and what it says; `span` is
    /// where the number before ends.
    fn rate_before(
        &self,
        end: usize,
        span: Option<usize>,
    ) -> Option<(usize, Option<Per>, Option<Aggregate>)> {
        let bytes = self.text.as_bytes();
        RATE_BEFORE
            .iter()
            .filter_map(|&(word, per, aggregate)| {
                let at = cursor::eat_before(bytes, end, word)?;
                let before = char_before(self.text, at);
                let single = word.chars().nth(1).is_none();
                // `2060 年に` in a spaced dump, and the 年 of a time.
                let spaced = at > 0 && cursor::spaces_before(bytes, at) == at - 1;
                let dated =
                    single && spaced && char_before(self.text, at - 1).is_some_and(is_alphanumeric);
                if dated || in_time(self.periods, at) {
                    return None;
                }
                // 年 of 近年 and `5年`; 平均 of 県平均, which is a base.
                let part = before.is_some_and(|c| {
                    is_alphanumeric(c)
                        || (is_kanji(c) && (single || word.starts_with("平均")))
                        || "数一二三四五六七八九十周".contains(c)
                });
                let sum = aggregate == Some(Aggregate::Sum) && per.is_none();
                (sum || !part || span == Some(at)).then_some((at, per, aggregate))
            })
            .min_by_key(|(at, ..)| *at)
    }

    fn right(&self, around: &mut Around) {
        let bytes = self.text.as_bytes();
        for _ in 0..MOST_WORDS {
            let at = around.end;
            let spaced = cursor::spaces(bytes, at);
            if let Some((says, end)) = comparator_after(self.text, at) {
                // `最大20人程度` is no more than about so many.
                let bound = matches!(around.comparator, Comparator::AtLeast | Comparator::AtMost);
                if !(bound && says == Comparator::About) {
                    around.comparator = says;
                }
                around.end = end;
            } else if let Some((end, per)) = longest_at(bytes, at, RATE_AFTER)
                && !char_at(self.text, end).is_some_and(is_kanji)
            {
                (around.per, around.end) = (around.per.or(Some(per)), end);
            } else if let Some((end, direction)) = self.change_at(at)
                && around.direction.is_none()
            {
                (around.direction, around.end) = (Some(direction), end);
            } else if around.over_years.is_none()
                && let Some(over) = cursor::eat_any(bytes, at, &["/", "／"])
                && let Some((years, end)) = years_at(self.text, over)
            {
                (around.over_years, around.end) = (Some(years), end);
            } else if let Some(mark) = self.mark_at(spaced) {
                around.end = mark.end;
                around.marks.push(mark);
            } else if let Some(inner) = open_end(self.text, spaced)
                && let Some((close, end)) = close_of(self.text, inner)
                && self.says(around, inner..close)
            {
                around.end = end;
            } else {
                break;
            }
        }
        // Marks at the end stand beside the value, not in it.
        while let Some(mark) = around.marks.last().filter(|mark| mark.end == around.end) {
            around.end = cursor::spaces_before(bytes, mark.start);
            if around.marks.iter().filter(|mark| mark.end == around.end).count() == 0 {
                break;
            }
        }
    }

    fn mark_at(&self, pos: usize) -> Option<Range<usize>> {
        let after = self.marks.partition_point(|mark| mark.start < pos);
        self.marks.get(after).filter(|mark| mark.start == pos).cloned()
    }

    /// A word of change at `pos`, directly or after の or を, and what it says.
    pub(super) fn change_at(&self, pos: usize) -> Option<(usize, Direction)> {
        let bytes = self.text.as_bytes();
        // Behind a wider gap stands another column.
        let pos = cursor::eat(bytes, pos, " ").unwrap_or(pos);
        let at = cursor::eat_any(bytes, pos, BEFORE_CHANGE).unwrap_or(pos);
        if cursor::eat_any(bytes, at, NOT_CHANGE).is_some() {
            return None;
        }
        let (end, direction) = longest_at(bytes, at, CHANGE)?;
        let end = cursor::eat_any(bytes, end, &["加", "少", "やす", "やし", "らす", "らし"]);
        let whole = longest_at(bytes, at, CHANGE).map_or(at, |(end, _)| end);
        Some((end.unwrap_or(whole), direction))
    }

    /// Takes what stands in brackets, if all of it says something: `(５年間)`, (毎年度), (前年度比).
    fn says(&self, around: &mut Around, inner: Range<usize>) -> bool {
        let text = self.text.get(..inner.end).unwrap_or_default();
        let bytes = text.as_bytes();
        let mut read = around.clone();
        let mut at = cursor::spaces(bytes, inner.start);
        let mut any = false;
        let part = Text { text, periods: self.periods, marks: &[] };
        for _ in 0..MOST_WORDS {
            if at >= inner.end {
                break;
            }
            let neutral =
                NEUTRAL_BEFORE.iter().filter_map(|word| cursor::eat(bytes, at, word)).max();
            let rate = RATE_BEFORE
                .iter()
                .filter_map(|&(word, per, sum)| Some((cursor::eat(bytes, at, word)?, per, sum)))
                .max_by_key(|(end, ..)| *end);
            if let Some((years, end)) = years_at(text, at) {
                read.over_years = read.over_years.or(Some(years));
                at = end;
            } else if let Some((end, per)) = one_of_at(text, at) {
                read.per = read.per.or(Some(per));
                at = end;
            } else if let Some((end, per, sum)) = rate {
                (read.per, read.aggregate) = (read.per.or(per), read.aggregate.or(sum));
                at = end;
            } else if let Some((end, says)) = longest_at(bytes, at, COMPARE_BEFORE) {
                read.comparator = says;
                at = end;
            } else if let Some(end) = neutral {
                at = end;
            } else {
                // A base with its link: (前年度比).
                let Some(base) = base_before(text, inner.end, part.periods) else { return false };
                if base.start != at || base.link != Link::Ratio {
                    return false;
                }
                read.base = Some(base);
                at = inner.end;
            }
            any = true;
            at = cursor::eat_any(bytes, at, BETWEEN).unwrap_or(at);
            at = cursor::spaces(bytes, at);
        }
        let whole = any && at >= inner.end;
        if whole {
            *around = read;
        }
        whole
    }

    /// Finds the base of a relative value before all that was read.
    fn relate(&self, around: &mut Around, core: &Core<'_>, floor: usize) {
        let times = core.unit == Some("倍");
        let signed = self.text.get(core.range.clone()).and_then(|t| t.chars().next());
        let sign = match signed {
            Some('+' | '＋') => Some(Direction::Increase),
            Some('-' | '▲' | '△' | '−') => Some(Direction::Decrease),
            _ => None,
        };
        let before =
            base_before(self.text, around.start, self.periods).filter(|base| match base.link {
                Link::Ratio => true,
                Link::From => around.direction.is_some(),
                Link::Of => times || around.direction.is_some(),
            });
        // A sum to a base: `2018年3月末実績 +720件`.
        let added = || {
            sign?;
            let end = cursor::spaces_before(self.text.as_bytes(), around.start);
            let range = base_ending(self.text, end, self.periods)?;
            let plus = matches!(signed, Some('+' | '＋'));
            let named = self.text.get(range.clone())?.ends_with(|c: char| !c.is_ascii_digit());
            let time = is_time(self.periods, &range);
            let whole = plus || (named && !time);
            whole.then_some(Base { start: range.start, range, link: Link::Ratio })
        };
        // `対前年度５％増` has no link but 対.
        let against = || {
            around.direction?;
            let end = cursor::spaces_before(self.text.as_bytes(), around.start);
            let range = base_ending(self.text, end, self.periods)?;
            let start = cursor::eat_before(self.text.as_bytes(), range.start, "対")?;
            Some(Base { range, start, link: Link::Ratio })
        };
        if let Some(base) =
            before.or_else(added).or_else(against).filter(|base| base.start >= floor)
        {
            around.start = base.start;
            around.base = Some(base);
        }
        if around.base.is_some() {
            let more = core.value > Decimal::ONE;
            around.direction = around.direction.or(sign).or(match times {
                true if more => Some(Direction::Increase),
                true if core.value < Decimal::ONE => Some(Direction::Decrease),
                _ => None,
            });
        }
    }
}

/// Where words that belong to a number can begin: after the number before it, unless that was taken.
fn limit(around: &Around, before: Option<&Core<'_>>, floor: usize) -> usize {
    if around.took_before {
        return floor;
    }
    around.last.max(floor).max(before.map_or(0, |core| core.range.end))
}

/// The years that a number counts, if it counts years.
pub(super) fn years(core: &Core<'_>) -> Option<u16> {
    core.unit.filter(|unit| YEARS.contains(unit))?;
    // `50%(2020年)` is of a year.
    const MOST: u16 = 200;
    let years = u16::try_from(core.value).ok().filter(|&years| (1..=MOST).contains(&years))?;
    (Decimal::from(years) == core.value).then_some(years)
}

/// The time that a rate is per, if a number is one of it.
fn one_of(core: &Core<'_>) -> Option<Per> {
    let unit = core.unit.filter(|_| core.value == Decimal::ONE)?;
    ONE_OF.iter().find(|(word, _)| *word == unit).map(|(_, per)| *per)
}

/// So many years at `pos`: `５年間`.
fn years_at(text: &str, pos: usize) -> Option<(u16, usize)> {
    let (core, end) = core_at(text, pos)?;
    Some((years(&core)?, end))
}

/// One of what a rate is per, at `pos`: `1日当たり`.
fn one_of_at(text: &str, pos: usize) -> Option<(usize, Per)> {
    let (core, end) = core_at(text, pos)?;
    Some((end, one_of(&core)?))
}

fn core_at(text: &str, pos: usize) -> Option<(Core<'_>, usize)> {
    let measure = crate::quantity::measure::measure_at(text, pos)?.ok()?;
    let unit = text.get(measure.unit_range.clone()?);
    let core = Core { range: pos..measure.end, value: measure.value, unit, plain: true };
    Some((core, measure.end))
}

fn eat_any_before(bytes: &[u8], pos: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| cursor::eat_before(bytes, pos, word))
}

/// The position after the opening bracket at `pos`.
fn open_end(text: &str, pos: usize) -> Option<usize> {
    cursor::eat_any(text.as_bytes(), pos, &["(", "（", "【", "[", "［"])
}

/// The most bytes of what stands in brackets beside a value.
const BRACKET: usize = 96;

/// Where the bracket that was opened before `pos` closes, and the position after that.
fn close_of(text: &str, pos: usize) -> Option<(usize, usize)> {
    text.get(pos..)?
        .char_indices()
        .take_while(|(at, _)| *at <= BRACKET)
        .find(|(_, c)| matches!(c, ')' | '）' | '】' | ']' | '］' | '(' | '（'))
        .filter(|(_, c)| !matches!(c, '(' | '（'))
        .map(|(at, c)| (pos + at, pos + at + c.len_utf8()))
}

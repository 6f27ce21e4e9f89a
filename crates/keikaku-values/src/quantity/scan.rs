//! Finding the quantities of a text in one pass.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor::{
    self, KANJI_BYTES, char_at, char_before, is_alphanumeric, is_kanji, is_katakana,
};
use crate::numeral::{scan_numeral, sign};
use crate::quantity::measure::{
    Measure, begins_item, chain_end, comparator_after, comparator_before, is_code,
    kanji_measure_holds, measure_at, refers,
};
use crate::quantity::{NumeralMention, QuantityMention};
use crate::words::VAGUE;
use crate::{PeriodMention, TimeContext, Written, periods};

/// The quantities of `text`, in ascending order and not overlapping.
///
/// A number before an unknown noun is given without unit; [`QuantityMention::numeral_range`] says
/// where to look for its counter. Not given are what [`periods`] gives, clock times, references
/// (`第5条第4項`), section numbers (`5-3-1`, `(1)`), versions and codes (`A3007`, `5G`), telephone
/// numbers and kanji numerals inside words (三重県, 四日市).
///
/// # Examples
///
/// The words around a number are part of its mention:
/// ```
/// use keikaku_values::{Comparator, quantities};
/// let text = "第5条の計画に、約 250 社が登録した。";
/// let found = quantities(text);
/// assert_eq!(found.len(), 1);
/// assert_eq!(&text[found[0].range.clone()], "約 250 社");
/// assert_eq!(found[0].quantity.comparator, Comparator::About);
/// ```
#[must_use]
pub fn quantities(text: &str) -> Vec<QuantityMention> {
    let times: Vec<_> = periods(text, &TimeContext::default()).collect();
    quantities_beside(text, &times)
}

/// [`quantities`] where the times of the text have been found already (ascending): nothing in them
/// is a quantity.
#[must_use]
pub fn quantities_beside(text: &str, periods: &[PeriodMention]) -> Vec<QuantityMention> {
    let mut found = Vec::new();
    find_quantities_beside(text, periods, &mut found);
    found
}

/// The digit numerals of `text` that are no part of a time, code, ordinal or reference.
///
/// # Examples
///
/// ```
/// use keikaku_values::numerals;
/// let found = numerals("9医療機関と12の市、第3章");
/// assert_eq!(found.iter().map(|found| found.range.clone()).collect::<Vec<_>>(), [0..1, 16..18]);
/// ```
#[must_use]
pub fn numerals(text: &str) -> Vec<NumeralMention> {
    let mut found = Vec::new();
    find_numerals(text, &mut found);
    found
}

/// Appends the [`quantities`] of `text` to `out`: for callers that keep a buffer.
pub fn find_quantities(text: &str, out: &mut Vec<QuantityMention>) {
    let times: Vec<_> = periods(text, &TimeContext::default()).collect();
    find_quantities_beside(text, &times, out);
}

/// Appends the [`quantities_beside`] times to `out`: for callers that keep a buffer.
pub fn find_quantities_beside(
    text: &str,
    periods: &[PeriodMention],
    out: &mut Vec<QuantityMention>,
) {
    walk(text, periods, Reading::Text, |found| {
        let (mut before, start) = comparator_before(text, found.start, found.floor);
        if found.measure.vague && before == crate::Comparator::Equal {
            before = crate::Comparator::About;
        }
        let end = found.end;
        let (comparator, end) =
            comparator_after(text, end).map_or((before, end), |(after, end)| (after, end));
        out.push(QuantityMention {
            range: start..end,
            quantity: crate::Quantity {
                value: found.lower.unwrap_or(found.measure.value),
                ..found.measure.quantity(comparator)
            },
            upper: found.lower.map(|_| found.measure.value),
            numeral_range: found.measure.numeral_range,
            unit_range: found.measure.unit_range,
            written: found.measure.numeral.written,
            ordinal: found.ordinal,
        });
        end
    });
}

/// Appends the [`numerals`] of `text` to `out`: for callers that keep a buffer.
pub fn find_numerals(text: &str, out: &mut Vec<NumeralMention>) {
    let times: Vec<_> = periods(text, &TimeContext::default()).collect();
    walk(text, &times, Reading::Text, |found| {
        let measure = found.measure;
        if measure.numeral.written == Written::Digits && !found.ordinal {
            out.push(NumeralMention { range: measure.numeral_range, numeral: measure.numeral });
        }
        found.end
    });
}

/// What a text is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Running text, where a number at the start of an item numbers it and a bare `2017` is a year.
    Text,
    /// A cell, which is its number.
    Cell,
}

/// A quantity as the walk finds it.
pub(crate) struct Found<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What stands before this belongs to something else.
    pub(crate) floor: usize,
    pub(crate) measure: Measure<'t>,
    /// The lower bound, where `measure` is the upper.
    pub(crate) lower: Option<Decimal>,
    pub(crate) ordinal: bool,
}

/// What stands at a numeral.
enum Step<'t> {
    Found(Found<'t>),
    /// Nothing of use up to here.
    Skip(usize),
}

/// Calls `found` with every quantity in order; it returns the position up to which the quantity
/// takes the text.
pub(crate) fn walk<'t>(
    text: &'t str,
    periods: &[PeriodMention],
    how: Reading,
    mut found: impl FnMut(Found<'t>) -> usize,
) {
    let bytes = text.as_bytes();
    let mut periods = periods.iter().map(|mention| mention.range.clone()).peekable();
    let (mut at, mut floor) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let next = match byte {
            b'0'..=b'9' => None,
            // 〇 begins no quantity, and all else here is kana and punctuation.
            0xE3 => Some(at + 3),
            0xE4..=0xE9 if cursor::kanji_numeral(bytes, at).is_none() => Some(at + 3),
            0xE4..=0xE9 => None,
            0xEF if cursor::digit(bytes, at).is_none() => Some(at + 3),
            0xEF => None,
            _ => Some(at + 1),
        };
        if let Some(next) = next {
            at = next;
            continue;
        }
        while periods.next_if(|period| period.end <= at).is_some() {}
        if let Some(period) = periods.peek().filter(|period| period.contains(&at)) {
            (at, floor) = (period.end, period.end);
            continue;
        }
        let step = if byte.is_ascii_digit() || byte == 0xEF {
            digits(text, at, floor, how)
        } else {
            kanji(text, at, floor)
        };
        let limit = periods.peek().map_or(text.len(), |period: &Range<usize>| period.start);
        at = match step {
            Step::Found(quantity) if quantity.end <= limit => {
                floor = found(quantity);
                floor
            }
            Step::Found(quantity) => quantity.measure.numeral_range.end,
            Step::Skip(end) => end,
        };
    }
}

/// What the kanji numeral at `pos` is.
fn kanji(text: &str, pos: usize, floor: usize) -> Step<'_> {
    let bytes = text.as_bytes();
    let end = || {
        let mut end = pos;
        while cursor::kanji_numeral(bytes, end).is_some() {
            end += KANJI_BYTES;
        }
        end
    };
    match measure_at(text, pos) {
        Some(Ok(mut measure)) if kanji_measure_holds(text, &measure) => {
            let rest = text.get(measure.end..).unwrap_or_default();
            if dated(text, pos, measure.unit.unwrap_or_default(), rest) {
                return Step::Skip(measure.end);
            }
            let start = vague_start(text, pos, &measure, floor);
            measure.vague |= start < pos;
            Step::Found(Found {
                start,
                end: measure.end,
                floor,
                measure,
                lower: None,
                ordinal: false,
            })
        }
        _ => Step::Skip(end().max(pos + KANJI_BYTES)),
    }
}

/// What the run of digits at `pos` is.
fn digits(text: &str, pos: usize, floor: usize, how: Reading) -> Step<'_> {
    let bytes = text.as_bytes();
    let run_end = cursor::digits(bytes, pos).map_or(pos + 1, |run| run.end);
    let start = sign_before(text, pos, floor).unwrap_or(pos);
    let mut measure = match measure_at(text, start) {
        Some(Ok(measure)) => measure,
        Some(Err(end)) => return Step::Skip(end.max(run_end)),
        None => return Step::Skip(run_end),
    };
    let after = measure.numeral_range.end;
    let chain = chain_end(text, after);
    let skip = Step::Skip(chain.unwrap_or(after).max(run_end));
    if in_code(text, pos, floor) || is_code(text, &measure) {
        return skip;
    }
    let mut lower = None;
    if let Some(upper) = upper_bound(text, &measure) {
        lower = Some(lower_value(text, &measure, &upper));
        measure = upper;
    } else if chain.is_some() {
        return skip;
    }
    let mut ordinal =
        cursor::eat_before(bytes, cursor::spaces_before(bytes, start), "第").is_some();
    let mut end = measure.end;
    let rest = text.get(end..).unwrap_or_default();
    match measure.unit {
        Some(unit) => {
            if dated(text, pos, unit, rest) || per_unit(&measure, rest) {
                return Step::Skip(end);
            }
            if rest.starts_with('目')
                && !rest[3..].starts_with(['標', '的', '指', '線', '安', '途'])
            {
                ordinal = true;
                end += '目'.len_utf8();
            }
        }
        None => {
            if let Some(end) = fraction_end(bytes, after) {
                return Step::Skip(end);
            }
            let numbers = how == Reading::Text && numbers_item(text, start, &measure);
            if ordinal || refers(text, &measure) || numbers {
                return skip;
            }
            // Nothing is counted by a bare `2017`, and katakana before `5.0` has a version.
            let year = how == Reading::Text
                && !measure.fraction
                && !measure.numeral.scaled
                && run_end - pos == 4
                && measure.value >= Decimal::from(1868)
                && measure.value <= Decimal::from(2100);
            let version = measure.fraction && char_before(text, start).is_some_and(is_katakana);
            if year || version {
                return skip;
            }
        }
    }
    let vague = if lower.is_none() { vague_start(text, start, &measure, floor) } else { start };
    measure.vague |= vague < start;
    Step::Found(Found { start: vague, end, floor, measure, lower, ordinal })
}

/// Where 数 before a power of ten with its unit begins (数百人, `数10件`), else `pos`. 件数 and the
/// like end a word.
fn vague_start(text: &str, pos: usize, measure: &Measure<'_>, floor: usize) -> usize {
    let Some(start) = cursor::eat_before(text.as_bytes(), pos, VAGUE) else { return pos };
    let digits = text.get(measure.numeral_range.clone()).unwrap_or_default();
    let power = digits.chars().all(|c| "十百千万億兆".contains(c))
        || (digits.starts_with(['1', '１'])
            && digits.chars().skip(1).all(|c| "0０万億".contains(c)));
    let word = char_before(text, start).is_some_and(|c| is_kanji(c) && c != '約');
    if power && !word && measure.unit.is_some() && start >= floor { start } else { pos }
}

/// Where the sign of the number at `pos` stands, if it has one.
fn sign_before(text: &str, pos: usize, floor: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = cursor::spaces_before(bytes, pos);
    let start = end - char_before(text, end)?.len_utf8();
    let (_, digit) = sign(bytes, start)?;
    let before = char_before(text, start);
    let joins = before.is_some_and(|c| is_alphanumeric(c) || matches!(c, ')' | '）'));
    (digit == pos && start >= floor && !joins).then_some(start)
}

/// Whether the digits at `pos` go on a word or a code; a colon behind a time (`H26:31人`), which ends
/// at `floor`, joins no code.
fn in_code(text: &str, pos: usize, floor: usize) -> bool {
    let Some(before) = char_before(text, pos) else { return false };
    let word =
        is_alphanumeric(before) || matches!(before, '.' | '_' | '#' | '@' | '〒' | '№' | '\'');
    let joint = matches!(before, '-' | '/' | ':' | ',')
        && char_before(text, pos - 1).is_some_and(is_alphanumeric)
        && !(before == ':' && floor > 0 && floor + 1 == pos);
    word || joint
}

/// The upper bound of a range whose lower is `first`: `10~20件`, `10件~20件`, `10-20件`.
fn upper_bound<'t>(text: &'t str, first: &Measure<'_>) -> Option<Measure<'t>> {
    let bytes = text.as_bytes();
    let at = cursor::spaces(bytes, first.end);
    let (at, dash) = match cursor::eat_any(bytes, at, &["~", "～", "〜"]) {
        Some(at) => (cursor::spaces(bytes, at), false),
        None => (cursor::eat(bytes, first.end, "-")?, true),
    };
    cursor::digit(bytes, at)?;
    let last = measure_at(text, at)?.ok()?;
    let same = first.unit.is_none() || first.unit == last.unit;
    // Without a unit a dash joins the parts of a code.
    let code = (dash && last.unit.is_none())
        || is_code(text, &last)
        || chain_end(text, last.numeral_range.end).is_some();
    (same && !code && lower_value(text, first, &last) < last.value).then_some(last)
}

/// The lower bound in the scale of the upper, which may stand once for both: `1~2億円`.
fn lower_value(text: &str, first: &Measure<'_>, last: &Measure<'_>) -> Decimal {
    if first.unit.is_some() {
        return first.value;
    }
    let unit_scale = last.value.checked_div(last.numeral.value).unwrap_or(Decimal::ONE);
    let mut scale = unit_scale;
    if last.numeral.scaled && !first.numeral.scaled {
        let digits = text.get(last.numeral_range.clone()).unwrap_or_default();
        let plain = digits.find(is_kanji).and_then(|end| digits.get(..end));
        let plain = plain.and_then(|plain| scan_numeral(plain.as_bytes(), 0)?.numeral);
        if let Some(plain) = plain.filter(|plain| first.numeral.value < plain.value) {
            scale = last.value.checked_div(plain.value).unwrap_or(unit_scale);
        }
    }
    first.numeral.value.checked_mul(scale).unwrap_or(first.value).normalize()
}

/// The position after the rest of a fraction whose denominator ends at `pos`: `3分の1`.
fn fraction_end(bytes: &[u8], pos: usize) -> Option<usize> {
    let of = cursor::eat(bytes, cursor::spaces(bytes, pos), "分の")?;
    cursor::digits(bytes, cursor::spaces(bytes, of)).map(|run| run.end)
}

/// Whether a number with its unit is part of a time: `30年4月`, the day of a month, `10時30分`.
fn dated(text: &str, pos: usize, unit: &str, rest: &str) -> bool {
    let bytes = text.as_bytes();
    let before = char_before(text, cursor::spaces_before(bytes, pos));
    match unit {
        "年" => {
            let month = cursor::spaces(rest.as_bytes(), 0);
            cursor::small_number(rest.as_bytes(), month)
                .is_some_and(|(_, end)| rest[end..].trim_start().starts_with('月'))
        }
        "日" => before == Some('月') || rest.starts_with(['(', '（']),
        "分" | "秒" => matches!(before, Some('時' | '分')),
        _ => false,
    }
}

/// Whether a number is the one that a rate is per: `1人当たり`.
fn per_unit(measure: &Measure<'_>, rest: &str) -> bool {
    measure.value == Decimal::ONE
        && ["当たり", "あたり", "当り"].iter().any(|word| rest.starts_with(word))
}

/// Whether a number without unit numbers an item: `(1)`, `1)`, `1.`, `1 目的`.
fn numbers_item(text: &str, start: usize, measure: &Measure<'_>) -> bool {
    let end = measure.end;
    let next = char_at(text, end);
    let before = char_before(text, start);
    let opened = matches!(before, Some('(' | '（' | '[' | '〔'));
    let closed = matches!(next, Some(')' | '）' | ']' | '〕'));
    let first = begins_item(text, start);
    let dotted = matches!(next, Some('.' | '．'));
    (opened && closed) || (first && (closed || dotted || next.is_some_and(char::is_whitespace)))
}

//! A numeral with its unit, and the words around it that say how it is meant.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at, char_before, is_kanji};
use crate::numeral::scan_numeral;
use crate::quantity::{Comparator, Quantity};
use crate::unit::{smaller_unit, written_unit_prefix};
use crate::words::{CHANGE, COMPARE_AFTER, COMPARE_BEFORE, NOT_BEFORE, RATE_BEFORE, VAGUE};
use crate::{Numeral, Written, one_unit};

/// The counters that a kanji numeral of one character is read before, whatever stands around. Many
/// more can follow one, but most of those make a word (十分, 一面, 三者, 二本).
const KANJI_COUNTERS: &[&str] = &[
    "件",
    "人",
    "社",
    "名",
    "円",
    "年",
    "年間",
    "回",
    "割",
    "倍",
    "つ",
    "戸",
    "棟",
    "台",
    "冊",
    "校",
    "か所",
    "ヶ所",
    "カ所",
    "箇所",
    "か月",
    "ヶ月",
    "カ月",
    "箇月",
    "か年",
    "ヶ年",
    "カ年",
    "箇年",
    "日間",
    "週間",
    "時間",
    "項目",
    "団体",
    "世帯",
    "種類",
    "地区",
    "市町",
    "市町村",
    "圏域",
    "分野",
    "事業所",
    "施設",
    "店舗",
    "法人",
    "歳",
    "頭",
    "床",
    "園",
    "学級",
    "点",
    "本",
];

/// Counters that are no nouns: after a space too they begin no longer noun (`10 件達成`).
const COUNTERS: [&str; 21] = [
    "件", "人", "社", "名", "円", "年", "年間", "回", "割", "倍", "戸", "棟", "台", "冊", "か所",
    "ヶ所", "カ所", "箇所", "世帯", "団体", "者",
];

/// The most numbers that share what stands after the last: all months of a year.
const MOST_LISTED: usize = 12;

/// A numeral and what directly follows it.
#[derive(Clone, Debug)]
pub(crate) struct Measure<'t> {
    pub(crate) numeral: Numeral,
    /// The value with the unit's scale applied.
    pub(crate) value: Decimal,
    /// Whether the numeral has a decimal point.
    pub(crate) fraction: bool,
    /// Whether it says no more than a power of ten: 十数件.
    pub(crate) vague: bool,
    pub(crate) numeral_range: Range<usize>,
    /// The unit in the spelling that stands for all.
    pub(crate) unit: Option<&'t str>,
    pub(crate) unit_range: Option<Range<usize>>,
    pub(crate) end: usize,
}

impl Measure<'_> {
    pub(crate) fn quantity(&self, comparator: Comparator) -> Quantity {
        Quantity { value: self.value, unit: self.unit.map(str::to_owned), comparator }
    }
}

/// The numeral at `pos` with its unit, if one follows; `Err` is the position after a numeral whose
/// value does not fit.
pub(crate) fn measure_at(text: &str, pos: usize) -> Option<Result<Measure<'_>, usize>> {
    let bytes = text.as_bytes();
    let scan = scan_numeral(bytes, pos)?;
    let Some(numeral) = scan.numeral else { return Some(Err(scan.end)) };
    let mut measure = Measure {
        numeral,
        value: numeral.value,
        fraction: scan.fraction,
        vague: false,
        numeral_range: pos..scan.end,
        unit: None,
        unit_range: None,
        end: scan.end,
    };
    // 十数件 is ten and some, where a unit follows.
    let some = cursor::eat(bytes, scan.end, VAGUE).filter(|_| numeral.scaled);
    let vague = some.filter(|&at| text.get(at..).and_then(written_unit_prefix).is_some());
    let spaced = vague.unwrap_or_else(|| cursor::spaces(bytes, scan.end));
    if let Some((found, len)) = text.get(spaced..).and_then(written_unit_prefix) {
        let end = spaced + len;
        // `1 地域再生計画` and `1 施設の整備` are headings: after a space, a noun is a counter only
        // inside a text and where it goes on to no longer noun.
        let noun = spaced > scan.end
            && vague.is_none()
            && !COUNTERS.contains(&found.unit)
            && comparator_after(text, end).is_none()
            && (char_at(text, end).is_some_and(is_kanji)
                || (begins_item(text, pos) && char_at(text, end).is_some()));
        if noun {
            return Some(Ok(measure));
        }
        let (rest, end) = smaller_at(text, end, found.unit);
        let (unit, times) = one_unit(found.unit);
        let value = numeral.value.checked_mul(found.scale);
        let value = value.and_then(|value| {
            let rest = if value.is_sign_negative() { -rest } else { rest };
            value.checked_add(rest)?.checked_mul(times)
        });
        let Some(value) = value else { return Some(Err(scan.end)) };
        measure.value = value.normalize();
        measure.unit = Some(unit);
        measure.unit_range = Some(spaced..spaced + len);
        measure.vague = vague.is_some();
        measure.end = end;
    }
    Some(Ok(measure))
}

/// What a value in `unit` that ends at `pos` goes on by, in a smaller unit, and the end of that:
/// `13銭` is 0.13 円.
fn smaller_at(text: &str, pos: usize, unit: &str) -> (Decimal, usize) {
    let bytes = text.as_bytes();
    let read = || {
        let (small, count) = smaller_unit(unit)?;
        let scan = scan_numeral(bytes, pos)?;
        let numeral = scan.numeral.filter(|n| !n.signed && n.value < count)?;
        let end = cursor::eat(bytes, scan.end, small)?;
        let goes_on = char_at(text, end).is_some_and(|c| is_kanji(c) || c == 'の');
        let rest = numeral.value.checked_div(count)?;
        (!goes_on || comparator_after(text, end).is_some()).then_some((rest, end))
    };
    read().unwrap_or((Decimal::ZERO, pos))
}

/// Whether a kanji numeral with its counter is one by all that can be seen without a dictionary.
pub(crate) fn kanji_measure_holds(text: &str, measure: &Measure<'_>) -> bool {
    let bytes = text.as_bytes();
    let start = measure.numeral_range.start;
    let Some(range) = measure.unit_range.clone() else { return false };
    let unit = text.get(range.clone()).unwrap_or_default();
    let numeral = text.get(measure.numeral_range.clone()).unwrap_or_default();
    let spaced = range.start > measure.numeral_range.end && !measure.vague;
    let next = char_at(text, measure.end);
    let compared = || {
        comparator_after(text, measure.end).is_some()
            || CHANGE.iter().any(|(word, _)| cursor::eat(bytes, measure.end, word).is_some())
    };
    // 四つ葉, 二つずつ, 三つ巴: つ goes on only with a particle.
    let particle =
        next.is_none_or(|c| !('ぁ'..='ん').contains(&c) || "のにをがはでともへや".contains(c));
    if spaced
        || inside_word(text, start)
        || (next.is_some_and(is_kanji) && !compared())
        || (unit == "つ" && !particle)
    {
        return false;
    }
    // 千円 by itself is a unit, and a number only in a sentence or beside a word that says so.
    if numeral.chars().all(|c| "百千万億兆".contains(c)) {
        let kana = |c: Option<char>| c.is_some_and(|c| ('ぁ'..='ん').contains(&c));
        let before = char_before(text, start);
        return compared()
            || kana(next)
            || kana(before)
            || word_before(text, start)
            || before.is_some_and(|c| VAGUE.contains(c));
    }
    if numeral.chars().nth(1).is_some() || measure.vague {
        return true;
    }
    match numeral {
        // 一人, 一つ, 一円 (all over) are words.
        "一" if unit.starts_with(is_kanji) || unit.starts_with(['つ', 'か', 'ヶ', 'カ']) => {
            matches!(unit, "件" | "社")
                || (KANJI_COUNTERS.contains(&unit) && unit.chars().nth(1).is_some())
        }
        "十" if unit == "分" => false,
        _ => KANJI_COUNTERS.contains(&unit) || !unit.starts_with(is_kanji) || compared(),
    }
}

/// Whether a kanji numeral at `pos` goes on a word: 三 in 第三, 十三; not after a word that stands
/// before numbers (約, 年, 満, 各).
fn inside_word(text: &str, pos: usize) -> bool {
    let vague = cursor::eat_before(text.as_bytes(), pos, VAGUE);
    let pos = vague.unwrap_or(pos);
    let before = char_before(text, pos);
    before.is_some_and(|c| is_kanji(c) && !matches!(c, '計' | '全' | '各' | '満' | '築'))
        && !word_before(text, pos)
}

/// Whether a word that stands before numbers ends at `pos`.
fn word_before(text: &str, pos: usize) -> bool {
    let bytes = text.as_bytes();
    // 日 and 月 after a number or another kanji belong to that.
    let rate = |word: &str| {
        cursor::eat_before(bytes, pos, word).is_some_and(|at| {
            !char_before(text, at).is_some_and(|c| is_kanji(c) || cursor::is_alphanumeric(c))
        })
    };
    COMPARE_BEFORE.iter().any(|(word, _)| cursor::eat_before(bytes, pos, word).is_some())
        || RATE_BEFORE.iter().any(|(word, ..)| rate(word))
}

/// The third bytes of the words of [`COMPARE_AFTER`], and the last of [`COMPARE_BEFORE`]: most of
/// what stands beside a number has others.
const AFTER_BYTES: [bool; 256] = bytes_of(COMPARE_AFTER, false);
const BEFORE_BYTES: [bool; 256] = bytes_of(COMPARE_BEFORE, true);

const fn bytes_of(table: &[(&str, Comparator)], last: bool) -> [bool; 256] {
    let mut found = [false; 256];
    let mut row = 0;
    while row < table.len() {
        let word = table[row].0.as_bytes();
        found[word[if last { word.len() - 1 } else { 2 }] as usize] = true;
        row += 1;
    }
    found
}

/// The comparator at `pos`, spaces before it aside, and the position after it.
pub(crate) fn comparator_after(text: &str, pos: usize) -> Option<(Comparator, usize)> {
    let bytes = text.as_bytes();
    let at = cursor::spaces(bytes, pos);
    if !bytes.get(at + 2).is_some_and(|&byte| AFTER_BYTES[usize::from(byte)]) {
        return None;
    }
    let (end, comparator) = longest_at(bytes, at, COMPARE_AFTER)?;
    // 強化, 弱者, 超過, 余剰 and 超える, 余り are words of their own.
    let single = text.get(at..end)?.chars().nth(1).is_none();
    let word = |c: char| is_kanji(c) || matches!(c, 'え' | 'す' | 'ま' | 'い' | 'り' | 'る');
    (!single || !char_at(text, end).is_some_and(word)).then_some((comparator, end))
}

/// The position after the longest word of a table at `pos`, and what it says.
pub(crate) fn longest_at<T: Copy>(
    bytes: &[u8],
    pos: usize,
    table: &[(&str, T)],
) -> Option<(usize, T)> {
    table
        .iter()
        .filter_map(|&(word, says)| Some((cursor::eat(bytes, pos, word)?, says)))
        .max_by_key(|(end, _)| *end)
}

/// The position before the longest word of a table that ends at `pos`, and what it says.
pub(crate) fn longest_before<T: Copy>(
    bytes: &[u8],
    pos: usize,
    table: &[(&str, T)],
) -> Option<(usize, T)> {
    table
        .iter()
        .filter_map(|&(word, says)| Some((cursor::eat_before(bytes, pos, word)?, says)))
        .min_by_key(|(start, _)| *start)
}

/// The comparator that ends at `pos`, and where it begins.
pub(crate) fn comparing_before(text: &str, pos: usize) -> Option<(usize, Comparator)> {
    let last = text.as_bytes().get(pos.checked_sub(1)?)?;
    if !BEFORE_BYTES[usize::from(*last)] {
        return None;
    }
    let (at, comparator) = longest_before(text.as_bytes(), pos, COMPARE_BEFORE)?;
    let word = text.get(at..pos)?;
    // 契約, 節約 and the like end in 約; 過去最大 compares nothing.
    let part = NOT_BEFORE
        .iter()
        .filter(|(begins, _)| word.starts_with(begins))
        .any(|(_, before)| char_before(text, at).is_some_and(|c| before.contains(c)));
    (!part).then_some((at, comparator))
}

/// The comparator before `pos`, and where it or のべ begins, not before `floor`.
pub(crate) fn comparator_before(text: &str, pos: usize, floor: usize) -> (Comparator, usize) {
    const TOTAL: [&str; 2] = ["のべ", "延べ"];
    let bytes = text.as_bytes();
    let mut comparator = Comparator::Equal;
    let mut start = pos;
    for _ in 0..2 {
        let end = cursor::spaces_before(bytes, start);
        let compared = comparing_before(text, end);
        let total = TOTAL.iter().find_map(|word| cursor::eat_before(bytes, end, word));
        match (compared, total) {
            (Some((at, says)), _) if at >= floor => {
                comparator = says;
                start = at;
            }
            (None, Some(at)) if at >= floor => start = at,
            _ => break,
        }
    }
    (comparator, start)
}

/// Whether a text, or an item of it after its bullet, begins at `pos`.
pub(crate) fn begins_item(text: &str, pos: usize) -> bool {
    let bullet = |c: char| "-・●○◆◇■□。".contains(c);
    let apart = char_before(text, pos).is_none_or(|c| c.is_whitespace() || bullet(c));
    apart && char_before(text, cursor::spaces_before(text.as_bytes(), pos)).is_none_or(bullet)
}

/// Whether what follows a numeral without unit makes it a reference, a time, an ordinal or a code.
pub(crate) fn refers(text: &str, numeral: &Measure<'_>) -> bool {
    const AFTER: [&str; 24] = [
        "条", "項", "号", "次", "番", "丁目", "節", "編", "級", "版", "世紀", "月", "時", "日",
        "年", "代", "類", "区", "番地", "曜", "回忌", "浪", "乗", "分の",
    ];
    let bytes = text.as_bytes();
    let end = numeral.numeral_range.end;
    // In `8、9、10月` the last says it for all.
    let mut last = end;
    for _ in 0..MOST_LISTED {
        let after = cursor::eat_any(bytes, last, &["、", "・", ",", "~", "及び", "または", "又は"]);
        match after.and_then(|at| cursor::digits(bytes, cursor::spaces(bytes, at))) {
            Some(run) => last = run.end,
            None => break,
        }
    }
    cursor::eat_any(bytes, cursor::spaces(bytes, last), &AFTER).is_some()
        || char_at(text, end).is_some_and(|c| cursor::is_alphanumeric(c) || c == '_')
}

/// The position after a chain of digits and what joins them in codes, clock times and fractions
/// (`5-3-1`, `10:00`, `3/4`, `1.2.3`), if one goes on at `pos`, the end of a numeral.
pub(crate) fn chain_end(text: &str, pos: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = pos;
    while let Some(joint) = bytes.get(end)
        && matches!(joint, b'-' | b'/' | b':' | b'.')
        && let Some(run) = cursor::digits(bytes, end + 1)
    {
        end = run.end;
    }
    (end > pos).then_some(end)
}

/// Whether a numeral has the leading zero of a code: `059`.
pub(crate) fn is_code(text: &str, measure: &Measure<'_>) -> bool {
    let digits = text.get(measure.numeral_range.clone()).unwrap_or_default();
    measure.numeral.written == Written::Digits
        && (digits.starts_with('0') || digits.starts_with('０'))
        && digits.chars().nth(1).is_some_and(cursor::is_alphanumeric)
}

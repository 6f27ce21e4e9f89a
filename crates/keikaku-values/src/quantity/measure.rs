//! A numeral with its unit, and the words around it that say how it is meant.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at, char_before, is_kanji};
use crate::numeral::scan_numeral;
use crate::quantity::{Comparator, Quantity};
use crate::{Numeral, Written, match_unit_prefix};

/// The counters that kanji numerals are read before. Many more can follow one, but most of those
/// make a word (十分, 一面, 三者, 二本).
const KANJI_COUNTERS: [&str; 44] = [
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
pub(super) struct Measure<'t> {
    pub(super) numeral: Numeral,
    /// The value with the unit's scale applied.
    pub(super) value: Decimal,
    /// Whether the numeral has a decimal point.
    pub(super) fraction: bool,
    pub(super) numeral_range: Range<usize>,
    pub(super) unit: Option<&'t str>,
    pub(super) unit_range: Option<Range<usize>>,
    pub(super) end: usize,
}

impl Measure<'_> {
    pub(super) fn quantity(&self, comparator: Comparator) -> Quantity {
        Quantity { value: self.value, unit: self.unit.map(str::to_owned), comparator }
    }
}

/// The numeral at `pos` with its unit, if one follows; `Err` is the position after a numeral whose
/// value does not fit.
pub(super) fn measure_at(text: &str, pos: usize) -> Option<Result<Measure<'_>, usize>> {
    let bytes = text.as_bytes();
    let scan = scan_numeral(bytes, pos)?;
    let Some(numeral) = scan.numeral else { return Some(Err(scan.end)) };
    let mut measure = Measure {
        numeral,
        value: numeral.value,
        fraction: scan.fraction,
        numeral_range: pos..scan.end,
        unit: None,
        unit_range: None,
        end: scan.end,
    };
    let spaced = cursor::spaces(bytes, scan.end);
    if let Some((found, len)) = text.get(spaced..).and_then(match_unit_prefix) {
        let end = spaced + len;
        // `1 地域再生計画` and `1 施設の整備` are headings: after a space, a noun is a counter only
        // inside a text and where it goes on to no longer noun.
        let noun = spaced > scan.end
            && !COUNTERS.contains(&found.unit)
            && comparator_after(text, end).is_none()
            && (char_at(text, end).is_some_and(is_kanji)
                || (begins_item(text, pos) && char_at(text, end).is_some()));
        if noun {
            return Some(Ok(measure));
        }
        let Some(value) = numeral.value.checked_mul(found.scale) else {
            return Some(Err(scan.end));
        };
        measure.value = value.normalize();
        measure.unit = Some(found.unit);
        measure.unit_range = Some(spaced..end);
        measure.end = end;
    }
    Some(Ok(measure))
}

/// Whether a kanji numeral with its counter is one by all that can be seen without a dictionary.
pub(super) fn kanji_measure_holds(text: &str, measure: &Measure<'_>) -> bool {
    let Some(unit) = measure.unit.filter(|unit| KANJI_COUNTERS.contains(unit)) else {
        return false;
    };
    let spaced =
        measure.unit_range.as_ref().is_some_and(|unit| unit.start > measure.numeral_range.end);
    let before = char_before(text, measure.numeral_range.start);
    let inside = before.is_some_and(|c| is_kanji(c) && !matches!(c, '約' | '計' | '全' | '各'));
    let next = char_at(text, measure.end);
    let goes_on = next.is_some_and(is_kanji) && comparator_after(text, measure.end).is_none();
    let numeral = text.get(measure.numeral_range.clone()).unwrap_or_default();
    // 一人, 一つ, 一円 (all over) are words, 千円 is a unit.
    let lone = match numeral {
        "一" => !matches!(unit, "件" | "社") && unit.chars().nth(1).is_none(),
        "百" | "千" => true,
        _ => false,
    };
    // 四つ葉, 二つずつ, 三つ巴: つ goes on only with a particle.
    let particle =
        next.is_none_or(|c| !('ぁ'..='ん').contains(&c) || "のにをがはでともへや".contains(c));
    !spaced && !inside && !goes_on && !lone && (unit != "つ" || particle)
}

/// The comparator at `pos`, spaces before it aside, and the position after it.
pub(super) fn comparator_after(text: &str, pos: usize) -> Option<(Comparator, usize)> {
    use Comparator::{About, AtLeast, AtMost, Less, More};
    const WORDS: [(&str, Comparator); 13] = [
        ("以上", AtLeast),
        ("以下", AtMost),
        ("以内", AtMost),
        ("未満", Less),
        ("超", More),
        ("程度", About),
        ("前後", About),
        ("ほど", About),
        ("くらい", About),
        ("ぐらい", About),
        ("弱", About),
        ("強", About),
        ("余", About),
    ];
    let bytes = text.as_bytes();
    let at = cursor::spaces(bytes, pos);
    let (end, comparator) = WORDS
        .iter()
        .find_map(|&(word, comparator)| Some((cursor::eat(bytes, at, word)?, comparator)))?;
    // 強化, 弱者, 超過, 余剰 and 超える, 余り are words of their own.
    let single = text.get(at..end)?.chars().nth(1).is_none();
    let word = |c: char| is_kanji(c) || matches!(c, 'え' | 'す' | 'ま' | 'い' | 'り' | 'る');
    (!single || !char_at(text, end).is_some_and(word)).then_some((comparator, end))
}

/// The comparator before `pos`, and where it or のべ begins, not before `floor`.
pub(super) fn comparator_before(text: &str, pos: usize, floor: usize) -> (Comparator, usize) {
    const ABOUT: [&str; 7] = ["約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ", "凡そ"];
    const TOTAL: [&str; 2] = ["のべ", "延べ"];
    // 契約, 節約 and the like end in 約.
    const BEFORE_YAKU: &str = "契節予制条公要規集倹誓婚密解成売先";
    let bytes = text.as_bytes();
    let mut comparator = Comparator::Equal;
    let mut start = pos;
    for _ in 0..2 {
        let end = cursor::spaces_before(bytes, start);
        let about = ABOUT.iter().find_map(|word| cursor::eat_before(bytes, end, word));
        let about = about.filter(|&at| {
            !(text[at..].starts_with('約')
                && char_before(text, at).is_some_and(|c| BEFORE_YAKU.contains(c)))
        });
        let total = TOTAL.iter().find_map(|word| cursor::eat_before(bytes, end, word));
        match (about, total) {
            (Some(at), _) if at >= floor => {
                comparator = Comparator::About;
                start = at;
            }
            (None, Some(at)) if at >= floor => start = at,
            _ => break,
        }
    }
    (comparator, start)
}

/// Whether a text, or an item of it after its bullet, begins at `pos`.
pub(super) fn begins_item(text: &str, pos: usize) -> bool {
    let bullet = |c: char| "-・●○◆◇■□。".contains(c);
    let apart = char_before(text, pos).is_none_or(|c| c.is_whitespace() || bullet(c));
    apart && char_before(text, cursor::spaces_before(text.as_bytes(), pos)).is_none_or(bullet)
}

/// Whether what follows a numeral without unit makes it a reference, a time, an ordinal or a code.
pub(super) fn refers(text: &str, numeral: &Measure<'_>) -> bool {
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
pub(super) fn chain_end(text: &str, pos: usize) -> Option<usize> {
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
pub(super) fn is_code(text: &str, measure: &Measure<'_>) -> bool {
    let digits = text.get(measure.numeral_range.clone()).unwrap_or_default();
    measure.numeral.written == Written::Digits
        && (digits.starts_with('0') || digits.starts_with('０'))
        && digits.chars().nth(1).is_some_and(cursor::is_alphanumeric)
}

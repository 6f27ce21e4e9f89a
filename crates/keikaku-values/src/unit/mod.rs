//! Scales (千 万 億 兆) and units.

mod lexicon;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at, char_before, is_kanji, is_katakana};
use crate::quantity::measure::comparator_after;
use lexicon::{DENOMINATORS, KATAKANA_AFTER, LENGTHENS, ONE_UNIT, SCALES, SMALLER, UNITS};
use words::WORDS;

/// A unit found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitMatch<'t> {
    /// The power of ten that its scale multiplies by: 1000 for `千円`, 10 for 割, else 1.
    pub scale: Decimal,
    /// The unit without its scale, in the spelling that stands for all ([`one_unit`]): `円`.
    pub unit: &'t str,
}

/// A unit as a label states it: `（単位：千円）`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The power of ten that values are to be multiplied by: 1000 for `千円`, 10 for 割, else 1.
    pub scale: Decimal,
    /// The unit without its scale, in the spelling that stands for all ([`one_unit`]): `円`.
    pub name: String,
}

/// The spelling that stands for all of a unit, and by how much a value in the spelling given is to
/// be multiplied: か所 for 箇所, `%` and 10 for 割, 件 for 件数; else what was given, and 1.
///
/// # Examples
///
/// ```
/// use keikaku_values::{Decimal, one_unit};
/// assert_eq!(one_unit("箇所"), ("か所", Decimal::ONE));
/// assert_eq!(one_unit("割"), ("%", Decimal::TEN));
/// assert_eq!(one_unit("人"), ("人", Decimal::ONE));
/// ```
#[must_use]
pub fn one_unit(unit: &str) -> (&str, Decimal) {
    ONE_UNIT
        .iter()
        .find(|(written, ..)| *written == unit)
        .map_or((unit, Decimal::ONE), |&(_, one, times)| (one, Decimal::from(times)))
}

/// The smaller unit that a value in `unit` can go on in, and how many of it make one: 銭 of 円.
pub(crate) fn smaller_unit(unit: &str) -> Option<(&'static str, Decimal)> {
    SMALLER
        .iter()
        .find(|(large, ..)| *large == unit)
        .map(|&(_, small, count)| (small, Decimal::from(count)))
}

/// The longest known unit at the start of `text`, and how many bytes it takes.
///
/// Units joined by `・` or `/` are one (`法人・団体`, `円/人`, `kg/10a`). A word that only begins like
/// a unit (`人材`, `年度`, `トンネル`) is none.
///
/// # Examples
///
/// The scale is no part of the unit:
/// ```
/// use keikaku_values::{Decimal, match_unit_prefix};
/// let (found, len) = match_unit_prefix("百万円以上").unwrap();
/// assert_eq!((found.scale, found.unit, len), (Decimal::from(1_000_000), "円", "百万円".len()));
/// assert!(match_unit_prefix("人材の育成").is_none());
/// ```
#[must_use]
pub fn match_unit_prefix(text: &str) -> Option<(UnitMatch<'_>, usize)> {
    let (found, end) = written_unit_prefix(text)?;
    let (unit, times) = one_unit(found.unit);
    Some((UnitMatch { scale: found.scale.checked_mul(times)?, unit }, end))
}

/// [`match_unit_prefix`] with the unit as it is written.
pub(crate) fn written_unit_prefix(text: &str) -> Option<(UnitMatch<'_>, usize)> {
    let scales: &[_] =
        if cursor::kanji_numeral(text.as_bytes(), 0).is_some() { &SCALES } else { &[] };
    let scales = scales.iter().filter(|(scale, _)| text.starts_with(scale));
    // The longest scale that leaves a unit: 十万 before 十, but the 百 of `百人` alone.
    let scaled = scales
        .filter_map(|&(scale, power)| {
            let after = cursor::spaces(text.as_bytes(), scale.len());
            let (unit, end) = bare_unit(text, after)?;
            let power = Decimal::from_i128_with_scale(10i128.checked_pow(power)?, 0);
            Some((UnitMatch { scale: power, unit }, end))
        })
        .max_by_key(|(found, _)| found.scale);
    scaled.or_else(|| {
        let (unit, end) = bare_unit(text, 0)?;
        Some((UnitMatch { scale: Decimal::ONE, unit }, end))
    })
}

/// The unit that a label as a whole states: `（単位：千円）`, `【単位 千世帯】`, `(人)`, `百万円`, `％`.
///
/// # Examples
///
/// ```
/// use keikaku_values::{Decimal, parse_unit_label};
/// let unit = parse_unit_label("【単位 千世帯】").unwrap();
/// assert_eq!((unit.scale, unit.name.as_str()), (Decimal::from(1000), "世帯"));
/// assert!(parse_unit_label("(人材)").is_none());
/// ```
#[must_use]
pub fn parse_unit_label(text: &str) -> Option<Unit> {
    const OPEN: [char; 8] = ['(', '（', '[', '［', '【', '〔', '<', '〈'];
    const CLOSE: [char; 8] = [')', '）', ']', '］', '】', '〕', '>', '〉'];
    let inner = text.trim();
    let inner = match inner.strip_prefix(OPEN) {
        Some(rest) => rest.strip_suffix(CLOSE)?.trim(),
        None => inner,
    };
    let inner = match inner.strip_prefix("単位") {
        Some(rest) => {
            let rest = rest.trim_start_matches([':', '：', ' ', '\u{3000}', '=']);
            // 件数 names a unit where a unit is asked for; elsewhere it is a head of its own.
            let (unit, times) = one_unit(rest);
            if unit != rest {
                return Some(Unit { scale: times, name: unit.to_owned() });
            }
            rest
        }
        None => inner,
    };
    let (found, end) = match_unit_prefix(inner)?;
    (end == inner.len()).then(|| Unit { scale: found.scale, name: found.unit.to_owned() })
}

/// The longest unit at `pos` without a scale, and the position after it.
fn bare_unit(text: &str, pos: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let mut joined = single_unit(text, pos)?;
    loop {
        let per = cursor::eat_any(bytes, joined, &["/", "／"]);
        let part = match (per, cursor::eat(bytes, joined, "・")) {
            (Some(part), _) => denominator(text, part),
            (None, Some(part)) => single_unit(text, part),
            (None, None) => None,
        };
        // A kanji goes on a noun, unless it compares: `人/km2以上`.
        let whole = |part: &usize| {
            !char_at(text, *part).is_some_and(is_kanji)
                || !char_before(text, *part).is_some_and(is_kanji)
                || comparator_after(text, *part).is_some()
        };
        match part.filter(whole) {
            Some(part) => joined = part,
            None => return Some((text.get(pos..joined)?, joined)),
        }
    }
}

/// The position after what a rate is per: a unit, or so many of one (`10a`, `100g`, `10万人`).
fn denominator(text: &str, pos: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = pos;
    if let Some(run) = cursor::digits(bytes, pos) {
        let count = u32::try_from(run.count).ok().filter(|count| (1..=6).contains(count))?;
        if run.value != 10u32.pow(count - 1) {
            return None;
        }
        at = run.end;
        // `5件/10件` is no rate, `5件/10万人` is.
        let scale = SCALES.iter().find_map(|(scale, _)| cursor::eat(bytes, at, scale));
        let measure = char_at(text, at).is_some_and(|c| c.is_ascii_alphabetic() || c == 'ℓ');
        at = scale.or(measure.then_some(at))?;
    }
    let plain = DENOMINATORS.iter().find_map(|unit| cursor::eat(bytes, at, unit));
    single_unit(text, at).or_else(|| {
        plain.filter(|&end| !char_at(text, end).is_some_and(|c| c.is_ascii_alphanumeric()))
    })
}

/// The position after the longest lexicon entry at `pos`, if that is a unit.
fn single_unit(text: &str, pos: usize) -> Option<usize> {
    let rest = text.get(pos..)?;
    // Most numbers are followed by punctuation.
    if rest.starts_with(|c: char| c.is_ascii() && !c.is_ascii_alphabetic() && c != '%') {
        return None;
    }
    let unit = longest_unit(rest)?;
    if longest_word(rest).is_some_and(|word| word.len() > unit.len()) {
        return None;
    }
    let end = pos + unit.len();
    let goes_on = char_at(text, end).is_some_and(|next| {
        let letter = |c: char| c.is_ascii_alphanumeric();
        // A letter after a letter is a word or a code (`5G`, `3test`), and katakana after katakana
        // is a longer word (`20トンネル`); a noun can go on to another (`20施設数`).
        (unit.ends_with(letter) && letter(next))
            || (is_katakana(next)
                && char_before(text, end).is_some_and(is_katakana)
                && cursor::eat_any(text.as_bytes(), end, &KATAKANA_AFTER).is_none())
            || (LENGTHENS.contains(&next) && unit.ends_with(is_kanji))
    });
    (!goes_on).then_some(end)
}

/// Where the entries of a sorted table begin that begin with each character.
struct Index(Vec<(char, Range<usize>)>);

static UNIT_INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(UNITS));
static WORD_INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(WORDS));

impl Index {
    fn of(table: &[&str]) -> Self {
        let mut firsts: Vec<(char, Range<usize>)> = Vec::new();
        for (at, first) in
            table.iter().map(|entry| entry.chars().next().unwrap_or_default()).enumerate()
        {
            match firsts.last_mut().filter(|(c, _)| *c == first) {
                Some((_, range)) => range.end = at + 1,
                None => firsts.push((first, at..at + 1)),
            }
        }
        Self(firsts)
    }

    /// The longest entry of the table that `text` begins with.
    fn longest_prefix(&self, table: &'static [&'static str], text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        let at = self.0.binary_search_by_key(&first, |(c, _)| *c).ok()?;
        let entries = table.get(self.0.get(at)?.1.clone())?;
        entries.iter().rev().find(|entry| text.starts_with(**entry)).copied()
    }
}

/// The longest unit that `text` begins with.
fn longest_unit(text: &str) -> Option<&'static str> {
    UNIT_INDEX.longest_prefix(UNITS, text)
}

/// The longest word that `text` begins with and that is no unit.
fn longest_word(text: &str) -> Option<&'static str> {
    WORD_INDEX.longest_prefix(WORDS, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_without_repeats() {
        assert!(UNITS.is_sorted_by(|a, b| a < b));
        assert!(WORDS.is_sorted_by(|a, b| a < b));
        assert!(WORDS.iter().all(|word| UNITS.binary_search(word).is_err()));
    }

    #[test]
    fn every_word_shadows_a_unit() {
        let idle: Vec<_> = WORDS.iter().filter(|word| longest_unit(word).is_none()).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn every_unit_is_found_as_written_with_and_without_a_scale() {
        for &unit in UNITS {
            let (expected, times) = one_unit(unit);
            let (plain, len) = match_unit_prefix(unit).unwrap_or_else(|| panic!("{unit}"));
            assert_eq!((plain.unit, plain.scale, len), (expected, times, unit.len()));
            let label = format!("（単位：千{unit}）");
            let label = parse_unit_label(&label).unwrap_or_else(|| panic!("{label}"));
            assert_eq!((label.name.as_str(), label.scale), (expected, times * Decimal::from(1000)));
        }
    }

    #[test]
    fn examples() {
        for (text, scale, unit, len) in [
            ("千円を計上", 1_000, "円", 6),
            ("億円", 100_000_000, "円", 6),
            ("ヵ月で", 1, "ヵ月", 6),
            ("ヶ年度)", 1, "ヶ年度", 9),
            ("人分の", 1, "人分", 6),
            ("法人・団体と", 1, "法人・団体", 15),
            ("円/人", 1, "円/人", 7),
            ("医療機関", 1, "医療機関", 12),
            ("km2の", 1, "km2", 3),
            ("万トン", 10_000, "トン", 9),
            ("百人", 100, "人", 6),
            ("箇所", 1, "か所", 6),
            ("割以上", 10, "%", 3),
            ("kg/10aの", 1, "kg/10a", 6),
            ("件/10万人", 1, "件/10万人", 12),
            ("μg/m3", 1, "μg/m3", 6),
            ("t-CO2/人", 1, "t-CO2/人", 9),
            ("キロカロリー", 1, "キロカロリー", 18),
            ("中学校区", 1, "中学校区", 12),
            ("ポイントアップ", 1, "ポイント", 12),
        ] {
            let found = match_unit_prefix(text);
            let expected = (UnitMatch { scale: Decimal::from(scale), unit }, len);
            assert_eq!(found, Some(expected), "{text}");
        }
        for text in ["", "人口", "年度", "G", "千葉", "日本", "分の1", "ー", "トンネル", "施設数"]
        {
            assert_eq!(match_unit_prefix(text), None, "{text}");
        }
    }
}

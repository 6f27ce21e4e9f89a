//! Scales (千 万 億 兆) and units.

mod lexicon;

use rust_decimal::Decimal;

use crate::cursor::{self, char_at, is_kanji};
use lexicon::{SCALES, UNITS, WORDS};

/// A unit found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitMatch<'t> {
    /// The power of ten that its scale multiplies by: 1000 for `千円`, else 1.
    pub scale: Decimal,
    /// The unit without its scale, as written (`％` is `%`): `円`.
    pub unit: &'t str,
}

/// A unit as a label states it: `（単位：千円）`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The power of ten that values are to be multiplied by: 1000 for `千円`, else 1.
    pub scale: Decimal,
    /// The unit without its scale, as written (`％` is `%`): `円`.
    pub name: String,
}

/// The longest known unit at the start of `text`, and how many bytes it takes.
///
/// Units joined by `・` or `/` are one (`法人・団体`, `円/人`). A word that only begins like a unit
/// (`人材`, `年度`) is none.
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
        Some(rest) => rest.trim_start_matches([':', '：', ' ', '\u{3000}', '=']),
        None => inner,
    };
    let (found, end) = match_unit_prefix(inner)?;
    (end == inner.len()).then(|| Unit { scale: found.scale, name: found.unit.to_owned() })
}

/// The longest unit at `pos` without a scale, and the position after it.
fn bare_unit(text: &str, pos: usize) -> Option<(&str, usize)> {
    let end = single_unit(text, pos)?;
    let mut joined = end;
    while let Some(part) = cursor::eat_any(text.as_bytes(), joined, &["・", "/"])
        .and_then(|part| single_unit(text, part))
        .filter(|&part| !char_at(text, part).is_some_and(is_kanji))
    {
        joined = part;
    }
    let unit = text.get(pos..joined)?;
    Some((if unit == "％" { "%" } else { unit }, joined))
}

/// The position after the longest lexicon entry at `pos`, if that is a unit.
fn single_unit(text: &str, pos: usize) -> Option<usize> {
    let rest = text.get(pos..)?;
    // Most numbers are followed by punctuation.
    if rest.starts_with(|c: char| c.is_ascii() && !c.is_ascii_alphabetic() && c != '%') {
        return None;
    }
    let unit = longest_prefix(&UNITS, rest)?;
    if longest_prefix(&WORDS, rest).is_some_and(|word| word.len() > unit.len()) {
        return None;
    }
    let end = pos + unit.len();
    // A letter after a letter is a word or a code: `5G`, `3test`.
    let letter = |c: char| c.is_ascii_alphanumeric();
    if unit.ends_with(letter) && char_at(text, end).is_some_and(letter) {
        return None;
    }
    Some(end)
}

/// The longest entry of a sorted table that `text` begins with.
fn longest_prefix(table: &[&'static str], text: &str) -> Option<&'static str> {
    let first = text.chars().next()?;
    // Every prefix of `text` sorts at or before it, the longest last.
    let after = table.partition_point(|entry| *entry <= text);
    table
        .get(..after)?
        .iter()
        .rev()
        .take_while(|entry| entry.starts_with(first))
        .find(|entry| text.starts_with(**entry))
        .copied()
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
        let idle: Vec<_> =
            WORDS.iter().filter(|word| longest_prefix(&UNITS, word).is_none()).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn every_unit_is_found_as_written_with_and_without_a_scale() {
        for unit in UNITS {
            let expected = if unit == "％" { "%" } else { unit };
            let (plain, len) = match_unit_prefix(unit).unwrap_or_else(|| panic!("{unit}"));
            assert_eq!((plain.unit, len), (expected, unit.len()));
            let label = format!("（単位：千{unit}）");
            let label = parse_unit_label(&label).unwrap_or_else(|| panic!("{label}"));
            assert_eq!((label.name.as_str(), label.scale), (expected, Decimal::from(1000)));
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
        ] {
            let found = match_unit_prefix(text);
            let expected = (UnitMatch { scale: Decimal::from(scale), unit }, len);
            assert_eq!(found, Some(expected), "{text}");
        }
        for text in ["", "人口", "年度", "G", "千葉", "日本", "分の1", "ー"] {
            assert_eq!(match_unit_prefix(text), None, "{text}");
        }
    }
}

//! A year with its era or century: `平成26(2014)年`, `H24`, `2014(平成26)年度`, `二〇二五年`.

use crate::Era;
use crate::cursor::{self, KANJI_BYTES, KanjiNumeral, char_before, is_alphanumeric};
use crate::when::{Note, Notes};
use crate::words::FISCAL_YEARS;

/// The Gregorian years that a number of four digits can be.
const GREGORIAN: std::ops::RangeInclusive<i16> = 1868..=2100;

/// What is written after a year's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearUnit {
    /// Nothing.
    Bare,
    /// 年.
    Calendar,
    /// 年度.
    Fiscal,
}

/// How the year's era or century is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// 平成.
    Name,
    /// H.
    Initial,
    /// `2014`.
    Gregorian,
    /// Taken from the partner or the context.
    Elided,
}

/// A year as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    /// The Gregorian year.
    pub(super) year: i16,
    pub(super) era: Option<Era>,
    pub(super) notation: Notation,
    pub(super) unit: YearUnit,
    /// Whether it is a time by its own writing, whatever stands around it.
    pub(super) strong: bool,
    /// Whether an initial in lower case or of a rare era needs 年 or a whole date beside it.
    pub(super) faint: bool,
    pub(super) notes: Notes,
    pub(super) end: usize,
}

/// The year at `pos`; `joined` says that it is the partner of a year before it, so that a dash
/// before it makes it no code.
pub(super) fn year_at(text: &str, pos: usize, joined: bool) -> Option<Year> {
    let mut year = number_at(text, pos, joined)?;
    let bytes = text.as_bytes();
    year.other_notation(text);
    let spaced = cursor::spaces(bytes, year.end);
    if let Some(end) = cursor::eat_any(bytes, spaced, FISCAL_YEARS) {
        (year.unit, year.end) = (YearUnit::Fiscal, end);
    } else if let Some(end) = cursor::eat(bytes, spaced, "年") {
        (year.unit, year.end) = (YearUnit::Calendar, end);
    }
    if year.unit != YearUnit::Bare {
        year.strong = true;
        year.other_notation(text);
    }
    Some(year)
}

impl Year {
    /// Takes the same year in another notation, in brackets: `(2014)`, `(平成26年)`.
    fn other_notation(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let Some(open) = cursor::eat_any(bytes, self.end, &["(", "（"]) else { return };
        let Some(other) = number_at(text, cursor::spaces(bytes, open), false) else { return };
        if other.era == self.era {
            return;
        }
        let spaced = cursor::spaces(bytes, other.end);
        // A unit inside the brackets must be the unit outside them: `平成29年(2016年度)` is no
        // other notation of one time.
        let inner = match self.unit {
            YearUnit::Fiscal => cursor::eat(bytes, spaced, "年度"),
            YearUnit::Calendar => {
                cursor::eat(bytes, spaced, "年").filter(|_| !text[spaced..].starts_with("年度"))
            }
            YearUnit::Bare => None,
        };
        let close = cursor::spaces(bytes, inner.unwrap_or(spaced));
        let Some(end) = cursor::eat_any(bytes, close, &[")", "）"]) else { return };
        if other.year != self.year {
            self.notes.add(Note::NotationsDisagree);
        }
        self.era = self.era.or(other.era);
        self.strong = true;
        self.end = end;
    }
}

/// The number of a year with its era or century, without unit.
fn number_at(text: &str, pos: usize, joined: bool) -> Option<Year> {
    let bytes = text.as_bytes();
    if let Some((era, at)) = era_name(bytes, pos) {
        let (number, end, first) = era_number(bytes, cursor::spaces(bytes, at))?;
        return of_era(era, number, Notation::Name, first, false, end);
    }
    if let Some((era, lower, at)) = initial(text, pos, joined) {
        let dot = cursor::eat_any(bytes, at, &[".", "．"]);
        let (number, end, first) = era_number(bytes, cursor::spaces(bytes, dot.unwrap_or(at)))?;
        let faint = (lower && dot.is_none()) || matches!(era, Era::Meiji | Era::Taisho);
        return of_era(era, number, Notation::Initial, first, faint, end);
    }
    let named = fiscal_letters(text, pos, joined);
    let (year, end) = match named {
        Some(at) => two_or_four(bytes, at)?,
        None => gregorian(text, pos, joined)?,
    };
    Some(Year {
        year,
        era: None,
        notation: Notation::Gregorian,
        unit: if named.is_some() { YearUnit::Fiscal } else { YearUnit::Bare },
        strong: named.is_some(),
        faint: false,
        notes: Notes::default(),
        end,
    })
}

/// The position after `FY` at `pos`, outside any word.
fn fiscal_letters(text: &str, pos: usize, joined: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = cursor::eat_any(bytes, pos, &["FY", "ＦＹ"])?;
    let inside = !joined && char_before(text, pos).is_some_and(is_alphanumeric);
    (!inside).then(|| cursor::eat(bytes, at, "'").unwrap_or_else(|| cursor::spaces(bytes, at)))
}

/// A year in four digits, or in the two of this century.
fn two_or_four(bytes: &[u8], pos: usize) -> Option<(i16, usize)> {
    let run = cursor::digits(bytes, pos)?;
    let year = i16::try_from(run.value).ok()?;
    match run.count {
        2 => Some((2000 + year, run.end)),
        4 => GREGORIAN.contains(&year).then_some((year, run.end)),
        _ => None,
    }
}

fn of_era(
    era: Era,
    number: u16,
    notation: Notation,
    strong: bool,
    faint: bool,
    end: usize,
) -> Option<Year> {
    let year = era.gregorian_year(number)?;
    let (unit, notes) = (YearUnit::Bare, Notes::default());
    Some(Year { year, era: Some(era), notation, unit, strong, faint, notes, end })
}

/// The era whose name stands at `pos`.
fn era_name(bytes: &[u8], pos: usize) -> Option<(Era, usize)> {
    Era::ALL.into_iter().find_map(|era| Some((era, cursor::eat(bytes, pos, era.name())?)))
}

/// The era whose initial stands at `pos` outside any word or code, and whether it is lower case.
fn initial(text: &str, pos: usize, joined: bool) -> Option<(Era, bool, usize)> {
    let letter = cursor::char_at(text, pos)?;
    let folded = match letter {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(letter) - u32::from('Ａ') + u32::from('A'))?
        }
        _ => letter,
    };
    let upper = folded.to_ascii_uppercase();
    let era = Era::ALL.into_iter().find(|era| era.initial() == upper)?;
    let inside = |c: char| is_alphanumeric(c) || matches!(c, '&' | '-' | '.' | '_' | '#' | '@');
    if !joined && char_before(text, pos).is_some_and(inside) {
        return None;
    }
    Some((era, upper != folded, pos + letter.len_utf8()))
}

/// The number of an era's year, 1 to 99, and whether it is 元.
fn era_number(bytes: &[u8], pos: usize) -> Option<(u16, usize, bool)> {
    if let Some(end) = cursor::eat(bytes, pos, "元") {
        return Some((1, end, true));
    }
    let (number, end) = cursor::small_number(bytes, pos)?;
    (number > 0).then_some((number, end, false))
}

/// A Gregorian year outside any longer number or code.
fn gregorian(text: &str, pos: usize, joined: bool) -> Option<(i16, usize)> {
    let bytes = text.as_bytes();
    let inside = |c: char| {
        is_alphanumeric(c)
            || matches!(c, '.' | ',' | '，' | '/' | '第' | '¥' | '-' | '+' | '▲' | '△' | '#')
    };
    if !joined && char_before(text, pos).is_some_and(inside) {
        return None;
    }
    if let Some(run) = cursor::digits(bytes, pos) {
        let year = i16::try_from(run.value).ok().filter(|year| GREGORIAN.contains(year))?;
        return (run.count == 4).then_some((year, run.end));
    }
    if let Some(at) = cursor::eat_any(bytes, pos, &["'", "’"]) {
        let run = cursor::digits(bytes, at).filter(|run| run.count == 2)?;
        return Some((2000 + i16::try_from(run.value).ok()?, run.end));
    }
    let mut year = 0;
    for place in 0..4 {
        let Some(KanjiNumeral::Digit(value)) =
            cursor::kanji_numeral(bytes, pos + place * KANJI_BYTES)
        else {
            return None;
        };
        year = year * 10 + i16::from(value);
    }
    let end = pos + 4 * KANJI_BYTES;
    let closed = cursor::kanji_numeral(bytes, end).is_none();
    (closed && GREGORIAN.contains(&year)).then_some((year, end))
}

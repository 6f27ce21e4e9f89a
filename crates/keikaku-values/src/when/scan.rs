//! Finding the times of a text in one pass.

use crate::cursor::{self, KanjiNumeral, kanji_numeral};
use crate::when::range::{listed_at, mention_at};
use crate::when::year::{YearUnit, year_at};
use crate::when::{BareYear, Note, Notes, PeriodMention, TimeContext};
use crate::{Era, Period};

/// How far into a text the first point of a time can stand that begins with the text: the longest
/// `…の日から` and its spaces.
const PREFIX: usize = 112;

/// The times of `text`, in ascending order and not overlapping.
///
/// # Examples
///
/// A range is one mention, and its partner takes what it leaves out from the other:
/// ```
/// use keikaku_values::{Date, Note, TimeContext, periods};
/// let text = "計画期間は平成25~29年度とする。";
/// let found: Vec<_> = periods(text, &TimeContext::default()).collect();
/// assert_eq!(&text[found[0].range.clone()], "平成25~29年度");
/// assert_eq!(found[0].period.start, Some(Date::constant(2013, 4, 1)));
/// assert_eq!(found[0].period.end, Some(Date::constant(2018, 3, 31)));
/// assert!(found[0].notes.contains(Note::EraElided));
/// ```
///
/// An end that is not said is open, and an initial in a code is no era:
/// ```
/// # use keikaku_values::{TimeContext, periods};
/// let context = TimeContext::default();
/// let mut found = periods("A3007、H2O、SDGs。H29年度~", &context);
/// assert_eq!(found.next().unwrap().period.end, None);
/// assert_eq!(found.next(), None);
/// ```
pub fn periods<'t>(
    text: &'t str,
    context: &TimeContext,
) -> impl Iterator<Item = PeriodMention> + use<'t> {
    let context = *context;
    let first = next_mention(text, 0, 0, text.len(), &context);
    std::iter::successors(first, move |last| {
        let end = last.range.end;
        listed_at(text, last).or_else(|| next_mention(text, end, end, text.len(), &context))
    })
}

/// Appends the [`periods`] of `text` to `out`: for callers that keep a buffer.
pub fn find_periods(text: &str, context: &TimeContext, out: &mut Vec<PeriodMention>) {
    out.extend(periods(text, context));
}

/// The time at the start of `text`, if one stands there.
///
/// # Examples
///
/// A month's end is a day:
/// ```
/// use keikaku_values::{Date, Period, TimeContext, parse_period_prefix};
/// let found = parse_period_prefix("平成29年 3月末実績", &TimeContext::default()).unwrap();
/// assert_eq!(found.period, Period::of_date(Date::constant(2017, 3, 31)));
/// assert_eq!(found.range, 0.."平成29年 3月末".len());
/// ```
#[must_use]
pub fn parse_period_prefix(text: &str, context: &TimeContext) -> Option<PeriodMention> {
    next_mention(text, 0, 0, PREFIX, context).filter(|mention| mention.range.start == 0)
}

/// The year that `text`, spaces around it aside, is as a whole; a number under 100 is a year of
/// `era`.
///
/// # Examples
///
/// ```
/// use keikaku_values::{Era, parse_bare_year};
/// let year = |text, era| parse_bare_year(text, era).map(|bare| (bare.year, bare.fiscal));
/// assert_eq!(year("2019", None), Some((2019, None)));
/// assert_eq!(year("R2", None), Some((2020, None)));
/// assert_eq!(year("30年度", Some(Era::Heisei)), Some((2018, Some(true))));
/// assert_eq!(year("30", None), None);
/// ```
#[must_use]
pub fn parse_bare_year(text: &str, era: Option<Era>) -> Option<BareYear> {
    let text = text.trim();
    let (year, written, unit, mut notes) = match year_at(text, 0, false) {
        Some(year) if year.end == text.len() => (year.year, year.era, year.unit, year.notes),
        Some(_) => return None,
        None => {
            let era = era?;
            let (number, at) = match cursor::eat(text.as_bytes(), 0, "元") {
                Some(end) => (1, end),
                None => cursor::small_number(text.as_bytes(), 0)?,
            };
            let unit = match text.get(at..)?.trim_start() {
                "" => YearUnit::Bare,
                "年" => YearUnit::Calendar,
                "年度" => YearUnit::Fiscal,
                _ => return None,
            };
            let mut notes = Notes::default();
            notes.add(Note::EraElided);
            (era.gregorian_year(number)?, Some(era), unit, notes)
        }
    };
    let fiscal = match unit {
        YearUnit::Bare => None,
        YearUnit::Calendar => Some(false),
        YearUnit::Fiscal => Some(true),
    };
    let start = if fiscal == Some(true) {
        crate::FiscalYear::new(year).map(crate::FiscalYear::start)
    } else {
        Period::of_calendar_year(year).and_then(|period| period.start)
    };
    if start.zip(written.and_then(Era::end)).is_some_and(|(start, end)| start > end) {
        notes.add(Note::EraOverrun);
    }
    Some(BareYear { year, era: written, fiscal, notes })
}

/// The first mention whose first point stands at or after `at` and before `limit`.
fn next_mention(
    text: &str,
    mut at: usize,
    floor: usize,
    limit: usize,
    context: &TimeContext,
) -> Option<PeriodMention> {
    let bytes = text.as_bytes();
    let small = context.carried_year.is_some() || context.era.is_some();
    while at < limit {
        let &byte = bytes.get(at)?;
        let (candidate, next) = match byte {
            b'0'..=b'9' => digits(bytes, at, small),
            b'R' | b'H' | b'S' | b'T' | b'M' | b'r' | b'h' | b's' | b't' | b'm' => {
                let number =
                    matches!(bytes.get(at + 1), Some(b'0'..=b'9' | b' ' | b'.' | 0xE5 | 0xEF));
                (number, at + 1)
            }
            b'F' => (bytes.get(at + 1) == Some(&b'Y'), at + 1),
            b'\'' => (true, at + 1),
            0xE4..=0xE7 => (begins_time(bytes, at, context), at + 3),
            0xE3 => (false, at + 3),
            0xEF if cursor::digit(bytes, at).is_some() => digits(bytes, at, small),
            0xEF => (matches!(bytes.get(at + 1), Some(0xBC | 0xBD)), at + 3),
            0xE2 => (cursor::eat(bytes, at, "’").is_some(), at + 3),
            _ => (false, at + 1),
        };
        if candidate && let Some(mention) = mention_at(text, at, floor, context) {
            return Some(mention);
        }
        at = next;
    }
    None
}

/// Whether a run of digits can begin a time, and where it ends.
fn digits(bytes: &[u8], at: usize, small: bool) -> (bool, usize) {
    cursor::digits(bytes, at)
        .map_or((false, at + 1), |run| (run.count == 4 || (small && run.count <= 2), run.end))
}

/// Whether the kanji at `at` can begin a time: an era's name, a relative word, a year in kanji.
#[inline]
fn begins_time(bytes: &[u8], at: usize, context: &TimeContext) -> bool {
    let Some(&[first, second, third]) = bytes.get(at..at + 3) else { return false };
    match [first, second, third] {
        // 令, 平, 昭, 明, 大
        [0xE4, 0xBB, 0xA4]
        | [0xE5, 0xB9, 0xB3]
        | [0xE6, 0x98, 0xAD | 0x8E]
        | [0xE5, 0xA4, 0xA7] => true,
        // 本, 今, 来, 昨, 前, 翌, 当, 再
        [0xE6, 0x9C, 0xAC]
        | [0xE4, 0xBB, 0x8A]
        | [0xE6, 0x9D, 0xA5]
        | [0xE6, 0x98, 0xA8]
        | [0xE5, 0x89, 0x8D]
        | [0xE7, 0xBF, 0x8C]
        | [0xE5, 0xBD, 0x93]
        | [0xE5, 0x86, 0x8D] => context.reference.is_some(),
        // 一, 二: of a year in kanji, or of 一昨年.
        [0xE4, 0xB8, 0x80] | [0xE4, 0xBA, 0x8C] => {
            context.reference.is_some()
                || matches!(kanji_numeral(bytes, at + 3), Some(KanjiNumeral::Digit(_)))
        }
        // 年, 上, 下, 第: of a part of the carried year.
        _ => {
            context.carried_year.is_some()
                && matches!(
                    [first, second, third],
                    [0xE5, 0xB9, 0xB4] | [0xE4, 0xB8, 0x8A | 0x8B] | [0xE7, 0xAC, 0xAC]
                )
        }
    }
}

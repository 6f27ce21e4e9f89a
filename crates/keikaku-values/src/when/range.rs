//! A mention of a time: one point, or two with what joins them, or one with an open end.

use crate::cursor::{self, char_at, char_before, is_alphanumeric, is_kanji, is_katakana};
use crate::when::point::{
    Detail, Point, day_at, elided, elided_number, elided_year_at, month_at, point_at,
};
use crate::when::year::{Notation, YearUnit};
use crate::when::{Form, Note, Notes, PeriodMention, TimeContext};
use crate::{Basis, Period};

/// The most characters of an event's name between a time and its `~`: `H24.7指定~`.
const EVENT: usize = 8;
/// The most characters of the event that a time counts from: `地域再生計画認定の日から`.
const ORIGIN: usize = 24;

/// The mention whose first point of time stands at `pos`; what belongs to it before `pos` is
/// looked for no further back than `floor`.
pub(super) fn mention_at(
    text: &str,
    pos: usize,
    floor: usize,
    context: &TimeContext,
) -> Option<PeriodMention> {
    let bytes = text.as_bytes();
    let mut first = point_at(text, pos, false, context)?;
    if let Some(joined) = range(text, pos, &mut first, context) {
        return Some(joined);
    }
    let (closed_left, left) = open_start(text, pos, floor);
    // A bare `2019` is a number like any other; `H24` and `平成30` only where nothing touches them.
    let bare = first.year.notation == Notation::Gregorian;
    let apart = edge_before(text, pos) && edge_after(text, first.end);
    if !first.year.strong && (bare || !apart) {
        return None;
    }
    let (period, notes) = first.resolve()?;
    let mut mention = PeriodMention {
        range: pos..first.end,
        period,
        era: first.year.era,
        form: first.form,
        notes,
    };
    if closed_left {
        mention.range.start = left;
        mention.period.start = None;
        if let Some(end) = cursor::eat(bytes, first.end, "まで") {
            mention.range.end = end;
        }
        return Some(mention);
    }
    if let Some(end) = cursor::eat_any(bytes, first.end, &["まで", "以前"]) {
        mention.range.end = end;
        mention.period.start = None;
    } else if let Some(end) = open_end(text, &first) {
        mention.range.end = end;
        mention.period.end = None;
    }
    Some(mention)
}

/// A further time of a list, which leaves out what the one before it says: `平成29年度、30年度`.
pub(super) fn listed_at(text: &str, before: &PeriodMention) -> Option<PeriodMention> {
    const AND: [&str; 8] = ["、", "・", ",", "，", "及び", "および", "と", "並びに"];
    let bytes = text.as_bytes();
    let era = before.era?;
    let at = cursor::spaces(bytes, cursor::eat_any(bytes, before.range.end, &AND)?);
    let mut point = elided_year_at(text, at, Some(era), 0)?;
    let fiscal = point.year.unit == YearUnit::Fiscal;
    if fiscal != (before.period.basis == Basis::FiscalYear) {
        return None;
    }
    if let Some(joined) = range(text, at, &mut point, &TimeContext::default()) {
        return Some(joined);
    }
    let (period, notes) = point.resolve()?;
    Some(PeriodMention {
        range: at..point.end,
        period,
        era: Some(era),
        form: Form::Absolute,
        notes,
    })
}

/// The range that begins with `first`, if one does.
fn range(
    text: &str,
    pos: usize,
    first: &mut Point,
    context: &TimeContext,
) -> Option<PeriodMention> {
    let bytes = text.as_bytes();
    let (kind, at) = joint(text, first)?;
    let mut last = partner(text, at, first, kind, context)?;
    // The unit may stand once, after either: `平成25~29年度`, `平成25年度~29`.
    if first.year.unit == YearUnit::Bare && first.detail == Detail::Whole {
        first.year.unit = last.year.unit;
    } else if last.year.unit == YearUnit::Bare && last.detail == Detail::Whole {
        last.year.unit =
            if first.detail == Detail::Whole { first.year.unit } else { YearUnit::Bare };
    }
    let (from, mut notes) = first.resolve()?;
    let (to, more) = last.resolve()?;
    notes.join(more);
    if from.start.zip(to.end).is_some_and(|(start, end)| end < start) {
        notes.add(Note::Reversed);
    }
    let mut end = last.end;
    if kind != Joint::List
        && let Some(after) = cursor::eat(bytes, end, "まで")
    {
        end = after;
    }
    let start = cursor::spaces_before(bytes, pos);
    let start = match cursor::eat_before(bytes, start, "自") {
        Some(own) if !char_before(text, own).is_some_and(is_kanji) => own,
        _ => pos,
    };
    Some(PeriodMention {
        range: start..end,
        period: Period { start: from.start, end: to.end, basis: common(from.basis, to.basis) },
        era: first.year.era.or(last.year.era),
        form: first.form,
        notes,
    })
}

/// The basis of a time from one basis to another: where they differ, the one that both bounds fit.
fn common(a: Basis, b: Basis) -> Basis {
    match (a, b) {
        _ if a == b => a,
        (Basis::Date, _) | (_, Basis::Date) => Basis::Date,
        _ => Basis::Month,
    }
}

/// What joins two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// `~`, 至.
    To,
    /// `-`.
    Dash,
    /// から.
    From,
    /// `・`: only of two years that follow each other and share a unit.
    List,
}

/// What joins `first` to a partner, and where the partner begins.
fn joint(text: &str, first: &Point) -> Option<(Joint, usize)> {
    let bytes = text.as_bytes();
    let (end, _) = after_event(text, first.end);
    let spaced = cursor::spaces(bytes, end);
    if let Some(at) = cursor::eat_any(bytes, spaced, &["~", "～", "〜", "から~"]) {
        return Some((Joint::To, cursor::spaces(bytes, at)));
    }
    let spaced = cursor::spaces(bytes, after_weekday(bytes, first.end));
    let (kind, at) = if let Some(at) = cursor::eat_any(bytes, spaced, &["から", "より"]) {
        (Joint::From, cursor::eat(bytes, at, "、").unwrap_or(at))
    } else if let Some(at) = cursor::eat_any(bytes, spaced, &["至", "、至"]) {
        (Joint::To, at)
    } else if let Some(at) = cursor::eat_any(bytes, spaced, &["-", "―", "−"]) {
        (Joint::Dash, at)
    } else if let Some(at) = cursor::eat_any(bytes, first.end, &["・", "、", ","]) {
        let bare = first.year.unit == YearUnit::Bare && first.detail == Detail::Whole;
        (Joint::List, Some(at).filter(|_| bare)?)
    } else {
        return None;
    };
    Some((kind, cursor::spaces(bytes, at)))
}

/// The position after a short event's name at `pos` and how many characters that is: `指定`.
fn after_event(text: &str, pos: usize) -> (usize, usize) {
    let weekday = after_weekday(text.as_bytes(), pos);
    if weekday > pos {
        return (weekday, 0);
    }
    let mut end = pos;
    let mut count = 0;
    for c in text.get(pos..).unwrap_or_default().chars().take(EVENT) {
        let particle = matches!(c, '度' | '以' | '末' | '月' | '日');
        if !(is_kanji(c) || is_katakana(c)) || (count == 0 && particle) {
            break;
        }
        end += c.len_utf8();
        count += 1;
    }
    (end, count)
}

/// The position after a weekday in brackets: `(金)`.
fn after_weekday(bytes: &[u8], pos: usize) -> usize {
    let day = || {
        let open = cursor::eat_any(bytes, pos, &["(", "（"])?;
        let day = cursor::eat_any(bytes, open, &["月", "火", "水", "木", "金", "土", "日"])?;
        let day = cursor::eat(bytes, day, "曜日").unwrap_or(day);
        cursor::eat_any(bytes, day, &[")", "）"])
    };
    day().unwrap_or(pos)
}

/// The second point of a range at `pos`, with what it leaves out taken from the first.
fn partner(
    text: &str,
    pos: usize,
    first: &Point,
    kind: Joint,
    context: &TimeContext,
) -> Option<Point> {
    if let Some(last) = point_at(text, pos, true, context)
        && last.form == Form::Absolute
        && fits(text, first, &last)
    {
        let listed = last.year.unit != YearUnit::Bare && last.detail == Detail::Whole;
        let next = last.year.year == first.year.year.checked_add(1)?;
        return (kind != Joint::List || (listed && next)).then_some(last);
    }
    let last = elided_partner(text, pos, first)?;
    let (year, unit) = (last.year.year, last.year.unit);
    let until = text.get(last.end..)?.starts_with("まで");
    match kind {
        // `平成27年から3年の間` counts years.
        Joint::From if unit != YearUnit::Fiscal && last.detail.month().is_none() => {
            (until && year > first.year.year).then_some(last)
        }
        Joint::List => {
            let next = year == first.year.year.checked_add(1)?;
            (next && last.detail == Detail::Whole).then_some(last)
        }
        _ => (year >= first.year.year).then_some(last),
    }
}

/// Whether a whole point can be the partner of `first`: a bare one only of its own kind.
fn fits(text: &str, first: &Point, last: &Point) -> bool {
    let alike = first.year.notation == last.year.notation;
    let bare = |point: &Point| !point.year.strong;
    match (bare(first), bare(last)) {
        (false, false) => true,
        (true, false) => alike || last.year.unit != YearUnit::Bare,
        (_, true) => {
            // `2000~2010人` counts people.
            let rest = text.get(last.end..).unwrap_or_default();
            let counts = crate::match_unit_prefix(rest).is_some();
            alike && !counts && !char_at(text, last.end).is_some_and(code)
        }
    }
}

fn code(c: char) -> bool {
    is_alphanumeric(c) || matches!(c, '-' | '.' | '/' | ',' | '%')
}

/// A partner that leaves out its era, its year or its month.
fn elided_partner(text: &str, pos: usize, first: &Point) -> Option<Point> {
    let bytes = text.as_bytes();
    let era = first.year.era;
    let century = first.year.year / 100 * 100;
    let year = first.year.year;
    if first.detail.month().is_some() || first.year.unit == YearUnit::Calendar {
        // `平成29年12月~3月` ends in the next year.
        if let (Some(from), Some(Ok((detail, end)))) = (first.detail.month(), month_at(text, pos)) {
            let next = detail.month().is_some_and(|month| month < from);
            let year = year.checked_add(i16::from(next))?;
            return Some(same(first, year, detail, end));
        }
        if let (Detail::Day(month, _), Some((day, end))) = (first.detail, day_at(text, pos)) {
            return Some(same(first, year, Detail::Day(month, day), end));
        }
    }
    if first.year.notation == Notation::Elided && first.year.era.is_none() {
        return None;
    }
    if let Some(mut point) = elided_year_at(text, pos, era, century) {
        point.year.notes.add(Note::EraElided);
        return Some(point);
    }
    // A bare number: `H24~27`, `平成28年度~31`.
    let run = cursor::digits(bytes, pos).filter(|run| run.count <= 2)?;
    let year = elided_number(u16::try_from(run.value).ok()?, era, century)?;
    let rest = text.get(run.end..)?;
    let counts = crate::match_unit_prefix(rest).is_some()
        || rest.chars().next().is_some_and(|c| code(c) || matches!(c, '月' | '号' | '条' | '年'));
    let plain = first.detail == Detail::Whole && first.year.notation != Notation::Gregorian;
    if counts || !plain || year <= first.year.year {
        return None;
    }
    let mut last = elided(year, era, YearUnit::Bare, run.end);
    last.notes.add(Note::EraElided);
    Some(Point { year: last, detail: Detail::Whole, form: Form::Absolute, end: run.end })
}

/// A point in the year of the first.
fn same(first: &Point, year: i16, detail: Detail, end: usize) -> Point {
    let mut elided = elided(year, first.year.era, YearUnit::Calendar, end);
    elided.notes = Notes::default();
    elided.notes.add(Note::EraElided);
    Point { year: elided, detail, form: first.form, end }
}

/// Whether what stands before `pos` leaves the start open, and where that begins: `~`,
/// `地域再生計画認定の日から`.
fn open_start(text: &str, pos: usize, floor: usize) -> (bool, usize) {
    let bytes = text.as_bytes();
    let end = cursor::spaces_before(bytes, pos);
    for tilde in ["~", "～", "〜"] {
        if let Some(start) = cursor::eat_before(bytes, end, tilde)
            && start >= floor
            && start_of_open(text, start)
        {
            return (true, start);
        }
    }
    let end = cursor::eat_before(bytes, end, "、").unwrap_or(end);
    let Some(day) = cursor::eat_before(bytes, end, "日から") else { return (false, pos) };
    let of = cursor::eat_before(bytes, day, "の").unwrap_or(day);
    let mut start = of;
    for c in text.get(..of).unwrap_or_default().chars().rev().take(ORIGIN) {
        if !(is_kanji(c) || is_katakana(c)) {
            break;
        }
        start -= c.len_utf8();
    }
    if start == of || start < floor { (false, pos) } else { (true, start) }
}

/// Whether a `~` at `pos` begins an expression and does not join it to something before.
fn start_of_open(text: &str, pos: usize) -> bool {
    char_before(text, pos).is_none_or(|c| !is_alphanumeric(c) && !is_kanji(c))
}

/// The position after what leaves the end open: `~`, 以降, から.
fn open_end(text: &str, point: &Point) -> Option<usize> {
    let bytes = text.as_bytes();
    if let Some(end) = cursor::eat_any(bytes, point.end, &["以降", "以後", "から"]) {
        return Some(end);
    }
    let (event, _) = after_event(text, point.end);
    let end = cursor::eat_any(bytes, cursor::spaces(bytes, event), &["~", "～", "〜"])?;
    let next = char_at(text, cursor::spaces(bytes, end));
    next.is_none_or(|c| !is_alphanumeric(c)).then_some(end)
}

/// Whether a bare year may begin at `pos`.
fn edge_before(text: &str, pos: usize) -> bool {
    char_before(text, pos).is_none_or(|c| edge(c) || "(（[［【「『《〈<〔".contains(c))
}

/// Whether a bare year may end at `pos`.
fn edge_after(text: &str, pos: usize) -> bool {
    char_at(text, pos).is_none_or(|c| edge(c) || ")）]］】」』》〉>〕。".contains(c))
}

fn edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ';' | '；' | ':' | '：' | ',' | '，' | '、' | '・' | '/' | '~' | '～')
}

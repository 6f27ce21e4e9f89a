//! A mention of a time: one point, or two with what joins them, or one with an open end.

use crate::cursor::{self, char_at, char_before, is_alphanumeric, is_kanji, is_katakana};
use crate::quantity::measure::longest_at;
use crate::when::point::{
    Detail, Point, day_at, elided, elided_number, elided_year_at, month_at, part_at, point_at,
};
use crate::when::year::{Notation, YearUnit};
use crate::when::{Form, Note, Notes, PeriodMention, RelativeKind, TimeContext};
use crate::words::{AFTER_YEAR, DASHES, NEXT_YEARS, OPEN_AFTER};
use crate::{Basis, FiscalYear, Period};

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
    if let Some(to) = first.detail.month()
        && let Some((start, detail)) = month_before(text, pos, floor)
        && let Some(from) = detail.month()
    {
        let year = first.year.year.checked_sub(i16::from(from > to))?;
        let mut begins = same(&first, year, detail, pos);
        begins.year.unit = YearUnit::Calendar;
        let ((from, mut notes), (to, more)) = (begins.resolve()?, first.resolve()?);
        notes.join(more);
        return Some(PeriodMention {
            range: start..cursor::eat(bytes, first.end, "まで").unwrap_or(first.end),
            period: Period { start: from.start, end: to.end, basis: common(from.basis, to.basis) },
            era: first.year.era,
            form: first.form,
            notes,
        });
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
    let at = cursor::spaces(bytes, cursor::eat_any(bytes, before.range.end, &AND)?);
    if let Some(open) = beside(text, at, before) {
        return Some(open);
    }
    let era = before.era?;
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

/// A time named by the one before it: その前, その翌年度.
fn beside(text: &str, at: usize, before: &PeriodMention) -> Option<PeriodMention> {
    let bytes = text.as_bytes();
    let (start, end) = (before.period.start, before.period.end);
    let mention = |to, period| PeriodMention {
        range: at..to,
        period,
        era: before.era,
        form: Form::Absolute,
        notes: Notes::default(),
    };
    if let Some((to, (with, past))) = longest_at(bytes, at, OPEN_AFTER) {
        // その前年度 and その前後 are other words.
        if char_at(text, to).is_some_and(is_kanji) {
            return next_year(text, at, before, mention);
        }
        let (start, end) = match (past, with) {
            (true, true) => (None, end),
            (true, false) => (None, start?.yesterday().ok()),
            (false, true) => (start, None),
            (false, false) => (end?.tomorrow().ok(), None),
        };
        return Some(mention(to, Period { start, end, basis: before.period.basis }));
    }
    next_year(text, at, before, mention)
}

/// The year before or after the one that a time lies in: その翌年度.
fn next_year(
    text: &str,
    at: usize,
    before: &PeriodMention,
    mention: impl Fn(usize, Period) -> PeriodMention,
) -> Option<PeriodMention> {
    let bytes = text.as_bytes();
    let (to, years) = longest_at(bytes, at, NEXT_YEARS)?;
    let first = before.period.start?;
    match before.period.basis {
        Basis::FiscalYear => {
            let year = FiscalYear::of_date(first)?.first_year().checked_add(years)?;
            let to = cursor::eat(bytes, to, "度")?;
            Some(mention(to, Period::of_fiscal_year(FiscalYear::new(year)?)))
        }
        Basis::CalendarYear if !text.get(to..)?.starts_with('度') => {
            Some(mention(to, Period::of_calendar_year(first.year().checked_add(years)?)?))
        }
        _ => None,
    }
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
    // `11月から2017年2月まで`: the year stands with the end.
    if first.form == Form::Relative(RelativeKind::CarriedYear)
        && last.form == Form::Absolute
        && let (Some(from), Some(to)) = (first.detail.month(), last.detail.month())
    {
        first.year.year = last.year.year.checked_sub(i16::from(from > to))?;
        first.form = Form::Absolute;
    }
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
    } else if let Some(at) = cursor::eat_any(bytes, spaced, DASHES) {
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
        Joint::From
            if unit != YearUnit::Fiscal
                && last.detail.month().is_none()
                && !matches!(last.detail, Detail::Part(_)) =>
        {
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
    if let Some(point) = named_partner(text, pos, first)
        .or_else(|| short_partner(text, pos, first))
        .or_else(|| part_partner(text, pos, first))
    {
        return Some(point);
    }
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

/// A partner in a year that is named by the first: 翌年3月, 同年9月, 翌年度末.
fn named_partner(text: &str, pos: usize, first: &Point) -> Option<Point> {
    let bytes = text.as_bytes();
    let (at, years) = longest_at(bytes, pos, NEXT_YEARS)?;
    if let Some(end) = cursor::eat(bytes, at, "度") {
        let month = first.detail.month();
        let before = month.is_some_and(|month| month < 4);
        let year = first.year.year.checked_sub(i16::from(before))?.checked_add(years)?;
        let last = cursor::eat(bytes, end, "末");
        let mut point = same(first, year, Detail::Whole, last.unwrap_or(end));
        point.year.unit = YearUnit::Fiscal;
        if last.is_some() {
            point.detail = Detail::End;
        }
        return Some(point);
    }
    let year = first.year.year.checked_add(years)?;
    let at = cursor::eat(bytes, at, "の").unwrap_or(at);
    match month_at(text, cursor::spaces(bytes, at)) {
        Some(month) => month.ok().map(|(detail, end)| same(first, year, detail, end)),
        None => first.detail.month().is_none().then(|| same(first, year, Detail::Whole, at)),
    }
}

/// A part of the year of the first: `令和5年度第1四半期から第3四半期`.
fn part_partner(text: &str, pos: usize, first: &Point) -> Option<Point> {
    let Detail::Part(_) = first.detail else { return None };
    let (part, end) = part_at(text, pos)?;
    let mut point = same(first, first.year.year, Detail::Part(part), end);
    point.year.unit = first.year.unit;
    Some(point)
}

/// A partner in digits alone after a date in digits: `2012/3/8~3/10`, `2012/3/8~10`, `2012/3~5`.
fn short_partner(text: &str, pos: usize, first: &Point) -> Option<Point> {
    let bytes = text.as_bytes();
    let month = first.detail.month()?;
    cursor::digit(bytes, first.end.checked_sub(1)?)?;
    let one = cursor::digits(bytes, pos).filter(|run| run.count <= 2)?;
    let separator = bytes.get(one.end).copied().filter(|byte| matches!(byte, b'/' | b'.' | b'-'));
    let two = separator.and_then(|_| cursor::digits(bytes, one.end + 1));
    let number = |run: cursor::DigitRun| i8::try_from(run.value).ok();
    let (detail, end) = match (first.detail, two) {
        (Detail::Day(..), Some(two)) if two.count <= 2 => {
            (Detail::Day(number(one)?, number(two)?), two.end)
        }
        (Detail::Day(..), None) => (Detail::Day(month, number(one)?), one.end),
        (Detail::Month(_), None) => (Detail::Month(number(one)?), one.end),
        _ => return None,
    };
    let (Detail::Day(to, _) | Detail::Month(to)) = detail else { return None };
    let day = !matches!(detail, Detail::Day(_, day) if !(1..=31).contains(&day));
    let goes_on = char_at(text, end).is_some_and(code)
        || text.get(end..).and_then(crate::match_unit_prefix).is_some()
        || text.get(end..)?.starts_with(['年', '月', '日']);
    let next = first.year.year.checked_add(i16::from(to < month))?;
    ((1..=12).contains(&to) && day && !goes_on).then(|| same(first, next, detail, end))
}

/// Where a month without a year begins that joins what stands at `pos`, and what it is:
/// `11月から2017年2月まで`.
fn month_before(text: &str, pos: usize, floor: usize) -> Option<(usize, Detail)> {
    const MOST: usize = 12;
    let bytes = text.as_bytes();
    let end = cursor::spaces_before(bytes, pos);
    let joints = ["から", "より", "~", "～", "〜", "-", "ー"];
    let joint = joints.iter().find_map(|word| cursor::eat_before(bytes, end, word))?;
    let end = cursor::spaces_before(bytes, joint);
    let mut found = None;
    let mut start = end;
    for _ in 0..MOST {
        let part = |c: &char| is_alphanumeric(*c) || "月日末上中下旬 ".contains(*c);
        let Some(c) = char_before(text, start).filter(part) else { break };
        start -= c.len_utf8();
        if start < floor {
            break;
        }
        if let Some(Ok((detail, to))) = month_at(text, start)
            && to == end
        {
            found = Some((start, detail));
        }
    }
    let (start, detail) = found?;
    let apart =
        !char_before(text, start).is_some_and(|c| is_alphanumeric(c) || "年第-./".contains(c));
    apart.then_some((start, detail))
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
    cursor::eat_any(text.as_bytes(), pos, AFTER_YEAR).is_some()
        || char_at(text, pos).is_none_or(|c| edge(c) || ")）]］】」』》〉>〕。".contains(c))
}

fn edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '→' | '⇒' | '➡' | '➔' | '⇨')
        || matches!(c, ';' | '；' | ':' | '：' | ',' | '，' | '、' | '・' | '/' | '~' | '～')
}

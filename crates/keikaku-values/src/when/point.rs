//! One point of time: a year with what narrows it down (`平成29年 3月末`, `H24.7`, `2021/3/31`).

use jiff::civil::Date;

use crate::cursor::{self, char_at, is_alphanumeric, is_kanji};
use crate::quantity::measure::longest_at;
use crate::when::relative;
use crate::when::year::{Notation, Year, YearUnit, year_at};
use crate::when::{Form, Note, Notes, RelativeKind, TimeContext};
use crate::words::{ABOUT_TIME, OF_FISCAL_YEAR, PARTS, PARTS_ALONE, Part, QUARTER};
use crate::{Basis, Era, FiscalYear, Period};

/// What narrows a year down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Nothing.
    Whole,
    /// 末: the last day of the year.
    End,
    /// 年代: ten years.
    Decade,
    /// 末 of a year of which the text does not say the kind: `R5末`.
    SomeEnd,
    /// 上半期, 夏.
    Part(Part),
    Month(i8),
    /// `3月末`.
    MonthEnd(i8),
    /// 上旬, 中旬, 下旬: 0, 1, 2.
    Third(i8, i8),
    Day(i8, i8),
}

impl Detail {
    pub(super) const fn month(self) -> Option<i8> {
        match self {
            Self::Whole | Self::End | Self::Decade | Self::SomeEnd | Self::Part(_) => None,
            Self::Month(month)
            | Self::MonthEnd(month)
            | Self::Third(month, _)
            | Self::Day(month, _) => Some(month),
        }
    }
}

/// A point of time as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) year: Year,
    pub(super) detail: Detail,
    pub(super) form: Form,
    pub(super) end: usize,
}

/// The point of time at `pos`; `joined` says that it is the partner of one before it.
pub(super) fn point_at(
    text: &str,
    pos: usize,
    joined: bool,
    context: &TimeContext,
) -> Option<Point> {
    if let Some(year) = year_at(text, pos, joined) {
        return of_year(text, year);
    }
    relative::relative_at(text, pos, context)
        .or_else(|| carried_at(text, pos, context))
        .or_else(|| bare_at(text, pos, context))
}

fn of_year(text: &str, year: Year) -> Option<Point> {
    let bytes = text.as_bytes();
    let mut point = Point { year, detail: Detail::Whole, form: Form::Absolute, end: year.end };
    match year.unit {
        YearUnit::Calendar => {
            let rest = text.get(year.end..)?;
            // `2000年間` and `2000年前` are lengths of time.
            let length = ["間", "以上", "余"].iter().any(|word| rest.starts_with(word))
                || (rest.starts_with('前')
                    && !["前半", "前期"].iter().any(|word| rest.starts_with(word)));
            if year.notation == Notation::Gregorian && length {
                return None;
            }
            point.narrow(text);
        }
        YearUnit::Fiscal => {
            if let Some(end) = cursor::eat(bytes, year.end, "末") {
                (point.detail, point.end) = (Detail::End, end);
            } else if let Some((part, end)) = part_at(text, year.end) {
                (point.detail, point.end) = (Detail::Part(part), end);
            }
        }
        YearUnit::Bare => {
            let fiscal = year.era.is_some()
                && !year.faint
                && cursor::eat_any(bytes, year.end, OF_FISCAL_YEAR).is_some();
            let end = cursor::eat(bytes, year.end, "末").filter(|&end| {
                year.era.is_some() && !char_at(text, end).is_some_and(is_kanji_but_edge)
            });
            if let Some((detail, end)) = dotted(text, &year) {
                (point.detail, point.end) = (detail, end);
                point.year.strong = true;
            } else if let Some(end) = end {
                (point.detail, point.end) = (Detail::SomeEnd, end);
                point.year.strong = true;
            } else if fiscal {
                point.year.unit = YearUnit::Fiscal;
                point.year.strong = true;
            } else if year.faint {
                return None;
            }
        }
    }
    Some(point)
}

/// Whether a character after 末 goes on to a word that is no time.
fn is_kanji_but_edge(c: char) -> bool {
    is_kanji(c) && !matches!(c, '現' | '時' | '実' | '目' | '見' | '以' | '迄')
}

/// A part of a year at `pos`, after の or a space too: 上半期, 第1四半期, 夏頃.
pub(super) fn part_at(text: &str, pos: usize) -> Option<(Part, usize)> {
    let bytes = text.as_bytes();
    // Nearly always something else follows a year.
    if bytes.get(pos).is_none_or(|byte| !matches!(byte, b' ' | b'Q' | b'1'..=b'4' | 0xE3..=0xEF)) {
        return None;
    }
    let at = cursor::spaces(bytes, pos);
    let at = cursor::eat(bytes, at, "の").unwrap_or(at);
    let (end, part) = longest_at(bytes, at, PARTS).or_else(|| quarter_at(bytes, at))?;
    let about = cursor::eat_any(bytes, end, ABOUT_TIME);
    // 秋田県, 春日部市, 当初予算, 前半戦: only what ends there is a part.
    let season = matches!(part, Part::Season(_));
    let next = char_at(text, end);
    let goes_on = next.is_some_and(|c| {
        (is_kanji(c) && !matches!(c, '以' | '迄' | '実' | '完' | '開' | '策' | '公' | '着' | '中'))
            || (season && ('ァ'..='ヶ').contains(&c))
    });
    (about.is_some() || !goes_on).then_some((part, about.unwrap_or(end)))
}

/// A quarter of a year at `pos`: `第1四半期`, `1Q`, `Q1`.
fn quarter_at(bytes: &[u8], pos: usize) -> Option<(usize, Part)> {
    let first = cursor::eat(bytes, pos, "第").unwrap_or(pos);
    let letter = cursor::eat(bytes, first, "Q");
    // 第三四半期 is the third, not the 34th.
    let one = match cursor::kanji_numeral(bytes, first) {
        Some(cursor::KanjiNumeral::Digit(number)) => {
            let at = first + cursor::KANJI_BYTES;
            cursor::eat_any(bytes, at, QUARTER).map(|_| (u16::from(number), at))
        }
        _ => None,
    };
    let (number, at) = one.or_else(|| cursor::small_number(bytes, letter.unwrap_or(first)))?;
    let end = match letter {
        Some(_) => at,
        None => cursor::eat_any(bytes, at, QUARTER).or_else(|| cursor::eat(bytes, at, "Q"))?,
    };
    let number = i8::try_from(number).ok().filter(|number| (1..=4).contains(number))?;
    Some((end, Part::Months(3 * (number - 1), 3)))
}

impl Point {
    /// Takes what follows 年.
    pub(super) fn narrow(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let at = self.end;
        if let Some(end) =
            cursor::eat(bytes, at, "末").filter(|&end| !text[end..].starts_with("年"))
        {
            (self.detail, self.end) = (Detail::End, end);
        } else if let Some(end) = self.decade(bytes) {
            (self.detail, self.end) = (Detail::Decade, end);
        } else if let Some((part, end)) = part_at(text, at) {
            (self.detail, self.end) = (Detail::Part(part), end);
        } else {
            let month = cursor::spaces(bytes, at);
            let of = cursor::eat(bytes, month, "の").map(|of| cursor::spaces(bytes, of));
            match month_at(text, of.unwrap_or(month)) {
                Some(Err(_)) if of.is_some() => {}
                Some(Ok((detail, end))) => (self.detail, self.end) = (detail, end),
                Some(Err(end)) => {
                    self.year.notes.add(Note::InvalidDate);
                    self.end = end;
                }
                None => {}
            }
        }
    }

    /// The position after 代 of ten years (`2010年代`), not of a word (代表, 代理).
    fn decade(&self, bytes: &[u8]) -> Option<usize> {
        let end = cursor::eat(bytes, self.end, "代")?;
        let round = self.year.era.is_some() || self.year.year % 10 == 0;
        let word = cursor::eat_any(bytes, end, &["表", "理", "替", "行", "金", "わ"]).is_some();
        (round && !word).then_some(end)
    }

    /// What the point means, and what is to be known about that.
    pub(super) fn resolve(&self) -> Option<(Period, Notes)> {
        let mut notes = self.year.notes;
        let year = self.year.year;
        let period = if year < 1873 && self.detail != Detail::Decade {
            notes.add(Note::LunarCalendar);
            Period::of_year(year)?
        } else {
            span(year, self.year.unit, self.detail, &mut notes)?
        };
        if let Some(era) = self.year.era {
            notes.join(era_notes(era, &period));
        }
        Some((period, notes))
    }
}

fn era_notes(era: Era, period: &Period) -> Notes {
    let mut notes = Notes::default();
    if period.start.zip(era.end()).is_some_and(|(start, end)| start > end) {
        notes.add(Note::EraOverrun);
    }
    if period.end.is_some_and(|end| end < era.start()) {
        notes.add(Note::EraUnderrun);
    }
    notes
}

fn span(year: i16, unit: YearUnit, detail: Detail, notes: &mut Notes) -> Option<Period> {
    Some(match (detail, unit) {
        (Detail::Whole, YearUnit::Bare) => Period::of_year(year)?,
        (Detail::Whole, YearUnit::Calendar) => Period::of_calendar_year(year)?,
        (Detail::Whole, YearUnit::Fiscal) => Period::of_fiscal_year(FiscalYear::new(year)?),
        (Detail::End, YearUnit::Fiscal) => Period::of_date(FiscalYear::new(year)?.end()),
        (Detail::End, _) => Period::of_date(Date::new(year, 12, 31).ok()?),
        (Detail::SomeEnd, _) => {
            notes.add(Note::PartOfYear);
            Period::of_year(year)?
        }
        (Detail::Part(part), unit) => {
            notes.add(Note::PartOfYear);
            of_part(year, unit, part)?
        }
        (Detail::Decade, _) => {
            let last = Period::of_calendar_year(year.checked_add(9)?)?;
            Period { end: last.end, ..Period::of_calendar_year(year)? }
        }
        (Detail::Month(month), _) => Period::of_month(year, month)?,
        (Detail::MonthEnd(month), _) => Period::of_date(Period::of_month(year, month)?.end?),
        (Detail::Third(month, third), _) => {
            notes.add(Note::PartOfYear);
            let start = Date::new(year, month, 1 + 10 * third).ok()?;
            let end = if third == 2 {
                start.last_of_month()
            } else {
                Date::new(year, month, 10 + 10 * third).ok()?
            };
            Period { start: Some(start), end: Some(end), basis: Basis::Date }
        }
        (Detail::Day(month, day), _) => match Date::new(year, month, day) {
            Ok(date) => Period::of_date(date),
            Err(_) => {
                notes.add(Note::InvalidDate);
                Period::of_month(year, month)?
            }
        },
    })
}

/// The days of a part of a year.
fn of_part(year: i16, unit: YearUnit, part: Part) -> Option<Period> {
    let fiscal = unit == YearUnit::Fiscal;
    let (first, count) = match part {
        Part::Months(from, count) => (from + if fiscal { 4 } else { 1 }, count),
        // The spring of a fiscal year begins with it.
        Part::Season(3) if fiscal => (4, 2),
        Part::Season(month) => (month, 3),
    };
    let month = |month: i8| {
        let next = i16::from((month - 1) / 12);
        Period::of_month(year.checked_add(next)?, (month - 1) % 12 + 1)
    };
    let (start, end) = (month(first)?.start, month(first + count - 1)?.end);
    Some(Period { start, end, basis: Basis::Month })
}

/// A month at `pos` with what narrows it down; `Err` is the position after a month that there is
/// not.
pub(super) fn month_at(text: &str, pos: usize) -> Option<Result<(Detail, usize), usize>> {
    let bytes = text.as_bytes();
    let (number, at) = cursor::small_number(bytes, pos)?;
    let end = cursor::eat(bytes, cursor::spaces(bytes, at), "月")?;
    let Some(month) = i8::try_from(number).ok().filter(|month| (1..=12).contains(month)) else {
        return Some(Err(end));
    };
    let spaced = cursor::spaces(bytes, end);
    if let Some(end) = cursor::eat(bytes, spaced, "末") {
        return Some(Ok((Detail::MonthEnd(month), end)));
    }
    for (third, word) in (0..).zip(["上旬", "中旬", "下旬"]) {
        if let Some(end) = cursor::eat(bytes, spaced, word) {
            return Some(Ok((Detail::Third(month, third), end)));
        }
    }
    let whole = (Detail::Month(month), end);
    Some(Ok(day_at(text, spaced).map_or(whole, |(day, end)| (Detail::Day(month, day), end))))
}

/// A day of a month at `pos`: `31日`; 日間 is a length of time.
pub(super) fn day_at(text: &str, pos: usize) -> Option<(i8, usize)> {
    let bytes = text.as_bytes();
    let (day, at) = cursor::small_number(bytes, pos)?;
    let end = cursor::eat(bytes, cursor::spaces(bytes, at), "日")?;
    (day > 0 && !text[end..].starts_with('間')).then_some((i8::try_from(day).ok()?, end))
}

/// The month and day that follow a year after dots, slashes or dashes: `.7`, `.4.1`, `/3/31`.
fn dotted(text: &str, year: &Year) -> Option<(Detail, usize)> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(year.end)?;
    if !matches!(separator, b'.' | b'/' | b'-') {
        return None;
    }
    let part = |pos: usize| {
        let run = cursor::digits(bytes, pos).filter(|run| run.count <= 2)?;
        Some((i8::try_from(run.value).ok()?, run.count, run.end))
    };
    let (month, places, mut end) = part(year.end + 1)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let day = (bytes.get(end) == Some(&separator))
        .then(|| part(end + 1))
        .flatten()
        .filter(|(day, ..)| (1..=31).contains(day));
    let detail = match day {
        Some((day, _, after)) => {
            end = after;
            Detail::Day(month, day)
        }
        // A year and month alone are like a decimal, a fraction or a code: take them only where
        // they can hardly be one.
        None => {
            let initial = year.notation == Notation::Initial;
            let fits = match separator {
                b'.' => !year.faint && (initial || places <= 2),
                b'/' => !initial || places == 2,
                _ => false,
            };
            if !fits {
                return None;
            }
            if let Some(after) = cursor::eat(bytes, end, "月") {
                end = after;
            } else if !initial && crate::match_unit_prefix(text.get(end..)?).is_some() {
                return None;
            }
            Detail::Month(month)
        }
    };
    let goes_on = |c: char| is_alphanumeric(c) || matches!(c, '%' | '％');
    // A dash after another mark joins the year that a range ends in: `2020/4/1-2023/3/31`.
    let whole = |at: usize| cursor::digits(bytes, at).is_some_and(|run| run.count == 4);
    let chained = |at: usize| match bytes.get(at) {
        Some(b'-') if separator != b'-' && whole(at + 1) => false,
        Some(b'.' | b'/' | b'-') => cursor::digit(bytes, at + 1).is_some(),
        _ => false,
    };
    (!char_at(text, end).is_some_and(goes_on) && !chained(end)).then_some((detail, end))
}

/// A month or day without a year: `12月末`.
fn carried_at(text: &str, pos: usize, context: &TimeContext) -> Option<Point> {
    let carried = context.carried_year?;
    if cursor::char_before(text, pos).is_some_and(|c| is_alphanumeric(c) || "年-./,第".contains(c))
    {
        return None;
    }
    let form = Form::Relative(RelativeKind::CarriedYear);
    if let Some((detail, end, fiscal)) = part_alone(text, pos, carried.fiscal) {
        let unit = if fiscal { YearUnit::Fiscal } else { YearUnit::Calendar };
        return Some(Point { year: elided(carried.year, None, unit, end), detail, form, end });
    }
    let (detail, end) = month_at(text, pos)?.ok()?;
    let next = carried.fiscal && detail.month().is_some_and(|month| month < 4);
    let year = carried.year.checked_add(i16::from(next))?;
    Some(Point { year: elided(year, None, YearUnit::Calendar, end), detail, form, end })
}

/// A part of the carried year by itself, and whether the year is a fiscal one: 年度末, 上半期.
fn part_alone(text: &str, pos: usize, fiscal: bool) -> Option<(Detail, usize, bool)> {
    let bytes = text.as_bytes();
    if cursor::char_before(text, pos).is_some_and(is_kanji) {
        return None;
    }
    if let Some(end) = cursor::eat(bytes, pos, "年度末") {
        return Some((Detail::End, end, true));
    }
    if let Some(end) = cursor::eat(bytes, pos, "年末") {
        let word = char_at(text, end).is_some_and(is_kanji);
        return (!word).then_some((Detail::End, end, false));
    }
    let named = cursor::eat_any(bytes, pos, PARTS_ALONE).is_some();
    let quarter = cursor::eat(bytes, pos, "第").is_some() && quarter_at(bytes, pos).is_some();
    let (part, end) = part_at(text, pos).filter(|_| named || quarter)?;
    Some((Detail::Part(part), end, fiscal))
}

/// A year under 100 in the era of the context: `30年度`, `30年3月`.
fn bare_at(text: &str, pos: usize, context: &TimeContext) -> Option<Point> {
    let era = context.era?;
    if cursor::char_before(text, pos).is_some_and(|c| is_alphanumeric(c) || "-./,第".contains(c)) {
        return None;
    }
    let mut point = elided_year_at(text, pos, Some(era), 0)?;
    // Without month, 年 counts years: `30年`.
    let counts = point.year.unit == YearUnit::Calendar && point.detail.month().is_none();
    point.form = Form::Bare;
    (!counts).then_some(point)
}

/// A year with a unit but without era or century: `29年度`, `3年4月`.
pub(super) fn elided_year_at(
    text: &str,
    pos: usize,
    era: Option<Era>,
    century: i16,
) -> Option<Point> {
    let bytes = text.as_bytes();
    let (number, at) = match cursor::eat(bytes, pos, "元") {
        Some(end) => (1, end),
        None => cursor::small_number(bytes, pos)?,
    };
    let spaced = cursor::spaces(bytes, at);
    let (unit, end) = match cursor::eat(bytes, spaced, "年度") {
        Some(end) => (YearUnit::Fiscal, end),
        None => (YearUnit::Calendar, cursor::eat(bytes, spaced, "年")?),
    };
    let year = elided_number(number, era, century)?;
    let detail = Detail::Whole;
    let form = Form::Absolute;
    let mut point = Point { year: elided(year, era, unit, end), detail, form, end };
    if unit == YearUnit::Calendar {
        point.narrow(text);
        let length = ["間", "前", "後", "以", "目", "生", "ぶり", "連続", "余", "次", "産"];
        if point.detail == Detail::Whole && length.iter().any(|w| text[end..].starts_with(w)) {
            return None;
        }
    } else if let Some(end) = cursor::eat(bytes, end, "末") {
        (point.detail, point.end) = (Detail::End, end);
    }
    Some(point)
}

/// The Gregorian year of a number whose era or century is left out.
pub(super) fn elided_number(number: u16, era: Option<Era>, century: i16) -> Option<i16> {
    match era {
        Some(era) => era.gregorian_year(number),
        None => i16::try_from(number).ok()?.checked_add(century),
    }
}

/// A year that was taken from the partner or the context.
pub(super) fn elided(year: i16, era: Option<Era>, unit: YearUnit, end: usize) -> Year {
    let mut notes = Notes::default();
    if era.is_some() {
        notes.add(Note::EraElided);
    }
    Year { year, era, notation: Notation::Elided, unit, strong: true, faint: false, notes, end }
}

//! Every year of every era, and thirty past its end, in every notation.

use keikaku_values::{
    Basis, Date, Era, Note, Period, PeriodMention, TimeContext, find_periods, parse_bare_year,
    parse_period_prefix,
};

const KANJI: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn last_year(era: Era) -> u16 {
    era.end().and_then(|end| era.era_year(end)).unwrap_or(22)
}

fn full_width(number: u16) -> String {
    number
        .to_string()
        .chars()
        .map(|c| "０１２３４５６７８９".chars().nth(c as usize - 48).unwrap_or(c))
        .collect()
}

/// By scale: 二十五.
fn kanji(number: u16) -> String {
    let (tens, ones) = (usize::from(number / 10), usize::from(number % 10));
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", KANJI[tens]),
    };
    format!("{tens}{}", if ones == 0 { "" } else { KANJI[ones] })
}

/// By place: 二五.
fn kanji_by_place(number: u16) -> String {
    number.to_string().bytes().map(|b| KANJI[usize::from(b - b'0')]).collect()
}

/// All ways to write a year of an era before its unit.
fn writings(era: Era, year: u16) -> Vec<String> {
    let initial = era.initial();
    let wide = char::from_u32(u32::from(initial) - 0x41 + 0xFF21).unwrap_or(initial);
    let small = initial.to_ascii_lowercase();
    let mut numbers = vec![
        year.to_string(),
        full_width(year),
        kanji(year),
        kanji_by_place(year),
        format!(" {year} "),
    ];
    if year == 1 {
        numbers.push("元".to_owned());
    }
    let mut all: Vec<_> = numbers.iter().map(|number| format!("{}{number}", era.name())).collect();
    for letter in [initial, wide, small] {
        all.push(format!("{letter}{year}"));
        all.push(format!("{letter}.{year}"));
        all.push(format!("{letter}{}", full_width(year)));
    }
    if year == 1 {
        all.push(format!("{initial}元"));
        all.push(format!("{initial}.元"));
    }
    all
}

fn only(text: &str) -> PeriodMention {
    let mut found = Vec::new();
    find_periods(text, &TimeContext::default(), &mut found);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[test]
fn every_era_year_in_every_notation_with_every_unit() {
    for era in Era::ALL {
        let last = last_year(era);
        for year in 1..=(last + 30).min(99) {
            let gregorian = era.gregorian_year(year).unwrap();
            let spans = [
                ("年度", (0, 4, 1), (1, 3, 31), Basis::FiscalYear),
                ("年", (0, 1, 1), (0, 12, 31), Basis::CalendarYear),
                ("年6月", (0, 6, 1), (0, 6, 30), Basis::Month),
                ("年 6月末", (0, 6, 30), (0, 6, 30), Basis::Date),
                ("年11 月 3日", (0, 11, 3), (0, 11, 3), Basis::Date),
                ("年度末", (1, 3, 31), (1, 3, 31), Basis::Date),
                ("年末", (0, 12, 31), (0, 12, 31), Basis::Date),
            ];
            for writing in writings(era, year) {
                for (unit, start, end, basis) in spans {
                    let day = |(years, month, day)| Date::constant(gregorian + years, month, day);
                    let period = Period { start: Some(day(start)), end: Some(day(end)), basis };
                    check(&format!("{writing}{unit}"), era, gregorian, period);
                }
            }
        }
    }
}

fn check(written: &str, era: Era, gregorian: i16, expected: Period) {
    let text = format!("計画（{written}）の値");
    let found = only(&text);
    assert_eq!(&text[found.range.clone()], written, "{text}");
    assert_eq!(found.era, Some(era), "{text}");
    // Before 1873 only the year is safe.
    let lunar = gregorian < 1873;
    assert_eq!(found.notes.contains(Note::LunarCalendar), lunar, "{text}");
    if !lunar {
        assert_eq!(found.period, expected, "{text}");
    }
    let overrun = era.end() < found.period.start && era.end().is_some();
    assert_eq!(found.notes.contains(Note::EraOverrun), overrun, "{text}");
    let anchored = parse_period_prefix(written, &TimeContext::default());
    assert_eq!(anchored.map(|found| found.period), Some(found.period), "{text}");
}

#[test]
fn every_era_year_with_dots() {
    for era in [Era::Showa, Era::Heisei, Era::Reiwa] {
        for year in 1..=last_year(era) + 30 {
            let gregorian = era.gregorian_year(year).unwrap();
            let initial = era.initial();
            let month = only(&format!("{initial}{year}.7指定"));
            assert_eq!(month.period.start, Some(Date::constant(gregorian, 7, 1)));
            assert_eq!(month.period.basis, Basis::Month);
            let day = only(&format!("({initial}{year}.4.1)"));
            assert_eq!(day.period.start, Some(Date::constant(gregorian, 4, 1)));
            assert_eq!(day.period.basis, Basis::Date);
        }
    }
}

#[test]
fn every_era_year_heads_a_column() {
    for era in Era::ALL {
        for year in 1..=last_year(era) {
            let gregorian = era.gregorian_year(year);
            for text in [format!("{}{year}", era.initial()), format!(" {}{year}年度 ", era.name())]
            {
                let bare = parse_bare_year(&text, None);
                let expected = era.initial() == 'M' || era.initial() == 'T';
                if !expected || text.contains('年') {
                    assert_eq!(bare.map(|bare| bare.year), gregorian, "{text}");
                }
            }
            let elided = parse_bare_year(&format!("{year}年"), Some(era));
            assert_eq!(
                elided.map(|bare| (bare.year, bare.fiscal)),
                gregorian.map(|y| (y, Some(false)))
            );
        }
    }
}

#[test]
fn every_gregorian_year_in_every_notation() {
    for year in 1873..=2100_i16 {
        let digits = u16::try_from(year).unwrap();
        for number in [year.to_string(), full_width(digits), kanji_by_place(digits)] {
            let fiscal = only(&format!("目標（{number}年度）"));
            assert_eq!(fiscal.period.start, Some(Date::constant(year, 4, 1)), "{number}");
            assert_eq!(fiscal.period.end, Some(Date::constant(year + 1, 3, 31)), "{number}");
            let month = only(&format!("{number}年2月末に"));
            let last = Date::constant(year, 2, 1).last_of_month();
            assert_eq!(month.period.end, Some(last), "{number}");
        }
    }
}

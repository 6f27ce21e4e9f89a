//! Eras and fiscal years against a calendar library and first principles, for every day.

use icu_calendar::Date as CalendarDate;
use icu_calendar::cal::Japanese;
use keikaku_values::{Date, Era, FiscalYear, Period, TimeContext, periods};

/// Every day from the first of the solar calendar to the end of 2040.
fn days() -> impl Iterator<Item = Date> {
    let first = Date::constant(1873, 1, 1);
    std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(|day| *day <= Date::constant(2040, 12, 31))
}

#[test]
fn era_and_era_year_agree_with_the_calendar_library_on_every_day() {
    let mut count = 0;
    for day in days() {
        let month = u8::try_from(day.month()).unwrap();
        let of_month = u8::try_from(day.day()).unwrap();
        let iso = CalendarDate::try_new_iso(i32::from(day.year()), month, of_month).unwrap();
        let expected = iso.to_calendar(Japanese::new()).era_year();
        let era = Era::of_date(day).unwrap();
        let name = match era {
            Era::Meiji => "meiji",
            Era::Taisho => "taisho",
            Era::Showa => "showa",
            Era::Heisei => "heisei",
            Era::Reiwa => "reiwa",
        };
        let era_year = era.era_year(day).unwrap();
        assert_eq!((name, i32::from(era_year)), (expected.era.as_str(), expected.year), "{day}");
        assert_eq!(era.gregorian_year(era_year), Some(day.year()), "{day}");
        assert!(!era.is_overrun(era_year), "{day}");
        count += 1;
    }
    assert_eq!(count, 61_361);
}

#[test]
fn every_day_lies_in_the_fiscal_year_that_began_on_the_first_of_april_before_it() {
    let mut began = 1872;
    for day in days() {
        if (day.month(), day.day()) == (4, 1) {
            began = day.year();
        }
        let fiscal = FiscalYear::of_date(day);
        assert_eq!(fiscal.map(FiscalYear::first_year), (began >= 1873).then_some(began), "{day}");
        if let Some(fiscal) = fiscal {
            assert!(fiscal.start() <= day && day <= fiscal.end(), "{day}");
            assert_eq!(fiscal.end().tomorrow().unwrap(), Date::constant(began + 1, 4, 1));
            assert_eq!(Period::of_date(day).fiscal_year(), Some(fiscal));
            assert_eq!(Period::of_fiscal_year(fiscal).fiscal_year(), Some(fiscal));
        }
    }
}

/// By scale: 二十五.
fn kanji(number: i32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: i32| DIGITS[(number % 10).unsigned_abs() as usize];
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", digit(tens)),
    };
    format!("{tens}{}", digit(number))
}

#[test]
fn every_day_reads_back_in_six_notations_by_the_calendar_library() {
    let context = TimeContext::default();
    for day in days() {
        let (month, of_month) = (i32::from(day.month()), i32::from(day.day()));
        let iso = CalendarDate::try_new_iso(
            i32::from(day.year()),
            u8::try_from(month).unwrap(),
            u8::try_from(of_month).unwrap(),
        );
        let of_era = iso.unwrap().to_calendar(Japanese::new()).era_year();
        let (name, letter) = match of_era.era.as_str() {
            "meiji" => ("明治", 'M'),
            "taisho" => ("大正", 'T'),
            "showa" => ("昭和", 'S'),
            "heisei" => ("平成", 'H'),
            _ => ("令和", 'R'),
        };
        let year = of_era.year;
        let first = if year == 1 { "元".to_owned() } else { year.to_string() };
        for text in [
            format!("{name}{first}年{month}月{of_month}日"),
            format!("{name}{}年{}月{}日", kanji(year), kanji(month), kanji(of_month)),
            format!("{letter}{year}.{month}.{of_month}"),
            format!("{}年{month}月{of_month}日", day.year()),
            format!("{}/{month:02}/{of_month:02}", day.year()),
            format!("{}-{month:02}-{of_month:02}", day.year()),
        ] {
            let mut found = periods(&text, &context);
            let mention = found.next().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(mention.period, Period::of_date(day), "{text}");
            assert_eq!(mention.range, 0..text.len(), "{text}");
            assert!(mention.notes.is_empty(), "{text}");
            assert_eq!(found.next(), None, "{text}");
        }
    }
}

#[test]
fn the_last_days_of_an_era_and_its_overruns() {
    // 昭和64年 had seven days, and they lie in FY1988.
    let last = Era::Showa.end().unwrap();
    assert_eq!(Era::Showa.era_year(last), Some(64));
    assert_eq!(FiscalYear::of_date(last), FiscalYear::new(1988));
    for (era, year, gregorian, overrun) in [
        (Era::Heisei, 31, 2019, false),
        (Era::Heisei, 32, 2020, true),
        (Era::Heisei, 61, 2049, true),
        (Era::Showa, 64, 1989, false),
        (Era::Showa, 65, 1990, true),
        (Era::Showa, 94, 2019, true),
        (Era::Reiwa, 99, 2117, false),
        (Era::Meiji, 1, 1868, false),
    ] {
        assert_eq!(era.gregorian_year(year), Some(gregorian));
        assert_eq!(era.is_overrun(year), overrun, "{} {year}", era.name());
    }
    assert_eq!(Era::of_date(Date::constant(1868, 1, 24)), None);
    assert_eq!(Era::Heisei.era_year(Date::constant(1989, 1, 7)), None);
    assert_eq!(Era::Heisei.gregorian_year(u16::MAX), None);
}

#[test]
fn no_fiscal_year_before_the_solar_calendar() {
    assert_eq!(FiscalYear::new(1872), None);
    assert_eq!(FiscalYear::new(i16::MAX), None);
    assert_eq!(FiscalYear::new(2019).unwrap().to_string(), "FY2019");
}

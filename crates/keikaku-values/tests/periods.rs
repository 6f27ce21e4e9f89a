//! What is a time, and what it means.

use keikaku_values::{
    Basis, CarriedYear, Date, Era, Form, Note, Period, PeriodMention, RelativeKind, TimeContext,
    find_periods, parse_bare_year, parse_period_prefix,
};

fn find(text: &str, context: &TimeContext) -> Vec<PeriodMention> {
    let mut found = Vec::new();
    find_periods(text, context, &mut found);
    found
}

/// `text start..end basis` of each mention.
fn shown(text: &str, context: &TimeContext) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    find(text, context)
        .iter()
        .map(|m| {
            let Period { start, end, basis } = m.period;
            format!("{} {}..{} {basis}", &text[m.range.clone()], day(start), day(end))
        })
        .collect()
}

#[test]
fn single_times() {
    for (text, expected) in [
        ("設立は平成27年3月末だ", "平成27年3月末 2015-03-31..2015-03-31 date"),
        ("平成 29 年 3月末実績", "平成 29 年 3月末 2017-03-31..2017-03-31 date"),
        ("令和2年2月7日(金)10:00から", "令和2年2月7日 2020-02-07..2020-02-07 date"),
        ("2019年7月", "2019年7月 2019-07-01..2019-07-31 month"),
        ("公表日：2021/3/31", "2021/3/31 2021-03-31..2021-03-31 date"),
        ("(2021.3)", "2021.3 2021-03-01..2021-03-31 month"),
        ("公表2021-03-31付", "2021-03-31 2021-03-31..2021-03-31 date"),
        ("昭和64年度まで続いた", "昭和64年度まで ..1990-03-31 fiscal_year"),
        ("平成26(2014)年に策定", "平成26(2014)年 2014-01-01..2014-12-31 calendar_year"),
        ("平成28(2016)年5月", "平成28(2016)年5月 2016-05-01..2016-05-31 month"),
        ("平成28年(2016年)5月", "平成28年(2016年)5月 2016-05-01..2016-05-31 month"),
        ("2014(平成26)年度", "2014(平成26)年度 2014-04-01..2015-03-31 fiscal_year"),
        ("令和7年度(2025年度)", "令和7年度(2025年度) 2025-04-01..2026-03-31 fiscal_year"),
        ("平成31年度(令和元年度)", "平成31年度(令和元年度) 2019-04-01..2020-03-31 fiscal_year"),
        ("'21年度", "'21年度 2021-04-01..2022-03-31 fiscal_year"),
        ("国費(H27)", "H27 2015-01-01..2015-12-31 year"),
        ("令和二年三月三十一日", "令和二年三月三十一日 2020-03-31..2020-03-31 date"),
        ("令和6年9月下旬に", "令和6年9月下旬 2024-09-21..2024-09-30 date"),
        ("2010年代の人口", "2010年代 2010-01-01..2019-12-31 calendar_year"),
        ("平成28年代表者会議", "平成28年 2016-01-01..2016-12-31 calendar_year"),
        ("2019年間際に", ""),
    ] {
        let shown = shown(text, &TimeContext::default());
        assert_eq!(shown.join("|"), expected, "{text}");
    }
}

#[test]
fn ranges() {
    for (text, expected) in [
        ("平成28年度~31年度", "平成28年度~31年度 2016-04-01..2020-03-31 fiscal_year"),
        ("平成25~29年度", "平成25~29年度 2013-04-01..2018-03-31 fiscal_year"),
        ("2020~2023年度", "2020~2023年度 2020-04-01..2024-03-31 fiscal_year"),
        ("2019~21年度", "2019~21年度 2019-04-01..2022-03-31 fiscal_year"),
        ("2019-2021年度", "2019-2021年度 2019-04-01..2022-03-31 fiscal_year"),
        ("件数(H24~H27)", "H24~H27 2012-01-01..2015-12-31 year"),
        ("件数(H24~27)", "H24~27 2012-01-01..2015-12-31 year"),
        ("H24-H27年度", "H24-H27年度 2012-04-01..2016-03-31 fiscal_year"),
        ("H24.7指定~H28年度", "H24.7指定~H28年度 2012-07-01..2017-03-31 month"),
        ("平成29(2017)年4月~5月", "平成29(2017)年4月~5月 2017-04-01..2017-05-31 month"),
        ("令和元年12月~3月", "令和元年12月~3月 2019-12-01..2020-03-31 month"),
        ("令和2年2月7日(金)~9日", "令和2年2月7日(金)~9日 2020-02-07..2020-02-09 date"),
        ("令和元年度から3年度まで", "令和元年度から3年度まで 2019-04-01..2022-03-31 fiscal_year"),
        (
            "平成 28 年度~平成 30 年度",
            "平成 28 年度~平成 30 年度 2016-04-01..2019-03-31 fiscal_year",
        ),
        (
            "自令和3年4月1日至令和4年3月31日",
            "自令和3年4月1日至令和4年3月31日 2021-04-01..2022-03-31 date",
        ),
        ("平成29・30年度", "平成29・30年度 2017-04-01..2019-03-31 fiscal_year"),
        ("平成30~令和4年度", "平成30~令和4年度 2018-04-01..2023-03-31 fiscal_year"),
        (
            "平成29年度、30年度と31年度",
            "平成29年度 2017-04-01..2018-03-31 fiscal_year|30年度 2018-04-01..2019-03-31 fiscal_year\
             |31年度 2019-04-01..2020-03-31 fiscal_year",
        ),
    ] {
        let shown = shown(text, &TimeContext::default());
        assert_eq!(shown.join("|"), expected, "{text}");
    }
}

#[test]
fn open_times() {
    for (text, expected) in [
        ("展開(H29年度~)", "H29年度~ 2017-04-01.. fiscal_year"),
        ("令和2年度以降も", "令和2年度以降 2020-04-01.. fiscal_year"),
        ("平成27年度から実施", "平成27年度から 2015-04-01.. fiscal_year"),
        ("平成27年度から3年間で", "平成27年度から 2015-04-01.. fiscal_year"),
        ("(~令和5年度)", "~令和5年度 ..2024-03-31 fiscal_year"),
        ("平成31年3月31日までに", "平成31年3月31日まで ..2019-03-31 date"),
        (
            "期間は、計画認定の日から平成 31 年 3 月 31 日(3 ヶ年度)",
            "計画認定の日から平成 31 年 3 月 31 日 ..2019-03-31 date",
        ),
        ("交付決定日から令和4年2月28日まで", "交付決定日から令和4年2月28日まで ..2022-02-28 date"),
        ("※2019年調査~", "2019年調査~ 2019-01-01.. calendar_year"),
    ] {
        let shown = shown(text, &TimeContext::default());
        assert_eq!(shown.join("|"), expected, "{text}");
    }
}

#[test]
fn what_is_no_time() {
    let context =
        TimeContext { reference: Some(Date::constant(2020, 2, 7)), ..TimeContext::default() };
    for text in [
        "毎年度、各年度",
        "3年間",
        "5か年",
        "第4次計画",
        "20年前",
        "一年",
        "10:00~10:06",
        "60歳",
        "2,019円",
        "A3007",
        "SDGs",
        "T-1",
        "R&D",
        "H2O",
        "M4ネジ",
        "MIE5年",
        "菓子博2017",
        "(2017)",
        "2018",
        "電話059-224-2019",
        "2000年前",
        "2000年間",
        "日本年金機構",
        "対前年度比",
        "昭和2丁目",
        "平成1号線",
        "M7.3の地震",
        "2000.5億円",
        "2000~2010人",
        "12月末",
        "30年度",
        "20190401",
        "1868.5%",
        "5R2年",
    ] {
        assert_eq!(shown(text, &context), [""; 0], "{text}");
    }
}

#[test]
fn relative_words_need_a_reference() {
    let context =
        TimeContext { reference: Some(Date::constant(2020, 2, 7)), ..TimeContext::default() };
    for (text, expected, kind) in [
        ("本年度で終了", "本年度 2019-04-01..2020-03-31 fiscal_year", RelativeKind::FiscalYear(0)),
        ("来年度改訂", "来年度 2020-04-01..2021-03-31 fiscal_year", RelativeKind::FiscalYear(1)),
        ("昨年度末に", "昨年度末 2019-03-31..2019-03-31 date", RelativeKind::FiscalYear(-1)),
        ("来年度以降", "来年度以降 2020-04-01.. fiscal_year", RelativeKind::FiscalYear(1)),
        ("昨年12月に", "昨年12月 2019-12-01..2019-12-31 month", RelativeKind::CalendarYear(-1)),
        ("一昨年の", "一昨年 2018-01-01..2018-12-31 calendar_year", RelativeKind::CalendarYear(-2)),
    ] {
        assert_eq!(shown(text, &context), [expected], "{text}");
        assert_eq!(find(text, &context)[0].form, Form::Relative(kind));
        assert_eq!(shown(text, &TimeContext::default()), [""; 0], "{text}");
    }
}

#[test]
fn months_take_a_carried_year() {
    let carried = Some(CarriedYear { year: 2019, fiscal: true });
    let context = TimeContext { carried_year: carried, ..TimeContext::default() };
    for (text, expected) in [
        ("12月末までに", "12月末まで ..2019-12-31 date"),
        ("3月31日", "3月31日 2020-03-31..2020-03-31 date"),
        ("4月~6月", "4月~6月 2019-04-01..2019-06-30 month"),
        ("(10月~3月)", "10月~3月 2019-10-01..2020-03-31 month"),
        ("3か月", ""),
    ] {
        assert_eq!(shown(text, &context).join("|"), expected, "{text}");
    }
    let calendar = Some(CarriedYear { year: 2019, fiscal: false });
    let context = TimeContext { carried_year: calendar, ..TimeContext::default() };
    assert_eq!(shown("3月", &context), ["3月 2019-03-01..2019-03-31 month"]);
}

#[test]
fn bare_years_take_the_era_of_the_context() {
    let context = TimeContext { era: Some(Era::Heisei), ..TimeContext::default() };
    let found = find("30年度", &context);
    assert_eq!((found[0].form, found[0].era), (Form::Bare, Some(Era::Heisei)));
    assert_eq!(shown("30年度", &context), ["30年度 2018-04-01..2019-03-31 fiscal_year"]);
    assert_eq!(shown("5年で", &context), [""; 0]);
    assert_eq!(
        parse_bare_year("2019年", None).map(|y| (y.year, y.fiscal)),
        Some((2019, Some(false)))
    );
    assert_eq!(parse_bare_year("令和元(2019)年度", None).map(|y| y.year), Some(2019));
    assert!(parse_bare_year("35年度", Some(Era::Heisei)).unwrap().notes.contains(Note::EraOverrun));
    for text in ["", "20件", "2019年7月", "H", "190"] {
        assert_eq!(parse_bare_year(text, Some(Era::Heisei)), None, "{text}");
    }
}

#[test]
fn notes_say_what_was_doubtful() {
    for (text, note) in [
        ("平成35年度", Note::EraOverrun),
        ("平成31年6月", Note::EraOverrun),
        ("令和元年3月", Note::EraUnderrun),
        ("平成26(2015)年", Note::NotationsDisagree),
        ("平成29年2月30日", Note::InvalidDate),
        ("平成29年13月", Note::InvalidDate),
        ("明治4年5月", Note::LunarCalendar),
        ("平成25~29年度", Note::EraElided),
        ("令和5年度~平成30年度", Note::Reversed),
    ] {
        let found = find(text, &TimeContext::default());
        assert!(found[0].notes.iter().any(|n| n == note), "{text}: {found:?}");
    }
    for text in ["平成31年度", "令和元年度", "平成26(2014)年", "2020年2月29日", "明治6年1月1日"]
    {
        assert!(find(text, &TimeContext::default())[0].notes.is_empty(), "{text}");
    }
    let found = find("平成29年2月30日", &TimeContext::default());
    assert_eq!(found[0].period, Period::of_month(2017, 2).unwrap());
    let found = find("明治4年5月", &TimeContext::default());
    assert_eq!(found[0].period.basis, Basis::Year);
}

#[test]
fn a_prefix_is_anchored() {
    let context = TimeContext::default();
    let prefix = |text| parse_period_prefix(text, &context).map(|found| found.range);
    assert_eq!(prefix("2019年度中に検討"), Some(0.."2019年度".len()));
    assert_eq!(prefix("認定の日から令和3年3月31日"), Some(0.."認定の日から令和3年3月31日".len()));
    assert_eq!(prefix("次期(2019年度)"), None);
    assert_eq!(prefix("10件"), None);
    assert_eq!(prefix(""), None);
}

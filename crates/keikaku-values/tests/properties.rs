//! What holds of every text.

use keikaku_values::{
    Aggregate, CarriedYear, Comparator, Date, Decimal, Era, Per, Share, TimeContext, ValueContext,
    find_numerals, find_periods, find_quantities, find_quantities_beside, match_unit_prefix,
    parse_bare_year, parse_numeral_prefix, parse_period_prefix, parse_quantity, parse_unit_label,
    periods, read_values, values,
};
use proptest::prelude::*;
use std::ops::Range;
use std::time::Instant;

/// Texts made of the pieces that the scanners look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "平成",
        "令和",
        "昭和",
        "明治",
        "H",
        "R",
        "s",
        "Ｒ",
        "元",
        "1",
        "24",
        "2019",
        "１",
        "３１",
        "年",
        "年度",
        "月",
        "日",
        "末",
        "代",
        "~",
        "-",
        "・",
        "、",
        "から",
        "まで",
        "以降",
        "至",
        "自",
        "の日から",
        "認定",
        "(",
        ")",
        " ",
        "\u{3000}",
        ".",
        "/",
        ":",
        ",",
        "第",
        "回",
        "目",
        "件",
        "千円",
        "万",
        "億",
        "十",
        "二",
        "〇",
        "約",
        "のべ",
        "以上",
        "本年度",
        "昨年",
        "▲",
        "'",
        "’",
        "%",
        "人",
        "・団体",
        "法人",
        "𠮷",
        "é",
        "9999999999999999",
        "分の",
        "※",
        "*",
        "(注",
        "①",
        "5年間で",
        "年間",
        "累計",
        "平均",
        "前年度比",
        "現状の",
        "増",
        "減少",
        "倍",
        "/",
        "数",
        "に",
        "中",
        "上半期",
        "第",
        "四半期",
        "FY",
        "翌年",
        "それ以降",
        "ー",
        "の",
        "半減",
        "維持",
        "ゼロ",
        "全校",
        "千",
        "割",
        "円",
        "銭",
        "kg/10a",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![pieces(), any::<String>()]
}

fn contexts() -> impl Strategy<Value = TimeContext> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(reference, carried, era)| {
        TimeContext {
            reference: reference.then(|| Date::constant(2020, 2, 7)),
            carried_year: carried.then_some(CarriedYear { year: 2019, fiscal: true }),
            era: era.then_some(Era::Heisei),
        }
    })
}

/// Ascending, not overlapping, not empty, on character boundaries.
fn assert_in_order(text: &str, ranges: &[Range<usize>]) {
    let mut end = 0;
    for range in ranges {
        assert!(range.start >= end && range.start < range.end, "{text:?}: {ranges:?}");
        assert!(text.get(range.clone()).is_some(), "{text:?}: {range:?}");
        end = range.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn mentions_are_in_order_and_on_character_boundaries(text in texts(), context in contexts()) {
        let mut periods = Vec::new();
        find_periods(&text, &context, &mut periods);
        assert_in_order(&text, &periods.iter().map(|m| m.range.clone()).collect::<Vec<_>>());
        let mut quantities = Vec::new();
        find_quantities(&text, &mut quantities);
        assert_in_order(&text, &quantities.iter().map(|m| m.range.clone()).collect::<Vec<_>>());
        for m in &quantities {
            prop_assert!(m.range.start <= m.numeral_range.start && m.numeral_range.end <= m.range.end);
            prop_assert_eq!(m.unit_range.is_some(), m.quantity.unit.is_some());
        }
        let mut numerals = Vec::new();
        find_numerals(&text, &mut numerals);
        assert_in_order(&text, &numerals.iter().map(|m| m.range.clone()).collect::<Vec<_>>());
    }

    #[test]
    fn values_are_in_order_and_all_they_say_lies_in_the_text(text in texts(), context in contexts()) {
        let context = ValueContext { time: context, unit: Some("%") };
        let reading = read_values(&text, &context);
        let times: Vec<_> = periods(&text, &context.time).collect();
        for found in [reading.values, values(&text, &times)] {
            assert_in_order(&text, &found.iter().map(|v| v.range.clone()).collect::<Vec<_>>());
            for value in &found {
                let parts = value.marks.iter().chain(&value.relative_to);
                for part in parts.chain(&value.numeral_range).chain(&value.unit_range) {
                    prop_assert!(text.get(part.clone()).is_some(), "{:?} {:?}", text, value);
                }
                prop_assert!(value.value.is_some() || value.share.is_some()
                    || value.direction.is_some() || value.relative_to.is_some(), "{:?} {:?}", text, value);
                prop_assert!(value.unit.as_deref() != Some("年間"));
            }
        }
        assert_in_order(&text, &reading.rest);
        assert_in_order(&text, &reading.marks);
    }

    #[test]
    fn a_value_reads_back_in_any_notation(
        number in 1..2_000_000_u64, form in 0..5_u8, unit in unit(), before in 0..BEFORE.len(),
        after in 0..AFTER.len(), rate in 0..RATES.len(),
    ) {
        let (rate_text, rate) = RATES[rate];
        // Nobody writes `1日一件`.
        let numeral = match form {
            2 if rate_text == "1日" => number.to_string(),
            0 => number.to_string(),
            1 => grouped(&number.to_string()),
            2 => in_kanji(number),
            3 => full_width(&number.to_string()),
            _ if number % 10_000 == 0 => format!("{}万", number / 10_000),
            _ => format!("{}万{}", number / 10_000, number % 10_000).trim_start_matches("0万").to_owned(),
        };
        let (before_text, before) = BEFORE[before];
        let (after_text, after) = AFTER[after];
        let text = format!("{rate_text}{before_text}{numeral}{unit}{after_text}");
        let found = read_values(&text, &ValueContext::default()).values;
        prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
        let value = &found[0];
        prop_assert_eq!(value.value, Some(Decimal::from(number)), "{}", text);
        prop_assert_eq!(value.unit.as_deref(), Some(unit), "{}", text);
        let bound = matches!(before, Some(Comparator::AtLeast | Comparator::AtMost));
        let about = after == Some(Comparator::About);
        let compared = if bound && about { before } else { after.or(before) }.unwrap_or_default();
        prop_assert_eq!(value.comparator, compared, "{}", text);
        prop_assert_eq!((value.per, value.over_years, value.aggregate), rate, "{}", text);
        prop_assert_eq!(value.range.clone(), 0..text.len(), "{}", text);
    }

    #[test]
    fn a_share_reads_back_in_any_notation(
        numerator in 1..30_u64, more in 1..30_u64, form in 0..4_u8,
    ) {
        let denominator = numerator + more;
        let text = match form {
            0 => format!("{denominator}分の{numerator}"),
            1 => format!("{}分の{}", in_kanji(denominator), in_kanji(numerator)),
            2 => format!("{numerator}/{denominator}以内"),
            _ => format!("{denominator}人に{numerator}人"),
        };
        let found = read_values(&text, &ValueContext::default()).values;
        prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
        let share = Share {
            numerator: Decimal::from(numerator),
            denominator: Decimal::from(denominator),
        };
        prop_assert_eq!(found[0].share, Some(share), "{}", text);
        prop_assert_eq!(found[0].value, share.percent(), "{}", text);
        if let Some(percent) = share.percent() {
            prop_assert_eq!(percent * share.denominator, share.numerator * Decimal::ONE_HUNDRED);
        }
    }

    #[test]
    fn no_quantity_lies_in_a_time(text in pieces()) {
        let (mut periods, mut quantities) = (Vec::new(), Vec::new());
        find_periods(&text, &TimeContext::default(), &mut periods);
        find_quantities(&text, &mut quantities);
        for (p, q) in periods.iter().flat_map(|p| quantities.iter().map(move |q| (p, q))) {
            let n = &q.numeral_range;
            prop_assert!(n.end <= p.range.start || p.range.end <= n.start, "{:?} {:?} {:?}", text, p, q);
        }
    }

    #[test]
    fn anchored_parsers_stay_within_the_text(text in texts(), context in contexts()) {
        if let Some(found) = parse_period_prefix(&text, &context) {
            prop_assert_eq!(found.range.start, 0);
            prop_assert!(text.get(found.range).is_some());
        }
        if let Some((_, len)) = parse_numeral_prefix(&text) {
            prop_assert!(len > 0 && text.is_char_boundary(len));
        }
        if let Some((_, range)) = parse_quantity(&text) {
            prop_assert!(text.get(range).is_some());
        }
        if let Some((_, len)) = match_unit_prefix(&text) {
            prop_assert!(len > 0 && text.is_char_boundary(len));
        }
        let _ = (parse_bare_year(&text, context.era), parse_unit_label(&text));
    }

    #[test]
    fn a_number_is_read_as_it_was_written(mantissa in 0..1_000_000_000_000_i64, places in 0..6_u32) {
        let value = Decimal::new(mantissa, places).normalize();
        let (whole, rest) = value.to_string().split_once('.').map_or_else(
            || (value.to_string(), String::new()),
            |(whole, rest)| (whole.to_owned(), format!(".{rest}")),
        );
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        for text in [value.to_string(), format!("{grouped}{rest}")] {
            let found = parse_numeral_prefix(&text).map(|(numeral, len)| (numeral.value, len));
            prop_assert_eq!(found, Some((value, text.len())), "{}", text);
        }
    }

    #[test]
    fn a_kanji_number_is_read_as_it_was_written(value in 1..1_000_000_000_000_u64) {
        let text = in_kanji(value);
        let found = parse_numeral_prefix(&text).map(|(numeral, len)| (numeral.value, len));
        prop_assert_eq!(found, Some((Decimal::from(value), text.len())), "{}", text);
    }
}

type Rate = (Option<Per>, Option<u16>, Option<Aggregate>);

/// Words before a value with what they say of its rate.
const RATES: [(&str, Rate); 12] = [
    ("", (None, None, None)),
    ("年", (Some(Per::Year), None, None)),
    ("年間", (Some(Per::Year), None, None)),
    ("毎年度", (Some(Per::Year), None, None)),
    ("月", (Some(Per::Month), None, None)),
    ("週に", (Some(Per::Week), None, None)),
    ("1日", (Some(Per::Day), None, None)),
    ("5年間で", (None, Some(5), Some(Aggregate::Sum))),
    ("３か年で", (None, Some(3), Some(Aggregate::Sum))),
    ("10年間の平均", (None, Some(10), Some(Aggregate::Mean))),
    ("累計", (None, None, Some(Aggregate::Sum))),
    ("５年間の延べ", (None, Some(5), Some(Aggregate::Sum))),
];

/// Words before a number and after a unit, with the comparator that they are.
const BEFORE: [(&str, Option<Comparator>); 4] = [
    ("", None),
    ("約", Some(Comparator::About)),
    ("少なくとも", Some(Comparator::AtLeast)),
    ("最大", Some(Comparator::AtMost)),
];
const AFTER: [(&str, Option<Comparator>); 5] = [
    ("", None),
    ("以上", Some(Comparator::AtLeast)),
    ("以下", Some(Comparator::AtMost)),
    ("を超える", Some(Comparator::More)),
    ("程度", Some(Comparator::About)),
];

fn unit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["件", "人", "社", "団体", "か所", "円", "世帯", "%", "トン", "km"])
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn full_width(digits: &str) -> String {
    digits.chars().filter_map(|c| char::from_u32(u32::from(c) - 0x30 + 0xFF10)).collect()
}

/// 一億二千万, as a person writes it.
fn in_kanji(value: u64) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut text = String::new();
    for (large, name) in [(100_000_000, "億"), (10_000, "万"), (1, "")] {
        let group = value / large % 10_000;
        for (small, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = (group / small % 10) as usize;
            if digit > 0 {
                text += if digit == 1 && small > 1 { "" } else { DIGITS[digit] };
                text += name;
            }
        }
        if group > 0 {
            text += name;
        }
    }
    text
}

#[test]
fn a_text_of_one_piece_over_and_over_is_read_in_linear_time() {
    let start = Instant::now();
    for piece in [
        "1",
        "一",
        "平成",
        "1~",
        "1-",
        " ",
        "1 ",
        "約",
        "平成1・",
        "認定の日から",
        "H24~",
        "1、",
        "1年",
        "99,",
        "1億",
        "年1回",
        "5年間で3人",
        "※1 1",
        "1(延べ",
        "(1件)",
        "前年度比1%増",
        "2分の1",
        "3人に",
        "数",
        "(注",
        "+1実績",
        "二",
        "R5末",
        "1月~",
        "全校",
        "1)",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let (mut periods, mut quantities) = (Vec::new(), Vec::new());
        find_periods(&text, &TimeContext::default(), &mut periods);
        find_quantities_beside(&text, &periods, &mut quantities);
        std::hint::black_box(values(&text, &periods));
        std::hint::black_box(read_values(&text, &ValueContext::default()));
    }
    // Some seconds without optimisation; any unbounded look-ahead or look-back takes minutes.
    assert!(start.elapsed().as_secs() < 40, "{:?}", start.elapsed());
}

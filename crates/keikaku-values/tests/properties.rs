//! What holds of every text.

use keikaku_values::{
    CarriedYear, Date, Decimal, Era, TimeContext, find_numerals, find_periods, find_quantities,
    find_quantities_beside, match_unit_prefix, parse_bare_year, parse_numeral_prefix,
    parse_period_prefix, parse_quantity, parse_unit_label,
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
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let (mut periods, mut quantities) = (Vec::new(), Vec::new());
        find_periods(&text, &TimeContext::default(), &mut periods);
        find_quantities_beside(&text, &periods, &mut quantities);
    }
    // Some seconds without optimisation; any unbounded look-ahead or look-back takes minutes.
    assert!(start.elapsed().as_secs() < 40, "{:?}", start.elapsed());
}

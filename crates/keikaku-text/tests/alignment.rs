//! Every span of a folded view comes back to the text it was made from.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends so")]

use keikaku_text::{AlignedTextBuilder, DASH, SPACE, Span, TILDE, fold};
use proptest::prelude::*;

/// Every span of `text` on character boundaries.
fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let ends = || (0..=text.len()).filter(|&at| text.is_char_boundary(at));
    ends().flat_map(move |start| {
        ends().filter(move |&end| start <= end).map(move |end| Span { start, end })
    })
}

/// Characters of every class that folding knows, and neighbours of each.
fn mixed() -> impl Strategy<Value = String> {
    const CHARS: &str = "aZ09 ~-\t\n\u{a0}　Ａｚ０９％，．：（）～－！￥￣〜∼˜‐‑‒–—―−─ーｰ①㈱㎡²【】「」・｡｢｣､･\
                         ｱｶﾊﾜｦﾝﾞﾟカハうがぱ゛゜\u{3099}\u{309A}㍻㍼㍽㍾㍿㋿㋾㌔㌫㍗㎏⼀⾕⻑⺠⺟⺀神﨑葛\u{E0100}\u{FE00}𠮷😀é平成";
    let char = prop::sample::select(CHARS.chars().collect::<Vec<_>>());
    prop::collection::vec(char, 0..16).prop_map(|chars| chars.into_iter().collect())
}

#[test]
fn classes_become_one_character_each() {
    for tilde in ["～", "〜", "~", "∼", "˜"] {
        assert_eq!(fold(tilde).text(), TILDE.to_string());
    }
    for dash in ["－", "−", "-", "‐", "‑", "‒", "–", "—", "―", "─", "﹣"] {
        assert_eq!(fold(dash).text(), DASH.to_string());
    }
    for space in [" ", "　", "\t", "\u{a0}", "\u{2003}"] {
        assert_eq!(fold(space).text(), SPACE.to_string());
    }
    let ascii: String = ('!'..='~').collect();
    let wide: String = ('！'..='～').collect();
    assert_eq!(fold(&wide).text(), ascii);
}

#[test]
fn what_carries_structure_stays() {
    for text in [
        "第1①②",
        "10²",
        "㈱日立",
        "500㎡",
        "㎏",
        "【単位】「ー」・、。",
        "ｰ\n".replace('ｰ', "ー").as_str(),
    ] {
        assert_eq!(fold(text).text(), text);
    }
    assert_eq!(fold("ﾃﾞｰﾀ").text(), "データ");
}

#[test]
fn variants_become_what_they_stand_for() {
    for (written, folded) in [
        ("㍾㍽㍼㍻㋿元年", "明治大正昭和平成令和元年"),
        ("㌔㌫㌦", "キロパーセントドル"),
        ("⾧野⽬標", "長野目標"),
        ("市⺠⻘年⻑", "市民青年長"),
        ("神﨑", "神﨑"),
        ("\u{F06C} 港の整備", "・ 港の整備"),
        ("ｳﾞｧｲｵﾘﾝ･ﾋﾟｱﾉ｡", "ヴァイオリン・ピアノ。"),
        ("か\u{3099}カﾞｱﾞﾟ", "がガア゛゜"),
        ("葛\u{E0100}城", "葛城"),
        ("￥１，０００", "¥1,000"),
    ] {
        assert_eq!(fold(written).text(), folded);
    }
}

#[test]
fn all_half_width_kana_have_their_full_width_form() {
    let half: String = ('\u{FF61}'..='\u{FF9D}').collect();
    let full = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ\
                ヤユヨラリルレロワン";
    assert_eq!(fold(&half).text(), full);
}

#[test]
fn inserted_text_stands_where_it_was_put() {
    let source = "NEXT\n開発";
    let mut builder = AlignedTextBuilder::new();
    builder.push_verbatim(&source[..4], 0);
    builder.push_inserted(" ", 4);
    builder.push_folded(&source[5..], 5);
    let view = builder.aligned();
    assert_eq!(view.text(), "NEXT 開発");
    assert_eq!(view.to_source(Span::new(4, 5)), Span::new(4, 4));
    assert_eq!(view.to_source(Span::new(3, 8)).slice(source), Some("T\n開"));
    assert_eq!(view.to_source(Span::new(5, 8)).slice(source), Some("開"));

    builder.clear();
    assert_eq!(builder.aligned(), &fold(""));
    assert_eq!(builder.aligned().to_source(Span::new(3, 9)), Span::default());
}

#[test]
fn replaced_text_comes_back_whole() {
    let source = "&amp;&amp;X";
    let mut builder = AlignedTextBuilder::new();
    builder.push_replaced("&", 0, 5);
    builder.push_replaced("&", 5, 5);
    builder.push_verbatim("X", 10);
    let view = builder.finish();
    assert_eq!(view.text(), "&&X");
    assert_eq!(view.to_source(Span::new(1, 2)).slice(source), Some("&amp;"));
    assert_eq!(view.to_source(Span::new(1, 3)).slice(source), Some("&amp;X"));
}

#[test]
fn text_that_needs_no_folding_is_one_run() {
    assert!(fold("計画の目標は129件。\n").alignment().is_identity());
    assert!(!fold("計画の目標は１２９件").alignment().is_identity());
    assert!(fold("a\tｱ").alignment().is_identity());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_span_of_the_view_comes_back_to_the_text_it_was_folded_from(source in mixed()) {
        let view = fold(&source);
        for span in spans(view.text()) {
            let back = view.to_source(span);
            let written = back.slice(&source);
            prop_assert!(written.is_some(), "{:?} of {:?}", back, view);
            let again = fold(written.unwrap());
            prop_assert!(again.text().contains(span.slice(view.text()).unwrap()));
            prop_assert_eq!(span.is_empty(), back.is_empty());
        }
    }

    #[test]
    fn what_stands_later_in_the_view_stands_later_in_the_source(source in mixed()) {
        let view = fold(&source);
        let ends: Vec<Span> = (0..=view.text().len()).map(|at| view.to_source(Span::new(0, at))).collect();
        prop_assert!(ends.is_sorted_by_key(|span| span.end));
        let starts: Vec<Span> =
            (0..=view.text().len()).map(|at| view.to_source(Span::new(at, view.text().len()))).collect();
        prop_assert!(starts.is_sorted_by_key(|span| span.start));
    }

    #[test]
    fn folding_twice_changes_nothing_more(source in mixed()) {
        let once = fold(&source);
        let twice = fold(once.text());
        // A voicing mark behind a squared word joins its last kana at the second time only.
        if !source.contains(['㌔', '㌫', '㍗']) {
            prop_assert_eq!(twice.text(), once.text());
        }
    }

    #[test]
    fn any_text_folds(source in any::<String>()) {
        let view = fold(&source);
        let all = view.to_source(Span::new(0, view.text().len()));
        prop_assert!(all.slice(&source).is_some());
    }

    #[test]
    fn pieces_come_back_as_if_they_had_never_been_apart(
        pieces in prop::collection::vec((mixed(), any::<bool>()), 0..5),
    ) {
        let mut source = String::new();
        let mut builder = AlignedTextBuilder::new();
        let mut places = Vec::new();
        for (piece, is_folded) in &pieces {
            let (start, view_start) = (source.len(), builder.aligned().text().len());
            source.push_str(piece);
            if *is_folded {
                builder.push_folded(piece, start);
            } else {
                builder.push_verbatim(piece, start);
            }
            places.push((start, Span::new(view_start, builder.aligned().text().len())));
            // A line break that the view leaves out.
            source.push('\n');
        }
        let view = builder.finish();
        for ((piece, is_folded), (start, place)) in pieces.iter().zip(places) {
            let alone = fold(piece);
            for span in spans(place.slice(view.text()).unwrap()).filter(|span| !span.is_empty()) {
                let back = if *is_folded { alone.to_source(span) } else { span };
                prop_assert_eq!(view.to_source(span.shift(place.start)), back.shift(start));
            }
        }
    }
}

//! What could not be decoded is told, with the place in the file and in the text.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends so")]

use encoding_rs::Encoding;
use keikaku_text::{
    BinaryKind, DecodeError, DecodeProblem, DecodeProblemKind, EncodingLabel, Span, decode,
};
use proptest::prelude::*;

use DecodeProblemKind::{
    ContradictsMark, EscapeLeftOver, MalformedSequence, NulCharacter, PrivateUseCharacter,
};

fn label(name: &str) -> EncodingLabel {
    EncodingLabel::parse(name).unwrap()
}

fn problems(bytes: &[u8], forced: Option<&str>) -> Vec<DecodeProblem> {
    decode(bytes, forced.map(label)).unwrap().problems
}

/// Kind, bytes of the file and bytes of the text.
fn places(problems: &[DecodeProblem]) -> Vec<(DecodeProblemKind, Span, Span)> {
    let place = |problem: &DecodeProblem| {
        let bytes = Span::new(0, problem.byte_len).shift(problem.byte_offset);
        let text = Span::new(0, problem.text_len).shift(problem.text_offset);
        (problem.kind, bytes, text)
    };
    problems.iter().map(place).collect()
}

#[test]
fn a_stray_byte_in_utf_8_is_one_problem_and_leaves_the_rest_alone() {
    let bytes = [b"\xEF\xBB\xBF", "計画".as_bytes(), b"\xFF", "目標".as_bytes()].concat();
    let decoded = decode(&bytes, None).unwrap();
    assert_eq!(decoded.source.text(), "計画\u{FFFD}目標");
    assert_eq!(decoded.source.encoding(), "UTF-8");
    let expected = [(MalformedSequence, Span::new(9, 10), Span::new(6, 9))];
    assert_eq!(places(&decoded.problems), expected);
}

#[test]
fn a_text_cut_inside_its_last_character_keeps_its_encoding() {
    let text = "数値目標の達成状況と今後の取組";
    for name in ["UTF-8", "Shift_JIS", "EUC-JP"] {
        let bytes = Encoding::for_label(name.as_bytes()).unwrap().encode(text).0;
        let cut = bytes.len() - 1;
        let decoded = decode(&bytes[..cut], None).unwrap();
        assert_eq!(decoded.source.encoding(), name);
        let [problem] = decoded.problems[..] else { panic!("{name}: {:?}", decoded.problems) };
        assert_eq!(problem.kind, MalformedSequence);
        assert_eq!(problem.byte_offset + problem.byte_len, cut, "{name}");
    }
}

#[test]
fn a_private_use_character_is_told_in_any_block_of_the_file() {
    for head in [0, 1, 4095, 4096, 20_001] {
        let bytes = ["a".repeat(head).as_bytes(), b"\x8C\x76\xF0\x41\x89\xE6"].concat();
        let expected =
            [(PrivateUseCharacter, Span::new(2, 4).shift(head), Span::new(3, 6).shift(head))];
        assert_eq!(places(&problems(&bytes, Some("cp932"))), expected, "{head}");
    }
}

#[test]
fn a_character_set_that_is_not_understood_is_told_at_its_escape() {
    // JIS X 0213 announced in the middle of JIS X 0208
    let bytes = b"\x1B$B7W2h\x1B$(O!!\x1B(B";
    let kinds: Vec<_> = problems(bytes, None).iter().map(|it| (it.kind, it.byte_offset)).collect();
    assert_eq!(kinds[0], (EscapeLeftOver, 7));
    let coloured = problems("\u{1B}[1m計画".as_bytes(), None);
    assert_eq!(places(&coloured), [(EscapeLeftOver, Span::new(0, 1), Span::new(0, 1))]);
}

#[test]
fn nul_characters_are_told() {
    let expected = [(NulCharacter, Span::new(6, 7), Span::new(6, 7))];
    assert_eq!(places(&problems("計画\0目標".as_bytes(), None)), expected);
    let wide: Vec<u8> = "計\0画".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = [(NulCharacter, Span::new(2, 4), Span::new(3, 4))];
    assert_eq!(places(&problems(&wide, Some("utf-16le"))), expected);
}

#[test]
fn a_file_in_the_wrong_encoding_gives_few_problems() {
    let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("県内企業の生産性を高める。\n");
    let problems = problems(&bytes.repeat(1000), Some("utf-8"));
    assert_eq!(problems.len(), 1);
    assert!(problems[0].count > 10_000);
}

#[test]
fn a_forced_encoding_is_obeyed_against_the_mark() {
    let bytes = b"\xEF\xBB\xBFplan";
    let decoded = decode(bytes, Some(label("euc-jp"))).unwrap();
    assert_eq!(decoded.source.encoding(), "EUC-JP");
    assert_eq!(decoded.problems[0].kind, ContradictsMark);
    assert_eq!(problems(bytes, Some("utf-8-sig")), []);
}

#[test]
fn utf_16_without_byte_order_leaves_it_to_the_mark() {
    for (bytes, name) in [(b"\xFE\xFF\x8A\x08", "UTF-16BE"), (b"\xFF\xFE\x08\x8A", "UTF-16LE")] {
        let decoded = decode(bytes, Some(label("utf_16"))).unwrap();
        assert_eq!((decoded.source.encoding(), decoded.source.text()), (name, "計"));
        assert_eq!(decoded.problems, []);
    }
}

#[test]
fn every_usual_name_of_an_encoding_is_known() {
    for (names, encoding) in [
        (&["cp932", "SJIS", "Windows-31J", " shift_jis ", "MS932"][..], "Shift_JIS"),
        (&["eucjp", "EUC-JP", "ujis", "EUC_JP"], "EUC-JP"),
        (&["ISO-2022-JP", "iso2022_jp", "jis"], "ISO-2022-JP"),
        (&["utf8", "UTF-8", "utf_8_sig"], "UTF-8"),
        (&["utf_16_be", "UTF-16BE"], "UTF-16BE"),
    ] {
        for name in names {
            assert_eq!(label(name).name(), encoding, "{name}");
        }
    }
    for name in ["", "iso-2022-kr", "cp", "日本語"] {
        assert!(EncodingLabel::parse(name).is_err(), "{name}");
    }
}

#[test]
fn a_binary_of_unknown_kind_is_no_text() {
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(10_000)
    .collect();
    for bytes in [&noise[..], &[0; 100], &[1, 0, 0, 0, 7, 0, 0, 0].repeat(50)] {
        assert_eq!(decode(bytes, None), Err(DecodeError::Binary(BinaryKind::Unknown)));
    }
    assert!(decode(&noise, Some(label("cp932"))).is_ok());
}

/// Bytes that hit every state of the decoders more often than noise does.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..4),
        Just(b"\x1B$B".to_vec()),
        Just(b"\x1B(B".to_vec()),
        Just(b"\x1B$(O".to_vec()),
        Just(b"\xF0\x40".to_vec()),
        Just(b"\xEE\x80\x80".to_vec()),
        Just(b"\0\xE0".to_vec()),
        Just("計画 a".as_bytes().to_vec()),
        Just(b"\x8F\xA2\xAF\x8E\xB1".to_vec()),
        Just(vec![b'a'; 4094]),
    ];
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_decode_or_err(bytes in bytes()) {
        if let Ok(decoded) = decode(&bytes, None) {
            prop_assert!(decoded.problems.is_sorted_by_key(|problem| problem.text_offset));
        }
    }

    #[test]
    fn problems_point_at_the_bytes_and_at_the_text(
        bytes in bytes(),
        name in prop::sample::select(vec![
            "utf-8", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "iso-2022-jp", "windows-1252",
        ]),
    ) {
        let Ok(decoded) = decode(&bytes, Some(label(name))) else { return Ok(()) };
        let text = decoded.source.text();
        let encoding = Encoding::for_label(name.as_bytes()).unwrap();
        let (whole, ..) = encoding.decode_without_bom_handling(&bytes);
        let is_marked = Encoding::for_bom(&bytes).is_some();
        prop_assert!(is_marked || whole == text);

        let mut replaced = 0;
        for problem in decoded.problems.iter().filter(|problem| problem.kind != ContradictsMark) {
            let at = Span::new(0, problem.text_len).shift(problem.text_offset);
            let written = at.slice(text).unwrap();
            let from = Span::new(0, problem.byte_len).shift(problem.byte_offset);
            prop_assert!(from.end <= bytes.len() && !from.is_empty());
            let from = &bytes[from.start..from.end];
            match problem.kind {
                MalformedSequence => replaced += problem.count,
                EscapeLeftOver => {
                    prop_assert_eq!(from[usize::from(name == "utf-16be")], 0x1B);
                }
                _ => {}
            }
            // In a decoder without states, the bytes alone give the text.
            if name != "iso-2022-jp" {
                let (again, ..) = encoding.decode_without_bom_handling(from);
                prop_assert_eq!(again, written);
            }
        }
        // U+FFFD may also be written in the source, and stands for an escape of ISO 2022.
        let found = text.matches('\u{FFFD}').count();
        let is_exact = !name.starts_with("utf") && name != "iso-2022-jp";
        prop_assert!(replaced == found || !is_exact && replaced < found);
    }
}

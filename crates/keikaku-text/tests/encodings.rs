//! Texts transcoded to each encoding are recognised and come back as they were.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends so")]

use std::path::Path;

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};
use keikaku_text::decode;

/// Texts in the manner of plans, minutes and tables.
const SAMPLES: [&str; 5] = [
    "第３期みどり市産業振興計画（令和元年度～令和５年度）\n\n１　計画策定の趣旨\n　本市では、人口の減少や働き手の高齢化が\
     進むなか、商店街の活性化と若者の雇用の場づくりに取り組んできた。\n①新規創業件数：129件（H24～H26）\n\
     ②ｱﾝﾃﾅｼｮｯﾌﾟの売上：3,500千円\n",
    "指標\t単位\t2018\t2019\t2020\r\n延べ宿泊者数\t千人\t519\t550\t－\r\nﾊﾟｰﾄﾅｰ企業数\t社\t▲12\t15\t20\r\n\
     【単位　百万円】\r\n※実績値は３月末現在。\r\n",
    "議題１　次期計画の骨子について\n\n●　委員長　それでは事務局から説明をお願いします。\n\n☆　事務局　資料１をごらんくだ\n\n\
     さい。数値目標は前回のご意見をふまえ、見直しました。\n\n○　委員　わかりました。よろしくおねがいします。\n",
    "平成三十年度一般会計予算案概要\n歳入歳出予算総額一兆二千三百億円対前年度比増減率\n県税地方交付税国庫支出金県債\n\
     教育費土木費警察費衛生費商工費農林水産業費\n",
    "ｼﾞｮﾌﾞｶﾌｪ･ﾊﾛｰﾜｰｸ連携ｾﾝﾀｰ\nﾃﾚﾜｰｸ推進ﾌﾟﾛｼﾞｪｸﾄﾁｰﾑ\nﾎｰﾑﾍﾟｰｼﾞｱｸｾｽ件数\nﾒｰﾙﾏｶﾞｼﾞﾝ\n",
];

/// An encoding by its WHATWG name, with or without byte order mark.
type Form = (&'static str, bool);

const FORMS: [Form; 9] = [
    ("UTF-8", false),
    ("UTF-8", true),
    ("UTF-16LE", false),
    ("UTF-16LE", true),
    ("UTF-16BE", false),
    ("UTF-16BE", true),
    ("Shift_JIS", false),
    ("EUC-JP", false),
    ("ISO-2022-JP", false),
];

fn encode(text: &str, (name, marked): Form) -> Vec<u8> {
    let mark = if marked { "\u{FEFF}" } else { "" };
    let units = || mark.encode_utf16().chain(text.encode_utf16());
    match name {
        "UTF-8" => [mark, text].concat().into_bytes(),
        "UTF-16LE" => units().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => units().flat_map(u16::to_be_bytes).collect(),
        _ => Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

/// The text without the characters that `encoding` lacks or gives back as another.
fn common(text: &str, encoding: &'static Encoding) -> String {
    let survives = |char: &char| {
        let text = char.to_string();
        let (bytes, _, lossy) = encoding.encode(&text);
        !lossy && encoding.decode_without_bom_handling(&bytes).0 == text
    };
    text.chars().filter(survives).collect()
}

fn common_to(text: &str, (name, _): Form) -> String {
    match name {
        "Shift_JIS" => common(text, SHIFT_JIS),
        "EUC-JP" => common(text, EUC_JP),
        "ISO-2022-JP" => common(text, ISO_2022_JP),
        _ => text.to_owned(),
    }
}

#[track_caller]
fn assert_comes_back(text: &str, form: Form) {
    let text = common_to(text, form);
    let decoded = decode(&encode(&text, form), None).unwrap();
    assert_eq!(decoded.source.encoding(), form.0, "{text}");
    assert_eq!(decoded.source.text(), text, "{form:?}");
    assert_eq!(decoded.problems, [], "{form:?}");
}

/// Every piece of `text` that has exactly `count` characters beyond ASCII and begins with one.
fn cuts(text: &str, count: usize) -> Vec<&str> {
    let wide: Vec<usize> =
        text.char_indices().filter(|(_, char)| !char.is_ascii()).map(|(at, _)| at).collect();
    wide.windows(count + 1).map(|window| &text[window[0]..window[count]]).collect()
}

#[test]
fn samples_come_back_from_every_encoding() {
    for form in FORMS {
        for sample in SAMPLES {
            assert_comes_back(sample, form);
        }
        assert_comes_back(&SAMPLES.concat().repeat(50), form);
    }
}

#[test]
fn cuts_of_twelve_japanese_characters_are_recognised() {
    for form in FORMS {
        for sample in SAMPLES {
            for cut in cuts(&common_to(sample, form), 12) {
                assert_comes_back(cut, form);
            }
        }
    }
}

#[test]
fn an_ascii_head_does_not_hide_the_encoding() {
    for form in FORMS {
        for length in [4095, 4096, 100_001] {
            assert_comes_back(&("a".repeat(length) + "\n" + SAMPLES[0]), form);
        }
    }
}

#[test]
fn ascii_and_empty_texts_are_utf_8() {
    for text in ["", "a", "Ni", "it", "NOTICE", "2016", "A0B0C0D0E0F0", "id,name\n1,2\n"] {
        let decoded = decode(text.as_bytes(), None).unwrap();
        assert_eq!((decoded.source.encoding(), decoded.source.text()), ("UTF-8", text));
    }
}

#[test]
fn the_shared_documents_come_back_from_every_encoding() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&seeds) else {
        println!("skipped: there is no {}", seeds.display());
        return;
    };
    for file in files {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for form in FORMS {
            assert_comes_back(&text, form);
            let common = common_to(&text, form);
            let all = cuts(&common, 12);
            let step = all.len() / 500 + 1;
            for cut in all.into_iter().step_by(step) {
                assert_comes_back(cut, form);
            }
        }
    }
}

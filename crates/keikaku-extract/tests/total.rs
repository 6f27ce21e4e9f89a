//! Analysis is total: any text gives records whose spans lie in it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails may panic, and one that is skipped says so"
)]

use std::sync::LazyLock;

use keikaku_extract::{Engine, Options};
use keikaku_tokenizer::Tokenizer;
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Tokenizer::embedded().unwrap()));

/// Pieces that documents are made of, so that random texts reach the rules.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u{3000}",
    "1",
    "１",
    "(1)",
    "①",
    "②",
    "第1章 ",
    "5-2 ",
    "【",
    "】",
    "≪",
    "≫",
    "「",
    "」",
    "（",
    "）",
    "(",
    ")",
    ":",
    "：",
    "～",
    "→",
    "—",
    "、",
    "。",
    "・",
    "●",
    "○",
    "◆",
    "取組",
    "指標",
    "担当課",
    "総務課",
    "総務部",
    "2018",
    "令和3年度",
    "平成29年 3月末",
    "H24",
    "目標",
    "実績",
    "10件",
    "5,000億円以上",
    "17.1万人",
    "(サブ指標)",
    "(累計)",
    "【単位 千円】",
    "主担当 ",
    "事業期間：",
    "事業の名称",
    "議事録",
    "工程表",
    "<li>",
    "</ul>",
    "<br>",
    "円",
    "人",
    "の",
    "は",
    "て",
    "+720件",
    "同左",
    "未定",
    "ー",
    "ｱ",
    "㍻",
    "\u{0}",
    "\r",
    "\u{c}",
    "港",
];

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let records = ENGINE.new_worker().extract("a.txt", bytes, &Options::default());
    prop_assert!(!records.is_empty());
    let Ok(decoded) = keikaku_text::decode(bytes, None) else { return Ok(()) };
    for record in &records {
        prop_assert!(decoded.source.slice(record.span()).is_some(), "{record:?}");
        prop_assert!(record.lines().first <= record.lines().last, "{record:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(text.as_bytes())?;
    }

    #[test]
    fn any_arrangement_of_what_documents_hold_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        check(pieces.concat().as_bytes())?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes)?;
    }
}

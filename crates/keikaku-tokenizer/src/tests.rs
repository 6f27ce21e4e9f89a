use std::sync::LazyLock;

use keikaku_text::Span;
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;
use proptest::prelude::*;

use crate::{Seam, Token, Tokenizer, WordClass, Worker, counter_after, noun_phrase_ending_at};

fn worker() -> Worker {
    static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::embedded().unwrap());
    TOKENIZER.new_worker()
}

fn seams(broken: &str) -> Vec<Seam> {
    let mut joined = String::new();
    let mut at = Vec::new();
    for part in broken.split(' ') {
        if !joined.is_empty() {
            at.push(joined.len());
        }
        joined.push_str(part);
    }
    let mut out = Vec::new();
    worker().seams_inside_words(&joined, &at, &mut out);
    out
}

#[test]
fn a_break_inside_a_word_is_told_from_one_between_items() {
    assert_eq!(seams("地域づく り支援課"), [Seam::InsideWord]);
    assert_eq!(seams("プラットフォ ームの運営"), [Seam::InsideWord]);
    assert_eq!(seams("担 当課の一覧"), [Seam::InsideWord]);
    assert_eq!(seams("港湾を 使う人"), [Seam::Between]);
    assert_eq!(seams("事業 計画"), [Seam::InsideCompound]);
    assert_eq!(seams("再 評価の対象"), [Seam::InsideCompound]);
    assert_eq!(seams("参加者は25 人だった"), [Seam::InsideCompound]);
    assert_eq!(seams("港の整備（ 第二期）"), [Seam::Between]);
}

#[test]
fn one_text_answers_for_all_its_seams_in_their_order() {
    let expected = [Seam::InsideWord, Seam::Between, Seam::InsideCompound];
    assert_eq!(seams("アドバイ ザーが 農業 団体を訪ねる"), expected);
}

#[test]
fn katakana_the_dictionary_lacks_is_one_word_and_two_words_it_has_are_two() {
    assert_eq!(seams("ポリ グロットな人"), [Seam::InsideWord]);
    assert_eq!(seams("サービス センター"), [Seam::InsideCompound]);
}

#[test]
fn seams_outside_the_text_or_inside_a_character_harm_nothing() {
    let mut out = Vec::new();
    worker().seams_inside_words("港湾", &[0, 1, 6, 99], &mut out);
    assert_eq!(out, [Seam::Between, Seam::InsideWord, Seam::Between, Seam::Between]);
    worker().seams_inside_words("", &[0], &mut out);
    assert_eq!(out, [Seam::Between]);
}

#[test]
fn names_begin_where_the_nouns_do() {
    let mut worker = worker();
    let mut tokens = Vec::new();
    for (before, after, name) in [
        ("次は商工労働部", "の事業", Some("商工労働部")),
        ("商工・観光課", "が担当する", Some("商工・観光課")),
        ("「みどり」観光課", "", Some("観光課")),
        ("担当（観光課", "）", Some("観光課")),
        ("説明(観光課", ")", Some("観光課")),
        ("・観光課", "が行う", Some("観光課")),
        ("今後の再評価", "を待つ", Some("再評価")),
        ("毎年のKPI", "を示す", Some("KPI")),
        ("延べ参加者数 宿泊者数", "は", Some("宿泊者数")),
        ("これを進める", "。", None),
        ("商工・", "観光課", None),
        ("商工労", "働部", None),
    ] {
        let text = format!("{before}{after}");
        worker.tokenize(&text, &mut tokens);
        let span = noun_phrase_ending_at(&tokens, &text, before.len());
        assert_eq!(span.and_then(|s| s.slice(&text)), name, "{text}");
    }
    assert_eq!(noun_phrase_ending_at(&[], "", 0), None);
}

#[test]
fn counters_are_told_from_names_after_a_number() {
    let mut worker = worker();
    let mut tokens = Vec::new();
    for (number, after, counter) in [
        ("4", "項目のうち", Some("項目")),
        ("5", "社の出展", Some("社")),
        ("12", "社出展", Some("社")),
        ("3", "団体、", Some("団体")),
        ("7", " 施設で", Some("施設")),
        ("７", "\u{3000}施設", Some("\u{3000}施設")),
        ("223", "法人・団体と", Some("法人・団体")),
        ("約47万", "人分の記録", Some("人分")),
        ("延べ120", "人泊を", Some("人泊")),
        ("3", "時間程度", Some("時間")),
        ("20", "団体等が", Some("団体")),
        ("4", "者による", Some("者")),
        ("8", "大学及び2高専", Some("大学")),
        ("6", "か所・8人", Some("か所")),
        ("12", "社・団体が", Some("社・団体")),
        ("4", "校・園", Some("校・園")),
        ("3", "件・事業費は", Some("件")),
        ("3", "社・団体名簿", Some("社")),
        ("2", "は", None),
        ("8", "行う", None),
        ("30", "評価", None),
        ("2", "  団体", None),
        ("1", "・2団体", None),
        ("5", "", None),
        ("3", "経営革新支援事業者育成", None),
        ("3", "アディティブマニファクチャリング", None),
    ] {
        let text = format!("{number}{after}");
        worker.tokenize(&text, &mut tokens);
        let found = counter_after(&tokens, &text, number.len()).and_then(|s| s.slice(&text));
        assert_eq!(found, counter.map(|c| c.trim_start()), "{text}");
    }
}

#[test]
fn words_of_our_own_come_out_whole() {
    let mut worker = worker();
    let mut tokens: Vec<Token> = Vec::new();
    for row in include_str!("../../keikaku-ipadic/extra.csv").lines() {
        let fields: Vec<&str> = row.split(',').collect();
        let word = fields[0];
        let (before, class) = match fields[1] {
            "1300" => ("延べ24", WordClass::Counter),
            "1292" => ("本市の", WordClass::Organization),
            "1288" => ("本市の", WordClass::ProperNoun),
            "1283" => ("本市の", WordClass::VerbalNoun),
            _ => ("本市の", WordClass::Noun),
        };
        let text = format!("{before}{word}が");
        worker.tokenize(&text, &mut tokens);
        let whole = Span::new(before.len(), before.len() + word.len());
        assert!(tokens.iter().any(|t| t.span == whole && t.class == class), "{text}: {tokens:?}");
    }
}

#[test]
fn words_of_our_own_tear_no_others_apart() {
    let mut worker = worker();
    let mut tokens: Vec<Token> = Vec::new();
    for (text, word) in [
        ("内部局長会議", "局長"),
        ("担当課題の一覧", "課題"),
        ("環境課題の整理", "課題"),
        ("総務課長が答える", "課長"),
        ("建設部会の委員", "部会"),
        ("財政部局の意見", "部局"),
        ("環境部門の統計", "部門"),
        ("教育部分の改定", "部分"),
        ("企業局面の変化", "局面"),
        ("産学官民の連携", "産学官民"),
        ("施設を設ける", "施設"),
    ] {
        worker.tokenize(text, &mut tokens);
        assert!(tokens.iter().any(|t| t.span.slice(text) == Some(word)), "{text}: {tokens:?}");
    }
}

#[test]
fn marks_are_symbols_even_where_the_dictionary_does_not_know_them() {
    let mut worker = worker();
    let mut tokens = Vec::new();
    let text = "港(湾)-①㈱【\0】";
    worker.tokenize(text, &mut tokens);
    for token in tokens {
        let word = token.span.slice(text).unwrap();
        assert_eq!(token.class != WordClass::Symbol, matches!(word, "港" | "湾"), "{word}");
    }
}

#[test]
fn white_space_is_a_token_of_its_own_class() {
    let mut tokens = Vec::new();
    worker().tokenize("港 湾\u{3000}橋\t川\r\n", &mut tokens);
    let spaces = tokens.iter().filter(|t| t.class == WordClass::Space).count();
    assert!(spaces >= 4, "{tokens:?}");
}

#[test]
fn tokenizers_are_shared_between_threads() {
    fn shared<T: Clone + Send + Sync>(_: &T) {}
    let tokenizer = Tokenizer::embedded().unwrap();
    shared(&tokenizer);
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let count = || {
            let mut tokens = Vec::new();
            tokenizer.new_worker().tokenize("港湾の整備", &mut tokens);
            tokens.len()
        };
        let threads = [scope.spawn(count), scope.spawn(count)];
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(counts, [3, 3]);
}

#[test]
fn a_folder_without_a_dictionary_is_named() {
    let path = std::path::Path::new("no/such/folder");
    let error = Tokenizer::from_dictionary_dir(path).err().unwrap().to_string();
    assert!(error.starts_with("no/such/folder: "), "{error}");
    assert!(error.contains("--dictionary"), "{error}");
}

#[test]
fn a_dictionary_in_a_folder_gives_its_own_words_and_classes() {
    let (source, built) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (name, text) in [
        (
            "words.csv",
            "港湾,0,0,1,名詞,普通名詞,一般,*,*,*,*,*,*\nを,0,0,1,助詞,格助詞,*,*,*,*,*,*,*\n",
        ),
        ("char.def", "DEFAULT 0 1 0\nSPACE 0 1 0\n0x0020 SPACE\n"),
        ("unk.def", "DEFAULT,0,0,9,補助記号,一般,*,*,*,*,*\nSPACE,0,0,9,空白,*,*,*,*,*,*\n"),
        ("matrix.def", "1 1\n0 0 0\n"),
    ] {
        std::fs::write(source.path().join(name), text).unwrap();
    }
    DictionaryBuilder::new(Metadata::default())
        .build_dictionary(source.path(), built.path())
        .unwrap();
    let tokenizer = Tokenizer::from_dictionary_dir(built.path()).unwrap();
    let mut tokens = Vec::new();
    tokenizer.new_worker().tokenize("港湾を", &mut tokens);
    let classes: Vec<WordClass> = tokens.iter().map(|t| t.class).collect();
    assert_eq!(classes, [WordClass::Noun, WordClass::Particle]);

    let words = built.path().join("dict.words");
    let whole = std::fs::read(&words).unwrap();
    std::fs::write(&words, &whole[..whole.len() - 1]).unwrap();
    let error = Tokenizer::from_dictionary_dir(built.path()).err().unwrap().to_string();
    assert!(error.contains("part of speech"), "{error}");
}

#[test]
fn long_text_without_a_break_is_tokenised() {
    let mut tokens = Vec::new();
    let text = "港".repeat(40_000);
    worker().tokenize(&text, &mut tokens);
    assert_eq!(tokens.last().map(|t| t.span.end), Some(text.len()));
}

#[test]
fn odd_text_is_covered_like_any_other() {
    let mut tokens = Vec::new();
    for text in
        ["", "\0", "\u{3000}", "\u{feff}港", "港\0\0湾", "\r\n\n", "e\u{301}👨‍👩‍👧", "\u{10ffff}"]
    {
        worker().tokenize(text, &mut tokens);
        assert_eq!(tokens.iter().map(|t| t.span.len()).sum::<usize>(), text.len(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn tokens_cover_any_text_in_order(
        text in "\\PC{0,80}|[ぁ-んァ-ヶ一-龠0-9０-９ \u{3000}\u{0}\n\t。、・]{0,60}|(?s:.){0,80}",
        offsets in prop::collection::vec(0_usize..300, 0..6),
    ) {
        let mut worker = worker();
        let mut tokens = Vec::new();
        worker.tokenize(&text, &mut tokens);
        let mut at = 0;
        for token in &tokens {
            prop_assert!(token.span.start == at && token.span.end > at);
            prop_assert!(token.span.slice(&text).is_some());
            at = token.span.end;
        }
        prop_assert_eq!(at, text.len());
        let mut seams = Vec::new();
        worker.seams_inside_words(&text, &offsets, &mut seams);
        prop_assert_eq!(seams.len(), offsets.len());
        for offset in offsets {
            if let Some(phrase) = noun_phrase_ending_at(&tokens, &text, offset) {
                prop_assert!(phrase.end == offset && phrase.slice(&text).is_some());
            }
            if let Some(counter) = counter_after(&tokens, &text, offset) {
                prop_assert!(counter.start >= offset && counter.slice(&text).is_some());
            }
        }
    }
}

use proptest::prelude::*;

use crate::{Seam, Token, Tokenizer, WordClass, Worker, counter_after, noun_phrase_ending_at};

fn worker() -> Worker {
    Tokenizer::embedded().unwrap().new_worker()
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
    assert_eq!(seams("港湾を 使う人"), [Seam::Between]);
    assert_eq!(seams("事業 計画"), [Seam::InsideCompound]);
}

#[test]
fn names_begin_where_the_nouns_do() {
    let mut worker = worker();
    let mut tokens = Vec::new();
    for (text, end, name) in [
        ("次は商工労働部の事業", "次は商工労働部", "商工労働部"),
        ("商工・観光課が担当する", "商工・観光課", "商工・観光課"),
        ("「みどり」観光課", "「みどり」観光課", "観光課"),
    ] {
        worker.tokenize(text, &mut tokens);
        let span = noun_phrase_ending_at(&tokens, text, end.len()).unwrap();
        assert_eq!(span.slice(text), Some(name), "{text}");
    }
}

#[test]
fn counters_are_nouns_that_something_closes() {
    let mut worker = worker();
    let mut tokens = Vec::new();
    for (text, counter) in [
        ("4項目のうち", Some("項目")),
        ("5社の出展", Some("社")),
        ("3団体、", Some("団体")),
        ("7 施設で", Some("施設")),
        ("2は", None),
        ("8行う", None),
    ] {
        worker.tokenize(text, &mut tokens);
        assert_eq!(counter_after(&tokens, text, 1).and_then(|s| s.slice(text)), counter, "{text}");
    }
}

#[test]
fn words_of_our_own_come_out_whole_and_tear_nothing_apart() {
    let mut worker = worker();
    let mut tokens: Vec<Token> = Vec::new();
    let text = "重要業績評価指標と内部局長";
    worker.tokenize(text, &mut tokens);
    assert_eq!(tokens[0].span.slice(text), Some("重要業績評価指標"));
    assert_eq!(tokens[0].class, WordClass::Noun);
    assert!(tokens.iter().any(|t| t.span.slice(text) == Some("内部")));
}

#[test]
fn long_text_without_a_break_is_tokenised() {
    let mut tokens = Vec::new();
    let text = "港".repeat(40_000);
    worker().tokenize(&text, &mut tokens);
    assert_eq!(tokens.last().map(|t| t.span.end), Some(text.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn tokens_cover_any_text_in_order(text in "\\PC{0,80}|[ぁ-んァ-ヶ一-龠0-9０-９ \u{3000}\u{0}\n。、・]{0,60}") {
        let mut tokens = Vec::new();
        worker().tokenize(&text, &mut tokens);
        let mut at = 0;
        for token in &tokens {
            prop_assert!(token.span.start >= at && token.span.end > token.span.start);
            prop_assert!(token.span.slice(&text).is_some());
            at = token.span.end;
        }
        prop_assert!(at <= text.len());
    }
}

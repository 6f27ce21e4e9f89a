//! Titles of sections (見出しの文言): what the words of a line say about whether it is one.

use std::borrow::Cow;

use crate::header::{is_bullet, is_mark};
use crate::number::{Scheme, digit, enumerator};

/// The longest title, in characters.
const MAX_TITLE: usize = 70;
/// The longest title of a header without number or mark.
pub(crate) const MAX_PLAIN: usize = 25;

/// Words without the spaces between their letters: `計 画 の 策 定 に 当 たって`.
///
/// A space beside an ASCII letter or digit stays as one.
fn compact(words: &str) -> Cow<'_, str> {
    let space = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{a0}');
    if !words.contains(space) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    for part in words.split(space).filter(|p| !p.is_empty()) {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if ascii(out.chars().next_back()) && ascii(part.chars().next()) {
            out.push(' ');
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// Whether a text reads as a sentence or a part of one.
pub(crate) fn is_sentence(text: &str) -> bool {
    is_polite_sentence(text) || is_plain_sentence(text)
}

fn without_closing(text: &str) -> &str {
    text.trim_end_matches(['）', ')', '」', '』', ' ', '\u{3000}'])
}

/// A sentence by its full stop, its comma at the end or its polite form: no title ends so.
fn is_polite_sentence(text: &str) -> bool {
    let bare = without_closing(text);
    bare.contains('。')
        || bare.ends_with(['、', '，', '．'])
        || ["ます", "ました", "ません", "です", "でした", "である", "ください"]
            .iter()
            .any(|end| bare.ends_with(end))
}

/// A sentence by the verb that it ends with, as items of a list do and goals, too.
fn is_plain_sentence(text: &str) -> bool {
    let bare = without_closing(text);
    ["した", "する", "される", "いる", "ある", "を図る", "める"]
        .iter()
        .any(|end| bare.ends_with(end))
}

/// Whether a character is a letter; so are the radicals that extractors write for kanji.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{2E80}'..='\u{2FD5}').contains(&c)
}

/// Whether some words can be a name: they have two letters at least.
pub(crate) fn is_name(words: &str) -> bool {
    words.chars().filter(|&c| is_letter(c)).nth(1).is_some()
}

/// Whether the words behind a number or inside brackets can be a header's title.
pub(crate) fn is_header(title: &str, scheme: Scheme) -> bool {
    let row = ends_with_amount(title) || holds_item(title);
    let title = &*compact(title);
    // 基本目標１　稼ぐ力を高める: what a goal is named after is done.
    let is_goal =
        matches!(scheme, Scheme::Named(_) | Scheme::Part | Scheme::Chapter | Scheme::Clause);
    is_name(title)
        && title.chars().count() <= MAX_TITLE
        && !is_polite_sentence(title)
        && (is_goal || !is_plain_sentence(title))
        && !title.starts_with(['、', '。', '）'])
        && !title.contains("円、")
        && !is_unfinished(title)
        && !is_link(title)
        && !is_figure_caption(title)
        && !row
}

/// `先頭へ`: what a web page says on a link.
fn is_link(title: &str) -> bool {
    title.split(['（', '(']).next().is_some_and(|t| t.ends_with('へ'))
}

/// `【図表１ 年齢構成】`: what a picture shows.
fn is_figure_caption(title: &str) -> bool {
    let inner = title.trim_start_matches('【');
    ["図表", "図", "表", "グラフ"].iter().any(|word| {
        inner
            .strip_prefix(word)
            .is_some_and(|rest| rest.trim_start().starts_with(|c| digit(c).is_some()))
    })
}

/// `予備費 500`, `職員給与費 92,795千円`: a row of an account.
fn ends_with_amount(title: &str) -> bool {
    let bare = title.trim_end_matches(['円', '千', '百', '万', '億', ' ']);
    let figure = |c: char| digit(c).is_some() || matches!(c, ',' | '，' | '.' | '△' | '▲' | ' ');
    let rest = bare.trim_end_matches(figure);
    let tail = &bare[rest.len()..];
    let digits = tail.chars().filter(|&c| digit(c).is_some()).count();
    let paid = title[bare.len()..].contains('円');
    let apart = tail.starts_with(' ') && digits >= 2;
    digits > 0 && (paid || apart || tail.contains([',', '，']) || digits >= 5)
}

/// `岸壁の延長 ・入港する船の数`: what ends in an item of the column beside it.
fn holds_item(title: &str) -> bool {
    let spread = title.contains("・ ") || title.contains("・\u{3000}");
    !spread && (title.contains(" ・") || title.contains("\u{3000}・"))
}

/// Whether a title stops at a word that another one must follow.
pub(crate) fn is_unfinished(title: &str) -> bool {
    ["の", "を", "及び", "並びに", "又は", "・"].iter().any(|end| title.ends_with(end))
}

/// How many brackets of a text stay open; below 0 where it closes some that it did not open.
pub(crate) fn open_brackets(text: &str) -> i32 {
    text.chars().fold(0, |open, c| match c {
        '（' | '(' | '「' | '『' | '【' | '［' | '〔' => open + 1,
        '）' | ')' | '」' | '』' | '】' | '］' | '〕' => open - 1,
        _ => open,
    })
}

/// A title without the mark of a note behind it: `用語の定義 ※１`.
pub(crate) fn without_note(title: &str) -> &str {
    let bare = title.trim_end_matches(|c| digit(c).is_some());
    match bare.strip_suffix('※') {
        Some(rest) => rest.trim_end(),
        None => title,
    }
}

/// A title without what is said in brackets behind it: `港湾計画の分析（平成28年度）`.
pub(crate) fn without_remark(title: &str) -> &str {
    let open = title.rfind(['（', '(']).filter(|_| title.ends_with(['）', ')']));
    open.map_or(title, |open| title[..open].trim_end())
}

/// `年 40 人`, `５年間で６人`: a value alone on its line.
pub(crate) fn is_value(words: &str) -> bool {
    let words = words.split("  ").next().unwrap_or_default();
    let words =
        ["年間", "年", "約", "延べ"].iter().find_map(|w| words.strip_prefix(w)).unwrap_or(words);
    let words = words.trim_start();
    words.chars().count() <= 12
        && words.starts_with(|c| digit(c).is_some())
        && enumerator(words).is_none()
}

/// （平成28年度～31年度）: a remark in brackets with a number in it.
pub(crate) fn is_dated_remark(words: &str) -> bool {
    words.starts_with(['（', '('])
        && words.ends_with(['）', ')'])
        && words.chars().any(|c| digit(c).is_some())
        && words.contains(['年', 'H', 'R', 'S', 'Ｈ', 'Ｒ', '～', '〜', '~'])
}

/// Whether words without a number or mark can be a title.
pub(crate) fn reads_as_title(words: &str) -> bool {
    let words = &*compact(words);
    let length = words.chars().count();
    (2..=MAX_PLAIN).contains(&length)
        && is_name(words)
        && !is_sentence(words)
        && !is_bullet(words)
        && !is_mark(words)
        && !words.contains([':', '：', '、', '＝', '='])
        && !words.starts_with(['（', '(', '「', '※', '→', '〒', '【', '〔', '×', '÷', '＋', '+'])
        && !["午前", "午後"].iter().any(|w| words.starts_with(w))
        && !words.ends_with(['」', '）', ')', '円', '%', '％', '件', '㎡', '㎢', '℃'])
        && words.chars().any(keikaku_text::is_japanese)
        && !words.starts_with(|c| digit(c).is_some())
        && !words.ends_with(|c| digit(c).is_some())
        && open_brackets(words) == 0
        && enumerator(words).is_none()
        && !is_figure_caption(words)
        && !is_date_or_body(words)
}

/// A date or the name of a public body standing alone is a title page's, not a header's.
fn is_date_or_body(words: &str) -> bool {
    let era = ["令和", "平成", "昭和", "大正", "明治"].iter().any(|e| words.starts_with(e));
    // The day and who publishes may stand on one line: 令和８年２月20日　○○市.
    era && (words.ends_with(['月', '日', '年', '度', '現', '在']) || words.contains('月'))
        || [
            "県",
            "市",
            "町",
            "村",
            "都",
            "府",
            "省",
            "庁",
            "部",
            "局",
            "課",
            "室",
            "該当なし",
            "特になし",
            "同上",
            "以上",
        ]
        .iter()
        .any(|end| words.ends_with(end))
            && words.chars().count() <= 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_spread_are_read_together() {
        assert!(is_sentence("計画 を策 定し ま した"));
        assert!(reads_as_title("観 光レ クリエ ーシ ョン"));
        assert!(reads_as_title("収      支      計      画"));
        assert_eq!(compact("Free  WiFi の 整 備"), "Free WiFiの整備");
    }

    #[test]
    fn rows_links_and_captions_are_no_titles() {
        for words in [
            "級",
            "97.6 98.2",
            "資本金 1,831,835",
            "予備費 500円",
            "先頭へ（全0件）",
            "【図表１ 年齢構成】",
            "港の振興の",
        ] {
            assert!(!is_header(words, Scheme::Decimal(1)), "{words}");
        }
        for words in ["港の振興", "計画の概要（案）", "令和7年度", "港の会計（平成28年度決算）"]
        {
            assert!(is_header(words, Scheme::Decimal(1)), "{words}");
        }
        assert!(is_header("⼈⼝の推移", Scheme::Decimal(1)));
        assert!(is_header("港の力を高める", Scheme::Named(1)));
        assert!(!is_header("死者を減らすことを決める", Scheme::Parenthesised));
    }

    #[test]
    fn a_value_is_told_from_a_title() {
        assert!(is_value("年 40 人") && is_value("５年間で６人"));
        assert!(!is_value("１ 港の整備") && !is_value("港の整備"));
    }
}

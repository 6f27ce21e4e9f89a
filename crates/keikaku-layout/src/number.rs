//! The numbering of section headers: what stands before a title and how deep it usually nests.
//!
//! One grammar reads every common scheme of Japanese public documents (公用文の項目番号): chapters
//! (第1章 第2節), plain, dotted and hyphenated numbers (１ 1. 5-3-1), brackets ((1) （１）), circled
//! numbers (①), kana and letters (ア (ｱ) a), Roman numerals (Ⅰ), and words with a number
//! (議題１, 取組方向 1, 施策１－２).

use std::ops::Range;

/// A kind of numbering. Two headers of the same scheme are siblings or deeper and higher again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// A heading that markup marks: `##`, `<h2>`; its level.
    Tagged(u8),
    /// 第N編, 第N部.
    Part,
    /// 第N章.
    Chapter,
    /// 第N節.
    Clause,
    /// 第N項, 第N款.
    Item,
    /// A word with a number: 議題１, 基本方向1, 施策１－２. Holds the number's parts.
    Named(u8),
    /// Ⅰ, Ⅱ.
    Roman,
    /// `1`, `5-2`, `5-3-1`: the number of parts.
    Decimal(u8),
    /// (1), （１）, 〔1〕.
    Parenthesised,
    /// ①, ❶.
    Circled,
    /// ア, イ.
    Kana,
    /// (ア), (ｱ).
    ParenthesisedKana,
    /// A, b.
    Letter,
    /// 【…】.
    LenticularBracket,
    /// [...], ［…］.
    SquareBracket,
    /// ≪…≫, 《…》, ＜…＞, 〈…〉, 〔…〕.
    AngleBracket,
    /// ■, ◆, ◇, □, ▼, ▽.
    Symbol(char),
    /// No number and no mark.
    Plain,
}

/// What stands before a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumerator {
    /// The scheme.
    pub scheme: Scheme,
    /// Bytes of the number as written, from the start of the text.
    pub len: usize,
    /// Bytes up to where the title begins.
    pub title: usize,
    /// The number's last part: 3 for `5-2-3`, `③` and ウ.
    pub value: u32,
    /// Whether a space or mark stands between the number and the title.
    pub separated: bool,
}

const KANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ";
const HALF_KANA: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜ";

/// Words that take a number as a header does; each may follow up to four kanji (基本, 重点, 個別…).
const NAMED: &[&str] = &[
    "プロジェクト",
    "ステップ",
    "テーマ",
    "アクション",
    "チャレンジ",
    "ビジョン",
    "方向性",
    "方向",
    "方針",
    "目標",
    "施策",
    "政策",
    "戦略",
    "課題",
    "議題",
    "議事",
    "議案",
    "案件",
    "報告",
    "協議",
    "審議",
    "視点",
    "分野",
    "事業",
    "取組",
    "取組み",
    "取り組み",
    "柱",
    "資料",
    "別紙",
    "別表",
    "別添",
    "様式",
    "参考",
    "論点",
    "項目",
    "指標",
    "節",
    "章",
    "日程",
];

/// Whether one of the words that take a number begins with a character: most lines have none.
fn begins_named(c: char) -> bool {
    matches!(
        c,
        'プ' | 'ス'
            | 'テ'
            | 'ア'
            | 'チ'
            | 'ビ'
            | '方'
            | '目'
            | '施'
            | '政'
            | '戦'
            | '課'
            | '議'
            | '案'
            | '報'
            | '協'
            | '審'
            | '視'
            | '分'
            | '事'
            | '取'
            | '柱'
            | '資'
            | '別'
            | '様'
            | '参'
            | '論'
            | '項'
            | '指'
            | '節'
            | '章'
            | '日'
    )
}

/// The digit that a character writes, ASCII or full-width.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The value of ①…㊿ and ❶…❿.
pub fn circled_value(c: char) -> Option<u32> {
    Some(match c {
        '①'..='⑳' => c as u32 - '①' as u32 + 1,
        '㉑'..='㉟' => c as u32 - '㉑' as u32 + 21,
        '㊱'..='㊿' => c as u32 - '㊱' as u32 + 36,
        '❶'..='❿' => c as u32 - '❶' as u32 + 1,
        _ => return None,
    })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '‐' | '–' | '‑')
}

/// Reads digits (at most three); their value and length in bytes.
fn digits(text: &str) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut len = 0;
    for (count, c) in text.chars().enumerate() {
        let Some(d) = digit(c) else { break };
        if count == 3 {
            return None;
        }
        value = value * 10 + d;
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

fn kanji_number(text: &str) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut len = 0;
    for c in text.chars() {
        match "一二三四五六七八九".chars().position(|k| k == c) {
            Some(i) => value += i as u32 + 1,
            None if c == '十' => value = value.max(1) * 10,
            None => break,
        }
        len += c.len_utf8();
    }
    (len > 0 && len <= 9).then_some((value, len))
}

/// Bytes of spaces and of one mark (`.`, `．`, `、`, `:`, `：`) after a number.
fn separator(text: &str) -> usize {
    const SPACE: &str = "&nbsp;";
    let mut len = 0;
    let mut marked = false;
    while text[len..].starts_with(SPACE) {
        len += SPACE.len();
    }
    for c in text[len..].chars() {
        if is_space(c) || (!marked && matches!(c, '.' | '．' | '、' | ':' | '：' | ')' | '）'))
        {
            marked |= !is_space(c);
            len += c.len_utf8();
        } else {
            break;
        }
    }
    len
}

fn finish(text: &str, scheme: Scheme, len: usize, value: u32) -> Enumerator {
    let gap = separator(&text[len..]);
    Enumerator { scheme, len, title: len + gap, value, separated: gap > 0 || len == text.len() }
}

/// Reads the enumerator at the start of a line's text, if there is one.
///
/// The text has no space at its start. A date, an amount or a word is none:
///
/// ```
/// use keikaku_layout::{Scheme, enumerator};
///
/// assert_eq!(enumerator("5-3-1 支援措置").unwrap().scheme, Scheme::Decimal(3));
/// assert_eq!(enumerator("取組方向 1 産業の振興").unwrap().scheme, Scheme::Named(1));
/// assert_eq!(enumerator("2019年7月"), None);
/// ```
pub fn enumerator(text: &str) -> Option<Enumerator> {
    let first = text.chars().next()?;
    match first {
        '第' => chapter(text),
        '(' | '（' | '〔' => parenthesised(text),
        'Ⅰ'..='Ⅻ' => {
            let len = first.len_utf8();
            Some(finish(text, Scheme::Roman, len, first as u32 - 'Ⅰ' as u32 + 1))
        }
        '⑴'..='⒇' => Some(finish(
            text,
            Scheme::Parenthesised,
            first.len_utf8(),
            first as u32 - '⑴' as u32 + 1,
        )),
        _ if circled_value(first).is_some() => {
            Some(finish(text, Scheme::Circled, first.len_utf8(), circled_value(first)?))
        }
        _ if digit(first).is_some() => decimal(text),
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => letter(text, first),
        _ => kana(text, first).or_else(|| named(text)),
    }
}

fn chapter(text: &str) -> Option<Enumerator> {
    let rest = &text['第'.len_utf8()..];
    let rest_trimmed = rest.trim_start_matches(is_space);
    let (value, n) = digits(rest_trimmed).or_else(|| kanji_number(rest_trimmed))?;
    let after = &rest_trimmed[n..];
    let unit_text = after.trim_start_matches(is_space);
    // 第１　予算案の姿: a number set off by a space, without a word.
    if unit_text.len() < after.len() && !unit_text.starts_with(['編', '部', '章', '節', '項', '款'])
    {
        let found = finish(text, Scheme::Clause, text.len() - after.len(), value);
        return (found.title < text.len()).then_some(found);
    }
    let unit = unit_text.chars().next()?;
    let scheme = match unit {
        '編' | '部' => Scheme::Part,
        '章' => Scheme::Chapter,
        '節' => Scheme::Clause,
        '項' | '款' => Scheme::Item,
        _ => return None,
    };
    let len = text.len() - unit_text.len() + unit.len_utf8();
    let found = finish(text, scheme, len, value);
    // 第4章は、… is the beginning of a sentence, not a header.
    let next = text[found.title..].chars().next();
    (found.separated || !next.is_some_and(|c| "はでにをがのと、から".contains(c))).then_some(found)
}

fn parenthesised(text: &str) -> Option<Enumerator> {
    let open = text.chars().next()?;
    let inner = &text[open.len_utf8()..];
    let start = inner.trim_start_matches(is_space);
    let (scheme, value, n) = if let Some((value, n)) = digits(start) {
        (Scheme::Parenthesised, value, n)
    } else {
        let c = start.chars().next()?;
        (Scheme::ParenthesisedKana, kana_value(c)?, c.len_utf8())
    };
    let after = start[n..].trim_start_matches(is_space);
    let close = after.chars().next().filter(|c| matches!(c, ')' | '）' | '〕'))?;
    let len = text.len() - after.len() + close.len_utf8();
    Some(finish(text, scheme, len, value))
}

fn decimal(text: &str) -> Option<Enumerator> {
    let (mut value, mut len) = digits(text)?;
    let mut parts = 1u8;
    let mut dotted = false;
    loop {
        let rest = &text[len..];
        let mark = rest.chars().next();
        let Some(c) = mark.filter(|&c| is_dash(c) || matches!(c, '.' | '．' | '・')) else {
            break;
        };
        let Some((v, n)) = digits(&rest[c.len_utf8()..]) else { break };
        dotted |= !is_dash(c);
        value = v;
        len += c.len_utf8() + n;
        parts += 1;
        if parts > 5 {
            return None;
        }
    }
    let found = finish(text, Scheme::Decimal(parts), len, value);
    if found.title == text.len() && parts == 1 {
        return None;
    }
    let next = text[found.title..].chars().next();
    if !found.separated {
        // `5-2事業` is a header, `2019年`, `3.7％` and `10件` are not.
        let plain = parts > 1 && !dotted && next.is_some_and(is_title_start);
        return plain.then_some(found);
    }
    let spaced_only = text[len..found.title].chars().all(is_space);
    (!spaced_only || !opens_with_counter(&text[found.title..])).then_some(found)
}

/// Whether a text goes on as a quantity does: `者による`, `年 3月`, but not `日時` or `件数`.
fn opens_with_counter(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('%' | '％' | '~' | '〜' | '～' | '-' | '万' | '億' | '千') => true,
        Some(c) if "年月日件人円社回名者位級歳".contains(c) => chars
            .next()
            .is_none_or(|n| !('\u{4e00}'..='\u{9fff}').contains(&n) || "間度末分".contains(n)),
        _ => false,
    }
}

fn is_title_start(c: char) -> bool {
    keikaku_text::is_japanese(c) && !"年月日件人円社回名者位％〜～万億千、。".contains(c)
}

fn letter(text: &str, first: char) -> Option<Enumerator> {
    let found = finish(text, Scheme::Letter, first.len_utf8(), 0);
    // A letter needs a mark after it: `A. 概要`, `ａ）概要`; `A 社` and `AI` are words.
    let marked = text[found.len..found.title].chars().any(|c| !is_space(c));
    let folded = if (first as u32) >= 0xff21 { first as u32 - 0xfee0 } else { first as u32 };
    let value = char::from_u32(folded)?.to_ascii_lowercase() as u32 - 'a' as u32 + 1;
    (marked && found.title < text.len()).then_some(Enumerator { value, ..found })
}

/// The place of a kana in the order that lists count by: ア is 1, イ is 2.
fn kana_value(c: char) -> Option<u32> {
    let list = match c {
        'ァ'..='ヶ' => KANA,
        'ｦ'..='ﾟ' => HALF_KANA,
        _ => return None,
    };
    list.chars().position(|k| k == c).map(|i| i as u32 + 1)
}

fn kana(text: &str, first: char) -> Option<Enumerator> {
    let found = finish(text, Scheme::Kana, first.len_utf8(), kana_value(first)?);
    (found.separated && found.title < text.len()).then_some(found)
}

fn named(text: &str) -> Option<Enumerator> {
    // The word: up to four kanji and one of the words that take numbers.
    let mut prefix = 0;
    for (count, c) in text.chars().enumerate() {
        if count > 4 {
            return None;
        }
        let word = || NAMED.iter().find(|w| text[prefix..].starts_with(**w));
        if let Some(word) = if begins_named(c) { word() } else { None } {
            let at = prefix + word.len();
            let gap = text[at..].len() - text[at..].trim_start_matches(is_space).len();
            // 日程第１.
            let counted = if text[at + gap..].starts_with('第') { '第'.len_utf8() } else { 0 };
            let gap = gap + counted;
            let rest = &text[at + gap..];
            if let Some(found) = named_number(text, at + gap, rest) {
                return Some(found);
            }
        }
        if !('\u{4e00}'..='\u{9fff}').contains(&c) && c != '々' {
            return None;
        }
        prefix += c.len_utf8();
    }
    None
}

fn named_number(text: &str, at: usize, rest: &str) -> Option<Enumerator> {
    let first = rest.chars().next()?;
    let (value, mut len, mut parts) = if let Some((v, n)) = digits(rest) {
        (v, n, 1u8)
    } else if ('Ⅰ'..='Ⅻ').contains(&first) {
        (first as u32 - 'Ⅰ' as u32 + 1, first.len_utf8(), 1)
    } else if let Some(v) = circled_value(first) {
        (v, first.len_utf8(), 1)
    } else if matches!(first, '(' | '（') {
        let found = parenthesised(rest)?;
        (found.value, found.len, 1)
    } else {
        return None;
    };
    let mut last = value;
    while let Some(c) = rest[len..].chars().next().filter(|&c| is_dash(c) || c == '.' || c == '．')
    {
        let Some((v, n)) = digits(&rest[len + c.len_utf8()..]) else { break };
        last = v;
        len += c.len_utf8() + n;
        parts += 1;
    }
    let found = finish(text, Scheme::Named(parts), at + len, last);
    // 目標10件 and 事業3本 go on without a mark: no headers. 方向1「…」 is one.
    let next = text[found.title..].chars().next();
    (found.separated || next.is_none_or(|c| "「『【（(".contains(c))).then_some(found)
}

/// 〔市長登壇〕: what happens in a meeting, not what the text below is about.
pub(crate) fn is_stage_direction(text: &str) -> bool {
    const HAPPENS: &[&str] =
        &["登壇", "降壇", "退席", "着席", "退場", "入場", "起立", "者あり", "拍手"];
    let inner = text.strip_suffix(['〕', '≫', '》', '＞', '>', '〉']);
    inner.is_some_and(|inner| HAPPENS.iter().any(|w| inner.ends_with(w)))
}

/// Reads a header that is marked by brackets around the whole line, or by a symbol before it:
/// the scheme, and the bytes of the title within the text.
///
/// Lenticular brackets belong to the title as written (【数値目標】), other ones do not.
pub(crate) fn marked(text: &str) -> Option<(Scheme, Range<usize>)> {
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    let inner = first.len_utf8()..text.len() - last.len_utf8();
    let whole = |open: char, close: char| {
        first == open
            && last == close
            && inner.start < inner.end
            && !text[inner.clone()].contains(open)
            && !text[inner.clone()].contains(close)
    };
    if whole('【', '】') {
        return Some((Scheme::LenticularBracket, 0..text.len()));
    }
    if whole('[', ']') || whole('［', '］') {
        return Some((Scheme::SquareBracket, inner));
    }
    for (open, close) in
        [('≪', '≫'), ('《', '》'), ('＜', '＞'), ('<', '>'), ('〈', '〉'), ('〔', '〕')]
    {
        // ≪…で13件≫ states a target and heads nothing.
        let stated = || text[inner.clone()].chars().any(|c| digit(c).is_some());
        // ＜図３参照＞ sends the reader elsewhere.
        let refers = || text[inner.clone()].ends_with("参照");
        if whole(open, close) && !stated() && !refers() && !is_stage_direction(text) {
            return Some((Scheme::AngleBracket, inner));
        }
    }
    if "■◆◇□▼▽▶▷".contains(first) {
        let rest = text[first.len_utf8()..].trim_start_matches(is_space);
        if !rest.is_empty() {
            return Some((Scheme::Symbol(first), text.len() - rest.len()..text.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Scheme, &str, &str, u32)> {
        enumerator(text).map(|e| (e.scheme, &text[..e.len], &text[e.title..], e.value))
    }

    #[test]
    fn every_common_scheme_is_read() {
        let cases = [
            ("第１章　総論", Scheme::Chapter, "第１章", "総論", 1),
            ("第二節 推進体制", Scheme::Clause, "第二節", "推進体制", 2),
            ("１ 開催日時", Scheme::Decimal(1), "１", "開催日時", 1),
            ("3．評価", Scheme::Decimal(1), "3", "評価", 3),
            ("5-2 第5章の措置", Scheme::Decimal(2), "5-2", "第5章の措置", 2),
            ("5-3-1支援措置", Scheme::Decimal(3), "5-3-1", "支援措置", 1),
            ("(1) 次世代", Scheme::Parenthesised, "(1)", "次世代", 1),
            ("（２）「食」の振興", Scheme::Parenthesised, "（２）", "「食」の振興", 2),
            ("⑤ 評価指標", Scheme::Circled, "⑤", "評価指標", 5),
            ("イ　区域", Scheme::Kana, "イ", "区域", 2),
            ("第 １ 章　総 論", Scheme::Chapter, "第 １ 章", "総 論", 1),
            ("１ ．評価", Scheme::Decimal(1), "１", "評価", 1),
            ("（ ２ ） 区域", Scheme::Parenthesised, "（ ２ ）", "区域", 2),
            ("(ｱ) 区域", Scheme::ParenthesisedKana, "(ｱ)", "区域", 1),
            ("Ⅲ 基本方針", Scheme::Roman, "Ⅲ", "基本方針", 3),
            ("議題１ 計画について", Scheme::Named(1), "議題１", "計画について", 1),
            ("取組方向 1 ものづくり", Scheme::Named(1), "取組方向 1", "ものづくり", 1),
            ("日程第２ 条例の制定", Scheme::Named(1), "日程第２", "条例の制定", 2),
            ("第１　予算の姿", Scheme::Clause, "第１", "予算の姿", 1),
            ("施策１－２　担い手", Scheme::Named(2), "施策１－２", "担い手", 2),
            ("基本目標Ⅱ 暮らし", Scheme::Named(1), "基本目標Ⅱ", "暮らし", 2),
        ];
        for (text, scheme, number, title, value) in cases {
            assert_eq!(read(text), Some((scheme, number, title, value)), "{text}");
        }
    }

    #[test]
    fn every_word_that_takes_a_number_is_found_by_its_first_character() {
        for word in NAMED {
            assert!(word.starts_with(begins_named), "{word}");
        }
    }

    #[test]
    fn dates_amounts_and_words_are_no_numbers() {
        for text in [
            "2019年7月",
            "10件",
            "3.7％",
            "5 年間",
            "目標10件",
            "AI・ICT",
            "ア社",
            "第4次産業",
            "第４章は、第３章を",
            "4 者",
        ] {
            assert_eq!(enumerator(text), None, "{text}");
        }
    }

    #[test]
    fn lenticular_brackets_stay_in_the_title_and_square_ones_go() {
        assert_eq!(
            marked("【数値目標】"),
            Some((Scheme::LenticularBracket, 0.."【数値目標】".len()))
        );
        let (scheme, title) = marked("[取組方向]").unwrap();
        assert_eq!((scheme, &"[取組方向]"[title]), (Scheme::SquareBracket, "取組方向"));
        assert_eq!(marked("【自立性】と【協働】"), None);
    }
}

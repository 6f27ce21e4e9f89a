//! Names as people read them.

use unicode_normalization::char::compose;

use crate::fold::{
    full_width_ascii, full_width_kana, full_width_mark, is_voicing_mark, unified_radical,
    voicing_mark,
};

/// Whether a character belongs to Japanese writing: kana, kanji, their iteration and prolongation
/// marks, Japanese punctuation and brackets, full-width and half-width forms.
///
/// # Digits and Latin letters do when they are full-width
/// ```
/// use keikaku_text::is_japanese;
///
/// assert!("あア漢々〆ヶー（Ａｱ".chars().all(is_japanese));
/// assert!(!"A1( -".chars().any(is_japanese));
/// ```
#[must_use]
pub fn is_japanese(char: char) -> bool {
    matches!(char,
        // Punctuation, kana, compatibility squares; the ideographic space at U+3000 is a space.
        '\u{3001}'..='\u{30FF}' | '\u{31F0}'..='\u{33FF}'
        // Ideographs with extensions and compatibility forms, radicals.
        | '\u{2E80}'..='\u{2FDF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}'
        // Full-width ASCII, half-width kana, full-width signs.
        | '\u{FF01}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFE6}')
}

/// A name or title as people read it: without hard wraps and the spaces between Japanese
/// characters, with full-width letters and digits made ASCII and half-width kana full-width.
///
/// The radicals that PDF extractors write for ordinary kanji become these; 﨑 and 髙 stay, since names
/// are told apart by them.
///
/// Circled numbers, ～ 〜 ・, brackets and other full-width punctuation stay as written. A space
/// stays, as one, beside a Latin letter, unless it stands at Japanese punctuation; beside a digit only
/// where the other side is no Japanese.
///
/// # The space of a hard wrap inside a word goes, that between two words of English stays
/// ```
/// use keikaku_text::clean_name;
///
/// assert_eq!(clean_name("中小企業・サ ービス産業振興\n 課"), "中小企業・サービス産業振興課");
/// assert_eq!(clean_name("Ｓｍａｒｔ　Ｃｉｔｙ 構想"), "Smart City 構想");
/// assert_eq!(clean_name("平成 ３０年度 ｶﾞｲﾄﾞ①"), "平成30年度ガイド①");
/// ```
#[must_use]
pub fn clean_name(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut has_space = false;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char.is_whitespace() {
            has_space = true;
            continue;
        }
        let mut char = match char {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => full_width_ascii(char),
            '\u{2E80}'..='\u{2FD5}' => unified_radical(char),
            _ if is_voicing_mark(char) => full_width_mark(char),
            _ => full_width_kana(char),
        };
        let mut alone = None;
        if let Some(mark) = chars.next_if(|&next| is_voicing_mark(next)) {
            match compose(char, voicing_mark(mark)) {
                Some(joined) => char = joined,
                None => alone = Some(full_width_mark(mark)),
            }
        }
        if has_space && clean.chars().next_back().is_some_and(|before| parts(before, char)) {
            clean.push(' ');
        }
        has_space = false;
        clean.push(char);
        clean.extend(alone);
    }
    clean
}

/// Whether a space between these two stays.
fn parts(before: char, after: char) -> bool {
    match (is_japanese(before), is_japanese(after)) {
        (true, true) => false,
        (true, false) => !after.is_ascii_digit() && !is_japanese_punctuation(before),
        (false, true) => !before.is_ascii_digit() && !is_japanese_punctuation(after),
        (false, false) => true,
    }
}

/// Punctuation and brackets that bring a space of their own in print.
fn is_japanese_punctuation(char: char) -> bool {
    matches!(char,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '・'
        | '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='～')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_space_stays_where_a_word_of_latin_letters_ends() {
        for (written, clean) in [
            ("ＮＥＸＴ　開発拠点", "NEXT 開発拠点"),
            ("平成 30 年度", "平成30年度"),
            ("第 ２ 期", "第2期"),
            ("（ＫＰＩ） の 設定", "（KPI）の設定"),
            ("「 Smart 」 構想", "「Smart」構想"),
            ("研究会 (三重)", "研究会 (三重)"),
            ("Open  Data\u{a0}2016", "Open Data 2016"),
            ("　 \n", ""),
        ] {
            assert_eq!(clean_name(written), clean);
        }
    }

    #[test]
    fn what_japanese_punctuation_is_written_with_stays() {
        let name = "①医療・健康（産業）：１０％～〜【ア／イ】，ウ．㈱㎡";
        assert_eq!(clean_name(name), "①医療・健康（産業）：10％～〜【ア／イ】，ウ．㈱㎡");
    }

    #[test]
    fn half_width_kana_join_their_voicing_marks() {
        assert_eq!(clean_name("ｸﾞﾙｰﾌﾟ･ﾊ゙｢ｱﾞ｣"), "グループ・バ「ア゛」");
    }

    #[test]
    fn radicals_become_kanji_and_the_kanji_of_names_stay() {
        assert_eq!(clean_name("⼈⼝の⻑期⾒通し"), "人口の長期見通し");
        assert_eq!(clean_name("宮﨑 髙橋"), "宮﨑髙橋");
    }

    proptest! {
        #[test]
        fn a_clean_name_is_clean(text in "[ 　\n計のｶﾊﾞﾟ゙ァー（」・～①Ａａ０A1(]{0,20}") {
            let clean = clean_name(&text);
            prop_assert_eq!(clean_name(&clean), clean.as_str());
            prop_assert_eq!(clean.trim(), &clean);
            prop_assert!(!clean.contains(['\n', '　']));
        }
    }
}

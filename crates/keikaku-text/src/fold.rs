//! One shape for what is written in several: the view that patterns are matched against.
//!
//! This is not NFKC, which destroys structure: it makes 第11 of 第1①, 102 of 10² and (株) of ㈱.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use crate::{AlignedText, AlignedTextBuilder};

/// What every tilde and wave dash becomes: `～` `〜` `∼` `˜` and `~` itself.
pub const TILDE: char = '~';

/// What every dash, hyphen and minus becomes: `－` `−` `‐` `‑` `‒` `–` `—` `―` `─` `﹣` and `-`
/// itself. Never the prolonged sound mark `ー`.
pub const DASH: char = '-';

/// What every space within a line becomes: the ideographic space, the no-break space, the tab and
/// the spaces of typography, one for one. Line breaks stay.
pub const SPACE: char = ' ';

/// Folds the variants of width and shape in a text, and keeps the way back.
///
/// Folded are: full-width ASCII to ASCII; half-width kana to full-width, joined with their voicing
/// marks (a combining mark after kana is joined too); [`SPACE`], [`DASH`] and [`TILDE`]; `￥` to
/// `¥`; the era squares ㍻㍼㍽㍾㋿ and the squared words (㌔ ㌫) to the words; the radicals and
/// compatibility ideographs that some PDF extractors write for ordinary kanji; the bullets of
/// symbol fonts to `・`. Variation selectors are left out. All else stays, among it circled numbers, ㈱, ㎡, ² and Japanese punctuation.
///
/// # A kana and its voicing mark become one character
/// ```
/// use keikaku_text::{fold, Span};
///
/// let folded = fold("ｶﾞｲﾄﾞ（２０１６〜２０１９）①");
/// assert_eq!(folded.text(), "ガイド(2016~2019)①");
/// assert_eq!(folded.to_source(Span::new(0, 3)), Span::new(0, 6));
/// ```
#[must_use]
pub fn fold(text: &str) -> AlignedText {
    let mut builder = AlignedTextBuilder::new();
    builder.push_folded(text, 0);
    builder.finish()
}

/// Appends `source`, which stands at `base` in the whole, to the view.
pub(crate) fn fold_into(source: &str, base: usize, view: &mut AlignedTextBuilder) {
    let bytes = source.as_bytes();
    // Up to here all is pushed; from here to `at` stands text that stays as it is.
    let mut plain = 0;
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        let len = match lead {
            b'\t' => 1,
            0..0x80 => {
                at += 1;
                continue;
            }
            0xE4..=0xE9 => {
                at += 3;
                continue;
            }
            0xE3 => {
                if is_plain_kana_row(bytes[at + 1], bytes[at + 2]) {
                    at += 3;
                    continue;
                }
                3
            }
            0xC0..0xE0 => 2,
            0xF0.. => 4,
            _ => 3,
        };
        let next = at + len;
        let Some(char) = source[at..next].chars().next() else { break };
        let folded = match char {
            '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                SPACE
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE63}' => DASH,
            '\u{2DC}' | '\u{223C}' | '\u{301C}' => TILDE,
            '！'..='～' => full_width_ascii(char),
            '￥' => '¥',
            '\u{FF9E}' | '\u{FF9F}' | '\u{3099}' | '\u{309A}' => {
                let before = source[plain..at].chars().next_back();
                if let Some(before) = before
                    && let Some(joined) = compose(before, voicing_mark(char))
                {
                    let start = at - before.len_utf8();
                    view.push_verbatim(&source[plain..start], base + plain);
                    view.push_char(joined, base + start, next - start);
                    at = next;
                    plain = next;
                    continue;
                }
                full_width_mark(char)
            }
            '｡'..='ﾝ' => {
                let kana = full_width_kana(char);
                let mark = source[next..].chars().next().filter(|&mark| is_voicing_mark(mark));
                if let Some(mark) = mark
                    && let Some(joined) = compose(kana, voicing_mark(mark))
                {
                    view.push_verbatim(&source[plain..at], base + plain);
                    at = next + mark.len_utf8();
                    view.push_char(joined, base + next - len, at + len - next);
                    plain = at;
                    continue;
                }
                kana
            }
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
                view.push_verbatim(&source[plain..at], base + plain);
                at = next;
                plain = next;
                continue;
            }
            _ => {
                if let Some(radical) = radical(char) {
                    radical
                } else if is_symbol_bullet(char) {
                    '・'
                } else if is_written_for_others(char) {
                    view.push_verbatim(&source[plain..at], base + plain);
                    view.push_chars(std::iter::once(char).nfkc(), base + at, len);
                    at = next;
                    plain = next;
                    continue;
                } else {
                    at = next;
                    continue;
                }
            }
        };
        view.push_verbatim(&source[plain..at], base + plain);
        view.push_char(folded, base + at, len);
        at = next;
        plain = next;
    }
    view.push_verbatim(&source[plain..], base + plain);
}

/// Whether U+3000 to U+3FFF, by the second and third byte of its UTF-8, is sure to stay: the
/// hiragana, katakana and punctuation that most of a text is made of.
fn is_plain_kana_row(second: u8, third: u8) -> bool {
    match second {
        0x81 | 0x83 => true,
        0x80 => third != 0x80 && third != 0x9C,
        0x82 => third != 0x99 && third != 0x9A,
        _ => false,
    }
}

/// The ASCII character of a full-width one, U+FF01 to U+FF5E; any other stays.
pub(crate) fn full_width_ascii(char: char) -> char {
    match char {
        '！'..='～' => char::from_u32(char as u32 - 0xFEE0).unwrap_or(char),
        _ => char,
    }
}

/// The full-width form of half-width kana and punctuation, U+FF61 to U+FF9F; any other stays.
pub(crate) fn full_width_kana(char: char) -> char {
    const FULL: [char; 63] = [
        '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ',
        'ー', 'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ',
        'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ',
        'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ',
        'ン', '゛', '゜',
    ];
    let index = (char as usize).wrapping_sub(0xFF61);
    FULL.get(index).copied().unwrap_or(char)
}

/// Whether it voices the kana before it: half-width or combining.
pub(crate) fn is_voicing_mark(char: char) -> bool {
    matches!(char, '\u{FF9E}' | '\u{FF9F}' | '\u{3099}' | '\u{309A}')
}

/// The combining form of a voicing mark, which is what composition is defined on.
pub(crate) fn voicing_mark(mark: char) -> char {
    match mark {
        '\u{FF9E}' => '\u{3099}',
        '\u{FF9F}' => '\u{309A}',
        _ => mark,
    }
}

/// The mark as it stands where there is nothing to voice.
pub(crate) fn full_width_mark(mark: char) -> char {
    if voicing_mark(mark) == '\u{3099}' { '゛' } else { '゜' }
}

/// Whether NFKC is safe for this character alone: squared words and eras, Kangxi radicals,
/// compatibility ideographs.
fn is_written_for_others(char: char) -> bool {
    matches!(char,
        '\u{2E9F}' | '\u{2EF3}' | '\u{2F00}'..='\u{2FD5}'
        | '㋿' | '\u{3300}'..='\u{3357}' | '㍻'..='㍾'
        | '\u{F900}'..='\u{FAD9}' | '\u{2F800}'..='\u{2FA1D}')
}

/// A bullet of the fonts Symbol and Wingdings, which extractors write as private use.
fn is_symbol_bullet(char: char) -> bool {
    matches!(
        char,
        '\u{F06C}'
            | '\u{F06D}'
            | '\u{F06E}'
            | '\u{F06F}'
            | '\u{F070}'
            | '\u{F071}'
            | '\u{F072}'
            | '\u{F075}'
            ..='\u{F077}'
                | '\u{F09F}'
                | '\u{F0A7}'
                | '\u{F0A8}'
                | '\u{F0B7}'
                | '\u{F0D8}'
                | '\u{F0E8}'
                | '\u{F0FC}'
    )
}

/// The everyday ideograph of a Kangxi or CJK radical; any other character stays.
pub(crate) fn unified_radical(char: char) -> char {
    match char {
        '\u{2E80}'..='\u{2FD5}' => {
            radical(char).or_else(|| std::iter::once(char).nfkc().next()).unwrap_or(char)
        }
        _ => char,
    }
}

/// The ideograph of a radical that PDF extractors write for it though NFKC keeps the two apart.
///
/// From `EquivalentUnifiedIdeograph.txt` of the Unicode Character Database, those that are also
/// everyday kanji.
fn radical(char: char) -> Option<char> {
    Some(match char {
        '⺒' => '巳',
        '⺠' => '民',
        '⻁' => '虎',
        '⻄' => '西',
        '⻆' => '角',
        '⻑' => '長',
        '⻘' => '青',
        '⻝' => '食',
        '⻣' => '骨',
        '⻤' => '鬼',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻫' => '斉',
        '⻭' => '歯',
        '⻯' => '竜',
        '⻲' => '亀',
        _ => return None,
    })
}

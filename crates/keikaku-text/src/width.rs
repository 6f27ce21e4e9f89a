//! How wide text stands in a dump.

use unicode_width::UnicodeWidthStr;

/// The number of columns that `text` takes in a Japanese text dump.
///
/// Kana and kanji take two columns, ASCII and half-width kana one. What the Unicode width tables
/// call ambiguous takes two, since the fonts of Japanese dumps draw it so
/// ([UAX #11](https://www.unicode.org/reports/tr11/)). Tabs have no width of their own: the caller
/// knows the tab stops.
///
/// # ①, ● and ～ are as wide as kanji
/// ```
/// use keikaku_text::display_width;
///
/// assert_eq!(display_width("①件数"), 6);
/// assert_eq!(display_width("●→※～"), 8);
/// assert_eq!(display_width("ｶﾞ 10"), 5);
/// ```
#[must_use]
pub fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        // Control characters take no column; text cells hardly ever hold one.
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    // Kana, kanji and full-width forms stand alone: no letter beside them changes their width.
    let mut width = 0;
    for c in text.chars() {
        width += match c {
            ' '..='~' => 1,
            'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿕' | '！'..='｠' | '\u{3000}' => 2,
            _ => return text.width_cjk(),
        };
    }
    width
}

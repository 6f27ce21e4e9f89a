//! Reading a text forwards, byte position by byte position.
//!
//! Positions are always character boundaries of the text; every function takes one and returns the
//! position after what it read.

/// How many spaces may stand between two parts of an expression. A bound keeps every look-ahead
/// constant, and so the scanners linear.
const MOST_SPACES: usize = 8;

/// A run of digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DigitRun {
    /// Its value; wrong, but never a panic, where `count` is more than 9.
    pub(crate) value: u32,
    pub(crate) count: usize,
    pub(crate) end: usize,
}

/// A kanji numeral character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KanjiNumeral {
    /// 〇 to 九.
    Digit(u8),
    /// 十, 百, 千: the power of ten.
    Small(u32),
    /// 万, 億, 兆, 京: the power of ten.
    Large(u32),
}

/// The bytes of every character read by [`kanji_numeral`].
pub(crate) const KANJI_BYTES: usize = 3;

/// The digit at `pos`, ASCII or full-width.
#[inline]
pub(crate) fn digit(bytes: &[u8], pos: usize) -> Option<(u8, usize)> {
    match *bytes.get(pos)? {
        byte @ b'0'..=b'9' => Some((byte - b'0', pos + 1)),
        0xEF => match (bytes.get(pos + 1), bytes.get(pos + 2)) {
            (Some(0xBC), Some(&last @ 0x90..=0x99)) => Some((last - 0x90, pos + 3)),
            _ => None,
        },
        _ => None,
    }
}

/// The whole run of digits at `pos`.
#[inline]
pub(crate) fn digits(bytes: &[u8], pos: usize) -> Option<DigitRun> {
    let mut run = DigitRun { value: 0, count: 0, end: pos };
    while let Some((value, end)) = digit(bytes, run.end) {
        run.value = run.value.wrapping_mul(10).wrapping_add(u32::from(value));
        run.count += 1;
        run.end = end;
    }
    (run.count > 0).then_some(run)
}

/// The position after the spaces at `pos`.
#[inline]
pub(crate) fn spaces(bytes: &[u8], mut pos: usize) -> usize {
    for _ in 0..MOST_SPACES {
        match bytes.get(pos) {
            Some(b' ' | b'\t') => pos += 1,
            Some(0xE3) if bytes.get(pos + 1..pos + 3) == Some(&[0x80, 0x80]) => pos += 3,
            _ => break,
        }
    }
    pos
}

/// The position before the spaces that end at `pos`.
#[inline]
pub(crate) fn spaces_before(bytes: &[u8], mut pos: usize) -> usize {
    for _ in 0..MOST_SPACES {
        match bytes.get(..pos) {
            Some([.., b' ' | b'\t']) => pos -= 1,
            Some([.., 0xE3, 0x80, 0x80]) => pos -= 3,
            _ => break,
        }
    }
    pos
}

/// The position after `word`, if it stands at `pos`.
#[inline]
pub(crate) fn eat(bytes: &[u8], pos: usize, word: &str) -> Option<usize> {
    bytes.get(pos..)?.starts_with(word.as_bytes()).then_some(pos + word.len())
}

/// The position after the first of `words` that stands at `pos`.
pub(crate) fn eat_any(bytes: &[u8], pos: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| eat(bytes, pos, word))
}

/// The position before `word`, if it ends at `pos`.
pub(crate) fn eat_before(bytes: &[u8], pos: usize, word: &str) -> Option<usize> {
    bytes.get(..pos)?.ends_with(word.as_bytes()).then(|| pos - word.len())
}

/// The character at `pos`.
pub(crate) fn char_at(text: &str, pos: usize) -> Option<char> {
    text.get(pos..)?.chars().next()
}

/// The character that ends at `pos`.
pub(crate) fn char_before(text: &str, pos: usize) -> Option<char> {
    text.get(..pos)?.chars().next_back()
}

/// The kanji numeral character at `pos`.
#[inline]
pub(crate) fn kanji_numeral(bytes: &[u8], pos: usize) -> Option<KanjiNumeral> {
    use KanjiNumeral::{Digit, Large, Small};
    let &[first, second, third] = bytes.get(pos..pos + KANJI_BYTES)? else { return None };
    Some(match [first, second, third] {
        [0xE3, 0x80, 0x87] => Digit(0),
        [0xE4, 0xB8, 0x80] => Digit(1),
        [0xE4, 0xBA, 0x8C] => Digit(2),
        [0xE4, 0xB8, 0x89] => Digit(3),
        [0xE5, 0x9B, 0x9B] => Digit(4),
        [0xE4, 0xBA, 0x94] => Digit(5),
        [0xE5, 0x85, 0xAD] => Digit(6),
        [0xE4, 0xB8, 0x83] => Digit(7),
        [0xE5, 0x85, 0xAB] => Digit(8),
        [0xE4, 0xB9, 0x9D] => Digit(9),
        [0xE5, 0x8D, 0x81] => Small(1),
        [0xE7, 0x99, 0xBE] => Small(2),
        [0xE5, 0x8D, 0x83] => Small(3),
        [0xE4, 0xB8, 0x87] => Large(4),
        [0xE5, 0x84, 0x84] => Large(8),
        [0xE5, 0x85, 0x86] => Large(12),
        [0xE4, 0xBA, 0xAC] => Large(16),
        _ => return None,
    })
}

/// A number from 0 to 99 at `pos`, in one or two digits or in kanji (`二十五`, `三〇`), with no
/// further digit after it.
pub(crate) fn small_number(bytes: &[u8], pos: usize) -> Option<(u16, usize)> {
    if let Some(run) = digits(bytes, pos) {
        return (run.count <= 2).then_some((run.value as u16, run.end));
    }
    let mut tens = None;
    let mut ones: Option<u16> = None;
    let mut at = pos;
    while let Some(numeral) = kanji_numeral(bytes, at) {
        match (numeral, tens, ones) {
            (KanjiNumeral::Digit(value), _, None) => ones = Some(u16::from(value)),
            (KanjiNumeral::Digit(value), None, Some(first)) => {
                tens = Some(first);
                ones = Some(u16::from(value));
            }
            (KanjiNumeral::Small(1), None, _) => {
                tens = Some(ones.unwrap_or(1));
                ones = None;
            }
            _ => return None,
        }
        at += KANJI_BYTES;
    }
    (at > pos).then(|| (tens.unwrap_or(0) * 10 + ones.unwrap_or(0), at))
}

/// Whether a character is a kanji (or 々).
pub(crate) const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a character is a katakana letter or ー.
pub(crate) const fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Whether a character is an ASCII letter or digit or its full-width form.
pub(crate) const fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

//! Note marks: `※1`, `＊`, `(注2)`.

use std::ops::Range;

use crate::cursor::{self, char_before};

/// What a mark begins with by itself.
const SIGNS: [&str; 6] = ["※", "*", "＊", "†", "‡", "✳"];
/// What it can also be in brackets.
const WORDS: [&str; 3] = ["注釈", "注", "註"];

/// The note marks of a text, in ascending order.
///
/// Digits after a mark are its number, unless they are a value: those with a comma, a point or a
/// unit (`※1,098`, `※12件`) where no value stands before the mark.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (likely, next) = match byte {
            b'*' => (true, at + 1),
            b'(' | b'[' => (marked(bytes, at + 1), at + 1),
            0..0x80 => (false, at + 1),
            0xC2 => (true, at + 2),
            0xC0..0xE0 => (false, at + 2),
            0xE2 => (true, at + 3),
            // （, ［ and ＊; 注 and 註.
            0xEF => (true, at + 3),
            0xE6 | 0xE8 => (marked(bytes, at), at + 3),
            0xF0.. => (false, at + 4),
            _ => (false, at + 3),
        };
        match likely.then(|| mark_at(text, at)).flatten() {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at = next,
        }
    }
    found
}

/// Whether what a mark is made of stands at `pos`.
fn marked(bytes: &[u8], pos: usize) -> bool {
    matches!(
        bytes.get(pos..),
        Some([b'*', ..] | [0xE2 | 0xEF, ..] | [0xE6, 0xB3, 0xA8, ..] | [0xE8, 0xA8, 0xBB, ..])
    )
}

/// The position after the mark at `pos`, if one stands there.
fn mark_at(text: &str, pos: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !text.is_char_boundary(pos) {
        return None;
    }
    if let Some(end) = raised(text, pos) {
        return Some(end);
    }
    if let Some(open) = cursor::eat_any(bytes, pos, &["(", "（", "[", "［"]) {
        let word = cursor::eat_any(bytes, open, &WORDS)
            .or_else(|| cursor::eat_any(bytes, open, &SIGNS))?;
        let number = cursor::digits(bytes, cursor::spaces(bytes, word));
        let end = number.filter(|run| run.count <= 2).map_or(word, |run| run.end);
        return cursor::eat_any(bytes, end, &[")", "）", "]", "］"]);
    }
    if let Some(sign) = cursor::eat_any(bytes, pos, &SIGNS) {
        let Some(run) = cursor::digits(bytes, sign) else {
            return Some(cursor::eat_any(bytes, sign, &[")", "）"]).unwrap_or(sign));
        };
        let behind = char_before(text, pos).is_some_and(|c| !c.is_whitespace() && c != '・');
        let goes_on = matches!(bytes.get(run.end), Some(b',' | b'.'))
            && cursor::digit(bytes, run.end + 1).is_some();
        let counts = text.get(run.end..).and_then(crate::match_unit_prefix).is_some();
        if run.count > 2 || goes_on || (counts && !behind) {
            return Some(sign);
        }
        return Some(cursor::eat_any(bytes, run.end, &[")", "）", ":", "："]).unwrap_or(run.end));
    }
    // 注 without a bracket before it needs one after, or a number and a space.
    let word = cursor::eat_any(bytes, pos, &WORDS)?;
    if char_before(text, pos).is_some_and(|c| !c.is_whitespace() && !c.is_ascii_punctuation()) {
        return None;
    }
    let run = cursor::digits(bytes, word).filter(|run| run.count <= 2);
    let end = run.map_or(word, |run| run.end);
    let spaced = || (run.is_some() && cursor::spaces(bytes, end) > end).then_some(end);
    cursor::eat_any(bytes, end, &[")", "）", ":", "："]).or_else(spaced)
}

/// The position after raised digits at `pos` that stand after something: `15.2¹⁾`. After a letter
/// they are an exponent (`km²`).
fn raised(text: &str, pos: usize) -> Option<usize> {
    let is_raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁴'..='⁹' | '⁰' | '⁽' | '⁾');
    if char_before(text, pos).is_none_or(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let raised = text.get(pos..)?.chars().take_while(|&c| is_raised(c));
    let len: usize = raised.map(char::len_utf8).sum();
    (len > 0).then_some(pos + len)
}

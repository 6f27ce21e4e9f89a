//! Numerals in digits and kanji.

use rust_decimal::Decimal;

/// The script of a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    /// `12`, `１２`, also with a scale: `3万`.
    Digits,
    /// `十二`, `二〇二五`.
    Kanji,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its value, scales applied, without trailing zeros: `24.50` is 24.5.
    pub value: Decimal,
    /// Its script.
    pub written: Written,
    /// Whether a scale is part of it: `17.1万`.
    pub scaled: bool,
    /// Whether a sign is part of it: `▲3.5`, `+720`.
    pub signed: bool,
}

/// The numeral at the start of `text`, and how many bytes it takes.
#[must_use]
pub fn parse_numeral_prefix(text: &str) -> Option<(Numeral, usize)> {
    let _ = text;
    None
}

//! Quantities: a numeral with its unit and comparator.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{Numeral, PeriodMention, Written};

/// How a value is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// The value itself.
    #[default]
    Equal,
    /// 以上.
    AtLeast,
    /// 以下.
    AtMost,
    /// 超.
    More,
    /// 未満.
    Less,
    /// 約, およそ, 概ね, 程度.
    About,
}

impl Comparator {
    /// All comparators, in the order of their definition.
    pub const ALL: [Self; 6] =
        [Self::Equal, Self::AtLeast, Self::AtMost, Self::More, Self::Less, Self::About];

    /// The symbol in records: `>=`.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::Less => "<",
            Self::About => "~",
        }
    }
}

/// A value in its base unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The value, scales applied: 717000000000 for `7,170億円`.
    pub value: Decimal,
    /// The unit without its scale, as written (`％` is `%`); `None` where none is known.
    pub unit: Option<String>,
    /// How the value is meant.
    pub comparator: Comparator,
}

/// A quantity in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityMention {
    /// Its bytes, with the words before and after that say how it is meant (約, のべ, 以上).
    pub range: Range<usize>,
    /// What it means; of a range (`10~20件`) the lower bound.
    pub quantity: Quantity,
    /// The upper bound of a range (`10~20件`).
    pub upper: Option<Decimal>,
    /// The bytes of its numeral, scale characters included as far as they are part of the numeral
    /// (`7,170億`); of a range, the last one.
    pub numeral_range: Range<usize>,
    /// The bytes of its unit.
    pub unit_range: Option<Range<usize>>,
    /// Whether the numeral is written in digits or kanji.
    pub written: Written,
    /// Whether it says a place in an order (`第6位`, `3回目`) and not how many.
    pub ordinal: bool,
}

/// A numeral in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumeralMention {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it means.
    pub numeral: Numeral,
}

/// The quantity that a table cell begins with, and its bytes; what follows is left to the caller.
#[must_use]
pub fn parse_quantity(text: &str) -> Option<(Quantity, Range<usize>)> {
    let _ = text;
    None
}

/// Appends all quantities of `text` to `out`, in ascending order and not overlapping.
pub fn find_quantities(text: &str, out: &mut Vec<QuantityMention>) {
    let _ = (text, out);
}

/// [`find_quantities`] where the times of the text have been found already (ascending): nothing in
/// them is a quantity.
pub fn find_quantities_beside(
    text: &str,
    periods: &[PeriodMention],
    out: &mut Vec<QuantityMention>,
) {
    let _ = (text, periods, out);
}

/// Appends the digit numerals of `text` that are no part of a time, code, ordinal or reference.
pub fn find_numerals(text: &str, out: &mut Vec<NumeralMention>) {
    let _ = (text, out);
}

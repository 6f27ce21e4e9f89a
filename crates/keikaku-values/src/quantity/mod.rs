//! Quantities: a numeral with its unit and comparator.

mod cell;
pub(crate) mod measure;
mod scan;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{Numeral, Written};

pub use cell::parse_quantity;
pub(crate) use scan::{Found, Reading, walk};
pub use scan::{
    find_numerals, find_quantities, find_quantities_beside, numerals, quantities, quantities_beside,
};

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
    /// The unit without its scale, in the spelling that stands for all (`％` is `%`, 箇所 is か所);
    /// `None` where none is known.
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

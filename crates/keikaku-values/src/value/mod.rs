//! What a value says: its number with unit and comparator, and what the words around it add — the
//! time a rate is per, the years a sum is over, the base it is relative to.
//!
//! [`values`] finds the values of a running text, [`read_values`] reads a cell or another text that
//! as a whole is a value, where also words without any number are one (現状維持, ゼロ).

mod around;
mod base;
mod cell;
mod marks;
mod scan;
mod share;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{Comparator, PeriodMention, TimeContext};

pub use cell::read_values;
pub use scan::values;

/// The time that a rate is per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// A year, or a fiscal year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
}

impl Per {
    /// All of them, in the order of their definition.
    pub const ALL: [Self; 4] = [Self::Year, Self::Month, Self::Week, Self::Day];

    /// The name in records: `year`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
        }
    }
}

/// How a value over a span of time was made of the values in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aggregate {
    /// 累計, 延べ, 〜年間で.
    Sum,
    /// 平均.
    Mean,
}

impl Aggregate {
    /// Both of them, in the order of their definition.
    pub const ALL: [Self; 2] = [Self::Sum, Self::Mean];

    /// The name in records: `sum`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
        }
    }
}

/// Which way a value is to go from its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// 増, 向上.
    Increase,
    /// 減, 削減.
    Decrease,
    /// 維持.
    Keep,
}

impl Direction {
    /// All of them, in the order of their definition.
    pub const ALL: [Self; 3] = [Self::Increase, Self::Decrease, Self::Keep];

    /// The name in records: `increase`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Keep => "keep",
        }
    }
}

/// A share as it is written: `３分の２` is 2 of 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    /// How many.
    pub numerator: Decimal,
    /// Of how many.
    pub denominator: Decimal,
}

impl Share {
    /// The share in per cent, if that has an end in decimals.
    ///
    /// # Examples
    ///
    /// ```
    /// use keikaku_values::{Decimal, Share};
    /// let share = |numerator, denominator| Share {
    ///     numerator: Decimal::from(numerator),
    ///     denominator: Decimal::from(denominator),
    /// };
    /// assert_eq!(share(1, 2).percent(), Some(Decimal::from(50)));
    /// assert_eq!(share(2, 3).percent(), None);
    /// ```
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        let hundred = self.numerator.checked_mul(Decimal::ONE_HUNDRED)?;
        let percent = hundred.checked_div(self.denominator)?;
        // What has no end is rounded, and no longer gives what was divided.
        let exact = percent.scale() < 20 && percent.checked_mul(self.denominator)? == hundred;
        exact.then(|| percent.normalize())
    }
}

/// A value, and all that is said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// Its bytes: the number with all words that are read into the other fields, note marks aside.
    pub range: Range<usize>,
    /// The number in its base unit; of a range the lower bound. `None` where none is stated
    /// (現状維持), or where it has no end in decimals (`３分の２`).
    pub value: Option<Decimal>,
    /// The upper bound of a range (`70~80%`).
    pub value_high: Option<Decimal>,
    /// The unit in the spelling that stands for all; never a span of time that the value is over.
    pub unit: Option<String>,
    /// How the value is meant.
    pub comparator: Comparator,
    /// The time that a rate is per: 年111校.
    pub per: Option<Per>,
    /// The number of years that the value is over: `５年間で３人`.
    pub over_years: Option<u16>,
    /// How the value was made of those of the years or months that it covers.
    pub aggregate: Option<Aggregate>,
    /// Which way the value is to go.
    pub direction: Option<Direction>,
    /// The bytes of the base that a relative value is relative to: `2013年度` of `2013年度比46%削減`.
    pub relative_to: Option<Range<usize>>,
    /// The share as written, where the value is one.
    pub share: Option<Share>,
    /// The bytes of the numeral without its unit; of a range, the last one.
    pub numeral_range: Option<Range<usize>>,
    /// The bytes of the unit.
    pub unit_range: Option<Range<usize>>,
    /// The circled number before it, where several values are numbered: `①3件 ②2件`.
    pub number: Option<char>,
    /// The note marks at it: `※1`, `(注)`.
    pub marks: Vec<Range<usize>>,
    /// Whether it stands in brackets beside something else: `9人(延べ243日)`.
    pub bracketed: bool,
    /// Whether it says no more than a power of ten (十数件, 数百人); the value is that power.
    pub vague: bool,
}

/// What a cell is read against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValueContext<'u> {
    /// What times are read against.
    pub time: TimeContext,
    /// The unit that the cell's row or column gives. With it, なし is zero and 千円 a
    /// number, and with `%`, `1/2` is a share.
    pub unit: Option<&'u str>,
}

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its values, in order.
    pub values: Vec<Value>,
    /// Its times, those that a value is relative to among them.
    pub periods: Vec<PeriodMention>,
    /// Its note marks.
    pub marks: Vec<Range<usize>>,
    /// What is none of these, without spaces and punctuation at its ends: words that the caller
    /// may know (目標, 見込み) or that make the whole no value.
    pub rest: Vec<Range<usize>>,
}

/// The unit of a value: a span of years counts years.
fn counted(unit: &str) -> String {
    if unit == "年間" { "年" } else { unit }.to_owned()
}

//! The fiscal year (会計年度).
//!
//! # Sources
//!
//! 財政法 第11条 (the state) and 地方自治法 第208条 (local bodies): from 1 April to 31 March of the
//! next year. It is named by the year it begins in: 平成31年度 = 令和元年度 = FY2019, and 昭和64年
//! (1 to 7 January 1989) lies in FY1988. Fiscal years of other bounds before 1886 are not modelled:
//! the definition of today is carried back to the first day of the solar calendar.

use std::fmt;

use jiff::civil::Date;

/// A fiscal year: 1 April to 31 March, named by its first year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i16);

impl FiscalYear {
    /// The first fiscal year there is: before 1873 Japan had no solar calendar.
    const FIRST: i16 = 1873;
    /// The last one whose end is a date.
    const LAST: i16 = 9998;

    /// The fiscal year that begins on 1 April of `first_year`; `None` before 1873 or past 9998.
    #[must_use]
    pub const fn new(first_year: i16) -> Option<Self> {
        if first_year >= Self::FIRST && first_year <= Self::LAST {
            Some(Self(first_year))
        } else {
            None
        }
    }

    /// The fiscal year that a day lies in.
    ///
    /// # Examples
    ///
    /// January to March belong to the year before:
    /// ```
    /// use keikaku_values::{Date, FiscalYear};
    /// let day = Date::constant(2017, 3, 31);
    /// assert_eq!(FiscalYear::of_date(day), FiscalYear::new(2016));
    /// ```
    #[must_use]
    pub fn of_date(date: Date) -> Option<Self> {
        Self::new(if date.month() < 4 { date.year() - 1 } else { date.year() })
    }

    /// The year it begins in, and is named by.
    #[must_use]
    pub const fn first_year(self) -> i16 {
        self.0
    }

    /// Its first day, 1 April.
    #[must_use]
    pub const fn start(self) -> Date {
        Date::constant(self.0, 4, 1)
    }

    /// Its last day, 31 March of the next year.
    #[must_use]
    pub const fn end(self) -> Date {
        Date::constant(self.0 + 1, 3, 31)
    }
}

impl fmt::Display for FiscalYear {
    /// `FY2019`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FY{}", self.0)
    }
}

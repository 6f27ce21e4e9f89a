//! A span of days and what kind of time it is.

use std::fmt;

use jiff::civil::Date;

use crate::FiscalYear;

/// What kind of time a [`Period`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// 年度.
    FiscalYear,
    /// 年 (暦年).
    CalendarYear,
    /// A month.
    Month,
    /// A day, or days.
    Date,
    /// A year of which the text does not say the kind: `H24~H27`.
    Year,
}

impl Basis {
    /// All kinds, in the order of their definition.
    pub const ALL: [Self; 5] =
        [Self::FiscalYear, Self::CalendarYear, Self::Month, Self::Date, Self::Year];

    /// The name in records: `fiscal_year`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FiscalYear => "fiscal_year",
            Self::CalendarYear => "calendar_year",
            Self::Month => "month",
            Self::Date => "date",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A span of days, both ends inclusive; `None` is an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub start: Option<Date>,
    /// The last day, inclusive.
    pub end: Option<Date>,
    /// What kind of time it is.
    pub basis: Basis,
}

impl Period {
    /// The fiscal year, 1 April to 31 March.
    #[must_use]
    pub const fn of_fiscal_year(year: FiscalYear) -> Self {
        Self { start: Some(year.start()), end: Some(year.end()), basis: Basis::FiscalYear }
    }

    /// The calendar year; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn of_calendar_year(year: i16) -> Option<Self> {
        Self::between(year, Basis::CalendarYear)
    }

    /// The year of which it is not said whether it is a fiscal or a calendar year, given as the
    /// calendar year; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn of_year(year: i16) -> Option<Self> {
        Self::between(year, Basis::Year)
    }

    /// The month `month` (1 to 12); `None` if there is none.
    ///
    /// # Examples
    ///
    /// February knows its leap years:
    /// ```
    /// use keikaku_values::{Date, Period};
    /// let end = Period::of_month(2024, 2).and_then(|month| month.end);
    /// assert_eq!(end, Some(Date::constant(2024, 2, 29)));
    /// ```
    #[must_use]
    pub fn of_month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok().filter(|_| year > 0)?;
        Some(Self { start: Some(first), end: Some(first.last_of_month()), basis: Basis::Month })
    }

    /// The single day.
    #[must_use]
    pub const fn of_date(date: Date) -> Self {
        Self { start: Some(date), end: Some(date), basis: Basis::Date }
    }

    /// The fiscal year that it lies in; `None` when it is open or touches more than one.
    ///
    /// # Examples
    ///
    /// A calendar year lies in no one fiscal year, a month end does:
    /// ```
    /// use keikaku_values::{Date, FiscalYear, Period};
    /// assert_eq!(Period::of_calendar_year(2018).and_then(|year| year.fiscal_year()), None);
    /// let day = Period::of_date(Date::constant(2017, 3, 31));
    /// assert_eq!(day.fiscal_year(), FiscalYear::new(2016));
    /// ```
    #[must_use]
    pub fn fiscal_year(&self) -> Option<FiscalYear> {
        let first = FiscalYear::of_date(self.start?)?;
        (FiscalYear::of_date(self.end?)? == first).then_some(first)
    }

    fn between(year: i16, basis: Basis) -> Option<Self> {
        let start = Date::new(year, 1, 1).ok().filter(|_| year > 0)?;
        Some(Self { start: Some(start), end: Date::new(year, 12, 31).ok(), basis })
    }
}

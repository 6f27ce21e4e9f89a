//! The eras 明治 to 令和 (元号), read leniently.
//!
//! # Sources
//!
//! - 元号法 (昭和54年法律第43号): an era is set by cabinet order and changes only with the throne.
//! - 元号を改める政令 (平成31年政令第143号): 令和 from 2019-05-01; 元号を改める政令 (昭和64年政令
//!   第1号): 平成 from 1989-01-08.
//! - The imperial edicts of 1926-12-25 (昭和) and 1912-07-30 (大正); each names its day as the first
//!   of the new era.
//! - 明治改元の詔 of 1868-10-23 (明治元年9月8日 in the old calendar), which makes the whole year
//!   明治元年: it counts from 1868-01-25 (the old calendar's new year).
//! - 明治5年太政官布告第337号: the solar calendar from 1873-01-01 (明治6年1月1日). Before it the
//!   months are lunar, so only the year is safe.

use jiff::civil::{Date, date};

/// An era (元号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The name as written: `令和`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter that abbreviates it: `R`.
    #[must_use]
    pub const fn initial(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// Its first day. 明治 is given from 1868-01-25, the day from which its first year counts.
    #[must_use]
    pub const fn start(self) -> Date {
        match self {
            Self::Meiji => date(1868, 1, 25),
            Self::Taisho => date(1912, 7, 30),
            Self::Showa => date(1926, 12, 25),
            Self::Heisei => date(1989, 1, 8),
            Self::Reiwa => date(2019, 5, 1),
        }
    }

    /// Its last day; `None` for the era that goes on.
    #[must_use]
    pub const fn end(self) -> Option<Date> {
        match self {
            Self::Meiji => Some(date(1912, 7, 29)),
            Self::Taisho => Some(date(1926, 12, 24)),
            Self::Showa => Some(date(1989, 1, 7)),
            Self::Heisei => Some(date(2019, 4, 30)),
            Self::Reiwa => None,
        }
    }

    /// The Gregorian year of its year `era_year` (1 = 元年), also past the era's end.
    ///
    /// Plans written before a change of era count on; [`Era::is_overrun`] says when.
    ///
    /// # Examples
    ///
    /// A year past the era's end is not an error:
    /// ```
    /// use keikaku_values::Era;
    /// assert_eq!(Era::Heisei.gregorian_year(35), Some(2023));
    /// assert!(Era::Heisei.is_overrun(35));
    /// assert_eq!(Era::Heisei.gregorian_year(0), None);
    /// ```
    #[must_use]
    pub fn gregorian_year(self, era_year: u16) -> Option<i16> {
        let before_first = self.start().year() - 1;
        i16::try_from(era_year).ok().filter(|year| *year > 0)?.checked_add(before_first)
    }

    /// Whether the whole calendar year `era_year` lies past the era's end.
    #[must_use]
    pub fn is_overrun(self, era_year: u16) -> bool {
        match (self.gregorian_year(era_year), self.end()) {
            (Some(year), Some(end)) => year > end.year(),
            _ => false,
        }
    }

    /// The era of a day, or `None` before 1868-01-25.
    ///
    /// # Examples
    ///
    /// A year can lie in two eras:
    /// ```
    /// use keikaku_values::{Date, Era};
    /// assert_eq!(Era::of_date(Date::constant(1989, 1, 7)), Some(Era::Showa));
    /// assert_eq!(Era::of_date(Date::constant(1989, 1, 8)), Some(Era::Heisei));
    /// ```
    #[must_use]
    pub fn of_date(date: Date) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|era| era.start() <= date)
    }

    /// The year of this era that a day lies in, also past the era's end; `None` before its first
    /// year.
    #[must_use]
    pub fn era_year(self, date: Date) -> Option<u16> {
        if date < self.start() {
            return None;
        }
        u16::try_from(date.year() - self.start().year() + 1).ok()
    }
}

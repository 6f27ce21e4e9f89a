//! Time expressions: `平成28年度~31年度`, `H24.7指定~H28年度`, `地域再生計画認定の日から平成31年3月31日`.

mod point;
mod range;
mod relative;
mod scan;
mod year;

use std::ops::Range;

use jiff::civil::Date;

use crate::{Era, Period};

pub use scan::{find_periods, parse_bare_year, parse_period_prefix, periods};

/// What relative and bare times are read against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeContext {
    /// The day the text was written or published: 本年度 is its fiscal year. Without it relative
    /// words are not read.
    pub reference: Option<Date>,
    /// The year that a month or day without a year belongs to. Without it those are not read.
    pub carried_year: Option<CarriedYear>,
    /// The era of a bare year under 100 (`30年度`). Without it those are not read.
    pub era: Option<Era>,
}

/// A year carried over to months and days that have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedYear {
    /// The Gregorian year; of a fiscal year, the first.
    pub year: i16,
    /// Whether it is a fiscal year: January to March are then in the next calendar year.
    pub fiscal: bool,
}

/// How a time was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By its own year.
    Absolute,
    /// By a year under 100 without an era, read in the era of the context: `30年度`.
    Bare,
    /// Relative to the context.
    Relative(RelativeKind),
}

/// What a relative time is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeKind {
    /// The fiscal year of [`TimeContext::reference`] and so many on: 来年度 is 1.
    FiscalYear(i8),
    /// The calendar year of [`TimeContext::reference`] and so many on: 昨年 is -1.
    CalendarYear(i8),
    /// [`TimeContext::carried_year`]: `12月末`.
    CarriedYear,
}

/// Something to know about how a time was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// The time lies past the end of the era it is written in: 平成35年度.
    EraOverrun,
    /// The time lies before the first day of the era it is written in: 令和元年3月.
    EraUnderrun,
    /// Two notations side by side mean different years; the first was taken.
    NotationsDisagree,
    /// There is no such month or day (2月30日); the next larger unit was taken.
    InvalidDate,
    /// The era or the year was left out and taken from the partner: 平成25~29年度.
    EraElided,
    /// Before 1873 months are lunar and there is no fiscal year; the year alone was taken.
    LunarCalendar,
    /// A range whose end lies before its start; kept as written.
    Reversed,
    /// A part of a year or month whose days the text does not say: 上半期, 夏頃, 下旬.
    PartOfYear,
}

impl Note {
    /// All notes, in the order of their definition.
    pub const ALL: [Self; 8] = [
        Self::EraOverrun,
        Self::EraUnderrun,
        Self::NotationsDisagree,
        Self::InvalidDate,
        Self::EraElided,
        Self::LunarCalendar,
        Self::Reversed,
        Self::PartOfYear,
    ];

    /// The name as a code: `part_of_year`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EraOverrun => "era_overrun",
            Self::EraUnderrun => "era_underrun",
            Self::NotationsDisagree => "notations_disagree",
            Self::InvalidDate => "invalid_date",
            Self::EraElided => "era_elided",
            Self::LunarCalendar => "lunar_calendar",
            Self::Reversed => "reversed",
            Self::PartOfYear => "part_of_year",
        }
    }
}

/// A set of [`Note`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Notes(u16);

impl Notes {
    /// Whether the note is in the set.
    #[must_use]
    pub const fn contains(self, note: Note) -> bool {
        self.0 & (1 << note as u8) != 0
    }

    /// Whether there is no note.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The notes in the set, in the order of their definition.
    pub fn iter(self) -> impl Iterator<Item = Note> {
        Note::ALL.into_iter().filter(move |note| self.contains(*note))
    }

    pub(crate) const fn add(&mut self, note: Note) {
        self.0 |= 1 << note as u8;
    }

    pub(crate) const fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A mention of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodMention {
    /// Its bytes in the folded text; a range of times is one mention.
    pub range: Range<usize>,
    /// What it means.
    pub period: Period,
    /// The era it is written in (of a range, the first written), if any.
    pub era: Option<Era>,
    /// How it was given.
    pub form: Form,
    /// What is to be known about the reading.
    pub notes: Notes,
}

/// The position after a year with the initial of its era at `pos`: `H26`.
pub(crate) fn year_ends(text: &str, pos: usize) -> Option<usize> {
    let year = year::year_at(text, pos, false)?;
    (year.notation == year::Notation::Initial && !year.faint).then_some(year.end)
}

/// A year as it heads a column: `2019`, `2019年`, `R2`, `30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BareYear {
    /// The Gregorian year.
    pub year: i16,
    /// The era it is written in, if any.
    pub era: Option<Era>,
    /// `Some(true)` for 年度, `Some(false)` for 年, `None` where neither is written.
    pub fiscal: Option<bool>,
    /// What is to be known about the reading.
    pub notes: Notes,
}

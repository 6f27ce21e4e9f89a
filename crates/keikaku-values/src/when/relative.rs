//! Years named by where they stand from the text's own: 本年度, 昨年, 来年度.

use crate::FiscalYear;
use crate::cursor::{self, char_before, is_kanji};
use crate::when::point::{Detail, Point, elided, part_at};
use crate::when::year::YearUnit;
use crate::when::{Form, RelativeKind, TimeContext};

/// The words, each with the years from the reference's; `true` is a fiscal year.
const WORDS: [(&str, i8, bool); 17] = [
    ("一昨年度", -2, true),
    ("再来年度", 2, true),
    ("前々年度", -2, true),
    ("本年度", 0, true),
    ("今年度", 0, true),
    ("当年度", 0, true),
    ("来年度", 1, true),
    ("翌年度", 1, true),
    ("昨年度", -1, true),
    ("前年度", -1, true),
    ("一昨年", -2, false),
    ("再来年", 2, false),
    ("本年", 0, false),
    ("今年", 0, false),
    ("来年", 1, false),
    ("昨年", -1, false),
    ("当年", 0, false),
];

/// The relative word at `pos`.
pub(super) fn relative_at(text: &str, pos: usize, context: &TimeContext) -> Option<Point> {
    let reference = context.reference?;
    let bytes = text.as_bytes();
    let (end, offset, fiscal) = WORDS.iter().find_map(|&(word, offset, fiscal)| {
        Some((cursor::eat(bytes, pos, word)?, offset, fiscal))
    })?;
    // Inside a word (日本年金, 該当年度, 対前年度比) it names no year.
    let rest = text.get(end..)?;
    if char_before(text, pos).is_some_and(is_kanji)
        || ["比", "並", "同", "金", "代", "齢"].iter().any(|word| rest.starts_with(word))
    {
        return None;
    }
    let (base, kind, unit) = if fiscal {
        let base = FiscalYear::of_date(reference)?.first_year();
        (base, RelativeKind::FiscalYear(offset), YearUnit::Fiscal)
    } else {
        (reference.year(), RelativeKind::CalendarYear(offset), YearUnit::Calendar)
    };
    let year = base.checked_add(i16::from(offset))?;
    let (detail, form) = (Detail::Whole, Form::Relative(kind));
    let mut point = Point { year: elided(year, None, unit, end), detail, form, end };
    if !fiscal {
        point.narrow(text);
    } else if let Some(end) = cursor::eat(bytes, end, "末") {
        (point.detail, point.end) = (Detail::End, end);
    } else if let Some((part, end)) = part_at(text, end) {
        (point.detail, point.end) = (Detail::Part(part), end);
    }
    Some(point)
}

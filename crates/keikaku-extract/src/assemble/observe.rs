//! One value of a table to an observation: its kind, unit and time, each from the nearest place
//! that decides it.

use keikaku_layout::{TableLayout, steps};
use keikaku_record::{Doubt, Observation, ObservationKind, Place, Provenance, Severity};
use keikaku_text::{Span, fold};
use keikaku_values::{
    Basis, Date, Decimal, FiscalYear, Period, Unit, find_periods, parse_unit_label,
};

use super::grid::{ColumnRole, Grid, header_time, row_kind};
use super::indicators::sub_span;
use super::{Assembly, Mentioned};
use crate::recognize::label::Label;
use crate::recognize::value::{CellContent, CellValue, Said, kind_of};

/// What decided a value's field, and the field.
type Decided<T> = Option<(T, Place)>;

/// What a cell holds once merged and repeated cells are filled in.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub content: CellContent,
    pub text: String,
    pub span: Span,
    /// Whether it was taken from a merged cell beside or above it.
    pub merged: bool,
}

/// What a table says of its values beside their rows, read once for all of them.
pub(crate) struct Around {
    /// The first column of times for each kind of value (目標年度), and for all (年度).
    when: Vec<(Option<ObservationKind>, usize)>,
    /// Of each column, the last one with a time before it.
    time_before: Vec<Option<usize>>,
    /// The unit that each column's head gives.
    units: Vec<Option<Unit>>,
    /// The unit that is given for all values.
    distant_unit: Option<(Unit, Place)>,
    /// The time that the caption or the section names.
    distant_time: Option<(Period, Place)>,
    /// The kind that the caption or a section names.
    distant_kind: Decided<ObservationKind>,
}

impl Around {
    /// Reads what stands around the values of a table.
    pub(crate) fn of(a: &Assembly<'_>, grid: &Grid) -> Self {
        let mut when: Vec<(Option<ObservationKind>, usize)> = Vec::new();
        let mut time_before = Vec::with_capacity(grid.columns.len());
        let mut last = None;
        for (c, column) in grid.columns.iter().enumerate() {
            steps::count("observe::around", 1);
            time_before.push(last);
            match column.role {
                ColumnRole::Time(_) => last = Some(c),
                ColumnRole::When(of) if when.iter().all(|w| w.0 != of) => when.push((of, c)),
                _ => {}
            }
        }
        let captioned = || grid.heading.as_deref().and_then(|c| only_year(a, c));
        let titled = || grid.section.and_then(|s| only_year(a, a.title(s)));
        Self {
            when,
            time_before,
            units: grid.columns.iter().map(|c| bracketed_unit(&c.text)).collect(),
            distant_unit: distant_unit(a, grid),
            distant_time: captioned()
                .map(|p| (p, Place::Caption))
                .or_else(|| titled().map(|p| (p, Place::Section))),
            distant_kind: distant_kind(a, grid),
        }
    }

    /// The time that the caption or the section names for all values, and which of them does.
    pub(crate) fn distant_time(&self) -> Option<(Period, Place)> {
        self.distant_time
    }

    /// The kind that the caption or a section names for all values, and which of them does.
    pub(crate) fn distant_kind(&self) -> Option<(ObservationKind, Place)> {
        self.distant_kind
    }

    /// Reads what the cells of a row say of the values behind them.
    pub(super) fn beside(&self, grid: &Grid, row: usize) -> Beside {
        let cells = &grid.rows[row].cells;
        steps::count("observe::beside", cells.len());
        let in_column = |c: usize, wanted: &dyn Fn(ColumnRole) -> bool| {
            grid.columns.get(c).is_some_and(|column| wanted(column.role))
        };
        let kind = (0..cells.len())
            .filter(|&c| in_column(c, &|r| matches!(r, ColumnRole::Other | ColumnRole::RowKind)))
            .find_map(|c| Some((c, row_kind(&cells[c])?)));
        let unit = (0..cells.len())
            .filter(|&c| in_column(c, &|r| r == ColumnRole::RowKind))
            .find_map(|c| Some((c, bracketed_unit(&cells[c])?)));
        Beside { kind, unit }
    }
}

/// What the cells of a row say of the values behind them, and in which column they stand.
pub(super) struct Beside {
    kind: Option<(usize, ObservationKind)>,
    unit: Option<(usize, Unit)>,
}

/// The kind that the caption names, or the title of a section around the table.
fn distant_kind(a: &Assembly<'_>, grid: &Grid) -> Decided<ObservationKind> {
    if let Some(kind) = grid.heading.as_deref().and_then(kind_of) {
        return Some((kind, Place::Caption));
    }
    let mut section = grid.section;
    while let Some(s) = section {
        let title: String = a.title(s).chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(kind) = section_kind(&title) {
            return Some((kind, Place::Section));
        }
        section = a.layout.sections[s].parent;
    }
    None
}

/// A cell of a table of values, and what its row says.
pub(super) struct At<'g> {
    pub grid: &'g Grid,
    pub around: &'g Around,
    pub beside: &'g Beside,
    pub row: usize,
    pub column: usize,
    pub label: &'g Label,
    /// The unit that the row states.
    pub unit: Option<&'g Unit>,
}

impl At<'_> {
    /// The observations of a cell: one, and one for each value beside the first. None where the
    /// label's own time makes no calendar year. A text that is no value is said.
    pub(super) fn observe(&self, a: &mut Assembly<'_>, cell: &Filled) -> Vec<Observation> {
        let read = self.read(a, cell);
        if let Some(one) = read.first()
            && one.kind == ObservationKind::Undetermined
            && !says_undecided(&cell.text)
        {
            let at = Mentioned { span: cell.span, section: self.grid.section };
            a.diagnose(
                Severity::Info,
                "value_not_read",
                format!("「{}」 stands where a value is expected; kept as undetermined", cell.text),
                at,
            );
        }
        read
    }

    /// The observations of a cell.
    pub(super) fn read(&self, a: &Assembly<'_>, cell: &Filled) -> Vec<Observation> {
        let (value, absent) = match &cell.content {
            CellContent::Value(value) => (value.clone(), None),
            CellContent::Words(value) if is_base(&cell.text) => {
                (value.clone(), Some(ObservationKind::Missing))
            }
            CellContent::Words(value) => (value.clone(), Some(ObservationKind::Undetermined)),
            _ => (CellValue::default(), Some(ObservationKind::Missing)),
        };
        let first = self.one(a, cell, &value, absent, (cell.text.clone(), cell.span));
        let Some(mut first) = first else { return Vec::new() };
        if value.others.is_empty() {
            return vec![first];
        }
        let folded = fold(&cell.text);
        // What was read may lack the mark that the cell begins with.
        let place = |value: &CellValue| {
            let part = folded.to_source(Span::new(value.range.start, value.range.end));
            let text = cell.text.get(part.start..part.end).unwrap_or_default();
            (text.to_owned(), sub_span(cell.span, &cell.text, part.start, text))
        };
        (first.text, first.span) = place(&value);
        let mut all = vec![first];
        for other in &value.others {
            all.extend(self.one(a, cell, other, None, place(other)));
        }
        all
    }

    /// The observation of a value, or of a cell without one.
    fn one(
        &self,
        a: &Assembly<'_>,
        cell: &Filled,
        value: &CellValue,
        absent: Option<ObservationKind>,
        (text, span): (String, Span),
    ) -> Option<Observation> {
        let grid = self.grid;
        let kind = match absent {
            Some(kind) => Some((kind, Place::Cell)),
            None => self.kind(value),
        };
        let achieved = kind.is_some_and(|k| k.0 == ObservationKind::Achievement);
        let (period, time_from) = self.time(a, value)?;
        let (said, unit_from) = match absent {
            Some(_) => (Said::default(), None),
            None if achieved => rate(&value.said),
            None => self.unit(&value.said),
        };
        let before = |day: Option<Date>| period.end.is_some_and(|end| day.is_some_and(|d| end < d));
        let distant = |place| matches!(place, Place::Caption | Place::Section);
        let kind = match kind {
            // Under a title of targets, a value of a time before the plan is where they start from.
            Some((ObservationKind::Target, place)) if distant(place) && before(a.plan_start) => {
                Some((ObservationKind::Baseline, place))
            }
            kind => kind,
        };
        let by_date = kind.is_none() && said.value.is_some() && before(a.time.reference);
        let kind = if by_date { Some((ObservationKind::Actual, Place::Document)) } else { kind };
        let from = Provenance { kind: kind.map(|k| k.1), unit: unit_from, time: time_from };
        let mut reasons = doubts(&from, absent.is_some());
        if by_date {
            reasons.push(Doubt::KindByDate);
        }
        if cell.merged {
            reasons.push(Doubt::MergedCell);
        }
        if grid.rows[self.row].shifted {
            reasons.push(Doubt::ShiftedRow);
        }
        if grid.layout == TableLayout::Spaces {
            reasons.push(Doubt::AlignedBySpaces);
        }
        let kind = kind.map_or(ObservationKind::Unspecified, |k| k.0);
        Some(observation(kind, Some(period), said, (text, span), from, reasons))
    }

    fn time(&self, a: &Assembly<'_>, value: &CellValue) -> Option<(Period, Option<Place>)> {
        if let Some(period) = value.time {
            return Some((period, Some(Place::Cell)));
        }
        let grid = self.grid;
        if let ColumnRole::Time(time) = grid.columns[self.column].role {
            if let (Some(year), Some(false)) = (time.bare_year, self.label.fiscal) {
                return Some((Period::of_calendar_year(year)?, Some(Place::Row)));
            }
            return Some((time.period, Some(Place::Column)));
        }
        let kind = match grid.columns[self.column].role {
            ColumnRole::Kind(kind) => Some(kind),
            _ => None,
        };
        if let Some(period) = self.row_time(a, kind) {
            return Some((period, Some(Place::Row)));
        }
        // A rate of achievement is that of the value before it.
        if kind == Some(ObservationKind::Achievement) {
            let before = self.around.time_before.get(self.column).copied().flatten();
            if let Some(ColumnRole::Time(time)) = before.map(|c| grid.columns[c].role) {
                return Some((time.period, Some(Place::Column)));
            }
        }
        if let Some((period, place)) = self.around.distant_time {
            return Some((period, Some(place)));
        }
        // 目標値 without a year of its own: a time nobody gave.
        Some((Period { start: None, end: None, basis: Basis::Year }, None))
    }

    /// The time that the row gives: in a column of times for values of this kind (目標年度), or for
    /// all (年度).
    fn row_time(&self, a: &Assembly<'_>, kind: Option<ObservationKind>) -> Option<Period> {
        let grid = self.grid;
        let of = |kind| self.around.when.iter().find(|w| w.0 == kind).map(|w| w.1);
        let column = kind.and_then(|k| of(Some(k))).or_else(|| of(None))?;
        header_time(&grid.rows[self.row].cells[column], &a.time, None).map(|t| t.period)
    }

    fn kind(&self, value: &CellValue) -> Decided<ObservationKind> {
        if let Some(kind) = value.kind {
            return Some((kind, Place::Cell));
        }
        let grid = self.grid;
        if let Some((_, kind)) = self.beside.kind.filter(|(c, _)| *c < self.column) {
            return Some((kind, Place::Row));
        }
        let column = match grid.columns[self.column].role {
            ColumnRole::Time(time) => time.kind,
            ColumnRole::Kind(kind) => Some(kind),
            _ => None,
        };
        if let Some(kind) = column {
            return Some((kind, Place::Column));
        }
        self.around.distant_kind
    }

    /// What a value says, in the unit of its row where it has none of its own.
    fn unit(&self, said: &Said) -> (Said, Option<Place>) {
        let mut said = said.clone();
        if said.unit.is_some() {
            return (said, Some(Place::Cell));
        }
        let beside = || {
            let unit = self.beside.unit.as_ref().filter(|(c, _)| *c < self.column);
            unit.map(|(_, u)| (u.clone(), Place::Row))
        };
        let column = || {
            let unit = self.around.units.get(self.column).cloned().flatten();
            unit.map(|u| (u, Place::Column))
        };
        let found = self
            .unit
            .cloned()
            .map(|u| (u, Place::Row))
            .or_else(beside)
            .or_else(column)
            .or_else(|| self.around.distant_unit.clone());
        let Some((unit, place)) = found else { return (said, None) };
        let scaled =
            |v: Option<Decimal>| v.and_then(|v| v.checked_mul(unit.scale)).map(|v| v.normalize());
        said.value = scaled(said.value);
        said.value_high = scaled(said.value_high);
        said.unit = Some(unit.name);
        (said, Some(place))
    }
}

/// A rate: in `%` whatever the unit of the indicator.
fn rate(said: &Said) -> (Said, Option<Place>) {
    let place = if said.unit.is_some() { Place::Cell } else { Place::Row };
    let unit = said.unit.clone().or_else(|| Some("%".to_owned()));
    (Said { unit, ..said.clone() }, Some(place))
}

/// The record of a value that was read.
pub(super) fn observation(
    kind: ObservationKind,
    period: Option<Period>,
    said: Said,
    (text, span): (String, Span),
    from: Provenance,
    reasons: Vec<Doubt>,
) -> Observation {
    Observation {
        start: period.and_then(|p| p.start),
        end: period.and_then(|p| p.end),
        basis: period.map(|p| p.basis),
        fiscal_year: period.and_then(|p| p.fiscal_year()).map(FiscalYear::first_year),
        kind,
        value: said.value,
        value_high: said.value_high,
        unit: said.unit,
        comparator: said.comparator,
        per: said.per,
        over_years: said.over_years,
        aggregate: said.aggregate,
        relative_to: said.relative_to,
        direction: said.direction,
        numerator: said.share.map(|s| s.numerator),
        denominator: said.share.map(|s| s.denominator),
        text,
        span,
        page: None,
        boxes: Vec::new(),
        confidence: confidence(&reasons),
        reasons,
        from,
    }
}

/// The unit in a column of units: whatever stands there is one, known or not.
pub(crate) fn unit_in_column(cell: &str) -> Option<Unit> {
    let folded = fold(cell);
    let words = folded.text().trim_matches(['(', ')', ' ']);
    parse_unit_label(words).or_else(|| {
        let named = (1..=8).contains(&words.chars().count())
            && !words.chars().any(char::is_numeric)
            && words.chars().any(char::is_alphanumeric);
        let scaled = ["百万", "千", "万", "億"].into_iter().find_map(|scale| {
            let rest = words.strip_prefix(scale).filter(|r| !r.is_empty())?;
            Some((parse_unit_label(&format!("{scale}円"))?.scale, rest))
        });
        let (scale, name) = scaled.unwrap_or((Decimal::ONE, words));
        named.then(|| Unit { scale, name: name.to_owned() })
    })
}

/// The unit that the head of the labels, the caption or the section's title gives for all values.
pub(super) fn distant_unit(a: &Assembly<'_>, grid: &Grid) -> Option<(Unit, Place)> {
    let mut stub = grid.columns.iter().take_while(|c| !c.role.holds_values());
    let stub = stub.find_map(|c| bracketed_unit(&c.text));
    let caption = || grid.heading.as_deref().and_then(bracketed_unit);
    let section = || grid.section.and_then(|s| bracketed_unit(a.title(s)));
    stub.map(|u| (u, Place::Column))
        .or_else(|| caption().map(|u| (u, Place::Caption)))
        .or_else(|| section().map(|u| (u, Place::Section)))
}

/// The year that a caption or title names, if it names just one.
fn only_year(a: &Assembly<'_>, text: &str) -> Option<Period> {
    let folded = fold(text);
    let mut found = Vec::new();
    find_periods(folded.text(), &a.time, &mut found);
    let [mention] = found.as_slice() else { return None };
    mention.period.fiscal_year().is_some().then_some(mention.period)
}

/// The kind that a section's title gives: 目標 alone, not 目標の達成状況 of values measured.
fn section_kind(title: &str) -> Option<ObservationKind> {
    let title = title.trim_matches(['【', '】', '[', ']', '≪', '≫', '《', '》', '<', '>']);
    if title.contains("目標")
        || title.contains("KPI")
        || title.contains("ＫＰＩ")
        || title.contains("評価指標")
    {
        return Some(ObservationKind::Target);
    }
    if title.ends_with("実績") || title.contains("実績値") || title.ends_with("成果") {
        return Some(ObservationKind::Actual);
    }
    None
}

/// A unit in brackets within a header: `実績値（千円）`, `（単位：人）`.
pub(crate) fn bracketed_unit(text: &str) -> Option<Unit> {
    let folded = fold(text);
    let words = folded.text();
    let mut from = 0;
    while let Some(open) = words[from..].find(['(', '【', '[']).map(|at| at + from) {
        let close = words[open..].find([')', '】', ']'])? + open;
        let inner = &words[open + words[open..].chars().next()?.len_utf8()..close];
        // 総収益 (A): a letter that formulas refer to, no ampere.
        let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_uppercase());
        let unit = (inner.contains("単位") || inner.chars().count() <= 6 && !letter)
            .then(|| parse_unit_label(inner))
            .flatten();
        if unit.is_some() {
            return unit;
        }
        from = close;
    }
    // 単位：千円 without brackets.
    let at = words.find("単位:")?;
    parse_unit_label(words[at..].split([' ', '、', ')']).next()?)
}

/// A cell that names the base which later values add to: `3月末実績`.
fn is_base(text: &str) -> bool {
    let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    words.ends_with("実績") || words.ends_with("実績値") || words.ends_with("現状値")
}

fn says_undecided(text: &str) -> bool {
    ["未定", "検討", "決定", "調整", "策定", "設定", "次期", "今後", "予定", "同左", "同上", "〃"]
        .iter()
        .any(|w| text.contains(w))
}

/// Why a reading is not quite sure: what the cell or its column says is safe, what was inherited
/// from further away, or given by nobody, less so.
pub(crate) fn doubts(from: &Provenance, absent: bool) -> Vec<Doubt> {
    let far = |p: Option<Place>| {
        p.is_some_and(|p| matches!(p, Place::Caption | Place::Section | Place::Document))
    };
    let mut doubts = Vec::new();
    match from.kind {
        None => doubts.push(Doubt::NoKind),
        kind if far(kind) => doubts.push(Doubt::DistantKind),
        _ => {}
    }
    match from.time {
        None => doubts.push(Doubt::NoTime),
        time if far(time) => doubts.push(Doubt::DistantTime),
        _ => {}
    }
    if !absent {
        match from.unit {
            None => doubts.push(Doubt::NoUnit),
            unit if far(unit) => doubts.push(Doubt::DistantUnit),
            _ => {}
        }
    }
    doubts
}

/// How sure a reading is that has these reasons against it.
pub(crate) fn confidence(reasons: &[Doubt]) -> f64 {
    let weight = |doubt: &Doubt| match doubt {
        Doubt::NoTime | Doubt::DistantTime | Doubt::CheckFailed => 20,
        Doubt::NoKind | Doubt::NoUnit | Doubt::ShiftedRow | Doubt::KindByDate => 10,
        Doubt::DistantKind | Doubt::DistantUnit | Doubt::MergedCell | Doubt::AlignedBySpaces => 5,
    };
    let doubt: i32 = reasons.iter().map(weight).sum();
    f64::from((100 - doubt).max(10)) / 100.0
}

//! Indicator tables (指標の表) to `indicator` records.

use keikaku_layout::circled_value;
use keikaku_record::{
    Observation, ObservationKind, Place, Provenance, RecordKind, Severity, TableRole,
};
use keikaku_text::{Span, clean_name, fold};
use keikaku_values::{Basis, Decimal, FiscalYear, Period, Unit, parse_unit_label};

use super::grid::{ColumnRole, Grid, cell_span};
use super::{Assembly, Mentioned};
use crate::recognize::department;
use crate::recognize::label::{self, Label};
use crate::recognize::value::{CellContent, CellValue, kind_of, read as read_value};

/// What decided a value's field, and the field.
type Decided<T> = Option<(T, Place)>;

/// Reads every table of indicators.
pub(crate) fn assemble(a: &mut Assembly<'_>, grids: &[Grid]) {
    for grid in grids.iter().filter(|g| g.role == TableRole::Indicators) {
        let mut reader = Reader { grid, sub_next: false, above: vec![None; grid.columns.len()] };
        for row in grid.header_rows..grid.rows.len() {
            reader.row(a, row);
        }
    }
}

/// What a cell holds once merged and repeated cells are filled in.
#[derive(Clone, Debug)]
struct Filled {
    content: CellContent,
    text: String,
    span: Span,
}

struct Reader<'g> {
    grid: &'g Grid,
    /// Whether a mark that stood alone or behind a name makes the next row a sub-indicator.
    sub_next: bool,
    /// The cell above, in each column, where a merged cell goes on below it.
    above: Vec<Option<Filled>>,
}

impl Reader<'_> {
    fn row(&mut self, a: &mut Assembly<'_>, row: usize) {
        let grid = self.grid;
        let cells = &grid.rows[row].cells;
        let labels: Vec<usize> = (0..cells.len())
            .filter(|&i| {
                matches!(
                    grid.columns[i].role,
                    ColumnRole::Label | ColumnRole::Name | ColumnRole::Initiative
                )
            })
            .collect();
        let Some(&at) = labels.iter().rev().find(|&&i| !cells[i].is_empty()) else { return };
        let written = &cells[at];
        let label = label::read(written);
        let filled = self.fill(a, row);
        if label.name.is_empty() {
            self.sub_next |= label.sub_after || label.sub_before;
            return;
        }
        let values: Vec<usize> = (0..cells.len())
            .filter(|&i| matches!(grid.columns[i].role, ColumnRole::Time(_) | ColumnRole::Kind(_)))
            .collect();
        let primary = !(label.sub_before || self.sub_next);
        self.sub_next = label.sub_after;
        let base = cell_span(a, grid, row, at);
        let last =
            cells.iter().rposition(|c| !c.is_empty()).map_or(base, |i| cell_span(a, grid, row, i));
        let span = base.cover(last);
        let departments = grid.column(ColumnRole::Department).map_or(Vec::new(), |c| {
            department::parse(&cells[c], &a.known).into_iter().map(|n| n.name).collect()
        });
        let unit = self.row_unit(&label, row);
        if let Some(parts) =
            numbered(written, &values.iter().map(|&i| cells[i].as_str()).collect::<Vec<_>>())
        {
            for part in parts {
                let mut observations = Vec::new();
                for &i in &values {
                    let piece = part_of(&cells[i], part.mark);
                    let text = piece.map_or(String::new(), |(_, t)| t.to_owned());
                    let content =
                        read_value(fold(text.trim_start_matches(part.mark)).text(), &a.time);
                    let whole = cell_span(a, grid, row, i);
                    let span =
                        piece.map_or(whole, |(offset, t)| sub_span(whole, &cells[i], offset, t));
                    let cell = Filled { content, text, span };
                    observations.extend(self.observe(a, row, i, &cell, &label, unit.as_ref()));
                }
                let label = Label { name: part.name, ..label.clone() };
                self.emit(a, span, label, part.written, primary, departments.clone(), observations);
            }
            return;
        }
        let observations: Vec<Observation> = values
            .iter()
            .filter_map(|&i| {
                self.observe(a, row, i, filled.get(i)?.as_ref()?, &label, unit.as_ref())
            })
            .collect();
        self.emit(a, span, label, written.clone(), primary, departments, observations);
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one record")]
    fn emit(
        &self,
        a: &mut Assembly<'_>,
        span: Span,
        label: Label,
        written: String,
        primary: bool,
        departments: Vec<String>,
        observations: Vec<Observation>,
    ) {
        let unit =
            observations.iter().find_map(|o| o.unit.clone()).or_else(|| label.unit.map(|u| u.name));
        let p = a.place(RecordKind::Indicator, span, self.grid.section);
        a.records.push(placed!(
            p,
            Indicator {
                name: label.name,
                label: written,
                primary,
                cumulative: label.cumulative,
                unit,
                departments,
                observations,
            }
        ));
    }

    /// Fills blank cells that a merged one covers: words spread over the blanks at their right and
    /// below them.
    fn fill(&mut self, a: &Assembly<'_>, row: usize) -> Vec<Option<Filled>> {
        let grid = self.grid;
        let mut filled: Vec<Option<Filled>> = Vec::with_capacity(grid.columns.len());
        for (i, text) in grid.rows[row].cells.iter().enumerate() {
            if !matches!(grid.columns[i].role, ColumnRole::Time(_) | ColumnRole::Kind(_)) {
                filled.push(None);
                continue;
            }
            let content = read_value(fold(text).text(), &a.time);
            let left = i.checked_sub(1).and_then(|k| filled[k].clone());
            let own = Filled { content, text: text.clone(), span: cell_span(a, grid, row, i) };
            let cell =
                match own.content {
                    CellContent::Blank => match left {
                        Some(left) if is_merged_words(&left) => left,
                        _ => match self.above[i].clone() {
                            Some(above) if is_merged_words(&above) => above,
                            _ => own,
                        },
                    },
                    CellContent::SameLeft => {
                        left.map_or(own.clone(), |l| Filled { text: own.text, span: own.span, ..l })
                    }
                    CellContent::SameAbove => self.above[i]
                        .clone()
                        .map_or(own.clone(), |u| Filled { text: own.text, span: own.span, ..u }),
                    _ => own,
                };
            self.above[i] = Some(cell.clone());
            filled.push(Some(cell));
        }
        filled
    }

    /// The unit that a row states: in its label, or in a column of units.
    fn row_unit(&self, label: &Label, row: usize) -> Option<Unit> {
        label.unit.clone().or_else(|| {
            let column = self.grid.column(ColumnRole::Unit)?;
            parse_unit_label(fold(&self.grid.rows[row].cells[column]).text())
        })
    }

    fn observe(
        &self,
        a: &mut Assembly<'_>,
        row: usize,
        i: usize,
        cell: &Filled,
        label: &Label,
        unit: Option<&Unit>,
    ) -> Option<Observation> {
        let grid = self.grid;
        let nothing = CellValue {
            value: None,
            unit: None,
            comparator: Default::default(),
            time: None,
            kind: None,
            relative_to: None,
        };
        let (value, absent) = match &cell.content {
            CellContent::Value(value) => (value.clone(), None),
            CellContent::Words(value) if is_base(&cell.text) => {
                (value.clone(), Some(ObservationKind::Missing))
            }
            CellContent::Words(value) => (value.clone(), Some(ObservationKind::Undetermined)),
            _ => (nothing, Some(ObservationKind::Missing)),
        };
        let (period, time_from) = self.time(i, &value, label)?;
        let kind = match absent {
            Some(kind) => Some((kind, Place::Cell)),
            None => self.kind(a, i, row, &value),
        };
        let (number, unit, unit_from) = match absent {
            Some(_) => (None, None, None),
            None => self.unit(a, i, &value, unit),
        };
        if matches!(cell.content, CellContent::Words(_))
            && absent == Some(ObservationKind::Undetermined)
            && !says_undecided(&cell.text)
        {
            let at = Mentioned { span: cell.span, section: grid.section };
            a.diagnose(
                Severity::Info,
                "value_not_read",
                format!("「{}」 stands where a value is expected; kept as undetermined", cell.text),
                at,
            );
        }
        let confidence = confidence(kind.map(|k| k.1), time_from, unit_from, absent.is_some());
        Some(Observation {
            start: period.start,
            end: period.end,
            basis: Some(period.basis),
            fiscal_year: period.fiscal_year().map(FiscalYear::first_year),
            kind: kind.map_or(ObservationKind::Unspecified, |k| k.0),
            value: number,
            unit,
            comparator: value.comparator,
            relative_to: value.relative_to,
            text: cell.text.clone(),
            span: cell.span,
            confidence,
            from: Provenance { kind: kind.map(|k| k.1), unit: unit_from, time: Some(time_from) },
        })
    }

    fn time(&self, i: usize, value: &CellValue, label: &Label) -> Option<(Period, Place)> {
        if let Some(period) = value.time {
            return Some((period, Place::Cell));
        }
        match self.grid.columns[i].role {
            ColumnRole::Time(time) => {
                if let (Some(year), Some(false)) = (time.bare_year, label.fiscal) {
                    return Some((Period::of_calendar_year(year)?, Place::Row));
                }
                Some((time.period, Place::Column))
            }
            // 目標値 without a year of its own: a time nobody gave.
            _ => Some((Period { start: None, end: None, basis: Basis::Year }, Place::Column)),
        }
    }

    fn kind(
        &self,
        a: &Assembly<'_>,
        i: usize,
        row: usize,
        value: &CellValue,
    ) -> Decided<ObservationKind> {
        if let Some(kind) = value.kind {
            return Some((kind, Place::Cell));
        }
        let grid = self.grid;
        let row_words = (0..grid.columns.len())
            .filter(|&c| matches!(grid.columns[c].role, ColumnRole::Other))
            .map(|c| grid.rows[row].cells[c].as_str())
            .find(|c| !c.is_empty() && c.chars().count() <= 8 && kind_of(c).is_some());
        if let Some(kind) = row_words.and_then(kind_of) {
            return Some((kind, Place::Row));
        }
        let column = match grid.columns[i].role {
            ColumnRole::Time(time) => time.kind,
            ColumnRole::Kind(kind) => Some(kind),
            _ => None,
        };
        if let Some(kind) = column {
            return Some((kind, Place::Column));
        }
        if let Some(kind) = grid.caption.as_deref().and_then(kind_of) {
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

    fn unit(
        &self,
        a: &Assembly<'_>,
        i: usize,
        value: &CellValue,
        row: Option<&Unit>,
    ) -> (Option<Decimal>, Option<String>, Option<Place>) {
        if value.unit.is_some() {
            return (value.value, value.unit.clone(), Some(Place::Cell));
        }
        let grid = self.grid;
        let label_in = |text: &str| bracketed_unit(text);
        let column = || label_in(&grid.columns[i].text).map(|u| (u, Place::Column));
        let caption = || grid.caption.as_deref().and_then(label_in).map(|u| (u, Place::Caption));
        let section =
            || grid.section.and_then(|s| label_in(a.title(s))).map(|u| (u, Place::Section));
        let found =
            row.cloned().map(|u| (u, Place::Row)).or_else(column).or_else(caption).or_else(section);
        match found {
            Some((unit, place)) => {
                let scaled =
                    value.value.and_then(|v| v.checked_mul(unit.scale)).map(|v| v.normalize());
                (scaled, Some(unit.name), Some(place))
            }
            None => (value.value, None, None),
        }
    }
}

/// The kind that a section's title gives: 目標 alone, not 目標の達成状況 of values measured.
fn section_kind(title: &str) -> Option<ObservationKind> {
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
fn bracketed_unit(text: &str) -> Option<Unit> {
    let folded = fold(text);
    let words = folded.text();
    let open = words.find(['(', '【', '['])?;
    let close = words[open..].find([')', '】', ']'])? + open;
    let inner = &words[open + words[open..].chars().next()?.len_utf8()..close];
    (inner.contains("単位") || inner.chars().count() <= 6)
        .then(|| parse_unit_label(inner))
        .flatten()
}

/// Words long enough to have been merged over several columns.
fn is_merged_words(cell: &Filled) -> bool {
    matches!(cell.content, CellContent::Words(_)) && cell.text.chars().count() >= 4
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

/// How sure a reading is: what the cell or its column says is safe, what was inherited from
/// further away less so.
fn confidence(kind: Option<Place>, time: Place, unit: Option<Place>, absent: bool) -> f64 {
    let far = |p: Place| matches!(p, Place::Caption | Place::Section | Place::Document);
    let mut doubt = 0.0;
    if time != Place::Cell && time != Place::Column && time != Place::Row {
        doubt += 0.2;
    }
    if kind.is_some_and(far) {
        doubt += 0.05;
    }
    if !absent {
        if unit.is_none() {
            doubt += 0.1;
        } else if unit.is_some_and(far) {
            doubt += 0.05;
        }
    }
    ((1.0f64 - doubt) * 100.0).round() / 100.0
}

/// One of several indicators that share a row by numbers in circles.
struct Part {
    mark: char,
    name: String,
    written: String,
}

/// `…への②掲載数、③目標額達成数` with cells `②2件 ③1件`: the parts, where both carry the numbers.
fn numbered(label: &str, cells: &[&str]) -> Option<Vec<Part>> {
    let marks: Vec<(usize, char)> =
        label.char_indices().filter(|(_, c)| circled_value(*c).is_some()).collect();
    let (first, _) = *marks.first()?;
    if !cells.iter().any(|c| marks.iter().any(|(_, m)| c.contains(*m))) {
        return None;
    }
    let prefix = label[..first].trim_start_matches(['・', ' ', '\u{3000}']);
    let parts = marks
        .iter()
        .enumerate()
        .map(|(k, &(at, mark))| {
            let end = marks.get(k + 1).map_or(label.len(), |m| m.0);
            let own =
                label[at + mark.len_utf8()..end].trim_matches(['、', '，', ' ', '・', '\u{3000}']);
            let written = format!("{prefix}{mark}{own}");
            Part { mark, name: label::read(&clean_name(&format!("{prefix}{own}"))).name, written }
        })
        .collect();
    Some(parts)
}

/// The part of a cell behind a number in a circle, and its byte offset.
fn part_of(cell: &str, mark: char) -> Option<(usize, &str)> {
    let at = cell.find(mark)?;
    let after = &cell[at + mark.len_utf8()..];
    let end = after.find(|c| circled_value(c).is_some()).unwrap_or(after.len());
    let part = cell[at..at + mark.len_utf8() + end].trim_end();
    Some((at, part))
}

/// The span of a part of a cell, where the cell's text stands in one piece in the source.
fn sub_span(whole: Span, cell: &str, offset: usize, part: &str) -> Span {
    if whole.len() == cell.len() {
        Span::new(whole.start + offset, whole.start + offset + part.len())
    } else {
        whole
    }
}

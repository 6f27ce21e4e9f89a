//! Every data cell of a table as a typed value of its record, whatever the table is for.

use keikaku_record::{Doubt, ObservationKind, Place, Provenance, TableValue};
use keikaku_text::Span;
use keikaku_values::{Comparator, FiscalYear, Period};

use super::annotate::{Fact, Figure};
use super::model::{Decided, Model, Nature};
use crate::assemble::Assembly;
use crate::assemble::grid::Grid;
use crate::assemble::observe::{Around, confidence, doubts};

/// Whether a cell holds figures, with labels of their own or without.
pub(super) fn is_figure(fact: &Fact) -> bool {
    matches!(fact, Fact::Figures(_) | Fact::Labelled(_))
}

/// The values of a table: of each data cell its figures, its time, or its mark that there is none,
/// row by row.
pub(crate) fn values(a: &Assembly<'_>, grid: &Grid, model: &Model) -> Vec<TableValue> {
    let around = Around::of(a, grid);
    let mut values = Vec::new();
    for row in grid.body() {
        for column in 0..model.columns.len() {
            if !model.is_data(row, column) {
                continue;
            }
            let cell = Cell { a, grid, model, around: &around, row, column };
            match &model.facts[row][column] {
                Fact::Figures(figures) => {
                    values.extend(figures.iter().map(|f| cell.figure(f, None)));
                }
                Fact::Labelled(parts) => {
                    values.extend(parts.iter().map(|(label, f)| cell.figure(f, Some(label))));
                }
                Fact::Time(period, span) => values.extend(cell.time(*period, *span)),
                Fact::Missing(span) => values.push(cell.missing(*span)),
                Fact::Blank | Fact::Words => {}
            }
        }
    }
    values
}

/// A data cell and what stands around it.
struct Cell<'c, 'a> {
    a: &'c Assembly<'a>,
    grid: &'c Grid,
    model: &'c Model,
    around: &'c Around,
    row: usize,
    column: usize,
}

impl Cell<'_, '_> {
    fn figure(&self, figure: &Figure, own: Option<&str>) -> TableValue {
        let mut decided = self.model.decide(self.a, self.grid, self.row, self.column, figure);
        decided.time = decided.time.or(self.around.distant_time());
        decided.kind = decided.kind.or(self.around.distant_kind());
        let mut value = self.value(&figure.text, figure.span, &decided, own);
        let scale = decided.unit.as_ref().map(|(unit, _)| unit.scale);
        let scaled = |number: keikaku_values::Decimal| {
            scale.and_then(|s| number.checked_mul(s)).unwrap_or(number).normalize()
        };
        value.value = figure.value.map(scaled);
        value.value_high = figure.value_high.map(scaled);
        value.unit = decided.unit.map(|(unit, _)| unit.name);
        value.comparator = figure.comparator;
        value
    }

    /// A time in a column of data: a value whose time it is.
    fn time(&self, period: Period, span: Span) -> Option<TableValue> {
        if self.model.columns[self.column].nature != Nature::Data {
            return None;
        }
        let decided = Decided { time: Some((period, Place::Cell)), ..Decided::default() };
        let text = &self.grid.rows[self.row].cells[self.column];
        Some(self.value(text, span, &decided, None))
    }

    fn missing(&self, span: Span) -> TableValue {
        let text = &self.grid.rows[self.row].cells[self.column];
        let time = self.model.columns[self.column].time.map(|t| (t, Place::Column));
        let decided = Decided {
            time: time.or(self.around.distant_time()),
            kind: Some((ObservationKind::Missing, Place::Cell)),
            unit: None,
        };
        self.value(text, span, &decided, None)
    }

    fn value(&self, text: &str, span: Span, decided: &Decided, own: Option<&str>) -> TableValue {
        let from = Provenance {
            kind: decided.kind.map(|k| k.1),
            unit: decided.unit.as_ref().map(|u| u.1),
            time: decided.time.map(|t| t.1),
        };
        let kind = decided.kind.map_or(ObservationKind::Unspecified, |k| k.0);
        let mut reasons = doubts(&from, kind == ObservationKind::Missing);
        if self.grid.layout == keikaku_layout::TableLayout::Spaces {
            reasons.push(Doubt::AlignedBySpaces);
        }
        let period = decided.time.map(|t| t.0);
        let (row, column) = self.grid.shown(self.row, self.column);
        let mut row_path = self.model.row_path(self.row, self.column, own);
        let mut column_path = self.model.columns[self.column].path.clone();
        if self.grid.is_turned() {
            std::mem::swap(&mut row_path, &mut column_path);
        }
        TableValue {
            row: row as u32,
            column: column as u32,
            row_path,
            column_path,
            value: None,
            value_high: None,
            unit: None,
            comparator: Comparator::Equal,
            start: period.and_then(|p| p.start),
            end: period.and_then(|p| p.end),
            basis: period.map(|p| p.basis),
            fiscal_year: period.and_then(|p| p.fiscal_year()).map(FiscalYear::first_year),
            kind,
            text: text.to_owned(),
            span,
            lines: self.a.lines(span),
            page: None,
            confidence: confidence(&reasons),
            from,
            total: self.model.is_total(self.row, self.column),
        }
    }
}

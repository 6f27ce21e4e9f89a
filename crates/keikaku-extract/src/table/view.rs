//! The model of a table as it is shown to people: what each column is and why, and its values.

use keikaku_record::{TableRole, TableValue};
use keikaku_text::Span;

use super::model::{Model, Nature};
use crate::assemble::Assembly;
use crate::assemble::grid::Grid;

/// The model of a table, to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct TableView {
    /// The whole table in the decoded text.
    pub span: Span,
    /// What the table is for.
    pub role: TableRole,
    /// How many of its rows are headers.
    pub header_rows: usize,
    /// How many rows stand beneath them.
    pub rows: usize,
    /// Whether it lies on its side, so that its columns were read as rows.
    pub turned: bool,
    /// The units that are given for all figures, and from which row on, headers counted.
    pub units: Vec<(usize, String)>,
    /// Its columns, from the left.
    pub columns: Vec<ColumnView>,
    /// Its values, row by row.
    pub values: Vec<TableValue>,
}

/// A column of a table, and what speaks for what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnView {
    /// The texts of its headers, outermost first.
    pub path: Vec<String>,
    /// What its cells are: `stub`, `data`, `code`, `beside` or `blank`.
    pub nature: &'static str,
    /// What they are if not that: what the next most of its cells say.
    pub runner_up: &'static str,
    /// How many of its cells hold figures.
    pub figures: usize,
    /// How many hold times.
    pub times: usize,
    /// How many hold words.
    pub words: usize,
    /// The unit that its headers give.
    pub unit: Option<String>,
    /// The fiscal year that its headers name.
    pub fiscal_year: Option<i16>,
    /// Whether it holds amounts of money.
    pub is_money: bool,
}

/// The view of a table.
pub(crate) fn view(a: &Assembly<'_>, grid: &Grid, model: &Model) -> TableView {
    let columns = (0..model.columns.len()).map(|c| column(grid, model, c)).collect();
    TableView {
        span: grid.span(),
        role: grid.purpose.role(),
        header_rows: grid.header_rows,
        rows: grid.body().len(),
        turned: grid.is_turned(),
        units: model.given_units(),
        columns,
        values: super::values(a, grid, model),
    }
}

fn column(grid: &Grid, model: &Model, index: usize) -> ColumnView {
    let one = &model.columns[index];
    let census = super::model::census(grid, &model.facts, index);
    let data = census.figures + census.times + census.missing;
    let runner_up = match one.nature {
        Nature::Data if census.words > 0 => Nature::Stub,
        Nature::Data if census.counting > 0 => Nature::Code,
        Nature::Stub | Nature::Beside | Nature::Code if data > 0 => Nature::Data,
        Nature::Stub => Nature::Beside,
        Nature::Beside => Nature::Stub,
        Nature::Data | Nature::Code | Nature::Blank => Nature::Blank,
    };
    ColumnView {
        path: one.path.clone(),
        nature: one.nature.as_str(),
        runner_up: runner_up.as_str(),
        figures: census.figures,
        times: census.times,
        words: census.words,
        unit: one.unit.as_ref().map(unit_name),
        fiscal_year: one
            .time
            .and_then(|t| t.fiscal_year())
            .map(keikaku_values::FiscalYear::first_year),
        is_money: model.is_money(index),
    }
}

/// A unit with its scale: `1000 円`.
pub(super) fn unit_name(unit: &keikaku_values::Unit) -> String {
    if unit.scale == keikaku_values::Decimal::ONE {
        unit.name.clone()
    } else {
        format!("{} {}", unit.scale, unit.name)
    }
}

//! What a table is for, by its headers, its cells and its model.

use keikaku_lexicon::{Concept, concepts};
use keikaku_record::ObservationKind;
use keikaku_text::fold;
use keikaku_values::TimeContext;

use super::head::is_money_word;
use super::{Column, ColumnRole, Grid, GridRow, LONGEST_VALUE, Purpose};
use crate::assemble::costs::listing;
use crate::recognize::department::looks_like_names;
use crate::recognize::value::{CellContent, read as read_value};
use crate::table::{Fact, Model, bare};

impl Grid {
    /// Settles what a table is for by its model, where its headers alone told too little: a table
    /// that names projects and has amounts beside the names is one of costs, and one whose values
    /// are all money measures nothing.
    pub(crate) fn settle_purpose(&mut self, model: &Model) {
        match self.purpose {
            Purpose::Responsibilities | Purpose::Other
                if self.pays_projects(model) || listing(model).is_some() =>
            {
                self.purpose = Purpose::Costs;
            }
            Purpose::Indicators if self.is_account(model) => {
                let names = self.column(ColumnRole::Name);
                let costs = names.is_some() && self.pays_projects(model);
                self.purpose = if costs { Purpose::Costs } else { Purpose::Other };
            }
            _ => {}
        }
    }

    /// Whether rows name a project and have an amount beside the name.
    fn pays_projects(&self, model: &Model) -> bool {
        let Some(name) = self.column(ColumnRole::Name) else { return false };
        let money: Vec<usize> =
            (0..self.columns.len()).filter(|&c| c > name && model.is_money(c)).collect();
        self.body().any(|row| {
            matches!(model.facts[row][name], Fact::Words)
                && money.iter().any(|&c| matches!(model.facts[row][c], Fact::Figures(_)))
        })
    }

    /// Whether all values are amounts of money, and nothing says that they measure something: no
    /// header of an indicator, no target and no state to start from.
    fn is_account(&self, model: &Model) -> bool {
        let mut values =
            (0..self.columns.len()).filter(|&c| self.columns[c].role.holds_values()).peekable();
        if values.peek().is_none() {
            return false;
        }
        let measures = |c: &Column| {
            let aim = match c.role {
                ColumnRole::Kind(kind) => Some(kind),
                ColumnRole::Time(time) => time.kind,
                ColumnRole::Label => return concepts(&bare(&c.text)).has(Concept::Indicator),
                _ => None,
            };
            matches!(aim, Some(ObservationKind::Target | ObservationKind::Baseline))
        };
        let named = |text: &Option<String>| {
            text.as_deref().is_some_and(|t| concepts(&bare(t)).has(Concept::Indicator))
        };
        values.all(|c| model.is_money(c))
            && !self.columns.iter().any(measures)
            && !named(&self.heading)
    }
}

/// Whether a cell of a list of responsibilities names someone, a number before the name aside.
fn names_in(cell: &str) -> bool {
    looks_like_names(cell.trim_start_matches(|c| keikaku_layout::circled_value(c).is_some()))
}

/// What a table is for, as far as its headers and cells tell.
pub(super) fn purpose(
    rows: &[GridRow],
    header_rows: usize,
    columns: &[Column],
    caption: Option<&str>,
    context: &TimeContext,
) -> Purpose {
    let value_columns: Vec<usize> =
        (0..columns.len()).filter(|&i| columns[i].role.holds_values()).collect();
    let body = &rows[header_rows..];
    if value_columns.is_empty() {
        let departments = columns.iter().position(|c| c.role == ColumnRole::Department);
        let named = departments.is_some_and(|c| body.iter().any(|r| names_in(&r.cells[c])));
        return if holds_costs(columns, caption, body, context) {
            Purpose::Costs
        } else if named {
            Purpose::Responsibilities
        } else {
            Purpose::Other
        };
    }
    let (mut values, mut words) = (0usize, 0usize);
    // Twenty rows tell as much as a thousand.
    for row in body.iter().take(20) {
        for &i in &value_columns {
            let cell = row.cells[i].as_str();
            // Long cells are words; so is an arrow.
            if cell.len() > LONGEST_VALUE || cell.starts_with('→') {
                words += 1;
                continue;
            }
            match read_value(fold(cell).text(), context) {
                CellContent::Value(_) => values += 1,
                CellContent::Words(_) => words += 1,
                _ => {}
            }
        }
    }
    if values > words && holds_costs(columns, caption, body, context) {
        return Purpose::Costs;
    }
    let labelled = columns.iter().any(|c| c.role == ColumnRole::Label && !c.text.is_empty())
        || columns.iter().any(|c| c.role == ColumnRole::RowKind);
    let schedule = caption.is_some_and(|c| c.contains("スケジュール") || c.contains("工程"));
    if values + words == 0 {
        return if labelled { Purpose::Indicators } else { Purpose::Other };
    }
    // A schedule runs over years; one year alone dates a table of anything.
    let years = columns.iter().filter(|c| matches!(c.role, ColumnRole::Time(_))).count();
    if !schedule && (labelled || values >= words) && values * 5 >= words {
        Purpose::Indicators
    } else if (schedule || years >= 2) && columns.iter().any(|c| c.role.names_row()) {
        Purpose::Schedule
    } else {
        Purpose::Other
    }
}

/// Whether a table is one of money: its heads, or most of its rows, name amounts.
fn holds_costs(
    columns: &[Column],
    caption: Option<&str>,
    body: &[GridRow],
    context: &TimeContext,
) -> bool {
    let bare =
        |t: &str| -> String { fold(t).text().chars().filter(|c| !c.is_whitespace()).collect() };
    let money = is_money_word;
    let headed = columns.iter().any(|c| {
        let text = bare(&c.text);
        money(&text)
            && (c.role.holds_values() || c.role == ColumnRole::Other || c.text == columns[0].text)
    });
    let measured = columns.iter().any(|c| {
        matches!(c.role, ColumnRole::Label) && !c.text.is_empty() && c.text.contains("指標")
    });
    let labels: Vec<String> = body
        .iter()
        .take(20)
        .filter_map(|r| r.cells.iter().find(|c| !c.is_empty()).map(|c| bare(c)))
        .collect();
    let named = labels.iter().filter(|l| is_cost_name(l)).count();
    let figures = body.iter().take(20).any(|r| {
        r.cells.iter().any(|c| matches!(read_value(fold(c).text(), context), CellContent::Value(_)))
    });
    let captioned =
        caption.is_some_and(|c| money(c) || c.contains("事業費") && !c.contains("指標"));
    figures
        && !measured
        && (headed
            || named * 2 > labels.len() && labels.len() >= 2
            || captioned && named * 3 > labels.len())
}

/// Whether a row's label names a kind of money: 事業費, 国庫支出金, 一般財源.
pub(crate) fn is_cost_name(bare: &str) -> bool {
    [
        "事業費",
        "人件費",
        "国庫支出金",
        "県支出金",
        "都支出金",
        "府支出金",
        "道支出金",
        "地方債",
        "市債",
        "一般財源",
        "総事業費",
        "直接事業費",
        "総コスト",
        "予算額",
        "決算額",
        "執行額",
        "当初予算",
        "補正予算",
        "特定財源",
        "国費",
        "県費",
    ]
    .iter()
    .any(|w| bare.contains(w))
}

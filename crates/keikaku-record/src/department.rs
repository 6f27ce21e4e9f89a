//! `department`, `initiative` and `project`: who does what.

use keikaku_text::Span;
use keikaku_values::{Basis, Date, Decimal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PageBox, RecordKind, Time, record::record};

record! {
    /// One mention of who is responsible.
    "department" Department {
        /// The mention as written.
        text: String,
        /// The department, whole even where a cell broke its name.
        name: String,
        /// The chain above it, outermost first: `["雇用経済部"]`.
        organization: Vec<String>,
        /// Its sub-unit, as in `ものづくり・イノベーション課 (工業研究所)`, or null.
        unit: Option<String>,
        /// What it does.
        role: DepartmentRole,
        /// The record that it is responsible for, or null.
        of: Option<Reference>,
    }
}

/// What a department does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "department_role", rename_all = "snake_case")]
pub enum DepartmentRole {
    /// It leads (主担当).
    Lead,
    /// It is responsible (担当, 【…課】).
    Responsible,
    /// It is the secretariat (事務局).
    Secretariat,
    /// It wrote the document (作成).
    Author,
    /// It takes part (出席, 参加).
    Participant,
}

/// A reference to another record of the same document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "reference")]
pub struct Reference {
    /// The kind of the other record.
    pub record: RecordKind,
    /// The id of the other record.
    pub id: String,
}

/// A department by name, where it belongs to an initiative or a project.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "department_name")]
pub struct DepartmentName {
    /// The department.
    pub name: String,
    /// Its sub-unit, or null.
    pub unit: Option<String>,
}

record! {
    /// A numbered measure to be taken (取組).
    "initiative" Initiative {
        /// The number as written (`①`), or null.
        number: Option<String>,
        /// The measure as written, without its number and departments, hard wraps joined.
        text: String,
        /// Who takes it.
        departments: Vec<DepartmentName>,
        /// Whether the document gives it elsewhere too (再掲).
        repeated: bool,
    }
}

record! {
    /// A project (事業): a row of a schedule, or a 事業の名称 with its fields.
    "project" Project {
        /// The name, clean.
        name: String,
        /// The numbers of the initiatives that it serves, ranges spelled out: `①～③` is
        /// `["①","②","③"]`.
        initiatives: Vec<String>,
        /// Who carries it out.
        departments: Vec<DepartmentName>,
        /// What is done when.
        schedule: Vec<ScheduleEntry>,
        /// From when to when it runs (事業期間), or null.
        period: Option<Time>,
        /// What it is for (目的), as written, or null.
        purpose: Option<String>,
        /// What it costs: its rows of money over the years (予算額, 事業費, 一般財源).
        costs: Vec<Cost>,
    }
}

/// An amount of money of a project in one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "cost")]
pub struct Cost {
    /// The row or column that names it, clean: `事業費`, `本年度予算額`.
    pub name: String,
    /// The first day of its time, or null.
    pub start: Option<Date>,
    /// The last day of its time, inclusive, or null.
    pub end: Option<Date>,
    /// What kind of time it is, or null where none is given.
    #[serde(with = "crate::encode::OptionalBasis")]
    pub basis: Option<Basis>,
    /// The fiscal year by its first calendar year, when the time lies in exactly one, else null.
    pub fiscal_year: Option<i16>,
    /// Whether it is planned or was spent.
    pub kind: CostKind,
    /// The amount in the base unit, exact.
    #[serde(with = "crate::encode::ExactNumber")]
    pub value: Decimal,
    /// The unit without its scale (`円`), or null.
    pub unit: Option<String>,
    /// The amount as written.
    pub text: String,
    /// Where it is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
    #[serde(with = "crate::encode::SpanPair")]
    pub span: Span,
    /// The page that it stands on, from 1; null where the text has no pages.
    pub page: Option<u32>,
    /// Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]`. Left out for texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
}

/// Whether an amount of money is planned or was spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "cost_kind", rename_all = "snake_case")]
pub enum CostKind {
    /// It is in the budget (予算).
    Budget,
    /// It was spent (決算, 執行額).
    Actual,
    /// It is expected or asked for (見込, 要求額).
    Forecast,
    /// The text does not say.
    Unspecified,
}

/// What a project does over some fiscal years.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "schedule_entry")]
pub struct ScheduleEntry {
    /// The first and the last fiscal year, both inclusive: `[2019, 2022]`.
    pub fiscal_years: [i16; 2],
    /// What is done, as written, hard wraps joined.
    pub text: String,
}

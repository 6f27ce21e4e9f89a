//! `indicator`: a measure with its values over time.

use keikaku_text::Span;
use keikaku_values::{Basis, Comparator, Date, Decimal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PageBox, record::record};

record! {
    /// A measure with its values over time (指標, KPI).
    "indicator" Indicator {
        /// The label without what became a field, clean.
        name: String,
        /// The label as written.
        label: String,
        /// Whether it is a main one; false for サブ指標.
        primary: bool,
        /// Whether its values add up from a start (累計, 延べ).
        cumulative: bool,
        /// The unit of its values without a scale (`件`, `人`, `%`), or null.
        unit: Option<String>,
        /// The names of the departments responsible for it.
        departments: Vec<String>,
        /// Its values, in the order of the text.
        observations: Vec<Observation>,
    }
}

/// One value of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "observation")]
pub struct Observation {
    /// The first day of its time, or null.
    pub start: Option<Date>,
    /// The last day of its time, inclusive, or null.
    pub end: Option<Date>,
    /// What kind of time it is, or null where none is given.
    #[serde(with = "crate::encode::OptionalBasis")]
    pub basis: Option<Basis>,
    /// The fiscal year by its first calendar year, when the time lies in exactly one, else null.
    pub fiscal_year: Option<i16>,
    /// What the value says.
    pub kind: ObservationKind,
    /// The value in the base unit, exact; null when it is undetermined or missing.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub value: Option<Decimal>,
    /// The unit without its scale, or null.
    pub unit: Option<String>,
    /// How the value is meant.
    #[serde(with = "crate::encode::ComparatorName")]
    pub comparator: Comparator,
    /// The text of the base that a relative value adds to (`2018年3月末実績`), or null.
    pub relative_to: Option<String>,
    /// The value as written, hard wraps joined.
    pub text: String,
    /// Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
    #[serde(with = "crate::encode::SpanPair")]
    pub span: Span,
    /// The page that it stands on, from 1; null where the text has no pages.
    pub page: Option<u32>,
    /// Where it is drawn on the pages of a PDF: `[page, x0, y0, x1, y1]`. Left out for texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// How sure the reading is, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// Why it is not quite sure; empty where nothing speaks against the reading.
    pub reasons: Vec<Doubt>,
    /// What decided its kind, unit and time.
    pub from: Provenance,
}

/// What an observation's value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "observation_kind", rename_all = "snake_case")]
pub enum ObservationKind {
    /// What is to be reached (目標).
    Target,
    /// What was reached (実績).
    Actual,
    /// What it was at the start (現状値, 基準値).
    Baseline,
    /// What is expected (見込み).
    Forecast,
    /// How much of a target was reached (達成率, 達成度), in `%`.
    Achievement,
    /// The text says that it is not yet decided.
    Undetermined,
    /// No value: `—`, `-`, or blank in a data cell.
    Missing,
    /// The text does not say.
    Unspecified,
}

/// A reason to doubt the reading of an observation. Minor versions may add values.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename = "doubt", rename_all = "snake_case")]
pub enum Doubt {
    /// Nothing says what kind of value it is.
    NoKind,
    /// Its kind was taken from as far as a caption or a section's title.
    DistantKind,
    /// Nothing says in what unit it is.
    NoUnit,
    /// Its unit was taken from as far as a caption or a section's title.
    DistantUnit,
    /// Nothing says of what time it is.
    NoTime,
    /// Its time was taken from as far as a caption, a section's title or the document.
    DistantTime,
    /// Its cell is blank and takes what a merged cell beside or above it holds.
    MergedCell,
    /// Its row had lost a cell, and was moved back to its columns.
    ShiftedRow,
    /// Only spaces tell the columns of its table apart.
    AlignedBySpaces,
    /// A check of the table's figures failed for it.
    CheckFailed,
}

/// What decided an observation's kind, unit and time; null where nothing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "provenance")]
pub struct Provenance {
    /// What decided its kind.
    pub kind: Option<Place>,
    /// What decided its unit.
    pub unit: Option<Place>,
    /// What decided its time.
    pub time: Option<Place>,
}

/// A place that a value takes its meaning from, nearest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename = "place", rename_all = "snake_case")]
pub enum Place {
    /// Its own cell.
    Cell,
    /// Its row.
    Row,
    /// Its column.
    Column,
    /// The caption of its table.
    Caption,
    /// The title of its section.
    Section,
    /// The document.
    Document,
}

//! `indicator`: a measure with its values over time.

use keikaku_text::Span;
use keikaku_values::{Aggregate, Basis, Comparator, Date, Decimal, Direction, Per};
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
        /// What of a project or plan it measures, or null.
        role: Option<IndicatorRole>,
        /// Which way its values are to go, or null where that is not known.
        better: Option<Better>,
        /// What says so, or null.
        better_from: Option<BetterFrom>,
        /// The id of the project that it measures, or null.
        project: Option<String>,
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
    /// The value in the base unit, exact; of a range the lower bound. Null when it is undetermined or
    /// missing, when no number is stated (増加), and for a share without an end in decimals.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub value: Option<Decimal>,
    /// The upper bound of a range (`70～80％`), or null.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub value_high: Option<Decimal>,
    /// The unit without its scale, or null.
    pub unit: Option<String>,
    /// How the value is meant.
    #[serde(with = "crate::encode::ComparatorName")]
    pub comparator: Comparator,
    /// The time that a rate is per (`年111校`), or null.
    #[serde(with = "crate::encode::OptionalPer")]
    pub per: Option<Per>,
    /// The number of years that the value is over (`５年間で３人`), or null.
    pub over_years: Option<u16>,
    /// How the value was made of those of the time that it covers (累計, 平均), or null.
    #[serde(with = "crate::encode::OptionalAggregate")]
    pub aggregate: Option<Aggregate>,
    /// The base of a relative value as written (`2018年3月末実績`, `前年度`), or null.
    pub relative_to: Option<String>,
    /// Which way a relative value goes from its base (削減, 増, 維持), or null.
    #[serde(with = "crate::encode::OptionalDirection")]
    pub direction: Option<Direction>,
    /// How many, where the value is written as a share (2 of `３分の２`), or null.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub numerator: Option<Decimal>,
    /// Of how many, where the value is written as a share (3 of `３分の２`), or null.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub denominator: Option<Decimal>,
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

/// What of a project or plan an indicator measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "indicator_role", rename_all = "snake_case")]
pub enum IndicatorRole {
    /// What is done (活動指標, アウトプット).
    Output,
    /// What it leads to (成果指標, アウトカム).
    Outcome,
    /// What it is done for (対象指標).
    Context,
}

/// Which way the values of an indicator are to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "better", rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// What says which way the values of an indicator are to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "better_from", rename_all = "snake_case")]
pub enum BetterFrom {
    /// A target that is a bound or a change: 以上, 以下, 増, 削減, ゼロ.
    Target,
    /// The way from a value measured to the targets.
    Way,
    /// The name: 待機児童数, 死亡者数, 満足度.
    Name,
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
    /// Its kind was told by its time alone, which lies before the document's own day.
    KindByDate,
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
    /// The words of its sentence or line.
    Sentence,
    /// An arrow, or words like it, from one value to the next (→, から…へ).
    Arrow,
}

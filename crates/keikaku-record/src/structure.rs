//! `section`, `table` and `statement`: how a document is built.

use keikaku_text::Span;
use keikaku_values::{Basis, Comparator, Date, Decimal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Lines, ObservationKind, Provenance, record::record};

record! {
    /// A section: its header, and the lines that it holds. A header repeated on the next page is
    /// the same section; an entry of a table of contents is none.
    "section" Section {
        /// The number as written (`(1)`, `5-2`, `①`, `議題１`, `取組方向1`), or null.
        number: Option<String>,
        /// The title without its number, clean.
        title: String,
        /// The depth; 1 is outermost.
        level: u32,
        /// The titles from the outermost section in, each with its number; this one is the last.
        path: Vec<String>,
        /// The lines that it holds, from its header on: `[first, last]`, 1-based, inclusive.
        extent: Lines,
    }
}

record! {
    /// A table with its cells.
    "table" Table {
        /// The caption, or null.
        caption: Option<String>,
        /// What the table is for.
        role: TableRole,
        /// What marked its columns in the source.
        layout: TableLayout,
        /// How sure it is that these lines are a table with these columns, from 0 to 1.
        #[schemars(range(min = 0, max = 1))]
        confidence: f64,
        /// The header texts; merged header rows are joined with a space.
        columns: Vec<String>,
        /// The cell texts; every row is as long as `columns`.
        rows: Vec<Vec<String>>,
        /// The id of the table that this one carries on over a page break, or null.
        continues: Option<String>,
        /// What its data cells hold: numbers, missing marks and times, whatever the table is for.
        values: Vec<TableValue>,
    }
}

/// A number, a missing mark or a time in a data cell of a table.
///
/// A cell gives one value; one with two figures stacked in it gives two. A blank gives none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "table_value")]
pub struct TableValue {
    /// Its row in `rows`, from 0.
    pub row: u32,
    /// Its column in `columns`, from 0.
    pub column: u32,
    /// What its row is called, outermost first; units are no part of it.
    pub row_path: Vec<String>,
    /// What its column is called, outermost first; units are no part of it.
    pub column_path: Vec<String>,
    /// The value in the base unit, exact; the lower end of a range. Null where there is none.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub value: Option<Decimal>,
    /// The upper end of a range (`70～80％`), or null.
    #[serde(with = "crate::encode::OptionalNumber")]
    pub value_high: Option<Decimal>,
    /// The unit without its scale, or null.
    pub unit: Option<String>,
    /// How the value is meant.
    #[serde(with = "crate::encode::ComparatorName")]
    pub comparator: Comparator,
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
    /// The value as written, hard wraps joined.
    pub text: String,
    /// Where the value is written: `[start, end)`, byte offsets into the decoded UTF-8 text.
    #[serde(with = "crate::encode::SpanPair")]
    pub span: Span,
    /// `[first, last]`, 1-based line numbers of the decoded text, both inclusive.
    pub lines: Lines,
    /// The page that it stands on, from 1; null where the text has no pages.
    pub page: Option<u32>,
    /// What decided its kind, unit and time.
    pub from: Provenance,
    /// How sure the reading is, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// Whether it is a sum (計, 合計, 小計) of other values of the table.
    pub total: bool,
}

/// What a table is for. Minor versions may add values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "table_role", rename_all = "snake_case")]
pub enum TableRole {
    /// Indicators with their values (指標, 目標値).
    Indicators,
    /// Projects over years (工程表).
    Schedule,
    /// Who is responsible for what (担当部局).
    Responsibilities,
    /// Money of projects, or of one project over the years (予算, 事業費).
    Costs,
    /// Fields of one subject: labels, each with its value.
    Sheet,
    /// Anything else.
    #[default]
    Other,
}

/// What marks the columns of a table in a dump. Minor versions may add values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "table_layout", rename_all = "snake_case")]
pub enum TableLayout {
    /// Tabs between the cells.
    #[default]
    Tabs,
    /// Columns aligned by spaces.
    Spaces,
    /// Markdown's pipes.
    Pipes,
    /// Ruling lines (罫線): drawn with characters, or those of a PDF.
    Ruled,
    /// HTML's table tags.
    Html,
    /// Comma-separated values.
    Csv,
}

record! {
    /// What one speaker said in minutes: a marker and all that follows it up to the next.
    "statement" Statement {
        /// The agenda item it belongs to, or null.
        agenda: Option<String>,
        /// The speaker as written, without marker and brackets, or null.
        speaker: Option<String>,
        /// The marker: `●`, `☆`, `○`, `問`; null where brackets or a colon set the speaker off.
        marker: Option<String>,
        /// What was said, as written, hard wraps joined.
        text: String,
    }
}

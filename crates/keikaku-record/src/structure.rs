//! `section`, `table` and `statement`: how a document is built.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Lines, record::record};

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
    }
}

/// What a table is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename = "table_role", rename_all = "snake_case")]
pub enum TableRole {
    /// Indicators with their values (指標, 目標値).
    Indicators,
    /// Projects over years (工程表).
    Schedule,
    /// Who is responsible for what (担当部局).
    Responsibilities,
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

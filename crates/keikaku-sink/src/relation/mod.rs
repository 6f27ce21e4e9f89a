//! Records as rows: the tables in normal form that every database, Parquet and CSV get.
//!
//! The tables are derived from the JSON Schemas of the records, so that a field added to a record
//! is a column everywhere, with its type and its description. The rules:
//!
//! - A kind of record is a table; its key is `id`.
//! - A field is a column of the same name. An object's fields are columns behind its name
//!   (`issuer_code`, `from_kind`), a pair is two (`span_start`, `span_end`; `lines_first`,
//!   `lines_last`).
//! - A list is a table of its own. Its key is that of what it belongs to, and the `position` in
//!   the list, from 0.

mod derive;
mod flatten;
mod restore;
mod rows;

use std::sync::LazyLock;

use keikaku_record::RecordKind;

pub use restore::{StoredCell, StoredRow, restore};
pub use rows::{Cell, Row, Rows, TableRows};

/// The version of the tables: raised when the rules by which they are derived change, so that
/// tables of the same record schema would differ.
pub const TABLES_VERSION: &str = "7";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A whole number of at most 64 bits.
    Integer,
    /// A measure for which a binary fraction is exact enough: a confidence.
    Real,
    /// An exact decimal of at most 29 digits; as text where a database has no such type.
    Decimal,
    /// A day, as ISO text where a database has no such type.
    Date,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub column_type: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it means, from the description of the field.
    pub comment: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub comment: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The places of the columns that are its primary key.
    pub key: Vec<usize>,
    /// The table that its first columns refer to, and how many they are; `None` for the table of
    /// documents.
    pub parent: Option<Parent>,
}

/// What a table's rows belong to, and go with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The place of the table in [`Relation::tables`].
    pub table: usize,
    /// The first of the columns that refer to it.
    pub first_column: usize,
    /// How many columns refer to it.
    pub columns: usize,
}

/// All tables, and which part of a record goes where.
#[derive(Debug)]
pub struct Relation {
    /// The tables, each behind those that it refers to.
    pub tables: Vec<Table>,
    pub(crate) kinds: Vec<(RecordKind, usize, Node)>,
}

/// Where a part of a record goes. Columns are counted within the table of the nearest list around
/// it.
#[derive(Debug)]
pub(crate) enum Node {
    /// Into a column.
    Column(usize),
    /// Two numbers, into a column and the one after it. Null where `nullable` and both are.
    Pair { first: usize, nullable: bool },
    /// A page and the four sides of a box on it, into a column and those after it.
    PageBox { first: usize },
    /// Its fields, by name.
    Object { fields: Vec<(String, Node)>, nullable: bool },
    /// A list: its elements are rows of a table, whose first `inherited` columns are those of
    /// the row around it; then comes the position.
    List { table: usize, inherited: usize, element: Box<Node> },
    /// A list of texts, into a column as a JSON array.
    Texts(usize),
    /// A list of lists of texts: cells of a table, by row and column.
    Grid(Box<Node>),
    /// One list of a grid.
    GridRow { table: usize, inherited: usize },
    /// Names with numbers, or with texts.
    Map { table: usize, inherited: usize },
}

impl Relation {
    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.name == name)
    }

    /// The table of a kind of record, by its place, and where its fields go.
    pub(crate) fn of_kind(&self, kind: RecordKind) -> Option<(usize, &Node)> {
        self.kinds.iter().find(|(k, ..)| *k == kind).map(|(_, table, node)| (*table, node))
    }
}

/// The tables.
///
/// # A value of an indicator is a row, and knows its indicator
/// ```
/// let observation = keikaku_sink::relation().table("observation").unwrap();
/// let names: Vec<&str> = observation.columns.iter().map(|c| c.name.as_str()).collect();
/// assert_eq!(names[..4], ["indicator", "position", "start", "end"]);
/// ```
pub fn relation() -> &'static Relation {
    static RELATION: LazyLock<Relation> = LazyLock::new(derive::relation);
    &RELATION
}

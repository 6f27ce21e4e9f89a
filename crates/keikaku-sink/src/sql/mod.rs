//! What the SQL databases share: the statements that make the tables, indexes and views.

mod exports;
mod search;

use keikaku_record::SCHEMA_VERSION;

use crate::Notice;
use crate::relation::{Column, ColumnType, TABLES_VERSION, Table, relation};
pub use exports::{Export, exports};
pub use search::{SEARCHED, SearchWords};
pub(crate) use search::{Words, searched};

/// A dialect of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The table that says what made the tables.
pub(crate) const ABOUT: &str = "keikaku";

/// What questions are asked by, beside the keys: table and columns.
const INDEXES: &[(&str, &[&str])] = &[
    ("observation", &["fiscal_year", "kind"]),
    ("department", &["of_id"]),
    ("schedule_entry", &["fiscal_years_first", "fiscal_years_last"]),
    ("cost", &["fiscal_year"]),
    ("period", &["start", "end"]),
    ("diagnostic", &["code"]),
];

/// The same of texts that may have any length: a document read wrongly may have a name of pages.
/// PostgreSQL's usual trees take no key of more than 2,704 bytes, and its hashes grow slow where
/// many rows have one text; the tree of prefixes does neither.
const INDEXES_OF_TEXTS: &[(&str, &str)] = &[
    ("document", "path"),
    ("indicator", "name"),
    ("department", "name"),
    ("project", "name"),
    ("statement", "speaker"),
];

/// The views, with differences of decimals in braces. What a view is stands on its first lines,
/// which SQLite keeps as they are.
const VIEWS: &str = include_str!("views.sql");

/// A name in quotation marks, which `table`, `end` and `primary` need.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Names in quotation marks, with commas.
pub(crate) fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Dialect {
    /// The column that a cell is written to: SQLite has no exact decimals, and keeps them as text
    /// beside a number to compute with.
    pub(crate) fn stored_name(self, column: &Column) -> String {
        match (self, column.column_type) {
            (Self::Sqlite, ColumnType::Decimal) => format!("{}_exact", column.name),
            _ => column.name.clone(),
        }
    }

    /// The columns that a row is written to, quoted, with commas.
    pub(crate) fn stored_columns(self, table: &Table) -> String {
        let names: Vec<String> = table.columns.iter().map(|c| self.stored_name(c)).collect();
        quoted_list(names.iter().map(String::as_str))
    }

    fn type_name(self, column_type: ColumnType) -> &'static str {
        match (self, column_type) {
            (Self::Sqlite, ColumnType::Text | ColumnType::Date | ColumnType::Decimal) => "TEXT",
            (Self::Sqlite, ColumnType::Boolean | ColumnType::Integer) => "INTEGER",
            (Self::Sqlite, ColumnType::Real) => "REAL",
            (Self::Postgres, ColumnType::Text) => "text",
            (Self::Postgres, ColumnType::Date) => "date",
            (Self::Postgres, ColumnType::Decimal) => "numeric",
            (Self::Postgres, ColumnType::Boolean) => "boolean",
            (Self::Postgres, ColumnType::Integer) => "bigint",
            (Self::Postgres, ColumnType::Real) => "double precision",
        }
    }

    /// The statement that makes a table. SQLite keeps its comments as they are written.
    fn create_table(self, table: &Table) -> String {
        let mut parts: Vec<(String, &str)> = Vec::new();
        for column in &table.columns {
            let name = quoted(&self.stored_name(column));
            let null = if column.nullable { "" } else { " NOT NULL" };
            let check = match (self, column.column_type) {
                (Self::Sqlite, ColumnType::Boolean) => format!(" CHECK ({name} IN (0, 1))"),
                _ => String::new(),
            };
            let type_name = self.type_name(column.column_type);
            parts.push((format!("{name} {type_name}{null}{check}"), &column.comment));
            if (self, column.column_type) == (Self::Sqlite, ColumnType::Decimal) {
                let number = format!(
                    "{} NUMERIC GENERATED ALWAYS AS (CAST({name} AS NUMERIC)) VIRTUAL",
                    quoted(&column.name)
                );
                parts.push((number, "The same to compute with: exact up to 15 digits."));
            }
        }
        let names = |columns: &[usize]| {
            quoted_list(
                columns.iter().filter_map(|&c| table.columns.get(c)).map(|c| c.name.as_str()),
            )
        };
        parts.push((format!("PRIMARY KEY ({})", names(&table.key)), ""));
        if let (Self::Sqlite, Some(reference)) = (self, reference(table)) {
            parts.push((reference, ""));
        }
        let mut sql = format!("CREATE TABLE {} (", quoted(&table.name));
        if self == Self::Sqlite {
            sql += &format!(" -- {}", table.comment);
        }
        let last = parts.len() - 1;
        for (at, (part, comment)) in parts.iter().enumerate() {
            sql += &format!("\n  {part}{}", if at == last { "" } else { "," });
            if self == Self::Sqlite && !comment.is_empty() {
                sql += &format!(" -- {comment}");
            }
        }
        sql += "\n)";
        // Rows of a list lie in the order of their keys, beside those they belong to.
        if self == Self::Sqlite && table.key.len() > 1 {
            sql += " WITHOUT ROWID";
        }
        sql += ";\n";
        if self == Self::Postgres {
            let name = quoted(&table.name);
            sql += &format!("COMMENT ON TABLE {name} IS {};\n", literal(&table.comment));
            for column in table.columns.iter().filter(|c| !c.comment.is_empty()) {
                let column_name = quoted(&column.name);
                let comment = literal(&column.comment);
                sql += &format!("COMMENT ON COLUMN {name}.{column_name} IS {comment};\n");
            }
        }
        sql
    }

    /// The statements that make all tables and views.
    ///
    /// # They can be read before anything is loaded
    /// ```
    /// use keikaku_sink::Dialect;
    /// assert!(Dialect::Postgres.create_tables().contains("\"value\" numeric"));
    /// ```
    #[must_use]
    pub fn create_tables(self) -> String {
        let mut sql = String::new();
        for table in &relation().tables {
            sql += &self.create_table(table);
        }
        sql += &format!(
            "CREATE TABLE {ABOUT} (name TEXT PRIMARY KEY, value TEXT NOT NULL);\n\
             INSERT INTO {ABOUT} VALUES ('schema_version', {}), ('tables_version', {});\n",
            literal(SCHEMA_VERSION),
            literal(TABLES_VERSION),
        );
        sql += search::create_tables(self);
        sql += &self.views();
        for export in exports() {
            sql += &export.create(self);
        }
        sql
    }

    /// The views. SQLite computes in binary numbers, which the difference of two decimals shows
    /// (12.4 - 13 is -0.5999999999999996): there it is rounded to nine digits behind the point.
    fn views(self) -> String {
        let mut sql = String::new();
        for part in VIEWS.split_inclusive(['{', '}']) {
            match (self, part.strip_suffix('}')) {
                (Self::Sqlite, Some(difference)) => {
                    sql += &format!(
                        "CASE WHEN {difference} IS NOT NULL\n    \
                         THEN CAST(printf('%.9f', {difference}) AS NUMERIC) END"
                    );
                }
                (_, Some(difference)) => sql += difference,
                (_, None) => sql += part.trim_end_matches('{'),
            }
        }
        if self == Self::Postgres {
            for view in VIEWS.split("CREATE VIEW ").skip(1) {
                let name = view.split(' ').next().unwrap_or_default();
                let lines = view.lines().skip(1).map_while(|line| line.strip_prefix("-- "));
                let comment = literal(&lines.collect::<Vec<_>>().join(" "));
                sql += &format!("COMMENT ON VIEW {name} IS {comment};\n");
            }
        }
        sql
    }

    /// The statements that make the indexes; apart, since a first load is faster without them.
    #[must_use]
    pub fn create_indexes(self) -> String {
        let mut sql = String::new();
        let mut index = |table: &str, columns: &[&str], method: &str| {
            let name = quoted(&format!("{table}_by_{}", columns.join("_")));
            let columns = quoted_list(columns.iter().copied());
            sql += &format!("CREATE INDEX {name} ON {}{method} ({columns});\n", quoted(table));
        };
        for table in &relation().tables {
            // What a document takes with it when it is replaced, and what stands in a section.
            for column in ["document", "section"] {
                let leads = table.columns.first().is_some_and(|c| c.name == column);
                if !leads && table.columns.iter().any(|c| c.name == column) {
                    index(&table.name, &[column], "");
                }
            }
        }
        for (table, columns) in INDEXES {
            index(table, columns, "");
        }
        for (table, column) in INDEXES_OF_TEXTS {
            index(table, &[column], if self == Self::Postgres { " USING spgist" } else { "" });
        }
        // SQLite's stand in the tables. Here they are checked at once, not row by row.
        if self == Self::Postgres {
            for table in &relation().tables {
                if let Some(reference) = reference(table) {
                    sql += &format!("ALTER TABLE {} ADD {reference};\n", quoted(&table.name));
                }
            }
        }
        sql += search::create_indexes(self);
        sql
    }
}

/// The clause that ties the rows of a table to those that they go with.
fn reference(table: &Table) -> Option<String> {
    let parent = table.parent?;
    let referred = relation().tables.get(parent.table)?;
    let own = table.columns.iter().skip(parent.first_column).take(parent.columns);
    let key = referred.key.iter().filter_map(|&at| referred.columns.get(at));
    Some(format!(
        "FOREIGN KEY ({}) REFERENCES {} ({}) ON DELETE CASCADE",
        quoted_list(own.map(|c| c.name.as_str())),
        quoted(&referred.name),
        quoted_list(key.map(|c| c.name.as_str()))
    ))
}

/// Asks for the name of the run that loaded last.
pub(crate) const RUN: &str = "SELECT value FROM keikaku WHERE name = 'run'";

/// The statements that name the run that loads.
pub(crate) fn name_run(run: &str) -> String {
    let run = literal(run);
    format!("DELETE FROM {ABOUT} WHERE name = 'run'; INSERT INTO {ABOUT} VALUES ('run', {run});")
}

/// Asks for paths that several documents have.
pub(crate) const DOUBLED_PATHS: &str =
    "SELECT path FROM document GROUP BY path HAVING count(*) > 1 ORDER BY path";

/// What is to be said of paths that several documents have.
pub(crate) fn notice_of_paths(target: &str, paths: &[String]) -> Option<Notice> {
    let first = paths.first()?;
    let message = format!(
        "{} several documents of one path, {first} for one: the text of a file that was changed is \
         another document; keikaku remove takes the old one away, by its id",
        if paths.len() == 1 {
            "it holds".to_owned()
        } else {
            format!("{} times it holds", paths.len())
        }
    );
    Some(Notice { target: target.to_owned(), message })
}

/// Whether tables made by these versions can be written to and read.
pub(crate) fn check_versions(schema: Option<&str>, tables: Option<&str>) -> Result<(), String> {
    let (Some(schema), Some(tables)) = (schema, tables) else {
        return Err("its table keikaku does not say which version made it".to_owned());
    };
    if tables != TABLES_VERSION || schema != SCHEMA_VERSION {
        return Err(format!(
            "it was made for records of version {schema} (tables {tables}), and this keikaku has \
             version {SCHEMA_VERSION} (tables {TABLES_VERSION}); load into a new database, or take \
             the keikaku that made it"
        ));
    }
    Ok(())
}

//! The views that everybody wants as one table: `exports.sql`, with what differs between databases
//! filled in. Each column stands there with its type and its meaning.

use std::sync::LazyLock;

use super::{Dialect, literal};
use crate::relation::{Column, ColumnType, Table};

const EXPORTS: &str = include_str!("exports.sql");

/// A view that can be exported.
#[derive(Debug)]
pub struct Export {
    /// What it is as a table: its name, its meaning and its columns.
    pub table: Table,
    /// What a row is, in a few words.
    pub rows: &'static str,
    /// The lines of its statement.
    lines: Vec<&'static str>,
}

/// The views that can be exported: `observations`, `table_values`, `projects`, `costs`,
/// `coverage`.
///
/// # Their columns need no quotes
/// ```
/// let export = &keikaku_sink::exports()[0];
/// let names: Vec<&str> = export.table.columns.iter().map(|c| c.name.as_str()).collect();
/// assert!(names.contains(&"fiscal_year") && names.contains(&"end_date"));
/// ```
pub fn exports() -> &'static [Export] {
    static VIEWS: LazyLock<Vec<Export>> = LazyLock::new(|| {
        let views = EXPORTS.split("VIEW ").skip(1);
        views.filter_map(|view| parse(view.split("\nEND").next()?)).collect()
    });
    &VIEWS
}

fn parse(view: &'static str) -> Option<Export> {
    let (head, body) = view.split_once('\n')?;
    let (name, rows) = head.split_once(' ')?;
    let lines: Vec<&str> = body.lines().collect();
    let comment = lines.iter().map_while(|line| line.strip_prefix("-- "));
    let comment = comment.collect::<Vec<_>>().join(" ");
    let columns = lines.iter().filter_map(|line| {
        let (sql, said) = line.split_once(" -- ")?;
        let (column_type, comment) = said.split_once(": ")?;
        let name = sql.trim_end_matches(',').rsplit(' ').next()?;
        let column_type = match column_type {
            "integer" => ColumnType::Integer,
            "decimal" => ColumnType::Decimal,
            "real" => ColumnType::Real,
            "date" => ColumnType::Date,
            "boolean" => ColumnType::Boolean,
            _ => ColumnType::Text,
        };
        let (name, comment) = (name.to_owned(), comment.to_owned());
        Some(Column { name, column_type, nullable: true, comment })
    });
    let columns = columns.collect();
    let table = Table { name: name.to_owned(), comment, columns, key: Vec::new(), parent: None };
    Some(Export { table, rows, lines })
}

impl Export {
    /// The statements that make the view, with what is said of it.
    pub(super) fn create(&self, dialect: Dialect) -> String {
        let name = &self.table.name;
        let mut sql = format!("\nCREATE VIEW {name} AS\n");
        let last = self.lines.len().saturating_sub(1);
        for (at, line) in self.lines.iter().enumerate() {
            sql += &dialect.fill(line);
            sql += if at == last { ";\n" } else { "\n" };
        }
        if dialect == Dialect::Postgres {
            sql += &format!("COMMENT ON VIEW {name} IS {};\n", literal(&self.table.comment));
            for column in &self.table.columns {
                let comment = literal(&column.comment);
                sql += &format!("COMMENT ON COLUMN {name}.{} IS {comment};\n", column.name);
            }
        }
        sql
    }
}

impl Dialect {
    /// A line with what stands in brackets filled in.
    fn fill(self, line: &str) -> String {
        let (Some(begin), Some(end)) = (line.find('['), line.find(']')) else {
            return line.to_owned();
        };
        let (Some(before), Some(inside), Some(after)) =
            (line.get(..begin), line.get(begin + 1..end), line.get(end + 1..))
        else {
            return line.to_owned();
        };
        let words: Vec<&str> = inside.split(' ').collect();
        let filled = match words.as_slice() {
            ["list", table, column, key, of, mark] => self.list(table, column, key, of, mark),
            ["json", column] => self.json(column),
            ["year", table] => self.year(table),
            ["digits", column] => self.digits(column),
            _ => inside.to_owned(),
        };
        format!("{before}{filled}{after}")
    }

    /// The texts of a list, in its order, with a mark between them.
    fn list(self, table: &str, column: &str, key: &str, of: &str, mark: &str) -> String {
        let mark = if mark == ";" { "'; '".to_owned() } else { format!("' {mark} '") };
        match self {
            // group_concat has no order of its own in the versions that are about.
            Self::Sqlite => format!(
                "(SELECT group_concat(e.{column}, {mark}) FROM (SELECT {column} FROM {table} \
                 WHERE {key} = {of} ORDER BY position) e)"
            ),
            Self::Postgres => format!(
                "(SELECT string_agg(e.{column}, {mark} ORDER BY e.position) FROM {table} e \
                 WHERE e.{key} = {of})"
            ),
        }
    }

    /// The texts of a JSON array, with a mark between them.
    fn json(self, column: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("(SELECT group_concat(e.value, ' > ') FROM json_each({column}) e)")
            }
            Self::Postgres => format!(
                "(SELECT string_agg(e.value, ' > ' ORDER BY e.place) FROM \
                 jsonb_array_elements_text(CAST({column} AS jsonb)) \
                 WITH ORDINALITY AS e (value, place))"
            ),
        }
    }

    /// Whether a text holds a digit.
    fn digits(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} GLOB '*[0-9０-９]*'"),
            Self::Postgres => format!("{column} ~ '[0-9０-９]'"),
        }
    }

    /// The year of a time: its fiscal year, else the calendar year that it lies in.
    fn year(self, table: &str) -> String {
        let of = |day: &str| match self {
            Self::Sqlite => format!("CAST(strftime('%Y', {table}.\"{day}\") AS INTEGER)"),
            Self::Postgres => format!("CAST(EXTRACT(YEAR FROM {table}.\"{day}\") AS bigint)"),
        };
        let (start, end) = (of("start"), of("end"));
        format!("COALESCE({table}.fiscal_year, CASE WHEN {start} = {end} THEN {start} END)")
    }
}

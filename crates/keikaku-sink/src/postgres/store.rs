//! Reading from PostgreSQL.

use keikaku_record::RecordKind;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::ToSql;
use postgres::{Client, Row};

use super::copy::lexeme;
use super::{PostgresUrl, reason};
use crate::relation::{ColumnType, StoredCell, StoredRow, Table, relation};
use crate::sql::{self, quoted, quoted_list};
use crate::store::{Hit, Store, StoreError, StoredDocument};

/// Whether a table is there.
pub(super) fn exists(client: &mut Client, table: &str) -> Result<bool, String> {
    let found = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&quoted(table)]);
    found.map(|row| row.get(0)).map_err(|e| reason(&e))
}

/// Checks that the tables are those that this program knows.
pub(super) fn check(client: &mut Client) -> Result<(), String> {
    let mut about = |name: &str| {
        let sql = format!("SELECT value FROM {} WHERE name = $1", sql::ABOUT);
        let found = client.query_opt(&sql, &[&name]).map_err(|e| reason(&e))?;
        Ok::<Option<String>, String>(found.map(|row| row.get(0)))
    };
    sql::check_versions(about("schema_version")?.as_deref(), about("tables_version")?.as_deref())
}

/// The name of the run that loaded into it last.
pub(super) fn run(client: &mut Client) -> Result<Option<String>, String> {
    let found = client.query_opt(sql::RUN, &[]).map_err(|e| reason(&e))?;
    Ok(found.map(|row| row.get(0)))
}

/// Removes documents with all that they hold.
pub(super) fn remove(client: &mut Client, documents: &[String]) -> Result<(), String> {
    let delete = "DELETE FROM document WHERE id = ANY($1)";
    client.execute(delete, &[&documents]).map(|_| ()).map_err(|e| reason(&e))
}

/// The name of the run that loaded into a database last; `None` where none did.
pub(crate) fn run_of(url: &PostgresUrl) -> Result<Option<String>, String> {
    let mut client = url.connect()?;
    if !exists(&mut client, sql::ABOUT)? {
        return Ok(None);
    }
    run(&mut client)
}

/// A PostgreSQL database to read from.
pub struct PostgresStore {
    client: Client,
}

impl PostgresStore {
    /// Connects.
    ///
    /// # Errors
    ///
    /// Fails where the server cannot be reached or does not let in, nothing was loaded, or the
    /// tables were made by another version.
    pub fn open(url: &PostgresUrl) -> Result<Self, StoreError> {
        let fail = |reason| StoreError { target: url.to_string(), reason };
        let mut client = url.connect().map_err(fail)?;
        if !exists(&mut client, sql::ABOUT).map_err(fail)? {
            return Err(fail("keikaku has loaded nothing into it".to_owned()));
        }
        check(&mut client).map_err(fail)?;
        Ok(Self { client })
    }

    fn query(&mut self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, String> {
        self.client.query(sql, parameters).map_err(|e| reason(&e))
    }
}

/// Words that follow each other, as a query of the search.
fn phrase(words: &str, prefix: bool) -> String {
    let words: Vec<String> = words.split(' ').filter(|w| !w.is_empty()).map(lexeme).collect();
    words.join(" <-> ") + if prefix { ":*" } else { "" }
}

/// The columns as they are asked for: decimals and days as text.
fn selected(table: &Table) -> Vec<String> {
    let columns = table.columns.iter().map(|c| match c.column_type {
        ColumnType::Decimal | ColumnType::Date => format!("CAST({} AS text)", quoted(&c.name)),
        _ => quoted(&c.name),
    });
    columns.collect()
}

/// The cells of a row that was asked for so.
fn cells(table: &Table, row: &Row) -> StoredRow {
    let cells = table.columns.iter().enumerate().map(|(at, column)| {
        let stored = match column.column_type {
            ColumnType::Boolean => row.get::<_, Option<bool>>(at).map(StoredCell::Boolean),
            ColumnType::Integer => row.get::<_, Option<i64>>(at).map(StoredCell::Integer),
            ColumnType::Real => row.get::<_, Option<f64>>(at).map(StoredCell::Real),
            ColumnType::Text | ColumnType::Decimal => {
                row.get::<_, Option<String>>(at).map(StoredCell::Text)
            }
            ColumnType::Date => {
                row.get::<_, Option<String>>(at).map(|day| StoredCell::Text(iso(&day)))
            }
        };
        stored.unwrap_or(StoredCell::Null)
    });
    cells.collect()
}

impl Store for PostgresStore {
    fn search(
        &mut self,
        phrases: &[String],
        prefix: bool,
        kinds: &[RecordKind],
        limit: usize,
    ) -> Result<Vec<Hit>, String> {
        let query: Vec<String> =
            phrases.iter().map(|p| format!("({})", phrase(p, prefix))).collect();
        let query = query.join(" & ");
        let kinds: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = "SELECT record, id, document FROM search_entry, CAST($1 AS text) q \
                   WHERE words @@ CAST(q AS tsquery) AND record = ANY($2) \
                   ORDER BY ts_rank(words, CAST(q AS tsquery), 1) DESC, id LIMIT $3";
        let rows = self.query(sql, &[&query, &kinds, &limit])?;
        Ok(rows.iter().map(|r| Hit::from((r.get(0), r.get(1), r.get(2)))).collect())
    }

    fn rows(&mut self, table: usize, key: &[StoredCell]) -> Result<Vec<StoredRow>, String> {
        let Some(table) = relation().tables.get(table) else { return Ok(Vec::new()) };
        let columns = selected(table);
        let names = table.columns.iter().take(key.len()).map(|c| quoted(&c.name)).enumerate();
        let conditions: Vec<String> = names.map(|(at, n)| format!("{n} = ${}", at + 1)).collect();
        let order = table.key.iter().filter_map(|&c| table.columns.get(c)).map(|c| c.name.as_str());
        let sql = format!(
            "SELECT {} FROM {}{}{} ORDER BY {}",
            columns.join(", "),
            quoted(&table.name),
            if conditions.is_empty() { "" } else { " WHERE " },
            conditions.join(" AND "),
            quoted_list(order),
        );
        let parameters: Vec<Box<dyn ToSql + Sync>> = key
            .iter()
            .map(|cell| -> Box<dyn ToSql + Sync> {
                match cell {
                    StoredCell::Integer(value) => Box::new(*value),
                    StoredCell::Text(value) => Box::new(value.clone()),
                    StoredCell::Boolean(value) => Box::new(*value),
                    StoredCell::Real(value) => Box::new(*value),
                    StoredCell::Null => Box::new(None::<String>),
                }
            })
            .collect();
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|p| &**p).collect();
        let rows = self.query(&sql, &parameters)?;
        Ok(rows.iter().map(|row| cells(table, row)).collect())
    }

    fn view(
        &mut self,
        view: &Table,
        give: &mut dyn FnMut(&[StoredCell]) -> bool,
    ) -> Result<(), String> {
        let sql = format!(
            "SELECT {} FROM {} ORDER BY path COLLATE \"C\", line, id COLLATE \"C\", position",
            selected(view).join(", "),
            quoted(&view.name)
        );
        let rows = self.client.query_raw::<_, String, _>(&sql, []);
        let mut rows = rows.map_err(|e| reason(&e))?;
        while let Some(row) = rows.next().map_err(|e| reason(&e))? {
            if !give(&cells(view, &row)) {
                break;
            }
        }
        Ok(())
    }

    fn documents(&mut self) -> Result<Vec<StoredDocument>, String> {
        let rows = self.query("SELECT id, path, title FROM document ORDER BY path, id", &[])?;
        let document = |r: &Row| StoredDocument { id: r.get(0), path: r.get(1), title: r.get(2) };
        Ok(rows.iter().map(document).collect())
    }

    fn remove(&mut self, documents: &[String]) -> Result<(), String> {
        // What was removed by hand, the next run that follows is to see.
        let forget = format!("DELETE FROM {} WHERE name = 'run'", sql::ABOUT);
        let mut transaction = self.client.transaction().map_err(|e| reason(&e))?;
        let delete = "DELETE FROM document WHERE id = ANY($1)";
        let removed = transaction.execute(delete, &[&documents]);
        removed.and_then(|_| transaction.batch_execute(&forget)).map_err(|e| reason(&e))?;
        transaction.commit().map_err(|e| reason(&e))
    }
}

/// A day as ISO has it: PostgreSQL writes the years before the first with BC.
fn iso(day: &str) -> String {
    let Some(day) = day.strip_suffix(" BC") else { return day.to_owned() };
    let (year, rest) = day.split_once('-').unwrap_or((day, ""));
    match year.parse::<i32>() {
        Ok(1) => format!("0000-{rest}"),
        Ok(year) => format!("-{:06}-{rest}", year - 1),
        Err(_) => day.to_owned(),
    }
}

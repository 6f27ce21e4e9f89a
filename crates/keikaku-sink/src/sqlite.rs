//! SQLite: the database in one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keikaku_record::{Record, RecordKind};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, ToSql};

use crate::keep::Commit;
use crate::part::Part;
use crate::relation::{Cell, ColumnType, Row, Rows, StoredCell, StoredRow, Table, relation};
use crate::seen::Seen;
use crate::sql::{self, Dialect, SearchWords, Words, quoted, quoted_list, searched};
use crate::store::{Hit, Store, StoreError, StoredDocument};
use crate::{Batch, Kept, Need, Sink, SinkError, Stamp};

/// How long a loader waits for another one to finish with the file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Loads records into a SQLite database, all in one transaction: a load that fails, or is killed,
/// leaves the database as it was.
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    /// The file that is moved to `path` when all is loaded; `None` where `path` is loaded into.
    part: Option<Part>,
    /// The database that `part` is made from, which nobody loads into meanwhile.
    held: Option<Connection>,
    /// It holds what the run before gave it, and nobody has loaded into it since.
    current: bool,
    /// The tables were made by this load, and have no indexes yet.
    fresh: bool,
    words: Words,
    rows: Rows,
    inserts: Vec<String>,
    next_entry: i64,
    seen: Seen,
    finished: bool,
}

impl Sqlite {
    /// Loads into the database of a file, which is made where it is missing. A document that is
    /// there already is replaced, all others stay.
    ///
    /// # Errors
    ///
    /// Fails where the file is no database, was made by another version of keikaku, or is being
    /// loaded into by another program for longer than a minute.
    pub fn load(path: &Path, words: SearchWords) -> Result<Self, SinkError> {
        Self::follow(path, words, None)
    }

    /// As [`load`](Self::load), behind the run `before` of the same documents: where nothing was
    /// loaded since, it needs only what changed.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn follow(
        path: &Path,
        words: SearchWords,
        before: Option<&str>,
    ) -> Result<Self, SinkError> {
        if let Some(folder) = path.parent() {
            let fail = |source| SinkError::File { path: path.to_owned(), source };
            fs::create_dir_all(folder).map_err(fail)?;
        }
        let mut sink = Self::open(path, None, words)?;
        if let Some(before) = before {
            let found = sink.connection.query_row(sql::RUN, [], |row| row.get::<_, String>(0));
            let found = found.optional().map_err(|e| failure(path, &e))?;
            sink.current = found.as_deref() == Some(before);
        }
        Ok(sink)
    }

    /// Makes the database of a file anew, beside it. It is moved to its name when all is loaded:
    /// who has the one before open goes on to read that.
    ///
    /// # Errors
    ///
    /// Fails where the folder or file cannot be made, or what is there is no database.
    pub fn create(path: &Path, words: SearchWords) -> Result<Self, SinkError> {
        let part = Part::create(path);
        let part = part.map_err(|source| SinkError::File { path: path.to_owned(), source })?;
        Self::open(path, Some(part), words)
    }

    /// As [`create`](Self::create), from what the run before left there: where that is as it was
    /// then, only what changed is needed.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn update(path: &Path, words: SearchWords, before: &Stamp) -> Result<Self, SinkError> {
        let fail = |source| SinkError::File { path: path.to_owned(), source };
        let part = Part::create(path).map_err(fail)?;
        let held = Self::hold(path)
            .map_err(|reason| SinkError::Database { target: path.display().to_string(), reason })?;
        // What waits in a write-ahead log is not in the file.
        if !before.holds() || crate::part::with(path, "-wal").exists() {
            return Self::open(path, Some(part), words);
        }
        let copied =
            fs::File::open(path).and_then(|mut from| std::io::copy(&mut from, &mut part.writer()?));
        copied.map_err(fail)?;
        let mut sink = Self::open(path, Some(part), words)?;
        sink.current = true;
        sink.held = held;
        Ok(sink)
    }

    fn open(path: &Path, part: Option<Part>, words: SearchWords) -> Result<Self, SinkError> {
        let connection = connect(part.as_ref().map_or(path, Part::part), OpenFlags::default());
        let connection = connection.map_err(|e| failure(path, &e))?;
        let mut sink = Self {
            connection,
            path: path.to_owned(),
            fresh: false,
            words: Words::new(words),
            rows: Rows::default(),
            inserts: relation().tables.iter().map(insert).collect(),
            next_entry: 1,
            seen: Seen::default(),
            finished: false,
            part,
            held: None,
            current: false,
        };
        sink.begin()
            .map_err(|reason| SinkError::Database { target: path.display().to_string(), reason })?;
        Ok(sink)
    }

    fn begin(&mut self) -> Result<(), String> {
        let connection = &self.connection;
        let told = |e: rusqlite::Error| reason(&e);
        connection.busy_timeout(PATIENCE).map_err(told)?;
        connection.set_prepared_statement_cache_capacity(64);
        let set = "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; \
                   PRAGMA temp_store = MEMORY";
        connection.execute_batch(set).map_err(told)?;
        if self.part.is_some() {
            // What fails is thrown away, and what is whole is copied.
            let set = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
            connection.execute_batch(set).map_err(told)?;
        }
        connection.execute_batch("BEGIN IMMEDIATE").map_err(told)?;
        if about_exists(connection).map_err(told)? {
            check(connection)?;
            let last = "SELECT COALESCE(MAX(entry), 0) FROM search_entry";
            let last: i64 = connection.query_row(last, [], |row| row.get(0)).map_err(told)?;
            self.next_entry = last + 1;
        } else {
            for table in &relation().tables {
                if exists(connection, &table.name).map_err(told)? {
                    return Err(format!(
                        "it has a table {} that is not keikaku's; load into another database",
                        table.name
                    ));
                }
            }
            connection.execute_batch(&Dialect::Sqlite.create_tables()).map_err(told)?;
            self.fresh = true;
        }
        Ok(())
    }

    fn insert(&mut self, records: &[Record]) -> Result<(), String> {
        let told = |e: rusqlite::Error| reason(&e);
        if !self.fresh
            && let Some(document) = records.first()
        {
            remove(&self.connection, document.document()).map_err(told)?;
        }
        self.rows.clear();
        for record in records {
            self.rows.push(record);
        }
        let tables = relation().tables.iter().zip(self.rows.tables()).zip(&self.inserts);
        for ((table, rows), insert) in tables.filter(|((_, rows), _)| !rows.is_empty()) {
            let mut statement = self.connection.prepare_cached(insert).map_err(told)?;
            for row in rows.iter() {
                for (at, cell) in row.cells().enumerate() {
                    statement.raw_bind_parameter(at + 1, Bound(cell)).map_err(told)?;
                }
                statement.raw_execute().map_err(|e| refusal(table, row, &e))?;
            }
        }
        let mut entry = self
            .connection
            .prepare_cached("INSERT INTO search_entry VALUES (?, ?, ?, ?)")
            .map_err(told)?;
        let mut search = self
            .connection
            .prepare_cached("INSERT INTO search (rowid, words, more_words) VALUES (?, ?, ?)")
            .map_err(told)?;
        for record in records {
            let [Some(text), more] = searched(record) else { continue };
            let (document, kind) = (record.document(), record.kind().as_str());
            entry.execute((self.next_entry, document, kind, record.id())).map_err(told)?;
            let words = self.words.of(text).to_owned();
            let more = more.map(|text| self.words.of(text));
            search.execute((self.next_entry, words, more)).map_err(told)?;
            self.next_entry += 1;
        }
        Ok(())
    }

    /// Makes the indexes of tables that have none yet, and counts for the planner of queries.
    fn build(&mut self) -> rusqlite::Result<()> {
        if self.fresh {
            self.connection.execute_batch(&Dialect::Sqlite.create_indexes())?;
            self.connection.execute_batch("PRAGMA analysis_limit = 1000; ANALYZE")?;
            self.fresh = false;
        }
        Ok(())
    }

    /// The database that is to be replaced, kept from whoever loads into it until it is; readers
    /// go on. What a killed loader left in its journal is undone.
    fn hold(path: &Path) -> Result<Option<Connection>, String> {
        if fs::metadata(path).is_ok_and(|file| file.len() > 0) {
            let there = connect(path, OpenFlags::default()).map_err(|e| reason(&e))?;
            there.busy_timeout(PATIENCE).map_err(|e| reason(&e))?;
            there.execute_batch("BEGIN IMMEDIATE").map_err(|e| reason(&e))?;
            return Ok(Some(there));
        }
        Ok(None)
    }
}

impl Sink for Sqlite {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        if !self.seen.is_first(batch.records) {
            return Ok(());
        }
        let target = self.path.display().to_string();
        self.insert(batch.records).map_err(|reason| SinkError::Database { target, reason })
    }

    fn need(&self) -> Need {
        if self.current { Need::Nothing } else { Need::Records }
    }

    fn remove(&mut self, documents: &[String]) -> Result<(), SinkError> {
        if self.fresh {
            return Ok(());
        }
        let removed = documents.iter().try_for_each(|id| remove(&self.connection, id));
        removed.map_err(|e| failure(&self.path, &e))
    }

    fn prepare(mut self: Box<Self>, run: &str) -> Result<Kept, SinkError> {
        let target = self.path.display().to_string();
        let fail = |e| failure(&self.path, &e);
        let doubled = doubled_paths(&self.connection).map_err(fail)?;
        let notices = sql::notice_of_paths(&target, &doubled).into_iter().collect();
        self.build().map_err(|e| failure(&self.path, &e))?;
        let fail = |e| failure(&self.path, &e);
        let Some(part) = self.part.take() else {
            self.connection.execute_batch(&sql::name_run(run)).map_err(fail)?;
            let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
            let name = format!("sqlite:{}", path.display());
            let commit = move || {
                let done = self.connection.execute_batch("COMMIT");
                self.finished = done.is_ok();
                done.map_err(|e| failure(&self.path, &e))
            };
            let commit: Commit = Box::new(commit);
            return Ok(Kept { commit: Some((name, commit)), notices, ..Kept::default() });
        };
        self.connection.execute_batch("COMMIT").map_err(fail)?;
        self.finished = true;
        part.sync().map_err(|source| SinkError::File { path: self.path.clone(), source })?;
        let held = match self.held.take() {
            Some(held) => Some(held),
            None => {
                Self::hold(part.path()).map_err(|reason| SinkError::Database { target, reason })?
            }
        };
        Ok(Kept { parts: vec![part], held, notices, ..Kept::default() })
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        if !self.finished {
            // Closing it would do the same.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// Opens the file of a path, whatever it is called: `:memory:` and URIs are names like others.
fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = flags.difference(OpenFlags::SQLITE_OPEN_URI);
    let named = if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) };
    Connection::open_with_flags(named, flags)
}

/// Paths that several documents have.
fn doubled_paths(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql::DOUBLED_PATHS)?;
    let paths = statement.query_map([], |row| row.get(0))?;
    paths.collect()
}

/// A cell on its way into a statement.
struct Bound<'a>(Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match &self.0 {
            Cell::Null => Ok(ToSqlOutput::Owned(rusqlite::types::Value::Null)),
            Cell::Boolean(value) => value.to_sql(),
            Cell::Integer(value) => value.to_sql(),
            Cell::Real(value) => value.to_sql(),
            Cell::Text(value) => value.to_sql(),
        }
    }
}

fn insert(table: &Table) -> String {
    let places = vec!["?"; table.columns.len()].join(", ");
    let columns = Dialect::Sqlite.stored_columns(table);
    format!("INSERT INTO {} ({columns}) VALUES ({places})", quoted(&table.name))
}

fn failure(path: &Path, error: &rusqlite::Error) -> SinkError {
    SinkError::Database { target: path.display().to_string(), reason: reason(error) }
}

fn busy() -> String {
    let seconds = PATIENCE.as_secs();
    format!("another program is writing to it, and did not finish in {seconds} s; try again")
}

/// What went wrong, and what to do about it where that can be known.
fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => busy(),
        Some(ErrorCode::NotADatabase) => "it is no SQLite database; give another file".to_owned(),
        _ => error.to_string(),
    }
}

/// Why a row was not taken.
fn refusal(table: &Table, row: Row<'_>, error: &rusqlite::Error) -> String {
    let key: Vec<String> = row.cells().take(table.key.len()).map(|c| format!("{c:?}")).collect();
    let key = key.join(", ");
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => {
            format!("the table {} does not take the row {key}: {error}", table.name)
        }
        _ => reason(error),
    }
}

fn exists(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?";
    Ok(connection.query_row(sql, [table], |_| Ok(())).optional()?.is_some())
}

fn about_exists(connection: &Connection) -> rusqlite::Result<bool> {
    exists(connection, sql::ABOUT)
}

/// Checks that the tables are those that this program knows.
fn check(connection: &Connection) -> Result<(), String> {
    let about = |name: &str| {
        let sql = format!("SELECT value FROM {} WHERE name = ?", sql::ABOUT);
        let found = connection.query_row(&sql, [name], |row| row.get::<_, String>(0));
        found.optional().map_err(|e| reason(&e))
    };
    sql::check_versions(about("schema_version")?.as_deref(), about("tables_version")?.as_deref())
}

/// Removes a document with all that it holds.
fn remove(connection: &Connection, document: &str) -> rusqlite::Result<()> {
    let words = "DELETE FROM search WHERE rowid IN \
                 (SELECT entry FROM search_entry WHERE document = ?)";
    connection.prepare_cached(words)?.execute([document])?;
    connection.prepare_cached("DELETE FROM document WHERE id = ?")?.execute([document])?;
    Ok(())
}

/// The name of the run that loaded into a database last; `None` where none did.
pub(crate) fn run_of(path: &Path) -> Result<Option<String>, String> {
    if !path.is_file() {
        return Ok(None);
    }
    let run = || {
        let connection = connect(path, OpenFlags::default())?;
        connection.busy_timeout(PATIENCE)?;
        if !about_exists(&connection)? {
            return Ok(None);
        }
        connection.query_row(sql::RUN, [], |row| row.get(0)).optional()
    };
    run().map_err(|e| reason(&e))
}

/// A SQLite database to read from.
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens the database of a file.
    ///
    /// # Errors
    ///
    /// Fails where the file is not there, is no database, or was made by another version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fail = |reason| StoreError { target: path.display().to_string(), reason };
        if !path.is_file() {
            return Err(fail("there is no such file".to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            connect(path, flags).or_else(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY));
        let connection = connection.map_err(|e| fail(reason(&e)))?;
        let set = connection.busy_timeout(PATIENCE);
        set.map_err(|e| fail(reason(&e)))?;
        connection.execute_batch("PRAGMA foreign_keys = ON").map_err(|e| fail(reason(&e)))?;
        if !about_exists(&connection).map_err(|e| fail(reason(&e)))? {
            return Err(fail("keikaku has loaded nothing into it".to_owned()));
        }
        check(&connection).map_err(fail)?;
        Ok(Self { connection })
    }

    fn told<T>(result: rusqlite::Result<T>) -> Result<T, String> {
        result.map_err(|e| reason(&e))
    }
}

/// A phrase of FTS5: words that follow each other.
fn phrase(words: &str, prefix: bool) -> String {
    format!("\"{}\"{}", words.replace('"', "\"\""), if prefix { "*" } else { "" })
}

impl Store for SqliteStore {
    fn search(
        &mut self,
        phrases: &[String],
        prefix: bool,
        kinds: &[RecordKind],
        limit: usize,
    ) -> Result<Vec<Hit>, String> {
        let terms: Vec<String> = phrases.iter().map(|p| phrase(p, prefix)).collect();
        let kinds: Vec<String> = kinds.iter().map(|k| format!("'{k}'")).collect();
        let sql = format!(
            "SELECT e.record, e.id, e.document FROM search \
             JOIN search_entry e ON e.entry = search.rowid \
             WHERE search MATCH ? AND e.record IN ({}) \
             ORDER BY bm25(search, 10.0, 1.0), e.id LIMIT {limit}",
            kinds.join(", ")
        );
        Self::told((|| {
            let mut statement = self.connection.prepare(&sql)?;
            let hits = statement
                .query_map([terms.join(" ")], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            hits.map(|hit| hit.map(Hit::from)).collect()
        })())
    }

    fn rows(&mut self, table: usize, key: &[StoredCell]) -> Result<Vec<StoredRow>, String> {
        let Some(table) = relation().tables.get(table) else { return Ok(Vec::new()) };
        let names = |columns: &[usize]| {
            quoted_list(
                columns.iter().filter_map(|&c| table.columns.get(c)).map(|c| c.name.as_str()),
            )
        };
        let conditions: Vec<String> = table
            .columns
            .iter()
            .take(key.len())
            .map(|c| format!("{} = ?", quoted(&c.name)))
            .collect();
        let sql = format!(
            "SELECT {} FROM {}{}{} ORDER BY {}",
            Dialect::Sqlite.stored_columns(table),
            quoted(&table.name),
            if conditions.is_empty() { "" } else { " WHERE " },
            conditions.join(" AND "),
            names(&table.key),
        );
        Self::told((|| {
            let mut statement = self.connection.prepare_cached(&sql)?;
            for (at, cell) in key.iter().enumerate() {
                statement.raw_bind_parameter(at + 1, Bound(cell.as_cell()))?;
            }
            let mut found = statement.raw_query();
            let mut out = Vec::new();
            while let Some(row) = found.next()? {
                let cells = table.columns.iter().enumerate().map(|(at, column)| {
                    Ok(match (row.get_ref(at)?, column.column_type) {
                        (rusqlite::types::ValueRef::Null, _) => StoredCell::Null,
                        (_, ColumnType::Boolean) => StoredCell::Boolean(row.get(at)?),
                        (_, ColumnType::Integer) => StoredCell::Integer(row.get(at)?),
                        (_, ColumnType::Real) => StoredCell::Real(row.get(at)?),
                        (_, ColumnType::Text | ColumnType::Date | ColumnType::Decimal) => {
                            StoredCell::Text(row.get(at)?)
                        }
                    })
                });
                out.push(cells.collect::<rusqlite::Result<_>>()?);
            }
            Ok(out)
        })())
    }

    fn view(
        &mut self,
        view: &Table,
        give: &mut dyn FnMut(&[StoredCell]) -> bool,
    ) -> Result<(), String> {
        use rusqlite::types::ValueRef;
        let names = quoted_list(view.columns.iter().map(|c| c.name.as_str()));
        let sql =
            format!("SELECT {names} FROM {} ORDER BY path, line, id, position", quoted(&view.name));
        Self::told((|| {
            let mut statement = self.connection.prepare(&sql)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let cells = view.columns.iter().enumerate().map(|(at, column)| {
                    Ok(match (row.get_ref(at)?, column.column_type) {
                        (ValueRef::Null, _) => StoredCell::Null,
                        (_, ColumnType::Boolean) => StoredCell::Boolean(row.get(at)?),
                        (_, ColumnType::Integer) => StoredCell::Integer(row.get(at)?),
                        (_, ColumnType::Real) => StoredCell::Real(row.get(at)?),
                        (ValueRef::Integer(value), _) => StoredCell::Text(value.to_string()),
                        (ValueRef::Real(value), _) => StoredCell::Text(value.to_string()),
                        _ => StoredCell::Text(row.get(at)?),
                    })
                });
                if !give(&cells.collect::<rusqlite::Result<Vec<_>>>()?) {
                    break;
                }
            }
            Ok(())
        })())
    }

    fn documents(&mut self) -> Result<Vec<StoredDocument>, String> {
        Self::told((|| {
            let sql = "SELECT id, path, title FROM document ORDER BY path, id";
            let mut statement = self.connection.prepare(sql)?;
            let found = statement.query_map([], |row| {
                Ok(StoredDocument { id: row.get(0)?, path: row.get(1)?, title: row.get(2)? })
            })?;
            found.collect()
        })())
    }

    fn remove(&mut self, documents: &[String]) -> Result<(), String> {
        Self::told((|| {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            // What was removed by hand, the next run that follows is to see.
            let forget = format!("DELETE FROM {} WHERE name = 'run'", sql::ABOUT);
            self.connection.execute_batch(&forget)?;
            for document in documents {
                remove(&self.connection, document)?;
            }
            self.connection.execute_batch("COMMIT")
        })())
    }
}

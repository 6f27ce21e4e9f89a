//! PostgreSQL: by COPY, inside one transaction.

mod connect;
mod copy;
mod store;

use std::io::Write as _;

use keikaku_record::Record;
use postgres::Client;

use crate::relation::{Rows, relation};
use crate::seen::Seen;
use crate::sql::{self, Dialect, SearchWords, Words, quoted, searched};
use crate::{Batch, Kept, Need, Sink, SinkError};

pub use connect::PostgresUrl;
pub use store::PostgresStore;
pub(crate) use store::run_of;

/// What is gathered before it is sent, in bytes.
const CHUNK: usize = 8 << 20;

/// How long a loader waits for another one to finish with the database.
const PATIENCE: &str = "60s";

/// Loads records into a PostgreSQL database, all in one transaction: a load that fails, is killed,
/// or loses its connection, leaves the database as it was. Two loaders of one database take turns.
pub struct Postgres {
    client: Client,
    /// The database, without passwords.
    target: String,
    /// The tables were made by this load, and have neither indexes nor references yet.
    fresh: bool,
    words: Words,
    rows: Rows,
    /// What waits to be copied into each table, then into the table of the search.
    waiting: Vec<Vec<u8>>,
    /// The documents that wait.
    pending: Vec<String>,
    seen: Seen,
    /// What the marker of a run names it by.
    url: String,
    /// It holds what the run before gave it, and nobody has loaded into it since.
    current: bool,
}

impl Postgres {
    /// Connects, and begins the transaction. A document that is there already is replaced, all
    /// others stay.
    ///
    /// # Errors
    ///
    /// Fails where the server cannot be reached or does not let in, the tables were made by
    /// another version of keikaku, or another program is loading for longer than a minute.
    pub fn load(url: &PostgresUrl, words: SearchWords) -> Result<Self, SinkError> {
        Self::follow(url, words, None)
    }

    /// As [`load`](Self::load), behind the run `before` of the same documents: where nothing was
    /// loaded since, it needs only what changed.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn follow(
        url: &PostgresUrl,
        words: SearchWords,
        before: Option<&str>,
    ) -> Result<Self, SinkError> {
        let target = url.to_string();
        let fail = |reason| SinkError::Database { target: target.clone(), reason };
        let client = url.connect().map_err(fail)?;
        let mut sink = Self {
            client,
            target: target.clone(),
            fresh: false,
            words: Words::new(words),
            rows: Rows::default(),
            waiting: vec![Vec::new(); relation().tables.len() + 1],
            pending: Vec::new(),
            seen: Seen::default(),
            url: url.as_str().to_owned(),
            current: false,
        };
        sink.begin(before).map_err(fail)?;
        Ok(sink)
    }

    fn begin(&mut self, before: Option<&str>) -> Result<(), String> {
        // Between documents the transaction is idle for as long as their extraction takes.
        let set = format!(
            "BEGIN; SET LOCAL lock_timeout = '{PATIENCE}'; SET LOCAL statement_timeout = 0; \
             SET LOCAL idle_in_transaction_session_timeout = 0; \
             SET LOCAL client_min_messages = warning;"
        );
        self.client.batch_execute(&set).map_err(|e| reason(&e))?;
        let lock = format!("SELECT pg_advisory_xact_lock(hashtext('{}'))", sql::ABOUT);
        self.client.batch_execute(&lock).map_err(|e| reason(&e))?;
        if store::exists(&mut self.client, sql::ABOUT)? {
            store::check(&mut self.client)?;
            self.current = before.is_some() && store::run(&mut self.client)?.as_deref() == before;
            return Ok(());
        }
        for table in &relation().tables {
            if store::exists(&mut self.client, &table.name)? {
                return Err(format!(
                    "it has a table {} that is not keikaku's; load into another database or schema",
                    table.name
                ));
            }
        }
        let create = Dialect::Postgres.create_tables();
        self.client.batch_execute(&create).map_err(|e| reason(&e))?;
        self.fresh = true;
        Ok(())
    }

    fn insert(&mut self, records: &[Record]) -> Result<(), String> {
        let Some(document) = records.first().map(Record::document) else { return Ok(()) };
        self.pending.push(document.to_owned());
        self.rows.clear();
        for record in records {
            self.rows.push(record);
        }
        let tables = relation().tables.iter().zip(self.rows.tables()).zip(&mut self.waiting);
        for ((table, rows), waiting) in tables {
            for row in rows.iter() {
                copy::row(&table.columns, row, waiting);
            }
        }
        if let Some(search) = self.waiting.last_mut() {
            for record in records {
                let texts = searched(record).into_iter().flatten();
                let words: Vec<String> = texts.map(|t| self.words.of(t).to_owned()).collect();
                if !words.is_empty() {
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    copy::search_entry(record, &words, search);
                }
            }
        }
        if self.waiting.iter().map(Vec::len).sum::<usize>() > CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    /// Sends what waits; of documents that are there already, what was there goes first.
    fn flush(&mut self) -> Result<(), String> {
        if !self.fresh && !self.pending.is_empty() {
            let delete = "DELETE FROM document WHERE id = ANY($1)";
            self.client.execute(delete, &[&self.pending]).map_err(|e| reason(&e))?;
        }
        self.pending.clear();
        for (at, waiting) in self.waiting.iter_mut().enumerate() {
            if waiting.is_empty() {
                continue;
            }
            let (name, columns) = match relation().tables.get(at) {
                Some(table) => (quoted(&table.name), Dialect::Postgres.stored_columns(table)),
                None => ("search_entry".to_owned(), "document, record, id, words".to_owned()),
            };
            let copy = format!("COPY {name} ({columns}) FROM STDIN");
            let mut writer = self.client.copy_in(&copy).map_err(|e| reason(&e))?;
            writer.write_all(waiting).map_err(|e| e.to_string())?;
            writer.finish().map_err(|e| reason(&e))?;
            waiting.clear();
        }
        Ok(())
    }

    /// Makes the indexes and references of tables that have none yet.
    fn build(&mut self) -> Result<(), String> {
        if self.fresh {
            let create = Dialect::Postgres.create_indexes();
            self.client.batch_execute(&create).map_err(|e| reason(&e))?;
            // Counts for the planner of queries, before it gathers its own.
            let tables = relation().tables.iter().map(|table| quoted(&table.name));
            let analyze = format!("ANALYZE {}", tables.collect::<Vec<_>>().join(", "));
            self.client.batch_execute(&analyze).map_err(|e| reason(&e))?;
            self.fresh = false;
        }
        Ok(())
    }
}

impl Sink for Postgres {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        if !self.seen.is_first(batch.records) {
            return Ok(());
        }
        self.insert(batch.records).map_err(|reason| self.failure(reason))
    }

    fn need(&self) -> Need {
        if self.current { Need::Nothing } else { Need::Records }
    }

    fn remove(&mut self, documents: &[String]) -> Result<(), SinkError> {
        let removed = store::remove(&mut self.client, documents);
        removed.map_err(|reason| self.failure(reason))
    }

    fn prepare(mut self: Box<Self>, run: &str) -> Result<Kept, SinkError> {
        let done = self.flush().and_then(|()| self.build());
        let named = done.and_then(|()| {
            self.client.batch_execute(&sql::name_run(run)).map_err(|e| reason(&e))?;
            self.client.query(sql::DOUBLED_PATHS, &[]).map_err(|e| reason(&e))
        });
        let rows = named.map_err(|reason| self.failure(reason))?;
        let doubled: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let notices = sql::notice_of_paths(&self.target, &doubled).into_iter().collect();
        let url = std::mem::take(&mut self.url);
        let commit = move || {
            let done = self.client.batch_execute("COMMIT");
            done.map_err(|e| self.failure(reason(&e)))
        };
        Ok(Kept { commit: Some((url, Box::new(commit))), notices, ..Kept::default() })
    }
}

impl Postgres {
    fn failure(&self, reason: String) -> SinkError {
        SinkError::Database { target: self.target.clone(), reason }
    }
}

/// What went wrong, as the server says it, with what it says beside.
fn reason(error: &postgres::Error) -> String {
    let Some(server) = error.as_db_error() else {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            if !text.contains(&cause_text) {
                text = format!("{text}: {cause_text}");
            }
            source = cause.source();
        }
        return text;
    };
    if *server.code() == postgres::error::SqlState::LOCK_NOT_AVAILABLE {
        return format!(
            "another program is loading into it, and did not finish in {PATIENCE}; try again"
        );
    }
    let beside = [server.detail(), server.where_(), server.hint()];
    beside.into_iter().flatten().fold(server.message().to_owned(), |text, more| {
        format!("{text}; {}", more.lines().next().unwrap_or_default())
    })
}

//! Where records go, as a person names it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::relation::relation;
use crate::sql::SearchWords;
use crate::{
    Csv, Ndjson, Parquet, Postgres, PostgresStore, PostgresUrl, Sink, SinkError, Sqlite,
    SqliteStore, Store, StoreError,
};

/// Where records go.
///
/// # A path alone is no target: what would be written there is not said
/// ```
/// use keikaku_sink::Target;
/// assert!(matches!("sqlite:plans.sqlite".parse(), Ok(Target::Sqlite(_))));
/// assert!("plans.sqlite".parse::<Target>().is_err());
/// ```
#[derive(Clone, Debug)]
pub enum Target {
    /// `ndjson:PATH`.
    Ndjson(PathBuf),
    /// `sqlite:PATH`.
    Sqlite(PathBuf),
    /// `postgres://USER@HOST:PORT/DATABASE`.
    Postgres(Box<PostgresUrl>),
    /// `parquet:DIR`.
    Parquet(PathBuf),
    /// `csv:DIR`.
    Csv(PathBuf),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(target: &str) -> Result<Self, String> {
        let (scheme, rest) = target.split_once(':').unwrap_or(("", target));
        let path = || match rest {
            "" => Err(format!("{scheme}: needs a path behind it")),
            path => Ok(PathBuf::from(path)),
        };
        match scheme {
            "ndjson" => path().map(Self::Ndjson),
            "sqlite" => path().map(Self::Sqlite),
            "parquet" => path().map(Self::Parquet),
            "csv" => path().map(Self::Csv),
            "postgres" | "postgresql" => target.parse().map(Box::new).map(Self::Postgres),
            // Not repeated: what is no target may hold a password.
            _ => Err("is none of sqlite:PATH, postgres://USER@HOST:PORT/DATABASE, parquet:DIR, \
                      csv:DIR, ndjson:PATH"
                .to_owned()),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ndjson(path) | Self::Sqlite(path) | Self::Parquet(path) | Self::Csv(path) => {
                path.display().fmt(f)
            }
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl Target {
    /// Opens the target to load into. `words` makes the tokenizer of the full-text search, which
    /// databases ask for.
    ///
    /// # Errors
    ///
    /// Fails where the target cannot be made, opened or reached.
    pub fn open(&self, words: impl FnOnce() -> SearchWords) -> Result<Box<dyn Sink>, SinkError> {
        self.follow(words, None)
    }

    /// As [`open`](Self::open), behind the run `before` of the same documents: a database that
    /// nobody has loaded into since needs only what changed.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn follow(
        &self,
        words: impl FnOnce() -> SearchWords,
        before: Option<&str>,
    ) -> Result<Box<dyn Sink>, SinkError> {
        Ok(match self {
            Self::Ndjson(path) => Box::new(Ndjson::create(path)?),
            Self::Sqlite(path) => Box::new(Sqlite::follow(path, words(), before)?),
            Self::Postgres(url) => Box::new(Postgres::follow(url, words(), before)?),
            Self::Parquet(folder) => Box::new(Parquet::create(folder)?),
            Self::Csv(folder) => Box::new(Csv::create(folder)?),
        })
    }
}

impl Target {
    /// The folder that its files are in; `None` for a database that is loaded into.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Parquet(folder) | Self::Csv(folder) => Some(folder),
            Self::Ndjson(path) => path.parent(),
            Self::Sqlite(_) | Self::Postgres(_) => None,
        }
    }

    /// The files that it writes.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let of = |folder: &Path, extension: &str| {
            let tables = relation().tables.iter();
            tables.map(|table| folder.join(format!("{}.{extension}", table.name))).collect()
        };
        match self {
            Self::Ndjson(path) | Self::Sqlite(path) => vec![path.clone()],
            Self::Parquet(folder) => of(folder, "parquet"),
            Self::Csv(folder) => of(folder, "csv"),
            Self::Postgres(_) => Vec::new(),
        }
    }

    /// The database that it is, where records are loaded into one.
    #[must_use]
    pub fn database(&self) -> Option<Database> {
        match self {
            Self::Sqlite(path) => Some(Database::Sqlite(path.clone())),
            Self::Postgres(url) => Some(Database::Postgres(url.clone())),
            Self::Ndjson(_) | Self::Parquet(_) | Self::Csv(_) => None,
        }
    }
}

/// A database that records can be read back from.
///
/// # A path alone is a SQLite database
/// ```
/// use keikaku_sink::Database;
/// assert!(matches!("out/keikaku.sqlite".parse(), Ok(Database::Sqlite(_))));
/// assert!("parquet:tables".parse::<Database>().is_err());
/// ```
#[derive(Clone, Debug)]
pub enum Database {
    /// A SQLite database: `PATH` or `sqlite:PATH`.
    Sqlite(PathBuf),
    /// A PostgreSQL database.
    Postgres(Box<PostgresUrl>),
}

impl FromStr for Database {
    type Err = String;

    fn from_str(database: &str) -> Result<Self, String> {
        match database.parse() {
            Ok(Target::Sqlite(path)) => Ok(Self::Sqlite(path)),
            Ok(Target::Postgres(url)) => Ok(Self::Postgres(url)),
            Ok(_) => Err("is no database; give a SQLite file or postgres://…".to_owned()),
            Err(error) if database.contains("://") || database.ends_with(':') => Err(error),
            // Not taken for a file, whose name would be shown: it may hold a password.
            Err(_) if database.starts_with("postgres") || database.contains("password=") => {
                Err("is no database; give a SQLite file or postgres://USER@HOST:PORT/DATABASE, \
                     and the password in PGPASSWORD or a password file"
                    .to_owned())
            }
            Err(_) => Ok(Self::Sqlite(PathBuf::from(database))),
        }
    }
}

impl Database {
    /// The name of the run that loaded into it last; `None` where it is not there or none did.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be reached or read.
    pub fn run(&self) -> Result<Option<String>, StoreError> {
        let (target, run) = match self {
            Self::Sqlite(path) => (path.display().to_string(), crate::sqlite::run_of(path)),
            Self::Postgres(url) => (url.to_string(), crate::postgres::run_of(url)),
        };
        run.map_err(|reason| StoreError { target, reason })
    }

    /// Opens the database to read from.
    ///
    /// # Errors
    ///
    /// Fails where it is not there, cannot be reached, or was made by another version.
    pub fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(match self {
            Self::Sqlite(path) => Box::new(SqliteStore::open(path)?),
            Self::Postgres(url) => Box::new(PostgresStore::open(url)?),
        })
    }
}

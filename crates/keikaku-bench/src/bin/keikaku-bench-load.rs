//! Loading records into databases, against the bulk loader of each database on the same rows, in
//! the same tables, in one run: `.import` of `sqlite3` and `\copy` of `psql`.
//!
//! `keikaku load` reads and checks NDJSON, makes rows of it, cuts names into words and indexes
//! them; the bulk loaders get the rows as CSV that is there already. Both end with the same tables
//! and indexes; the words of the search are keikaku's alone.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Parser;
use keikaku_pipeline::LoadOptions;
use keikaku_record::{
    Document, Indicator, ObservationKind, Record, RecordKind, Section, count, example,
};
use keikaku_sink::{
    Cell, ColumnType, Dialect, Rows, SearchWords, Target, Targets, encode, relation,
};
use keikaku_tokenizer::Tokenizer;
use keikaku_values::{Date, Decimal};

/// Records are many small texts: what this allocator is for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures loading against sqlite3 and psql.
#[derive(Parser)]
struct Arguments {
    /// Observations, ten to an indicator, fifty indicators to a document.
    #[arg(long, default_value_t = 1_000_000)]
    observations: usize,
    /// Rounds, of which the median counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// A database of a PostgreSQL server, for psql and keikaku alike. Its schema keikaku_bench is
    /// made, and removed again.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Folder for the records, rows and databases [default: one that is removed again].
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

const INDICATORS: usize = 50;
const OBSERVATIONS: usize = 10;
const SCHEMA: &str = "keikaku_bench";

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir()?;
    let folder = arguments.folder.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(folder)?;
    let records = folder.join("records.ndjson");
    let documents = arguments.observations.div_ceil(INDICATORS * OBSERVATIONS).max(1);
    let observations = documents * INDICATORS * OBSERVATIONS;
    write_inputs(folder, &records, documents)?;
    let bytes = fs::metadata(&records)?.len();
    println!(
        "{observations} observations in {documents} documents, {:.0} MB of NDJSON, median of {} \
         rounds\n",
        bytes as f64 / 1e6,
        arguments.rounds.max(1)
    );
    println!("| database | bulk loader | keikaku load | speed / bulk loader |");
    println!("| --- | --- | --- | --- |");
    let mut databases: Vec<Box<dyn Contest>> = vec![Box::new(Sqlite { folder: folder.to_owned() })];
    if let Some(url) = arguments.postgres {
        databases.push(Box::new(Postgres { folder: folder.to_owned(), url }));
    }
    let tokenizer = Tokenizer::embedded()?;
    for database in databases {
        let (mut bulk, mut own) = (Vec::new(), Vec::new());
        for _ in 0..arguments.rounds.max(1) {
            database.empty()?;
            bulk.push(database.bulk_load()?);
            database.empty()?;
            let target: Target = database.target().parse().map_err(anyhow::Error::msg)?;
            let mut worker = tokenizer.new_worker();
            let words: SearchWords = Box::new(move |text| worker.search_words(text));
            let begun = Instant::now();
            let sink = target.open(|| words)?;
            let summary = keikaku_pipeline::load(
                std::slice::from_ref(&records),
                Targets::new(vec![sink]),
                LoadOptions::default(),
                |_| (),
            )?;
            own.push(begun.elapsed().as_secs_f64());
            anyhow::ensure!(summary.documents == documents as u64, "not all documents were loaded");
            let there = database.count()?;
            anyhow::ensure!(there == observations, "{there} observations are there");
        }
        database.remove()?;
        let (bulk, own) = (median(&mut bulk), median(&mut own));
        let speed = |seconds: f64| {
            format!("{seconds:.1} s, {:.0} thousand/s", observations as f64 / seconds / 1e3)
        };
        println!("| {} | {} | {} | {:.2} |", database.name(), speed(bulk), speed(own), bulk / own);
    }
    Ok(())
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// The records, and their rows as CSV for each database.
fn write_inputs(folder: &Path, records: &Path, documents: usize) -> anyhow::Result<()> {
    let mut lines = BufWriter::new(File::create(records)?);
    let mut tables = Vec::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for table in &relation().tables {
            let file = File::create(csv_path(folder, dialect, &table.name))?;
            tables.push(BufWriter::new(file));
        }
    }
    let (mut rows, mut encoded, mut line) = (Rows::default(), Vec::new(), String::new());
    for number in 0..documents {
        let made = document(number);
        encoded.clear();
        encode(&made, &mut encoded);
        lines.write_all(&encoded)?;
        rows.clear();
        made.iter().for_each(|record| rows.push(record));
        for (at, file) in tables.iter_mut().enumerate() {
            let table = at % relation().tables.len();
            let sqlite = at < relation().tables.len();
            for row in rows.tables()[table].iter() {
                line.clear();
                for (column, cell) in relation().tables[table].columns.iter().zip(row.cells()) {
                    let boolean = column.column_type == ColumnType::Boolean;
                    match cell {
                        // `.import` knows no null, and the tables take no empty truth value.
                        Cell::Null if sqlite && boolean => line.push('0'),
                        Cell::Null => {}
                        Cell::Boolean(value) if sqlite => line.push(if value { '1' } else { '0' }),
                        Cell::Boolean(value) => _ = write!(line, "{value}"),
                        Cell::Integer(value) => _ = write!(line, "{value}"),
                        Cell::Real(value) => _ = write!(line, "{value}"),
                        Cell::Text(text) => _ = write!(line, "\"{}\"", text.replace('"', "\"\"")),
                    }
                    line.push(',');
                }
                line.pop();
                line.push('\n');
                file.write_all(line.as_bytes())?;
            }
        }
    }
    lines.flush()?;
    tables.iter_mut().try_for_each(std::io::Write::flush)?;
    Ok(())
}

fn csv_path(folder: &Path, dialect: Dialect, table: &str) -> PathBuf {
    folder.join(format!("{dialect:?}-{table}.csv").to_lowercase())
}

/// A plan of one section with indicators, each with values over years.
fn document(number: usize) -> Vec<Record> {
    let id = format!("{number:016x}");
    let (Record::Document(document), Record::Section(section), Record::Indicator(indicator)) = (
        example(RecordKind::Document),
        example(RecordKind::Section),
        example(RecordKind::Indicator),
    ) else {
        return Vec::new();
    };
    let section_id = format!("{id}:section:120");
    let mut made = vec![
        Record::from(Document {
            id: id.clone(),
            document: id.clone(),
            path: format!("plans/{number}.txt"),
            ..document
        }),
        Record::from(Section { id: section_id.clone(), document: id.clone(), ..section }),
    ];
    made.extend((0..INDICATORS).map(|nth| {
        let pattern = &indicator.observations[0];
        let observations = (0..OBSERVATIONS).map(|year| {
            let mut observation = pattern.clone();
            let first = 2015 + year as i16;
            let value = Decimal::new((number * 7919 + nth * 31 + year * 17) as i64 % 1_000_000, 1);
            observation.start = Date::new(first, 4, 1).ok();
            observation.end = Date::new(first + 1, 3, 31).ok();
            observation.fiscal_year = Some(first);
            observation.kind =
                if year % 3 == 2 { ObservationKind::Target } else { ObservationKind::Actual };
            observation.text = format!("{value}人");
            observation.value = Some(value);
            if year % 5 != 0 {
                observation.reasons.clear();
            }
            observation
        });
        Record::from(Indicator {
            id: format!("{id}:indicator:{}", 200 + nth * 80),
            document: id.clone(),
            section: Some(section_id.clone()),
            // Each its own: a name that was met before would be cut into words faster.
            name: format!("{number}町第{nth}地区の観光施設の利用者数"),
            label: format!("{number}町第{nth}地区の観光施設の利用者数（人）"),
            observations: observations.collect(),
            ..indicator.clone()
        })
    }));
    let counts = count(&made);
    if let Some(Record::Document(document)) = made.first_mut() {
        document.counts = counts;
    }
    made
}

/// A database that both load into.
trait Contest {
    fn name(&self) -> &'static str;
    /// What keikaku loads into.
    fn target(&self) -> String;
    /// Takes away what an earlier round left.
    fn empty(&self) -> anyhow::Result<()>;
    /// Makes the tables, then measures the database's own loader, in seconds.
    fn bulk_load(&self) -> anyhow::Result<f64>;
    /// The observations that are there.
    fn count(&self) -> anyhow::Result<usize>;
    fn remove(&self) -> anyhow::Result<()>;
}

/// Runs a command of a database's own, which must end well and complain of nothing.
fn run(command: &mut Command) -> anyhow::Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let run = command.output().with_context(|| format!("cannot run {program}"))?;
    if !run.status.success() || !run.stderr.is_empty() {
        bail!("{program}: {}", String::from_utf8_lossy(&run.stderr));
    }
    Ok(String::from_utf8(run.stdout)?)
}

const COUNT: &str = "SELECT count(*) FROM observation";

struct Sqlite {
    folder: PathBuf,
}

impl Sqlite {
    fn path(&self) -> PathBuf {
        self.folder.join("bench.sqlite")
    }

    fn run(&self, script: &str) -> anyhow::Result<String> {
        let file = self.folder.join("script.sql");
        fs::write(&file, script)?;
        let mut command = Command::new("sqlite3");
        run(command.arg("-batch").arg(self.path()).stdin(File::open(file)?))
    }
}

impl Contest for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn target(&self) -> String {
        format!("sqlite:{}", self.path().display())
    }

    fn empty(&self) -> anyhow::Result<()> {
        if self.path().exists() {
            fs::remove_file(self.path())?;
        }
        Ok(())
    }

    fn bulk_load(&self) -> anyhow::Result<f64> {
        let create = Dialect::Sqlite.create_tables();
        // `.import` counts generated columns, but cannot fill them. They are not stored.
        let lines = create.lines().filter(|line| !line.contains(" GENERATED ALWAYS "));
        self.run(&lines.collect::<Vec<_>>().join("\n"))?;
        let mut script = ".bail on\n.mode csv\n".to_owned();
        for table in &relation().tables {
            let path = csv_path(&self.folder, Dialect::Sqlite, &table.name);
            if fs::metadata(&path)?.len() == 0 {
                continue;
            }
            let _ = writeln!(script, ".import \"{}\" \"{}\"", path.display(), table.name);
        }
        script += &Dialect::Sqlite.create_indexes();
        let begun = Instant::now();
        self.run(&script)?;
        Ok(begun.elapsed().as_secs_f64())
    }

    fn count(&self) -> anyhow::Result<usize> {
        Ok(self.run(COUNT)?.trim().parse()?)
    }

    fn remove(&self) -> anyhow::Result<()> {
        self.empty()
    }
}

struct Postgres {
    folder: PathBuf,
    url: String,
}

impl Postgres {
    fn run(&self, script: &str) -> anyhow::Result<String> {
        let file = self.folder.join("script.sql");
        fs::write(&file, script)?;
        let mut command = Command::new("psql");
        command.args(["--quiet", "--tuples-only", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]);
        run(command.arg(self.target()).arg("--file").arg(file))
    }
}

impl Contest for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn target(&self) -> String {
        let sign = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{sign}options=-csearch_path%3D{SCHEMA}", self.url)
    }

    fn empty(&self) -> anyhow::Result<()> {
        self.remove()?;
        self.run(&format!("CREATE SCHEMA {SCHEMA};"))?;
        Ok(())
    }

    fn bulk_load(&self) -> anyhow::Result<f64> {
        self.run(&Dialect::Postgres.create_tables())?;
        let mut script = "BEGIN;\n".to_owned();
        for table in &relation().tables {
            let path = csv_path(&self.folder, Dialect::Postgres, &table.name);
            let _ = writeln!(script, "\\copy \"{}\" from '{}' csv", table.name, path.display());
        }
        script += &Dialect::Postgres.create_indexes();
        script += "COMMIT;\n";
        let begun = Instant::now();
        self.run(&script)?;
        Ok(begun.elapsed().as_secs_f64())
    }

    fn count(&self) -> anyhow::Result<usize> {
        Ok(self.run(COUNT)?.trim().parse()?)
    }

    fn remove(&self) -> anyhow::Result<()> {
        self.run(&format!(
            "SET client_min_messages = warning; DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;"
        ))?;
        Ok(())
    }
}

//! The arguments.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};
use keikaku_check::Matching;
use keikaku_record::{RecordKind, Severity};
use keikaku_sink::Dialect;
use keikaku_text::EncodingLabel;

use crate::check::Floor;

/// Turns the text of Japanese government plans into data.
#[derive(Debug, Parser)]
#[command(
    name = "keikaku",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  keikaku extract plans -o out          records of all texts below plans/, and a database of them
  keikaku extract plan.txt -o - | jq .  records of one text to standard output
  keikaku query out/keikaku.sqlite 観光  indicators, initiatives and projects with these words
  keikaku show out/keikaku.sqlite ID    a record with its source lines
  keikaku load out/records.ndjson --to parquet:tables
  keikaku export observations out/keikaku.sqlite -o tables
  keikaku inspect tables plan.txt       how keikaku sees the tables of a text
  keikaku schema indicator              the JSON Schema of a kind of record
  keikaku validate out/records.ndjson   records against the schemas and each other
  keikaku check fixtures                records against those that a person expects

Exit codes: 0 clean; 1 a document had errors, validate found faults, check found
differences, or query found nothing; 2 the run failed."
)]
pub(crate) struct Arguments {
    /// Print the licences of the program and of what it carries.
    #[arg(long)]
    pub licenses: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read texts and write their records.
    Extract(ExtractArguments),
    /// Show how a stage sees a text, with positions.
    Inspect(InspectArguments),
    /// Print the JSON Schema (2020-12) of a kind of record, or of all, or the SQL of the tables.
    Schema {
        /// The kind: document, section, table, department, indicator, initiative, project, period,
        /// amount, statement, diagnostic.
        kind: Option<RecordKind>,
        /// Print the tables, indexes and views of a database instead.
        #[arg(long, value_name = "DATABASE", conflicts_with = "kind")]
        sql: Option<Sql>,
    },
    /// Load records made earlier into databases and files.
    Load(LoadArguments),
    /// Find indicators, initiatives and projects in a database by words.
    Query(QueryArguments),
    /// Print records of a database with their source lines.
    Show(ShowArguments),
    /// Write observations, values, projects, costs or coverage of a database as one table each.
    Export(ExportArguments),
    /// Remove documents that were withdrawn from a database.
    Remove(RemoveArguments),
    /// Check records against the schemas, and the references between them.
    Validate(ValidateArguments),
    /// Compare records with those expected: precision, recall, F1, and every difference.
    Check(CheckArguments),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku extract plans minutes/2020.txt -o out
  keikaku extract old.dump --encoding euc-jp -o -
  keikaku extract plans --kinds indicator,project --fail-on warning -o out
  keikaku extract plans --to sqlite:plans.sqlite --to parquet:tables
  keikaku extract plans -o out --split  out/records/indicator.ndjson and so on, besides
  keikaku extract plans -o out --findings out/findings.ndjson --fail-on warning
  keikaku extract plans -o out --prune  again, every night: what changed, less what is gone
  keikaku extract plans -o out --manifest plans.csv

plans.csv says what you know of the documents: path,source_url,issuer_name,issuer_code,title,kind,
published,retrieved,licence, and any further columns, which are kept. path is the path below the
folder that is read, or a pattern for several (mie/*, **/*.pdf). Your word wins; what the text says
stands beside it, and where the two contradict each other is a warning (manifest_differs). So is a line
that names no document. NDJSON with these names is read, too (plans.ndjson).

Without --to, DIR gets records.ndjson and keikaku.sqlite. With it, records go to the targets, and to
DIR/records.ndjson where -o is given, too. Databases keep what other documents they hold; a document
that they have already is replaced. Files are replaced as a whole, all targets together or none.

Run again with the same DIR, only what is new or was changed is read; the rest is kept, and the
outcome is that of a first run. Documents whose files are gone stay, unless --prune is given. With
another version of keikaku or other options all is read again. An input without any text is refused.

The records name a document by its path below the folder given, or below the folder that all paths
given are in, from wherever keikaku is run. What a run writes is not read as input.

A folder is searched for .pdf .txt .md .csv .tsv .html and the like, hidden files skipped; a file that is
named is read whatever its name. Files packed with gzip (.txt.gz) and ZIP archives of such files are
read as they are. Spreadsheets, office files, images and other archives are named with
what to do, and are errors; links that lead out of it or round, pipes and devices are named, too. Warnings
and errors are printed as PATH:LINE: MESSAGE, by code, the first 20 of them. The records are the same for any number of jobs and any order of the
paths.")]
pub(crate) struct ExtractArguments {
    /// Files and folders to read; - is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder for the records, made where it is missing [default: out]; - writes them to standard
    /// output.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Where records go: sqlite:PATH, postgres://USER@HOST:PORT/DATABASE, parquet:DIR, csv:DIR,
    /// ndjson:PATH. May be given several times.
    // Parsed later: clap would repeat a URL that holds a password.
    #[arg(long, value_name = "TARGET")]
    pub to: Vec<String>,
    /// Threads [default: one for each processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Encoding of all texts, e.g. shift_jis, euc-jp, utf-16le [default: detect each].
    #[arg(long, value_name = "LABEL", value_parser = parse_encoding)]
    pub encoding: Option<EncodingLabel>,
    /// Kinds of record to write, separated by commas [default: all]; document is always written.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub kinds: Option<Vec<RecordKind>>,
    /// Folder of another dictionary that lindera 6 built [default: the embedded IPADIC].
    #[arg(long, value_name = "PATH")]
    pub dictionary: Option<PathBuf>,
    /// What you know of the documents: CSV with a head, or NDJSON (see below).
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Remove documents whose files are gone from what was read into DIR before.
    #[arg(long, conflicts_with = "fresh")]
    pub prune: bool,
    /// Read everything again, and keep nothing of what was read into DIR before.
    #[arg(long)]
    pub fresh: bool,
    /// Write the records by kind, too: DIR/records/indicator.ndjson and so on, for pandas, Polars and
    /// DuckDB.
    #[arg(long)]
    pub split: bool,
    /// Print all warnings and errors, not the first 20 alone.
    #[arg(short, long)]
    pub verbose: bool,
    /// Write all warnings and errors to a file, a JSON object a line: path, line, severity, code,
    /// message.
    #[arg(long, value_name = "FILE")]
    pub findings: Option<PathBuf>,
    /// Print neither progress, warnings nor the closing table.
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Exit with 1 where a diagnostic is this severe or more.
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: SeverityArgument,
    /// Print the closing summary as JSON, on standard error.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku inspect text dump.txt           encoding, lines with byte offsets
  keikaku inspect blocks dump.txt         sections, paragraphs, headers, page furniture
  keikaku inspect mentions --json dump.txt")]
pub(crate) struct InspectArguments {
    /// The stage to show.
    pub stage: Stage,
    /// The text.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Encoding of the text [default: detect].
    #[arg(long, value_name = "LABEL", value_parser = parse_encoding)]
    pub encoding: Option<EncodingLabel>,
    /// Folder of another dictionary that lindera 6 built [default: the embedded IPADIC].
    #[arg(long, value_name = "PATH")]
    pub dictionary: Option<PathBuf>,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku validate out/records.ndjson
  keikaku extract plan.txt -o - | keikaku validate -
  keikaku validate --partial indicators.ndjson      written with extract --kinds indicator

A fault is a line FILE:LINE: FIELD: MESSAGE; what only the whole file tells comes last.
Each file is a whole of its own: its references lead to its own records.

Exit codes: 0 valid, 1 faults, 2 a file could not be read.")]
pub(crate) struct ValidateArguments {
    /// Files of records, one JSON object a line; - is standard input.
    #[arg(required = true, value_name = "RECORDS")]
    pub records: Vec<PathBuf>,
    /// Allow references to kinds of record that the file has none of, and counts of them.
    #[arg(long)]
    pub partial: bool,
    /// Print faults and the closing line as JSON, one object a line.
    #[arg(long)]
    pub json: bool,
    /// Print no progress.
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku check fixtures                               every fixture below fixtures/
  keikaku check fixtures/minutes --matching tolerant   more is forgiven
  keikaku check fixtures --records out/records.ndjson  records made earlier, by any program
  keikaku check fixtures --junit check.xml --markdown check.md --quiet
  keikaku check fixtures --min-f1 indicator=0.95 --min-f1 observation.value=0.99
  keikaku check fixtures/minutes/new --update          take over what was found, after review
  keikaku check --gold gold plans/a.txt --misses 5     score against gold annotations

A fixture is a folder with source.txt or source.pdf, expected.json (the records expected of it; only the
fields given are compared) and, where it needs some, options.json ({\"encoding\": \"euc-jp\"}).
Spans are always read again in the source. Every metric is counted in three ways of matching:

  strict      texts are equal as they are, numbers as numbers
  normalised  texts are equal after folding: NFKC, no white space, one tilde, dash, bracket
  tolerant    texts are alike, numbers equal once rounded, lines one apart, spans overlap

Exit codes: 0 all as expected, 1 a difference, 2 the check could not be run. With --min-f1 or
--gold, 1 means that an F1 is lower than asked for, or that a document has no records;
differences are printed all the same.")]
pub(crate) struct CheckArguments {
    /// Folders with fixtures below; with --gold, the texts that it is of.
    #[arg(value_name = "PATH", required_unless_present = "gold")]
    pub paths: Vec<PathBuf>,
    /// Compare these records instead of extracting any; - is standard input.
    #[arg(long, value_name = "RECORDS")]
    pub records: Option<PathBuf>,
    /// Score against the gold annotations (*.gold.json) of a folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["matching", "junit", "markdown", "update"])]
    pub gold: Option<PathBuf>,
    /// With --gold: print the first N facts of each kind that were missed, and that were added.
    #[arg(long, value_name = "N", requires = "gold", default_value_t = 0)]
    pub misses: usize,
    /// The way of matching that decides what is a difference.
    #[arg(long, value_name = "WAY", default_value = "normalised", value_parser = ways_of_matching())]
    pub matching: Matching,
    /// The least F1 of a kind of record, a field or a fact: KIND=0.95, KIND.FIELD=0.9, all=0.9. May
    /// be given several times.
    #[arg(long, value_name = "NAME=F1")]
    pub min_f1: Vec<Floor>,
    /// Rewrite the expected files with what was found, and print what that changes: what normalised
    /// matching does not forgive.
    #[arg(long, conflicts_with = "matching")]
    pub update: bool,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
    /// Write the report as JUnit XML; - is standard output.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Write the report as Markdown; - is standard output.
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Threads [default: one for each processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Folder of another dictionary that lindera 6 built [default: the embedded IPADIC].
    #[arg(long, value_name = "PATH")]
    pub dictionary: Option<PathBuf>,
    /// Print neither progress nor metrics, only differences and the outcome.
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku load out/records.ndjson --to sqlite:plans.sqlite
  keikaku load a.ndjson b.ndjson --to postgres://mina@db.example/plans --to parquet:tables
  zcat records.ndjson.gz | keikaku load - --to csv:tables

Databases: a load is all or nothing. A document that is there already is replaced, all others stay. Two
loaders of one database take turns. The tables are made where they are missing; their names are those
of the records (keikaku schema).

Parquet and CSV: a file a table; the files are replaced as a whole. In CSV, texts that a spreadsheet
would take for a formula have an apostrophe before them.

The password of PostgreSQL comes from PGPASSWORD, or from the file ~/.pgpass (or PGPASSFILE); what a
URL leaves out from PGHOST, PGPORT, PGUSER and PGDATABASE.")]
pub(crate) struct LoadArguments {
    /// Files of records (NDJSON); - is standard input.
    #[arg(required = true, value_name = "RECORDS")]
    pub records: Vec<PathBuf>,
    /// Where records go: sqlite:PATH, postgres://USER@HOST:PORT/DATABASE, parquet:DIR, csv:DIR,
    /// ndjson:PATH. May be given several times.
    #[arg(long, value_name = "TARGET", required = true)]
    pub to: Vec<String>,
    /// Take documents with fewer records than they say, as of extract --kinds.
    #[arg(long)]
    pub partial: bool,
    /// Folder of another dictionary that lindera 6 built [default: the embedded IPADIC].
    #[arg(long, value_name = "PATH")]
    pub dictionary: Option<PathBuf>,
    /// Print neither progress nor the closing table.
    #[arg(short, long)]
    pub quiet: bool,
    /// Print the closing summary as JSON, on standard error.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku query out/keikaku.sqlite 待機児童
  keikaku query out/keikaku.sqlite 観光客 満足度 --kinds indicator
  keikaku query postgres://mina@db.example/plans 空き家 --json

Words are found as the tokenizer cuts them: 児童 finds 待機児童数. Records that have the words come
first, then those in which the last word goes on. Several arguments must all be there; the words of one
argument follow each other. The last column is the id, for keikaku show.

Exit codes: 0 something was found, 1 nothing, 2 the database could not be read.")]
pub(crate) struct QueryArguments {
    /// The database: a SQLite file, or postgres://USER@HOST:PORT/DATABASE.
    #[arg(value_name = "DB")]
    pub database: String,
    /// The words.
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Kinds of record to find, separated by commas: document, section, table, department,
    /// indicator, initiative, project, statement.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "indicator,initiative,project"
    )]
    pub kinds: Vec<RecordKind>,
    /// The most records to show.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    pub limit: u16,
    /// Folder of another dictionary: the one that the database was loaded with.
    #[arg(long, value_name = "PATH")]
    pub dictionary: Option<PathBuf>,
    /// Print one JSON object a record.
    #[arg(long)]
    pub json: bool,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Exported {
    Observations,
    Values,
    Projects,
    Costs,
    Coverage,
}

/// How files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArgument {
    Csv,
    Parquet,
    Ndjson,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku export observations out/keikaku.sqlite               tables/observations.csv, for Excel
  keikaku export observations,costs out/keikaku.sqlite --format parquet -o data
  keikaku export values out/keikaku.sqlite --plain -o - | head
  keikaku export projects postgres://mina@db.example/plans --format ndjson -o data

  observations  a row for each value of an indicator, with its document, issuer, department, time
  values        a row for each number in any table, with what its row and its column are called
  projects      a row for each project
  costs         a row for each amount of money of a project
  coverage      a row for each document: what was read of it, and what was not

Beside the files stands datapackage.json, which says what each column means (Frictionless Data
Package). The same tables are views of the database: observations, table_values, projects, costs,
coverage.

CSV opens in Excel as it is: it has a byte order mark, and texts that Excel would take for a formula,
or codes whose first zero it would drop, have an apostrophe before them. --plain leaves both out.

Exit codes: 0 written; 2 the database could not be read, or a file not written.")]
pub(crate) struct ExportArguments {
    /// What to write, separated by commas.
    #[arg(required = true, value_name = "WHAT", value_delimiter = ',')]
    pub what: Vec<Exported>,
    /// The database: a SQLite file, or postgres://USER@HOST:PORT/DATABASE.
    #[arg(value_name = "DB")]
    pub database: String,
    /// How to write it.
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub format: FormatArgument,
    /// Folder for the files, made where it is missing; - is standard output.
    #[arg(short, long, value_name = "DIR", default_value = "tables")]
    pub output: PathBuf,
    /// Write CSV for programs: without a byte order mark and without apostrophes.
    #[arg(long)]
    pub plain: bool,
    /// Print nothing.
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku show out/keikaku.sqlite 3f2a9c51d07be846:indicator:5404
  keikaku show plans.sqlite 3f2a9c51d07be846:indicator:5404 --source /data/dumps
  keikaku show plans.sqlite 3f2a9c51d07be846 --json

The source is read where the document was when it was extracted, if it still has the same bytes. A
database beside the records of a run knows the folder; of others, --source names it.

Exit codes: 0 shown, 1 no record has the id, 2 the database could not be read.")]
pub(crate) struct ShowArguments {
    /// The database: a SQLite file, or postgres://USER@HOST:PORT/DATABASE.
    #[arg(value_name = "DB")]
    pub database: String,
    /// The ids.
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Folder that the paths of documents begin in [default: the one that was read, where the
    /// database stands beside the records; else the current one].
    #[arg(long, value_name = "DIR")]
    pub source: Option<PathBuf>,
    /// Print the record alone, as it was loaded.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku remove plans.sqlite plans/2018.txt
  keikaku remove postgres://mina@db.example/plans 3f2a9c51d07be846

Exit codes: 0 removed, 1 a document is not there (nothing is removed then), 2 the database could not be
written.")]
pub(crate) struct RemoveArguments {
    /// The database: a SQLite file, or postgres://USER@HOST:PORT/DATABASE.
    #[arg(value_name = "DB")]
    pub database: String,
    /// Documents, by id or by path.
    #[arg(required = true, value_name = "DOCUMENT")]
    pub documents: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Sql {
    /// As SQLite takes it.
    Sqlite,
    /// As PostgreSQL takes it.
    Postgres,
}

impl From<Sql> for Dialect {
    fn from(sql: Sql) -> Self {
        match sql {
            Sql::Sqlite => Self::Sqlite,
            Sql::Postgres => Self::Postgres,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Stage {
    /// The decoded text: encoding, problems, lines.
    Text,
    /// Blocks and sections.
    Blocks,
    /// Table grids.
    Tables,
    /// The models of the tables: headers, stubs, units, and each value with its paths.
    Grid,
    /// Tokens of lindera.
    Tokens,
    /// Periods, amounts, departments and indicators where they are mentioned.
    Mentions,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SeverityArgument {
    Error,
    Warning,
    Info,
}

impl From<SeverityArgument> for Severity {
    fn from(argument: SeverityArgument) -> Self {
        match argument {
            SeverityArgument::Error => Self::Error,
            SeverityArgument::Warning => Self::Warning,
            SeverityArgument::Info => Self::Info,
        }
    }
}

fn parse_encoding(label: &str) -> Result<EncodingLabel, String> {
    EncodingLabel::parse(label).map_err(|e| e.to_string())
}

fn ways_of_matching() -> impl clap::builder::TypedValueParser<Value = Matching> {
    PossibleValuesParser::new(Matching::ALL.map(Matching::as_str)).map(|name| {
        let named = Matching::ALL.into_iter().find(|matching| matching.as_str() == name);
        named.unwrap_or_default()
    })
}

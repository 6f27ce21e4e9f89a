//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use keikaku_record::{RecordKind, Severity};
use keikaku_text::EncodingLabel;

/// Turns the text of Japanese government plans into data.
#[derive(Debug, Parser)]
#[command(
    name = "keikaku",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  keikaku extract plans -o out          records of all texts below plans/ to out/records.ndjson
  keikaku extract plan.txt -o - | jq .  records of one text to standard output
  keikaku inspect tables plan.txt       how keikaku sees the tables of a text
  keikaku schema indicator              the JSON Schema of a kind of record
  keikaku validate out/records.ndjson   records against the schemas and each other

Exit codes: 0 clean, 1 some document had errors or validate found faults, 2 the run failed."
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
    /// Print the JSON Schema (2020-12) of a kind of record, or of all.
    Schema {
        /// The kind: document, section, table, department, indicator, initiative, project, period,
        /// amount, statement, diagnostic.
        kind: Option<RecordKind>,
    },
    /// Check records against the schemas, and the references between them.
    Validate(ValidateArguments),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku extract plans minutes/2020.txt -o out
  keikaku extract old.dump --encoding euc-jp -o -
  keikaku extract plans --kinds indicator,project --fail-on warning -o out

A folder is searched for .txt .md .csv .tsv .html and the like, hidden files skipped; a file that is
named is read whatever its name. The records are the same for any number of jobs and any order of the
paths.")]
pub(crate) struct ExtractArguments {
    /// Files and folders to read; - is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder for records.ndjson, made where it is missing; - writes to standard output.
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub output: PathBuf,
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
    /// Print neither progress nor the closing table.
    #[arg(short, long)]
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Stage {
    /// The decoded text: encoding, problems, lines.
    Text,
    /// Blocks and sections.
    Blocks,
    /// Table grids.
    Tables,
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

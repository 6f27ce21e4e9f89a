//! The command `keikaku`.

mod arguments;
mod check;
mod database;
mod digest;
mod export;
mod extract;
mod inspect;
mod licenses;
mod load;
mod summary;
mod terminal;
mod validate;

use std::process::ExitCode;

use clap::Parser;
use keikaku_record::RecordKind;
use keikaku_sink::Dialect;

use arguments::{Arguments, Command, Sql};

/// Records are many small texts, made by several threads at once: what this allocator is for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit codes: 0 clean, 1 some document had errors, or records had faults or were not as expected,
/// 2 the run failed.
fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // What was given is repeated, whatever it holds.
        Err(error) if error.use_stderr() => {
            terminal::say(&error.render().to_string());
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    let outcome = match arguments.command {
        _ if arguments.licenses => licenses::print(),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Export(arguments)) => export::run(&arguments),
        Some(Command::Extract(arguments)) => extract::run(&arguments),
        Some(Command::Inspect(arguments)) => inspect::run(&arguments),
        Some(Command::Load(arguments)) => load::run(&arguments),
        Some(Command::Query(arguments)) => database::query(&arguments),
        Some(Command::Show(arguments)) => database::show(&arguments),
        Some(Command::Remove(arguments)) => database::remove(&arguments),
        Some(Command::Schema { kind, sql }) => schema(kind, sql),
        Some(Command::Validate(arguments)) => validate::run(&arguments),
        None => {
            // clap asks for a command unless --licenses is given.
            Ok(ExitCode::from(2))
        }
    };
    outcome.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        report(&error);
        ExitCode::from(2)
    })
}

fn report(error: &anyhow::Error) {
    terminal::say(&format!("keikaku: {error:#}\n"));
}

/// The reader of standard output went away, as `head` does: no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn schema(kind: Option<RecordKind>, sql: Option<Sql>) -> anyhow::Result<ExitCode> {
    let text = match sql.map(Dialect::from) {
        Some(dialect) => dialect.create_tables() + &dialect.create_indexes(),
        None => keikaku_record::schema_text(kind),
    };
    terminal::print_data(&text)?;
    Ok(ExitCode::SUCCESS)
}

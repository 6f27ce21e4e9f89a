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
/// 2 the run failed; after a signal 128 and its number.
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
    if let Err(error) = end_on_signals() {
        report(&error.into());
        return ExitCode::from(2);
    }
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

/// Ends the program where a signal asks for it, without the files that it was writing, and with the
/// exit code that shells give (128 and the number of the signal).
#[cfg(unix)]
fn end_on_signals() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let ended_by = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal));
    let mut signals = signal_hook::iterator::Signals::new(ended_by)?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            keikaku_sink::abandon();
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Whether whoever started the program wants the signal ignored, as `nohup` does: Linux shows a bit
/// for each in `/proc/self/status` (proc_pid_status(5), `SigIgn`). Where that cannot be known, a
/// hangup is left to the system.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    match mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
        Some(mask) => mask >> (signal - 1) & 1 == 1,
        None => signal == signal_hook::consts::SIGHUP,
    }
}

/// Elsewhere the system ends the program.
#[cfg(not(unix))]
fn end_on_signals() -> std::io::Result<()> {
    Ok(())
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

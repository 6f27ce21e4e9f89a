//! `keikaku export`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use keikaku_sink::{Export, ExportError, Format, exports};

use crate::arguments::{ExportArguments, Exported, FormatArgument};
use crate::database::open;
use crate::terminal;

/// The view that is exported under a name.
fn view(exported: Exported) -> anyhow::Result<(&'static str, &'static Export)> {
    let (name, view) = match exported {
        Exported::Observations => ("observations", "observations"),
        Exported::Values => ("values", "table_values"),
        Exported::Projects => ("projects", "projects"),
        Exported::Costs => ("costs", "costs"),
        Exported::Coverage => ("coverage", "coverage"),
    };
    let found = exports().iter().find(|export| export.table.name == view);
    Ok((name, found.ok_or_else(|| anyhow!("there is no view {view}"))?))
}

/// Writes views of a database as files.
pub(crate) fn run(arguments: &ExportArguments) -> anyhow::Result<ExitCode> {
    let format = match (arguments.format, arguments.plain) {
        (FormatArgument::Csv, false) => Format::Csv,
        (FormatArgument::Csv, true) => Format::PlainCsv,
        (_, true) => bail!("--plain is about CSV: leave it out"),
        (FormatArgument::Parquet, _) => Format::Parquet,
        (FormatArgument::Ndjson, _) => Format::Ndjson,
    };
    let mut wanted = arguments.what.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let views = wanted.into_iter().map(view).collect::<anyhow::Result<Vec<_>>>()?;
    let mut store = open(&arguments.database)?;
    if arguments.output == Path::new("-") {
        let [(_, view)] = views.as_slice() else {
            bail!("standard output takes one of them; give a folder with -o");
        };
        if format == Format::Parquet {
            bail!("Parquet is written to a folder: give one with -o");
        }
        let out = io::BufWriter::new(io::stdout().lock());
        keikaku_sink::export_lines(store.as_mut(), view, format, out).map_err(failure)?;
        return Ok(ExitCode::SUCCESS);
    }
    let counts = keikaku_sink::export(store.as_mut(), &views, format, &arguments.output);
    let counts = counts.map_err(failure)?;
    if !arguments.quiet {
        let mut said = String::new();
        for ((name, view), count) in views.iter().zip(counts) {
            said += &format!("{name}: {count} {}\n", view.rows);
        }
        said += &format!("written to {}, with datapackage.json\n", arguments.output.display());
        terminal::say(&said);
    }
    Ok(ExitCode::SUCCESS)
}

/// A failure as it is said; a reader that went away is none.
fn failure(error: ExportError) -> anyhow::Error {
    match error {
        ExportError::Store(reason) => anyhow!("DB: {reason}"),
        ExportError::Sink(error) => error.into(),
    }
}

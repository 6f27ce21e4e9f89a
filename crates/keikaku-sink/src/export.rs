//! Views of a database as files: CSV, Parquet or NDJSON, with a data dictionary beside them
//! (Frictionless Data Package).

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Number, Value, json};

use crate::csv::{written, written_plainly};
use crate::keep::NewFile;
use crate::parquet::TableFile;
use crate::part::Part;
use crate::relation::{Cell, ColumnType, Table};
use crate::{Export, Kept, SinkError, Store, StoredCell, Targets};

/// How files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV for spreadsheets: UTF-8 with a byte order mark, CRLF; a text that would be taken for a
    /// formula, or for a number without its first zero, has an apostrophe before it.
    Csv,
    /// CSV for programs: UTF-8, the texts as they are.
    PlainCsv,
    /// Parquet.
    Parquet,
    /// A JSON object a line.
    Ndjson,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::PlainCsv => "csv",
            Self::Parquet => "parquet",
            Self::Ndjson => "ndjson",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::PlainCsv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database could not be read.
    #[error("{0}")]
    Store(String),
    /// A file could not be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// Writes views into a folder, under the names given, with `datapackage.json` beside them. All
/// files appear together. Gives how many rows each has.
///
/// # Errors
///
/// Fails where the database cannot be read or a file cannot be written; nothing is kept then.
pub fn export(
    store: &mut dyn Store,
    views: &[(&str, &Export)],
    format: Format,
    folder: &Path,
) -> Result<Vec<u64>, ExportError> {
    let mut prepared = Targets::new(Vec::new()).prepare()?;
    let (mut counts, mut resources) = (Vec::new(), Vec::new());
    for (name, view) in views {
        let file = format!("{name}.{}", format.extension());
        let path = folder.join(&file);
        let fail = |source| SinkError::File { path: path.clone(), source };
        let part = Part::create(&path).map_err(fail)?;
        let out = part.writer().map_err(fail)?;
        counts.push(match format {
            Format::Parquet => parquet(store, &view.table, out, &path)?,
            _ => write(store, &view.table, format, BufWriter::new(out)).map_err(|e| e.at(&path))?,
        });
        part.sync().map_err(fail)?;
        prepared.add(Kept { parts: vec![part], ..Kept::default() });
        resources.push(resource(name, &file, view, format));
    }
    let path = folder.join("datapackage.json");
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "keikaku",
        "resources": resources,
    });
    let mut file = NewFile::create(&path)?;
    writeln!(file, "{package:#}").map_err(|source| SinkError::File { path, source })?;
    prepared.add(file.prepare()?);
    prepared.keep(Some(folder))?;
    Ok(counts)
}

/// Writes a view as lines: CSV or NDJSON.
///
/// # Errors
///
/// Fails where the database cannot be read or the lines cannot be written.
pub fn export_lines(
    store: &mut dyn Store,
    view: &Export,
    format: Format,
    out: impl Write,
) -> Result<u64, ExportError> {
    write(store, &view.table, format, out).map_err(|error| match error {
        Failure::Store(reason) => ExportError::Store(reason),
        Failure::Write(source) => SinkError::Stdout(source).into(),
    })
}

enum Failure {
    Store(String),
    Write(io::Error),
}

impl Failure {
    fn at(self, path: &Path) -> ExportError {
        match self {
            Self::Store(reason) => ExportError::Store(reason),
            Self::Write(source) => SinkError::File { path: path.to_owned(), source }.into(),
        }
    }
}

fn write(
    store: &mut dyn Store,
    view: &Table,
    format: Format,
    mut out: impl Write,
) -> Result<u64, Failure> {
    let names: Vec<&str> = view.columns.iter().map(|c| c.name.as_str()).collect();
    let head = match format {
        Format::Csv => format!("\u{FEFF}{}\r\n", names.join(",")),
        Format::PlainCsv => format!("{}\n", names.join(",")),
        _ => String::new(),
    };
    out.write_all(head.as_bytes()).map_err(Failure::Write)?;
    let (mut count, mut failed) = (0, None);
    let read = store.view(view, &mut |row| {
        let line = match format {
            Format::Csv => {
                let cells = row.iter().zip(&view.columns);
                let cells = cells.map(|(cell, c)| written(cell.as_cell(), c.column_type));
                cells.collect::<Vec<_>>().join(",") + "\r\n"
            }
            Format::PlainCsv => {
                let cells = row.iter().map(|cell| written_plainly(cell.as_cell()));
                cells.collect::<Vec<_>>().join(",") + "\n"
            }
            _ => format!("{}\n", object(view, row)),
        };
        count += 1;
        let wrote = out.write_all(line.as_bytes());
        let goes_on = wrote.is_ok();
        failed = wrote.err();
        goes_on
    });
    if let Some(error) = failed {
        return Err(Failure::Write(error));
    }
    read.map_err(Failure::Store)?;
    out.flush().map_err(Failure::Write)?;
    Ok(count)
}

/// A row as a JSON object.
fn object(view: &Table, row: &[StoredCell]) -> Value {
    let fields = row.iter().zip(&view.columns).map(|(cell, column)| {
        let value = match cell {
            StoredCell::Null => Value::Null,
            StoredCell::Boolean(value) => (*value).into(),
            StoredCell::Integer(value) => (*value).into(),
            StoredCell::Real(value) => (*value).into(),
            StoredCell::Text(text) if column.column_type == ColumnType::Decimal => {
                text.parse::<Number>().map_or_else(|_| text.as_str().into(), Value::Number)
            }
            StoredCell::Text(text) => text.as_str().into(),
        };
        (column.name.clone(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

fn parquet(
    store: &mut dyn Store,
    view: &Table,
    out: File,
    path: &Path,
) -> Result<u64, ExportError> {
    let fail = |source: io::Error| SinkError::File { path: path.to_owned(), source };
    let mut file = TableFile::new(out, view).map_err(|e| fail(e.into()))?;
    let (mut count, mut failed) = (0, None);
    let read = store.view(view, &mut |row| {
        let cells: Vec<Cell<'_>> = row.iter().map(StoredCell::as_cell).collect();
        count += 1;
        let wrote = file.push_row(view, cells.into_iter());
        let goes_on = wrote.is_ok();
        failed = wrote.err();
        goes_on
    });
    if let Some(error) = failed {
        return Err(fail(error.into()).into());
    }
    read.map_err(ExportError::Store)?;
    file.finish().map_err(|e| fail(e.into()))?;
    Ok(count)
}

/// What the data dictionary says of a file.
fn resource(name: &str, file: &str, view: &Export, format: Format) -> Value {
    let fields = view.table.columns.iter().map(|column| {
        let (field_type, form) = match column.column_type {
            ColumnType::Text => ("string", None),
            ColumnType::Boolean => ("boolean", None),
            ColumnType::Integer => ("integer", None),
            ColumnType::Real | ColumnType::Decimal => ("number", None),
            ColumnType::Date => ("date", Some("%Y-%m-%d")),
        };
        let mut field =
            json!({ "name": column.name, "type": field_type, "description": column.comment });
        if let (Some(form), Some(field)) = (form, field.as_object_mut()) {
            field.insert("format".to_owned(), form.into());
        }
        field
    });
    let mut resource = json!({
        "name": name,
        "title": view.rows,
        "description": view.table.comment,
        "path": file,
        "format": format.extension(),
        "mediatype": format.media_type(),
        "schema": { "fields": fields.collect::<Vec<_>>(), "missingValues": [""] },
    });
    if format != Format::Parquet
        && let Some(resource) = resource.as_object_mut()
    {
        resource.insert("encoding".to_owned(), "utf-8".into());
    }
    resource
}

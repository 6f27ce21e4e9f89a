//! CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, a file a table.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use crate::folder::Folder;
use crate::relation::{Cell, ColumnType, Rows, relation};
use crate::seen::Seen;
use crate::{Batch, Kept, Sink, SinkError};

/// Writes a folder of CSV files, which replace those of the load before.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, one of them in full width, a tab
/// or a line end for a formula, and takes the first zero from a code. Such texts get an apostrophe
/// before them; so do those that begin with one, so that taking one away always gives the text. Numbers and days stay as they are. Null is an empty cell;
/// an empty text is one in quotation marks.
pub struct Csv {
    folder: Folder,
    files: Vec<csv::Writer<BufWriter<File>>>,
    rows: Rows,
    seen: Seen,
}

impl Csv {
    /// Writes into a folder, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// Fails where the folder or a file cannot be made.
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let (folder, files) = Folder::create(path, "csv")?;
        let files = files.into_iter().zip(&relation().tables).map(|(file, table)| {
            let mut file = BufWriter::with_capacity(1 << 16, file);
            file.write_all("\u{FEFF}".as_bytes())?;
            let mut file = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .quote_style(csv::QuoteStyle::Never)
                .from_writer(file);
            file.write_record(table.columns.iter().map(|c| c.name.as_str()))?;
            Ok(file)
        });
        let files = files.collect::<io::Result<_>>().map_err(|e| folder.failure(e))?;
        Ok(Self { folder, files, rows: Rows::default(), seen: Seen::default() })
    }

    fn write(&mut self) -> io::Result<()> {
        let tables = relation().tables.iter().zip(self.rows.tables()).zip(&mut self.files);
        for ((table, rows), file) in tables {
            for row in rows.iter() {
                for (cell, column) in row.cells().zip(&table.columns) {
                    file.write_field(written(cell, column.column_type).as_bytes())?;
                }
                file.write_record(None::<&[u8]>)?;
            }
        }
        Ok(())
    }
}

impl Sink for Csv {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        if !self.seen.is_first(batch.records) {
            return Ok(());
        }
        self.rows.clear();
        for record in batch.records {
            self.rows.push(record);
        }
        self.write().map_err(|e| self.folder.failure(e))
    }

    fn prepare(mut self: Box<Self>, _run: &str) -> Result<Kept, SinkError> {
        let flushed = self.files.iter_mut().try_for_each(csv::Writer::flush);
        flushed.map_err(|e| self.folder.failure(e))?;
        self.folder.prepare()
    }
}

/// A cell as the file has it, in quotation marks where it needs them. The writer does not put them:
/// it knows no difference between nothing and an empty text.
pub(crate) fn written(cell: Cell<'_>, column_type: ColumnType) -> Cow<'_, str> {
    match cell {
        Cell::Null => "".into(),
        Cell::Boolean(value) => if value { "true" } else { "false" }.into(),
        Cell::Integer(value) => value.to_string().into(),
        Cell::Real(value) => value.to_string().into(),
        Cell::Text(value) if column_type == ColumnType::Text => quoted(value),
        Cell::Text(value) => value.into(),
    }
}

/// A cell for programs: no apostrophes.
pub(crate) fn written_plainly(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(value) => enclosed(value, ""),
        other => written(other, ColumnType::Text),
    }
}

/// What a formula can begin with (OWASP, "CSV Injection").
const FORMULA: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// A text in quotation marks where it needs them, and harmless.
fn quoted(text: &str) -> Cow<'_, str> {
    // A code would lose its first zero.
    let code = text.len() > 1 && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    let marked = code || text.starts_with(FORMULA) || text.starts_with('\'');
    enclosed(text, if marked { "'" } else { "" })
}

/// A text with a mark before it, in quotation marks where it needs them.
fn enclosed<'a>(text: &'a str, mark: &str) -> Cow<'a, str> {
    if text.is_empty() || text.contains(['"', ',', '\r', '\n']) {
        return format!("\"{mark}{}\"", text.replace('"', "\"\"")).into();
    }
    if mark.is_empty() { text.into() } else { format!("{mark}{text}").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_harmless_and_nothing_is_not_empty() {
        for (cell, column_type, expected) in [
            (Cell::Text("=1+1"), ColumnType::Text, "'=1+1"),
            (Cell::Text("-"), ColumnType::Text, "'-"),
            (Cell::Text("011002"), ColumnType::Text, "'011002"),
            (Cell::Text("131016"), ColumnType::Text, "131016"),
            (Cell::Text("＝1"), ColumnType::Text, "'＝1"),
            (Cell::Text("'quoted"), ColumnType::Text, "''quoted"),
            (Cell::Text("a,\"b\""), ColumnType::Text, "\"a,\"\"b\"\"\""),
            (Cell::Text("\n=x"), ColumnType::Text, "\"'\n=x\""),
            (Cell::Text("-0.5"), ColumnType::Decimal, "-0.5"),
            (Cell::Text(""), ColumnType::Text, "\"\""),
            (Cell::Null, ColumnType::Text, ""),
        ] {
            assert_eq!(written(cell, column_type), expected);
        }
    }
}

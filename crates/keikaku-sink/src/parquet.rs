//! Parquet: a file a table, with typed columns.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    StringBuilder, make_builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use jiff::civil;
use keikaku_record::SCHEMA_VERSION;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::folder::Folder;
use crate::relation::{Cell, ColumnType, Rows, TABLES_VERSION, Table, TableRows, relation};
use crate::seen::Seen;
use crate::{Batch, Kept, Sink, SinkError};

/// The digits of a decimal column, and those behind the point: all that a record's value can have
/// before it, and as many behind it as a plan has any use for.
const PRECISION: u8 = 38;
const SCALE: i8 = 9;

/// Rows of a table that are gathered before they are encoded, and bytes of their texts: a column
/// holds at most 2 GiB at once.
const ROWS: usize = 1 << 16;
const BYTES: usize = 1 << 26;

/// Writes a folder of Parquet files, which replace those of the load before.
///
/// A decimal has two columns: a decimal of 38 digits, 9 of them behind the point and rounded there,
/// and beside it, with `_exact` behind its name, the text with every digit. The meaning of a column
/// is in the metadata of its field (`comment`), the version in that of the file.
pub struct Parquet {
    folder: Folder,
    files: Vec<TableFile>,
    rows: Rows,
    seen: Seen,
}

pub(crate) struct TableFile {
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    columns: Vec<Box<dyn ArrayBuilder>>,
    waiting: usize,
    waiting_bytes: usize,
}

impl Parquet {
    /// Writes into a folder, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// Fails where the folder or a file cannot be made.
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let (folder, files) = Folder::create(path, "parquet")?;
        let files = files.into_iter().zip(&relation().tables);
        let files =
            files.map(|(file, table)| TableFile::new(file, table)).collect::<Result<_, _>>();
        let files = files.map_err(|e| folder.failure(e.into()))?;
        Ok(Self { folder, files, rows: Rows::default(), seen: Seen::default() })
    }
}

impl Sink for Parquet {
    fn document(&mut self, batch: Batch<'_>) -> Result<(), SinkError> {
        if !self.seen.is_first(batch.records) {
            return Ok(());
        }
        self.rows.clear();
        for record in batch.records {
            self.rows.push(record);
        }
        let tables = relation().tables.iter().zip(self.rows.tables()).zip(&mut self.files);
        for ((table, rows), file) in tables {
            file.push(table, rows).map_err(|e| self.folder.failure(e.into()))?;
        }
        Ok(())
    }

    fn prepare(mut self: Box<Self>, _run: &str) -> Result<Kept, SinkError> {
        for file in &mut self.files {
            file.finish().map_err(|e| self.folder.failure(e.into()))?;
        }
        self.folder.prepare()
    }
}

fn fields(table: &Table) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut push = |name: String, data_type, nullable, comment: &str| {
        let metadata = HashMap::from([("comment".to_owned(), comment.to_owned())]);
        fields.push(Field::new(name, data_type, nullable).with_metadata(metadata));
    };
    for column in &table.columns {
        let data_type = match column.column_type {
            ColumnType::Text => DataType::Utf8,
            ColumnType::Boolean => DataType::Boolean,
            ColumnType::Integer => DataType::Int64,
            ColumnType::Real => DataType::Float64,
            ColumnType::Decimal => DataType::Decimal128(PRECISION, SCALE),
            ColumnType::Date => DataType::Date32,
        };
        push(column.name.clone(), data_type, column.nullable, &column.comment);
        if column.column_type == ColumnType::Decimal {
            let name = format!("{}_exact", column.name);
            push(name, DataType::Utf8, column.nullable, "The same as text, with every digit.");
        }
    }
    fields
}

impl TableFile {
    pub(crate) fn new(file: File, table: &Table) -> Result<Self, ParquetError> {
        let metadata = [
            ("keikaku.schema_version", SCHEMA_VERSION),
            ("keikaku.tables_version", TABLES_VERSION),
            ("comment", table.comment.as_str()),
        ];
        let metadata: HashMap<String, String> =
            metadata.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let schema = Schema::new_with_metadata(fields(table), metadata);
        let schema = Arc::new(schema);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(Default::default()))
            .set_created_by(concat!("keikaku ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?;
        let columns = schema.fields().iter().map(|f| make_builder(f.data_type(), 1024)).collect();
        Ok(Self { schema, writer, columns, waiting: 0, waiting_bytes: 0 })
    }

    fn push(&mut self, table: &Table, rows: &TableRows) -> Result<(), ParquetError> {
        rows.iter().try_for_each(|row| self.push_row(table, row.cells()))
    }

    /// Appends a row.
    pub(crate) fn push_row<'a>(
        &mut self,
        table: &Table,
        cells: impl Iterator<Item = Cell<'a>>,
    ) -> Result<(), ParquetError> {
        let mut columns = self.columns.iter_mut();
        for (cell, column) in cells.zip(&table.columns) {
            if let Cell::Text(text) = cell {
                self.waiting_bytes += text.len();
            }
            if let Some(builder) = columns.next() {
                append(builder.as_mut(), cell);
            }
            if column.column_type == ColumnType::Decimal
                && let Some(exact) = columns.next()
            {
                append(exact.as_mut(), cell);
            }
        }
        self.waiting += 1;
        if self.waiting >= ROWS || self.waiting_bytes >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what waits, and the foot of the file.
    pub(crate) fn finish(&mut self) -> Result<(), ParquetError> {
        self.flush()?;
        self.writer.finish().map(|_| ())
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.waiting == 0 {
            return Ok(());
        }
        let arrays: Vec<ArrayRef> = self.columns.iter_mut().map(|c| c.finish()).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)?;
        (self.waiting, self.waiting_bytes) = (0, 0);
        self.writer.write(&batch)
    }
}

/// Appends a cell to the builder of its column. What does not fit a column, which its schema rules
/// out, is null.
fn append(builder: &mut dyn ArrayBuilder, cell: Cell<'_>) {
    let builder = builder.as_any_mut();
    if let Some(texts) = builder.downcast_mut::<StringBuilder>() {
        texts.append_option(match cell {
            Cell::Text(value) => Some(value),
            _ => None,
        });
    } else if let Some(integers) = builder.downcast_mut::<Int64Builder>() {
        integers.append_option(match cell {
            Cell::Integer(value) => Some(value),
            _ => None,
        });
    } else if let Some(reals) = builder.downcast_mut::<Float64Builder>() {
        reals.append_option(match cell {
            Cell::Real(value) => Some(value),
            _ => None,
        });
    } else if let Some(booleans) = builder.downcast_mut::<BooleanBuilder>() {
        booleans.append_option(match cell {
            Cell::Boolean(value) => Some(value),
            _ => None,
        });
    } else if let Some(days) = builder.downcast_mut::<Date32Builder>() {
        days.append_option(match cell {
            Cell::Text(value) => days_since_1970(value),
            _ => None,
        });
    } else if let Some(decimals) = builder.downcast_mut::<Decimal128Builder>() {
        decimals.append_option(match cell {
            Cell::Text(value) => scaled(value),
            _ => None,
        });
    }
}

fn days_since_1970(day: &str) -> Option<i32> {
    let day: civil::Date = day.parse().ok()?;
    day.since(civil::date(1970, 1, 1)).ok().map(|span| span.get_days())
}

/// A decimal in units of its last digit, rounded there.
fn scaled(decimal: &str) -> Option<i128> {
    let (negative, digits) = match decimal.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, decimal),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = SCALE.unsigned_abs().into();
    let mut value: i128 = whole.parse().ok()?;
    for at in 0..scale {
        let digit = fraction.as_bytes().get(at).map_or(0, |d| d - b'0');
        value = value.checked_mul(10)?.checked_add(digit.into())?;
    }
    if fraction.as_bytes().get(scale).is_some_and(|&d| d >= b'5') {
        value += 1;
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_scaled_and_rounded_behind_the_ninth_digit() {
        for (text, value) in [
            ("0", 0),
            ("35.3", 35_300_000_000),
            ("-0.05", -50_000_000),
            ("0.1234567894", 123_456_789),
            ("0.1234567895", 123_456_790),
            ("-0.9999999999", -1_000_000_000),
            ("79228162514264337593543950335", 79_228_162_514_264_337_593_543_950_335_000_000_000),
        ] {
            assert_eq!(scaled(text), Some(value), "{text}");
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days_since_1970("1970-01-01"), Some(0));
        assert_eq!(days_since_1970("2017-03-31"), Some(17_256));
        assert_eq!(days_since_1970("1868-10-23"), Some(-36_959));
    }
}

//! Rows as the client of each database or format reads them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::Path;
use std::str::FromStr as _;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array as _, RecordBatch};
use keikaku_record::Record;
use keikaku_sink::{Column, ColumnType, Rows, StoredCell, StoredRow, Table, relation, restore};
use keikaku_values::{Date, Decimal};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

/// The rows of all tables, in the order of their keys.
#[derive(Debug, PartialEq)]
pub(crate) struct Tables(Vec<(String, Vec<StoredRow>)>);

impl Tables {
    fn read(mut rows: impl FnMut(&Table) -> Vec<StoredRow>) -> Self {
        let tables = relation().tables.iter().map(|table| {
            let mut rows = rows(table);
            assert!(rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
            rows.sort_by_key(|row| key(&row[..table.key.len()]));
            (table.name.clone(), rows)
        });
        Self(tables.collect())
    }

    /// The rows that records make.
    pub(crate) fn of_records(records: &str) -> Self {
        let mut made = Rows::default();
        for line in records.lines() {
            made.push(&Record::from_line(line.as_bytes()).unwrap());
        }
        let mut tables = made.tables().iter();
        Self::read(|_| {
            let rows = tables.next().unwrap();
            rows.iter().map(|row| row.cells().map(StoredCell::from).collect()).collect()
        })
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// How many rows a table has.
    pub(crate) fn count(&self, table: &str) -> usize {
        self.0.iter().find(|(name, _)| name == table).unwrap().1.len()
    }

    /// The records that the rows make again.
    pub(crate) fn records(&self, wanted: &[Value]) -> Vec<Value> {
        let mut found: Vec<HashMap<String, Vec<StoredRow>>> = Vec::new();
        for (_, rows) in &self.0 {
            let mut by_owner: HashMap<String, Vec<StoredRow>> = HashMap::new();
            for row in rows {
                by_owner.entry(key(&row[..1])).or_default().push(row.clone());
            }
            found.push(by_owner);
        }
        let restored = wanted.iter().map(|record| {
            let kind = record["record"].as_str().unwrap().parse().unwrap();
            let mut rows = |table: usize, cells: &[StoredCell]| {
                let rows = found[table].get(&key(&cells[..1])).into_iter().flatten();
                Ok::<_, ()>(rows.filter(|row| row.starts_with(cells)).cloned().collect())
            };
            restore(kind, record["id"].as_str().unwrap(), &mut rows).unwrap().unwrap()
        });
        restored.collect()
    }
}

/// A key that sorts as its cells do: the same in all databases, whatever their collation.
fn key(cells: &[StoredCell]) -> String {
    let parts = cells.iter().map(|cell| match cell {
        StoredCell::Integer(value) => format!("{value:020}\u{1}"),
        StoredCell::Text(value) => format!("{value}\u{1}"),
        other => panic!("{other:?} in a key"),
    });
    parts.collect()
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Through `rusqlite`.
pub(crate) fn sqlite(path: &Path) -> Tables {
    let client = rusqlite::Connection::open(path).unwrap();
    let whole: String = client.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    Tables::read(|table| {
        let mut names: Vec<String> = Vec::new();
        for column in &table.columns {
            let exact = column.column_type == ColumnType::Decimal;
            names.push(quoted(&(column.name.clone() + if exact { "_exact" } else { "" })));
        }
        let decimals: Vec<&Column> =
            table.columns.iter().filter(|c| c.column_type == ColumnType::Decimal).collect();
        names.extend(decimals.iter().map(|c| format!("CAST({} AS REAL)", quoted(&c.name))));
        let sql = format!("SELECT {} FROM {}", names.join(", "), quoted(&table.name));
        let mut statement = client.prepare(&sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut out = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells = table.columns.iter().enumerate().map(|(at, column)| {
                use rusqlite::types::Value;
                match (column.column_type, row.get(at).unwrap()) {
                    (_, Value::Null) => StoredCell::Null,
                    (ColumnType::Boolean, Value::Integer(value)) => StoredCell::Boolean(value == 1),
                    (ColumnType::Integer, Value::Integer(value)) => StoredCell::Integer(value),
                    (ColumnType::Real, Value::Real(value)) => StoredCell::Real(value),
                    (
                        ColumnType::Text | ColumnType::Date | ColumnType::Decimal,
                        Value::Text(value),
                    ) => StoredCell::Text(value),
                    (wanted, found) => panic!("{}: {found:?} for {wanted:?}", column.name),
                }
            });
            let cells: StoredRow = cells.collect();
            // The column to compute with is the decimal, as near as a binary number comes.
            for (nth, column) in decimals.iter().enumerate() {
                let number: Option<f64> = row.get(table.columns.len() + nth).unwrap();
                let at = table.columns.iter().position(|c| c.name == column.name).unwrap();
                let exact = match &cells[at] {
                    StoredCell::Text(text) => Some(text.parse::<f64>().unwrap()),
                    _ => None,
                };
                assert_eq!(number, exact, "{}", column.name);
            }
            out.push(cells);
        }
        out
    })
}

/// Through `postgres`; decimals and days as the server writes them.
pub(crate) fn postgres(url: &str) -> Tables {
    let mut client = crate::server::connect(url);
    Tables::read(|table| {
        let columns = table.columns.iter().map(|column| {
            let name = quoted(&column.name);
            let wanted = match column.column_type {
                ColumnType::Decimal => "numeric",
                ColumnType::Date => "date",
                ColumnType::Text => "text",
                ColumnType::Boolean => "boolean",
                ColumnType::Integer => "bigint",
                ColumnType::Real => "double precision",
            };
            let sql = "SELECT data_type FROM information_schema.columns \
                       WHERE table_name = $1 AND column_name = $2";
            let found: String = client.query_one(sql, &[&table.name, &column.name]).unwrap().get(0);
            assert_eq!(found, wanted, "{}.{}", table.name, column.name);
            match column.column_type {
                ColumnType::Decimal | ColumnType::Date => format!("{name}::text"),
                _ => name,
            }
        });
        let columns: Vec<String> = columns.collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), quoted(&table.name));
        let rows = client.query(&sql, &[]).unwrap();
        let cell = |row: &postgres::Row, at: usize, column: &Column| match column.column_type {
            ColumnType::Boolean => row.get::<_, Option<bool>>(at).map(StoredCell::Boolean),
            ColumnType::Integer => row.get::<_, Option<i64>>(at).map(StoredCell::Integer),
            ColumnType::Real => row.get::<_, Option<f64>>(at).map(StoredCell::Real),
            ColumnType::Text | ColumnType::Decimal | ColumnType::Date => {
                row.get::<_, Option<String>>(at).map(StoredCell::Text)
            }
        };
        let row = |row: &postgres::Row| {
            let cells = table.columns.iter().enumerate();
            cells.map(|(at, c)| cell(row, at, c).unwrap_or(StoredCell::Null)).collect()
        };
        rows.iter().map(row).collect()
    })
}

/// Through `parquet` and `arrow`.
pub(crate) fn parquet(folder: &Path) -> Tables {
    Tables::read(|table| {
        let file = File::open(folder.join(format!("{}.parquet", table.name))).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        assert_eq!(
            reader.schema().metadata()["keikaku.schema_version"],
            keikaku_record::SCHEMA_VERSION
        );
        let batches = reader.build().unwrap();
        batches.flat_map(|batch| batch_rows(table, &batch.unwrap())).collect()
    })
}

fn batch_rows(table: &Table, batch: &RecordBatch) -> Vec<StoredRow> {
    let row = |at: usize| table.columns.iter().map(|c| batch_cell(c, batch, at)).collect();
    (0..batch.num_rows()).map(row).collect()
}

fn batch_cell(column: &Column, batch: &RecordBatch, at: usize) -> StoredCell {
    let array = batch.column_by_name(&column.name).unwrap();
    if array.is_null(at) {
        return StoredCell::Null;
    }
    match column.column_type {
        ColumnType::Boolean => StoredCell::Boolean(array.as_boolean().value(at)),
        ColumnType::Integer => StoredCell::Integer(array.as_primitive::<Int64Type>().value(at)),
        ColumnType::Real => StoredCell::Real(array.as_primitive::<Float64Type>().value(at)),
        ColumnType::Text => StoredCell::Text(array.as_string::<i32>().value(at).to_owned()),
        ColumnType::Date => {
            let days = array.as_primitive::<Date32Type>().value(at);
            let day = Date::constant(1970, 1, 1) + jiff::Span::new().days(days);
            StoredCell::Text(day.to_string())
        }
        ColumnType::Decimal => {
            let exact = batch.column_by_name(&format!("{}_exact", column.name)).unwrap();
            let exact = exact.as_string::<i32>().value(at);
            let rounded = array.as_primitive::<Decimal128Type>().value(at);
            let written = Decimal::from_str(exact).unwrap();
            if written.scale() <= 9 {
                let scaled = 10_i128.pow(9 - written.scale()) * written.mantissa();
                assert_eq!(rounded, scaled, "{exact}");
            } else {
                let near = Decimal::from_i128_with_scale(rounded, 9);
                assert_eq!(
                    near,
                    written.round_dp_with_strategy(
                        9,
                        rust_decimal::RoundingStrategy::MidpointAwayFromZero
                    )
                );
            }
            StoredCell::Text(exact.to_owned())
        }
    }
}

/// Through `csv`. Formulas are harmless: no text begins as one.
pub(crate) fn csv(folder: &Path) -> Tables {
    Tables::read(|table| {
        let path = folder.join(format!("{}.csv", table.name));
        let text = fs::read_to_string(path).unwrap();
        let text = text.strip_prefix('\u{FEFF}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = table.columns.iter().map(|c| c.name.as_str());
        assert!(reader.headers().unwrap().iter().eq(names));
        let row = |record: csv::StringRecord| {
            let cells = record.iter().zip(&table.columns);
            cells.map(|(cell, column)| csv_cell(cell, column)).collect()
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    })
}

fn csv_cell(cell: &str, column: &Column) -> StoredCell {
    if cell.is_empty() && column.nullable {
        return StoredCell::Null;
    }
    match column.column_type {
        ColumnType::Text => {
            let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
            assert!(!cell.starts_with(formula), "{cell:?}");
            StoredCell::Text(cell.strip_prefix('\'').unwrap_or(cell).to_owned())
        }
        ColumnType::Date | ColumnType::Decimal => StoredCell::Text(cell.to_owned()),
        ColumnType::Boolean => StoredCell::Boolean(cell.parse().unwrap()),
        ColumnType::Integer => StoredCell::Integer(cell.parse().unwrap()),
        ColumnType::Real => StoredCell::Real(cell.parse().unwrap()),
    }
}

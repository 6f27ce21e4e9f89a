//! Rows back to the record that gave them.

use std::str::FromStr as _;

use keikaku_record::RecordKind;
use serde_json::{Map, Number, Value};

use super::{Cell, ColumnType, Node, relation};

/// A cell as a database gave it back; decimals and days are text.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredCell {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A binary fraction.
    Real(f64),
    /// A text, a decimal or a day.
    Text(String),
}

impl From<Cell<'_>> for StoredCell {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Boolean(value) => Self::Boolean(value),
            Cell::Integer(value) => Self::Integer(value),
            Cell::Real(value) => Self::Real(value),
            Cell::Text(value) => Self::Text(value.to_owned()),
        }
    }
}

/// A row as a database gave it back.
pub type StoredRow = Vec<StoredCell>;

/// What gives the rows of a table, by its place, that begin with these cells.
type ReadRows<'a, E> = dyn FnMut(usize, &[StoredCell]) -> Result<Vec<StoredRow>, E> + 'a;

/// The record whose rows these are, as JSON; `None` where its own row is not there. `rows` gives
/// the rows of a table, by its place, that begin with these cells, in the order of their keys.
///
/// # Nothing of a record is lost
/// ```
/// use keikaku_record::{RecordKind, example};
/// use keikaku_sink::{Rows, StoredCell, restore};
///
/// let record = example(RecordKind::Indicator);
/// let mut rows = Rows::default();
/// rows.push(&record);
/// let stored = restore(RecordKind::Indicator, record.id(), &mut |table, key| {
///     let rows = rows.tables()[table].iter();
///     let rows = rows.map(|row| row.cells().map(StoredCell::from).collect::<Vec<_>>());
///     Ok::<_, ()>(rows.filter(|row| row.starts_with(key)).collect())
/// });
/// assert_eq!(stored, Ok(Some(serde_json::to_value(record).unwrap())));
/// ```
///
/// # Errors
///
/// Fails where `rows` does.
pub fn restore<E>(
    kind: RecordKind,
    id: &str,
    rows: &mut ReadRows<'_, E>,
) -> Result<Option<Value>, E> {
    let Some((table, node)) = relation().of_kind(kind) else { return Ok(None) };
    let key = StoredCell::Text(id.to_owned());
    let Some(row) = rows(table, &[key])?.into_iter().next() else { return Ok(None) };
    let mut record = value(node, table, &row, rows)?;
    if let Some(fields) = record.as_object_mut() {
        fields.insert("record".to_owned(), kind.as_str().into());
        // Left out where a record is in one piece.
        if fields.get("spans").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            fields.remove("spans");
        }
    }
    Ok(Some(record))
}

fn value<E>(
    node: &Node,
    table: usize,
    row: &[StoredCell],
    rows: &mut ReadRows<'_, E>,
) -> Result<Value, E> {
    let cell = |column: usize| match (row.get(column), column_type(table, column)) {
        (None | Some(StoredCell::Null), _) => Value::Null,
        (Some(StoredCell::Boolean(value)), _) => (*value).into(),
        (Some(StoredCell::Integer(value)), _) => (*value).into(),
        (Some(StoredCell::Real(value)), _) => (*value).into(),
        (Some(StoredCell::Text(text)), ColumnType::Decimal) => {
            Number::from_str(text).map_or_else(|_| text.as_str().into(), Value::Number)
        }
        (Some(StoredCell::Text(text)), _) => text.as_str().into(),
    };
    Ok(match node {
        Node::Column(column) => cell(*column),
        Node::Pair { first, nullable } => match (cell(*first), cell(first + 1)) {
            (Value::Null, Value::Null) if *nullable => Value::Null,
            (first, last) => vec![first, last].into(),
        },
        Node::PageBox { first } => (*first..first + 5).map(cell).collect(),
        Node::Object { fields, nullable } => {
            let mut object = Map::new();
            for (name, node) in fields {
                let field = value(node, table, row, rows)?;
                // Left out where it is no part of a PDF.
                if name == "boxes" && field.as_array().is_some_and(Vec::is_empty) {
                    continue;
                }
                object.insert(name.clone(), field);
            }
            let nothing =
                |value: &Value| value.is_null() || value.as_object().is_some_and(Map::is_empty);
            if *nullable && object.values().all(nothing) {
                return Ok(Value::Null);
            }
            object.into()
        }
        Node::List { table: list, inherited, element } => {
            let elements = rows(*list, row.get(..*inherited).unwrap_or_default())?;
            let elements: Result<Vec<Value>, E> = elements
                .iter()
                .map(|element_row| value(element, *list, element_row, rows))
                .collect();
            elements?.into()
        }
        Node::Texts(column) => match cell(*column) {
            Value::String(texts) => serde_json::from_str(&texts).unwrap_or(Value::String(texts)),
            other => other,
        },
        Node::Grid(grid) => value(grid, table, row, rows)?,
        Node::GridRow { table: grid, inherited } => {
            let cells = rows(*grid, row.get(..*inherited).unwrap_or_default())?;
            let mut lists: Vec<Vec<Value>> = Vec::new();
            for cell in &cells {
                if let Some(StoredCell::Integer(at)) = cell.get(*inherited) {
                    let at = usize::try_from(*at).unwrap_or_default();
                    if lists.len() <= at {
                        lists.resize(at + 1, Vec::new());
                    }
                    lists[at].push(value(&Node::Column(inherited + 2), *grid, cell, rows)?);
                }
            }
            lists.into()
        }
        Node::Map { table: map, inherited } => {
            let mut object = Map::new();
            for entry in rows(*map, row.get(..*inherited).unwrap_or_default())? {
                if let Some(StoredCell::Text(name)) = entry.get(*inherited) {
                    let said = value(&Node::Column(inherited + 1), *map, &entry, rows)?;
                    object.insert(name.clone(), said);
                }
            }
            object.into()
        }
    })
}

fn column_type(table: usize, column: usize) -> ColumnType {
    let column = relation().tables.get(table).and_then(|t| t.columns.get(column));
    column.map_or(ColumnType::Text, |c| c.column_type)
}

#[cfg(test)]
mod tests {
    use keikaku_record::example;

    use super::*;
    use crate::Rows;

    #[test]
    fn every_example_comes_back_from_its_rows() {
        for &kind in RecordKind::ALL {
            let record = example(kind);
            let mut pushed = Rows::default();
            pushed.push(&record);
            let stored = restore(kind, record.id(), &mut |table, key| {
                let rows = pushed.tables()[table].iter();
                let rows = rows.map(|row| row.cells().map(StoredCell::from).collect::<Vec<_>>());
                Ok::<_, ()>(rows.filter(|row| row.starts_with(key)).collect())
            });
            assert_eq!(stored, Ok(Some(serde_json::to_value(&record).unwrap())));
        }
    }

    #[test]
    fn every_table_has_a_key_and_every_column_a_type_and_a_comment() {
        for table in &relation().tables {
            assert!(!table.key.is_empty() && !table.comment.is_empty(), "{table:?}");
            for column in &table.columns {
                assert!(!column.comment.is_empty(), "{}.{}", table.name, column.name);
            }
        }
        for (table, column, column_type) in [
            ("observation", "value", ColumnType::Decimal),
            ("observation", "confidence", ColumnType::Real),
            ("observation", "start", ColumnType::Date),
            ("observation", "from_kind", ColumnType::Text),
            ("indicator", "cumulative", ColumnType::Boolean),
            ("schedule_entry", "fiscal_years_last", ColumnType::Integer),
            ("project", "period_start", ColumnType::Date),
        ] {
            let found = relation().table(table).unwrap();
            let found = found.columns.iter().find(|c| c.name == column).unwrap();
            assert_eq!(found.column_type, column_type, "{table}.{column}");
        }
    }
}

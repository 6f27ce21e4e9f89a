//! Rows of all tables, as they come out of records.

use super::relation;

/// A cell. Decimals and days are text, in their one canonical form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A binary fraction.
    Real(f64),
    /// A text, a decimal or a day.
    Text(&'a str),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Packed {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    /// Bytes of the table's text.
    Text(usize, usize),
}

/// Rows of one table.
#[derive(Clone, Debug, Default)]
pub struct TableRows {
    width: usize,
    cells: Vec<Packed>,
    text: String,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    cells: &'a [Packed],
    text: &'a str,
}

impl<'a> Row<'a> {
    /// The cells, in the order of the table's columns.
    pub fn cells(self) -> impl ExactSizeIterator<Item = Cell<'a>> {
        self.cells.iter().map(move |cell| unpack(*cell, self.text))
    }
}

fn unpack(cell: Packed, text: &str) -> Cell<'_> {
    match cell {
        Packed::Null => Cell::Null,
        Packed::Boolean(value) => Cell::Boolean(value),
        Packed::Integer(value) => Cell::Integer(value),
        Packed::Real(value) => Cell::Real(value),
        Packed::Text(start, end) => Cell::Text(text.get(start..end).unwrap_or_default()),
    }
}

impl TableRows {
    /// The rows, in the order in which the records gave them.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        // A table has at least one column; the guard keeps an empty one from a panic.
        self.cells.chunks_exact(self.width.max(1)).map(|cells| Row { cells, text: &self.text })
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() / self.width.max(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Begins a row of nulls; gives the place of its first cell.
    pub(super) fn begin(&mut self) -> usize {
        let base = self.cells.len();
        self.cells.resize(base + self.width, Packed::Null);
        base
    }

    pub(super) fn set(&mut self, at: usize, cell: Cell<'_>) {
        let packed = match cell {
            Cell::Null => Packed::Null,
            Cell::Boolean(value) => Packed::Boolean(value),
            Cell::Integer(value) => Packed::Integer(value),
            Cell::Real(value) => Packed::Real(value),
            Cell::Text(value) => {
                let start = self.text.len();
                self.text.push_str(value);
                Packed::Text(start, self.text.len())
            }
        };
        if let Some(place) = self.cells.get_mut(at) {
            *place = packed;
        }
    }
}

/// Rows of all tables. Its memory is used again after [`clear`](Self::clear).
#[derive(Clone, Debug)]
pub struct Rows {
    pub(super) tables: Vec<TableRows>,
}

impl Default for Rows {
    fn default() -> Self {
        let tables = relation()
            .tables
            .iter()
            .map(|t| TableRows { width: t.columns.len(), ..TableRows::default() })
            .collect();
        Self { tables }
    }
}

impl Rows {
    /// The rows of each table, in the order of [`Relation::tables`](super::Relation::tables).
    #[must_use]
    pub fn tables(&self) -> &[TableRows] {
        &self.tables
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        for table in &mut self.tables {
            table.cells.clear();
            table.text.clear();
        }
    }

    /// Begins a row of `child` whose first cells are those of a row of `parent`.
    pub(super) fn begin_child(
        &mut self,
        child: usize,
        (parent, base): (usize, usize),
        inherited: usize,
    ) -> usize {
        let row = self.tables[child].begin();
        for at in 0..inherited {
            let packed = self.tables[parent].cells.get(base + at).copied();
            // Two tables of one list cannot be borrowed at once; the short copy can.
            let (left, right) = if parent < child {
                let (left, right) = self.tables.split_at_mut(child);
                (&left[parent], &mut right[0])
            } else {
                let (left, right) = self.tables.split_at_mut(parent);
                (&right[0], &mut left[child])
            };
            right.set(row + at, unpack(packed.unwrap_or(Packed::Null), &left.text));
        }
        row
    }
}

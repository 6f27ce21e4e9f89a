//! A table as a grid of cells, some of them merged, before a layout writes it.

/// Where a text stands in its cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A cell; a `\n` in its text is a place where it may break.
#[derive(Clone)]
pub(super) struct Cell {
    pub text: String,
    pub rows: usize,
    pub cols: usize,
    pub align: Align,
}

/// A grid: header rows, then body rows. A place that a merged cell covers has none of its own.
#[derive(Clone)]
pub(super) struct Grid {
    pub cells: Vec<Vec<Option<Cell>>>,
    /// How many rows are header.
    pub head: usize,
    /// Of each row, whether a new entry of the table begins with it.
    pub starts: Vec<bool>,
    /// The column of the indicators' names.
    pub label: usize,
    /// Columns of running text that can be narrow, so that it wraps.
    pub texts: Vec<usize>,
    /// Columns of cells that gather rows: a ruled table can have its only lines between those.
    pub groups: Vec<usize>,
}

/// What a dump leaves of a merged cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Merged {
    /// Its text in its first place, the others blank.
    First,
    /// Its text in each of its places.
    Repeated,
}

impl Grid {
    pub(super) fn new(columns: usize, head: usize, body: usize) -> Self {
        Self {
            cells: vec![vec![None; columns]; head + body],
            head,
            starts: vec![true; head + body],
            label: 0,
            texts: Vec::new(),
            groups: Vec::new(),
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.cells[0].len()
    }

    pub(super) fn put(
        &mut self,
        (row, col): (usize, usize),
        (rows, cols): (usize, usize),
        text: impl Into<String>,
        align: Align,
    ) {
        self.cells[row][col] = Some(Cell { text: text.into(), rows, cols, align });
    }

    /// For each place, the place of the cell that covers it.
    pub(super) fn owners(&self) -> Vec<Vec<(usize, usize)>> {
        let mut owners: Vec<Vec<_>> =
            (0..self.cells.len()).map(|r| (0..self.columns()).map(|c| (r, c)).collect()).collect();
        for (r, row) in self.cells.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let Some(cell) = cell else { continue };
                for line in owners.iter_mut().skip(r).take(cell.rows) {
                    line[c..c + cell.cols].fill((r, c));
                }
            }
        }
        owners
    }

    /// The grid without merged cells.
    pub(super) fn flat(&self, head: Merged, body: Merged) -> Self {
        let mut flat = self.clone();
        for (r, row) in self.owners().into_iter().enumerate() {
            let keep = if r < self.head { head } else { body };
            for (c, owner) in row.into_iter().enumerate() {
                let cell = self.cells[owner.0][owner.1].as_ref().unwrap();
                let text = if owner == (r, c) || keep == Merged::Repeated {
                    cell.text.clone()
                } else {
                    String::new()
                };
                flat.cells[r][c] = Some(Cell { text, rows: 1, cols: 1, align: cell.align });
            }
        }
        flat
    }

    /// The texts of a grid without merged cells.
    pub(super) fn texts(&self) -> Vec<Vec<String>> {
        self.cells
            .iter()
            .map(|row| row.iter().map(|c| c.as_ref().unwrap().text.clone()).collect())
            .collect()
    }

    /// The grid in two, from the body row `at` on; the second with the header or without. A cell
    /// merged over the cut goes on without a text or, where it is `refilled`, with it.
    pub(super) fn split(&self, at: usize, header: bool, refilled: bool) -> [Self; 2] {
        let rows = self.cells.len();
        let (mut first, mut second) = (self.clone(), self.clone());
        first.cells.truncate(at);
        first.starts.truncate(at);
        for (r, row) in first.cells.iter_mut().enumerate() {
            row.iter_mut().flatten().for_each(|c| c.rows = c.rows.min(at - r));
        }
        second.cells = self.cells[at..rows].to_vec();
        second.starts = self.starts[at..rows].to_vec();
        for (c, owner) in self.owners()[at].iter().enumerate() {
            if owner.0 < at && owner.1 == c {
                let mut cell = self.cells[owner.0][owner.1].clone().unwrap();
                cell.rows -= at - owner.0;
                if !refilled {
                    cell.text.clear();
                }
                second.cells[0][c] = Some(cell);
            }
        }
        second.head = 0;
        if header {
            let mut cells = self.cells[..self.head].to_vec();
            cells.append(&mut second.cells);
            second.cells = cells;
            second.starts.splice(0..0, self.starts[..self.head].iter().copied());
            second.head = self.head;
        }
        [first, second]
    }

    /// The body rows before which a page can end: those that begin an entry.
    pub(super) fn breaks(&self) -> Vec<usize> {
        (self.head + 1..self.cells.len()).filter(|r| self.starts[*r]).collect()
    }
}

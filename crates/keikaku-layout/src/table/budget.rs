//! How many cells a table may have. A cell far to the right makes every row as wide as its own, and
//! a merged cell is seen in every cell that it covers: without a bound a small text fills any memory.

use keikaku_text::Span;

use super::Row;

/// Cells that any table may have.
const ANY: usize = 4096;
/// Cells that a table may have for each byte of its text. The rows of spreadsheets end at their
/// last filled cell, so that tables of some hundred columns have more cells than bytes.
const A_BYTE: usize = 4;
/// A covered cell counts once more for so many bytes that are seen in it.
const SEEN: usize = 16;

/// A table that was not read, since it has more cells than its text can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The whole table; its lines are text.
    pub span: Span,
    /// The rows that were counted.
    pub rows: usize,
    /// The columns of the widest of them.
    pub columns: usize,
    /// The cells of all rows at that width, long merged ones counted as often as they are seen.
    pub cells: usize,
    /// The most cells that a text of this length may have.
    pub most: usize,
}

/// The most cells of a table of so many bytes.
pub(crate) fn most_cells(bytes: usize) -> usize {
    ANY + A_BYTE * bytes
}

/// Whether rows of a width stay within what the text at a span may fill.
pub(crate) fn bounded(rows: &[Row], width: usize, span: Span) -> Result<(), TooLarge> {
    let most = most_cells(span.len());
    let mut cells = rows.len().saturating_mul(width);
    if cells <= most {
        let covered = rows.iter().flat_map(|r| &r.cells).filter_map(|c| c.covered_by);
        let seen = covered.filter_map(|(r, c)| rows.get(r)?.cells.get(c)).map(|cell| {
            let pieces = cell.more.len();
            // The first and the last piece stand for those between them.
            let end = cell.more.last().map_or(cell.span.end, |p| p.end);
            (end.saturating_sub(cell.span.start) + pieces) / SEEN
        });
        cells = cells.saturating_add(seen.sum());
    }
    if cells <= most {
        return Ok(());
    }
    Err(TooLarge { span, rows: rows.len(), columns: width, cells, most })
}

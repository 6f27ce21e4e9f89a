//! One grid of a dump may hold several tables below each other, a sheet of fields among them; or a
//! table that lies on its side. Here it is cut, and turned.

use std::ops::Range;

use keikaku_values::TimeContext;

use super::head::{
    all_telling, header_kind, header_rows, header_time, is_money_head, is_whole_head, restarts,
};
use super::{Covered, GridRow};
use crate::recognize::field::{is_field_label, looks_like_label};

/// A run of rows that is one table, or one sheet of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub rows: Range<usize>,
    /// How many of them are the head.
    pub head: usize,
    /// Whether its rows are fields: a label and its value, in pairs.
    pub sheet: bool,
}

/// Cuts the rows of a grid. `told`: how many of them the layout shows to be the head; `known`: how
/// many are known to be, since the page before has the same.
pub(crate) fn cut(
    rows: &[GridRow],
    told: usize,
    known: Option<usize>,
    context: &TimeContext,
) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let known = known.filter(|_| start == 0);
        let sheet = known.is_none() && is_pairs(&rows[start], rows.get(start + 1), context);
        let told = if start == 0 { told } else { 0 };
        let head = match known {
            Some(known) => known,
            None if sheet => 0,
            None => header_rows(&rows[start..], told, context),
        };
        let mut end = (start + head).max(start + 1);
        while end < rows.len() {
            let row = &rows[end];
            let another = restarts(row, context)
                && !(head > 0 && row.cells == rows[start].cells)
                && !same_words(row, &rows[end - 1]);
            let fields = !sheet && is_pairs(row, rows.get(end + 1), context) && end > start + head;
            if another || fields {
                break;
            }
            end += 1;
        }
        out.push(Stretch { rows: start..end, head, sheet });
        start = end;
    }
    out
}

/// Whether rows begin with the fields of a sheet.
pub(super) fn opens_sheet(rows: &[GridRow], context: &TimeContext) -> bool {
    rows.first().is_some_and(|row| is_pairs(row, rows.get(1), context))
}

fn same_words(a: &GridRow, b: &GridRow) -> bool {
    a.cells == b.cells
}

/// Whether a row is fields: a label that sheets have before a value that heads no column.
fn is_pairs(row: &GridRow, next: Option<&GridRow>, context: &TimeContext) -> bool {
    let own = || {
        (0..row.cells.len())
            .filter(|&c| row.covered(c) != Some(Covered::Left))
            .map(|c| row.cells[c].as_str())
            .filter(|c| !c.is_empty())
    };
    if !own().next().is_some_and(is_field_label) {
        return false;
    }
    let cells: Vec<&str> = own().collect();
    // 1901 may be a value; 令和４年度 heads a column.
    let heads = |cell: &str| {
        is_label(cell, context)
            || header_time(cell, context, None).is_some_and(|t| t.bare_year.is_none())
    };
    match cells.as_slice() {
        [label, value] => {
            let begins_table = next.is_some_and(|n| {
                let filled = n.cells.iter().filter(|c| !c.is_empty()).count();
                filled >= 2 && !n.cells[0].is_empty() && !heads(&n.cells[0])
            });
            // 指標 | 推移, and the years in the row beneath: a head of two rows.
            let head_beneath = next.is_some_and(|n| {
                let own = |c: &usize| n.covered(*c).is_none() && !n.cells[*c].is_empty();
                let values = || (1..n.cells.len()).filter(own).map(|c| &n.cells[c]);
                let telling = |c: &String| {
                    header_time(c, context, None).is_some() || header_kind(c).is_some()
                };
                // A merged head may be repeated in each of its rows.
                (n.cells[0].is_empty() || n.cells[0] == *label)
                    && values().count() >= 1
                    && values().all(telling)
            });
            // What heads a column is no value.
            let heads_column = is_field_label(value)
                || is_money_head(&crate::table::bare(value))
                || header_kind(value).is_some()
                || begins_table && header_time(value, context, None).is_some();
            !head_beneath && !heads_column
        }
        [_] => next.is_some_and(|n| is_pairs(n, None, context)),
        [_, _, _, ..] => {
            // A head has a label in every cell; fields in every other one.
            let fields = |cells: &[&str]| {
                let mut labels = cells.iter().step_by(2).filter(|c| !c.is_empty());
                labels.all(|c| is_label(c, context) || looks_like_label(c))
                    && !cells.iter().skip(1).step_by(2).any(|c| heads(c) || is_whole_head(c))
            };
            let placed: Vec<&str> = row.cells.iter().map(String::as_str).collect();
            let in_place = placed.len().is_multiple_of(2) && fields(&placed);
            let pairs =
                (in_place || fields(&cells)) && !next.is_some_and(|n| all_telling(n, context));
            // A label at the end has no value, or it is a head after all.
            pairs
                && (in_place
                    || cells.len().is_multiple_of(2)
                    || next.is_some_and(|n| is_pairs(n, None, context)))
        }
        _ => false,
    }
}

/// Whether a text is the label of a field: one that sheets have, or a kind of value.
pub(crate) fn is_label(cell: &str, context: &TimeContext) -> bool {
    is_field_label(cell)
        || header_kind(cell).is_some()
        || header_time(cell, context, None).is_some_and(|t| t.kind.is_some())
}

/// How many columns at the left of a table that lies on its side are its head: times, or kinds of
/// value, go down them, and what is measured stands in the first row. `None` for other tables.
pub(crate) fn lies_on_side(
    rows: &[GridRow],
    header_rows: usize,
    context: &TimeContext,
) -> Option<usize> {
    let body = &rows[header_rows.min(rows.len())..];
    let head = rows.first().filter(|_| body.len() >= 2 && header_rows <= 2)?;
    let telling =
        |cell: &str| header_time(cell, context, None).is_some() || header_kind(cell).is_some();
    let all = |c: usize| body.iter().all(|r| telling(&r.cells[c]) && r.covered(c).is_none());
    let times = body.iter().filter(|r| header_time(&r.cells[0], context, None).is_some()).count();
    let heads = (0..head.cells.len()).take(3).take_while(|&c| all(c)).count();
    (times >= 2
        && heads >= 1
        && head.cells.len() > heads
        && head.cells[heads..].iter().all(|c| !telling(c)))
    .then_some(heads)
}

/// Turns a table over: its columns become rows.
pub(crate) fn turned(rows: &[GridRow]) -> Vec<GridRow> {
    let width = rows.first().map_or(0, |r| r.cells.len());
    (0..width)
        .map(|c| GridRow {
            cells: rows.iter().map(|r| r.cells[c].clone()).collect(),
            spans: rows.iter().map(|r| r.spans[c]).collect(),
            covered: Vec::new(),
            broken: rows
                .iter()
                .enumerate()
                .filter_map(|(r, row)| Some((r, row.broken(c)?.clone())))
                .collect(),
            shifted: false,
            index: c,
        })
        .collect()
}

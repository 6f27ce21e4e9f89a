//! The columns that upright labels make at the left of a table.

use crate::table::{Cell, Table};

use super::upright::UprightLetter;

/// Labels whose letters stand this near to each other, in columns of the dump, share a column.
const SAME_COLUMN: i32 = 3;

/// How many columns the labels make.
pub(super) fn count(labels: &[Vec<UprightLetter>]) -> usize {
    in_columns(labels).len()
}

/// The labels of each column, from the left.
fn in_columns(labels: &[Vec<UprightLetter>]) -> Vec<(i32, Vec<&Vec<UprightLetter>>)> {
    let mut columns: Vec<(i32, Vec<&Vec<UprightLetter>>)> = Vec::new();
    for label in labels {
        let x = label[0].atom.x0;
        match columns.iter_mut().find(|c| (c.0 - x).abs() <= SAME_COLUMN) {
            Some((_, held)) => held.push(label),
            None => columns.push((x, vec![label])),
        }
    }
    columns.sort_by_key(|c| c.0);
    columns
}

/// Takes the labels out that make no column of their own, since they stand above the body, which
/// begins at `top`, and none below: they head a narrow column.
pub(super) fn take_headings(
    labels: &mut Vec<Vec<UprightLetter>>,
    top: i32,
) -> Vec<Vec<UprightLetter>> {
    let above = |label: &Vec<UprightLetter>| label[label.len() - 1].y < top;
    let heading: Vec<usize> = in_columns(labels)
        .into_iter()
        .filter(|(_, held)| held.iter().all(|l| above(l)))
        .flat_map(|(_, held)| held.into_iter().map(|l| l[0].atom.span.start))
        .collect();
    labels.extract_if(.., |l| heading.contains(&l[0].atom.span.start)).collect()
}

/// Adds the columns of upright labels. `places`: how far down each row of the body stands; `top`:
/// how far down the body begins.
pub(super) fn add(table: &mut Table, labels: &[Vec<UprightLetter>], places: &[f32], top: i32) {
    let columns = in_columns(labels);
    if columns.is_empty() {
        return;
    }
    let count = columns.len();
    for row in &mut table.rows {
        let blank = row.cells.first().map_or(Cell::default(), |c| {
            Cell::at(keikaku_text::Span::new(c.span.start, c.span.start))
        });
        for cell in &mut row.cells {
            if let Some((_, column)) = &mut cell.covered_by {
                *column += count;
            }
        }
        row.cells.splice(0..0, std::iter::repeat_n(blank, count));
    }
    let head = table.head;
    for (c, (_, mut labels)) in columns.into_iter().enumerate() {
        labels.sort_by_key(|l| l[0].y);
        for (k, label) in labels.iter().enumerate() {
            let (first, last) = (label[0].y, label[label.len() - 1].y);
            let from = if k == 0 {
                i32::MIN
            } else {
                (labels[k - 1][labels[k - 1].len() - 1].y + first) / 2
            };
            let to = labels.get(k + 1).map_or(i32::MAX, |next| (last + next[0].y) / 2);
            // A label of the header stands wholly above the body.
            let rows: Vec<usize> = if last < top {
                head.checked_sub(1).into_iter().collect()
            } else {
                let reach =
                    |y: f32| y >= (from.max(first - 2)) as f32 && y <= (to.min(last + 2)) as f32;
                places
                    .iter()
                    .enumerate()
                    .filter(|(_, y)| reach(**y))
                    .map(|(r, _)| head + r)
                    .filter(|&r| r < table.rows.len() && table.rows[r].cells[c].is_empty())
                    .filter(|&r| table.rows[r].cells[c].covered_by.is_none())
                    .collect()
            };
            let Some((&origin, rest)) = rows.split_first() else { continue };
            for letter in label.iter() {
                table.rows[origin].cells[c].push(letter.atom.span);
            }
            for &row in rest {
                table.rows[row].cells[c].covered_by = Some((origin, c));
            }
        }
    }
}

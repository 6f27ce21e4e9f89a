//! Lines that are not drawn: in a cell that holds a list of labels and figures, the white between
//! them parts columns, and each line of print is a row.

use std::collections::BTreeMap;

use keikaku_page::{Axis, Bounds, Rule};

use super::bits::{self, Bit};
use super::lattice::Lattice;
use crate::printed::sheet::{Shape, shape};

/// Figures whose right ends stand so near to each other form a column, in points.
const ALIGNED: f32 = 2.0;
/// The least gap between a label and its figure, in ems.
const APART: f32 = 1.2;
/// Cells of at least so many lines are looked at.
const FEWEST_LINES: usize = 3;

/// Tables of more cells have no lists in them.
const MOST_CELLS: usize = 5000;

/// A part of a line between wide gaps.
#[derive(Clone, Debug)]
struct Segment {
    bounds: Bounds,
    figure: bool,
}

/// A cell with its lines as segments.
struct Listed {
    bounds: Bounds,
    lines: Vec<Vec<Segment>>,
}

/// The lines to think into a lattice.
pub(crate) fn thought(lattice: &Lattice, all: &[Bit<'_>]) -> Vec<Rule> {
    let bounds = lattice.cell_bounds();
    let mut of: BTreeMap<usize, Vec<Bit<'_>>> = BTreeMap::new();
    for bit in all.iter().filter(|b| !b.down) {
        let (x, y) = bit.middle();
        if let Some((row, column)) = lattice.field_at(x, y) {
            let (row, column) = lattice.anchor(row, column);
            of.entry(row * lattice.columns() + column).or_default().push(*bit);
        }
    }
    if of.len() > MOST_CELLS {
        return Vec::new();
    }
    let cells: Vec<Listed> = of
        .into_iter()
        .map(|(first, own)| Listed {
            bounds: bounds[first],
            lines: bits::lines(own).iter().map(|l| segments(l)).collect(),
        })
        .collect();
    let mut rules = Vec::new();
    lists(&cells, &mut rules);
    bands(lattice, &cells, &mut rules);
    rules
}

fn segments(line: &[Bit<'_>]) -> Vec<Segment> {
    let mut out: Vec<(Bounds, String, f32)> = Vec::new();
    for bit in line {
        match out.last_mut() {
            Some((bounds, text, size))
                if bit.bounds.x0 - bounds.x1 < APART * size.max(bit.size) =>
            {
                *bounds = bounds.cover(&bit.bounds);
                text.push_str(bit.text);
            }
            _ => out.push((bit.bounds, bit.text.to_owned(), bit.size)),
        }
    }
    out.into_iter()
        .map(|(bounds, text, _)| Segment { bounds, figure: shape(&text) == Shape::Figure })
        .collect()
}

/// Labels and figures within one cell: the figures that end at one place form a column.
fn lists(cells: &[Listed], rules: &mut Vec<Rule>) {
    let mut done = vec![false; cells.len()];
    for i in 0..cells.len() {
        if done[i] {
            continue;
        }
        // The cells of one column share their columns within.
        let same = |k: &usize| {
            let (a, b) = (&cells[i].bounds, &cells[*k].bounds);
            (a.x0 - b.x0).abs() <= ALIGNED && (a.x1 - b.x1).abs() <= ALIGNED
        };
        let column: Vec<usize> = (i..cells.len()).filter(same).collect();
        for &k in &column {
            done[k] = true;
        }
        let listed: Vec<&Listed> = column
            .iter()
            .map(|&k| &cells[k])
            .filter(|c| c.lines.len() >= FEWEST_LINES)
            .filter(|c| c.lines.iter().filter(|l| is_pair(l)).count() >= 2)
            .collect();
        if listed.is_empty() {
            continue;
        }
        let places = separators(&listed);
        if places.is_empty() {
            continue;
        }
        for cell in &listed {
            let b = cell.bounds;
            for &x in &places {
                rules.push(Rule { axis: Axis::Down, bounds: Bounds::new(x, b.y0, x, b.y1) });
            }
            for pair in cell.lines.windows(2) {
                rules.push(under(&pair[0], &pair[1], b.x0, b.x1));
            }
        }
    }
}

fn is_pair(line: &[Segment]) -> bool {
    line.len() >= 2 && !line[0].figure && line[1..].iter().any(|s| s.figure)
}

/// A line between two lines of print.
fn under(above: &[Segment], below: &[Segment], x0: f32, x1: f32) -> Rule {
    let bottom = above.iter().map(|s| s.bounds.y1).fold(f32::MIN, f32::max);
    let top = below.iter().map(|s| s.bounds.y0).fold(f32::MAX, f32::min);
    let y = (bottom + top) / 2.0;
    Rule { axis: Axis::Across, bounds: Bounds::new(x0, y, x1, y) }
}

/// Where columns of figures begin within a cell.
fn separators(cells: &[&Listed]) -> Vec<f32> {
    let lines = || cells.iter().flat_map(|c| c.lines.iter());
    let mut figures: Vec<Bounds> =
        lines().flat_map(|l| l.iter().skip(1)).filter(|s| s.figure).map(|s| s.bounds).collect();
    figures.extend(lines().filter(|l| l.len() == 1 && l[0].figure).map(|l| l[0].bounds));
    figures.sort_by(|a, b| a.x1.total_cmp(&b.x1));
    let mut columns: Vec<Vec<Bounds>> = Vec::new();
    for figure in figures {
        match columns.last_mut().filter(|c| figure.x1 - c[0].x1 <= ALIGNED) {
            Some(column) => column.push(figure),
            None => columns.push(vec![figure]),
        }
    }
    let mut out = Vec::new();
    for column in columns.iter().filter(|c| c.len() >= 2) {
        let left = column.iter().map(|b| b.x0).fold(f32::MAX, f32::min);
        // What ends before the figures is at their left; nothing may reach into them.
        let before = lines()
            .flatten()
            .map(|s| s.bounds)
            .filter(|b| b.x1 <= left + 1.0)
            .map(|b| b.x1)
            .fold(cells[0].bounds.x0, f32::max);
        let place = (left - 3.5).max((before + left) / 2.0);
        let cut = lines().flatten().any(|s| s.bounds.x0 < place - 1.0 && s.bounds.x1 > left + 1.0);
        if !cut {
            out.push(place);
        }
    }
    out
}

/// Rows by baselines: where only columns are ruled, and labels and figures stand line by line.
fn bands(lattice: &Lattice, cells: &[Listed], rules: &mut Vec<Rule>) {
    for row in 0..lattice.rows() {
        let (top, bottom) = (lattice.ys[row], lattice.ys[row + 1]);
        let own: Vec<&Listed> = cells
            .iter()
            .filter(|c| (c.bounds.y0 - top).abs() < 1.0 && (c.bounds.y1 - bottom).abs() < 1.0)
            .collect();
        let figured = |c: &&&Listed| {
            let count = c.lines.iter().filter(|l| l.len() == 1 && l[0].figure).count();
            count >= FEWEST_BAND && count * 10 >= c.lines.len() * 8
        };
        let Some(fullest) = own.iter().filter(figured).max_by_key(|c| c.lines.len()) else {
            continue;
        };
        let y = |l: &[Segment]| l[0].bounds.y1;
        let beside = own.iter().any(|c| {
            !std::ptr::eq(*c, *fullest)
                && fullest
                    .lines
                    .iter()
                    .filter(|f| c.lines.iter().any(|l| (y(l) - y(f)).abs() <= ALIGNED))
                    .count()
                    * 10
                    >= fullest.lines.len() * 8
        });
        if !beside {
            continue;
        }
        let mut lines: Vec<&[Segment]> =
            own.iter().flat_map(|c| c.lines.iter().map(Vec::as_slice)).collect();
        lines.sort_by(|a, b| y(a).total_cmp(&y(b)));
        for pair in lines.windows(2).filter(|p| y(p[1]) - y(p[0]) > ALIGNED) {
            rules.push(under(pair[0], pair[1], lattice.bounds.x0, lattice.bounds.x1));
        }
    }
}

/// Figures stacked in a cell are one cell; a column of so many is a list.
const FEWEST_BAND: usize = 4;

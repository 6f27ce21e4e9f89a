//! The header of a region: its levels, and which columns each of its cells covers.

use keikaku_text::Span;

use super::columns::Columns;
use super::pieces::{Piece, piece};
use super::sheet::{Atom, PrintLine};

/// A cell of the header.
#[derive(Clone, Debug)]
pub(crate) struct HeaderCell {
    /// The columns that it covers: first and last.
    pub first: usize,
    pub last: usize,
    /// Its lines, from the top.
    pub pieces: Vec<Span>,
}

/// The header of a region: its rows, outermost first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    pub levels: Vec<Vec<HeaderCell>>,
}

/// A piece of the header and the columns that it covers.
#[derive(Clone, Copy, Debug)]
struct Heading {
    piece: Piece,
    first: usize,
    last: usize,
}

/// Reads the header out of the lines above the body.
pub(crate) fn read(text: &str, lines: &[PrintLine], columns: &Columns, right: i32) -> Header {
    let n = columns.len();
    // Whether a column is headed on a line below the one in question.
    let mut below = vec![false; n];
    let mut headings: Vec<Vec<Heading>> = Vec::with_capacity(lines.len());
    for (l, line) in lines.iter().enumerate().rev() {
        let mut own = segments(text, l, line, columns, &below);
        spread_over(&mut own, columns, &below, right);
        for h in own.iter().filter(|h| h.first == h.last) {
            below[h.first] = true;
        }
        headings.push(own);
    }
    headings.reverse();
    levels(&headings, n)
}

/// The segments of a header line, each with the columns that it reaches.
fn segments(
    text: &str,
    l: usize,
    line: &PrintLine,
    columns: &Columns,
    below: &[bool],
) -> Vec<Heading> {
    let mut out: Vec<Heading> = Vec::new();
    let mut i = 0;
    while i < line.atoms.len() {
        // A run of spread letters over several columns that are headed below is one word.
        let mut end = i + 1;
        while end < line.atoms.len()
            && line.atoms[end - 1].letter
            && line.atoms[end].letter
            && line.atoms[end].x0 - line.atoms[end - 1].x1 <= 16
        {
            end += 1;
        }
        if end > i + 1 && heads_group(&line.atoms[i..end], columns, below) {
            let (first, last) = columns.reached(line.atoms[i].x0, line.atoms[end - 1].x1);
            let piece = piece(text, l, line.y, &line.atoms[i..end]);
            out.push(Heading { piece, first, last });
            i = end;
            continue;
        }
        // All others up to the next such run are shared out among the columns.
        let from = i;
        while i < line.atoms.len() {
            let mut run = i + 1;
            while run < line.atoms.len()
                && line.atoms[run - 1].letter
                && line.atoms[run].letter
                && line.atoms[run].x0 - line.atoms[run - 1].x1 <= 16
            {
                run += 1;
            }
            if i > from && run > i + 1 && heads_group(&line.atoms[i..run], columns, below) {
                break;
            }
            i = run;
        }
        let atoms = &line.atoms[from..i];
        let of = columns.assign(atoms, true);
        let mut k = 0;
        while k < atoms.len() {
            let mut end = k + 1;
            while end < atoms.len() && of[end] == of[k] {
                end += 1;
            }
            let piece = piece(text, l, line.y, &atoms[k..end]);
            let (first, last) = match atoms[k..end] {
                // A word over several columns that are headed below is the heading of a group.
                [atom] if heads_group(&[atom], columns, below) => columns.reached(atom.x0, atom.x1),
                _ => (of[k], of[k]),
            };
            out.push(Heading { piece, first, last });
            k = end;
        }
    }
    // Two headings share no column.
    for k in 1..out.len() {
        if out[k].first <= out[k - 1].last && out[k - 1].last > out[k - 1].first {
            out[k - 1].last = out[k].first.saturating_sub(1).max(out[k - 1].first);
        }
        if out[k].first <= out[k - 1].last && out[k].last > out[k].first {
            out[k].first = (out[k - 1].last + 1).min(out[k].last);
        }
    }
    out
}

/// Whether a word stands over several columns, most of which are headed below it.
fn heads_group(atoms: &[Atom], columns: &Columns, below: &[bool]) -> bool {
    let (first, last) = columns.reached(atoms[0].x0, atoms[atoms.len() - 1].x1);
    let headed = below[first..=last].iter().filter(|b| **b).count();
    last > first && headed * 2 > last - first + 1
}

/// Widens the headings of groups to the columns that they stand over in the middle.
fn spread_over(own: &mut [Heading], columns: &Columns, below: &[bool], right: i32) {
    let named: Vec<usize> = (0..columns.len()).filter(|&c| below[c]).collect();
    if named.is_empty() {
        return;
    }
    let over: Vec<usize> = (0..own.len())
        .filter(|&i| (own[i].first..=own[i].last).any(|c| below[c]))
        .collect();
    if over.is_empty() {
        return;
    }
    let range = |c: usize| {
        let from = if c == 0 { 0 } else { columns.separators[c - 1] };
        (from, columns.separators.get(c).copied().unwrap_or(right))
    };
    // Neighbouring named columns make the runs that headings are shared out among.
    let mut start = 0;
    while start < named.len() {
        let mut end = start + 1;
        while end < named.len() && named[end] == named[end - 1] + 1 {
            end += 1;
        }
        let run = &named[start..end];
        let heads: Vec<usize> = over
            .iter()
            .copied()
            .filter(|&i| {
                let middle = (own[i].piece.x0 + own[i].piece.x1) / 2;
                range(run[0]).0 <= middle && middle < range(run[run.len() - 1]).1
            })
            .collect();
        if let Some(covers) = partition(&heads, run, own, &range) {
            for (&h, cover) in heads.iter().zip(covers) {
                if let Some((first, last)) = cover {
                    (own[h].first, own[h].last) = (first, last);
                }
            }
        }
        start = end;
    }
}

/// A column without a heading above costs as much as a heading this far from the middle of its
/// columns, in half columns of the dump.
const UNHEADED: i32 = 3;

/// Which columns of a run each heading covers, so that headings stand over the middle of theirs;
/// `None` where there are more headings than columns.
fn partition(
    heads: &[usize],
    run: &[usize],
    own: &[Heading],
    range: &impl Fn(usize) -> (i32, i32),
) -> Option<Vec<Option<(usize, usize)>>> {
    let (m, n) = (heads.len(), run.len());
    if m == 0 || m > n {
        return None;
    }
    let cost = |h: usize, first: usize, last: usize| {
        let piece = &own[heads[h]].piece;
        let (from, to) = (range(run[first]).0, range(run[last]).1);
        let middle = (from + to - piece.x0 - piece.x1).abs();
        let flush = 2 * (piece.x0 - from).abs() + 2;
        // What a heading reaches over, it covers.
        let uncovered = (piece.x0 < from - 1) as i32 + (piece.x1 > to + 1) as i32;
        middle.min(flush) + 12 * uncovered
    };
    let mut best = vec![vec![(i32::MAX, 0usize, 0usize); n + 1]; m + 1];
    for (i, cell) in best[0].iter_mut().enumerate() {
        *cell = (i as i32 * UNHEADED, i, i);
    }
    for g in 1..=m {
        for i in g..=n {
            let mut least = match best[g][i - 1].0 {
                i32::MAX => (i32::MAX, 0, 0),
                c => (c + UNHEADED, best[g][i - 1].1, best[g][i - 1].2),
            };
            for from in g - 1..i {
                if best[g - 1][from].0 == i32::MAX {
                    continue;
                }
                let total = best[g - 1][from].0 + cost(g - 1, from, i - 1);
                if total < least.0 {
                    least = (total, from, i);
                }
            }
            best[g][i] = least;
        }
    }
    let mut covers = vec![None; m];
    let mut i = n;
    for g in (1..=m).rev() {
        let (_, from, to) = best[g][i];
        if to > from {
            covers[g - 1] = Some((run[from], run[to - 1]));
        }
        i = from;
    }
    Some(covers)
}

/// Puts headings into rows: wraps of one cell together, a group's heading above those of its columns.
fn levels(headings: &[Vec<Heading>], n: usize) -> Header {
    // The cells over each column, from the top; a cell over several columns is in all of theirs.
    let mut cells: Vec<HeaderCell> = Vec::new();
    let mut stacks: Vec<Vec<usize>> = vec![Vec::new(); n];
    for line in headings {
        for h in line {
            let last = stacks[h.first].last().copied().filter(|&c| {
                cells[c].first == h.first
                    && cells[c].last == h.last
                    && (h.first..=h.last).all(|k| stacks[k].last() == Some(&c))
            });
            match last {
                Some(c) => cells[c].pieces.push(h.piece.span),
                None => {
                    cells.push(HeaderCell {
                        first: h.first,
                        last: h.last,
                        pieces: vec![h.piece.span],
                    });
                    for stack in &mut stacks[h.first..=h.last] {
                        stack.push(cells.len() - 1);
                    }
                }
            }
        }
    }
    let depth = stacks.iter().map(Vec::len).max().unwrap_or(0);
    // From the bottom up, so that the innermost headings share a row.
    let mut height = vec![0usize; cells.len()];
    for _ in 0..depth {
        for stack in &stacks {
            for (k, &c) in stack.iter().rev().enumerate() {
                let under = if k == 0 { 0 } else { height[stack[stack.len() - k]] + 1 };
                height[c] = height[c].max(under);
            }
        }
    }
    let mut rows: Vec<Vec<HeaderCell>> = vec![Vec::new(); depth];
    for (c, cell) in cells.into_iter().enumerate() {
        let row = depth - 1 - height[c].min(depth - 1);
        rows[row].push(cell);
    }
    for row in &mut rows {
        row.sort_by_key(|c| c.first);
    }
    Header { levels: rows }
}

//! Tables drawn on a page: columns aligned by spaces, and ruled boxes.

use super::grid::Grid;
use super::typeset::{Segment, Style, measure, set};
use crate::dice::Dice;

/// Text lines as `pdftotext -layout` gives them.
pub(super) fn spaces(dice: &mut Dice, parts: &[Grid], whole: &Grid) -> Vec<Vec<String>> {
    let style = Style {
        gap: dice.of(&[2, 2, 3, 4]),
        even: false,
        limit: dice.of(&[20, 24, 28, 34, 48]),
        head: dice.of(&[usize::MAX, usize::MAX, 10, 12]),
        middle: dice.flag(30, "spaces:middle"),
        between: true,
    };
    let indent = " ".repeat(dice.of(&[0, 2, 4]));
    let apart = dice.flag(15, "spaces:blank lines between rows");
    let widths = measure(whole, &style);
    let gap = " ".repeat(style.gap);
    parts
        .iter()
        .map(|part| {
            let mut lines: Vec<String> = Vec::new();
            for (r, row) in set(part, &widths, &style).into_iter().enumerate() {
                if apart && r > part.head && part.starts[r] {
                    lines.push(String::new());
                }
                for line in row {
                    let texts: Vec<String> = line.into_iter().map(|s| s.text).collect();
                    lines.push(format!("{indent}{}", texts.join(&gap)).trim_end().to_owned());
                }
            }
            lines
        })
        .collect()
}

/// The characters of a ruled table: horizontal, vertical, and the sixteen ways to meet.
struct Pen {
    wide: usize,
    /// The spaces between a line and a text.
    pad: usize,
    across: char,
    down: char,
    meet: [char; 16],
}

// Up is 1, down 2, left 4, right 8.
const LIGHT: [char; 16] =
    [' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼'];
const HEAVY: [char; 16] =
    [' ', '┃', '┃', '┃', '━', '┛', '┓', '┫', '━', '┗', '┏', '┣', '━', '┻', '┳', '╋'];
const ASCII: [char; 16] =
    [' ', '|', '|', '|', '-', '+', '+', '+', '-', '+', '+', '+', '-', '+', '+', '+'];

/// Ruled boxes.
pub(super) fn ruled(dice: &mut Dice, parts: &[Grid], whole: &Grid) -> Vec<Vec<String>> {
    let pad = dice.of(&[0, 0, 1]);
    let pen = match dice.choose(
        "ruled",
        &[("light, wide", 0), ("light, wide", 0), ("light, narrow", 1), ("heavy", 2), ("ascii", 3)],
    ) {
        0 => Pen { wide: 2, pad, across: '─', down: '│', meet: LIGHT },
        1 => Pen { wide: 1, pad: 1, across: '─', down: '│', meet: LIGHT },
        2 => Pen { wide: 2, pad, across: '━', down: '┃', meet: HEAVY },
        _ => Pen { wide: 1, pad: 1, across: '-', down: '|', meet: ASCII },
    };
    // Without lines between rows a broken cell would run into the next one.
    let all = !dice.flag(25, "ruled:few lines");
    let style = Style {
        gap: pen.wide + 2 * pen.pad,
        even: pen.wide == 2,
        limit: if all { dice.of(&[16, 20, 24, 30]) } else { usize::MAX },
        head: dice.of(&[usize::MAX, usize::MAX, 10, 12]),
        middle: all && dice.chance(20),
        between: false,
    };
    let widths = measure(whole, &style);
    parts.iter().map(|part| boxed(part, &set(part, &widths, &style), &widths, &pen, all)).collect()
}

fn boxed(
    grid: &Grid,
    rows: &[Vec<Vec<Segment>>],
    widths: &[usize],
    pen: &Pen,
    all: bool,
) -> Vec<String> {
    let owners = grid.owners();
    let (height, columns) = (owners.len(), grid.columns());
    // Whether a line goes over the row `r` in the column `c`.
    let over = |r: usize, c: usize| {
        r == 0
            || r == height
            || owners[r - 1][c] != owners[r][c]
                && (all
                    || r <= grid.head
                    || (0..columns)
                        .any(|g| grid.groups.contains(&g) && owners[r - 1][g] != owners[r][g]))
    };
    // Whether a line goes down the row `r` before the column `c`.
    let before = |r: usize, c: usize| c == 0 || c == columns || owners[r][c - 1] != owners[r][c];
    let mut lines = Vec::new();
    for r in 0..=height {
        if (0..columns).any(|c| over(r, c)) {
            let vertex = |c: usize| {
                let up = usize::from(r > 0 && before(r - 1, c));
                let down = usize::from(r < height && before(r, c));
                let left = usize::from(c > 0 && over(r, c - 1));
                let right = usize::from(c < columns && over(r, c));
                match pen.meet[up + 2 * down + 4 * left + 8 * right] {
                    ' ' => " ".repeat(pen.wide),
                    meet => meet.to_string(),
                }
            };
            let mut line = String::new();
            for (c, width) in widths.iter().enumerate() {
                let inner = width + 2 * pen.pad;
                line.push_str(&vertex(c));
                line.push_str(&if over(r, c) {
                    pen.across.to_string().repeat(inner / pen.wide)
                } else {
                    " ".repeat(inner)
                });
            }
            line.push_str(&vertex(columns));
            lines.push(line);
        }
        for text in rows.get(r).into_iter().flatten() {
            let mut line = String::new();
            for segment in text {
                line.push(pen.down);
                let pad = " ".repeat(pen.pad);
                line.push_str(&format!("{pad}{}{pad}", segment.text));
            }
            line.push(pen.down);
            lines.push(line);
        }
    }
    lines
}

//! Cells broken into lines of a given width, for the layouts that draw a table on a page.

use keikaku_text::display_width;

use super::grid::{Align, Cell, Grid};

/// A part of a text line: what one cell shows on it, padded to its width.
pub(super) struct Segment {
    pub col: usize,
    pub text: String,
}

/// How cells are set.
pub(super) struct Style {
    /// What stands between two columns.
    pub gap: usize,
    /// Whether widths are even, as lines of full-width characters need it.
    pub even: bool,
    /// How wide a column of running text can be.
    pub limit: usize,
    /// How wide a header cell above one column of values can be.
    pub head: usize,
    /// Cells stand in the middle of their rows, not at the top.
    pub middle: bool,
    /// One line beside two can stand between them.
    pub between: bool,
}

/// Whether a line can end between two characters: not in a word or number of Latin letters, and
/// not where Japanese typesetting forbids it.
pub(super) fn can_break(before: char, after: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || "０１２３４５６７８９％%,.-".contains(c);
    let kept = latin(before) && latin(after)
        || "、。)）」』】〕]・ーっょゃ％%".contains(after)
        || "(（「『【〔[約".contains(before);
    !kept
}

/// A text in lines of at most `width`; a `\n` ends a line in any case.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        for c in part.chars() {
            line.push(c);
            if display_width(&line) <= width {
                continue;
            }
            let chars: Vec<char> = line.chars().collect();
            let Some(at) = (1..chars.len()).rev().find(|i| can_break(chars[i - 1], chars[*i]))
            else {
                continue;
            };
            lines.push(chars[..at].iter().collect::<String>().trim().to_owned());
            line = chars[at..].iter().collect::<String>().trim_start().to_owned();
        }
        lines.push(line);
    }
    lines
}

/// The widths of a grid's columns.
pub(super) fn measure(grid: &Grid, style: &Style) -> Vec<usize> {
    let mut widths = vec![2; grid.columns()];
    let mut cells: Vec<(usize, usize, &Cell)> = Vec::new();
    for (r, row) in grid.cells.iter().enumerate() {
        cells.extend(row.iter().enumerate().filter_map(|(c, cell)| Some((r, c, cell.as_ref()?))));
    }
    cells.sort_by_key(|(_, _, cell)| cell.cols);
    for (r, c, cell) in cells {
        let limit = match grid.texts.contains(&c) {
            true => style.limit,
            false if r < grid.head && cell.cols == 1 => style.head,
            false => usize::MAX,
        };
        let lines = wrap(&cell.text, limit);
        let wide = lines.iter().map(|l| display_width(l)).max().unwrap_or(0);
        let has: usize =
            widths[c..c + cell.cols].iter().sum::<usize>() + style.gap * (cell.cols - 1);
        if wide > has {
            widths[c + cell.cols - 1] += wide - has;
        }
    }
    if style.even {
        widths.iter_mut().for_each(|w| *w += *w % 2);
    }
    widths
}

/// The text lines of each row of a grid.
pub(super) fn set(grid: &Grid, widths: &[usize], style: &Style) -> Vec<Vec<Vec<Segment>>> {
    let width =
        |c: usize, cols: usize| widths[c..c + cols].iter().sum::<usize>() + style.gap * (cols - 1);
    let mut heights = vec![1; grid.cells.len()];
    let mut placed = Vec::new();
    for (r, row) in grid.cells.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let lines = wrap(&cell.text, width(c, cell.cols));
            if cell.rows == 1 {
                heights[r] = heights[r].max(lines.len());
            }
            placed.push((r, c, cell, lines));
        }
    }
    if style.middle && style.between {
        heights.iter_mut().filter(|h| **h == 2).for_each(|h| *h = 3);
    }
    for (r, _, cell, lines) in &placed {
        let has: usize = heights[*r..r + cell.rows].iter().sum();
        heights[r + cell.rows - 1] += lines.len().saturating_sub(has);
    }
    let mut out: Vec<Vec<Vec<Segment>>> =
        heights.iter().map(|h| (0..*h).map(|_| Vec::new()).collect()).collect();
    for (r, c, cell, lines) in placed {
        let places: Vec<(usize, usize)> =
            (r..r + cell.rows).flat_map(|r| (0..heights[r]).map(move |k| (r, k))).collect();
        let shown = shown(lines.len(), places.len(), style);
        for (i, (row, k)) in places.into_iter().enumerate() {
            let text = shown.iter().position(|s| *s == i).map_or("", |l| lines[l].as_str());
            let text = pad(text, width(c, cell.cols), cell.align);
            out[row][k].push(Segment { col: c, text });
        }
    }
    out.iter_mut().flatten().for_each(|line| line.sort_by_key(|s| s.col));
    out
}

/// On which of a cell's lines its text stands.
fn shown(lines: usize, places: usize, style: &Style) -> Vec<usize> {
    let first = match (style.middle, lines, places) {
        (true, 2, 3) if style.between => return vec![0, 2],
        (true, ..) => (places - lines) / 2,
        _ => 0,
    };
    (first..first + lines).collect()
}

/// A text with spaces about it.
pub(super) fn pad(text: &str, width: usize, align: Align) -> String {
    let rest = width.saturating_sub(display_width(text));
    let left = match align {
        Align::Left => 0,
        Align::Centre => rest / 2,
        Align::Right => rest,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(rest - left))
}

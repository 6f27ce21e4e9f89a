//! A lattice and what stands in it: rows of cells.

use keikaku_page::Bounds;

use super::bits::{self, Bit};
use super::lattice::Lattice;
use crate::printed::sheet::{Shape, shape};

/// A cell: its lines, each of its bits in order, and the cell that covers it.
#[derive(Clone, Debug, Default)]
pub(crate) struct DrawnCell<'a> {
    pub lines: Vec<Vec<Bit<'a>>>,
    pub covered_by: Option<(usize, usize)>,
    /// The figures beside the axis of a chart: they stand in the dump, and say nothing in the table.
    pub axis: Vec<Bit<'a>>,
}

impl DrawnCell<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.axis.is_empty()
    }

    /// What its text looks like.
    fn shape(&self) -> Shape {
        let mut shapes = self.lines.iter().map(|line| {
            let text: String = line.iter().map(|b| b.text).collect();
            shape(&text)
        });
        let first = shapes.next().unwrap_or(Shape::Words);
        if shapes.all(|s| s == first) { first } else { Shape::Words }
    }
}

/// A table that lines draw.
#[derive(Clone, Debug)]
pub(crate) struct DrawnTable<'a> {
    pub bounds: Bounds,
    /// Where its columns begin, from the left.
    pub xs: Vec<f32>,
    pub rows: Vec<Vec<DrawnCell<'a>>>,
    /// How many rows at the top are the head, as far as figures beneath tell.
    pub head: usize,
}

/// Fills a lattice with the bits that stand in it. `drawn`: the lattice of the lines alone, where
/// `lattice` has further lines that are only thought. `above`: where the columns begin of the table
/// that it may carry on.
pub(crate) fn fill<'a>(
    lattice: &Lattice,
    drawn: &Lattice,
    bits: &[Bit<'a>],
    above: Option<&[f32]>,
) -> DrawnTable<'a> {
    let (rows, columns) = (lattice.rows(), lattice.columns());
    let mut held: Vec<Vec<Bit<'a>>> = vec![Vec::new(); rows * columns];
    for bit in bits {
        let (x, y) = bit.middle();
        if let Some((row, column)) = lattice.field_at(x, y) {
            let (r, c) = lattice.anchor(row, column);
            held[r * columns + c].push(*bit);
        }
    }
    let mut grid: Vec<Vec<DrawnCell<'a>>> = vec![vec![DrawnCell::default(); columns]; rows];
    for r in 0..rows {
        for c in 0..columns {
            let own = std::mem::take(&mut held[r * columns + c]);
            if !own.is_empty() {
                let (own, axis) = without_axis(own);
                grid[r][c].lines = upright_words(bits::lines(own));
                grid[r][c].axis = axis;
            }
        }
    }
    for r in 0..rows {
        for c in 0..columns {
            let (ar, ac) = lattice.anchor(r, c);
            if (ar, ac) == (r, c) || grid[ar][ac].is_empty() {
                continue;
            }
            // A figure in a cell that only thought lines cut into rows stands in its own row.
            let thought = ar < r && {
                let place = |row: usize| {
                    let (x, y) = lattice.field(row, c).centre();
                    drawn.field_at(x, y).map(|f| f.0)
                };
                place(ar) == place(r)
            };
            if thought && matches!(grid[ar][ac].shape(), Shape::Figure | Shape::Dash) {
                continue;
            }
            grid[r][c].covered_by = Some((ar, ac));
        }
    }
    lower_figures(lattice, &mut grid);
    let xs = lattice.xs[..columns].to_vec();
    let mut table = DrawnTable { bounds: lattice.bounds, xs, rows: grid, head: 0 };
    table.tighten(above);
    table.head = head(&table.rows);
    table
}

/// Moves a figure down to the row that it stands in, where its cell was cut by thought lines.
fn lower_figures(lattice: &Lattice, grid: &mut [Vec<DrawnCell<'_>>]) {
    for r in 0..lattice.rows() {
        for c in 0..lattice.columns() {
            let [line] = grid[r][c].lines.as_slice() else { continue };
            let y = line[0].middle().1;
            let Some((row, _)) = lattice.field_at(lattice.field(r, c).centre().0, y) else {
                continue;
            };
            let free = row > r
                && lattice.anchor(row, c) == (r, c)
                && grid[row][c].covered_by.is_none()
                && grid[row][c].is_empty()
                && !(r + 1..lattice.rows()).any(|k| grid[k][c].covered_by == Some((r, c)))
                && !(c + 1..lattice.columns()).any(|k| grid[r][k].covered_by == Some((r, c)));
            if free {
                grid[row][c].lines = std::mem::take(&mut grid[r][c].lines);
            }
        }
    }
}

/// The fewest figures beside an axis.
const FEWEST_TICKS: usize = 5;

/// Parts what stands in a cell from the figures beside the upright axis of a chart in it: they fall by
/// equal steps.
fn without_axis<'a>(bits: Vec<Bit<'a>>) -> (Vec<Bit<'a>>, Vec<Bit<'a>>) {
    if bits.len() < FEWEST_TICKS {
        return (bits, Vec::new());
    }
    let figure = |bit: &Bit<'a>| -> Option<f64> {
        let bare: String = bit.text.trim_end_matches(['%', '％']).replace(',', "");
        bare.parse().ok().filter(|f: &f64| f.is_finite() && !bit.down)
    };
    let (mut ticks, rest): (Vec<Bit<'a>>, Vec<Bit<'a>>) =
        bits.iter().partition(|b| figure(b).is_some());
    ticks.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let values: Vec<f64> = ticks.iter().filter_map(figure).collect();
    let steps = || values.windows(2).map(|p| p[0] - p[1]);
    let step = steps().next().unwrap_or_default();
    let even = step > 0.0 && steps().all(|s| (s - step).abs() <= 1e-6 * step.abs().max(1.0));
    let beneath = ticks.windows(2).all(|p| p[1].baseline > p[0].baseline + 0.1 * p[0].size);
    if ticks.len() >= FEWEST_TICKS && even && beneath { (rest, ticks) } else { (bits, Vec::new()) }
}

/// Letters that stand beneath each other, one a line, are one word.
fn upright_words<'a>(lines: Vec<Vec<Bit<'a>>>) -> Vec<Vec<Bit<'a>>> {
    let single = |line: &Vec<Bit<'a>>| {
        line.len() == 1
            && line[0].text.chars().count() == 1
            && line[0].text.chars().all(keikaku_text::is_japanese)
    };
    let x = |line: &Vec<Bit<'a>>| line[0].middle().0;
    let upright = lines.len() >= 2
        && lines.iter().all(single)
        && lines.iter().all(|l| (x(l) - x(&lines[0])).abs() <= 0.3 * lines[0][0].size);
    if upright { vec![lines.into_iter().flatten().collect()] } else { lines }
}

impl<'a> DrawnTable<'a> {
    /// Whether it is a table, and not a frame around text or a drawing.
    pub(crate) fn is_table(&self) -> bool {
        let filled = |c: &usize| self.rows.iter().any(|r| !r[*c].is_empty());
        let columns = (0..self.width()).filter(filled).count();
        let cells = self.rows.iter().flatten().filter(|c| !c.is_empty()).count();
        if columns < 2 || cells < 2 {
            return false;
        }
        // Boxes of prose beside each other.
        self.rows.len() > 1 || self.rows[0].iter().any(|c| !c.is_empty() && c.lines.len() <= 2)
    }

    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// Whether its columns are some of those of a table before it.
    pub(crate) fn fits(&self, above: &[f32]) -> bool {
        self.xs.len() >= 2 && self.xs.iter().all(|x| above.iter().any(|a| near(*a, *x)))
    }

    /// Takes the words that stand right above its columns, each over one, as its head, if it has none.
    ///
    /// Gives back what is left of the text outside of tables.
    pub(crate) fn crown(&mut self, free: Vec<Bit<'a>>) -> Vec<Bit<'a>> {
        /// Beneath, in ems, the table begins.
        const NEAR: f32 = 1.5;
        /// The share of a word that stands over its column.
        const WITHIN: f32 = 0.8;
        let width = self.width();
        if self.head > 0 || width < 3 {
            return free;
        }
        let (top, left, right) = (self.bounds.y0, self.bounds.x0, self.bounds.x1);
        let over = |b: &Bit<'_>| {
            let (x, y) = b.middle();
            !b.down && y < top && top - b.bounds.y1 <= NEAR * b.size && (left..=right).contains(&x)
        };
        let (own, rest): (Vec<_>, Vec<_>) = free.into_iter().partition(over);
        let mut head: Vec<DrawnCell<'_>> = vec![DrawnCell::default(); width];
        for bit in &own {
            let c = self.xs.partition_point(|x| *x <= bit.middle().0).saturating_sub(1);
            let end = self.xs.get(c + 1).copied().unwrap_or(right);
            let (x0, x1) = (self.xs[c].max(bit.bounds.x0), end.min(bit.bounds.x1));
            // Words of a head may reach out of a narrow column at both sides.
            if x1 - x0 < WITHIN * bit.bounds.width() {
                return own.into_iter().chain(rest).collect();
            }
            match head[c].lines.first_mut() {
                Some(line) => line.push(*bit),
                None => head[c].lines.push(vec![*bit]),
            }
        }
        let line = bits::lines(own.clone()).len() == 1;
        let words = |c: &DrawnCell<'_>| {
            c.lines.first().is_some_and(|l| !l[0].text.starts_with(['（', '(', '※']))
                && matches!(c.shape(), Shape::Words | Shape::Time)
        };
        if !line || !head.iter().all(words) {
            return own.into_iter().chain(rest).collect();
        }
        for cell in &mut head {
            cell.lines[0].sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
        }
        for cell in self.rows.iter_mut().flatten() {
            cell.covered_by = cell.covered_by.map(|(r, c)| (r + 1, c));
        }
        self.bounds.y0 = own.iter().map(|b| b.bounds.y0).fold(top, f32::min);
        self.rows.insert(0, head);
        self.head = 1;
        rest
    }

    /// Drops rows and columns that hold nothing of their own; not the columns of the table above.
    fn tighten(&mut self, above: Option<&[f32]>) {
        let width = self.width();
        let stays = |c: usize| above.is_some_and(|a| a.iter().any(|x| near(*x, self.xs[c])));
        let rows: Vec<usize> =
            (0..self.rows.len()).filter(|&r| self.rows[r].iter().any(|c| !c.is_empty())).collect();
        let columns: Vec<usize> = (0..width)
            .filter(|&c| stays(c) || self.rows.iter().any(|r| !r[c].is_empty()))
            .collect();
        let row_of = |r: usize| rows.iter().position(|&k| k == r);
        let column_of = |c: usize| columns.iter().position(|&k| k == c);
        let kept = rows
            .iter()
            .map(|&r| {
                columns
                    .iter()
                    .map(|&c| {
                        let mut cell = std::mem::take(&mut self.rows[r][c]);
                        cell.covered_by = cell
                            .covered_by
                            .and_then(|(ar, ac)| Some((row_of(ar)?, column_of(ac)?)));
                        cell
                    })
                    .collect()
            })
            .collect();
        self.xs = columns.iter().map(|&c| self.xs[c]).collect();
        self.rows = kept;
        if let Some(above) = above {
            self.widen(above);
        }
    }

    /// Adds the columns of the table above that no line parts here.
    fn widen(&mut self, above: &[f32]) {
        if !self.fits(above) || self.xs.len() == above.len() {
            return;
        }
        let place: Vec<usize> = self
            .xs
            .iter()
            .map(|x| above.iter().position(|a| near(*a, *x)).unwrap_or_default())
            .collect();
        for (r, row) in self.rows.iter_mut().enumerate() {
            let mut wide: Vec<DrawnCell<'_>> = vec![DrawnCell::default(); above.len()];
            for (c, mut cell) in std::mem::take(row).into_iter().enumerate() {
                cell.covered_by = cell.covered_by.map(|(ar, ac)| (ar, place[ac]));
                let merged = if cell.is_empty() { cell.covered_by } else { Some((r, place[c])) };
                let end = place.get(c + 1).copied().unwrap_or(above.len());
                for covered in &mut wide[place[c] + 1..end] {
                    covered.covered_by = merged;
                }
                wide[place[c]] = cell;
            }
            *row = wide;
        }
        self.xs = above.to_vec();
    }
}

/// Whether two places are one.
fn near(a: f32, b: f32) -> bool {
    (a - b).abs() <= super::lattice::SNAP
}

/// The most rows of a head.
const MOST_HEAD: usize = 6;

/// How many rows at the top are the head: those above the first figure in a column of figures, whole
/// merged cells with them; 0 where the figures do not tell.
fn head(rows: &[Vec<DrawnCell<'_>>]) -> usize {
    let width = rows.first().map_or(0, Vec::len);
    let shape_at = |r: usize, c: usize| {
        let cell = &rows[r][c];
        (!cell.is_empty()).then(|| cell.shape())
    };
    let is_figures = |c: usize| {
        let count = |s: Shape| (0..rows.len()).filter(|&r| shape_at(r, c) == Some(s)).count();
        count(Shape::Figure) > 0 && count(Shape::Figure) + count(Shape::Dash) >= count(Shape::Words)
    };
    let columns: Vec<usize> = (0..width).filter(|&c| is_figures(c)).collect();
    let first = (0..rows.len()).find(|&r| {
        columns.iter().any(|&c| matches!(shape_at(r, c), Some(Shape::Figure | Shape::Dash)))
    });
    if columns.is_empty() {
        return times(rows);
    }
    let Some(mut head) = first.filter(|&f| f > 0) else { return 0 };
    // A cell that begins in the head and goes on below it belongs to it whole.
    while let Some(row) = rows.get(head) {
        let of_head = |c: &DrawnCell<'_>| c.covered_by.is_some_and(|(ar, _)| ar < head);
        let bare =
            |c: &DrawnCell<'_>| c.is_empty() || matches!(c.shape(), Shape::Words | Shape::Time);
        if !row.iter().any(of_head) || !row.iter().all(bare) {
            break;
        }
        head += 1;
    }
    // Every column of figures has words over it.
    let headed =
        |c: usize| (0..head).any(|r| !rows[r][c].is_empty() || rows[r][c].covered_by.is_some());
    let all = columns.iter().all(|&c| headed(c));
    if head <= MOST_HEAD && head < rows.len() && all { head } else { 0 }
}

/// How many rows at the top are the head of a table without figures: those down to the first row of
/// times, where nothing stands beneath these.
fn times(rows: &[Vec<DrawnCell<'_>>]) -> usize {
    let is_time = |c: &&DrawnCell<'_>| !c.is_empty() && c.shape() == Shape::Time;
    let Some(last) = rows.iter().position(|row| row.iter().filter(is_time).count() >= 2) else {
        return 0;
    };
    let blank = (0..rows[last].len())
        .filter(|&c| is_time(&&rows[last][c]))
        .all(|c| rows[last + 1..].iter().all(|row| row[c].is_empty()));
    let beneath = last + 1 < rows.len() && last < MOST_HEAD;
    if blank && beneath { last + 1 } else { 0 }
}

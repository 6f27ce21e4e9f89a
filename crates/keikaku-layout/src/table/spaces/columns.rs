//! The columns that the segments of all lines share.

use std::collections::BTreeMap;

use super::SpacedLine;
use super::segment::{Segment, Shape};

/// The columns of a region: the display columns that each takes.
pub(super) struct Columns {
    ranges: Vec<(usize, usize)>,
    figures: Vec<bool>,
}

impl Columns {
    /// The columns of the lines, if they share any.
    ///
    /// A segment that stands over a gap of other lines is a merged cell, or the head of a group,
    /// and says nothing of the columns; all others of one column overlap.
    pub(super) fn of(lines: &[SpacedLine]) -> Option<Self> {
        let mut gaps: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for line in lines {
            for pair in line.segments.windows(2) {
                *gaps.entry((pair[0].to, pair[1].from)).or_default() += 1;
            }
        }
        let mut own: Vec<(usize, usize)> = lines
            .iter()
            .flat_map(|l| l.segments.iter())
            .filter(|s| !spans_gap(s, &gaps))
            .map(|s| (s.from, s.to))
            .collect();
        own.sort_unstable();
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for (from, to) in own {
            match ranges.last_mut() {
                Some(last) if from < last.1 => last.1 = last.1.max(to),
                _ => ranges.push((from, to)),
            }
        }
        let mut columns = Self { ranges, figures: Vec::new() };
        if columns.conflicts(lines) {
            columns.ranges = by_order(lines)?;
        }
        columns.join_heads(lines);
        columns.drop_group_heads(lines);
        columns.drop_sparse(lines);
        columns.figures = (0..columns.len()).map(|c| columns.holds_figures(lines, c)).collect();
        (columns.len() >= 2).then_some(columns)
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether a column holds mostly figures.
    pub(super) fn is_figures(&self, column: usize) -> bool {
        self.figures.get(column).copied().unwrap_or(false)
    }

    pub(super) fn range(&self, column: usize) -> (usize, usize) {
        self.ranges[column]
    }

    /// The columns that a segment overlaps: first and last; `None` where it stands between.
    pub(super) fn overlapped(&self, s: &Segment) -> Option<(usize, usize)> {
        let first = self.ranges.iter().position(|r| s.from < r.1 && r.0 < s.to)?;
        let last = self.ranges.iter().rposition(|r| s.from < r.1 && r.0 < s.to)?;
        Some((first, last))
    }

    /// The column that a segment belongs to: the one that it overlaps most, or stands nearest to.
    pub(super) fn column_of(&self, s: &Segment) -> usize {
        let shared = |r: &(usize, usize)| s.to.min(r.1).saturating_sub(s.from.max(r.0));
        let distance = |r: &(usize, usize)| (r.0 + r.1).abs_diff(s.centre2());
        (0..self.ranges.len())
            .min_by_key(|&c| {
                (std::cmp::Reverse(shared(&self.ranges[c])), distance(&self.ranges[c]))
            })
            .unwrap_or(0)
    }

    /// The segments of a line in a column.
    pub(super) fn segments_in<'l>(
        &'l self,
        line: &'l SpacedLine,
        column: usize,
    ) -> impl Iterator<Item = &'l Segment> {
        line.segments.iter().filter(move |s| self.column_of(s) == column)
    }

    /// Whether the columns are those of a sheet of fields: every other one holds labels, and each
    /// begins at one place in all lines.
    pub(super) fn are_fields(&self, lines: &[SpacedLine]) -> bool {
        if !matches!(self.len(), 2 | 4) {
            return false;
        }
        let begins = |c: usize| {
            let mut all = lines.iter().flat_map(|l| self.segments_in(l, c)).map(|s| s.from);
            let first = all.next();
            all.all(|from| Some(from).is_some_and(|f| first.is_some_and(|g| f.abs_diff(g) <= 1)))
        };
        let labels = |c: usize| {
            lines
                .iter()
                .flat_map(|l| self.segments_in(l, c))
                .all(|s| s.shape == Shape::Words && s.to - s.from <= 24)
        };
        (0..self.len()).all(begins) && (0..self.len()).step_by(2).all(labels)
    }

    fn holds_figures(&self, lines: &[SpacedLine], column: usize) -> bool {
        let (mut figures, mut words) = (0usize, 0usize);
        for segment in lines.iter().flat_map(|l| self.segments_in(l, column)) {
            match segment.shape {
                Shape::Figure | Shape::Dash => figures += 1,
                Shape::Words => words += 1,
                Shape::Time => {}
            }
        }
        figures > 0 && figures * 2 >= words
    }

    /// Whether lines have several segments in one column: cells of neighbours overlap.
    fn conflicts(&self, lines: &[SpacedLine]) -> bool {
        let crowded = lines
            .iter()
            .filter(|l| {
                l.segments.windows(2).any(|p| {
                    self.overlapped(&p[0]).is_some_and(|o| self.overlapped(&p[1]) == Some(o))
                })
            })
            .count();
        crowded * 4 > lines.len()
    }

    /// Joins the column that only a head made with the column of figures beside it that has none:
    /// short figures at one side of their column do not reach beneath their head.
    fn join_heads(&mut self, lines: &[SpacedLine]) {
        let Some(body) = lines.iter().position(|l| {
            l.segments.iter().any(|s| matches!(s.shape, Shape::Figure | Shape::Dash))
        }) else {
            return;
        };
        let holds = |range: (usize, usize), lines: &[SpacedLine]| {
            lines.iter().flat_map(|l| &l.segments).any(|s| s.from < range.1 && range.0 < s.to)
        };
        let mut c = 0;
        while c + 1 < self.ranges.len() {
            let (left, right) = (self.ranges[c], self.ranges[c + 1]);
            let only = |range| (holds(range, &lines[..body]), holds(range, &lines[body..]));
            let near = right.0 - left.1 <= 8;
            if near
                && matches!(
                    (only(left), only(right)),
                    ((true, false), (false, true)) | ((false, true), (true, false))
                )
            {
                self.ranges[c].1 = right.1;
                self.ranges.remove(c + 1);
            }
            c += 1;
        }
    }

    /// Drops columns that only the head of a group of columns made, standing between them.
    fn drop_group_heads(&mut self, lines: &[SpacedLine]) {
        let mut keep = vec![true; self.ranges.len()];
        for (c, range) in self.ranges.iter().enumerate() {
            let holders: Vec<usize> = (0..lines.len())
                .filter(|&l| lines[l].segments.iter().any(|s| s.from < range.1 && range.0 < s.to))
                .collect();
            let [line] = holders.as_slice() else { continue };
            // A head has a second line of heads beneath it, with cells on both of its sides.
            let both_sides = lines.get(line + 1).is_some_and(|below| {
                below.segments.len() > lines[*line].segments.len()
                    && below.segments.iter().any(|s| s.to <= range.0)
                    && below.segments.iter().any(|s| s.from >= range.1)
            });
            if *line < 4 && both_sides && c > 0 && c + 1 < self.ranges.len() {
                keep[c] = false;
            }
        }
        let mut k = 0;
        self.ranges.retain(|_| {
            k += 1;
            keep[k - 1]
        });
    }

    /// Drops columns that a stray segment of one line made, where the table is long.
    fn drop_sparse(&mut self, lines: &[SpacedLine]) {
        if lines.len() < 12 {
            return;
        }
        self.ranges.retain(|range| {
            let holders = lines
                .iter()
                .enumerate()
                .filter(|(_, l)| l.segments.iter().any(|s| s.from < range.1 && range.0 < s.to));
            let holders: Vec<usize> = holders.map(|(i, _)| i).take(2).collect();
            holders.len() > 1 || holders.first().is_some_and(|&i| i < 3)
        });
    }
}

/// Whether a segment stands over a gap that other lines have.
fn spans_gap(s: &Segment, gaps: &BTreeMap<(usize, usize), usize>) -> bool {
    // Characters without a width make segments without one.
    s.from + 1 < s.to
        && gaps.range((s.from + 1, 0)..(s.to, 0)).any(|(gap, _)| gap.0 > s.from && gap.1 < s.to)
}

/// Columns by order, where cells of neighbouring columns overlap: the lines with the most segments
/// have one in every column.
fn by_order(lines: &[SpacedLine]) -> Option<Vec<(usize, usize)>> {
    let most = lines.iter().map(|l| l.segments.len()).max()?;
    let full: Vec<&SpacedLine> = lines.iter().filter(|l| l.segments.len() == most).collect();
    if full.len() < 2 || most < 2 {
        return None;
    }
    let middle = |c: usize, end: fn(&Segment) -> usize| {
        let mut all: Vec<usize> = full.iter().map(|l| end(&l.segments[c])).collect();
        all.sort_unstable();
        all[all.len() / 2]
    };
    let mut ranges: Vec<(usize, usize)> =
        (0..most).map(|c| (middle(c, |s| s.from), middle(c, |s| s.to))).collect();
    for c in 1..ranges.len() {
        ranges[c].0 = ranges[c].0.max(ranges[c - 1].1);
        ranges[c].1 = ranges[c].1.max(ranges[c].0 + 1);
    }
    Some(ranges)
}

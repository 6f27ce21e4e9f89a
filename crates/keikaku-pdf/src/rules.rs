//! Lines, dots and edges of boxes to rules.

use std::cmp::Ordering;

use keikaku_page::{Axis, Bounds, Rule};

use crate::paths::Marks;

/// Pieces of one line stand at most so far off each other's axis, in points.
const OFF_AXIS: f32 = 0.6;

/// Pieces of one line stand at most so far apart, in points.
const TOUCHING: f32 = 1.0;

/// Short pieces stand so far apart at most where a line is drawn as dots or dashes, in points.
const DASH_GAP: f32 = 3.2;

/// What a piece of a dotted or dashed line measures at most, in points.
const DASH: f32 = 6.5;

/// What is shorter than this, in points, after pieces were joined, rules nothing.
const SHORTEST: f32 = 3.0;

/// The edge of a coloured box that stands so near to a line, in points, is that line.
const BESIDE: f32 = 1.6;

/// The rules of a page, joined and in order: those across from the top, those down from the left.
///
/// Edges of coloured boxes are rules without thickness, where no line stands at their place: they
/// part cells in some tables, and decorate in others. Lines always have a thickness.
pub(crate) fn of(marks: Marks) -> Vec<Rule> {
    let mut rules = Vec::new();
    for axis in [Axis::Across, Axis::Down] {
        let of_axis = |rules: &[Rule]| -> Vec<Piece> {
            rules.iter().filter(|r| r.axis == axis).map(Piece::of).collect()
        };
        let mut pieces = of_axis(&marks.lines);
        pieces.extend(marks.dots.iter().map(|dot| Piece::of(&Rule { axis, bounds: *dot })));
        let lines = joined(pieces);
        let edges = joined(of_axis(&marks.edges));
        let edges = edges.into_iter().filter(|edge| !is_beside_line(edge, &lines));
        let mut all: Vec<Piece> = edges.collect();
        all.extend(lines);
        all.sort_by(Piece::order);
        rules.extend(all.into_iter().map(|piece| piece.rule(axis)));
    }
    rules
}

/// A piece of a line, along its axis.
#[derive(Clone, Copy)]
struct Piece {
    /// From where to where it runs.
    start: f32,
    end: f32,
    /// From where to where it is thick.
    near: f32,
    far: f32,
    /// The longest of the pieces it was joined from.
    longest: f32,
}

impl Piece {
    fn of(rule: &Rule) -> Self {
        let Bounds { x0, y0, x1, y1 } = rule.bounds;
        let (start, end, near, far) = match rule.axis {
            Axis::Across => (x0, x1, y0, y1),
            Axis::Down => (y0, y1, x0, x1),
        };
        Self { start, end, near, far, longest: end - start }
    }

    fn middle(&self) -> f32 {
        (self.near + self.far) / 2.0
    }

    fn rule(&self, axis: Axis) -> Rule {
        let Self { start, end, near, far, .. } = *self;
        let bounds = match axis {
            Axis::Across => Bounds::new(start, near, end, far),
            Axis::Down => Bounds::new(near, start, far, end),
        };
        Rule { axis, bounds }
    }

    fn order(&self, other: &Self) -> Ordering {
        self.middle()
            .total_cmp(&other.middle())
            .then(self.start.total_cmp(&other.start))
            .then(self.end.total_cmp(&other.end))
    }
}

/// Pieces that touch on one axis as one; what remains short is left out.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(Piece::order);
    let mut lines = Vec::new();
    let mut rest = &mut pieces[..];
    while let Some(first) = rest.first().copied() {
        // The next piece may stand off the axis by so much, as long as the band does not drift.
        let band = rest.iter().take_while(|p| p.middle() - first.middle() <= OFF_AXIS).count();
        let (now, later) = rest.split_at_mut(band);
        now.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.end.total_cmp(&b.end)));
        let mut open: Option<Piece> = None;
        for piece in now.iter() {
            match &mut open {
                Some(line) if line.reaches(piece) => line.take(piece),
                _ => lines.extend(open.replace(*piece)),
            }
        }
        lines.extend(open);
        rest = later;
    }
    lines.retain(|line| line.end - line.start >= SHORTEST);
    lines
}

impl Piece {
    fn reaches(&self, next: &Self) -> bool {
        let dashes = self.longest.max(next.end - next.start) <= DASH;
        next.start - self.end <= if dashes { DASH_GAP } else { TOUCHING }
    }

    fn take(&mut self, next: &Self) {
        self.end = self.end.max(next.end);
        self.longest = self.longest.max(next.end - next.start);
        // The thickness is that of the longer piece: a corner is no measure of its border.
        if next.end - next.start >= self.longest {
            (self.near, self.far) = (next.near, next.far);
        }
    }
}

/// Whether lines stand at nearly all of an edge.
fn is_beside_line(edge: &Piece, lines: &[Piece]) -> bool {
    let mut lines: Vec<&Piece> = lines
        .iter()
        .filter(|l| edge.near >= l.near - BESIDE && edge.near <= l.far + BESIDE)
        .filter(|l| l.start < edge.end && l.end > edge.start)
        .collect();
    lines.sort_by(|a, b| a.start.total_cmp(&b.start));
    let (mut covered, mut from) = (0.0, edge.start);
    for line in lines {
        let (start, end) = (line.start.max(from), line.end.min(edge.end));
        if end > start {
            covered += end - start;
            from = end;
        }
    }
    covered >= 0.9 * (edge.end - edge.start)
}

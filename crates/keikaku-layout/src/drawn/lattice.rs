//! Ruling lines to lattices: grids of cells that lines enclose.
//!
//! Lines that touch form a region. Their places across and down, snapped, cut the region into small
//! fields; fields with no line between them are one cell, whatever its shape, so that in a staircase
//! of cells every word stands in the smallest one around it. What no line closes at the outside is
//! closed by the region itself, since many tables have no lines at their sides.

use keikaku_page::{Axis, Bounds, Rule};

/// Lines and ends that stand so near to each other are at one place, in points.
pub(crate) const SNAP: f32 = 3.0;
/// The share of a field's side that lines have to cover.
const COVERED: f32 = 0.6;
/// Regions beyond these numbers of places are drawings.
const MOST_PLACES: usize = 400;

/// A grid of fields, and which of them are one cell.
#[derive(Clone, Debug)]
pub(crate) struct Lattice {
    pub bounds: Bounds,
    /// Where columns begin and end, from the left.
    pub xs: Vec<f32>,
    /// Where rows begin and end, from the top.
    pub ys: Vec<f32>,
    /// For each field, row by row, the first field of its cell.
    cell: Vec<usize>,
    /// The lines that it was made of; lines that are only thought are added to them.
    rules: Vec<Rule>,
}

impl Lattice {
    pub(crate) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(crate) fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    /// The first field (row and column) of the cell that a field belongs to.
    pub(crate) fn anchor(&self, row: usize, column: usize) -> (usize, usize) {
        let first = self.cell[row * self.columns() + column];
        (first / self.columns(), first % self.columns())
    }

    /// The boxes around the cells, each at the place of its first field, row by row.
    pub(crate) fn cell_bounds(&self) -> Vec<Bounds> {
        let mut out: Vec<Option<Bounds>> = vec![None; self.cell.len()];
        for (at, &first) in self.cell.iter().enumerate() {
            let field = self.field(at / self.columns(), at % self.columns());
            out[first] = Some(out[first].map_or(field, |b| b.cover(&field)));
        }
        out.into_iter().map(Option::unwrap_or_default).collect()
    }

    pub(crate) fn field(&self, row: usize, column: usize) -> Bounds {
        Bounds::new(self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
    }

    /// The field that a point stands in.
    pub(crate) fn field_at(&self, x: f32, y: f32) -> Option<(usize, usize)> {
        if !self.bounds.contains(x, y) {
            return None;
        }
        let place = |places: &[f32], at: f32| {
            places.partition_point(|&p| p <= at).saturating_sub(1).min(places.len() - 2)
        };
        Some((place(&self.ys, y), place(&self.xs, x)))
    }

    /// The same lattice with further lines in it.
    pub(crate) fn with(&self, thought: &[Rule]) -> Option<Self> {
        let mut rules = self.rules.clone();
        rules.extend_from_slice(thought);
        Self::of(rules)
    }

    /// The lattice of the lines of a region; `None` where they make no fields.
    pub(crate) fn of(rules: Vec<Rule>) -> Option<Self> {
        let bounds = rules.iter().map(|r| r.bounds).reduce(|a, b| a.cover(&b))?;
        let xs = places(&rules, Axis::Down, bounds.x0, bounds.x1);
        let ys = places(&rules, Axis::Across, bounds.y0, bounds.y1);
        let few = |places: &[f32]| (2..=MOST_PLACES).contains(&places.len());
        if !few(&xs) || !few(&ys) {
            return None;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let upright = Cover::of(&rules, Axis::Down, &xs);
        let level = Cover::of(&rules, Axis::Across, &ys);
        let mut fields = Groups::new(columns * rows);
        for r in 0..rows {
            for c in 0..columns {
                let at = r * columns + c;
                if c + 1 < columns && !upright.covers(c + 1, ys[r], ys[r + 1]) {
                    fields.join(at, at + 1);
                }
                if r + 1 < rows && !level.covers(r + 1, xs[c], xs[c + 1]) {
                    fields.join(at, at + columns);
                }
            }
        }
        let cell = (0..columns * rows).map(|f| fields.first(f)).collect();
        Some(Self { bounds, xs, ys, cell, rules })
    }
}

/// The places where lines of one axis stand, ends of the region among them.
fn places(rules: &[Rule], axis: Axis, first: f32, last: f32) -> Vec<f32> {
    let mut all: Vec<f32> = rules.iter().filter(|r| r.axis == axis).map(Rule::position).collect();
    all.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::with_capacity(all.len() + 2);
    let mut group: Vec<f32> = Vec::new();
    for at in all {
        if group.first().is_some_and(|g| at - g > SNAP) {
            out.push(group.iter().sum::<f32>() / group.len() as f32);
            group.clear();
        }
        group.push(at);
    }
    if !group.is_empty() {
        out.push(group.iter().sum::<f32>() / group.len() as f32);
    }
    if out.first().is_none_or(|p| p - first > SNAP) {
        out.insert(0, first);
    }
    if out.last().is_none_or(|p| last - p > SNAP) {
        out.push(last);
    }
    out
}

/// What lines of one axis cover at each of its places.
struct Cover {
    /// Of each place the stretches, in order.
    stretches: Vec<Vec<(f32, f32)>>,
}

impl Cover {
    fn of(rules: &[Rule], axis: Axis, places: &[f32]) -> Self {
        let mut stretches = vec![Vec::new(); places.len()];
        for rule in rules.iter().filter(|r| r.axis == axis) {
            let at = rule.position();
            let near = |p: &usize| (places[*p] - at).abs();
            let place = (0..places.len()).min_by(|a, b| near(a).total_cmp(&near(b)));
            if let Some(place) = place {
                stretches[place].push(rule.extent());
            }
        }
        for own in &mut stretches {
            own.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Self { stretches }
    }

    /// Whether lines at a place cover a stretch, small gaps aside.
    fn covers(&self, place: usize, from: f32, to: f32) -> bool {
        let (mut covered, mut at) = (0.0, from);
        for &(start, end) in &self.stretches[place] {
            let (start, end) = (start.max(at), end.min(to));
            if end > start {
                covered += end - start;
                at = end;
            }
        }
        let slack = (2.0 * SNAP).min((to - from) / 2.0);
        covered + slack >= COVERED * (to - from) + slack
            || covered >= (to - from) - slack && covered > 0.0
    }
}

/// Sets that grow together.
struct Groups {
    above: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { above: (0..count).collect() }
    }

    /// The first of the set.
    fn first(&mut self, mut i: usize) -> usize {
        while self.above[i] != i {
            self.above[i] = self.above[self.above[i]];
            i = self.above[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.above[a.max(b)] = a.min(b);
    }
}

/// Whether a line across and a line down touch.
fn touch(across: &Rule, down: &Rule) -> bool {
    let (x, y) = (down.position(), across.position());
    let ((x0, x1), (y0, y1)) = (across.extent(), down.extent());
    x >= x0 - SNAP && x <= x1 + SNAP && y >= y0 - SNAP && y <= y1 + SNAP
}

/// Shading stands so far within its cell, in points: programs leave room at the sides.
const INSET: f32 = 8.0;

/// Whether a rule is the edge of shading within a cell: it has no thickness, and a drawn line runs
/// beside it all along.
fn is_shading(rule: &Rule, all: &[Rule]) -> bool {
    let thin = |r: &Rule| r.bounds.width().min(r.bounds.height()) <= 0.01;
    let (from, to) = rule.extent();
    thin(rule)
        && all.iter().any(|line| {
            let off = (line.position() - rule.position()).abs();
            let (start, end) = line.extent();
            line.axis == rule.axis
                && !thin(line)
                && off <= INSET
                && end.min(to) - start.max(from) >= 0.8 * (to - from)
        })
}

/// The lattices of a page, from the top: of each set of lines that touch.
pub(crate) fn find(rules: &[Rule]) -> Vec<Lattice> {
    let rules: Vec<Rule> = rules.iter().filter(|r| !is_shading(r, rules)).copied().collect();
    let across: Vec<&Rule> = rules.iter().filter(|r| r.axis == Axis::Across).collect();
    let down: Vec<&Rule> = rules.iter().filter(|r| r.axis == Axis::Down).collect();
    if across.is_empty() || down.is_empty() {
        return Vec::new();
    }
    let mut groups = Groups::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            if touch(a, d) {
                groups.join(i, across.len() + j);
            }
        }
    }
    join_ends(&across, 0, &mut groups);
    join_ends(&down, across.len(), &mut groups);
    let mut regions: Vec<(usize, Vec<Rule>)> = Vec::new();
    for (i, rule) in across.iter().chain(&down).enumerate() {
        let first = groups.first(i);
        match regions.iter_mut().find(|(f, _)| *f == first) {
            Some((_, own)) => own.push(**rule),
            None => regions.push((first, vec![**rule])),
        }
    }
    let mut out: Vec<Lattice> = regions
        .into_iter()
        .filter(|(_, own)| own.iter().any(|r| r.axis == Axis::Down))
        .filter(|(_, own)| own.iter().any(|r| r.axis == Axis::Across))
        .filter_map(|(_, own)| Lattice::of(own))
        .collect();
    out.sort_by(|a, b| {
        a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0))
    });
    out
}

/// Joins pieces of one line whose ends meet. `base`: the number of the first in the groups.
fn join_ends(rules: &[&Rule], base: usize, groups: &mut Groups) {
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by(|&a, &b| rules[a].position().total_cmp(&rules[b].position()));
    for (k, &i) in order.iter().enumerate() {
        let beside = order[k + 1..]
            .iter()
            .take_while(|&&j| rules[j].position() - rules[i].position() <= SNAP);
        for &j in beside {
            let (a, b) = (rules[i].extent(), rules[j].extent());
            if a.0.max(b.0) - a.1.min(b.1) <= SNAP {
                groups.join(base + i, base + j);
            }
        }
    }
}

/// Joins lattices that stand right beneath each other and have their columns at the same places:
/// many programs draw every row as a grid of its own. `parted`: whether text stands between two.
pub(crate) fn stack(lattices: Vec<Lattice>, parted: impl Fn(&Bounds) -> bool) -> Vec<Lattice> {
    let mut out: Vec<Lattice> = Vec::new();
    for lattice in lattices {
        let below = &lattice.bounds;
        let above = out.iter_mut().rev().find(|l| {
            let gap = below.y0 - l.bounds.y1;
            (-SNAP..=STACKED).contains(&gap)
                && (l.bounds.x0 - below.x0).abs() <= SNAP
                && (l.bounds.x1 - below.x1).abs() <= SNAP
                && shares(&l.xs, &lattice.xs)
                && !parted(&Bounds::new(below.x0, l.bounds.y1, below.x1, below.y0))
        });
        match above {
            Some(above) => {
                let mut rules = above.rules.clone();
                // The gap between the two is a line.
                let (from, to) = (above.bounds.y1, below.y0);
                let middle = (from + to) / 2.0;
                let near = |y: f32| if (from..=to).contains(&y) { middle } else { y };
                rules.extend_from_slice(&lattice.rules);
                for rule in &mut rules {
                    let b = &mut rule.bounds;
                    if rule.axis == Axis::Across {
                        let y = rule_place(b);
                        if (y - from).abs() <= SNAP || (y - to).abs() <= SNAP {
                            (b.y0, b.y1) = (middle, middle);
                        }
                    } else {
                        (b.y0, b.y1) = (near(b.y0), near(b.y1));
                    }
                }
                rules.push(Rule {
                    axis: Axis::Across,
                    bounds: Bounds::new(below.x0, middle, below.x1, middle),
                });
                if let Some(joined) = Lattice::of(rules) {
                    *above = joined;
                } else {
                    out.push(lattice);
                }
            }
            None => out.push(lattice),
        }
    }
    out
}

/// The widest gap between the rows of one table that are drawn as grids of their own, in points.
const STACKED: f32 = 8.0;

fn rule_place(b: &Bounds) -> f32 {
    (b.y0 + b.y1) / 2.0
}

/// Whether all places of the one with fewer are places of the other.
fn shares(a: &[f32], b: &[f32]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().all(|p| many.iter().any(|q| (p - q).abs() <= SNAP))
}

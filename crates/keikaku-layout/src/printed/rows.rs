//! The rows of a region: which lines of wrapped cells belong to which line of figures.
//!
//! A line of figures is the anchor of its row. The lines of each column of words are cut into cells,
//! and each cell goes to an anchor, or is a row of its own, so that the whole costs least: cells stand
//! at the top, in the middle or at the bottom of their rows, all of one column alike; a line that is
//! not full ends its cell; blank lines part cells.

use std::collections::HashMap;
use std::rc::Rc;

use super::pieces::{Piece, is_figures};
use super::sheet::Shape;

/// The rows that the pieces of each column go to.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// How far down each row stands, from the top.
    pub places: Vec<f32>,
    /// For each column the row of each piece.
    pub of: Vec<Vec<usize>>,
    /// What the reading costs, and what the next one would.
    pub cost: f32,
    pub next: f32,
}

/// Whether two pieces of text, one wrapped beneath the other, make a word across the seam.
pub(crate) type Seam<'a> = &'a dyn Fn(&Piece, &Piece) -> bool;

/// A line that a row stands at.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    y: f32,
    /// Whether it has figures of the columns that the column in question labels.
    own: bool,
}

/// Where the cells of a column stand in their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Top,
    Middle,
    Bottom,
}

const PLACES: [Place; 3] = [Place::Middle, Place::Top, Place::Bottom];

/// A line of distance from where the cell should stand.
const MISPLACED: f32 = 0.6;
/// A line that is not full, and goes on all the same.
const SHORT_LINE: f32 = 2.0;
/// A label spread over its cell, and another beneath it in the same one.
const SPREAD_LINES: f32 = 1.6;
/// A line that begins with a number, within a cell.
const NUMBERED_WITHIN: f32 = 1.5;
/// Between blank lines with one line of figures: how little a seam costs there, and how much more a
/// row of its own.
const SEAM_IN_BLOCK: f32 = 0.3;
const ALONE_IN_BLOCK: f32 = 1.5;
/// A blank line within a cell.
const BLANK_WITHIN: f32 = 0.8;
/// A cell on the line of another row's figures.
const FOREIGN: f32 = 2.5;
/// A label beside figures that are not its own.
const NOT_OWN: f32 = 0.8;
/// Words in a column of figures, on a line without any.
const WORDS_AMONG_FIGURES: f32 = 0.6;
/// A row of figures without a label.
const UNLABELLED: f32 = 0.3;
/// A label without figures, and a remark without a row.
const ALONE: f32 = 0.6;
const ALONE_REMARK: f32 = 2.2;
const ALONE_AROUND: f32 = 1.5;
/// A row of a table without figures: the fewer, the better.
const EACH_ROW: f32 = 0.2;
/// The most lines of a cell, and how far from its anchor it may stand.
const MOST_LINES: usize = 10;
const FARTHEST: f32 = 6.0;
/// How many cells of a level tell how wide it is, and how much their widths differ at least.
const FEWEST_OF_LEVEL: usize = 4;
const RAGGED_BY: i32 = 4;
/// How many columns of amounts tell where rows are without the numbers of items.
const FEWEST_AMOUNTS: usize = 2;
/// What the seams of a cell may cost together, and how many pieces are compared at once.
const MOST_COHESION: f32 = 5.0;
const MOST_PIECES: usize = 80;

/// Reads the rows of a body.
pub(crate) fn read(columns: &[Vec<Piece>], seam: Seam<'_>) -> Rows {
    read_within(columns, seam, f32::INFINITY).unwrap_or_default()
}

/// Reads the rows of a body, if they cost no more than `limit`.
pub(crate) fn read_within(columns: &[Vec<Piece>], seam: Seam<'_>, limit: f32) -> Option<Rows> {
    let figures = on_rows(columns);
    let mut anchors: Vec<i32> = columns
        .iter()
        .zip(&figures)
        .filter(|(_, figures)| **figures)
        .flat_map(|(c, _)| c.iter())
        .filter(|p| matches!(p.shape, Shape::Figure | Shape::Dash))
        .map(|p| p.y)
        .collect();
    anchors.sort_unstable();
    anchors.dedup();
    if !anchors.is_empty() {
        let anchors: Vec<f32> = anchors.into_iter().map(|y| y as f32).collect();
        return with_anchors(columns, &figures, &anchors, seam, limit);
    }
    let (mut best, mut next): (Option<Rows>, f32) = (None, f32::INFINITY);
    for anchors in hypotheses(columns) {
        // What costs more than the two best so far is neither of them.
        let limit = limit.min(next);
        let Some(mut rows) = with_anchors(columns, &figures, &anchors, seam, limit) else {
            continue;
        };
        rows.cost += EACH_ROW * rows.places.len() as f32;
        match &mut best {
            Some(best) if best.cost <= rows.cost => next = next.min(rows.cost),
            _ => {
                next = best.map_or(f32::INFINITY, |b| b.cost);
                best = Some(rows);
            }
        }
    }
    best.map(|best| Rows { next: if next.is_finite() { next } else { best.cost + 1.0 }, ..best })
}

/// For each column whether its figures tell where rows are: amounts do, and where there are any the
/// numbers that items are counted by are labels as words are.
fn on_rows(columns: &[Vec<Piece>]) -> Vec<bool> {
    let amounts = |c: &Vec<Piece>| is_figures(c) && !c.iter().all(|p| p.counts);
    if columns.iter().filter(|c| amounts(c)).count() >= FEWEST_AMOUNTS {
        return columns.iter().map(amounts).collect();
    }
    columns.iter().map(|c| is_figures(c)).collect()
}

/// Where the rows of a body without figures may stand: at every line, or at the blocks of lines of
/// one of the columns.
fn hypotheses(columns: &[Vec<Piece>]) -> Vec<Vec<f32>> {
    let mut lines: Vec<i32> = columns.iter().flatten().map(|p| p.y).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut out = vec![lines.iter().map(|&y| y as f32).collect::<Vec<f32>>()];
    for pieces in columns.iter().take(4) {
        let mut blocks: Vec<(i32, i32)> = Vec::new();
        for p in pieces {
            match blocks.last_mut().filter(|b| p.y - b.1 <= 1) {
                Some(block) => block.1 = p.y,
                None => blocks.push((p.y, p.y)),
            }
        }
        if blocks.len() >= 2 {
            out.push(blocks.iter().map(|b| (b.0 + b.1) as f32 / 2.0).collect());
        }
        // Every line of a column begins a row.
        if pieces.len() >= 2 && blocks.len() < pieces.len() {
            out.push(pieces.iter().map(|p| p.y as f32).collect());
        }
    }
    out
}

/// The cheapest rows at some anchors; nothing where they cost more than `limit`.
fn with_anchors(
    columns: &[Vec<Piece>],
    figures: &[bool],
    anchors: &[f32],
    seam: Seam<'_>,
    limit: f32,
) -> Option<Rows> {
    let ground = Ground::of(columns, anchors);
    let mut scratch = Scratch::default();
    let mut cost = 0.0;
    let mut next = f32::INFINITY;
    // For each column the anchor of each piece, or the first line of a row of its own.
    let mut of: Vec<Vec<Goal>> = Vec::with_capacity(columns.len());
    let labelled = labelled_lines(columns, figures);
    for (c, pieces) in columns.iter().enumerate() {
        if cost > limit {
            return None;
        }
        crate::steps::count("printed::rows", anchors.len() + pieces.len());
        let own = labelled[c].as_deref();
        let anchors: Vec<Anchor> =
            anchors.iter().map(|&y| Anchor { y, own: own.is_none_or(|o| has(o, y)) }).collect();
        if figures.get(c) == Some(&true) {
            let goals: Vec<Goal> = pieces.iter().map(|p| goal_of_figure(p, &anchors)).collect();
            let alone = goals.iter().filter(|g| matches!(g, Goal::Own(..))).count();
            cost += alone as f32 * WORDS_AMONG_FIGURES;
            of.push(goals);
            continue;
        }
        let remarks = own.is_none() && figures.contains(&true);
        // Where labels stand beside their figures, one that does not has none; where they stand
        // around them, it has wrapped.
        let beside =
            anchors.iter().filter(|a| a.own && pieces.iter().any(|p| p.y as f32 == a.y)).count()
                as f32
                / anchors.iter().filter(|a| a.own).count().max(1) as f32;
        let alone = if remarks { ALONE_REMARK } else { ALONE + ALONE_AROUND * (1.0 - beside) };
        let column = Column::new(pieces, &anchors, seam, &ground, alone);
        let mut readings: Vec<(f32, Vec<Goal>)> =
            PLACES.iter().map(|&place| column.assign(place, &mut scratch)).collect();
        readings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let other = readings.iter().skip(1).find(|r| r.1 != readings[0].1);
        if let Some(other) = other {
            next = next.min(other.0 - readings[0].0);
        }
        let (least, goals) = readings.swap_remove(0);
        cost += least;
        of.push(goals);
    }
    Some(collect(columns, of, anchors, cost, next))
}

/// For each column the lines with figures of the columns that it labels, if it is of words: those at
/// its right up to the next column of words; `None` for a column of remarks, which is of the whole
/// row.
fn labelled_lines(columns: &[Vec<Piece>], figures: &[bool]) -> Vec<Option<Rc<[i32]>>> {
    let mut out = vec![None; columns.len()];
    let mut lines: Option<Rc<[i32]>> = None;
    let mut end = columns.len();
    while end > 0 {
        let start = (0..end).rev().take_while(|&c| figures[c] == figures[end - 1]).last();
        let start = start.unwrap_or(end - 1);
        if figures[end - 1] {
            let held = columns[start..end].iter().flatten();
            let figures = held.filter(|p| matches!(p.shape, Shape::Figure | Shape::Dash));
            let mut of: Vec<i32> = figures.map(|p| p.y).collect();
            of.sort_unstable();
            of.dedup();
            lines = Some(of.into());
        } else {
            out[start..end].fill(lines.clone());
        }
        end = start;
    }
    out
}

fn has(lines: &[i32], y: f32) -> bool {
    y.fract() == 0.0 && lines.binary_search(&(y as i32)).is_ok()
}

/// The lines with text, cut into blocks at blank lines.
struct Ground {
    /// The first and last line of each block, and how many anchors stand in it.
    blocks: Vec<(i32, i32, usize)>,
}

impl Ground {
    fn of(columns: &[Vec<Piece>], anchors: &[f32]) -> Self {
        let mut lines: Vec<i32> = columns.iter().flatten().map(|p| p.y).collect();
        lines.sort_unstable();
        lines.dedup();
        let mut blocks: Vec<(i32, i32, usize)> = Vec::new();
        for y in lines {
            match blocks.last_mut().filter(|b| y - b.1 <= 1) {
                Some(block) => block.1 = y,
                None => blocks.push((y, y, 0)),
            }
        }
        for &y in anchors {
            let at = blocks.partition_point(|b| (b.1 as f32) < y);
            if let Some(block) = blocks.get_mut(at).filter(|b| b.0 as f32 <= y) {
                block.2 += 1;
            }
        }
        // One block says nothing of where rows end.
        if blocks.len() < 3 {
            blocks.iter_mut().for_each(|b| b.2 = 0);
        }
        Self { blocks }
    }

    fn block(&self, y: i32) -> Option<&(i32, i32, usize)> {
        let at = self.blocks.partition_point(|b| b.1 < y);
        self.blocks.get(at).filter(|b| b.0 <= y)
    }

    /// Whether a line stands in a block with one anchor.
    fn single(&self, y: i32) -> bool {
        self.block(y).is_some_and(|b| b.2 == 1)
    }

    /// How many lines between two are blank.
    fn blanks(&self, above: i32, below: i32) -> i32 {
        let first = self.blocks.partition_point(|b| b.1 < above);
        self.blocks[first..]
            .windows(2)
            .take_while(|p| p[1].0 <= below)
            .map(|p| p[1].0 - p[0].1 - 1)
            .sum()
    }
}

/// Where a piece goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Goal {
    /// To the row of an anchor.
    Anchor(usize),
    /// To a row of its own, which begins at this line and ends at that one.
    Own(i32, i32),
}

/// Figures stand on the lines of their rows.
fn goal_of_figure(p: &Piece, anchors: &[Anchor]) -> Goal {
    let at = anchors.partition_point(|a| a.y < p.y as f32);
    match anchors.get(at).filter(|a| a.y == p.y as f32) {
        Some(_) => Goal::Anchor(at),
        None => Goal::Own(p.y, p.y),
    }
}

/// A column of words, whose lines are sought their rows.
struct Column<'a> {
    pieces: &'a [Piece],
    /// For each piece the anchor on its line, if one is.
    on: Vec<Option<usize>>,
    /// What it costs that a piece goes on with the one before it.
    seams: Vec<f32>,
    anchors: &'a [Anchor],
    ground: &'a Ground,
    /// How many pieces before each one stand on the line of figures that they label.
    besides: Vec<usize>,
    /// What a row of its own costs.
    alone: f32,
}

impl<'a> Column<'a> {
    fn new(
        pieces: &'a [Piece],
        anchors: &'a [Anchor],
        seam: Seam<'_>,
        ground: &'a Ground,
        alone: f32,
    ) -> Self {
        let room = Room::of(pieces);
        let on: Vec<Option<usize>> = pieces
            .iter()
            .map(|p| {
                let at = anchors.partition_point(|a| a.y < p.y as f32);
                anchors.get(at).filter(|a| a.y == p.y as f32).map(|_| at)
            })
            .collect();
        let mut seams = vec![0.0; pieces.len()];
        for (i, pair) in pieces.windows(2).enumerate() {
            seams[i + 1] =
                seam_cost(ground, seam, &pair[0], &pair[1], room.of_cell(&pair[0], &pair[1]));
        }
        let mut besides = Vec::with_capacity(pieces.len() + 1);
        besides.push(0);
        for (i, at) in on.iter().enumerate() {
            besides.push(besides[i] + usize::from(at.is_some_and(|a| anchors[a].own)));
        }
        Self { pieces, on, seams, anchors, ground, besides, alone }
    }

    /// Whether a piece stands on the line of figures that it labels.
    fn is_beside(&self, i: usize) -> bool {
        self.on[i].is_some_and(|a| self.anchors[a].own)
    }

    /// The cheapest rows of all pieces, where cells stand at one place of their rows.
    fn assign(&self, place: Place, scratch: &mut Scratch) -> (f32, Vec<Goal>) {
        let mut goals = Vec::with_capacity(self.pieces.len());
        let mut cost = 0.0;
        let mut start = 0;
        let mut used = 0;
        while start < self.pieces.len() {
            // Pieces on the lines of their own rows, among others like them, need no search.
            let mut end = start + 1;
            while end < self.pieces.len()
                && !(self.is_beside(end - 1) && self.is_beside(end))
                && end - start < MOST_PIECES
            {
                end += 1;
            }
            cost += self.chunk(start..end, used, place, scratch, &mut goals);
            for goal in &goals[start..] {
                if let Goal::Anchor(a) = goal {
                    used = used.max(a + 1);
                }
            }
            start = end;
        }
        (cost, goals)
    }

    /// Adds the cheapest rows of a run of pieces, and returns what they cost; anchors before `used`
    /// have their cells already.
    fn chunk(
        &self,
        range: std::ops::Range<usize>,
        used: usize,
        place: Place,
        scratch: &mut Scratch,
        goals: &mut Vec<Goal>,
    ) -> f32 {
        let offset = range.start;
        if range.len() == 1
            && let Some(a) = self.on[offset].filter(|&a| a >= used && self.anchors[a].own)
        {
            goals.push(Goal::Anchor(a));
            return 0.0;
        }
        let pieces = &self.pieces[range];
        let (top, bottom) = (pieces[0].y as f32, pieces[pieces.len() - 1].y as f32);
        let low = self.anchors.partition_point(|a| a.y < top - FARTHEST).max(used);
        let high = self.anchors.partition_point(|a| a.y <= bottom + FARTHEST).max(low);
        let anchors = &self.anchors[low..high];
        let (m, k) = (pieces.len(), anchors.len());
        // best[i][j]: the least cost of the first i pieces with the first j anchors behind them;
        // back: the cell that the pieces end with.
        let width = k + 1;
        let Scratch { best, back } = scratch;
        best.clear();
        best.resize((m + 1) * width, f32::INFINITY);
        back.clear();
        back.resize((m + 1) * width, Back::default());
        best[0] = 0.0;
        for (j, anchor) in anchors.iter().enumerate() {
            // Anchors above the first piece, and below the last one, may be others'.
            let unlabelled = anchor.own && anchor.y >= top && anchor.y <= bottom;
            best[j + 1] = best[j] + if unlabelled { UNLABELLED } else { 0.0 };
        }
        for i in 0..m {
            // Anchors far above a piece are behind it, and those far below its cell out of reach.
            let near = anchors.partition_point(|a| a.y < pieces[i].y as f32 - FARTHEST);
            let beyond = anchors.partition_point(|a| a.y <= pieces[i].y as f32 + FARTHEST);
            let lowest = pieces[m.min(i + MOST_LINES) - 1].y as f32 + FARTHEST;
            let block = if self.ground.single(pieces[i].y) { ALONE_IN_BLOCK } else { 0.0 };
            for j in 0..=k {
                let anchor = anchors.get(j);
                let so_far = best[i * width + j];
                if j > beyond && anchor.is_none_or(|a| a.y > lowest) {
                    break;
                }
                if !so_far.is_finite() {
                    continue;
                }
                let mut cohesion = 0.0;
                let ends = if j < near { i..i } else { i + 1..m.min(i + MOST_LINES) + 1 };
                for end in ends {
                    if end > i + 1 {
                        cohesion += self.seams[offset + end - 1];
                        if cohesion > MOST_COHESION {
                            break;
                        }
                    }
                    crate::steps::count("printed::rows", 1);
                    if j <= beyond {
                        // A row of its own.
                        let crowded = self.besides[offset + end] - self.besides[offset + i];
                        let alone =
                            so_far + self.alone + block + cohesion + FOREIGN * crowded as f32;
                        let at = end * width + j;
                        if alone < best[at] {
                            best[at] = alone;
                            back[at] = Back { from: i, before: j, anchor: None };
                        }
                    }
                    if anchor.is_some_and(|a| a.y <= pieces[end - 1].y as f32 + FARTHEST) {
                        let at = end * width + j + 1;
                        if so_far + cohesion >= best[at] {
                            continue;
                        }
                        let own = so_far
                            + cohesion
                            + self.group_cost(offset + i..offset + end, low + j, place);
                        if own < best[at] {
                            best[at] = own;
                            back[at] = Back { from: i, before: j, anchor: Some(low + j) };
                        }
                    }
                }
                // The anchor is passed over; those above the first piece are so already.
                if let Some(anchor) = anchor.filter(|_| i > 0) {
                    let unlabelled = anchor.own && (j >= near || anchor.y >= top);
                    let passed = so_far + if unlabelled { UNLABELLED } else { 0.0 };
                    let at = i * width + j + 1;
                    if passed <= best[at] {
                        best[at] = passed;
                        back[at] = back[i * width + j];
                    }
                }
            }
        }
        // Anchors beside the pieces that none of them goes to are without a label.
        let mut bare = 0;
        let (mut least, mut j) = (f32::INFINITY, 0);
        for end in (0..=k).rev() {
            bare += usize::from(anchors.get(end).is_some_and(|a| a.own && a.y <= bottom));
            let whole = best[m * width + end] + UNLABELLED * bare as f32;
            if whole <= least {
                (least, j) = (whole, end);
            }
        }
        let cost = best[m * width + j];
        goals.resize(offset + m, Goal::Own(0, 0));
        let mut i = m;
        while i > 0 && best[i * width + j].is_finite() {
            let Back { from, before, anchor } = back[i * width + j];
            let goal = anchor.map_or(Goal::Own(pieces[from].y, pieces[i - 1].y), Goal::Anchor);
            goals[offset + from..offset + i].fill(goal);
            (i, j) = (from, before);
        }
        cost
    }

    /// What it costs that a cell belongs to the row of an anchor.
    fn group_cost(&self, group: std::ops::Range<usize>, anchor: usize, place: Place) -> f32 {
        let (first, last) =
            (self.pieces[group.start].y as f32, self.pieces[group.end - 1].y as f32);
        let own = self.anchors[anchor];
        let off = match place {
            Place::Middle => ((first + last) / 2.0 - own.y).abs() - 0.5,
            Place::Top => (first - own.y).abs(),
            Place::Bottom => (last - own.y).abs(),
        };
        // A cell of one line on the line of its figures is in place however cells stand.
        let off = if group.len() == 1 && first == own.y { 0.0 } else { off.max(0.0) };
        let on_own_line = |p: &usize| self.on[*p] == Some(anchor) && self.is_beside(*p);
        let crowded = self.besides[group.end] - self.besides[group.start];
        let foreign = match crowded {
            0 => 0,
            _ => crowded - group.filter(on_own_line).count(),
        };
        off * MISPLACED + foreign as f32 * FOREIGN + if own.own { 0.0 } else { NOT_OWN }
    }
}

/// The tables of the dynamic programming, kept from one run of pieces to the next.
#[derive(Default)]
struct Scratch {
    best: Vec<f32>,
    back: Vec<Back>,
}

/// The cell that a reading ends with: its first piece, the anchors behind that, and its own.
#[derive(Clone, Copy, Default)]
struct Back {
    from: usize,
    before: usize,
    anchor: Option<usize>,
}

/// How wide the cells of a column are: those of one level of names, where a column nests several.
struct Room {
    widest: i32,
    /// For each place where enough pieces of different widths begin the widest of them; nothing where
    /// cells are centred.
    levels: HashMap<i32, i32>,
}

impl Room {
    fn of(pieces: &[Piece]) -> Self {
        let mut levels: HashMap<i32, (usize, i32, i32)> = HashMap::new();
        for p in pieces {
            let level = levels.entry(p.x0).or_insert((0, p.width, p.width));
            *level = (level.0 + 1, level.1.min(p.width), level.2.max(p.width));
        }
        levels.retain(|_, l| l.0 >= FEWEST_OF_LEVEL && l.2 - l.1 >= RAGGED_BY);
        let held: usize = levels.values().map(|l| l.0).sum();
        if levels.len() < 2 || held * 5 < pieces.len() * 4 {
            levels.clear();
        }
        let widest = pieces.iter().map(|p| p.width).max().unwrap_or(0);
        Self { widest, levels: levels.into_iter().map(|(x, l)| (x, l.2)).collect() }
    }

    /// The width of the cell of a line, if it goes on in the one beneath: that begins where it does.
    fn of_cell(&self, above: &Piece, below: &Piece) -> i32 {
        let level = self.levels.get(&above.x0).filter(|_| (above.x0 - below.x0).abs() <= 1);
        level.copied().unwrap_or(self.widest)
    }
}

/// What it costs that a line goes on in the next.
fn seam_cost(ground: &Ground, seam: Seam<'_>, above: &Piece, below: &Piece, widest: i32) -> f32 {
    let blanks = ground.blanks(above.y, below.y).min(3) as f32;
    // A number is whole, however narrow its cell is.
    let full = above.width + 3 >= widest && !above.counts;
    let mut cost = blanks * BLANK_WITHIN;
    if below.numbered {
        cost += NUMBERED_WITHIN;
    }
    if above.spread && below.spread {
        cost += SPREAD_LINES;
    } else if !full {
        cost += if seam(above, below) { 0.2 } else { SHORT_LINE };
    }
    if blanks == 0.0 && ground.single(above.y) { cost * SEAM_IN_BLOCK } else { cost }
}

/// Puts the rows in order.
fn collect(
    columns: &[Vec<Piece>],
    of: Vec<Vec<Goal>>,
    anchors: &[f32],
    cost: f32,
    next: f32,
) -> Rows {
    // Rows of their own whose lines overlap are one row.
    let mut own: Vec<(i32, i32)> = of
        .iter()
        .flatten()
        .filter_map(|g| match g {
            Goal::Own(first, last) => Some((*first, *last)),
            Goal::Anchor(_) => None,
        })
        .collect();
    own.sort_unstable();
    let mut merged: Vec<(i32, i32)> = Vec::new();
    for (first, last) in own {
        match merged.last_mut().filter(|m| first <= m.1) {
            Some(m) => m.1 = m.1.max(last),
            None => merged.push((first, last)),
        }
    }
    let mut filled = vec![false; anchors.len()];
    for goal in of.iter().flatten() {
        if let Goal::Anchor(a) = goal {
            filled[*a] = true;
        }
    }
    let mut places: Vec<(f32, usize, bool)> = Vec::new();
    places
        .extend(anchors.iter().enumerate().filter(|(a, _)| filled[*a]).map(|(a, &y)| (y, a, true)));
    places.extend(merged.iter().enumerate().map(|(o, m)| ((m.0 + m.1) as f32 / 2.0, o, false)));
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut row_of_anchor = vec![0; anchors.len()];
    let mut row_of_own = vec![0; merged.len()];
    for (row, (_, index, anchored)) in places.iter().enumerate() {
        if *anchored {
            row_of_anchor[*index] = row;
        } else {
            row_of_own[*index] = row;
        }
    }
    let of = of
        .into_iter()
        .zip(columns)
        .map(|(goals, _)| {
            goals
                .into_iter()
                .map(|g| match g {
                    Goal::Anchor(a) => row_of_anchor[a],
                    Goal::Own(first, _) => {
                        row_of_own[merged.partition_point(|m| m.0 <= first).saturating_sub(1)]
                    }
                })
                .collect()
        })
        .collect();
    let next = cost + if next.is_finite() { next } else { 1.0 };
    Rows { places: places.iter().map(|p| p.0).collect(), of, cost, next }
}

//! Tables with lines across only: each band between two lines is a row, and the white that runs down
//! through all bands parts the columns. Both become a lattice, so that all else is as where both
//! directions are ruled.

use keikaku_page::{Axis, Bounds, Rule};

use super::bits::{self, Bit};
use super::lattice::{Lattice, SNAP};
use crate::printed::sheet::{Shape, shape};

/// Lines shorter than this, in points, rule no table.
const SHORTEST: f32 = 20.0;
/// Bands higher than this, in letters, hold more than a row.
const HIGHEST: f32 = 15.0;
/// The least white between two columns, in letters.
const RIVER: f32 = 0.3;
/// The share of bands that a heading or a sum may reach over the white in.
const CROSSED: f32 = 0.1;

/// Tables of more boxes are left to the white alone.
const MOST_BOXES: usize = 4000;

/// All lines at one height.
struct Level {
    y: f32,
    pieces: Vec<(f32, f32)>,
}

impl Level {
    fn extent(&self) -> (f32, f32) {
        let from = self.pieces.iter().map(|p| p.0).fold(f32::MAX, f32::min);
        (from, self.pieces.iter().map(|p| p.1).fold(f32::MIN, f32::max))
    }

    /// Whether its lines cover most of a stretch.
    fn covers(&self, from: f32, to: f32) -> bool {
        let covered: f32 = self.pieces.iter().map(|p| (p.1.min(to) - p.0.max(from)).max(0.0)).sum();
        covered >= 0.6 * (to - from)
    }
}

/// What stands between two levels.
struct Band<'a> {
    top: f32,
    bottom: f32,
    left: f32,
    /// Its lines of print.
    lines: Vec<Vec<Bit<'a>>>,
    /// Its bits, those that follow each other without white as one box.
    boxes: Vec<Bounds>,
    figures: usize,
}

/// The lattices of lines across. `taken`: what lattices of both directions stand on.
pub(crate) fn find(rules: &[Rule], taken: &[Bounds], all: &[Bit<'_>], size: f32) -> Vec<Lattice> {
    let mut out = Vec::new();
    for stack in stacks(levels(rules, taken), size) {
        let bands: Vec<Band<'_>> =
            stack.windows(2).map(|p| band(&p[0], &p[1], &stack, all)).collect();
        let mut start = 0;
        while start < bands.len() {
            let end = table_end(&bands, start, size);
            if end - start >= 2
                && let Some(lattice) = lattice(&stack[start..=end], &bands[start..end], size)
            {
                out.push(lattice);
            }
            start = end.max(start + 1);
            while start < bands.len()
                && is_between(&bands[start], size)
                && !is_centred(&bands[start], size)
            {
                start += 1;
            }
        }
    }
    out
}

/// Lines across at one height each, from the top, those of other tables left out.
fn levels(rules: &[Rule], taken: &[Bounds]) -> Vec<Level> {
    let free = |r: &&Rule| {
        let (x, y) = r.bounds.centre();
        let (from, to) = r.extent();
        r.axis == Axis::Across
            && to - from >= SHORTEST
            && !taken.iter().any(|t| {
                Bounds::new(t.x0 - SNAP, t.y0 - SNAP, t.x1 + SNAP, t.y1 + SNAP).contains(x, y)
            })
    };
    let mut own: Vec<&Rule> = rules.iter().filter(free).collect();
    own.sort_by(|a, b| a.position().total_cmp(&b.position()));
    let mut out: Vec<Level> = Vec::new();
    for rule in own {
        match out.last_mut().filter(|l| rule.position() - l.y <= SNAP) {
            Some(level) => level.pieces.push(rule.extent()),
            None => out.push(Level { y: rule.position(), pieces: vec![rule.extent()] }),
        }
    }
    out
}

/// Levels that belong together: near beneath each other, with the same ends or within them.
fn stacks(levels: Vec<Level>, size: f32) -> Vec<Vec<Level>> {
    let mut out: Vec<Vec<Level>> = Vec::new();
    for level in levels {
        let (from, to) = level.extent();
        let fits = |stack: &&mut Vec<Level>| {
            let (x0, x1) = stack[0].extent();
            let last = stack[stack.len() - 1].y;
            level.y - last <= HIGHEST * size && from >= x0 - SNAP && to <= x1 + SNAP
        };
        match out.last_mut().filter(fits) {
            Some(stack) => stack.push(level),
            None => out.push(vec![level]),
        }
    }
    out.retain(|s| s.len() >= 3);
    out
}

fn band<'a>(above: &Level, below: &Level, stack: &[Level], all: &[Bit<'a>]) -> Band<'a> {
    let (x0, x1) = stack[0].extent();
    let inside = Bounds::new(x0 - SNAP, above.y, x1 + SNAP, below.y);
    let own: Vec<Bit<'a>> = all
        .iter()
        .filter(|b| {
            let (x, y) = b.middle();
            inside.contains(x, y)
        })
        .copied()
        .collect();
    let lines = bits::lines(own);
    let mut boxes: Vec<Bounds> = Vec::new();
    let mut figures = 0;
    for line in &lines {
        let mut text = String::new();
        let mut last: Option<(Bounds, f32)> = None;
        let mut close = |open: Option<(Bounds, f32)>, text: &mut String| {
            if let Some((bounds, _)) = open {
                boxes.push(bounds);
                figures += usize::from(shape(text) == Shape::Figure);
            }
            text.clear();
        };
        for bit in line {
            match &mut last {
                Some((bounds, size))
                    if bit.bounds.x0 - bounds.x1 < RIVER * *size
                        || matches!(text.as_str(), "△" | "▲")
                            && bit.bounds.x0 - bounds.x1 < 5.0 * *size =>
                {
                    *bounds = bounds.cover(&bit.bounds);
                }
                _ => {
                    close(last.take(), &mut text);
                    last = Some((bit.bounds, bit.size));
                }
            }
            text.push_str(bit.text);
        }
        close(last.take(), &mut text);
    }
    Band { top: above.y, bottom: below.y, left: x0, lines, boxes, figures }
}

/// Whether a band is no row, but text between two tables: a title, a unit, a paragraph.
fn is_between(band: &Band<'_>, size: f32) -> bool {
    if band.figures > 0 {
        return false;
    }
    let unit = band.lines.iter().any(|l| {
        let text: String = l.iter().map(|b| b.text).collect();
        text.contains("単位")
    });
    let parted = band.lines.iter().any(|l| {
        l.windows(2).filter(|p| p[1].bounds.x0 - p[0].bounds.x1 > 1.5 * size).count() >= 1
            && !bits::is_spread(l)
    });
    unit || !parted
}

/// Where the table that begins with a band ends: before text and another head.
fn table_end(bands: &[Band<'_>], start: usize, size: f32) -> usize {
    let mut figured = false;
    for i in start..bands.len() {
        let head_beneath = bands.get(i + 1).is_some_and(|b| b.figures == 0);
        let title = i == start && !is_centred(&bands[i], size);
        if is_between(&bands[i], size) && (title || figured && head_beneath) {
            return i;
        }
        figured |= bands[i].figures > 0;
    }
    bands.len()
}

/// Whether a single heading stands far from the left, as one over some columns does.
fn is_centred(band: &Band<'_>, size: f32) -> bool {
    let [line] = band.lines.as_slice() else { return false };
    let text: String = line.iter().map(|b| b.text).collect();
    line[0].bounds.x0 - band.left > 4.0 * size && !text.contains("単位")
}

/// The lattice of some bands; `None` where they are no rows of a table.
fn lattice(levels: &[Level], bands: &[Band<'_>], size: f32) -> Option<Lattice> {
    let head = bands.iter().position(|b| b.figures > 0)?;
    let body = &bands[head..];
    // A band with several lines of figures is several rows.
    let several = |b: &&Band<'_>| {
        let figured = |l: &&Vec<Bit<'_>>| l.iter().any(|b| shape(b.text) == Shape::Figure);
        b.lines.iter().filter(figured).count() > 1
    };
    if body.iter().filter(several).count() * 5 > body.len() || body.len() < 2 {
        return None;
    }
    let (x0, x1) = levels[0].extent();
    let xs = separators(body, (x0, x1), size);
    let xs = with_heads(&xs, (x0, x1), levels, bands, head);
    if xs.is_empty() {
        return None;
    }
    let mut rules: Vec<Rule> = Vec::new();
    let across = |y: f32, from: f32, to: f32| Rule {
        axis: Axis::Across,
        bounds: Bounds::new(from, y, to, y),
    };
    let (last, inner) = (levels.len() - 1, 1..levels.len() - 1);
    rules.push(across(levels[0].y, x0, x1));
    rules.push(across(levels[last].y, x0, x1));
    for level in &levels[inner] {
        rules.extend(level.pieces.iter().map(|&(from, to)| across(level.y, from, to)));
    }
    for (i, band) in bands.iter().enumerate() {
        let mut open: Vec<bool> = xs
            .iter()
            .map(|&x| !band.boxes.iter().any(|b| b.x0 < x - 1.0 && b.x1 > x + 1.0))
            .collect();
        if i + 1 < head || i < head && head > 1 && i + 1 < bands.len() {
            group(band, &levels[i + 1], &xs, (x0, x1), &mut open);
        }
        for (&x, _) in xs.iter().zip(&open).filter(|(_, open)| **open) {
            rules.push(Rule { axis: Axis::Down, bounds: Bounds::new(x, band.top, x, band.bottom) });
        }
    }
    for x in [x0, x1] {
        let (top, bottom) = (levels[0].y, levels[last].y);
        rules.push(Rule { axis: Axis::Down, bounds: Bounds::new(x, top, x, bottom) });
    }
    Lattice::of(rules)
}

/// Where white runs down through nearly all rows.
fn separators(body: &[Band<'_>], (x0, x1): (f32, f32), size: f32) -> Vec<f32> {
    if body.iter().map(|b| b.boxes.len()).sum::<usize>() > MOST_BOXES {
        return Vec::new();
    }
    let mut ends: Vec<f32> = body.iter().flat_map(|b| b.boxes.iter().map(|b| b.x1)).collect();
    ends.sort_by(f32::total_cmp);
    ends.dedup();
    let crossing = |x: f32| {
        body.iter().filter(|b| b.boxes.iter().any(|b| b.x0 < x && b.x1 > x)).count() as f32
    };
    let most = CROSSED * body.len() as f32;
    let mut rivers: Vec<(f32, f32)> = Vec::new();
    for end in ends {
        let from = end + 0.05;
        if crossing(from) > most {
            continue;
        }
        // The white goes on to the first box that enough rows have.
        let mut starts: Vec<f32> =
            body.iter().flat_map(|b| b.boxes.iter().map(|b| b.x0)).filter(|&s| s >= from).collect();
        starts.sort_by(f32::total_cmp);
        let to = starts.into_iter().find(|&s| crossing(s + 0.1) > most).unwrap_or(x1);
        if to < x1 && to - from >= RIVER * size {
            match rivers.last_mut().filter(|r| from < r.1) {
                Some(river) => river.0 = river.0.max(from).min(river.1 - RIVER * size),
                None => rivers.push((from, to)),
            }
        }
    }
    let mut out: Vec<f32> = Vec::new();
    for (from, to) in rivers {
        let x = (from + to) / 2.0;
        let left = out.last().copied().unwrap_or(x0);
        if parts_columns(body, left, from, to) {
            out.push(x);
        }
    }
    out
}

/// Moves the places between columns so that each heading stands within the column that it heads, and
/// lines of the head end where columns do.
fn with_heads(
    xs: &[f32],
    (x0, x1): (f32, f32),
    levels: &[Level],
    bands: &[Band<'_>],
    head: usize,
) -> Vec<f32> {
    // Headings with no further ones beneath them.
    let mut leaves: Vec<Bounds> = Vec::new();
    for (i, band) in bands[..head].iter().enumerate() {
        let is_leaf = |b: &&Bounds| {
            let x = b.centre().0;
            i + 1 == head || !levels[i + 1].covers(x - 0.5, x + 0.5)
        };
        for b in band.boxes.iter().filter(is_leaf) {
            match leaves.iter_mut().find(|l| l.overlap_across(b) > 0.0) {
                Some(leaf) => *leaf = leaf.cover(b),
                None => leaves.push(*b),
            }
        }
    }
    leaves.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let edges: Vec<f32> =
        std::iter::once(x0).chain(xs.iter().copied()).chain(std::iter::once(x1)).collect();
    // What stands in each column beneath the head, without what reaches over several.
    let mut held: Vec<Option<(f32, f32)>> = vec![None; edges.len() - 1];
    for b in bands[head..].iter().flat_map(|b| &b.boxes) {
        let column = edges[1..].partition_point(|&e| e < b.centre().0).min(held.len() - 1);
        if b.x0 >= edges[column] - 1.0 && b.x1 <= edges[column + 1] + 1.0 {
            let (from, to) = held[column].unwrap_or((b.x0, b.x1));
            held[column] = Some((from.min(b.x0), to.max(b.x1)));
        }
    }
    for (leaf, column) in headed(&leaves, &held) {
        if let Some((from, to)) = &mut held[column] {
            (*from, *to) = (from.min(leaves[leaf].x0), to.max(leaves[leaf].x1));
        }
    }
    let ends: Vec<f32> = levels[1..=head.min(levels.len() - 1)]
        .iter()
        .flat_map(|l| l.pieces.iter().flat_map(|p| [p.0, p.1]))
        .collect();
    xs.iter()
        .enumerate()
        .map(|(k, &x)| {
            let (Some((_, from)), Some((to, _))) = (held[k], held[k + 1]) else { return x };
            let end = ends.iter().copied().find(|e| (from - 1.0..=to + 1.0).contains(e));
            if from < to { end.unwrap_or((from + to) / 2.0) } else { x }
        })
        .collect()
}

/// Which heading stands over which column, both in order.
fn headed(leaves: &[Bounds], held: &[Option<(f32, f32)>]) -> Vec<(usize, usize)> {
    /// A heading over no column of its own, and a column without a heading, are as bad as a heading
    /// so far beside its column, in points.
    const SHARED: f32 = 60.0;
    const BARE: f32 = 25.0;
    let (m, n) = (leaves.len(), held.len());
    let cost = |i: usize, c: usize| {
        let Some((from, to)) = held[c] else { return 0.0 };
        let gap = (from - leaves[i].x1).max(leaves[i].x0 - to).max(0.0);
        gap + 0.05 * (leaves[i].centre().0 - (from + to) / 2.0).abs()
    };
    let mut best = vec![vec![f32::INFINITY; n + 1]; m + 1];
    for i in 0..=m {
        for c in 0..=n {
            let mut value = if i + c == 0 { 0.0 } else { f32::INFINITY };
            if i > 0 {
                value = value.min(best[i - 1][c] + SHARED);
            }
            if c > 0 {
                value = value.min(best[i][c - 1] + BARE);
            }
            if i > 0 && c > 0 {
                value = value.min(best[i - 1][c - 1] + cost(i - 1, c - 1));
            }
            best[i][c] = value;
        }
    }
    let mut out = Vec::new();
    let (mut i, mut c) = (m, n);
    while i > 0 && c > 0 {
        let matched = best[i - 1][c - 1] + cost(i - 1, c - 1);
        if best[i][c] >= matched {
            out.push((i - 1, c - 1));
            (i, c) = (i - 1, c - 1);
        } else if best[i][c] >= best[i][c - 1] + BARE {
            c -= 1;
        } else {
            i -= 1;
        }
    }
    out
}

/// Whether white parts two columns, and not the number of an item from its words, or the letters of
/// spread words.
fn parts_columns(body: &[Band<'_>], left: f32, from: f32, to: f32) -> bool {
    let bits = || body.iter().flat_map(|b| b.lines.iter()).flatten();
    let before: Vec<&Bit<'_>> =
        bits().filter(|b| b.bounds.x0 >= left - 1.0 && b.bounds.x1 <= from + 1.0).collect();
    if before.is_empty() {
        return false;
    }
    let narrow = before.iter().all(|b| b.bounds.width() <= 2.2 * b.size);
    let number = |text: &str| {
        text.chars().all(|c| {
            crate::number::digit(c).is_some()
                || matches!(c, '(' | ')' | '（' | '）' | '.' | '．' | '・' | 'ア'..='ン')
        }) && text.chars().count() <= 4
    };
    let numbers = narrow && before.iter().all(|b| number(b.text));
    let letters = before.iter().all(|b| {
        let one = b.text.chars().count() == 1 && b.text.chars().all(keikaku_text::is_japanese);
        one && b.size * 4.0 > to - from
    });
    !(letters || numbers && before.iter().all(|b| to - from < 2.0 * b.size))
}

/// Of a band of the head: which cells go over several columns, so that each heading stands over the
/// middle of what it heads. Columns whose heading goes on into the band beneath are left as they are.
fn group(band: &Band<'_>, below: &Level, xs: &[f32], (x0, x1): (f32, f32), open: &mut [bool]) {
    let edge = |k: usize| match k {
        0 => x0,
        k => xs.get(k - 1).copied().unwrap_or(x1),
    };
    let columns = xs.len() + 1;
    let ruled: Vec<bool> = (0..columns).map(|c| below.covers(edge(c), edge(c + 1))).collect();
    let mut first = 0;
    while first < columns {
        if !ruled[first] {
            first += 1;
            continue;
        }
        let end = (first..columns).find(|&c| !ruled[c]).unwrap_or(columns);
        let mut texts: Vec<Bounds> = Vec::new();
        for b in band.boxes.iter().filter(|b| {
            let x = b.centre().0;
            x > edge(first) && x < edge(end)
        }) {
            // Lines of one heading, and letters of one column, are one.
            let same = |t: &&mut Bounds| {
                let column = |b: &Bounds| (first..end).find(|&c| b.centre().0 < edge(c + 1));
                t.overlap_across(b) > 0.0 || column(t) == column(b)
            };
            match texts.iter_mut().find(same) {
                Some(text) => *text = text.cover(b),
                None => texts.push(*b),
            }
        }
        texts.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        if !texts.is_empty() && texts.len() < end - first {
            let edges: Vec<f32> = (first..=end).map(edge).collect();
            for (from, to) in centred(&texts, &edges) {
                for k in first + from + 1..first + to {
                    open[k - 1] = false;
                }
            }
        }
        first = end;
    }
}

/// Shares out columns (their edges) among texts in order, so that each stands over the middle of its
/// own: first column and the one behind the last, for each text.
fn centred(texts: &[Bounds], edges: &[f32]) -> Vec<(usize, usize)> {
    /// A column without a heading is worse than a heading so far off the middle, in points.
    const BARE: f32 = 8.0;
    let (m, n) = (texts.len(), edges.len() - 1);
    let mut best = vec![vec![f32::INFINITY; n + 1]; m + 1];
    let mut from = vec![vec![usize::MAX; n + 1]; m + 1];
    best[0][0] = 0.0;
    for i in 0..=m {
        for c in 0..=n {
            let so_far = best[i][c];
            if !so_far.is_finite() {
                continue;
            }
            if c < n && so_far + BARE < best[i][c + 1] {
                best[i][c + 1] = so_far + BARE;
                from[i][c + 1] = usize::MAX;
            }
            if i == m {
                continue;
            }
            for end in c + 1..=n {
                let off = (texts[i].centre().0 - (edges[c] + edges[end]) / 2.0).abs();
                if so_far + off < best[i + 1][end] {
                    best[i + 1][end] = so_far + off;
                    from[i + 1][end] = c;
                }
            }
        }
    }
    let mut out = Vec::new();
    let (mut i, mut c) = (m, n);
    while i > 0 && c > 0 {
        match from[i][c] {
            usize::MAX => c -= 1,
            start => {
                out.push((start, c));
                (i, c) = (i - 1, start);
            }
        }
    }
    out
}

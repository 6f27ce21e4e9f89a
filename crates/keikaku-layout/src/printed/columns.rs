//! The columns of a region: the separators that explain its gaps at the least cost.
//!
//! Every gap between two cells asks for a separator, every word that a separator cuts speaks against
//! it, and each separator has a price, so that no two stand in one river of white. The best set is
//! found by dynamic programming over the places where a separator may stand.

use std::collections::HashMap;
use std::ops::Range;

use super::sheet::{Atom, PrintLine, Shape};

/// The columns of a region, and how sure they are.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// Where one column ends and the next begins, from the left.
    pub separators: Vec<i32>,
    /// What the separators explain, less what they cost.
    pub gain: f32,
    /// The gain of the next explanation: without the weakest separator, or with one more.
    pub next: f32,
}

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.separators.len() + 1
    }

    /// Where a column begins and ends; the outermost ones go on for ever.
    pub(crate) fn range(&self, column: usize) -> (i32, i32) {
        let from = column.checked_sub(1).map_or(i32::MIN / 4, |c| self.separators[c]);
        (from, self.separators.get(column).copied().unwrap_or(i32::MAX / 4))
    }

    /// The column of each atom of a line, from the left.
    ///
    /// A dump that sets words close together moves the later ones to the left, so that the order
    /// says as much as the place: atoms are given columns so that they lie outside of them as
    /// little as possible, and so that gaps do not fall within cells.
    pub(crate) fn assign(&self, atoms: &[Atom], in_header: bool) -> Vec<usize> {
        // Only columns near an atom come into question for it.
        let low: Vec<usize> = atoms.iter().map(|a| self.reached(a.x0, a.x1).0).collect();
        let choices = |i: usize| {
            let (first, last) =
                (low[i].saturating_sub(1), self.reached(atoms[i].x0, atoms[i].x1).1 + 1);
            first..(last + 1).min(self.len())
        };
        let mut best: Vec<Vec<(f32, usize)>> = Vec::with_capacity(atoms.len());
        for (i, atom) in atoms.iter().enumerate() {
            let mut row = Vec::new();
            let shared = i.checked_sub(1).map_or(0.0, |b| shared_cell(&atoms[b], atom, in_header));
            // The cheapest column of the atom before among those at the left of this one.
            let mut before = i.checked_sub(1).map(|b| choices(b).zip(&best[b]).peekable());
            let mut left = (f32::INFINITY, 0);
            for c in choices(i) {
                crate::steps::count("printed::assign", 1);
                let (from, to) = self.range(c);
                let out = (from - atom.x0).max(0) + (atom.x1 - to).max(0);
                let own = out.min(2 * (atom.x1 - atom.x0) + 6) as f32 * OUTSIDE;
                let (cost, from) = match &mut before {
                    None => (0.0, 0),
                    Some(before) => {
                        while let Some((k, (cost, _))) = before.next_if(|(k, _)| *k < c) {
                            if *cost < left.0 {
                                left = (*cost, k);
                            }
                        }
                        let beside = before.peek().filter(|(k, _)| *k == c);
                        let same = beside.map_or(f32::INFINITY, |(_, (cost, _))| cost + shared);
                        if same < left.0 { (same, c) } else { left }
                    }
                };
                row.push((cost + own, from));
            }
            best.push(row);
        }
        let mut out = vec![0; atoms.len()];
        let mut wanted: Option<usize> = None;
        for i in (0..atoms.len()).rev() {
            let chosen = choices(i)
                .zip(&best[i])
                .filter(|(c, _)| wanted.is_none_or(|w| *c == w))
                .min_by(|a, b| a.1.0.total_cmp(&b.1.0));
            let Some((c, (_, before))) = chosen else { continue };
            out[i] = c;
            wanted = Some(*before);
        }
        out
    }

    /// The first and last column that an atom reaches into; a single letter of overhang is none.
    pub(crate) fn reached(&self, x0: i32, x1: i32) -> (usize, usize) {
        let slack = i32::from(x1 - x0 > 2);
        let first = self.separators.partition_point(|&s| s <= x0 + slack);
        let last = self.separators.partition_point(|&s| s < x1 - slack);
        (first.min(last), last.max(first))
    }
}

/// A gap between two atoms, and how much it asks for a separator.
struct Gap {
    from: i32,
    to: i32,
    weight: f32,
}

/// What a cut through words, and through a figure, costs.
const CUT_WORDS: f32 = 1.0;
const CUT_FIGURE: f32 = 1.8;
/// What a cut through prose costs, and from how many columns of the dump on words are prose.
const CUT_PROSE: f32 = 0.6;
const LONG: i32 = 28;
/// What a cut between two letters of a spread word costs, and how far apart those may stand.
const CUT_SPREAD: f32 = 0.75;
const WIDEST_SPREAD: i32 = 20;
/// The price of a separator, and what each line of the region adds to it.
const PRICE: f32 = 1.3;
const PRICE_A_LINE: f32 = 0.012;
/// How far inside a word a separator may stand beside a gap: cells overhang their columns, and lines
/// of prose begin further left where nothing stands before them.
const OVERHANG: i32 = 1;
const OVERHANG_OF_PROSE: i32 = 4;
/// What an atom costs for each column of the dump that it lies outside of its column.
const OUTSIDE: f32 = 0.07;
/// A figure that does not share its edges with the others of its column.
const MISALIGNED: f32 = 0.55;
/// A figure in a column of words, or a word in a column of figures.
const MIXED: f32 = 0.5;
/// A cell of words that shares neither edge nor middle with the others of its column.
const RAGGED: f32 = 0.3;
/// How many places back the alignment of figures is compared.
const NEAR_PLACES: usize = 24;
/// More than sums of the weights above differ by the order of their terms.
const ROUNDING: f32 = 1e-2;

/// What it costs that two neighbours of a line are in one cell.
fn shared_cell(before: &Atom, after: &Atom, in_header: bool) -> f32 {
    let gap = after.x0 - before.x1;
    let figures = |a: &Atom| matches!(a.shape, Shape::Figure | Shape::Dash);
    if enumerates(before, after) {
        return 0.0;
    }
    if before.letter && after.letter || after.after_wide_space {
        return 0.05;
    }
    match (gap <= 1, figures(before) && figures(after)) {
        (true, true) => 4.0,
        (true, false) if in_header || !figures(before) && is_amount(after) => 0.8,
        (true, false) => 0.2,
        (false, true) => 4.0,
        (false, false) if before.letter || after.letter => 0.4,
        (false, false) => 1.0,
    }
}

/// The columns of runs of the lines of a page, each fitted once.
pub(crate) struct Fits<'a> {
    pub lines: &'a [PrintLine],
    known: HashMap<(usize, usize), Columns>,
}

impl<'a> Fits<'a> {
    pub(crate) fn of(lines: &'a [PrintLine]) -> Self {
        Self { lines, known: HashMap::new() }
    }

    pub(crate) fn fit(&mut self, range: &Range<usize>) -> &Columns {
        let Self { lines, known } = self;
        known.entry((range.start, range.end)).or_insert_with(|| fit(&lines[range.clone()]))
    }
}

/// The columns of some lines.
pub(crate) fn fit(lines: &[PrintLine]) -> Columns {
    fit_at(lines, 1.0)
}

/// The columns of some lines, where a separator costs so many times its price.
pub(crate) fn fit_at(lines: &[PrintLine], times: f32) -> Columns {
    let width = lines.iter().map(PrintLine::x1).max().unwrap_or(0).max(0) as usize + 1;
    let mut gaps: Vec<Gap> = Vec::new();
    let mut cut = vec![0f32; width + 1];
    let mut contents =
        Contents { taken: vec![0; width + 1], lines: lines.len(), ..Contents::default() };
    for line in lines {
        // A line of prose that fills the region says nothing of its columns.
        let prose = line.atoms.len() == 1 && line.x1() - line.x0() > 28;
        if prose {
            continue;
        }
        for pair in line.atoms.windows(2) {
            // The letters of a spread word stand together.
            if pair[0].trails && pair[1].letter && pair[1].x0 - pair[0].x1 <= WIDEST_SPREAD {
                for x in pair[0].x1..=pair[1].x0 {
                    cut[x as usize] += CUT_SPREAD;
                }
            }
        }
        for (i, atom) in line.atoms.iter().enumerate() {
            // Prose may take the room of several cells.
            let price = match atom.shape {
                Shape::Figure => CUT_FIGURE,
                _ if atom.x1 - atom.x0 > LONG => CUT_PROSE,
                _ => CUT_WORDS,
            };
            let wide_before = i > 0 && atom.x0 - line.atoms[i - 1].x1 >= 3;
            let wide_after = line.atoms.get(i + 1).is_some_and(|n| n.x0 - atom.x1 >= 3);
            contents.taken[atom.x0.max(0) as usize..atom.x1.max(0) as usize]
                .iter_mut()
                .for_each(|t| *t += 1);
            let first = i == 0;
            let over = if atom.x1 - atom.x0 >= 12 { OVERHANG_OF_PROSE } else { OVERHANG };
            for x in atom.x0 + 1..atom.x1 {
                let near = (wide_before || first) && x - atom.x0 <= over
                    || wide_after && atom.x1 - x <= OVERHANG;
                cut[x as usize] += if near { price * 0.2 } else { price };
            }
            let labels = line.atoms.get(i + 1).is_some_and(|n| enumerates(atom, n));
            match atom.shape {
                Shape::Figure if !labels => contents.figures.push((atom.x0, atom.x1)),
                Shape::Words if !atom.letter => contents.words.push(Word {
                    x0: atom.x0,
                    x1: atom.x1,
                    opens: first || atom.x0 - line.atoms[i - 1].x1 >= 2,
                }),
                _ => {}
            }
            if i > 0 {
                let before = &line.atoms[i - 1];
                let weight = weight(before, atom, i == 1);
                gaps.push(Gap { from: before.x1, to: atom.x0, weight });
            }
        }
    }
    contents.sort();
    solve(&gaps, &cut, &contents, (PRICE + PRICE_A_LINE * lines.len() as f32) * times)
}

/// Whether an atom is the number of the label behind it: `1   農業委員会運営`.
fn enumerates(atom: &Atom, after: &Atom) -> bool {
    after.x0 - atom.x1 <= 5
        && after.shape == Shape::Words
        && !after.letter
        && atom.x1 - atom.x0 <= 4
        && atom.shape == Shape::Figure
}

/// Whether a figure is longer than a number within a text mostly is.
fn is_amount(atom: &Atom) -> bool {
    atom.shape == Shape::Figure && atom.x1 - atom.x0 >= 5
}

/// How much a gap asks for a separator.
fn weight(before: &Atom, after: &Atom, opens: bool) -> f32 {
    let gap = after.x0 - before.x1;
    let figures = |a: &Atom| matches!(a.shape, Shape::Figure | Shape::Dash | Shape::Time);
    let narrow = gap == 1 || after.after_wide_space;
    if before.trails && after.letter {
        // Spread letters of a word, or two words that are: their gaps say little.
        return if gap > WIDEST_SPREAD { 0.4 } else { 0.08 };
    }
    if narrow {
        return match (figures(before), figures(after)) {
            (true, true) => 0.8,
            (true, false) if before.shape == Shape::Figure && before.x1 - before.x0 >= 3 => {
                // No unit is that long: what follows the figure is another cell.
                if after.x1 - after.x0 >= 4 { 1.3 } else { 0.6 }
            }
            // No word ends in an amount.
            (false, true) if is_amount(after) => 0.8,
            (false, true) if after.shape == Shape::Figure && !before.letter => 0.4,
            _ => 0.05,
        };
    }
    // A number that opens the label behind it: `01 報酬`, `（1） 営業収益`.
    let enumerates = before.x1 - before.x0 <= 4 && gap <= 5 && !figures(after) && opens;
    if enumerates && (figures(before) || before.letter) {
        return 0.2;
    }
    if before.letter || after.letter {
        return if gap >= 6 { 0.8 } else { 0.4 };
    }
    match gap {
        2 if !figures(before) && !figures(after) => 0.7,
        3.. if (after.shape == Shape::Figure) != (before.shape == Shape::Figure)
            && !(figures(before) && figures(after)) =>
        {
            1.5
        }
        2..8 => 1.0,
        _ => 1.2,
    }
}

/// Chooses the separators that explain most.
fn solve(gaps: &[Gap], cut: &[f32], contents: &Contents, price: f32) -> Columns {
    let width = cut.len() - 1;
    // Places where separators may stand: the best place of each river.
    let mut cover = vec![0f32; width + 2];
    for g in gaps {
        cover[g.from as usize] += g.weight;
        cover[g.to as usize + 1] -= g.weight;
    }
    let mut sum = 0.0;
    let total: Vec<f32> = (0..=width)
        .map(|x| {
            sum += cover[x];
            sum - cut[x]
        })
        .collect();
    let mut places: Vec<usize> = Vec::new();
    let obstacle = (contents.lines / 12).max(2) as u32;
    let mut x = 1;
    while x < width {
        let mut end = x;
        let same = |a: usize, b: usize| (total[a] - total[b]).abs() < 1e-4;
        while end + 1 < width && same(x, end + 1) && contents.taken[end] < obstacle {
            end += 1;
        }
        // Beyond the letters of several lines another river begins, whatever it is worth.
        let beyond = |at: usize, letter: usize| {
            total[x] > total[at] + 1e-4 || contents.taken[letter] >= obstacle
        };
        let rises = x == 1 || beyond(x - 1, x - 1);
        let falls = end + 1 >= width || beyond(end + 1, end);
        if rises && falls && total[x] > 0.0 {
            // The middle of the river, so that cells may drift to either side.
            places.push((x + end).div_ceil(2));
        }
        x = end + 1;
    }
    let n = places.len();
    let mut scratch = Scratch { figures: Edges::new(width), openings: Edges::new(width) };
    let mut best = vec![0f32; n];
    let mut from: Vec<Option<usize>> = vec![None; n];
    // The best place up to each one.
    let mut leader: Vec<usize> = Vec::with_capacity(n);
    let mut sorted: Vec<usize> = (0..gaps.len()).collect();
    sorted.sort_unstable_by_key(|&g| gaps[g].from);
    let mut active: Vec<usize> = Vec::new();
    let mut next_gap = 0;
    for (k, &place) in places.iter().enumerate() {
        while next_gap < sorted.len() && gaps[sorted[next_gap]].from as usize <= place {
            active.push(sorted[next_gap]);
            next_gap += 1;
        }
        active.retain(|&g| gaps[g].to as usize >= place);
        let all: f32 = active.iter().rev().map(|&g| gaps[g].weight).sum();
        let own_cost = cut[place] + price;
        let mut column = Holds::ending_at(contents, &mut scratch, place);
        // Newest first: a place before this one has stabbed all gaps that began at or before it.
        let mut newest = active.iter().rev().map(|&g| &gaps[g]).peekable();
        let mut own = 0.0;
        best[k] = f32::NEG_INFINITY;
        let mut first = true;
        for j in (0..k).rev() {
            while let Some(gap) = newest.next_if(|g| g.from as usize > places[j]) {
                own += gap.weight;
            }
            crate::steps::count("printed::columns", 1);
            let mixed = column.reach(places[j]);
            // Farther back nothing is shared, and the best of all that stand there serves.
            let far = k - j > NEAR_PLACES;
            let j = if far { leader[j] } else { j };
            let value = best[j] + own - own_cost - mixed;
            if value > best[k] {
                best[k] = value;
                from[k] = Some(j);
            }
            // What a wider column mixes is never less: no place further left can be better.
            let most = best[leader[j]].max(0.0) + all - own_cost - mixed;
            if far || most + ROUNDING < best[k] {
                first = false;
                break;
            }
        }
        if first {
            let value = all - own_cost - column.reach(0);
            if value > best[k] {
                best[k] = value;
                from[k] = None;
            }
        }
        let leads = leader.last().is_none_or(|&l| best[k] > best[l]);
        leader.push(if leads { k } else { leader[k - 1] });
    }
    // The last column holds what stands behind the last separator.
    let mut behind = Holds::ending_at(contents, &mut scratch, width + 1);
    let (mut most, mut end) = (0.0, None);
    for k in (0..n).rev() {
        let near = n - k <= NEAR_PLACES;
        let gain = best[k] - if near { behind.reach(places[k]) } else { 0.0 };
        if gain > most {
            (most, end) = (gain, Some(k));
        }
    }
    let mut chosen = Vec::new();
    let mut at = end;
    while let Some(k) = at {
        chosen.push(places[k]);
        at = from[k];
    }
    chosen.reverse();
    let gain = end.map_or(0.0, |k| best[k]);
    // What is lost without each separator: the gaps that no other one explains.
    let mut lost = vec![0f32; chosen.len()];
    for gap in gaps {
        let first = chosen.partition_point(|&p| p < gap.from as usize);
        let mut holds = chosen[first..].iter().take_while(|&&p| p <= gap.to as usize);
        if holds.next().is_some() && holds.next().is_none() {
            lost[first] += gap.weight;
        }
    }
    let next =
        chosen.iter().zip(&lost).map(|(&p, lost)| gain - lost + cut[p] + price).fold(0.0, f32::max);
    Columns { separators: chosen.into_iter().map(|x| x as i32).collect(), gain, next }
}

/// What the atoms of a region are, each list from the left.
#[derive(Default)]
struct Contents {
    /// Where figures begin and end.
    figures: Vec<(i32, i32)>,
    words: Vec<Word>,
    /// How many atoms stand in each column of the dump.
    taken: Vec<u32>,
    /// How many lines they stand on.
    lines: usize,
}

impl Contents {
    fn sort(&mut self) {
        self.figures.sort_unstable_by_key(|f| f.0 + f.1);
        self.words.sort_unstable_by_key(|w| w.x0 + w.x1);
    }
}

/// A word, and whether it begins a cell as far as its line tells.
#[derive(Clone, Copy)]
struct Word {
    x0: i32,
    x1: i32,
    opens: bool,
}

/// What a column holds that ends at one place, as it is widened to the left.
struct Holds<'a> {
    contents: &'a Contents,
    scratch: &'a mut Scratch,
    /// The first figure and the first word that it holds, and the first word beyond its end.
    figure: usize,
    word: usize,
    last_word: usize,
}

/// The counters of a column's figures, and of the words that begin cells.
struct Scratch {
    figures: Edges,
    openings: Edges,
}

impl<'a> Holds<'a> {
    fn ending_at(contents: &'a Contents, scratch: &'a mut Scratch, place: usize) -> Self {
        let end = 2 * place as i32;
        let figure = contents.figures.partition_point(|f| f.0 + f.1 < end);
        let word = contents.words.partition_point(|w| w.x0 + w.x1 < end);
        scratch.figures.clear();
        scratch.openings.clear();
        Self { contents, scratch, figure, word, last_word: word }
    }

    /// Widens the column to a place, and says what its contents cost: figures that share no edge,
    /// and figures among words.
    fn reach(&mut self, place: usize) -> f32 {
        let start = 2 * place as i32;
        let figures = &self.contents.figures;
        while self.figure > 0 && figures[self.figure - 1].0 + figures[self.figure - 1].1 >= start {
            self.figure -= 1;
            self.scratch.figures.add(figures[self.figure]);
        }
        while self.word > 0 {
            let word = self.contents.words[self.word - 1];
            if word.x0 + word.x1 < start {
                break;
            }
            self.word -= 1;
            if word.opens {
                self.scratch.openings.add((word.x0, word.x1));
            }
        }
        let words = self.last_word - self.word;
        MISALIGNED * self.scratch.figures.misaligned() as f32
            + MIXED * self.scratch.figures.cells.min(words) as f32
            + RAGGED * self.scratch.openings.misaligned() as f32
    }
}

/// Where the cells of one column begin and end, and where their middles are. The counters are made
/// once and serve every column: a count of an earlier column is told by its stamp.
struct Edges {
    /// For each place: the column that its counts are of, and those of starts, ends and middles.
    counts: Vec<(u32, [u16; 3])>,
    column: u32,
    cells: usize,
    most: u16,
}

impl Edges {
    fn new(width: usize) -> Self {
        Self { counts: vec![(0, [0; 3]); width + 4], column: 0, cells: 0, most: 0 }
    }

    /// Begins another column.
    fn clear(&mut self) {
        self.column += 1;
        self.cells = 0;
        self.most = 0;
    }

    fn add(&mut self, (from, to): (i32, i32)) {
        self.cells += 1;
        for (kind, at) in [from, to, (from + to) / 2].into_iter().enumerate() {
            // A cell also counts for the places beside its own: dumps round.
            let at = at.max(0) as usize;
            for near in at..=at + 2 {
                let Some((column, counts)) = self.counts.get_mut(near) else { continue };
                if *column != self.column {
                    (*column, *counts) = (self.column, [0; 3]);
                }
                counts[kind] = counts[kind].saturating_add(1);
                self.most = self.most.max(counts[kind]);
            }
        }
    }

    /// How many cells share neither an edge nor the middle with the others.
    fn misaligned(&self) -> usize {
        self.cells - usize::from(self.most).min(self.cells)
    }
}

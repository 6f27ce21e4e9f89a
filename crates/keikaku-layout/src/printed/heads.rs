//! The header of a region: its levels, and which columns each of its cells covers.

use keikaku_text::Span;

use super::columns::Columns;
use super::pieces::{Piece, is_figures, piece};
use super::sheet::{Atom, PrintLine};
use crate::WordSense;

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
    /// Whether nothing heads its columns below it, or it heads one alone.
    inner: bool,
}

/// Reads the header out of the lines above the body. `body`: the pieces of each column beneath.
pub(crate) fn read(
    text: &str,
    lines: &[PrintLine],
    columns: &Columns,
    body: &[Vec<Piece>],
    sense: &mut dyn WordSense,
) -> Header {
    let n = columns.len();
    let right = lines.iter().map(PrintLine::x1).max().unwrap_or(0);
    let stubs: Vec<Stub> = (0..n)
        .map(|c| {
            let held = || body[c].iter().filter(|p| p.x1 - p.x0 <= WIDEST_CONTENT);
            let (from, to) = columns.range(c);
            Stub {
                from: held().map(|p| p.x0).min().unwrap_or(from.max(0)),
                to: held().map(|p| p.x1).max().unwrap_or(to.min(right.max(from.max(0) + 4))),
                room: (from.max(0), to.min(right)),
                figures: is_figures(&body[c]),
                below: None,
            }
        })
        .collect();
    let mut stubs = stubs;
    // Figures stand at the right of their column, which begins where those before it end.
    for c in 1..n {
        if stubs[c].figures && stubs[c - 1].figures {
            stubs[c].room.0 = stubs[c].room.0.min(stubs[c - 1].to);
        }
    }
    let units = lines.iter().map(|line| units(text, line, sense)).collect();
    let mut reader = Reader { text, stubs, units, strict: false };
    let mut headings = reader.lines(lines, None);
    let headed = |headings: &[Vec<Heading>], c: usize| {
        headings.iter().flatten().any(|h| h.inner && (h.first..=h.last).contains(&c))
    };
    if (0..n).any(|c| reader.stubs[c].figures && !headed(&headings, c)) {
        // The fullest line heads them all: what it runs together is to be parted.
        let fullest = (0..lines.len()).max_by_key(|&l| lines[l].atoms.len());
        let parted = reader.lines(lines, fullest);
        let count = |h: &[Vec<Heading>]| {
            (0..n).filter(|&c| reader.stubs[c].figures && headed(h, c)).count()
        };
        let all = reader.stubs.iter().filter(|s| s.figures).count();
        if count(&parted) == all {
            headings = parted;
        }
    }
    levels(&headings, n)
}

/// Prose beneath a heading says nothing of where that stands.
const WIDEST_CONTENT: i32 = 40;
/// A heading one column of the dump away from the middle of what it heads, or beyond its edge.
const OFF_CENTRE: f32 = 0.12;
/// A heading at the left of what it heads is as good as one off the middle by half this much for
/// each further column.
const FLUSH: i32 = 6;
/// How far off the middle counts in full.
const NEAR: f32 = 6.0;
const BEYOND: f32 = 0.12;
/// The same for a heading of one column that gaps make wide.
const BEYOND_ONE: f32 = 0.35;
/// A column of figures without a heading, and any other.
const UNHEADED_FIGURES: f32 = 8.0;
const UNHEADED: f32 = 0.5;
/// A column without a heading on this line that has one below.
const HEADED_BELOW: f32 = 0.3;
/// One heading over several columns that have none of their own.
const SHARED: f32 = 4.0;
const SHARED_PAIR: f32 = 0.7;
/// Two columns of one group that are headed on different lines below it.
const UNEVEN: f32 = 0.8;
/// A single letter over a column that is headed below: a spread word would have more.
const LONE_LETTER: f32 = 0.4;
/// A heading that begins within an atom, and within a word that the tokenizer knows.
const WITHIN_ATOM: f32 = 0.5;
const INSIDE_WORD: f32 = 0.7;
const AMONG_LETTERS: f32 = 0.8;
/// Two words whose letters touch, in one heading.
const TOUCHING: f32 = 0.4;
/// How far apart the letters of a spread word may stand, in columns of the dump.
const WIDEST_SPREAD: f32 = 16.0;
/// The most atoms of one heading, and the most columns that it covers.
const MOST_ATOMS: usize = 14;
const MOST_COLUMNS: usize = 30;
/// How far from its column a heading may stand, in columns of the dump.
const REACH: i32 = 60;

/// A column as the header sees it.
#[derive(Clone, Copy, Debug)]
struct Stub {
    /// Where its contents begin and end.
    from: i32,
    to: i32,
    /// Where its room begins and ends, between the separators.
    room: (i32, i32),
    figures: bool,
    /// The line below the one in question that heads it first, if one does.
    below: Option<usize>,
}

/// Shares out the atoms of header lines among the columns.
struct Reader<'a> {
    text: &'a str,
    stubs: Vec<Stub>,
    /// The units of each line.
    units: Vec<Vec<Unit>>,
    /// Whether every column of figures is to be headed on the line in question.
    strict: bool,
}

/// The last step of the cheapest reading up to a place.
#[derive(Clone, Copy)]
enum Step {
    Start,
    /// The column before has no heading on this line.
    Skip,
    /// Some atoms head some columns.
    Head {
        atoms: usize,
        columns: usize,
    },
}

/// The cheapest readings of the first units of a line over the first columns: for each number of
/// units only those numbers of columns that their places allow, so that a line of a thousand cells
/// takes as much for each of them as a short one.
struct Grid {
    /// For each number of units the fewest columns, and where their readings begin in the list.
    rows: Vec<(usize, usize)>,
    readings: Vec<(f32, Step)>,
}

impl Grid {
    /// `near`: the first and last column in reach of each unit; `n`: how many columns there are.
    fn new(near: &[(usize, usize)], n: usize) -> Self {
        let m = near.len();
        let mut rows = Vec::with_capacity(m + 2);
        let mut len = 0;
        for i in 0..=m {
            // The cell that ends here has begun a few units before.
            let fewest = if i == 0 { 0 } else { near[i.saturating_sub(MOST_ATOMS)].0 };
            let most = near.get(i).map_or(n, |next| next.1 + 1);
            rows.push((fewest, len));
            len += most + 1 - fewest;
        }
        rows.push((0, len));
        Self { rows, readings: vec![(f32::INFINITY, Step::Start); len] }
    }

    /// The numbers of columns that come into question for some units.
    fn columns(&self, units: usize) -> std::ops::Range<usize> {
        let (fewest, start) = self.rows[units];
        fewest..fewest + self.rows[units + 1].1 - start
    }

    fn at(&mut self, units: usize, columns: usize) -> &mut (f32, Step) {
        let (fewest, start) = self.rows[units];
        &mut self.readings[start + columns - fewest]
    }
}

impl Reader<'_> {
    /// The headings of each line; `strict`: the line that is to head all columns of figures.
    fn lines(&mut self, lines: &[PrintLine], strict: Option<usize>) -> Vec<Vec<Heading>> {
        self.stubs.iter_mut().for_each(|s| s.below = None);
        let mut headings: Vec<Vec<Heading>> = Vec::with_capacity(lines.len());
        for (l, line) in lines.iter().enumerate().rev() {
            self.strict = strict == Some(l);
            let own = self.line(l, line);
            for h in own.iter().filter(|h| h.inner) {
                self.stubs[h.first..=h.last].iter_mut().for_each(|s| s.below = Some(l));
            }
            headings.push(own);
        }
        headings.reverse();
        headings
    }

    /// The headings of a line: the atoms in order over the columns in order, so that headings stand
    /// over the middle of what they head, and no column of figures goes without.
    fn line(&self, l: usize, line: &PrintLine) -> Vec<Heading> {
        let units = &self.units[l];
        let (m, n) = (units.len(), self.stubs.len());
        let near = self.near(units);
        let mut grid = Grid::new(&near, n);
        *grid.at(0, 0) = (0.0, Step::Start);
        for i in 0..=m {
            for c in grid.columns(i) {
                let so_far = grid.at(i, c).0;
                if !so_far.is_finite() {
                    continue;
                }
                if c < grid.columns(i).end - 1 {
                    let value = so_far + self.skip_cost(c);
                    let next = grid.at(i, c + 1);
                    if value < next.0 {
                        *next = (value, Step::Skip);
                    }
                }
                if i == m || c < near[i].0 || c > near[i].1 {
                    continue;
                }
                let mut joined = break_cost(units, i);
                for end in i + 1..=m.min(i + MOST_ATOMS) {
                    if end > i + 1 {
                        joined += join_cost(units, end - 1);
                        if joined > 6.0 {
                            break;
                        }
                    }
                    let mut bare = 0u8;
                    for last in c..(near[end - 1].1 + 1).min(c + MOST_COLUMNS) {
                        crate::steps::count("printed::heads", 1);
                        bare += u8::from(self.stubs[last].below.is_none());
                        let shared = f32::from(bare);
                        let pair =
                            last == c + 1 && !self.stubs[c].figures && self.stubs[last].figures;
                        let shared = match (last > c, pair && shared > 1.0) {
                            (false, _) => 0.0,
                            // One heading over words and the figures beside them.
                            (true, true) => SHARED_PAIR,
                            (true, false) => shared * SHARED,
                        };
                        if shared > 3.0 * SHARED {
                            break;
                        }
                        let value = so_far + joined + shared;
                        let known = grid.at(end, last + 1);
                        if value >= known.0 {
                            continue;
                        }
                        let value = value + self.place_cost(&units[i..end], c, last);
                        if value < known.0 {
                            *known = (value, Step::Head { atoms: end - i, columns: last + 1 - c });
                        }
                    }
                }
            }
        }
        if !grid.at(m, n).0.is_finite() {
            return self.nearest(l, line, units);
        }
        let mut out = Vec::new();
        let (mut i, mut c) = (m, n);
        loop {
            match grid.at(i, c).1 {
                Step::Start => break,
                Step::Skip => c -= 1,
                Step::Head { atoms, columns } => {
                    let atoms_of: Vec<Atom> = units[i - atoms..i].iter().map(|u| u.atom).collect();
                    let piece = piece(self.text, l, line.y, &atoms_of);
                    let under = &self.stubs[c - columns..c];
                    let inner = columns == 1 || under.iter().all(|s| s.below.is_none());
                    out.push(Heading { piece, first: c - columns, last: c - 1, inner });
                    i -= atoms;
                    c -= columns;
                }
            }
        }
        out.reverse();
        out
    }

    /// For each unit of a line the first and the last column that it may head: those within reach.
    fn near(&self, units: &[Unit]) -> Vec<(usize, usize)> {
        let last = self.stubs.len() - 1;
        let end = |s: &Stub| s.room.1.max(s.to);
        let start = |s: &Stub| s.room.0.min(s.from);
        let (mut low, mut high) = (0, 0);
        units
            .iter()
            .map(|unit| {
                while low < last && end(&self.stubs[low]) + REACH < unit.atom.x0 {
                    low += 1;
                }
                high = high.max(low);
                while high < last && start(&self.stubs[high + 1]) - REACH <= unit.atom.x1 {
                    high += 1;
                }
                (low, high)
            })
            .collect()
    }

    /// The headings of a line with more words than its columns can take: each word heads the column
    /// that it stands over.
    fn nearest(&self, l: usize, line: &PrintLine, units: &[Unit]) -> Vec<Heading> {
        let mut out: Vec<Heading> = Vec::new();
        for unit in units {
            let middle = unit.atom.x0 + unit.atom.x1;
            let c = self.stubs.partition_point(|s| 2 * s.room.1 <= middle);
            let c = c.min(self.stubs.len() - 1);
            let piece = piece(self.text, l, line.y, &[unit.atom]);
            match out.last_mut().filter(|h| h.first == c) {
                Some(h) => h.piece.span = h.piece.span.cover(piece.span),
                None => out.push(Heading { piece, first: c, last: c, inner: true }),
            }
        }
        out
    }

    fn skip_cost(&self, c: usize) -> f32 {
        let stub = &self.stubs[c];
        match (stub.below.is_some(), stub.figures) {
            (true, true) => HEADED_BELOW,
            (true, false) => 0.05,
            (false, true) if self.strict => UNHEADED_FIGURES,
            (false, _) => UNHEADED,
        }
    }

    fn place_cost(&self, atoms: &[Unit], first: usize, last: usize) -> f32 {
        let (x0, x1) = (atoms[0].atom.x0, atoms[atoms.len() - 1].atom.x1);
        let (from, to) = (self.stubs[first].from, self.stubs[last].to);
        let room = (self.stubs[first].room.0, self.stubs[last].room.1);
        let off = (x0 + x1 - from - to)
            .abs()
            .min(2 * (x0 - from).abs() + 2 + FLUSH * (last - first) as i32)
            as f32
            / 2.0;
        // Narrow figures stand at one side of their column, and the heading in its middle.
        let off = off.min((x0 + x1 - room.0 - to).abs() as f32 / 2.0);
        let off = off.min((x0 + x1 - room.0 - room.1).abs() as f32 / 2.0);
        let off =
            if last > first { off * 1.6 } else { off.min(NEAR) + (off - NEAR).max(0.0) / 4.0 };
        let beyond = ((room.0.min(from) - x1).max(0) + (x0 - to).max(0)) as f32;
        // A heading may be wider than what stands beneath it, but not because of gaps.
        let slack = if last > first {
            0
        } else if atoms.len() == 1 {
            i32::MAX / 4
        } else {
            4
        };
        let from = room.0.min(from);
        let over = ((from - x0 - slack).max(0) + (x1 - to - slack).max(0)) as f32;
        let lone = atoms.len() == 1
            && atoms[0].atom.letter
            && first == last
            && self.stubs[first].below.is_some();
        // The headings of a group's columns stand on one line.
        let uneven =
            self.stubs[first..=last].windows(2).filter(|p| p[0].below != p[1].below).count();
        let over = if last > first { over * BEYOND } else { over * BEYOND_ONE };
        off * OFF_CENTRE
            + beyond * BEYOND
            + over
            + uneven as f32 * UNEVEN
            + if lone { LONE_LETTER } else { 0.0 }
    }
}

/// An atom of a header line, or a letter of one.
#[derive(Clone, Copy, Debug)]
struct Unit {
    atom: Atom,
    /// Whether it is a letter of a longer atom.
    part: bool,
    /// Whether it goes on with the word that the unit before it belongs to.
    inside_word: bool,
    /// Whether it begins a word, as far as words are known.
    begins_word: bool,
}

/// The atoms of a header line; where words are spread over their cells, letter by letter, since the
/// last letter of one cell may touch the first of the next: `番 号所 管 課`.
fn units(text: &str, line: &PrintLine, sense: &mut dyn WordSense) -> Vec<Unit> {
    let letters = line.atoms.iter().filter(|a| a.letter).count();
    let whole =
        |atom: &Atom| Unit { atom: *atom, part: false, inside_word: false, begins_word: false };
    if letters < 2 {
        return line.atoms.iter().map(whole).collect();
    }
    let mut out: Vec<Unit> = Vec::with_capacity(line.atoms.len() * 2);
    for atom in &line.atoms {
        let words = &text[atom.span.start..atom.span.end];
        let count = words.chars().count() as i32;
        if !(2..=4).contains(&count) || !words.chars().all(keikaku_text::is_japanese) {
            out.push(whole(atom));
            continue;
        }
        let width = atom.x1 - atom.x0;
        for (k, (at, c)) in words.char_indices().enumerate() {
            let start = atom.span.start + at;
            let letter = Atom {
                span: Span::new(start, start + c.len_utf8()),
                x0: atom.x0 + width * k as i32 / count,
                x1: atom.x0 + width * (k as i32 + 1) / count,
                letter: true,
                ..*atom
            };
            out.push(Unit { part: true, ..whole(&letter) });
        }
    }
    let mut joined = String::new();
    let mut seams = Vec::with_capacity(out.len());
    for unit in &out {
        if !joined.is_empty() {
            seams.push(joined.len());
        }
        joined.push_str(&text[unit.atom.span.start..unit.atom.span.end]);
    }
    let inside = sense.inside_word(&joined, &seams);
    let known = inside.contains(&true);
    for (unit, inside) in out[1..].iter_mut().zip(inside) {
        unit.inside_word = inside;
        unit.begins_word = known && !inside;
    }
    out
}

/// What it costs that a heading begins here: within a word, or among letters spread alike.
fn break_cost(units: &[Unit], at: usize) -> f32 {
    let Some((before, after)) = at.checked_sub(1).and_then(|b| Some((&units[b], units.get(at)?)))
    else {
        return 0.0;
    };
    let known = if after.inside_word { INSIDE_WORD } else { 0.0 };
    let gap = after.atom.x0 - before.atom.x1;
    if gap <= 0 {
        return known + if after.begins_word { 0.1 } else { WITHIN_ATOM };
    }
    let letters = |k: usize| units[k].atom.letter && units[k - 1].atom.letter;
    let near = |k: usize| letters(k) && (units[k].atom.x0 - units[k - 1].atom.x1 - gap).abs() <= 1;
    let alike = letters(at) && at >= 2 && at + 1 < units.len();
    known + if alike && near(at - 1) && near(at + 1) { AMONG_LETTERS } else { 0.0 }
}

/// What it costs that a unit of a header line and the one before it are one heading.
fn join_cost(units: &[Unit], at: usize) -> f32 {
    let gap = |k: usize| (units[k].atom.x0 - units[k - 1].atom.x1) as f32;
    let (before, after) = (&units[at - 1], &units[at]);
    let own = gap(at);
    if after.inside_word && own <= WIDEST_SPREAD {
        return 0.0;
    }
    if own <= 0.0 {
        // Letters of two words touch where both are spread over their cells.
        return if after.begins_word { TOUCHING } else { 0.0 };
    }
    if before.atom.letter && after.atom.letter {
        if before.part && after.part {
            return 2.0;
        }
        if before.part || after.part {
            return (0.3 + own * 0.1).min(2.5);
        }
        // The letters of one word are spread alike: a gap wider than those beside it parts two.
        let beside = [at - 1, at + 1].into_iter().filter(|&k| {
            k > 0 && k < units.len() && units[k].atom.letter && units[k - 1].atom.letter
        });
        let narrowest = beside.map(gap).fold(own, f32::min);
        let far = (own - WIDEST_SPREAD).max(0.0) * 0.1;
        return 0.05 + 0.1 * (own - 1.5 * narrowest).clamp(0.0, 8.0) + far;
    }
    if before.atom.letter || after.atom.letter {
        return 0.2 + own * 0.1;
    }
    if after.atom.after_wide_space {
        0.6
    } else if own <= 1.0 {
        2.0
    } else {
        2.5
    }
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

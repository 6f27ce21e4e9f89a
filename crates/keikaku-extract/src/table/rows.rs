//! The labels of rows: which label governs which cell, and which row each is a part of.

use keikaku_layout::{TableLayout, steps};
use keikaku_lexicon::{Concept, Concepts, concepts};
use keikaku_values::{Period, Unit};

use super::annotate::Fact;
use super::label::{Enumerator, row_label};
use super::model::{LONGEST_PATH, Section, bare};
use crate::assemble::Assembly;
use crate::assemble::grid::{Grid, Purpose, header_time};
use crate::assemble::observe::bracketed_unit;

/// The longest label, in bytes, that is asked for what it names.
const LONGEST_CONCEPT: usize = 72;

/// A label of a row, and what it says of the figures beside it, read once.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its words, without what numbers it.
    pub name: String,
    /// How it is numbered.
    level: Option<Enumerator>,
    /// The row that it is a part of.
    parent: Option<u32>,
    /// What it names.
    pub concepts: Concepts,
    /// The time that it names.
    pub time: Option<Period>,
    /// The unit in brackets behind it.
    pub unit: Option<Unit>,
}

impl Label {
    fn of(a: &Assembly<'_>, text: &str, parent: impl FnOnce(&Self) -> Option<u32>) -> Self {
        let read = row_label(text);
        // Long labels name something of their own; no time is without a figure, nor a unit without
        // a bracket or its word.
        let named = if read.name.len() <= LONGEST_CONCEPT {
            concepts(&bare(&read.name))
        } else {
            Concepts::default()
        };
        let dated = read.name.contains(|c: char| c.is_numeric() || c == '元');
        let measured = text.contains(['(', '（', '【', '[', '［']) || text.contains("単位");
        let mut label = Self {
            concepts: named,
            time: dated.then(|| header_time(&read.name, &a.time, None)).flatten().map(|t| t.period),
            unit: measured.then(|| bracketed_unit(text)).flatten(),
            name: read.name,
            level: read.level,
            parent: None,
        };
        label.parent = parent(&label);
        label
    }

    /// Whether it sums up the rows above it.
    pub(super) fn is_total(&self) -> bool {
        self.concepts.strength(Concept::Total) >= 2
    }

    /// Whether its row is a part of another: by its number, by うち, or as a source of funds.
    fn is_part(&self) -> bool {
        self.parent.is_some()
            || self.level == Some(Enumerator::Including)
            || self.concepts.has(Concept::FundSource)
            || self.concepts.has(Concept::FundSourceShort)
    }
}

/// The labels of all rows of a table.
#[derive(Debug, Default)]
pub(super) struct RowLabels {
    /// Of each column of stubs its place among them.
    place: Vec<Option<u32>>,
    /// How many stubs there are.
    width: usize,
    /// Row by row and stub by stub the label that stands there.
    labels: Vec<Option<Box<Label>>>,
    /// Row by row and stub by stub the row whose label governs there.
    governed: Vec<Option<u32>>,
    /// The stubs of the leading part.
    leading: Vec<usize>,
    /// Of each column the stubs of the nearest part at its left.
    nearest: Vec<Option<u32>>,
    /// The stubs of each part.
    parts: Vec<Vec<usize>>,
}

impl RowLabels {
    /// Reads the labels of all rows.
    pub(super) fn of(
        a: &Assembly<'_>,
        grid: &Grid,
        facts: &[Vec<Fact>],
        sections: &[Section],
    ) -> Self {
        let columns = grid.columns.len();
        let parts: Vec<Vec<usize>> = sections.iter().map(|s| s.stubs.clone()).collect();
        let mut read = Self { place: vec![None; columns], ..Self::default() };
        for &stub in parts.iter().flatten() {
            read.place[stub] = Some(read.width as u32);
            read.width += 1;
        }
        let mut last = None;
        for column in 0..columns {
            read.nearest.push(last);
            if let Some(part) = parts.iter().position(|p| p.first() == Some(&column)) {
                last = Some(part as u32);
            }
        }
        read.leading = parts.first().cloned().unwrap_or_default();
        read.parts = parts;
        // Without a figure there is nothing that the labels would be for.
        let holds = |fact: &Fact| !matches!(fact, Fact::Blank | Fact::Words);
        if !grid.body().any(|row| facts[row].iter().any(holds)) {
            read.nearest.fill(None);
            return read;
        }
        read.fill(a, grid, facts);
        if grid.layout == TableLayout::Spaces {
            for part in 0..read.parts.len() {
                read.centre(grid, part);
            }
        }
        read
    }

    fn at(&self, row: usize, stub: usize) -> Option<usize> {
        Some(row * self.width + self.place[stub]? as usize)
    }

    /// The label that governs a cell of a stub.
    fn governing(&self, row: usize, stub: usize) -> Option<(u32, &Label)> {
        let from = self.governed[self.at(row, stub)?]?;
        let label = self.labels[self.at(from as usize, stub)?].as_deref()?;
        Some((from, label))
    }

    fn own(&self, row: usize, stub: usize) -> Option<&Label> {
        self.labels[self.at(row, stub)?].as_deref()
    }

    fn fill(&mut self, a: &Assembly<'_>, grid: &Grid, facts: &[Vec<Fact>]) {
        let cells = grid.rows.len() * self.width;
        steps::count("table::rows", cells);
        self.labels.resize_with(cells, || None);
        self.governed.resize(cells, None);
        let mut carried: Vec<Option<u32>> = vec![None; self.width];
        let mut open: Vec<Vec<(Option<Enumerator>, u32)>> = vec![Vec::new(); self.width];
        // A sheet of pairs has a label for each value, which governs nothing below it.
        let pairs = grid.purpose == Purpose::Sheet;
        for row in grid.body() {
            let mut place = 0;
            for part in &self.parts {
                let mut anew = false;
                for &c in part {
                    let at = place;
                    place += 1;
                    if anew || pairs {
                        carried[at] = None;
                        open[at].clear();
                    }
                    let text = grid.rows[row].cells[c].as_str();
                    if text.trim().is_empty() || super::values::is_figure(&facts[row][c]) {
                        continue;
                    }
                    let goes_on = grid.rows[row].covered(c).is_some()
                        && carried[at]
                            .is_some_and(|from| grid.rows[from as usize].cells[c] == text);
                    if goes_on {
                        continue;
                    }
                    let label = Label::of(a, text, |l| nest(&mut open[at], l, row as u32));
                    self.labels[row * self.width + at] = Some(Box::new(label));
                    carried[at] = Some(row as u32);
                    anew = true;
                }
            }
            self.governed[row * self.width..(row + 1) * self.width].clone_from_slice(&carried);
        }
    }

    /// A dump sets the label of a group in the middle of its rows. Where the groups end with totals,
    /// the only label of a group governs all of its rows, those above it too.
    fn centre(&mut self, grid: &Grid, part: usize) {
        let stubs = self.parts[part].clone();
        let Some((&inner, outer)) = stubs.split_last() else { return };
        let ends: Vec<usize> =
            grid.body().filter(|&row| self.own(row, inner).is_some_and(Label::is_total)).collect();
        let mut first = grid.body().start;
        for last in ends {
            for &stub in outer {
                let mut own = (first..=last).filter(|&row| self.own(row, stub).is_some());
                let (one, more) = (own.next(), own.next());
                if more.is_some() {
                    continue;
                }
                for row in first..=last {
                    if let Some(at) = self.at(row, stub) {
                        self.governed[at] = one.map(|row| row as u32);
                    }
                }
            }
            first = last + 1;
        }
    }

    /// The stubs that label a cell: those of the leading part, and of the nearest one at its left.
    fn stubs(&self, column: usize) -> impl DoubleEndedIterator<Item = usize> {
        let nearest = self.nearest.get(column).copied().flatten();
        let near = nearest.map_or(&[][..], |part| &self.parts[part as usize]);
        let near = &near[..near.partition_point(|&c| c < column)];
        let leading = if nearest.is_some_and(|part| part > 0) { &self.leading[..] } else { &[] };
        let last = |stubs: &'_ [usize]| stubs.len().saturating_sub(LONGEST_PATH);
        leading[last(leading)..].iter().chain(&near[last(near)..]).copied()
    }

    /// The labels of a cell's row, outermost first; `own` is a label that the cell itself gives.
    pub(super) fn path(&self, row: usize, column: usize, own: Option<&str>) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        for stub in self.stubs(column) {
            let Some((from, label)) = self.governing(row, stub) else { continue };
            let mut chain: Vec<&Label> = vec![label];
            let mut at = (from, label.parent);
            // A label is part of one in a row above it.
            while let (below, Some(parent)) = at
                && parent < below
                && let Some(label) = self.own(parent as usize, stub)
            {
                chain.push(label);
                at = (parent, label.parent);
            }
            for label in chain.into_iter().rev() {
                if path.last() != Some(&label.name) {
                    path.push(label.name.clone());
                }
            }
        }
        path.extend(own.map(str::to_owned));
        path.drain(..path.len().saturating_sub(LONGEST_PATH));
        path
    }

    /// The label nearest to a cell in its row, its own or the one that governs it.
    pub(super) fn nearest(&self, row: usize, column: usize) -> Option<&Label> {
        let leading = self.nearest.get(column).copied().flatten()?;
        let near = &self.parts[leading as usize];
        let near = near.iter().rev().filter(|&&c| c < column).take(LONGEST_PATH);
        near.copied().find_map(|stub| self.governing(row, stub).map(|(_, label)| label))
    }

    /// The unit that the labels of a cell's row give, the nearest first.
    pub(super) fn unit(&self, row: usize, column: usize) -> Option<&Unit> {
        let part = self.nearest.get(column).copied().flatten()?;
        let near = self.parts[part as usize].iter().rev().filter(|&&c| c < column);
        near.copied()
            .take(LONGEST_PATH)
            .find_map(|stub| self.governing(row, stub).and_then(|(_, label)| label.unit.as_ref()))
    }

    /// Whether a row's own label before a cell makes it a part of another row.
    pub(super) fn is_part(&self, row: usize, column: usize) -> bool {
        let Some(part) = self.nearest.get(column).copied().flatten() else { return false };
        let near = self.parts[part as usize].iter().rev().filter(|&&c| c < column);
        near.copied().take(LONGEST_PATH).any(|stub| self.own(row, stub).is_some_and(Label::is_part))
    }
}

/// The row that a label is a part of, by how the rows above it are numbered.
fn nest(open: &mut Vec<(Option<Enumerator>, u32)>, label: &Label, row: u32) -> Option<u32> {
    if label.is_total() {
        return None;
    }
    match label.level {
        None => open.clear(),
        Some(_) => {
            if let Some(at) = open.iter().position(|(level, _)| *level == label.level) {
                open.truncate(at);
            }
        }
    }
    let parent = open.last().map(|(_, row)| *row);
    open.push((label.level, row));
    parent
}

//! Where the unit of a table's figures stands: over it, in its caption, in a line across it, in a
//! column or a row of units, behind a label.

use keikaku_layout::BlockKind;
use keikaku_record::Place;
use keikaku_text::fold;
use keikaku_values::{Unit, parse_unit_label};

use crate::assemble::Assembly;
use crate::assemble::grid::{ColumnRole, Grid};
use crate::assemble::observe::unit_in_column;

/// The units that are given for all figures of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The unit of amounts and counts.
    pub plain: Option<Unit>,
    /// The unit of shares and rates, where one is given beside it: `（単位：千円，％）`.
    pub rate: Option<Unit>,
    /// Where they are given.
    pub place: Option<Place>,
}

/// How many lines of text may stand between a table and the unit above it.
const MOST_LINES_BETWEEN: usize = 2;

impl Given {
    /// Reads the units for all figures of a table: of the header of its labels (`stub`), its
    /// caption, the lines above it on its page, or its section.
    pub(crate) fn of(a: &Assembly<'_>, grid: &Grid, stub: Option<Unit>) -> Self {
        if stub.is_some() {
            return Self { plain: stub, rate: None, place: Some(Place::Column) };
        }
        let captioned = grid.heading.as_deref().and_then(|c| Self::read(c, Place::Caption));
        let titled = || grid.section.and_then(|s| Self::read(a.title(s), Place::Section));
        captioned.or_else(|| above(a, grid)).or_else(titled).unwrap_or_default()
    }

    /// The units that a text gives by 単位, or by a bracket that holds nothing else.
    pub(crate) fn read(text: &str, place: Place) -> Option<Self> {
        let folded = fold(text);
        let words = folded.text();
        let mut given = Self { place: Some(place), ..Self::default() };
        for inner in candidates(words) {
            for part in inner.split([',', '、', '・', ';']) {
                let Some(unit) = parse_unit_label(part.trim()) else { continue };
                let slot = if unit.name == "%" { &mut given.rate } else { &mut given.plain };
                slot.get_or_insert(unit);
            }
            if given.plain.is_some() || given.rate.is_some() {
                return Some(given);
            }
        }
        None
    }
}

/// The parts of a text that may be units: behind 単位, and short ones in brackets.
fn candidates(words: &str) -> impl Iterator<Item = &str> {
    let close = [')', ']', '】', '〕'];
    let marked = words.match_indices("単位").map(move |(at, word)| {
        let rest = words[at + word.len()..].trim_start_matches([' ', ':', '=']);
        let end = rest.find(|c: char| close.contains(&c) || c == '\n').unwrap_or(rest.len());
        rest[..end].trim()
    });
    let bracketed = words.match_indices(['(', '[', '【', '〔']).filter_map(move |(at, open)| {
        let inner = words[at + open.len()..].split(close).next()?;
        (inner.chars().count() <= 6).then_some(inner)
    });
    marked.chain(bracketed)
}

/// The unit in the lines above a table: nothing but other tables and a few lines of text stands
/// between, and the page is the same.
fn above(a: &Assembly<'_>, grid: &Grid) -> Option<Given> {
    let start = grid.span().start;
    let text = a.text();
    let page = memchr::memrchr(b'\x0C', &text.as_bytes()[..start]).map_or(0, |at| at + 1);
    let blocks = &a.layout.blocks;
    let mut end = start;
    let mut between = 0;
    let next = blocks.partition_point(|b| b.span.start < start);
    let mut block = next;
    while between <= MOST_LINES_BETWEEN && end > page {
        // A table in between is stepped over: two that stand beside each other share a unit.
        while block > 0 && blocks[block - 1].span.start >= end {
            block -= 1;
        }
        if let Some(before) = block.checked_sub(1).map(|b| &blocks[b])
            && matches!(before.kind, BlockKind::Table(_))
            && before.span.end >= end.saturating_sub(1)
        {
            if between > 0 {
                return None;
            }
            end = before.span.start;
            block -= 1;
            continue;
        }
        let begin = memchr::memrchr(b'\n', &text.as_bytes()[..end.saturating_sub(1)])
            .map_or(0, |at| at + 1)
            .max(page);
        let line = &text[begin..end];
        if line.contains("単位") {
            return Given::read(line, Place::Caption);
        }
        if !line.trim().is_empty() {
            between += 1;
        }
        if begin == 0 || begin <= page {
            break;
        }
        end = begin;
    }
    None
}

/// The columns of units, and the unit that each gives to each row: its own, that above it where it
/// repeats it by a mark (〃, 同上), and that of the whole column where it stands but once in it.
pub(crate) fn columns(grid: &Grid) -> Vec<(usize, Vec<Option<Unit>>)> {
    let is_unit = |c: &usize| grid.columns[*c].role == ColumnRole::Unit;
    (0..grid.columns.len()).filter(is_unit).map(|c| (c, column(grid, c))).collect()
}

fn column(grid: &Grid, column: usize) -> Vec<Option<Unit>> {
    let mut last: Option<Unit> = None;
    let mut stated = 0;
    let mut units: Vec<Option<Unit>> = vec![None; grid.rows.len()];
    for row in grid.body() {
        let cell = grid.rows[row].cells[column].trim();
        if !matches!(cell, "〃" | "同上" | "々" | "\"") {
            if cell.is_empty() {
                continue;
            }
            stated += 1;
            last = unit_in_column(cell);
        }
        units[row].clone_from(&last);
    }
    if stated == 1 {
        units.fill(last);
    }
    units
}

/// The unit of a line across a table: `（単位：百万円）` in a row or a header of it.
pub(crate) fn across(cells: &[String]) -> Option<Given> {
    let mut marked = cells.iter().filter(|c| c.contains("単位"));
    let cell = marked.next()?;
    Given::read(cell, Place::Caption).filter(|_| marked.all(|c| c == cell))
}

//! Drawn pages (PDF): from runs and ruling lines to a text of their own, with tables.
//!
//! ```text
//! Page ─ bits ─▶ runs without ruby
//!        lattice ─▶ cells that lines enclose ─ split, cells ─▶ tables
//!        bands   ─▶ rows between lines across, where no lines go down
//!        order ─▶ blocks in reading order ─▶ the dump, line by line
//! ```
//!
//! # The dump
//! The text of drawn pages is keikaku's own, so that spans, lines and ids work as for any other text.
//! It depends on the pages alone, and [`DUMP_VERSION`] says by which rules it was written:
//!
//! - Pages are joined by form feeds; a page ends with its last line.
//! - Blocks come in reading order. A row of a ruled table is one line, its cells set apart by tabs; a
//!   merged cell has its text in its first row and column; the lines of a cell are joined by a space.
//! - Other text is set as `pdftotext -layout` sets it: a line of print is a line, its words stand at
//!   the column of half a letter where they are printed, and one blank line or more stands where the
//!   page has room for one, or where two lines stand clearly further apart than lines of their letters
//!   do on the page.
//! - Words that stand over the columns of a ruled table without a head are its head.
//! - Letters spread over a cell or a line are one word (`事 業 名` is 事業名). Text that reads downwards
//!   is a line a column, from the right. Ruby is left out.

mod bands;
mod bits;
mod cells;
mod lattice;
mod order;
mod split;
mod write;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use keikaku_page::{Bounds, Page, Run};
use keikaku_text::Span;

use crate::line::Print;
use crate::printed;
use crate::table::{Flow, Table};
use crate::{Tables, Taken, WordSense};

pub use write::{DUMP_VERSION, Typesetter};

/// A piece of the dump and where it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Where it stands in the dump.
    pub span: Span,
    /// The page, from 1.
    pub page: usize,
    /// Where on the page, in points from the top left.
    pub bounds: Bounds,
    /// Whether its letters follow each other downwards.
    pub down: bool,
}

/// The dump of drawn pages, and what is known of it from how it was drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Where the runs stand in the dump, in order.
    places: Vec<Place>,
    /// Of each page the first of its lines (from 0), and the words that are in no ruled table, in
    /// columns and lines.
    pages: Vec<(usize, Page)>,
    /// The ruled tables and their lines.
    tables: Vec<(Range<usize>, Table)>,
    /// How each line is printed that is in no ruled table.
    prints: Vec<Option<Print>>,
    /// The lines whose words stand together, nothing apart from them.
    alone: BTreeSet<usize>,
}

/// A heading stands at most so many lines above what it heads.
const MOST_APART: usize = 4;

impl Drawn {
    /// Whether a line (from 0) is one of words that are printed much larger than the next ones.
    fn is_heading(&self, line: usize) -> bool {
        /// What is printed larger than a table's rows by less may be a row of them.
        const MUCH: u32 = 13;
        let of = |line: usize| self.prints.get(line).copied().flatten();
        let Some(own) = of(line) else { return false };
        let next = (line + 1..).take(MOST_APART).find_map(of);
        self.alone.contains(&line) && next.is_some_and(|next| own.size * 10 >= next.size * MUCH)
    }

    /// How each line of the dump is printed that is in no ruled table.
    pub(crate) fn prints(&self) -> &[Option<Print>] {
        &self.prints
    }

    /// Where a span of the dump is drawn: a box for each piece of it, in the order of the dump.
    ///
    /// Pieces that stand beside each other on one line are one box.
    #[must_use]
    pub fn boxes(&self, span: Span) -> Vec<(usize, Bounds)> {
        let first = self.places.partition_point(|p| p.span.end <= span.start);
        let mut out: Vec<(usize, Bounds)> = Vec::new();
        for place in &self.places[first..] {
            if place.span.start >= span.end {
                break;
            }
            let bounds = place.part(span);
            match out.last_mut().filter(|(page, b)| *page == place.page && beside(b, &bounds)) {
                Some((_, last)) => *last = last.cover(&bounds),
                None => out.push((place.page, bounds)),
            }
        }
        out
    }
}

impl Drawn {
    /// The boxes around all that is drawn of a span, one a page: for a table as a whole.
    #[must_use]
    pub fn frames(&self, span: Span) -> Vec<(usize, Bounds)> {
        let mut out: Vec<(usize, Bounds)> = Vec::new();
        for (page, bounds) in self.boxes(span) {
            match out.last_mut().filter(|(last, _)| *last == page) {
                Some((_, frame)) => *frame = frame.cover(&bounds),
                None => out.push((page, bounds)),
            }
        }
        out
    }
}

impl Place {
    /// The box of the part that lies in a span: letters are taken to be equally wide.
    fn part(&self, span: Span) -> Bounds {
        let length = (self.span.end - self.span.start) as f32;
        if length <= 0.0 {
            return self.bounds;
        }
        let at = |offset: usize| offset.saturating_sub(self.span.start) as f32 / length;
        let (from, to) = (at(span.start).clamp(0.0, 1.0), at(span.end).clamp(0.0, 1.0));
        let b = self.bounds;
        if self.down {
            Bounds::new(b.x0, b.y0 + from * b.height(), b.x1, b.y0 + to * b.height())
        } else {
            Bounds::new(b.x0 + from * b.width(), b.y0, b.x0 + to * b.width(), b.y1)
        }
    }
}

/// Whether two boxes stand on one line with little between them.
fn beside(a: &Bounds, b: &Bounds) -> bool {
    let high = a.height().min(b.height());
    a.overlap_down(b) >= 0.6 * high && a.overlap_across(b) >= -3.0 * high && b.x0 >= a.x0
}

/// The tables of a drawn text: those of its lines, and among the other words those that only places
/// tell.
pub(crate) fn find_tables(flow: &Flow<'_>, drawn: &Drawn, sense: &mut dyn WordSense) -> Tables {
    let mut taken: Vec<Taken> =
        drawn.tables.iter().map(|(range, table)| (range.clone(), Some(table.clone()))).collect();
    let sense = RefCell::new(sense);
    let sought = printed::Sought {
        text: flow.text(),
        lines: flow.lines,
        furniture: flow.furniture,
        double: false,
        sense: &sense,
    };
    for (first, page) in &drawn.pages {
        let mut page = page.clone();
        page.runs.retain(|r| flow.has_text(first + r.bounds.y0 as usize));
        // A heading parts what stands above it from what stands beneath.
        let runs = std::mem::take(&mut page.runs);
        let mut rest = runs.as_slice();
        while !rest.is_empty() {
            let line = |r: &Run| first + r.bounds.y0 as usize;
            let ends = rest.iter().position(|r| drawn.is_heading(line(r)));
            let (part, more) = rest.split_at(ends.unwrap_or(rest.len()));
            let heading = more.first().map(line);
            rest = &more[more.iter().take_while(|r| Some(line(r)) == heading).count()..];
            page.runs = part.to_vec();
            crate::add_printed(flow, &sought, &page, *first, &mut taken);
        }
    }
    taken.sort_by_key(|(range, _)| range.start);
    // What stands beside a ruled table was read with it or not at all.
    let mut end = 0;
    taken.retain(|(range, _)| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    Tables { taken, uncertain: Vec::new(), too_large: Vec::new() }
}

#[cfg(test)]
mod tests;

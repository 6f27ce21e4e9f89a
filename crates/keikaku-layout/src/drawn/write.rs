//! Writing the dump of drawn pages, a page at a time.

use std::collections::BTreeMap;

use keikaku_page::{Bounds, Page, Rule, Run, Unit};
use keikaku_text::Span;

use super::bits::{self, Bit};
use super::cells::{self, DrawnTable};
use super::lattice::{self, Lattice};
use super::order::{self, Part};
use super::{Drawn, Place, bands, split};
use crate::line::Print;
use crate::table::{Cell, Row, Table, TableLayout};

/// By which rules dumps of drawn pages are written: spans, lines and ids of records refer to a dump
/// of this version.
pub const DUMP_VERSION: u32 = 2;

/// Writes drawn pages as a text, one after the other, so that only one page is held at a time.
///
/// # A row of a ruled table is a line
/// ```
/// use keikaku_layout::Typesetter;
/// use keikaku_page::{Axis, Bounds, Direction, Ink, Page, Rule, Run, Unit};
/// use keikaku_text::Span;
///
/// let text = "事業\n件数\n道路\n12";
/// let run = |start, end, x: f32, y: f32| Run {
///     span: Span::new(start, end), bounds: Bounds::new(x, y, x + 20.0, y + 10.0),
///     baseline: y + 8.8, size: 10.0, bold: false, direction: Direction::Across, ink: Ink::Visible,
/// };
/// let across = |y| Rule { axis: Axis::Across, bounds: Bounds::new(0.0, y, 100.0, y) };
/// let down = |x| Rule { axis: Axis::Down, bounds: Bounds::new(x, 0.0, x, 40.0) };
/// let page = Page {
///     number: 1, bounds: Bounds::new(0.0, 0.0, 100.0, 100.0), unit: Unit::Point,
///     runs: vec![run(0, 6, 5.0, 5.0), run(7, 13, 55.0, 5.0), run(14, 20, 5.0, 25.0), run(21, 23, 55.0, 25.0)],
///     rules: vec![across(0.0), across(20.0), across(40.0), down(0.0), down(50.0), down(100.0)],
/// };
/// let mut typesetter = Typesetter::default();
/// typesetter.page(&page, text);
/// let (dump, _) = typesetter.finish();
/// assert_eq!(dump, "事業\t件数\n道路\t12\n");
/// ```
#[derive(Debug, Default)]
pub struct Typesetter {
    text: String,
    /// How many lines are written.
    lines: usize,
    drawn: Drawn,
    /// Where the columns begin of the last table of the page before, if it ends that page.
    above: Option<Vec<f32>>,
}

/// How the page that is being written is measured.
struct Sheet {
    number: usize,
    /// Its first line, from 0.
    first: usize,
    /// The left side of what stands on it, and the width of a column.
    left: f32,
    column: f32,
    size: f32,
    /// From line to line.
    pitch: f32,
    /// The bottom of what was written last.
    bottom: Option<f32>,
    runs: Vec<Run>,
    widest: f32,
}

impl Typesetter {
    /// Writes a page. `text`: what the spans of its runs refer to.
    pub fn page(&mut self, page: &Page, text: &str) {
        if !self.drawn.pages.is_empty() {
            self.text.push('\u{c}');
        }
        let all = bits::of(page, text);
        let above = self.above.take();
        let Ruled { mut tables, frames, mut free } = ruled(page, &all, above.as_deref());
        // The first table of a page carries on the last one of the page before where its columns
        // are the same and it has no head of its own.
        let goes_on = above.as_deref().filter(|a| {
            tables.first().is_some_and(|t| t.head == 0 && t.xs.len() == a.len() && t.fits(a))
        });
        let mut goes_on = goes_on.is_some();
        for table in tables.iter_mut().skip(usize::from(goes_on)) {
            free = table.crown(free);
        }
        self.above = tables.last().map(|t| t.xs.clone());
        let size = bits::median_size(&all);
        let leadings = Leadings::of(&free);
        let mut sheet = Sheet {
            number: page.number,
            first: self.lines,
            left: all.iter().map(|b| b.bounds.x0).fold(f32::MAX, f32::min),
            column: size / 2.0,
            size,
            pitch: leadings.pitch(size),
            bottom: None,
            runs: Vec::new(),
            widest: 0.0,
        };
        for part in order::parts(&page.bounds, &tables, &frames, free) {
            match part {
                Part::Table(index) => {
                    self.table(&tables[index], index == 0 && goes_on, &mut sheet);
                    goes_on = false;
                }
                // Frames are text by now.
                Part::Frame(_) => {}
                Part::Text(own) => {
                    let lines = bits::lines(own);
                    for (l, line) in lines.iter().enumerate() {
                        let apart = l > 0 && leadings.part(&lines[l - 1], line);
                        self.line(line, apart, &mut sheet);
                    }
                }
            }
        }
        let lines = (self.lines - sheet.first) as f32;
        let bounds = Bounds::new(0.0, 0.0, sheet.widest, lines);
        let words = Page {
            number: page.number,
            bounds,
            unit: Unit::Cell,
            runs: sheet.runs,
            rules: Vec::new(),
        };
        self.drawn.pages.push((sheet.first, words));
    }

    /// The dump, and what is known of it.
    #[must_use]
    pub fn finish(self) -> (String, Drawn) {
        (self.text, self.drawn)
    }

    /// Ends a line; `print`: how it is printed.
    fn end_line(&mut self, print: Option<Print>) {
        self.text.push('\n');
        self.lines += 1;
        self.drawn.prints.push(print);
    }

    /// Leaves as many blank lines as the page has room for above a place, at least a number of them.
    fn room(&mut self, top: f32, least: i32, sheet: &mut Sheet) {
        let Some(bottom) = sheet.bottom else { return };
        let advance = top - bottom + sheet.size;
        // What stands beside the last block is set apart from it.
        let blanks = if top < bottom - 2.0 * sheet.size {
            1
        } else {
            ((advance / sheet.pitch).round() as i32 - 1).clamp(least, MOST_BLANKS)
        };
        for _ in 0..blanks {
            self.end_line(None);
        }
    }

    /// Writes a bit; where it stands in the dump.
    fn bit(&mut self, bit: &Bit<'_>, page: usize) -> Span {
        let start = self.text.len();
        self.text.push_str(bit.text);
        let span = Span::new(start, self.text.len());
        self.drawn.places.push(Place { span, page, bounds: bit.bounds, down: bit.down });
        span
    }

    /// Writes a line of text that is in no ruled table. `apart`: whether it stands apart from the one
    /// above.
    fn line(&mut self, line: &[Bit<'_>], apart: bool, sheet: &mut Sheet) {
        let (top, bottom) = extent(line);
        self.room(top, i32::from(apart), sheet);
        sheet.bottom = Some(bottom);
        let y = (self.lines - sheet.first) as f32;
        let spread = bits::is_spread(line);
        let mut at = 0i32;
        let mut before: Option<&Bit<'_>> = None;
        for bit in line {
            let column = ((bit.bounds.x0 - sheet.left) / sheet.column).round() as i32;
            let end = ((bit.bounds.x1 - sheet.left) / sheet.column).round() as i32;
            let joined = before.is_some_and(|b| {
                spread || bit.down || near(b, bit) && bits::between(b, bit).is_empty()
            });
            if joined {
                let span = self.bit(bit, sheet.number);
                if let Some(run) = sheet.runs.last_mut() {
                    run.span = run.span.cover(span);
                    run.bounds.x1 = run.bounds.x1.max(end as f32);
                }
            } else {
                // Large letters take more columns than they have in the dump: a space is one.
                let spaces = match before {
                    Some(b) if bit.bounds.x0 - b.bounds.x1 < 0.9 * b.size.max(bit.size) => 1,
                    Some(_) => (column - at).max(2),
                    None => column.max(0),
                };
                for _ in 0..spaces {
                    self.text.push(' ');
                }
                at += spaces;
                let span = self.bit(bit, sheet.number);
                let end = end.max(column + 1);
                let bounds = Bounds::new(column as f32, y, end as f32, y + 1.0);
                sheet.runs.push(Run::of_dump(span, bounds));
            }
            sheet.widest = sheet.widest.max(end as f32);
            at += keikaku_text::display_width(bit.text) as i32;
            before = Some(bit);
        }
        if is_whole(line) {
            self.drawn.alone.insert(self.lines);
        }
        self.end_line(Some(bits::print(line)));
    }

    /// Writes a ruled table, a row a line. `goes_on`: whether it carries on the one before it.
    fn table(&mut self, table: &DrawnTable<'_>, goes_on: bool, sheet: &mut Sheet) {
        self.room(table.bounds.y0, 0, sheet);
        sheet.bottom = Some(table.bounds.y1);
        let (start, first) = (self.text.len(), self.lines);
        let mut rows = Vec::with_capacity(table.rows.len());
        for drawn in &table.rows {
            let mut cells = Vec::with_capacity(drawn.len());
            for (c, own) in drawn.iter().enumerate() {
                if c > 0 {
                    self.text.push('\t');
                }
                let mut cell = Cell::at(Span::new(self.text.len(), self.text.len()));
                cell.covered_by = own.covered_by;
                for (l, line) in own.lines.iter().enumerate() {
                    if l > 0 {
                        self.text.push(' ');
                    }
                    cell.push(self.cell_line(line, sheet.number));
                }
                for (l, tick) in own.axis.iter().enumerate() {
                    if l > 0 || !own.lines.is_empty() {
                        self.text.push(' ');
                    }
                    self.bit(tick, sheet.number);
                }
                cells.push(cell);
            }
            self.end_line(None);
            rows.push(Row { lines: [self.lines, self.lines], cells });
        }
        let layout = TableLayout::Ruled;
        let span = Span::new(start, self.text.len().saturating_sub(1).max(start));
        let table = Table {
            span,
            lines: [first + 1, self.lines.max(first + 1)],
            rows,
            layout,
            head: table.head,
            head_certain: table.head > 0,
            confidence: layout.confidence(),
            caption: None,
            continues: None,
            follows: goes_on.then(|| self.drawn.tables.len().saturating_sub(1)),
            explanation: None,
        };
        self.drawn.tables.push((first..self.lines, table));
    }

    /// Writes a line of a cell; where it stands in the dump.
    fn cell_line(&mut self, line: &[Bit<'_>], page: usize) -> Span {
        let mut whole: Option<Span> = None;
        let mut before: Option<&Bit<'_>> = None;
        for bit in line {
            if let Some(before) = before {
                let upright = !bit.down && bit.bounds.y0 >= before.middle().1;
                self.text.push_str(if upright { "" } else { bits::between(before, bit) });
            }
            let span = self.bit(bit, page);
            whole = Some(whole.map_or(span, |w| w.cover(span)));
            before = Some(bit);
        }
        whole.unwrap_or_default()
    }
}

/// The most blank lines between two lines.
const MOST_BLANKS: i32 = 6;

fn near(a: &Bit<'_>, b: &Bit<'_>) -> bool {
    b.bounds.x0 - a.bounds.x1 < 0.28 * a.size.max(b.size)
        || matches!(a.text, "△" | "▲") && b.bounds.x0 - a.bounds.x1 < a.size
}

/// The top and the bottom of a line.
fn extent(line: &[Bit<'_>]) -> (f32, f32) {
    let top = line.iter().map(|b| b.bounds.y0).fold(f32::MAX, f32::min);
    (top, line.iter().map(|b| b.bounds.y1).fold(f32::MIN, f32::max))
}

/// How far lines of text stand from each other on a page.
struct Leadings {
    /// The steps from line to line, in order.
    steps: Vec<f32>,
    /// The middle one of those between two lines whose letters are as large, by their size in half
    /// points.
    by_size: BTreeMap<u32, f32>,
}

impl Leadings {
    /// Lines stand further apart from others than they do among themselves by this factor.
    const APART: f32 = 1.3;
    /// What is said of one step says nothing of a page.
    const FEWEST: usize = 2;

    fn of(free: &[Bit<'_>]) -> Self {
        let lines = bits::lines(free.to_vec());
        let mut steps = Vec::new();
        let mut by_size: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
        for pair in lines.windows(2) {
            let step = pair[1][0].baseline - pair[0][0].baseline;
            let (a, b) = (bits::median_size(&pair[0]), bits::median_size(&pair[1]));
            if half_points(a) == half_points(b) && (0.95 * a..=2.4 * a).contains(&step) {
                by_size.entry(half_points(a)).or_default().push(step);
            }
            steps.push(step);
        }
        steps.sort_by(f32::total_cmp);
        let middle = |mut own: Vec<f32>| {
            own.sort_by(f32::total_cmp);
            own[own.len() / 2]
        };
        let by_size = by_size
            .into_iter()
            .filter(|(_, own)| own.len() >= Self::FEWEST)
            .map(|(size, own)| (size, middle(own)))
            .collect();
        Self { steps, by_size }
    }

    /// From line to line, as most lines of a page stand. `size`: that of most of its letters.
    fn pitch(&self, size: f32) -> f32 {
        let first = self.steps.partition_point(|&d| d < 0.95 * size);
        let end = self.steps.partition_point(|&d| d <= 2.4 * size);
        let steps = self.steps.get(first..end).unwrap_or_default();
        steps.get(steps.len() / 2).copied().unwrap_or(1.6 * size).max(1.0)
    }

    /// Whether more room stands between two lines of words than lines of their letters leave: a blank
    /// line to a reader. Rows of words that stand apart have their own measures.
    fn part(&self, above: &[Bit<'_>], below: &[Bit<'_>]) -> bool {
        if !is_whole(above) || !is_whole(below) || above[0].down || below[0].down {
            return false;
        }
        let sizes = [bits::median_size(above), bits::median_size(below)];
        // The white between them, as letters fill their ems.
        let white = below[0].baseline - above[0].baseline - 0.88 * sizes[1] - 0.12 * sizes[0];
        let mut known =
            sizes.iter().filter_map(|&s| Some((s, *self.by_size.get(&half_points(s))?))).peekable();
        known.peek().is_some() && known.all(|(size, step)| white + size >= Self::APART * step)
    }
}

/// The size of letters in half points, as programs choose it.
fn half_points(size: f32) -> u32 {
    (size * 2.0).round() as u32
}

/// Whether no word of a line stands apart from the others.
fn is_whole(line: &[Bit<'_>]) -> bool {
    bits::is_spread(line)
        || line.windows(2).all(|p| p[1].bounds.x0 - p[0].bounds.x1 < 1.5 * p[0].size.max(p[1].size))
}

/// What lines make of a page.
struct Ruled<'a> {
    tables: Vec<DrawnTable<'a>>,
    /// Boxes around text.
    frames: Vec<Bounds>,
    /// What stands outside of tables.
    free: Vec<Bit<'a>>,
}

/// The most runs and lines of a page that are looked at as tables. Printed pages have some hundreds; a
/// page with more is a drawing, or made to take long.
const MOST_RUNS: usize = 30_000;
const MOST_RULES: usize = 6_000;

/// The tables that lines draw on a page, and what stands outside of them. `above`: where the columns
/// begin of the table that the first one may carry on.
fn ruled<'a>(page: &Page, all: &[Bit<'a>], above: Option<&[f32]>) -> Ruled<'a> {
    if all.len() > MOST_RUNS || page.rules.len() > MOST_RULES {
        return Ruled { tables: Vec::new(), frames: Vec::new(), free: all.to_vec() };
    }
    let finite = |r: &&Rule| {
        [r.bounds.x0, r.bounds.y0, r.bounds.x1, r.bounds.y1].iter().all(|v| v.is_finite())
    };
    let rules: Vec<Rule> = page.rules.iter().filter(finite).copied().collect();
    let parted = |gap: &Bounds| {
        all.iter().any(|b| {
            let (x, y) = b.middle();
            gap.contains(x, y)
        })
    };
    let lattices = lattice::stack(lattice::find(&rules), parted);
    // The smallest lattice around a run has it.
    let area = |l: &Lattice| l.bounds.width() * l.bounds.height();
    let (mut kept, others): (Vec<Lattice>, Vec<Lattice>) =
        lattices.into_iter().partition(|l| l.columns() > 1 && inside(l, all, None).is_table());
    let frames: Vec<Bounds> =
        others.iter().filter(|l| l.columns() == 1).map(|l| l.bounds).collect();
    let framed: Vec<Bounds> = kept.iter().map(|l| l.bounds).collect();
    let size = bits::median_size(all);
    let banded = bands::find(&rules, &framed, all, size);
    // Where headings and columns do not agree, the white alone is to tell.
    kept.extend(banded.into_iter().filter(|l| {
        let table = inside(l, all, above);
        table.is_table() && (table.head > 0 || above.is_some_and(|a| table.fits(a)))
    }));
    kept.sort_by(|a, b| area(a).total_cmp(&area(b)));
    let mut taken = vec![false; all.len()];
    let mut tables = Vec::new();
    let top = kept.iter().map(|l| l.bounds.y0).fold(f32::MAX, f32::min);
    for lattice in &kept {
        let above = above.filter(|_| lattice.bounds.y0 <= top);
        let inside: Vec<usize> = (0..all.len())
            .filter(|&i| !taken[i])
            .filter(|&i| {
                let (x, y) = all[i].middle();
                lattice.bounds.contains(x, y)
            })
            .collect();
        let own: Vec<Bit<'a>> = inside.iter().map(|&i| all[i]).collect();
        let thought = split::thought(lattice, &own);
        let whole = if thought.is_empty() { None } else { lattice.with(&thought) };
        let table = cells::fill(whole.as_ref().unwrap_or(lattice), lattice, &own, above);
        if table.is_table() {
            inside.iter().for_each(|&i| taken[i] = true);
            tables.push(table);
        }
    }
    tables.sort_by(|a, b| {
        a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0))
    });
    let free = all.iter().zip(&taken).filter(|(_, t)| !**t).map(|(b, _)| *b).collect();
    Ruled { tables, frames, free }
}

/// What a lattice holds, all runs in it taken.
fn inside<'a>(lattice: &Lattice, all: &[Bit<'a>], above: Option<&[f32]>) -> DrawnTable<'a> {
    let own: Vec<Bit<'a>> = all
        .iter()
        .filter(|b| {
            let (x, y) = b.middle();
            lattice.bounds.contains(x, y)
        })
        .copied()
        .collect();
    cells::fill(lattice, lattice, &own, above)
}

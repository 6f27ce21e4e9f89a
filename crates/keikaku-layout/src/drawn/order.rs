//! Reading order: which blocks of a page come one after the other.
//!
//! A page with tables is cut across where nothing stands, then down, and so on, until each part is a
//! table or text. The two pages of a spread are read one after the other, unless rows of a table go on
//! from one to the other.

use keikaku_page::Bounds;

use super::bits::{self, Bit};
use super::cells::DrawnTable;
use crate::printed::sheet::{Shape, shape};

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Part<'a> {
    /// A table, by its index.
    Table(usize),
    /// Text without ruled tables in it.
    Text(Vec<Bit<'a>>),
    /// The text of a frame, by its index, before it is filled in.
    Frame(usize),
}

/// A frame around fewer lines is a heading, or a cell of a table whose cells stand apart.
const FEWEST_FRAMED: usize = 3;

/// The frames that hold text of their own, each with it, and the text outside of them. Frames around
/// others or around tables, and around most of the page, are none.
fn framed<'a>(
    frames: &[Bounds],
    tables: &[DrawnTable<'a>],
    mut free: Vec<Bit<'a>>,
) -> (Vec<(Bounds, Vec<Bit<'a>>)>, Vec<Bit<'a>>) {
    let mut out = Vec::new();
    let within = |outer: &Bounds, inner: &Bounds| {
        let (x, y) = inner.centre();
        outer != inner && outer.contains(x, y)
    };
    for frame in frames {
        let holds = frames.iter().chain(tables.iter().map(|t| &t.bounds)).any(|f| within(frame, f));
        let beside = free.iter().any(|b| {
            let (x, y) = b.middle();
            (frame.y0..=frame.y1).contains(&y) && !(frame.x0..=frame.x1).contains(&x)
        });
        if holds || !beside {
            continue;
        }
        let (own, rest): (Vec<_>, Vec<_>) = free.into_iter().partition(|b| {
            let (x, y) = b.middle();
            frame.contains(x, y)
        });
        let lines = bits::lines(own.clone());
        let figured = |l: &&Vec<Bit<'_>>| l.iter().any(|b| shape(b.text) == Shape::Figure);
        // Rows of figures may go on in the frame beside it.
        let figures = lines.iter().filter(figured).count();
        if lines.len() >= FEWEST_FRAMED && figures * 3 <= lines.len() {
            out.push((*frame, own));
            free = rest;
        } else {
            free = own.into_iter().chain(rest).collect();
        }
    }
    (out, free)
}

#[derive(Clone, Copy, Debug)]
enum Item<'a> {
    Table(usize, Bounds),
    /// A frame around text, by its index.
    Frame(usize, Bounds),
    Bit(Bit<'a>),
}

impl Item<'_> {
    /// Whether it is set apart by lines.
    fn is_block(&self) -> bool {
        !matches!(self, Self::Bit(_))
    }

    /// Its box; of text without the room that its font has above and below.
    fn bounds(&self) -> Bounds {
        match self {
            Self::Table(_, bounds) | Self::Frame(_, bounds) => *bounds,
            Self::Bit(bit) => {
                let b = bit.bounds;
                let inset = (0.2 * bit.size).min(b.height() / 2.0);
                Bounds::new(b.x0, b.y0 + inset, b.x1, b.y1 - inset)
            }
        }
    }
}

/// The parts of a page in the order in which they are read.
///
/// `frames`: boxes around text. What stands in one is read on its own, if it is more than a line or two.
pub(crate) fn parts<'a>(
    page: &Bounds,
    tables: &[DrawnTable<'a>],
    frames: &[Bounds],
    free: Vec<Bit<'a>>,
) -> Vec<Part<'a>> {
    // Between lines that read across, what reads downwards stands at the side: it comes last.
    let letters = |down: bool| -> usize {
        free.iter().filter(|b| b.down == down).map(|b| b.text.chars().count()).sum()
    };
    let upright = letters(true) > letters(false);
    let (free, aside): (Vec<_>, Vec<_>) = free.into_iter().partition(|b| upright || !b.down);
    let (framed, free) = framed(frames, tables, free);
    let items: Vec<Item<'a>> = tables
        .iter()
        .enumerate()
        .map(|(i, t)| Item::Table(i, t.bounds))
        .chain(framed.iter().enumerate().map(|(i, f)| Item::Frame(i, f.0)))
        .chain(free.into_iter().map(Item::Bit))
        .collect();
    let mut out = Vec::new();
    match gutter(page, &items) {
        Some(x) => {
            let (left, right) = items.into_iter().partition(|i| i.bounds().x1 <= x);
            cut(left, &mut out, 0);
            // Text of the two pages is not one part.
            let mut second = Vec::new();
            cut(right, &mut second, 0);
            out.append(&mut second);
        }
        None => cut(items, &mut out, 0),
    }
    // Frames have their text now.
    let mut framed: Vec<Option<Vec<Bit<'a>>>> = framed.into_iter().map(|f| Some(f.1)).collect();
    let mut out: Vec<Part<'a>> = out
        .into_iter()
        .filter_map(|part| match part {
            Part::Frame(index) => framed.get_mut(index)?.take().map(Part::Text),
            other => Some(other),
        })
        .collect();
    if !aside.is_empty() {
        out.push(Part::Text(aside));
    }
    out
}

/// How deep a page is cut.
const DEEPEST: usize = 24;

fn cut<'a>(items: Vec<Item<'a>>, out: &mut Vec<Part<'a>>, depth: usize) {
    if !items.iter().any(Item::is_block) || depth >= DEEPEST {
        return leaf(items, out);
    }
    if let [Item::Table(..) | Item::Frame(..)] = items.as_slice() {
        return leaf(items, out);
    }
    let across = groups(items, |b| (b.y0, b.y1), -1.0);
    if across.len() > 1 {
        // Bands of nothing but text stay together.
        let mut text: Vec<Item<'a>> = Vec::new();
        for band in across {
            if band.iter().any(Item::is_block) {
                leaf(std::mem::take(&mut text), out);
                cut(band, out, depth + 1);
            } else {
                text.extend(band);
            }
        }
        return leaf(text, out);
    }
    let Some(band) = across.into_iter().next() else { return };
    let down = groups(band, |b| (b.x0, b.x1), 2.0);
    if down.len() > 1 {
        for column in down {
            cut(column, out, depth + 1);
        }
        return;
    }
    for part in down {
        leaf(part, out);
    }
}

/// Items in groups between which at least a gap stands.
fn groups<'a>(
    mut items: Vec<Item<'a>>,
    along: impl Fn(&Bounds) -> (f32, f32),
    gap: f32,
) -> Vec<Vec<Item<'a>>> {
    items.sort_by(|a, b| along(&a.bounds()).0.total_cmp(&along(&b.bounds()).0));
    let mut out: Vec<Vec<Item<'a>>> = Vec::new();
    let mut end = f32::MIN;
    for item in items {
        let (from, to) = along(&item.bounds());
        match out.last_mut().filter(|_| from < end + gap) {
            Some(group) => group.push(item),
            None => out.push(vec![item]),
        }
        end = end.max(to);
    }
    out
}

/// A part that is cut no further: text above its tables, the tables, the rest of the text.
fn leaf<'a>(items: Vec<Item<'a>>, out: &mut Vec<Part<'a>>) {
    let mut blocks: Vec<(Part<'a>, Bounds)> = Vec::new();
    let mut text: Vec<Bit<'a>> = Vec::new();
    for item in items {
        match item {
            Item::Table(i, bounds) => blocks.push((Part::Table(i), bounds)),
            Item::Frame(i, bounds) => blocks.push((Part::Frame(i), bounds)),
            Item::Bit(bit) => text.push(bit),
        }
    }
    blocks.sort_by(|a, b| a.1.y0.total_cmp(&b.1.y0).then(a.1.x0.total_cmp(&b.1.x0)));
    let first = blocks.first().map_or(f32::MAX, |t| t.1.y0);
    let (before, after): (Vec<_>, Vec<_>) = text.into_iter().partition(|b| b.middle().1 < first);
    if !before.is_empty() {
        out.push(Part::Text(before));
    }
    out.extend(blocks.into_iter().map(|b| b.0));
    if !after.is_empty() {
        out.push(Part::Text(after));
    }
}

/// The least width of a gutter between two pages, of the width of the page.
const GUTTER: f32 = 0.03;

/// Where a spread is cut into its two pages.
fn gutter(page: &Bounds, items: &[Item<'_>]) -> Option<f32> {
    if page.width() < 1.2 * page.height() {
        return None;
    }
    // The widest stretch in the middle that nothing stands in.
    let (from, to) = (page.x0 + 0.4 * page.width(), page.x0 + 0.6 * page.width());
    let mut taken: Vec<(f32, f32)> = items
        .iter()
        .map(|i| (i.bounds().x0, i.bounds().x1))
        .filter(|(a, b)| *b > from && *a < to)
        .collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<(f32, f32)> = None;
    let mut free = from;
    for (a, b) in taken.into_iter().chain([(to, to)]) {
        if a > free && best.is_none_or(|(x0, x1)| a - free > x1 - x0) {
            best = Some((free, a));
        }
        free = free.max(b);
    }
    let (x0, x1) = best.filter(|(x0, x1)| x1 - x0 >= GUTTER * page.width())?;
    let x = (x0 + x1) / 2.0;
    let side = |left: bool| items.iter().filter(move |i| (i.bounds().x1 <= x) == left);
    let tables = |left: bool| {
        side(left).filter_map(|i| match i {
            Item::Table(_, b) => Some(*b),
            Item::Frame(..) | Item::Bit(_) => None,
        })
    };
    let near = |a: f32, b: f32| (a - b).abs() <= 3.0;
    let both = tables(true).any(|a| tables(false).any(|b| near(a.y0, b.y0) && near(a.y1, b.y1)));
    if both {
        return None;
    }
    let text = |left: bool| -> Vec<Vec<Bit<'_>>> {
        let own = side(left).filter_map(|i| match i {
            Item::Bit(bit) => Some(*bit),
            Item::Table(..) | Item::Frame(..) => None,
        });
        bits::lines(own.collect())
    };
    let (left, right) = (text(true), text(false));
    if left.len() < FEWEST_LINES || right.len() < FEWEST_LINES {
        return None;
    }
    let figures = |line: &[Bit<'_>]| line.iter().any(|b| shape(b.text) == Shape::Figure);
    let shared = right
        .iter()
        .filter(|r| left.iter().any(|l| (l[0].baseline - r[0].baseline).abs() <= 1.0))
        .count();
    let rows = right.iter().filter(|r| figures(r)).count() * 2 >= right.len();
    let goes_on = rows && shared * 10 >= right.len().min(left.len()) * 6;
    (!goes_on).then_some(x)
}

/// A page of a spread has at least so many lines.
const FEWEST_LINES: usize = 5;

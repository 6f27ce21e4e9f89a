//! Regions: the runs of lines of a page that may be one table.

use std::ops::Range;

use super::sheet::{Atom, PrintLine, Shape};
use crate::header;

/// What a line looks like to the search for regions.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// The segments between gaps that part cells.
    segments: usize,
    /// Whether it reads as text around tables: a sentence, a heading, an item, a note.
    text: bool,
    /// Whether it is as short as the end of a label: `【人】`.
    short: bool,
    /// Whether it states the unit of the table below it.
    unit: bool,
}

/// How many columns a line is indented where it is within a table and not in its first column.
const DEEP: i32 = 10;
/// How many lines without gaps may follow each other at the left, and further right.
const MOST_SINGLES: usize = 4;
const MOST_DEEP: usize = 14;
/// The most lines of a region: pages are shorter.
const MOST_LINES: usize = 300;
/// The widest gap down the page within a table, in lines.
const WIDEST_GAP: i32 = 7;

/// The regions of a page, from the top.
///
/// `ends`: whether what belongs to the page, such as its number, stands between a line and the one
/// before it.
pub(crate) fn find(
    text: &str,
    lines: &[PrintLine],
    ends: &dyn Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let looks: Vec<Look> = lines.iter().map(|l| look(text, l)).collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if looks[i].segments < 2 || looks[i].unit {
            i += 1;
            continue;
        }
        let end = end_of(lines, &looks, i, ends);
        // Cells of the first row may begin above it.
        let leftmost = lines[i..end].iter().map(PrintLine::x0).min().unwrap_or(0);
        let taken = out.last().map_or(0, |r: &Range<usize>| r.end);
        let mut start = i;
        while start > taken
            && lines[start].y - lines[start - 1].y == 1
            && !looks[start - 1].unit
            && lines[start - 1].x0() >= leftmost + DEEP
        {
            start -= 1;
        }
        // One row alone may go on with the table of the page before.
        let single = looks[i].segments >= 3
            && lines[i].atoms.iter().any(|a| matches!(a.shape, Shape::Figure | Shape::Dash));
        if end > start + 1 || single {
            out.push(start..end);
        }
        i = end;
    }
    out
}

/// Where the region that begins at a line ends.
fn end_of(
    lines: &[PrintLine],
    looks: &[Look],
    first: usize,
    ends: &dyn Fn(usize) -> bool,
) -> usize {
    let left = |i: usize| lines[first..=i].iter().map(PrintLine::x0).min().unwrap_or(0);
    let mut leftmost = left(first);
    let mut last = first;
    let (mut singles, mut deep) = (0, 0);
    let mut i = first + 1;
    while i < lines.len() && i - first < MOST_LINES {
        crate::steps::count("printed::region", 1);
        let gap = lines[i].y - lines[i - 1].y;
        if gap > WIDEST_GAP || looks[i].unit || ends(i) {
            break;
        }
        if looks[i].segments >= 2 {
            leftmost = leftmost.min(lines[i].x0());
            (singles, deep) = (0, 0);
            last = i;
        } else if lines[i].atoms.len() != 2 && lines[i].atoms.iter().all(|a| a.letter) {
            // A letter of a label that stands upright, or a label spread over its cell.
        } else if lines[i].x0() >= leftmost + DEEP {
            deep += 1;
            if deep > MOST_DEEP {
                break;
            }
        } else {
            singles += 1;
            if looks[i].text || singles > MOST_SINGLES {
                break;
            }
        }
        i += 1;
    }
    // What stands right beneath the last row may be the end of its cells.
    let mut end = last + 1;
    while end < lines.len()
        && end - last <= 4
        && lines[end].y - lines[end - 1].y == 1
        && !looks[end].unit
        && !ends(end)
        && (!looks[end].text || looks[end].short || lines[end].x0() >= leftmost + DEEP)
    {
        let below = &lines[end];
        let inside = |a: &Atom| a.x0 <= below.x0() + 2 && below.x1() <= a.x1 + 4;
        let flush = |a: &Atom| below.x0() >= leftmost + DEEP && (a.x0 - below.x0()).abs() <= 1;
        let held = lines[first..=last]
            .iter()
            .rev()
            .take(4)
            .any(|l| l.atoms.iter().any(|a| inside(a) || flush(a)));
        if !held {
            break;
        }
        end += 1;
    }
    end
}

fn look(text: &str, line: &PrintLine) -> Look {
    let span = line.span();
    let words = &text[span.start..span.end];
    let segments = 1 + line.atoms.windows(2).filter(|p| parts(&p[0], &p[1])).count();
    let last = line.atoms.last().map_or("", |a| &text[a.span.start..a.span.end]);
    let width = line.x1() - line.x0();
    let letters = line.atoms.iter().filter(|a| a.letter).count();
    let spread = letters * 2 > line.atoms.len() && letters >= 3;
    let sentence =
        header::is_sentence(words) && width > 20 || segments == 1 && width > 44 && !spread;
    let text = sentence
        || words.starts_with(['【', '■', '◆', '●', '○', '◎', '・', '◇', '□', '〔', '※', '＊', '*'])
        || ["注", "（注", "(注", "備考：", "備考:", "（出典", "出典", "資料："]
            .iter()
            .any(|n| words.starts_with(n))
        || crate::number::enumerator(words).is_some_and(|e| e.separated) && line.x0() <= 4
        || header::is_contents_entry(words);
    Look {
        segments,
        text,
        short: segments == 1 && width <= 12,
        unit: states_unit(words, last) && segments <= 4,
    }
}

/// Whether a gap parts two cells, as far as the line itself tells.
fn parts(a: &Atom, b: &Atom) -> bool {
    let gap = b.x0 - a.x1;
    let spread = a.letter && b.letter && gap <= 14;
    let numbered =
        a.x1 - a.x0 <= 3 && gap <= 4 && b.shape == Shape::Words && a.shape != Shape::Words;
    gap >= 2 && !b.after_wide_space && !spread && !numbered
}

/// `（単位：千円）` at the end of a line.
fn states_unit(words: &str, last: &str) -> bool {
    if !words.contains('単') {
        return false;
    }
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(at) = bare.rfind("単位") else { return false };
    let closed = bare.ends_with([')', '）', '］', ']', '】']) || last.starts_with("単位");
    let opened = bare[..at].ends_with(['(', '（', '［', '[', '【']) || bare[..at].is_empty();
    closed && opened && (3..=14).contains(&bare[at..].chars().count())
}

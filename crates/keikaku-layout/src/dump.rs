//! The pages of a text dump: its words as runs of a [`Page`].
//!
//! `pdftotext -layout` counts every letter as one column, wide ones too; spreadsheets printed to text
//! and people count a wide letter as two. Which of the two a document does is seen by its figures:
//! those of one column end at the same place.

use keikaku_page::{Bounds, Page, Run, Unit};
use keikaku_text::{Span, display_width};
use std::ops::Range;

use crate::line::Line;
use crate::repair::Repair;

/// How a dump counts the columns of its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Every letter takes one column, as in dumps of `pdftotext -layout`.
    Letters,
    /// Wide letters take two columns, as on a terminal.
    Columns,
}

impl Measure {
    fn width(self, c: char, text: &str) -> usize {
        match self {
            Self::Letters => 1,
            Self::Columns if c.is_ascii() => 1,
            Self::Columns => display_width(text),
        }
    }

    /// The measure by which more words end where a word of a near line ends.
    ///
    /// The first 4,000 lines with gaps tell; a tie is decided for columns.
    pub(crate) fn of(text: &str, lines: &[Line]) -> Self {
        let shared = |measure| {
            let mut edges = Edges::default();
            let told = lines.iter().filter(|l| l.has_gap && !l.has_tab).take(4000);
            told.map(|line| edges.shared(text, line, measure)).sum::<usize>()
        };
        if shared(Self::Letters) > shared(Self::Columns) { Self::Letters } else { Self::Columns }
    }
}

/// Where the figures of the lines so far end, and where the words behind their gaps begin.
#[derive(Default)]
struct Edges {
    /// How many lines were seen.
    lines: usize,
    /// For each column of the dump the number of the last line with such an edge there, from 1 on:
    /// of figures, of words.
    last: [Vec<usize>; 2],
}

impl Edges {
    /// How many edges a line shares with those of the lines near above it, in order.
    fn shared(&mut self, text: &str, line: &Line, measure: Measure) -> usize {
        const NEAR: usize = 6;
        self.lines += 1;
        let mut shared = 0;
        let mut own: Vec<(usize, usize)> = Vec::new();
        let mut end = 0;
        words(text, line, measure, |span, columns| {
            let last = text[span.start..span.end].chars().next_back();
            if last.is_some_and(|c| crate::number::digit(c).is_some()) {
                own.push((0, columns.end));
            }
            if end > 0 && columns.start >= end + 2 {
                own.push((1, columns.start));
            }
            end = columns.end;
        });
        let near = |last: usize| last > 0 && last + NEAR >= self.lines;
        shared += own.iter().filter(|e| self.last[e.0].get(e.1).is_some_and(|l| near(*l))).count();
        for (kind, at) in own {
            let last = &mut self.last[kind];
            if last.len() <= at {
                last.resize(at + 1, 0);
            }
            last[at] = self.lines;
        }
        shared
    }
}

/// Calls `see` for every word of a line: its place in the source, and the columns that it takes.
fn words(text: &str, line: &Line, measure: Measure, mut see: impl FnMut(Span, Range<usize>)) {
    let base = line.span.start;
    let raw = &text[base..line.content.end.max(base)];
    let mut column = 0;
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in raw.char_indices() {
        let at = base + at;
        let hidden = at < line.content.start;
        if matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '\u{c}') || hidden {
            if let Some((start, from)) = open.take() {
                see(Span::new(start, at), from..column);
            }
            column += match c {
                '\u{c}' => 0,
                _ => measure.width(c, &text[at..at + c.len_utf8()]),
            };
            continue;
        }
        open.get_or_insert((at, column));
        column += measure.width(c, &text[at..at + c.len_utf8()]);
    }
    if let Some((start, from)) = open {
        see(Span::new(start, base + raw.len()), from..column);
    }
}

/// The words of some lines as a page: `x` in columns, `y` in lines from the first of them.
pub(crate) fn page(
    text: &str,
    lines: &[Line],
    range: Range<usize>,
    number: usize,
    measure: Measure,
    repair: &Repair,
    wanted: impl Fn(usize) -> bool,
) -> Page {
    let mut runs = Vec::new();
    let mut widest = 0;
    for i in range.clone().filter(|&i| wanted(i)) {
        let y = (i - range.start) as f32;
        words(text, &lines[i], measure, |span, columns| {
            if repair.ignores(span) {
                return;
            }
            widest = widest.max(columns.end);
            let bounds = Bounds::new(columns.start as f32, y, columns.end as f32, y + 1.0);
            runs.push(Run::of_dump(span, bounds));
        });
    }
    let bounds = Bounds::new(0.0, 0.0, widest as f32, range.len() as f32);
    Page { number, bounds, unit: Unit::Cell, runs, rules: Vec::new() }
}

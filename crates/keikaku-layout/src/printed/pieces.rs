//! Pieces: what stands on one line in one column.

use keikaku_text::{Span, display_width};

use super::columns::Columns;
use super::sheet::{Atom, PrintLine, Shape};

/// What stands on one line in one column: a line of a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// The index of its line in the region.
    pub line: usize,
    /// How far down the page it stands.
    pub y: i32,
    pub span: Span,
    pub x0: i32,
    pub x1: i32,
    pub shape: Shape,
    /// How wide it is printed, in half-width letters.
    pub width: i32,
    /// Whether it is letters spread over the cell.
    pub spread: bool,
    /// Whether a number or a mark opens it.
    pub numbered: bool,
    /// Whether it is a number that items are counted by, or a part of one: `３．８．`, `12`.
    pub counts: bool,
    /// The mark of an item that stands between the spread letters of its label (`料 ア 金 収 入`): a
    /// dump puts it behind the first letter, where the two are printed close together.
    pub mark: Option<Span>,
}

/// The pieces of each column, from the top.
pub(crate) fn by_column(text: &str, lines: &[PrintLine], columns: &Columns) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = vec![Vec::new(); columns.len()];
    for (l, line) in lines.iter().enumerate() {
        let of = columns.assign(&line.atoms, false);
        let mut i = 0;
        while i < line.atoms.len() {
            let column = of[i];
            let mut end = i + 1;
            while end < line.atoms.len() && of[end] == column {
                end += 1;
            }
            out[column].push(piece(text, l, line.y, &line.atoms[i..end]));
            i = end;
        }
    }
    out
}

pub(crate) fn piece(text: &str, line: usize, y: i32, atoms: &[Atom]) -> Piece {
    let (first, last) = (atoms[0], atoms[atoms.len() - 1]);
    let letters = atoms.iter().filter(|a| a.letter).count();
    let span = first.span.cover(last.span);
    Piece {
        line,
        y,
        span,
        width: display_width(&text[span.start..span.end]) as i32,
        x0: first.x0,
        x1: last.x1,
        shape: shape(atoms),
        numbered: mark(text, atoms).is_some() || opens_item(&text[span.start..span.end]),
        mark: mark(text, atoms),
        counts: counts(&text[span.start..span.end]),
        spread: letters >= 2 && letters * 3 >= atoms.len() * 2,
    }
}

/// What atoms that stand in one cell look like together: figures may have a unit behind them.
fn shape(atoms: &[Atom]) -> Shape {
    let first = atoms[0].shape;
    let rest: i32 = atoms[1..].iter().map(|a| a.x1 - a.x0).sum();
    let figures = atoms.iter().all(|a| matches!(a.shape, Shape::Figure | Shape::Dash));
    if atoms.len() == 1
        || figures
        || first == Shape::Figure && rest <= 3 && atoms[0].x1 - atoms[0].x0 >= rest
    {
        return first;
    }
    if atoms.iter().all(|a| a.shape == Shape::Time) { Shape::Time } else { Shape::Words }
}

/// Whether a column holds mostly figures.
pub(crate) fn is_figures(pieces: &[Piece]) -> bool {
    let count = |shape: Shape| pieces.iter().filter(|p| p.shape == shape).count();
    let figures = count(Shape::Figure) + count(Shape::Dash);
    count(Shape::Figure) > 0 && figures >= count(Shape::Words)
}

/// Whether a text is numbers of one or two digits, and dots between them; nothing is counted from 0.
fn counts(words: &str) -> bool {
    let zero = |words: &str| words.chars().all(|c| crate::number::digit(c) == Some(0));
    !zero(words)
        && words.split(['.', '．']).all(|number| {
            let digits = |c: char| crate::number::digit(c).is_some();
            number.chars().count() <= 2 && number.chars().all(digits)
        })
}

/// The mark of an item behind the first letter of its spread label.
fn mark(text: &str, atoms: &[Atom]) -> Option<Span> {
    let [first, mark, rest @ ..] = atoms else { return None };
    let katakana = |a: &Atom| {
        a.letter && text[a.span.start..a.span.end].starts_with(|c| ('ア'..='コ').contains(&c))
    };
    (first.letter
        && !katakana(first)
        && katakana(mark)
        && mark.x0 - first.x1 <= 2
        && rest
            .first()
            .is_some_and(|next| next.letter && !katakana(next) && next.x0 - mark.x1 >= 1))
    .then_some(mark.span)
}

impl Piece {
    /// The text of the piece as people read it: a mark first.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> {
        let (before, after) = match self.mark {
            Some(mark) => {
                (Span::new(self.span.start, mark.start), Some(Span::new(mark.end, self.span.end)))
            }
            None => (self.span, None),
        };
        self.mark.into_iter().chain(std::iter::once(before)).chain(after)
    }
}

/// Whether a text begins with the number or the mark of an item: `（１）`, `ア`, `・`, `01 報酬`.
fn opens_item(words: &str) -> bool {
    let mut chars = words.chars();
    let first = chars.next().unwrap_or(' ');
    let second = chars.next().unwrap_or(' ');
    let apart = second == ' ' || second == '\u{3000}';
    crate::number::enumerator(words).is_some_and(|e| e.title < words.len())
        || crate::number::circled_value(first).is_some()
        || matches!(first, '・' | '○' | '●' | '◎' | '◇' | '◆' | '■' | '□')
        || apart && (('ア'..='ン').contains(&first) || crate::number::digit(first).is_some())
}

//! What is a table, and what only looks like one.

use std::ops::Range;

use super::columns::{Columns, Fits};
use super::pieces::{Piece, is_figures};
use super::sheet::{PrintLine, Shape};
use crate::header;

/// How many lines at the top are titles of the table: one segment over several columns, or set apart
/// by blank lines.
pub(crate) fn skip_titles(fits: &mut Fits<'_>, part: &Range<usize>) -> usize {
    let lines = &fits.lines[part.clone()];
    let mut from = 0;
    while from + 2 < lines.len() {
        let line = &lines[from];
        let spread = line.atoms.iter().all(|a| a.letter);
        let gapless = line.atoms.windows(2).all(|p| p[1].x0 - p[0].x1 <= 1 || spread);
        let apart = lines[from + 1].y - line.y >= 2;
        if !gapless || spread && !apart {
            break;
        }
        if !apart {
            let (first, last) = fits.fit(part).reached(line.x0(), line.x1());
            if last <= first + 1 {
                break;
            }
        }
        from += 1;
    }
    from
}

/// The first line with a figure in a column of figures.
pub(crate) fn first_figures(pieces: &[Vec<Piece>]) -> Option<usize> {
    pieces
        .iter()
        .filter(|c| is_figures(c))
        .flat_map(|c| c.iter().find(|p| matches!(p.shape, Shape::Figure | Shape::Dash)))
        .map(|p| p.line)
        .min()
}

/// Whether what the columns hold is a table, and not numbered paragraphs, contents or columns of
/// prose.
pub(crate) fn is_table(
    text: &str,
    lines: &[PrintLine],
    columns: &Columns,
    pieces: &[Vec<Piece>],
) -> bool {
    if columns.len() < 2 {
        return false;
    }
    let words = |p: &Piece| &text[p.span.start..p.span.end];
    let figures: Vec<usize> = (0..columns.len()).filter(|&c| is_figures(&pieces[c])).collect();
    if figures.len() < 2 && is_prose(text, lines) {
        return false;
    }
    let is_mark = |p: &Piece| {
        let words = words(p);
        header::is_bullet(words)
            || header::is_mark(words)
            || crate::number::enumerator(words).is_some_and(|e| e.title >= words.len())
    };
    let marks = pieces[0].iter().filter(|p| is_mark(p)).count();
    let listed = marks * 3 > pieces[0].len() * 2;
    if figures.is_empty() && matches!(columns.len(), 2 | 4) {
        // Labels end as labels do; what else stands in two columns may be anything.
        let labels = || pieces.iter().step_by(2).flatten();
        let short = labels().all(|p| p.shape == Shape::Words && p.x1 - p.x0 <= 24);
        let named = labels().filter(|p| words(p).ends_with(LABEL_ENDS)).count();
        let fields = short && !listed && named >= 2 && named * 3 >= labels().count() * 2;
        if fields || columns.len() == 2 {
            return fields;
        }
    }
    let figured: usize = figures
        .iter()
        .map(|&c| pieces[c].iter().filter(|p| p.shape == Shape::Figure).count())
        .sum();
    if columns.len() == 2 {
        let mains = lines.iter().filter(|l| l.atoms.len() >= 2).count();
        return !listed && figures == [1] && mains >= 3 && figured >= 2 && !are_pages(text, pieces);
    }
    let full = lines
        .iter()
        .enumerate()
        .filter(|(l, _)| {
            let held = pieces.iter().filter(|c| c.iter().any(|p| p.line == *l)).count();
            held * 2 > columns.len()
        })
        .count();
    if figures.is_empty() { full >= 2 && !listed } else { figured >= 2 || full >= 2 }
}

/// How the labels of fields end: 事業名, 担当課, 事業期間, 目的.
const LABEL_ENDS: &[char] = &[
    '名', '課', '部', '局', '的', '間', '度', '要', '容', '象', '分', '法', '号', '者', '標', '位',
    '先', '額', '由', '向', '価', '考', '日', '時', '所', '称', '体', '項', '策',
];

/// Whether the last column counts up without units or a head: the pages of a table of contents.
fn are_pages(text: &str, pieces: &[Vec<Piece>]) -> bool {
    let last = pieces.last().map_or(&[][..], Vec::as_slice);
    let pages: Vec<Option<u32>> =
        last.iter().map(|p| text[p.span.start..p.span.end].parse().ok()).collect();
    pages.iter().all(Option::is_some) && pages.windows(2).all(|p| p[0] <= p[1])
}

/// Whether sentences fill the lines: columns of prose beside each other.
fn is_prose(text: &str, lines: &[PrintLine]) -> bool {
    let sentences =
        lines.iter().filter(|l| text[l.span().start..l.span().end].contains('。')).count();
    sentences * 3 > lines.len()
}

/// Whether lines that no columns explain look like a table all the same.
pub(crate) fn looks_like_table(text: &str, lines: &[PrintLine]) -> bool {
    let wide = lines
        .iter()
        .filter(|l| l.atoms.windows(2).filter(|p| p[1].x0 - p[0].x1 >= 2).count() >= 2)
        .count();
    wide >= 3 && !is_prose(text, lines)
}

/// Whether a line goes on in the one beneath it, whatever room it left: an open bracket, a bracket
/// that explains it, or a mark that ends nothing.
pub(crate) fn goes_on(above: &str, below: &str) -> bool {
    let open = |s: &str| {
        s.chars().filter(|c| matches!(c, '（' | '(' | '「' | '【')).count()
            > s.chars().filter(|c| matches!(c, '）' | ')' | '」' | '】')).count()
    };
    open(above)
        || above.ends_with(['・', '、', '，', 'の', '及', '･', '．', '.'])
        || below.starts_with(['（', '(', '【', '［', '[', '・'])
}

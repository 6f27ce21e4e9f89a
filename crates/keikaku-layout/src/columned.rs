//! Lines that stand in columns: diagrams and tables that no finder took. What looks like a header
//! there is one of their cells.

use keikaku_text::{Span, display_width};

use crate::line::Line;
use crate::number::enumerator;

/// How many lines around are looked at.
const NEAR: usize = 6;
/// How many columns two beginnings of one column may stand apart.
const DRIFT: usize = 2;

/// How many stretches of a line are looked at; a page has room for fewer.
const MOST: usize = 40;

/// A stretch of a line up to a gap, and the columns that it begins at when every letter counts one
/// and when wide ones count two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub span: Span,
    columns: [usize; 2],
}

/// The stretches of a line that gaps set apart; a number and its title are one, so are letters that
/// are spread.
pub(crate) fn stretches(text: &str, line: &Line) -> Vec<Stretch> {
    let words = &text[line.content.start..line.content.end];
    let number = enumerator(words).map_or(0, |e| line.content.start + e.title);
    let mut columns = [0usize; 2];
    let mut out: Vec<Stretch> = Vec::new();
    let mut spaces = 2;
    for (at, c) in text[line.span.start..line.content.end].char_indices() {
        let at = line.span.start + at;
        let end = at + c.len_utf8();
        if crate::line::is_edge_space(c) {
            spaces += 1;
        } else if at >= line.content.start {
            match out.last_mut() {
                Some(last) if spaces < 2 || at <= number => last.span.end = end,
                _ => out.push(Stretch { span: Span::new(at, end), columns }),
            }
            spaces = 0;
        }
        if c != '\u{c}' {
            columns[0] += 1;
            columns[1] += if c.is_ascii() { 1 } else { display_width(&text[at..end]) };
        }
    }
    // What brackets enclose as a whole is one: 【第３条    目的】.
    let enclosed = || {
        crate::number::marked(words)
            .is_some_and(|(scheme, _)| !matches!(scheme, crate::number::Scheme::Symbol(_)))
    };
    if out.len() > 1 && (is_spread(text, &out) || enclosed()) {
        out[0].span.end = line.content.end;
        out.truncate(1);
    }
    out
}

/// Whether stretches are the letters of one word: about as far from each other.
fn is_spread(text: &str, stretches: &[Stretch]) -> bool {
    let gaps = || stretches.windows(2).map(|w| w[1].span.start - w[0].span.end);
    let (least, most) = (gaps().min().unwrap_or(0), gaps().max().unwrap_or(0));
    most <= least * 2 + 1
        && stretches.iter().all(|s| text[s.span.start..s.span.end].chars().count() <= 2)
}

/// Whether each line stands in columns: a part of it begins where parts of two lines near it do.
pub(crate) fn find(text: &str, lines: &[Line]) -> Vec<bool> {
    if !lines.iter().any(|l| l.has_gap) {
        return vec![false; lines.len()];
    }
    let all: Vec<Vec<Stretch>> = lines
        .iter()
        .map(|l| if l.is_blank() || l.has_tab { Vec::new() } else { stretches(text, l) })
        .map(|mut all| {
            all.truncate(MOST);
            all
        })
        .collect();
    let inner = |i: usize| all[i].get(1..).unwrap_or_default();
    let meets = |s: &Stretch, i: usize| {
        inner(i).iter().any(|o| (0..2).any(|m| o.columns[m].abs_diff(s.columns[m]) <= DRIFT))
    };
    let mut out: Vec<bool> = (0..lines.len())
        .map(|i| {
            let near = i.saturating_sub(NEAR)..(i + NEAR + 1).min(lines.len());
            let shared = |s: &Stretch| near.clone().filter(|&k| k != i && meets(s, k)).count() >= 2;
            let opens_item =
                |s: &Stretch| text[s.span.start..s.span.end].starts_with(['・', '･', '○', '◇']);
            match &all[i][..] {
                [] => false,
                // Alone on its line, it stands in a column of the others where one of them is near.
                [one] => {
                    let beside = |k: usize| lines.get(k).is_some_and(|l| !l.is_blank());
                    one.columns[0] > 0 && (i > 0 && beside(i - 1) || beside(i + 1)) && shared(one)
                }
                // The unit of a table stands at the right of its title.
                [.., last] if text[last.span.start..].starts_with(['（', '(']) => false,
                [_, rest @ ..] => rest.iter().any(|s| shared(s) || opens_item(s)),
            }
        })
        .collect();
    // A line between two of them, with no blank line around, is of the same cells.
    let between: Vec<usize> = (1..lines.len().saturating_sub(1))
        .filter(|&i| {
            let beside = |k: usize| out[k] || all[k].len() > 1;
            let any = out[i - 1] || out[i + 1];
            !lines[i].is_blank() && !out[i] && any && beside(i - 1) && beside(i + 1)
        })
        .collect();
    for i in between {
        out[i] = true;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_text::SourceText;

    fn columned(text: &str) -> Vec<bool> {
        let source = SourceText::from_str(text);
        find(text, &crate::line::measure(&source, None))
    }

    #[test]
    fn parts_that_begin_at_one_column_are_cells() {
        let text = "\
１．港の振興              ①岸壁の延長         ・入港する船の数
                      ②倉庫の建設         ・預かる荷の量
２．船員の育成             ③学校との連携        ・卒業生の数
";
        assert_eq!(columned(text), [true; 3]);
    }

    #[test]
    fn a_title_with_spread_letters_or_a_unit_stands_in_none() {
        let text = "１   港   の   概   要\n\n２．追加            （単位：千円）\n\n３．港の整備\n";
        assert!(columned(text).iter().all(|c| !c));
    }
}

//! Numbers that follow each other: all of them head sections, or all are items of a list.

use crate::header::{Header, Item, Placed};
use crate::line::Line;
use crate::number::{Scheme, enumerator, is_stage_direction};
use crate::title::is_sentence;

/// Whether an item that is no header is prose, though its line ends before its sentence does.
fn is_prose(words: &str) -> bool {
    words.contains('、') && words.chars().count() >= 25
}

fn words<'a>(text: &'a str, lines: &[Line], placed: &Placed) -> Option<&'a str> {
    match placed.item {
        Item::Line(l) => Some(&text[lines[l].content.start..lines[l].content.end]),
        Item::Table(_) => None,
    }
}

/// Whether a list may be numbered so.
fn may_be_list(scheme: Scheme) -> bool {
    matches!(
        scheme,
        Scheme::Decimal(1)
            | Scheme::Parenthesised
            | Scheme::Circled
            | Scheme::Kana
            | Scheme::ParenthesisedKana
            | Scheme::Letter
    )
}

/// A run of numbers that follow each other.
#[derive(Default)]
struct Run {
    scheme: Option<Scheme>,
    /// The columns before its numbers: notes below a table are no items of the list around it.
    indent: usize,
    last: u32,
    headers: Vec<usize>,
    items: usize,
}

impl Run {
    fn close(&mut self, headers: &mut [Option<Header>]) {
        if self.items >= 2 && self.items > self.headers.len() {
            for &i in &self.headers {
                headers[i] = None;
            }
        }
        self.headers.clear();
        self.items = 0;
    }
}

/// Drops headers whose neighbours in their numbering are mostly sentences or values.
pub(crate) fn drop_items(
    text: &str,
    lines: &[Line],
    items: &[Placed],
    headers: &mut [Option<Header>],
) {
    let mut runs: Vec<Run> = Vec::new();
    for i in 0..items.len() {
        let Some(words) = words(text, lines, &items[i]) else { continue };
        let Some(found) = enumerator(words).filter(|e| may_be_list(e.scheme)) else { continue };
        let Item::Line(l) = items[i].item else { continue };
        let (scheme, indent) = (Some(found.scheme), lines[l].indent);
        let same = |r: &Run| r.scheme == scheme && r.indent.abs_diff(indent) <= 2;
        let k = runs.iter().position(same).unwrap_or_else(|| {
            runs.push(Run { scheme, indent, ..Run::default() });
            runs.len() - 1
        });
        let run = &mut runs[k];
        if found.value != run.last + 1 {
            run.close(headers);
        }
        run.last = found.value;
        let rest = &words[found.title..];
        if headers[i].is_some() {
            run.headers.push(i);
        } else if is_sentence(rest) || rest.contains('→') || is_prose(rest) {
            run.items += 1;
        }
    }
    for run in &mut runs {
        run.close(headers);
    }
}

/// In minutes, where 〔…登壇〕 stands between the speeches, all that stands in such brackets is what
/// happens.
pub(crate) fn drop_directions(
    text: &str,
    lines: &[Line],
    items: &[Placed],
    headers: &mut [Option<Header>],
) {
    let directions = items
        .iter()
        .filter_map(|p| words(text, lines, p))
        .any(|w| w.starts_with('〔') && is_stage_direction(w));
    if !directions {
        return;
    }
    for (placed, header) in items.iter().zip(headers) {
        if words(text, lines, placed).is_some_and(|w| w.starts_with('〔')) {
            *header = None;
        }
    }
}

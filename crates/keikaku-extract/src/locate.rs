//! Where in the source a part of a cell stands: the cell's text was joined and cleaned, so that the
//! part is sought without spaces, markup and width.

use keikaku_text::{Span, fold};

use crate::recognize::department::Named;
use crate::texts::folded;

/// Where departments are mentioned whose names stand in one piece as they are; `None` where one
/// does not, so that it is to be sought with more care.
pub(crate) fn as_written(source: &str, pieces: &[Span], named: &[Named]) -> Option<Vec<Span>> {
    let [piece] = pieces else { return None };
    let text = &source[piece.start..piece.end];
    let mut from = 0;
    let mut places = Vec::with_capacity(named.len());
    for one in named {
        let name = text[from..].find(&one.name)? + from;
        let above: usize = one.organization.iter().map(String::len).sum();
        let chained = name.checked_sub(above).is_some_and(|at| {
            at >= from
                && text
                    .get(at..name)
                    .unwrap_or_default()
                    .chars()
                    .eq(one.organization.iter().flat_map(|o| o.chars()))
        });
        if above > 0 && !chained {
            return None;
        }
        let mut end = name + one.name.len();
        if let Some(unit) = &one.unit {
            let rest = text[end..].trim_start_matches([' ', '\u{3000}']);
            let inner = rest.strip_prefix(['(', '（'])?.strip_prefix(unit.as_str())?;
            end = text.len() - inner.strip_prefix([')', '）'])?.len();
        }
        places.push(Span::new(piece.start + name - above, piece.start + end));
        from = end;
    }
    Some(places)
}

/// Pieces of source as their characters without spaces, each with its place.
pub(crate) struct Squeezed {
    text: String,
    /// Of each character: its byte in `text`, its span in the source, its piece.
    places: Vec<(usize, Span, usize)>,
}

impl Squeezed {
    /// Reads the pieces of a cell.
    pub(crate) fn of(source: &str, pieces: &[Span]) -> Self {
        let mut squeezed = Self { text: String::new(), places: Vec::new() };
        for (p, &piece) in pieces.iter().enumerate() {
            let view = folded(source, &[piece]);
            for (at, c) in view.text().char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let span = view.to_source(Span::new(at, at + c.len_utf8()));
                squeezed.places.push((squeezed.text.len(), span, p));
                squeezed.text.push(c);
            }
        }
        squeezed
    }

    /// Finds a text from a byte on: its bytes.
    fn find(&self, from: usize, text: &str) -> Option<(usize, usize)> {
        let text: String = fold(text).text().chars().filter(|c| !c.is_whitespace()).collect();
        let at = self.text.get(from..)?.find(&text)? + from;
        (!text.is_empty()).then_some((at, at + text.len()))
    }

    /// The source of a range of bytes; of one that goes over several pieces that of the first.
    fn source(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.places.partition_point(|p| p.0 < start);
        let piece = self.places.get(first)?.2;
        let within = |p: &&(usize, Span, usize)| p.0 < end && p.2 == piece;
        self.places[first..].iter().take_while(within).map(|p| p.1).reduce(Span::cover)
    }

    /// Where parts of a cell stand, one behind the other; `None` for one that is not found.
    pub(crate) fn parts<'t>(&self, parts: impl Iterator<Item = &'t str>) -> Vec<Option<Span>> {
        let mut from = 0;
        parts
            .map(|part| {
                let (start, end) = self.find(from, part)?;
                from = end;
                self.source(start, end)
            })
            .collect()
    }

    /// Where departments are mentioned: the chain above each, its name, and its sub-unit in brackets.
    pub(crate) fn departments(&self, named: &[Named]) -> Vec<Option<Span>> {
        let mut from = 0;
        named
            .iter()
            .map(|one| {
                let whole = one.organization.concat() + &one.name;
                let found = self.find(from, &whole).or_else(|| self.find(from, &one.name));
                let unit = one.unit.as_deref();
                // The second sub-unit of one name stands in brackets of its own.
                let (start, mut end) = match (found, unit) {
                    (Some((start, end)), _) => (start, end),
                    (None, Some(unit)) => self.find(from, unit)?,
                    (None, None) => return None,
                };
                if let Some(unit) = unit.filter(|_| found.is_some())
                    && let Some((_, unit_end)) =
                        self.find(end, unit).filter(|(at, _)| *at <= end + '('.len_utf8())
                {
                    end = unit_end;
                }
                end += self.text[end..]
                    .chars()
                    .next()
                    .filter(|c| unit.is_some() && *c == ')')
                    .map_or(0, char::len_utf8);
                from = end;
                self.source(start, end)
            })
            .collect()
    }
}

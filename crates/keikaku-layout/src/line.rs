//! The lines of a dump with what layout asks of each of them.

use keikaku_text::{SourceText, Span, display_width};

/// One line of the decoded text, measured once.
///
/// `span` is the line without its terminator, `content` the same without the spaces around it
/// (ASCII, ideographic and no-break spaces, form feeds). Both are byte spans of the decoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of the line, from 1.
    pub number: usize,
    /// The line without its terminator.
    pub span: Span,
    /// The line without the spaces around its text; empty for a blank line.
    pub content: Span,
    /// Display columns before the text.
    pub indent: usize,
    /// Display columns of the text, full-width characters counting two.
    pub width: usize,
    /// Whether the line holds a tab between its first and last character.
    pub has_tab: bool,
    /// Whether a form feed, the mark of a new page, stands before the text.
    pub starts_page: bool,
}

impl Line {
    /// Whether the line has no text.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty()
    }
}

/// What counts as space at the edges of a line.
pub(crate) fn is_edge_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}' | '\u{c}' | '\u{b}' | '\u{200b}' | '\u{feff}')
}

/// Measures every line of a text, in order.
pub(crate) fn measure(source: &SourceText) -> Vec<Line> {
    let text = source.text();
    let index = source.lines();
    let mut lines = Vec::with_capacity(index.len());
    for number in 1..=index.len() {
        let span = index.span_of(number);
        let raw = &text[span.start..span.end];
        let lead = raw.len() - raw.trim_start_matches(is_edge_space).len();
        let content = raw[lead..].trim_end_matches(is_edge_space);
        let start = span.start + lead;
        // A tab at the edge is structure too: it stands beside an empty first or last cell.
        let has_tab = !content.is_empty() && memchr::memchr(b'\t', raw.as_bytes()).is_some();
        let (indent, width) = if content.is_empty() {
            (0, 0)
        } else if has_tab {
            (0, content.len())
        } else {
            (display_width(&raw[..lead]), display_width(content))
        };
        lines.push(Line {
            number,
            span,
            content: Span { start, end: start + content.len() },
            indent,
            width,
            has_tab,
            starts_page: raw[..lead].contains('\u{c}'),
        });
    }
    lines
}

/// How a dump spaces its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spacing {
    /// Whether a blank line stands after nearly every line, so that one blank line says nothing.
    pub double: bool,
    /// The display columns at which prose is wrapped; `None` where lines are not hard-wrapped.
    pub wrap: Option<usize>,
}

impl Spacing {
    /// Reads the spacing off the lines: the share of text lines followed by exactly one blank
    /// line, and whether long lines end at about the same column.
    pub(crate) fn of(lines: &[Line]) -> Spacing {
        let mut texts = 0usize;
        let mut single_gaps = 0usize;
        let mut gapless_pairs = 0usize;
        let mut widths: Vec<usize> = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            if line.is_blank() || line.has_tab {
                continue;
            }
            texts += 1;
            widths.push(line.indent + line.width);
            let next = lines.get(i + 1).is_some_and(|l| !l.is_blank());
            let after = lines.get(i + 2).is_some_and(|l| !l.is_blank());
            if next {
                gapless_pairs += 1;
            } else if after {
                single_gaps += 1;
            }
        }
        widths.sort_unstable();
        let wrap = wrap_column(&widths);
        // Paragraphs set apart by blank lines are no double spacing: there the lines differ in
        // length and none is cut. Double spacing is seen only where lines are wrapped.
        let double = wrap.is_some()
            && texts >= 8
            && single_gaps * 10 >= texts * 6
            && gapless_pairs * 5 <= texts;
        Spacing { double, wrap }
    }

    /// Whether a line is full: prose that goes on would have been cut here.
    pub(crate) fn is_full(&self, line: &Line) -> bool {
        self.wrap.is_some_and(|wrap| line.indent + line.width + 6 >= wrap)
    }
}

/// The column at which many of the sorted widths end, within three full-width characters.
fn wrap_column(widths: &[usize]) -> Option<usize> {
    let long = widths.iter().rposition(|&w| w <= 160).map(|i| widths[i])?;
    if long < 40 {
        return None;
    }
    // A few lines overhang (Latin words, hanging punctuation): take the 95th percentile.
    let bounded: Vec<usize> = widths.iter().copied().filter(|&w| w <= 160).collect();
    if bounded.len() * 10 < widths.len() * 9 {
        return None;
    }
    let top = bounded[(bounded.len() - 1) * 95 / 100];
    let near = bounded.iter().filter(|&&w| w + 6 >= top && w <= top + 6).count();
    (near >= 4 && near * 4 >= bounded.len()).then_some(top)
}

//! The lines of a dump with what layout asks of each of them.

use keikaku_text::{LineIndex, SourceText, Span, display_width};

use crate::markup::{Markup, Name};

/// How the letters of a line are printed, as far as the page says so.
///
/// # A heading is larger or heavier than the text beneath it
/// ```
/// use keikaku_layout::Print;
///
/// let text = Print { size: 105, bold: false };
/// assert!(Print { size: 120, bold: false }.outranks(text));
/// assert!(Print { size: 105, bold: true }.outranks(text));
/// assert!(!Print { size: 90, bold: true }.outranks(text));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Print {
    /// The height of the letters, in tenths of a point.
    pub size: u32,
    /// Whether they are heavy (太字).
    pub bold: bool,
}

impl Print {
    /// Whether letters are larger than others, by more than one can take for the same.
    pub(crate) fn is_larger(self, other: Self) -> bool {
        self.size * 100 >= other.size * 108
    }

    /// Whether letters look alike.
    pub(crate) fn is_like(self, other: Self) -> bool {
        self.bold == other.bold && !self.is_larger(other) && !other.is_larger(self)
    }

    /// Whether letters say by their size or weight that they stand above others.
    pub fn outranks(self, other: Self) -> bool {
        self.is_larger(other) || self.bold && !other.bold && !other.is_larger(self)
    }
}

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
    /// Whether a gap of several columns stands between words, as between the cells of a table.
    pub has_gap: bool,
    /// The level that markup gives a heading: `## …`, `<h2>`.
    pub heading: Option<u8>,
    /// How its letters are printed; only pages that are drawn say so.
    pub print: Option<Print>,
    /// Whether markup begins a block of its own here, or a table.
    pub opens_block: bool,
    /// Whether the line is printed once more beside another one that holds all of it.
    pub repeats: bool,
    /// Whether the line goes on where the line above ends: what they share is left out here.
    pub carries_on: bool,
    pub(crate) opens_table_tag: bool,
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

/// Measures every line of a text, in order. In HTML a tag that ends a line ends it here, too, so
/// that several of these lines may have the same number.
pub(crate) fn measure(source: &SourceText, markup: Option<&Markup>) -> Vec<Line> {
    let text = source.text();
    let index = source.lines();
    let Some(markup) = markup else {
        return (1..=index.len()).map(|n| line(text, n, index.span_of(n))).collect();
    };
    let mut lines = Vec::with_capacity(index.len());
    let mut cutter =
        Cutter { text, index, markup, tag: 0, hidden: false, in_table: 0, heading: None };
    for number in 1..=index.len() {
        cutter.cut(number, &mut lines);
    }
    lines
}

/// Measures one line of plain text.
fn line(text: &str, number: usize, span: Span) -> Line {
    let raw = &text[span.start..span.end];
    let lead = raw.len() - raw.trim_start_matches(is_edge_space).len();
    let mut content = raw[lead..].trim_end_matches(is_edge_space);
    let mut start = span.start + lead;
    // So are the commas with which a spreadsheet fills up a line of text.
    if content.ends_with(",,") {
        content = content.trim_end_matches(|c| c == ',' || is_edge_space(c));
    }
    // A tab at the edge is structure too: it stands beside an empty first or last cell.
    let has_tab = !content.is_empty() && memchr::memchr(b'\t', raw.as_bytes()).is_some();
    let heading = heading_level(content);
    if let Some(level) = heading {
        let title = content[usize::from(level)..].trim_matches(is_edge_space);
        start +=
            content.len() - content[usize::from(level)..].trim_start_matches(is_edge_space).len();
        content = title;
    }
    if let Some(bold) = bold(content) {
        start += 2;
        content = bold;
    }
    let (indent, width) = if content.is_empty() {
        (0, 0)
    } else if has_tab {
        (0, content.len())
    } else {
        (display_width(&raw[..lead]), display_width(content))
    };
    Line {
        number,
        span,
        content: Span { start, end: start + content.len() },
        indent,
        width,
        has_tab,
        starts_page: raw[..lead].contains('\u{c}'),
        has_gap: !has_tab && has_gap(content),
        heading,
        print: None,
        opens_block: heading.is_some(),
        repeats: false,
        carries_on: false,
        opens_table_tag: false,
    }
}

/// `**施策**`: what stands between Markdown's marks of strong text around the whole.
pub(crate) fn bold(words: &str) -> Option<&str> {
    let inner = words.strip_prefix("**")?.strip_suffix("**")?;
    (!inner.is_empty() && !inner.contains("**") && inner.trim() == inner).then_some(inner)
}

/// `## 施策`: the level of a Markdown heading.
fn heading_level(content: &str) -> Option<u8> {
    if !content.starts_with('#') {
        return None;
    }
    let marks = content.bytes().take_while(|&b| b == b'#').count();
    (marks <= 6 && content[marks..].starts_with(' ')).then_some(marks as u8)
}

/// Whether two ASCII spaces, or two wide ones, stand between words.
pub(crate) fn has_gap(content: &str) -> bool {
    let bytes = content.as_bytes();
    memchr::memchr_iter(b' ', bytes).any(|i| bytes.get(i + 1) == Some(&b' '))
        || memchr::memmem::find(bytes, "\u{3000}\u{3000}".as_bytes()).is_some()
}

/// Cuts lines of HTML where a tag ends them.
struct Cutter<'a> {
    text: &'a str,
    index: &'a LineIndex,
    markup: &'a Markup,
    /// The first tag that was not read yet.
    tag: usize,
    /// Whether what stands here is not shown.
    hidden: bool,
    /// How many tables are open: within one, lines are left as they are.
    in_table: usize,
    /// The level of the heading that is open.
    heading: Option<u8>,
}

impl Cutter<'_> {
    fn cut(&mut self, number: usize, lines: &mut Vec<Line>) {
        let span = self.index.span_of(number);
        let mut from = span.start;
        let mut opens = false;
        let mut heading = None;
        let mut opens_table = false;
        let raw = &self.text[span.start..span.end];
        // A row of cells keeps its tags: they are its cells' own.
        let bare = raw.trim_matches(is_edge_space);
        let is_row = self.in_table == 0 && (bare.starts_with('|') || bare.contains('\t'));
        while let Some(tag) = self.markup.tags.get(self.tag).filter(|t| t.span.start < span.end) {
            self.tag += 1;
            if is_row || tag.span.end <= from {
                continue;
            }
            if tag.name == Name::Hidden {
                let shown = Span::new(from, tag.span.start.max(from));
                if !self.hidden {
                    self.push(number, shown, (opens, heading.take(), opens_table), lines);
                }
                self.hidden = !tag.closes;
                from = tag.span.end.min(span.end);
                continue;
            }
            // A break within a heading is one within its title.
            let in_heading = self.heading.is_some() && tag.name == Name::Block;
            if self.hidden || tag.name == Name::Inline || in_heading {
                continue;
            }
            if tag.name == Name::Table {
                if tag.closes {
                    self.in_table = self.in_table.saturating_sub(1);
                    if self.in_table == 0 {
                        // The tag that ends a table ends its line.
                        let end = tag.span.end.min(span.end);
                        self.push(number, Span::new(from, end), (opens, None, opens_table), lines);
                        (from, opens, opens_table) = (end, true, false);
                    }
                    continue;
                }
                self.in_table += 1;
                if self.in_table > 1 {
                    continue;
                }
            } else if self.in_table > 0 {
                continue;
            }
            let shown = Span::new(from, tag.span.start.max(from));
            self.push(number, shown, (opens, heading.take(), opens_table), lines);
            from = tag.span.start.max(from);
            opens = true;
            opens_table = tag.name == Name::Table;
            heading = match tag.name {
                Name::Heading(level) if !tag.closes => Some(level),
                _ => None,
            };
            self.heading = heading;
        }
        if from < span.end || from == span.start {
            let rest = Span::new(from, if self.hidden { from } else { span.end });
            let before = lines.len();
            self.push(number, rest, (opens, heading, opens_table), lines);
            if lines.len() == before && lines.last().is_none_or(|l| l.number != number) {
                lines.push(line(self.text, number, Span::new(from, from)));
            }
        }
    }

    /// Adds a line that tags cut out; one of nothing but tags and spaces says nothing.
    fn push(
        &self,
        number: usize,
        span: Span,
        (opens_block, heading, opens_table_tag): (bool, Option<u8>, bool),
        lines: &mut Vec<Line>,
    ) {
        let mut one = line(self.text, number, span);
        if !opens_table_tag && self.in_table == 0 {
            one.content = self.bare(one.content);
        }
        if one.is_blank() && span.len() < self.index.span_of(number).len() {
            return;
        }
        let content = &self.text[one.content.start..one.content.end];
        if one.is_blank() || content.starts_with('<') {
            one.has_tab = false;
            one.has_gap = false;
        }
        one.width = display_width(content);
        one.heading = heading.or(one.heading);
        one.opens_block |= opens_block;
        one.opens_table_tag = opens_table_tag;
        lines.push(one);
    }

    /// A stretch without the tags and spaces at its edges.
    fn bare(&self, mut span: Span) -> Span {
        let mut k = self.markup.at(span.start);
        while let Some(tag) = self.markup.tags.get(k).filter(|t| t.span.start == span.start) {
            span.start = tag.span.end.min(span.end);
            let rest = &self.text[span.start..span.end];
            span.start += rest.len() - rest.trim_start_matches(is_edge_space).len();
            k += 1;
        }
        let mut k = self.markup.at(span.end);
        while k > 0 && self.markup.tags[k - 1].span.end == span.end {
            let tag = &self.markup.tags[k - 1];
            if tag.span.start < span.start {
                break;
            }
            span.end = tag.span.start;
            let rest = &self.text[span.start..span.end];
            span.end = span.start + rest.trim_end_matches(is_edge_space).len();
            k -= 1;
        }
        span
    }
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

//! Section headers (見出し): which lines are headers, with what number and title.

use std::collections::{BTreeMap, BTreeSet};

use keikaku_text::Span;

use crate::columned;
use crate::line::{Line, Print, Spacing};
use crate::number::{Enumerator, Scheme, enumerator, marked};
use crate::section::is_foreword;
use crate::sequence;
use crate::title::{self, MAX_PLAIN, is_dated_remark, reads_as_title};

pub(crate) use crate::title::is_sentence;

/// A line, or a table, in the order of the text; blank lines and furniture are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// The index of a line.
    Line(usize),
    /// The index of a table.
    Table(usize),
}

/// An item with the blank lines that stand before it (an effective count: in a dump that puts one
/// blank line after every line, that one does not count).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub item: Item,
    pub blanks: usize,
    /// Whether a page begins here: its head or the number of the page before stands above.
    pub page_top: bool,
}

/// A line that is a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub scheme: Scheme,
    /// The number as written.
    pub number: Option<Span>,
    pub value: u32,
    pub title: Span,
    /// What follows the title after a colon: `１ 開催日時：令和…`.
    pub inline: Option<Span>,
    /// The unit of the table below, which stands at the right of the title: `（単位：千円）`.
    pub unit: Option<Span>,
    /// How many of the items below belong to the title, since it wraps.
    pub wraps: usize,
    /// How its line is printed.
    pub print: Option<Print>,
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

/// Whether a line is an entry of a table of contents: leader dots, or a page number far right.
pub(crate) fn is_contents_entry(text: &str) -> bool {
    let bare =
        text.trim_end_matches(|c: char| crate::number::digit(c).is_some() || c == ' ' || c == '-');
    if bare.len() == text.len() {
        return false;
    }
    let dots = bare
        .chars()
        .rev()
        .take_while(|c| matches!(c, '.' | '・' | '…' | '‥' | '･' | '．' | ' ' | '\u{3000}'))
        .count();
    let mut tail = bare.chars().rev().take(dots);
    dots >= 2 && tail.any(|c| matches!(c, '…' | '‥'))
        || dots >= 3 && bare.ends_with(['.', '・', '･', '．', ' ', '\u{3000}']) && dots >= 4
}

/// Whether dots lead from an entry of a table of contents to its page.
pub(crate) fn has_leader(text: &str) -> bool {
    let dots = |c: &char| matches!(c, '.' | '・' | '…' | '‥' | '･' | '．');
    is_contents_entry(text) && text.chars().filter(dots).count() >= 3
}

/// Whether a line opens with a mark of a list item: `・`, `-`, `–`, `•`, `※`, `＊`.
pub(crate) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('・' | '･' | '•' | '※' | '＊' | '*' | '‣' | '➢' | '➤' | '✓' | '→' | '⇒') => {
            true
        }
        // The marks of symbol fonts, which have no place in Unicode.
        Some('\u{e000}'..='\u{f8ff}') => true,
        Some('-' | '–' | '−' | '－') => {
            chars.next().is_some_and(|c| matches!(c, ' ' | '\u{3000}'))
        }
        _ => false,
    }
}

/// Whether a line opens with a mark that begins a block of its own in minutes and lists.
///
/// ```
/// assert!(keikaku_layout::is_mark("◇ 港の利用者数"));
/// assert!(!keikaku_layout::is_mark("港の利用者数"));
/// ```
#[must_use]
pub fn is_mark(text: &str) -> bool {
    text.starts_with(['●', '○', '◯', '〇', '◎', '☆', '★', '□', '■', '◆', '◇', '△', '▲', '▼', '▽'])
}

/// Finds the headers among the items; the result is as long as `items`.
pub(crate) fn find(
    text: &str,
    lines: &[Line],
    spacing: Spacing,
    items: &[Placed],
) -> Vec<Option<Header>> {
    let columned = &columned::find(text, lines);
    let page = Page { text, lines, spacing, items, columned, body: body(lines) };
    let mut headers: Vec<Option<Header>> = (0..items.len()).map(|i| page.candidate(i)).collect();
    for i in 0..headers.len() {
        let wraps = headers[i].as_ref().map_or(0, |h| h.wraps);
        headers[i + 1..i + 1 + wraps].fill(None);
        if let (Some(header), Some(l)) = (&mut headers[i], line_of(items, i)) {
            header.print = lines[l].print;
        }
    }
    sequence::drop_items(text, lines, items, &mut headers);
    sequence::drop_directions(text, lines, items, &mut headers);
    drop_title(text, lines, items, &mut headers);
    drop_tagged_title(&mut headers);
    drop_list_runs(text, items, &mut headers);
    drop_strangers(&mut headers);
    if !spacing.double {
        plain(&page, &mut headers);
    }
    headers
}

/// How most of a text is printed.
fn body(lines: &[Line]) -> Option<Print> {
    let mut widths: BTreeMap<(u32, bool), usize> = BTreeMap::new();
    for (print, width) in lines.iter().filter_map(|l| Some((l.print?, l.width))) {
        *widths.entry((print.size, print.bold)).or_default() += width;
    }
    let most = widths.into_iter().max_by_key(|(_, width)| *width)?.0;
    Some(Print { size: most.0, bold: most.1 })
}

fn line_of(items: &[Placed], i: usize) -> Option<usize> {
    match items.get(i)?.item {
        Item::Line(l) => Some(l),
        Item::Table(_) => None,
    }
}

/// Whether the line at `i` goes on from a line that was cut inside a sentence.
fn continues_sentence(
    text: &str,
    lines: &[Line],
    spacing: Spacing,
    items: &[Placed],
    i: usize,
) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|k| line_of(items, k)) else { return false };
    let before = &lines[before];
    let Some(line) = line_of(items, i).map(|l| &lines[l]) else { return false };
    let words = slice(text, before.content);
    items[i].blanks == 0
        && spacing.is_full(before)
        && !differs(before, line)
        && !words
            .ends_with(['。', '」', '）', ')', '】', '］', ']', ':', '：', '．', '＞', '〉', '》'])
}

/// Whether the letters of two lines do not look alike, as far as the page says how they are printed.
fn differs(a: &Line, b: &Line) -> bool {
    matches!((a.print, b.print), (Some(a), Some(b)) if !a.is_like(b))
}

/// What a line is asked beside.
struct Page<'a> {
    text: &'a str,
    lines: &'a [Line],
    spacing: Spacing,
    items: &'a [Placed],
    /// Which lines stand in columns.
    columned: &'a [bool],
    /// How most of the text is printed.
    body: Option<Print>,
}

impl Page<'_> {
    /// The header that a line by itself can be.
    fn candidate(&self, i: usize) -> Option<Header> {
        let &Self { text, lines, spacing, items, columned, .. } = self;
        let l = line_of(items, i)?;
        let line = &lines[l];
        let words = slice(text, line.content);
        if line.carries_on
            || is_bullet(words)
            || is_contents_entry(words)
            || continues_sentence(text, lines, spacing, items, i)
        {
            return None;
        }
        let at = line.content.start;
        if let Some(level) = line.heading {
            return Some(tagged(words, at, level)).filter(|h| title::is_name(slice(text, h.title)));
        }
        let mut header = if let Some(found) = enumerator(words) {
            numbered(words, at, &found)
        } else {
            let (scheme, title) = marked(words)?;
            let title = Span::new(at + title.start, at + title.end);
            Header {
                scheme,
                number: None,
                value: 0,
                title,
                inline: None,
                unit: None,
                wraps: 0,
                print: None,
            }
        };
        let below = line_of(items, i + 1).map(|l| slice(text, lines[l].content));
        if columned[l] || below.is_some_and(is_contents_entry) {
            return None;
        }
        trim_unit(text, line, &mut header);
        if let Some((wraps, end)) = self.wrapped(i, &header) {
            header.wraps = wraps;
            header.title.end = end;
        }
        let title = slice(text, header.title);
        let value = || header.inline.is_some_and(|v| slice(text, v).contains('→'));
        if !title::is_header(title, header.scheme)
            || value()
            || lists_on(text, line, &header)
            || states_value(text, line, &header)
            || matches!(header.scheme, Scheme::Symbol(_)) && below.is_some_and(title::is_value)
        {
            return None;
        }
        // A full line that the next one carries on is a paragraph.
        let next = line_of(items, i + 1).map(|l| &lines[l]);
        let carried = spacing.is_full(line)
            && header.inline.is_none()
            && header.wraps == 0
            && next.is_some_and(|n| {
                items[i + 1].blanks == 0
                    && !differs(line, n)
                    && enumerator(slice(text, n.content)).is_none()
                    && n.indent <= line.indent + 1
                    && !matches!(header.scheme, Scheme::LenticularBracket | Scheme::SquareBracket)
            });
        (!carried && !self.is_cut_prose(i, &header)).then_some(header)
    }

    /// Whether the line at `i` is cut in the middle of its prose: a long one that reaches as far as
    /// the line beneath it, which carries it on.
    fn is_cut_prose(&self, i: usize, header: &Header) -> bool {
        /// Columns of 30 wide letters.
        const LONG: usize = 60;
        let &Self { text, lines, items, .. } = self;
        let (Some(l), Some(below)) = (line_of(items, i), line_of(items, i + 1)) else {
            return false;
        };
        let (line, below) = (&lines[l], &lines[below]);
        let words = slice(text, below.content);
        let ends = |l: &Line| l.indent + l.width;
        let near = lines[l.saturating_sub(8)..(l + 9).min(lines.len())].iter();
        let widest = near.filter(|l| !l.has_gap).map(ends).max().unwrap_or(0);
        let title = slice(text, header.title);
        // At the foot of a page, too, where nothing stands right beneath it.
        let fills = line.width >= LONG
            && ends(line) + 4 >= widest
            && items[i + 1].page_top
            && title.contains('、')
            && !title.ends_with(['）', ')']);
        let enclosed = matches!(
            header.scheme,
            Scheme::LenticularBracket | Scheme::SquareBracket | Scheme::AngleBracket
        );
        if words.starts_with(['、', '。']) {
            return true;
        }
        if differs(line, below) || header.wraps > 0 || enclosed || header.inline.is_some() {
            return false;
        }
        fills
            || items[i + 1].blanks == 0
                && line.width >= LONG
                && ends(line) + 4 >= ends(below)
                && below.indent <= line.indent + 12
                && !is_bullet(words)
                && !is_mark(words)
                && enumerator(words).is_none()
                && marked(words).is_none()
                && !words.starts_with(['（', '('])
    }

    /// The lines that a wrapped title goes on in, and where it ends: one closes the bracket that it
    /// leaves open, or it stops at a word that another one must follow.
    fn wrapped(&self, i: usize, header: &Header) -> Option<(usize, usize)> {
        let &Self { text, lines, items, columned, .. } = self;
        let l = line_of(items, i + 1)?;
        let below = &lines[l];
        let words = slice(text, below.content);
        let title = slice(text, header.title);
        let short = words.chars().count() <= 40 && !is_sentence(words);
        if header.inline.is_some()
            || !short
            || columned[l]
            || below.has_gap
            || below.starts_page
            || is_bullet(words)
            || is_mark(words)
            || enumerator(words).is_some()
            || marked(words).is_some()
        {
            return None;
        }
        let closes = title::open_brackets(title) > 0
            && title::open_brackets(title) + title::open_brackets(words) == 0
            && items[i + 1].blanks <= 1;
        let after = items.get(i + 2).is_none_or(|p| {
            p.blanks > 0
                || line_of(items, i + 2).is_none_or(|l| {
                    columned[l] || enumerator(slice(text, lines[l].content)).is_some()
                })
        });
        let goes_on = header.number.is_some()
            && items[i + 1].blanks == 0
            && (title::is_unfinished(title)
                || after && title.ends_with(['で', 'に', 'と']) && words.chars().count() <= 20);
        (closes || goes_on).then_some((1, below.content.end))
    }
}

impl Page<'_> {
    /// Whether the line at `i` is the rest of the one above, which is long and does not end: it
    /// stands further right, as the second line of an entry does.
    fn hangs(&self, i: usize) -> bool {
        let (Some(l), Some(above)) =
            (line_of(self.items, i), i.checked_sub(1).and_then(|k| line_of(self.items, k)))
        else {
            return false;
        };
        let (line, above) = (&self.lines[l], &self.lines[above]);
        let words = slice(self.text, above.content);
        self.items[i].blanks <= 1
            && !self.items[i].page_top
            && above.width >= 50
            && line.indent >= above.indent + 4
            && !words.ends_with(['。', '）', ')', '」', '】', '］', '：', ':'])
    }

    /// Whether the line at `i` is printed larger or heavier than the line at `after`, and not smaller
    /// than most of the text.
    fn outranks(&self, i: usize, after: usize) -> bool {
        let line = |i: usize| line_of(self.items, i).map(|l| &self.lines[l]);
        let print = |i: usize| line(i)?.print;
        let (Some(own), Some(below)) = (print(i), print(after)) else { return false };
        let body = self.body.is_none_or(|body| !body.is_larger(own));
        body && own.outranks(below)
    }

    /// Whether the line at `i`, by its print a heading, has something beneath it to head: a longer line,
    /// or anything where it is printed as a title.
    fn heads_more(&self, i: usize) -> bool {
        let line = |i: usize| line_of(self.items, i).map(|l| &self.lines[l]);
        let (Some(own), Some(below)) = (line(i), line(i + 1)) else { return false };
        self.is_large(own) || below.width > own.width
    }

    /// Whether a line is printed larger than most of the text, as titles are.
    fn is_large(&self, line: &Line) -> bool {
        line.print.zip(self.body).is_some_and(|(own, body)| own.size * 10 >= body.size * 13)
    }

    /// Whether the line at `i` follows another one without a blank line between that is printed as it
    /// is.
    fn is_like_above(&self, i: usize) -> bool {
        let line = |i: usize| line_of(self.items, i).map(|l| &self.lines[l]);
        let above = i.checked_sub(1).and_then(line);
        self.items[i].blanks == 0
            && !self.items[i].page_top
            && above.zip(line(i)).is_none_or(|(above, own)| !differs(above, own))
    }

    /// Whether the line at `i` stands further left than the text right beneath it, which is a
    /// sentence or a list: `推進体制` above an indented paragraph.
    fn is_outdented(&self, i: usize) -> bool {
        let (Some(l), Some(below)) = (line_of(self.items, i), line_of(self.items, i + 1)) else {
            return false;
        };
        let (line, below) = (&self.lines[l], &self.lines[below]);
        let words = slice(self.text, below.content);
        let long = words.chars().count() > 30;
        self.items[i + 1].blanks == 0
            && line.indent < below.indent
            && below.indent <= line.indent + 4
            && (long || is_sentence(words) || is_bullet(words))
    }
}

/// `① 歳入　　② 歳出　　③ 満足`: whether the next number of the list stands on the same line.
fn lists_on(text: &str, line: &Line, header: &Header) -> bool {
    let next = |words: &str| {
        enumerator(words).is_some_and(|e| e.scheme == header.scheme && e.value == header.value + 1)
    };
    line.has_gap
        && header.number.is_some()
        && columned::stretches(text, line).iter().skip(1).any(|s| next(slice(text, s.span)))
}

/// Takes the unit of the table below, which stands at the right of its title, out of the title.
fn trim_unit(text: &str, line: &Line, header: &mut Header) {
    if !line.has_gap || header.inline.is_some() {
        return;
    }
    let stretches = columned::stretches(text, line);
    if let [.., title, unit] = &stretches[..]
        && slice(text, unit.span).trim_start_matches(['（', '(']).starts_with("単位")
        && title.span.end > header.title.start
    {
        header.title.end = title.span.end;
        header.unit = Some(unit.span);
    }
}

/// `◇ 入港する船の数      年 40 隻`: whether a value stands beside what a mark names.
fn states_value(text: &str, line: &Line, header: &Header) -> bool {
    line.has_gap
        && matches!(header.scheme, Scheme::Symbol(_))
        && columned::stretches(text, line)
            .get(1)
            .is_some_and(|s| title::is_value(slice(text, s.span)))
}

/// A heading that markup marks: whatever it says, it is a header.
fn tagged(words: &str, at: usize, level: u8) -> Header {
    let mut header = match enumerator(words) {
        Some(found) => numbered(words, at, &found),
        None => {
            let title = Span::new(at, at + words.len());
            Header {
                scheme: Scheme::Plain,
                number: None,
                value: 0,
                title,
                inline: None,
                unit: None,
                wraps: 0,
                print: None,
            }
        }
    };
    header.scheme = Scheme::Tagged(level);
    header
}

fn numbered(words: &str, at: usize, found: &Enumerator) -> Header {
    let mut title = found.title..words.len();
    let mut inline = None;
    // A short title with a colon holds its value on the same line.
    if let Some(colon) = words[title.clone()].find([':', '：']) {
        let label = &words[title.start..title.start + colon];
        let mark = words[title.start + colon..].chars().next().map_or(1, char::len_utf8);
        let value = title.start + colon + mark;
        if label.chars().count() <= 20 && !label.is_empty() {
            let rest = words[value..].trim_start_matches([' ', '\u{3000}']);
            if !rest.is_empty() {
                inline = Some(Span::new(at + words.len() - rest.len(), at + words.len()));
            }
            title.end = title.start + label.trim_end_matches([' ', '\u{3000}']).len();
        }
    }
    Header {
        scheme: found.scheme,
        number: (found.len > 0).then(|| Span::new(at, at + found.len)),
        value: found.value,
        title: Span::new(at + title.start, at + title.end),
        inline,
        unit: None,
        wraps: 0,
        print: None,
    }
}

/// The document's own title, said once more beneath itself, opens no section.
fn drop_title(text: &str, lines: &[Line], items: &[Placed], headers: &mut [Option<Header>]) {
    let Some(first) = line_of(items, 0) else { return };
    let title = slice(text, lines[first].content);
    for header in headers.iter_mut().take(6) {
        if header.as_ref().is_some_and(|h| slice(text, h.title) == title) {
            *header = None;
        }
    }
}

/// The only heading of the outermost level, before all others, is the document's title.
fn drop_tagged_title(headers: &mut [Option<Header>]) {
    let level = |h: &Option<Header>| match h.as_ref()?.scheme {
        Scheme::Tagged(level) => Some(level),
        _ => None,
    };
    let mut tagged = headers.iter().enumerate().filter_map(|(i, h)| Some((i, level(h)?)));
    let Some((first, top)) = tagged.next() else { return };
    let others: Vec<u8> = tagged.map(|(_, l)| l).collect();
    if others.iter().all(|&l| l > top) && (top == 1 || !others.is_empty()) {
        headers[first] = None;
    }
}

/// Siblings that follow each other with nothing between are the items of a list, not headers:
/// headers have something beneath them.
fn drop_list_runs(text: &str, items: &[Placed], headers: &mut [Option<Header>]) {
    let listed = |h: &Header| {
        matches!(
            h.scheme,
            Scheme::Decimal(1)
                | Scheme::Parenthesised
                | Scheme::Circled
                | Scheme::Kana
                | Scheme::ParenthesisedKana
                | Scheme::Letter
                | Scheme::Named(_)
                | Scheme::Symbol(_)
        ) && h.inline.is_none()
    };
    let mut i = 0;
    while i < headers.len() {
        let mut end = i + 1;
        if let Some(first) = headers[i].clone().filter(&listed) {
            while end < headers.len()
                && headers[end].as_ref().is_some_and(|h| {
                    listed(h) && h.scheme == first.scheme && h.value >= first.value
                })
            {
                end += 1;
            }
            if end - i >= 2 {
                let tight = (i + 1..end).all(|k| items[k].blanks == 0);
                let closes = end == headers.len() || !tight && end - i >= 3;
                let last_is_item = closes || tight && items.get(end).is_none_or(|p| p.blanks > 0);
                let stop = if last_is_item { end } else { end - 1 };
                for header in &mut headers[i..stop] {
                    // 日程第１　…　～: what is taken up together shares what follows.
                    let shares = |h: &Header| slice(text, h.title).ends_with(['～', '〜']);
                    if !header.as_ref().is_some_and(shares) {
                        *header = None;
                    }
                }
            }
        }
        i = end;
    }
}

/// A number out of sequence (`47` where no `46` was) belongs to a text, not to the structure.
fn drop_strangers(headers: &mut [Option<Header>]) {
    let mut last: Vec<(Scheme, u32)> = Vec::new();
    for i in 0..headers.len() {
        let Some(h) = headers[i].clone() else { continue };
        if !matches!(
            h.scheme,
            Scheme::Decimal(1)
                | Scheme::Parenthesised
                | Scheme::Circled
                | Scheme::Roman
                | Scheme::Kana
                | Scheme::ParenthesisedKana
        ) {
            continue;
        }
        let seen = last.iter_mut().find(|(s, _)| *s == h.scheme);
        let expected = seen.as_ref().map_or(0, |(_, v)| *v);
        let goes_on = || {
            headers[i + 1..]
                .iter()
                .flatten()
                .find(|n| n.scheme == h.scheme)
                .is_some_and(|n| n.value == h.value + 1)
        };
        if h.value <= 1 || h.value <= expected + 4 || goes_on() {
            match seen {
                Some(entry) => entry.1 = h.value,
                None => last.push((h.scheme, h.value)),
            }
        } else {
            headers[i] = None;
        }
    }
}

/// Short lines that stand alone above a body are headers without a number. Not: the title lines
/// with which a document begins, a value under a header, the caption of a table.
fn plain(page: &Page<'_>, headers: &mut [Option<Header>]) {
    let &Page { text, lines, spacing, items, columned, .. } = page;
    let mut opening = true;
    for i in 0..items.len() {
        let Some(l) = line_of(items, i) else {
            opening = false;
            continue;
        };
        let line = &lines[l];
        // 〜の定義 ※１ refers to a note.
        let words = title::without_note(slice(text, line.content));
        if opening && (headers[i].is_some() || is_sentence(words) || is_bullet(words)) {
            opening = false;
        }
        let foreword = is_foreword(words) && items[i].blanks > 0;
        if opening && !foreword && (i == 0 || items[i].blanks == 0 || !reads_as_title(words))
            || headers[i].is_some()
            || line.carries_on
        {
            continue;
        }
        // A remark in brackets on the next line, as a plan's years are given, belongs to the header.
        let remark = line_of(items, i + 1).is_some_and(|n| {
            items[i + 1].blanks == 0 && is_dated_remark(slice(text, lines[n].content))
        });
        let after = if remark { i + 2 } else { i + 1 };
        let parted = items.get(after).is_some_and(|p| p.blanks > 0 || remark);
        let drawn = page.outranks(i, after);
        let alone = items[i].blanks > 0 && (parted || page.is_outdented(i))
            || drawn && (items[i].blanks > 0 || !page.is_like_above(i));
        let whole = columned::stretches(text, line).len() == 1 && !page.hangs(i);
        let reads = reads_as_title(words)
            || drawn && page.is_large(line) && reads_as_title(title::without_remark(words));
        let full = spacing.is_full(line) && !drawn;
        if !alone || !whole || !reads || full || columned[l] {
            continue;
        }
        let above = i.checked_sub(1).and_then(|k| headers[k].as_ref());
        // One that is printed alike, or smaller, stands beside this one or beneath it.
        let beside = |h: &Header| {
            let prints = h.print.zip(line.print).filter(|_| drawn);
            prints.is_some_and(|(above, own)| above.is_like(own) || own.is_larger(above))
        };
        let under_header = above.is_some_and(|h| !beside(h));
        // A chapter holds more than one value: what stands above another header names a part.
        let parts = headers.get(i + 1).is_some_and(Option::is_some)
            || line_of(items, i + 1).is_some_and(|l| columned[l] || lines[l].has_gap);
        let under_chapter = parts
            && above.is_some_and(|h| {
                matches!(h.scheme, Scheme::Part | Scheme::Chapter | Scheme::Clause | Scheme::Roman)
            });
        let first_lines = opening && !foreword && !has_sentence_body(text, lines, items, i + 1);
        // Alone at the top of a page, a line may head a table, too.
        let heads_page = || line_of(items, i + 1).is_none() && items[i].page_top;
        let headed = remark
            || (!under_header || under_chapter)
                && !first_lines
                && (has_body(text, lines, items, headers, i + 1)
                    || drawn && page.heads_more(i)
                    || foreword
                    || heads_page()
                    || under_chapter);
        if !headed {
            continue;
        }
        if opening && i <= 1 && !ends_title_block(text, lines, items, i) {
            continue;
        }
        opening = false;
        headers[i] = Some(unnumbered(line, words));
    }
    siblings(page, headers);
}

/// The header of a line without a number.
fn unnumbered(line: &Line, words: &str) -> Header {
    Header {
        scheme: Scheme::Plain,
        number: None,
        value: 0,
        title: Span::new(line.content.start, line.content.start + words.len()),
        inline: None,
        unit: None,
        wraps: 0,
        print: line.print,
    }
}

/// What is printed as another header without a number is, and stands as it does, is one, too, whatever
/// stands beneath: a table, or at the beginning of a text, where else its title stands.
fn siblings(page: &Page<'_>, headers: &mut [Option<Header>]) {
    let known: BTreeSet<(Print, usize)> = (0..headers.len())
        .filter_map(|i| {
            let header = headers[i].as_ref().filter(|h| h.scheme == Scheme::Plain)?;
            Some((header.print?, page.lines[line_of(page.items, i)?].indent))
        })
        .filter(|(print, _)| page.body.is_some_and(|body| print.outranks(body)))
        .collect();
    /// A document has fewer ways to print its headings; one with more was made to take long.
    const MOST_STYLES: usize = 64;
    if known.is_empty() {
        return;
    }
    for (i, header) in headers.iter_mut().enumerate() {
        let Some(l) = line_of(page.items, i).filter(|_| header.is_none()) else { continue };
        let line = &page.lines[l];
        let words = title::without_note(slice(page.text, line.content));
        let above = i == 0 || page.items[i].blanks > 0;
        let below = page.items.get(i + 1).is_some_and(|p| {
            p.blanks > 0 || line_of(page.items, i + 1).is_none() || page.outranks(i, i + 1)
        });
        let like = |print: Print| {
            known
                .iter()
                .take(MOST_STYLES)
                .any(|(k, indent)| k.is_like(print) && indent.abs_diff(line.indent) <= 2)
        };
        if above
            && below
            && line.print.is_some_and(like)
            && reads_as_title(words)
            && columned::stretches(page.text, line).len() == 1
        {
            *header = Some(unnumbered(line, words));
        }
    }
}

/// Whether the line above the one at `i` closes the title block of the document.
fn ends_title_block(text: &str, lines: &[Line], items: &[Placed], i: usize) -> bool {
    // The title wraps over two lines without a blank between; what follows is no title any more.
    i >= 1
        && line_of(items, i - 1).is_some_and(|l| !slice(text, lines[l].content).is_empty())
        && items[i].blanks > 0
}

fn has_sentence_body(text: &str, lines: &[Line], items: &[Placed], next: usize) -> bool {
    line_of(items, next).is_some_and(|l| {
        let words = slice(text, lines[l].content);
        is_sentence(words) || words.chars().count() > MAX_PLAIN + 5
    })
}

/// Whether what follows can be the body of a header: a sentence, a list, a numbered header.
fn has_body(
    text: &str,
    lines: &[Line],
    items: &[Placed],
    headers: &[Option<Header>],
    next: usize,
) -> bool {
    if headers.get(next).is_some_and(Option::is_some) {
        return true;
    }
    match line_of(items, next) {
        None => false,
        Some(l) => {
            let words = slice(text, lines[l].content);
            is_bullet(words) || is_mark(words) || words.chars().count() > 30 || is_sentence(words)
        }
    }
}

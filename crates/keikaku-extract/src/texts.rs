//! Texts of blocks and cells as people read them: breaks inside words joined, breaks between
//! items kept as one space.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;
use keikaku_layout::{Cell, Fragment, Gap, fragments};
use keikaku_text::{AlignedText, AlignedTextBuilder, Span, clean_name, display_width, is_japanese};
use keikaku_tokenizer::Seam;

use crate::words::Words;

/// The longest cell, in bytes, that is kept for the next one like it.
const LONGEST_KNOWN: usize = 160;

/// Reads texts out of the source, with the buffers that this needs.
#[derive(Default)]
pub(crate) struct Texts {
    parts: Vec<Fragment>,
    joined: String,
    at: Vec<usize>,
    keep: Vec<bool>,
    /// Cells of one piece that were read before, by their source: pages repeat names and heads.
    known: HashMap<Box<str>, CellText>,
}

/// The text of a cell, and how it was broken.
#[derive(Clone, Default)]
pub(crate) struct CellText {
    /// The text as people read it.
    pub text: String,
    /// The display columns at which the cell wraps, where a space in it cuts a word.
    pub wrapped: Option<usize>,
    /// Whether breaks stand in the cell.
    pub broken: bool,
}

impl Texts {
    /// The text of a cell: as written, wraps joined, tags dropped.
    ///
    /// A space in a cell is a wrap where it cuts a word; where one of a cell's spaces does, those
    /// after a line as full as the fullest are wraps, too. All others separate items.
    ///
    /// `wrap` is the width at which the column is known to wrap, if it is.
    pub(crate) fn cell(
        &mut self,
        source: &str,
        cell: &Cell,
        words: &mut Words,
        wrap: Option<usize>,
    ) -> CellText {
        if cell.is_empty() {
            return CellText::default();
        }
        fragments(source, cell.pieces(), &mut self.parts);
        if self.parts.len() <= 1 {
            let text = self
                .parts
                .first()
                .map_or(String::new(), |f| shown(&source[f.span.start..f.span.end]).into_owned());
            return CellText { text, ..CellText::default() };
        }
        let own = cell.more.is_empty() && wrap.is_none();
        let raw = &source[cell.span.start..cell.span.end];
        if own && let Some(known) = self.known.get(raw) {
            return known.clone();
        }
        let wrapped = self.decide(source, words, wrap);
        let mut out = String::with_capacity(self.joined.len() + self.parts.len());
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 && self.keep[i] {
                out.push(' ');
            }
            out.push_str(&shown(&source[part.span.start..part.span.end]));
        }
        let read = CellText { text: out, wrapped, broken: true };
        // Long cells are seldom the same.
        if own && raw.len() <= LONGEST_KNOWN {
            self.known.insert(raw.into(), read.clone());
        }
        read
    }

    /// Fills `keep`: for each part whether a space stays before it. Returns the width at which the
    /// cell wraps, if one of its spaces cuts a word.
    fn decide(&mut self, source: &str, words: &mut Words, wrap: Option<usize>) -> Option<usize> {
        let parts = &self.parts;
        self.joined.clear();
        self.at.clear();
        for part in parts {
            if part.gap != Gap::Start {
                self.at.push(self.joined.len());
            }
            self.joined.push_str(&source[part.span.start..part.span.end]);
        }
        self.keep.clear();
        self.keep.resize(parts.len(), true);
        let text = |i: usize| &source[parts[i].span.start..parts[i].span.end];
        let askable = |i: usize| {
            let left = text(i - 1).chars().next_back();
            let right = text(i).chars().next();
            matches!(parts[i].gap, Gap::Space | Gap::Wrap)
                && left.is_some_and(is_word_char)
                && right.is_some_and(is_word_char)
        };
        if !(1..parts.len()).any(askable) {
            for (i, part) in parts.iter().enumerate().skip(1) {
                self.keep[i] = match part.gap {
                    Gap::Inline => false,
                    Gap::Wrap => !japanese_seam(text(i - 1), text(i)),
                    _ => true,
                };
            }
            return None;
        }
        let seams = words.seams(&self.joined, &self.at);
        let own = (1..parts.len()).any(|i| askable(i) && seams[i - 1] == Seam::InsideWord);
        let widest = (0..parts.len()).map(|i| display_width(text(i))).max().unwrap_or(0);
        let wrapped = own || wrap.is_some_and(|w| widest <= w + 2);
        // Rules of line breaking (禁則) may leave one character's room, but not in a narrow column.
        let fullest = if own { widest } else { wrap.unwrap_or(widest) };
        let slack = if fullest > 8 { 2 } else { 0 };
        for i in 1..parts.len() {
            let closed = text(i - 1).ends_with([')', '）', '】', '」', '。']);
            let full = wrapped
                && !closed
                && display_width(text(i - 1)) + slack >= fullest
                && !opens_item(text(i));
            let inside = askable(i) && seams[i - 1] == Seam::InsideWord;
            let joins = match parts[i].gap {
                Gap::Space => inside || full && japanese_seam(text(i - 1), text(i)),
                Gap::Wrap => japanese_seam(text(i - 1), text(i)) && !opens_item(text(i)),
                Gap::Inline => true,
                Gap::Start | Gap::WideSpace | Gap::Tag => false,
            };
            self.keep[i] = !joins;
        }
        own.then_some(widest)
    }
}

/// Whether nothing stands between two lines of Japanese text when they are joined.
fn japanese_seam(left: &str, right: &str) -> bool {
    let japanese = |c: Option<char>| c.is_some_and(is_japanese);
    japanese(left.chars().next_back()) || japanese(right.chars().next())
}

fn is_word_char(c: char) -> bool {
    is_japanese(c) && !"、。・「」『』（）【】〜～◆◇●○■□→⇒：；①②③④⑤⑥⑦⑧⑨⑩⑪⑫".contains(c)
}

/// Whether a line of a cell begins an item of its own.
fn opens_item(text: &str) -> bool {
    text.starts_with([
        '◆', '◇', '・', '●', '○', '■', '□', '→', '⇒', '※', '*', '(', '（', '【', '～',
    ]) || text.chars().next().is_some_and(|c| keikaku_layout::circled_value(c).is_some())
}

/// The characters that the entities of HTML stand for: `&amp;` is `&`, `&nbsp;` a space.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    html_escape::decode_html_entities(text)
}

/// The characters of a part of a cell, without the spaces that only entities write at its edges.
fn shown(text: &str) -> Cow<'_, str> {
    match decoded(text) {
        Cow::Owned(text) => Cow::Owned(text.replace('\u{a0}', " ").trim().to_owned()),
        as_it_is => as_it_is,
    }
}

/// A text as a browser shows it: without tags, entities as the characters that they stand for.
pub(crate) fn unmarked(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return decoded(text);
    }
    let mut out = String::with_capacity(text.len());
    for_each_run(text, |run| match run {
        Run::Text(range) => out.push_str(&text[range]),
        Run::Entity(range) => out.push_str(&decoded(&text[range])),
        Run::Tag { inline: false } => out.push(' '),
        Run::Tag { inline: true } => {}
    });
    Cow::Owned(out.trim().to_owned())
}

/// A name or title in the source: clean, and without markup.
pub(crate) fn name(source: &str, span: Span) -> String {
    clean_name(&unmarked(&source[span.start..span.end]))
}

/// Whether a text can name something: one letter, or a mark in a cell, does not.
pub(crate) fn can_name(text: &str) -> bool {
    clean_name(text).chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
}

/// A stretch of text, or of markup in it.
enum Run {
    Text(Range<usize>),
    Entity(Range<usize>),
    Tag { inline: bool },
}

/// Cuts a text at its tags and entities.
fn for_each_run(text: &str, mut see: impl FnMut(Run)) {
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '&']) {
        let start = at + found;
        let tail = &text[start..];
        let (len, run) =
            if let Some(tag) = keikaku_layout::tag(tail).filter(|_| tail.starts_with('<')) {
                (tag.len, Run::Tag { inline: tag.inline })
            } else if let Some(len) = entity(tail) {
                (len, Run::Entity(start..start + len))
            } else {
                at = start + 1;
                continue;
            };
        if from < start {
            see(Run::Text(from..start));
        }
        see(run);
        at = start + len;
        from = at;
    }
    if from < text.len() {
        see(Run::Text(from..text.len()));
    }
}

/// The bytes of an entity at the start of a text.
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(12).position(|b| b == b';')? + 1;
    let named = text.starts_with('&') && decoded(&text[..end]) != text[..end];
    named.then_some(end)
}

/// The folded text of the pieces of a block, wraps joined, markup left out, with the way back to
/// the source.
pub(crate) fn folded(source: &str, pieces: &[Span]) -> AlignedText {
    let mut builder = AlignedTextBuilder::new();
    let mut last: Option<Span> = None;
    for &piece in pieces {
        if let Some(last) = last
            && !japanese_seam(&source[last.start..last.end], &source[piece.start..piece.end])
        {
            builder.push_inserted(" ", piece.start);
        }
        let text = &source[piece.start..piece.end];
        if text.contains(['<', '&']) {
            for_each_run(text, |run| match run {
                Run::Text(r) => {
                    builder.push_folded(&text[r.clone()], piece.start + r.start);
                }
                Run::Entity(r) => {
                    let shown = decoded(&text[r.clone()]);
                    builder.push_inserted(keikaku_text::fold(&shown).text(), piece.start + r.start);
                }
                Run::Tag { .. } => {}
            });
        } else {
            builder.push_folded(text, piece.start);
        }
        last = Some(piece);
    }
    builder.finish()
}

/// A stretch of source as written, with hard wraps inside it joined, and without markup.
pub(crate) fn as_written(source: &str, span: Span) -> String {
    let raw = &source[span.start..span.end];
    if !raw.contains(['\n', '\r', '\t']) {
        return unmarked(raw).into_owned();
    }
    let mut out = String::with_capacity(raw.len());
    for line in raw.split(['\n', '\r', '\t']).map(|l| l.trim_matches([' ', '\u{3000}', '\u{c}'])) {
        if line.is_empty() {
            continue;
        }
        if !out.is_empty() && !japanese_seam(&out, line) {
            out.push(' ');
        }
        out.push_str(line);
    }
    match unmarked(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(shown) => shown,
    }
}

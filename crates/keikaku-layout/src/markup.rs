//! HTML in a dump: which tags end a line, what is hidden, where the cells of tables stand.
//!
//! The tags are read by html5gum, which follows the
//! [tokenization of HTML](https://html.spec.whatwg.org/multipage/parsing.html#tokenization).

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as Bytes, Tokenizer};
use keikaku_text::Span;

/// A tag of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// From `<` to `>`.
    pub span: Span,
    pub name: Name,
    /// Whether it closes an element.
    pub closes: bool,
    /// `colspan` and `rowspan`, 1 where they are not given.
    pub columns: usize,
    pub rows: usize,
}

/// What a tag is to the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// It is part of a line: `<b>`, `<span>`, `<a>`.
    Inline,
    /// It begins or ends a line: `<p>`, `<br>`, `<li>`.
    Block,
    /// `<h1>` … `<h6>`.
    Heading(u8),
    Table,
    Row,
    Cell,
    /// `<caption>` of a table.
    Caption,
    /// What stands in it is not shown: `<script>`, `<style>`, `<head>`.
    Hidden,
}

/// The tags of a text, in order, comments among them.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    pub tags: Vec<Tag>,
}

/// Elements that show that a text is written in HTML, and is no text with a `<` in it.
const TELLING: &[&str] =
    &["html", "!doctype", "body", "table", "p", "h1", "h2", "h3", "h4", "div", "ul", "dl"];

impl Markup {
    /// The tags of a text; `None` where it is not written in HTML: no line of it begins with a
    /// tag that tells.
    pub(crate) fn of(text: &str) -> Option<Self> {
        is_markup(text).then(|| Self { tags: tags(text) })
    }

    /// The index of the first tag at or behind an offset.
    pub(crate) fn at(&self, offset: usize) -> usize {
        self.tags.partition_point(|t| t.span.start < offset)
    }
}

fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The end of the line that was looked at last, and its last tab.
    let mut line_end = 0;
    let mut last_tab = None;
    memchr::memchr_iter(b'<', bytes).any(|at| {
        if at >= line_end {
            line_end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            let line = bytes[at..line_end].trim_ascii_end();
            last_tab = memchr::memrchr(b'\t', line).map(|tab| at + tab);
            crate::steps::count("markup::line", line_end - at);
        }
        let opens_line = bytes[..at]
            .iter()
            .rev()
            .find(|b| !matches!(b, b' ' | b'\t'))
            .is_none_or(|&b| matches!(b, b'\n' | b'\r' | b'>'));
        let name = &bytes[at + 1..];
        let len = name.iter().take(10).take_while(|b| b.is_ascii_alphanumeric() || **b == b'!');
        let len = len.count();
        let ends = name.get(len).is_some_and(|b| matches!(b, b'>' | b' ' | b'\n' | b'\r' | b'\t'));
        // A list within a cell of a tab-separated row is no page.
        opens_line
            && last_tab.is_none_or(|tab| tab < at)
            && ends
            && TELLING.iter().any(|t| t.as_bytes().eq_ignore_ascii_case(&name[..len]))
    })
}

fn name_of(name: &[u8]) -> Name {
    match name {
        b"h1" => Name::Heading(1),
        b"h2" => Name::Heading(2),
        b"h3" => Name::Heading(3),
        b"h4" => Name::Heading(4),
        b"h5" => Name::Heading(5),
        b"h6" => Name::Heading(6),
        b"table" => Name::Table,
        b"caption" => Name::Caption,
        b"tr" => Name::Row,
        b"td" | b"th" => Name::Cell,
        b"script" | b"style" | b"head" | b"noscript" | b"template" => Name::Hidden,
        b"b" | b"i" | b"u" | b"s" | b"em" | b"strong" | b"small" | b"span" | b"a" | b"font"
        | b"sup" | b"sub" | b"ruby" | b"rb" | b"rp" | b"rt" | b"img" | b"input" | b"label"
        | b"mark" | b"code" | b"abbr" | b"wbr" => Name::Inline,
        _ => Name::Block,
    }
}

fn tags(text: &str) -> Vec<Tag> {
    enum Attribute {
        Columns,
        Rows,
        Other,
    }
    let mut found: Vec<Tag> = Vec::new();
    let mut attribute = Attribute::Other;
    let mut open: Option<Tag> = None;
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, at: Bytes<usize>| -> Option<Tag> {
            let span = Span::new(at.start, at.end.max(at.start));
            let tag = |name, closes| Tag { span, name, closes, columns: 1, rows: 1 };
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    open = Some(tag(name_of(name), false));
                    None
                }
                CallbackEvent::AttributeName { name } => {
                    attribute = match name {
                        b"colspan" => Attribute::Columns,
                        b"rowspan" => Attribute::Rows,
                        _ => Attribute::Other,
                    };
                    None
                }
                CallbackEvent::AttributeValue { value } => {
                    let count = std::str::from_utf8(value).ok().and_then(|v| v.trim().parse().ok());
                    if let (Some(tag), Some(count)) = (open.as_mut(), count) {
                        match attribute {
                            Attribute::Columns => tag.columns = count,
                            Attribute::Rows => tag.rows = count,
                            Attribute::Other => {}
                        }
                    }
                    None
                }
                CallbackEvent::CloseStartTag { .. } => open.take().map(|mut tag| {
                    tag.span = tag.span.cover(span);
                    tag
                }),
                CallbackEvent::EndTag { name } => Some(tag(name_of(name), true)),
                CallbackEvent::Comment { .. } => Some(tag(Name::Inline, false)),
                CallbackEvent::Doctype { .. } => Some(tag(Name::Block, false)),
                CallbackEvent::String { .. } | CallbackEvent::Error(_) => None,
            }
        });
    for tag in Tokenizer::new_with_emitter(text, emitter).flatten() {
        let in_text = tag.span.end <= text.len()
            && text.is_char_boundary(tag.span.start)
            && text.is_char_boundary(tag.span.end);
        if in_text && found.last().is_none_or(|l| l.span.end <= tag.span.start) {
            found.push(tag);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_tags_run_from_bracket_to_bracket() {
        let text = "<p class=\"a\">指標</p>\n<table><tr><td colspan='2'>計</td></tr></table>";
        let markup = Markup::of(text).unwrap();
        let seen: Vec<&str> = markup.tags.iter().map(|t| &text[t.span.start..t.span.end]).collect();
        assert_eq!(
            seen,
            [
                "<p class=\"a\">",
                "</p>",
                "<table>",
                "<tr>",
                "<td colspan='2'>",
                "</td>",
                "</tr>",
                "</table>"
            ]
        );
        assert_eq!(markup.tags[4].columns, 2);
    }

    #[test]
    fn a_comparison_or_a_tag_in_a_line_makes_no_markup() {
        assert!(Markup::of("A<B となる。\n取組\t<ul> <li>会議</li></ul>\n").is_none());
    }
}

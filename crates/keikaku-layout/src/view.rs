//! Fragments: the text of a block or cell cut where a break may stand.
//!
//! Dumps break text in three ways: at the end of a line, by a space where a cell was wrapped
//! (`ものづくり・イノ ベーション課`), and by an HTML tag. Which of them separate and which only
//! wrap is not for layout to say; it names them, and the text between them.

use keikaku_text::{Span, is_japanese};

/// What stands between two fragments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the first fragment.
    Start,
    /// The end of a line.
    Wrap,
    /// One space beside a Japanese character.
    Space,
    /// Several spaces, or a wide one.
    WideSpace,
    /// A tag that ends a line or an item: `<br>`, `</li>`, `<p>`.
    Tag,
    /// A tag within a line: `<b>`, `</a>`. Nothing was between the two for a reader.
    Inline,
}

/// A stretch of text with no break inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Where it stands in the source.
    pub span: Span,
    /// What stands before it.
    pub gap: Gap,
}

/// Cuts pieces of source text into fragments. `out` is cleared first.
///
/// A space between Latin words is text and cuts nothing:
///
/// ```
/// use keikaku_layout::{Gap, fragments};
/// use keikaku_text::Span;
///
/// let text = "地域づくり支 援課 Free WiFi";
/// let mut out = Vec::new();
/// fragments(text, [Span::new(0, text.len())], &mut out);
/// let parts: Vec<&str> = out.iter().map(|f| &text[f.span.start..f.span.end]).collect();
/// assert_eq!(parts, ["地域づくり支", "援課", "Free WiFi"]);
/// assert_eq!(out[1].gap, Gap::Space);
/// ```
pub fn fragments(text: &str, pieces: impl IntoIterator<Item = Span>, out: &mut Vec<Fragment>) {
    out.clear();
    for piece in pieces {
        let mut gap = if out.is_empty() { Gap::Start } else { Gap::Wrap };
        cut(text, piece, &mut gap, out);
    }
}

fn cut(text: &str, piece: Span, gap: &mut Gap, out: &mut Vec<Fragment>) {
    let words = &text[piece.start..piece.end];
    let mut start = 0;
    let mut at = 0;
    let mut before: Option<char> = None;
    let mut push = |from: usize, to: usize, gap: &mut Gap, next: Gap| {
        if from < to {
            let span = Span::new(piece.start + from, piece.start + to);
            let own = if out.is_empty() { Gap::Start } else { *gap };
            out.push(Fragment { span, gap: own });
            *gap = next;
        } else if matches!(next, Gap::Tag) && !out.is_empty() {
            *gap = next;
        }
    };
    while let Some(c) = words[at..].chars().next() {
        if is_space(c) {
            let run = words[at..].len() - words[at..].trim_start_matches(is_space).len();
            let after = words[at + run..].chars().next();
            let wide = c == '\u{3000}' || words[at..at + run].chars().nth(1).is_some();
            let cuts =
                wide || before.is_none() || [before, after].into_iter().flatten().any(is_japanese);
            if cuts {
                push(start, at, gap, if wide { Gap::WideSpace } else { Gap::Space });
                start = at + run;
            }
            at += run;
            before = None;
        } else if c == '<'
            && let Some(tag) = tag(&words[at..])
        {
            push(start, at, gap, if tag.inline { Gap::Inline } else { Gap::Tag });
            at += tag.len;
            start = at;
            before = None;
        } else {
            before = Some(c);
            at += c.len_utf8();
        }
    }
    push(start, words.len(), gap, Gap::Wrap);
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '\t')
}

/// A tag of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its bytes, from `<` to `>`.
    pub len: usize,
    /// Whether it stands within a line and ends none.
    pub inline: bool,
}

/// The HTML tag at the start of a text: `<li>`, `</ul>`, `<input type="checkbox">`; `None` for any
/// other `<`.
pub fn tag(text: &str) -> Option<Tag> {
    const INLINE: &[&str] =
        &["span", "b", "i", "u", "s", "strong", "em", "sup", "sub", "a", "font", "small", "wbr"];
    const OTHERS: &[&str] = &[
        "br", "p", "li", "ul", "ol", "div", "input", "table", "tr", "td", "th", "tbody", "thead",
        "img", "hr", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "nav",
        "header", "footer", "main", "article", "caption", "colgroup", "col", "tfoot",
    ];
    let close = text.bytes().take(160).position(|b| b == b'>')?;
    let name = text[1..close].trim_start_matches('/');
    let word = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let among = |names: &[&str]| names.iter().any(|k| k.eq_ignore_ascii_case(word));
    let inline = among(INLINE);
    (inline || among(OTHERS)).then_some(Tag { len: close + 1, inline })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, Gap)> {
        let mut out = Vec::new();
        fragments(text, [Span::new(0, text.len())], &mut out);
        out.into_iter().map(|f| (&text[f.span.start..f.span.end], f.gap)).collect()
    }

    #[test]
    fn tags_cut_and_vanish() {
        assert_eq!(
            parts("<ul> <li>設立(10月)</li> <li>開催</li></ul>"),
            [("設立(10月)", Gap::Start), ("開催", Gap::Tag)]
        );
    }

    #[test]
    fn a_tag_within_a_line_separates_nothing() {
        assert_eq!(
            parts("<b>目</b>標<br>値"),
            [("目", Gap::Start), ("標", Gap::Inline), ("値", Gap::Tag)]
        );
    }

    #[test]
    fn a_comparison_is_no_tag() {
        assert_eq!(parts("<やまぐち>"), [("<やまぐち>", Gap::Start)]);
    }

    #[test]
    fn a_wide_space_is_told_from_a_narrow_one() {
        assert_eq!(
            parts("総務部　総務課 係"),
            [("総務部", Gap::Start), ("総務課", Gap::WideSpace), ("係", Gap::Space)]
        );
    }
}

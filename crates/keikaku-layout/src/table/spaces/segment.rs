//! Segments: what stands between the gaps of a line.

use keikaku_text::{Span, display_width};

use crate::line::Line;
use crate::number::digit;

/// What a segment looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A figure, with its unit: `1,200人`, `▲3.5`.
    Figure,
    /// A year or a day: `令和２年度`, `R2`, `2020`.
    Time,
    /// A mark that there is no figure.
    Dash,
    /// Anything else.
    Words,
}

/// A stretch of a line between two gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub span: Span,
    /// The display columns that it takes, half open.
    pub from: usize,
    pub to: usize,
    pub shape: Shape,
}

impl Segment {
    /// Twice the middle, in display columns.
    pub(super) fn centre2(&self) -> usize {
        self.from + self.to
    }
}

/// Cuts a line at its gaps: two spaces or more, or two wide ones. One wide space is part of a
/// text (`総務部　総務課`); the spread letters of a word (`単　　位`) are one segment.
pub(super) fn segments(text: &str, line: &Line) -> Vec<Segment> {
    let content = &text[line.content.start..line.content.end];
    let mut out: Vec<Segment> = Vec::new();
    let mut column = line.indent;
    let mut start = 0;
    let mut from = column;
    let mut chars = content.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_space(c) {
            column += width(c, &content[at..at + c.len_utf8()]);
            continue;
        }
        let mut gap = if c == '\u{3000}' { 2 } else { 1 };
        let mut lone_wide = c == '\u{3000}';
        let mut end = at + c.len_utf8();
        while let Some(&(next, c)) = chars.peek().filter(|(_, c)| is_space(*c)) {
            gap += if c == '\u{3000}' { 2 } else { 1 };
            lone_wide = false;
            end = next + c.len_utf8();
            chars.next();
        }
        if gap >= 2 && !lone_wide {
            push(text, line, &mut out, start..at, from..column);
            start = end;
            from = column + gap;
        }
        column += gap;
    }
    push(text, line, &mut out, start..content.len(), from..column);
    join_spread(text, &mut out);
    out
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

fn width(c: char, text: &str) -> usize {
    if c.is_ascii() { 1 } else { display_width(text) }
}

fn push(
    text: &str,
    line: &Line,
    out: &mut Vec<Segment>,
    bytes: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
) {
    if bytes.is_empty() {
        return;
    }
    let span = Span::new(line.content.start + bytes.start, line.content.start + bytes.end);
    let words = &text[span.start..span.end];
    // 令和４年度　令和５年度: between years, and between figures, one wide space is a gap.
    let told = |part: &str| !part.is_empty() && shape(part) != Shape::Words;
    if words.contains('\u{3000}') && words.split('\u{3000}').all(told) {
        let (mut at, mut from) = (span.start, columns.start);
        for part in words.split('\u{3000}') {
            let to = from + display_width(part);
            let span = Span::new(at, at + part.len());
            out.push(Segment { span, from, to, shape: shape(part) });
            at = span.end + '\u{3000}'.len_utf8();
            from = to + 2;
        }
        return;
    }
    let shape = shape(words);
    out.push(Segment { span, from: columns.start, to: columns.end, shape });
}

/// Joins the letters of a word that was spread over its column: `指　　標　　名`.
fn join_spread(text: &str, segments: &mut Vec<Segment>) {
    let letter = |s: &Segment| {
        let mut chars = text[s.span.start..s.span.end].chars();
        chars
            .next()
            .is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || ('ァ'..='ヶ').contains(&c))
            && chars.next().is_none()
    };
    let mut i = 0;
    while i + 1 < segments.len() {
        let mut end = i + 1;
        while end < segments.len()
            && letter(&segments[end - 1])
            && letter(&segments[end])
            && segments[end].from - segments[end - 1].to <= 6
            && segments[end].from - segments[end - 1].to
                <= segments[i + 1].from - segments[i].to + 1
        {
            end += 1;
        }
        if end > i + 1 {
            segments[i].span = segments[i].span.cover(segments[end - 1].span);
            segments[i].to = segments[end - 1].to;
            segments.drain(i + 1..end);
        }
        i += 1;
    }
}

fn shape(words: &str) -> Shape {
    let bare = words.trim_matches(['(', ')', '（', '）', ' ', '[', ']', '「', '」']);
    let dash = |c: char| {
        matches!(c, '-' | '－' | '—' | '―' | '−' | '–' | 'ー' | '…' | '‐' | '─' | '/' | '／')
    };
    if bare.is_empty() || bare.chars().all(dash) {
        return Shape::Dash;
    }
    let length = bare.chars().count();
    let digits = bare.chars().filter(|c| digit(*c).is_some()).count();
    if digits == 0 {
        return if bare == "元年度" || bare.ends_with("元年度") || bare == "元年" {
            Shape::Time
        } else {
            Shape::Words
        };
    }
    // 58,848(R3年度): a figure, and when it was.
    let figure = |words: &str| shape(words) == Shape::Figure;
    if let Some(open) = words.find(['(', '（']).filter(|&o| o > 0)
        && words.ends_with([')', '）'])
        && !words[..open].contains(['年', '月', '日'])
        && !is_time(&words[..open], open, open)
        && figure(&words[..open])
    {
        return Shape::Figure;
    }
    if is_time(bare, digits, length) {
        return Shape::Time;
    }
    let opens = bare.starts_with(|c: char| {
        digit(c).is_some()
            || matches!(c, '▲' | '△' | '約' | '+' | '＋' | '-' | '−' | '－' | '¥' | '￥')
    });
    if opens && length <= 18 || digits * 2 >= length { Shape::Figure } else { Shape::Words }
}

fn is_time(bare: &str, digits: usize, length: usize) -> bool {
    // 12年 of a duration is a time here, too: it decides nothing alone.
    if bare.contains('年') && !bare.contains(['人', '円', '件']) {
        return true;
    }
    if ["令和", "平成", "昭和"].iter().any(|e| bare.starts_with(e)) && length <= 12 {
        return true;
    }
    let era = bare.starts_with(['R', 'H', 'S', 'Ｒ', 'Ｈ', 'Ｓ']) && digits + 1 >= length.min(3);
    let ascii: String =
        bare.chars().map_while(digit).filter_map(|d| char::from_digit(d, 10)).collect();
    let gregorian = ascii.len() == 4
        && (ascii.starts_with("20") || ascii.starts_with("19"))
        && (length == 4 || bare.contains(['.', '/', '．', '／']) && length <= 10);
    era && length <= 8 || gregorian
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_text::SourceText;

    fn cut(text: &str) -> Vec<(String, usize, usize, Shape)> {
        let source = SourceText::from_str(text);
        let lines = crate::line::measure(&source, None);
        segments(text, &lines[0])
            .into_iter()
            .map(|s| (text[s.span.start..s.span.end].to_owned(), s.from, s.to, s.shape))
            .collect()
    }

    #[test]
    fn columns_are_counted_as_displayed() {
        assert_eq!(
            cut("  待機児童  12人    R2"),
            vec![
                ("待機児童".into(), 2, 10, Shape::Words),
                ("12人".into(), 12, 16, Shape::Figure),
                ("R2".into(), 20, 22, Shape::Time)
            ]
        );
    }

    #[test]
    fn one_wide_space_between_years_is_a_gap() {
        let seen: Vec<String> = cut("港の利用者　令和４年度　令和５年度  R2　12　－")
            .into_iter()
            .map(|s| s.0)
            .collect();
        assert_eq!(seen, ["港の利用者　令和４年度　令和５年度", "R2", "12", "－"]);
    }

    #[test]
    fn a_spread_word_is_one_segment_and_one_wide_space_no_gap() {
        let seen: Vec<String> = cut("単　　位  総務部　総務課").into_iter().map(|s| s.0).collect();
        assert_eq!(seen, ["単　　位", "総務部　総務課"]);
    }
}

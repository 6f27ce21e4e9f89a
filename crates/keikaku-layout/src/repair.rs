//! Repair before structure: what a page prints twice to look bold (重ね印字) is seen once.
//!
//! A dump of such a page writes the line two to four times, in whole or in pieces that overlap:
//!
//! ```text
//! １．港の振興                      入港する船の数４０
//!    港の振興の要となる              入港する船の数４０隻（
//! １． 港の振興 の要となる                    ４０隻（2014
//! ```
//!
//! Nothing is copied or joined: a line that another one holds becomes furniture, and of a line that
//! begins with the end of the one above only the rest is left. What stands at the same columns is
//! the same print; rows of a table and lists that repeat themselves have something else beside it,
//! or stand in a document that nowhere prints in pieces.

use keikaku_text::{Span, display_width};

use crate::line::{Line, is_edge_space};
use crate::title::is_letter;

/// How many columns two prints of one letter may stand apart.
const DRIFT: u32 = 3;
/// How many lines below a piece the line that holds it may stand.
const REACH: usize = 3;

/// Stretches inside lines that are printed once more on another line, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Repair {
    ignored: Vec<Span>,
}

impl Repair {
    /// Whether a word of the source is printed once more elsewhere.
    pub(crate) fn ignores(&self, word: Span) -> bool {
        let next = self.ignored.partition_point(|s| s.end <= word.start);
        self.ignored.get(next).is_some_and(|s| s.start <= word.start)
    }
}

/// A letter of a line.
#[derive(Clone, Copy)]
struct Glyph {
    c: char,
    /// Where it stands in its line: lines of print are short.
    at: u32,
    /// The columns that it stands at when every letter counts one, and when wide ones count two.
    columns: [u32; 2],
}

/// The letters of a line up to a gap.
type Segment<'a> = &'a [Glyph];

/// The letters of lines that stand one right beneath the other; kept from one such stack to the next.
#[derive(Default)]
struct Stack {
    glyphs: Vec<Glyph>,
    /// Where each segment ends among the letters, and each line among the segments.
    segments: Vec<usize>,
    lines: Vec<usize>,
}

/// What is to be done about a piece that is printed again.
#[derive(Clone, Copy)]
enum Change {
    /// The whole line is seen elsewhere.
    Line(usize),
    /// A stretch of a line is seen elsewhere.
    Stretch(usize, Span),
    /// The line goes on where the line above ends; its own text begins here.
    Overlap(usize, usize),
}

/// Finds what is printed more than once, and takes it out of the lines.
pub(crate) fn repair(text: &str, lines: &mut [Line]) -> Repair {
    let found = Finder { text, lines }.find();
    let mut repair = Repair::default();
    // A document that prints in pieces does so often; one that never does has rows that are alike.
    let certain = found.iter().any(|(_, certain)| *certain);
    for (change, _) in found.into_iter().filter(|_| certain) {
        match change {
            Change::Line(i) => lines[i].repeats = true,
            Change::Stretch(i, span) => {
                shrink(text, &mut lines[i], span);
                repair.ignored.push(span);
            }
            Change::Overlap(i, start) => {
                let before = Span::new(lines[i].content.start, start);
                lines[i].carries_on = true;
                shrink(text, &mut lines[i], before);
            }
        }
    }
    repair.ignored.sort_unstable_by_key(|s| s.start);
    repair
}

/// Takes a stretch at the edge of a line out of it.
fn shrink(text: &str, line: &mut Line, gone: Span) {
    let mut content = line.content;
    if gone.start <= content.start {
        let rest = &text[gone.end..content.end];
        content.start = content.end - rest.trim_start_matches(is_edge_space).len();
    } else if gone.end >= content.end {
        let rest = &text[content.start..gone.start];
        content.end = content.start + rest.trim_end_matches(is_edge_space).len();
    }
    line.indent = display_width(&text[line.span.start..content.start]);
    line.width = display_width(&text[content.start..content.end]);
    line.has_gap = crate::line::has_gap(&text[content.start..content.end]);
    line.content = content;
}

struct Finder<'a> {
    text: &'a str,
    lines: &'a [Line],
}

impl Finder<'_> {
    /// The changes, and whether each is certain by itself.
    fn find(&self) -> Vec<(Change, bool)> {
        let mut out = Vec::new();
        let mut stack = Stack::default();
        let mut start = 0;
        while start < self.lines.len() {
            let mut end = start;
            while end < self.lines.len()
                && self.is_printed(end)
                && (end == start || !self.lines[end].starts_page)
            {
                end += 1;
            }
            if end - start >= 2 {
                self.stack(start..end, &mut stack, &mut out);
            }
            start = end.max(start + 1);
        }
        out
    }

    /// Whether a line is of print: text that no mark of a table or of markup stands in.
    fn is_printed(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let words = &self.text[line.content.start..line.content.end];
        !line.is_blank()
            && !line.has_tab
            && line.heading.is_none()
            && line.content.len() <= 1500
            && !words.contains(['|', '│', '┃', '<'])
    }

    /// Adds a line and its segments to a stack.
    fn measure(&self, i: usize, stack: &mut Stack) {
        let line = &self.lines[i];
        let indent = line.content.start - line.span.start;
        let mut columns = [0u32; 2];
        let mut spaces = 2;
        let mut opened = false;
        for (at, c) in self.text[line.span.start..line.content.end].char_indices() {
            let wide = match c {
                _ if c.is_ascii() => 1,
                _ => display_width(c.encode_utf8(&mut [0; 4])) as u32,
            };
            if is_edge_space(c) {
                spaces += wide;
            } else if at >= indent {
                if spaces >= 2 && opened {
                    stack.segments.push(stack.glyphs.len());
                }
                stack.glyphs.push(Glyph { c, at: at as u32, columns });
                opened = true;
                spaces = 0;
            }
            if c != '\u{c}' {
                columns[0] += 1;
                columns[1] += wide;
            }
        }
        stack.segments.push(stack.glyphs.len());
        stack.lines.push(stack.segments.len());
    }

    /// Looks through lines that stand one right beneath the other.
    fn stack(
        &self,
        range: std::ops::Range<usize>,
        stack: &mut Stack,
        out: &mut Vec<(Change, bool)>,
    ) {
        let first = range.start;
        stack.glyphs.clear();
        stack.segments.clear();
        stack.lines.clear();
        for i in range {
            self.measure(i, stack);
        }
        let mut from = 0;
        let segments: Vec<Segment<'_>> = stack
            .segments
            .iter()
            .map(|&to| &stack.glyphs[std::mem::replace(&mut from, to)..to])
            .collect();
        let mut from = 0;
        let lines: Vec<&[Segment<'_>]> =
            stack.lines.iter().map(|&to| &segments[std::mem::replace(&mut from, to)..to]).collect();
        let source = |l: usize, at: u32| self.lines[first + l].span.start + at as usize;
        let mut gone = vec![false; lines.len()];
        // Whether the line begins with the end of the one above.
        let mut chained = vec![false; lines.len()];
        for i in 0..lines.len() {
            if gone[i] {
                continue;
            }
            let window = i + 1..(i + 1 + REACH).min(lines.len());
            if let [piece] = lines[i] {
                // A line below that holds the whole of this one.
                let holder = window.clone().find(|&j| {
                    let held = |k: usize| {
                        gone[k] || matches!(lines[k], [s] if holds(lines[j], s).is_some())
                    };
                    (i + 1..j).all(held) && holds(lines[j], piece).is_some()
                });
                if let Some(j) = holder.filter(|_| is_telling(piece)) {
                    let equal = holds(lines[j], piece) == Some(piece.len());
                    let lone = lines[j].len() == 1;
                    let certain = equal && lone && self.is_numbered(first + i)
                        || !equal && (j > i + 1 || is_cut(piece));
                    let drop = if equal && lone && j == i + 1 { j } else { i };
                    gone[drop] = true;
                    out.push((Change::Line(first + drop), certain));
                    if drop == i {
                        continue;
                    }
                }
            }
            let Some(j) = window.clone().find(|&j| !gone[j]) else { continue };
            match (lines[i], lines[j]) {
                // A line below that says no more than a part of this one.
                (above, [piece])
                    if (is_telling(piece) || chained[i] && piece.len() >= 2)
                        && holds(above, piece)
                            .is_some_and(|len| len > piece.len() || above.len() > 1) =>
                {
                    gone[j] = true;
                    out.push((Change::Line(first + j), false));
                }
                // A part of this line that stands alone, and longer, below.
                (above, [whole]) if above.len() > 1 => {
                    for piece in above.iter().filter(|p| is_telling(p)) {
                        let below = std::slice::from_ref(whole);
                        if holds(below, piece).is_some_and(|len| len > piece.len()) {
                            let last = piece[piece.len() - 1];
                            let end = source(i, last.at) + last.c.len_utf8();
                            let span = Span::new(source(i, piece[0].at), end);
                            out.push((Change::Stretch(first + i, span), false));
                        }
                    }
                }
                ([.., above], [below, ..]) => {
                    let known = overlap(above, below);
                    if known >= 4 || known >= 2 && chained[i] {
                        chained[j] = true;
                        let start = source(j, below[known].at);
                        out.push((Change::Overlap(first + j, start), chained[i]));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a number opens a line: one comes once in its list.
    fn is_numbered(&self, i: usize) -> bool {
        let line = &self.lines[i];
        let words = &self.text[line.content.start..line.content.end];
        crate::number::enumerator(words)
            .is_some_and(|e| e.separated && words[e.title..].chars().count() >= 4)
    }
}

/// Whether a stretch says enough to be told from another one: four letters of Japanese, or three
/// with a number.
fn is_telling(segment: &[Glyph]) -> bool {
    let letters =
        segment.iter().filter(|g| keikaku_text::is_japanese(g.c) && is_letter(g.c)).count();
    letters >= 4 || letters == 3 && segment.len() >= 5
}

/// Whether a stretch ends inside a bracket.
fn is_cut(segment: &[Glyph]) -> bool {
    let count = |marks: [char; 4]| segment.iter().filter(|g| marks.contains(&g.c)).count();
    count(['（', '(', '「', '【']) > count(['）', ')', '」', '】'])
}

/// Whether two letters are prints of one.
fn same(a: &Glyph, b: &Glyph) -> bool {
    a.c == b.c && (0..2).any(|m| a.columns[m].abs_diff(b.columns[m]) <= DRIFT)
}

/// The length of the segment among some that holds a piece at the piece's own columns.
fn holds(segments: &[Segment<'_>], piece: &[Glyph]) -> Option<usize> {
    segments
        .iter()
        .find(|s| {
            let near = |g: &Glyph| same(g, &piece[0]);
            s.len() >= piece.len()
                && (0..=s.len() - piece.len())
                    .filter(|&k| near(&s[k]))
                    .any(|k| s[k..].iter().zip(piece).all(|(a, b)| same(a, b)))
        })
        .map(|s| s.len())
}

/// How many letters at the end of a segment are those that the one below begins with.
fn overlap(above: &[Glyph], below: &[Glyph]) -> usize {
    let most = above.len().min(below.len());
    (1..most)
        .rev()
        .find(|&k| above[above.len() - k..].iter().zip(below).all(|(a, b)| same(a, b)))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use keikaku_text::SourceText;
    use proptest::prelude::*;

    /// The lines as they are read: what is left of each, without those that are left out.
    fn read(text: &str) -> Vec<String> {
        let source = SourceText::from_str(text);
        let mut lines = crate::line::measure(&source, None);
        let repair = repair(text, &mut lines);
        let words = |line: &Line| {
            let mut out = text[line.content.start..line.content.end].to_owned();
            for gone in repair.ignored.iter().rev() {
                if line.content.start <= gone.start && gone.end <= line.content.end {
                    let at = gone.start - line.content.start;
                    out.replace_range(at..gone.end - line.content.start, "");
                }
            }
            out
        };
        lines.iter().filter(|l| !l.is_blank() && !l.repeats).map(words).collect()
    }

    #[test]
    fn a_line_in_pieces_is_seen_where_all_of_it_stands() {
        let text = "１．港の力\n   港の力の要となる岸壁の\n１． 港の力 の要となる岸壁の\n整備\n";
        assert_eq!(read(text), ["１． 港の力 の要となる岸壁の", "整備"]);
    }

    #[test]
    fn a_cascade_of_pieces_is_one_line_in_parts() {
        let text = "\
   ２．港の力の要となる岸壁の整備
   ２．港の力の要となる岸壁の整備
   入港する船の数４０
   入港する船の数４０隻（
          ４０隻（2014
            隻（2014 年度）→年
                   年度）→年５０隻（
                        ５０隻（2019
                          隻（2019 年度）
                                 年度）
";
        let parts = ["入港する船の数４０隻（", "2014", "年度）→年", "５０隻（", "2019", "年度）"];
        assert_eq!(read(text)[0], "２．港の力の要となる岸壁の整備");
        assert_eq!(read(text)[1..], parts);
    }

    #[test]
    fn beside_other_cells_only_the_piece_goes() {
        let text = "\
２．船員のための住まいの
２． 船員のための住まいの               ・建てた家の数
   基本目標（数値指標、2019
   基本目標（数値指標、2019 年度）      具体的な施策
";
        assert_eq!(
            read(text),
            [
                "２． 船員のための住まいの               ・建てた家の数",
                "基本目標（数値指標、2019 年度）      具体的な施策",
            ]
        );
    }

    #[test]
    fn lists_rows_and_heads_that_are_alike_stay() {
        for text in [
            "港湾振興課\n港湾振興課\n農林水産課\n",
            "岸壁の維持補修    100\n岸壁の維持補修    200\n",
            "小学校の施設費\n小学校の施設費補助金     100\n",
            "２．港の力の要\n\n本文です。\n\u{c}２．港の力の要\n",
            "総務部総務課\n      総務課長\n",
        ] {
            let lines: Vec<&str> = text
                .lines()
                .map(|l| l.trim_matches('\u{c}').trim())
                .filter(|l| !l.is_empty())
                .collect();
            assert_eq!(read(text), lines);
        }
    }

    /// Lines of print: pieces of a sentence at its own columns, prose, rows.
    fn print() -> impl Strategy<Value = String> {
        const WORDS: &str = "１．港の力の要となる岸壁の整備（2014 年度）→年５０隻";
        let letters: Vec<char> = WORDS.chars().collect();
        let line = (0..letters.len(), 1..letters.len(), 0usize..4, 0usize..8).prop_map(
            move |(from, len, drift, kind)| {
                let piece: String = letters[from..(from + len).min(letters.len())].iter().collect();
                match kind {
                    0 => String::new(),
                    1 => format!("{piece}      {piece}"),
                    2 => format!("\u{c}{piece}"),
                    _ => format!("{}{piece}", " ".repeat(from + drift)),
                }
            },
        );
        prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_left_stands_in_the_source_and_what_goes_is_printed_elsewhere(text in print()) {
            let source = SourceText::from_str(&text);
            let before = crate::line::measure(&source, None);
            let mut after = before.clone();
            let repair = repair(&text, &mut after);
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
            for (old, new) in before.iter().zip(&after) {
                prop_assert!(old.content.start <= new.content.start);
                prop_assert!(new.content.end <= old.content.end);
                prop_assert!(text.get(new.content.start..new.content.end).is_some());
                prop_assert_eq!(old.span, new.span);
                if !new.repeats && !new.carries_on && repair.ignored.is_empty() {
                    prop_assert_eq!(old.content, new.content);
                }
            }
            // Each letter that goes is one of the letters that stay.
            let kept: String = after
                .iter()
                .filter(|l| !l.repeats)
                .map(|l| &text[l.content.start..l.content.end])
                .collect();
            let kept = letters(&kept);
            prop_assert!(letters(&text).iter().all(|c| kept.contains(c)));
            let layout = crate::analyse(&source);
            for block in &layout.blocks {
                for piece in &block.pieces {
                    prop_assert!(text.get(piece.start..piece.end).is_some());
                }
            }
        }
    }
}

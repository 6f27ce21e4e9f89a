//! What stands on a drawn page, as bits of text with their boxes, and how bits follow each other.

use keikaku_page::{Bounds, Direction, Page};
use keikaku_text::{Span, is_japanese};

use crate::line::Print;

/// A run of a page, with its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bit<'a> {
    pub text: &'a str,
    pub bounds: Bounds,
    /// The line that its letters stand on; for text down the middle of its column.
    pub baseline: f32,
    pub size: f32,
    pub bold: bool,
    pub down: bool,
}

impl Bit<'_> {
    pub(crate) fn middle(&self) -> (f32, f32) {
        self.bounds.centre()
    }
}

/// The bits of a page without ruby (ふりがな) and without what says nothing.
pub(crate) fn of<'a>(page: &Page, text: &'a str) -> Vec<Bit<'a>> {
    let finite = |b: &Bounds| [b.x0, b.y0, b.x1, b.y1].iter().all(|v| v.is_finite());
    let bits: Vec<Bit<'a>> = page
        .runs
        .iter()
        .filter(|r| finite(&r.bounds) && r.size.is_finite() && r.baseline.is_finite())
        .filter_map(|r| {
            let words = Span::slice(r.span, text)?;
            (!words.trim().is_empty()).then_some(Bit {
                text: words,
                bounds: r.bounds,
                baseline: r.baseline,
                size: r.size.max(0.1),
                bold: r.bold,
                down: r.direction == Direction::Down,
            })
        })
        .collect();
    let dropped: Vec<bool> = if bits.len() > MOST_RUNS {
        vec![false; bits.len()]
    } else {
        bits.iter().map(|b| is_ruby(b, &bits)).collect()
    };
    bits.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(bit, _)| bit).collect()
}

/// Ruby is sought on pages of at most so many runs.
const MOST_RUNS: usize = 30_000;

/// Whether a bit is kana beside larger letters, which say how those are read.
fn is_ruby(bit: &Bit<'_>, all: &[Bit<'_>]) -> bool {
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}');
    if !bit.text.chars().all(kana) {
        return false;
    }
    all.iter().any(|base| {
        let em = base.size;
        if base.down != bit.down || bit.size > 0.62 * em {
            return false;
        }
        let (b, r) = (&base.bounds, &bit.bounds);
        if bit.down {
            let beside = r.x0 - b.x1;
            (-0.35 * em..=0.3 * em).contains(&beside)
                && r.overlap_down(b) >= 0.7 * r.height().min(b.height())
        } else {
            let above = b.y0 - r.y1;
            (-0.35 * em..=0.3 * em).contains(&above)
                && r.overlap_across(b) >= 0.7 * r.width().min(b.width())
        }
    })
}

/// The letter size that most letters of a page have at most: half of them are not larger.
pub(crate) fn median_size(bits: &[Bit<'_>]) -> f32 {
    let mut sizes: Vec<(f32, usize)> =
        bits.iter().map(|b| (b.size, b.text.chars().count())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
    let mut seen = 0;
    for (size, count) in sizes {
        seen += count;
        if seen > half {
            return size.max(1.0);
        }
    }
    10.0
}

/// Bits as lines: those across from the top, each from the left; then those down from the right.
pub(crate) fn lines<'a>(mut bits: Vec<Bit<'a>>) -> Vec<Vec<Bit<'a>>> {
    let down: Vec<Bit<'a>> = bits.iter().filter(|b| b.down).copied().collect();
    bits.retain(|b| !b.down);
    bits.sort_by(|a, b| {
        a.baseline.total_cmp(&b.baseline).then(a.bounds.x0.total_cmp(&b.bounds.x0))
    });
    let mut out: Vec<Vec<Bit<'a>>> = Vec::new();
    // The baseline and size of the largest letters of the line.
    let mut of: (f32, f32) = (0.0, 0.0);
    for bit in bits {
        let off = (bit.baseline - of.0).abs();
        match out.last_mut().filter(|_| off <= OFF_LINE * of.1.max(bit.size)) {
            Some(line) => {
                if bit.size > of.1 {
                    of = (bit.baseline, bit.size);
                }
                line.push(bit);
            }
            None => {
                of = (bit.baseline, bit.size);
                out.push(vec![bit]);
            }
        }
    }
    for line in &mut out {
        line.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
    }
    let mut columns: Vec<Vec<Bit<'a>>> = Vec::new();
    let mut sorted = down;
    sorted.sort_by(|a, b| b.baseline.total_cmp(&a.baseline));
    for bit in sorted {
        let near = columns
            .last_mut()
            .filter(|c| (c[0].baseline - bit.baseline).abs() <= OFF_LINE * c[0].size);
        match near {
            Some(column) => column.push(bit),
            None => columns.push(vec![bit]),
        }
    }
    for column in &mut columns {
        column.sort_by(|a, b| a.bounds.y0.total_cmp(&b.bounds.y0));
    }
    out.extend(columns);
    out
}

/// How most letters of a line are printed.
pub(crate) fn print(line: &[Bit<'_>]) -> Print {
    let letters = |bits: &mut dyn Iterator<Item = &Bit<'_>>| -> usize {
        bits.map(|b| b.text.chars().count()).sum()
    };
    let all = letters(&mut line.iter());
    let bold = letters(&mut line.iter().filter(|b| b.bold)) * 2 > all;
    Print { size: (median_size(line) * 10.0).round() as u32, bold }
}

/// How far letters of one line stand off its baseline, in ems: indices and small letters do.
const OFF_LINE: f32 = 0.4;

/// What stands between two bits of one line in the dump.
pub(crate) fn between(a: &Bit<'_>, b: &Bit<'_>) -> &'static str {
    let em = a.size.max(b.size);
    let gap = if b.down { b.bounds.y0 - a.bounds.y1 } else { b.bounds.x0 - a.bounds.x1 };
    let (last, first) = (a.text.chars().next_back(), b.text.chars().next());
    let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let digit = first.is_some_and(|c| crate::number::digit(c).is_some());
    let sign = matches!(a.text, "△" | "▲" | "-" | "－" | "−" | "¥" | "￥") && digit;
    if sign || is_lone(a.text) && is_lone(b.text) {
        return "";
    }
    if gap < 0.28 * em {
        return if ascii(last) && ascii(first) && gap > 0.12 * em { " " } else { "" };
    }
    if gap < WIDE * em { " " } else { "  " }
}

/// A gap of so many ems sets words apart.
const WIDE: f32 = 1.0;

/// Whether a text is one letter of a word that is spread over its cell; a remark in brackets may
/// stand behind it: `益(A)`.
fn is_lone(text: &str) -> bool {
    let bare = match text.find(['(', '（']) {
        Some(open) if open > 0 && text.ends_with([')', '）']) => &text[..open],
        _ => text,
    };
    let mut chars = bare.chars();
    let (first, more) = (chars.next(), chars.next());
    more.is_none()
        && first.is_some_and(|c| {
            is_japanese(c)
                && crate::number::digit(c).is_none()
                && !"、。・○●◎◯△▲□■◇◆※〃〇→～〜".contains(c)
                || matches!(c, '(' | ')' | '（' | '）')
        })
}

/// Whether all bits of a line are letters of one spread word.
pub(crate) fn is_spread(line: &[Bit<'_>]) -> bool {
    if line.len() < 2 || !line.iter().all(|b| is_lone(b.text)) {
        return false;
    }
    let gaps: Vec<f32> = line.windows(2).map(|p| p[1].bounds.x0 - p[0].bounds.x1).collect();
    let widest = gaps.iter().copied().fold(0.0, f32::max);
    let narrowest = gaps.iter().copied().fold(f32::MAX, f32::min);
    widest <= 4.0 * line[0].size && widest - narrowest <= 0.5 * line[0].size
}

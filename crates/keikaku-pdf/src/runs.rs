//! Letters to runs of text.

use keikaku_page::{Axis, Bounds, Direction, Rule, Run};
use keikaku_text::Span;

use crate::glyph::Glyph;

/// The widest gap within a run, in ems.
///
/// The quarter em between kanji and figures is set by programs and is no space; letters that are
/// spread on purpose stand 0.3 em apart and more, and are for whoever knows the cell to join.
const GAP: f32 = 0.28;

/// The widest gap within a run where a blank stood in it, or between Latin letters.
const WORD_GAP: f32 = 0.12;

/// How far a letter may begin before the end of the last one, in ems: marks such as 、 and 「 are
/// set half an em wide, on top of the empty half of their neighbour.
const OVERLAP: f32 = 0.6;

/// How far letters of one run may stand off its baseline, in ems.
const OFF_BASELINE: f32 = 0.1;

/// Writes letters in drawing order as runs; the text is that of the runs, a line feed between them.
///
/// Blanks are no part of a run. A line between two letters parts them, however near they stand: the
/// figure at the right end of one cell and the word at the left of the next.
pub(crate) fn write(glyphs: &[Glyph], rules: &[Rule]) -> (String, Vec<Run>) {
    let mut down: Vec<&Rule> = rules.iter().filter(|r| r.axis == Axis::Down).collect();
    down.sort_by(|a, b| a.position().total_cmp(&b.position()));
    let mut text = String::new();
    let mut runs = Vec::new();
    let mut open: Option<Open<'_>> = None;
    let mut after_blank = false;
    for glyph in glyphs.iter().filter(|g| !g.copy) {
        if glyph.is_blank() {
            after_blank = true;
            continue;
        }
        match &mut open {
            Some(run) if run.takes(glyph, after_blank) && !parted(run.last, glyph, &down) => {
                run.add(glyph, &mut text);
            }
            _ => {
                runs.extend(open.take().map(|run| run.close(&text)));
                if !text.is_empty() {
                    text.push('\n');
                }
                open = Some(Open::new(glyph, &mut text));
            }
        }
        after_blank = false;
    }
    runs.extend(open.map(|run| run.close(&text)));
    (text, runs)
}

/// Whether a line down the page stands between two letters. `down`: those lines, from the left.
fn parted(last: &Glyph, next: &Glyph, down: &[&Rule]) -> bool {
    /// Letters that follow each other without a gap of this width, in ems, are text that runs over a
    /// line; others may reach over it by less than half, since fonts have room at the sides.
    const GAP: f32 = 0.03;
    const WITHIN: f32 = 0.6;
    const TOUCHING: f32 = 0.15;
    let mut from = last.bounds.x0 + WITHIN * last.bounds.width();
    let mut to = next.bounds.x1 - WITHIN * next.bounds.width();
    if next.bounds.x0 - last.bounds.x1 < GAP * last.size.min(next.size) {
        // Figures that fill their cells touch at the line.
        if !last.letter.is_ascii_digit() || !next.letter.is_ascii_digit() {
            return false;
        }
        let seam = (last.bounds.x1 + next.bounds.x0) / 2.0;
        (from, to) = (seam - TOUCHING * last.size, seam + TOUCHING * last.size);
    }
    let y = (last.bounds.y0 + last.bounds.y1) / 2.0;
    let first = down.partition_point(|r| r.position() < from);
    down[first..].iter().take_while(|r| r.position() <= to).any(|r| {
        let (top, bottom) = r.extent();
        (top..=bottom).contains(&y)
    })
}

/// A run that letters are still added to.
struct Open<'g> {
    first: &'g Glyph,
    last: &'g Glyph,
    start: usize,
    bounds: Bounds,
    direction: Direction,
}

impl<'g> Open<'g> {
    fn new(glyph: &'g Glyph, text: &mut String) -> Self {
        let direction = if glyph.flow.1.abs() > glyph.flow.0.abs() {
            Direction::Down
        } else {
            Direction::Across
        };
        let mut run =
            Self { first: glyph, last: glyph, start: text.len(), bounds: glyph.bounds, direction };
        run.add(glyph, text);
        run
    }

    fn takes(&self, glyph: &Glyph, after_blank: bool) -> bool {
        let (first, last) = (self.first, self.last);
        let em = first.size.max(glyph.size);
        if glyph.ink != first.ink
            || glyph.bold != first.bold
            || glyph.vertical != first.vertical
            || (glyph.size - first.size).abs() > 0.1 * em
            || Glyph::along(first.flow, glyph.flow) < 0.999
        {
            return false;
        }
        let off = Glyph::beside(first.flow, glyph.origin) - Glyph::beside(first.flow, first.origin);
        if off.abs() > OFF_BASELINE * em {
            return false;
        }
        let gap = Glyph::along(first.flow, glyph.origin)
            - Glyph::along(first.flow, last.origin)
            - last.advance;
        let latin = last.letter.is_ascii_alphabetic() && glyph.letter.is_ascii_alphabetic();
        let widest = if after_blank || latin { WORD_GAP } else { GAP };
        gap <= widest * em && gap >= -OVERLAP * em
    }

    fn add(&mut self, glyph: &'g Glyph, text: &mut String) {
        text.push(if glyph.vertical { upright(glyph.letter) } else { glyph.letter });
        if let Some(more) = &glyph.more {
            text.push_str(more);
        }
        self.bounds = self.bounds.cover(&glyph.bounds);
        self.last = glyph;
    }

    fn close(self, text: &str) -> Run {
        let (x, y) = self.first.origin;
        Run {
            span: Span::new(self.start, text.len()),
            bounds: self.bounds,
            baseline: match self.direction {
                Direction::Across => y,
                // The middle of letters that stand upright, also where they lie on their side.
                Direction::Down if self.first.vertical => x,
                Direction::Down => self.bounds.centre().0,
            },
            size: self.first.size,
            bold: self.first.bold,
            direction: self.direction,
            ink: self.first.ink,
        }
    }
}

/// The ordinary character of one that says that it stands in vertical text.
///
/// Fonts name their vertical glyphs so; the text of a plan does not depend on how it is set.
fn upright(c: char) -> char {
    const MARKS: &str = "，、。：；！？〖〗…";
    const BRACKETS: &str = "‥—–＿﹏（）｛｝〔〕【】《》〈〉「」『』﹅﹆［］";
    let code = u32::from(c);
    match code {
        0xFE10..=0xFE19 => MARKS.chars().nth((code - 0xFE10) as usize).unwrap_or(c),
        0xFE30..=0xFE48 => BRACKETS.chars().nth((code - 0xFE30) as usize).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vertical_forms_become_ordinary_characters() {
        let forms = "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈ー計";
        let ordinary = "，、。：；！？〖〗…‥—–（）｛｝〔〕【】《》〈〉「」『』［］ー計";
        assert_eq!(forms.chars().map(upright).collect::<String>(), ordinary);
    }
}

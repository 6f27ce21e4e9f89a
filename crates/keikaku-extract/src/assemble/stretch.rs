//! Stretches of text with the times and values in them.

use std::ops::Range;

use keikaku_layout::{Block, BlockKind};
use keikaku_text::{AlignedText, Span};
use keikaku_values::{
    Decimal, Form, Period, PeriodMention, Value, parse_bare_year, periods, values,
};

use super::Assembly;
use crate::texts::{as_written, folded};

/// A label as it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) written: String,
    pub(super) span: Span,
}

/// A stretch of the text, with what is annotated in it.
pub(super) struct Stretch {
    pub(super) view: AlignedText,
    pub(super) periods: Vec<PeriodMention>,
    pub(super) values: Vec<Value>,
    pub(super) section: Option<usize>,
    pub(super) lines: [usize; 2],
    pub(super) list: bool,
}

/// Whether a text may state a value: it has a digit, a numeral, or a word for a change.
pub(super) fn may_state(text: &str) -> bool {
    let numeral = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '０'..='９')
            || "一二三四五六七八九十百千万割増減維倍皆向".contains(c)
    };
    text.contains(numeral)
        || ["ゼロ", "以上", "以下", "改善", "低下", "縮小", "拡大", "上回"]
            .iter()
            .any(|word| text.contains(word))
}

impl Stretch {
    /// A stretch in which nothing is sought.
    pub(super) fn without_values(a: &Assembly<'_>, block: &Block) -> Self {
        Self {
            view: folded(a.text(), &block.pieces),
            periods: Vec::new(),
            values: Vec::new(),
            section: block.section,
            lines: block.lines,
            list: block.kind == BlockKind::ListItem,
        }
    }

    /// The times and values in pieces of text that are read as one; with them come the section that
    /// they stand in, and whether they are an item of a list.
    pub(super) fn of(
        a: &mut Assembly<'_>,
        (section, list): (Option<usize>, bool),
        pieces: &[Span],
        lines: [usize; 2],
    ) -> Self {
        let view = folded(a.text(), pieces);
        let text = view.text();
        let mut periods: Vec<PeriodMention> = periods(text, &a.time).collect();
        bare_years(text, &mut periods);
        let mut values = values(text, &periods);
        zeros(text, &mut values);
        for value in values.iter_mut().filter(|v| v.unit.is_none() && v.share.is_none()) {
            counted(a, text, value);
        }
        Self { view, periods, values, section, lines, list }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.view.to_source(Span::new(range.start, range.end))
    }

    pub(super) fn named(&self, a: &Assembly<'_>, range: &Range<usize>) -> Named {
        let span = self.span(range);
        Named { written: as_written(a.text(), span), span }
    }
}

/// Takes a year that stands alone in brackets for a time: `18,000人（2020）`.
fn bare_years(text: &str, periods: &mut Vec<PeriodMention>) {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(inside) =
            text.get(open + 1..open + 5).filter(|_| text[open + 5..].starts_with(')'))
        else {
            continue;
        };
        let Some(year) = parse_bare_year(inside, None).filter(|_| inside.len() == 4) else {
            continue;
        };
        let Some(period) = Period::of_year(year.year) else { continue };
        let range = open + 1..open + 1 + inside.len();
        let at = periods.partition_point(|p| p.range.end <= range.start);
        if periods.get(at).is_some_and(|p| p.range.start < range.end) {
            continue;
        }
        let mention =
            PeriodMention { range, period, era: year.era, form: Form::Absolute, notes: year.notes };
        found.push(mention);
    }
    if !found.is_empty() {
        periods.append(&mut found);
        periods.sort_by_key(|p| p.range.start);
    }
}

/// Adds the zeros that are written in words: ゼロにする, but not ゼロカーボン.
fn zeros(text: &str, values: &mut Vec<Value>) {
    let katakana = |c: char| ('ァ'..='ー').contains(&c);
    let mut found = Vec::new();
    for (at, word) in text.match_indices("ゼロ") {
        let end = at + word.len();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let joined = before.is_some_and(katakana)
            || after.is_some_and(|c| {
                katakana(c)
                    || keikaku_text::is_japanese(c)
                        && !('ぁ'..='ん').contains(&c)
                        && !"、。)（(】".contains(c)
            });
        let next = values.partition_point(|v| v.range.end <= at);
        if joined || values.get(next).is_some_and(|v| v.range.start < end) {
            continue;
        }
        let value = Value { range: at..end, value: Some(Decimal::ZERO), ..Value::default() };
        found.push(value);
    }
    if !found.is_empty() {
        values.append(&mut found);
        values.sort_by_key(|v| v.range.start);
    }
}

/// Gives a number the counter behind it that no table of units holds: 灯 of `2,400灯`.
fn counted(a: &mut Assembly<'_>, text: &str, value: &mut Value) {
    let end = value.range.end;
    if value.numeral_range.as_ref().is_none_or(|n| n.end != end) {
        return;
    }
    let Some(counter) = a.words.counter_after(text, end) else { return };
    let word = text[counter.clone()].trim();
    if counter.start == end && !word.is_empty() && word.chars().all(keikaku_text::is_japanese) {
        value.unit = Some(word.to_owned());
        value.range.end = counter.end;
        value.unit_range = Some(counter);
    }
}

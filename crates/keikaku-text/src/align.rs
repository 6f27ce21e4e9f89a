//! A view of a text that still knows where each of its characters came from.

use crate::Span;
use crate::fold;

/// Maps spans of a view back to spans of the source it was made from.
///
/// Kept as runs of equal units, so a text that needed no folding is a single run and a lookup is a
/// binary search.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Alignment {
    runs: Vec<Run>,
    view_len: usize,
    /// Where the last run's source ends, which spares a division for each character pushed.
    source_end: usize,
}

/// Neighbouring units of the view that each stand for a unit of the source: the n-th `view_unit`
/// bytes from `view_start` came from the n-th `source_unit` bytes from `source_start`. It lasts up
/// to the next run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    view_start: usize,
    source_start: usize,
    view_unit: u32,
    source_unit: u32,
}

impl Run {
    /// The unit of the source for the unit of the view in which the byte at `offset` lies.
    fn unit_at(&self, offset: usize) -> Span {
        let unit = (offset - self.view_start) / self.view_unit as usize;
        let start = self.source_start + unit * self.source_unit as usize;
        Span { start, end: start + self.source_unit as usize }
    }
}

impl Alignment {
    /// The span of the source from which this span of the view came.
    ///
    /// A part of a character that was folded to several (㍻ to 平成) gives all of it; a span over
    /// several pieces gives their hull; inserted text stands at the place named when it was pushed.
    /// An empty span gives an empty one, where the next character of the view came from. What lies
    /// beyond the view is cut off.
    ///
    /// # The first half of ㍻ is all of ㍻
    /// ```
    /// use keikaku_text::{fold, Span};
    ///
    /// let folded = fold("㍻３０");
    /// assert_eq!(folded.text(), "平成30");
    /// assert_eq!(folded.alignment().to_source(Span::new(0, 3)), Span::new(0, 3));
    /// assert_eq!(folded.alignment().to_source(Span::new(6, 7)), Span::new(3, 6));
    /// ```
    #[must_use]
    pub fn to_source(&self, span: Span) -> Span {
        let end = span.end.min(self.view_len);
        let start = span.start.min(end);
        if start == end {
            let at = self.position(start);
            return Span { start: at, end: at };
        }
        self.unit_at(start).cover(self.unit_at(end - 1))
    }

    /// Whether the view is a copy of one piece of the source.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        match self.runs.as_slice() {
            [] => true,
            [run] => run.view_unit == 1 && run.source_unit == 1,
            _ => false,
        }
    }

    /// Where in the source the character at `offset` of the view begins, or the end of the last.
    fn position(&self, offset: usize) -> usize {
        if offset < self.view_len {
            self.unit_at(offset).start
        } else if offset > 0 {
            self.unit_at(offset - 1).end
        } else {
            0
        }
    }

    fn unit_at(&self, offset: usize) -> Span {
        let after = self.runs.partition_point(|run| run.view_start <= offset);
        match after.checked_sub(1).and_then(|index| self.runs.get(index)) {
            Some(run) => run.unit_at(offset),
            None => Span::default(),
        }
    }

    /// Records that `view_len` further bytes came from `source_start` on: bytes for bytes where both
    /// units are 1, else one unit of `view_unit` bytes for one of `source_unit`. The length is never
    /// 0.
    fn push(&mut self, view_len: usize, view_unit: u32, source_start: usize, source_unit: u32) {
        let view_start = self.view_len;
        self.view_len += view_len;
        // A single unit, or bytes that stand for bytes.
        let source_len =
            if view_unit == 1 && source_unit == 1 { view_len } else { source_unit as usize };
        if let Some(last) = self.runs.last()
            && (last.view_unit, last.source_unit) == (view_unit, source_unit)
            // Inserted texts at one place are one unit each, or half of one would be all of it.
            && source_unit > 0
            && self.source_end == source_start
        {
            self.source_end += source_len;
            return;
        }
        self.source_end = source_start + source_len;
        self.runs.push(Run { view_start, source_start, view_unit, source_unit });
    }

    fn clear(&mut self) {
        self.runs.clear();
        self.view_len = 0;
        self.source_end = 0;
    }
}

/// A text made from pieces of a source, and the way back to it.
///
/// Made by [`fold`](crate::fold()) or an [`AlignedTextBuilder`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AlignedText {
    text: String,
    alignment: Alignment,
}

impl AlignedText {
    /// The view's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way back from spans of the view to spans of the source.
    #[must_use]
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// The span of the source from which this span of the view came: [`Alignment::to_source`].
    #[must_use]
    pub fn to_source(&self, span: Span) -> Span {
        self.alignment.to_source(span)
    }
}

/// Puts an [`AlignedText`] together from pieces of a source, in the order of the source.
///
/// What is not pushed is left out of the view. Pieces out of order do no harm, but a span over them
/// then gives the hull of its first and its last character only.
///
/// # A name that a line break cut is found whole, and points at both halves
/// ```
/// use keikaku_text::{AlignedTextBuilder, Span};
///
/// let source = "ものづくり・イノ\nベーション課";
/// let mut builder = AlignedTextBuilder::new();
/// builder.push_folded(&source[..24], 0);
/// builder.push_folded(&source[25..], 25);
/// let view = builder.aligned();
///
/// assert_eq!(view.text(), "ものづくり・イノベーション課");
/// let word = view.text().find("イノベーション").unwrap();
/// let span = view.to_source(Span::new(word, word + 21));
/// assert_eq!(span.slice(source), Some("イノ\nベーション"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct AlignedTextBuilder {
    aligned: AlignedText,
}

impl AlignedTextBuilder {
    /// An empty view.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a piece of the source with its variants folded, as [`fold`](crate::fold()) does.
    ///
    /// `source_start` is the offset of the piece in the source.
    pub fn push_folded(&mut self, source_slice: &str, source_start: usize) {
        fold::fold_into(source_slice, source_start, self);
    }

    /// Appends a piece of the source as it is.
    pub fn push_verbatim(&mut self, source_slice: &str, source_start: usize) {
        if !source_slice.is_empty() {
            self.aligned.text.push_str(source_slice);
            self.aligned.alignment.push(source_slice.len(), 1, source_start, 1);
        }
    }

    /// Appends text that the source does not have, such as a space in place of a line break.
    ///
    /// It maps to an empty span at `at`.
    pub fn push_inserted(&mut self, text: &str, at: usize) {
        self.push_replaced(text, at, 0);
    }

    /// Appends `text` in place of `source_len` bytes of the source at `source_start`: any part of
    /// it maps to all of them.
    pub fn push_replaced(&mut self, text: &str, source_start: usize, source_len: usize) {
        if !text.is_empty() {
            self.aligned.text.push_str(text);
            self.aligned.alignment.push(
                text.len(),
                unit(text.len()),
                source_start,
                unit(source_len),
            );
        }
    }

    /// Appends these characters as one unit in place of `source_len` bytes of the source.
    pub(crate) fn push_chars(
        &mut self,
        chars: impl Iterator<Item = char>,
        source_start: usize,
        source_len: usize,
    ) {
        let before = self.aligned.text.len();
        self.aligned.text.extend(chars);
        let len = self.aligned.text.len() - before;
        if len > 0 {
            self.aligned.alignment.push(len, unit(len), source_start, unit(source_len));
        }
    }

    /// Appends one character in place of `source_len` bytes of the source at `source_start`.
    pub(crate) fn push_char(&mut self, char: char, source_start: usize, source_len: usize) {
        let len = char.len_utf8();
        // Units of equal size on both sides are as well told by the byte: one run with what is
        // verbatim around them.
        let (view_unit, source_unit) =
            if len == source_len { (1, 1) } else { (unit(len), unit(source_len)) };
        self.aligned.text.push(char);
        self.aligned.alignment.push(len, view_unit, source_start, source_unit);
    }

    /// The view so far.
    #[must_use]
    pub fn aligned(&self) -> &AlignedText {
        &self.aligned
    }

    /// The finished view.
    #[must_use]
    pub fn finish(self) -> AlignedText {
        self.aligned
    }

    /// Empties the view and keeps its memory for the next one.
    pub fn clear(&mut self) {
        self.aligned.text.clear();
        self.aligned.alignment.clear();
    }
}

/// A unit's length as stored. Units are characters or short replacements; 4 GB is out of reach.
fn unit(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

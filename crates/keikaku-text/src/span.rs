//! Where a piece of text stands.

use std::ops::Range;

/// A half-open range of bytes of the decoded text, on character boundaries.
///
/// Offsets count bytes of UTF-8 from 0, whatever the encoding of the file was.
///
/// # The end is not part of it
/// ```
/// use keikaku_text::Span;
///
/// let text = "令和元年度";
/// let era = Span::new(0, 6);
/// assert_eq!(era.slice(text), Some("令和"));
/// assert!(!era.contains(6));
/// assert!(!era.overlaps(Span::new(6, 9)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    ///
    /// # An end before the start is an empty span at the start
    /// ```
    /// # use keikaku_text::Span;
    /// assert_eq!(Span::new(5, 3), Span::new(5, 5));
    /// ```
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `offset` lies in it.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies in it.
    ///
    /// # An empty span on the edge is covered
    /// ```
    /// # use keikaku_text::Span;
    /// assert!(Span::new(0, 3).covers(Span::new(3, 3)));
    /// ```
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    ///
    /// # An empty span overlaps nothing
    /// ```
    /// # use keikaku_text::Span;
    /// assert!(!Span::new(0, 3).overlaps(Span::new(1, 1)));
    /// ```
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        let start = if self.start > other.start { self.start } else { other.start };
        let end = if self.end < other.end { self.end } else { other.end };
        start < end
    }

    /// The smallest span that covers both: their hull.
    ///
    /// # What lies between them is part of it
    /// ```
    /// # use keikaku_text::Span;
    /// assert_eq!(Span::new(0, 2).cover(Span::new(8, 9)), Span::new(0, 9));
    /// ```
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text at this span, or `None` where it leaves the text or cuts a character.
    ///
    /// # A span into the middle of a character gives nothing
    /// ```
    /// # use keikaku_text::Span;
    /// assert_eq!(Span::new(0, 1).slice("年"), None);
    /// ```
    #[must_use]
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The same span `by` bytes further on: from a piece of text to the text that holds it.
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

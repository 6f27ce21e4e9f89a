//! From offsets to line numbers.

use crate::Span;

/// The lines of a text. Line numbers count from 1.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`; the terminator belongs to the line that it ends.
///
/// # A final newline starts no further line, and an empty text has one
/// ```
/// use keikaku_text::{LineIndex, Span};
///
/// let lines = LineIndex::new("一\r\n二\r三\n");
/// assert_eq!(lines.len(), 3);
/// assert_eq!(lines.span_of(1), Span::new(0, 3));
/// assert_eq!(lines.line_of(4), 1); // the \n of \r\n
/// assert_eq!(LineIndex::new("").len(), 1);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIndex {
    /// Each line without its terminator, in order; never empty.
    lines: Vec<Span>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Lines of plans are 40 to 80 bytes long.
        let mut lines = Vec::with_capacity(bytes.len() / 48 + 1);
        let mut start = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // The \n of a \r\n has been taken with its \r.
            if at < start {
                continue;
            }
            lines.push(Span::new(start, at));
            let is_crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            start = at + 1 + usize::from(is_crlf);
        }
        if start < bytes.len() || lines.is_empty() {
            lines.push(Span::new(start, bytes.len()));
        }
        Self { lines }
    }

    /// The number of lines, at least one.
    #[expect(clippy::len_without_is_empty, reason = "a text has at least one line")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line in which the byte at `offset` stands, from 1; the last one for what lies beyond.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset)
    }

    /// The line numbered `line` without its terminator; an empty span at 0 where there is no such
    /// line.
    #[must_use]
    pub fn span_of(&self, line: usize) -> Span {
        let at = line.checked_sub(1).and_then(|index| self.lines.get(index));
        at.copied().unwrap_or_default()
    }

    /// The first and the last line that `span` touches, from 1.
    ///
    /// # A span that ends at a line's start does not reach into it
    /// ```
    /// # use keikaku_text::{LineIndex, Span};
    /// let lines = LineIndex::new("ab\ncd\n");
    /// assert_eq!(lines.lines_of(Span::new(0, 3)), [1, 1]);
    /// assert_eq!(lines.lines_of(Span::new(0, 4)), [1, 2]);
    /// ```
    #[must_use]
    pub fn lines_of(&self, span: Span) -> [usize; 2] {
        let last = span.end.saturating_sub(1).max(span.start);
        [self.line_of(span.start), self.line_of(last)]
    }

    /// All lines in order, each without its terminator.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Span> + DoubleEndedIterator + '_ {
        self.lines.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_blank_line_between_lines_counts() {
        let lines = LineIndex::new("a\n\nb");
        assert_eq!(lines.len(), 3);
        assert_eq!(lines.span_of(2), Span::new(2, 2));
        assert_eq!(lines.lines_of(Span::new(2, 2)), [2, 2]);
    }

    #[test]
    fn a_line_that_does_not_exist_is_empty() {
        let lines = LineIndex::new("ab");
        assert_eq!(lines.span_of(0), Span::default());
        assert_eq!(lines.span_of(2), Span::default());
        assert_eq!(lines.line_of(99), 1);
    }

    proptest! {
        #[test]
        fn lines_and_terminators_give_back_the_text(text in "[ab年\r\n]{0,40}") {
            let lines = LineIndex::new(&text);
            let mut at = 0;
            for (index, span) in lines.iter().enumerate() {
                let between = &text[at..span.start];
                prop_assert!(index == 0 && between.is_empty()
                    || index > 0 && ["\n", "\r", "\r\n"].contains(&between));
                prop_assert!(!span.slice(&text).unwrap().contains(['\r', '\n']));
                for offset in span.start..=span.end {
                    if offset < text.len() {
                        prop_assert_eq!(lines.line_of(offset), index + 1);
                    }
                }
                at = span.end;
            }
            prop_assert!(["", "\n", "\r", "\r\n"].contains(&&text[at..]));
        }
    }
}

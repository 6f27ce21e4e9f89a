//! A decoded text with its lines.

use crate::{LineIndex, Span};

/// A document's text as Unicode, with the encoding it came from and its lines.
///
/// All spans of the project are spans of [`SourceText::text`].
///
/// ```
/// use keikaku_text::{SourceText, Span};
///
/// let source = SourceText::from_str("計画\n目標");
/// assert_eq!(source.slice(source.lines().span_of(2)), Some("目標"));
/// assert_eq!(source.slice(Span::new(1, 2)), None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceText {
    text: String,
    encoding: &'static str,
    lines: LineIndex,
}

impl SourceText {
    /// A text that came from bytes in the encoding with this [WHATWG name].
    ///
    /// [WHATWG name]: https://encoding.spec.whatwg.org/#names-and-labels
    #[must_use]
    pub fn new(text: String, encoding: &'static str) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, encoding, lines }
    }

    /// A text that has always been UTF-8, as in tests.
    #[expect(clippy::should_implement_trait, reason = "it cannot fail, as FromStr could")]
    #[must_use]
    pub fn from_str(text: &str) -> Self {
        Self::new(text.to_owned(), "UTF-8")
    }

    /// The whole text, without byte order mark and with its line ends as they were.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The WHATWG name of the encoding that the bytes were in, such as `Shift_JIS`.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The text at `span`, or `None` where it leaves the text or cuts a character.
    #[must_use]
    pub fn slice(&self, span: Span) -> Option<&str> {
        span.slice(&self.text)
    }
}

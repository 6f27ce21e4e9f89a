//! Questions to the tokenizer, asked only where a token decides.

use std::ops::Range;

use keikaku_layout::WordSense;
use keikaku_tokenizer::{Seam, Token, WordClass, Worker};

/// A tokenizer's worker with the buffers that the questions need.
pub(crate) struct Words {
    worker: Worker,
    tokens: Vec<Token>,
    seams: Vec<Seam>,
}

impl Words {
    pub(crate) fn new(worker: Worker) -> Self {
        Self { worker, tokens: Vec::new(), seams: Vec::new() }
    }

    /// What stands at each of the seams (byte offsets) of a text whose breaks are taken out.
    pub(crate) fn seams(&mut self, joined: &str, at: &[usize]) -> &[Seam] {
        self.worker.seams_inside_words(joined, at, &mut self.seams);
        &self.seams
    }

    /// The counter noun after the numeral that ends at `end`.
    pub(crate) fn counter_after(&mut self, text: &str, end: usize) -> Option<Range<usize>> {
        let (window, offset) = window(text, end, 24, 60);
        self.worker.tokenize(window, &mut self.tokens);
        let span = keikaku_tokenizer::counter_after(&self.tokens, window, end - offset)?;
        Some(span.start + offset..span.end + offset)
    }

    /// The noun phrase that ends at `end`.
    pub(crate) fn noun_phrase_before(&mut self, text: &str, end: usize) -> Option<Range<usize>> {
        let (window, offset) = window(text, end, 120, 30);
        self.worker.tokenize(window, &mut self.tokens);
        let span = keikaku_tokenizer::noun_phrase_ending_at(&self.tokens, window, end - offset)?;
        Some(span.start + offset..span.end + offset)
    }

    /// Whether a kanji numeral is a number to the tokenizer, too, and not a piece of a word.
    pub(crate) fn is_number(&mut self, text: &str, range: &Range<usize>) -> bool {
        let (window, offset) = window(text, range.end, 36, 36);
        self.worker.tokenize(window, &mut self.tokens);
        let inside: Vec<&Token> = self
            .tokens
            .iter()
            .filter(|t| t.span.start + offset < range.end && t.span.end + offset > range.start)
            .collect();
        !inside.is_empty()
            && inside
                .iter()
                .all(|t| t.class == WordClass::Number && t.span.start + offset >= range.start)
    }
}

impl WordSense for Words {
    fn inside_word(&mut self, joined: &str, seams: &[usize]) -> Vec<bool> {
        self.seams(joined, seams).iter().map(|s| *s == Seam::InsideWord).collect()
    }
}

/// The text around an offset, cut at character boundaries and at line ends of sentences.
fn window(text: &str, at: usize, before: usize, after: usize) -> (&str, usize) {
    let mut start = at.saturating_sub(before);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + after).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (&text[start..end], start)
}

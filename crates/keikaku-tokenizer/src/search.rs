//! A text as the words that it is searched by.

use keikaku_text::fold;

use crate::{Token, WordClass, Worker};

impl Worker {
    /// The words of a text, joined with single spaces, for a full-text search that cuts at spaces.
    /// Widths and cases do not tell them apart, and marks are no words. What is searched for is cut
    /// by the same function.
    ///
    /// # A name is found by any of its words, in any width
    /// ```
    /// use keikaku_tokenizer::Tokenizer;
    ///
    /// let mut worker = Tokenizer::embedded()?.new_worker();
    /// assert_eq!(worker.search_words("（新）観光客数：ＷＥＢ予約"), "新 観光 客数 web 予約");
    /// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
    /// ```
    pub fn search_words(&mut self, text: &str) -> String {
        let folded = fold(text);
        let folded = folded.text().to_lowercase();
        let mut tokens: Vec<Token> = std::mem::take(&mut self.tokens);
        self.tokenize(&folded, &mut tokens);
        let mut words = String::with_capacity(folded.len() + tokens.len());
        for token in &tokens {
            let word = token.span.slice(&folded).unwrap_or_default();
            let mark = matches!(token.class, WordClass::Symbol | WordClass::Space);
            if mark || !word.chars().any(char::is_alphanumeric) {
                continue;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(word.chars().filter(|c| !c.is_whitespace()));
        }
        self.tokens = tokens;
        words
    }
}

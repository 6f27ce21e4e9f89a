//! A text as the words that it is searched by.

use keikaku_text::fold;
use lindera::mode::{Mode, Penalty};

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
        // Compounds that the dictionary has (待機児童) are found by their parts, too.
        self.worker.set_mode(Mode::Decompose(Penalty::default()));
        self.tokenize(&folded, &mut tokens);
        self.worker.set_mode(Mode::Normal);
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

#[cfg(test)]
mod tests {
    use crate::Tokenizer;

    #[test]
    fn compounds_are_found_by_their_parts() {
        let mut worker = Tokenizer::embedded().unwrap().new_worker();
        for (text, words) in [
            ("待機児童数", "待機 児童 数"),
            ("定住促進補助金の交付額", "定住 促進 補助 金 の 交付 額"),
            ("県内9医療機関", "県内 9 医療 機関"),
            ("ワークライフバランス", "ワーク ライフ バランス"),
            // Not by what only looks like a part.
            ("京都と東京都", "京都 と 東京 都"),
        ] {
            assert_eq!(worker.search_words(text), words);
        }
    }

    #[test]
    fn the_way_of_cutting_for_a_search_stays_there() {
        let mut worker = Tokenizer::embedded().unwrap().new_worker();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        worker.tokenize("待機児童数", &mut before);
        assert_ne!(before.len(), worker.search_words("待機児童数").split(' ').count());
        worker.tokenize("待機児童数", &mut after);
        assert_eq!(before, after);
    }
}

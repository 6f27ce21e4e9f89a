//! Seams: whether a break that a dump put into a text stood inside a word.

use keikaku_text::Span;

use crate::{Token, WordClass, Worker};

/// What stands at a seam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// A word goes over the seam.
    InsideWord,
    /// Two words of one compound meet at the seam: 事業|計画, 10|件.
    InsideCompound,
    /// Nothing binds the two sides.
    Between,
}

impl Worker {
    /// For each seam (a byte offset in `joined`, the text with its breaks taken out) what stands
    /// there. `out` is cleared first and is as long as `seams`. One tokenisation serves all.
    ///
    /// An offset at either end of the text, behind it or inside a character is no seam between
    /// words and harms nothing.
    ///
    /// # An unknown katakana word is one word
    ///
    /// ```
    /// use keikaku_tokenizer::{Seam, Tokenizer};
    ///
    /// let mut worker = Tokenizer::embedded()?.new_worker();
    /// let mut seams = Vec::new();
    /// let joined = "アディティブマニファクチャリングの講座";
    /// worker.seams_inside_words(joined, &["アディティブ".len()], &mut seams);
    /// assert_eq!(seams, [Seam::InsideWord]);
    /// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
    /// ```
    pub fn seams_inside_words(&mut self, joined: &str, seams: &[usize], out: &mut Vec<Seam>) {
        out.clear();
        let mut tokens = std::mem::take(&mut self.tokens);
        self.tokenize(joined, &mut tokens);
        out.extend(seams.iter().map(|&seam| at(joined, &tokens, seam)));
        self.tokens = tokens;
    }
}

fn at(text: &str, tokens: &[Token], seam: usize) -> Seam {
    let after = tokens.partition_point(|t| t.span.end <= seam);
    let Some(right) = tokens.get(after) else { return Seam::Between };
    if right.span.start < seam {
        return Seam::InsideWord;
    }
    let Some(left) = after.checked_sub(1).and_then(|i| tokens.get(i)) else { return Seam::Between };
    let katakana = |c: Option<char>| c.is_some_and(|c| ('ァ'..='ヺ').contains(&c) || c == 'ー');
    let (before, next) = (text[..seam].chars().next_back(), text[seam..].chars().next());
    if katakana(before)
        && katakana(next)
        && !(left.known && right.known && wide(left.span) && wide(right.span))
    {
        return Seam::InsideWord;
    }
    let binds = match (left.class, right.class) {
        (WordClass::Prefix, r) => r.is_nominal(),
        (l, r) => l.is_nominal() && r.is_nominal(),
    };
    if binds { Seam::InsideCompound } else { Seam::Between }
}

/// Whether a known katakana word is long enough to be one of its own: three characters.
fn wide(span: Span) -> bool {
    span.len() >= 9
}

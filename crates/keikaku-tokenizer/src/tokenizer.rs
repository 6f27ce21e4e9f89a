//! The tokenizer: a shared dictionary and a worker for each thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keikaku_text::Span;
use lindera::dictionary::{Dictionary, load_fs_dictionary};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;

use crate::WordClass;

/// Why there is no tokenizer.
#[derive(Debug, thiserror::Error)]
pub enum TokenizerError {
    /// The folder given holds no dictionary that this version of lindera reads.
    #[error("{}: no lindera dictionary of this version ({reason}); give a folder that lindera 6 built, or leave --dictionary out", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What lindera says.
        reason: String,
    },
    /// The embedded dictionary does not load.
    #[error("the embedded dictionary does not load: {0}")]
    Embedded(String),
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text that was tokenised.
    pub span: Span,
    /// Its class.
    pub class: WordClass,
    /// Whether the dictionary has it.
    pub known: bool,
}

/// A dictionary ready for use, shared by all threads; cloning it copies nothing.
#[derive(Clone)]
pub struct Tokenizer {
    segmenter: Segmenter,
    classes: Arc<Classes>,
}

/// The class of each word by its id: asking lindera for the details of every token halves its
/// speed.
struct Classes {
    known: Vec<WordClass>,
    unknown: Vec<WordClass>,
}

impl Classes {
    fn of(dictionary: &Dictionary) -> Self {
        let words = dictionary.prefix_dictionary.words_idx_data.len() / size_of::<u32>();
        let known = (0..words).map(|id| class(dictionary.word_details_iter(id))).collect();
        let words = dictionary.unknown_dictionary.costs.len();
        let unknown =
            (0..words).map(|id| class(dictionary.unknown_word_details_iter(id))).collect();
        Self { known, unknown }
    }
}

/// The class that a word's details give.
fn class<'d>(mut details: impl Iterator<Item = &'d str>) -> WordClass {
    let mut next = || details.next().unwrap_or_default();
    let (pos, detail, sub) = (next(), next(), next());
    WordClass::of(pos, detail, sub)
}

impl Tokenizer {
    /// The tokenizer with the dictionary that is part of the program.
    ///
    /// # Errors
    ///
    /// Fails only where the build was made by another version of lindera.
    pub fn embedded() -> Result<Self, TokenizerError> {
        keikaku_ipadic::load().map(Self::new).map_err(|e| TokenizerError::Embedded(e.to_string()))
    }

    /// The tokenizer with a dictionary that lindera built into a folder.
    ///
    /// # Errors
    ///
    /// Fails where the folder holds no dictionary, or one of another version.
    pub fn from_dictionary_dir(path: &Path) -> Result<Self, TokenizerError> {
        load_fs_dictionary(path)
            .map(Self::new)
            .map_err(|e| TokenizerError::Folder { path: path.to_owned(), reason: e.to_string() })
    }

    fn new(dictionary: Dictionary) -> Self {
        let classes = Arc::new(Classes::of(&dictionary));
        Self {
            segmenter: Segmenter::new(Mode::Normal, dictionary, None).keep_whitespace(true),
            classes,
        }
    }

    /// A worker for one thread, with scratch memory of its own.
    #[must_use]
    pub fn new_worker(&self) -> Worker {
        Worker {
            worker: self.segmenter.new_worker(),
            classes: Arc::clone(&self.classes),
            tokens: Vec::new(),
        }
    }
}

/// Tokenises texts one after the other.
pub struct Worker {
    worker: SegmentWorker,
    classes: Arc<Classes>,
    pub(crate) tokens: Vec<Token>,
}

impl Worker {
    /// Puts the tokens of a text into `out`, which is cleared first. They are in order, do not
    /// overlap and cover the text. Offsets are bytes of the text given.
    ///
    /// A year of Reiwa is not cut inside the era's name:
    ///
    /// ```
    /// use keikaku_tokenizer::Tokenizer;
    ///
    /// let mut worker = Tokenizer::embedded()?.new_worker();
    /// let (text, mut tokens) = ("令和元年度の計画", Vec::new());
    /// worker.tokenize(text, &mut tokens);
    /// assert_eq!(tokens[0].span.slice(text), Some("令和"));
    /// # Ok::<(), keikaku_tokenizer::TokenizerError>(())
    /// ```
    pub fn tokenize(&mut self, text: &str, out: &mut Vec<Token>) {
        out.clear();
        // lindera fails on no text; were it to, the text as one unknown word loses nothing.
        let Ok(tokens) = self.worker.segment(text) else {
            out.push(Token {
                span: Span::new(0, text.len()),
                class: WordClass::Other,
                known: false,
            });
            return;
        };
        for token in tokens {
            let id = token.word_id.id() as usize;
            let unknown = token.word_id.is_unknown();
            let table = if unknown { &self.classes.unknown } else { &self.classes.known };
            let class = if token.surface.trim().is_empty() {
                WordClass::Space
            } else {
                table.get(id).copied().unwrap_or(WordClass::Other)
            };
            out.push(Token {
                span: Span::new(token.byte_start, token.byte_end),
                class,
                known: !unknown,
            });
        }
    }
}

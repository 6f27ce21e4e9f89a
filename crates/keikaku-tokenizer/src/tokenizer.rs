//! The tokenizer: a shared dictionary and a worker for each thread.

use std::borrow::Cow;
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

/// What lindera gives for the details of a word that it cannot read.
const NO_DETAILS: &str = "UNK";

/// The class of each word by its id: asking lindera for the details of every token halves its
/// speed.
struct Classes {
    /// For each word of the dictionary a place in `of_place`.
    place: Cow<'static, [u8]>,
    of_place: [WordClass; 256],
    /// For each way in which words unknown to the dictionary are made.
    unknown: Vec<WordClass>,
}

impl Classes {
    /// The classes of the embedded dictionary, tabulated when it was built.
    fn embedded(dictionary: &Dictionary) -> Self {
        let mut of_place = [WordClass::Other; 256];
        for (class, [pos, detail, sub]) in
            of_place.iter_mut().zip(keikaku_ipadic::parts_of_speech())
        {
            *class = WordClass::of(pos, detail, sub);
        }
        let place = Cow::Borrowed(keikaku_ipadic::part_of_speech_of_word());
        Self { place, of_place, unknown: unknown_classes(dictionary) }
    }

    /// The classes of any other dictionary, read from the details of all its words. Fails with the
    /// number of the first word whose details are cut off: lindera loads such a folder, and without
    /// parts of speech no seam, name or counter would be found, without a word of warning.
    fn read(dictionary: &Dictionary) -> Result<Self, usize> {
        let mut of_place = [WordClass::Other; 256];
        let mut used = 0;
        let place = (0..dictionary.prefix_dictionary.word_count())
            .map(|word| {
                if matches!(dictionary.word_details_iter(word).next(), None | Some("" | NO_DETAILS))
                {
                    return Err(word);
                }
                let class = class(dictionary.word_details_iter(word));
                let place =
                    of_place[..used].iter().position(|&c| c == class).unwrap_or_else(|| {
                        of_place[used] = class;
                        used += 1;
                        used - 1
                    });
                Ok(place as u8)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { place: Cow::Owned(place), of_place, unknown: unknown_classes(dictionary) })
    }

    /// The class of a word of the dictionary.
    fn known(&self, word: u32) -> WordClass {
        let place = self.place.get(word as usize).copied();
        place.map_or(WordClass::Other, |place| self.of_place[usize::from(place)])
    }

    /// The class of a word that is not in the dictionary. IPADIC makes verbal nouns of brackets,
    /// dashes and slashes it does not know, those of ASCII among them.
    fn unknown(&self, way: u32, surface: &str) -> WordClass {
        match surface.chars().next() {
            Some(c) if c.is_alphabetic() || c.is_ascii_digit() || ('０'..='９').contains(&c) => {
                self.unknown.get(way as usize).copied().unwrap_or(WordClass::Other)
            }
            Some(c) if c.is_whitespace() => WordClass::Space,
            _ => WordClass::Symbol,
        }
    }
}

fn unknown_classes(dictionary: &Dictionary) -> Vec<WordClass> {
    let ways = 0..dictionary.unknown_dictionary.costs.len();
    ways.map(|way| class(dictionary.unknown_word_details_iter(way))).collect()
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
        let dictionary =
            keikaku_ipadic::load().map_err(|e| TokenizerError::Embedded(e.to_string()))?;
        Ok(Self::new(Classes::embedded(&dictionary), dictionary))
    }

    /// The tokenizer with a dictionary that lindera built into a folder.
    ///
    /// # Errors
    ///
    /// Fails where the folder holds no dictionary, one of another version, or one that lacks the
    /// parts of speech of its words, as a copy that was cut off does.
    pub fn from_dictionary_dir(path: &Path) -> Result<Self, TokenizerError> {
        let folder = |reason| TokenizerError::Folder { path: path.to_owned(), reason };
        let dictionary = load_fs_dictionary(path).map_err(|e| folder(e.to_string()))?;
        let classes = Classes::read(&dictionary)
            .map_err(|word| folder(format!("word {word} has no part of speech")))?;
        Ok(Self::new(classes, dictionary))
    }

    fn new(classes: Classes, dictionary: Dictionary) -> Self {
        let segmenter = Segmenter::new(Mode::Normal, dictionary, None).keep_whitespace(true);
        Self { segmenter, classes: Arc::new(classes) }
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
    pub(crate) worker: SegmentWorker,
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
        out.extend(tokens.iter().map(|token| {
            let known = !token.word_id.is_unknown();
            let class = if known {
                self.classes.known(token.word_id.id())
            } else {
                self.classes.unknown(token.word_id.id(), &token.surface)
            };
            Token { span: Span::new(token.byte_start, token.byte_end), class, known }
        }));
    }
}

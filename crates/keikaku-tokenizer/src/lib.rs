//! Japanese tokens with spans: lindera and its dictionaries are confined here.
//!
//! - Text to tokens: [`Tokenizer`], [`Worker`], [`Token`], [`WordClass`].
//! - Is a break inside a word? [`Worker::seams_inside_words`].
//! - Where does a name begin? [`noun_phrase_ending_at`].
//! - Is the word after a number its counter? [`counter_after`].
//! - By which words is a text found? [`Worker::search_words`].

mod class;
mod phrase;
mod seam;
mod search;
mod tokenizer;

pub use class::WordClass;
pub use phrase::{counter_after, noun_phrase_ending_at};
pub use seam::Seam;
pub use tokenizer::{Token, Tokenizer, TokenizerError, Worker};

#[cfg(test)]
mod tests;

//! Bytes to text: encodings, spans, lines, display width, normalisation with alignment.
//!
//! This crate knows nothing of plans. It answers four questions:
//!
//! - What text do these bytes hold, and what in them could not be read? [`decode`]
//! - Where does a piece of text stand? [`Span`], [`LineIndex`], [`SourceText`]
//! - How many columns does it take in a text dump? [`display_width`]
//! - What does it look like once variants of width and shape are folded, and where did each folded
//!   character come from? [`fold`], [`AlignedTextBuilder`]; [`clean_name`] for what people read
//!
//! ```
//! use keikaku_text::{decode, fold, Span};
//!
//! // Windows-31J bytes of ㍻３０年度
//! let decoded = decode(b"\x87\x7E\x82\x52\x82\x4F\x94\x4E\x93\x78", None)?;
//! let source = &decoded.source;
//! assert_eq!((source.encoding(), source.text()), ("Shift_JIS", "㍻３０年度"));
//!
//! let folded = fold(source.text());
//! assert_eq!(folded.text(), "平成30年度");
//! // 成 is a part of ㍻, so it comes back as all of it.
//! assert_eq!(source.slice(folded.to_source(Span::new(3, 8))), Some("㍻３０"));
//! # Ok::<(), keikaku_text::DecodeError>(())
//! ```

mod align;
mod binary;
mod clean;
mod decode;
mod detect;
mod fold;
mod likelihood;
mod lines;
mod problems;
mod source;
mod span;
mod width;

pub use align::{AlignedText, AlignedTextBuilder, Alignment};
pub use binary::BinaryKind;
pub use clean::{clean_name, is_japanese};
pub use decode::{DecodeError, Decoded, decode};
pub use detect::{EncodingLabel, UnknownEncoding};
pub use fold::{DASH, SPACE, TILDE, fold};
pub use lines::LineIndex;
pub use problems::{DecodeProblem, DecodeProblemKind};
pub use source::SourceText;
pub use span::Span;
pub use width::display_width;

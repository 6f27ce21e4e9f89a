//! Bytes to text, saying what could not be read.

use encoding_rs::{DecoderResult, Encoding};

use crate::binary::BinaryKind;
use crate::detect::{self, EncodingLabel};
use crate::source::SourceText;

/// A text and what was wrong with its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// The text.
    pub source: SourceText,
    /// What could not be read or was read with doubt, in the order of the text.
    pub problems: Vec<DecodeProblem>,
}

/// Bytes that could not be read, or were read with doubt.
///
/// Problems of one kind that stand close together are one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeProblem {
    /// What is wrong.
    pub kind: DecodeProblemKind,
    /// Where it begins: bytes of the file from 0, a byte order mark included.
    pub byte_offset: usize,
    /// How many bytes of the file it takes.
    pub byte_len: usize,
    /// Where it begins in the decoded text: bytes of UTF-8 from 0.
    pub text_offset: usize,
    /// How many bytes of the decoded text it takes.
    pub text_len: usize,
    /// How many characters in there are of this kind.
    pub count: usize,
}

/// What can be wrong with the bytes of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DecodeProblemKind {
    /// The forced encoding is not the one that the byte order mark names.
    ContradictsMark,
    /// Bytes that mean nothing in this encoding; U+FFFD stands in the text.
    MalformedSequence,
    /// A character of private use (外字, gaiji): what it showed is known to the writer's machine
    /// alone.
    PrivateUseCharacter,
    /// An escape character: the text around it is of an encoding that was not understood, such as
    /// ISO-2022-JP-3.
    EscapeLeftOver,
    /// A NUL character.
    NulCharacter,
}

/// Why bytes are no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecodeError {
    /// They are of some other kind.
    #[error("not a text: {0}")]
    Binary(BinaryKind),
}

/// Decodes the bytes of a file, in the encoding forced or else detected.
///
/// # Errors
/// [`DecodeError::Binary`] where the bytes are no text.
pub fn decode(bytes: &[u8], forced: Option<EncodingLabel>) -> Result<Decoded, DecodeError> {
    if let Some(kind) = BinaryKind::of(bytes) {
        return Err(DecodeError::Binary(kind));
    }
    let mark = Encoding::for_bom(bytes);
    let encoding = match (forced, mark) {
        (Some(label), _) => label.encoding(),
        (None, Some((encoding, _))) => encoding,
        (None, None) => detect::detect(bytes),
    };
    let body = match mark {
        Some((marked, len)) if marked == encoding => &bytes[len..],
        _ => bytes,
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() * 3 / 2 + 16);
    let mut problems = Vec::new();
    let mut read = 0;
    loop {
        let (result, n) =
            decoder.decode_to_string_without_replacement(&body[read..], &mut text, true);
        read += n;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(body.len() - read + 16),
            DecoderResult::Malformed(len, after) => {
                let (len, after) = (usize::from(len), usize::from(after));
                problems.push(DecodeProblem {
                    kind: DecodeProblemKind::MalformedSequence,
                    byte_offset: (bytes.len() - body.len() + read).saturating_sub(len + after),
                    byte_len: len,
                    text_offset: text.len(),
                    text_len: 3,
                    count: 1,
                });
                text.push('\u{FFFD}');
            }
        }
    }
    Ok(Decoded { source: SourceText::new(text, encoding.name()), problems })
}

//! Bytes to text, saying what could not be read.

use encoding_rs::{Decoder, DecoderResult, Encoding, ISO_2022_JP, UTF_8};

use crate::binary::BinaryKind;
use crate::detect::{self, EncodingLabel};
use crate::problems::{DecodeProblem, DecodeProblemKind, Problems};
use crate::source::SourceText;
use crate::span::Span;

/// A text and what was wrong with its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// The text.
    pub source: SourceText,
    /// What could not be read or was read with doubt, in the order of the text.
    pub problems: Vec<DecodeProblem>,
}

/// Why bytes are no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecodeError {
    /// They are of some other kind.
    #[error("not a text but a {0}")]
    Binary(BinaryKind),
}

/// Decodes the bytes of a file, in the encoding forced or else detected.
///
/// The byte order mark is dropped, nothing else changed. A forced encoding is obeyed even against a
/// byte order mark, and that is told as a problem; forcing `utf-16` leaves the byte order to the
/// mark.
///
/// # What cannot be read is told with its place in the file
/// ```
/// use keikaku_text::{DecodeProblemKind, decode};
///
/// // 計画 in Windows-31J, a private-use character (外字), and a lead byte without its trail
/// let decoded = decode(b"\x8C\x76\x89\xE6\xF0\x40\n\x81", None)?;
/// assert_eq!(decoded.source.text(), "計画\u{E000}\n\u{FFFD}");
/// let problems: Vec<_> = decoded.problems.iter().map(|p| (p.kind, p.byte_offset)).collect();
/// assert_eq!(problems, [
///     (DecodeProblemKind::PrivateUseCharacter, 4),
///     (DecodeProblemKind::MalformedSequence, 7),
/// ]);
/// # Ok::<(), keikaku_text::DecodeError>(())
/// ```
///
/// # Errors
/// [`DecodeError::Binary`] where the bytes are no text: by their mark (PDF, Office, archives,
/// images), or, unless an encoding is forced, by the control characters that every encoding would
/// make of them.
pub fn decode(bytes: &[u8], forced: Option<EncodingLabel>) -> Result<Decoded, DecodeError> {
    if let Some(kind) = BinaryKind::of(bytes) {
        return Err(DecodeError::Binary(kind));
    }
    let mark = Encoding::for_bom(bytes);
    let encoding = match (forced, mark) {
        (Some(label), mark) => label.encoding_beside(mark.map(|(encoding, _)| encoding)),
        (None, Some((encoding, _))) => encoding,
        (None, None) => match detect::detect(bytes) {
            Some(encoding) => encoding,
            None => return Err(DecodeError::Binary(BinaryKind::Unknown)),
        },
    };
    let mut problems = Problems::default();
    let mut start = 0;
    match mark {
        Some((marked, len)) if marked == encoding => start = len,
        Some(_) => problems.push(DecodeProblemKind::ContradictsMark, Span::default()),
        None => {}
    }
    let body = &bytes[start..];

    if encoding == UTF_8
        && let Ok(text) = simdutf8::basic::from_utf8(body)
    {
        problems.scan(text);
        let char_len = |at: usize| text[at..].chars().next().map_or(0, char::len_utf8);
        let bytes_of = |at| Span::new(at, at + char_len(at)).shift(start);
        let problems = problems.finish(bytes_of);
        return Ok(Decoded { source: SourceText::new(text.to_owned(), UTF_8.name()), problems });
    }

    let (text, blocks) = decode_blocks(encoding, body, &mut problems);
    problems.scan(&text);
    let problems = if problems.is_empty() {
        Vec::new()
    } else {
        let offsets = problems.text_offsets();
        let spans = locate(encoding, body, &blocks, &offsets);
        problems.finish(|at| match offsets.binary_search(&at) {
            Ok(index) => spans.get(index).copied().unwrap_or_default().shift(start),
            Err(_) => Span::default(),
        })
    };
    Ok(Decoded { source: SourceText::new(text, encoding.name()), problems })
}

/// The bytes that are decoded at a time, for [`locate`] to skip.
const BLOCK: usize = 4096;

/// Decodes all of `body`, with U+FFFD for what is malformed. Also gives the length of the text
/// after each block.
fn decode_blocks(
    encoding: &'static Encoding,
    body: &[u8],
    problems: &mut Problems,
) -> (String, Vec<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // Two bytes of a Japanese encoding become three.
    let mut text = String::with_capacity(body.len() / 2 * 3 + 16);
    let mut blocks = Vec::with_capacity(body.len() / BLOCK + 1);
    let count = body.len().div_ceil(BLOCK);
    for (index, block) in body.chunks(BLOCK).enumerate() {
        let mut input = block;
        loop {
            let last = index + 1 == count;
            let (result, read) =
                decoder.decode_to_string_without_replacement(input, &mut text, last);
            // The end of what is read, and the malformed bytes before it.
            let end = index * BLOCK + block.len() - input.len() + read;
            input = &input[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => text.reserve(text.len() / 2 + BLOCK),
                DecoderResult::Malformed(len, after) => {
                    let from = end.saturating_sub(usize::from(len) + usize::from(after));
                    let kind = match body.get(from) {
                        Some(0x1B) if encoding == ISO_2022_JP => DecodeProblemKind::EscapeLeftOver,
                        _ => DecodeProblemKind::MalformedSequence,
                    };
                    problems.push(kind, Span::new(text.len(), text.len() + 3));
                    text.push('\u{FFFD}');
                }
            }
        }
        blocks.push(text.len());
    }
    (text, blocks)
}

/// The bytes of `body` from which the characters at these offsets of the text, ascending, were
/// decoded.
///
/// A decoder does not tell which byte gave which character, so the blocks in question are decoded
/// once more, byte by byte.
fn locate(
    encoding: &'static Encoding,
    body: &[u8],
    blocks: &[usize],
    offsets: &[usize],
) -> Vec<Span> {
    let mut walk = Walk {
        decoder: encoding.new_decoder_without_bom_handling(),
        text_len: 0,
        char_start: 0,
        offsets,
        spans: Vec::with_capacity(offsets.len()),
    };
    for (index, block) in body.chunks(BLOCK).enumerate() {
        let Some(&wanted) = offsets.get(walk.spans.len()) else { break };
        let start = index * BLOCK;
        let last = index + 1 == blocks.len();
        if blocks.get(index).is_some_and(|&text_len| text_len <= wanted) && !last {
            walk.feed(block, start, false);
        } else {
            for (at, byte) in block.chunks(1).enumerate() {
                walk.feed(byte, start + at, last && at + 1 == block.len());
            }
        }
    }
    walk.spans
}

/// A second decoding that keeps count and forgets the text.
struct Walk<'a> {
    decoder: Decoder,
    text_len: usize,
    /// The byte at which the character not yet complete begins.
    char_start: usize,
    offsets: &'a [usize],
    /// The bytes found for the first of the offsets.
    spans: Vec<Span>,
}

impl Walk<'_> {
    /// Decodes `input`, which stands at `at`.
    fn feed(&mut self, mut input: &[u8], mut at: usize, last: bool) {
        let mut forgotten = [0; 4 * 1024];
        loop {
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(input, &mut forgotten, last);
            input = &input[read..];
            at += read;
            match result {
                DecoderResult::InputEmpty => return self.advance(written, self.char_start, at),
                DecoderResult::OutputFull => self.advance(written, self.char_start, at),
                DecoderResult::Malformed(len, after) => {
                    let end = at.saturating_sub(usize::from(after));
                    let start = end.saturating_sub(usize::from(len));
                    self.advance(written, self.char_start, start);
                    self.advance('\u{FFFD}'.len_utf8(), start, end);
                }
            }
        }
    }

    /// Takes note that `written` more bytes of text came from the bytes `start..end`.
    fn advance(&mut self, written: usize, start: usize, end: usize) {
        if written == 0 {
            return;
        }
        self.text_len += written;
        while self.offsets.get(self.spans.len()).is_some_and(|&offset| offset < self.text_len) {
            self.spans.push(Span::new(start, end));
        }
        self.char_start = end;
    }
}

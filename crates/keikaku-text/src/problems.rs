//! What was wrong with the bytes of a text, and where.

use crate::Span;

/// Bytes that could not be read, or were read with doubt.
///
/// Problems of one kind with at most 16 bytes of text between them are one, so that a file in the
/// wrong encoding gives a handful of them.
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
    /// How many characters of the text in there are of this kind.
    pub count: usize,
}

/// What can be wrong with the bytes of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DecodeProblemKind {
    /// The forced encoding is not the one that the byte order mark names; the mark was read as
    /// text.
    ContradictsMark,
    /// Bytes that mean nothing in this encoding; U+FFFD stands in the text.
    MalformedSequence,
    /// A character of private use (外字, gaiji): what it showed is known to the writer's machine
    /// alone.
    PrivateUseCharacter,
    /// An escape that was not understood, left in the text or replaced by U+FFFD: what follows it
    /// is of another encoding, such as ISO-2022-JP-3 or JIS X 0212.
    EscapeLeftOver,
    /// A NUL character.
    NulCharacter,
}

impl DecodeProblemKind {
    const COUNT: usize = 5;
}

/// The text between two problems up to which they are one.
const MERGED_GAP: usize = 16;

/// Problems found so far, neighbours merged.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<Found>,
    /// The last one of each kind.
    last: [Option<usize>; DecodeProblemKind::COUNT],
}

struct Found {
    kind: DecodeProblemKind,
    /// The first and the last character.
    first: Span,
    last: Span,
    count: usize,
}

impl Problems {
    /// Adds a character of the text that is of this kind, after all others of its kind.
    pub(crate) fn push(&mut self, kind: DecodeProblemKind, char: Span) {
        let slot = &mut self.last[kind as usize];
        if let Some(found) = slot.and_then(|index| self.found.get_mut(index))
            && char.start.saturating_sub(found.last.end) <= MERGED_GAP
        {
            found.last = char;
            found.count += 1;
            return;
        }
        *slot = Some(self.found.len());
        self.found.push(Found { kind, first: char, last: char, count: 1 });
    }

    /// Adds what is doubtful in the text itself: private use, escapes, NUL.
    pub(crate) fn scan(&mut self, text: &str) {
        const BLOCK: usize = 64;
        let suspect = |byte: u8| byte == 0 || byte == 0x1B || byte >= 0xEE;
        for (index, block) in text.as_bytes().chunks(BLOCK).enumerate() {
            if !block.iter().fold(false, |any, &byte| any | suspect(byte)) {
                continue;
            }
            for (at, &byte) in block.iter().enumerate().filter(|&(_, &byte)| suspect(byte)) {
                let start = index * BLOCK + at;
                let Some(char) = text.get(start..).and_then(|rest| rest.chars().next()) else {
                    continue;
                };
                let kind = match char {
                    '\0' => DecodeProblemKind::NulCharacter,
                    '\u{1B}' => DecodeProblemKind::EscapeLeftOver,
                    '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => {
                        DecodeProblemKind::PrivateUseCharacter
                    }
                    _ => continue,
                };
                debug_assert_eq!(char.len_utf8() > 1, byte >= 0x80);
                self.push(kind, Span::new(start, start + char.len_utf8()));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The offsets in the text that [`Problems::finish`] wants to know the bytes of, ascending.
    pub(crate) fn text_offsets(&self) -> Vec<usize> {
        let ends = self.found.iter().flat_map(|found| [found.first.start, found.last.start]);
        let mut offsets: Vec<usize> = ends.collect();
        offsets.sort_unstable();
        offsets.dedup();
        offsets
    }

    /// The problems in the order of the text; `bytes_of` tells the bytes of the file for the
    /// character at an offset of the text.
    pub(crate) fn finish(self, bytes_of: impl Fn(usize) -> Span) -> Vec<DecodeProblem> {
        let problem = |found: Found| {
            let bytes = bytes_of(found.first.start).cover(bytes_of(found.last.start));
            DecodeProblem {
                kind: found.kind,
                byte_offset: bytes.start,
                byte_len: bytes.len(),
                text_offset: found.first.start,
                text_len: found.last.end - found.first.start,
                count: found.count,
            }
        };
        let mut problems: Vec<_> = self.found.into_iter().map(problem).collect();
        problems.sort_by_key(|problem| (problem.text_offset, problem.kind));
        problems
    }
}

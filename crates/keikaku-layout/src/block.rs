//! Blocks (段落・箇条): lines unwrapped into what a reader takes as one.

use keikaku_text::Span;

use crate::furniture::Furniture;
use crate::header::{Header, Item, Placed, is_bullet, is_contents_entry, is_mark, is_sentence};
use crate::line::{Line, Spacing};
use crate::number::enumerator;
use crate::section::Tree;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A section header; the index of its section. `repeated` where a page shows it again.
    Header {
        /// The index of the section.
        section: usize,
        /// Whether an earlier block is the section's first header.
        repeated: bool,
    },
    /// Running text.
    Paragraph,
    /// An item of a list, with its mark or number.
    ListItem,
    /// The line above a table.
    Caption,
    /// A table; its index.
    Table(usize),
    /// An entry of a table of contents.
    ContentsEntry,
    /// What belongs to the page and not to the text.
    Furniture(Furniture),
}

/// A block of the text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first to its last character.
    pub span: Span,
    /// First and last line, from 1.
    pub lines: [usize; 2],
    /// The text of each of its lines, in order; a wrap stands between two pieces.
    pub pieces: Vec<Span>,
    /// The innermost section that it stands in.
    pub section: Option<usize>,
}

/// What the builder reads.
pub(crate) struct Input<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub spacing: Spacing,
    pub items: &'a [Placed],
    pub headers: &'a [Option<Header>],
    pub table_lines: &'a [[usize; 2]],
    pub table_spans: &'a [Span],
}

/// Builds the blocks and enters the headers into the tree. Captions are found too: they
/// come back beside the blocks, one for each table.
pub(crate) fn build(input: &Input<'_>, tree: &mut Tree) -> (Vec<Block>, Vec<Option<Span>>) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut captions = vec![None; input.table_spans.len()];
    // The last block that text can be joined to, and its last line.
    let mut open: Option<(usize, usize)> = None;
    // The lines of a header's title that are still to come.
    let mut wraps = 0usize;
    // The unit that the last header states of the table beneath it.
    let mut unit: Option<Span> = None;
    for (i, placed) in input.items.iter().enumerate() {
        match placed.item {
            Item::Line(l) if wraps > 0 => {
                wraps -= 1;
                let line = &input.lines[l];
                if let Some(header) = blocks.last_mut() {
                    header.span = header.span.cover(line.content);
                    header.lines[1] = line.number;
                    header.pieces.push(line.content);
                }
            }
            Item::Table(t) => {
                captions[t] = caption(input, &mut blocks).or(unit.take());
                blocks.push(Block {
                    kind: BlockKind::Table(t),
                    span: input.table_spans[t],
                    lines: input.table_lines[t],
                    pieces: Vec::new(),
                    section: tree.current(),
                });
                open = None;
            }
            Item::Line(l) => {
                let line = &input.lines[l];
                if let Some(header) = &input.headers[i] {
                    let known = tree.sections.len();
                    // Several headers may be repeated, one beneath the other.
                    let follows = || {
                        matches!(
                            blocks.last(),
                            Some(Block { kind: BlockKind::Header { repeated: true, .. }, .. })
                        )
                    };
                    let page_top = placed.page_top || follows();
                    let section = tree.enter(input.text, header, line.number, page_top);
                    blocks.push(block(
                        BlockKind::Header { section, repeated: section < known },
                        line,
                        Some(section),
                    ));
                    open = None;
                    wraps = header.wraps;
                    unit = header.unit;
                    continue;
                }
                let joined =
                    open.filter(|&(b, last)| joins(input, &blocks[b], last, line, placed.blanks));
                if let Some((b, _)) = joined {
                    open = Some((b, l));
                    blocks[b].span = blocks[b].span.cover(line.content);
                    blocks[b].lines[1] = line.number;
                    blocks[b].pieces.push(line.content);
                    continue;
                }
                let words = &input.text[line.content.start..line.content.end];
                let kind = if is_contents_entry(words) {
                    BlockKind::ContentsEntry
                } else if is_bullet(words) || is_mark(words) || enumerator(words).is_some() {
                    BlockKind::ListItem
                } else {
                    BlockKind::Paragraph
                };
                open = (kind != BlockKind::ContentsEntry).then_some((blocks.len(), l));
                blocks.push(block(kind, line, tree.current()));
            }
        }
    }
    (blocks, captions)
}

pub(crate) fn block(kind: BlockKind, line: &Line, section: Option<usize>) -> Block {
    Block {
        kind,
        span: line.content,
        lines: [line.number, line.number],
        pieces: vec![line.content],
        section,
    }
}

/// The short lines right above a table: its title, and its unit beneath it. Marks their blocks.
fn caption(input: &Input<'_>, blocks: &mut [Block]) -> Option<Span> {
    let last = blocks.last_mut().filter(|b| is_caption(input, b))?;
    last.kind = BlockKind::Caption;
    let (span, first) = (last.span, last.lines[0]);
    let states_unit = input.text[span.start..span.end].contains("単位");
    let title = blocks
        .iter_mut()
        .rev()
        .nth(1)
        .filter(|b| states_unit && b.lines[1] + 1 == first && is_caption(input, b));
    Some(match title {
        Some(title) => {
            title.kind = BlockKind::Caption;
            title.span.cover(span)
        }
        None => span,
    })
}

/// A short line that is no sentence, or two of them.
fn is_caption(input: &Input<'_>, block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
        && block.pieces.len() <= 2
        && block.pieces.iter().all(|p| {
            let words = &input.text[p.start..p.end];
            words.chars().count() <= 60 && !is_sentence(words)
        })
}

/// Whether a line carries on the block before it.
fn joins(input: &Input<'_>, block: &Block, last_line: usize, line: &Line, blanks: usize) -> bool {
    let text = input.text;
    if line.carries_on {
        return true;
    }
    if line.opens_block {
        return false;
    }
    let Some(&last) = block.pieces.last() else { return false };
    let before = &text[last.start..last.end];
    let words = &text[line.content.start..line.content.end];
    let ended = before
        .ends_with(['。', '！', '？', '!', '?', '」', '』', '）', ')', '】', ':', '：', '］', ']']);
    let previous = &input.lines[last_line];
    let full = input.spacing.is_full(previous);
    // A mark begins a block of its own, but a middle dot may also stand at the cut of a full line.
    let opens =
        (is_bullet(words) || is_mark(words) || enumerator(words).is_some_and(|e| e.separated))
            && !(full && !ended && words.starts_with(['・', '-', '－']));
    if opens || words.starts_with('【') && ended {
        return false;
    }
    // 担当課：… beneath 事業名：… is a field of its own.
    let first = block.pieces[0];
    if is_labelled(words) && is_labelled(&text[first.start..first.end]) {
        return false;
    }
    let prose = before.chars().count() > 30 && (before.contains(['、', '。']) || full);
    if blanks > 0 {
        // Carried over a page: a long line that stops in the middle of its sentence.
        return prose
            && !ended
            && !is_sentence(before)
            && (full || input.spacing.wrap.is_none())
            && starts_inside(words);
    }
    if words.starts_with(['(', '（']) && !ended && block.pieces.len() == 1 && !prose {
        return true;
    }
    match input.spacing.wrap {
        Some(_) if full => {
            !ended
                || line.indent == 0
                    && previous.indent == 0
                    && before.ends_with(['」', '）', ')', '』'])
        }
        Some(wrap) => {
            !ended && previous.indent + previous.width >= wrap / 2 && line.indent <= previous.indent
        }
        None => {
            // A sentence may end within a line that another one begins on.
            let last = before.rsplit('。').next().unwrap_or_default();
            !ended && prose && !is_sentence(last)
        }
    }
}

/// `担当課：○○課`: a short label and a colon.
fn is_labelled(words: &str) -> bool {
    const LONGEST: usize = 10;
    // Only the beginning of a long line is looked at.
    let colon = words.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, ':' | '：'));
    colon.is_some_and(|(at, _)| {
        let label = &words[..at];
        label.chars().nth(1).is_some()
            && !label.contains(['、', '。', '「', '（', '('])
            && label.chars().any(keikaku_text::is_japanese)
    })
}

/// Whether a text can be the rest of a sentence: it does not open a block, a quotation or a label.
fn starts_inside(words: &str) -> bool {
    let first = words.chars().next();
    let label = words.find([':', '：']).is_some_and(|i| words[..i].chars().count() <= 12);
    !label
        && first.is_some_and(|c| keikaku_text::is_japanese(c) && !"【「『（〔≪＜《第".contains(c))
}
